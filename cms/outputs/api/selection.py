"""Which items does a list of the API have, and in which order? Asked of the sources' facts, one row for each item."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple, cast, get_args

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models import (
    Count,
    DateField,
    DateTimeField,
    Exists,
    F,
    OuterRef,
    Q,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce, Collate

from cms.compiled import Given, compiled
from cms.content import published, sources, with_state
from cms.journal.reading import generation
from cms.languages.readings import Reading
from cms.languages.translation.states import State, in_state
from cms.models import ContentPage, Deadline, PageTopic, PartOf, Span
from cms.models import Place as PlaceRow
from cms.names import country_codes
from cms.outputs.api.cursors import Place, after, place_of
from cms.outputs.api.parameters import ItemsAsked, Sort
from cms.outputs.api.problems import Mistake, Problem, invalid
from cms.outputs.api.schemas import kinds_by_type

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from django.db.models import QuerySet


ENDS = {
    DateField: (date.max, date.min),
    DateTimeField: (datetime(9999, 12, 31, tzinfo=UTC), datetime(1, 1, 1, tzinfo=UTC)),
}
"""What stands for a date that there is not, so that it comes last: in a list that ascends, and in one that descends."""

SHOWN_AS = {
    "current": (State.SOURCE, State.CURRENT),
    "outdated": (State.OUTDATED,),
    "partial": (State.GAPS,),
    "machine": (State.MACHINE,),
}
"""The states of translations that readers are told of."""


FORM = {"renditions", "alternates", "include", "fields"}
"""What of a list does not depend on which items it has."""


WRITTEN_ANEW = (
    # They ask more than the instant, which no shape tells.
    "state",
    "translation",
    # They are others each time, and would drive out what is asked for again.
    "cursor",
    "slug",
    "part_of",
    "deadline_from",
    "deadline_to",
    "published_from",
    "published_to",
)
"""The parameters with which the query of a list is not kept."""


@dataclass(frozen=True, slots=True)
class Selected:
    """One page of a list."""

    pages: dict[UUID, int]
    """Primary keys of the sources by the keys of the items, in order."""
    generations: dict[UUID, int]
    """What each item stands at, by key."""
    next: str | None
    count: int | None


def select(asked: ItemsAsked, reading: Reading) -> Selected:
    """Return a page of a list. One query, and one more for the count where it is asked for.

    Args:
        asked: which items, in which order.
        reading: of who asks; of any language, where all are asked for.

    Raises:
        Problem: if a parameter has a value that it cannot have, or one that needs one language.
    """
    if asked.everywhere:
        _refuse_what_needs_a_language(asked)
    _refuse_unknown(asked, reading)
    shape = Shape(
        asked.model_dump_json(by_alias=True, exclude=FORM),
        reading.language,
        reading.chain,
        tuple(reading.languages.locales.items()),
    )
    is_known = all(getattr(asked, name) is None for name in WRITTEN_ANEW)
    count = None
    if asked.count == "exact":
        counted = _known_count(shape, at=reading.at) if is_known else _count(asked, reading)
        count = sum(counted)
    rows = _known_rows(shape, at=reading.at) if is_known else list(_rows(asked, reading))
    shown = rows[: asked.limit]
    goes_on = len(rows) > len(shown)
    given = ",".join(asked.sort)
    return Selected(
        pages={key: pk for key, _generation, *_values, pk in shown},
        generations={key: number for key, number, *_rest in shown},
        next=Place(shown[-1][2:-1], shown[-1][-1]).cursor(given) if goes_on else None,
        count=count,
    )


class Shape(NamedTuple):
    """All but the instant on which it depends how a list is asked of the database."""

    asked: str
    """JSON."""
    language: str
    chain: tuple[str, ...]
    locales: tuple[tuple[str, int], ...]
    """The open languages, by BCP 47 tag, with the primary keys that stand in the query."""

    @property
    def asker(self) -> tuple[ItemsAsked, Reading]:
        """What is asked for, and the reading of whoever asks it, at an instant that is given."""
        at = Given("at", DateTimeField())
        reading = Reading(self.language, at=cast("datetime", at), chain=self.chain)
        return ItemsAsked.model_validate_json(self.asked), reading


@compiled
def _known_rows(shape: Shape) -> QuerySet:
    """Return what ``_rows`` does."""
    return _rows(*shape.asker)


@compiled
def _known_count(shape: Shape) -> QuerySet:
    """Return what ``_count`` does."""
    return _count(*shape.asker)


def _rows(asked: ItemsAsked, reading: Reading) -> QuerySet:
    """Return keys and generations of a page of a list and one item more, what they are sorted by, and primary keys.

    Raises:
        Problem: if the cursor was not made here, or a name stands twice in the order.
    """
    pages, order = _sorted(_matching(asked, reading), asked, reading)
    if asked.cursor:
        place = place_of(asked.cursor, ",".join(asked.sort), len(asked.sort))
        pages = after(pages, place, *order)
    columns = (name.removeprefix("-") for name in order)
    told = pages.annotate(generation=generation()).order_by(*order)
    return told.values_list("translation_key", "generation", *columns)[: asked.limit + 1]


def _count(asked: ItemsAsked, reading: Reading) -> QuerySet:
    """Return the number of the items of a list, in one row; in none where there are none."""
    pages = _matching(asked, reading).order_by().annotate(all=Value(1)).values("all")
    return pages.annotate(count=Count("pk")).values_list("count", flat=True)


def _matching(asked: ItemsAsked, reading: Reading) -> QuerySet[ContentPage]:
    """Return the sources that a list has, in no order."""
    pages = sources(at=reading.at)
    for name, condition in CONDITIONS.items():
        if (value := getattr(asked, name)) is not None:
            pages = pages.filter(condition(value, reading))
    if asked.date_from is not None or asked.date_to is not None:
        pages = pages.filter(Exists(_spans(asked)))
    if asked.state is not None:
        pages = with_state(pages, asked.state, at=reading.at)
    if asked.exact:
        tags = reading.languages.tags if asked.everywhere else [reading.language]
        pages = pages.filter(_has_version(reading, *tags))
    return pages


def key_of(slug: str, type: str, reading: Reading, *, exact: bool) -> UUID | None:
    """Return the key of an item by the slug that its readers see; None if none has it. One query.

    Args:
        slug: of the version that is served.
        type: name of its kind.
        reading: of who asks.
        exact: whether, of several, one in the language asked for is meant.

    Raises:
        Problem: if several have it, as pages in different places can.
    """
    pages = sources(at=reading.at).filter(_of_types([type], reading), _with_slug(slug, reading))
    own = _has_version(reading, reading.language)
    found = list(pages.annotate(is_own=own).values_list("translation_key", "is_own"))
    if exact and any(is_own for _key, is_own in found):
        found = [each for each in found if each[1]]
    if len(found) > 1:
        raise Problem(
            "not-found",
            f"Several items have the slug {slug[:80]!r}: `/items` with `filter[slug]` lists them.",
        )
    return found[0][0] if found else None


def _refuse_what_needs_a_language(asked: ItemsAsked) -> None:
    """See to it that a list in all languages is asked for nothing that differs from one to another.

    Raises:
        Problem: if it is.
    """
    by_title = {"title", "-title"}
    neutral = tuple(key for key in get_args(Sort) if key not in by_title)
    needing = {
        "filter[slug]": (asked.slug is not None, ()),
        "filter[translation]": (asked.translation is not None, ()),
        "sort": (not by_title.isdisjoint(asked.sort), neutral),
    }
    mistakes = tuple(
        Mistake(
            parameter=name,
            detail=f"This value of {name!r} needs one language, and 'locale=*' asks for all.",
            allowed=allowed,
        )
        for name, (is_asked, allowed) in needing.items()
        if is_asked
    )
    if mistakes:
        raise Problem("invalid-parameter", " ".join(each.detail for each in mistakes), mistakes)


# Filters


def _refuse_unknown(asked: ItemsAsked, reading: Reading) -> None:
    """See to it that what is asked for by name is there.

    Raises:
        Problem: if it is not.
    """
    kinds = kinds_by_type()
    for name in asked.type or ():
        if name not in kinds:
            raise invalid("type", name, kinds)
    if asked.country is not None:
        refuse_unknown_country(asked.country)
    if asked.topic is not None:
        refuse_unknown_topic(asked.topic, reading)
    allowed = [*SHOWN_AS, "missing"]
    for status in asked.translation or ():
        if status not in allowed:
            raise invalid("filter[translation]", status, allowed)


def refuse_unknown_country(code: str) -> None:
    """See to it that a country is one.

    Raises:
        Problem: if it is none.
    """
    if code not in country_codes():
        raise invalid("filter[country]", code, sorted(country_codes()))


def refuse_unknown_topic(slug: str, reading: Reading) -> None:
    """See to it that there is a topic.

    Raises:
        Problem: if there is none.
    """
    slugs = sorted(topic.slug for topic in reading.names.topics.values())
    if slug not in slugs:
        raise invalid("filter[topic]", slug, slugs)


def _of_types(names: list[str], _reading: Reading) -> Q:
    kinds = kinds_by_type()
    types = [ContentType.objects.get_for_model(kinds[name]).pk for name in names]
    return Q(content_type__in=types)


def _in_country(code: str, _reading: Reading) -> Q:
    """Return the condition that a page concerns a country or takes place in it."""
    places = PlaceRow.objects.filter(page=OuterRef("pk"), city__country=code)
    return Q(countries__contains=code) | Q(Exists(places))


def _on_topic(slug: str, _reading: Reading) -> Q:
    return Q(Exists(PageTopic.objects.filter(page=OuterRef("pk"), topic__slug=slug)))


def _part_of(key: UUID, _reading: Reading) -> Q:
    return Q(Exists(PartOf.objects.filter(page=OuterRef("pk"), target__translation_key=key)))


def _with_slug(slug: str, reading: Reading) -> Q:
    """Return the condition that the version that is served has a slug."""
    versions = published(ContentPage.objects.all(), at=reading.at)
    named = versions.filter(translation_key=OuterRef("translation_key"), slug=slug)
    served = Q(pk__in=[])
    better = Q()
    for tag in reading.chain:
        if locale := reading.languages.locales.get(tag):
            served |= ~better & Q(Exists(named.filter(locale=locale)))
            better |= _has_version(reading, tag)
    return served | (~better & Q(slug=slug))


def _with_status(statuses: list[str], reading: Reading) -> Q:
    """Return the condition that the version in the reader's language has one of some states, or is missing."""
    locale = reading.languages.locales[reading.language]
    wanted = Q(pk__in=[])
    for status in statuses:
        if status == "missing":
            wanted |= ~_has_version(reading, reading.language)
        for state in SHOWN_AS.get(status, ()):
            pages = in_state(sources(at=reading.at), state, locale)
            wanted |= Q(pk__in=pages.order_by().values("pk"))
    return wanted


