"""Do words come back in files: seen before they are taken, and only where somebody may write them?"""

import zipfile
from io import BytesIO

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail_localize.models import StringTranslation, Translation

from cms.desk import receiving, reports
from cms.languages.translation.exchange import files
from cms.languages.translation.exchange.contents import sheets
from cms.languages.translation.exchange.files import FORMATS, pack
from cms.languages.translation.requests import request_translation
from cms.languages.translation.segments import fill
from cms.models import Promotion, ReceivedFile, TranslationJob
from cms.plugins.news.models import NewsPage
from cms.testing.factories import make_page, make_term, make_user
from tests.cms.desk.files import (
    FILES,
    archive,
    beside,
    counts,
    exported,
    lines,
    send,
    stored,
    take,
    translated,
)
from tests.cms.desk.screen import said
from tests.shared import shared


def everything() -> list[tuple]:
    return [
        *StringTranslation.objects.order_by("pk").values_list(),
        *TranslationJob.objects.order_by("pk").values_list(),
    ]


# What is seen, and then taken


def test_a_file_is_seen_before_it_is_taken(signed_in, translation, translator):
    file = translated(exported(translation), "Streets for people.", "Straßen für Menschen.")

    report = send(signed_in, file)

    assert lines(report) == [("Summary", "new", "Straßen für Menschen.")]
    assert counts(report) == ["to be taken: 1", "without words in the file: 3"]
    assert stored(translation) == {}
    answer = take(signed_in, report)
    assert said(answer) == ["1 text was taken."]
    assert answer.redirect_chain == [(reverse("desk:editor", args=[translation.pk]), 302)]
    assert stored(translation) == {"Streets for people.": ("Straßen für Menschen.", "manual")}
    assert StringTranslation.objects.get().last_translated_by == translator
    assert not ReceivedFile.objects.exists()


def test_every_text_says_what_becomes_of_it(signed_in, translation):
    fill(translation, {"Streets for people.": "Straßen für alle."})
    make_term("Streets")
    file = translated(
        exported(translation).replace(
            'msgstr "Straßen für alle."', 'msgstr "Straßen für Menschen."'
        ),
        "Streets &amp; squares",
        "Plätze",
        fuzzy=True,
    )
    file = translated(file, "Cars leave the <b>old</b> centre.", "Autos verlassen das Zentrum.")
    file = translated(file, "Trees &amp; benches come.", "Bäume &amp; Bänke.")
    file = file.replace('"Trees &amp; benches come."', '"Trees."')

    report = send(signed_in, file)

    page = BeautifulSoup(report.content, "html.parser")
    assert lines(report) == [
        (
            "Body",
            "refused: its markup is not that of the source",
            "Autos verlassen das Zentrum.",
        ),
        (
            page.select(".desk-line__place")[1].text,
            "refused: it does not stand in this page",
            "Bäume &amp; Bänke.",
        ),
        (
            "Summary",
            "replaces confirmed words",
            "Straßen für <del>alle</del><ins>Menschen</ins>.",
        ),
        ("Title", "needs review: the file marks it as unsure", "Plätze"),
    ]
    assert [item.text.strip() for item in page.select(".desk-line__said li")] == [
        "“<b>” of the source is missing.",
        "The source has changed since the file was made.",
        "Warning: ‘Streets’ is never translated, and is missing here.",
        "Warning: ‘Streets’ is never translated, and is missing here.",
    ]
    assert counts(report) == [
        *("to be taken: 2", "instead of other confirmed words: 1"),
        *("to be reviewed afterwards: 1", "with warnings: 2", "refused: 2", "not in the file: 1"),
    ]
    answer = take(signed_in, report)
    assert said(answer) == ["2 texts were taken.", "1 of them is still to be confirmed."]
    assert stored(translation) == {
        "Streets for people.": ("Straßen für Menschen.", "manual"),
        "Streets &amp; squares": ("Plätze", "machine"),
    }


