"""Is everything saved that is left, and is nothing lost that was typed?"""

from urllib.parse import urlsplit

import pytest
from django.urls import reverse
from wagtail.models import Collection, GroupCollectionPermission
from wagtail_localize.models import (
    OverridableSegment,
    SegmentOverride,
    StringTranslation,
    Translation,
)

from cms.desk import saving
from cms.desk.rows import token as place_token
from cms.languages.translation.changes import take_words
from cms.languages.translation.requests import request_translation
from cms.languages.translation.segments import segments
from cms.models import Link, TranslationJob
from cms.plugins.events.models import EventPage
from cms.plugins.news.models import NewsPage
from cms.testing.factories import make_document, make_page, make_user
from tests.shared import shared

JSON = {"Accept": "application/json"}


@pytest.fixture
def save(signed_in, translation):
    """Return a function that posts a sentence as the script does."""

    def post(row, words, *, seen=None, headers=JSON, client=signed_in):
        moment = row.segment.written_at if seen is None else seen
        return client.post(
            reverse("desk:segment", args=[translation.pk]),
            {"place": row.token, "words": words, "seen": moment.isoformat() if moment else ""},
            headers=headers,
        )

    return post


def test_a_sentence_is_saved_and_answers_how_far_it_is(save, row, translation):
    answer = save(row("for people"), "Straßen für Menschen.").json()

    saved = row("for people").segment
    assert (saved.words, saved.is_confirmed, saved.written_by) == (
        "Straßen für Menschen.",
        True,
        "anna",
    )
    assert answer["state"] == "confirmed"
    assert answer["written_at"] == saved.written_at.isoformat()
    assert (answer["done"], answer["total"], answer["problems"]) == (1, 4, [])


@pytest.mark.parametrize(
    ("sentence", "typed", "stored"),
    [
        ("squares", "Straßen & Plätze", "Straßen &amp; Plätze"),
        ("squares", "a < b <b>", "a &lt; b &lt;b&gt;"),
        ("squares", "zwei\r\nZeilen", "zwei Zeilen"),
        ("Trees", "Bäume & Bänke", "Bäume &amp; Bänke"),
        ("Trees", "A&amp;B &copy", "A&amp;B &amp;copy"),
        ("Cars", "das <b>alte</b>\nZentrum", "das <b>alte</b> Zentrum"),
    ],
)
def test_words_are_stored_as_wagtail_localize_has_them(save, row, sentence, typed, stored):
    save(row(sentence), typed)

    assert row(sentence).segment.words == stored


@pytest.mark.parametrize("words", ["Straßen\u202e", "\u2066Straßen", "Stra\0ßen"])
def test_what_must_not_stand_in_a_line_is_refused_beside_it(save, row, words):
    save(row("squares"), "Plätze")

    answer = save(row("squares"), words)

    unseen = next(character for character in words if not character.isprintable())
    assert answer.status_code == 400
    assert f"U+{ord(unseen):04X}" in answer.json()["said"]
    assert row("squares").segment.words == "Plätze"


def test_marks_of_direction_and_texts_with_markup_are_left_alone(save, row):
    assert save(row("squares"), "אבטחה!\u200f").status_code == 200
    assert save(row("Cars"), "das <b>alte</b> \u2066C++\u2069").status_code == 200


def test_an_ampersand_in_the_title_is_none_of_the_page_explorer(save, row, page, german):
    save(row("squares"), "Straßen & Plätze")
    save(row("squares"), "Straßen & Gassen")

    assert page.get_translation(german).draft_title == "Straßen & Gassen"


def test_the_first_sentence_makes_a_draft(save, row, page, german):
    save(row("for people"), "Straßen für Menschen.")

    assert page.get_translation(german).live is False


def test_words_without_a_page_above_are_saved_all_the_same(save, row, page, german):
    page.get_parent().get_translation(german).delete()

    answer = save(row("for people"), "Straßen für Menschen.").json()

    assert row("for people").segment.is_confirmed
    assert answer["warning"] == (
        "There is no preview: the page above has no version in this language."
    )


def test_no_words_are_missing_words(save, row):
    save(row("for people"), "Straßen für Menschen.")

    answer = save(row("for people"), " ")

    assert answer.json()["state"] == "missing"
    assert not StringTranslation.objects.exists()


def test_broken_markup_is_kept_and_told(save, row):
    answer = save(row("Cars"), '<a id="a9">Autos</a>').json()

    assert answer["state"] == "error"
    assert row("Cars").words == '<a id="a9">Autos</a>'
    assert answer["problems"] == [
        "“<b>” of the source is missing.",
        '“<a id="a9">” is not in the source.',
    ]