def _has_version(reading: Reading, *tags: str) -> Q:
    """Return the condition that a page has a public version in one of some languages."""
    locales = [reading.languages.locales[tag] for tag in tags if tag in reading.languages.locales]
    versions = published(ContentPage.objects.all(), at=reading.at)
    named = versions.filter(translation_key=OuterRef("translation_key"), locale__in=locales)
    return Q(Exists(named))


def _spans(asked: ItemsAsked) -> QuerySet[Span]:
    """Return the dates of a page that were asked for: one of them has to keep to both days."""
    spans = Span.objects.filter(page=OuterRef("pk"))
    if asked.date_from is not None:
        spans = spans.filter(end__gte=asked.date_from)
    if asked.date_to is not None:
        spans = spans.filter(start__lte=asked.date_to)
    return spans


def _closes(**conditions: datetime) -> Q:
    return Q(Exists(Deadline.objects.filter(page=OuterRef("pk"), **conditions)))


CONDITIONS: dict[str, Callable[[Any, Reading], Q]] = {
    "type": _of_types,
    "country": _in_country,
    "topic": _on_topic,
    "part_of": _part_of,
    "slug": _with_slug,
    "translation": _with_status,
    "status": lambda status, _reading: Q(status=status),
    "deadline_from": lambda instant, _reading: _closes(at__gte=instant),
    "deadline_to": lambda instant, _reading: _closes(at__lte=instant),
    "published_from": lambda instant, _reading: Q(first_published_at__gte=instant),
    "published_to": lambda instant, _reading: Q(first_published_at__lte=instant),
}
"""What each filter asks of a source, by the name of its parameter."""


