"""Does a change of the source leave translations whole, and is it told what has changed?"""

from wagtail.models import PageLogEntry

from cms.languages.translation.changes import (
    changed,
    keep,
    take_words,
)
from cms.languages.translation.publication import publish
from cms.languages.translation.segments import fill, segments
from cms.languages.translation.states import State, cells
from cms.models import TranslationJob
from tests.shared import shared

WORDS = {"Streets": "Straßen", "Streets for people.": "Straßen für Menschen."}


@shared
def live(translation):
    """The translation, public."""
    fill(translation, WORDS)
    publish(translation)
    return translation


def change(page, summary):
    page.summary = summary
    page.save_revision().publish()


def everything(translation):
    return {segment.place for segment in segments(translation)}


def state(page, tag="de"):
    return cells([page])[page.translation_key][tag].state


def test_words_are_not_taken_of_what_nobody_asked_for(page):
    assert take_words(page) is False


def test_the_last_complete_translation_stays_public_and_is_outdated(page, live):
    change(page, "Streets for everybody.")

    translated = page.get_translation(live.target_locale).specific
    assert (translated.title, translated.summary) == ("Straßen", "Straßen für Menschen.")
    assert translated.live
    assert state(page) == State.OUTDATED


def test_a_change_of_facts_leaves_a_translation_current(page, live):
    page.countries = ["DE"]
    page.save_revision().publish()

    assert state(page) == State.CURRENT


def test_what_was_finished_is_open_again_after_a_change(page, translation):
    fill(translation, WORDS)
    TranslationJob.objects.update(stage=TranslationJob.Stage.REVIEW)

    change(page, "Streets for everybody.")

    assert TranslationJob.objects.get().stage == TranslationJob.Stage.OPEN


def test_changed_tells_old_and_new_source_and_the_old_translation(page, live):
    change(page, "Streets for everybody.")

    (segment,) = changed(live)

    assert segment.source == "Streets for everybody."
    assert (segment.earlier.source, segment.earlier.words) == tuple(WORDS.items())[1]


def test_a_minor_edit_keeps_translations_valid_and_is_logged(page, live, user):
    change(page, "Streets for people!")

    kept = keep(page, user, only=everything(live))

    assert kept == 1
    assert state(page) == State.CURRENT
    assert segments(live)[1].words == "Straßen für Menschen."
    entry = PageLogEntry.objects.get(action="cms.translations_kept")
    assert (entry.user, entry.data) == (user, {"languages": ["de"], "segments": 1})


def test_only_the_segments_that_are_named_are_kept(page, live, user):
    page.title = "Streets!"
    change(page, "Streets for everybody.")
    title = changed(live)[0]

    keep(page, user, only={title.place})

    assert [segment.is_confirmed for segment in segments(live)] == [True, False]
    assert state(page) == State.OUTDATED


def test_nothing_to_keep_is_not_logged(page, live, user):
    assert keep(page, user, only=everything(live)) == 0
    assert not PageLogEntry.objects.filter(action="cms.translations_kept").exists()
