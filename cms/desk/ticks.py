"""What has somebody ticked on the desk, and what is to be done to it?"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets import AdminDateInput

from cms import dates
from cms.desk.downloading import DOWNLOADS
from cms.desk.filters import name_of
from cms.languages.chains import open_languages
from cms.languages.translation import rights
from cms.languages.translation.actions import Action, Wishes
from cms.languages.translation.machine.proposals import machine

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.contrib.auth.models import AbstractUser


class Ticked(NamedTuple):
    """A cell that somebody has ticked: translation key and BCP 47 tag of its language, in forms with a dot between."""

    source: UUID
    tag: str


class ActionForm(forms.Form):
    """What is to be done to the ticked cells."""

    action = forms.ChoiceField(label=gettext_lazy("With what is ticked"))
    assignee = forms.ChoiceField(label=gettext_lazy("Translator"), required=False)
    due_on = forms.DateField(label=gettext_lazy("Wanted by"), required=False, widget=AdminDateInput)
    note = forms.CharField(
        label=gettext_lazy("Note"), required=False, max_length=1000,
        widget=forms.TextInput,
    )  # fmt: skip

    def __init__(self, *args, user: AbstractUser, people: Iterable[AbstractUser], **kwargs):
        """Offer what the user may do at all; whether to a cell is asked for each."""
        super().__init__(*args, **kwargs)
        own = [Action.TAKE, Action.PUBLISH, Action.PROPOSE]
        allowed = list(Action) if rights.may_coordinate(user) else own
        if machine() is None:
            allowed.remove(Action.PROPOSE)
        self.fields["action"].choices = [
            *((action.value, action.label) for action in allowed),
            *DOWNLOADS.items(),
        ]
        self.fields["assignee"].choices = [
            ("", _("Nobody in particular")),
            *((str(person.pk), name_of(person)) for person in people),
        ]
        if Action.ASSIGN not in allowed:
            for name in ("assignee", "due_on", "note"):
                del self.fields[name]

    def clean_due_on(self):
        """Refuse a day that has passed."""
        day = self.cleaned_data["due_on"]
        if day and day < dates.site_day(timezone.now()):
            raise ValidationError(_("This day has passed."))
        return day

    def clean(self):
        """Refuse to give nothing to nobody."""
        cleaned = super().clean()
        if cleaned.get("action") == Action.ASSIGN and not self.errors and not self.wishes.for_jobs:
            self.add_error("assignee", _("Choose a person, a day or a note."))
        return cleaned

    @property
    def wishes(self) -> Wishes:
        """What was wished."""
        assignee = self.cleaned_data.get("assignee")
        return Wishes(
            assignee=int(assignee) if assignee else None,
            due_on=self.cleaned_data.get("due_on"),
            note=self.cleaned_data.get("note", ""),
        )


def ticked(data) -> list[Ticked]:
    """Return the cells that a form names: one by one, by whole rows, and by whole columns of what was shown."""
    shown, columns = data.getlist("shown"), data.getlist("shown_languages")
    rows, whole_columns = data.getlist("rows"), data.getlist("columns")
    return ticks(
        [
            *data.getlist("cells"),
            *(f"{row}.{tag}" for row in rows for tag in columns),
            *(f"{row}.{tag}" for row in shown for tag in whole_columns),
        ]
    )


def ticks(keys: Iterable[str]) -> list[Ticked]:
    """Return cells by their keys, each once; what is none is left out."""
    tags = set(open_languages().tags)
    found = {}
    for key in keys:
        source, _dot, tag = key.partition(".")
        with suppress(ValueError):
            if tag in tags:
                found[Ticked(UUID(source), tag)] = True
    return list(found)
