"""Is nothing told twice that has not changed, and nothing kept that has?"""

from datetime import UTC, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from django.core.cache import caches
from django.utils import timezone

from cms.journal.writing import note_common
from cms.models import Change, Deadline, PageTopic, Topic
from cms.outputs import conditional
from cms.outputs.conditional import ANSWERS
from cms.plugins.calls.models import CallPage
from cms.plugins.news.models import NewsPage
from cms.testing.factories import make_page, make_site, make_topic
from tests.shared import shared

NOON = datetime(2026, 5, 4, 10, 0, tzinfo=UTC)
ITEMS = "/api/delivery/v1/items?locale=fr"


@shared
def site():
    return make_site(("en", "fr"), kinds=[NewsPage, CallPage])


@pytest.fixture
def at(monkeypatch):
    """Let it be another time."""
    return lambda now: monkeypatch.setattr(timezone, "now", lambda: now)


def test_what_is_known_already_costs_one_query(site, client, at, django_assert_num_queries):
    at(NOON)
    make_page(NewsPage)
    tag = client.get(ITEMS)["ETag"]

    with django_assert_num_queries(1):
        again = client.get(ITEMS, headers={"If-None-Match": tag})

    assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)
    assert again["Access-Control-Allow-Origin"] == "*"


def test_a_publication_makes_another_tag(site, client, at):
    at(NOON)
    page = make_page(NewsPage)
    tag = client.get(ITEMS)["ETag"]

    page.save_revision()
    assert client.get(ITEMS)["ETag"] == tag
    page.save_revision().publish()
    again = client.get(ITEMS, headers={"If-None-Match": tag})
    assert (again.status_code, again["ETag"] == tag) == (200, False)


@pytest.mark.parametrize("other", [f"{ITEMS}&limit=1", "/api/delivery/v1/items?locale=en"])
def test_no_other_answer_has_the_same_tag(site, client, other):
    assert client.get(other)["ETag"] != client.get(ITEMS)["ETag"]


def test_a_deadline_that_passes_makes_another_tag(site, client, at):
    closes = (NOON + timedelta(minutes=2)).astimezone(ZoneInfo("Europe/Brussels"))
    row = Deadline(day=closes.date(), time=time(closes.hour, closes.minute), zone="Europe/Brussels")
    make_page(CallPage, funder="Belfry", deadline_rows=[row])
    at(NOON)
    first = client.get(ITEMS)
    [call] = first.json()["items"]
    assert call["facts"]["state"] == "closing_soon"
    assert first["Cache-Control"] == "public, max-age=60, s-maxage=120, stale-while-revalidate=0"

    at(closes)
    second = client.get(ITEMS, headers={"If-None-Match": first["ETag"]})

    assert second.status_code == 200
    assert second.json()["items"][0]["facts"]["state"] == "closed"


def test_it_is_kept_for_minutes_where_nothing_is_about_to_change(site, client, at):
    at(NOON)

    assert (
        client.get(ITEMS)["Cache-Control"]
        == "public, max-age=60, s-maxage=300, stale-while-revalidate=60"
    )


def test_nobody_keeps_a_copy_of_a_copy(site, client):
    assert client.get("/api/delivery/v1/export")["Cache-Control"] == "no-store"


def test_a_problem_has_no_tag(site, client):
    response = client.get(f"{ITEMS}&colour=red")

    assert (response.status_code, "ETag" in response) == (400, False)


def test_a_cache_between_knows_what_to_forget_it_by(site, client):
    page = make_page(NewsPage)
    item = client.get(f"/api/delivery/v1/items/news/{page.translation_key}?locale=fr")

    assert item["Cache-Tag"] == f"i:{page.translation_key},t:news,l:fr"
    assert client.get(f"{ITEMS}&type=news,call")["Cache-Tag"] == "t:news,t:call,l:fr"


def test_whether_there_is_anything_at_all_is_told_by_the_answer(site, client):
    address = "/api/delivery/v1/items/news/00000000-0000-0000-0000-000000000000"

    assert client.get(address, headers={"If-None-Match": "*"}).status_code == 404


def test_what_another_process_has_changed_is_not_told_from_memory(site, client):
    topic = make_topic("Youth")
    page = make_page(NewsPage, topic_rows=[PageTopic(topic=topic)])
    address = f"/api/delivery/v1/items/news/{page.translation_key}"
    assert client.get(address).json()["topics"][0]["name"] == "Youth"

    # In another process, which forgets only what it remembers itself.
    Topic.objects.filter(pk=topic.pk).update(name="Young people")
    Change.objects.create(key=page.translation_key, type="news")
    note_common()

    assert client.get(address).json()["topics"][0]["name"] == "Young people"


# What the site keeps


@pytest.fixture
def answers(settings):
    """Let the site keep what it has answered."""
    settings.CACHES = {
        **settings.CACHES,
        ANSWERS: {
            "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
            "LOCATION": "answers of tests",
        },
    }
    yield caches[ANSWERS]
    caches[ANSWERS].clear()


def test_nothing_is_kept_without_a_cache_for_it(site, client, at, django_assert_num_queries):
    at(NOON)
    make_page(NewsPage)
    client.get(ITEMS)

    with django_assert_num_queries(5):
        client.get(ITEMS)


def test_what_was_answered_is_given_again_for_one_query(
    site, client, at, answers, django_assert_num_queries
):
    at(NOON)
    make_page(NewsPage)
    first = client.get(ITEMS)

    with django_assert_num_queries(1):
        again = client.get(ITEMS)

    assert (again.status_code, again.content) == (200, first.content)
    assert dict(again.headers) == dict(first.headers)


def test_what_was_answered_is_not_given_once_anything_is_published(site, client, at, answers):
    at(NOON)
    page = make_page(NewsPage, title="Before")
    client.get(ITEMS)

    page.title = "After"
    page.save_revision().publish()

    assert [item["title"] for item in client.get(ITEMS).json()["items"]] == ["After"]


def test_nobody_gets_what_was_answered_at_another_address(site, client, at, answers):
    at(NOON)
    make_page(NewsPage)
    client.get(ITEMS)

    english = client.get("/api/delivery/v1/items?locale=en")

    assert english.json()["items"][0]["locale"]["requested"] == "en"


@pytest.mark.parametrize(
    "address", [f"{ITEMS}&limit=0", f"/api/delivery/v1/items/news/{UUID(int=0)}"]
)
def test_no_error_is_kept(site, client, answers, address):
    refused = client.get(address)

    assert refused.status_code in (400, 404)
    assert not answers._cache


def test_nothing_large_is_kept(site, client, at, answers, monkeypatch, django_assert_num_queries):
    at(NOON)
    make_page(NewsPage)
    monkeypatch.setattr(conditional, "LARGEST", len(client.get(ITEMS).content) - 1)
    answers.clear()
    client.get(ITEMS)

    with django_assert_num_queries(5):
        client.get(ITEMS)
