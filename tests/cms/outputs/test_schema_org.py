"""How is an item described to search engines?"""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from uuid import UUID

from cms.items import DatedFacts, Item, Place, Span, Status
from cms.outputs.schema_org import describe
from cms.plugins.news.models import NewsFacts

NEWS = Item(
    key=UUID(int=1),
    kind="news.newspage",
    kind_name="News",
    label="News",
    title="The mayor speaks",
    summary="In short.",
    language="en",
    requested="en",
    url="/en/news/mayor/",
    read_more="Read more: The mayor speaks",
    picture=None,
    facts=NewsFacts(),
    published_at=datetime(2019, 5, 28, 8, tzinfo=UTC),
)


def described(item: Item) -> dict:
    """Return the description at the item's canonical address."""
    return describe(
        item, url="https://belfry.example/en/x/", base="https://belfry.example", publisher="Belfry"
    )


def test_news_is_a_news_article():
    assert described(NEWS) == {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": "The mayor speaks",
        "description": "In short.",
        "inLanguage": "en",
        "url": "https://belfry.example/en/x/",
        "datePublished": "2019-05-28T08:00:00+00:00",
        "publisher": {"@type": "Organization", "name": "Belfry"},
    }


def test_what_takes_place_is_an_event_with_zone_place_and_status():
    facts = DatedFacts(
        spans=(
            Span(start=date(2019, 7, 16), end=date(2019, 7, 17)),
            Span(
                start=date(2019, 7, 19),
                end=date(2019, 7, 19),
                start_time=time(10),
                end_time=time(12),
                zone="Europe/Bucharest",
            ),
        ),
        places=(Place(city="Brasov", country="RO", venue="City Hall"),),
        online=True,
        status=Status.POSTPONED,
    )

    event = described(replace(NEWS, facts=facts))

    assert event["@type"] == "Event"
    assert event["startDate"] == "2019-07-16"
    assert event["endDate"] == "2019-07-19T12:00:00+03:00"
    assert event["eventStatus"] == "https://schema.org/EventPostponed"
    assert event["eventAttendanceMode"] == "https://schema.org/MixedEventAttendanceMode"
    assert event["location"][0] == {
        "@type": "Place",
        "name": "City Hall",
        "address": {"@type": "PostalAddress", "addressLocality": "Brasov", "addressCountry": "RO"},
    }


def test_what_has_no_date_yet_is_no_event():
    assert described(replace(NEWS, facts=DatedFacts()))["@type"] == "Article"


def test_an_event_ends_with_the_span_that_ends_last():
    exhibition = Span(start=date(2019, 7, 1), end=date(2019, 7, 31))
    opening = Span(start=date(2019, 7, 5), end=date(2019, 7, 5))

    data = described(replace(NEWS, facts=DatedFacts(spans=(exhibition, opening))))

    assert (data["startDate"], data["endDate"]) == ("2019-07-01", "2019-07-31")
