"""What is asked before a language goes out, and before an item is removed for good?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _

from newsletter.models import LanguageDecision

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from newsletter.approval.decisions import Plan


class DecisionForm(forms.Form):
    """What is to become of an issue in one language, and why."""

    choice = forms.ChoiceField(
        label=_("Decision"), choices=LanguageDecision.Choice.choices, widget=forms.RadioSelect
    )
    note = forms.CharField(label=_("Reason"), max_length=300, required=False)

    @classmethod
    def about(cls, plan: Plan) -> DecisionForm:
        """Return the form with what holds for a language now; many of them stand on one page."""
        return cls(
            initial={"choice": plan.choice, "note": plan.note},
            auto_id=f"decide-{plan.language}-%s",
        )


class RedactionForm(forms.Form):
    """Which item is removed for good, and why."""

    key = forms.ChoiceField(
        label=_("Item"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the item that is to be removed.")},
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        help_text=_("It is kept in the log; do not repeat what is removed."),
    )

    def __init__(self, *args, items: Mapping[UUID, str], **kwargs):
        """Offer the items: titles by translation key."""
        super().__init__(*args, **kwargs)
        self.fields["key"].choices = [(str(key), title) for key, title in items.items()]
