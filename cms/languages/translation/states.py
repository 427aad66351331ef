"""How far is each page, or promotion, translated into each open language?

Counted from wagtail-localize's records, never stored: a number that is kept has to be kept right.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from django.db import models
from django.db.models import (
    Case,
    DateTimeField,
    Exists,
    F,
    IntegerField,
    JSONField,
    OuterRef,
    Q,
    Value,
    When,
)
from django.utils.translation import pgettext_lazy
from wagtail.models import Page
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from cms.languages.chains import OpenLanguages, open_languages
from cms.languages.translation.fragments import count_words
from cms.languages.translation.segments import CONFIRMED
from cms.models import Promotion, TranslationJob

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime
    from uuid import UUID

    from django.db.models import QuerySet

    from cms.languages.translation.sources import Source

Stage = TranslationJob.Stage

VERSION = (
    *("live", "last_published_at"),
    *("contentpage__untranslated_blocks", "contentpage__is_by_machine"),
)
"""What is read of a version of a page."""
VERSION_OF_PROMOTION = (
    *(Value(True), Value(None, DateTimeField())),
    *(Value([], JSONField()), Value(False)),
)
"""The same of a promotion."""
WITH_GAPS = Q(contentpage__isnull=False) & ~Q(contentpage__untranslated_blocks=[])
"""The condition that a page was published with blocks in the words of the source."""
BY_MACHINE = Q(contentpage__is_by_machine=True)
"""The condition that a page was published with words that nobody has confirmed."""
IS_WHOLE = ~WITH_GAPS & ~BY_MACHINE
"""The condition that a page was complete when it was published."""


class State(models.TextChoices):
    """How far a page, or a promotion, is in one language."""

    SOURCE = "source", pgettext_lazy("state of a translation", "original")
    CURRENT = "current", pgettext_lazy("state of a translation", "translated")
    GAPS = "gaps", pgettext_lazy("state of a translation", "public with gaps")
    MACHINE = "machine", pgettext_lazy("state of a translation", "public, by a machine")
    OUTDATED = "outdated", pgettext_lazy("state of a translation", "outdated")
    READY = "ready", pgettext_lazy("state of a translation", "ready")
    REVIEW = "review", pgettext_lazy("state of a translation", "waiting for review")
    STARTED = "started", pgettext_lazy("state of a translation", "in progress")
    QUEUED = "queued", pgettext_lazy("state of a translation", "queued")
    MISSING = "missing", pgettext_lazy("state of a translation", "missing")
    NOT_NEEDED = "not_needed", pgettext_lazy("state of a translation", "not needed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One page, or promotion, in one language."""

    state: State
    language: str
    """BCP 47 tag."""
    percent: int = 0
    """How many of its segments are confirmed, 0 to 100."""
    words_left: int = 0
    """Words of the source that are still to be translated; 0 while nobody has asked for it in any language."""
    shown: str = ""
    """BCP 47 tag of the version that readers of this language get."""
    is_live: bool = False
    """Whether a version in this language itself is public."""
    job: TranslationJob | None = None
    """With its assignee."""
    translation: int | None = None
    """Primary key of the Translation, if it was asked for."""

    @property
    def is_unasked(self) -> bool:
        """Whether words are lacking that nobody was asked for in any language: they are not counted."""
        lacks_words = self.state in (State.MISSING, State.OUTDATED)
        return lacks_words and self.translation is None and not self.words_left


class Version(NamedTuple):
    """What a cell has to know of a page, or a promotion, in one language."""

    is_live: bool
    published_at: datetime | None
    has_gaps: bool = False
    """Whether it was published with blocks in the words of the source."""
    is_by_machine: bool = False
    """Whether it was published with words that nobody has confirmed."""


def cells(
    sources: Iterable[Page | Promotion | Source], languages: Collection[str] | None = None
) -> dict[UUID, dict[str, Cell]]:
    """Return the state of pages and promotions in open languages, by translation key and BCP 47 tag. Three queries.

    A public translation is outdated when its source has words that it lacks. One for which translators have no record
    (it was written by hand) is outdated when its source was published after it.

    Args:
        sources: the versions in which they were first written.
        languages: BCP 47 tags of the languages wanted; None for every open one.
    """
    by_key = {source.translation_key: source for source in sources}
    known = open_languages()
    tags = [tag for tag in sorted(known.tags) if languages is None or tag in languages]
    tally = _Tally(list(by_key), [known.locales[tag] for tag in tags])
    return {
        key: {tag: tally.cell(source, tag, known) for tag in tags} for key, source in by_key.items()
    }


