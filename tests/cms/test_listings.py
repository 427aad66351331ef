"""Which content pages does a reader find on an index page, and by which filters?"""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from cms.languages.readings import Reading
from cms.listings import FILTERS, listing_of
from cms.models import Deadline, PageTopic, Place, Span
from cms.plugins.calls.models import CallPage
from cms.plugins.events.models import EventPage
from cms.plugins.news.models import NewsPage
from cms.plugins.projects.models import ProjectPage
from cms.testing.factories import (
    make_city,
    make_index,
    make_page,
    make_picture,
    make_site,
    make_topic,
    make_translation,
)
from tests.shared import shared

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()


@shared
def everything():
    """A site in three languages, and its index of all kinds."""
    make_site(("en", "fr", "de"), kinds=[NewsPage, EventPage, CallPage, ProjectPage])
    return make_index(slug="all")


def span(days: int) -> Span:
    """Return one day that lies some days from today."""
    return Span(start=TODAY + timedelta(days), end=TODAY + timedelta(days))


def titles(index, **parameters) -> list[str]:
    """Return the titles an English reader finds."""
    return [item.title for item in listing_of(index, parameters, Reading("en")).items]


def test_each_page_stands_once_in_its_served_version(everything):
    page = make_page(NewsPage, title="Both")
    make_translation(page, "fr", title="Les deux")
    make_page(NewsPage, title="English only")

    listing = listing_of(everything, {}, Reading("fr"))

    assert [(item.title, item.language) for item in listing.items] == [
        ("English only", "en"),
        ("Les deux", "fr"),
    ]
    assert listing.count == 2


def test_filters_narrow_the_list(everything):
    youth = make_topic("Youth", fr="Jeunesse")
    make_page(NewsPage, title="About youth", topic_rows=[PageTopic(topic=youth)], countries=["FR"])
    make_page(
        EventPage, title="In 2019", span_rows=[Span(start=date(2019, 6, 27), end=date(2019, 6, 28))]
    )
    make_page(EventPage, title="Ahead", span_rows=[span(9)], countries=["FR", "PL"])
    make_page(
        CallPage,
        funder="European Commission",
        title="Open",
        deadline_rows=[Deadline(title="a", day=TODAY + timedelta(30))],
    )
    make_page(
        CallPage,
        funder="European Commission",
        title="Closed",
        deadline_rows=[Deadline(title="a", day=TODAY - timedelta(30))],
    )

    assert titles(everything, kind="news.newspage") == ["About youth"]
    assert titles(everything, topic="youth") == ["About youth"]
    assert titles(everything, country="PL") == ["Ahead"]
    assert titles(everything, country="FR") == ["Ahead", "About youth"]
    assert titles(everything, year="2019") == ["In 2019"]
    assert titles(everything, state="upcoming") == ["Ahead"]
    assert titles(everything, state="open") == ["Open"]
    assert titles(everything, state="closed") == ["Closed", "In 2019"]


def test_choices_have_names_in_the_language_of_the_reader_and_in_its_order(everything):
    make_topic("Youth", fr="Jeunesse")
    make_topic("Women", fr="Égalité")
    make_page(NewsPage, countries=["DE", "AT"])

    filters = {choice.name: choice for choice in listing_of(everything, {}, Reading("fr")).filters}

    assert [option.label for option in filters["topic"].options] == ["Égalité", "Jeunesse"]
    assert [option.label for option in filters["country"].options] == ["Allemagne", "Autriche"]


ABSURD = ("999999", "0", "-1", "nan", "1.5", "XX", "nope", "9" * 5000, " ", "1' or 1=1")


@pytest.mark.parametrize("path", ["/en/all/", "/fr/everything/", "/en/news/"])
def test_what_no_filter_offers_is_not_there(everything, client, path):
    make_page(NewsPage, title="There", countries=["FR"])
    make_topic("Youth")
    asked = [(name, value) for name in ("page", *FILTERS) for value in ABSURD]

    answers = {(name, value): client.get(path, {name: value}).status_code for name, value in asked}

    assert answers == dict.fromkeys(asked, 404)


def test_a_country_without_pages_is_an_empty_list(everything):
    make_page(NewsPage, title="There", countries=["FR"])

    listing = listing_of(everything, {"country": "PT"}, Reading("de"))

    assert (listing.count, [tag.label for tag in listing.active]) == (0, ["Portugal"])


def test_who_asks_for_what_is_not_there_is_told_so_on_a_page(everything, client):
    response = client.get("/en/all/?country=XX")

    assert response.status_code == 404
    assert "There is no page at this address" in response.content.decode()


def test_other_names_and_empty_choices_change_nothing(everything):
    make_page(NewsPage, title="There")
    empty = dict.fromkeys((*FILTERS, "page"), "")

    listing = listing_of(everything, {**empty, "utm_source": "mail"}, Reading("en"))

    assert [item.title for item in listing.items] == ["There"]
    assert listing.active == ()


