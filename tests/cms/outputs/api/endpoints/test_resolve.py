"""What does the API find at an address of the site, and what does it say of one that leads nowhere?"""

import pytest
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import PageViewRestriction

from cms.plugins.news.models import NewsPage
from cms.testing.factories import make_page, make_translation
from tests.shared import shared

HOST = "http://testserver"


@shared
def page(site) -> NewsPage:
    """News in English, at /en/news/squares/."""
    return make_page(NewsPage, title="Squares", slug="squares")


def restrict(page) -> None:
    """Let only those see a page who have signed in."""
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


@pytest.mark.parametrize("host", ["", HOST])
def test_an_item_with_what_stands_above_it(page, ask, host):
    french = make_translation(page, "fr", title="Places")

    found = ask("/resolve", url=host + french.url)

    assert found == {
        "redirect": None,
        "item": ask(f"/items/news/{page.translation_key}", locale="fr"),
        "page": {
            "key": str(page.translation_key),
            "title": "Places",
            "url": HOST + french.url,
            "language": "fr",
            "proper_name": False,
        },
        "breadcrumbs": found["breadcrumbs"],
        "canonical": HOST + french.url,
    }
    assert [(each["url"], each["language"]) for each in found["breadcrumbs"]] == [
        (f"{HOST}/fr/", "fr"),
        (HOST + french.get_parent().url, "fr"),
    ]


def test_another_page_by_its_name(page, ask):
    index = page.get_parent()

    found = ask("/resolve", url=index.url)

    assert (found["item"], found["page"]["title"]) == (None, index.title)
    assert [each["url"] for each in found["breadcrumbs"]] == [f"{HOST}/en/"]


def test_what_stands_in_names_its_own_address(page, ask):
    found = ask("/resolve", url=page.url.replace("/en/", "/fr/"))

    assert found["item"]["locale"]["match"] == "fallback"
    assert found["canonical"] == HOST + page.url


def test_who_wants_no_other_language_is_told_which_there_are(page, ask):
    make_translation(page, "de")

    problem = ask("/resolve", status=404, url=page.url.replace("/en/", "/fr/"), fallback="none")

    assert problem["type"] == f"{HOST}/api/delivery/v1/problems/translation-missing"
    assert problem["alternates"] == ["de", "en"]


def test_the_address_in_another_language_leads_to_that_in_this_one(page, ask):
    french = make_translation(page, "fr", title="Places")

    found = ask("/resolve", url=page.url.replace("/en/", "/fr/"))

    assert found["redirect"] == {"to": HOST + french.url, "status": 302}


def test_a_former_address_leads_to_the_new_one(page, ask, django_capture_on_commit_callbacks):
    old = page.url
    page.slug = "places"
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()
    page.refresh_from_db()

    assert ask("/resolve", url=old)["redirect"] == {"to": HOST + page.url, "status": 301}


def test_a_redirect_tells_no_address_of_what_is_restricted(page, ask):
    Redirect.objects.create(old_path="/en/short", redirect_page=page)
    restrict(page)

    ask("/resolve", status=404, url="/en/short")


def test_a_redirect_that_leads_away(site, ask):
    Redirect.objects.create(
        old_path="/en/short", redirect_link="https://belfry.example/x", is_permanent=False
    )

    found = ask("/resolve", url="/en/short")

    assert found["redirect"] == {"to": "https://belfry.example/x", "status": 302}


def test_a_page_that_was_withdrawn_is_gone(page, ask):
    url = page.url
    page.unpublish()

    problem = ask("/resolve", status=410, url=url)

    assert problem["type"] == f"{HOST}/api/delivery/v1/problems/gone"


def test_what_never_was_for_everybody_is_not_there(page, ask):
    draft = make_page(NewsPage, slug="draft", publish=False)
    restrict(page)

    ask("/resolve", status=404, url=draft.get_url())
    ask("/resolve", status=404, url=page.url)


def test_a_private_translation_is_no_version(page, ask):
    french = make_translation(page, "fr", title="Places")
    restrict(french)

    found = ask("/resolve", url=french.url)

    assert found["redirect"] == {"to": HOST + page.url.replace("/en/", "/fr/"), "status": 302}


@pytest.mark.parametrize(
    "url", ["/", "/en/nothing/", "/xx/news/", "/en", "/en/news/../../admin/", "/en/%00/"]
)
def test_an_address_that_leads_nowhere(site, ask, url):
    ask("/resolve", status=400 if "%00" in url else 404, url=url)


@pytest.mark.parametrize(
    "url", ["https://elsewhere.example/en/", "//elsewhere.example/", "http://["]
)
def test_an_address_of_somebody_else_is_none(site, ask, url):
    assert ask("/resolve", status=400, url=url)["errors"][0]["parameter"] == "url"


@pytest.mark.parametrize("languages", [1, 2])
def test_it_costs_the_same_whatever_there_is(page, client, django_assert_num_queries, languages):
    translations = [make_translation(page, tag) for tag in ("fr", "de")[:languages]]
    address = f"/api/delivery/v1/resolve?url={translations[0].url}"
    client.get(address)

    with django_assert_num_queries(9):
        client.get(address)
