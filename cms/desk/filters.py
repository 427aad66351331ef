"""Which content and languages does somebody want to see on the desk?"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING
from uuid import UUID

from django import forms
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.models import Page, get_page_models
from wagtail_localize.models import Translation

from cms import names
from cms.dates import site_day
from cms.languages.chains import open_languages
from cms.languages.official import official
from cms.languages.translation import rights, sources
from cms.languages.translation.jobs import overdue
from cms.languages.translation.states import State, in_state
from cms.models import ContentPage, PageTopic, Place, Promotion, Sourced
from cms.words import active_language

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser
    from django.db.models import Model, QuerySet
    from django.utils.functional import Promise

HOOK = "belfry_desk_filters"
"""Wagtail hook: a function that takes the user and returns what else of the desk another application lets them ask for."""

ME, NOBODY = "me", "nobody"

AGES = {
    "within-7": _("in the last 7 days"),
    "within-30": _("in the last 30 days"),
    "within-365": _("in the last year"),
    "before-30": _("more than 30 days ago"),
    "before-365": _("more than a year ago"),
    "never": _("not yet"),
}
"""When the original was first published: within so many days, before them, or never."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MoreFilter:
    """A question to the desk that another application adds."""

    name: str
    """Of the field, and in the address."""
    label: str | Promise
    everything: str | Promise
    """What is chosen where nothing is asked."""
    choices: list[tuple[str, str]]
    """What the user may ask for."""
    keys: Callable[[str], Collection[UUID]]
    """Returns the translation keys of what belongs to a choice."""


