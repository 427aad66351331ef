"""What are cities, topics and programmes officially called in a language?"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from django.core.cache import cache

from cms.languages.chains import site_language
from cms.models import City, Programme, Topic

if TYPE_CHECKING:
    from collections.abc import Callable

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


T = TypeVar("T")


class Names(dict[int, T]):
    """Names by primary key.

    One that is unknown was made a moment ago, by a process whose cache is not ours: then all are read anew, once.
    """

    def __init__(self, read: Callable[[], dict[int, T]]) -> None:
        """Read the names."""
        super().__init__(read())
        self._read = read

    def __missing__(self, pk: int) -> T:
        forget()
        self.update(self._read())
        if pk not in self:
            raise KeyError(pk)
        return self[pk]


@dataclass(frozen=True, slots=True)
class Official:
    """The official names in one language, by primary key."""

    cities: Names[OfficialCity]
    topics: Names[OfficialTopic]
    programmes: Names[OfficialProgramme]


def official(chain: tuple[str, ...]) -> Official:
    """Return the official names for a reader.

    Cities and topics in the first language of ``chain`` (BCP 47 tags), else by their local name; a programme in the first
    of the chain that has a wording, else in the site's own language, if it can, and not just any.

    Seven queries, then none for a while: these tables are small and change rarely.
    """
    key = KEY + str(cache.get_or_set(KEY + "generation", 0, None)) + "." + ".".join(chain)
    names = cache.get(key)
    if names is None:
        wanted = (*chain, site_language())
        names = Official(
            Names(partial(_cities, chain)),
            Names(partial(_topics, chain)),
            Names(partial(_programmes, wanted)),
        )
        cache.set(key, names, SECONDS)
    return names


def forget() -> None:
    """Read the names anew at the next question, in every language."""
    cache.set(KEY + "generation", (cache.get(KEY + "generation") or 0) + 1, None)


def _cities(chain: tuple[str, ...]) -> dict[int, OfficialCity]:
    return {
        city.pk: OfficialCity(
            city.name_in(chain[0]), city.country.code, city.latitude, city.longitude
        )
        for city in City.objects.prefetch_related("names")
    }


def _topics(chain: tuple[str, ...]) -> dict[int, OfficialTopic]:
    return {
        topic.pk: OfficialTopic(topic.slug, topic.name_in(chain[0]))
        for topic in Topic.objects.prefetch_related("names")
    }


def _programmes(wanted: tuple[str, ...]) -> dict[int, OfficialProgramme]:
    programmes = Programme.objects.select_related("emblem").prefetch_related("wordings")
    return {programme.pk: _programme(programme, wanted) for programme in programmes}


def _programme(programme: Programme, wanted: tuple[str, ...]) -> OfficialProgramme:
    wording = programme.wording_in(wanted)
    emblem = (
        programme.emblem.get_rendition("max-288x192|format-png").url if programme.emblem else ""
    )
    if wording is None:
        return OfficialProgramme(str(programme), "", "", "", emblem)
    return OfficialProgramme(
        wording.name, wording.statement, wording.disclaimer, wording.language, emblem
    )
