"""How does a feed reader follow what is published?"""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode
from uuid import UUID, uuid5

import feedparser
import pytest
from bs4 import BeautifulSoup
from django.utils import timezone
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

FORMS = ("atom", "rss")
ROOT = "http://testserver"


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


def titles(client, language: str = "en", form: str = "atom", **parameters: str) -> list[str]:
    """Return the titles of the entries of a feed."""
    return [one.title for one in read(client, language, form, **parameters).entries]


@pytest.mark.parametrize(
    ("form", "version", "sort"),
    [("atom", "atom10", "application/atom+xml"), ("rss", "rss20", "application/rss+xml")],
)
def test_a_feed_reader_understands_both_formats(client, form, version, sort):
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


@pytest.mark.parametrize("form", FORMS)
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

    for form in FORMS:
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


@pytest.mark.parametrize("form", FORMS)
def test_what_xml_cannot_say_is_left_out(client, form):
    make_page(NewsPage)
    # No form takes such words; a program that writes rows may.
    NewsPage.objects.update(title="June\x0b 2019\ufffe", summary="AB\u00adC")

    [one] = read(client, form=form).entries

    assert (one.title, one.summary) == ("June 2019", "ABC")


def test_it_is_only_read(client):
    assert client.head(address()).content == b""
    assert client.post(address()).status_code == 405


def test_an_index_page_names_that_of_its_list(client):
    make_topic("Youth")

    head = client.get("/fr/actualites/?topic=youth").content.decode().split("</head>")[0]

    assert (
        '<link rel="alternate" type="application/atom+xml" hreflang="fr" title="Actualités"'
        ' href="/fr/_feeds/content.atom?kind=news&amp;topic=youth">'
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
