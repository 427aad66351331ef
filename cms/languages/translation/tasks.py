"""How is much work done without anybody waiting for it, through whatever happens to the process?

The row of a batch is the truth: each step does one page and notes it in the same transaction. Whoever starts the task
again goes on where it stopped; two who work at one batch at a time wait for each other, page by page.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, cast

from django.contrib.auth import get_user_model
from django.db import transaction
from django_tasks import task
from wagtail.models import Page

from cms.languages.translation.actions import Action, Refusal, Wishes, act
from cms.models import TranslationBatch

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser

logger = logging.getLogger(__name__)


def begin(
    action: Action,
    cells: list[tuple[int, list[str]]],
    *,
    user: AbstractUser,
    wishes: Wishes | None = None,
) -> TranslationBatch:
    """Keep what is to be done, and have a worker begin with it.

    Args:
        action: what is to be done.
        cells: the primary keys of sources, each with BCP 47 tags.
        user: on whose behalf.
        wishes: for requesting and assigning.
    """
    batch = TranslationBatch.objects.create(
        action=action,
        cells=[[page, list(tags)] for page, tags in cells],
        wishes=(wishes or Wishes()).as_json(),
        requested_by=user,
    )
    transaction.on_commit(lambda: work_off.enqueue(batch.pk))
    return batch


@task()
def work_off(batch: int) -> None:
    """Do what is left of a batch, page by page. To be repeated safely.

    Args:
        batch: primary key of the TranslationBatch.
    """
    while step(batch):
        pass


@transaction.atomic
def step(pk: int) -> bool:
    """Do the next page of a batch; return whether there was one."""
    batch = TranslationBatch.objects.select_for_update().filter(pk=pk).first()
    if batch is None or batch.is_finished:
        return False
    page, tags = batch.cells[batch.done]
    for tag, refusal in _do(batch, page, tags).items():
        if refusal is None:
            batch.succeeded += 1
        else:
            batch.refusals.append([page, tag, refusal.value])
    batch.done += 1
    batch.save(update_fields=["done", "succeeded", "refusals"])
    return True


def _do(batch: TranslationBatch, page: int, tags: list[str]) -> dict[str, Refusal | None]:
    """Do one page; one that breaks must not hold up the others."""
    source = Page.objects.filter(pk=page).select_related("locale").first()
    people = get_user_model()._default_manager.filter(is_active=True)
    user = cast("AbstractUser | None", people.filter(pk=batch.requested_by_id).first())
    if source is None or user is None:
        return dict.fromkeys(tags, Refusal.GONE)
    wishes = Wishes.from_json(batch.wishes)
    try:
        with transaction.atomic():
            return act(Action(batch.action), source, tags, user=user, wishes=wishes)
    except Exception:
        logger.exception("Page %s of translation batch %s failed", page, batch.pk)
        return dict.fromkeys(tags, Refusal.FAILED)
