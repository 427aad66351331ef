"""Does the translator see what there is to do, and only who may?"""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from wagtail_localize.models import StringTranslation, Translation

from cms.languages.translation.requests import request_translation
from cms.languages.translation.segments import fill, segments
from cms.models import Promotion, TranslationJob
from cms.plugins.news.models import NewsPage
from cms.testing.factories import make_page, make_translation, make_user

TRANSLATED = {
    "Streets &amp; squares": "Straßen &amp; Plätze",
    "Streets for people.": "Straßen für Menschen.",
    "Cars leave the <b>old</b> centre.": "Autos verlassen das <b>alte</b> Zentrum.",
    "Trees &amp; benches come.": "Bäume &amp; Bänke kommen.",
}


def shown(client, translation, **query):
    """Return the editor as a client sees it."""
    answer = client.get(reverse("desk:editor", args=[translation.pk]), query)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def test_sentences_stand_in_the_order_of_the_form_with_its_labels(signed_in, translation):
    screen = shown(signed_in, translation)

    found = [
        (group.h2.text, [words.text for words in group.select("[id^=source-]")])
        for group in screen.select(".desk-group")
    ]
    assert found == [
        ("Title", ["Streets & squares"]),
        ("Summary", ["Streets for people."]),
        ("Body", ["Cars leave the <b>old</b> centre.", "Trees & benches come."]),
    ]


def test_words_are_shown_as_they_are_typed_in_their_language(signed_in, translation):
    fill(translation, TRANSLATED)

    areas = shown(signed_in, translation).select("textarea[name=words]")

    assert [area.text.removeprefix("\n") for area in areas] == [
        "Straßen & Plätze",
        "Straßen für Menschen.",
        "Autos verlassen das <b>alte</b> Zentrum.",
        "Bäume & Bänke kommen.",
    ]
    assert {(area["lang"], area["dir"]) for area in areas} == {("de", "ltr")}


def test_a_changed_sentence_shows_the_difference_and_the_old_translation(
    signed_in, page, translation
):
    fill(translation, TRANSLATED)
    page.summary = "Streets for all people."
    page.save_revision().publish()

    row = shown(signed_in, translation).select_one("[data-state=changed]")

    assert row.ins.text == "all "
    assert row.select_one("[data-offered]").text == "Straßen für Menschen."
    assert row.textarea.text.strip() == ""


def test_proposed_words_say_where_they_come_from(signed_in, translation):
    fill(translation, TRANSLATED)
    StringTranslation.objects.filter(context__path="summary").update(
        translation_type="machine", tool_name="memory"
    )

    row = shown(signed_in, translation).select_one("[data-state=proposed]")

    assert row.select_one(".desk-state").text == "to confirm, from the memory"


def test_a_finished_translation_can_be_read_beside_the_source(signed_in, page, translation, french):
    make_translation(page, "fr", title="Rues", words={"Streets for people.": "Pour tous."})

    unread = shown(signed_in, translation)
    read = shown(signed_in, translation, read="fr")

    assert [option["value"] for option in unread.select("[name=read] option")] == ["", "fr"]
    assert unread.select(".desk-row__reading") == []
    assert read.select(".desk-row__reading")[1].text == "Pour tous."
    assert read.select(".desk-row__reading")[1]["lang"] == "fr"


def test_an_unfinished_translation_cannot_be_read_beside_the_source(
    signed_in, page, translation, french
):
    fill(request_translation(page, french), {"Streets for people.": "Pour tous."})

    screen = shown(signed_in, translation, read="fr")

    assert screen.select("[name=read], .desk-row__reading") == []


def test_the_same_sentence_twice_in_a_text_is_asked_for_once(signed_in, german):
    body = [("paragraph", {"text": "<p>Yes.</p><p>No.</p><p>Yes.</p>"})]
    translation = request_translation(make_page(NewsPage, title="Quiz", body=body), german)

    screen = shown(signed_in, translation)

    assert len(screen.select("textarea[name=words]")) == 4
    assert len(screen.select(".desk-row__repeated")) == 1
    assert screen.progress["max"] == "4"


def test_nobody_translates_who_may_not(client, translation):
    client.force_login(make_user("fred", "Translators into French"))

    answer = client.get(
        reverse("desk:editor", args=[translation.pk]), HTTP_X_REQUESTED_WITH="XMLHttpRequest"
    )

    assert answer.status_code == 403


@pytest.mark.parametrize("is_enabled", [True, False])
def test_an_unknown_translation_and_one_that_nobody_wants_are_not_found(
    signed_in, translation, is_enabled
):
    Translation.objects.filter(pk=translation.pk).update(enabled=is_enabled)
    address = reverse("desk:editor", args=[translation.pk + (1 if is_enabled else 0)])

    assert signed_in.get(address).status_code == 404


def test_looking_changes_nothing(signed_in, translation):
    before = list(StringTranslation.objects.values_list("pk", "data"))

    shown(signed_in, translation)

    assert list(StringTranslation.objects.values_list("pk", "data")) == before
    assert translation.source.get_source_instance().get_translations().count() == 0


@pytest.mark.parametrize("paragraphs", [4, 20])
def test_number_of_queries_does_not_grow(signed_in, german, paragraphs, django_assert_num_queries):
    texts = [f"Paragraph number {number}." for number in range(paragraphs)]
    body = [("paragraph", {"text": "".join(f"<p>{text}</p>" for text in texts)})]
    translation = request_translation(make_page(NewsPage, title="Streets", body=body), german)
    fill(translation, {text: f"{text} (de)" for text in texts[:2]})
    shown(signed_in, translation)

    with django_assert_num_queries(36):
        shown(signed_in, translation)


def test_publishing_is_offered_to_whoever_may(client, signed_in, translation, publisher):
    fill(translation, TRANSLATED)

    offered = [
        button["value"] for button in shown(signed_in, translation).select("#desk-actions button")
    ]
    client.force_login(publisher)
    offered_to_publisher = [
        button["value"] for button in shown(client, translation).select("#desk-actions button")
    ]

    assert offered == ["finish"]
    assert offered_to_publisher == ["finish", "publish"]


def test_a_promotion_is_translated_without_a_preview(client, german, publisher):
    promotion = Promotion.objects.create(
        title="Join", text="Join us.", button="How", url="https://example.org/"
    )
    translation = request_translation(promotion, german)
    client.force_login(publisher)

    screen = shown(client, translation)

    assert len(screen.select("textarea[name=words]")) == len(segments(translation)) == 3
    assert screen.select("[data-preview]") == []


def test_the_job_is_shown(signed_in, translation, translator):
    TranslationJob.objects.filter(translation=translation).update(
        assignee=translator, note="For Wallonia.", release="when_ready"
    )

    job = shown(signed_in, translation).select_one("#desk-job").get_text(" ", strip=True)

    assert "for anna" in job
    assert "For Wallonia." in job
    assert "as soon as it is ready" in job