def test_two_translators_lose_nothing(save, row, client, site):
    before = row("for people")
    other = make_user("bruno", "Translators into German")
    save(before, "Straßen für Menschen.")
    client.force_login(other)

    answer = save(before, "Gassen für alle.", client=client)

    told = answer.json()
    assert answer.status_code == 409
    assert told["theirs"] == "Straßen für Menschen."
    assert told["said"] == "Not saved: anna has written this meanwhile."
    assert row("for people").words == "Straßen für Menschen."

    kept = save(before, "Gassen für alle.", seen=row("for people").segment.written_at)

    assert kept.status_code == 200
    assert row("for people").words == "Gassen für alle."


def test_words_are_not_erased_that_somebody_else_has_written_meanwhile(save, row):
    before = row("for people")
    save(before, "Straßen für Menschen.")

    answer = save(before, "")

    assert answer.status_code == 409
    assert row("for people").words == "Straßen für Menschen."


def test_without_a_script_both_versions_are_shown(save, row):
    before = row("for people")
    save(before, "Straßen für Menschen.")

    answer = save(before, "Gassen für alle.", headers={})

    assert answer.status_code == 409
    assert "Straßen für Menschen." in answer.content.decode()
    assert "Gassen für alle." in answer.content.decode()


def test_a_source_that_has_changed_in_mid_work_keeps_the_words(save, row, page, translation):
    before = row("for people")
    page.summary = "Streets for all people."
    page.save_revision().publish()

    answer = save(before, "Straßen für Menschen.")

    assert answer.status_code == 410
    now = row("for all people")
    assert now.segment.is_missing
    assert now.earlier.words == "Straßen für Menschen."


def test_a_source_that_was_deleted_in_mid_work_is_told_in_words(save, row, page):
    sentence = row("for people")
    page.delete()

    answer = save(sentence, "Straßen für Menschen.", seen="")

    assert answer.status_code == 404
    assert answer.json() == {
        "said": "Not saved: the original was deleted meanwhile, or its translation is not wanted any more. What you typed is"
        " still here. Copy it now if you need it."
    }


def test_a_translation_that_is_not_wanted_any_more_is_told_in_words(save, row, translation):
    sentence = row("for people")
    Translation.objects.update(enabled=False)

    answer = save(sentence, "Straßen für Menschen.")

    assert answer.status_code == 404
    assert answer.json()["said"].startswith("Not saved: the original was deleted meanwhile, or")
    assert segments(translation)[1].words == ""


def test_a_source_that_is_deleted_while_a_sentence_is_saved_is_no_error(
    save, row, translation, monkeypatch
):
    sentence = row("for people")
    found = saving.translation_of

    def find_and_delete(*arguments):
        record = found(*arguments)
        Translation.objects.filter(pk=record.pk).delete()
        return record

    monkeypatch.setattr(saving, "translation_of", find_and_delete)

    assert save(sentence, "Straßen für Menschen.").status_code == 404
    assert not StringTranslation.objects.exists()


def test_without_a_script_what_was_typed_for_a_deleted_source_comes_back(save, row, page):
    sentence = row("for people")
    page.delete()

    answer = save(sentence, "Straßen <für> Menschen.", seen="", headers={})

    assert answer.status_code == 404
    assert "Straßen &lt;für&gt; Menschen.</textarea>" in answer.content.decode()


def test_markup_is_remembered_of_a_text_that_has_gone(save, row, page):
    before = row("Cars")
    page.body = [("heading", {"text": "Nothing is left"})]
    page.save_revision().publish()

    save(before, "Autos verlassen das <b>alte</b> Zentrum.")

    assert StringTranslation.objects.get().data == "Autos verlassen das <b>alte</b> Zentrum."


def test_a_paragraph_that_was_added_above_is_no_change_below(save, row, page):
    before = row("Trees")
    raw = page.body.get_prep_value()
    raw[0]["value"]["text"] = f"<p>New.</p>{raw[0]['value']['text']}"
    page.body = raw
    page.save_revision().publish()

    answer = save(before, "Bäume & Bänke kommen.")

    assert answer.status_code == 200
    assert row("Trees").segment.is_confirmed


def test_saving_reopens_what_was_finished(save, row, translation):
    TranslationJob.objects.filter(translation=translation).update(stage="ready")

    assert save(row("for people"), "Straßen.").json()["stage"] == "open"


def test_without_a_script_one_returns_to_the_sentence(save, row, translation):
    found = row("for people")

    answer = save(found, "Straßen für Menschen.", headers={})

    address = urlsplit(answer.headers["Location"])
    assert address.path == reverse("desk:editor", args=[translation.pk])
    assert address.fragment == f"words-{found.key}"


