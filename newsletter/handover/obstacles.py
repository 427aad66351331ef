"""What, at the last moment, keeps an approved edition from leaving? It is what a person has to decide about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms import dates, names
from cms.content import published
from cms.words import active_language
from newsletter.frozen.withdrawal import withdrawn
from newsletter.handover.schedule import is_late, wanted_at
from newsletter.models import FrozenItem, IssuePage

if TYPE_CHECKING:
    from newsletter.models import FrozenEdition, Handover


def obstacle(handover: Handover) -> str:
    """Return, in the active language, why an edition must not be handed over now; empty if nothing is in the way.

    Asked right before the backend is: what was true when the issue was approved may not be any more. A few queries.
    """
    edition = handover.edition
    return (
        _of_approval(edition)
        or _of_pages(edition)
        or (_of_time(handover) if is_late(handover, timezone.now()) else "")
    )


def _of_approval(edition: FrozenEdition) -> str:
    if edition.approval.reopened_at:
        return _("The issue was opened again after this edition was approved. Approve it anew.")
    if edition.redacted_at:
        return _("Something was removed from this edition for good, so its mail is not kept.")
    issue = IssuePage.objects.filter(pk=edition.approval.issue_id)
    if not published(issue).exists():
        return _("The issue is not public, so that ‘view online’ would lead nowhere. Publish it.")
    return ""


def _of_pages(edition: FrozenEdition) -> str:
    """Name what the edition shows, names or leads to, and not everybody may read any more."""
    items = list(FrozenItem.objects.filter(edition=edition))
    titles = dict.fromkeys(withdrawn(edition, items).values())
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
