"""What is found by some words, in the language that is served."""

from __future__ import annotations

from hashlib import sha256

from django.http import HttpRequest, HttpResponse
from ninja import Query

from cms.items import as_json
from cms.languages.readings import Reading
from cms.outputs.api.cursors import number_cursor, number_of
from cms.outputs.api.document import Answer
from cms.outputs.api.forms import in_form
from cms.outputs.api.parameters import SearchAsked, reading_for
from cms.outputs.api.problems import invalid
from cms.outputs.api.records import cards
from cms.outputs.api.router import get, reply
from cms.outputs.api.schemas import kinds_by_type, search_result
from cms.outputs.api.selection import refuse_unknown_country, refuse_unknown_topic
from cms.outputs.api.shapes import Facets, FacetValue, Page
from cms.search.facets import facets_of
from cms.search.finding import FURTHEST, Search
from cms.search.suggestions import suggestions


# By which words things are found changes in the background, too: not all of it is a change of what readers see.
@get("/search", "search", Answer(search_result, validator="content"))
def search(request: HttpRequest, asked: Query[SearchAsked]) -> HttpResponse:
    """What is found by some words, the best first. Each item once, and by the words of the version that is served."""
    reading = reading_for(asked, request)
    found = Search(asked.q, reading, _chosen(asked, reading), only_own=asked.exact)
    # A cursor leads on in what was found by the same words, and nowhere else.
    order = "search " + sha256(asked.q.encode()).hexdigest()[:16]
    start = number_of(asked.cursor, order) if asked.cursor else 0
    pages = found.pages(start, min(asked.limit, FURTHEST - start) + 1)
    shown = pages[: asked.limit]
    end = start + len(shown)
    goes_on = len(pages) > len(shown) and end < FURTHEST
    page = Page(
        limit=asked.limit,
        next=number_cursor(end, order) if goes_on else None,
        count=found.count,
    )
    items = cards(reading, shown)
    kinds = [asked.type] if asked.type else list(kinds_by_type())
    response = reply(
        {
            "items": [in_form(item, asked) for item in as_json(items)],
            "page": as_json(page),
            "facets": as_json(_facets(found)),
            "suggestions": suggestions(asked.q, found),
        },
        *(card.locale.served for card in items),
        tags=[*(f"t:{name}" for name in kinds), f"l:{reading.language}"],
    )
    response["Cache-Control"] = "public, max-age=60"
    return response


def _chosen(asked: SearchAsked, reading: Reading) -> dict[str, str]:
    """Return the filters by their names in lists.

    Raises:
        Problem: if one has a value that it cannot have.
    """
    kinds = kinds_by_type()
    if asked.type is not None and asked.type not in kinds:
        raise invalid("type", asked.type, kinds)
    if asked.topic is not None:
        refuse_unknown_topic(asked.topic, reading)
    if asked.country is not None:
        refuse_unknown_country(asked.country)
    return {
        "kind": kinds[asked.type]._meta.label_lower if asked.type else "",
        "topic": asked.topic or "",
        "country": asked.country or "",
        "state": asked.state or "",
    }


def _facets(found: Search) -> Facets:
    types = {kind._meta.label_lower: name for name, kind in kinds_by_type().items()}
    values = {
        name: tuple(
            FacetValue(value=types.get(each.value, each.value), name=each.name, count=each.count)
            for each in facet
        )
        for name, facet in facets_of(found).items()
    }
    return Facets(
        type=values["kind"],
        topic=values["topic"],
        country=values["country"],
        state=values["state"],
    )
