"""Which items does a reader find by some words, how many are there of each sort, and in which order do they come?

Searched are the versions that this reader is served: the one in their language, else in their chain, else the source. Each
is compared by the rules of its own language, and each item is found once. ``published`` is asked whenever somebody searches.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType
from django.db.models import AutoField, Count, Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce

from cms.compiled import OneOf, Values
from cms.content import STATES, published, with_state
from cms.listings import filtered
from cms.models import ContentPage
from cms.search.words import matching

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.db.models import QuerySet

    from cms.languages.readings import Reading

FACETS = ("kind", "topic", "country", "state")
"""The filters of ``cms.listings`` by which a search is narrowed, and of which it is counted what is in each."""
FURTHEST = 1000
"""How many of the best are shown page by page: what is beyond is found by better words."""


def served(reading: Reading, *, only_own: bool = False) -> QuerySet[ContentPage]:
    """Return the public versions that a reader is served, one of each item.

    Args:
        reading: of the reader.
        only_own: whether to leave out what has no version in the reader's own language.
    """
    known = reading.languages.locales
    versions = published(at=reading.at)
    if only_own:
        return versions.filter(locale=known.get(reading.language))
    same = published(
        ContentPage.objects.filter(translation_key=OuterRef("translation_key")), at=reading.at
    )
    locales = [known[tag] for tag in reading.chain if tag in known]
    # Of its translations, not of its versions: PostgreSQL would ask that of all pages that there are, sources or not.
    better = published(ContentPage.objects.filter(source=OuterRef("pk")), at=reading.at)
    others = Q(source=None) & ~Q(locale__in=locales)
    wanted = others & ~Exists(better.filter(locale__in=locales))
    for place, locale in enumerate(locales):
        wanted |= Q(locale=locale) & ~Exists(same.filter(locale__in=locales[:place]))
    return versions.filter(wanted)


class Search:
    """What a reader finds.

    Args:
        question: as it was typed.
        reading: of the reader.
        chosen: values by the names of FACETS, all of them offered; empty ones are ignored.
        only_own: whether to leave out what has no version in the reader's own language.
    """

    def __init__(
        self,
        question: str,
        reading: Reading,
        chosen: Mapping[str, str],
        *,
        only_own: bool = False,
    ) -> None:
        """Ask nothing yet."""
        self.reading = reading
        self.only_own = only_own
        self.chosen = {name: value for name in FACETS if (value := chosen.get(name))}
        condition, rank = matching(question, reading.languages.by_locale.values())
        self._versions = (
            served(reading, only_own=only_own)
            .filter(condition)
            .annotate(
                rank=rank,
                item=Coalesce("source_id", "pk"),
                since=Coalesce("source__first_published_at", "first_published_at"),
            )
        )

    @cached_property
    def _found(self) -> list[int]:
        """The primary keys of the sources of what has the words, whatever is chosen, in order. One query.

        The words are compared once: all else is asked of the items that have them.
        """
        best = self._versions.order_by("-rank", F("since").desc(nulls_last=True), "-item")
        return list(best.values_list("item", flat=True))

    @cached_property
    def _chosen(self) -> list[int]:
        """Of these what matches the filters. One query, where there are any."""
        if not self.chosen:
            return self._found
        matching_all = set(self._narrowed().values_list("pk", flat=True))
        return [page for page in self._found if page in matching_all]

    def pages(self, start: int, number: int) -> list[int]:
        """Return the primary keys of the sources of what is found, the best first, the newest of the equally good."""
        return self._chosen[start : start + number]

    @property
    def count(self) -> int:
        """How many items are found."""
        return len(self._chosen)

    def facets(self) -> dict[str, dict[str, int]]:
        """Return how many items would be found with each value of each facet in place of the one chosen. Six queries.

        What nothing has is left out.
        """
        return {
            "kind": self._by_kind(),
            "topic": self._by_topic(),
            "country": self._by_country(),
            "state": self._by_state(),
        }

    def _narrowed(self, without: str = "") -> QuerySet[ContentPage]:
        """Return the sources of what has the words and matches the filters, but for one of them."""
        chosen = {name: value for name, value in self.chosen.items() if name != without}
        found = ContentPage.objects.filter(OneOf(F("pk"), Values(self._found, AutoField())))
        return filtered(found, chosen, self.reading).order_by()

    def _by_kind(self) -> dict[str, int]:
        rows = self._narrowed("kind").values_list("content_type").annotate(Count("pk"))
        return {
            ".".join(ContentType.objects.get_for_id(pk).natural_key()): number
            for pk, number in rows
        }

    def _by_topic(self) -> dict[str, int]:
        rows = self._narrowed("topic").values_list("topic_rows__topic__slug").annotate(Count("pk"))
        return {slug: number for slug, number in rows if slug}

    def _by_country(self) -> dict[str, int]:
        """Return the numbers of what concerns a country or takes place in it."""
        rows = self._narrowed("country").values_list("pk", "countries", "place_rows__city__country")
        pages: dict[str, set[int]] = {}
        for pk, countries, place in rows:
            for code in filter(None, [*str(countries or "").split(","), str(place or "")]):
                pages.setdefault(code, set()).add(pk)
        return {code: len(found) for code, found in pages.items()}

    def _by_state(self) -> dict[str, int]:
        numbers = {
            state: with_state(self._narrowed("state"), state, at=self.reading.at).count()
            for state in STATES
        }
        return {state: number for state, number in numbers.items() if number}
