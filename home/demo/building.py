"""How does a sheet become a page in memory?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.apps import apps
from django.utils.text import slugify
from wagtail.models import TranslatableMixin

from home.demo.sheets import Sheet, To, stored

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from wagtail.models import Locale, Page


def identity(*names: object) -> UUID:
    """Return the identity of a thing of the demonstration, the same at every loading."""
    return uuid5(NAMESPACE_URL, "/".join(["belfry-demo", *map(str, names)]))


def make(sheet: Sheet, resolve: Callable[[To], Any], locale: Locale | None = None) -> Page:
    """Return the page of a sheet, not saved, without what points at other pages.

    Args:
        sheet: the page as it was written.
        resolve: returns the primary key of an object.
        locale: the language of the page.
    """
    page = apps.get_model(sheet.kind)(
        title=sheet.title,
        slug=sheet.slug or slugify(sheet.facts.get("acronym") or sheet.title),
        translation_key=identity(sheet.key),
        locale=locale,
        **columns(sheet.facts, resolve),
    )
    if sheet.summary:
        page.summary = sheet.earlier_summary or sheet.summary
    return page


def complete(page: Page, sheet: Sheet, resolve: Callable[[To], Any]) -> None:
    """Give a page its body and its rows, which may point at any other page."""
    name = "sections" if hasattr(page, "sections") else "body"
    block = page._meta.get_field(name).stream_block
    setattr(page, name, block.to_python(stored(sheet.body, sheet.key, resolve)))
    for accessor, rows in sheet.rows.items():
        model = getattr(page, accessor).model
        made = [
            model(
                sort_order=place,
                **columns(row, resolve),
                **_translated(model, page, accessor, place),
            )
            for place, row in enumerate(rows)
        ]
        setattr(page, accessor, made)


def columns(values: Mapping[str, Any], resolve: Callable[[To], Any]) -> dict[str, Any]:
    """Return values by the names of columns: what stands for another object is its primary key."""
    return {
        f"{name}_id" if isinstance(value, To) else name: resolve(value)
        if isinstance(value, To)
        else value
        for name, value in values.items()
    }


def _translated(model: type, page: Page, accessor: str, place: int) -> dict[str, Any]:
    """Return what a row with words of its own needs besides."""
    if not issubclass(model, TranslatableMixin):
        return {}
    return {
        "translation_key": identity(page.translation_key, accessor, place),
        "locale_id": page.locale_id,
    }
