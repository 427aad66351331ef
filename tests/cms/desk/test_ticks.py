"""Is done to what was ticked what was chosen, where it may be done?"""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from wagtail_localize.models import Translation

from cms.desk.ticks import ticks
from cms.languages.translation.publication import publish
from cms.languages.translation.requests import request_translation, request_translations
from cms.languages.translation.review import finish
from cms.languages.translation.segments import fill
from cms.languages.translation.states import State
from cms.models import TranslationJob, TranslationRules
from cms.plugins.news.models import NewsPage
from cms.testing.factories import make_page, make_translation

from .conftest import JOIN
from .screen import DESK, cell, desk, do, said, squares, stages


def test_requesting_asks_for_what_is_missing_and_tells_the_rest(coordinator, french, at_work):
    one, two = make_page(NewsPage, title="One"), make_page(NewsPage, title="Two")
    request_translation(two, french)

    response = do(
        at_work(coordinator), "request", cell(one, "fr"), cell(one, "de"), cell(two, "fr")
    )

    assert (stages(one), stages(two)) == ({"fr": "open", "de": "open"}, {"fr": "open"})
    assert said(response) == [
        "2 requested",
        'Not everything was done:<ul class="errorlist"><li>1 refused: it was asked for already:'
        " ‘<bdi>Two</bdi>’ (French)</li></ul>",
    ]
    assert (
        TranslationJob.objects.get(
            translation__source__object_id=one.translation_key, translation__target_locale=french
        ).requested_by
        == coordinator
    )


def test_whole_rows_and_columns_can_be_ticked_without_a_script(coordinator, at_work):
    one, two = make_page(NewsPage), make_page(NewsPage)
    shown = {
        "shown": [one.translation_key, two.translation_key],
        "shown_languages": ["de", "en", "fr"],
    }

    do(at_work(coordinator), "request", rows=[one.translation_key], columns=["fr"], **shown)

    assert (stages(one), stages(two)) == ({"fr": "open", "de": "open"}, {"fr": "open"})


def test_nothing_ticked_is_told(coordinator, at_work):
    assert said(do(at_work(coordinator), "request")) == ["Nothing was ticked, so nothing was done."]


def test_one_cell_can_be_taken_directly(french_translator, at_work):
    page = make_page(NewsPage)

    response = at_work(french_translator).post(
        DESK, {"one": f"take:{cell(page, 'fr')}"}, follow=True
    )

    assert said(response) == ["1 taken"]
    assert TranslationJob.objects.get().assignee == french_translator


def test_what_another_has_cannot_be_taken(french_translator, member, french, at_work):
    page = make_page(NewsPage, title="Taken")
    other = member("Translators into French", name="other")
    request_translations(page, [french], assignee_id=other.pk)

    response = do(at_work(french_translator), "take", cell(page, "fr"))

    assert said(response) == [
        'Nothing was done:<ul class="errorlist"><li>1 refused: somebody else has it: ‘<bdi>Taken</bdi>’'
        " (French)</li></ul>"
    ]
    assert TranslationJob.objects.get().assignee == other


@pytest.mark.parametrize("one", ["take:x.fr", "take:1.xx", "take:", "take:99999999999999999999.fr"])
def test_a_cell_that_is_none_does_nothing(french_translator, at_work, one):
    response = at_work(french_translator).post(DESK, {"one": one}, follow=True)

    assert said(response) == ["Nothing was ticked, so nothing was done."]


def test_only_two_things_are_done_directly(coordinator, at_work):
    page = make_page(NewsPage)

    response = at_work(coordinator).post(DESK, {"one": f"publish:{cell(page, 'fr')}"})

    assert (response.status_code, response["Location"]) == (302, "/admin/")


def test_a_translator_asks_for_nothing_and_takes_only_their_language(french_translator, at_work):
    page = make_page(NewsPage, title="A thing")
    browser = at_work(french_translator)

    assert do(browser, "request", cell(page, "fr")).context["action_form"].errors == {
        "action": ["Select a valid choice. request is not one of the available choices."]
    }
    assert said(browser.post(DESK, {"one": f"request:{cell(page, 'fr')}"}, follow=True))[
        0
    ].startswith("Nothing was done:")
    assert said(do(browser, "take", cell(page, "de")))[0].endswith(
        "1 refused: you may not do that: ‘<bdi>A thing</bdi>’ (German)</li></ul>"
    )
    assert stages(page) == {}


