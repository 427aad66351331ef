"""Can those hand an approved issue over who approve it, see how far it is, and decide where it waits?"""

import io
import zipfile
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django_tasks import default_task_backend
from wagtail.models import PageViewRestriction

from cms.dates import format_day, format_instant
from cms.models import Deadline, Span
from cms.plugins.events.models import EventPage
from cms.testing.factories import make_page, make_user
from newsletter.approval.freezing import current, freeze, reopen
from newsletter.handover.orders import begin
from newsletter.handover.standing import ask_backend
from newsletter.handover.trials import send_tests
from newsletter.handover.work import attempt
from newsletter.models import Approval, Handover, IssuePage
from tests.newsletter.conftest import entries, entry, make_call, make_issue
from tests.newsletter.views.conftest import said, soup, texts, url
from tests.shared import shared

NOW = {
    "version": "1",
    "backends": ["file"],
    "languages": ["de", "en"],
    "when": "now",
    "zone": "Europe/Brussels",
}
DAY = timezone.localdate() + timedelta(days=30)
LATER = {**NOW, "when": "at", "day": DAY.isoformat(), "clock": "09:00"}
REFUSED = ["editor", "coordinator", "publisher", "translator"]


@pytest.fixture(autouse=True)
def folder(settings, tmp_path: Path) -> Path:
    """Where the files go: a folder that nothing has been handed over to."""
    settings.NEWSLETTER_BACKENDS = {
        **settings.NEWSLETTER_BACKENDS,
        "file": {
            "BACKEND": "newsletter.backends.file.FileBackend",
            "OPTIONS": {"FOLDER": tmp_path / "handover"},
        },
    }
    return tmp_path / "handover"


@shared
def approval(issue: IssuePage) -> Approval:
    """The issue, approved in three languages and public."""
    issue.get_latest_revision().publish()
    return freeze(issue, user=make_user("boss"))


@pytest.fixture
def handover(approval: Approval) -> Handover:
    """The German edition on its way to the files."""
    [one] = begin(approval, "file", languages=["de"], user=None)
    return one


def rows() -> list[tuple[str, str, str]]:
    """Return every hand-over: where to, of which edition, and its state."""
    found = Handover.objects.order_by("edition__language")
    return list(found.values_list("backend", "edition__language", "state"))


def errors(page) -> list[str]:
    """Return what is said beside the fields of a form."""
    return texts(page.select(".w-field__errors .error-message"))


@pytest.fixture
def dated(site) -> IssuePage:
    """An issue of today, approved, with what closes in ten days, begins in five, and is on today and in forty days."""
    today = timezone.localdate()

    def event(title: str, days: int) -> EventPage:
        day = today + timedelta(days=days)
        return make_page(EventPage, title=title, span_rows=[Span(start=day, end=day)])

    rows = [
        Deadline(title=title, day=today + timedelta(days=days))
        for title, days in (("First", -3), ("Second", 10), ("Third", 60))
    ]
    pages = [
        make_call(title="The call", deadline_rows=rows),
        event("The seminar", 5),
        event("The fair", 0),
        event("The congress", 40),
    ]
    issue = make_issue(entries(*map(entry, pages)), date=today)
    freeze(issue, user=make_user("boss"))
    return issue


def test_what_is_over_by_the_set_time_is_told_and_has_to_be_ticked(at_work, dated):
    manager, today = at_work("manager"), timezone.localdate()

    page = soup(manager.post(url("handover", dated), LATER))

    assert rows() == []
    said_there = " ".join(errors(page))
    assert said_there == (
        "By then this is over, and readers are told of it as still to come:"
        f" ‘The call’: the deadline is {closing(dated)}."
        f" ‘The seminar’: the first day is {format_day(today + timedelta(days=5), 'en')}."
        f" ‘The fair’: the first day is {format_day(today, 'en')}."
    )

    manager.post(url("handover", dated), {**LATER, "all_the_same": "on"})

    assert rows() == [("file", "de", "scheduled"), ("file", "en", "scheduled")]


