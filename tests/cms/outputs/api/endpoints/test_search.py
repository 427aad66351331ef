"""What is found by some words, and what is told of it?"""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.models import PageTopic
from cms.plugins.events.models import EventPage
from cms.plugins.news.models import NewsPage
from cms.testing.factories import make_page, make_topic, make_translation


def titles(answer: dict) -> list[str]:
    """Return what the items are called."""
    return [item["title"] for item in answer["items"]]


def test_it_finds_what_is_served_and_marks_what_stands_in(site, ask):
    make_translation(make_page(NewsPage, title="Lighted squares"), "fr", title="Places éclairées")
    make_page(NewsPage, title="Squares without French")

    french = ask("/search", q="squares", locale="fr")
    english = ask("/search", q="squares", locale="en")

    assert titles(french) == ["Squares without French"]
    assert french["items"][0]["locale"]["match"] == "fallback"
    assert french["page"] == {"limit": 20, "next": None, "count": 1}
    assert titles(english) == ["Squares without French", "Lighted squares"]
    assert titles(ask("/search", q="eclairees", locale="fr")) == ["Places éclairées"]
    assert titles(ask("/search", q="squares", locale="fr", fallback="none")) == []


def test_it_is_narrowed_and_says_by_what(site, ask):
    topic = make_topic("Youth", fr="Jeunesse")
    make_page(
        NewsPage, title="Squares", topic_rows=[PageTopic(topic=topic)], countries=["DE", "FR"]
    )
    make_page(EventPage, title="Squares at night", countries=["FR"])

    answer = ask("/search", q="squares", locale="fr")

    assert answer["facets"] == {
        "type": [
            {"value": "event", "name": "Événements", "count": 1},
            {"value": "news", "name": "Actualités", "count": 1},
        ],
        "topic": [{"value": "youth", "name": "Jeunesse", "count": 1}],
        "country": [
            {"value": "DE", "name": "Allemagne", "count": 1},
            {"value": "FR", "name": "France", "count": 2},
        ],
        "state": [{"value": "upcoming", "name": "À venir", "count": 1}],
    }
    assert titles(ask("/search", q="squares", type="news")) == ["Squares"]
    assert titles(ask("/search", q="squares", **{"filter[country]": "DE"})) == ["Squares"]
    assert titles(ask("/search", q="squares", **{"filter[topic]": "youth"})) == ["Squares"]
    assert titles(ask("/search", q="squares", **{"filter[state]": "upcoming"})) == [
        "Squares at night"
    ]


def test_it_goes_on(site, ask):
    for number in range(3):
        make_page(NewsPage, title=f"Squares {number}")

    first = ask("/search", q="squares", limit=2)
    second = ask("/search", q="squares", limit=2, cursor=first["page"]["next"])

    assert titles(first) + titles(second) == ["Squares 2", "Squares 1", "Squares 0"]
    assert (first["page"]["count"], second["page"]["next"]) == (3, None)
    elsewhere = ask("/search", status=400, q="places", cursor=first["page"]["next"])
    assert elsewhere["errors"][0]["parameter"] == "cursor"
    of_items = ask("/items", limit=2)["page"]["next"]
    assert ask("/search", status=400, q="squares", cursor=of_items)


def test_it_says_what_was_probably_meant(site, ask):
    make_page(NewsPage, title="Lighted squares")

    assert ask("/search", q="sqaures lihgted")["suggestions"] == ["squares Lighted"]


@pytest.mark.parametrize(
    ("parameter", "value"),
    [
        ("q", ""),
        ("q", "a" * 201),
        ("type", "sonnet"),
        ("filter[topic]", "nothing"),
        ("filter[country]", "XX"),
        ("filter[state]", "odd"),
        ("cursor", "made:up"),
        ("sort", "title"),
    ],
)
def test_what_it_cannot_mean_is_refused(site, ask, parameter, value):
    problem = ask("/search", status=400, **{"q": "squares", parameter: value})

    assert problem["errors"][0]["parameter"] == parameter


def test_more_items_cost_no_more_queries(site, ask):
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert ask("/search", q="squares", locale="fr")["items"]
        return len(captured)

    make_translation(make_page(NewsPage, title="Squares 0"), "de", title="Plätze")
    make_page(NewsPage, title="Squares")
    queries()
    few = queries()
    for number in range(6):
        make_page(EventPage, title=f"Squares {number}")

    assert queries() == few
