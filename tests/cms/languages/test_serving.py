"""Which page answers an address in a language?"""

import re

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.utils import timezone
from wagtail.models import Locale, Page, PageViewRestriction

from cms.models import FallbackChain, FallbackLink
from cms.plugins.news.models import NewsPage
from cms.testing.factories import make_index, make_page, make_picture, make_site, make_translation
from tests.shared import shared

pytestmark = pytest.mark.django_db


@shared
def site():
    """A site in three languages with an index of news, whose title no catalogue translates."""
    made = make_site(("en", "fr", "de"))
    make_index(NewsPage, title="Notes", slug="notes")
    return made


@shared
def news(site):
    """News in English, translated into French."""
    page = make_page(NewsPage, title="The mayor speaks", summary="In short.", slug="mayor")
    make_translation(page, "fr", title="La maire parle")
    return page


def test_the_source_is_served_at_its_own_address(client, news):
    response = client.get("/en/notes/mayor/")

    assert response.status_code == 200
    assert response["Content-Language"] == "en"
    assert response.context["served"].is_fallback is False
    assert response.context["item"].title == "The mayor speaks"


def test_a_translation_is_served_at_the_address_of_its_title(client, news):
    response = client.get("/fr/notes/la-maire-parle/")

    assert response.status_code == 200
    assert response["Content-Language"] == "fr"
    assert response.context["item"].title == "La maire parle"


def test_the_path_of_the_source_leads_to_the_real_translation(client, news):
    response = client.get("/fr/notes/mayor/?print=1")

    assert response.status_code == 302
    assert response["Location"] == "/fr/notes/la-maire-parle/?print=1"


def test_without_a_translation_the_source_stands_in_the_chrome_that_was_asked_for(client, news):
    response = client.get("/de/notes/mayor/")

    assert response.status_code == 200
    assert response["Content-Language"] == "de, en"
    content = response.content.decode()
    assert '<html lang="de" dir="ltr">' in content
    assert re.search(r'<h1[^>]* lang="en" dir="ltr"[^>]*>The mayor speaks</h1>', content)
    assert '<link rel="canonical" href="http://testserver/en/notes/mayor/">' in content
    assert 'hreflang="x-default"' not in content
    assert 'role="note"' in content


@pytest.mark.parametrize(
    ("path", "own", "alt"),
    [
        ("/de/notes/square/", "A square", 'alt="A square" lang="en" dir="ltr"'),
        ("/en/notes/square/", "A square", 'alt="A square"'),
        ("/de/notes/square/", "", 'alt="A green square"'),  # nobody has said in which language
    ],
)
def test_what_a_picture_shows_is_told_with_its_language(client, news, path, own, alt):
    picture = make_picture()
    make_page(NewsPage, title="Square", slug="square", picture=picture, picture_alt_text=own)

    content = client.get(path).content.decode()

    assert re.findall(r"<img src=\S* (alt=[^>]*?) width", content) == [alt]


def test_a_chain_decides_before_the_source(client, news):
    german, french = (Locale.objects.get(language_code=tag) for tag in ("de", "fr"))
    FallbackChain.objects.create(locale=german, links=[FallbackLink(locale=french)])

    response = client.get("/de/notes/mayor/")

    assert response.status_code == 302
    assert response["Location"] == "/de/notes/la-maire-parle/"
    served = client.get("/de/notes/la-maire-parle/")
    assert served["Content-Language"] == "de, fr"
    assert served.context["item"].language == "fr"


def test_a_page_first_written_in_french_is_served_everywhere(client, site):
    make_page(NewsPage, language="fr", title="Une ville écoute", slug="une-ville-ecoute")

    for language in ("en", "de"):
        response = client.get(f"/{language}/notes/une-ville-ecoute/")
        assert response["Content-Language"] == f"{language}, fr"
        assert (
            response.context["served"].canonical == "http://testserver/fr/notes/une-ville-ecoute/"
        )


def test_hreflang_names_real_translations_only(client, news):
    content = client.get("/en/notes/mayor/").content.decode()

    assert 'hreflang="fr" href="http://testserver/fr/notes/la-maire-parle/"' in content
    assert 'hreflang="x-default" href="http://testserver/en/notes/mayor/"' in content
    assert 'hreflang="de" href' not in content.split("</head>")[0]


def test_the_switcher_stays_on_the_same_content(client, news):
    response = client.get("/en/notes/mayor/")

    links = {link.language: link.url for link in response.context["chrome"].languages}
    assert links == {
        "de": "/de/notes/mayor/",
        "en": "/en/notes/mayor/",
        "fr": "/fr/notes/la-maire-parle/",
    }
    for url in links.values():
        assert client.get(url).status_code == 200


@pytest.mark.parametrize(
    "hide",
    [
        lambda page: page.unpublish(),
        lambda page: NewsPage.objects.filter(pk=page.pk).update(expire_at=timezone.now()),
    ],
    ids=["unpublished", "expired"],
)
def test_no_language_serves_what_its_source_does_not(client, news, hide):
    assert client.get("/fr/notes/la-maire-parle/").status_code == 200

    hide(news)

    for path in ("/en/notes/mayor/", "/fr/notes/la-maire-parle/", "/de/notes/mayor/"):
        assert client.get(path).status_code == 404


