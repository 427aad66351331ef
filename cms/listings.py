"""Which content pages does a reader find on an index page, and by which filters?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib.contenttypes.models import ContentType
from django.core.paginator import InvalidPage, Paginator
from django.core.paginator import Page as PaginatorPage
from django.db.models import Exists, F, Min, OuterRef, Q
from django.http import Http404
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from cms import names, words
from cms.content import STATES, content_types, sources, with_state
from cms.dates import site_day
from cms.languages.readings import BRIEF_ROWS
from cms.models import ContentPage, IndexPage, Initiative, Place, Span, kinds_with

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.db.models import QuerySet

    from cms.items import Item
    from cms.languages.readings import Reading

PAGE_SIZE = 20
HAS_DATE = Exists(Span.objects.filter(page=OuterRef("pk")))
"""Asked apart: a join would list a page once for each of its dates."""
FILTERS = ("kind", "topic", "country", "state", "year")
"""All names of filters; a list may have fewer."""

STATE_WORDS = {
    "upcoming": pgettext_lazy("state of content", "Upcoming"),
    "open": pgettext_lazy("state of content", "Now open or running"),
    "closed": pgettext_lazy("state of content", "Closed or over"),
}


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a filter."""

    value: str
    label: str
    selected: bool


@dataclass(frozen=True, slots=True)
class Filter:
    """A question that narrows the list."""

    name: str
    label: str
    everything: str
    """The words of the empty choice."""
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class ActiveFilter:
    """A choice the reader has made, and the address without it."""

    label: str
    remove_url: str


@dataclass(frozen=True, slots=True)
class PageLink:
    """A page of the list; no number stands for a gap."""

    number: int | None
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of a filtered list."""

    items: list[Item]
    count: int
    filters: tuple[Filter, ...]
    active: tuple[ActiveFilter, ...]
    clear_url: str
    page: PaginatorPage
    page_links: tuple[PageLink, ...]
    next_url: str
    previous_url: str
    feed_query: str
    """What a feed of the same kind, topic and country is asked for; empty for the feed of everything."""


@dataclass(frozen=True, slots=True)
class Group:
    """The items of one kind."""

    heading: str
    items: list[Item]


def listing_of(index: IndexPage, parameters: Mapping[str, str], reading: Reading) -> Listing:
    """Return what an index page lists for a reader.

    Filters and order run over the sources' facts, one row for each content page.

    Args:
        index: the index page, in the language in which it was first written.
        parameters: the query string; names that are no filter's are ignored, as those by which mails are tracked.
        reading: of the reader.

    Raises:
        Http404: if a filter does not offer the value, or there is no such page.
    """
    choices = _choices(index, parameters.get("country", ""), reading)
    chosen = _chosen(choices, parameters)
    pages = _ordered(index, filtered(_listed(index), chosen, reading), chosen, reading)
    page = _page(pages.values_list("pk", flat=True), parameters.get("page", ""))
    filters = tuple(
        Filter(
            name,
            str(label),
            str(everything),
            tuple(Option(value, str(text), value == chosen.get(name)) for value, text in options),
        )
        for name, (label, everything, options) in choices.items()
    )
    return Listing(
        items=reading.items(page.object_list, rows=BRIEF_ROWS),
        count=page.paginator.count,
        filters=filters,
        active=tuple(
            ActiveFilter(str(dict(choices[name][2])[value]), _query({**chosen, name: ""}))
            for name, value in chosen.items()
        ),
        clear_url="?",
        page=page,
        **links_to_pages(page, chosen),
        feed_query=_feed_query(index, chosen),
    )


def gathered_by(source: ContentPage, reading: Reading) -> list[Group]:
    """Return what is part of an initiative, grouped by kind, the newest first; nothing for other kinds."""
    if not isinstance(source, Initiative):
        return []
    parts = sources(at=reading.at).filter(
        part_of_rows__target__translation_key=source.translation_key
    )
    found = reading.items(
        parts.order_by("-first_published_at", "-pk").values_list("pk", flat=True)[:100],
        rows=BRIEF_ROWS,
    )
    with translation.override(reading.language):
        groups = [
            Group(
                str(capfirst(kind._meta.verbose_name_plural)),
                [item for item in found if item.kind == kind._meta.label_lower],
            )
            for kind in content_types()
        ]
    return [group for group in groups if group.items]


def _listed(index: IndexPage) -> QuerySet[ContentPage]:
    pages = sources()
    if index.kind:
        pages = pages.filter(content_type=ContentType.objects.get_for_model(index.kind_model))
    return pages


def _choices(
    index: IndexPage, asked_country: str, reading: Reading
) -> dict[str, tuple[str, str, list[tuple[str, str]]]]:
    """Return the filters of an index page by name: label, words of the empty choice, choices. One query."""
    choices = {}
    if not index.kind:
        kinds = [
            (kind._meta.label_lower, capfirst(kind._meta.verbose_name_plural))
            for kind in content_types()
        ]
        choices["kind"] = (_("Kind"), _("All kinds"), kinds)
    key = names.sort_key(reading.language)
    topics = sorted(
        ((topic.slug, topic.name) for topic in reading.names.topics.values()),
        key=lambda pair: key(pair[1]),
    )
    choices["topic"] = (_("Topic"), _("All topics"), topics)
    codes, years = _countries_and_years(index)
    # The address that a city keeps for its country stays good while nothing takes place there.
    codes |= {asked_country} & names.country_codes()
    countries = names.countries_by_name(codes, words.written_in(reading.language))
    choices["country"] = (_("Country"), _("All countries"), countries)
    if not index.kind or index.kind_model in {
        *kinds_with("Dated"),
        *kinds_with("Deadlined"),
        *kinds_with("Initiative"),
    }:
        choices["state"] = (
            _("State"),
            _("All states"),
            [(state, STATE_WORDS[state]) for state in STATES],
        )
    choices["year"] = (_("Year"), _("All years"), [(str(year), str(year)) for year in years])
    return choices


def _chosen(choices: Mapping[str, tuple], parameters: Mapping[str, str]) -> dict[str, str]:
    """Return the values of the filters that the reader has set, all of them offered."""
    chosen = {name: value for name in FILTERS if (value := parameters.get(name, ""))}
    for name, value in chosen.items():
        if name not in choices or value not in dict(choices[name][2]):
            raise Http404(f"No {name} {value[:40]!r} is offered")
    return chosen


def _page(pages: QuerySet, number: str) -> PaginatorPage:
    """Return the page of a list by its number, the first one by none."""
    try:
        return Paginator(pages, PAGE_SIZE).page(number or 1)
    except InvalidPage as error:
        raise Http404(f"There is no page {number[:40]!r}") from error


def _countries_and_years(index: IndexPage) -> tuple[set[str], list[int]]:
    """Return the countries and years that occur in a list, the latest year first. One query.

    A page belongs to the countries that it concerns, and to those in which it takes place.
    """
    codes: set[str] = set()
    years: set[int] = set()
    rows = (
        _listed(index)
        .values_list(
            "countries",
            "place_rows__city__country",
            "first_published_at__year",
            "span_rows__start__year",
            "span_rows__end__year",
        )
        .distinct()
    )
    for countries, place, published, first, last in rows:
        codes.update(filter(None, [*str(countries or "").split(","), str(place or "")]))
        years.update({first, last} if first else {published})
    return codes, sorted(filter(None, years), reverse=True)


def filtered(
    pages: QuerySet[ContentPage], chosen: Mapping[str, str], reading: Reading
) -> QuerySet[ContentPage]:
    """Return the pages that match all filters.

    Args:
        pages: sources of content pages.
        chosen: values by the names of FILTERS, all of them offered; those of others are ignored, and empty ones.
        reading: of the reader.
    """
    if kind := chosen.get("kind"):
        model = next(model for model in content_types() if model._meta.label_lower == kind)
        pages = pages.filter(content_type=ContentType.objects.get_for_model(model))
    if topic := chosen.get("topic"):
        pages = pages.filter(topic_rows__topic__slug=topic)
    if country := chosen.get("country"):
        here = Place.objects.filter(page=OuterRef("pk"), city__country=country)
        pages = pages.filter(Q(countries__contains=country) | Exists(here))
    if state := chosen.get("state"):
        pages = with_state(pages, state, at=reading.at)
    if year := chosen.get("year"):
        pages = pages.filter(_in_year(int(year)))
    return pages


def _in_year(year: int) -> Q:
    """Return the condition that a page belongs to a year: by the days on which it takes place, else by publication."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    held = Q(
        pk__in=ContentPage.objects.filter(
            span_rows__start__lte=last, span_rows__end__gte=first
        ).values("pk")
    )
    return held | (~HAS_DATE & Q(first_published_at__year=year))


