"""How does a feed reader follow what is published?"""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode
from uuid import UUID, uuid5

import feedparser
import pytest
from bs4 import BeautifulSoup
from django.core.files.storage import Storage
from django.utils import timezone
from jsonschema import Draft202012Validator
from wagtail.models import PageViewRestriction

from cms.models import PageTopic
from cms.outputs.feeds import ENTRIES
from cms.plugins.events.models import EventPage
from cms.plugins.news.models import NewsPage
from cms.testing.factories import (
    MadeSite,
    make_document,
    make_page,
    make_picture,
    make_site,
    make_topic,
    make_translation,
)
from tests.shared import shared

pytestmark = pytest.mark.django_db

IN_XML = ("atom", "rss")
FORMS = (*IN_XML, "json")
ROOT = "http://testserver"

TEXT = {"type": "string", "minLength": 1}
ADDRESS = {"type": "string", "pattern": "^https?://"}
INSTANT = {
    "type": "string",
    "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$",
}
LANGUAGE = {"type": "string", "pattern": "^[a-z]{2,3}(-[A-Za-z0-9]+)*$"}


def an_object(required: str, **properties: dict) -> dict:
    """Return the schema of an object: a space stands between the names that have to be there, and no other may be."""
    return {
        "type": "object",
        "properties": properties,
        "required": required.split(),
        "additionalProperties": False,
    }


def some(of: dict) -> dict:
    """Return the schema of a list that has anything in it."""
    return {"type": "array", "items": of, "minItems": 1}


JSON_FEED = an_object(
    "version title home_page_url feed_url items",
    version={"const": "https://jsonfeed.org/version/1.1"},
    title=TEXT,
    home_page_url=ADDRESS,
    feed_url=ADDRESS,
    description=TEXT,
    authors=some(an_object("name", name=TEXT, url=ADDRESS)),
    language=LANGUAGE,
    items={
        "type": "array",
        "items": {
            "anyOf": [{"required": ["content_html"]}, {"required": ["content_text"]}],
            **an_object(
                "id",
                id=TEXT,
                url=ADDRESS,
                title=TEXT,
                content_html={"type": "string"},
                content_text={"type": "string"},
                summary=TEXT,
                image=ADDRESS,
                date_published=INSTANT,
                date_modified=INSTANT,
                tags=some(TEXT),
                language=LANGUAGE,
                attachments=some(
                    an_object(
                        "url mime_type",
                        url=ADDRESS,
                        mime_type={"type": "string", "pattern": "^[a-z]+/[a-z0-9.+-]+$"},
                        size_in_bytes={"type": "integer", "minimum": 1},
                    )
                ),
            ),
        },
    },
)
"""What of JSON Feed 1.1 ours may have, and what it has to: https://www.jsonfeed.org/version/1.1/ (feedparser reads none)."""


@shared
def site() -> MadeSite:
    """A site in three languages with indexes of news and events."""
    return make_site(("en", "fr", "de"), kinds=[NewsPage, EventPage])


@pytest.fixture(autouse=True)
def _everything(site) -> None:
    """Let every test have it."""


def address(language: str = "en", form: str = "atom", **parameters: str) -> str:
    """Return the address of a feed."""
    query = f"?{urlencode(parameters)}" if parameters else ""
    return f"/{language}/_feeds/content.{form}{query}"


def read(client, language: str = "en", form: str = "atom", **parameters: str):
    """Return a feed as a feed reader understands it; it must have nothing to forgive."""
    response = client.get(address(language, form, **parameters))
    assert response.status_code == 200
    feed = feedparser.parse(
        response.content, response_headers={"content-type": response["Content-Type"]}
    )
    assert feed.bozo is False
    return feed


def read_json(client, language: str = "en", **parameters: str) -> dict:
    """Return a JSON feed, which must be one."""
    feed = client.get(address(language, "json", **parameters)).json()
    Draft202012Validator(JSON_FEED).validate(feed)
    return feed


def titles(client, language: str = "en", form: str = "atom", **parameters: str) -> list[str]:
    """Return the titles of the entries of a feed."""
    if form == "json":
        return [one["title"] for one in read_json(client, language, **parameters)["items"]]
    return [one.title for one in read(client, language, form, **parameters).entries]


