"""What, at the last moment, keeps an approved edition from leaving? It is what a person has to decide about.

The same whatever way it leaves: handed over to a backend, or as files that somebody downloads.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms import dates, names
from cms.content import published, restricted
from cms.words import active_language
from newsletter.frozen.withdrawal import withdrawn
from newsletter.handover.schedule import is_late, wanted_at
from newsletter.models import FrozenEdition, FrozenItem, IssuePage
from newsletter.models.approvals import has_hidden_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from newsletter.models import Approval, Handover


def obstacle(handover: Handover) -> str:
    """Return, in the active language, why an edition must not be handed over now; empty if nothing is in the way.

    Asked right before the backend is: what was true when the issue was approved may not be any more. A few queries.
    """
    edition = handover.edition
    return (
        _of_approval(edition.approval)
        or (_of_redaction() if edition.redacted_at else "")
        or _of_words(FrozenEdition.objects.filter(pk=edition.pk))
        or _of_pages([edition])
        or (_of_time(handover) if is_late(handover, timezone.now()) else "")
    )


def obstacle_to_files(approval: Approval) -> str:
    """Return, in the active language, why nobody is given the files of an approved issue now; empty if nothing is in the way.

    Those of an edition from which something was removed for good are not kept, and keep the others from nobody. A few
    queries for each edition.
    """
    editions = FrozenEdition.objects.filter(approval=approval, redacted_at=None)
    return (
        _of_approval(approval)
        or _of_words(editions)
        or _of_pages(editions.defer("mail_html", "mail_text"))
    )


def _of_approval(approval: Approval) -> str:
    if approval.reopened_at:
        return _("The issue was opened again after this edition was approved. Approve it anew.")
    issue = IssuePage.objects.filter(pk=approval.issue_id)
    if published(issue).exists():
        return ""
    if issue.filter(restricted()).exists():
        return _(
            "The issue, or a page above it, is private, so that ‘view online’ would lead nowhere. Make it public."
        )
    return _("The issue is not public, so that ‘view online’ would lead nowhere. Publish it.")


def _of_redaction() -> str:
    return _("Something was removed from this edition for good, so its mail is not kept.")


def _of_words(editions: QuerySet[FrozenEdition]) -> str:
    """Name the languages in which the issue's own words are not for everybody any more. One query."""
    hidden = editions.filter(has_hidden_words()).order_by("words_language")
    tags = list(hidden.values_list("words_language", flat=True).distinct())
    if not tags:
        return ""
    reader = active_language()
    return ngettext(
        "The version of the issue from which this edition has its words, or a page above it, is private:"
        " %(languages)s. Make it public, or open the issue again and approve it anew.",
        "The versions of the issue from which these editions have their words, or pages above them, are private:"
        " %(languages)s. Make them public, or open the issue again and approve it anew.",
        len(tags),
    ) % {"languages": names.format_list([names.language_name(tag, reader) for tag in tags], reader)}


def _of_pages(editions: Iterable[FrozenEdition]) -> str:
    """Name what editions show, name or lead to, and not everybody may read any more."""
    titles: dict[str, None] = {}
    for edition in editions:
        items = list(FrozenItem.objects.filter(edition=edition))
        titles |= dict.fromkeys(withdrawn(edition, items).values())
    gone = [_("‘%(title)s’") % {"title": title} for title in titles]
    if not gone:
        return ""
    return ngettext(
        "This page of the edition is not public any more: %(titles)s. Publish it again, or open the issue again and"
        " approve it without.",
        "These pages of the edition are not public any more: %(titles)s. Publish them again, or open the issue again and"
        " approve it without.",
        len(gone),
    ) % {"titles": names.format_list(gone, active_language())}


def _of_time(handover: Handover) -> str:
    return _(
        "It should have been handed over more than two hours ago (%(time)s). Somebody has to say that it still should."
    ) % {"time": dates.format_instant(wanted_at(handover), handover.zone, active_language())}