def test_whatever_a_list_offers_can_be_asked_for_together(everything, client):
    topic = make_topic("Youth")
    make_page(NewsPage, title="There", countries=["FR"], topic_rows=[PageTopic(topic=topic)])
    make_page(EventPage, title="Past", span_rows=[span(-900)], countries=["PL"])

    filters = client.get("/en/all/").context["listing"].filters
    assert tuple(choice.name for choice in filters) == FILTERS
    for first in filters:
        for second in filters:
            chosen = {
                first.name: first.options[0].value,
                second.name: second.options[-1].value,
            }
            assert client.get("/en/all/", chosen).status_code == 200

    nothing = client.get("/en/all/", {"country": "PL", "kind": "news.newspage", "page": "1"})
    assert (nothing.status_code, nothing.context["listing"].items) == (200, [])


def test_an_active_filter_can_be_removed(everything):
    make_page(NewsPage, title="There", countries=["FR"])

    listing = listing_of(everything, {"country": "FR", "kind": "news.newspage"}, Reading("en"))

    assert {active.label: active.remove_url for active in listing.active} == {
        "France": "?kind=news.newspage",
        "News": "?country=FR",
    }


def test_a_country_is_that_of_the_page_or_of_its_places_once(everything):
    cities = [make_city("Kortrijk", "BE"), make_city("Gent", "BE"), make_city("Lille", "FR")]
    places = [Place(city=city) for city in cities]
    days = [span(9), span(10)]
    make_page(EventPage, title="Held", place_rows=places, span_rows=days, countries=["PL"])
    make_page(NewsPage, title="Concerned", countries=["BE", "DE"])
    make_page(NewsPage, title="Of nowhere")

    offered = next(
        choice
        for choice in listing_of(everything, {}, Reading("en")).filters
        if choice.name == "country"
    )

    assert [option.value for option in offered.options] == ["BE", "FR", "DE", "PL"]
    found = {option.value: titles(everything, country=option.value) for option in offered.options}
    assert found == {
        "BE": ["Concerned", "Held"],
        "FR": ["Held"],
        "DE": ["Concerned"],
        "PL": ["Held"],
    }
    assert listing_of(everything, {"country": "BE"}, Reading("en")).count == 2


def test_an_agenda_begins_today_and_ends_with_what_has_no_date(everything):
    agenda = make_index(EventPage, slug="agenda-2")
    make_page(EventPage, agenda, title="Later", span_rows=[span(20)])
    make_page(EventPage, agenda, title="Undated")
    make_page(EventPage, agenda, title="Past", span_rows=[span(-20)])
    make_page(EventPage, agenda, title="Soon", span_rows=[span(2)])

    assert titles(agenda) == ["Soon", "Later", "Undated"]


def test_a_page_with_several_dates_stands_once_in_every_list(everything):
    agenda = make_index(EventPage, slug="agenda-2")
    days = [
        Span(start=date(2099, 3, 4), end=date(2099, 3, 5)),
        Span(start=date(2099, 12, 30), end=date(2100, 1, 2)),
    ]
    make_page(EventPage, agenda, title="Often", span_rows=days)

    assert titles(agenda) == ["Often"]
    assert titles(agenda, state="upcoming") == ["Often"]
    assert titles(everything) == ["Often"]
    # A span over a year's end belongs to both years.
    for index in (agenda, everything):
        assert [titles(index, year=year) for year in ("2099", "2100")] == [["Often"], ["Often"]]


def fill(count: int) -> None:
    """Add pages of four kinds with pictures and places."""
    city = make_city(f"City {count}", "DE")
    for number in range(count):
        own = {"title": f"Page {count}.{number}", "picture": make_picture()}
        kinds = [
            (NewsPage, {}),
            (EventPage, {"span_rows": [span(number)], "place_rows": [Place(city=city)]}),
            (
                CallPage,
                {
                    "funder": "European Commission",
                    "deadline_rows": [Deadline(title="a", day=TODAY + timedelta(30))],
                },
            ),
            (ProjectPage, {"acronym": "PRoTECT"}),
        ]
        kind, fields = kinds[number % 4]
        make_page(kind, **own, **fields)


def test_a_mixed_list_costs_seven_queries_whatever_its_length(
    everything, client, django_assert_num_queries
):
    fill(4)
    client.get("/en/all/")
    with django_assert_num_queries(7):
        client.get("/en/all/")

    fill(16)
    client.get("/en/all/")
    client.get("/fr/everything/")
    with django_assert_num_queries(7):
        response = client.get("/en/all/")
    assert len(response.context["listing"].items) == 20
    with django_assert_num_queries(7):
        client.get("/fr/everything/")