@pytest.mark.parametrize("form", FORMATS)
def test_what_left_by_a_screen_and_comes_back_unchanged_changes_nothing(
    signed_in, translation, page, form
):
    fill(translation, {"Streets for people.": "Straßen für Menschen."})
    StringTranslation.objects.create(
        **StringTranslation.objects.values("locale_id").get(),
        **translation.source.stringsegment_set.filter(context__path="title")
        .values("context_id")
        .get(),
        translation_of_id=translation.source.stringsegment_set.get(context__path="title").string_id,
        data="Straßen &amp; Plätze",
        translation_type="machine",
        tool_name="memory",
    )
    before = everything()
    single = signed_in.get(reverse("desk:download", args=[translation.pk, form])).getvalue()
    packed = signed_in.post(
        "/admin/translations/", {"action": form, "cells": [f"{page.translation_key}.de"]}
    ).getvalue()

    for data in (single, packed):
        report = send(signed_in, data)
        assert counts(report) == ["unchanged: 2", "without words in the file: 2"]
        assert lines(report) == []
        assert "Take these words" not in report.content.decode()

    assert everything() == before
    assert not ReceivedFile.objects.exists()


def test_what_somebody_has_changed_meanwhile_is_shown_again(signed_in, translation):
    file = translated(exported(translation), "Streets for people.", "Straßen für Menschen.")
    file = translated(file, "Streets &amp; squares", "Straßen &amp; Plätze")
    report = send(signed_in, file)
    fill(translation, {"Streets for people.": "Straßen für alle."})

    again = take(signed_in, report)

    assert said(again) == [
        "1 text was taken.",
        "1 text was not taken, since somebody has changed it while you looked. See below what it would replace now.",
    ]
    assert stored(translation) == {
        "Streets for people.": ("Straßen für alle.", "manual"),
        "Streets &amp; squares": ("Straßen &amp; Plätze", "manual"),
    }
    assert lines(again) == [
        (
            "Summary",
            "replaces confirmed words",
            "Straßen für <del>alle</del><ins>Menschen</ins>.",
        )
    ]
    assert said(take(signed_in, again)) == ["1 text was taken."]
    assert stored(translation)["Streets for people."][0] == "Straßen für Menschen."


def test_nothing_is_taken_that_was_not_shown(signed_in, translation):
    report = send(
        signed_in, translated(exported(translation), "Streets for people.", "Für Menschen.")
    )

    take(signed_in, report, agreed="")

    assert stored(translation) == {}


def test_a_second_press_of_the_button_does_no_harm(signed_in, translation):
    report = send(
        signed_in, translated(exported(translation), "Streets for people.", "Für Menschen.")
    )
    take(signed_in, report)
    before = everything()

    answer = take(signed_in, report)

    assert said(answer) == [
        "The file is no longer here: its words were taken, or a day has passed. Upload it again."
    ]
    assert everything() == before


def test_of_the_same_file_sent_twice_the_second_has_nothing_left(signed_in, translation):
    file = translated(exported(translation), "Streets for people.", "Für Menschen.")
    first, second = send(signed_in, file), send(signed_in, file)
    take(signed_in, first)
    before = everything()

    assert said(take(signed_in, second)) == ["There was nothing left to take."]
    assert everything() == before


def test_a_promotion_comes_back_too(signed_in, page, german):
    promotion = Promotion.objects.create(
        title="Join", text="Join us.", button="How", url="https://e.org/", locale=page.locale
    )
    record = request_translation(promotion, german)

    report = send(signed_in, translated(exported(record), "Join us.", "Machen Sie mit."))

    assert [line[1:] for line in lines(report)] == [("new", "Machen Sie mit.")]
    take(signed_in, report)
    assert stored(record) == {"Join us.": ("Machen Sie mit.", "manual")}


def test_no_page_above_is_told_with_the_words(signed_in, site, german):
    below = make_page(NewsPage, title="Below")
    record = request_translation(below, german)
    below.get_parent().get_translation(german).delete()

    answer = take(signed_in, send(signed_in, translated(exported(record), "Below", "Unten")))

    assert said(answer) == [
        "1 text was taken.",
        "There is no preview: the page above has no version in this language.",
    ]


def test_the_first_words_make_the_draft_that_the_preview_shows(signed_in, translation, page):
    report = send(
        signed_in, translated(exported(translation), "Streets for people.", "Für Menschen.")
    )
    assert not page.has_translation(translation.target_locale)

    take(signed_in, report)

    draft = page.get_translation(translation.target_locale)
    assert draft.live is False
    assert signed_in.get(reverse("desk:preview", args=[translation.pk])).status_code == 200


def test_many_pages_make_no_drafts_while_somebody_waits(signed_in, translation, page, monkeypatch):
    monkeypatch.setattr(receiving, "DRAFTS", 0)

    take(
        signed_in,
        send(signed_in, translated(exported(translation), "Streets for people.", "Für alle.")),
    )

    assert len(stored(translation)) == 1
    assert not page.has_translation(translation.target_locale)


