"""Is every state told, and told alike by what is counted and by what is asked of the database?"""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.test import TestCase
from wagtail.models import Locale, Page
from wagtail_localize.models import StringTranslation

from cms.languages.translation.changes import take_words
from cms.languages.translation.publication import Allowance, publish, save_draft
from cms.languages.translation.requests import (
    mark_as_not_needed,
    request_translation,
    request_translations,
)
from cms.languages.translation.review import approve, finish, version
from cms.languages.translation.segments import fill, reopen, segments
from cms.languages.translation.sources import promotions
from cms.languages.translation.states import State, cells, in_state
from cms.models import FallbackChain, FallbackLink, Promotion, TranslationJob, TranslationRules
from cms.plugins.events.models import EventPage
from cms.plugins.news.models import NewsPage
from cms.testing.factories import make_page, make_site, make_translation
from tests.shared import shared
from tests.translator import put_proposals

pytestmark = pytest.mark.django_db

WORDS = {"Title": "Titre", "Summary of four words.": "Résumé."}


@shared
def french():
    """A site in three languages; its second."""
    make_site(("en", "fr", "de"), kinds=[NewsPage, EventPage])
    return Locale.objects.get(language_code="fr")


@shared
def page(french) -> NewsPage:
    """A public page of two segments with five words."""
    return make_page(NewsPage, title="Title", summary="Summary of four words.")


def cell(page, tag: str = "fr"):
    """Return a page's cell in a language, as its database row is now."""
    page = Page.objects.get(pk=page.pk)
    return cells([page])[page.translation_key][tag]


def states_by_question(page, locale: Locale) -> list[State]:
    """Return the states in which the database finds a page."""
    pages = Page.objects.filter(pk=page.pk)
    return [state for state in State if in_state(pages, state, locale.pk).exists()]


def assert_state(page, locale: Locale, state: State) -> None:
    """Hold that what is counted and what is asked agree, and on this state alone."""
    assert (cell(page).state, states_by_question(page, locale)) == (state, [state])


def translate(page, locale: Locale, words: dict[str, str] = WORDS):
    """Ask for a translation and confirm words in it."""
    record = request_translation(page, locale)
    fill(record, words)
    return record


def go_public(record, **options) -> None:
    with TestCase.captureOnCommitCallbacks(execute=True):
        publish(record, **options)


def change(page, **words: str) -> None:
    """Publish a source with other words."""
    page = type(page).objects.get(pk=page.pk)
    for name, value in words.items():
        setattr(page, name, value)
    with TestCase.captureOnCommitCallbacks(execute=True):
        page.save_revision().publish()


def test_the_language_of_the_source_is_the_original(page, french):
    english = Locale.objects.get(language_code="en")

    assert cell(page, "en").state == State.SOURCE
    assert states_by_question(page, english) == [State.SOURCE]


def test_what_nobody_asked_for_is_missing(page, french):
    assert_state(page, french, State.MISSING)


def test_words_that_nobody_was_asked_for_in_any_language_are_not_counted(page, french):
    assert (cell(page).words_left, cell(page).is_unasked, cell(page, "en").is_unasked) == (
        0,
        True,
        False,
    )

    request_translation(page, Locale.objects.get(language_code="de"))

    assert (cell(page).is_unasked, cell(page, "de").is_unasked) == (False, False)


def test_what_was_asked_for_in_another_language_is_missing_with_all_its_words_left(page, french):
    request_translation(page, Locale.objects.get(language_code="de"))

    assert_state(page, french, State.MISSING)
    assert cell(page).words_left == 5


def test_what_was_asked_for_is_queued(page, french):
    record = request_translation(page, french)

    assert_state(page, french, State.QUEUED)
    assert (cell(page).percent, cell(page).words_left) == (0, 5)
    assert (cell(page).translation, cell(page).job) == (record.pk, record.job)


def test_proposals_of_a_machine_do_not_count_as_begun(page, french):
    record = translate(page, french)
    StringTranslation.objects.update(
        translation_type=StringTranslation.TRANSLATION_TYPE_MACHINE, tool_name="memory"
    )

    assert record.job.stage == TranslationJob.Stage.OPEN
    assert_state(page, french, State.QUEUED)


def test_words_with_an_error_do_not_count(page, french):
    translate(page, french)
    StringTranslation.objects.update(has_error=True)

    assert_state(page, french, State.QUEUED)


def test_some_words_make_it_begun(page, french):
    translate(page, french, {"Title": "Titre"})

    assert_state(page, french, State.STARTED)
    assert (cell(page).percent, cell(page).words_left) == (50, 4)


def test_all_words_alone_do_not_make_it_finished(page, french):
    translate(page, french)

    assert_state(page, french, State.STARTED)
    assert (cell(page).percent, cell(page).words_left) == (100, 0)


def test_a_draft_of_all_words_is_still_in_progress(page, french):
    save_draft(translate(page, french))

    assert_state(page, french, State.STARTED)


