"""How are the child rows of many pages read at once?

Django reads each sort of rows in a query of its own (prefetch_related). A list of all kinds names a dozen sorts, and a database
answers twelve small questions much more slowly than one that unites them. Each row comes as JSON, which both databases build.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, date, datetime, time
from functools import cache
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import connection
from django.db.models import ForeignKey, Value, prefetch_related_objects
from django.db.models.functions import JSONObject

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


def read_rows(wanted: Iterable[tuple[str, list[Model]]]) -> None:
    """Read rows for many owners, as ``prefetch_related_objects`` would. One query for all that JSON can carry.

    Args:
        wanted: names of rows, each with the owners that have them and whose rows are to be read. Behind two
            underscores a name may go on to what the rows name ("link_rows__document"), which costs a query if any does.
    """
    at_once: list[tuple[str, list[Model]]] = []
    for path, owners in wanted:
        if owners and _is_plain(_model_of(owners[0], path.split("__")[0])):
            at_once.append((path, owners))
        else:
            prefetch_related_objects(owners, path)
    for (path, owners), rows in zip(at_once, _united(at_once), strict=True):
        name, _, beyond = path.partition("__")
        for owner in owners:
            # Of this owner only, for whoever asks it once more: Wagtail does of renditions.
            found: Any = _model_of(owner, name)._default_manager.filter(
                **{_link_of(owner, name).name: owner}
            )
            found._result_cache = rows[owner.pk]
            found._prefetch_done = True
            owner.__dict__.setdefault("_prefetched_objects_cache", {})[name] = found
        if beyond:
            prefetch_related_objects([row for some in rows.values() for row in some], beyond)


def _united(wanted: list[tuple[str, list[Model]]]) -> list[dict[int, list[Model]]]:
    """Return the rows of each owner by its primary key, for each of the names. One query; none where nothing is wanted."""
    questions = [_question(position, *each) for position, each in enumerate(wanted)]
    found: list[dict[int, list[Model]]] = [defaultdict(list) for _name in wanted]
    if not questions:
        return found
    answers = questions[0].union(*questions[1:], all=True) if questions[1:] else questions[0]
    by_pk = [{owner.pk: owner for owner in owners} for _path, owners in wanted]
    for position, owner, values in answers:
        path, owners = wanted[position]
        row = _row(_model_of(owners[0], path.split("__")[0]), values)
        _link_of(owners[0], path.split("__")[0]).set_cached_value(row, by_pk[position][owner])
        found[position][owner].append(row)
    for rows in found:
        for some in rows.values():
            some.sort(key=lambda row: (getattr(row, "sort_order", None) or 0, row.pk))
    return found


def _question(position: int, path: str, owners: list[Model]) -> QuerySet:
    name = path.split("__")[0]
    model, link = _model_of(owners[0], name), _link_of(owners[0], name)
    columns = {field.attname: field.attname for field in model._meta.concrete_fields}
    return (
        model._base_manager.order_by()
        .filter(**{f"{link.name}__in": [owner.pk for owner in owners]})
        .values_list(Value(position), link.attname, JSONObject(**columns))
    )


def _row(model: type[Model], values: dict[str, Any]) -> Model:
    readers = _readers(model)
    return model.from_db(
        connection.alias,
        list(readers),
        [
            values[name] if read is None or values[name] is None else read(values[name])
            for name, read in readers.items()
        ],
    )


def _model_of(owner: Model, name: str) -> type[Model]:
    return getattr(type(owner), name).rel.related_model


def _link_of(owner: Model, name: str) -> Any:
    """Return the foreign key by which the rows of a name know their owner."""
    return getattr(type(owner), name).rel.field


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
