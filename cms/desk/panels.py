"""What waits for somebody when they enter the admin?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count as QueryCount
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.components import Component
from wagtail.models import Page
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from cms import names
from cms.dates import format_day, site_day
from cms.languages.chains import open_languages
from cms.languages.translation import rights
from cms.languages.translation.jobs import is_overdue, overdue
from cms.languages.translation.segments import CONFIRMED
from cms.languages.translation.states import IS_WHOLE, State
from cms.models import Promotion, TranslationBatch, TranslationJob
from cms.words import active_language

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser
    from django.db.models import QuerySet

Stage = TranslationJob.Stage

EVERYTHING = Q()
MOST = 8
"""How many lines a list has; the desk has the others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A translation that waits."""

    title: str
    source_language: str
    language: str
    """Its name."""
    url: str
    due: str = ""
    overdue: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class List:
    """Translations that wait for the same."""

    heading: str
    lines: list[Line]
    more_url: str
    """Where the desk shows all of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many wait for something, and where the desk shows them."""

    words: str
    number: int
    url: str


class TranslationsPanel(Component):
    """On the admin's first page: a translator's own work, or what a coordinator should look at."""

    name = "translations"
    template_name = "cms/desk/panel.html"
    order = 50

    def get_context_data(self, parent_context):
        """Tell what waits. Four queries at most, whatever there is."""
        user = parent_context["request"].user
        coordinates = rights.may_coordinate(user)
        return {
            "heading": gettext_lazy("Translations")
            if coordinates
            else gettext_lazy("Your translations"),
            "lists": [each for each in self._lists(user, coordinates) if each.lines],
            "counts": _counts() if coordinates else [],
            "batches": _batches(user) if coordinates else [],
            "desk_url": reverse("desk:desk"),
        }

    def _lists(self, user: AbstractUser, coordinates: bool) -> list[List]:
        """Return what one can translate; a coordinator is not offered all that is free and outdated everywhere."""
        locales = open_languages().locales
        own = Q(target_locale__in=[locales[tag] for tag in rights.languages_of(user)])
        mine = own & Q(job__assignee=user, job__stage=Stage.OPEN)
        lists = [self._list(_("Assigned to you"), mine, assignee="me")]
        if coordinates:
            return lists
        free = own & Q(job__assignee=None, job__stage=Stage.OPEN) & ~_is_public()
        outdated = own & Q(job__stage=Stage.PUBLISHED)
        outdated &= _is_public(IS_WHOLE) & Exists(_lacking())
        return [
            *lists,
            self._list(_("Free to take"), free, assignee="nobody"),
            self._list(_("Outdated"), outdated, state="outdated"),
        ]

    def _list(self, heading: str, condition: Q, **query: str) -> List:
        waiting = (
            Translation.objects.filter(condition, enabled=True)
            .select_related("source", "job")
            .defer("source__content_json")
            .order_by(F("job__due_on").asc(nulls_last=True), "-pk")
        )
        return List(
            heading=heading,
            lines=[_line(translation) for translation in waiting[:MOST]],
            more_url=f"{reverse('desk:desk')}?{urlencode(query)}",
        )


def _line(translation: Translation) -> Line:
    reader, tags = active_language(), open_languages().by_locale
    job, today = translation.job, site_day(timezone.now())
    return Line(
        title=translation.source.object_repr,
        source_language=tags[translation.source.locale_id],
        language=names.language_name(tags[translation.target_locale_id], reader),
        url=reverse("desk:editor", args=[translation.pk]),
        due=format_day(job.due_on, reader, year=job.due_on.year != today.year)
        if job.due_on
        else "",
        overdue=is_overdue(job, today),
    )


def _counts() -> list[Count]:
    """Return how many are overdue, and in each language wait for a reviewer or for their publication. One query."""
    late = overdue(site_day(timezone.now()))
    jobs = TranslationJob.objects.filter(translation__enabled=True)
    by_language = jobs.values_list("translation__target_locale__language_code").annotate(
        late=QueryCount("pk", filter=late),
        review=QueryCount("pk", filter=Q(stage=Stage.REVIEW)),
        ready=QueryCount("pk", filter=Q(stage=Stage.READY)),
    )
    found = sorted(by_language)
    reader = active_language()
    waiting = [
        _count(
            _("%(state)s, %(language)s")
            % {"state": state.label, "language": names.language_name(tag, reader)},
            number,
            state=state.value,
            language=tag,
        )
        for tag, _late, *numbers in found
        for state, number in zip((State.REVIEW, State.READY), numbers, strict=True)
    ]
    total = sum(row[1] for row in found)
    return [
        count for count in [_count(_("overdue"), total, overdue="on"), *waiting] if count.number
    ]


def _count(words: str, number: int, **query: str) -> Count:
    return Count(words=words, number=number, url=f"{reverse('desk:desk')}?{urlencode(query)}")


def _batches(user: AbstractUser) -> list[TranslationBatch]:
    """Return the user's jobs in the background that are not finished. One query."""
    newest = TranslationBatch.objects.filter(requested_by=user, waits=False).order_by("-pk")[:MOST]
    return [batch for batch in newest if not batch.is_finished]


def _is_public(how: Q = EVERYTHING) -> Q:
    """Return the condition that a translation has a public version. A promotion is public as soon as it exists.

    Args:
        how: what is asked of the version of a page besides; a promotion has neither gaps nor words of a machine.
    """
    version = {
        "translation_key": OuterRef("source__object_id"),
        "locale": OuterRef("target_locale"),
    }
    pages = Page.objects.filter(how, **version, live=True)
    return Q(Exists(pages)) | Q(Exists(Promotion.objects.filter(**version)))


def _lacking() -> QuerySet[StringSegment]:
    """Return the segments of a translation for which nobody vouches."""
    confirmed = StringTranslation.objects.filter(
        CONFIRMED,
        locale=OuterRef(OuterRef("target_locale")),
        translation_of=OuterRef("string"),
        context=OuterRef("context"),
    )
    return StringSegment.objects.filter(~Exists(confirmed), source=OuterRef("source"))
