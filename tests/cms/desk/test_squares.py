"""Does a cell of the desk show all that one has to know of a translation?"""

from datetime import date

import pytest
from django.urls import reverse
from wagtail_localize.models import Translation

from cms.desk.squares import initials
from cms.languages.translation.requests import request_translation, request_translations
from cms.languages.translation.review import finish
from cms.languages.translation.segments import fill
from cms.languages.translation.states import State
from cms.models import TranslationJob
from cms.plugins.news.models import NewsPage
from cms.testing.factories import make_page, make_translation

from .screen import desk, squares


def test_a_cell_says_everything_in_words(coordinator, french_translator, french, at_work):
    page = make_page(NewsPage, title="Title", summary="Summary of four words.")
    french_translator.first_name, french_translator.last_name = "Anne", "Dupont"
    french_translator.save()
    request_translations(page, [french], assignee_id=french_translator.pk, due_on=date(2020, 5, 3))
    fill(Translation.objects.get(), {"Title": "Titre"})

    square = squares(desk(at_work(coordinator)), "Title")["fr"]

    assert square.name == (
        "Title, French: in progress, 50 %, 4 words left, Anne Dupont, wanted by 3 May 2020,"
        " overdue, readers get: English"
    )
    assert (square.initials, square.overdue, square.fallback) == ("AD", True, "en")


def test_what_is_not_public_falls_back_to_nothing(coordinator, at_work):
    make_page(NewsPage, title="Draft", publish=False)

    assert squares(desk(at_work(coordinator)), "Draft")["fr"].fallback == ""


def test_a_finished_job_is_never_overdue(coordinator, french, at_work):
    page = make_page(NewsPage, title="Title")
    record = request_translation(page, french)
    TranslationJob.objects.update(due_on=date(2020, 5, 3))
    assert squares(desk(at_work(coordinator)), "Title")["fr"].overdue is True

    fill(record, {"Title": "Titre", page.summary: "Résumé"})
    finish(record, coordinator)

    assert squares(desk(at_work(coordinator)), "Title")["fr"].overdue is False


def test_an_outdated_cell_shows_what_changed(french_translator, coordinator, member, at_work):
    page = make_page(NewsPage, title="Title")
    make_translation(page, "fr")
    page.title = "Another title"
    page.save_revision().publish()

    square = squares(desk(at_work(french_translator)), "Another title")["fr"]

    assert square.cell.state == State.OUTDATED
    assert square.editor == reverse("desk:editor", args=[square.cell.translation])
    assert square.editor_label == "Open: Another title, French"
    assert square.changed == reverse("desk:changed", args=[square.cell.translation])
    assert square.changed_label == "What changed: Another title, French"

    def changed(user, tag):
        return squares(desk(at_work(user), columns=["fr", "de"]), "Another title")[tag].changed

    assert changed(coordinator, "fr") == square.changed
    assert changed(french_translator, "de") == ""
    assert changed(member("Translators into German"), "fr") == ""


def test_each_is_offered_what_they_would_do_next(coordinator, french_translator, french, at_work):
    make_page(NewsPage, title="Missing")
    request_translation(make_page(NewsPage, title="Queued"), french)

    def offered(user, title):
        return squares(desk(at_work(user), columns=["fr", "de"]), title)["fr"].direct

    assert [offered(coordinator, title) for title in ("Missing", "Queued")] == ["request", "take"]
    assert [offered(french_translator, title) for title in ("Missing", "Queued")] == [
        "take",
        "take",
    ]
    assert squares(desk(at_work(french_translator), columns=["de"]), "Missing")["de"].direct == ""


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Anne Dupont", "AD"), ("Ana de la Cruz", "AC"), ("desk", "DE"), ("", "")],
)
def test_people_are_told_by_initials(name, letters):
    assert initials(name) == letters
