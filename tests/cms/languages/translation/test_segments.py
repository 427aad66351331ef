"""Is it always known which words stand where, and who vouches for them?"""

import pytest
from wagtail_localize.models import StringTranslation

from cms.languages.translation.publication import save_draft
from cms.languages.translation.requests import request_translation
from cms.languages.translation.segments import (
    ChangedMeanwhileError,
    SourceChangedError,
    erase,
    fill,
    segments,
    unconfirmed,
    write,
)
from cms.models import TranslationJob
from cms.plugins.news.models import NewsPage
from cms.testing.factories import make_page


def title_of(translation):
    return next(segment for segment in segments(translation) if segment.path == "title")


def propose(translation, segment, words, tool):
    return StringTranslation.objects.create(
        translation_of_id=segment.string,
        context_id=segment.context,
        locale=translation.target_locale,
        data=words,
        translation_type=StringTranslation.TRANSLATION_TYPE_MACHINE,
        tool_name=tool,
    )


def test_segments_come_in_reading_order_without_words(translation):
    found = segments(translation)

    assert [(segment.path, segment.source) for segment in found] == [
        ("title", "Streets"),
        ("summary", "Streets for people."),
    ]
    assert all(segment.is_missing for segment in found)


def test_written_words_are_confirmed_and_signed(translation, user):
    write(translation, title_of(translation).place, "Straßen", seen=None, user=user)

    found = title_of(translation)
    assert (found.words, found.is_confirmed, found.origin) == ("Straßen", True, "")
    assert found.written_by == "administrator"


def test_proposed_words_tell_their_origin_and_do_not_count(translation):
    propose(translation, title_of(translation), "Straßen", "memory")

    found = title_of(translation)
    assert (found.words, found.is_confirmed, found.origin) == ("Straßen", False, "memory")
    assert unconfirmed(translation).count() == 2


def test_proposed_words_are_confirmed_by_writing_the_same(translation, user):
    stored = propose(translation, title_of(translation), "Straßen", "memory")

    write(translation, title_of(translation).place, "Straßen", seen=stored.updated_at, user=user)

    assert (title_of(translation).is_confirmed, title_of(translation).origin) == (True, "")


def test_words_with_an_unknown_link_do_not_count(translation, user):
    write(translation, title_of(translation).place, '<a id="a9">x</a>', seen=None, user=user)

    found = title_of(translation)
    assert not found.is_confirmed
    assert "a9" in found.error


def test_words_that_another_has_written_meanwhile_are_not_lost(translation, user):
    segment = title_of(translation)
    write(translation, segment.place, "Straßen", seen=None, user=user)

    with pytest.raises(ChangedMeanwhileError) as raised:
        write(translation, segment.place, "Gassen", seen=segment.written_at, user=user)

    assert raised.value.theirs.data == "Straßen"
    assert title_of(translation).words == "Straßen"


def test_equal_words_are_no_conflict(translation, user):
    segment = title_of(translation)
    write(translation, segment.place, "Straßen", seen=None, user=user)

    write(translation, segment.place, "Straßen", seen=None, user=user)

    assert title_of(translation).words == "Straßen"


def test_words_for_another_page_are_refused(translation, user, german):
    other = request_translation(make_page(NewsPage, title="Squares"), german)
    foreign = title_of(other).place

    with pytest.raises(LookupError):
        write(translation, foreign, "Plätze", seen=None, user=user)

    assert not StringTranslation.objects.exists()


def test_words_for_a_sentence_that_has_gone_come_back_beside_the_new_one(page, translation, user):
    place = title_of(translation).place
    page.title = "Streets and squares"
    page.save_revision().publish()

    with pytest.raises(SourceChangedError):
        write(translation, place, "Straßen", seen=None, user=user)

    assert title_of(translation).earlier.words == "Straßen"


def test_a_title_is_shown_in_the_page_explorer_without_escaping(page, translation, user, german):
    save_draft(translation)

    write(translation, title_of(translation).place, "R &amp; D", seen=None, user=user)

    assert page.get_translation(german).draft_title == "R & D"


def test_erased_words_are_missing_again(translation, user):
    write(translation, title_of(translation).place, "Straßen", seen=None, user=user)

    erase(translation, title_of(translation).place, seen=title_of(translation).written_at)

    assert title_of(translation).is_missing


def test_words_are_not_erased_that_nobody_has_seen(translation, user):
    write(translation, title_of(translation).place, "Straßen", seen=None, user=user)

    with pytest.raises(ChangedMeanwhileError):
        erase(translation, title_of(translation).place, seen=None)

    assert title_of(translation).words == "Straßen"


def test_writing_reopens_what_was_finished(translation, user):
    TranslationJob.objects.filter(translation=translation).update(stage=TranslationJob.Stage.READY)

    write(translation, title_of(translation).place, "Straßen", seen=None, user=user)

    assert TranslationJob.objects.get(translation=translation).stage == TranslationJob.Stage.OPEN


def test_a_changed_sentence_brings_its_old_translation_along(page, translation):
    fill(translation, {"Streets": "Straßen", "Streets for people.": "Straßen für Menschen."})
    page.summary = "Streets for all people."
    page.save_revision().publish()

    summary = segments(translation)[1]

    assert summary.is_missing
    assert summary.earlier.source == "Streets for people."
    assert summary.earlier.words == "Straßen für Menschen."


def test_an_added_paragraph_has_no_earlier_one(site, german):
    def body(*texts):
        return [("paragraph", {"text": "".join(f"<p>{text}</p>" for text in texts)})]

    page = make_page(NewsPage, title="Streets", body=body("Cars leave the centre.", "Trees come."))

    translation = request_translation(page, german)
    fill(
        translation,
        {"Cars leave the centre.": "Autos verlassen das Zentrum.", "Trees come.": "Bäume kommen."},
    )
    raw = page.body.get_prep_value()
    raw[0]["value"]["text"] = (
        "<p>Cars leave the old centre.</p><p>Budget figures were published yesterday.</p>"
    )
    page.body = raw
    page.save_revision().publish()

    earlier = {
        segment.source: segment.earlier and segment.earlier.words
        for segment in segments(translation)
        if segment.path.startswith("body")
    }

    assert earlier == {
        "Cars leave the old centre.": "Autos verlassen das Zentrum.",
        "Budget figures were published yesterday.": None,
    }


@pytest.mark.parametrize("paragraphs", [1, 20])
def test_number_of_queries_does_not_grow(site, german, user, paragraphs, django_assert_num_queries):

    texts = [f"Paragraph number {number}." for number in range(paragraphs)]
    body = [("paragraph", {"text": "".join(f"<p>{text}</p>" for text in texts)})]
    translation = request_translation(make_page(NewsPage, title="Streets", body=body), german)
    fill(translation, {text: f"{text} (de)" for text in texts}, user)

    with django_assert_num_queries(2):
        segments(translation)
