"""What can a plugin author forget?"""

from __future__ import annotations

import dataclasses

from django.core.checks import Error, Tags, register
from django.db.models import DateTimeField, Field

from cms.fields import ZoneField
from cms.items import Facts
from cms.models import Dated, Deadlined, Funded, Initiative, content_types


@register(Tags.models)
def check_kinds(app_configs, **_kwargs) -> list[Error]:
    """Check every installed kind of content."""
    kinds = [
        kind
        for kind in content_types()
        if app_configs is None or kind._meta.app_config in app_configs
    ]
    return [
        error
        for kind in kinds
        for error in [
            *_check_bases(kind),
            *_check_facts(kind),
            *_check_name(kind),
            *_check_moments(kind),
        ]
    ]


def _check_bases(kind) -> list[Error]:
    """Capabilities come before ContentPage, or ContentPage's own methods win."""
    names = [base.__name__ for base in kind.__mro__]
    page = names.index("ContentPage")
    late = [
        capability.__name__
        for capability in (Dated, Deadlined, Funded, Initiative)
        if capability.__name__ in names and names.index(capability.__name__) > page
    ]
    return [
        Error(
            f"{kind._meta.label} has {name} after ContentPage in its bases.",
            hint=f"Write class {kind.__name__}({name}, ContentPage).",
            obj=kind,
            id="cms.E001",
        )
        for name in late
    ]


def _check_facts(kind) -> list[Error]:
    """``facts`` states its dataclass: the schema of the kind derives from it."""
    annotation = getattr(kind.facts, "__annotations__", {}).get("return")
    own = kind.facts.__globals__.get(annotation) if isinstance(annotation, str) else annotation
    if isinstance(own, type) and issubclass(own, Facts) and dataclasses.is_dataclass(own):
        return []
    return [
        Error(
            f"{kind._meta.label}.facts does not say which facts it returns.",
            hint="Annotate it: def facts(self, words, reading) -> MyFacts, with a frozen dataclass derived from Facts.",
            obj=kind,
            id="cms.E002",
        )
    ]


def _check_name(kind) -> list[Error]:
    """No two kinds have the same name in the API, where addresses and schemas are told by it."""
    name = kind.type_name()
    others = [other._meta.label for other in content_types() if other.type_name() == name]
    if others == [kind._meta.label]:
        return []
    return [
        Error(
            f"{' and '.join(others)} are both called {name!r} in the delivery API.",
            hint=f'Give one another name: @classmethod def type_name(cls): return "my_{name}".',
            obj=kind,
            id="cms.E003",
        )
    ]


def _check_moments(kind) -> list[Error]:
    """``moments`` names columns, the kind's own or inherited: whatever the API answers, it asks them first."""
    columns = {field.name: field for field in kind._meta.concrete_fields}
    wrong = [
        (name, what)
        for at, zone in kind.moments.items()
        for name, what, is_right in (
            (at, "has an instant", isinstance(columns.get(at), DateTimeField)),
            (zone, "always has a zone", _has_always_a_zone(columns.get(zone))),
        )
        if not is_right
    ]
    return [
        Error(
            f"{kind._meta.label}.moments names {name!r}, which is no column that {what}.",
            hint='Write moments = {"closes_at": "zone"}: the name of a DateTimeField, and that of a ZoneField '
            "(cms.fields) which is neither null nor blank.",
            obj=kind,
            id="cms.E004",
        )
        for name, what in wrong
    ]


def _has_always_a_zone(column: Field | None) -> bool:
    return isinstance(column, ZoneField) and not (column.null or column.blank)