class _Tally:
    """All that is known of some content, read at once."""

    def __init__(self, keys: list[UUID], locales: list[int]) -> None:
        self.versions = _versions(keys)
        self.translations = {
            (row.source.object_id, row.target_locale_id): row
            for row in Translation.objects.filter(
                source__object_id__in=keys, target_locale__in=locales, enabled=True
            )
            .select_related("source", "job__assignee")
            .defer("source__content_json")
        }
        self.segments: dict[UUID, dict[tuple[int, int], int]] = defaultdict(dict)
        self.confirmed: dict[tuple[UUID, int], set[tuple[int, int]]] = defaultdict(set)
        for key, context, string, text, locale in _words(keys, locales):
            if locale is None:
                self.segments[key][context, string] = count_words([text])
            else:
                self.confirmed[key, locale].add((context, string))

    def cell(self, source: Page | Promotion | Source, tag: str, languages: OpenLanguages) -> Cell:
        key, locale = source.translation_key, languages.locales[tag]
        if locale == source.locale_id:
            return Cell(
                state=State.SOURCE,
                language=tag,
                percent=100,
                shown=tag,
                is_live=getattr(source, "live", True),
            )
        version = self.versions.get((key, locale), Version(False, None))
        translation = self.translations.get((key, locale))
        segments = self.segments[key]
        lacking = segments.keys() - self.confirmed[key, locale]
        done = len(segments) - len(lacking)
        return Cell(
            state=_state(
                source, version, translation, has_words=done > 0, lacks_words=bool(lacking)
            ),
            language=tag,
            percent=100 * done // len(segments) if segments else 0,
            words_left=sum(segments[place] for place in lacking),
            shown=self._shown(source, tag, languages),
            is_live=version.is_live,
            job=_job(translation),
            translation=translation.pk if translation else None,
        )

    def _shown(self, source: Page | Promotion | Source, tag: str, languages: OpenLanguages) -> str:
        """Return what readers get: the first of their chain that is public, else the source."""
        for step in languages.chain(tag):
            locale = languages.locales.get(step)
            if (
                locale
                and self.versions.get((source.translation_key, locale), Version(False, None))[0]
            ):
                return step
        return languages.by_locale[source.locale_id]


def _versions(keys: list[UUID]) -> dict[tuple[UUID, int], Version]:
    """Return what exists in any language of pages, and of promotions, which are public as soon as they exist. One query.

    A page that is no content page, and a promotion, has neither gaps nor words of a machine.
    """
    pages = Page.objects.filter(translation_key__in=keys).order_by()
    promotions = Promotion.objects.filter(translation_key__in=keys).order_by()
    found = pages.values_list("translation_key", "locale_id", *VERSION).union(
        promotions.values_list("translation_key", "locale_id", *VERSION_OF_PROMOTION), all=True
    )
    return {
        (key, locale): Version(is_live, at, bool(blocks), bool(is_by_machine))
        for key, locale, is_live, at, blocks, is_by_machine in found
    }


def _words(keys: list[UUID], locales: list[int]) -> QuerySet:
    """Return where there are words to translate, with them, and where a person vouches for a translation. One query.

    Both are told by key, context and string; what is to be translated has no locale, and what is translated no text.
    """
    wanted = StringSegment.objects.filter(source__object_id__in=keys).values_list(
        "source__object_id", "context_id", "string_id", "string__data", Value(None, IntegerField())
    )
    confirmed = StringTranslation.objects.filter(
        CONFIRMED, context__object_id__in=keys, locale__in=locales
    ).values_list("context__object_id", "context_id", "translation_of_id", Value(""), "locale_id")
    return wanted.union(confirmed, all=True)


def _job(translation: Translation | None) -> TranslationJob | None:
    return getattr(translation, "job", None)


def _state(
    source: Page | Promotion | Source,
    version: Version,
    translation: Translation | None,
    *,
    has_words: bool,
    lacks_words: bool,
) -> State:
    job = _job(translation)
    stage = job.stage if job else None
    if stage == Stage.NOT_NEEDED:
        return State.NOT_NEEDED
    if version.is_live and translation is None:
        return State.OUTDATED if _is_older(version, source) else State.CURRENT
    public = _public_state(version)
    if version.is_live and lacks_words:
        return State.OUTDATED if public == State.CURRENT else public
    if stage in (Stage.REVIEW, Stage.READY):
        return State(stage)
    if version.is_live:
        return public
    if translation is None:
        return State.MISSING
    return State.STARTED if has_words else State.QUEUED


def _public_state(version: Version) -> State:
    """Return how something went public, which it stays until it is published again."""
    if version.is_by_machine:
        return State.MACHINE
    return State.GAPS if version.has_gaps else State.CURRENT