# Orders


def _sorted(
    pages: QuerySet[ContentPage], asked: ItemsAsked, reading: Reading
) -> tuple[QuerySet[ContentPage], list[str]]:
    """Return pages with all that they are sorted by, and the names of that as ``order_by`` takes them, "pk" the last.

    Raises:
        Problem: if they are to be sorted by one thing twice.
    """
    if len({key.removeprefix("-") for key in asked.sort}) < len(asked.sort):
        detail = "Each name can stand only once in 'sort'."
        mistake = Mistake(parameter="sort", detail=detail, allowed=get_args(Sort))
        raise Problem("invalid-parameter", detail, (mistake,))
    order, minus = [], ""
    for key in asked.sort:
        name, minus = key.removeprefix("-"), "-" if key.startswith("-") else ""
        pages = pages.annotate(**{f"by_{name}": ORDERS[name](asked, reading, bool(minus))})
        order.append(f"{minus}by_{name}")
    # What is alike in everything goes in the direction of the last.
    return pages, [*order, f"{minus}pk"]


def _or_last(found: Any, field: type[DateField], descending: bool) -> Coalesce:
    end = ENDS[field][descending]
    return Coalesce(found, Value(end, field()), output_field=field())


def _by_publication(_asked: ItemsAsked, _reading: Reading, descending: bool) -> Coalesce:
    return _or_last(F("first_published_at"), DateTimeField, descending)


