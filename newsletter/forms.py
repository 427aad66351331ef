"""What are the people asked who make an issue, decide about it and hand it over?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.widgets import AdminDateInput

from cms import names
from cms.characters import refuse_unsafe
from cms.desk.sharing import ShareForm
from cms.languages.chains import open_languages
from newsletter.models import LanguageDecision, ReviewAnswer, ReviewLink
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


class ReviewForm(ShareForm):
    """Asks for whom a link to an issue is, and how long it works."""

    class Meta(ShareForm.Meta):
        model = ReviewLink


class AnswerForm(forms.ModelForm):
    """Asks what somebody says of an issue that they were shown; nothing of it is trusted."""

    says = forms.ChoiceField(
        label=_("Your answer"), choices=ReviewAnswer.Says.choices, widget=forms.RadioSelect
    )
    language = forms.ChoiceField(label=_("About the edition in"), required=False)

    class Meta:
        model = ReviewAnswer
        fields = ["name", "says", "language", "comment"]
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
            "comment": forms.Textarea(attrs={"rows": 6}),
        }

    def __init__(self, *args, **kwargs):
        """Offer the open languages by their own names."""
        super().__init__(*args, **kwargs)
        tags = sorted(open_languages().tags, key=lambda tag: names.autonym(tag).casefold())
        self.fields["language"].choices = [
            ("", _("all languages")),
            *((tag, names.autonym(tag)) for tag in tags),
        ]

    def clean_name(self) -> str:
        """Refuse what is not seen, line breaks among it."""
        refuse_unsafe(self.cleaned_data["name"])
        return self.cleaned_data["name"]

    def clean_comment(self) -> str:
        """Refuse what is not seen, but for line breaks."""
        lines = self.cleaned_data["comment"].splitlines()
        for line in lines:
            refuse_unsafe(line.replace("\t", " "))
        return "\n".join(lines)

    def clean(self):
        """Ask for words where somebody says neither yes nor no."""
        cleaned = super().clean()
        is_comment = cleaned.get("says") == ReviewAnswer.Says.COMMENT
        if is_comment and "comment" in cleaned and not cleaned["comment"]:
            self.add_error("comment", _("Please write your comment."))
        return cleaned