@pytest.mark.parametrize("token", ["", "nonsense", "1:2:3:0", "{other}"])
def test_a_place_that_was_not_given_out_is_not_found(
    signed_in, translation, page, german, french, token
):
    other = request_translation(page, french)
    foreign = segments(other)[0]

    answer = signed_in.post(
        reverse("desk:segment", args=[translation.pk]),
        {"place": token.format(other=place_token(other, foreign)), "words": "x"},
        headers=JSON,
    )

    assert answer.status_code == 404
    assert not StringTranslation.objects.exists()


def test_nobody_writes_who_may_not(save, row, client, site):
    client.force_login(make_user("fred", "Translators into French"))

    answer = save(row("for people"), "Straßen.", client=client)

    assert answer.status_code == 403
    assert answer.json() == {"said": "Not saved: you may not translate this (any more)."}
    assert not StringTranslation.objects.exists()


def test_whoever_is_signed_out_is_led_to_sign_in(save, row, client):
    client.logout()

    answer = save(row("for people"), "Straßen.", client=client)

    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(reverse("wagtailadmin_login"))


@shared
def linked(german):
    """A page with a link, asked for in German; and the fact."""
    page = make_page(
        NewsPage, title="Links", link_rows=[Link(title="More", url="https://example.org/en/")]
    )
    translation = request_translation(page, german)
    return translation, OverridableSegment.objects.get(source=translation.source)


def save_fact(client, translation, fact, value, seen=""):
    return client.post(
        reverse("desk:fact", args=[translation.pk, fact.context_id]),
        {"value": value, "seen": seen},
        headers=JSON,
    )


def test_readers_get_their_own_address(signed_in, linked, german):
    translation, fact = linked

    answer = save_fact(signed_in, translation, fact, "https://example.org/de/")

    stored = SegmentOverride.objects.get(locale=german)
    assert (stored.data, stored.last_translated_by.username) == ("https://example.org/de/", "anna")
    assert answer.json()["written_at"] == stored.updated_at.isoformat()

    save_fact(signed_in, translation, fact, "", seen=stored.updated_at.isoformat())

    assert not SegmentOverride.objects.exists()


@pytest.mark.parametrize("value", ["javascript:alert(1)", "no address"])
def test_what_is_no_address_is_refused(signed_in, linked, value):
    translation, fact = linked

    answer = save_fact(signed_in, translation, fact, value)

    assert answer.status_code == 400
    assert not SegmentOverride.objects.exists()


def test_an_address_that_another_has_given_meanwhile_stays(signed_in, linked):
    translation, fact = linked
    save_fact(signed_in, translation, fact, "https://example.org/de/")

    answer = save_fact(signed_in, translation, fact, "https://example.org/at/")

    assert answer.status_code == 409
    assert SegmentOverride.objects.get().data == "https://example.org/de/"


def test_a_fact_of_another_page_is_not_found(signed_in, translation, linked):
    _other, fact = linked
    take_words(translation.source.get_source_instance())

    answer = save_fact(signed_in, translation, fact, "https://example.org/de/")

    assert answer.status_code == 404
    assert not SegmentOverride.objects.exists()


class TestChoosingADocument:
    """A translator chooses from the collections that are open to them, and from no others."""

    @pytest.fixture
    def open_to_translators(self):
        """Give the translators into German one collection instead of all."""
        collection = Collection.get_first_root_node().add_child(name="For everybody")
        GroupCollectionPermission.objects.filter(
            group__name="Translators into German", permission__codename="choose_document"
        ).update(collection=collection)
        return collection

    @pytest.fixture
    def event(self, german):
        """An event with a programme, asked for in German; and the fact."""
        page = make_page(EventPage, title="Meeting", programme_document=make_document("English"))
        translation = request_translation(page, german)
        fact = OverridableSegment.objects.get(
            source=translation.source, context__path="programme_document"
        )
        return translation, fact

    def test_what_they_may_choose_is_saved(self, signed_in, event, open_to_translators):
        document = make_document("German", language="de")
        document.collection = open_to_translators
        document.save()

        answer = save_fact(signed_in, *event, document.pk)

        assert (answer.status_code, SegmentOverride.objects.get().data) == (200, document.pk)

    def test_what_they_may_not_choose_is_refused(self, signed_in, event, open_to_translators):
        answer = save_fact(signed_in, *event, make_document("Secret").pk)

        assert answer.status_code == 400
        assert "Select a valid choice" in answer.json()["said"]
        assert not SegmentOverride.objects.exists()

    def test_what_somebody_else_has_chosen_can_stay(
        self, client, signed_in, event, open_to_translators, site
    ):
        document = make_document("By a publisher")
        client.force_login(make_user("paula", "Publishers"))
        save_fact(client, *event, document.pk)
        client.force_login(make_user("bruno", "Translators into German"))
        stored = SegmentOverride.objects.get()

        answer = save_fact(client, *event, document.pk, seen=stored.updated_at.isoformat())

        assert (answer.status_code, SegmentOverride.objects.get().data) == (200, document.pk)
