"""Do words leave the desk as files: only what was asked for, only to who may have them, and with nothing left behind?"""

import tempfile
import zipfile
from io import BytesIO

import pytest
from django.urls import reverse
from wagtail_localize.models import StringTranslation, Translation

from cms.desk import downloading
from cms.languages.translation.exchange.files import read
from cms.languages.translation.requests import mark_as_not_needed, request_translation
from cms.languages.translation.segments import fill
from cms.models import ReceivedFile, TranslationJob
from cms.plugins.news.models import NewsPage
from cms.testing.factories import make_page, make_user
from tests.shared import shared

DESK = "/admin/translations/"


def body(response) -> bytes:
    """Return all that an answer streams."""
    assert response.status_code == 200
    assert response.streaming
    return response.getvalue()


def packed(response) -> dict[str, str]:
    """Return the title and the language of each file of an archive."""
    with zipfile.ZipFile(BytesIO(body(response))) as archive:
        sheets = [read(archive.read(name)) for name in archive.namelist()]
    return [(sheet.title, sheet.target_language) for sheet in sheets]


def said(response) -> list[str]:
    return [str(message).strip() for message in response.context["messages"]]


def tick(browser, form: str, *cells: str, **data):
    return browser.post(DESK, {"action": form, "cells": cells, **data})


@shared
def pages(site, german, french):
    """Two pages asked for in German, one of them in French too."""
    pages = [make_page(NewsPage, title=title) for title in ("Bells", "Squares")]
    for page in pages:
        request_translation(page, german)
    request_translation(pages[0], french)
    return pages


# One translation


@pytest.mark.parametrize(
    ("form", "content_type", "suffix"),
    [
        ("po", "text/x-gettext-translation", ".po"),
        ("xliff", "application/x-xliff+xml", ".xlf"),
    ],
)
def test_a_translator_gets_the_words_as_they_are(
    signed_in, translation, form, content_type, suffix
):
    fill(translation, {"Streets for people.": "Straßen für Menschen."})

    response = signed_in.get(reverse("desk:download", args=[translation.pk, form]))

    sheet = read(body(response))
    assert sheet.translation == translation.uuid
    assert [unit.words for unit in sheet.units] == ["", "Straßen für Menschen.", "", ""]
    assert response["Content-Type"] == content_type
    assert response["Content-Disposition"] == (
        f'attachment; filename="de-streets-squares-{translation.uuid.hex[:8]}{suffix}"'
    )
    assert response["X-Content-Type-Options"] == "nosniff"


def test_the_editor_offers_both_and_the_way_back(signed_in, translation):
    screen = signed_in.get(reverse("desk:editor", args=[translation.pk])).content.decode()

    for name, arguments in [("download", ["po"]), ("download", ["xliff"]), ("upload", [])]:
        assert f'href="{reverse(f"desk:{name}", args=[translation.pk, *arguments])}"' in screen


def test_downloads_change_nothing(signed_in, coordinator, at_work, translation, page):
    before = [
        *StringTranslation.objects.values_list(),
        *Translation.objects.values_list(),
        *TranslationJob.objects.values_list(),
    ]

    body(signed_in.get(reverse("desk:download", args=[translation.pk, "po"])))
    packed(at_work(coordinator).get(reverse("desk:download_list", args=["po"])))
    packed(tick(at_work(coordinator), "po", f"{page.translation_key}.de"))

    assert before == [
        *StringTranslation.objects.values_list(),
        *Translation.objects.values_list(),
        *TranslationJob.objects.values_list(),
    ]
    assert ReceivedFile.objects.count() == 0


@pytest.mark.parametrize(
    ("groups", "is_let"),
    [
        (["Translators into German"], True),
        (["Editors"], True),
        (["Coordinators"], True),
        (["Translators into French"], False),
        (["Newsletter managers"], True),
    ],
)
def test_who_translates_or_coordinates_may_download(client, translation, groups, is_let):
    client.force_login(make_user("somebody", *groups))

    response = client.get(reverse("desk:download", args=[translation.pk, "po"]))

    assert (response.status_code == 200) is is_let


