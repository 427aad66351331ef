"""Does the desk show how far everything is, to whom it may be shown, and do what is asked of it?"""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page
from wagtail_localize.models import Translation

from cms.desk.matrix import initials, ticks
from cms.languages.translation.publication import publish
from cms.languages.translation.requests import request_translation, request_translations
from cms.languages.translation.review import finish
from cms.languages.translation.segments import fill
from cms.languages.translation.states import State
from cms.languages.translation.tasks import step, work_off
from cms.models import PageTopic, Place, TranslationBatch, TranslationJob, TranslationRules
from cms.plugins.events.models import EventPage
from cms.plugins.news.models import NewsPage
from cms.testing.factories import make_city, make_page, make_topic, make_translation

DESK = "/admin/translations/"
NEWS = {"kind": "news.newspage"}
"""Leaves the home page and the indexes out."""


def desk(browser, **query):
    response = browser.get(DESK, query)
    assert response.status_code == 200
    return response


def titles(response) -> list[str]:
    return [row.page.title for row in response.context["rows"]]


def squares(response, title: str) -> dict:
    (row,) = [row for row in response.context["rows"] if row.page.title == title]
    return {square.cell.language: square for square in row.squares}


def said(response) -> list[str]:
    return [str(message).strip() for message in response.context["messages"]]


def do(browser, action: str, *cells: str, **data):
    """Tick cells, choose an action, and return the page that answers."""
    return browser.post(DESK, {"action": action, "cells": cells, **data}, follow=True)


def stages(page) -> dict[str, str]:
    return dict(
        TranslationJob.objects.filter(
            translation__source__object_id=page.translation_key, translation__enabled=True
        ).values_list("translation__target_locale__language_code", "stage")
    )


# What is shown


def test_a_coordinator_sees_every_open_language(coordinator, at_work):
    make_page(NewsPage, title="A thing")

    response = desk(at_work(coordinator), **NEWS)

    assert [tag for tag, _name in response.context["columns"]] == ["de", "en", "fr"]
    assert {tag: each.cell.state for tag, each in squares(response, "A thing").items()} == {
        "de": State.MISSING,
        "en": State.SOURCE,
        "fr": State.MISSING,
    }


def test_a_translator_sees_their_own_language_unless_they_choose_others(french_translator, at_work):
    make_page(NewsPage, title="A thing")
    browser = at_work(french_translator)

    assert [tag for tag, _name in desk(browser).context["columns"]] == ["fr"]
    chosen = desk(browser, columns=["de", "fr"]).context["columns"]
    assert [tag for tag, _name in chosen] == ["de", "fr"]


def test_pages_of_every_family_stand_in_it(coordinator, at_work):
    make_page(NewsPage, title="A thing")

    assert titles(desk(at_work(coordinator))) == ["A thing", "News", "Home"]


def test_the_newest_come_first_and_before_them_what_was_never_public(coordinator, at_work):
    for title in ("First", "Second"):
        make_page(NewsPage, title=title)
    make_page(NewsPage, title="Draft", publish=False)

    assert titles(desk(at_work(coordinator), **NEWS)) == ["Draft", "Second", "First"]


def test_nobody_else_enters(stranger, at_work):
    response = at_work(stranger).get(DESK)

    assert response.status_code == 302
    assert response["Location"] == "/admin/"


def test_no_draft_is_named_to_who_may_not_see_it(french_translator, french, german, at_work):
    make_page(NewsPage, title="Secret", publish=False)
    request_translation(make_page(NewsPage, title="For Germans", publish=False), german)
    request_translation(make_page(NewsPage, title="For the French", publish=False), french)
    make_page(NewsPage, title="Public")

    response = desk(at_work(french_translator), **NEWS)

    assert titles(response) == ["For the French", "Public"]
    assert "Secret" not in response.content.decode()
    assert titles(desk(at_work(french_translator), search="Secret")) == []


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


