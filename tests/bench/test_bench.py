"""Do the parts of the measurement work? On a tiny world, and without looking at a clock."""

import json

import pytest
from django.core.cache import cache
from django.test import Client
from wagtail.models import Locale, Page

from cms.languages.translation.states import State, in_state
from newsletter.blocks import Outlet
from newsletter.rendering import editions
from tests.bench import api, budgets, naive
from tests.bench.desk import fill_desk
from tests.bench.many import Site
from tests.bench.measures import Cost, Measure, Unanswered, cost, cost_of_page, table, uneven
from tests.bench.stock import CARD, StockAPIs
from tests.bench.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(settings, tmp_path) -> World:
    """Four pages, one of each kind, in three languages."""
    settings.MEDIA_ROOT = tmp_path
    cache.clear()
    made = World(entries=4, small=3)
    made.open(3)
    return made


def test_the_world_is_half_translated_and_sound(world):
    [french] = editions(world.large, ["fr"], outlet=Outlet.WEB)
    entries = [entry for section in french.sections for entry in section.entries]

    assert sorted(entry.item.language for entry in entries) == ["en", "en", "fr", "fr"]
    assert {section.sort for section in french.sections} == {"editorial", "entries", "agenda"}
    assert world.languages == ["en", "fr", "de"]
    assert Page.find_problems() == ([], [], [], [], [])


def test_every_page_answers_in_every_language(world):
    for page in (*world.sources, world.small, world.large, world.whole, world.everything):
        for language in world.languages:
            assert Client().get(world.path(page, language)).status_code == 200


def test_each_measure_stands_in_the_table(world):
    measures = [
        budgets.issue_page(world, world.large, runs=1),
        budgets.issue_page(world, world.whole, more=", calls, promotion", runs=1),
        budgets.listing(world, runs=1),
        budgets.content_page(world, runs=1),
        budgets.agenda_page(world, runs=1),
        budgets.agenda_events(runs=1),
        budgets.all_editions(world, runs=1),
        budgets.all_forms(world, runs=1),
        *budgets.near_matches(world, stored=50, runs=1),
        *budgets.requests(world, runs=1),
    ]
    lines = table(measures).splitlines()

    assert len(lines) == 2 + len(measures)
    assert lines[2].startswith("Issue, 4 entries, 3 languages")
    # What is counted is no matter of speed.
    assert [words for measure in measures for words in measure.broken if "queries" in words] == []


def test_the_desk_is_measured_in_every_state_that_translators_leave(world):
    fill_desk(world, 20)

    measures = [
        budgets.translators_desk(pages=20, languages=3, query=query, runs=1)
        for query in ("", "state=outdated&language=fr", "overdue=on")
    ]

    assert [words for measure in measures for words in measure.broken if "queries" in words] == []
    news = Page.objects.filter(locale__language_code="en", title__startswith="What towns")
    french = Locale.objects.get(language_code="fr").pk
    found = {state: in_state(news, state, french).count() for state in State}
    assert {state.value: count for state, count in found.items() if count} == {
        "current": 9, "outdated": 1, "started": 8, "queued": 2,
    }  # fmt: skip


def test_stock_wagtail_prints_the_same_pages(world):
    path = world.path(world.large, "fr")
    with naive.StockWagtail():
        content = Client().get(path).content.decode()

    for entry in world.sources:
        assert entry.title in content
    assert "masthead" not in content
    assert "masthead" in Client().get(path).content.decode()
    html, text, items = naive.edition(world.large, "fr")
    assert world.sources[0].title in html
    assert world.sources[0].title in text
    # The event stands in the agenda too.
    assert len(json.loads(items)) == 5


def test_queries_are_counted(world):
    assert cost(lambda: Page.objects.count(), runs=1).queries == 1