def _is_older(version: Version, source: Page | Promotion | Source) -> bool:
    published_at = getattr(source, "last_published_at", None)
    if version.published_at is None or published_at is None:
        return False
    return version.published_at < published_at


def is_outdated() -> Case:
    """Return whether a translation lacks words of its source: the rule of ``cells``, asked of a version of a content page.

    For questions asked of ContentPage, in whatever language each row is; a source is never outdated.
    """
    records = Translation.objects.filter(
        source__object_id=OuterRef("translation_key"),
        target_locale=OuterRef("locale"),
        enabled=True,
    )
    confirmed = StringTranslation.objects.filter(
        CONFIRMED,
        locale=OuterRef(OuterRef("locale")),
        translation_of=OuterRef("string"),
        context=OuterRef("context"),
    )
    segments = StringSegment.objects.filter(source__object_id=OuterRef("translation_key"))
    return Case(
        When(source=None, then=Value(False)),
        When(Exists(records), then=Exists(segments.filter(~Exists(confirmed)))),
        When(last_published_at__lt=F("source__last_published_at"), then=Value(True)),
        default=Value(False),
    )


def in_state(sources: QuerySet, state: State, locale: int) -> QuerySet:
    """Return the pages, or promotions, that are in a state in one language: the rule of ``cells``, asked of the database.

    Args:
        sources: of pages of any model, or of promotions.
        state: one of the states.
        locale: primary key of the Locale.
    """
    is_source = Q(locale=locale)
    if state == State.SOURCE:
        return sources.filter(is_source)
    return sources.filter(~is_source & _rules(sources.model, locale)[state])


def _rules(model: type[models.Model], locale: int) -> dict[State, Q]:
    """Return what makes each state in one language, as ``_state`` has it."""
    asked, not_needed, review, ready = _asked(locale)
    live, older, gaps, by_machine = _versions_in(model, locale)
    lacks, begun = _words_in(locale)
    needed, waits = ~not_needed, review | ready
    whole = needed & ~(live & lacks)  # or not public
    unfinished = needed & live & asked & (lacks | ~waits)
    complete = asked & ~gaps & ~by_machine
    return {
        State.NOT_NEEDED: not_needed,
        State.CURRENT: needed & live & ((~asked & ~older) | (complete & ~lacks & ~waits)),
        State.MACHINE: unfinished & by_machine,
        State.GAPS: unfinished & gaps & ~by_machine,
        State.OUTDATED: needed & live & ((~asked & older) | (complete & lacks)),
        State.REVIEW: whole & review,
        State.READY: whole & ready,
        State.STARTED: needed & ~live & asked & ~waits & begun,
        State.QUEUED: needed & ~live & asked & ~waits & ~begun,
        State.MISSING: needed & ~live & ~asked,
    }


def _asked(locale: int) -> tuple[Q, ...]:
    """Return the conditions that a page was asked for, is not needed, is in review, and ready.

    Each names the pages once, instead of looking for each page: SQLite would find a language's records first, all of
    them, anew for every page.
    """
    records = Translation.objects.filter(target_locale=locale, enabled=True)
    return tuple(
        Q(translation_key__in=some.values("source__object_id"))
        for some in (
            records,
            records.filter(job__stage=Stage.NOT_NEEDED),
            records.filter(job__stage=Stage.REVIEW),
            records.filter(job__stage=Stage.READY),
        )
    )


def _versions_in(model: type[models.Model], locale: int) -> tuple[Q, ...]:
    """Return the conditions that something has a public version, one that was published before its source, one with
    gaps, and one with words of a machine.
    """
    same = {"translation_key": OuterRef("translation_key"), "locale": locale}
    if not issubclass(model, Page):
        never = Q(pk__in=[])
        return Q(Exists(model._default_manager.filter(**same))), never, never, never
    versions = Page.objects.filter(**same, live=True)
    older = versions.filter(last_published_at__lt=OuterRef("last_published_at"))
    return (
        Q(Exists(versions)),
        Q(Exists(older)),
        Q(Exists(versions.filter(WITH_GAPS))),
        Q(Exists(versions.filter(BY_MACHINE))),
    )


def _words_in(locale: int) -> tuple[Q, Q]:
    """Return the conditions that a page has segments without a confirmed translation, and with one."""
    confirmed = StringTranslation.objects.filter(
        CONFIRMED,
        locale=locale,
        translation_of=OuterRef("string"),
        context=OuterRef("context"),
    )
    segments = StringSegment.objects.filter(source__object_id=OuterRef("translation_key"))
    return (
        Q(Exists(segments.filter(~Exists(confirmed)))),
        Q(Exists(segments.filter(Exists(confirmed)))),
    )
