"""Does the newsletter manager see on Thursday whether the issue can go out on Friday?"""

import re

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_tasks import default_task_backend
from wagtail.models import Locale, PageLogEntry, Revision, WorkflowPage

from cms.languages.translation.requests import request_translations
from cms.plugins.events.models import EventPage
from cms.testing.factories import make_page, make_translation, make_user
from newsletter.approval.decisions import decide
from newsletter.approval.freezing import freeze, reopen
from newsletter.handover.orders import begin
from newsletter.handover.work import attempt
from newsletter.models import Approval, IssuePage, LanguageDecision
from newsletter.reminders import send_requests
from tests.newsletter.conftest import editorial, entries, entry, make_issue
from tests.newsletter.views.conftest import said, soup, texts, url


def answer(page) -> str:
    """Return the sentence that answers the question of the page."""
    [words] = texts(page.select(".readiness-answer__words"))[-1:]
    return words


def rows(page) -> dict[str, list[str]]:
    """Return what the table says of each language."""
    [table, *_matrix] = page.select(".readiness-table")
    return {
        row.th.get_text(strip=True): texts(row.select("td")) for row in table.select("tbody tr")
    }


def matrix(page) -> list[list[str]]:
    """Return the rows of the findings: headings with one cell, findings with one more for each language."""
    return [texts(row.select("th, td")) for row in page.select(".readiness-table--matrix tbody tr")]


def test_a_ready_issue_can_be_approved_in_every_language(at_work, issue):
    page = soup(at_work("manager").get(url("readiness", issue)))

    assert answer(page) == "Yes, in German, English and French."
    assert [cells[0].split(" ")[0] for cells in rows(page).values()] == ["ready"] * 3
    [button] = texts(page.select("form[action$='/approve/'] button"))
    assert button == "Approve version 1"


def test_a_blocked_language_is_named_and_cannot_be_approved(at_work, blocked):
    page = soup(at_work("manager").get(url("readiness", blocked)))

    assert answer(page) == "Not yet: something stands in the way in German and French."
    assert "Ready: English." in page.get_text()
    assert page.select("form[action$='/approve/']") == []
    verdicts = {name: cells[0].split(" ")[0] for name, cells in rows(page).items()}
    assert verdicts == {"German": "blocked", "English": "ready", "French": "blocked"}


def test_a_blocked_language_that_is_held_back_keeps_nobody(at_work, blocked, django_user_model):
    manager = make_user("boss")
    decide(blocked, "de", "hold", user=manager, note="Ask Emma")
    decide(blocked, "fr", "drop", user=manager)

    page = soup(at_work("manager").get(url("readiness", blocked)))

    assert answer(page) == "Yes, in English."
    assert texts(page.select(".readiness-instead li")) == [
        "Readers in French get the edition in English, and are told so."
    ]
    german, french = rows(page)["German"][3], rows(page)["French"][3]
    assert german.startswith("held back for now ‘ Ask Emma ’ boss , ")
    assert french.startswith("left out its readers get the edition in English boss , ")


def test_findings_stand_with_what_is_in_the_way_first(at_work, news):
    held = make_page(EventPage, title="A seminar")
    make_translation(held, "fr", title="Un séminaire")
    issue = make_issue(entries(entry(news), entry(held, when_missing="hold")), publish=False)

    page = soup(at_work("manager").get(url("readiness", issue)))

    found = matrix(page)
    assert found[0] == ["In the way"]
    assert found[1][0].startswith("‘Entries’: ‘A seminar’ has no public translation, and holds")
    assert found[1][1:] == ["in the way", "not concerned", "not concerned"]
    assert ["Worth a look"] in found
    signs = {
        cell.get_text(strip=True): cell.svg.use["href"] for cell in page.select(".readiness-cell")
    }
    assert signs == {
        "in the way": "#icon-circle-xmark",
        "worth a look": "#icon-warning",
        "not concerned": "#icon-minus",
    }


def left(at_work, issue) -> dict[str, str]:
    """Return what is left to translate, by language, as the screen says it."""
    page = soup(at_work("manager").get(url("readiness", issue)))
    return {language: cells[1] for language, cells in rows(page).items()}


def test_nobody_is_told_that_nothing_is_left_where_nobody_was_asked(at_work, issue, news):
    nobody = "nobody was asked yet"
    assert left(at_work, issue) == {"English": "nothing", "French": nobody, "German": nobody}

    request_translations(news, [Locale.objects.get(language_code="de")])

    words = "14 words and more that nobody was asked for yet"
    assert left(at_work, issue) == {"English": "nothing", "French": words, "German": words}

    request_translations(issue, [Locale.objects.get(language_code="de")])

    found = left(at_work, issue)
    assert found["German"] == found["French"]
    assert re.fullmatch(r"\d+ words", found["German"])