def test_the_privacy_of_the_source_holds_for_every_version(client, news):
    PageViewRestriction.objects.create(page=news, restriction_type=PageViewRestriction.LOGIN)

    for path in ("/en/notes/mayor/", "/fr/notes/la-maire-parle/", "/de/notes/mayor/"):
        response = client.get(path)
        assert response.status_code == 302
        assert response["Location"].startswith(f"/{path[1:3]}/_util/login/?next=")


def test_the_privacy_of_an_ancestor_of_the_source_holds_for_every_version(client, site, news):
    PageViewRestriction.objects.create(
        page=news.get_parent(), restriction_type=PageViewRestriction.LOGIN
    )

    response = client.get("/fr/notes/la-maire-parle/")

    assert response.status_code == 302
    assert response["Location"].startswith("/fr/_util/login/?next=")


def test_a_language_that_is_not_open_is_not_found(client, news):
    response = client.get("/hu/notes/mayor/")

    assert response.status_code == 404


@pytest.mark.parametrize("path", ["/fr/nowhere/", "/fr/notes/nothing/"])
def test_an_unknown_page_is_not_found_in_the_language_of_the_reader(client, site, path):
    response = client.get(path)

    assert response.status_code == 404
    assert '<html lang="fr"' in response.content.decode()


HOSTILE = [
    "/en/notes/%00/",
    "/en/notes/?topic=%00",
    "/en/notes/?page=99999999999999999999999999",
    "/en/notes/?page=-1",
    "/en/notes/?page=nan",
    "/en/notes/?year=0",
    "/en/notes/?year=99999999999",
    "/en/notes/?country=%27%22%3E%3Cscript%3E",
    "/en/notes/?state=" + "x" * 10_000,
    "/en/" + "a/" * 500,
    "/en/%F0%9F%92%A9/",
    "/en/..%2f..%2fetc/passwd/",
    "/xx/notes/",
    "/%ff%fe/",
    "/admin/pages/?q=%00",
]


@pytest.mark.parametrize("address", HOSTILE)
def test_no_address_is_a_server_error(client, news, address):
    client.raise_request_exception = False

    response = client.get(address, follow=True)

    assert response.status_code in (200, 400, 404)


@pytest.mark.parametrize(
    ("accept", "home"), [("fr-BE,fr;q=0.9", "/fr/"), ("ja", "/en/"), ("", "/en/")]
)
def test_the_front_door_negotiates_the_language_once(client, site, accept, home):
    response = client.get("/", headers={"accept-language": accept})

    assert response.status_code == 302
    assert response["Location"] == home


def test_a_content_page_costs_the_same_in_every_language(client, news, django_assert_num_queries):
    client.get("/en/")
    for path in ("/en/notes/mayor/", "/fr/notes/la-maire-parle/", "/de/notes/mayor/"):
        client.get(path)

    with django_assert_num_queries(4):
        client.get("/en/notes/mayor/")
    with django_assert_num_queries(4):
        client.get("/fr/notes/la-maire-parle/")
    with django_assert_num_queries(4):
        client.get("/de/notes/mayor/")


@pytest.mark.parametrize("address", ["/admin/nowhere/", "/api/nowhere/", "/nowhere/"])
def test_what_is_not_found_outside_the_languages_is_not_found_at_once(client, site, address):
    assert client.get(address).status_code in (302, 404)
    assert not client.get(address).headers.get("Location", "").startswith(("/en/", "/fr/"))


# What is there no more


@pytest.fixture
def without_french(news, settings):
    """Take French out of the settings; its Locale and its pages stay."""
    make_page(NewsPage, language="fr", title="Une ville écoute", slug="une-ville-ecoute")
    german, french = (Locale.objects.get(language_code=tag) for tag in ("de", "fr"))
    FallbackChain.objects.create(locale=german, links=[FallbackLink(locale=french)])
    settings.LANGUAGES = settings.WAGTAIL_CONTENT_LANGUAGES = [
        (tag, name) for tag, name in settings.LANGUAGES if tag != "fr"
    ]
    cache.clear()


def test_a_language_that_was_taken_out_of_the_settings_is_closed(client, without_french):
    response = client.get("/en/notes/mayor/")

    assert {link.language for link in response.context["chrome"].languages} == {"de", "en"}
    assert [link.language for link in response.context["served"].alternates] == ["en"]
    assert client.get("/de/notes/mayor/")["Content-Language"] == "de, en"
    assert client.get("/fr/notes/la-maire-parle/").status_code == 404


def test_what_was_first_written_in_a_closed_language_is_still_read(client, without_french):
    response = client.get("/en/notes/une-ville-ecoute/")

    assert response["Content-Language"] == "en, fr"
    assert response.context["served"].canonical == "http://testserver/en/notes/une-ville-ecoute/"
    assert client.get("/de/").status_code == 200


def test_a_page_of_a_plugin_that_is_installed_no_more_is_not_found(client, news):
    gone = ContentType.objects.create(app_label="gone", model="gonepage")
    Page.objects.filter(translation_key=news.translation_key).update(content_type=gone)

    for path in ("/en/notes/mayor/", "/fr/notes/la-maire-parle/", "/de/notes/mayor/"):
        assert client.get(path).status_code == 404
