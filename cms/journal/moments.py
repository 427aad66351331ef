"""What changes by itself, as time goes by: what expires, closes, opens, and how many days are left?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.db.models import (
    Aggregate,
    Count,
    DateTimeField,
    Max,
    Min,
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
from cms.models import Change, ContentPage, Deadline, content_types
from cms.models.capabilities import CLOSING_SOON
from cms.models.changes import COMMON, GENERATION

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import tzinfo

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
    common: int
    """The generation of what any item may tell: the languages, the host, official names, and what was withdrawn; 0 for none."""
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
    [(newest, count, common, expired, expires, goes_live, *closing)] = _standing(
        at=at, soon=at + CLOSING_SOON
    )
    past, ahead, zones = [expired], [expires, goes_live], {get_default_timezone()}
    for closed, closes, neared, nears, names in zip(*[iter(closing)] * 5, strict=True):
        past += [closed, neared and neared - CLOSING_SOON]
        ahead += [closes, nears and nears - CLOSING_SOON]
        zones |= {ZoneInfo(name) for name in (names or "").split(",") if name}
    for began, ends in (_midnights(at, zone) for zone in zones):
        past.append(began)
        ahead.append(ends)
    return Standing(newest, count, common, max(filter(None, past)), min(filter(None, ahead)))


@dataclass(frozen=True, slots=True)
class Closing:
    """What closes at an instant of its own, by the clocks of a zone."""

    rows: QuerySet
    page: str
    """The column with the page that tells it; this and the others by name."""
    at: str
    zone: str


def _closing() -> list[Closing]:
    """Return all that closes: deadlines, and what kinds have beside them."""
    own = [
        Closing(kind.objects.filter(source=None), "pk", at, zone)
        for kind in content_types()
        for at, zone in kind.moments.items()
    ]
    return [Closing(Deadline.objects.all(), "page", "at", "zone"), *own]


@compiled
def _standing() -> QuerySet:
    """Return what all stands at, in one row: the languages are there in any case."""
    at, soon = Given("at", DateTimeField()), Given("soon", DateTimeField())
    pages, common = Page.objects.all(), Change.objects.filter(Q(key=None) | Q(key=COMMON))
    scheduled = Revision.objects.filter(approved_go_live_at__gt=at)
    newest = Coalesce(_one(Change.objects.all(), Max("pk")), 0)
    return Locale.objects.order_by("pk").values_list(
        newest,
        Coalesce(_one(Change.objects.filter(pk__gt=newest - WINDOW), Count("pk")), 0),
        Coalesce(_one(common, GENERATION), 0),
        _one(pages.filter(expire_at__lte=at), Max("expire_at")),
        _one(pages.filter(expire_at__gt=at), Min("expire_at")),
        _one(scheduled, Min("approved_go_live_at")),
        *(value for each in _closing() for value in _moments(each, at, soon)),
    )[:1]


def _moments(each: Closing, at: Given, soon: Given) -> list[Subquery]:
    """Return when something last closed and closes next, when it was soon to close, and by the clocks of which zones it does."""
    before, after = f"{each.at}__lte", f"{each.at}__gt"
    return [
        _one(each.rows.filter(**{before: at}), Max(each.at)),
        _one(each.rows.filter(**{after: at}), Min(each.at)),
        _one(each.rows.filter(**{before: soon}), Max(each.at)),
        _one(each.rows.filter(**{after: soon}), Min(each.at)),
        _one(each.rows.filter(**{after: at}), Joined(each.zone, distinct=True)),
    ]


def changed_by_itself(after: datetime, until: datetime) -> QuerySet[ContentPage]:
    """Return the versions that tell something else at one instant than at another, although nobody has changed them.

    Args:
        after: aware.
        until: aware; later.
    """
    first, last = site_day(after), site_day(until)
    changed = Q(expire_at__gt=after, expire_at__lte=until)
    changed |= Q(opens_on__gt=first, opens_on__lte=last)
    changed |= Q(starts_on__gt=first, starts_on__lte=last)
    changed |= Q(ends_on__gte=first, ends_on__lt=last)
    for each in _closing():
        rows = each.rows.filter(_passed(each, after, until))
        changed |= Q(pk__in=rows.order_by().values(each.page))
    return ContentPage.objects.filter(changed)


def next_change(
    source: ContentPage, expiries: Iterable[datetime | None], at: datetime
) -> datetime | None:
    """Return when what a page tells of itself changes next, if nobody changes it before; None for never.

    The same as ``changed_by_itself`` asks of all pages. What it names changes at times of its own, and a version that is to be
    published changes when it is.

    Args:
        source: with its rows, or they cost a query.
        expiries: when its versions expire, the source among them.
        at: the aware instant as of which it is told.
    """
    closing = [
        (getattr(source, each), getattr(source, zone)) for each, zone in source.moments.items()
    ]
    if "deadline_rows" in source.fact_rows():
        closing += [(row.at, row.zone) for row in source.deadline_rows.all()]
    days, last = [source.opens_on, source.starts_on], source.ends_on
    if last and last < date.max:
        days.append(last + timedelta(days=1))
    changes = [*expiries, *(_begin(day) for day in days if day)]
    for closes, zone in closing:
        if closes and closes > at:
            changes += [closes, closes - CLOSING_SOON, _midnights(at, ZoneInfo(zone))[1]]
    return min((each for each in changes if each and each > at), default=None)


def _passed(each: Closing, after: datetime, until: datetime) -> Q:
    """Return the condition that something closed between two instants, was soon to, or has fewer days left. One query."""
    before, later = f"{each.at}__lte", f"{each.at}__gt"
    passed = Q(**{later: after, before: until})
    passed |= Q(**{later: after + CLOSING_SOON, before: until + CLOSING_SOON})
    names = each.rows.filter(**{later: after}).order_by().values_list(each.zone, flat=True)
    for name in set(names):
        zone = ZoneInfo(name)
        if after.astimezone(zone).date() != until.astimezone(zone).date():
            passed |= Q(**{each.zone: name, later: after})
    return passed


def _one(rows: QuerySet, value: Any) -> Subquery:
    """Return one value of all rows, to be asked beside others in the same query."""
    return Subquery(
        rows.order_by().annotate(all=Value(1)).values("all").annotate(value=value).values("value")
    )


def _midnights(at: datetime, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Return when the day of an instant began in a zone, and when it ends."""
    today = at.astimezone(zone).date()
    return _begin(today, zone), _begin(today + timedelta(days=1), zone)


def _begin(day: date, zone: tzinfo | None = None) -> datetime:
    """Return when a day begins in a zone, by default that of the site."""
    return datetime.combine(day, time.min, zone or get_default_timezone())