def test_a_draft_that_one_may_not_see_is_refused_without_its_title(french_translator, at_work):
    page = make_page(NewsPage, title="Secret", publish=False)

    response = do(at_work(french_translator), "take", cell(page, "fr"))

    assert said(response) == [
        'Nothing was done:<ul class="errorlist"><li>1 refused: it is no longer there, or you may'
        " not see it</li></ul>"
    ]


def test_assigning_gives_person_day_and_note(coordinator, french_translator, at_work):
    page = make_page(NewsPage, title="A thing")
    day = timezone.now().date() + timedelta(days=3)

    response = do(
        at_work(coordinator), "assign", cell(page, "fr"), cell(page, "de"),
        assignee=french_translator.pk, due_on=day.isoformat(), note="For the mayor.",
    )  # fmt: skip

    job = TranslationJob.objects.get()
    assert (job.assignee, job.due_on, job.note) == (french_translator, day, "For the mayor.")
    assert said(response)[0] == "1 given"
    assert (
        "the person may not translate into this language: ‘<bdi>A thing</bdi>’ (German)"
        in said(response)[1]
    )


@pytest.mark.parametrize(
    ("data", "name"),
    [
        ({}, "assignee"),
        ({"due_on": "2020-01-01"}, "due_on"),
        ({"due_on": "soon"}, "due_on"),
        ({"assignee": "99999"}, "assignee"),
        ({"note": "x" * 1001}, "note"),
    ],
)
def test_a_wish_that_makes_no_sense_is_told_beside_its_field(coordinator, at_work, data, name):
    page = make_page(NewsPage)

    response = do(at_work(coordinator), "assign", cell(page, "fr"), **data)

    assert list(response.context["action_form"].errors) == [name]
    assert stages(page) == {}


def test_a_public_translation_that_is_given_again_can_be_overdue_again(
    coordinator, french_translator, at_work
):
    page = make_page(NewsPage, title="A thing")
    make_translation(page, "fr")
    page.title = "Another thing"
    page.save_revision().publish()

    do(at_work(coordinator), "assign", cell(page, "fr"), assignee=french_translator.pk)
    TranslationJob.objects.update(due_on=date(2020, 5, 3))

    square = squares(desk(at_work(coordinator)), "Another thing")["fr"]
    assert (square.cell.state, square.overdue) == (State.OUTDATED, True)
    fill(Translation.objects.get(), {"Another thing": "Autre chose"})
    publish(Translation.objects.get())
    square = squares(desk(at_work(coordinator)), "Another thing")["fr"]
    assert (square.cell.state, square.overdue, square.due) == (State.CURRENT, False, "")


def test_not_needed_and_needed_again(coordinator, at_work):
    page = make_page(NewsPage, title="A thing")
    browser = at_work(coordinator)

    assert said(do(browser, "not_needed", cell(page, "fr"))) == ["1 marked as not needed"]
    assert stages(page) == {"fr": "not_needed"}
    assert said(do(browser, "reopen", cell(page, "fr"))) == ["1 reopened"]
    assert stages(page) == {"fr": "open"}
    assert "there is nothing to do" in said(do(browser, "reopen", cell(page, "fr")))[0]
    assert "nobody has asked for it" in said(do(browser, "reopen", cell(page, "de")))[0]


def test_what_is_public_is_needed(coordinator, at_work):
    page = make_page(NewsPage, title="A thing")
    make_translation(page, "fr")

    response = do(at_work(coordinator), "not_needed", cell(page, "fr"))

    assert "1 refused: it is public" in said(response)[0]
    assert stages(page) == {"fr": "published"}


