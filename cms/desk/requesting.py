"""How does a coordinator ask for one page in several languages?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets import AdminDateInput, AdminTimeInput
from wagtail.models import Locale, Page

from cms import dates, names
from cms.desk.filters import name_of
from cms.desk.squares import ICONS
from cms.fields import zone_choices
from cms.languages.chains import open_languages
from cms.languages.translation import rights
from cms.languages.translation.jobs import assign
from cms.languages.translation.sources import promotions
from cms.languages.translation.states import Cell, State, cells
from cms.models import Promotion, Sourced, TranslationJob
from cms.models.jobs import DEFAULT_ZONE
from cms.words import active_language

if TYPE_CHECKING:
    from datetime import date, time

    from django.db.models import Model
    from django.http import HttpRequest, HttpResponse

Release = TranslationJob.Release

FARTHEST = timedelta(days=3650)
"""How far ahead a set time can be: farther is a slip of the keyboard."""

NOTHING_TO_ASK = {State.SOURCE, State.CURRENT}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A language as the form shows it."""

    tag: str
    name: str
    cell: Cell
    icon: str
    is_offered: bool
    is_ticked: bool
    person: object
    """The bound field by which somebody is chosen; None where nobody can be."""


class RequestForm(forms.Form):
    """Into which languages, by whom, until when, and when the results go public."""

    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Languages"),
        error_messages={"required": gettext_lazy("Tick at least one language.")},
    )
    due_on = forms.DateField(
        label=gettext_lazy("Wanted by"), required=False, widget=AdminDateInput,
        help_text=TranslationJob._meta.get_field("due_on").help_text,
    )  # fmt: skip
    note = forms.CharField(
        label=gettext_lazy("Note"), required=False, max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=TranslationJob._meta.get_field("note").help_text,
    )  # fmt: skip
    release = forms.ChoiceField(
        label=gettext_lazy("Goes public"), required=False, widget=forms.RadioSelect,
        help_text=gettext_lazy("Never before its original is public."),
    )  # fmt: skip
    release_on = forms.DateField(
        label=gettext_lazy("Set day"), required=False, widget=AdminDateInput
    )
    release_time = forms.TimeField(
        label=gettext_lazy("Set time"), required=False, widget=AdminTimeInput,
        help_text=gettext_lazy("By the clocks of the time zone."),
    )  # fmt: skip
    release_zone = forms.ChoiceField(
        label=gettext_lazy("Time zone"), choices=zone_choices, initial=DEFAULT_ZONE
    )

    def __init__(self, *args, source: Model, user, **kwargs):
        """Offer the languages in which something is to be done, each with its translators."""
        super().__init__(*args, **kwargs)
        self.source, self.user = source, user
        self.cells = cells([source])[source.translation_key]
        offered = [tag for tag, cell in self.cells.items() if cell.state not in NOTHING_TO_ASK]
        self.fields["languages"].choices = [(tag, tag) for tag in offered]
        has_jobs = any(cell.job for cell in self.cells.values())
        as_it_is = [("", _("as was decided before; by hand where it is asked for now"))]
        self.fields["release"].choices = [*(as_it_is if has_jobs else ()), *Release.choices]
        self.fields["release"].initial = "" if has_jobs else Release.BY_HAND
        people = _people_by_language(offered)
        for tag in offered:
            # Who has it is named, also when they have left the group: nobody loses it unseen.
            job = self.cells[tag].job
            if job and job.assignee and job.assignee not in people[tag]:
                people[tag].append(job.assignee)
            if people[tag]:
                self.fields[_person_field(tag)] = forms.ChoiceField(
                    label=_("Translator into %(language)s")
                    % {"language": names.language_name(tag, active_language())},
                    required=False,
                    choices=[
                        ("", _("Whoever takes it")),
                        *((str(person.pk), name_of(person)) for person in people[tag]),
                    ],
                    initial=_assignee_of(self.cells[tag]),
                )

    def lines(self) -> list[Line]:
        """Return the languages by name."""
        reader = active_language()
        key = names.sort_key(reader)
        chosen = self["languages"].value() or []
        found = [
            Line(
                tag=tag,
                name=names.language_name(tag, reader),
                cell=cell,
                icon=ICONS[cell.state],
                is_offered=cell.state not in NOTHING_TO_ASK,
                is_ticked=tag in chosen,
                person=self[_person_field(tag)] if _person_field(tag) in self.fields else None,
            )
            for tag, cell in self.cells.items()
        ]
        return sorted(found, key=lambda line: key(line.name))

    def clean_due_on(self):
        """Refuse a day that has passed."""
        day = self.cleaned_data["due_on"]
        if day and day < dates.site_day(timezone.now()):
            raise ValidationError(_("This day has passed."))
        return day

    def clean(self):
        """Let only those decide when it goes public who may publish it, and only about a time that will be."""
        cleaned = super().clean()
        release = cleaned.get("release")
        if not release:
            return cleaned
        refused = [
            names.language_name(locale.language_code, active_language())
            for locale in self.locales()
            if (self._release_of(locale.language_code), release)
            != (Release.BY_HAND, Release.BY_HAND)
            and not rights.may_publish_in(self.user, self.source, locale)
        ]
        if refused:
            self.add_error(
                "release",
                ValidationError(
                    _("You may not publish in: %(languages)s. Leave it to somebody who may."),
                    params={"languages": names.format_list(refused, active_language())},
                ),
            )
        if release == Release.AT:
            self._clean_set_time(cleaned)
        return cleaned

    def _release_of(self, tag: str) -> str:
        """Return what was decided about a language before."""
        job = self.cells[tag].job
        return job.release if job else Release.BY_HAND

    def _clean_set_time(self, cleaned: dict) -> None:
        """Find the instant that is meant, and refuse one that is none, or two, or over."""
        day, clock, zone = (
            cleaned.get(name) for name in ("release_on", "release_time", "release_zone")
        )
        for name, value in (("release_on", day), ("release_time", clock)):
            if value is None and name not in self.errors:
                self.add_error(name, _("A set time needs a day and a time."))
        if day and clock is not None and zone:
            self._clean_instant(cleaned, day, clock, zone)

    def _clean_instant(self, cleaned: dict, day: date, clock: time, zone: str) -> None:
        try:
            at = dates.instant_of(day, clock, zone)
        except dates.NoSuchTimeError:
            self.add_error(
                "release_time",
                _("On this day the clocks skip this time: summer time begins. Choose another."),
            )
            return
        except dates.TwiceError:
            self.add_error(
                "release_time",
                _("On this day the clocks show this time twice: summer time ends. Choose another."),
            )
            return
        now = timezone.now()
        if at <= now:
            self.add_error("release_on", _("This time has passed."))
        elif at > now + FARTHEST:
            self.add_error("release_on", _("Choose a day of the next ten years."))
        cleaned["release_at"] = at

    def locales(self) -> list[Locale]:
        """Return the languages that were ticked. One query."""
        return list(Locale.objects.filter(language_code__in=self.cleaned_data.get("languages", [])))

    @transaction.atomic
    def save(self) -> int:
        """Ask for the translations, and return for how many."""
        cleaned = self.cleaned_data
        wishes = {
            "requested_by": self.user,
            **self._release(),
            **{name: value for name in ("due_on", "note") if (value := cleaned[name])},
        }
        locales = self.locales()
        for locale in locales:
            assign(self.source, [locale], **wishes, **self._person(locale.language_code))
        return len(locales)

    def _person(self, tag: str) -> dict:
        """Return who was chosen; nothing where nobody chose, so that nobody loses what they took meanwhile."""
        field = _person_field(tag)
        if field not in self.fields or field not in self.changed_data:
            return {}
        person = self.cleaned_data[field]
        return {"assignee_id": int(person) if person else None}

    def _release(self) -> dict:
        """Return what was decided about going public; nothing where that stays as it is."""
        release = self.cleaned_data["release"]
        if not release:
            return {}
        return {
            "release": release,
            "release_at": self.cleaned_data.get("release_at"),
            "release_zone": self.cleaned_data["release_zone"],
            "released_by": None if release == Release.BY_HAND else self.user,
        }


