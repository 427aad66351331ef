"""How do the shapes of the answers become types with a schema, the installed kinds and blocks among them?

Nothing is written twice: a kind's facts are the dataclass that its method ``facts`` returns, a block's value is the TypedDict
that its ``resolve`` returns, and what stands for itself in JSON says how in ``as_json``.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, Literal, NotRequired, Union
from uuid import UUID

from pydantic import Field, TypeAdapter
from pydantic.json_schema import GenerateJsonSchema
from typing_extensions import TypedDict

from cms.blocks import BodyBlock
from cms.models import content_types
from cms.outputs.api.shapes import (
    ALWAYS,
    SIZES,
    Article,
    Card,
    CardEverywhere,
    Deletion,
    End,
    Everywhere,
    Facets,
    ItemPicture,
    Page,
    Record,
    Resolved,
)

if TYPE_CHECKING:
    from cms.items import Facts
    from cms.models import ContentPage

DIALECT = "https://json-schema.org/draft/2020-12/schema"


@cache
def kinds_by_type() -> dict[str, type[ContentPage]]:
    """Return the installed kinds of content by their names in the API."""
    return {kind.type_name(): kind for kind in content_types()}


def schema_of(name: str) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of the items of a kind, with their body.

    Args:
        name: of the kind in the API, such as "call".
    """
    adapter = TypeAdapter(article_of(name))
    return {"$schema": DIALECT, **adapter.json_schema(mode="serialization", schema_generator=Whole)}


class Whole(GenerateJsonSchema):
    """Every field is in every answer, also one that has the value it has by default; and its name is title enough."""

    def field_is_required(self, field, total) -> bool:
        """Return whether a field is always there."""
        return (
            super().field_is_required(field, total) if field["type"] == "typed-dict-field" else True
        )

    def field_title_should_be_set(self, schema) -> bool:
        """Return that no field has a title beside its name."""
        return False

    def default_schema(self, schema) -> dict[str, Any]:
        """Return the schema without the default: it is never left out."""
        return self.generate_inner(schema["schema"])

    def tuple_schema(self, schema) -> dict[str, Any]:
        """Return the schema of values of one type, as many as there are: tools do not all know ``prefixItems``."""
        found = super().tuple_schema(schema)
        one, *others = found.get("prefixItems", [None])
        if one and all(other == one for other in others):
            found["items"] = found.pop("prefixItems")[0]
        return found


@cache
def article_of(name: str) -> Any:
    """Return the type of an item of a kind, with its body."""
    return _typed(Article, name, "Item", always=tuple(_fields(Article)))


@cache
def card_of(name: str) -> Any:
    """Return the type of an item of a kind as lists have it: without its body, and only with the fields asked for."""
    return _typed(Card, name, "Card", always=ALWAYS)


def any_card() -> Any:
    """Return the type of an item of any kind as lists have it."""
    return any_of([card_of(name) for name in kinds_by_type()])


def any_article() -> Any:
    """Return the type of an item of any kind, with its body."""
    return any_of([article_of(name) for name in kinds_by_type()])


def one_item() -> Any:
    """Return the type of an item of any kind with its body, in one language or in all."""
    fields = _fields(Everywhere) | {"locales": dict[str, any_article()]}
    return any_article() | _typed_dict("Everywhere", fields, Everywhere.__doc__)


def item_list() -> Any:
    """Return the type of a page of a list of items of any kind, in one language or in all."""
    fields = _fields(CardEverywhere) | {"locales": dict[str, any_card()]}
    everywhere = _typed_dict("CardEverywhere", fields, CardEverywhere.__doc__)
    about = "A page of a list, and the items that `include` names, by their `id`"
    return _list_of(any_card(), "ItemList", f"{about}.") | _list_of(
        everywhere, "ItemListEverywhere", f"{about}: each in all languages."
    )


def _list_of(row: Any, name: str, documentation: str) -> Any:
    fields = {"items": list[row], "page": Page, "included": dict[UUID, row]}
    return _typed_dict(name, fields, documentation)


def search_result() -> Any:
    """Return the type of a page of what was found."""
    fields = {"items": list[any_card()], "page": Page, "facets": Facets, "suggestions": list[str]}
    return _typed_dict(
        "SearchResult",
        fields,
        "A page of what was found, the best first; what was probably meant where little was found.",
    )


