"""How far is the translation of pages into each open language?

Over wagtail-localize's records: ``TranslationSource`` holds the words as they were last given to translators,
``Translation`` the languages that were asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail_localize.models import Translation, TranslationSource

from cms.languages.chains import open_languages
from cms.models import ContentPage

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from uuid import UUID


class Progress(models.TextChoices):
    """How far a page is in one language."""

    SOURCE = "source", _("original")
    TRANSLATED = "translated", _("translated")
    OUTDATED = "outdated", _("outdated")
    STARTED = "started", _("in progress")
    MISSING = "missing", _("missing")


def progress(sources: Iterable[ContentPage]) -> dict[UUID, dict[str, Progress]]:
    """Return how far each page is in each open language, by translation key and BCP 47 tag. Three queries.

    A public translation is outdated when its source was published again after the translation was, or after the words
    that the translators have were taken from it.

    Args:
        sources: the versions in which pages were first written.
    """
    pages = {page.translation_key: page for page in sources}
    locales = open_languages().locales
    versions = {
        (key, locale): (live, published_at)
        for key, locale, live, published_at in ContentPage.objects.filter(
            translation_key__in=pages, source__isnull=False
        ).values_list("translation_key", "locale_id", "live", "last_published_at")
    }
    taken_at = dict(
        TranslationSource.objects.filter(object_id__in=pages).values_list(
            "object_id", "last_updated_at"
        )
    )
    requested = set(
        Translation.objects.filter(source__object_id__in=pages, enabled=True).values_list(
            "source__object_id", "target_locale_id"
        )
    )

    def state(page: ContentPage, locale: int) -> Progress:
        place = (page.translation_key, locale)
        if locale == page.locale_id:
            return Progress.SOURCE
        live, published_at = versions.get(place, (False, None))
        if live:
            known = [published_at, taken_at.get(page.translation_key)]
            return (
                Progress.OUTDATED
                if _is_older(known, page.last_published_at)
                else Progress.TRANSLATED
            )
        return Progress.STARTED if place in versions or place in requested else Progress.MISSING

    return {
        key: {tag: state(page, locale) for tag, locale in locales.items()}
        for key, page in pages.items()
    }


def _is_older(moments: Iterable[datetime | None], changed_at: datetime | None) -> bool:
    """Return whether one of the moments that are known lies before the change."""
    return changed_at is not None and any(moment < changed_at for moment in moments if moment)