class DeskFilter(forms.Form):
    """What can be asked of the desk. Whatever else stands in the address is refused beside its field."""

    search = forms.CharField(label=_("Title"), max_length=100, required=False)
    state = forms.ChoiceField(label=_("State"), required=False)
    language = forms.ChoiceField(label=_("In the language"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    country = forms.ChoiceField(label=_("Country"), required=False)
    topic = forms.ChoiceField(label=_("Topic"), required=False)
    age = forms.ChoiceField(label=_("Original published"), required=False)
    assignee = forms.ChoiceField(label=_("Translator"), required=False)
    overdue = forms.BooleanField(label=_("Overdue only"), required=False)
    columns = forms.MultipleChoiceField(
        label=_("Languages to show"), required=False, widget=forms.CheckboxSelectMultiple
    )
    only = forms.UUIDField(required=False, widget=forms.HiddenInput)
    """Translation key of the one page, or promotion, that is shown."""

    def __init__(self, *args, user: AbstractUser, **kwargs):
        """Offer what there is, and whom the user may know of."""
        super().__init__(*args, **kwargs)
        self.user = user
        reader = active_language()
        key = names.sort_key(reader)
        languages = sorted(
            ((tag, names.language_name(tag, reader)) for tag in open_languages().tags),
            key=lambda choice: key(choice[1]),
        )
        topics = official((reader,)).topics.values()
        self._offer("state", _("All states"), State.choices)
        self._offer("language", _("Any language"), languages)
        self._offer("kind", _("All kinds"), _kinds())
        self._offer(
            "country", _("All countries"), names.countries_by_name(names.country_codes(), reader)
        )
        self._offer(
            "topic",
            _("All topics"),
            sorted(((topic.slug, topic.name) for topic in topics), key=lambda pair: key(pair[1])),
        )
        self._offer("age", _("At any time"), list(AGES.items()))
        self._offer("assignee", _("Anybody"), self._people())
        self.fields["columns"].choices = languages
        self.more: list[MoreFilter] = [
            more for register in hooks.get_hooks(HOOK) for more in register(user)
        ]
        for more in self.more:
            self.fields[more.name] = forms.ChoiceField(label=more.label, required=False)
            self._offer(more.name, more.everything, more.choices)

    def _offer(self, name: str, everything, choices) -> None:
        self.fields[name].choices = [("", everything), *choices]

    def _people(self) -> list[tuple[str, str]]:
        """Return whom one can filter by: oneself and nobody, and every translator for who coordinates. One query then."""
        choices = [(ME, _("Me")), (NOBODY, _("Nobody"))]
        if not rights.may_coordinate(self.user):
            return choices
        self.people = list(rights.translators())
        return [*choices, *((str(person.pk), name_of(person)) for person in self.people)]

    def clean(self):
        """Require a language for a state: there is one state in each."""
        cleaned = super().clean()
        if cleaned.get("state") and not cleaned.get("language") and "language" not in self.errors:
            own = self.shown(cleaned)
            if len(own) > 1:
                self.add_error(
                    "language",
                    ValidationError(_("Choose in which language a page has this state.")),
                )
            else:
                cleaned["language"] = own[0]
        return cleaned

    def shown(self, cleaned: dict | None = None) -> list[str]:
        """Return the BCP 47 tags of the columns.

        By default those into which the user translates; all for who coordinates or translates into none.
        """
        cleaned = self.cleaned_data if cleaned is None else cleaned
        chosen = cleaned.get("columns")
        if not chosen and not rights.may_coordinate(self.user):
            chosen = rights.languages_of(self.user)
        tags = set(chosen or open_languages().tags)
        if language := cleaned.get("language"):
            tags.add(language)
        return sorted(tags)

    def found(self) -> QuerySet:
        """Return what was asked for and what the user may see, as ``sources.listed`` has it."""
        pages = sources.pages().filter(rights.visible_to(self.user))
        return sources.listed(self._narrowed(pages), self._narrowed(sources.promotions()))

    def _narrowed(self, found: QuerySet) -> QuerySet:
        """Narrow pages, or promotions. These have no country, no topic and no day of publication."""
        for name, narrow in (_OF_ALL | _OF_PAGES).items():
            if value := self.cleaned_data.get(name):
                has_it = name in _OF_ALL or found.model is Page
                found = narrow(found, value) if has_it else found.none()
        for keys in self._keys:
            found = found.filter(translation_key__in=keys)
        found = self._with_jobs(found)
        if state := self.cleaned_data.get("state"):
            locale = open_languages().locales[self.cleaned_data["language"]]
            found = in_state(found, State(state), locale)
        return found

    @cached_property
    def _keys(self) -> list[Collection[UUID]]:
        """The translation keys of what other applications narrow the desk to."""
        asked = ((more, self.cleaned_data.get(more.name)) for more in self.more)
        return [more.keys(value) for more, value in asked if value]

    def _with_jobs(self, found: QuerySet) -> QuerySet:
        """Narrow by who translates them until when, in the language asked for or in those that are shown."""
        condition = self._of_assignee(self.cleaned_data.get("assignee", ""))
        if self.cleaned_data.get("overdue"):
            condition &= overdue(site_day(timezone.now()), "job__")
        if not condition:
            return found
        language = self.cleaned_data.get("language")
        locales = open_languages().locales
        tags = [language] if language else self.shown()
        jobs = Translation.objects.filter(
            condition,
            target_locale__in=[locales[tag] for tag in tags],
            enabled=True,
        )
        return found.filter(translation_key__in=jobs.values("source__object_id"))

    def _of_assignee(self, wanted: str) -> Q:
        if wanted == NOBODY:
            return Q(job__assignee=None, job__stage="open")
        if wanted == ME:
            return Q(job__assignee=self.user)
        return Q(job__assignee=int(wanted)) if wanted else Q()


def _with_kind(found: QuerySet, kind: str) -> QuerySet:
    model = next(model for model in _kind_models() if model._meta.label_lower == kind)
    if found.model is not Page or not issubclass(model, Page):
        return found if found.model is model else found.none()
    return found.filter(content_type=ContentType.objects.get_for_model(model))


def _with_country(pages: QuerySet[Page], code: str) -> QuerySet[Page]:
    """Narrow pages to those that concern a country or take place there, as lists for readers do."""
    here = Place.objects.filter(page=OuterRef("pk"), city__country=code)
    content = ContentPage.objects.filter(Q(countries__contains=code) | Exists(here))
    return pages.filter(pk__in=content.values("pk"))


def _with_topic(pages: QuerySet[Page], slug: str) -> QuerySet[Page]:
    return pages.filter(pk__in=PageTopic.objects.filter(topic__slug=slug).values("page"))


def _with_age(pages: QuerySet[Page], age: str) -> QuerySet[Page]:
    side, _dash, days = age.partition("-")
    if side == "never":
        return pages.filter(first_published_at=None)
    moment = timezone.now() - timedelta(days=int(days))
    side = "gte" if side == "within" else "lt"
    return pages.filter(**{f"first_published_at__{side}": moment})


_OF_ALL = {
    "only": lambda found, key: found.filter(translation_key=key),
    "search": lambda found, words: found.filter(title__icontains=words),
    "kind": _with_kind,
}
_OF_PAGES = {"country": _with_country, "topic": _with_topic, "age": _with_age}


def _kind_models() -> list[type[Model]]:
    return [Promotion, *(model for model in get_page_models() if issubclass(model, Sourced))]


def _kinds() -> list[tuple[str, str]]:
    """Return the kinds of content that has versions; a page that nobody can create (the core's own) is none."""
    return sorted(
        (
            (model._meta.label_lower, capfirst(model._meta.verbose_name_plural))
            for model in _kind_models()
            if getattr(model, "is_creatable", True)
        ),
        key=lambda choice: str(choice[1]),
    )


def name_of(person: AbstractUser) -> str:
    """Return what a person is called."""
    return person.get_full_name() or person.get_username()
