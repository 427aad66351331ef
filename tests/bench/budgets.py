"""What is asked of the world, and what may it cost?"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from django.test import Client

from cms.content import agenda
from cms.items import as_json
from newsletter.blocks import Outlet
from newsletter.rendering import editions, mail_html, mail_text, render_all
from tests.bench import naive
from tests.bench.measures import Cost, Measure, cost, cost_of_page
from tests.bench.world import ISSUE_DAY

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cms.models import Sourced
    from newsletter.models import IssuePage
    from tests.bench.world import World

ISSUE, LISTING, CONTENT, AGENDA = 14, 10, 14, 1
"""The most queries of a request."""
EDITIONS_SECONDS, MAIL_KILOBYTES = 1.0, 40.0
RUNS = 3
BASE = "https://belfry.example"


def issue_page(world: World, issue: IssuePage, *, more: str = "", runs: int = RUNS) -> Measure:
    """Measure an issue: in its own language, in a translation, in the newest language.

    Args:
        world: in which it is.
        issue: the issue.
        more: what else it has, for the table.
        runs: how often the time is taken.
    """
    count = sum(len(block.value.get("entries") or ()) for block in issue.sections)
    languages = (world.languages[0], world.languages[1], world.languages[-1])
    what = f"Issue, {count} entries{more}, {len(world.languages)} languages"
    return _pages(world, what, [issue], languages, ISSUE, runs=runs)


def listing(world: World, *, runs: int = RUNS) -> Measure:
    """Measure a list of mixed kinds, in its own language and in a translation."""
    what = "Listing, 20 of mixed kinds"
    return _pages(world, what, [world.everything], world.languages[:2], LISTING, runs=runs)


def content_page(world: World, *, runs: int = RUNS) -> Measure:
    """Measure a page of each kind: at home, translated, and standing in for a translation."""
    what = "Content page, kind with most rows"
    return _pages(world, what, world.sources[:4], world.languages[:3], CONTENT, runs=runs)


def agenda_page(world: World, *, runs: int = RUNS) -> Measure:
    """Measure the index page of what takes place."""
    index = next(page for page in world.site.indexes.values() if page.is_agenda)
    return _pages(world, "Agenda, its page", [index], world.languages[:1], LISTING, runs=runs)


def agenda_events(*, runs: int = RUNS) -> Measure:
    """Measure the question which events there are."""
    own = cost(lambda: list(agenda(ISSUE_DAY)), runs=runs)
    return Measure(what="Agenda, its events", own=own, most_queries=AGENDA)


def all_editions(world: World, *, runs: int = RUNS) -> Measure:
    """Measure the large issue as mail (HTML and text) and JSON, in all languages together."""
    largest = 0

    def own() -> None:
        nonlocal largest
        for edition in editions(world.large, world.languages, outlet=Outlet.MAIL, base=BASE):
            largest = max(largest, len(mail_html(edition).encode()))
            mail_text(edition)
            json.dumps(as_json(edition.items))

    # One language stands for all: each takes stock Wagtail as long as the last.
    newest = cost(lambda: naive.edition(world.large, world.languages[-1]), runs=1)
    count = len(world.languages)
    return Measure(
        what=f"{count} editions: mail, text, JSON",
        own=cost(own, runs=runs),
        stock=Cost(newest.queries * count, newest.seconds * count),
        most_seconds=EDITIONS_SECONDS,
        kilobytes=largest / 1000,
        most_kilobytes=MAIL_KILOBYTES,
    )


def all_forms(world: World, *, runs: int = RUNS) -> Measure:
    """Measure the same with the web form and the hash, as an issue is handed on; there is no budget for it."""
    own = cost(lambda: list(render_all(world.large, world.languages, base=BASE)), runs=runs)
    return Measure(what="the same, with the web form and hash", own=own)


def _pages(
    world: World,
    what: str,
    pages: Sequence[Sourced],
    languages: Sequence[str],
    most_queries: int,
    *,
    runs: int,
) -> Measure:
    """Measure pages in languages; return the one that costs most, with stock Wagtail's way beside it.

    Stock Wagtail answers only where a page is written in the language, so its own language is taken
    where the most costly one is another.
    """
    asked = [(page, world.path(page, language)) for page in pages for language in languages]
    costs = [(cost_of_page(Client(), path, runs=runs), page, path) for page, path in asked]
    own, page, path = max(costs, key=lambda found: (found[0].queries, found[0].seconds))
    written = path if world.is_written_at(page, path) else world.path(page, world.languages[0])
    with naive.StockWagtail():
        stock = cost_of_page(Client(), written, runs=1)
    return Measure(what=what, own=own, stock=stock, most_queries=most_queries)


def steps(world: World, *, most_languages: int) -> list[tuple[str, Callable[[], list[Measure]]]]:
    """Return what is measured in a world that grows, in order, each with the words that tell it.

    Args:
        world: with one language.
        most_languages: how many are open at the end, 24 for the whole measurement.
    """

    def issues() -> list[Measure]:
        return [issue_page(world, issue) for issue in (world.small, world.large)]

    def whole_issue() -> list[Measure]:
        return [issue_page(world, world.whole, more=", calls, promotion")]

    few, many = min(2, most_languages), min(10, most_languages)
    return [
        (f"Opening {few} languages", lambda: world.open(few)),
        ("Issue", issues),
        (f"Opening {many} languages", lambda: world.open(many)),
        ("Issue", issues),
        ("Issue with every sort of section", whole_issue),
        ("Listing", lambda: [listing(world)]),
        ("Content page", lambda: [content_page(world)]),
        ("Agenda", lambda: [agenda_page(world), agenda_events()]),
        (f"Opening {most_languages} languages", lambda: world.open(most_languages)),
        ("Editions", lambda: [all_editions(world), all_forms(world)]),
    ]
