"""What are cities, topics and programmes officially called in a language?"""

from __future__ import annotations

from dataclasses import dataclass

from django.core.cache import cache

from cms.models import City, Programme, Topic

KEY = "cms.official."
SECONDS = 60
"""How long another process may still see what an administrator has just changed."""


@dataclass(frozen=True, slots=True)
class OfficialCity:
    """A city by its name in one language."""

    name: str
    country: str
    latitude: float | None
    longitude: float | None


@dataclass(frozen=True, slots=True)
class OfficialTopic:
    """A topic by its name in one language."""

    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class OfficialProgramme:
    """A programme in its own words."""

    name: str
    statement: str
    disclaimer: str
    language: str
    emblem: str


@dataclass(frozen=True, slots=True)
class Official:
    """The official names in one language, by primary key."""

    cities: dict[int, OfficialCity]
    topics: dict[int, OfficialTopic]
    programmes: dict[int, OfficialProgramme]


def official(chain: tuple[str, ...]) -> Official:
    """Return the official names for a reader, in the first language of ``chain`` (BCP 47 tags) that has one.

    Six queries, then none for a while: these tables are small and change rarely.
    """
    key = KEY + str(cache.get_or_set(KEY + "generation", 0, None)) + "." + ".".join(chain)
    names = cache.get(key)
    if names is None:
        names = Official(
            {city.pk: _city(city, chain[0]) for city in City.objects.prefetch_related("names")},
            {
                topic.pk: OfficialTopic(topic.slug, topic.name_in(chain[0]))
                for topic in Topic.objects.prefetch_related("names")
            },
            {
                programme.pk: _programme(programme, chain)
                for programme in Programme.objects.select_related("emblem").prefetch_related(
                    "wordings"
                )
            },
        )
        cache.set(key, names, SECONDS)
    return names


def forget() -> None:
    """Read the names anew at the next question, in every language."""
    cache.set(KEY + "generation", (cache.get(KEY + "generation") or 0) + 1, None)


def _city(city: City, language: str) -> OfficialCity:
    return OfficialCity(city.name_in(language), city.country.code, city.latitude, city.longitude)


def _programme(programme: Programme, chain: tuple[str, ...]) -> OfficialProgramme:
    wording = programme.wording_in(chain)
    emblem = (
        programme.emblem.get_rendition("max-288x192|format-png").url if programme.emblem else ""
    )
    if wording is None:
        return OfficialProgramme(str(programme), "", "", "", emblem)
    return OfficialProgramme(
        wording.name, wording.statement, wording.disclaimer, wording.language, emblem
    )
