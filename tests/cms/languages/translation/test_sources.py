"""Are pages and promotions found in the version in which they were first written, and listed together?"""

from datetime import UTC, datetime
from uuid import uuid4

from wagtail.models import Locale, Page

from cms.languages.translation.sources import Source, find, listed, pages, promotions
from cms.models import Promotion
from cms.plugins.news.models import NewsPage
from cms.testing.factories import make_page, make_site, make_translation
from tests.shared import shared


@shared
def page():
    """A piece of news in English and French."""
    make_site(("en", "fr"), kinds=[NewsPage])
    page = make_page(NewsPage, title="Streets")
    make_translation(page, "fr", title="Rues")
    return page


@shared
def promotion(page):
    """A promotion in English and French; another was written in French."""
    french = Locale.objects.get(language_code="fr")
    make = Promotion.objects.create
    promotion = make(title="Join", text="Text.", button="How", locale=page.locale)
    make(title="Appel", text="Texte.", button="Comment", locale=french)
    promotion.copy_for_translation(french).save()
    return promotion


def titles(*wanted) -> list[str]:
    return [Source._make(row).title for row in listed(*wanted)]


def test_each_is_listed_once_in_its_own_language(page, promotion):
    assert titles(pages(), promotions()) == ["Streets", "News", "Home", "Appel", "Join"]


def test_drafts_come_first_and_then_the_newest(page):
    make_page(NewsPage, title="Draft", publish=False)
    make_page(NewsPage, title="Old")
    Page.objects.filter(title="Old").update(first_published_at=datetime(2001, 1, 1, tzinfo=UTC))

    assert titles(pages(), promotions()) == ["Draft", "Streets", "News", "Home", "Old"]


def test_a_list_can_have_nothing_of_one_sort(page, promotion):
    assert titles(pages().none(), promotions()) == ["Appel", "Join"]
    assert titles(pages().filter(pk=page.pk), promotions().none()) == ["Streets"]
    assert titles(pages().none(), promotions().none()) == []


def test_a_row_tells_all_that_a_list_shows(page, promotion):
    first, *_others, last = map(Source._make, listed(pages(), promotions()))

    assert (first.model, first.id, first.translation_key, first.locale_id) == (
        NewsPage, page.pk, page.translation_key, page.locale_id,
    )  # fmt: skip
    assert first[5:] == (True, page.first_published_at, page.last_published_at, True)
    assert (last.model, last.id, last.translation_key, last.locale_id) == (
        Promotion, promotion.pk, promotion.translation_key, promotion.locale_id,
    )  # fmt: skip
    assert last[5:] == (True, None, None, False)


def test_they_are_counted_and_sliced(page, promotion):
    rows = listed(pages(), promotions())

    assert rows.count() == 5
    assert [Source._make(row).title for row in rows[2:4]] == ["Home", "Appel"]


def test_a_key_finds_the_version_that_was_written_first(page, promotion):
    found = find([page.translation_key, promotion.translation_key, uuid4()])

    assert found == {
        page.translation_key: page.page_ptr,
        promotion.translation_key: promotion,
    }
