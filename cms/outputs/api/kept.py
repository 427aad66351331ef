"""What has been told of an item before, and is it still right?

What is told of an item changes only when it changes itself, or something of others that it tells: that is written down with
its key (``cms.journal``). What changes as time goes by, or is withdrawn, ends all that is kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.cache import caches

from cms.outputs.conditional import digest

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from cms.journal.moments import Standing
    from cms.languages.readings import Reading

ITEMS = "items"
"""The name of the cache in which a site keeps what it tells of items (``CACHES``); where there is none, nothing is kept."""
KEPT = 3600
"""Seconds for which it is kept, no more: which texts lead to a page is known a little after they are published."""

Told = dict[str, Any]
"""What is told of an item, as JSON."""


def kept(
    sort: str,
    reading: Reading,
    standing: Standing,
    generations: dict[UUID, int],
    tell: Callable[[list[UUID]], dict[UUID, Told]],
) -> dict[UUID, Told]:
    """Return what is told of some items: as before of those that have not changed since, anew of the others.

    Args:
        sort: of what is told: nothing of another is given in its place.
        reading: of who asks.
        standing: what all that is public stood at before any of the items was looked for.
        generations: of the items, by their keys, before they are read.
        tell: tells what is missing, by key; what is not public is left out.
    """
    if not is_kept():
        return tell(list(generations))
    items = caches[ITEMS]
    same = (sort, reading.language, reading.chain, reading.base)
    prefix = f"item:{digest(*same, standing.since, standing.common)}"
    names = {f"{prefix}:{key}:{number}": key for key, number in generations.items()}
    found = {names[name]: told for name, told in items.get_many(names).items()}
    if missing := [key for key in generations if key not in found]:
        anew = tell(missing)
        items.set_many({name: anew[key] for name, key in names.items() if key in anew}, KEPT)
        found |= anew
    return {key: found[key] for key in generations if key in found}


def is_kept() -> bool:
    """Return whether the site keeps what it tells of items."""
    return ITEMS in settings.CACHES
