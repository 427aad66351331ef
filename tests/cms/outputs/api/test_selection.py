"""Which items does a list have, and in which order?"""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from django.utils import timezone
from wagtail.models import Locale

from cms.languages.translation.requests import request_translation
from cms.models import Deadline, PageTopic, PartOf, Place, Span
from cms.plugins.calls.models import CallPage
from cms.plugins.events.models import EventPage
from cms.plugins.news.models import NewsPage
from cms.plugins.projects.models import ProjectPage
from cms.testing.factories import make_city, make_page, make_topic, make_translation

SEED = 20190624
TODAY = timezone.localdate()


def event(title: str, *days: int, **fields) -> EventPage:
    """Make an event that takes place some days from today."""
    spans = [Span(start=TODAY + timedelta(day), end=TODAY + timedelta(day)) for day in days]
    return make_page(EventPage, title=title, span_rows=spans, **fields)


def call(title: str, *days: int, **fields) -> CallPage:
    """Make a call that closes some days from today."""
    rows = [Deadline(title=title, day=TODAY + timedelta(day)) for day in days]
    return make_page(CallPage, title=title, funder="Belfry", deadline_rows=rows, **fields)


@pytest.fixture
def titles(ask):
    """Return the titles of the items that are listed."""

    def asking(**parameters) -> list[str]:
        return [item["title"] for item in ask("/items", **parameters)["items"]]

    return asking


def through(ask, **parameters) -> list[str]:
    """Return the titles of a whole list, read page by page, two at a time."""
    found, cursor = [], {}
    for _page in range(20):
        page = ask("/items", limit=2, **cursor, **parameters)
        found += [item["title"] for item in page["items"]]
        if page["page"]["next"] is None:
            return found
        cursor = {"cursor": page["page"]["next"]}
    pytest.fail("The list does not end.")


def test_by_kind(site, titles):
    make_page(NewsPage, title="News")
    event("Event", 1)
    call("Call", 1)

    assert titles(type="event") == ["Event"]
    assert set(titles(type="event,news")) == {"Event", "News"}


def test_by_country_that_it_concerns_or_where_it_takes_place(site, titles):
    make_page(NewsPage, title="About Germany", countries="DE")
    event("In Germany", 1, place_rows=[Place(city=make_city("Augsburg", "DE"))])
    event("In France", 1, place_rows=[Place(city=make_city("Nîmes", "FR"))])

    assert set(titles(**{"filter[country]": "DE"})) == {"About Germany", "In Germany"}
    assert titles(**{"filter[country]": "FR"}) == ["In France"]
    assert titles(**{"filter[country]": "PL"}) == []


def test_by_topic_and_by_project(site, titles):
    topic = make_topic("Night")
    project = make_page(ProjectPage, title="Project")
    make_page(NewsPage, title="On it", topic_rows=[PageTopic(topic=topic)])
    make_page(NewsPage, title="Of it", part_of_rows=[PartOf(target=project)])

    assert titles(**{"filter[topic]": topic.slug}) == ["On it"]
    assert titles(**{"filter[part_of]": str(project.translation_key)}) == ["Of it"]


def test_by_state_and_status(site, titles):
    event("Ahead", 3)
    event("Over", -3)
    event("Cancelled", 4, status="cancelled")

    assert set(titles(**{"filter[state]": "upcoming"})) == {"Ahead", "Cancelled"}
    assert titles(**{"filter[state]": "closed"}) == ["Over"]
    assert titles(**{"filter[status]": "cancelled"}) == ["Cancelled"]


def test_by_days_and_instants(site, titles):
    event("Early", 1)
    event("Late", 9)
    call("Soon", 2)
    call("Later", 30)
    in_five_days = datetime.combine(TODAY + timedelta(5), datetime.min.time(), UTC).isoformat()

    assert titles(**{"filter[date][lte]": str(TODAY + timedelta(5))}) == ["Early"]
    assert titles(**{"filter[date][gte]": str(TODAY + timedelta(5))}) == ["Late"]
    assert titles(**{"filter[deadline][lte]": in_five_days}) == ["Soon"]
    assert titles(**{"filter[deadline][gte]": in_five_days}) == ["Later"]
    assert titles(**{"filter[published][gte]": in_five_days}) == []
    # As far from UTC as RFC 3339 lets it be.
    assert titles(**{"filter[deadline][gte]": "2019-07-01T00:00:00+23:59"}) == ["Later", "Soon"]
    assert len(titles(**{"filter[published][lte]": in_five_days})) == 4