class RequestView(WagtailAdminTemplateMixin, FormView):
    """Asks for one page, or one promotion, in several languages."""

    form_class = RequestForm
    template_name = "cms/desk/request.html"
    page_title = gettext_lazy("Request translations")
    header_icon = "wagtail-localize-language"

    def dispatch(self, request: HttpRequest, **place) -> HttpResponse:
        """Find the source.

        Raises:
            Http404: if there is none, or it is of a sort that has no translations.
            PermissionDenied: if the user may not ask for translations, or not see the source.
        """
        if not rights.may_coordinate(request.user):
            raise PermissionDenied
        self.source = _page(**place) if "page_id" in place else _snippet(**place)
        if not rights.may_request(request.user, self.source):
            raise PermissionDenied
        return super().dispatch(request)

    @cached_property
    def language(self) -> str:
        """In which language the source is written."""
        return open_languages().by_locale[self.source.locale_id]

    def get_breadcrumbs_items(self):
        """Lead to the desk."""
        return [
            {"url": reverse("desk:desk"), "label": _("Translations")},
            {"url": "", "label": str(self.source)},
        ]

    def get_form_kwargs(self):
        """Tell the form what is translated, and who asks."""
        return {**super().get_form_kwargs(), "source": self.source, "user": self.request.user}

    def get_context_data(self, **kwargs):
        """Tell what is translated."""
        return super().get_context_data(
            source=self.source,
            language=self.language,
            is_draft=not getattr(self.source, "live", True),
            row_url=f"{reverse('desk:desk')}?only={self.source.translation_key}",
            **kwargs,
        )

    def form_valid(self, form):
        """Ask for them, and say so."""
        count = form.save()
        words = ngettext(
            "‘%(title)s’ was requested in %(count)s language.",
            "‘%(title)s’ was requested in %(count)s languages.",
            count,
        )
        messages.success(self.request, words % {"title": str(self.source), "count": count})
        return redirect(self.request.path)


def _page(page_id: int) -> Page:
    page = get_object_or_404(Page, pk=page_id).specific
    if not isinstance(page, Sourced):
        raise Http404
    return page.original.specific


def _snippet(app_label: str, model_name: str, pk: str) -> Promotion:
    """Return the promotion that was written first of those that say the same.

    Raises:
        Http404: if there is none: of all snippets, promotions alone have versions.
    """
    if f"{app_label}.{model_name}" != Promotion._meta.label_lower or not pk.isdecimal():
        raise Http404
    promotion = get_object_or_404(Promotion, pk=pk)
    return promotions().select_related("locale").get(translation_key=promotion.translation_key)


def _people_by_language(tags: list[str]) -> dict[str, list]:
    """Return who can be given a translation, by language. Two queries, whatever the number of languages."""
    languages = rights.languages_by_person()
    people = list(rights.translators())
    return {
        tag: [person for person in people if tag in languages.get(person.pk, ())] for tag in tags
    }


def _assignee_of(cell: Cell) -> str:
    return str(cell.job.assignee_id or "") if cell.job else ""


def _person_field(tag: str) -> str:
    return f"person_{tag}"
