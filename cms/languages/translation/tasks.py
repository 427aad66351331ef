"""How is much work done without anybody waiting for it, through whatever happens to the process?

The row of a batch is the truth: each step does one source and notes it in the same transaction. Whoever starts the task
again goes on where it stopped; two who work at one batch at a time wait for each other, source by source.

What waits for a service cannot hold a transaction meanwhile. Such a step has a lease on the batch instead: nobody else
works at it until the lease ends, with the step or a quarter of an hour later. To repeat such a step costs nothing twice.
"""

from __future__ import annotations

import logging
from contextlib import nullcontext
from datetime import timedelta
from typing import TYPE_CHECKING, cast
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django_tasks import task

from cms.languages.translation.actions import Action, Refusal, Wishes, act
from cms.languages.translation.sources import find
from cms.models import TranslationBatch

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=15)
"""Longer than one source takes in one language, whatever a service does."""


def begin(
    action: Action,
    cells: list[tuple[UUID, list[str]]],
    *,
    user: AbstractUser,
    wishes: Wishes | None = None,
) -> TranslationBatch:
    """Keep what is to be done, and have a worker begin with it.

    Args:
        action: what is to be done.
        cells: the translation keys of sources, each with BCP 47 tags.
        user: on whose behalf.
        wishes: for requesting and assigning.
    """
    batch = prepare(action, cells, user=user, wishes=wishes)
    go_on(batch)
    return batch


def go_on(batch: TranslationBatch) -> None:
    """Have a worker begin with a batch, or go on with one that was interrupted."""
    batch.waits = False
    batch.save(update_fields=["waits"])
    transaction.on_commit(lambda: work_off.enqueue(batch.pk))


def prepare(
    action: Action,
    cells: list[tuple[UUID, list[str]]],
    *,
    user: AbstractUser,
    wishes: Wishes | None = None,
) -> TranslationBatch:
    """Keep what is to be done, for somebody who looks at it before it begins; the arguments are those of ``begin``.

    What the same person has looked at before, and not begun, is forgotten.
    """
    TranslationBatch.objects.filter(action=action, requested_by=user, waits=True).delete()
    return TranslationBatch.objects.create(
        action=action,
        cells=[[str(key), list(tags)] for key, tags in cells],
        wishes=(wishes or Wishes()).as_json(),
        requested_by=user,
        waits=True,
    )


def go_on_with_interrupted() -> int:
    """Have a worker go on with what a lease was left on when its time was over; return how many batches these are."""
    left = TranslationBatch.objects.filter(waits=False, held_until__lte=timezone.now())
    interrupted = [batch for batch in left if not batch.is_finished]
    for batch in interrupted:
        go_on(batch)
    return len(interrupted)


@task()
def work_off(batch: int) -> None:
    """Do what is left of a batch, source by source. To be repeated safely.

    Args:
        batch: primary key of the TranslationBatch.
    """
    while step(batch):
        pass


def step(pk: int) -> bool:
    """Do the next source of a batch; return whether there was one, and nobody else is at it."""
    batch = TranslationBatch.objects.filter(pk=pk).first()
    if batch is None or batch.is_finished:
        return False
    if Action(batch.action).takes_long:
        return _leased_step(pk)
    with transaction.atomic():
        batch = TranslationBatch.objects.select_for_update().get(pk=pk)
        if batch.is_finished:
            return False
        _do_next(batch)
    return True


def _leased_step(pk: int) -> bool:
    now = timezone.now()
    free = TranslationBatch.objects.filter(Q(held_until=None) | Q(held_until__lte=now), pk=pk)
    if not free.update(held_until=now + LEASE):
        return False
    batch = TranslationBatch.objects.get(pk=pk)
    try:
        if not batch.is_finished:
            _do_next(batch)
    except Exception:
        TranslationBatch.objects.filter(pk=pk).update(held_until=None)
        raise
    TranslationBatch.objects.filter(pk=pk).update(held_until=None)
    return not batch.is_finished


def _do_next(batch: TranslationBatch) -> None:
    """Do the next source, and note what has become of it."""
    key, tags = batch.cells[batch.done]
    found = _do(batch, UUID(key), tags)
    batch.succeeded += sum(refusal is None for refusal in found.values())
    batch.refusals += [[key, tag, refusal.value] for tag, refusal in found.items() if refusal]
    batch.done += 1
    batch.save(update_fields=["done", "succeeded", "refusals"])


def _do(batch: TranslationBatch, key: UUID, tags: list[str]) -> dict[str, Refusal | None]:
    """Do one source; one that breaks must not hold up the others."""
    source = find([key]).get(key)
    people = get_user_model()._default_manager.filter(is_active=True)
    user = cast("AbstractUser | None", people.filter(pk=batch.requested_by_id).first())
    if source is None or user is None:
        return dict.fromkeys(tags, Refusal.GONE)
    wishes = Wishes.from_json(batch.wishes)
    action = Action(batch.action)
    try:
        with nullcontext() if action.takes_long else transaction.atomic():
            return act(action, source, tags, user=user, wishes=wishes)
    except Exception:
        logger.exception("%s of translation batch %s failed", key, batch.pk)
        return dict.fromkeys(tags, Refusal.FAILED)