def test_by_the_slug_that_is_served(site, titles):
    both = make_page(NewsPage, title="Squares")
    make_translation(both, "fr", title="Les places")
    make_page(NewsPage, title="Streets")

    assert titles(locale="fr", **{"filter[slug]": "les-places"}) == ["Les places"]
    assert titles(locale="fr", **{"filter[slug]": "squares"}) == []
    assert titles(locale="fr", **{"filter[slug]": "streets"}) == ["Streets"]
    assert titles(locale="de", fallback="fr", **{"filter[slug]": "les-places"}) == ["Les places"]
    assert titles(locale="en", **{"filter[slug]": "squares"}) == ["Squares"]


def test_by_how_fresh_the_version_is(site, titles):
    make_page(NewsPage, title="Only English")
    make_translation(make_page(NewsPage, title="Fresh"), "fr", title="Frais")
    stale = make_page(NewsPage, title="Stale")
    make_translation(stale, "fr", title="Rassis")
    stale.summary = "Something new."
    stale.save_revision().publish()
    request_translation(stale, Locale.objects.get(language_code="fr"))
    by_machine = make_translation(make_page(NewsPage, title="Machine"), "fr", title="Machine")
    NewsPage.objects.filter(pk=by_machine.pk).update(is_by_machine=True)

    def in_french(status: str) -> set[str]:
        return set(titles(locale="fr", **{"filter[translation]": status}))

    assert in_french("current") == {"Frais"}
    assert in_french("outdated") == {"Rassis"}
    assert in_french("missing") == {"Only English"}
    assert in_french("partial") == set()
    assert in_french("current,missing") == {"Frais", "Only English"}
    assert set(titles(locale="en", **{"filter[translation]": "current"})) == {
        "Only English",
        "Fresh",
        "Stale",
        "Machine",
    }


def test_in_order_of_days_and_the_undated_last(site, ask):
    event("Third", 30)
    event("First", -40, 1)
    event("Second", 2)
    event("Undated")
    make_page(NewsPage, title="News")

    ahead = {"filter[date][gte]": str(TODAY)}
    assert through(ask, sort="date", **ahead) == ["First", "Second", "Third"]
    assert through(ask, sort="date")[:3] == ["First", "Second", "Third"]
    assert through(ask, sort="-date")[:3] == ["Third", "Second", "First"]
    assert set(through(ask, sort="-date")[3:]) == {"Undated", "News"}


def test_in_order_of_the_next_deadline(site, ask):
    call("Second", -9, 20)
    call("First", 3)
    call("Over", -1)

    assert through(ask, sort="deadline") == ["First", "Second", "Over"]
    assert through(ask, sort="-deadline") == ["Second", "First", "Over"]


def test_in_order_of_the_title_that_is_served(site, ask):
    for english, french in (("Apple", "pomme"), ("Bread", "Eau"), ("Cheese", "fromage")):
        make_translation(make_page(NewsPage, title=english), "fr", title=french)
    make_page(NewsPage, title="Garlic")

    assert through(ask, sort="title", locale="fr") == ["Eau", "fromage", "Garlic", "pomme"]
    assert through(ask, sort="-title", locale="fr") == ["pomme", "Garlic", "fromage", "Eau"]
    assert through(ask, sort="title", locale="en") == ["Apple", "Bread", "Cheese", "Garlic"]


def test_in_order_of_publication_and_of_change(site, ask):
    first, second = make_page(NewsPage, title="First"), make_page(NewsPage, title="Second")
    first.save_revision().publish()

    assert through(ask, sort="published") == ["First", "Second"]
    assert through(ask) == ["Second", "First"]
    assert through(ask, sort="-updated") == ["First", "Second"]
    assert second.first_published_at > first.first_published_at


def test_a_cursor_is_good_for_its_own_order_only(site, ask):
    for number in range(3):
        make_page(NewsPage, title=f"News {number}")
    cursor = ask("/items", limit=1)["page"]["next"]

    problem = ask("/items", limit=1, sort="title", cursor=cursor, status=400)

    assert problem["errors"][0]["parameter"] == "cursor"


@pytest.mark.parametrize(("first", "last"), [("α", "ω"), ("一", "龥"), ("𐀀", "𐏏")])
def test_a_cursor_holds_the_longest_title_of_any_script(site, ask, first, last):
    chance = Random(SEED)  # noqa: S311 -- the same each time
    letters = chance.choices(range(ord(first), ord(last)), k=3 * 254)
    titles = ["".join(map(chr, letters[at::3])) for at in range(3)]
    for title in titles:
        make_page(NewsPage, title=title)

    assert sorted(through(ask, sort="title")) == sorted(titles)


def test_the_count_is_of_all_that_is_found(site, ask):
    event("One", 1)
    event("Two", 2)
    make_page(NewsPage)

    assert ask("/items", type="event", limit=1, count="exact")["page"]["count"] == 2
