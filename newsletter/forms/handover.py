"""What is asked before an issue is handed over, or sent to the staff?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django import forms
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.widgets import AdminDateInput, AdminTimeInput

from cms import names
from cms.fields import zone_choices
from cms.models.jobs import DEFAULT_ZONE
from cms.words import active_language
from newsletter.backends.registry import backends
from newsletter.handover.orders import begin
from newsletter.handover.passing import over_by
from newsletter.handover.schedule import UNFINISHED, UnusableTimeError, instant_of
from newsletter.handover.trials import languages_to_test, order_tests

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.contrib.auth.models import AbstractUser

    from newsletter.models import Approval, IssuePage


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
    all_the_same = forms.BooleanField(label=_("Hand it over all the same"), required=False)

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
        """Find the instant that is meant, where one is; warn of what is over by then, unless the user knows."""
        cleaned = super().clean()
        cleaned["starts_at"] = None
        if cleaned.get("when") == self.When.AT:
            for name in ("day", "clock"):
                if cleaned.get(name) is None and name not in self.errors:
                    self.add_error(name, _("A set time needs a day and a time."))
            if not {"day", "clock", "zone"} & self.errors.keys():
                self._clean_instant(cleaned)
        if cleaned["starts_at"] and not self.errors and not cleaned["all_the_same"]:
            self._warn_of_what_is_over(cleaned)
        return cleaned

    def _clean_instant(self, cleaned: dict) -> None:
        try:
            cleaned["starts_at"] = instant_of(cleaned["day"], cleaned["clock"], cleaned["zone"])
        except UnusableTimeError as error:
            self.add_error("clock", str(error))

    def _warn_of_what_is_over(self, cleaned: dict) -> None:
        if over := over_by(self.approval, cleaned["languages"], cleaned["starts_at"]):
            said = _("By then this is over, and readers are told of it as still to come:")
            self.add_error("all_the_same", [said, *over])

    def save(self) -> int:
        """Order it, all or nothing, and return how many editions are on their way; what has arrived before is not.

        Raises:
            CannotHandOverError: if something stands in the way.
        """
        wishes = {name: self.cleaned_data[name] for name in ("languages", "starts_at", "zone")}
        with transaction.atomic():
            return sum(
                handover.state in UNFINISHED
                for name in self.cleaned_data["backends"]
                for handover in begin(self.approval, name, user=self.user, **wishes)
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
        self.issue, self.user = issue, user
        self.written = languages_to_test(issue)
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
            self.issue,
            cleaned["backend"],
            languages=languages,
            addresses=cleaned["addresses"],
            user=self.user,
        )
        return len(cleaned["addresses"])


def named(tags: Iterable[str]) -> list[tuple[str, str]]:
    """Return languages as choices, by their names."""
    reader = active_language()
    return [(tag, names.language_name(tag, reader)) for tag in tags]