def test_what_is_finished_waits_for_its_reviewer(page, french):
    TranslationRules.objects.create(locale=french, requires_review=True)
    finish(translate(page, french), get_user_model().objects.create_user("one"))

    assert_state(page, french, State.REVIEW)


def test_what_is_approved_is_ready(page, french):
    TranslationRules.objects.create(locale=french, requires_review=True)
    record = translate(page, french)
    reopen(record)
    finish(record, get_user_model().objects.create_user("one"))
    seen = version(segments(record), [])
    approve(record, get_user_model().objects.create_user("two"), seen=seen)

    assert_state(page, french, State.READY)


def test_what_is_finished_is_ready_where_nobody_reviews(page, french):
    finish(translate(page, french), get_user_model().objects.create_user("one"))

    assert_state(page, french, State.READY)


def test_what_is_public_and_whole_is_translated(page, french):
    make_translation(page, "fr")

    assert_state(page, french, State.CURRENT)
    assert (cell(page).is_live, cell(page).percent, cell(page).words_left) == (True, 100, 0)


def test_a_source_that_changed_makes_it_outdated(page, french):
    make_translation(page, "fr", words=WORDS)
    change(page, title="Another title")

    assert_state(page, french, State.OUTDATED)
    assert (cell(page).percent, cell(page).words_left) == (50, 2)


def test_a_source_that_was_published_again_unchanged_does_not(page, french):
    make_translation(page, "fr")
    change(page)

    assert_state(page, french, State.CURRENT)


def test_what_changed_after_it_was_finished_is_begun_again(page, french):
    finish(translate(page, french), get_user_model().objects.create_user("one"))
    change(page, title="Another title")

    assert_state(page, french, State.STARTED)


def test_a_correction_that_is_finished_again_waits_although_an_old_version_is_public(page, french):
    record = translate(page, french)
    go_public(record)
    change(page, title="Another title")
    fill(record, {"Another title": "Autre titre"})
    TranslationRules.objects.create(locale=french, requires_review=True)
    reopen(record)
    finish(record, get_user_model().objects.create_user("one"))

    assert_state(page, french, State.REVIEW)
    assert cell(page).is_live is True


def test_a_new_change_while_it_waits_makes_it_outdated(page, french):
    record = translate(page, french)
    go_public(record)
    reopen(record)
    finish(record, get_user_model().objects.create_user("one"))
    assert_state(page, french, State.READY)
    page.title = "Another title"
    page.save_revision().publish()
    take_words(page)
    TranslationJob.objects.update(stage=TranslationJob.Stage.READY)

    assert_state(page, french, State.OUTDATED)


@shared
def longer(page):
    """The page with a paragraph, which may stay in the language of the source."""
    page.body = [("paragraph", {"text": "<p>One paragraph.</p>"})]
    page.save_revision().publish()
    return page


def test_gaps_that_a_publisher_accepted_are_told_apart(longer, french):
    record = translate(longer, french)
    go_public(record, allow=Allowance.SOURCE)

    assert_state(longer, french, State.GAPS)
    assert cell(longer).percent == 66


def test_gaps_that_were_filled_make_it_whole_when_it_is_published(longer, french):
    record = translate(longer, french)
    go_public(record, allow=Allowance.SOURCE)
    fill(record, {"One paragraph.": "Un paragraphe."})
    TranslationJob.objects.update(stage="open")

    assert_state(longer, french, State.GAPS)
    TranslationJob.objects.update(stage="ready")
    assert_state(longer, french, State.READY)
    go_public(record)
    assert_state(longer, french, State.CURRENT)


def test_words_of_a_machine_are_told_apart_until_they_are_confirmed(longer, french):
    record = translate(longer, french)
    put_proposals(record, {"One paragraph.": "Un paragraphe."})
    go_public(record, allow=Allowance.MACHINE)

    assert_state(longer, french, State.MACHINE)
    assert cell(longer).percent == 66
    fill(record, {"One paragraph.": "Un paragraphe."})
    go_public(record)
    assert_state(longer, french, State.CURRENT)


def test_what_is_not_needed_says_so_whatever_was_done(page, french):
    mark_as_not_needed(page, [french])

    assert_state(page, french, State.NOT_NEEDED)


def test_what_is_asked_for_again_is_needed_again(page, french):
    mark_as_not_needed(page, [french])
    request_translation(page, french)

    assert_state(page, french, State.QUEUED)


def test_a_translation_that_was_stopped_counts_as_never_asked_for(page, french):
    record = translate(page, french)
    record.enabled = False
    record.save()

    assert_state(page, french, State.MISSING)


def test_a_version_written_by_hand_is_translated_until_its_source_is_published_after_it(
    page, french
):
    copy = page.copy_for_translation(french)
    copy.save_revision().publish()
    assert_state(page, french, State.CURRENT)
    assert cell(page).is_unasked is False

    Page.objects.filter(pk=page.pk).update(
        last_published_at=Page.objects.get(pk=copy.pk).last_published_at + timedelta(minutes=1)
    )

    assert_state(page, french, State.OUTDATED)
    assert cell(page).is_unasked is True


