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
from cms.outputs.api.parameters import Asked, ItemsAsked, TypeName, fields_of, reading_for
from cms.outputs.api.records import article_of, cards
from cms.outputs.api.router import get, reply
from cms.outputs.api.schemas import any_article, item_list, kinds_by_type
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
    fields = fields_of(asked)
    selected = select(asked, reading)
    page = Page(limit=asked.limit, next=selected.next, count=selected.count)
    found = cards(reading, selected.pages, fields)
    kinds = asked.type or list(kinds_by_type())
    return reply(
        {"items": found, "page": as_json(page)},
        *(card["locale"]["served"] for card in found),
        tags=[*(f"t:{name}" for name in kinds), f"l:{reading.language}"],
    )


@get("/items/{type}/{key}", "item", Answer(any_article, problems=(400, 404, 500)))
def item(request: HttpRequest, type: TypeName, key: Key, asked: Query[Asked]) -> HttpResponse:
    """One item with its body. Its key is the same for every language."""
    reading = reading_for(asked, request)
    if type not in kinds_by_type():
        raise problems.invalid("type", type, kinds_by_type(), code="not-found")
    found = article_of(reading, kinds_by_type()[type], key)
    if found is None:
        raise Http404
    if asked.fallback == ["none"] and found["locale"]["match"] == "fallback":
        raise problems.Problem(
            "translation-missing",
            f"There is no version in {reading.language!r}.",
            alternates=tuple(each["locale"] for each in found["alternates"]),
        )
    tags = [f"i:{key}", f"t:{type}", f"l:{reading.language}"]
    return reply(found, found["locale"]["served"], tags=tags)