def test_an_outdated_cell_leads_to_what_changed(french_translator, at_work):
    page = make_page(NewsPage, title="Title")
    make_translation(page, "fr")
    page.title = "Another title"
    page.save_revision().publish()

    square = squares(desk(at_work(french_translator)), "Another title")["fr"]

    assert square.cell.state == State.OUTDATED
    assert square.editor == reverse("desk:editor", args=[square.cell.translation])
    assert square.editor_label == "What changed: Another title, French"


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


# Filters


@pytest.fixture
def filtered(coordinator, at_work):
    """Return a function that gives the titles that a coordinator finds."""
    browser = at_work(coordinator)
    return lambda **query: titles(desk(browser, **NEWS | query))


def test_by_state_in_a_language(filtered):
    make_translation(make_page(NewsPage, title="In French"), "fr")
    make_translation(make_page(NewsPage, title="In German"), "de")

    assert filtered(state="missing", language="de") == ["In French"]
    assert filtered(state="current", language="de") == ["In German"]


def test_a_state_without_a_language_is_asked_back(coordinator, at_work):
    response = desk(at_work(coordinator), state="missing")

    assert response.context["filter"].errors == {
        "language": ["Choose in which language a page has this state."]
    }
    assert response.context["rows"] == []


def test_a_translator_of_one_language_need_not_name_it(french_translator, at_work):
    make_page(NewsPage, title="A thing")

    assert titles(desk(at_work(french_translator), state="missing", **NEWS)) == ["A thing"]


def test_by_kind(coordinator, at_work):
    make_page(NewsPage, title="News")
    make_page(EventPage, title="Event")

    assert titles(desk(at_work(coordinator), kind="events.eventpage")) == ["Event"]


def test_by_country_and_by_topic(coordinator, at_work):
    topic = make_topic("Youth")
    make_page(NewsPage, title="About Poland", countries=["PL", "FR"])
    place = Place(city=make_city("Gdańsk", "PL"))
    make_page(EventPage, title="In Poland", place_rows=[place], topic_rows=[PageTopic(topic=topic)])
    make_page(NewsPage, title="Nowhere")

    browser = at_work(coordinator)

    assert titles(desk(browser, country="PL")) == ["In Poland", "About Poland"]
    assert titles(desk(browser, topic="youth")) == ["In Poland"]
    assert titles(desk(browser, topic="youth", country="FR")) == []


def test_by_age(filtered):
    old, _new = make_page(NewsPage, title="Old"), make_page(NewsPage, title="New")
    make_page(NewsPage, title="Draft", publish=False)
    Page.objects.filter(pk=old.pk).update(first_published_at=timezone.now() - timedelta(days=31))

    assert filtered(age="within-7") == ["New"]
    assert filtered(age="before-30") == ["Old"]
    assert filtered(age="before-365") == []
    assert filtered(age="never") == ["Draft"]


def test_by_assignee(filtered, coordinator, french_translator, french, german):
    mine = make_page(NewsPage, title="Mine")
    request_translations(mine, [french], assignee_id=coordinator.pk)
    theirs = make_page(NewsPage, title="Theirs")
    request_translations(theirs, [german], assignee_id=french_translator.pk)
    request_translation(make_page(NewsPage, title="Nobody's"), french)
    make_page(NewsPage, title="Not asked for")

    assert filtered(assignee="me") == ["Mine"]
    assert filtered(assignee="nobody") == ["Nobody's"]
    assert filtered(assignee=str(french_translator.pk)) == ["Theirs"]
    assert filtered(assignee=str(french_translator.pk), language="fr") == []


def test_by_what_is_overdue(filtered, french):
    for title, day in (("Late", date(2020, 5, 3)), ("In time", timezone.now().date())):
        request_translations(make_page(NewsPage, title=title), [french], due_on=day)
    request_translation(make_page(NewsPage, title="At any time"), french)

    assert filtered(overdue="on") == ["Late"]


