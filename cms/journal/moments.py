"""What changes by itself, as time goes by: what expires, closes, opens, and how many days are left?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.db.models import (
    Aggregate,
    Count,
    DateTimeField,
    Exists,
    Max,
    Min,
    OuterRef,
    Q,
    Subquery,
    TextField,
    Value,
)
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.timezone import get_default_timezone
from wagtail.models import Locale, Page, Revision

from cms.compiled import Given, compiled
from cms.dates import site_day
from cms.models import Change, ContentPage, Deadline
from cms.models.capabilities import CLOSING_SOON
from cms.models.changes import NAMES

if TYPE_CHECKING:
    from django.db.models import QuerySet

WINDOW = 10_000
"""How many of the newest changes are counted, so that one is seen too whose transaction began early and ended late."""


class Joined(Aggregate):
    """Texts as one, with commas between them."""

    function = "GROUP_CONCAT"
    output_field = TextField()
    allow_distinct = True

    def as_postgresql(self, compiler, connection, **context):
        """Return the same by its name in PostgreSQL."""
        return self.as_sql(
            compiler,
            connection,
            template="STRING_AGG(%(distinct)s%(expressions)s, ',')",
            **context,
        )


@dataclass(frozen=True, slots=True)
class Standing:
    """What all that is public stands at: it is the same as long as this is."""

    newest: int
    """The number of the last change; 0 for none."""
    count: int
    """How many changes there are among the newest."""
    remembered: int
    """The number of the last change of what processes remember: the languages, the host, official names; 0 for none."""
    since: datetime
    """When something last changed by itself."""
    until: datetime
    """When something will, if nobody changes anything before."""


def standing(at: datetime | None = None) -> Standing:
    """Return what all that is public stands at. One query.

    Args:
        at: the aware instant of the question; now by default.
    """
    at = at or timezone.now()
    [(number, count, remembered, *moments, zones)] = _standing(at=at, soon=at + CLOSING_SOON)
    expired, expires, closed, closes, neared, nears, goes_live = moments
    midnights = [_midnights(at, zone) for zone in {get_default_timezone(), *_zones(zones)}]
    past = [expired, closed, neared and neared - CLOSING_SOON, *(last for last, _next in midnights)]
    ahead = [expires, closes, nears and nears - CLOSING_SOON, goes_live]
    ahead += [following for _last, following in midnights]
    return Standing(number, count, remembered, max(filter(None, past)), min(filter(None, ahead)))


@compiled
def _standing() -> QuerySet:
    """Return what all stands at, in one row: the languages are there in any case."""
    at, soon = Given("at", DateTimeField()), Given("soon", DateTimeField())
    deadlines, pages = Deadline.objects.all(), Page.objects.all()
    scheduled = Revision.objects.filter(approved_go_live_at__gt=at)
    newest = Coalesce(_one(Change.objects.all(), Max("pk")), 0)
    return Locale.objects.order_by("pk").values_list(
        newest,
        Coalesce(_one(Change.objects.filter(pk__gt=newest - WINDOW), Count("pk")), 0),
        Coalesce(_one(Change.objects.filter(Q(key=None) | Q(key=NAMES)), Max("pk")), 0),
        _one(pages.filter(expire_at__lte=at), Max("expire_at")),
        _one(pages.filter(expire_at__gt=at), Min("expire_at")),
        _one(deadlines.filter(at__lte=at), Max("at")),
        _one(deadlines.filter(at__gt=at), Min("at")),
        _one(deadlines.filter(at__lte=soon), Max("at")),
        _one(deadlines.filter(at__gt=soon), Min("at")),
        _one(scheduled, Min("approved_go_live_at")),
        _one(deadlines.filter(at__gt=at), Joined("zone", distinct=True)),
    )[:1]


def changed_by_itself(after: datetime, until: datetime) -> QuerySet[ContentPage]:
    """Return the versions that tell something else at one instant than at another, although nobody has changed them.

    Args:
        after: aware.
        until: aware; later.
    """
    deadlines = Deadline.objects.filter(page=OuterRef("pk"))
    passed = Q(at__gt=after, at__lte=until)
    passed |= Q(at__gt=after + CLOSING_SOON, at__lte=until + CLOSING_SOON)
    zones = Deadline.objects.filter(at__gt=after).order_by().values_list("zone", flat=True)
    for name in set(zones):
        zone = ZoneInfo(name)
        if after.astimezone(zone).date() != until.astimezone(zone).date():
            passed |= Q(zone=name, at__gt=after)  # it has fewer days left
    first, last = site_day(after), site_day(until)
    return ContentPage.objects.filter(
        Q(Exists(deadlines.filter(passed)))
        | Q(expire_at__gt=after, expire_at__lte=until)
        | Q(opens_on__gt=first, opens_on__lte=last)
        | Q(starts_on__gt=first, starts_on__lte=last)
        | Q(ends_on__gte=first, ends_on__lt=last)
    )


def _one(rows: QuerySet, value: Any) -> Subquery:
    """Return one value of all rows, to be asked beside others in the same query."""
    return Subquery(
        rows.order_by().annotate(all=Value(1)).values("all").annotate(value=value).values("value")
    )


def _zones(names: str | None) -> set[ZoneInfo]:
    return {ZoneInfo(name) for name in (names or "").split(",") if name}


def _midnights(at: datetime, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Return when the day of an instant began in a zone, and when it ends."""
    today = at.astimezone(zone).date()
    return (
        datetime.combine(today, time.min, zone),
        datetime.combine(today + timedelta(days=1), time.min, zone),
    )
