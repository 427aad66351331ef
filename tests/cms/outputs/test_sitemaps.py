"""Which pages may a search engine list?"""

from datetime import timedelta
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree

import pytest
from django.utils import timezone
from wagtail.models import Locale, Page, PageViewRestriction

from cms.languages import chains
from cms.outputs.sitemaps import PublicPages
from cms.plugins.events.models import EventPage
from cms.plugins.news.models import NewsPage
from cms.testing.factories import MadeSite, make_page, make_site, make_translation
from home.models import PlainPage
from newsletter.models import IssueIndexPage, IssuePage
from tests.shared import shared

pytestmark = pytest.mark.django_db

ROOT = "http://testserver"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK = "{http://www.w3.org/1999/xhtml}link"
FRAME = [
    "/de/",
    "/de/aktuelles/",
    "/de/events/",
    "/en/",
    "/en/events/",
    "/en/news/",
    "/fr/",
    "/fr/actualites/",
    "/fr/events/",
]
"""The pages that open with the languages of the site."""


@shared
def site() -> MadeSite:
    """A site in three languages with indexes of news and events."""
    return make_site(("en", "fr", "de"), kinds=[NewsPage, EventPage])


@pytest.fixture(autouse=True)
def _everything(site) -> None:
    """Let every test have it."""


def read(client, address: str = "/sitemap.xml") -> ElementTree.Element:
    """Return a sitemap."""
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/xml"
    return ElementTree.fromstring(response.content)  # noqa: S314 -- our own


def listed(client, address: str = "/sitemap.xml") -> list[str]:
    """Return the addresses of a sitemap that are not those of the frame, sorted, without the host."""
    found = [one.text for one in read(client, address).iter(f"{MAP}loc")]
    assert len(found) == len(set(found))
    return sorted({url.removeprefix(ROOT) for url in found} - set(FRAME))


def entry(client, address: str) -> ElementTree.Element:
    """Return what the sitemap says of an address."""
    [one] = [
        url for url in read(client).iter(f"{MAP}url") if url.findtext(f"{MAP}loc") == ROOT + address
    ]
    return one


def alternates(url: ElementTree.Element) -> list[tuple[str, str]]:
    """Return the languages of an address, with the addresses in these."""
    return [(link.get("hreflang"), link.get("href")) for link in url.iter(LINK)]


def test_the_frame_of_every_language_is_in_it(client):
    found = [one.text for one in read(client).iter(f"{MAP}loc")]

    assert sorted(found) == [ROOT + path for path in FRAME]


def test_every_real_translation_is_in_it_and_nothing_that_stands_in_for_one(client):
    page = make_page(NewsPage, title="Both")
    make_translation(page, "fr", title="Les deux")
    make_page(NewsPage, title="English only")

    assert listed(client) == [
        "/en/news/both/",
        "/en/news/english-only/",
        "/fr/actualites/les-deux/",
    ]
    assert [client.get(path).status_code for path in listed(client)] == [200, 200, 200]


def test_a_translation_names_the_others_as_its_own_head_does(client):
    page = make_page(NewsPage, title="Both")
    make_translation(page, "fr", title="Les deux")
    make_translation(page, "de", title="Entwurf", publish=False)

    expected = [
        ("en", f"{ROOT}/en/news/both/"),
        ("fr", f"{ROOT}/fr/actualites/les-deux/"),
        ("x-default", f"{ROOT}/en/news/both/"),
    ]
    for address in ("/en/news/both/", "/fr/actualites/les-deux/"):
        assert alternates(entry(client, address)) == expected
        head = client.get(address).content.decode().split("</head>")[0]
        named = [f'<link rel="alternate" hreflang="{tag}" href="{url}">' for tag, url in expected]
        assert [line.strip() for line in head.splitlines() if 'hreflang="x' in line] == named[2:]
        assert all(line in head for line in named)


def test_what_was_first_written_in_french_is_the_default_there(client):
    page = make_page(NewsPage, title="Les deux", language="fr")
    make_translation(page, "en", title="Both")

    assert alternates(entry(client, "/en/news/both/"))[-1] == (
        "x-default",
        f"{ROOT}/fr/actualites/les-deux/",
    )


