"""Does whoever shows an issue to somebody learn that they have answered?"""

import logging

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django_tasks import default_task_backend
from wagtail.users.models import UserProfile

from cms.testing.factories import make_administrator
from newsletter.models import ReviewLink
from newsletter.review.messages import tell_maker
from newsletter.review.sharing import answer, share
from tests.newsletter.conftest import make_issue

pytestmark = pytest.mark.usefixtures("site")


@pytest.fixture
def link() -> ReviewLink:
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

    assert mail.outbox == []


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


def test_a_mail_server_that_is_away_stops_nothing(link, monkeypatch, caplog):
    def away(*_arguments):
        raise ConnectionRefusedError

    monkeypatch.setattr(EmailBackend, "send_messages", away)
    given = answer(link, name="Ada", says="yes")

    with caplog.at_level(logging.ERROR):
        tell_maker.call(given.pk)

    assert "nora could not be told of an answer" in caplog.text