def closing(issue: IssuePage) -> str:
    """Return when the second deadline closes."""
    second = Deadline.objects.get(title="Second")
    return format_instant(second.at, second.zone, "en")


def test_nothing_is_asked_where_nothing_is_over(at_work, dated):
    manager = at_work("manager")
    assert soup(manager.get(url("handover", dated))).select("[name=all_the_same]") == []

    manager.post(url("handover", dated), NOW)

    assert rows() == [("file", "de", "queued"), ("file", "en", "queued")]


def test_what_is_ticked_is_on_its_way_and_nothing_is_done_within_the_request(
    at_work, issue, approval
):
    response = at_work("manager").post(url("handover", issue), NOW, follow=True)

    assert response.redirect_chain == [(url("handover", issue), 302)]
    assert said(response) == ["2 editions are on their way, or wait for their time."]
    assert rows() == [("file", "de", "queued"), ("file", "en", "queued")]
    assert {one.requested_by.username for one in Handover.objects.all()} == {"manager"}


def test_what_has_arrived_already_is_not_on_its_way(at_work, issue, handover):
    attempt(handover.pk)
    manager, answer = at_work("manager"), {**NOW, "version": 1}

    response = manager.post(url("handover", issue), answer, follow=True)

    assert said(response) == ["1 edition is on its way, or waits for its time."]
    attempt(Handover.objects.get(edition__language="en").pk)
    response = manager.post(url("handover", issue), answer, follow=True)
    assert said(response) == ["All of this was handed over already."]


def test_a_set_time_is_by_the_clocks_of_its_zone(at_work, issue, approval):
    answer = {**LATER, "languages": ["de"], "zone": "America/New_York"}

    page = soup(at_work("manager").post(url("handover", issue), answer, follow=True))

    one = Handover.objects.get()
    assert (one.state, one.zone) == ("scheduled", "America/New_York")
    assert one.starts_at == datetime.combine(DAY, time(9), ZoneInfo("America/New_York"))
    assert "New York" in page.select_one(".readiness-table tbody").get_text()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"backends": []}, "Tick at least one place."),
        ({"backends": ["mail"]}, "Select a valid choice. mail is not one of the available"),
        ({"languages": []}, "Tick at least one language."),
        ({"languages": ["zz"]}, "Select a valid choice. zz is not one of the available"),
        ({"clock": ""}, "A set time needs a day and a time."),
        ({"day": "2001-01-01"}, "This time has passed."),
        ({"day": "2999-01-01"}, "Choose a day of the next twelve months."),
        ({"zone": "Mars/Olympus"}, "Select a valid choice. Mars/Olympus is not one of the"),
        ({"when": "soon"}, "Select a valid choice. soon is not one of the available"),
    ],
)
def test_an_answer_that_is_none_is_told_beside_its_field(at_work, issue, approval, change, message):
    page = soup(at_work("manager").post(url("handover", issue), {**LATER, **change}))

    assert any(each.startswith(message) for each in errors(page)), errors(page)
    assert rows() == []


def test_members_without_a_list_are_told_of_before_anything_is_ordered(
    at_work, issue, approval, settings
):
    options = {"URL": "http://127.0.0.1:9", "USER": "belfry", "TOKEN": "t", "TEMPLATE": 5}
    settings.NEWSLETTER_BACKENDS = {
        "lists": {
            "BACKEND": "newsletter.backends.listmonk.ListmonkBackend",
            "OPTIONS": {**options, "LISTS": {"de": 3, "en": 4}},
        }
    }
    german = approval.editions.get(language="de")
    german.pk, german.audience, german.hash = None, "members", "m" * 64
    german.save()
    manager, answer = at_work("manager"), {**NOW, "version": 1, "backends": ["lists"]}

    page = soup(manager.post(url("handover", issue), answer))

    assert errors(page) == ["No list is set for members who read German."]
    assert rows() == []
    settings.NEWSLETTER_BACKENDS["lists"]["OPTIONS"]["LISTS"]["members.de"] = 7
    manager.post(url("handover", issue), answer)
    assert rows() == [("lists", tag, "queued") for tag in ("de", "de", "en")]


