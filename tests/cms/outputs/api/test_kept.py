"""Is what is told of an item told again as long as it is right, and no longer?"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client
from django.utils import timezone
from wagtail.models import Locale, PageViewRestriction

from cms.journal.writing import note_common
from cms.models import (
    Change,
    ContentPage,
    Deadline,
    FallbackChain,
    FallbackLink,
    PageTopic,
    PartOf,
    Topic,
)
from cms.outputs.api.kept import ITEMS
from cms.plugins.calls.models import CallPage
from cms.plugins.events.models import EventPage
from cms.plugins.news.models import NewsPage
from cms.plugins.projects.models import ProjectPage
from cms.testing.factories import make_page, make_topic, make_translation
from tests.cms.outputs.api.world import World

ROOT = "/api/delivery/v1"
NOON = datetime(2026, 5, 4, 10, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def now(monkeypatch) -> Callable[[datetime], None]:
    """Let it be noon, and later another time."""

    def setting(instant: datetime) -> None:
        monkeypatch.setattr(timezone, "now", lambda: instant)

    setting(NOON)
    return setting


@pytest.fixture(autouse=True)
def items(settings) -> Iterator[Any]:
    """Let the site keep what it tells of items, and no whole answers."""
    cache = {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "items of tests",
    }
    settings.CACHES = {**settings.CACHES, ITEMS: cache}
    yield caches[ITEMS]
    caches[ITEMS].clear()


def address(page: ContentPage, **asked: str) -> str:
    """Return the address of an item."""
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    return f"{ROOT}/items/{page.type_name()}/{page.translation_key}?{query}"


@pytest.mark.parametrize("count", [2, 6])
def test_a_list_is_told_again_for_the_query_that_finds_it(
    site, client, django_assert_num_queries, count
):
    for number in range(count):
        make_page(NewsPage, title=f"News {number}")
    call = make_page(CallPage, funder="Belfry")
    listed = f"{ROOT}/items?type=news&locale=fr"
    first = client.get(listed)
    call.save_revision().publish()

    with django_assert_num_queries(2):  # what all stands at, and what the list has
        again = client.get(listed)

    assert again.json() == first.json()
    assert len(again.json()["items"]) == count
    assert again["ETag"] != first["ETag"]


@pytest.mark.parametrize("count", [2, 6])
def test_only_what_has_changed_is_told_anew(site, client, django_assert_num_queries, count):
    pages = [make_page(NewsPage, title=f"News {number}") for number in range(count)]
    listed = f"{ROOT}/items?type=news&sort=title&locale=fr"
    client.get(listed)
    pages[0].title = "News 0 is new"
    pages[0].save_revision().publish()

    with django_assert_num_queries(5):
        again = client.get(listed).json()["items"]

    assert [item["title"] for item in again] == [
        "News 0 is new",
        *(f"News {number}" for number in range(1, count)),
    ]


def test_an_item_is_told_again_for_a_query(site, client, django_assert_num_queries):
    page, other = make_page(NewsPage), make_page(EventPage)
    first = client.get(address(page, locale="fr"))
    other.save_revision().publish()

    with django_assert_num_queries(2):
        again = client.get(address(page, locale="fr"))

    assert again.content == first.content


def test_a_part_of_what_is_told(site, client):
    make_page(NewsPage, title="Bells")
    client.get(f"{ROOT}/items")

    [item] = client.get(f"{ROOT}/items?fields=title").json()["items"]

    assert sorted(item) == ["id", "locale", "title", "type", "url"]


def test_every_language_chain_and_host_has_its_own(site, client, settings):
    settings.ALLOWED_HOSTS = ["testserver", "belfry.example"]
    chain = FallbackChain.objects.create(locale=Locale.objects.get(language_code="fr"))
    german = Locale.objects.get(language_code="de")
    FallbackLink.objects.create(chain=chain, locale=german, sort_order=0)
    page = make_page(NewsPage, title="Bells")
    make_translation(page, "de", title="Glocken")

    def told(host: str = "testserver", **asked: str) -> tuple[str, str, str]:
        found = client.get(address(page, **asked), headers={"Host": host}).json()
        return found["title"], found["locale"]["requested"], found["url"].split("/")[2]

    for _time in range(2):
        assert told(locale="en") == ("Bells", "en", "testserver")
        assert told(locale="fr") == ("Glocken", "fr", "testserver")
        assert told(locale="fr", fallback="en") == ("Bells", "fr", "testserver")
        assert told("belfry.example", locale="de") == ("Glocken", "de", "belfry.example")


def test_nothing_is_told_of_what_is_for_fewer_people_now(site, client):
    page = make_page(NewsPage)
    assert client.get(address(page)).status_code == 200
    assert len(client.get(f"{ROOT}/items").json()["items"]) == 1

    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)

    assert client.get(address(page)).status_code == 404
    assert client.get(f"{ROOT}/items").json()["items"] == []


def test_an_item_is_not_found_under_another_kind(site, client):
    page = make_page(NewsPage)
    client.get(address(page))

    wrong = client.get(f"{ROOT}/items/event/{page.translation_key}?")

    assert wrong.status_code == 404


def test_a_deadline_passes(site, client, now):
    call = make_page(
        CallPage, funder="Belfry", deadline_rows=[Deadline(day=NOON.date() + timedelta(days=1))]
    )
    assert client.get(address(call)).json()["facts"]["state"] == "closing_soon"

    now(NOON + timedelta(days=2))

    assert client.get(address(call)).json()["facts"]["state"] == "closed"


def test_registration_for_an_event_closes(site, client, now):
    event = make_page(EventPage, registration_day=NOON.date())
    other = make_page(NewsPage)

    def state() -> str:
        return client.get(address(event)).json()["facts"]["registration_deadline"]["state"]

    assert state() == "closing_soon"
    now(NOON + timedelta(hours=6))
    other.save_revision().publish()
    assert state() == "closed"


def test_what_is_withdrawn_is_told_nowhere_although_nobody_has_noted_where_it_is(site, client):
    event = make_page(EventPage, title="Congress", slug="congress")
    link = f'<p>See <a linktype="page" id="{event.pk}">this</a>.</p>'
    page = make_page(NewsPage, body=[("paragraph", {"text": link})])
    assert b"congress" in client.get(address(page)).content

    event.unpublish()

    assert b"congress" not in client.get(address(page)).content


def test_another_process_has_called_something_otherwise(site, client):
    topic = make_topic("Youth")
    page = make_page(NewsPage, topic_rows=[PageTopic(topic=topic)])
    assert client.get(address(page)).json()["topics"][0]["name"] == "Youth"

    # It forgets only what it remembers itself.
    Topic.objects.filter(pk=topic.pk).update(name="Young people")
    Change.objects.create(key=page.translation_key, type="news")
    note_common()

    assert client.get(address(page)).json()["topics"][0]["name"] == "Young people"


def test_what_comes_along_is_told_as_it_is_now(site, client):
    project = make_page(ProjectPage, title="Bells", summary="Of towers.")
    page = make_page(NewsPage, part_of_rows=[PartOf(target=project)])
    along = [address(page, include="part_of"), f"{ROOT}/items?type=news&include=part_of"]

    def summaries() -> list[str]:
        key = str(project.translation_key)
        return [client.get(path).json()["included"][key]["summary"] for path in along]

    assert summaries() == ["Of towers."] * 2
    project.summary = "Of ropes."
    project.save_revision().publish()
    assert summaries() == ["Of ropes."] * 2


def test_what_is_not_found_is_not_kept(site, client, items):
    assert client.get(f"{ROOT}/items/news/{site.home.translation_key}").status_code == 404

    assert not items._cache


@pytest.mark.parametrize("seed", [1, 2])
def test_whatever_happens_all_is_told_as_it_is(db, client, settings, now, seed):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    world = World(seed, NOON)
    kept = settings.CACHES
    anew = {name: cache for name, cache in kept.items() if name != ITEMS}
    told = 0

    for _step in range(25):
        world.happens()
        now(world.now)
        found = everything(client)
        settings.CACHES = anew
        assert found == everything(client)
        settings.CACHES = kept
        told += sum(status == 200 for status, _json in found)
    assert told > 100


def everything(client: Client) -> list[Any]:
    """Return what is told of every item, listed and alone, in its language and in one that falls back."""
    paths = [
        address(page, locale=language)
        for page in ContentPage.objects.filter(source=None).order_by("pk").specific()
        for language in ("en", "de")
    ]
    lists = [f"{ROOT}/items?limit=100&locale={language}" for language in ("en", "de")]
    answers = [client.get(path) for path in (*paths, *lists)]
    return [(answer.status_code, answer.json()) for answer in answers]
