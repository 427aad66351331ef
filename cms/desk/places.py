"""What are the places called where words and facts stand, in the words of the source's own edit form?"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from django.core.exceptions import FieldDoesNotExist
from django.db.models import ForeignObjectRel
from django.utils.text import capfirst
from wagtail.admin.forms.models import formfield_for_dbfield
from wagtail.admin.panels import FieldPanel, InlinePanel, get_edit_handler
from wagtail.blocks import Block, FieldBlock, ListBlock, RichTextBlock
from wagtail.fields import StreamField
from wagtail.models import Page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import Model
    from django.forms import Field
    from wagtail.admin.panels import Panel


@dataclass(frozen=True, slots=True)
class Heading:
    """A part of the edit form."""

    rank: int
    """Its place in the form; what has none there comes last."""
    label: str


def heading(model: type[Model], field_path: str) -> Heading:
    """Return the part of the edit form in which a field stands.

    Args:
        model: of the source.
        field_path: names of fields and blocks; only the first one counts.
    """
    name = field_path.split(".")[0]
    panels = _panels(model)
    if name in panels:
        rank, label = panels[name]
        return Heading(rank, str(label) or _field_label(model, name))
    return Heading(len(panels), _field_label(model, name))


def label(model: type[Model], field_path: str) -> str:
    """Return what a place is called within its part of the form: "Quotation: Person"; empty for a field of its own."""
    name, *inner = field_path.split(".")
    field = _field(model, name)
    if isinstance(field, StreamField):
        blocks = list(_blocks(field.stream_block, inner))
        named = [block for block in blocks if not isinstance(block, ListBlock)]
        labels = [str(block.label) for block in named if block.label]
        # The outermost says what it is, the innermost which part of it.
        return ": ".join(dict.fromkeys([*labels[:1], *labels[1:][-1:]]))
    if inner and field is not None:
        return _field_label(field.related_model, inner[0])
    return ""


def form_field(model: type[Model], field_path: str) -> Field | None:
    """Return the form field with which the source's edit form asks for a value, or None for a link within a text."""
    name, *inner = field_path.split(".")
    field = _field(model, name)
    if isinstance(field, StreamField):
        blocks = list(_blocks(field.stream_block, inner))
        block = blocks[-1] if blocks else None  # a segment may be older than the name of a block
        is_own = isinstance(block, FieldBlock) and not isinstance(block, RichTextBlock)
        return block.field if is_own else None
    if isinstance(field, ForeignObjectRel):
        return form_field(field.related_model, ".".join(inner))
    return formfield_for_dbfield(field) if field is not None else None


def _blocks(block: Block, path: list[str]) -> Iterator[Block]:
    """Yield the blocks that a path names, from the outside in."""
    for name in path:
        if isinstance(block, ListBlock):
            block = block.child_block
        elif name in getattr(block, "child_blocks", {}):
            block = block.child_blocks[name]
        else:
            return
        yield block


def _field(model: type[Model], name: str):
    try:
        return model._meta.get_field(name)
    except FieldDoesNotExist:
        return None


def _field_label(model: type[Model], name: str) -> str:
    field = _field(model, name)
    if isinstance(field, ForeignObjectRel):
        return capfirst(str(field.related_model._meta.verbose_name_plural))
    return capfirst(str(getattr(field, "verbose_name", name)))


@lru_cache
def _panels(model: type[Model]) -> dict[str, tuple[int, str]]:
    """Return rank and (lazy) label of each field and relation of an edit form. They never change while a site runs."""
    handler = model.get_edit_handler() if issubclass(model, Page) else get_edit_handler(model)
    named = {name: panel for panel in _walk(handler) if (name := _name(panel))}
    return {name: (rank, panel.heading) for rank, (name, panel) in enumerate(named.items())}


def _name(panel: Panel) -> str:
    if isinstance(panel, InlinePanel):
        return panel.relation_name
    return panel.field_name if isinstance(panel, FieldPanel) else ""


def _walk(panel: Panel) -> Iterator[Panel]:
    yield panel
    for child in getattr(panel, "children", ()):
        yield from _walk(child)
