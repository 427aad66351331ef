"""How does a translator give readers their own address or document?"""

from __future__ import annotations

from collections import defaultdict
from copy import deepcopy
from typing import TYPE_CHECKING

from django import forms
from django.contrib.auth.models import AnonymousUser
from django.core.validators import RegexValidator
from django.forms import ModelChoiceField
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.permission_policies.collections import CollectionPermissionLookupMixin
from wagtail.permissions import policy_registry

from cms.desk import places

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.contrib.auth.models import AbstractUser
    from django.db.models import Model, QuerySet

    from cms.languages.translation.overrides import Fact

# Whatever else a browser understands as an address can run a script.
LINK = RegexValidator(
    r"^(https?://|mailto:|tel:|/)\S+$", _("Give a whole address, such as https://example.org/.")
)


class FactForm(forms.Form):
    """Asks for the value of one fact, with the field of the source's edit form; empty follows the source.

    Args:
        model: of the source.
        fact: the fact.
        data: what was posted; None shows the fact as it is.
        user: who has posted it: they choose from what Wagtail's own choosers offer them, or leave what is chosen.
        chosen: what the source and the translation have chosen, by primary key.
    """

    def __init__(
        self,
        model: type[Model],
        fact: Fact,
        data=None,
        *,
        user: AbstractUser | None = None,
        chosen: dict[str | int, Model] | None = None,
    ) -> None:
        """Make the field."""
        super().__init__(data, auto_id=f"fact-{fact.context}-%s")
        found = deepcopy(places.form_field(model, fact.field_path))
        asked = found or forms.CharField(label=_("Link"), validators=[LINK])
        asked.required, asked.help_text = False, ""
        self.name = capfirst(asked.label or "")
        chosen = chosen or {}
        asked.initial = chosen.get(fact.own, fact.own) if fact.own is not None else None
        self.source = str(chosen.get(fact.source, fact.source))
        """What the readers of the source get, for people."""
        self.is_choice = isinstance(asked, ModelChoiceField)
        if self.is_choice and self.is_bound:
            asked.queryset = _choosable(asked.queryset, user) | asked.queryset.filter(pk=fact.own)
        self.fields["value"] = asked

    @property
    def value(self) -> str | int | None:
        """What is stored: an address, or a primary key; None to follow the source."""
        given = self.cleaned_data["value"]
        return getattr(given, "pk", given) or None


def _choosable(queryset: QuerySet, user: AbstractUser | None) -> QuerySet:
    """Return what somebody may choose: of what lies in collections, that for which they have Wagtail's right to."""
    policy = policy_registry.get_by_type(queryset.model)
    if not isinstance(policy, CollectionPermissionLookupMixin):
        return queryset
    allowed = policy.instances_user_has_permission_for(user or AnonymousUser(), "choose")
    return queryset.filter(pk__in=allowed.order_by().values("pk"))


def chosen(model: type[Model], facts: Iterable[Fact]) -> dict[int, dict[str | int, Model]]:
    """Return what is chosen by facts, by primary key, for each context. One query for each model that is chosen from."""
    querysets = {
        fact.context: asked.queryset
        for fact in facts
        if isinstance(asked := places.form_field(model, fact.field_path), ModelChoiceField)
    }
    keys = defaultdict(set)
    for fact in facts:
        if fact.context in querysets:
            keys[querysets[fact.context].model] |= {fact.source, fact.own} - {None}
    found = {kind: kind._default_manager.in_bulk(wanted) for kind, wanted in keys.items()}
    return {context: found[queryset.model] for context, queryset in querysets.items()}
