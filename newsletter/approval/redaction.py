"""How is an item taken out of what was approved, for good?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Case, When
from django.utils import timezone
from wagtail.log_actions import log

from newsletter.approval.frozen import ITEM
from newsletter.models import FrozenEdition, FrozenItem

if TYPE_CHECKING:
    from uuid import UUID

    from django.contrib.auth.models import AbstractUser

    from newsletter.models import IssuePage

REDACTED = "newsletter.redacted"
"""The action in Wagtail's log, of the issue."""


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

    What is merely unpublished or restricted is hidden by itself, and may come back; this deletes. The words of a mail
    cannot be told apart by item: the kept copies of the mails are deleted, and an edition that has not been handed over
    yet can only go out after a new approval. The hash stays, so that it can be told what was sent.

    Args:
        issue: the source.
        key: translation key of the content page.
        user: whether they may is for the caller to ask.
        reason: for the log; it must not repeat what is removed.

    Returns:
        The number of editions from which it was removed.
    """
    rows = FrozenItem.objects.filter(edition__approval__issue=issue, key=key)
    editions = FrozenEdition.objects.filter(pk__in=rows.values("edition"))
    redacted = 0
    for edition in editions.select_for_update():
        edition.web = ITEM.sub(
            lambda match: (
                f"<!--item {key}--><!--/item-->" if match["key"] == str(key) else match.group()
            ),
            edition.web,
        )
        edition.mail_html = edition.mail_text = ""
        edition.redacted_at = timezone.now()
        edition.save(update_fields=["web", "mail_html", "mail_text", "redacted_at"])
        redacted += 1
    rows.delete()
    if redacted:
        log(issue, REDACTED, user=user, data={"key": str(key), "reason": reason})
    return redacted