def _ordered(
    index: IndexPage, pages: QuerySet[ContentPage], chosen: Mapping[str, str], reading: Reading
) -> QuerySet[ContentPage]:
    """Return the pages in order: an agenda from today on by date, everything else newest first."""
    if not index.is_agenda:
        return pages.order_by("-first_published_at", "-pk")
    today = site_day(reading.at)
    ahead = Q(span_rows__end__gte=today)
    if "year" in chosen or "state" in chosen:
        return pages.annotate(day=Min("span_rows__start")).order_by(
            F("day").asc(nulls_last=True), "pk"
        )
    return (
        pages.annotate(day=Min("span_rows__start", filter=ahead))
        .filter(Q(day__isnull=False) | ~HAS_DATE)
        .order_by(F("day").asc(nulls_last=True), "pk")
    )


def _feed_query(index: IndexPage, chosen: Mapping[str, str]) -> str:
    """Return the query string of the feed that follows a list; a feed knows neither states nor years."""
    label = index.kind or chosen.get("kind")
    kind = next((kind for kind in content_types() if kind._meta.label_lower == label), None)
    narrowed = {
        "kind": kind.type_name() if kind else "",
        "topic": chosen.get("topic"),
        "country": chosen.get("country"),
    }
    return _query(narrowed) if any(narrowed.values()) else ""


def links_to_pages(page: PaginatorPage, chosen: Mapping[str, str]) -> dict[str, Any]:
    """Return page_links, next_url and previous_url of a list, whose pages keep what the reader has chosen."""

    def link(number: int) -> str:
        return _query({**chosen, "page": number})

    return {
        "page_links": _page_links(page, chosen),
        "next_url": link(page.next_page_number()) if page.has_next() else "",
        "previous_url": link(page.previous_page_number()) if page.has_previous() else "",
    }


def _page_links(page: PaginatorPage, chosen: Mapping[str, str]) -> tuple[PageLink, ...]:
    numbers: Iterable = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    return tuple(
        PageLink(number, _query({**chosen, "page": number}), number == page.number)
        if isinstance(number, int)
        else PageLink(None, "", current=False)
        for number in numbers
    )


def _query(parameters: Mapping[str, object]) -> str:
    """Return a query string without what is empty."""
    return "?" + urlencode({name: value for name, value in parameters.items() if value})