def test_only_what_is_public_is_in_it(client):
    past = timezone.now() - timedelta(hours=1)
    make_page(NewsPage, title="Canary draft", publish=False)
    expired = make_page(NewsPage, title="Canary expired")
    make_translation(expired, "fr", title="Canari expiré")
    NewsPage.objects.filter(pk=expired.pk).update(expire_at=past)
    restricted = make_page(NewsPage, title="Canary restricted")
    make_translation(restricted, "fr", title="Canari restreint")
    PageViewRestriction.objects.create(page=restricted, restriction_type="login")
    stays = make_page(NewsPage, title="Stays")
    private = make_translation(stays, "fr", title="Canari privé")
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    make_translation(stays, "de", title="Kanarienvogel", publish=False)

    assert listed(client) == ["/en/news/stays/"]
    assert alternates(entry(client, "/en/news/stays/")) == [
        ("en", f"{ROOT}/en/news/stays/"),
        ("x-default", f"{ROOT}/en/news/stays/"),
    ]


def test_what_is_read_elsewhere_is_left_out(client):
    away = make_page(
        EventPage, title="Away", agenda_only=True, website="https://elsewhere.example/"
    )
    make_translation(away, "fr", title="Ailleurs")
    make_page(EventPage, title="Here", website="https://elsewhere.example/")

    assert listed(client) == ["/en/events/here/"]


def test_plain_pages_the_archive_and_its_public_issues_are_in_it(client, site):
    home = Page.objects.get(pk=site.home.pk)
    plain = home.add_child(instance=PlainPage(title="About", slug="about", locale=home.locale))
    plain.save_revision().publish()
    archive = home.add_child(
        instance=IssueIndexPage(title="Letters", slug="letters", locale=home.locale)
    )
    archive.save_revision().publish()
    for slug, live in (("june", True), ("july", False)):
        archive.add_child(
            instance=IssuePage(
                title=slug, slug=slug, subject="-", preheader="-", live=live, locale=home.locale
            )
        )

    assert [path for path in listed(client) if path.startswith("/en/")] == [
        "/en/about/",
        "/en/letters/",
        "/en/letters/june/",
    ]


def test_it_says_when_words_or_facts_last_changed(client):
    page = make_page(NewsPage, title="Both")
    translation = make_translation(page, "fr", title="Les deux")
    changed = timezone.now() + timedelta(days=3)
    NewsPage.objects.filter(pk=page.pk).update(last_published_at=changed)

    assert [
        entry(client, path).findtext(f"{MAP}lastmod")
        for path in ("/en/news/both/", "/fr/actualites/les-deux/")
    ] == [timezone.localtime(changed).date().isoformat()] * 2
    NewsPage.objects.filter(pk=translation.pk).update(last_published_at=changed + timedelta(days=3))
    assert (
        entry(client, "/fr/actualites/les-deux/").findtext(f"{MAP}lastmod")
        == timezone.localtime(changed + timedelta(days=3)).date().isoformat()
    )


def test_a_closed_language_has_no_address(client):
    page = make_page(NewsPage, title="Both")
    make_translation(page, "fr", title="Les deux")
    Locale.objects.filter(language_code="fr").update(language_code="xx")
    chains.forget()

    assert listed(client) == ["/en/news/both/"]


def test_a_long_one_is_a_list_of_files(client, monkeypatch):
    monkeypatch.setattr(PublicPages, "limit", 5)
    make_page(NewsPage, title="One")

    index = read(client)
    files = [one.text for one in index.iter(f"{MAP}loc")]

    assert index.tag == f"{MAP}sitemapindex"
    assert files == [f"{ROOT}/sitemap-pages.xml", f"{ROOT}/sitemap-pages.xml?p=2"]
    found = [one.text for file in files for one in read(client, file).iter(f"{MAP}loc")]
    assert sorted(found) == sorted(ROOT + path for path in [*FRAME, "/en/news/one/"])


@pytest.mark.parametrize(
    "address", ["/sitemap-other.xml", "/sitemap.xml?p=2", "/sitemap-pages.xml?p=a"]
)
def test_what_there_is_not_is_not_found(client, address):
    assert client.get(address).status_code == 404


def test_robots_are_told_of_it(client):
    response = client.get("/robots.txt")
    rules = RobotFileParser()
    rules.parse(response.content.decode().splitlines())

    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert rules.site_maps() == [f"{ROOT}/sitemap.xml"]
    assert rules.can_fetch("any", f"{ROOT}/en/news/") is True


@pytest.mark.parametrize("count", [1, 3])
def test_the_cost_is_the_same_with_any_number_of_pages_and_languages(
    client, count, django_assert_num_queries
):
    for number in range(count):
        page = make_page([NewsPage, EventPage][number % 2], title=f"Item {number}")
        for language in ("fr", "de")[:number]:
            make_translation(page, language, title=f"Item in {language} {number}")
    client.get("/sitemap.xml")

    with django_assert_num_queries(9):
        client.get("/sitemap.xml")