def test_what_is_not_answered_is_not_measured(world):
    with pytest.raises(Unanswered, match="/en/nowhere/ was answered with 404"):
        cost_of_page(Client(), "/en/nowhere/", runs=1)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_each_measure_of_the_api_is_taken(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    measured = api.Measured(Site(), runs=1)

    for _words, step in api.steps(measured, (10, 20, 30), most_languages=3):
        step()

    told = [measure.what for measure in measured.measures]
    sizes = ["10 pages, 2 languages", "10 pages, 3 languages", "30 pages, 3 languages"]
    assert told == [f"{what}, {size}" for size in sizes for what in api.NAMES]
    assert [stream.what for stream in measured.streams] == ["Export", "Sync"]
    # What is counted is no matter of speed.
    assert [words for words in measured.broken if "queries" in words] == []
    assert Page.find_problems() == ([], [], [], [], [])


def test_stock_wagtail_tells_the_same_of_a_page(world):
    page = world.sources[0]
    with StockAPIs():
        [listed] = (
            each
            for each in Client()
            .get(f"/v2/pages/?type=cms.ContentPage&locale=en&fields={CARD}")
            .json()["items"]
            if each["id"] == page.pk
        )
        told = Client().get(f"/v3/pages/{page.pk}/").json()

    card = Client().get(f"{api.API}/items/event/{page.translation_key}").json()
    assert (listed["title"], told["title"]) == (card["title"], card["title"])
    assert len(told["session_rows"]) == len(card["facts"]["sessions"]) == 3
    for stock in (listed, told):
        assert sorted(each["locale"] for each in stock["translations"]) == [
            each["hreflang"] for each in card["alternates"] if each["hreflang"] != "x-default"
        ]
        assert [row["name"] for row in stock["topic_rows"]] == [
            topic["name"] for topic in card["topics"]
        ]
        assert [row["acronym"] for row in stock["part_of_rows"]] == [
            project["title"] for project in card["part_of"]
        ]


def test_memory_that_grows_with_the_answer_is_told():
    assert api.Stream("Export", 1_000_000, 1_200_000).broken == []
    assert api.Stream("Export", 1_000_000, 9_000_000).broken == [
        "Export: 9.00 times the memory, at most 1.30"
    ]


def test_an_answer_that_ends_too_early_is_not_measured(world):
    with pytest.raises(Unanswered, match=r"export\?locales=en was answered with 6 lines"):
        api.peak(f"{api.API}/export?locales=en", 40)


def measure(**fields) -> Measure:
    """Return a line of the table."""
    return Measure(**{"what": "Issue", "own": Cost(14, 0.5), **fields})


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"most_queries": 14}, []),
        ({"most_queries": 13}, ["Issue: 14 queries, at most 13"]),
        ({"most_seconds": 0.5}, []),
        ({"most_seconds": 0.4}, ["Issue: 0.50 s of CPU, at most 0.40 s"]),
        ({"stock": Cost(900, 5.0), "most_share": 0.1}, []),
        (
            {"stock": Cost(900, 4.0), "most_share": 0.1},
            ["Issue: 0.125 of stock Wagtail's CPU time, at most 0.100"],
        ),
        ({"kilobytes": 40.0, "most_kilobytes": 40.0}, []),
        ({"kilobytes": 40.1, "most_kilobytes": 40.0}, ["Issue: 40.1 kB, at most 40 kB"]),
    ],
)
def test_a_budget_is_broken_by_more_than_is_allowed(fields, words):
    assert measure(**fields).broken == words


def test_numbers_of_queries_that_differ_are_told():
    assert uneven([measure(), measure()]) == []
    assert uneven([measure(), measure(what="Large", own=Cost(15, 0.5))]) == [
        "The number of queries grows (Issue: 14, Large: 15)"
    ]


def test_the_table_compares_with_stock_wagtail():
    line = table([measure(stock=Cost(300, 2.0), most_queries=14)]).splitlines()[-1]

    assert line.split() == ["Issue", "14", "14", "500", "300", "2000", "4.0"]
