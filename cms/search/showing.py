"""What does the page of a search show?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.core.paginator import InvalidPage, Paginator
from django.http import Http404
from django.utils.translation import gettext as _

from cms.content import STATES, content_types
from cms.languages.readings import BRIEF_ROWS
from cms.listings import PAGE_SIZE, links_to_pages
from cms.names import country_codes
from cms.search.facets import facets_of
from cms.search.finding import FACETS, FURTHEST, Search
from cms.search.suggestions import suggestions

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.core.paginator import Page

    from cms.items import Item
    from cms.languages.readings import Reading
    from cms.listings import PageLink

MOST_CHARACTERS = 200
"""How much of a question is read."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a facet, as a link that chooses it, or takes it back where it is chosen."""

    name: str
    count: int
    is_chosen: bool
    url: str


@dataclass(frozen=True, slots=True)
class Facet:
    """By what a reader can narrow the search."""

    label: str
    choices: tuple[Choice, ...]

    @property
    def is_open(self) -> bool:
        """Whether one of its values is chosen."""
        return any(choice.is_chosen for choice in self.choices)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What was probably meant."""

    words: str
    url: str


@dataclass(frozen=True, slots=True)
class Found:
    """One page of what was found."""

    question: str
    items: list[Item]
    count: int
    facets: tuple[Facet, ...]
    is_narrowed: bool
    everything_url: str
    """What is found by the same words without any filter."""
    suggestions: tuple[Suggestion, ...]
    page: Page
    page_links: tuple[PageLink, ...]
    next_url: str
    previous_url: str


def found_by(question: str, parameters: Mapping[str, str], reading: Reading) -> Found:
    """Return what the page of a search shows.

    Args:
        question: as it was typed.
        parameters: the query string; names that are none of FACETS are ignored, as in lists.
        reading: of the reader.

    Raises:
        Http404: if a filter has a value that it cannot have, or there is no such page.
    """
    search = Search(question, reading, _chosen(parameters, reading))
    number = parameters.get("page", "")
    try:
        page = Paginator(range(min(search.count, FURTHEST)), PAGE_SIZE).page(number or 1)
    except InvalidPage as error:
        raise Http404(f"There is no page {number[:40]!r}") from error
    asked = {"q": question, **search.chosen}
    pages = search.pages(page.object_list.start, len(page.object_list))
    return Found(
        question=question,
        items=reading.items(pages, rows=BRIEF_ROWS),
        count=search.count,
        facets=_facets(search, asked),
        is_narrowed=bool(search.chosen),
        everything_url=_query({"q": question}),
        suggestions=tuple(
            Suggestion(words, _query({"q": words})) for words in suggestions(question, search)
        ),
        page=page,
        **links_to_pages(page, asked),
    )


def _chosen(parameters: Mapping[str, str], reading: Reading) -> dict[str, str]:
    """Return the values of the filters that the reader has set."""
    offered = {
        "kind": {kind._meta.label_lower for kind in content_types()},
        "topic": {topic.slug for topic in reading.names.topics.values()},
        "country": country_codes(),
        "state": STATES,
    }
    chosen = {name: value for name in FACETS if (value := parameters.get(name, ""))}
    for name, value in chosen.items():
        if value not in offered[name]:
            raise Http404(f"No {name} {value[:40]!r} is offered")
    return chosen


def _facets(search: Search, asked: dict[str, str]) -> tuple[Facet, ...]:
    """Return the facets that have something to choose."""
    labels = {"kind": _("Kind"), "topic": _("Topic"), "country": _("Country"), "state": _("State")}
    return tuple(
        Facet(
            labels[name],
            tuple(
                Choice(each.name, each.count, is_chosen, _query({**asked, name: value}))
                for each in values
                for is_chosen in [asked.get(name) == each.value]
                for value in ["" if is_chosen else each.value]
            ),
        )
        for name, values in facets_of(search).items()
        if values
    )


def _query(parameters: Mapping[str, str]) -> str:
    """Return a query string without what is empty."""
    return "?" + urlencode({name: value for name, value in parameters.items() if value})