def test_a_draft_leaves_for_nobody_who_may_not_see_it(site, german, french, member, at_work):
    draft = make_page(NewsPage, title="Secret", publish=False)
    record = request_translation(draft, french)
    translator, other = (
        at_work(member("Translators into French")),
        at_work(member("Translators into German")),
    )
    address = reverse("desk:download", args=[record.pk, "po"])

    assert b"Secret" in body(translator.get(address))
    assert other.get(address).status_code == 302
    record.delete()
    german_record = request_translation(draft, german)
    TranslationJob.objects.update(stage=TranslationJob.Stage.NOT_NEEDED)
    assert other.get(reverse("desk:download", args=[german_record.pk, "po"])).status_code == 302


@pytest.mark.parametrize("form", ["zip", "PO", "po-"])
def test_there_is_no_other_format(signed_in, translation, form):
    assert signed_in.get(reverse("desk:download", args=[translation.pk, form])).status_code == 404
    assert signed_in.get(reverse("desk:download_list", args=[form])).status_code == 404


# Many at once


def test_what_is_ticked_is_packed(coordinator, at_work, pages):
    bells, squares = pages

    response = tick(
        at_work(coordinator), "po", f"{bells.translation_key}.fr", f"{squares.translation_key}.de"
    )

    assert response["Content-Type"] == "application/zip"
    assert response["Content-Disposition"] == 'attachment; filename="translations.zip"'
    assert packed(response) == [("Squares", "de"), ("Bells", "fr")]


def test_one_language_names_the_archive(coordinator, at_work, pages):
    response = tick(
        at_work(coordinator), "xliff", *(f"{page.translation_key}.de" for page in pages)
    )

    assert response["Content-Disposition"] == 'attachment; filename="translations-de.zip"'
    assert packed(response) == [("Bells", "de"), ("Squares", "de")]


def test_what_was_not_asked_for_is_left_out_and_the_next_screen_says_so(
    coordinator, at_work, pages
):
    browser = at_work(coordinator)
    _bells, squares = pages

    response = tick(
        browser, "po", rows=[squares.translation_key], shown_languages=["de", "en", "fr"]
    )

    assert packed(response) == [("Squares", "de")]
    assert said(browser.get(DESK)) == [
        "1 translation that was ticked is not in the download: nobody has asked for it, or you do not translate into"
        " its language."
    ]


def test_a_translator_gets_their_own_languages_only(french_translator, at_work, pages):
    bells, squares = pages

    response = tick(
        at_work(french_translator),
        "po",
        f"{bells.translation_key}.de",
        f"{bells.translation_key}.fr",
        f"{squares.translation_key}.de",
    )

    assert packed(response) == [("Bells", "fr")]
    assert packed(
        at_work(french_translator).get(
            reverse("desk:download_list", args=["po"]), {"columns": ["de", "fr"]}
        )
    ) == [("Bells", "fr")]


def test_no_draft_is_packed_for_who_may_not_see_it(member, coordinator, german, at_work, pages):
    secret = make_page(NewsPage, title="Secret", publish=False)
    request_translation(secret, german)
    cells = [f"{page.translation_key}.de" for page in (secret, pages[0])]
    manager = member("Newsletter managers")  # asks for translations, and edits no news

    assert packed(tick(at_work(manager), "po", *cells)) == [("Bells", "de")]
    assert packed(tick(at_work(coordinator), "po", *cells)) == [("Bells", "de"), ("Secret", "de")]
    listed = at_work(manager).get(
        reverse("desk:download_list", args=["po"]), {"columns": ["de"], "kind": "news.newspage"}
    )
    assert packed(listed) == [("Bells", "de"), ("Squares", "de")]


def test_the_whole_list_is_packed_as_it_is_filtered(coordinator, at_work, pages):
    browser = at_work(coordinator)
    address = reverse("desk:download_list", args=["xliff"])

    assert packed(browser.get(address, {"columns": ["de"]})) == [("Bells", "de"), ("Squares", "de")]
    assert packed(browser.get(address, {"search": "Bell"})) == [("Bells", "de"), ("Bells", "fr")]