@pytest.mark.parametrize(
    ("form", "version", "sort"),
    [("atom", "atom10", "application/atom+xml"), ("rss", "rss20", "application/rss+xml")],
)
def test_a_feed_reader_understands_both_formats_in_xml(client, form, version, sort):
    picture = make_picture("Night")
    topic = make_topic("Youth", fr="Jeunesse")
    page = make_page(
        NewsPage,
        title="Lights & shadows <b>",
        summary="In “short” <i>.",
        picture=picture,
        topic_rows=[PageTopic(topic=topic)],
    )

    response = client.get(address(form=form))
    feed = read(client, form=form)
    [one] = feed.entries

    assert response["Content-Type"] == f"{sort}; charset=utf-8"
    assert response["Content-Language"] == "en"
    assert response["Cache-Control"] == "public, max-age=300"
    assert feed.version == version
    assert (feed.feed.title, feed.feed.link, feed.feed.language) == ("Belfry", f"{ROOT}/en/", "en")
    assert [link.href for link in feed.feed.links if link.rel == "self"] == [
        ROOT + address(form=form)
    ]
    assert one.link == f"{ROOT}/en/news/lights-shadows-b/"
    assert one.id == uuid5(page.translation_key, "en").urn
    assert one.summary_detail.language == "en"
    assert one.summary == "In “short” &lt;i&gt;."
    assert [tag.term for tag in one.tags] == ["news", "Youth"]
    [enclosure] = one.enclosures
    file = picture.renditions.get(filter_spec="fill-1200x675|format-png").file
    assert (enclosure.href, enclosure.length, enclosure.type) == (
        ROOT + file.url,
        str(Path(file.path).stat().st_size),
        "image/png",
    )
    published = datetime(*one.published_parsed[:6], tzinfo=UTC)
    assert published == page.first_published_at.replace(microsecond=0)


def test_an_atom_entry_tells_its_title_and_its_last_change(client):
    page = make_page(NewsPage, title="Lights & shadows <b>")
    page.save_revision().publish()
    page.refresh_from_db()

    [one] = read(client).entries

    assert one.title_detail.type == "text/plain"
    assert one.title == "Lights & shadows <b>"
    changed = datetime(*one.updated_parsed[:6], tzinfo=UTC)
    assert changed == page.last_published_at.replace(microsecond=0)


def test_a_json_feed_has_all_that_the_specification_asks_for(client):
    picture = make_picture("Night")
    page = make_page(
        NewsPage,
        title="Lights & shadows <b>",
        summary="In “short” <i>.",
        picture=picture,
        topic_rows=[PageTopic(topic=make_topic("Youth", fr="Jeunesse"))],
    )
    page.save_revision().publish()
    page.refresh_from_db()

    response = client.get(address(form="json"))

    assert response["Content-Type"] == "application/feed+json"
    assert response["Content-Language"] == "en"
    assert response["Cache-Control"] == "public, max-age=300"
    file = picture.renditions.get(filter_spec="fill-1200x675|format-png").file
    assert json.loads(response.content.decode("utf-8")) == {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Belfry",
        "home_page_url": f"{ROOT}/en/",
        "feed_url": ROOT + address(form="json"),
        "description": "Belfry",
        "authors": [{"name": "Belfry"}],
        "language": "en",
        "items": [
            {
                "id": uuid5(page.translation_key, "en").urn,
                "url": f"{ROOT}/en/news/lights-shadows-b/",
                "title": "Lights & shadows <b>",
                "content_text": "In “short” <i>.",
                "summary": "In “short” <i>.",
                "image": ROOT + file.url,
                "date_published": page.first_published_at.isoformat(),
                "date_modified": page.last_published_at.isoformat(),
                "tags": ["news", "Youth"],
                "language": "en",
                "attachments": [
                    {
                        "url": ROOT + file.url,
                        "mime_type": "image/png",
                        "size_in_bytes": Path(file.path).stat().st_size,
                    }
                ],
            }
        ],
    }


def test_a_json_feed_tells_no_size_that_is_not_known(client, monkeypatch):
    make_page(NewsPage, picture=make_picture("Night"))
    client.get(address())  # makes the sizes of the picture
    monkeypatch.setattr("django.core.files.storage.FileSystemStorage.path", Storage.path)

    [one] = read_json(client)["items"]

    assert one["attachments"] == [{"url": one["image"], "mime_type": "image/png"}]


def test_an_item_without_summary_and_picture_is_still_one_of_a_json_feed(client):
    make_page(NewsPage, title="Lights")
    # No form takes an empty one; a program that writes rows may.
    NewsPage.objects.update(summary="")

    [one] = read_json(client)["items"]

    assert (one["title"], one["content_text"]) == ("Lights", "")
    assert {"summary", "image", "attachments"}.isdisjoint(one)


