"""What happens when a translation is asked for?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from wagtail.models import Page
from wagtail_localize.models import StringSegment, Translation, TranslationSource

from cms.languages.translation.memory import prefill
from cms.languages.translation.messages import announce
from cms.models import TranslationJob

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wagtail.models import Locale, TranslatableMixin


def request_translation(instance: TranslatableMixin, locale: Locale) -> Translation:
    """Return the record by which translators find a page (or a promotion), with the words of its source as they are now.

    Args:
        instance: the source.
        locale: the language wanted.
    """
    (translation,) = request_translations(instance, [locale])
    return translation


@transaction.atomic
def request_translations(
    instance: TranslatableMixin,
    locales: Iterable[Locale],
    *,
    must_not_change: bool = False,
    **wishes,
) -> list[Translation]:
    """Ask for a page (or a promotion) in several languages.

    What was translated before in the same words is proposed (``memory``), and whoever is to translate it is told
    (``messages``). Nothing is made in the tree: a draft appears when somebody has translated the first words. What was
    asked for before stays as it is, unless a wish changes it.

    Args:
        instance: the source; a page that was never public is taken as its latest draft has it.
        locales: the languages wanted; that of the source is left out.
        must_not_change: whether the wishes are only for what is asked for now for the first time.
        **wishes: of the jobs: ``assignee_id``, ``due_on``, ``note``, ``requested_by``, ``release`` and what belongs to it.

    Returns:
        The records, in the order of the languages.
    """
    source, _has_changed = give_words(instance)
    records = Translation.objects.filter(source=source)
    wanted = [locale for locale in locales if locale.pk != source.locale_id]
    known = set(records.values_list("target_locale", flat=True))
    Translation.objects.bulk_create(
        Translation(source=source, target_locale=locale)
        for locale in wanted
        if locale.pk not in known
    )
    _resume(source, wanted)
    by_locale = {row.target_locale_id: row for row in records.all()}
    translations = [by_locale[locale.pk] for locale in wanted]
    for translation, locale in zip(translations, wanted, strict=True):
        translation.source, translation.target_locale = source, locale
    TranslationJob.objects.bulk_create(
        [TranslationJob(translation=translation, **wishes) for translation in translations],
        ignore_conflicts=True,
    )
    prefill(*translations)
    jobs = TranslationJob.objects.filter(translation__in=translations)
    if wishes and not must_not_change:
        if "assignee_id" in wishes:  # a person who gets it now has not been told of it yet
            jobs.exclude(assignee=wishes["assignee_id"]).update(announced_at=None)
        jobs.update(**wishes)
    jobs.filter(stage=TranslationJob.Stage.NOT_NEEDED).update(stage=TranslationJob.Stage.OPEN)
    if wishes.get("assignee_id"):
        announce(translation.pk for translation in translations)
    return translations


def give_words(instance: TranslatableMixin) -> tuple[TranslationSource, bool]:
    """Give translators the words of a source as they are now; to be called within a transaction.

    Whoever said that a translation is finished has not seen words that are new.

    Returns:
        The record of the source, and whether words have changed.
    """
    known = TranslationSource.objects.select_for_update().filter(
        object_id=instance.translation_key, locale=instance.locale_id
    )
    before = _places(known.first())
    source, _created = TranslationSource.update_or_create_from_instance(words_of(instance))
    if _places(source) == before:
        return source, False
    TranslationJob.objects.filter(
        translation__source=source,
        stage__in=[TranslationJob.Stage.REVIEW, TranslationJob.Stage.READY],
    ).update(stage=TranslationJob.Stage.OPEN)
    return source, True


def _places(source: TranslationSource | None) -> list[tuple[int, int]]:
    rows = StringSegment.objects.filter(source=source).order_by("order")
    return list(rows.values_list("context", "string")) if source else []


def _resume(source: TranslationSource, locales: list[Locale]) -> None:
    """Go on with translations that were given up, or whose page was deleted: their words are kept, nothing else."""
    given_up = Translation.objects.filter(source=source, target_locale__in=locales, enabled=False)
    TranslationJob.objects.filter(translation__in=given_up).update(
        stage=TranslationJob.Stage.OPEN, release=TranslationJob.Release.BY_HAND
    )
    # One by one, so that it is noted: readers are told again how fresh they are.
    for translation in given_up:
        translation.enabled = True
        translation.save(update_fields=["enabled"])


def words_of(instance: TranslatableMixin) -> TranslatableMixin:
    """Return the version of a source from which translators work: the public one, or the latest draft before that."""
    if isinstance(instance, Page):
        page = instance.specific
        is_draft = page.first_published_at is None and not page.live and page.latest_revision_id
        return page.get_latest_revision_as_object() if is_draft else page
    return instance


@transaction.atomic
def mark_as_not_needed(instance: TranslatableMixin, locales: Iterable[Locale]) -> None:
    """Note that readers of some languages do without a translation."""
    for translation in request_translations(instance, locales):
        TranslationJob.objects.filter(translation=translation).update(
            stage=TranslationJob.Stage.NOT_NEEDED
        )
