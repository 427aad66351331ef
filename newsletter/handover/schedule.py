"""When is an issue handed over, and when is it too late to do so unasked?

A day and a time are given by the clocks of a zone. A time that these clocks skip, or show twice, is refused, as it is
where translations go public at a set time (``cms.dates.instant_of``): nobody can know which instant is meant.

What should have happened more than two hours ago waits for a person. Whoever restores a backup would otherwise send
last week's issue again.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.db.models.lookups import LessThanOrEqual
from django.utils import timezone
from django.utils.translation import gettext as _

from cms import dates
from cms.fields import zone_choices
from newsletter.models import Handover

if TYPE_CHECKING:
    from django.db.models import QuerySet

State = Handover.State

LATE = timedelta(hours=2)
FARTHEST = timedelta(days=366)
UNFINISHED = (State.SCHEDULED, State.QUEUED, State.RUNNING)
"""What goes on by itself."""


class UnusableTimeError(ValueError):
    """Raised for a day and time at which nothing can be handed over; says why in the active language."""


def instant_of(day: date, clock: time, zone: str, *, now: datetime | None = None) -> datetime:
    """Return the aware instant that is meant.

    Args:
        day: by the calendar of the zone.
        clock: by its clocks.
        zone: IANA name.
        now: the aware instant of the question; now by default.

    Raises:
        UnusableTimeError: if there is no such zone or time, two of them, or it is over or too far away.
    """
    if zone not in dict(zone_choices()):
        raise UnusableTimeError(
            _("‘%(value)s’ is not a known time zone. Choose one such as Europe/Brussels.")
            % {"value": zone}
        )
    now = now or timezone.now()
    # Asked of the day first: the ends of the calendar have no instant in every zone.
    if day < now.date() - timedelta(days=1):
        raise UnusableTimeError(_("This time has passed."))
    if day > now.date() + FARTHEST:
        raise UnusableTimeError(_("Choose a day of the next twelve months."))
    try:
        at = dates.instant_of(day, clock, zone)
    except dates.NoSuchTimeError as error:
        raise UnusableTimeError(
            _("On this day the clocks skip this time: summer time begins. Choose another.")
        ) from error
    except dates.TwiceError as error:
        raise UnusableTimeError(
            _("On this day the clocks show this time twice: summer time ends. Choose another.")
        ) from error
    if at <= now:
        raise UnusableTimeError(_("This time has passed."))
    return at


def wanted_at(handover: Handover) -> datetime:
    """Return the instant from which on a hand-over is wanted."""
    return handover.next_try_at or handover.starts_at or handover.created_at


def due(at: datetime | None = None) -> QuerySet[Handover]:
    """Return what somebody has to do now, the oldest first: its time has come and nobody is at it.

    Args:
        at: the aware instant of the question; now by default.
    """
    at = at or timezone.now()
    free = Q(held_until=None) | Q(held_until__lte=at)
    wanted = Coalesce(F("next_try_at"), F("starts_at"), F("created_at"))
    return Handover.objects.filter(
        free, LessThanOrEqual(wanted, at), state__in=UNFINISHED
    ).order_by("pk")


def is_late(handover: Handover, at: datetime) -> bool:
    """Return whether a hand-over should have happened so long ago that somebody has to decide."""
    return wanted_at(handover) + LATE < at
