"""Which language does a reader get who names none, or one that is not open?"""

import html5lib
import pytest
from django.utils import timezone
from wagtail.models import PageViewRestriction

from cms.models import Brand, MenuLink
from cms.plugins.news.models import NewsPage
from cms.testing.factories import make_page, make_site
from home.settings import dev
from tests.shared import shared

pytestmark = pytest.mark.django_db


@shared
def site():
    """A site in three languages with a menu."""
    made = make_site(("en", "fr", "de"), kinds=[NewsPage])
    make_page(NewsPage, title="Mayor", slug="mayor")
    brand = Brand.for_site(made.site)
    brand.menu_links = [MenuLink(page=made.indexes[NewsPage])]
    brand.save()
    return made


def close(page) -> None:
    """Restrict a page to those who have signed in."""
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


def links_on(response) -> set[str]:
    """Return where the links of a page lead inside the site."""
    document = html5lib.parse(response.content.decode(), namespaceHTMLElements=False)
    found = {link.get("href") for link in document.iter("a")}
    return {href for href in found if href.startswith("/")}


@pytest.mark.parametrize(
    ("address", "accept", "language"),
    [
        ("/fr/nowhere/", "", "fr"),
        ("/hu/nowhere/", "", "en"),
        ("/hu/nowhere/", "hu,de;q=0.8,fr;q=0.5", "de"),
        ("/hu/", "fr", "fr"),
        ("/hu/no.html", "fr", "fr"),
        ("/xx/notes/", "sv", "en"),
        ("/xx/notes/", "sv,fr-BE;q=0.9", "fr"),
        ("/nowhere/", "de", "de"),
        ("/fr/actualites/?country=QQ", "", "fr"),
    ],
)
def test_no_link_of_an_error_page_is_dead(site, client, address, accept, language):
    response = client.get(address, headers={"accept-language": accept})

    assert response.status_code == 404
    assert response["Content-Language"] == language
    links = links_on(response)
    assert {f"/{language}/", "/de/", "/fr/"} - {f"/{language}/"} <= links
    assert len(links) >= 4
    assert {link: client.get(link).status_code for link in links} == dict.fromkeys(links, 200)


def test_a_cookie_that_nothing_sets_is_not_asked(site, client, settings):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "de"

    response = client.get("/", headers={"accept-language": "fr"})

    assert response["Location"] == "/fr/"
    assert response["Vary"] == "Accept-Language"


@pytest.mark.parametrize("how", ["restricted", "expired"])
def test_the_front_door_leads_to_no_closed_home_page(site, client, how):
    french = site.home_in("fr").specific
    if how == "restricted":
        close(french)
    else:
        french.expire_at = timezone.now()
        french.save()

    assert client.get("/", headers={"accept-language": "fr,de;q=0.5"})["Location"] == "/de/"


# In development


@pytest.fixture
def development(settings):
    """The settings of a developer's machine, as far as an error page depends on them."""
    settings.DEBUG = True
    settings.MIDDLEWARE = dev.MIDDLEWARE


@pytest.mark.parametrize("address", ["/de/nowhere/", "/de/no.html"])
def test_development_shows_the_sites_own_error_page(development, site, client, address):
    response = client.get(address)

    assert response.status_code == 404
    assert "cms/404.html" in {template.name for template in response.templates}
    assert response["Content-Language"] == "de"


@pytest.mark.parametrize("address", ["/admin/nowhere/", "/media/nowhere.png"])
def test_development_leaves_the_error_pages_of_admin_and_files_alone(
    development, site, admin_client, address
):
    response = admin_client.get(address)

    assert response.status_code == 404
    assert "cms/404.html" not in {template.name for template in response.templates}