class TestPublishing:
    """What stands between a tick and a public translation?"""

    @pytest.fixture
    def publisher(self, member):
        return member("Publishers")

    @pytest.fixture
    def whole(self, french):
        """A piece of news whose French words are all there."""
        page = make_page(NewsPage, title="Title", summary="Summary.")
        fill(request_translation(page, french), {"Title": "Titre", "Summary.": "Résumé."})
        return page

    def answer(self, browser, page) -> str:
        return said(do(browser, "publish", cell(page, "fr")))[0]

    def is_public(self, page, french) -> bool:
        version = page.get_translation_or_none(french)
        return version is not None and version.live

    def test_a_publisher_publishes_what_is_whole(self, publisher, whole, french, at_work):
        assert self.answer(at_work(publisher), whole) == "1 published"
        assert self.is_public(whole, french)

    @pytest.mark.parametrize("group", ["Coordinators", "Translators into French"])
    def test_nobody_else_does(self, member, whole, french, at_work, group):
        answer = self.answer(at_work(member(group)), whole)

        assert "you may not do that: ‘<bdi>Title</bdi>’ (French)" in answer
        assert not self.is_public(whole, french)

    def test_words_are_missing(self, publisher, french, at_work):
        page = make_page(NewsPage)
        request_translation(page, french)

        assert "words are missing" in self.answer(at_work(publisher), page)

    def test_nobody_has_asked(self, publisher, site, at_work):
        assert "nobody has asked for it" in self.answer(at_work(publisher), make_page(NewsPage))

    def test_a_second_reader_comes_first(self, publisher, whole, french, at_work):
        TranslationRules.objects.create(locale=french, requires_review=True)
        finish(Translation.objects.get(), publisher)

        assert "it waits for a second reader" in self.answer(at_work(publisher), whole)
        assert not self.is_public(whole, french)

    def test_never_before_its_original(self, publisher, french, at_work):
        page = make_page(NewsPage, title="Title", summary="Summary.", publish=False)
        fill(request_translation(page, french), {"Title": "Titre", "Summary.": "Résumé."})

        assert "the original is not public" in self.answer(at_work(publisher), page)

    def test_never_below_a_missing_page(self, admin_user, whole, french, at_work):
        whole.get_parent().get_translation(french).delete()

        answer = self.answer(at_work(admin_user), whole)

        assert "you may not do that" in answer  # where there is no page above, nobody may publish
        assert not self.is_public(whole, french)

    def test_what_is_public_already_has_nothing_to_do(self, publisher, whole, at_work):
        browser = at_work(publisher)
        self.answer(browser, whole)

        assert "there is nothing to do" in self.answer(browser, whole)


def test_a_tick_counts_once(site):
    key = uuid4()

    assert ticks(
        [f"{key}.fr", f"{key}.fr", f"{key}.xx", "x.fr", "-1.fr", f"{key}", "", "²." + "fr"]
    ) == [(key, "fr")]


class TestPromotions:
    """Is everything done to promotions that is done to pages?"""

    def test_they_are_requested_given_and_not_needed_together_with_pages(
        self, coordinator, french_translator, promotion, at_work
    ):
        page = make_page(NewsPage, title="A thing")
        browser = at_work(coordinator)
        both = [cell(page, "fr"), cell(promotion, "fr")]

        assert said(do(browser, "request", *both)) == ["2 requested"]
        assert said(do(browser, "assign", *both, assignee=french_translator.pk)) == ["2 given"]
        assert said(do(browser, "not_needed", *both)) == ["2 marked as not needed"]
        assert stages(promotion) == {"fr": "not_needed"}
        assert said(do(browser, "reopen", *both)) == ["2 reopened"]
        assert stages(promotion) == stages(page) == {"fr": "open"}

    def test_they_are_taken(self, french_translator, promotion, at_work):
        browser = at_work(french_translator)

        response = browser.post(DESK, {"one": f"take:{cell(promotion, 'fr')}"}, follow=True)

        assert said(response) == ["1 taken"]
        assert TranslationJob.objects.get().assignee == french_translator

    def test_a_refusal_names_them(self, french_translator, promotion, at_work):
        response = do(at_work(french_translator), "take", cell(promotion, "de"))

        assert said(response)[0].endswith(
            "1 refused: you may not do that: ‘<bdi>Join us</bdi>’ (German)</li></ul>"
        )
        assert stages(promotion) == {}

    @pytest.mark.parametrize(
        ("group", "is_public"), [("Publishers", True), ("Translators into French", False)]
    )
    def test_who_may_edit_promotions_publishes_what_is_whole(
        self, member, promotion, french, at_work, group, is_public
    ):
        fill(request_translation(promotion, french), JOIN)

        do(at_work(member(group)), "publish", cell(promotion, "fr"))

        assert promotion.has_translation(french) is is_public

    def test_words_are_missing(self, publisher, promotion, french, at_work):
        request_translation(promotion, french)

        answer = said(do(at_work(publisher), "publish", cell(promotion, "fr")))[0]

        assert "words are missing: ‘<bdi>Join us</bdi>’ (French)" in answer
        assert not promotion.has_translation(french)
