"""Which words does a translation hold now, and how far are they?"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wagtail_localize.models import StringSegment, StringTranslation, Translation

from cms.languages.translation.markup import FORBIDDEN

from .sheet import Sheet, State, Unit, unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django.db.models import QuerySet

BATCH = 50
"""How many translations are read at once: it bounds the memory that an export of all of them needs."""


@dataclass(frozen=True, slots=True)
class Held:
    """One text of a translation, as it stands in the database."""

    unit: Unit
    string: int
    """Primary key of wagtail-localize's String."""
    context: int
    """Primary key of its TranslationContext."""


Place = tuple[str, str]
"""Where a text stands: the path, and the source's words."""


def sheets(translations: QuerySet[Translation]) -> Iterator[Sheet]:
    """Yield what is to be written into the file of each translation. Three queries for every BATCH of them."""
    keys = list(translations.values_list("pk", flat=True))
    for start in range(0, len(keys), BATCH):
        batch = Translation.objects.select_related("source__locale", "target_locale").in_bulk(
            keys[start : start + BATCH]
        )
        contents = _contents(batch.values())
        for key in keys[start : start + BATCH]:
            if key in batch:  # it may have been deleted since
                yield _sheet(batch[key], contents[key])


def contents(translation: Translation) -> dict[Place, Held]:
    """Return the texts of a translation by the place where they stand, in the order of the page. Two queries.

    A text that stands twice in one place (two list entries of the same words) has one translation, and comes once.
    """
    return _contents([translation])[translation.pk]


def _sheet(translation: Translation, contents: dict[Place, Held]) -> Sheet:
    source = translation.source
    return Sheet(
        translation=translation.uuid,
        source_language=source.locale.language_code,
        target_language=translation.target_locale.language_code,
        title=" ".join(FORBIDDEN.sub(" ", source.object_repr).split()),
        units=tuple(held.unit for held in contents.values()),
    )


def _contents(translations: Iterable[Translation]) -> dict[int, dict[Place, Held]]:
    translations = list(translations)
    rows = {
        (string, context, locale): (words, state_of(kind, has_error=has_error))
        for string, context, locale, words, kind, has_error in StringTranslation.objects.filter(
            locale__in={translation.target_locale_id for translation in translations},
            context__object__in={translation.source.object_id for translation in translations},
        ).values_list(
            "translation_of_id", "context_id", "locale_id", "data", "translation_type", "has_error"
        )
    }
    segments = defaultdict(list)
    for source, *segment in (
        StringSegment.objects.filter(
            source__in={translation.source_id for translation in translations}
        )
        .order_by("order", "pk")
        .values_list("source_id", "string_id", "context_id", "context__path", "string__data")
    ):
        segments[source].append(segment)
    return {
        translation.pk: {
            (path, text): Held(
                unit(
                    path,
                    text,
                    *rows.get((string, context, translation.target_locale_id), ("", State.MISSING)),
                ),
                string,
                context,
            )
            for string, context, path, text in segments[translation.source_id]
        }
        for translation in translations
    }


def state_of(translation_type: str, *, has_error: bool) -> State:
    """Return how far stored words are: confirmed only if a person gave them and nothing is wrong with them."""
    if translation_type == StringTranslation.TRANSLATION_TYPE_MANUAL and not has_error:
        return State.CONFIRMED
    return State.PROPOSED