def test_every_form_has_the_same_entries(client):
    page = make_page(NewsPage, title="Both", body=[("paragraph", {"text": "<p>Lights.</p>"})])
    make_translation(page, "fr", title="Les deux")
    make_page(NewsPage, title="English only")

    atom = read(client, "fr", text="full").entries
    feed = read_json(client, "fr", text="full")

    assert feed["feed_url"] == ROOT + address("fr", "json", text="full")
    assert [
        (one["id"], one["url"], one["title"], one["language"], one["content_html"].strip())
        for one in feed["items"]
    ] == [
        (one.id, one.link, one.title, one.title_detail.language, one.content[0].value)
        for one in atom
    ]
    assert [one["language"] for one in feed["items"]] == ["en", "fr"]
    assert "content_text" not in feed["items"][0]


@pytest.mark.parametrize("form", IN_XML)
def test_every_item_stands_once_in_its_served_language(client, form):
    page = make_page(NewsPage, title="Both")
    make_translation(page, "fr", title="Les deux")
    make_page(NewsPage, title="English only")

    feed = read(client, "fr", form)

    assert [(one.title, one.title_detail.language, one.link) for one in feed.entries] == [
        ("English only", "en", f"{ROOT}/fr/news/english-only/"),
        ("Les deux", "fr", f"{ROOT}/fr/actualites/les-deux/"),
    ]


def test_an_entry_keeps_its_identity_and_every_language_has_its_own(client):
    page = make_page(NewsPage, title="Lights")

    def identities() -> list[str]:
        feeds = [read(client, language) for language in ("en", "fr")]
        return [one.id for feed in feeds for one in (feed.feed, feed.entries[0])]

    before = identities()
    NewsPage.objects.filter(pk=page.pk).update(slug="moved", url_path="/home/news/moved/")

    assert identities() == before
    assert len(set(before)) == 4
    assert all(UUID(one) for one in before)


def test_only_what_is_public_is_in_it(client):
    past = timezone.now() - timedelta(hours=1)
    make_page(NewsPage, title="Canary draft", publish=False)
    NewsPage.objects.filter(pk=make_page(NewsPage, title="Canary expired").pk).update(
        expire_at=past
    )
    restricted = make_page(NewsPage, title="Canary restricted")
    PageViewRestriction.objects.create(page=restricted, restriction_type="login")
    translated = make_page(NewsPage, title="Stays")
    private = make_translation(translated, "fr", title="Canary translation")
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    make_translation(translated, "de", title="Canary draft translation", publish=False)

    assert {
        (language, form, text): titles(client, language, form, text=text)
        for language in ("en", "fr", "de")
        for form in FORMS
        for text in ("teaser", "full")
    } == {
        (language, form, text): ["Stays"]
        for language in ("en", "fr", "de")
        for form in FORMS
        for text in ("teaser", "full")
    }


def test_it_can_be_narrowed_to_a_kind_a_topic_and_a_country(client):
    youth = make_topic("Youth", fr="Jeunesse")
    make_page(NewsPage, title="Youth", topic_rows=[PageTopic(topic=youth)], countries=["FR"])
    make_page(NewsPage, title="France", countries=["FR", "PL"])
    make_page(EventPage, title="Meeting", topic_rows=[PageTopic(topic=youth)])

    assert titles(client) == ["Meeting", "France", "Youth"]
    assert titles(client, kind="event") == ["Meeting"]
    assert titles(client, kind="news", topic="") == ["France", "Youth"]
    assert titles(client, topic="youth") == ["Meeting", "Youth"]
    assert titles(client, country="FR") == ["France", "Youth"]
    assert titles(client, kind="news", topic="youth", country="FR") == ["Youth"]
    assert titles(client, country="ES") == []


def test_a_narrowed_one_is_called_so_and_leads_to_the_same_list(client):
    make_topic("Youth", fr="Jeunesse")

    feed = read(client, "fr", kind="news", topic="youth", country="FR", text="full").feed

    assert feed.title == "Actualités, Jeunesse, France, Belfry"
    assert feed.link == f"{ROOT}/fr/actualites/?topic=youth&country=FR"
    assert [link.href for link in feed.links if link.rel == "self"] == [
        ROOT + address("fr", kind="news", topic="youth", country="FR", text="full")
    ]


@pytest.mark.parametrize(
    "parameters",
    [
        {"kind": "mayor"},
        {"kind": "news.newspage"},
        {"topic": "unknown"},
        {"country": "XX"},
        {"country": "fr"},
        {"text": "half"},
        {"sort": "title"},
    ],
)
def test_what_there_is_not_is_not_found(client, parameters):
    assert client.get(address(**parameters)).status_code == 404


def test_a_closed_language_has_none(client):
    assert client.get(address("pl")).status_code == 404


