"""Does a copy that follows what changes hold the same as one that begins anew, whatever happened?"""

import json
import random
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from cms.languages.opening import open_language
from cms.models import ContentPage, Deadline, PageTopic, PartOf, Place, RelatedPage, Span
from cms.models.changes import KEPT_FOR
from cms.plugins.calls.models import CallPage
from cms.plugins.events.models import EventPage
from cms.plugins.news.models import NewsPage
from cms.plugins.projects.models import ProjectPage
from cms.testing.factories import (
    make_city,
    make_page,
    make_picture,
    make_programme,
    make_site,
    make_topic,
    make_translation,
)

ROOT = "/api/delivery/v1"
LANGUAGES = ("de", "en", "fr")
DAY = timedelta(days=1)


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


class World:
    """A site to which all sorts of things happen, at a time that goes on."""

    def __init__(self, seed: int, now: datetime) -> None:
        """Make a page of each kind."""
        self.chance = random.Random(seed)  # noqa: S311 -- the same each time
        self.now = now
        make_site(("en", "fr", "de"), kinds=[NewsPage, EventPage, CallPage, ProjectPage])
        self.topic, self.city = make_topic("Youth", fr="Jeunesse"), make_city("Gdańsk", "PL")
        self.programme = make_programme("Internal Security Fund", en="Paid by it.")
        self.picture = make_picture()
        project = make_page(ProjectPage, title="Bells", programme=self.programme)
        self.make(EventPage, project)
        self.make(CallPage, project)

    def make(self, kind: type[ContentPage], project: ContentPage) -> ContentPage:
        """Return a new page that names others in every way."""
        number = self.chance.randrange(10**9)
        link = f'<a linktype="page" id="{project.pk}">it</a>'
        fields: dict[str, Any] = {
            NewsPage: {"related_rows": [RelatedPage(target=project)], "picture": self.picture},
            EventPage: {
                "span_rows": [Span(start=self.now.date() + DAY, end=self.now.date() + 2 * DAY)],
                "place_rows": [Place(city=self.city)],
            },
            CallPage: {
                "funder": "Belfry",
                "deadline_rows": [Deadline(day=self.now.date() + self.chance.randrange(20) * DAY)],
            },
        }.get(kind, {})
        return make_page(
            kind,
            title=f"Page {number}",
            body=[("paragraph", {"text": f"<p>About {link}.</p>"})],
            part_of_rows=[PartOf(target=project)],
            topic_rows=[PageTopic(topic=self.topic)],
            **fields,
        )

    def any(self, *kinds: type[ContentPage]) -> ContentPage:
        """Return a page that is its own source."""
        pages = ContentPage.objects.filter(source=None).order_by("pk")
        found = [page.specific for page in pages if isinstance(page.specific, kinds or Page)]
        return self.chance.choice(found)

    def happens(self) -> None:
        """Let something happen."""
        self.chance.choice(
            [
                lambda: self.make(self.chance.choice([NewsPage, EventPage, CallPage]), self.any()),
                self.retitle,
                self.translate,
                self.unpublish,
                self.publish,
                self.delete,
                self.restrict,
                self.open_to_all,
                self.move,
                self.rename,
                self.expire,
                self.wait,
                self.wait,
            ]
        )()

    def retitle(self) -> None:
        """Publish a page under another title and at another address."""
        page = self.any()
        page.title = f"{page.title}'"
        page.slug = f"{page.slug}-a"
        page.save_revision().publish()

    def translate(self) -> None:
        """Publish a translation that there is not yet."""
        page = self.any()
        language = self.chance.choice(["fr", "de"])
        there = ContentPage.objects.filter(
            translation_key=page.translation_key, locale__language_code=language
        )
        if page.live and not there.exists():
            make_translation(page, language, title=f"{page.title} ({language})")

    def version(self) -> ContentPage:
        """Return a page in any language."""
        return self.chance.choice(list(ContentPage.objects.order_by("pk"))).specific

    def unpublish(self) -> None:
        """Unpublish a version."""
        self.version().unpublish()

    def publish(self) -> None:
        """Publish a version as it is."""
        self.version().save_revision().publish()

    def delete(self) -> None:
        """Delete a page with all its versions, but never the last ones."""
        if ContentPage.objects.filter(source=None).count() > 2:
            self.any(NewsPage, EventPage, CallPage, ProjectPage).delete()

    def restrict(self) -> None:
        """Let only those see a page, or a list with all that is below it, who have signed in."""
        pages = [*ContentPage.objects.order_by("pk"), *Page.objects.filter(depth=3).order_by("pk")]
        PageViewRestriction.objects.create(
            page=self.chance.choice(pages), restriction_type=PageViewRestriction.LOGIN
        )

    def open_to_all(self) -> None:
        """Let everybody see everything again."""
        for restriction in PageViewRestriction.objects.all():
            restriction.delete()

    def move(self) -> None:
        """Move a page to the list of another kind."""
        page = self.any()
        index = self.chance.choice(
            list(Page.objects.filter(depth=3, locale=page.locale).order_by("pk"))
        )
        if page.get_parent() != index:
            page.move(index, pos="last-child")

    def rename(self) -> None:
        """Call something otherwise that many pages name."""
        named = self.chance.choice([self.topic, self.city])
        named.name += "'"
        named.save()
        self.picture.alternative_text += "'"
        self.picture.save()
        self.programme.wordings.update(statement="Paid otherwise.")
        self.programme.save()

    def expire(self) -> None:
        """Let a version come to its end soon."""
        page = self.version()
        page.expire_at = self.now + timedelta(hours=self.chance.randrange(1, 30))
        page.save_revision().publish()

    def wait(self) -> None:
        """Let time go by."""
        self.now += timedelta(hours=self.chance.randrange(1, 40))


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

    for copy in copies:
        copy.follow()
        anew = Copy(client, copy.query)
        anew.begin()
        assert copy.items == anew.items
    assert copies[0].items


@pytest.fixture
def site(db):
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
