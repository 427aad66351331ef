"""How far is each page translated into each open language?

Counted from wagtail-localize's records, never stored: a number that is kept has to be kept right.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import pgettext_lazy
from wagtail.models import DraftStateMixin, Page
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from cms.languages.chains import OpenLanguages, open_languages
from cms.languages.translation.fragments import count_words
from cms.languages.translation.segments import CONFIRMED
from cms.models import TranslationJob

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime
    from uuid import UUID

Stage = TranslationJob.Stage

VERSION = (
    *("live", "last_published_at"),
    *("contentpage__untranslated_blocks", "contentpage__is_by_machine"),
)
"""What is read of a version of a page."""
WITH_GAPS = Q(contentpage__isnull=False) & ~Q(contentpage__untranslated_blocks=[])
"""The condition that a page was published with blocks in the words of the source."""
BY_MACHINE = Q(contentpage__is_by_machine=True)
"""The condition that a page was published with words that nobody has confirmed."""
IS_WHOLE = ~WITH_GAPS & ~BY_MACHINE
"""The condition that a page was complete when it was published."""


class State(models.TextChoices):
    """How far a page is in one language."""

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
    """One page in one language."""

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


class Version(NamedTuple):
    """What a cell has to know of a page in one language."""

    is_live: bool
    published_at: datetime | None
    has_gaps: bool = False
    """Whether it was published with blocks in the words of the source."""
    is_by_machine: bool = False
    """Whether it was published with words that nobody has confirmed."""


def cells(
    sources: Iterable[Page], languages: Collection[str] | None = None
) -> dict[UUID, dict[str, Cell]]:
    """Return the state of pages in open languages, by translation key and BCP 47 tag. Four queries.

    A public translation is outdated when its source has words that it lacks. One for which translators have no record
    (it was written by hand) is outdated when its source was published after it.

    Args:
        sources: the versions in which pages, or promotions, were first written; not of both together.
        languages: BCP 47 tags of the languages wanted; None for every open one.
    """
    pages = {page.translation_key: page for page in sources}
    known = open_languages()
    tags = [tag for tag in sorted(known.tags) if languages is None or tag in languages]
    tally = _Tally(pages, [known.locales[tag] for tag in tags])
    return {key: {tag: tally.cell(page, tag, known) for tag in tags} for key, page in pages.items()}


class _Tally:
    """All that is known of some pages, read at once."""

    def __init__(self, pages: dict[UUID, Page], locales: list[int]) -> None:
        keys = list(pages)
        self.versions = _versions(pages)
        self.translations = {
            (row.source.object_id, row.target_locale_id): row
            for row in Translation.objects.filter(
                source__object_id__in=keys, target_locale__in=locales, enabled=True
            )
            .select_related("source", "job__assignee")
            .defer("source__content_json")
        }
        self.segments: dict[UUID, dict[tuple[int, int], int]] = defaultdict(dict)
        for key, context, string, text in StringSegment.objects.filter(
            source__object_id__in=keys
        ).values_list("source__object_id", "context_id", "string_id", "string__data"):
            self.segments[key][context, string] = count_words([text])
        self.confirmed: dict[tuple[UUID, int], set[tuple[int, int]]] = defaultdict(set)
        for key, locale, context, string in StringTranslation.objects.filter(
            CONFIRMED, context__object_id__in=keys, locale__in=locales
        ).values_list("context__object_id", "locale_id", "context_id", "translation_of_id"):
            self.confirmed[key, locale].add((context, string))

    def cell(self, page: Page, tag: str, languages: OpenLanguages) -> Cell:
        key, locale = page.translation_key, languages.locales[tag]
        if locale == page.locale_id:
            return Cell(
                state=State.SOURCE,
                language=tag,
                percent=100,
                shown=tag,
                is_live=getattr(page, "live", True),
            )
        version = self.versions.get((key, locale), Version(False, None))
        translation = self.translations.get((key, locale))
        segments = self.segments[key]
        lacking = segments.keys() - self.confirmed[key, locale]
        done = len(segments) - len(lacking)
        return Cell(
            state=_state(page, version, translation, has_words=done > 0, lacks_words=bool(lacking)),
            language=tag,
            percent=100 * done // len(segments) if segments else 0,
            words_left=sum(segments[place] for place in lacking),
            shown=self._shown(page, tag, languages),
            is_live=version.is_live,
            job=_job(translation),
            translation=translation.pk if translation else None,
        )

    def _shown(self, page: Page, tag: str, languages: OpenLanguages) -> str:
        """Return what readers get: the first of their chain that is public, else the source."""
        for step in languages.chain(tag):
            locale = languages.locales.get(step)
            if (
                locale
                and self.versions.get((page.translation_key, locale), Version(False, None))[0]
            ):
                return step
        return languages.by_locale[page.locale_id]


def _versions(instances: dict[UUID, Page]) -> dict[tuple[UUID, int], Version]:
    """Return what exists in any language of pages, or of promotions, which are public as soon as they exist. One query."""
    model = Page if any(isinstance(each, Page) for each in instances.values()) else None
    model = model or next((type(each) for each in instances.values()), Page)
    has_drafts = issubclass(model, DraftStateMixin)
    found = model._default_manager.filter(translation_key__in=list(instances)).values_list(
        "translation_key", "locale_id", *(VERSION if has_drafts else ())
    )
    return {
        (key, locale): _version(*state) if has_drafts else Version(True, None)
        for key, locale, *state in found
    }


def _version(
    is_live: bool, at: datetime | None, blocks: list[str] | None, is_by_machine: bool | None
) -> Version:
    """Return what is known of a page; a page that is no content page has neither gaps nor words of a machine."""
    return Version(is_live, at, bool(blocks), bool(is_by_machine))


def _job(translation: Translation | None) -> TranslationJob | None:
    return getattr(translation, "job", None)


def _state(
    page: Page,
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
        return State.OUTDATED if _is_older(version, page) else State.CURRENT
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
    """Return how a page went public, which it stays until it is published again."""
    if version.is_by_machine:
        return State.MACHINE
    return State.GAPS if version.has_gaps else State.CURRENT


def _is_older(version: Version, page: Page) -> bool:
    if version.published_at is None or page.last_published_at is None:
        return False
    return version.published_at < page.last_published_at


def in_state(pages: models.QuerySet, state: State, locale: int) -> models.QuerySet:
    """Return the pages that are in a state in one language: the rule of ``cells``, asked of the database.

    Args:
        pages: sources of pages of any model.
        state: one of the states.
        locale: primary key of the Locale.
    """
    is_source = Q(locale=locale)
    if state == State.SOURCE:
        return pages.filter(is_source)
    return pages.filter(~is_source & _rules(locale)[state])


def _rules(locale: int) -> dict[State, Q]:
    """Return what makes each state in one language, as ``_state`` has it."""
    asked, not_needed, review, ready = _asked(locale)
    live, older, gaps, by_machine = _versions_in(locale)
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


def _versions_in(locale: int) -> tuple[Q, ...]:
    """Return the conditions that a page has a public version, one that was published before its source, one with gaps,
    and one with words of a machine.
    """
    versions = Page.objects.filter(
        translation_key=OuterRef("translation_key"), locale=locale, live=True
    )
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
