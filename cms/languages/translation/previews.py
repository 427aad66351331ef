"""What would a page look like with the words as they are, and with those that are still being typed?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from wagtail_localize.models import StringTranslation, Translation
from wagtail_localize.strings import StringValue, validate_translation_links

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.db.models import Model

    from cms.languages.translation.segments import Place


def preview(translation: Translation, unsaved: Mapping[Place, str] | None = None) -> Model:
    """Return a translated page in memory, gaps filled from the source. Nothing is stored.

    Args:
        translation: the record; there must be a page in its language already, if only a draft.
        unsaved: fragments that are being typed, by place; one with broken markup is left out.
    """
    source, locale = translation.source, translation.target_locale
    if not unsaved:
        return source.get_ephemeral_translated_instance(locale, fallback=True)
    # wagtail-localize reads words from its own rows only: they stand there until the page is made.
    with transaction.atomic():
        for place, words in unsaved.items():
            _pretend(translation, place, words)
        page = source.get_ephemeral_translated_instance(locale, fallback=True)
        transaction.set_rollback(True)
    return page


def _pretend(translation: Translation, place: Place, words: str) -> None:
    """Put words in their place, without any receiver."""
    segments = translation.source.stringsegment_set.filter(
        context=place.context, string=place.string
    )
    source = segments.values_list("string__data", flat=True).first()
    if source is None or not _is_sound(source, words):
        return
    there = StringTranslation.objects.filter(
        locale=translation.target_locale_id, context=place.context, translation_of=place.string
    )
    if not words:
        there.delete()
    elif not there.update(data=words, has_error=False):
        StringTranslation.objects.bulk_create(
            [
                StringTranslation(
                    locale=translation.target_locale,
                    context_id=place.context,
                    translation_of_id=place.string,
                    data=words,
                )
            ]
        )


def _is_sound(source: str, words: str) -> bool:
    """Return whether wagtail-localize can make a page of words."""
    try:
        StringValue.from_translated_html(words)
        validate_translation_links(source, words)
    except ValueError:
        return False
    return True