def test_whoever_said_that_it_is_finished_has_not_seen_these_words(signed_in, translation):
    TranslationJob.objects.update(stage=TranslationJob.Stage.READY)

    take(
        signed_in,
        send(signed_in, translated(exported(translation), "Streets for people.", "Für alle.")),
    )

    assert TranslationJob.objects.get().stage == TranslationJob.Stage.OPEN


def test_a_look_changes_nothing(signed_in, translation):
    before = everything()
    send(signed_in, translated(exported(translation), "Streets for people.", "Für alle."))
    [kept] = ReceivedFile.objects.all()

    for _time in range(2):
        assert len(lines(signed_in.get(reverse("desk:received", args=[kept.pk])))) == 1
        assert signed_in.get(FILES).status_code == 200

    assert everything() == before
    assert ReceivedFile.objects.get() == kept


def test_a_long_report_says_how_much_it_does_not_show(signed_in, translation, monkeypatch):
    monkeypatch.setattr(reports, "SHOWN_LINES", 1)
    file = translated(exported(translation), "Streets for people.", "Für alle.")
    file = translated(file, "Streets &amp; squares", "Plätze")

    report = send(signed_in, archive({"a.po": file, "b.po": file}))

    page = BeautifulSoup(report.content, "html.parser")
    assert len(lines(report)) == 1
    hidden = [part.select(".desk-meta")[-1].text for part in page.select(".desk-file")]
    assert hidden == ["1 more text", "2 more texts"]
    assert said(take(signed_in, report)) == ["2 texts were taken."]


def test_a_long_text_is_cut(signed_in, translation):
    words = "Wort " * 100_000
    report = send(signed_in, translated(exported(translation), "Streets for people.", words))

    [(_place, _outcome, shown)] = lines(report)

    assert len(shown) == reports.SHOWN_CHARACTERS + 2
    assert shown.endswith("…")


def test_nothing_of_a_file_is_markup_of_the_screen(signed_in, translation):
    file = translated(exported(translation), "Streets for people.", "<script>alert(1)</script>")
    file = file.replace('msgctxt "title"', 'msgctxt "<img src=x>"')
    file = translated(file, "Streets &amp; squares", "Plätze")

    report = send(signed_in, archive({"<b>\u202e.po": file})).content.decode()

    assert "<script>alert" not in report
    assert "<img src=x>" not in report
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in report
    assert "&lt;b&gt;\N{REPLACEMENT CHARACTER}.po" in report


# Who


@shared
def both(page, translation, french):
    """The page in German and in French, as an archive with a word for each."""
    records = [translation, request_translation(page, french)]
    words = {"de": "Für Menschen.", "fr": "Pour tous."}
    return records, archive(
        {
            f"{tag}.po": translated(exported(record), "Streets for people.", words[tag])
            for record in records
            for tag in [record.target_locale.language_code]
        }
    )


def test_a_file_in_another_language_is_refused_and_the_others_go_on(signed_in, both):
    (german, french), data = both

    report = send(signed_in, data, "all.zip")

    page = BeautifulSoup(report.content, "html.parser")
    assert [error.text for error in page.select(".desk-file .desk-error")] == [
        "You may not write the words of this translation."
    ]
    assert lines(report) == [("Summary", "new", "Für Menschen.")]
    assert said(take(signed_in, report)) == ["1 text was taken."]
    assert (len(stored(german)), stored(french)) == (1, {})


@pytest.mark.parametrize(
    ("group", "languages"),
    [
        ("Translators into French", {"fr"}),
        ("Coordinators", {"de", "fr"}),
        ("Publishers", {"de", "fr"}),
    ],
)
def test_who_may_write_a_language_may_send_it(client, both, group, languages):
    _records, data = both
    client.force_login(make_user("somebody", group))

    take(client, send(client, data))

    written = set(StringTranslation.objects.values_list("locale__language_code", flat=True))
    assert written == languages


def test_who_may_only_ask_for_translations_sends_nothing_back(client, translation):
    user = make_user("nora", "Newsletter managers")
    client.force_login(user)
    file = translated(exported(translation), "Streets for people.", "Für alle.")

    response = send(client, file)

    assert user.has_perm("wagtail_localize.submit_translation")
    assert beside(response) == "You may not write the words of this translation."
    assert not ReceivedFile.objects.exists()