def test_the_full_text_has_absolute_addresses(client):
    aim = make_page(NewsPage, title="Aim")
    document = make_document("Guide")
    words = (
        f'<p>See <a linktype="page" id="{aim.pk}">this</a> and'
        f' <a linktype="document" id="{document.pk}">that</a>.</p>'
    )
    make_page(NewsPage, title="Whole", summary="In short.", body=[("paragraph", {"text": words})])

    for form in IN_XML:
        whole = read(client, form=form, text="full").entries[0]
        [content] = [each for each in whole.content if each.type == "text/html"]
        assert content.value.startswith("<p>In short.</p>")
        assert f'href="{ROOT}/en/news/aim/"' in content.value
        assert f'href="{ROOT}{document.url}"' in content.value
        assert 'href="/' not in content.value
    assert "content" not in read(client).entries[0]


def test_pictures_in_the_full_text_have_absolute_addresses(client):
    picture = make_picture("Night")
    value = {"picture": picture.pk, "alternative_text": "A lamp", "is_decorative": False}
    make_page(NewsPage, title="Whole", body=[{"type": "figure", "value": value}])

    [content] = read(client, text="full").entries[0].content

    shown = BeautifulSoup(content.value, "html.parser").img
    file = picture.renditions.get(filter_spec="width-1200").file
    assert (shown["src"], shown["alt"]) == (ROOT + file.url, "A lamp")
    assert 'src="/' not in content.value


def test_a_block_without_translation_says_its_language_in_the_full_text(client):
    words = [("paragraph", {"text": "<p>Lights.</p>"}), ("paragraph", {"text": "<p>Lamps.</p>"})]
    french = make_translation(make_page(NewsPage, title="Whole", body=words), "fr", title="Tout")
    NewsPage.objects.filter(pk=french.pk).update(untranslated_blocks=[french.body[1].id])

    [one] = read(client, "fr", text="full").entries
    [content] = one.content
    gap = BeautifulSoup(content.value, "html.parser").find(lang="en")

    assert content.language == "fr"
    assert gap.get_text(strip=True) == "Lamps. (fr)"  # what the factory writes


@pytest.mark.parametrize("form", FORMS)
def test_who_has_it_already_gets_it_once(client, form):
    page = make_page(NewsPage, title="Lights")
    etag = client.get(address(form=form))["ETag"]

    again = client.get(address(form=form), headers={"if-none-match": etag})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", etag)

    page.unpublish()
    assert client.get(address(form=form), headers={"if-none-match": etag}).status_code == 200


def test_an_empty_one_stays_the_same(client):
    first = client.get(address(kind="event"))

    assert client.get(address(kind="event"))["ETag"] == first["ETag"]


def test_it_has_the_newest_items(client):
    for number in range(ENTRIES + 1):
        make_page(NewsPage, title=f"Item {number}")

    assert titles(client) == [f"Item {number}" for number in range(ENTRIES, 0, -1)]


@pytest.mark.parametrize("form", IN_XML)
def test_what_xml_cannot_say_is_left_out(client, form):
    make_page(NewsPage)
    # No form takes such words; a program that writes rows may.
    NewsPage.objects.update(title="June\x0b 2019\ufffe", summary="AB\u00adC")

    [one] = read(client, form=form).entries

    assert (one.title, one.summary) == ("June 2019", "ABC")
    [one] = read_json(client)["items"]
    assert (one["title"], one["content_text"]) == ("June 2019", "ABC")


def test_it_is_only_read(client):
    assert client.head(address()).content == b""
    assert client.post(address()).status_code == 405


def test_an_index_page_names_that_of_its_list(client):
    make_topic("Youth")

    head = client.get("/fr/actualites/?topic=youth").content.decode().split("</head>")[0]

    for form, sort in (("atom", "application/atom+xml"), ("json", "application/feed+json")):
        assert (
            f'<link rel="alternate" type="{sort}" hreflang="fr" title="Actualités"'
            f' href="/fr/_feeds/content.{form}?kind=news&amp;topic=youth">'
        ) in head


@pytest.mark.parametrize("text", ["teaser", "full"])
@pytest.mark.parametrize("count", [1, 3])
def test_the_cost_is_the_same_with_any_number_of_items(
    client, count, text, django_assert_num_queries
):
    document = make_document("Guide")
    aim = make_page(NewsPage, title="Aim")
    for number in range(count):
        words = (
            f'<p><a linktype="page" id="{aim.pk}">this</a>'
            f' <a linktype="document" id="{document.pk}">that</a></p>'
        )
        page = make_page(
            [NewsPage, EventPage][number % 2],
            title=f"Item {number}",
            picture=make_picture(f"Picture {number}"),
            body=[("paragraph", {"text": words})],
        )
        make_translation(page, "fr", title=f"Article {number}")
    client.get(address("fr", text=text))

    with django_assert_num_queries({"teaser": 4, "full": 6}[text]):
        client.get(address("fr", text=text))
