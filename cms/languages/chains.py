"""Which languages are open, and what do readers get who have no version in their own?"""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from wagtail.coreutils import get_content_languages
from wagtail.models import Locale, Site

from cms.models import FallbackLink

KEY = "cms.languages"
SECONDS = 60
"""How long another process may still see what an administrator has just changed."""


@dataclass(frozen=True, slots=True)
class OpenLanguages:
    """The open languages and their chains, as read from the database."""

    by_locale: dict[int, str]
    """BCP 47 tag by primary key of the Locale, of a closed one too: its pages still say what they are written in."""
    fallbacks: dict[str, tuple[str, ...]]
    tags: tuple[str, ...]
    """The tags of the open languages: those that have a Locale and stand in the settings."""

    @property
    def locales(self) -> dict[str, int]:
        """Primary key of the Locale by BCP 47 tag, of the open languages."""
        return {tag: pk for pk, tag in self.by_locale.items() if tag in self.tags}

    def chain(self, language: str) -> tuple[str, ...]:
        """Return the languages that a reader of ``language`` is served in, best first, beginning with it.

        A regional tag is followed by its base language (RFC 4647, lookup). The source is not part of the chain: it
        differs from page to page and comes last by itself.
        """
        base = language.split("-")[0]
        return tuple(
            dict.fromkeys(
                [language, base, *self.fallbacks.get(language, self.fallbacks.get(base, ()))]
            )
        )


def open_languages() -> OpenLanguages:
    """Return the open languages. Two queries, then none for a while."""
    languages = cache.get(KEY)
    if languages is None:
        links = FallbackLink.objects.order_by("sort_order").values_list(
            "chain__locale__language_code", "locale__language_code"
        )
        by_locale = dict(Locale.objects.values_list("pk", "language_code"))
        # Wagtail leaves the Locale alone when its language is taken out of the settings.
        tags = tuple(tag for tag in by_locale.values() if tag in get_content_languages())
        fallbacks: dict[str, tuple[str, ...]] = {}
        for reader, fallback in links:
            if fallback in tags:
                fallbacks[reader] = (*fallbacks.get(reader, ()), fallback)
        languages = OpenLanguages(by_locale, fallbacks, tags)
        cache.set(KEY, languages, SECONDS)
    return languages


def site_language() -> str:
    """Return the language in which the site is written first: that of the page at its root. One query."""
    roots = Site.objects.filter(is_default_site=True)
    language = roots.values_list("root_page__locale__language_code", flat=True).first()
    return language or settings.LANGUAGE_CODE


def forget() -> None:
    """Read the languages anew at the next question."""
    cache.delete(KEY)
