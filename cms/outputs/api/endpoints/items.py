"""Items of every kind, in lists and one by one."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Path, Query

from cms.items import as_json
from cms.languages.readings import Reading
from cms.outputs.api import problems
from cms.outputs.api.document import Answer
from cms.outputs.api.parameters import (
    EVERY,
    ItemAsked,
    ItemsAsked,
    TypeName,
    fields_of,
    reading_for,
    readings_for,
)
from cms.outputs.api.records import (
    Known,
    article,
    cards,
    everywhere,
    included,
    languages_of,
    source_of,
    told,
)
from cms.outputs.api.router import get, reply
from cms.outputs.api.schemas import item_list, kinds_by_type, one_item
from cms.outputs.api.selection import select
from cms.outputs.api.shapes import Page

Key = Annotated[UUID, Path(description="`id` of the item.")]


@get("/items", "items", Answer(item_list))
def items(request: HttpRequest, asked: Query[ItemsAsked]) -> HttpResponse:
    """Items of one or of all kinds, each once, in the language asked for or what stands in for it."""
    return listed(asked, reading_for(asked, request))


def listed(asked: ItemsAsked, reading: Reading) -> HttpResponse:
    """Return a page of a list of items.

    Raises:
        Problem: if a parameter has a value that it cannot have.
    """
    fields, paths = fields_of(asked), asked.paths
    selected = select(asked, reading)
    page = Page(limit=asked.limit, next=selected.next, count=selected.count)
    found = cards(reading, selected.pages)
    along = included(reading, found, paths, exact=asked.exact)
    # What comes along is of any kind.
    kinds = (not paths and asked.type) or list(kinds_by_type())
    return reply(
        {
            "items": [told(card, fields) for card in found],
            "page": as_json(page),
            "included": {str(key): told(card, fields) for key, card in along.items()},
        },
        *(card.locale.served for card in (*found, *along.values())),
        tags=[*(f"t:{name}" for name in kinds), f"l:{reading.language}"],
    )


@get("/items/{type}/{key}", "item", Answer(one_item, problems=(400, 404, 500)))
def item(request: HttpRequest, type: TypeName, key: Key, asked: Query[ItemAsked]) -> HttpResponse:
    """One item with its body. Its key is the same for every language."""
    is_everywhere = asked.locale == EVERY
    readings = readings_for(asked, request) if is_everywhere else [reading_for(asked, request)]
    paths = asked.paths
    if type not in kinds_by_type():
        raise problems.invalid("type", type, kinds_by_type(), code="not-found")
    known: Known = {}
    pk = source_of(kinds_by_type()[type], key, readings[0], known)
    if pk is None:
        raise Http404
    if is_everywhere:
        found = everywhere(readings, pk, paths, exact=asked.exact, known=known)
        languages = [each for one in found.values() for each in languages_of(one)]
        whole = {"id": str(key), "type": type, "locales": found}
        items = dict.fromkeys(
            [str(key), *(each for one in found.values() for each in one["included"])]
        )
        return reply(whole, *languages, tags=[*(f"i:{each}" for each in items), f"t:{type}"])
    return _in_one_language(readings[0], pk, asked, known)


def _in_one_language(reading: Reading, pk: int, asked: ItemAsked, known: Known) -> HttpResponse:
    """Return an item with its body in the language asked for, or in what stands in for it.

    Raises:
        Http404: if it is not public.
        Problem: if nothing may stand in for it.
    """
    found = article(reading, pk, asked.paths, exact=asked.exact, known=known)
    if found is None:
        raise Http404
    if asked.exact and found["locale"]["match"] == "fallback":
        raise problems.Problem(
            "translation-missing",
            f"There is no version in {reading.language!r}.",
            alternates=tuple(each["locale"] for each in found["alternates"]),
        )
    items = [found["id"], *found["included"]]
    tags = [*(f"i:{each}" for each in items), f"t:{found['type']}", f"l:{reading.language}"]
    return reply(found, *languages_of(found), tags=tags)
