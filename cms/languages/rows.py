"""How are the child rows of many pages read at once?

Django reads each sort of rows in a query of its own (prefetch_related). A list of all kinds names a dozen sorts, and a database
answers twelve small questions much more slowly than one that unites them. Each row comes as JSON, which both databases build.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import connection
from django.db.models import F, ForeignKey, Value, prefetch_related_objects
from django.db.models.functions import JSONObject
from modelcluster.fields import ParentalKey
from modelcluster.queryset import FakeQuerySet

from cms.compiled import GivenList, OneOf, compiled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from django.db.models import Field, Model, QuerySet


def _instant(text: str) -> datetime:
    """Return an instant; SQLite stores those of UTC, and does not say so."""
    instant = datetime.fromisoformat(text)
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)


TEXTS = ("CharField", "SlugField", "TextField")
READ: dict[str, Callable[[Any], Any] | None] = {
    "DateField": date.fromisoformat,
    "DateTimeField": _instant,
    "TimeField": time.fromisoformat,
    "UUIDField": UUID,
    "BooleanField": bool,
    **dict.fromkeys(
        (
            *("AutoField", "BigAutoField", "IntegerField", "BigIntegerField", "SmallIntegerField"),
            *("PositiveIntegerField", "PositiveBigIntegerField", "PositiveSmallIntegerField"),
            *(*TEXTS, "FileField", "FloatField", "ForeignKey"),
        )
    ),
}
"""What the value of a field is read with, by the field's internal type; None: it is in JSON what it is in Python."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Rows of one name, with the owners whose rows are to be read."""

    name: str
    beyond: str
    """What the rows name and is to be read too; mostly nothing."""
    owners: list[Model]
    model: type[Model]
    link: Any
    """The foreign key by which the rows know their owner."""

    @classmethod
    def of(cls, path: str, owners: list[Model]) -> Wanted:
        """Return what a name asks for of owners that have such rows."""
        name, _, beyond = path.partition("__")
        relation = getattr(type(owners[0]), name).rel
        return cls(name, beyond, owners, relation.related_model, relation.field)

    def keep(self, rows: dict[int, list[Model]]) -> None:
        """Let each owner have its rows, as if it had been asked for them."""
        for owner in self.owners:
            found = self._as_queryset(owner, rows[owner.pk])
            owner.__dict__.setdefault("_prefetched_objects_cache", {})[self.name] = found

    def _as_queryset(self, owner: Model, rows: list[Model]) -> Any:
        """Return rows as what a manager returns, and of this owner only for whoever asks that once more."""
        if isinstance(self.link, ParentalKey):
            return FakeQuerySet(self.model, rows)
        found: Any = self.model._default_manager.filter(**{self.link.name: owner})
        found._result_cache = rows
        found._prefetch_done = True
        return found


def read_rows(wanted: Iterable[tuple[str, list[Model]]]) -> None:
    """Read rows for many owners, as ``prefetch_related_objects`` would. One query for all that JSON can carry.

    Args:
        wanted: names of rows, each with the owners that have them and whose rows are to be read. Behind two
            underscores a name may go on to what the rows name ("link_rows__document"), which costs a query if any does.
    """
    at_once = []
    for path, owners in wanted:
        if owners and _is_plain((each := Wanted.of(path, owners)).model):
            at_once.append(each)
        else:
            prefetch_related_objects(owners, path)
    for each, rows in zip(at_once, _united(at_once), strict=True):
        each.keep(rows)
        if each.beyond:
            prefetch_related_objects([row for some in rows.values() for row in some], each.beyond)


def _united(wanted: list[Wanted]) -> list[dict[int, list[Model]]]:
    """Return the rows of each owner by its primary key, for each of the names. One query; none where nothing is wanted."""
    found: list[dict[int, list[Model]]] = [defaultdict(list) for _each in wanted]
    if not wanted:
        return found
    owners = [{owner.pk: owner for owner in each.owners} for each in wanted]
    readers = [_readers(each.model) for each in wanted]
    ask = _rows_of(*((each.model, each.link) for each in wanted))
    for position, key, values in ask(**{f"owners_{at}": keys for at, keys in enumerate(owners)}):
        each = wanted[position]
        row = each.model.from_db(
            connection.alias,
            list(readers[position]),
            [
                values[name] if read is None or values[name] is None else read(values[name])
                for name, read in readers[position].items()
            ],
        )
        each.link.set_cached_value(row, owners[position][key])
        found[position][key].append(row)
    for rows in found:
        for some in rows.values():
            some.sort(key=lambda row: (getattr(row, "sort_order", None) or 0, row.pk))
    return found


@lru_cache(64)
def _rows_of(*wanted: tuple[type[Model], ForeignKey]) -> Callable[..., list]:
    """Return what asks for rows of some models by the foreign keys to their owners, which are given as "owners_0" and so on."""

    @compiled
    def rows() -> QuerySet:
        first, *others = (_rows(position, *each) for position, each in enumerate(wanted))
        return first.union(*others, all=True) if others else first

    return rows


def _rows(position: int, model: type[Model], link: ForeignKey) -> QuerySet:
    columns = {field.attname: field.attname for field in model._meta.concrete_fields}
    owners = GivenList(f"owners_{position}", link.target_field)
    return (
        model._base_manager.order_by()
        .filter(OneOf(F(link.attname), owners))
        .values_list(Value(position), link.attname, JSONObject(**columns))
    )


@cache
def _readers(model: type[Model]) -> dict[str, Callable[[Any], Any] | None]:
    return {field.attname: _reader(field) for field in model._meta.concrete_fields}


def _reader(field: Any) -> Callable[[Any], Any] | None:
    """Return what the value of a field is read with; texts may have a meaning of their own."""
    if hasattr(field, "from_db_value"):
        return lambda value: field.from_db_value(value, None, connection)
    return READ[_type_of(field)]


@cache
def _is_plain(model: type[Model]) -> bool:
    """Return whether JSON carries every column of a model as it is, and the rows stand in an order that is known here."""
    options: Any = model._meta
    known = all(
        _type_of(field) in (TEXTS if hasattr(field, "from_db_value") else READ)
        for field in options.concrete_fields
    )
    return known and set(options.ordering) <= {"sort_order"} and not options.parents


def _type_of(field: Field) -> str:
    """Return the type of a field; that of a modelcluster's parental key is the one it derives from."""
    internal = field.get_internal_type()
    return "ForeignKey" if isinstance(field, ForeignKey) else internal
