"""How does a list go on where it stopped, whatever was published meanwhile?

A cursor holds what the last item was sorted by, and its key: the next page begins behind that place (keyset). It is signed,
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

    value: date | datetime | str
    pk: int

    def cursor(self, order: str) -> str:
        """Return the place as a client passes it on."""
        value = self.value if isinstance(self.value, str) else self.value.isoformat()
        told = [order, type(self.value).__name__, value, self.pk]
        # Letters beyond ASCII would take eight characters each.
        return signing.dumps(told, salt=SALT, compress=True)


def place_of(cursor: str, order: str) -> Place:
    """Return the place that a cursor names.

    Args:
        cursor: as a client passes it on.
        order: the name of the order that is asked for now.

    Raises:
        Problem: if the cursor was not made here, or for another order.
    """
    kind, value, pk = _read(cursor, order, 3)
    return Place(READ[kind](value), pk)


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


def after(pages: QuerySet, place: Place, *, descending: bool) -> QuerySet:
    """Return the pages behind a place.

    Args:
        pages: annotated with ``sorted_by``; ordered by that, then by primary key, both in the same direction.
        place: the last item of the page before.
        descending: whether the largest comes first.
    """
    beyond = "lt" if descending else "gt"
    return pages.filter(
        Q(**{f"sorted_by__{beyond}": place.value})
        | Q(sorted_by=place.value, **{f"pk__{beyond}": place.pk})
    )
