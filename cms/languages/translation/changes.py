"""What has changed in a source since it was translated, and does its translation still hold?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from wagtail.log_actions import log
from wagtail_localize.models import StringTranslation, Translation, TranslationSource
from wagtail_localize.strings import extract_ids

from cms.languages.translation.requests import give_words
from cms.languages.translation.segments import Earlier, Place, Segment, segments, unconfirmed
from cms.models import TranslationJob

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.db.models import QuerySet
    from wagtail.models import TranslatableMixin

Stage = TranslationJob.Stage

KEPT = "cms.translations_kept"
"""The action in Wagtail's log: a correction was published, and translations stay valid."""


@transaction.atomic
def take_words(instance: TranslatableMixin) -> bool:
    """Give translators the words of a source as they are now, if it was ever given to them.

    What is public stays public; a translation whose words have changed is outdated from now on.

    Returns:
        Whether words have changed.
    """
    return _source_of(instance) is not None and give_words(instance)[1]


def changed(translation: Translation) -> list[Segment]:
    """Return the segments without a valid translation that had one before the source changed. Two queries."""
    return [segment for segment in segments(translation) if segment.earlier]


@dataclass(frozen=True, slots=True)
class Before:
    """How translations stood before a source was published."""

    outdated: frozenset[Place]
    """The sentences whose translations were of other words already."""
    stages: dict[int, str]
    """How far the people were, by primary key of the Translation."""


def remember(instance: TranslatableMixin) -> Before:
    """Return how the translations of a source stand. Three queries for each language asked for."""
    translations = list(_translations(instance))
    jobs = TranslationJob.objects.filter(translation__in=translations)
    return Before(
        frozenset(segment.place for record in translations for segment in changed(record)),
        dict(jobs.values_list("translation", "stage")),
    )


@transaction.atomic
def keep_since(before: Before, instance: TranslatableMixin, user) -> int:
    """Say that what was published now is a minor edit: translations stay as valid as they were before it.

    A sentence that was outdated already stays so. Who had finished has still finished.

    Returns:
        As ``keep``.
    """
    now = {segment.place for record in _translations(instance) for segment in changed(record)}
    kept = keep(instance, user, only=now - before.outdated)
    for translation in _translations(instance):
        stage = before.stages.get(translation.pk)
        if stage in (Stage.REVIEW, Stage.READY) and not unconfirmed(translation).exists():
            TranslationJob.objects.filter(translation=translation, stage=Stage.OPEN).update(
                stage=stage
            )
    return kept


@transaction.atomic
def keep(instance: TranslatableMixin, user, *, only: Collection[Place]) -> int:
    """Say that translations of some changed sentences stay valid; noted in Wagtail's log.

    Args:
        instance: the source, whose words translators have.
        user: who says so.
        only: the changed sentences for which it holds.

    Returns:
        How many translated sentences stay valid, in all languages together. One whose links are not those of the new
        sentence does not.
    """
    kept = 0
    languages = []
    for translation in _translations(instance):
        holding = 0
        for segment in changed(translation):
            if segment.earlier and segment.place in only and _fits(segment, segment.earlier):
                _keep(translation, segment, segment.earlier)
                holding += 1
        if holding:
            languages.append(translation.target_locale.language_code)
        kept += holding
    if kept:
        log(instance, KEPT, user=user, data={"languages": languages, "segments": kept})
    return kept


def _fits(segment: Segment, earlier: Earlier) -> bool:
    return extract_ids(earlier.words) <= extract_ids(segment.source)


def _translations(instance: TranslatableMixin) -> QuerySet[Translation]:
    """Return the translations of a source that are asked for."""
    return Translation.objects.filter(
        source__object_id=instance.translation_key,
        source__locale=instance.locale_id,
        enabled=True,
    ).select_related("source", "target_locale")


def _keep(translation: Translation, segment: Segment, earlier: Earlier) -> None:
    """Let the translation of a sentence stand for the one that has taken its place."""
    author = StringTranslation.objects.filter(
        translation_of=earlier.string,
        context=segment.context,
        locale=translation.target_locale_id,
    ).values_list("last_translated_by", flat=True)
    StringTranslation.objects.update_or_create(
        translation_of_id=segment.string,
        context_id=segment.context,
        locale=translation.target_locale,
        defaults={
            "data": earlier.words,
            "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL,
            "tool_name": "",
            "last_translated_by_id": author.first(),
            "has_error": False,
        },
    )


def _source_of(instance: TranslatableMixin) -> TranslationSource | None:
    return TranslationSource.objects.filter(
        object_id=instance.translation_key, locale=instance.locale_id
    ).first()
