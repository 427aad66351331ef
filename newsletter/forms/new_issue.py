"""What is asked before an issue is made?"""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.widgets import AdminDateInput

from newsletter.succession import issues_of, label_for, propose


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
