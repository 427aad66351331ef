"""Which queries does Django write as SQL only once?

Django writes a query anew whenever it is asked. For a wide one that takes longer than the database needs to answer. A compiled
query is written once in a process; from one time to the next only the values differ that are given.
"""

from __future__ import annotations

import json
from copy import copy
from functools import lru_cache, wraps
from threading import Lock
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import BooleanField, Expression, Func

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable

    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.models import Field, QuerySet


SHAPES = 128
"""How many shapes of a compiled query are known at once."""


class Given(Expression):
    """A value in a compiled query, which is given when that is asked.

    Args:
        name: by which it is given.
        output_field: of its type.
    """

    def __init__(self, name: str, output_field: Field) -> None:
        """Stand where the value is to stand."""
        super().__init__(output_field)
        self.name = name

    def as_sql(self, _compiler: object, _connection: object) -> tuple[str, list]:
        """Return a parameter: itself, until it is asked for the value."""
        return "%s", [self]

    def adapted(self, value: Any, connection: BaseDatabaseWrapper) -> Any:
        """Return a value as the database takes it."""
        return self.output_field.get_db_prep_value(value, connection)


class GivenList(Given):
    """Values in a compiled query, however many; ``output_field`` is the type of each."""

    def adapted(self, value: Any, connection: BaseDatabaseWrapper) -> Any:
        """Return values as the database takes them."""
        return _as_one(value, self.output_field, connection)


class Values(Expression):
    """Values in a query that is not compiled: one parameter, where ``__in`` has one for each.

    SQLite takes only so many parameters, and to write thousands of them takes longer than to look them up.

    Args:
        values: which.
        output_field: the type of each.
    """

    def __init__(self, values: list, output_field: Field) -> None:
        """Stand where the values are to stand."""
        super().__init__(output_field)
        self.values = values

    def as_sql(self, _compiler: object, connection: Any) -> tuple[str, list]:
        """Return a parameter: all the values."""
        return "%s", [_as_one(self.values, self.output_field, connection)]


def _as_one(values: Iterable, field: Field, connection: BaseDatabaseWrapper) -> Any:
    """Return values as one parameter: an array in PostgreSQL, JSON in SQLite."""
    adapted = [field.get_db_prep_value(each, connection) for each in values]
    return adapted if connection.vendor == "postgresql" else json.dumps(adapted)


class OneOf(Func):
    """Whether a value is one of several.

    Args:
        *expressions: the value, and a ``GivenList`` or ``Values``.
    """

    output_field = BooleanField()
    arity = 2
    arg_joiner = " IN (SELECT value FROM json_each("
    template = "%(expressions)s))"

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, list]:
        """Return the same of an array."""
        return self.as_sql(
            compiler, connection, template="%(expressions)s)", arg_joiner=" = ANY (", **context
        )


def compiled(write: Callable[..., QuerySet]) -> Callable[..., list]:
    """Turn a function that returns a query into one that asks it, and returns its rows: those that the query would yield.

    Args:
        write: returns a query with a ``Given`` for each value. Those are what the new function takes, by name. What ``write`` takes
            itself is the shape of the query, which the new function takes before them: each shape is written once, as long as
            it is among those asked for last.
    """
    query = lru_cache(maxsize=SHAPES)(write)
    # To write a query changes it meanwhile, and another thread may ask for the same.
    writing = Lock()

    @lru_cache(maxsize=SHAPES)
    def written(database: str, *shape: Hashable) -> tuple[Any, str, tuple] | None:
        compiler = query(*shape).query.get_compiler(database)
        try:
            with writing:
                sql, parameters = compiler.as_sql()
        except EmptyResultSet:
            return None
        compiler.connection = None  # that of the thread which happened to ask first
        return compiler, sql, parameters

    @wraps(write)
    def ask(*shape: Hashable, **values: Any) -> list:
        rows = query(*shape)
        found = written(rows.db, *shape)
        if found is None:
            return []
        compiler, sql, parameters = found
        asked, connection = copy(compiler), connections[rows.db]
        adapted = tuple(
            each.adapted(values[each.name], connection) if isinstance(each, Given) else each
            for each in parameters
        )
        asked.connection = connection
        asked.as_sql = lambda: (sql, adapted)
        return list(rows._iterable_class(_Asked(rows, asked)))

    return ask


class _Asked(SimpleNamespace):
    """What Django needs to know of a query to make its rows of what the database answers."""

    def __init__(self, rows: QuerySet, compiler: object) -> None:
        """Say that all has been written."""
        super().__init__(
            db=rows.db,
            model=rows.model,
            query=SimpleNamespace(get_compiler=lambda _database=None, **_using: compiler),
            _known_related_objects={},
        )
