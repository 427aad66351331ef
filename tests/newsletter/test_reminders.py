"""Is everybody told once what is left to do for an issue?"""

from datetime import UTC, date, datetime
from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail
from django.core.management import call_command
from django.urls import reverse
from django_tasks import default_task_backend
from wagtail.models import Locale
from wagtail.users.models import UserProfile

from cms.languages.translation.requests import request_translations
from cms.languages.translation.segments import fill
from cms.models import JobMessages
from cms.plugins.news.models import NewsPage
from cms.roles import set_up
from cms.testing.factories import make_administrator, make_page, make_user
from newsletter import reminders
from newsletter.approval.decisions import decide
from newsletter.approval.freezing import freeze
from newsletter.models import IssuePage, LinkCheck, Reminder
from newsletter.reminders import ask_assignees, send_reminders, send_requests
from tests.shared import shared

from .conftest import editorial, entries, entry, make_issue

# The issue is of Monday, 3 June 2019; Brussels is two hours ahead of UTC.
SUNDAY_AFTERNOON = datetime(2019, 6, 2, 14, tzinfo=UTC)
SUNDAY_NOON = datetime(2019, 6, 2, 13, 59, tzinfo=UTC)
MONDAY_MORNING = datetime(2019, 6, 3, 5, tzinfo=UTC)
MONDAY_NIGHT = datetime(2019, 6, 3, 4, 59, tzinfo=UTC)


@shared
def news(site) -> NewsPage:
    return make_page(NewsPage, title="A thing happened")


@shared
def issue(news):
    """A draft that German and French readers do not get."""
    return make_issue(entries(entry(news, when_missing="hold"), heading="News"), publish=False)


@shared
def manager(issue):
    set_up()
    return make_user("marta", "Newsletter managers")


def german() -> Locale:
    return Locale.objects.get(language_code="de")


def states(message) -> list[str]:
    """Return what a mail says of each language, in one line each."""
    heads = ("German: ", "English: ", "French: ")
    return [line for line in message.body.splitlines() if line.startswith(heads)]


# Translators


def test_assignees_get_one_mail_with_all_that_is_left_for_them(
    issue, news, django_capture_on_commit_callbacks
):
    anna = make_user("anna", "Translators into German")
    [of_issue] = request_translations(issue, [german()], assignee_id=anna.pk)
    [of_news] = request_translations(
        news, [german()], assignee_id=anna.pk, due_on=date(2019, 5, 31)
    )
    fill(of_news, {"A thing happened": "Etwas ist geschehen"})

    with django_capture_on_commit_callbacks() as callbacks:
        assert ask_assignees(issue, make_administrator("marta")) == 1
    assert len(callbacks) == 1
    default_task_backend.clear()
    callbacks[0]()
    [ordered] = default_task_backend.results
    send_requests.call(*ordered.args)

    [message] = mail.outbox
    assert message.to == ["anna@belfry.example"]
    assert message.subject == "For ‘June 2019’, 2 translations wait for you"
    first, second = (reverse("desk:editor", args=[each.pk]) for each in (of_news, of_issue))
    assert message.body.index(first) < message.body.index(second)
    lines = message.body.splitlines()
    assert lines[0] == "marta asks for what is left of ‘June 2019’, the issue of 3 June 2019:"
    assert lines[2:5] == [
        "A thing happened (German)",
        "12 words are left",
        "Wanted by 31 May 2019",
    ]


def test_nobody_is_asked_who_has_nothing_left_or_wants_no_mail_or_asks(issue, news):
    people = [make_user(name, "Translators into German") for name in ("anna", "bernd")]
    anna, bernd = people
    [record] = request_translations(news, [german()], assignee_id=anna.pk)
    assert ask_assignees(issue, anna) == 0
    assert ask_assignees(issue, bernd) == 1

    JobMessages.objects.create(user=anna, frequency=JobMessages.Frequency.NEVER)
    assert ask_assignees(issue, bernd) == 0

    JobMessages.objects.all().delete()
    fill(record, {"A thing happened": "Etwas", news.summary: "Zwei Sätze."})
    assert ask_assignees(issue, bernd) == 0


def test_what_the_issue_does_not_show_is_not_asked_for(issue):
    other = make_page(NewsPage, title="Another thing")
    anna = make_user("anna", "Translators into German")
    request_translations(other, [german()], assignee_id=anna.pk)

    assert ask_assignees(issue, make_administrator("marta")) == 0


# Those who may publish


