"""How is a page of the demonstration written down, before it is a page?"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, time
from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_URL, uuid5

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from home.demo.drawings import Palette

LANGUAGES = ("en", "fr", "de", "it", "es", "pl")
"""The languages of the demonstration; the first is that in which most of it was written."""

Piece = dict[str, Any]
"""A block as StreamField stores it, but for identity and keys of other objects."""


@dataclass(frozen=True)
class To:
    """Stands for another object of the demonstration until that has a primary key."""

    sort: str
    """page, city, topic, programme, picture, document or promotion."""
    key: str


@dataclass(frozen=True)
class Drawing:
    """Which picture is drawn: one of the functions of home.demo.drawings, by name."""

    name: str
    palette: Palette
    count: int | None = None
    """Partners of an arcade, deadlines of a bell, towers of a frieze or skyline."""


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A page as its author wrote it; facts and rows bear the names of the model's fields."""

    key: str
    kind: str
    """Label of the model, such as "events.EventPage"."""
    title: str
    published: date
    summary: str = ""
    language: str = "en"
    slug: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    body: tuple[Piece, ...] = ()
    rows: Mapping[str, tuple[dict[str, Any], ...]] = field(default_factory=dict)
    drawing: Drawing | None = None
    left_out: frozenset[str] = frozenset()
    """Languages without a translation, to show what readers get instead."""
    earlier_summary: str = ""
    """The summary as it was when the languages below were translated: they are out of date."""
    outdated: frozenset[str] = frozenset()

    @property
    def targets(self) -> tuple[str, ...]:
        """The languages into which the page is translated."""
        return tuple(tag for tag in LANGUAGES if tag != self.language and tag not in self.left_out)


# Rows


def topics(*keys: str) -> tuple[dict[str, Any], ...]:
    """Return topics by their slugs."""
    return tuple({"topic": To("topic", key)} for key in keys)


def pages(*keys: str) -> tuple[dict[str, Any], ...]:
    """Return projects that a page is part of, or related pages."""
    return tuple({"target": To("page", key)} for key in keys)


def place(city: str, venue: str = "") -> dict[str, Any]:
    """Return a place."""
    return {"city": To("city", city), "venue": venue}


def span(start: date, end: date | None = None, **times: Any) -> dict[str, Any]:
    """Return a run of days; ``times`` are start_time, end_time and zone."""
    return {"start": start, "end": end or start, **times}


def session(
    title: str, day: date, start: time, end: time, zone: str, **more: str
) -> dict[str, Any]:
    """Return a part of a programme; ``more`` are place, languages and registration_url."""
    return {"title": title, "day": day, "start_time": start, "end_time": end, "zone": zone, **more}


def link(title: str, url: str = "", sort: str = "website", **more: Any) -> dict[str, Any]:
    """Return a typed link; ``more`` are document and members_only."""
    return {"title": title, "url": url, "sort": sort, **more}


# Stored form


def stored(pieces: tuple[Piece, ...], owner: str, resolve: Callable[[To], Any]) -> list[Piece]:
    """Return blocks as StreamField stores them.

    Every block gets an identity that follows from its place, so that a demonstration loaded anew
    has the same; what stands for another object becomes its primary key.

    Args:
        pieces: the blocks.
        owner: key of the page to which they belong.
        resolve: returns the primary key of an object.
    """
    return [
        {
            **_stored(piece, f"{owner}/{place}", resolve),
            "id": str(uuid5(NAMESPACE_URL, f"belfry-demo/{owner}/{place}")),
        }
        for place, piece in enumerate(pieces)
    ]


def _stored(value: Any, owner: str, resolve: Callable[[To], Any]) -> Any:
    if isinstance(value, To):
        return resolve(value)
    if isinstance(value, str):
        return re.sub(
            r'linktype="(page|document)" id="([a-z0-9-]+)"',
            lambda found: f'linktype="{found[1]}" id="{resolve(To(found[1], found[2]))}"',
            value,
        )
    if isinstance(value, dict):
        return {name: _stored(part, f"{owner}/{name}", resolve) for name, part in value.items()}
    if isinstance(value, tuple):
        return stored(value, owner, resolve)
    return value
