"""What is over by the time at which an approved issue is handed over? Its editions tell of it as on the day of the issue."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from cms import dates
from cms.items import State
from cms.words import active_language
from newsletter.models import FrozenItem

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from uuid import UUID

    from newsletter.models import Approval


def over_by(approval: Approval, languages: Collection[str], at: datetime) -> list[str]:
    """Return, as sentences of the active language, what editions tell of as still to come and is over at an instant.

    Deadlines, and the first days of what takes place. What was over on the day of the issue is told in its verdict. One
    query, and one for the issue.

    Args:
        approval: of the issue.
        languages: BCP 47 tags of the readers.
        at: the aware instant.
    """
    items = FrozenItem.objects.filter(edition__approval=approval, edition__language__in=languages)
    once: dict[UUID, FrozenItem] = {}
    for item in items.order_by("edition__language", "position"):
        once.setdefault(item.key, item)
    day = approval.issue.date
    return [sentence for item in once.values() for sentence in _over(item, day, at)]


def _over(item: FrozenItem, day: date, at: datetime) -> Iterator[str]:
    facts, reader = item.card.get("facts", {}), active_language()
    for deadline in facts.get("deadlines", ()):
        closes = deadline["at"] and datetime.fromisoformat(deadline["at"])
        if closes and closes <= at and deadline["state"] != State.CLOSED:
            yield _("‘%(title)s’: the deadline is %(time)s.") % {
                "title": item.title,
                "time": dates.format_instant(closes, deadline["zone"], reader),
            }
    for span in facts.get("spans", ())[:1]:
        first = date.fromisoformat(span["start"])
        if day <= first < dates.site_day(at):
            yield _("‘%(title)s’: the first day is %(day)s.") % {
                "title": item.title,
                "day": dates.format_day(first, reader),
            }