@pytest.mark.parametrize(
    ("day", "clock", "message"),
    [
        ("2026-11-28", "00:01", "This time has passed."),
        ("2027-03-28", "02:30", "On this day the clocks skip this time"),
        ("2027-10-31", "02:30", "On this day the clocks show this time twice"),
    ],
)
def test_a_time_that_is_over_skipped_or_shown_twice_is_told_beside_the_clock(
    at_work, issue, approval, monkeypatch, day, clock, message
):
    now = datetime(2026, 11, 28, 12, tzinfo=UTC)
    monkeypatch.setattr("newsletter.handover.schedule.timezone.now", lambda: now)

    page = soup(
        at_work("manager").post(url("handover", issue), {**LATER, "day": day, "clock": clock})
    )

    [told] = texts(page.select(".w-field__wrapper:has(input[name=clock]) .error-message"))
    assert told.startswith(message)
    assert rows() == []


def test_how_far_it_is_stands_with_its_log(at_work, issue, handover):
    manager = at_work("manager")
    before = soup(manager.get(url("handover", issue)))
    attempt(handover.pk)
    after = soup(manager.get(url("handover", issue)))

    for page, words, state, log in (
        (before, "0 of 1 are handed over.", "queued", ["asked for"]),
        (after, "1 of 1 are handed over.", "handed over", ["asked for", "begun", "done"]),
    ):
        assert words in page.select_one("[data-handovers] [role=status]").get_text()
        assert texts(page.select("[class*=handover-sign]")) == [state]
        assert texts(page.select(".handover-log strong")) == log
    assert [page.select("[data-at-work]") != [] for page in (before, after)] == [True, False]


def test_what_earlier_versions_have_left_in_a_service_is_listed(at_work, issue, handover):
    attempt(handover.pk)
    address = "https://lists.example/campaigns/1"
    Handover.objects.update(address=address)
    manager = at_work("manager")
    before = soup(manager.get(url("handover", issue)))

    reopen(current(issue), user=make_user("other"))
    opened = soup(manager.get(url("handover", issue)))
    page = IssuePage.objects.get(pk=issue.pk)
    page.subject = "Corrected"
    page.save_revision().publish()
    freeze(page, user=make_user("another"))
    corrected = soup(manager.get(url("handover", issue)))

    assert before.select("[data-arrived]") == []
    for shown in (opened, corrected):
        [line] = shown.select("[data-arrived] li")
        assert texts([line]) == [
            "German, Files , of version 1 delete the draft there : German, Files"
        ]
        assert line.a["href"] == address
    assert "Nothing was handed over yet." in corrected.get_text()


def test_what_was_stopped_is_explained_and_let_go_on(at_work, issue, handover):
    IssuePage.objects.get(pk=issue.pk).unpublish()
    attempt(handover.pk)
    manager = at_work("manager")

    page = soup(manager.get(url("handover", issue)))
    assert "The issue is not public" in page.select_one(".handover-log").get_text()
    [form] = page.select("form[action$='/release/']")
    response = manager.post(form["action"], follow=True)

    assert said(response) == ["It goes on."]
    assert rows() == [("file", "de", "queued")]


def test_what_has_not_begun_is_called_off(at_work, issue, handover):
    manager = at_work("manager")
    [form] = soup(manager.get(url("handover", issue))).select("form[action$='/call-off/']")

    response = manager.post(form["action"], follow=True)
    again = manager.post(form["action"], follow=True)

    assert said(response) == ["It was called off."]
    assert said(again) == ["It was too late to call it off."]
    assert rows() == [("file", "de", "stopped")]


def test_the_hand_over_of_another_issue_is_not_found(at_work, issue, handover, blocked_elsewhere):
    for name in ("release", "call_off"):
        address = url(name, blocked_elsewhere, handover.pk)
        assert at_work("manager").post(address).status_code == 404
    assert rows() == [("file", "de", "queued")]


@pytest.fixture
def blocked_elsewhere(issue: IssuePage) -> IssuePage:
    """Another issue."""
    other = IssuePage(title="July 2019", slug="july-2019", subject="S", preheader="P")
    return issue.get_parent().add_child(instance=other)


