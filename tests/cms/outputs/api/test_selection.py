"""Which items does a list have, and in which order?"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from operator import attrgetter
from random import Random
from unittest.mock import patch

import pytest
from django.utils import timezone
from wagtail.models import Locale

from cms.compiled import SHAPES
from cms.languages.readings import Reading
from cms.languages.translation.requests import request_translation
from cms.models import ContentPage, Deadline, PageTopic, PartOf, Place, Span
from cms.outputs.api import selection
from cms.outputs.api.parameters import ItemsAsked
from cms.outputs.api.selection import select
from cms.plugins.calls.models import CallPage
from cms.plugins.events.models import EventPage
from cms.plugins.news.models import NewsPage
from cms.plugins.projects.models import ProjectPage
from cms.testing.factories import make_city, make_page, make_topic, make_translation

SEED = 20190624
NOW = timezone.now()
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


def through(
    ask, *, limit: int = 2, field: str = "title", meanwhile: Callable = list, **parameters
) -> list[str]:
    """Return a field of the items of a whole list, read page by page, between which something may happen."""
    found, cursor = [], {}
    for _page in range(20):
        page = ask("/items", limit=limit, **cursor, **parameters)
        found += [item[field] for item in page["items"]]
        if page["page"]["next"] is None:
            return found
        cursor = {"cursor": page["page"]["next"]}
        meanwhile()
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


ORDERS = (
    *("date,title", "date,-title", "-date,title", "-title,date"),
    *("deadline,-date", "published,-deadline,title", "-updated,published"),
    "-published,date,-deadline,title,-updated",
)
"""Several things to sort by, each in a direction of its own."""


@dataclass(frozen=True)
class Row:
    """What an item of a list can be sorted by."""

    title: str
    date: date | None
    deadline: date | None
    published: datetime
    updated: datetime
    pk: int


@pytest.fixture
def rows(site) -> list[Row]:
    """Events and calls of which some have the same title, the same day or the same instant, and some have none."""
    titles, days, instants = ("Ash", "Birch", "Cedar"), (None, 1, 1, 4), (3, 1, 2, 1, 3)
    made = []
    for number in range(14):
        title, day = titles[number % 3], days[number % 4]
        page = (call if number % 2 else event)(title, *filter(None, [day]))
        published, updated = (
            NOW - timedelta(days=instants[(number + more) % 5]) for more in (0, 2)
        )
        ContentPage.objects.filter(pk=page.pk).update(
            first_published_at=published, last_published_at=updated
        )
        due = day and TODAY + timedelta(day)
        when = {"date": None if number % 2 else due, "deadline": due if number % 2 else None}
        made.append(Row(title, **when, published=published, updated=updated, pk=page.pk))
    return made


def in_order(rows: list[Row], sort: str) -> list[int]:
    """Return primary keys as a list has them."""
    keys = sort.split(",")
    found = sorted(rows, key=lambda row: row.pk, reverse=keys[-1].startswith("-"))
    for key in reversed(keys):
        value = attrgetter(key.removeprefix("-"))
        there = sorted((row for row in found if value(row)), key=value, reverse=key.startswith("-"))
        found = [*there, *(row for row in found if not value(row))]
    return [row.pk for row in found]


@pytest.mark.parametrize("sort", ORDERS)
def test_several_things_to_sort_by_go_each_in_its_own_direction(rows, ask, sort):
    keys = dict(ContentPage.objects.values_list("pk", "translation_key"))
    expected = [str(keys[pk]) for pk in in_order(rows, sort)]

    for limit in (100, 1, 2, 3):
        assert through(ask, sort=sort, limit=limit, field="id") == expected


@pytest.mark.parametrize("sort", ["-date,title", "-title,date", "-published,deadline,-title"])
def test_what_is_published_meanwhile_moves_nothing(rows, ask, sort):
    before = through(ask, sort=sort, limit=100, field="id")

    found = through(ask, sort=sort, limit=4, field="id", meanwhile=lambda: event("Birch", 1))

    assert [key for key in found if key in before] == before
    assert len(found) == len({*found})


@pytest.mark.parametrize("sort", ["date", ORDERS[-1]])
def test_however_many_things_there_are_to_sort_by_it_is_one_query(
    rows, django_assert_num_queries, sort
):
    reading = Reading("en")
    cursor = select(ItemsAsked(sort=sort, limit=2), reading).next

    with django_assert_num_queries(1):
        found = select(ItemsAsked(sort=sort, limit=3, cursor=cursor), reading)

    assert list(found.pages.values()) == in_order(rows, sort)[2:5]


@pytest.mark.parametrize(
    "sort",
    [
        "size",
        "-date,size",
        "date,",
        "date,date",
        "date,-date",
        "title,date,-title",
        "--date",
        "Date",
    ],
)
def test_what_cannot_be_sorted_by_is_refused_with_what_can(site, ask, sort):
    (mistake,) = ask("/items", sort=sort, status=400)["errors"]

    assert mistake["parameter"] == "sort"
    assert mistake["allowed"] == [
        minus + name
        for name in ("published", "updated", "date", "deadline", "title")
        for minus in ("", "-")
    ]


def test_nobody_sorts_by_more_than_there_is(site, ask):
    (mistake,) = ask("/items", sort=",".join(["date"] * 6), status=400)["errors"]

    assert mistake["parameter"] == "sort"


def test_a_cursor_is_good_for_its_own_order_only(rows, ask):
    orders = ("date", "-date", "date,title", "date,-title", "title,date", "date,title,updated")
    for given in orders:
        cursor = ask("/items", limit=1, sort=given)["page"]["next"]
        for sort in orders:
            if sort == given:
                assert len(ask("/items", limit=1, sort=sort, cursor=cursor)["items"]) == 1
            else:
                problem = ask("/items", limit=1, sort=sort, cursor=cursor, status=400)
                assert [each["parameter"] for each in problem["errors"]] == ["cursor"]


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


def selected(asked: ItemsAsked, days: int = 0) -> tuple[list[int], int | None]:
    """Return the primary keys of what is found some days from now, and how many there are."""
    found = select(asked, Reading("en", at=NOW + timedelta(days)))
    return list(found.pages.values()), found.count


def test_a_list_that_was_asked_for_before_is_asked_as_of_another_time(site):
    early, late = call("Early", 5, 40), call("Late", 20)
    gone = make_page(NewsPage, title="Gone")
    NewsPage.objects.filter(pk=gone.pk).update(expire_at=NOW + timedelta(10))
    asked = ItemsAsked(sort="deadline", count="exact")

    assert selected(asked) == ([early.pk, late.pk, gone.pk], 3)
    with patch.object(selection, "sources", side_effect=AssertionError):  # all is written
        assert selected(asked, 12) == ([late.pk, early.pk], 2)
        assert selected(asked.model_copy(update={"renditions": ["card"]}), 12)[1] == 2


def test_questions_that_are_asked_once_do_not_drive_out_what_is_asked_again(site):
    page = make_page(NewsPage, title="Squares", slug="squares")
    plain = ItemsAsked()
    assert selected(plain)[0] == [page.pk]

    for number in range(SHAPES + 1):
        selected(ItemsAsked(**{"filter[slug]": f"slug-{number}"}))

    with patch.object(selection, "sources", side_effect=AssertionError):
        assert selected(plain)[0] == [page.pk]


def test_what_a_list_asks_of_the_day_is_asked_of_each_day(site):
    begun = make_page(ProjectPage, title="Begun", starts_on=TODAY)
    later = make_page(ProjectPage, title="Later", starts_on=TODAY + timedelta(5))
    asked = ItemsAsked(**{"filter[state]": "open", "sort": "title", "count": "exact"})

    assert selected(asked) == ([begun.pk], 1)
    assert selected(asked, 6) == ([begun.pk, later.pk], 2)


def test_a_language_that_is_opened_anew_is_another_one(site):
    page = make_page(NewsPage, title="Squares")
    make_translation(page, "fr", title="Places")
    asked = ItemsAsked(fallback=["none"])
    assert list(select(asked, Reading("fr", chain=("fr",))).pages.values()) == [page.pk]

    Locale.objects.filter(language_code="fr").update(language_code="it")
    Locale.objects.create(language_code="fr")

    assert select(asked, Reading("fr", chain=("fr",))).pages == {}


def test_a_list_of_nothing_is_counted(site):
    assert selected(ItemsAsked(count="exact")) == ([], 0)