def test_by_title_and_for_one_page(filtered):
    page = make_page(NewsPage, title="The tower clock")
    make_page(NewsPage, title="Streets")

    assert filtered(search="TOWER") == ["The tower clock"]
    assert filtered(only=str(page.pk)) == ["The tower clock"]


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ({"language": "xx"}, "language"),
        ({"state": "asleep", "language": "fr"}, "state"),
        ({"kind": "cms.contentpage"}, "kind"),
        ({"country": "UK"}, "country"),
        ({"topic": "../"}, "topic"),
        ({"age": "within-999999999999"}, "age"),
        ({"assignee": "99999"}, "assignee"),
        ({"search": "x" * 101}, "search"),
        ({"columns": "zz"}, "columns"),
        ({"only": "-1"}, "only"),
        ({"only": "9" * 30}, "only"),
        ({"only": "x"}, "only"),
    ],
)
def test_absurd_values_are_refused_beside_their_field(coordinator, at_work, query, name):
    make_page(NewsPage)

    response = desk(at_work(coordinator), **query)

    assert list(response.context["filter"].errors) == [name]
    assert response.context["rows"] == []


@pytest.mark.parametrize("number", ["0", "-3", "x", "9" * 40, "2", "²", "1.5"])
def test_every_number_of_a_page_leads_somewhere(coordinator, at_work, number):
    make_page(NewsPage, title="A thing")

    assert titles(desk(at_work(coordinator), p=number, **NEWS)) == ["A thing"]


def test_pages_are_counted_right(coordinator, at_work, monkeypatch):
    monkeypatch.setattr("cms.desk.matrix.PAGE_SIZE", 2)
    for number in range(5):
        make_page(NewsPage, title=f"Thing {number}")
    browser = at_work(coordinator)

    last = desk(browser, p="3", search="thing")

    assert titles(last) == ["Thing 0"]
    assert last.context["page_obj"].paginator.count == 5
    assert last.context["page_obj"].paginator.num_pages == 3
    assert titles(desk(browser, p="9", search="thing")) == ["Thing 0"]
    assert 'href="?p=2&amp;search=thing"' in last.content.decode() or (
        'href="?search=thing&amp;p=2"' in last.content.decode()
    )


# What it costs


@pytest.mark.parametrize("count", [1, 6])
def test_the_screen_takes_twelve_queries_whatever_there_is(
    site, count, at_work, admin_user, member, french, german, django_assert_num_queries
):
    """With what Wagtail asks for the frame around it, and nothing left in a cache but the open languages."""
    for number in range(count):
        member("Translators into French", name=f"french_translator {number}")
        page = make_page(NewsPage, title=f"Thing {number}")
        request_translations(page, [french, german], due_on=date(2020, 5, 3))
        make_translation(make_page(EventPage, title=f"Event {number}"), "fr")
    browser = at_work(admin_user)
    desk(browser)

    with django_assert_num_queries(12):
        desk(browser)


@pytest.mark.parametrize("query", [{}, {"state": "missing", "language": "de", "overdue": "on"}])
def test_of_these_the_desk_itself_asks_seven(site, at_work, coordinator, query):
    """A coordinator's groups cost Wagtail five more; the least of its own screens tells which are its."""
    page = make_page(NewsPage)
    browser = at_work(coordinator)
    batch = TranslationBatch.objects.create(
        action="request", cells=[], wishes={}, requested_by=coordinator
    )

    def asked(path, query):
        browser.get(path, query)
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(path, query).status_code == 200
        return len(queries)

    frame = asked(f"{DESK}batch/{batch.pk}/", {}) - 1
    assert page.pk
    assert asked(DESK, query) - frame <= 7


# What is done


def test_requesting_asks_for_what_is_missing_and_tells_the_rest(coordinator, french, at_work):
    one, two = make_page(NewsPage, title="One"), make_page(NewsPage, title="Two")
    request_translation(two, french)

    response = do(at_work(coordinator), "request", f"{one.pk}.fr", f"{one.pk}.de", f"{two.pk}.fr")

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
    shown = {"shown": [one.pk, two.pk], "shown_languages": ["de", "en", "fr"]}

    do(at_work(coordinator), "request", rows=[one.pk], columns=["fr"], **shown)

    assert (stages(one), stages(two)) == ({"fr": "open", "de": "open"}, {"fr": "open"})