def test_a_finding_says_that_nobody_was_asked(at_work, issue):
    page = soup(at_work("manager").get(url("readiness", issue)))

    told = texts(page.select(".readiness-table--matrix th .readiness-meta"))
    assert set(told) == {"nobody was asked yet"}


def test_a_finding_leads_to_where_it_is_mended(at_work, blocked):
    page = soup(at_work("manager").get(url("readiness", blocked)))

    links = [link["href"] for link in page.select(".readiness-table--matrix th a")]
    assert links
    assert all(link.startswith("/admin/") for link in links)


def test_tables_scroll_within_regions_that_have_names_and_can_be_reached(at_work, blocked):
    page = soup(at_work("manager").get(url("readiness", blocked)))

    regions = page.select(".readiness-scroll")
    assert [region["tabindex"] for region in regions] == ["0", "0"]
    names = [page.find(id=region["aria-labelledby"]).get_text() for region in regions]
    assert names == ["Languages", "What was found"]


def test_looking_changes_nothing(at_work, blocked):
    before = [
        model.objects.count() for model in (PageLogEntry, Revision, LanguageDecision, Approval)
    ]

    at_work("manager").get(url("readiness", blocked))

    assert before == [
        model.objects.count() for model in (PageLogEntry, Revision, LanguageDecision, Approval)
    ]


def test_an_approved_issue_shows_what_was_approved_and_what_may_follow(at_work, issue):
    somebody = make_user("boss")
    decide(issue, "de", "hold", user=somebody)
    freeze(issue, user=somebody)
    decide(issue, "de", "send", user=somebody)

    page = soup(at_work("manager").get(url("readiness", issue)))

    assert texts(page.select(".readiness-answer__words"))[0].startswith("Version 1 was approved: ")
    assert answer(page) == "Can be added to it: German."
    [button] = texts(page.select("form[action$='/approve/'] button"))
    assert button == "Approve German too"
    states = {name: cells[4].split(", version")[0] for name, cells in rows(page).items()}
    assert states == {"German": "not approved", "English": "approved", "French": "approved"}
    # What is frozen is decided.
    assert [form["action"] for form in page.select(".readiness-decide form")] == [
        url("decide", issue, "de")
    ]


def test_where_an_edition_went_is_told_also_where_it_was_approved_anew(
    at_work, issue, settings, tmp_path
):
    settings.NEWSLETTER_BACKENDS = {
        "file": {
            "BACKEND": "newsletter.backends.file.FileBackend",
            "OPTIONS": {"FOLDER": tmp_path / "handover"},
        }
    }
    issue.get_latest_revision().publish()
    boss = make_user("boss")
    first = freeze(issue, user=boss)
    german, english = begin(first, "file", languages=["de", "en"], user=None)
    attempt(english.pk)
    reopen(first, user=boss)
    second = freeze(IssuePage.objects.get(pk=issue.pk), user=boss)

    page = soup(at_work("manager").get(url("readiness", issue)))

    assert (second.version, german.edition.approval.version) == (2, 1)
    told = {name: cells[4].partition("Files")[1:] for name, cells in rows(page).items()}
    assert {name: "".join(words) for name, words in told.items()} == {
        "English": "Files : handed over",
        "French": "",
        "German": "Files : queued",
    }


def test_where_it_is_in_its_workflow_is_told(at_work, issue):
    editor = make_user("writer", "Editors", "Newsletter managers")
    issue.get_workflow().start(issue, editor)

    page = soup(at_work("manager").get(url("readiness", issue)))

    told = page.select_one(".readiness-answer").get_text(" ", strip=True)
    assert "at the step ‘ Approval of the newsletter ’" in told
    assert "Handed in by writer" in " ".join(told.split())


def test_an_archive_without_a_workflow_says_how_to_get_one(at_work, issue):
    manager = at_work("manager")
    WorkflowPage.objects.all().delete()

    page = soup(manager.get(url("readiness", issue)))

    told = page.select_one(".readiness-answer").get_text(" ", strip=True)
    assert "The archive has no workflow, so nobody can approve its issues." in told
    assert page.select("form[action$='/approve/']") == []