def test_those_who_may_publish_are_told_how_the_issue_stands(issue, manager):
    make_administrator("root")

    assert send_reminders(SUNDAY_AFTERNOON) == 1

    [message] = mail.outbox
    assert message.to == [manager.email]
    assert message.subject == "‘June 2019’ is not approved, and blocked in 2 languages"
    lines = message.body.splitlines()
    assert lines[0] == "‘June 2019’ is the issue of 3 June 2019, and nobody has approved it yet."
    assert states(message) == ["German: blocked", "English: ready", "French: blocked"]
    assert (
        "- ‘News’: ‘A thing happened’ has no public translation, and holds the issue back in this language."
        in lines
    )
    assert lines.count("There are words that nobody was asked to translate yet") == 2
    assert message.body.strip().endswith(reverse("newsletter_admin:readiness", args=[issue.pk]))


@pytest.mark.parametrize(
    ("at", "expected"),
    [(SUNDAY_NOON, 0), (SUNDAY_AFTERNOON, 1), (MONDAY_NIGHT, 0), (MONDAY_MORNING, 1)],
)
def test_nobody_is_told_before_the_afternoon_before_or_the_morning_of_the_day(
    issue, manager, at, expected
):
    assert send_reminders(at) == expected


def test_once_a_day(issue, manager):
    assert [send_reminders(SUNDAY_AFTERNOON), send_reminders(SUNDAY_AFTERNOON)] == [1, 0]
    assert [send_reminders(MONDAY_MORNING), send_reminders(MONDAY_MORNING)] == [1, 0]
    assert Reminder.objects.count() == 2


def test_of_an_issue_that_is_approved_in_all_languages_nobody_is_told(manager):
    approved = make_issue(editorial("<p>We write.</p>"), slug="july")
    freeze(approved, user=manager)
    IssuePage.objects.get(slug="june-2019").delete()

    assert send_reminders(SUNDAY_AFTERNOON) == 0


def test_of_an_issue_that_is_public_and_not_approved_they_are_told(issue, manager):
    issue.get_latest_revision().publish()

    assert send_reminders(SUNDAY_AFTERNOON) == 1


def test_what_is_held_back_or_left_out_is_in_nobody_s_way(issue, manager):
    decide(issue, "de", "hold", user=manager)
    decide(issue, "fr", "drop", user=manager)

    send_reminders(SUNDAY_AFTERNOON)

    [message] = mail.outbox
    assert message.subject == "‘June 2019’ is not approved; nothing is in the way"
    assert states(message) == ["German: held back", "English: ready", "French: left out"]


def test_they_are_told_of_the_languages_that_are_still_to_come_of_an_approved_issue(issue, manager):
    decide(issue, "de", "hold", user=manager)
    decide(issue, "fr", "drop", user=manager)
    freeze(issue, user=manager)

    assert send_reminders(SUNDAY_AFTERNOON) == 1

    [message] = mail.outbox
    assert message.subject == "‘June 2019’ is not approved in every language"
    assert message.body.splitlines()[0] == (
        "‘June 2019’ is the issue of 3 June 2019, and is approved, but not in every language."
    )
    assert states(message) == ["German: held back", "English: approved", "French: approved"]


def test_administrators_are_told_where_nobody_else_may_publish(issue):
    root = make_administrator("root")

    assert send_reminders(SUNDAY_AFTERNOON) == 1
    assert mail.outbox[0].to == [root.email]


def test_each_gets_it_in_their_own_language(issue, manager):
    UserProfile.objects.create(user=manager, preferred_language="de")

    send_reminders(SUNDAY_AFTERNOON)

    assert "3. Juni 2019" in mail.outbox[0].body


def test_when_the_server_of_mails_is_away_it_is_tried_again(issue, manager, monkeypatch):
    def refuse(*_arguments):
        raise SMTPRecipientsRefused({})

    with monkeypatch.context() as patched:
        patched.setattr(reminders, "send_to", refuse)
        assert send_reminders(SUNDAY_AFTERNOON) == 0

    assert send_reminders(SUNDAY_AFTERNOON) == 1


def test_outside_addresses_are_asked_anew(manager):
    text = '<p><a href="https://other.example/">The report</a></p>'
    make_issue(editorial(text), slug="july", publish=False)

    send_reminders(SUNDAY_AFTERNOON)

    assert [check.url for check in LinkCheck.objects.all()] == ["https://other.example/"]


def test_it_comes_with_time(issue, manager, monkeypatch, capsys):
    monkeypatch.setattr(reminders.timezone, "now", lambda: SUNDAY_AFTERNOON)

    call_command("belfry_periodic")

    assert "reminders of issues: 1\n" in capsys.readouterr().out
