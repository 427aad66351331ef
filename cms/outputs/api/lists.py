"""What does a page of a list hold, in one language or in all?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cms.items import as_json
from cms.outputs.api.forms import in_form
from cms.outputs.api.kept import Told, kept
from cms.outputs.api.parameters import fields_of
from cms.outputs.api.records import cards, cards_everywhere, included
from cms.outputs.api.router import reply
from cms.outputs.api.schemas import kinds_by_type
from cms.outputs.api.selection import select
from cms.outputs.api.shapes import Page

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from cms.journal.moments import Standing
    from cms.languages.readings import Reading
    from cms.outputs.api.parameters import ItemsAsked
    from cms.outputs.api.records import Everywhere
    from cms.outputs.api.selection import Selected


def listed(asked: ItemsAsked, readings: list[Reading], standing: Standing) -> HttpResponse:
    """Return a page of a list of items in the language that is asked for, or in all.

    Args:
        asked: which items, and how much of each.
        readings: of each language that is asked for.
        standing: what all that is public stood at before.

    Raises:
        Problem: if a parameter has a value that it cannot have, or one that needs one language.
    """
    fields, paths = fields_of(asked), asked.paths
    selected = select(asked, readings[0])
    page = Page(limit=asked.limit, next=selected.next, count=selected.count)
    if asked.everywhere:
        items, along = _in_all_languages(asked, readings, selected)
    else:
        items, along = _in_one_language(asked, readings[0], selected, standing)
    # What comes along is of any kind.
    kinds = (not paths and asked.type) or list(kinds_by_type())
    one = [] if asked.everywhere else [f"l:{readings[0].language}"]
    return reply(
        {
            "items": [in_form(_part(item, fields), asked) for item in items],
            "page": as_json(page),
            "included": {item["id"]: in_form(_part(item, fields), asked) for item in along},
        },
        *(card["locale"]["served"] for item in (*items, *along) for card in _cards(item)),
        tags=[*(f"t:{name}" for name in kinds), *one],
    )


def _in_one_language(
    asked: ItemsAsked, reading: Reading, selected: Selected, standing: Standing
) -> tuple[list[Told], list[Told]]:
    """Return the items of a list, and what comes along with them, with every field."""
    pages = selected.pages
    if asked.paths:
        found = cards(reading, pages.values())
        along = included(reading, found, asked.paths, exact=asked.exact)
        return as_json(found), as_json(list(along.values()))

    def tell(keys: list[UUID]) -> dict[UUID, Told]:
        return {card.id: as_json(card) for card in cards(reading, [pages[key] for key in keys])}

    return list(kept("card", reading, standing, selected.generations, tell).values()), []


def _in_all_languages(
    asked: ItemsAsked, readings: list[Reading], selected: Selected
) -> tuple[list[Told], list[Told]]:
    """Return the items of a list, and what comes along with them, each by language and with every field."""
    pages = list(selected.pages.values())
    found, along = cards_everywhere(readings, pages, asked.paths, exact=asked.exact)
    return _by_language(found), _by_language(along)


def _by_language(found: Everywhere) -> list[Told]:
    return [
        {
            "id": str(key),
            "type": next(iter(by_language.values())).type,
            "locales": as_json(by_language),
        }
        for key, by_language in found.items()
        if by_language
    ]


def _cards(item: Told) -> list[Told]:
    """Return what is told of an item in the one language, or in each."""
    return list(item["locales"].values()) if "locales" in item else [item]


def _part(item: Told, fields: frozenset[str]) -> Told:
    """Return an item with only some of its fields."""
    if "locales" in item:
        by_language = {tag: _part(card, fields) for tag, card in item["locales"].items()}
        return {**item, "locales": by_language}
    return {name: value for name, value in item.items() if name in fields}
