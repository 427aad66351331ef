"""Does a request leave the tree alone, and what was asked for before as it is?"""

import pytest
from wagtail.models import Page
from wagtail_localize.models import Translation, TranslationSource

from cms.languages.translation.requests import (
    mark_as_not_needed,
    request_translation,
    request_translations,
)
from cms.languages.translation.segments import fill, segments
from cms.models import TranslationJob
from cms.plugins.news.models import NewsPage
from cms.testing.factories import make_page

Stage = TranslationJob.Stage


def test_a_request_makes_records_and_no_page(page, german, french):
    before = Page.objects.count()

    made = request_translations(page, [german, french, page.locale], note="For Friday.")

    assert [translation.target_locale for translation in made] == [german, french]
    assert [translation.job.note for translation in Translation.objects.all()] == [
        "For Friday."
    ] * 2
    assert Page.objects.count() == before


def test_a_repeated_request_keeps_words_and_wishes(page, translation, german, user):
    fill(translation, {"Streets": "Straßen"})
    TranslationJob.objects.filter(translation=translation).update(assignee=user)

    again = request_translation(page, german)

    assert again == translation
    assert segments(again)[0].words == "Straßen"
    assert TranslationJob.objects.get(translation=again).assignee == user


def test_a_draft_is_taken_as_its_latest_revision_has_it(site, german):
    page = make_page(NewsPage, title="First thought", publish=False)
    page.title = "Second thought"
    page.save_revision()

    translation = request_translation(page, german)

    assert segments(translation)[0].source == "Second thought"


def test_a_public_page_is_taken_as_its_readers_have_it(page, german):
    page.title = "Not public yet"
    page.save_revision()

    translation = request_translation(NewsPage.objects.get(pk=page.pk), german)

    assert segments(translation)[0].source == "Streets"


def test_not_needed_can_be_taken_back(page, german):
    mark_as_not_needed(page, [german])
    assert TranslationJob.objects.get().stage == Stage.NOT_NEEDED

    request_translation(page, german)

    assert TranslationJob.objects.get().stage == Stage.OPEN


def test_a_stopped_translation_is_resumed(page, translation, german):
    Translation.objects.update(enabled=False)

    request_translation(page, german)

    assert Translation.objects.get().enabled


@pytest.mark.parametrize("languages", [1, 2])
def test_a_further_language_costs_no_query(
    page, german, french, languages, django_assert_num_queries
):
    TranslationSource.update_or_create_from_instance(page)

    with django_assert_num_queries(24):
        request_translations(page, [german, french][:languages])