def test_a_version_by_hand_of_an_original_that_was_never_published_is_translated(page, french):
    page.copy_for_translation(french).save_revision().publish()
    Page.objects.filter(pk=page.pk).update(last_published_at=None, live=False)

    assert_state(page, french, State.CURRENT)


def test_a_draft_by_hand_is_missing(page, french):
    page.copy_for_translation(french)

    assert_state(page, french, State.MISSING)


def test_a_translation_that_was_unpublished_is_begun(page, french):
    make_translation(page, "fr").unpublish()

    assert_state(page, french, State.STARTED)


def test_a_source_without_any_words_is_whole_as_soon_as_it_is_public(page, french):
    """A page can have nothing to translate: then nothing lacks, and nothing was begun."""
    record = request_translation(page, french)
    record.source.stringsegment_set.all().delete()

    assert_state(page, french, State.QUEUED)


def test_readers_get_their_own_version_else_the_next_of_their_chain_else_the_source(page, french):
    german = Locale.objects.get(language_code="de")
    chain = FallbackChain.objects.create(locale=german)
    FallbackLink.objects.create(chain=chain, locale=french)
    assert cell(page, "de").shown == "en"

    make_translation(page, "fr")
    assert cell(page, "de").shown == "fr"

    make_translation(page, "de")
    assert cell(page, "de").shown == "de"


def test_a_source_in_another_language_than_the_first_is_counted_alike(french):
    page = make_page(NewsPage, title="Titre", summary="Résumé.", language="fr")
    english = Locale.objects.get(language_code="en")

    assert cell(page, "fr").state == State.SOURCE
    assert_in_english = [state for state in State if _found(page, state, english)]
    assert assert_in_english == [cell(page, "en").state] == [State.MISSING]


def _found(page, state: State, locale: Locale) -> bool:
    return in_state(Page.objects.filter(pk=page.pk), state, locale.pk).exists()


def test_each_page_of_a_crowd_is_found_in_its_own_state_alone(french):
    """Pages of two kinds that share words: what is known of one is never counted for another."""
    every = [
        make_page(kind, title="Title", summary="Summary of four words.")
        for kind in (NewsPage, EventPage, NewsPage, EventPage)
    ]
    translate(every[1], french, {"Title": "Titre"})
    make_translation(every[2], "fr")
    mark_as_not_needed(every[3], [french])
    pages = Page.objects.filter(pk__in=[page.pk for page in every])

    counted = {page.pk: row["fr"].state for page, row in _rows(pages)}
    asked = {
        pk: state
        for state in State
        for pk in in_state(pages, state, french.pk).values_list("pk", flat=True)
    }

    assert list(counted.values()) == [
        State.MISSING, State.STARTED, State.CURRENT, State.NOT_NEEDED,
    ]  # fmt: skip
    assert asked == counted


def _rows(pages):
    found = cells(pages)
    return [(page, found[page.translation_key]) for page in pages.order_by("pk")]


@pytest.mark.parametrize("count", [1, 3])
def test_cells_take_three_queries_whatever_there_is(french, count, django_assert_num_queries):
    for number in range(count):
        make_translation(make_page(NewsPage, title=f"Title {number}"), "fr")
        make_promotion()
    request_translations(make_page(NewsPage), Locale.objects.exclude(language_code="en"))
    request_translations(make_promotion(), [french])
    sources = [
        *Page.objects.filter(content_type__model="newspage", locale__language_code="en"),
        *Promotion.objects.all(),
    ]
    cells(sources)  # reads the languages

    with django_assert_num_queries(3):
        cells(sources)


def make_promotion() -> Promotion:
    locale = Locale.objects.get(language_code="en")
    return Promotion.objects.create(title="Join us", text="Text.", button="How", locale=locale)


class TestPromotions:
    """What has no drafts goes through the same states, found alike."""

    def states(self, locale: Locale) -> list[State]:
        """Return the counted state, and those in which the database finds it."""
        source = promotions().get()
        found = [state for state in State if in_state(promotions(), state, locale.pk).exists()]
        return [cells([source])[source.translation_key][locale.language_code].state, *found]

    def test_from_missing_to_translated_and_outdated(self, french):
        promotion = make_promotion()
        assert self.states(promotion.locale) == [State.SOURCE] * 2
        assert self.states(french) == [State.MISSING] * 2

        record = request_translation(promotion, french)
        assert self.states(french) == [State.QUEUED] * 2
        fill(record, {"Join us": "Venez"})
        assert self.states(french) == [State.STARTED] * 2
        fill(record, {"Text.": "Texte.", "How": "Comment"})
        finish(record, None)
        assert self.states(french) == [State.READY] * 2
        publish(record)
        assert self.states(french) == [State.CURRENT] * 2

        promotion.title = "Join"
        promotion.save()
        assert self.states(french) == [State.OUTDATED] * 2
        mark_as_not_needed(promotion, [french])
        assert self.states(french) == [State.NOT_NEEDED] * 2

    def test_one_that_was_translated_by_hand_is_never_older(self, french):
        make_promotion().copy_for_translation(french).save()

        assert self.states(french) == [State.CURRENT] * 2
