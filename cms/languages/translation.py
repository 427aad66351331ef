"""How does a page come to have a version in another language?

Over wagtail-localize's own records, so that translators find everything in its editor. Two things are done
differently from its stock calls: a draft never touches the live row (``save_target`` overwrites it with gaps filled
from the source), and nothing is published before it is complete.

And one thing is not done at all: restrictions are not copied. A translation reads those of its source.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from wagtail.models import DraftStateMixin
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.db.models import Model
    from wagtail.models import Locale, Revision


class IncompleteTranslationError(Exception):
    """Raised when a translation is to be published with words missing."""


def request_translation(instance: Model, locale: Locale) -> Translation:
    """Return the record by which translators find a page (or a promotion), with the words of its source as they are now.

    Args:
        instance: the source.
        locale: the language wanted.
    """
    source, _created = TranslationSource.update_or_create_from_instance(instance)
    translation, _created = Translation.objects.get_or_create(source=source, target_locale=locale)
    return translation


def fill(translation: Translation, words: Mapping[str, str]) -> list[str]:
    """Put words into a translation, segment by segment.

    Args:
        translation: the record.
        words: the translated words by the source's words, as wagtail-localize cuts them into segments.

    Returns:
        The source's words of the segments for which nothing was given.
    """
    missing = []
    known = {
        (row.translation_of_id, row.context_id): row
        for row in StringTranslation.objects.filter(
            locale=translation.target_locale, context__object=translation.source.object_id
        )
    }
    segments = (
        StringSegment.objects.filter(source=translation.source)
        .select_related("string", "context")
        .order_by("order")
    )
    for segment in segments:
        text = words.get(segment.string.data)
        if not text:
            missing.append(segment.string.data)
            continue
        row = known.get((segment.string_id, segment.context_id)) or StringTranslation(
            translation_of=segment.string, locale=translation.target_locale, context=segment.context
        )
        if row.data != text or row.has_error:
            row.data, row.has_error = text, False
            row.translation_type = StringTranslation.TRANSLATION_TYPE_MANUAL
            row.save()
            known[segment.string_id, segment.context_id] = row
    return missing


@transaction.atomic
def save_draft(translation: Translation, user=None) -> Revision:
    """Save what is translated so far as a draft, gaps filled from the source; what is public stays as it is.

    Returns:
        The revision of the translated page.

    Raises:
        ParentNotTranslatedError: if the page above has no version in this language.
    """
    instance = translation.source.get_source_instance()
    if not instance.has_translation(translation.target_locale):
        instance.copy_for_translation(translation.target_locale)
    draft = translation.source.get_ephemeral_translated_instance(
        translation.target_locale, fallback=True
    )
    return draft.save_revision(user=user)


def publish(translation: Translation, user=None) -> None:
    """Publish a complete translation.

    Raises:
        IncompleteTranslationError: if words are missing.
        ParentNotTranslatedError: if the page above has no version in this language.
    """
    total, translated = translation.get_progress()
    if translated < total:
        raise IncompleteTranslationError(
            f"{total - translated} of {total} segments of {translation} are missing"
        )
    source = translation.source
    # Its own publishing waits for the end of the transaction, of which a caller may have begun one around many
    # translations; then the first failure would leave the others as drafts.
    has_drafts = issubclass(source.specific_content_type.model_class(), DraftStateMixin)
    instance, _created = source.create_or_update_translation(
        translation.target_locale, user=user, publish=not has_drafts, copy_parent_pages=False
    )
    if has_drafts:
        instance.latest_revision.publish(user=user)


def leave_restrictions_alone(
    _source: TranslationSource, _original: Model, _translation: Model
) -> None:
    """Do nothing, in place of ``TranslationSource.sync_view_restrictions``, which no setting switches off.

    It copies restrictions whenever a page is translated, and so overwrites or deletes what an editor set on the
    translation alone: members' words would become public.
    """
