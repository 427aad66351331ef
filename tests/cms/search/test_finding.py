"""Does a reader find what they are served, by the rules of its language, and nothing else?"""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import PageViewRestriction

from cms.languages.readings import Reading
from cms.models import FallbackChain, FallbackLink, PageTopic, Place, Span
from cms.plugins.events.models import EventPage
from cms.plugins.news.models import NewsPage
from cms.search.facets import facets_of
from cms.search.finding import FACETS, Search
from cms.testing.factories import (
    MadeSite,
    make_city,
    make_page,
    make_site,
    make_topic,
    make_translation,
)
from tests.shared import shared


@shared
def site() -> MadeSite:
    """A site in four languages; Polish is one for which PostgreSQL has no stemmer."""
    return make_site(("en", "fr", "de", "pl"), kinds=[NewsPage, EventPage])


def found(question: str, language: str = "en", **chosen: str) -> list[str]:
    """Return the titles of what a reader finds, as they are served, the best first."""
    reading = Reading(language)
    pages = Search(question, reading, chosen).pages(0, 20)
    return [item.title for item in reading.items(pages)]


def needs_stemmers() -> None:
    """Leave a test that asks for what SQLite cannot do."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no stemmers")


def test_every_language_is_searched_by_its_own_rules(site):
    page = make_page(NewsPage, title="Cities at night", summary="Safety for everybody.")
    make_translation(page, "fr", title="Villes et sécurité")
    make_translation(page, "de", title="Sicherheit in der Stadt")
    make_translation(page, "pl", title="Bezpieczeństwo w Łodzi")

    assert found("securite", "fr") == ["Villes et sécurité"]
    assert found("Sécurité", "fr") == ["Villes et sécurité"]
    assert found("securite", "de") == []
    assert found("Sicherheit", "fr") == []
    assert found("stadt", "de") == ["Sicherheit in der Stadt"]
    assert found("bezpieczenstwo lodz", "pl") == ["Bezpieczeństwo w Łodzi"]


@pytest.mark.parametrize(
    ("language", "title", "questions"),
    [
        ("de", "Sicherheit in der Stadt", ["Städten", "stadten", "Städte Sicherheiten", "städtisch or stadt"]),
        ("de", "Große Straßen", ["strasse", "Straße", "gross"]),
        ("fr", "Décisions publiées sur la sécurité", ["publié", "publiee securites", "décision", '"sur la sécurité"']),
        ("en", "Cities that listen", ["city", "listening", "city -village"]),
    ],
)  # fmt: skip
def test_stems_are_found(site, language, title, questions):
    needs_stemmers()
    page = make_page(NewsPage, title=title if language == "en" else "Source")
    if language != "en":
        make_translation(page, language, title=title)

    assert [found(question, language) for question in questions] == [[title]] * len(questions)
    assert found("sources", language) == []


def test_in_the_simple_mode_every_word_must_occur_by_its_beginning(site):
    make_translation(make_page(NewsPage, title="Source"), "pl", title="Miasta i bezpieczeństwo")

    assert found("miast bezpiecz", "pl") == ["Miasta i bezpieczeństwo"]
    assert found("Miasta! -bezpieczeństwo", "pl") == ["Miasta i bezpieczeństwo"]
    assert found("iasta", "pl") == []
    assert found("miasta wsie", "pl") == []
    assert found("miastach", "pl") == []  # no stemmer knows that it is the same word


def test_the_chain_is_served_before_the_source_and_each_item_once(site):
    chain = FallbackChain.objects.create(locale=site.home_in("pl").locale)
    FallbackLink.objects.create(chain=chain, locale=site.home_in("de").locale)
    page = make_page(NewsPage, title="Alpha source")
    make_translation(page, "de", title="Alpha deutsch")
    make_translation(page, "fr", title="Alpha français")
    make_page(NewsPage, title="Alpha alone")

    assert found("alpha", "pl") == ["Alpha alone", "Alpha deutsch"]
    assert found("francais", "pl") == []
    assert found("source", "pl") == []


def test_the_title_counts_more_than_the_summary_and_that_more_than_the_body(site):
    text = [("paragraph", {"text": "<p>Lanterns and <b>lanterns</b>, lanterns.</p>"})]
    make_page(NewsPage, title="In the title: lanterns")
    make_page(NewsPage, title="In the summary", summary="Lanterns.")
    make_page(NewsPage, title="In the body", body=text)
    make_page(NewsPage, title="Newer, in the body", body=text)

    assert found("lanterns") == [
        "In the title: lanterns",
        "In the summary",
        "Newer, in the body",
        "In the body",
    ]


def hide(page: NewsPage, way: str) -> None:
    """Take a public page from everybody in one way."""
    if way == "unpublished":
        page.unpublish()
    elif way == "restricted":
        PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    elif way == "expired":
        past = timezone.now() - timedelta(minutes=1)
        NewsPage.objects.filter(pk=page.pk).update(expire_at=past)


@pytest.mark.parametrize("way", ["unpublished", "restricted", "expired"])
def test_what_nobody_may_see_is_in_no_number(site, way):
    topic = make_topic("Youth")
    page = make_page(
        NewsPage, title="Secret", countries=["FR"], topic_rows=[PageTopic(topic=topic)]
    )
    make_translation(page, "fr", title="Secrète")
    assert (found("secret"), found("secrete", "fr")) == (["Secret"], ["Secrète"])

    hide(page, way)

    for question, language in (("secret", "en"), ("secrete", "fr")):
        search = Search(question, Reading(language), {})
        assert (search.pages(0, 20), search.count) == ([], 0)
        assert search.facets() == {name: {} for name in FACETS}


def test_the_words_of_a_draft_are_not_found(site):
    page = make_page(NewsPage, title="Published words")
    page.title = "Drafted words"
    page.save_revision()

    assert found("drafted") == []
    assert found("published") == ["Published words"]

    page.save_revision().publish()

    assert found("drafted") == ["Drafted words"]
    assert found("published") == []


def test_a_version_that_is_private_is_not_searched_but_what_stands_in_for_it(site):
    page = make_page(NewsPage, title="Squares")
    hide(make_translation(page, "fr", title="Places"), "restricted")

    assert found("places", "fr") == []
    assert found("squares", "fr") == ["Squares"]


def test_each_number_is_that_of_what_is_found_with_it(site):
    topics = [make_topic("Youth"), make_topic("Night")]
    city = make_city("Lyon", "FR")
    today = date.today()  # noqa: DTZ011 -- any day
    for number in range(8):
        fields = {
            "title": f"Squares {number}",
            "countries": ["DE", "FR"] if number % 3 else ["PL"],
            "topic_rows": [PageTopic(topic=topic) for topic in topics[: number % 3]],
        }
        if number % 2:
            day = today + timedelta(days=number - 4)
            rows = {
                "span_rows": [Span(start=day, end=day)],
                "place_rows": [Place(city=city), Place(city=city, venue="Hall")],
            }
            make_page(EventPage, **fields, **rows)
        else:
            make_page(NewsPage, **fields)

    for chosen in ({}, {"topic": "youth"}, {"kind": "events.eventpage", "country": "FR"}):
        facets = facets_of(Search("squares", Reading("de"), chosen))
        told = {(name, each.value): each.count for name in facets for each in facets[name]}
        real = {
            (name, value): len(found("squares", "de", **{**chosen, name: value}))
            for name, value in told
        }
        assert told == real
        assert {name for name, _value in told} == set(FACETS)


def test_more_items_cost_no_more_queries(site):
    def queries() -> int:
        search = Search("squares", Reading("fr"), {"country": "FR"})
        with CaptureQueriesContext(connection) as captured:
            assert search.pages(0, 20)
            assert search.count
            facets_of(search)
        return len(captured)

    make_page(NewsPage, title="Squares", countries=["FR"])
    queries()
    assert queries() == 8
    for number in range(6):
        make_page(EventPage, title=f"Squares {number}", countries=["FR", "DE"])
    assert queries() == 8


@pytest.mark.parametrize(
    "question",
    ["& | ! ( ) <-> :*", "'", '"', "\\", "a" * 5000, "\ud800", "-", "%_", "a:*b & c", "\u00ad", "²½٣"],
)  # fmt: skip
def test_whatever_is_typed_is_a_question(site, question):
    make_page(NewsPage, title="Squares")

    assert found(question, "pl") == found(question, "de") == []
