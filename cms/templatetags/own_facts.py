"""What does a kind know that the core does not? For kinds that bring no template of their own."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import singledispatch
from typing import TYPE_CHECKING, Any

from django import template
from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.html import conditional_escape, format_html, linebreaks
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext

from cms import items, names, words
from cms.fields import CountryField, LanguageField, LanguagesField
from cms.templatetags import belfry

if TYPE_CHECKING:
    from cms.items import Item

register = template.Library()


@dataclass(frozen=True, slots=True)
class OwnFact:
    """One fact, with what it is called and how it is written."""

    label: str
    value: SafeString
    is_text: bool
    """Whether it is as long as a text, which stands in the body and not at a glance."""


@register.filter
def own_facts(item: Item) -> list[OwnFact]:
    """Return the facts that only the kind knows, as far as there are any, in their order.

    A fact is called what the model's field of the same name is called (``verbose_name``); one without such a field
    has no name for readers and is left to a template of the kind's own.
    """
    model = apps.get_model(item.kind)
    return [
        OwnFact(
            label=str(capfirst(column.verbose_name)),
            value=written,
            is_text=isinstance(column, models.TextField),
        )
        for name in own_names(type(item.facts))
        if (column := _column(model, name))
        and (written := _written(getattr(item.facts, name), column, item))
    ]


def own_names(facts: type) -> list[str]:
    """Return the names of the facts that a dataclass has beside those of the core's it derives from."""
    core = [base for base in facts.__mro__ if base.__module__ == items.__name__]
    known = {field.name for base in core for field in dataclasses.fields(base)}
    return [field.name for field in dataclasses.fields(facts) if field.name not in known]


def _column(model: type[models.Model], name: str) -> models.Field | None:
    try:
        column = model._meta.get_field(name)
    except FieldDoesNotExist:
        return None
    return column if isinstance(column, models.Field) else None


def _written(value: Any, column: models.Field, item: Item) -> SafeString | str:
    """Return a fact as HTML; empty where there is nothing to tell."""
    if value is None or value is False or value in ("", ()):
        return ""
    if isinstance(column, CountryField):
        return belfry.listed(belfry.country_names([value] if isinstance(value, str) else value))
    if isinstance(column, LanguageField | LanguagesField):
        return belfry.listed(belfry.language_names([value] if isinstance(value, str) else value))
    if column.choices:
        return conditional_escape(dict(column.flatchoices).get(value, value))
    if isinstance(value, tuple):
        return belfry.listed([_one(part, column, item) for part in value])
    return _one(value, column, item)


def _one(value: Any, column: models.Field, item: Item) -> SafeString | str:
    """Return one value as HTML: text by the sort of its column, the rest by what it is."""
    if not isinstance(value, str):
        return _by_type(value)
    if isinstance(column, models.URLField):
        return belfry.address_link(value)
    if isinstance(column, models.EmailField):
        return format_html('<a href="mailto:{0}">{0}</a>', value)
    if isinstance(column, models.TextField):
        return SafeString(linebreaks(value, autoescape=True))
    return format_html("<span{}>{}</span>", belfry.lang_attributes(item), value)


@singledispatch
def _by_type(value: Any) -> SafeString | str:
    return conditional_escape(value)


@_by_type.register
def _(value: bool) -> str:
    return gettext("Yes")  # nobody is told what is not so


@_by_type.register(int | float | Decimal)
def _(value: Any) -> str:
    return names.format_number(value, belfry.active_language())


@_by_type.register
def _(value: date) -> str:
    return belfry.day(value)


@_by_type.register
def _(value: items.Money) -> str:
    return belfry.money(value)


@_by_type.register
def _(value: items.Place) -> str:
    return conditional_escape(words.joined([value.venue, belfry.place_long(value)]))


@_by_type.register
def _(value: items.Deadline) -> str:
    return belfry.deadline(value)


@_by_type.register
def _(value: items.Reference) -> SafeString:
    return belfry.reference_link(value)


@_by_type.register
def _(value: items.Link) -> SafeString:
    return format_html('<a href="{}">{}</a>', value.url, value.title)