def _by_change(_asked: ItemsAsked, _reading: Reading, descending: bool) -> Coalesce:
    return _or_last(F("last_published_at"), DateTimeField, descending)


def _by_date(asked: ItemsAsked, _reading: Reading, descending: bool) -> Coalesce:
    """Return the first day on which something takes place, of those that were asked for."""
    first = _spans(asked).order_by("start").values("start")[:1]
    return _or_last(Subquery(first), DateField, descending)


def _by_deadline(_asked: ItemsAsked, reading: Reading, descending: bool) -> Coalesce:
    """Return the next deadline."""
    ahead = Deadline.objects.filter(page=OuterRef("pk"), at__gt=reading.at)
    return _or_last(Subquery(ahead.order_by("at").values("at")[:1]), DateTimeField, descending)


def _by_title(_asked: ItemsAsked, reading: Reading, _descending: bool) -> Any:
    """Return the title that is served, sorted by the rules of the reader's language where the database knows them.

    PostgreSQL knows those of all (ICU); SQLite tells capitals from small letters of ASCII only.
    """
    versions = published(ContentPage.objects.all(), at=reading.at).filter(
        translation_key=OuterRef("translation_key")
    )
    chain = filter(None, map(reading.languages.locales.get, reading.chain))
    titles = [Subquery(versions.filter(locale=locale).values("title")[:1]) for locale in chain]
    collation = (
        f"{reading.language.split('-')[0]}-x-icu" if connection.vendor == "postgresql" else "NOCASE"
    )
    return Collate(Coalesce(*titles, F("title")), collation)


ORDERS: dict[str, Callable[[ItemsAsked, Reading, bool], Any]] = {
    "published": _by_publication,
    "updated": _by_change,
    "date": _by_date,
    "deadline": _by_deadline,
    "title": _by_title,
}
"""What the items of a list are sorted by, by the name of the order."""
