"""How does a copy of the content elsewhere become the same as the original, and stay so?

It is filled by an export, and follows by what has changed since. Both tell the same records, so that what a copy holds in the
end does not depend on when it asked. A record tells how an item stands when it is read, not what was done to it: whoever
reads one twice has lost nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.core import signing

from cms.content import sources
from cms.journal.reading import Mark, changed_between
from cms.languages.readings import Reading
from cms.languages.versions import Versions
from cms.models import ContentPage
from cms.outputs.api import problems
from cms.outputs.api.forms import in_form
from cms.outputs.api.records import articles

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from uuid import UUID

    from django.db.models import QuerySet

    from cms.outputs.api.parameters import FormedWhole

SALT = "cms.outputs.api.replicas"
CHUNK = 50
"""How many items are read at once: no more of them are in memory, however many there are."""


def cursor_of(mark: Mark) -> str:
    """Return how far a copy has followed, as a client passes it on."""
    return signing.dumps([mark.transaction, mark.at.isoformat()], salt=SALT)


def mark_of(cursor: str) -> Mark:
    """Return how far a copy has followed.

    Raises:
        Problem: if the cursor was not made here.
    """
    try:
        transaction, at = signing.loads(cursor, salt=SALT)
        return Mark(transaction, datetime.fromisoformat(at))
    except (signing.BadSignature, ValueError, UnicodeError) as error:
        raise problems.invalid("since", cursor) from error


@dataclass(frozen=True, slots=True)
class Copied:
    """What of the content a copy holds."""

    readings: tuple[Reading, ...]
    """One for each language, which tells its chain."""
    kinds: dict[str, type[ContentPage]]
    """By their names in the API."""
    falls_back: bool
    """Whether an item is in a language too in which there is no version of it."""
    form: FormedWhole
    """In which an item is told."""

    def articles(
        self, pages: Iterable[int], at: datetime
    ) -> Iterator[tuple[str, dict[str, dict[str, Any]]]]:
        """Yield for each language the items that it has, with their bodies, by their keys.

        The versions are read for all languages at once.

        Args:
            pages: primary keys of sources.
            at: the aware instant as of which states are told.
        """
        pks = list(pages)
        tags = [reading.language for reading in self.readings]
        versions = Versions(*tags, chain={tag for each in self.readings for tag in each.chain})
        for each in self.readings:
            reading = Reading(
                each.language, at=at, base=each.base, chain=each.chain, versions=versions
            )
            found = articles(reading, pks)
            yield (
                each.language,
                {
                    item["id"]: in_form(item, self.form)
                    for item in found
                    if self.falls_back or item["locale"]["match"] == "exact"
                },
            )


def exported(copied: Copied) -> Iterator[dict[str, Any]]:
    """Yield a record of every item in every language, and last the cursor from which to follow."""
    mark = Mark.now()
    kinds = [ContentType.objects.get_for_model(kind) for kind in copied.kinds.values()]
    pages = sources(at=mark.at).filter(content_type__in=kinds).order_by("pk")
    for chunk in _chunks_of(pages):
        for tag, found in copied.articles(chunk, mark.at):
            yield from (_record(tag, item) for item in found.values())
    yield {"event": "end", "cursor": cursor_of(mark)}


def changes_since(mark: Mark, copied: Copied) -> Iterator[dict[str, Any]]:
    """Return a record of every item that may be told otherwise than at a mark, and last the cursor from which to go on.

    Args:
        mark: how far the copy has followed.
        copied: what it holds.

    Raises:
        Problem: if so much has changed that only an export tells it.
    """
    following = Mark.now()
    changed = changed_between(mark, following)
    if changed is None:
        raise problems.Problem("cursor-expired", problems.SORTS["cursor-expired"].description)
    wanted = {key: kind for key, kind in changed.items() if kind in copied.kinds}
    return _told(wanted, following, copied)


def _told(changed: dict[UUID, str], following: Mark, copied: Copied) -> Iterator[dict[str, Any]]:
    pages = ContentPage.objects.filter(source=None)
    for keys in _batched(sorted(changed)):
        pks = pages.filter(translation_key__in=keys).values_list("pk", flat=True)
        for tag, found in copied.articles(pks, following.at):
            for key in keys:
                item = found.get(str(key))
                yield _record(tag, item) if item else _deletion(tag, key, changed[key])
    yield {"event": "end", "cursor": cursor_of(following)}


def _record(tag: str, item: dict[str, Any]) -> dict[str, Any]:
    event = "upsert" if item["locale"]["match"] == "exact" else "fallback_changed"
    return {"event": event, "id": item["id"], "type": item["type"], "locale": tag, "item": item}


def _deletion(tag: str, key: UUID, kind: str) -> dict[str, Any]:
    return {"event": "delete", "id": str(key), "type": kind, "locale": tag}


def _chunks_of(pages: QuerySet[ContentPage]) -> Iterator[list[int]]:
    """Yield the primary keys of pages that are sorted by them. One query for each chunk, so that none is held open."""
    last = 0
    while chunk := list(pages.filter(pk__gt=last).values_list("pk", flat=True)[:CHUNK]):
        yield chunk
        last = chunk[-1]


def _batched(keys: list[UUID]) -> Iterator[list[UUID]]:
    return (keys[start : start + CHUNK] for start in range(0, len(keys), CHUNK))