def test_the_desk_leads_to_the_list_as_it_is_filtered(coordinator, at_work, pages):
    screen = at_work(coordinator).get(DESK, {"search": "Bell", "columns": "de"}).content.decode()

    assert 'href="/admin/translations/files/all/po/?search=Bell&amp;columns=de"' in screen
    assert 'href="/admin/translations/files/"' in screen


def test_a_filter_that_is_wrong_leads_back_to_its_message(coordinator, at_work, pages):
    response = at_work(coordinator).get(
        reverse("desk:download_list", args=["po"]), {"kind": "nothing"}, follow=True
    )

    assert response.redirect_chain == [(f"{DESK}?kind=nothing", 302)]
    assert "kind" in response.context["filter"].errors


def test_what_is_not_needed_is_not_packed(coordinator, at_work, german, pages):
    mark_as_not_needed(pages[1], [german])

    response = at_work(coordinator).get(
        reverse("desk:download_list", args=["po"]), {"columns": ["de"]}
    )

    assert packed(response) == [("Bells", "de")]


def test_nothing_to_download_is_said(coordinator, at_work, page):
    browser = at_work(coordinator)
    sentence = "Nothing to download: nobody has asked for it, or you do not translate it."

    ticked = browser.post(
        DESK, {"action": "po", "cells": [f"{page.translation_key}.fr"]}, follow=True
    )
    listed = browser.get(reverse("desk:download_list", args=["po"]), follow=True)

    assert (said(ticked), said(listed)) == ([sentence], [sentence])
    assert listed.redirect_chain == [(f"{DESK}?", 302)]


def test_too_many_are_refused_in_a_sentence(coordinator, at_work, pages, monkeypatch):
    monkeypatch.setattr(downloading, "MOST", 2)
    browser = at_work(coordinator)

    response = browser.get(reverse("desk:download_list", args=["po"]), follow=True)

    assert said(response) == [
        "These are more than 2 translations. Choose fewer pages or languages, or ask whoever runs the site for all of"
        " them: the command export_translations has no such limit."
    ]
    assert len(packed(browser.get(reverse("desk:download_list", args=["po"]) + "?columns=de"))) == 2


def test_whoever_has_nothing_to_do_at_the_desk_gets_nothing(stranger, at_work, pages):
    browser = at_work(stranger)

    for response in (
        browser.get(reverse("desk:download_list", args=["po"])),
        tick(browser, "po", f"{pages[0].translation_key}.de"),
    ):
        assert (response.status_code, response["Location"]) == (302, "/admin/")


@pytest.mark.parametrize("count", [1, 5])
def test_the_number_of_translations_costs_no_queries(
    coordinator, at_work, german, count, django_assert_num_queries
):
    pages = [make_page(NewsPage, title=f"Bells {number}") for number in range(count)]
    for page in pages:
        request_translation(page, german)
    browser = at_work(coordinator)
    address = reverse("desk:download_list", args=["po"])
    browser.get(address)  # what is asked once and then kept

    with django_assert_num_queries(14):
        assert len(packed(browser.get(address, {"columns": ["de"]}))) == count
    with django_assert_num_queries(16):
        assert (
            len(packed(tick(browser, "po", *(f"{page.translation_key}.de" for page in pages))))
            == count
        )


def test_a_large_archive_leaves_nothing_behind(coordinator, at_work, pages, tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    made = []

    def small(max_size: int):
        made.append(tempfile.SpooledTemporaryFile(max_size=10))  # noqa: SIM115 -- the answer closes it
        return made[0]

    monkeypatch.setattr(downloading, "SpooledTemporaryFile", small)

    response = at_work(coordinator).get(reverse("desk:download_list", args=["po"]))

    [file] = made
    assert file.fileno() > 0  # it is on disk
    assert list(tmp_path.iterdir()) == []
    assert len(packed(response)) == 3
    assert file.closed