def test_nothing_ticked_is_told(coordinator, at_work):
    assert said(do(at_work(coordinator), "request")) == ["Nothing was ticked, so nothing was done."]


def test_one_cell_can_be_taken_directly(french_translator, at_work):
    page = make_page(NewsPage)

    response = at_work(french_translator).post(DESK, {"one": f"take:{page.pk}.fr"}, follow=True)

    assert said(response) == ["1 taken"]
    assert TranslationJob.objects.get().assignee == french_translator


def test_what_another_has_cannot_be_taken(french_translator, member, french, at_work):
    page = make_page(NewsPage, title="Taken")
    other = member("Translators into French", name="other")
    request_translations(page, [french], assignee_id=other.pk)

    response = do(at_work(french_translator), "take", f"{page.pk}.fr")

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

    response = at_work(coordinator).post(DESK, {"one": f"publish:{page.pk}.fr"})

    assert (response.status_code, response["Location"]) == (302, "/admin/")


def test_a_translator_asks_for_nothing_and_takes_only_their_language(french_translator, at_work):
    page = make_page(NewsPage, title="A thing")
    browser = at_work(french_translator)

    assert do(browser, "request", f"{page.pk}.fr").context["action_form"].errors == {
        "action": ["Select a valid choice. request is not one of the available choices."]
    }
    assert said(browser.post(DESK, {"one": f"request:{page.pk}.fr"}, follow=True))[0].startswith(
        "Nothing was done:"
    )
    assert said(do(browser, "take", f"{page.pk}.de"))[0].endswith(
        "1 refused: you may not do that: ‘<bdi>A thing</bdi>’ (German)</li></ul>"
    )
    assert stages(page) == {}


def test_a_draft_that_one_may_not_see_is_refused_without_its_title(french_translator, at_work):
    page = make_page(NewsPage, title="Secret", publish=False)

    response = do(at_work(french_translator), "take", f"{page.pk}.fr")

    assert said(response) == [
        'Nothing was done:<ul class="errorlist"><li>1 refused: the page is no longer there, or you'
        " may not see it</li></ul>"
    ]


