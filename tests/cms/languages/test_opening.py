"""What happens when a language is opened?"""

import pytest
from wagtail.models import Locale, Page

from cms.languages.opening import open_language
from cms.models import IndexPage
from cms.plugins.news.models import NewsPage
from cms.testing.factories import make_page, make_site
from newsletter.models import IssueIndexPage
from tests.shared import shared

pytestmark = pytest.mark.django_db


@shared
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


# What is added to the frame afterwards


def add(parent, model=IndexPage, *, publish=True, **fields):
    """Add a page of the frame as an editor does."""
    page = parent.add_child(instance=model(locale=parent.locale, **fields))
    revision = page.save_revision()
    if publish:
        revision.publish()
    return model.objects.get(pk=page.pk)


@pytest.mark.parametrize("model", [IndexPage, IssueIndexPage])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_index_that_is_published_later_is_made_in_every_open_language(
    site, client, model, language
):
    for tag in ("fr", "de"):
        open_language(tag)
    home = site.home if language == "en" else site.home_in(language)

    index = add(home, model, title="Walks", slug="walks", introduction="Come along.")

    versions = model.objects.filter(translation_key=index.translation_key)
    assert sorted(page.locale.language_code for page in versions) == ["de", "en", "fr"]
    assert {page.source_id for page in versions} == {None, index.pk}
    for tag in ("en", "fr", "de"):
        response = client.get(f"/{tag}/walks/")
        assert (response.status_code, response["Content-Language"]) == (200, tag)


def test_words_of_an_index_that_is_published_later_come_from_the_catalogue(site):
    open_language("fr")

    index = add(site.home, title="Projects", slug="projects")

    assert index.get_translations().get().title == "Projets"


def test_index_is_made_nowhere_before_it_is_published_and_once_when_it_is(site):
    open_language("fr")
    index = add(site.home, publish=False, title="Walks", slug="walks")
    assert index.get_translations().count() == 0

    for _time in range(2):
        index.save_revision().publish()

    assert index.get_translations().count() == 1


def test_content_is_made_in_no_other_language(site):
    open_language("fr")

    assert make_page(NewsPage).get_translations().count() == 0