def test_what_is_not_approved_is_not_handed_over(at_work, issue):
    manager = at_work("manager")

    page = soup(manager.get(url("handover", issue)))
    response = manager.post(url("handover", issue), NOW, follow=True)

    assert "The issue is not approved." in page.get_text()
    assert said(response) == ["Nothing was handed over: the issue is not approved."]
    assert rows() == []


def test_what_was_opened_again_is_not_handed_over(at_work, issue, approval):
    reopen(approval, user=make_user("somebody"))

    response = at_work("manager").post(url("handover", issue), NOW, follow=True)

    assert said(response) == ["Nothing was handed over: the issue is not approved."]
    assert rows() == []


def test_another_version_than_was_looked_at_is_not_handed_over(at_work, issue, approval):
    manager = at_work("manager")
    looked_at = soup(manager.get(url("handover", issue))).select_one("input[name=version]")
    reopen(approval, user=make_user("somebody"))
    freeze(issue, user=make_user("another"))

    response = manager.post(
        url("handover", issue), {**NOW, "version": looked_at["value"]}, follow=True
    )

    assert said(response) == [
        "Nothing was handed over: version 2 is approved now. Look at it once more."
    ]
    assert response.redirect_chain == [(url("handover", issue), 302)]
    page = soup(response)
    assert "Version 2 of the issue." in page.select_one("[data-handovers] [role=status]").get_text()
    assert page.select_one("input[name=version]")["value"] == "2"
    assert rows() == []


def test_an_order_that_names_no_version_is_refused(at_work, issue, approval):
    answer = {name: value for name, value in NOW.items() if name != "version"}

    at_work("manager").post(url("handover", issue), answer)

    assert rows() == []


@pytest.mark.parametrize("role", ["editor", "coordinator", "publisher"])
def test_who_edits_sees_how_far_it_is_and_does_nothing(at_work, issue, handover, role):
    page = soup(at_work(role).get(url("handover", issue)))

    assert texts(page.select("[class*=handover-sign]")) == ["queued"]
    assert page.select("main form[method=post]") == []


@pytest.mark.parametrize("role", REFUSED)
def test_who_does_not_approve_is_refused(at_work, issue, handover, role):
    mail.outbox.clear()
    for response in (
        at_work(role).post(url("handover", issue), NOW),
        at_work(role).post(url("release", issue, handover.pk)),
        at_work(role).post(url("call_off", issue, handover.pk)),
        at_work(role).post(url("standing", issue, handover.pk)),
        at_work(role).get(url("trial", issue)),
        at_work(role).post(url("trial", issue), {}),
    ):
        assert (response.status_code, response.url) == (302, reverse("wagtailadmin_home"))
    assert rows() == [("file", "de", "queued")]


@pytest.mark.parametrize("name", ["handover", "trial", "files"])
def test_a_visitor_is_sent_to_the_login(at_work, issue, approval, name):
    for response in (
        at_work("visitor").get(url(name, issue)),
        at_work("visitor").post(url(name, issue), NOW),
    ):
        assert response.url.startswith(reverse("wagtailadmin_login"))
    assert rows() == []


def test_a_form_from_elsewhere_hands_nothing_over(at_work, issue, handover):
    manager = at_work("manager", enforce_csrf_checks=True)

    for name, more in (
        ("handover", ()),
        ("release", (handover.pk,)),
        ("call_off", (handover.pk,)),
        ("standing", (handover.pk,)),
        ("trial", ()),
    ):
        assert manager.post(url(name, issue, *more), NOW).status_code == 403
    assert rows() == [("file", "de", "queued")]


# Files


def test_the_files_of_all_languages_come_as_one_archive(at_work, issue, approval):
    response = at_work("manager").get(url("files", issue))

    assert response["Content-Type"] == "application/zip"
    assert response["Content-Disposition"] == 'attachment; filename="june-2019.1.zip"'
    with zipfile.ZipFile(io.BytesIO(response.content)) as archive:
        suffixes = {name.rsplit(".", 1)[1] for name in archive.namelist()}
        assert archive.testzip() is None
    assert {"eml", "html", "txt", "json"} <= suffixes


