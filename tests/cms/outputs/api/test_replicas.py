"""Does a copy that follows what changes hold the same as one that begins anew, whatever happened?"""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from cms.languages.opening import open_language
from cms.models.changes import KEPT_FOR
from cms.plugins.events.models import EventPage
from cms.plugins.news.models import NewsPage
from cms.testing.factories import make_page, make_site, make_translation
from tests.cms.outputs.api.world import DAY, World
from tests.shared import shared

ROOT = "/api/delivery/v1"
LANGUAGES = ("de", "en", "fr")


@pytest.fixture(autouse=True)
def reference_index(settings) -> None:
    """Let Wagtail keep its index of references, as a worker does."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}


class Copy:
    """A copy of the content elsewhere."""

    def __init__(self, client: Client, query: str = "") -> None:
        """Hold nothing."""
        self.client, self.query = client, query
        self.items: dict[tuple[str, str], Any] = {}
        self.cursor = ""
        self.events: list[tuple[str, str]] = []

    def read(self, path: str) -> int:
        """Do what the lines of an answer say; return its status."""
        response = self.client.get(path)
        if response.status_code != 200:
            return response.status_code
        lines = [json.loads(line) for line in b"".join(response).decode().splitlines()]
        self.events = []
        for line in lines[:-1]:
            self.events.append((line["event"], line["locale"]))
            place = (line["id"], line["locale"])
            if line["event"] == "delete":
                self.items.pop(place, None)
            else:
                self.items[place] = line["item"]
        assert lines[-1]["event"] == "end"
        self.cursor = lines[-1]["cursor"]
        return 200

    def begin(self) -> None:
        """Hold what there is now."""
        self.items.clear()
        assert self.read(f"{ROOT}/export?{self.query}") == 200

    def follow(self) -> None:
        """Do what has changed since; begin again where that is too much."""
        status = self.read(f"{ROOT}/sync?since={self.cursor}&{self.query}")
        if status == 410:
            self.begin()
        else:
            assert status == 200


@pytest.fixture
def at(monkeypatch) -> Callable[[], None]:
    """Let the time be that of a world."""

    def setting(world: World) -> None:
        monkeypatch.setattr(timezone, "now", lambda: world.now)

    return setting


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
@pytest.mark.parametrize("seed", [1, 2])
def test_a_copy_that_follows_is_the_same_as_a_new_one(client, at, seed):
    world = World(seed, timezone.now())
    at(world)
    copies = [Copy(client), Copy(client, "fallback=none"), Copy(client, "locales=fr&types=event")]
    for copy in copies:
        copy.begin()

    for _step in range(25):
        world.happens()
        for copy in copies:
            if world.chance.random() < 0.4:
                copy.follow()
    world.open_to_all()
    world.make(NewsPage, world.any())

    for copy in copies:
        copy.follow()
        anew = Copy(client, copy.query)
        anew.begin()
        assert copy.items == anew.items
    assert copies[0].items


@shared
def site():
    return make_site(("en", "fr", "de"), kinds=[NewsPage, EventPage])


def test_an_export_tells_every_item_in_every_language(site, client):
    page = make_page(NewsPage)
    make_translation(page, "fr", title="Les cloches")
    copy = Copy(client)

    copy.begin()

    assert copy.events == [("fallback_changed", "de"), ("upsert", "en"), ("upsert", "fr")]
    assert {tag: item["title"] for (_key, tag), item in copy.items.items()} == {
        "de": "News",
        "en": "News",
        "fr": "Les cloches",
    }


def test_an_item_is_the_same_as_when_it_is_asked_for_alone(site, client, ask):
    page = make_page(NewsPage, body=[("paragraph", {"text": "<p>Bells ring.</p>"})])
    copy = Copy(client)

    copy.begin()

    key = str(page.translation_key)
    assert copy.items[key, "fr"] == ask(f"/items/news/{key}", locale="fr")


def test_only_what_is_asked_for(site, client):
    make_translation(make_page(NewsPage), "fr")
    event = make_page(EventPage)
    make_translation(event, "fr")
    copy = Copy(client, "locales=fr,de&types=event&fallback=none")

    copy.begin()

    assert list(copy.items) == [(str(event.translation_key), "fr")]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_language_that_is_opened_asks_for_another_export(client):
    make_site(("en", "fr"), kinds=[NewsPage])
    copy = Copy(client)
    copy.begin()
    open_language("de")

    assert copy.read(f"{ROOT}/sync?since={copy.cursor}") == 410


@pytest.mark.parametrize("cursor", ["", "made up", "1:2:3", "\x7f", "🔔"])
def test_a_cursor_that_was_not_made_here_is_refused(site, client, cursor):
    response = client.get(f"{ROOT}/sync", {"since": cursor})

    assert response.status_code == 400
    assert response.json()["errors"][0]["parameter"] == "since"


def test_a_copy_that_has_not_asked_for_long_begins_again(site, client, monkeypatch):
    copy = Copy(client)
    copy.begin()
    later = timezone.now() + KEPT_FOR + DAY
    monkeypatch.setattr(timezone, "now", lambda: later)

    response = client.get(f"{ROOT}/sync", {"since": copy.cursor})

    assert response.status_code == 410
    assert response.json()["type"].endswith("/problems/cursor-expired")


def test_an_export_is_read_in_pieces(site, client, monkeypatch):
    for number in range(5):
        make_page(NewsPage, title=f"Page {number}")
    monkeypatch.setattr("cms.outputs.api.replicas.CHUNK", 2)
    response = client.get(f"{ROOT}/export?locales=en")

    lines: Iterator[bytes] = iter(response)
    next(lines)
    last = make_page(NewsPage, title="Made meanwhile")

    assert response.streaming
    assert str(last.translation_key) in b"".join(lines).decode()


@pytest.mark.parametrize("languages", [2, 3])
@pytest.mark.parametrize("number", [1, 7])
def test_an_export_costs_the_same_for_a_piece(
    site, client, django_assert_num_queries, number, languages
):
    body = [("paragraph", {"text": "<p>Bells ring.</p>"})]
    for position in range(number):
        page = make_page(NewsPage, title=f"Page {position}", body=body)
        for tag in ("fr", "de")[: languages - 1]:
            make_translation(page, tag)
    Copy(client, "locales=en,fr").begin()

    # PostgreSQL needs another for the horizon.
    with django_assert_num_queries(10 + (connection.vendor == "postgresql")):
        Copy(client, "locales=en,fr").begin()
