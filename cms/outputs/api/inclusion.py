"""Which other items does an item name, so that they can come along with it (``include``)?

Nobody lists them: wherever the type of a card, or that of the facts of a kind, has a ``Reference``, there is a step to another
item, and a path is some steps, one after the other.
"""

from __future__ import annotations

import dataclasses
import typing
from functools import cache
from typing import TYPE_CHECKING, Any

from cms.items import Reference
from cms.outputs.api.problems import invalid
from cms.outputs.api.schemas import facts_of, kinds_by_type
from cms.outputs.api.shapes import Card

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from uuid import UUID

Step = tuple[str, ...]
"""The names of the fields that lead from a card to a reference: ("facts", "replaced_by")."""

DEPTH = 3
"""How many steps a path may have."""


@cache
def steps() -> tuple[Step, ...]:
    """Return the steps that there are from an item of any installed kind."""
    found = set(_steps(Card))
    for kind in kinds_by_type().values():
        found |= {("facts", *step) for step in _steps(facts_of(kind))}
    return tuple(sorted(found))


def _steps(shape: type, above: tuple[type, ...] = ()) -> Iterator[Step]:
    """Return the steps that begin at a dataclass; one that holds itself is not gone through again."""
    hints = typing.get_type_hints(shape)
    for field in dataclasses.fields(shape):
        for part in _parts(hints[field.name]):
            if part is Reference:
                yield (field.name,)
            elif dataclasses.is_dataclass(part) and part not in (shape, *above):
                yield from ((field.name, *step) for step in _steps(part, (shape, *above)))


def _parts(hint: Any) -> Iterator[Any]:
    """Return the types of which a type is made: "tuple[Reference, ...] | None" of three."""
    arguments = typing.get_args(hint)
    if not arguments:
        yield hint
    for argument in arguments:
        yield from _parts(argument)


def path_of(text: str) -> tuple[Step, ...]:
    """Return the steps of a path as it was asked for, such as "part_of.facts.replaced_by".

    Raises:
        Problem: if it has a step that there is not, or too many.
    """
    names = tuple(text.split("."))
    path: list[Step] = []
    while names:
        step = next((step for step in steps() if names[: len(step)] == step), None)
        if step is None or len(path) == DEPTH:
            raise invalid("include", text, map(".".join, steps()))
        path.append(step)
        names = names[len(step) :]
    return tuple(path)


def named(cards: Iterable[Card], step: Step) -> list[UUID]:
    """Return the keys of the items that cards name at the end of a step, in order, each once."""
    return list(dict.fromkeys(reference.key for card in cards for reference in _at(card, step)))


def _at(value: Any, step: Step) -> Iterator[Reference]:
    """Return the references at the end of a step; a kind without such a field has none."""
    if isinstance(value, tuple | list | frozenset):
        for part in value:
            yield from _at(part, step)
    elif step:
        yield from _at(getattr(value, step[0], None), step[1:])
    elif isinstance(value, Reference):
        yield value
