"""Where does a former address lead, and whom?"""

import pytest
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import PageViewRestriction

from cms.plugins.news.models import NewsPage
from cms.testing.factories import make_administrator, make_page, make_site
from tests.shared import shared


@shared
def page() -> NewsPage:
    """News with a former address."""
    make_site(("en",))
    page = make_page(NewsPage, title="Squares")
    Redirect.objects.create(old_path="/en/former", redirect_page=page)
    return page


def restrict(page) -> None:
    """Let only those see a page who have signed in."""
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


@pytest.mark.parametrize("query", ["", "?from=mail"])
def test_a_former_address_leads_to_the_page(page, client, query):
    response = client.get(f"/en/former/{query}")

    assert (response.status_code, response["Location"]) == (301, page.url)


def test_no_stranger_is_told_the_address_of_what_is_not_for_everybody(page, client):
    restrict(page)

    assert client.get("/en/former/").status_code == 404


def test_whoever_has_signed_in_is_judged_at_the_page(page, client):
    restrict(page)
    client.force_login(make_administrator())

    assert client.get("/en/former/")["Location"] == page.url


def test_a_redirect_without_a_page_leads_where_it_says(page, client):
    Redirect.objects.create(old_path="/en/away", redirect_link="https://belfry.example/")

    assert client.get("/en/away/")["Location"] == "https://belfry.example/"