def test_what_is_not_approved_has_no_files(at_work, issue):
    assert at_work("manager").get(url("files", issue)).status_code == 404


@pytest.mark.parametrize("role", REFUSED)
def test_who_hands_nothing_over_gets_no_files(at_work, issue, approval, role):
    response = at_work(role).get(url("files", issue))

    assert (response.status_code, response.url) == (302, reverse("wagtailadmin_home"))


@pytest.mark.parametrize(("role", "offered"), [("manager", 1), ("publisher", 0)])
def test_the_files_are_offered_to_those_who_get_them(at_work, issue, approval, role, offered):
    page = soup(at_work(role).get(url("handover", issue)))

    assert len(page.select(f"a[href='{url('files', issue)}']")) == offered


def test_no_file_shows_what_was_made_private_since_the_approval(at_work, issue, news, approval):
    PageViewRestriction.objects.create(page=news, restriction_type=PageViewRestriction.LOGIN)

    response = at_work("manager").get(url("files", issue), follow=True)

    assert response.redirect_chain == [(url("handover", issue), 302)]
    assert said(response) == [
        "This page of the edition is not public any more: ‘A report’. Publish it again, or open the issue again and"
        " approve it without."
    ]


def test_an_issue_that_is_not_public_has_no_files(at_work, issue, approval):
    IssuePage.objects.get(pk=issue.pk).unpublish()

    response = at_work("manager").get(url("files", issue), follow=True)

    assert said(response) == [
        "The issue is not public, so that ‘view online’ would lead nowhere. Publish it."
    ]


# Tests


def test_tests_go_to_the_staff_in_the_languages_that_are_ticked(
    at_work, issue, django_capture_on_commit_callbacks
):
    default_task_backend.clear()
    answer = {
        "backend": "mail",
        "languages": ["de", "fr"],
        "addresses": "manager@belfry.example\nmanager@belfry.example",
    }

    with django_capture_on_commit_callbacks(execute=True):
        response = at_work("manager").post(url("trial", issue), answer, follow=True)

    assert said(response) == ["Tests are on their way to 1 address."]
    [ordered] = [one for one in default_task_backend.results if one.task == send_tests]
    assert ordered.args == [
        issue.pk,
        "mail",
        {"de": "de", "fr": "fr"},
        ["manager@belfry.example"],
        get_user_model().objects.get(username="manager").pk,
    ]


def test_tests_go_to_nobody_else(at_work, issue, django_capture_on_commit_callbacks):
    default_task_backend.clear()
    answer = {"backend": "mail", "languages": ["de"], "addresses": "reader@elsewhere.example"}

    with django_capture_on_commit_callbacks(execute=True):
        page = soup(at_work("manager").post(url("trial", issue), answer))

    assert errors(page) == [
        "‘reader@elsewhere.example’ is not the address of anybody in the office."
    ]
    assert [one for one in default_task_backend.results if one.task == send_tests] == []


def test_the_screen_says_what_came_of_the_last_tests(at_work, issue, monkeypatch):
    asked = [
        issue.pk,
        "mail",
        {"de": "de", "fr": "fr"},
        ["manager@belfry.example"],
        make_user("boss").pk,
    ]
    manager = at_work("manager")
    assert soup(manager.get(url("trial", issue))).select("[data-last-tests]") == []

    def busy(_backend, messages):
        if messages[0].subject.startswith("[Test de]"):
            raise RuntimeError("a secret of the program")
        return len(messages)

    with monkeypatch.context() as patched:
        patched.setattr(EmailBackend, "send_messages", busy)
        send_tests.call(*asked)
    page = soup(manager.get(url("trial", issue)))

    [last] = texts(page.select("[data-last-tests]"))
    assert last.startswith("Tests by way of ‘Mail’ could not be sent: German ")
    assert texts(page.select("[data-failed-tests] li")) == [
        "German: A mistake of the program (RuntimeError); the log of the site has more."
    ]

    send_tests.call(*asked)
    page = soup(manager.get(url("trial", issue)))

    [last] = texts(page.select("[data-last-tests]"))
    assert last.startswith("Tests were sent by way of ‘Mail’: German and French ")
    assert page.select("[data-failed-tests]") == []


