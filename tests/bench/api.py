"""What is asked of the API, and what may it cost beside Wagtail's own two?"""

from __future__ import annotations

import gc
import tracemalloc
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.core.cache import caches
from django.test import Client
from django.test.utils import override_settings

from cms.journal.reading import Mark
from cms.models import Change, ContentPage
from cms.outputs.api import ROOT
from cms.outputs.api.kept import ITEMS
from cms.outputs.api.replicas import cursor_of
from cms.outputs.conditional import ANSWERS
from cms.plugins.events.models import EventPage
from tests.bench.measures import Measure, Unanswered, cost, cost_of_page, uneven
from tests.bench.stock import CARD, StockAPIs

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tests.bench.many import Site
    from tests.bench.measures import Cost

API = f"{ROOT}delivery/v1"
LIST, ITEM, KNOWN = 6, 6, 1
"""The most queries of a request."""
LIST_SHARE, ITEM_SHARE = 0.10, 0.30
"""Of the CPU time of Wagtail's API v2 for a list, of its v3 for an item."""
NEW_LIST_SHARE, NEW_ITEM_SHARE = 0.20, 1.0
"""The same where nothing is kept that was told before, as after a start."""
RATIO = 1.3
"""How much more memory ten times as many records may take: what is known of each is its key."""
BETWEEN = 50
"""Lines after which garbage is collected: when Python does that by itself depends on all that is there, not on the answer."""
RUNS = 15
FEW, SOME, MANY = 100, 1_000, 10_000


@dataclass(frozen=True, slots=True)
class Stream:
    """How much memory an answer takes while it is read line by line, and one of ten times as many lines."""

    what: str
    few: int
    """Bytes, at most at any time."""
    many: int

    @property
    def ratio(self) -> float:
        """How much more memory the larger answer takes."""
        return self.many / self.few

    @property
    def broken(self) -> list[str]:
        """The budget that is broken, in words."""
        if self.ratio <= RATIO:
            return []
        return [f"{self.what}: {self.ratio:.2f} times the memory, at most {RATIO:.2f}"]

    def __str__(self) -> str:
        """Return the measure as a line."""
        few, many = (f"{peak / 1e6:.1f} MB" for peak in (self.few, self.many))
        return f"{self.what}: {few}, ten times as many {many}; ratio {self.ratio:.2f}, at most {RATIO:.2f}"


NAMES = (
    "List of 20, nothing kept",
    "Item, nothing kept",
    "List of 20, one of it published",
    "Item, another published",
    "List of 20 again",
    "Item again",
    "304",
)
"""What is measured at each size."""


