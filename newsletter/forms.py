"""What are the people asked who make an issue, decide about it and hand it over?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.widgets import AdminDateInput

from newsletter.models import LanguageDecision
from newsletter.succession import issues_of, label_for, propose

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from newsletter.approval.decisions import Plan


class NewIssueForm(forms.Form):
    """Number, date and label of a new issue, with what the earlier ones suggest."""

    number = forms.IntegerField(label=_("Number"), min_value=1, max_value=2**31 - 1, required=False)
    date = forms.DateField(label=_("Date"), widget=AdminDateInput)
    label = forms.CharField(
        label=_("Label"),
        max_length=255,
        required=False,
        help_text=_("The name of the issue. Left as it is or empty, it follows the date."),
    )

    def __init__(self, *args, archive, **kwargs):
        """Suggest what follows the newest issue of an archive."""
        self.archive = archive
        self.proposal = propose(archive)
        kwargs["initial"] = {
            "number": self.proposal.number,
            "date": self.proposal.date,
            "label": self.proposal.label,
        }
        super().__init__(*args, **kwargs)
        months = self.proposal.months
        self.fields["date"].help_text = ngettext(
            "Suggested: the first working day of the next month.",
            "Suggested: %(months)s months after the last issue, as between the last two, on the first working day.",
            months,
        ) % {"months": months}

    def clean_number(self):
        """Refuse a number that another issue has."""
        number = self.cleaned_data["number"]
        other = issues_of(self.archive).filter(number=number).first() if number else None
        if other is not None:
            raise ValidationError(
                _("‘%(label)s’ is number %(number)s already."),
                params={"label": other.title, "number": number},
            )
        return number

    def clean(self):
        """Let the label follow the date, unless it was written."""
        cleaned = super().clean()
        if cleaned.get("date") and cleaned.get("label") in ("", self.proposal.label):
            cleaned["label"] = label_for(cleaned["date"], self.archive)
        return cleaned


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