def told_beside(page, field: str) -> list[str]:
    """Return the errors beside one field."""
    return texts(page.select(f".w-field__wrapper:has([name={field}]) .error-message"))


def test_what_a_service_does_not_have_yet_is_told_beside_the_languages(
    at_work, issue, settings, django_capture_on_commit_callbacks
):
    default_task_backend.clear()
    listmonk = {
        "URL": "http://127.0.0.1:9",
        "USER": "belfry",
        "TOKEN": "secret",
        "TEMPLATE": 5,
        "LISTS": {"de": 3},
    }
    settings.NEWSLETTER_BACKENDS = {
        "listmonk": {
            "BACKEND": "newsletter.backends.listmonk.ListmonkBackend",
            "OPTIONS": listmonk,
            "TITLE": "listmonk",
        }
    }
    answer = {"backend": "listmonk", "languages": ["de"], "addresses": "manager@belfry.example"}

    with django_capture_on_commit_callbacks(execute=True):
        page = soup(at_work("manager").post(url("trial", issue), answer))

    assert told_beside(page, "languages") == [
        "Hand these editions over to ‘listmonk’ first, it tests what it has: German."
    ]
    assert told_beside(page, "addresses") == []
    assert [one for one in default_task_backend.results if one.task == send_tests] == []


def test_too_many_addresses_are_told_beside_them(at_work, issue):
    addresses = [make_user(f"person{number}").email for number in range(21)]
    answer = {"backend": "mail", "languages": ["de"], "addresses": "\n".join(addresses)}

    page = soup(at_work("manager").post(url("trial", issue), answer))

    assert told_beside(page, "addresses") == ["A test goes to 20 addresses at most."]


# How it stands in its service


def test_it_is_asked_by_a_worker_how_it_stands(
    at_work, issue, handover, django_capture_on_commit_callbacks
):
    default_task_backend.clear()
    attempt(handover.pk)
    manager = at_work("manager")
    [form] = soup(manager.get(url("handover", issue))).select("form[action$='/standing/']")

    with django_capture_on_commit_callbacks(execute=True):
        response = manager.post(form["action"], follow=True)
    [ordered] = [one for one in default_task_backend.results if one.task == ask_backend]
    ask_backend.call(*ordered.args)

    assert said(response) == ["It is being asked. The log says what came of it."]
    log = soup(manager.get(url("handover", issue))).select(".handover-log li")[-1]
    assert log.strong.get_text() == "asked how it stands there"
    assert log.bdi.get_text() == "manager"
    assert log.select_one(".readiness-meta bdi").get_text() == "written"


def test_where_there_is_no_worker_it_is_said_that_one_is_needed(at_work, issue, handover, settings):
    attempt(handover.pk)
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}

    response = at_work("manager").post(url("standing", issue, handover.pk), follow=True)

    assert said(response) == [
        "This needs a worker, and the site has none: its operator sets one up (setting TASKS)."
    ]


def test_what_is_not_there_is_not_asked_for(at_work, issue, handover):
    response = at_work("manager").post(url("standing", issue, handover.pk), follow=True)

    assert said(response) == ["Nothing was asked: it was not handed over."]
    assert soup(response).select("form[action$='/standing/']") == []
    assert at_work("manager").get(url("standing", issue, handover.pk)).status_code == 405


# Cost


def test_the_cost_does_not_grow_with_the_hand_overs(at_work, issue, approval):
    manager = at_work("manager")
    counts = []
    for tags in (["de"], ["de", "en", "fr"]):
        begin(current(issue), "file", languages=tags, user=None)
        manager.get(url("handover", issue))
        with CaptureQueriesContext(connection) as queries:
            manager.get(url("handover", issue))
        counts.append(len(queries))

    assert (len(rows()), counts[0]) == (3, counts[1])
