"""Items of every kind, in lists and one by one."""

from __future__ import annotations

import re
from typing import Annotated
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Path, Query

from cms.journal.moments import Standing
from cms.journal.reading import generation_of
from cms.languages.readings import Reading
from cms.outputs.api import problems
from cms.outputs.api.document import Answer
from cms.outputs.api.forms import in_form
from cms.outputs.api.kept import Told, is_kept, kept
from cms.outputs.api.lists import listed
from cms.outputs.api.parameters import ItemAsked, ItemsAsked, TypeName, readings_for
from cms.outputs.api.records import (
    Known,
    article,
    everywhere,
    languages_of,
    source_of,
)
from cms.outputs.api.router import get, reply
from cms.outputs.api.schemas import item_list, kinds_by_type, one_item
from cms.outputs.api.selection import key_of

KeyOrSlug = Annotated[
    str,
    Path(max_length=255, description="`id` of the item, or its `slug` in the language asked for."),
]
KEY = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
"""A UUID as RFC 9562 writes it: everything else is a slug."""


@get("/items", "items", Answer(item_list))
def items(request: HttpRequest, asked: Query[ItemsAsked]) -> HttpResponse:
    """Items of one or of all kinds, each once, in the language asked for or what stands in for it; or in all languages."""
    return listed(asked, readings_for(asked, request), request.standing)


@get("/items/{type}/{key}", "item", Answer(one_item, problems=(400, 404, 500)))
def item(
    request: HttpRequest, type: TypeName, key: KeyOrSlug, asked: Query[ItemAsked]
) -> HttpResponse:
    """One item with its body. Its id is the same for every language; its slug is that of one, and costs a query more."""
    readings, paths = readings_for(asked, request), asked.paths
    if type not in kinds_by_type():
        raise problems.invalid("type", type, kinds_by_type(), code="not-found")
    uuid = UUID(key) if KEY.fullmatch(key) else _key_of(key, type, asked, readings[0])
    if not asked.everywhere:
        return _in_one_language(type, uuid, asked, readings[0], request.standing)
    known: Known = {}
    pk = _public_source(type, uuid, readings[0], known)
    found = everywhere(readings, pk, paths, exact=asked.exact, known=known)
    languages = [each for one in found.values() for each in languages_of(one)]
    whole = in_form({"id": str(uuid), "type": type, "locales": found}, asked)
    along = [each for one in found.values() for each in one["included"]]
    items = dict.fromkeys([str(uuid), *along])
    return reply(whole, *languages, tags=[*(f"i:{each}" for each in items), f"t:{type}"])


def _key_of(slug: str, type: str, asked: ItemAsked, reading: Reading) -> UUID:
    """Return the key of the item that has a slug.

    Raises:
        Http404: if none has it.
        Problem: if several have it, or all languages are asked for.
    """
    if asked.everywhere:
        detail = f"A slug such as {slug[:80]!r} needs one language, and 'locale=*' asks for all: ask by the id."
        raise problems.Problem(
            "invalid-parameter", detail, (problems.Mistake(parameter="key", detail=detail),)
        )
    key = key_of(slug, type, reading, exact=asked.exact)
    if key is None:
        raise Http404
    return key


def _public_source(type: str, key: UUID, reading: Reading, known: Known) -> int:
    """Return the primary key of the source of an item.

    Raises:
        Http404: if it is not public.
    """
    pk = source_of(kinds_by_type()[type], key, reading, known)
    if pk is None:
        raise Http404
    return pk


def _in_one_language(
    type: str, key: UUID, asked: ItemAsked, reading: Reading, standing: Standing
) -> HttpResponse:
    """Return an item with its body in the language asked for, or in what stands in for it.

    Raises:
        Http404: if it is not public.
        Problem: if nothing may stand in for it.
    """
    paths = asked.paths

    def tell(_keys: list[UUID]) -> dict[UUID, Told]:
        known: Known = {}
        pk = _public_source(type, key, reading, known)
        anew = article(reading, pk, paths, exact=asked.exact, known=known)
        return {key: anew} if anew else {}

    # With what comes along it changes when that does.
    if paths or not is_kept():
        found = tell([key])
    else:
        found = kept(f"article {type}", reading, standing, {key: generation_of(key)}, tell)
    if key not in found:
        raise Http404
    item = found[key]
    if asked.exact and item["locale"]["match"] == "fallback":
        raise problems.Problem(
            "translation-missing",
            f"There is no version in {reading.language!r}.",
            alternates=tuple(dict.fromkeys(each["locale"] for each in item["alternates"])),
        )
    items = [item["id"], *item["included"]]
    tags = [*(f"i:{each}" for each in items), f"t:{type}", f"l:{reading.language}"]
    return reply(in_form(item, asked), *languages_of(item), tags=tags)
