"""What is asked of the world, and what may it cost?"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from uuid import uuid4

from django.contrib.auth import get_user_model
from django.test import Client
from wagtail.models import Locale

from cms.content import agenda
from cms.items import as_json
from cms.languages.translation.memory import near, near_all
from cms.languages.translation.publication import save_draft
from cms.languages.translation.requests import request_translations
from cms.plugins.news.models import NewsPage
from cms.testing.factories import make_administrator, make_page
from newsletter.blocks import Outlet
from newsletter.rendering import editions, mail_html, mail_text, render_all
from tests.bench import naive
from tests.bench.desk import fill_desk
from tests.bench.measures import Cost, Measure, cost, cost_of_page
from tests.bench.world import ISSUE_DAY

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cms.models import Sourced
    from newsletter.models import IssuePage
    from tests.bench.world import World

ISSUE, LISTING, CONTENT, AGENDA, NEAR, DESK = 14, 10, 14, 1, 2, 13
"""The most queries of a request."""
DESK_PAGES, DESK_SECONDS = 2000, 1.5
REQUEST, REQUEST_SECONDS = 120, 0.06
"""For one page in one language."""
SMALL = "<p>Towns compared what they do at night.</p><p>Some of it works.</p>"
EDITIONS_SHARE, MAIL_KILOBYTES = 0.1, 40.0
NEAR_SECONDS, STORED = 2.0, 50_000
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
    newest = cost(lambda: naive.edition(world.large, world.languages[-1]), runs=runs)
    count = len(world.languages)
    return Measure(
        what=f"{count} editions: mail, text, JSON",
        own=cost(own, runs=runs),
        stock=Cost(newest.queries * count, newest.seconds * count),
        most_share=EDITIONS_SHARE,
        kilobytes=largest / 1000,
        most_kilobytes=MAIL_KILOBYTES,
    )


def all_forms(world: World, *, runs: int = RUNS) -> Measure:
    """Measure the same with the web form and the hash, as an issue is handed on; there is no budget for it."""
    own = cost(lambda: list(render_all(world.large, world.languages, base=BASE)), runs=runs)
    return Measure(what="the same, with the web form and hash", own=own)


def near_matches(world: World, *, stored: int = STORED, runs: int = RUNS) -> list[Measure]:
    """Measure the translators' memory: what resembles the segments of a page, and one sentence.

    Args:
        world: with two languages at least.
        stored: how many sentences the memory holds.
        runs: how often the time is taken.
    """
    asked = world.remember(stored)
    languages = world.languages[:2]
    source, target = (Locale.objects.get(language_code=tag) for tag in languages)
    one = cost(lambda: near(asked[0], source, target), runs=runs)
    page = cost(lambda: near_all(asked, source, target), runs=runs)
    among = f"among {stored} sentences"
    return [
        Measure(what=f"Like one sentence, {among}", own=one, most_queries=NEAR),
        Measure(
            what=f"Like {len(asked)} sentences, {among}",
            own=page,
            most_queries=NEAR,
            most_seconds=NEAR_SECONDS,
        ),
    ]


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


def requests(world: World, *, runs: int = RUNS) -> list[Measure]:
    """Measure what asking for one small page costs for each language, alone, and with a draft in each.

    Stock makes a draft at once; ours appears with the first translated words, so both are shown. There is a budget for
    what is done when somebody asks.

    Args:
        world: with several languages.
        runs: how often the time is taken.
    """
    locales = list(Locale.objects.filter(language_code__in=world.languages[1:]).order_by("pk"))

    def each(ask: Callable[[NewsPage], object]) -> Cost:
        pages = [
            make_page(NewsPage, title=f"Small {uuid4()}", body=[("paragraph", {"text": SMALL})])
            for _ in range(runs + 2)
        ]
        whole = cost(lambda: ask(pages.pop()), runs=runs)
        return Cost(round(whole.queries / len(locales)), whole.seconds / len(locales))

    def ask_and_begin(page: NewsPage) -> None:
        for translation in request_translations(page, locales):
            save_draft(translation)

    stock = each(lambda page: naive.request(page, locales))
    count = f"each of {len(locales)} languages"
    return [
        Measure(
            what=f"Request, {count}",
            own=each(lambda page: request_translations(page, locales)),
            stock=stock,
            most_queries=REQUEST,
            most_seconds=REQUEST_SECONDS,
        ),
        Measure(what=f"the same, with a draft, {count}", own=each(ask_and_begin), stock=stock),
    ]


def translators_desk(*, pages: int, languages: int, query: str = "", runs: int = RUNS) -> Measure:
    """Measure the translators' desk as an administrator sees it, with what Wagtail asks for the frame around it.

    Args:
        pages: how many there are, for the table.
        languages: likewise.
        query: the filter in the address.
        runs: how often the time is taken.
    """
    people = get_user_model().objects
    client = Client()
    client.force_login(people.filter(username="desk").first() or make_administrator("desk"))
    filtered = f", {query}" if query else ""
    return Measure(
        what=f"Desk, {pages} pages, {languages} languages{filtered}",
        own=cost_of_page(client, f"/admin/translations/?{query}", runs=runs),
        most_queries=DESK,
        most_seconds=DESK_SECONDS,
    )


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

    def desk() -> list[Measure]:
        return [
            translators_desk(pages=DESK_PAGES, languages=most_languages, query=query)
            for query in ("", "state=outdated&language=fr", "overdue=on")
        ]

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
        ("Requests", lambda: requests(world)),
        ("Translators’ memory", lambda: near_matches(world)),
        (f"Opening {most_languages} languages", lambda: world.open(most_languages)),
        ("Editions", lambda: [all_editions(world), all_forms(world)]),
        (
            f"Writing {DESK_PAGES} pages and their translations",
            lambda: fill_desk(world, DESK_PAGES),
        ),
        ("Desk", desk),
    ]
