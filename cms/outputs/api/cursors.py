"""How does a list go on where it stopped, whatever was published meanwhile?

A cursor holds all that the last item was sorted by, and its key: the next page begins behind that place (keyset). It is signed,
so that nobody makes one up, and good only for the order in which it was given.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.core import signing
from django.db.models import Q

from cms.outputs.api.problems import invalid

if TYPE_CHECKING:
    from django.db.models import QuerySet

SALT = "cms.outputs.api.cursors"
LONGEST = 2000
"""Characters of a cursor; the longest title of the rarest characters takes 1750, beside what else an item can be sorted by."""
READ = {"date": date.fromisoformat, "datetime": datetime.fromisoformat, "str": str}
"""How what an item was sorted by is read, by the name of its type."""


@dataclass(frozen=True, slots=True)
class Place:
    """The last item of a page: what it was sorted by, and its primary key."""

    values: tuple[date | datetime | str, ...]
    pk: int

    def cursor(self, order: str) -> str:
        """Return the place as a client passes it on."""
        told: list[str | int] = [order]
        for value in self.values:
            told += [type(value).__name__, value if isinstance(value, str) else value.isoformat()]
        told.append(self.pk)
        # Letters beyond ASCII would take eight characters each.
        return signing.dumps(told, salt=SALT, compress=True)


def place_of(cursor: str, order: str, values: int = 1) -> Place:
    """Return the place that a cursor names.

    Args:
        cursor: as a client passes it on.
        order: the name of the order that is asked for now.
        values: by how many values that order sorts.

    Raises:
        Problem: if the cursor was not made here, or for another order.
    """
    *told, pk = _read(cursor, order, 2 * values + 1)
    kinds_and_values = zip(told[::2], told[1::2], strict=True)
    return Place(tuple(READ[kind](value) for kind, value in kinds_and_values), pk)


def number_cursor(number: int, order: str) -> str:
    """Return how many items came before, as a client passes it on: for a list whose order no column tells."""
    return signing.dumps([order, number], salt=SALT)


def number_of(cursor: str, order: str) -> int:
    """Return how many items came before, as ``number_cursor`` has written it.

    Raises:
        Problem: if the cursor was not made here, or for another order.
    """
    return _read(cursor, order, 1)[0]


def _read(cursor: str, order: str, length: int) -> list:
    try:
        made_for, *values = signing.loads(cursor, salt=SALT)
    except (signing.BadSignature, ValueError, UnicodeError) as error:
        raise invalid("cursor", cursor) from error
    if made_for != order or len(values) != length:
        raise invalid("cursor", cursor)
    return values


def after(pages: QuerySet, place: Place, *order: str) -> QuerySet:
    """Return the pages behind a place.

    Args:
        pages: those of the whole list.
        place: the last item of the page before.
        *order: what they are sorted by, as ``order_by`` takes it; the primary key comes last.
    """
    *names, key = order
    behind = _beyond(key, place.pk)
    for name, value in zip(reversed(names), reversed(place.values), strict=True):
        behind = _beyond(name, value) | (behind & Q((name.removeprefix("-"), value)))
    return pages.filter(behind)


def _beyond(name: str, value: object) -> Q:
    """Return the condition that something comes later in an order by one name."""
    return Q((f"{name.removeprefix('-')}__{'lt' if name.startswith('-') else 'gt'}", value))
