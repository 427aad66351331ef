"""How is an item taken out of what was approved, for good?"""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Case, Q, TextField, When
from django.db.models.functions import Cast
from django.utils import timezone
from wagtail.log_actions import log

from newsletter.frozen.pictures import KEPT
from newsletter.frozen.withdrawal import without
from newsletter.models import FrozenEdition, FrozenItem

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser

    from newsletter.models import IssuePage

REDACTED = "newsletter.redacted"
"""The action in Wagtail's log, of the issue."""
GONE = f"<!--item {UUID(int=0)} und--><!--/item-->"
"""What is left of an item: the mark of a page that never was, so that readers see the notice."""


def may_redact(user: AbstractUser, issue: IssuePage) -> bool:
    """Return whether somebody may remove an item for good: whoever may publish the issue."""
    return issue.permissions_for_user(user).can_publish()


def kept_items(issue: IssuePage) -> dict[UUID, str]:
    """Return the title of every item that stands in an approved version of an issue, by its translation key. One query.

    That in which the issue was first written, where there is one, of the last version.

    Args:
        issue: the source.
    """
    own = Case(When(language=issue.locale.language_code, then=0), default=1)
    found = FrozenItem.objects.filter(edition__approval__issue=issue)
    rows = found.order_by("-edition__approval__version", own, "position", "pk")
    titles: dict[UUID, str] = {}
    for key, title in rows.values_list("key", "title"):
        titles.setdefault(key, title)
    return titles


@transaction.atomic
def redact(issue: IssuePage, key: UUID, *, user: AbstractUser, reason: str) -> int:
    """Remove an item from every edition of an issue that was ever approved, and note in Wagtail's log who did and why.

    Its pictures go too, where nothing else shows them. What is merely unpublished or restricted is hidden by itself, and may come back; this deletes, also where another
    item names the page. The words of a mail cannot be told apart by item: the kept copies of the mails are deleted, and
    an edition that has not been handed over yet can only go out after a new approval. The hash stays, so that it can
    be told what was sent.

    Args:
        issue: the source.
        key: translation key of the content page.
        user: whether they may is for the caller to ask.
        reason: for the log; it must not repeat what is removed.

    Returns:
        The number of editions from which it was removed.
    """
    pictures: set[str] = set()
    redacted = 0
    for edition in FrozenEdition.objects.filter(approval__issue=issue).select_for_update():
        rows = list(FrozenItem.objects.filter(edition=edition))
        if not _names(edition, rows, str(key)):
            continue
        shown = [json.dumps(row.card) for row in rows if row.key == key]
        pictures |= {name for card in shown for name in KEPT.findall(card)}
        FrozenItem.objects.filter(edition=edition, key=key).delete()
        _forget(rows, str(key))
        edition.web = without(
            edition,
            rows,
            is_kept=lambda version: not version.startswith(str(key)),
            in_its_place=lambda: GONE,
        )
        edition.mail_html = edition.mail_text = ""
        edition.redacted_at = timezone.now()
        edition.save(update_fields=["web", "mail_html", "mail_text", "redacted_at"])
        redacted += 1
    for name in _unused(pictures):
        transaction.on_commit(partial(default_storage.delete, name))
    if redacted:
        log(issue, REDACTED, user=user, data={"key": str(key), "reason": reason})
    return redacted


def _unused(pictures: set[str]) -> list[str]:
    """Return the names of kept pictures that no approved edition of any issue shows any more. A query or two for each."""
    editions = FrozenEdition.objects.annotate(around=Cast("head", TextField()))
    items = FrozenItem.objects.annotate(shown=Cast("card", TextField()))
    return [
        name
        for name in sorted(pictures)
        if not editions.filter(
            Q(web__contains=name) | Q(mail_html__contains=name) | Q(around__contains=name)
        ).exists()
        and not items.filter(shown__contains=name).exists()
    ]


def _names(edition: FrozenEdition, rows: list[FrozenItem], key: str) -> bool:
    """Return whether an edition has an item, or names it: in a mail for members too, which the web does not show."""
    return key in edition.web or any(key in json.dumps(row.card) for row in rows)


def _forget(rows: list[FrozenItem], key: str) -> None:
    """Take what names a page out of the cards of other items."""
    for row in rows:
        if row.card["key"] == key or key not in json.dumps(row.card):
            continue
        gone = {part["title"] for part in row.card["part_of"] if part["key"] == key}
        kept = [part for part in row.card["part_of"] if part["key"] != key]
        paid = [one for one in row.card["funding"] if one["subject"] not in gone]
        facts = row.card["facts"]
        successor = facts.get("replaced_by")
        if successor and successor["key"] == key:
            facts = {**facts, "replaced_by": None}
        row.card = {**row.card, "part_of": kept, "funding": paid, "facts": facts}
        row.save(update_fields=["card"])