def test_a_right_that_was_taken_away_meanwhile_is_gone(
    signed_in, translation, translator, french_translator
):
    report = send(signed_in, translated(exported(translation), "Streets for people.", "Für alle."))
    translator.groups.set(french_translator.groups.all())

    answer = take(signed_in, report)

    assert said(answer) == ["You may not write the words of this translation."]
    assert stored(translation) == {}


def test_a_file_is_for_who_has_sent_it_alone(signed_in, translation):
    send(signed_in, translated(exported(translation), "Streets for people.", "Für alle."))
    [kept] = ReceivedFile.objects.all()
    other = Client()
    other.force_login(make_user("otto", "Translators into German", "Publishers"))
    address = reverse("desk:received", args=[kept.pk])

    looked, taken = other.get(address), other.post(address, {"agreed": ""})

    assert [answer.status_code for answer in (looked, taken)] == [302, 302]
    assert looked["Location"] == taken["Location"] == FILES
    assert ReceivedFile.objects.get() == kept
    assert stored(translation) == {}


def test_the_token_of_the_form_is_asked_for(translator, translation):
    client = Client(enforce_csrf_checks=True)
    client.force_login(translator)
    file = translated(exported(translation), "Streets for people.", "Für alle.")

    refused = send(client, file)
    token = BeautifulSoup(client.get(FILES).content, "html.parser").select_one(
        "form[enctype] [name=csrfmiddlewaretoken]"
    )["value"]
    sent = client.post(
        FILES,
        {"csrfmiddlewaretoken": token, "file": SimpleUploadedFile("a.po", file.encode())},
    )

    assert refused.status_code == 403
    assert len(lines(sent)) == 1
    kept = ReceivedFile.objects.get()
    assert client.post(reverse("desk:received", args=[kept.pk])).status_code == 403
    assert len(take(client, sent).redirect_chain) == 1


# From the editor


def test_the_editor_takes_a_file_of_its_own_page(signed_in, translation):
    address = reverse("desk:upload", args=[translation.pk])
    assert "Only words of this page in German" in signed_in.get(address).content.decode()

    report = send(
        signed_in,
        translated(exported(translation), "Streets for people.", "Für alle."),
        address=address,
    )
    answer = take(signed_in, report)

    assert answer.redirect_chain == [(reverse("desk:editor", args=[translation.pk]), 302)]
    assert "Für alle." in answer.content.decode()


def test_the_editor_takes_no_file_of_another_page(signed_in, translation, german):
    other = request_translation(make_page(NewsPage, title="Other"), german)
    data = exported(other)
    address = reverse("desk:upload", args=[translation.pk])
    sentence = "The file is of another page, or of another language."

    assert beside(send(signed_in, data, address=address)) == sentence
    mixed = archive(
        {
            "other.po": translated(data, "Other", "Anderes"),
            "own.po": translated(exported(translation), "Streets for people.", "Für alle."),
        }
    )
    report = send(signed_in, mixed, address=address)
    assert sentence in report.content.decode()
    take(signed_in, report)
    assert (stored(other), len(stored(translation))) == ({}, 1)


def test_the_editor_lets_nobody_in_who_may_not_translate(client, translation):
    client.force_login(make_user("fred", "Translators into French"))

    response = client.get(reverse("desk:upload", args=[translation.pk]))

    assert (response.status_code, response["Location"]) == (302, "/admin/")


@pytest.mark.parametrize("count", [1, 4])
def test_a_file_costs_a_constant_number_of_queries(
    client, translation, german, count, django_assert_num_queries
):
    client.force_login(make_user("anna", "Translators into German"))
    records = [
        request_translation(make_page(NewsPage, title=f"Bells {number}"), german)
        for number in range(count)
    ]
    found = BytesIO()
    pack(
        sheets(Translation.objects.filter(pk__in=[record.pk for record in records])),
        FORMATS["po"],
        found,
    )
    with zipfile.ZipFile(found) as packed:
        members = {name: packed.read(name).decode() for name in packed.namelist()}
    data = archive(
        {
            name: translated(text, f"Bells {number}", "Glocken")
            for number, (name, text) in enumerate(sorted(members.items()))
        }
    )
    client.get(FILES)

    # Sixteen for the screen, the glossary and the keeping; of each file seven.
    with django_assert_num_queries(16 + 7 * count):
        assert len(lines(send(client, data))) == count


def test_the_limit_of_the_screens_is_not_that_of_the_command():
    assert receiving.MOST < files.MAX_FILES
