"""By what can a search be narrowed, and what is each value called?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import translation
from django.utils.text import capfirst

from cms import names, words
from cms.content import STATES, content_types
from cms.listings import STATE_WORDS

if TYPE_CHECKING:
    from cms.languages.readings import Reading
    from cms.search.finding import Search


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a facet."""

    value: str
    """As ``cms.listings.filtered`` knows it."""
    name: str
    """In the reader's language."""
    count: int
    """How many items are found with it, in place of the one that is chosen."""


def facets_of(search: Search) -> dict[str, list[Value]]:
    """Return the values that occur in what is found, and those chosen, by the name of the facet. Six queries.

    Topics and countries come by name.
    """
    found = search.facets()
    for name, value in search.chosen.items():
        found[name].setdefault(value, 0)
    with translation.override(search.reading.language):
        return {
            name: [
                Value(value, label, found[name][value])
                for value, label in NAMES[name](search.reading, found[name])
                if value in found[name]
            ]
            for name in found
        }


def _kinds(_reading: Reading, _found: dict[str, int]) -> list[tuple[str, str]]:
    return [
        (kind._meta.label_lower, str(capfirst(kind._meta.verbose_name_plural)))
        for kind in content_types()
    ]


def _topics(reading: Reading, _found: dict[str, int]) -> list[tuple[str, str]]:
    key = names.sort_key(reading.language)
    topics = [(topic.slug, topic.name) for topic in reading.names.topics.values()]
    return sorted(topics, key=lambda pair: key(pair[1]))


def _countries(reading: Reading, found: dict[str, int]) -> list[tuple[str, str]]:
    return names.countries_by_name(found, words.written_in(reading.language))


def _states(_reading: Reading, _found: dict[str, int]) -> list[tuple[str, str]]:
    return [(state, str(STATE_WORDS[state])) for state in STATES]


NAMES = {"kind": _kinds, "topic": _topics, "country": _countries, "state": _states}
"""What gives the values and their names, in order, by the name of the facet."""
