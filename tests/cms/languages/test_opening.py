"""What happens when a language is opened?"""

import pytest
from wagtail.models import Locale, Page

from cms.languages.opening import open_language
from cms.models import IndexPage
from cms.plugins.news.models import NewsPage
from cms.testing.factories import make_page, make_site

pytestmark = pytest.mark.django_db


@pytest.fixture
def site():
    """A site in one language with one index."""
    return make_site(("en",), kinds=[NewsPage])


def test_a_language_gets_real_public_pages_for_its_frame_and_nothing_else(site):
    make_page(NewsPage, title="Only English")

    open_language("fr")

    french = Page.objects.filter(locale__language_code="fr")
    assert [page.specific_class.__name__ for page in french.order_by("path")] == [
        "HomePage",
        "IndexPage",
    ]
    assert all(page.live and page.alias_of_id is None for page in french)


def test_opening_again_adds_what_has_come_since(site):
    open_language("fr")
    before = set(Page.objects.values_list("pk", flat=True))

    open_language("fr")

    assert set(Page.objects.values_list("pk", flat=True)) == before


def test_adding_a_locale_in_the_admin_opens_the_language(
    site, django_capture_on_commit_callbacks, client
):
    with django_capture_on_commit_callbacks(execute=True):
        Locale.objects.create(language_code="hu")

    assert client.get("/hu/news/").status_code == 200
    assert IndexPage.objects.filter(locale__language_code="hu").count() == 1