class Measured:
    """What has been measured, as the site grows."""

    def __init__(self, site: Site, *, runs: int = RUNS) -> None:
        """Measure nothing yet."""
        self.site = site
        self.measures: list[Measure] = []
        self.streams: list[Stream] = []
        self._runs = runs
        self._exports: list[int] = []

    @property
    def broken(self) -> list[str]:
        """The budgets that are broken, in words."""
        said = [words for each in (*self.measures, *self.streams) for words in each.broken]
        for name in NAMES:
            said += uneven([each for each in self.measures if each.what.startswith(f"{name},")])
        return said

    def requests(self) -> None:
        """Measure a list, an item, and an answer that who asks has already, in the site as it is now."""
        # What the site remembers of its copies is no part of what a request costs.
        gc.collect()
        gc.freeze()
        size = f"{self.site.count} pages, {len(self.site.languages)} languages"
        page = next(page for page in self.site.sources if isinstance(page, EventPage))
        listed, told = "/items?limit=20", f"/items/event/{page.translation_key}?"
        stock = (
            self._stock(
                "/v2/pages/?type=cms.ContentPage&locale=en&limit=20&order=-first_published_at"
                f"&fields={CARD}"
            ),
            self._stock(f"/v3/pages/{page.pk}/"),
        )
        one = self._listed(listed)
        other = next(each for each in self.site.sources if each.pk != page.pk).translation_key
        rows = [
            (self._dearest(listed), stock[0], LIST, NEW_LIST_SHARE),
            (self._dearest(told), stock[1], ITEM, NEW_ITEM_SHARE),
            (self._kept(listed, lambda: publish(one)), stock[0], LIST, LIST_SHARE),
            (self._kept(told, lambda: publish(other)), stock[1], ITEM, ITEM_SHARE),
            (self._kept(listed), stock[0], KNOWN, LIST_SHARE),
            (self._kept(told), stock[1], KNOWN, ITEM_SHARE),
            (self._known(listed), None, KNOWN, None),
        ]
        self.measures += [
            Measure(
                what=f"{name}, {size}", own=own, stock=beside, most_queries=most, most_share=share
            )
            for name, (own, beside, most, share) in zip(NAMES, rows, strict=True)
        ]

    def export(self) -> None:
        """Measure how much memory an export takes in one language; the second time, beside the first."""
        self._exports.append(peak(f"{API}/export?locales=en", self.site.count))
        if self._exports[1:]:
            self.streams.append(Stream("Export", *self._exports))

    def sync(self, few: int, many: int) -> None:
        """Measure how much memory it takes to follow changes, of few pages and of many."""
        pages = ContentPage.objects.filter(source=None).order_by("pk")
        keys = list(pages.values_list("translation_key", flat=True)[:many])
        peaks = []
        for count in (few, many):
            cursor = cursor_of(Mark.now())
            Change.objects.bulk_create(Change(key=key, type="news") for key in keys[:count])
            peaks.append(peak(f"{API}/sync?locales=en&since={cursor}", count))
        self.streams.append(Stream("Sync", *peaks))

    def _dearest(self, path: str, before: Callable[[], object] | None = None) -> Cost:
        """Return what an answer costs in the language in which that is most: its own, or a translation.

        Args:
            path: what is asked for.
            before: what is done before each time, and not measured.
        """
        addresses = [f"{API}{path}&locale={tag}" for tag in self.site.languages[:2]]
        costs = [
            cost_of_page(Client(), address, runs=self._runs, before=before) for address in addresses
        ]
        return max(costs, key=lambda found: (found.queries, found.seconds))

    def _kept(self, path: str, before: Callable[[], object] | None = None) -> Cost:
        """Return what an answer costs that somebody has asked for before, where the site keeps what it has told."""
        kept = {
            name: {
                "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
                "LOCATION": name,
            }
            for name in (ANSWERS, ITEMS)
        }
        with override_settings(CACHES={**settings.CACHES, **kept}):
            found = self._dearest(path, before)
            for name in kept:
                caches[name].clear()
        return found

    def _listed(self, path: str) -> UUID:
        """Return the key of an item in the middle of a list."""
        items = Client().get(f"{API}{path}").json()["items"]
        return UUID(items[len(items) // 2]["id"])

    def _stock(self, path: str) -> Cost:
        with StockAPIs():
            return cost_of_page(Client(), path, runs=self._runs)

    def _known(self, path: str) -> Cost:
        client = Client()
        tag = client.get(f"{API}{path}")["ETag"]

        def ask() -> None:
            response = client.get(f"{API}{path}", headers={"If-None-Match": tag})
            if response.status_code != 304:
                raise Unanswered(f"{path} was answered with {response.status_code}.")

        return cost(ask, runs=self._runs)


def publish(key: UUID) -> None:
    """Write down that an item was published, which is all that a reader's request can see of it."""
    Change.objects.create(key=key, type="news")


def peak(path: str, records: int) -> int:
    """Return the most bytes that are taken while an answer is read line by line, on top of what was taken before.

    Raises:
        Unanswered: if it has fewer records than are asked for, and the line that ends it.
    """
    tracemalloc.start()
    try:
        before, _most = tracemalloc.get_traced_memory()
        lines = 0
        for lines, _line in enumerate(Client().get(path).streaming_content, 1):
            if lines % BETWEEN == 0:
                gc.collect()
        _now, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    if lines != records + 1:
        raise Unanswered(f"{path} was answered with {lines} lines.")
    return most - before


def steps(
    measured: Measured, sizes: Sequence[int] = (FEW, SOME, MANY), *, most_languages: int
) -> list[tuple[str, Callable[[], object]]]:
    """Return what is done and measured, in order, each with the words that tell it.

    Args:
        measured: keeps what is measured.
        sizes: how many pages: few, ten times as many to be streamed, and many.
        most_languages: how many are open at the end.
    """
    site, (few, some, many) = measured.site, sizes
    return [
        ("Opening 2 languages", lambda: site.open(2)),
        (f"Writing pages, {few} in all", lambda: site.grow(few)),
        ("Requests", measured.requests),
        (f"Opening {most_languages} languages", lambda: site.open(most_languages)),
        ("Requests", measured.requests),
        ("Export", measured.export),
        (f"Writing pages, {some} in all", lambda: site.grow(some)),
        ("Export", measured.export),
        ("Sync", lambda: measured.sync(some // 10, some)),
        (f"Writing pages, {many} in all", lambda: site.grow(many)),
        ("Requests", measured.requests),
    ]
