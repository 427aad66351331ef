"""What are the people asked who make an issue, decide about it and hand it over?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django import forms
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy
from wagtail.admin.widgets import AdminDateInput, AdminTimeInput

from cms import names
from cms.fields import zone_choices
from cms.models.jobs import DEFAULT_ZONE
from cms.words import active_language
from newsletter.approval.decisions import plans
from newsletter.backends.registry import backends
from newsletter.handover.orders import begin
from newsletter.handover.schedule import UnusableTimeError, instant_of
from newsletter.handover.trials import order_tests
from newsletter.models import LanguageDecision
from newsletter.succession import issues_of, label_for, propose

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from uuid import UUID

    from django.contrib.auth.models import AbstractUser

    from newsletter.approval.decisions import Plan
    from newsletter.models import Approval, IssuePage


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


class HandoverForm(forms.Form):
    """Where an approved issue goes, in which languages, and when."""

    class When(models.TextChoices):
        """At once or later."""

        NOW = "now", pgettext_lazy("when an issue is handed over", "at once")
        AT = "at", pgettext_lazy("when an issue is handed over", "at a set time")

    backends = forms.MultipleChoiceField(
        label=_("Where to"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick at least one place.")},
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick at least one language.")},
    )
    when = forms.ChoiceField(
        label=_("When"), choices=When.choices, initial=When.NOW, widget=forms.RadioSelect
    )
    day = forms.DateField(label=_("Set day"), required=False, widget=AdminDateInput)
    clock = forms.TimeField(
        label=_("Set time"),
        required=False,
        widget=AdminTimeInput,
        help_text=_("By the clocks of the time zone."),
    )
    zone = forms.ChoiceField(label=_("Time zone"), choices=zone_choices, initial=DEFAULT_ZONE)

    def __init__(self, *args, approval: Approval, user: AbstractUser, **kwargs):
        """Offer the backends that take something over, and the languages that are approved."""
        super().__init__(*args, **kwargs)
        self.approval, self.user = approval, user
        offered = [
            (name, each.title) for name, each in backends().items() if each.capabilities.hands_over
        ]
        tags = list(dict.fromkeys(approval.editions.values_list("language", flat=True)))
        self.fields["backends"].choices = offered
        self.fields["languages"].choices = named(tags)
        self.fields["languages"].initial = tags
        if len(offered) == 1:
            self.fields["backends"].initial = [offered[0][0]]

    def clean(self):
        """Find the instant that is meant, where one is."""
        cleaned = super().clean()
        cleaned["starts_at"] = None
        if cleaned.get("when") == self.When.AT:
            for name in ("day", "clock"):
                if cleaned.get(name) is None and name not in self.errors:
                    self.add_error(name, _("A set time needs a day and a time."))
            if not {"day", "clock", "zone"} & self.errors.keys():
                self._clean_instant(cleaned)
        return cleaned

    def _clean_instant(self, cleaned: dict) -> None:
        try:
            cleaned["starts_at"] = instant_of(cleaned["day"], cleaned["clock"], cleaned["zone"])
        except UnusableTimeError as error:
            self.add_error("clock", str(error))

    def save(self) -> int:
        """Order it, all or nothing, and return how many editions are on their way.

        Raises:
            CannotHandOverError: if something stands in the way.
        """
        wishes = {name: self.cleaned_data[name] for name in ("languages", "starts_at", "zone")}
        with transaction.atomic():
            return sum(
                len(begin(self.approval, name, user=self.user, **wishes))
                for name in self.cleaned_data["backends"]
            )


class TrialForm(forms.Form):
    """To whom in the office an issue is sent, in which languages."""

    backend = forms.ChoiceField(label=_("By way of"), widget=forms.RadioSelect)
    languages = forms.MultipleChoiceField(
        label=_("Languages"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick at least one language.")},
    )
    addresses = forms.CharField(
        label=_("To"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Addresses of people who can sign in here, one on each line."),
    )

    def __init__(self, *args, issue: IssuePage, user: AbstractUser, **kwargs):
        """Offer the backends that send tests, and the languages whose readers get something."""
        super().__init__(*args, **kwargs)
        self.issue = issue
        self.written = {tag: plan.written_in or tag for tag, plan in plans(issue).items()}
        offered = [
            (name, each.title) for name, each in backends().items() if each.capabilities.sends_tests
        ]
        self.fields["backend"].choices = offered
        self.fields["backend"].initial = offered[0][0] if offered else None
        self.fields["languages"].choices = named(self.written)
        self.fields["languages"].initial = list(self.written)
        self.fields["addresses"].initial = user.email

    def clean_addresses(self) -> list[str]:
        """Take them apart; they may also stand in one line."""
        return list(dict.fromkeys(re.split(r"[\s,;]+", self.cleaned_data["addresses"].strip())))

    def save(self) -> int:
        """Order the tests, and return to how many addresses.

        Raises:
            CannotHandOverError: if something stands in the way.
        """
        cleaned = self.cleaned_data
        languages = {tag: self.written[tag] for tag in cleaned["languages"]}
        order_tests(
            self.issue, cleaned["backend"], languages=languages, addresses=cleaned["addresses"]
        )
        return len(cleaned["addresses"])


def named(tags: Iterable[str]) -> list[tuple[str, str]]:
    """Return languages as choices, by their names."""
    reader = active_language()
    return [(tag, names.language_name(tag, reader)) for tag in tags]