def resolved() -> Any:
    """Return the type of what is at an address."""
    fields = _fields(Resolved) | {"item": any_article() | None}
    return _typed_dict("Resolved", fields, Resolved.__doc__)


def exported_line() -> Any:
    """Return the type of a line of an export."""
    return Annotated[_record() | End, Field(discriminator="event")]


def changed_line() -> Any:
    """Return the type of a line of what has changed."""
    return Annotated[_record() | Deletion | End, Field(discriminator="event")]


@cache
def _record() -> Any:
    return _typed_dict("Record", _fields(Record) | {"item": any_article()}, Record.__doc__)


def any_of(shapes: list[Any]) -> Any:
    """Return the type of one of several shapes, told apart by their "type"."""
    if len(shapes) == 1:
        return shapes[0]
    return Annotated[Union[tuple(shapes)], Field(discriminator="type")]  # noqa: UP007 -- made of a list


def _typed(shape: type, name: str, suffix: str, *, always: tuple[str, ...]) -> Any:
    """Return a shape with the type and the facts of a kind."""
    own = {"type": Literal[name], "facts": facts_of(kinds_by_type()[name])}
    own |= {"picture": _picture() | None}
    if shape is Article:
        own |= {"body": list[_block()], "included": dict[UUID, any_card()]}
    fields = {
        field: own.get(field, hint) if field in always else NotRequired[own.get(field, hint)]
        for field, hint in _fields(shape).items()
    }
    return _typed_dict(name.title().replace("_", "") + suffix, fields, shape.__doc__)


@cache
def _picture() -> Any:
    """Return the type of the picture of an item, only in the sizes asked for."""
    fields = {
        field: NotRequired[hint] if field in SIZES else hint
        for field, hint in _fields(ItemPicture).items()
    }
    return _typed_dict("ItemPicture", fields, ItemPicture.__doc__)


def facts_of(kind: type[ContentPage]) -> type[Facts]:
    """Return the dataclass of a kind's facts (the check cms.E002 sees to it that it is told)."""
    return typing.get_type_hints(kind.facts)["return"]


@cache
def _block() -> Any:
    """Return the type of a part of a body: one of the blocks, told apart by "type"."""
    return any_of([_block_of(name, block) for name, block in BodyBlock().child_blocks.items()])


def _block_of(name: str, block: Any) -> Any:
    hints = block.resolve.__func__.__annotations__
    value = eval(hints["return"], block.resolve.__func__.__globals__)  # noqa: S307 -- an annotation in our own code
    value = _in_json(_without_none(value))
    fields = {"type": Literal[name], "id": str, "value": value, "language": NotRequired[str]}
    title = "".join(part.title() for part in name.split("_"))
    return _typed_dict(f"{title}Block", fields, type(block).__doc__)


def _without_none(hint: Any) -> Any:
    """Return what ``resolve`` returns where there is something to show: other blocks are left out."""
    parts = [part for part in typing.get_args(hint) if part is not type(None)]
    return parts[0] if len(parts) == 1 else hint


def _in_json(hint: Any) -> Any:
    """Return what becomes of a type in JSON: what stands for itself says so in ``as_json``."""
    if typing.is_typeddict(hint):
        return _shape_of(hint)
    if hasattr(hint, "as_json"):
        return _in_json(typing.get_type_hints(hint.as_json)["return"])
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (Union, types.UnionType):
        found = [_in_json(argument) for argument in arguments]
        return Union[tuple(found)]  # noqa: UP007 -- made of a list
    if origin in (list, NotRequired, typing.NotRequired):
        return {list: list}.get(origin, NotRequired)[_in_json(arguments[0])]
    return hint


@cache
def _shape_of(shape: Any) -> Any:
    """Return a TypedDict as pydantic reads it before Python 3.12, its values as they are in JSON."""
    hints = typing.get_type_hints(shape, include_extras=True)
    fields = {name: _in_json(hint) for name, hint in hints.items()}
    return _typed_dict(shape.__name__, fields, shape.__doc__)


def _typed_dict(name: str, fields: dict[str, Any], documentation: str | None) -> Any:
    made = TypedDict(name, fields)
    made.__doc__ = documentation
    made.__pydantic_config__ = {"extra": "forbid"}
    return made


def _fields(shape: type) -> dict[str, Any]:
    """Return the types of a dataclass's fields by their names."""
    hints = typing.get_type_hints(shape, include_extras=True)
    return {field.name: hints[field.name] for field in dataclasses.fields(shape)}
