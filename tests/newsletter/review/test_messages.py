"""Does whoever shows an issue to somebody learn that they have answered?"""

import logging

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client
from django.urls import reverse
from django_tasks import default_task_backend
from wagtail import hooks
from wagtail.users.models import UserProfile

from cms.testing.factories import make_administrator
from newsletter.models import ReviewLink
from newsletter.review.messages import tell_maker, tell_makers
from newsletter.review.sharing import answer, share
from tests.newsletter.conftest import make_issue
from tests.shared import shared

pytestmark = pytest.mark.usefixtures("site")


@shared
def link(site) -> ReviewLink:
    """A link to a draft."""
    issue = make_issue(publish=False)
    return share(issue, user=make_administrator("nora"), for_whom="The board", days=1)


def test_whoever_made_the_link_is_told_without_the_comment(link):
    given = answer(link, name="Ada", says="no", language="de", comment="Seite 2 fehlt.")

    tell_maker.call(given.pk)

    (sent,) = mail.outbox
    assert sent.to == ["nora@belfry.example"]
    assert sent.subject == "‘June 2019’: No, something has to change"
    assert sent.body.splitlines()[0] == (
        "Ada has answered about the edition in German (link for The board):"
    )
    assert f"/admin/newsletter/{link.issue_id}/reviews/" in sent.body
    assert "Seite 2" not in sent.body


def test_it_is_written_in_the_language_of_its_reader(link):
    UserProfile.objects.create(user=link.created_by, preferred_language="de")
    given = answer(link, name="Ada", says="yes", language="fr")

    tell_maker.call(given.pk)

    assert "Französisch" in mail.outbox[0].body


def test_no_name_and_no_title_breaks_the_subject(link):
    type(link.issue).objects.update(draft_title="June\nBcc: x@belfry.example <b>")
    given = answer(link, name="Ada <b>", says="yes")

    tell_maker.call(given.pk)

    assert mail.outbox[0].subject.startswith("‘June Bcc: x@belfry.example <b>’: ")
    assert mail.outbox[0].bcc == []
    assert mail.outbox[0].body.startswith("Ada <b> has answered about all languages")


@pytest.mark.parametrize("change", [{"is_active": False}, {"email": ""}])
def test_who_cannot_be_told_is_not(link, change):
    given = answer(link, name="Ada", says="yes")
    type(link.created_by).objects.update(**change)

    tell_maker.call(given.pk)

    assert (tell_makers(), mail.outbox) == (0, [])


def test_an_answer_that_is_forgotten_is_told_to_nobody(link):
    given = answer(link, name="Ada", says="yes")
    link.delete()

    tell_maker.call(given.pk)

    assert mail.outbox == []


def test_telling_waits_for_the_transaction_and_is_done_in_the_background(
    link, django_capture_on_commit_callbacks
):
    default_task_backend.clear()
    with django_capture_on_commit_callbacks(execute=True):
        given = answer(link, name="Ada", says="yes")
        assert default_task_backend.results == []

    (queued,) = default_task_backend.results
    assert queued.args == [given.pk]
    assert mail.outbox == []


def test_nobody_is_told_twice(link):
    given = answer(link, name="Ada", says="yes")

    tell_maker.call(given.pk)
    tell_maker.call(given.pk)

    assert (tell_makers(), len(mail.outbox)) == (0, 1)


def test_without_a_worker_the_mail_goes_by_the_next_periodic_run(link, answered_by_a_visitor):
    assert answered_by_a_visitor.status_code == 302
    assert mail.outbox == []

    steps = [step for steps in hooks.get_hooks("belfry_periodic") for step in steps()]
    assert [step() for words, step in steps if words == "mails about answers to reviews"] == [1]

    assert [one.to for one in mail.outbox] == [["nora@belfry.example"]]


@pytest.fixture
def no_mail(monkeypatch):
    """A mail backend that makes a mistake, whoever asks it for anything."""

    def fail(*_arguments):
        raise RuntimeError("a mistake in the mail backend")

    monkeypatch.setattr(EmailBackend, "send_messages", fail)


@pytest.fixture
def answered_by_a_visitor(link, settings, django_capture_on_commit_callbacks):
    """What somebody without an account gets who answers, on a site without a worker."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    with django_capture_on_commit_callbacks(execute=True):
        return Client().post(reverse("review", args=[link.token]), {"name": "Ada", "says": "yes"})


def test_no_answer_fails_because_of_the_mail(link, no_mail, answered_by_a_visitor, caplog):
    assert answered_by_a_visitor.status_code == 302
    assert caplog.records == []
    assert [(one.name, one.announced_at) for one in link.answers.all()] == [("Ada", None)]


def test_a_mail_server_that_is_away_is_asked_again_later(link, monkeypatch, caplog):
    def away(*_arguments):
        raise ConnectionRefusedError

    answers = [answer(link, name=name, says="yes") for name in ("Ada", "Bo")]
    with monkeypatch.context() as patched, caplog.at_level(logging.ERROR):
        patched.setattr(EmailBackend, "send_messages", away)
        tell_maker.call(answers[0].pk)
        assert tell_makers() == 0

    assert caplog.text.count("nora could not be told of an answer") == 3
    assert (tell_makers(), tell_makers()) == (2, 0)
    assert [one.body.split()[0] for one in mail.outbox] == ["Ada", "Bo"]
    assert None not in link.answers.values_list("announced_at", flat=True)
