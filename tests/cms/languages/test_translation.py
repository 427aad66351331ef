"""How does a page come to have a version in another language?"""

import pytest
from wagtail.actions.copy_for_translation import ParentNotTranslatedError
from wagtail.models import Locale

from cms.languages.translation import (
    IncompleteTranslationError,
    fill,
    publish,
    request_translation,
    save_draft,
)
from cms.plugins.news.models import NewsPage
from cms.testing.factories import make_page, make_site, make_translation

pytestmark = pytest.mark.django_db


@pytest.fixture
def french():
    """A site in two languages; its second."""
    make_site(("en", "fr"), kinds=[NewsPage])
    return Locale.objects.get(language_code="fr")


def test_nothing_incomplete_is_published(french):
    page = make_page(NewsPage, title="Title", summary="Summary.")
    record = request_translation(page, french)

    missing = fill(record, {"Title": "Titre"})

    assert missing == ["Summary."]
    with pytest.raises(IncompleteTranslationError):
        publish(record)
    assert not page.has_translation(french)


def test_a_draft_leaves_the_public_version_as_it_is(french):
    page = make_page(NewsPage, title="Title", summary="Summary.")
    translated = make_translation(page, "fr", title="Titre", words={"Summary.": "Résumé."})
    page.title = "Another title"
    page.save_revision().publish()
    record = request_translation(page, french)

    revision = save_draft(record)

    translated.refresh_from_db()
    assert translated.live is True
    assert translated.title == "Titre"
    assert revision.as_object().title == "Another title"
    assert revision.as_object().summary == "Résumé."


def test_a_draft_of_a_new_translation_is_not_public(french, client):
    page = make_page(NewsPage, title="Title", slug="title")
    record = request_translation(page, french)
    fill(record, {"Title": "Titre"})

    save_draft(record)

    assert page.get_translation(french).live is False
    assert client.get("/fr/news/title/")["Content-Language"] == "fr, en"


def test_the_slug_comes_from_the_translated_title_and_then_stays(french):
    page = make_page(NewsPage, title="Streets", slug="streets")
    translated = make_translation(page, "fr", title="Les rues où l’on vit")
    assert translated.slug == "les-rues-ou-lon-vit"

    page.title = "Streets and squares"
    page.save_revision().publish()
    translated = make_translation(page, "fr", title="Les rues et les places")

    assert translated.title == "Les rues et les places"
    assert translated.slug == "les-rues-ou-lon-vit"


def test_no_translation_is_made_below_a_missing_parent(french):
    page = make_page(NewsPage, title="Title")
    page.get_parent().get_translation(french).delete()
    record = request_translation(page, french)

    with pytest.raises(ParentNotTranslatedError):
        save_draft(record)