@pytest.mark.parametrize("role", ["editor", "coordinator", "publisher"])
def test_who_edits_but_does_not_approve_sees_who_does(at_work, issue, role):
    page = soup(at_work(role).get(url("readiness", issue)))

    assert page.select("form[action$='/approve/'], .readiness-decide") == []
    assert "It can be approved by: Newsletter managers." in texts(
        page.select(".readiness-answer p")
    )


def ask_for_german(news, user, **wishes) -> None:
    """Ask somebody for the German version of a page."""
    german = Locale.objects.get(language_code="de")
    request_translations(news, [german], assignee_id=user.pk, **wishes)


@pytest.mark.parametrize("role", ["manager", "editor"])
def test_who_translates_is_named_and_asked_by_one_button(
    at_work, blocked, news, role, django_capture_on_commit_callbacks
):
    ask_for_german(news, make_user("anna", "Translators into German"))
    browser = at_work(role)

    page = soup(browser.get(url("readiness", blocked)))
    [form] = page.select("form[action$='/ask/']")
    mail.outbox.clear()
    default_task_backend.clear()
    with django_capture_on_commit_callbacks(execute=True):
        response = browser.post(form["action"], follow=True)
    assert mail.outbox == []
    [ordered] = [one for one in default_task_backend.results if one.task == send_requests]
    send_requests.call(*ordered.args)

    assert "anna" in " ".join(texts(page.select(".readiness-table--matrix .readiness-meta")))
    assert said(response) == ["1 translator was asked by mail."]
    assert [one.to for one in mail.outbox] == [["anna@belfry.example"]]


def test_where_nobody_is_to_be_asked_it_is_told(at_work, blocked):
    mail.outbox.clear()

    response = at_work("manager").post(url("ask", blocked), follow=True)

    assert [message.startswith("Nobody was asked") for message in said(response)] == [True]
    assert mail.outbox == []
    assert soup(response).select("form[action$='/ask/']") == []


def test_tests_are_offered_where_something_sends_them(at_work, issue, settings):
    manager = at_work("manager")
    link = f"a[href='{url('trial', issue)}']"
    assert len(soup(manager.get(url("readiness", issue))).select(link)) == 1

    settings.NEWSLETTER_BACKENDS = {"file": settings.NEWSLETTER_BACKENDS["file"]}

    assert soup(manager.get(url("readiness", issue))).select(link) == []


def test_asking_needs_a_form_of_this_site_and_the_right_to_edit(at_work, blocked, news):
    ask_for_german(news, make_user("anna", "Translators into German"))
    mail.outbox.clear()

    assert at_work("translator").post(url("ask", blocked)).url == reverse("wagtailadmin_home")
    assert (
        at_work("visitor").post(url("ask", blocked)).url.startswith(reverse("wagtailadmin_login"))
    )
    manager = at_work("manager", enforce_csrf_checks=True)
    assert manager.post(url("ask", blocked)).status_code == 403
    assert manager.get(url("ask", blocked)).status_code == 405
    assert mail.outbox == []


def test_who_may_not_edit_the_issue_is_refused(at_work, issue):
    response = at_work("translator").get(url("readiness", issue))

    assert (response.status_code, response.url) == (302, reverse("wagtailadmin_home"))


def test_a_visitor_is_sent_to_the_login(client: Client, issue):
    response = client.get(url("readiness", issue))

    assert response.url.startswith(reverse("wagtailadmin_login"))


def test_only_the_source_of_an_issue_has_a_verdict(at_work, issue, news):
    manager = at_work("publisher")
    translation = make_translation(issue, "fr", title="Juin 2019")

    for page in (translation, news, issue.get_parent()):
        assert manager.get(url("readiness", page)).status_code == 404


def test_buttons_on_an_issue_and_in_a_list_lead_to_it(at_work, issue):
    manager = at_work("manager")

    for address in (
        reverse("wagtailadmin_pages:edit", args=[issue.pk]),
        reverse("wagtailadmin_explore", args=[issue.get_parent().pk]),
    ):
        page = soup(manager.get(address))
        assert page.select(f"a[href='{url('readiness', issue)}']") != []


def test_the_cost_does_not_grow_with_entries_and_findings(at_work, site):
    manager = at_work("manager")
    counts = []
    for number in (1, 3):
        chosen = [entry(make_page(EventPage), when_missing="hold") for _each in range(number)]
        issue = make_issue(
            editorial("<p>Welcome.</p>"), entries(*chosen), slug=f"issue-{number}", publish=False
        )
        manager.get(url("readiness", issue))
        with CaptureQueriesContext(connection) as queries:
            manager.get(url("readiness", issue))
        counts.append(len(queries))

    assert counts[0] == counts[1]