def test_assigning_gives_person_day_and_note(coordinator, french_translator, at_work):
    page = make_page(NewsPage, title="A thing")
    day = timezone.now().date() + timedelta(days=3)

    response = do(
        at_work(coordinator), "assign", f"{page.pk}.fr", f"{page.pk}.de",
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

    response = do(at_work(coordinator), "assign", f"{page.pk}.fr", **data)

    assert list(response.context["action_form"].errors) == [name]
    assert stages(page) == {}


def test_a_public_translation_that_is_given_again_can_be_overdue_again(
    coordinator, french_translator, at_work
):
    page = make_page(NewsPage, title="A thing")
    make_translation(page, "fr")
    page.title = "Another thing"
    page.save_revision().publish()

    do(at_work(coordinator), "assign", f"{page.pk}.fr", assignee=french_translator.pk)
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

    assert said(do(browser, "not_needed", f"{page.pk}.fr")) == ["1 marked as not needed"]
    assert stages(page) == {"fr": "not_needed"}
    assert said(do(browser, "reopen", f"{page.pk}.fr")) == ["1 reopened"]
    assert stages(page) == {"fr": "open"}
    assert "there is nothing to do" in said(do(browser, "reopen", f"{page.pk}.fr"))[0]
    assert "nobody has asked for it" in said(do(browser, "reopen", f"{page.pk}.de"))[0]


def test_what_is_public_is_needed(coordinator, at_work):
    page = make_page(NewsPage, title="A thing")
    make_translation(page, "fr")

    response = do(at_work(coordinator), "not_needed", f"{page.pk}.fr")

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
        return said(do(browser, "publish", f"{page.pk}.fr"))[0]

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


# Much at once


@pytest.fixture
def many(site, coordinator, at_work, monkeypatch):
    """Three pages in two languages, requested where at most two cells are done at once."""
    monkeypatch.setattr("cms.desk.matrix.AT_ONCE", 2)
    pages = [make_page(NewsPage, title=f"Thing {number}") for number in range(3)]
    response = do(
        at_work(coordinator), "request", rows=[page.pk for page in pages],
        shown_languages=["de", "fr"],
    )  # fmt: skip
    return pages, response, at_work(coordinator)


def test_much_is_done_in_the_background_and_told_on_a_page_of_its_own(many):
    pages, response, browser = many
    batch = TranslationBatch.objects.get()

    assert response.redirect_chain == [(f"{DESK}batch/{batch.pk}/", 302)]
    assert [stages(page) for page in pages] == [{}, {}, {}]
    work_off.call(batch.pk)

    assert [stages(page) for page in pages] == [{"de": "open", "fr": "open"}] * 3
    context = browser.get(f"{DESK}batch/{batch.pk}/").context
    assert (context["batch"].done, context["done"], context["refused"]) == (3, "6 requested", [])


def test_a_batch_that_was_killed_goes_on_without_doing_a_page_twice(many, monkeypatch):
    pages, _response, browser = many
    batch = TranslationBatch.objects.get()
    asked = []

    def act_until_killed(action, source, tags, **wishes):
        asked.append(source.pk)
        if len(asked) == 2:
            raise KeyboardInterrupt
        return real_act(action, source, tags, **wishes)

    from cms.languages.translation.actions import act as real_act  # noqa: PLC0415 -- replaced here

    monkeypatch.setattr("cms.languages.translation.tasks.act", act_until_killed)
    with pytest.raises(KeyboardInterrupt):
        work_off.call(batch.pk)
    batch.refresh_from_db()
    assert (batch.done, batch.succeeded) == (1, 2)
    made = set(Translation.objects.values_list("pk", flat=True))

    assert said(browser.post(f"{DESK}batch/{batch.pk}/", follow=True)) == ["It goes on."]
    work_off.call(batch.pk)

    batch.refresh_from_db()
    assert (batch.done, batch.succeeded, batch.refusals) == (3, 6, [])
    assert asked == [pages[0].pk, pages[1].pk, pages[1].pk, pages[2].pk]
    assert made < set(Translation.objects.values_list("pk", flat=True))
    work_off.call(batch.pk)
    assert len(asked) == 4


def test_a_page_that_breaks_does_not_hold_up_the_others(many, monkeypatch, caplog):
    pages, _response, browser = many
    batch = TranslationBatch.objects.get()
    pages[0].delete()

    def broken(*_arguments, **_wishes):
        raise RuntimeError("it broke")

    monkeypatch.setattr("cms.languages.translation.tasks.act", broken)
    step(batch.pk)
    step(batch.pk)
    monkeypatch.undo()
    work_off.call(batch.pk)

    context = browser.get(f"{DESK}batch/{batch.pk}/").context
    assert context["done"] == "2 requested"
    assert [str(line) for line in context["refused"]] == [
        "2 refused: the page is no longer there, or you may not see it",
        "2 refused: something went wrong; the reason stands in the log: ‘<bdi>Thing 1</bdi>’ (German and French)",
    ]
    assert "it broke" in caplog.text


def test_a_batch_has_no_more_rights_than_its_user_has_by_then(many, coordinator):
    pages, _response, _browser = many
    coordinator.groups.set(Group.objects.filter(name="Translators into French"))

    work_off.call(TranslationBatch.objects.get().pk)

    assert [stages(page) for page in pages] == [{}, {}, {}]
    assert {reason for _page, _tag, reason in TranslationBatch.objects.get().refusals} == {"right"}


def test_a_batch_is_shown_to_its_user_alone(many, member, at_work):
    batch = TranslationBatch.objects.get()
    other = member("Coordinators", name="other")

    assert at_work(other).get(f"{DESK}batch/{batch.pk}/").status_code == 404


def test_a_tick_counts_once(site):
    assert ticks(["1.fr", "1.fr", "1.xx", "x.fr", "-1.fr", "1", "", "²." + "fr"]) == [(1, "fr")]
