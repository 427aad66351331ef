"""Is it noted how a campaign stands in its service, and never asked within a request?"""

import pytest
from django_tasks import default_task_backend

from cms.testing.factories import make_user
from newsletter.backends.base import TryAgainError
from newsletter.handover.orders import NeedsWorkerError, begin
from newsletter.handover.standing import ask, ask_backend
from newsletter.handover.work import attempt
from newsletter.models import Handover
from tests.newsletter.handover.conftest import log_of, said_of


@pytest.fixture
def user(db):
    """Somebody of the office."""
    default_task_backend.clear()
    return make_user("anna")


@pytest.fixture
def handover(approval, service) -> Handover:
    """The English edition, handed over."""
    [one] = begin(approval, "service", languages=["en"], user=None)
    attempt(one.pk)
    one.refresh_from_db()
    return one


def ordered() -> list[list[int]]:
    """Return what a worker was woken for."""
    return [one.args for one in default_task_backend.results if one.task == ask_backend]


def test_a_worker_asks_and_the_log_has_the_word_of_the_service(
    handover, user, service, monkeypatch, django_capture_on_commit_callbacks
):
    asked = []
    monkeypatch.setattr(
        service, "status", lambda _self, reference: asked.append(reference) or "sent"
    )
    with django_capture_on_commit_callbacks(execute=True):
        assert ask(handover, user)
    assert (asked, ordered()) == ([], [[handover.pk, user.pk]])

    ask_backend.call(*ordered()[0])

    assert asked == ["number 1"]
    assert log_of(handover) == ["requested", "begun", "done", "status"]
    assert (said_of(handover), handover.events.last().user) == ("sent", user)
    handover.refresh_from_db()
    assert handover.state == "done"


def test_what_is_not_there_any_more_and_a_service_that_is_away_are_noted(
    handover, user, service, monkeypatch
):
    ask_backend.call(handover.pk, user.pk)
    assert said_of(handover) == "It is not there any more."

    def away(*_arguments):
        raise TryAgainError("503 at lunch")

    monkeypatch.setattr(service, "status", away)
    ask_backend.call(handover.pk, user.pk)
    assert said_of(handover) == "503 at lunch"


@pytest.mark.parametrize("state", ["scheduled", "queued", "running", "failed", "stopped"])
def test_what_was_not_handed_over_is_not_asked_for(
    handover, user, django_capture_on_commit_callbacks, state
):
    handover.state = state

    with django_capture_on_commit_callbacks(execute=True):
        assert not ask(handover, user)
    assert ordered() == []


def test_where_there_is_no_worker_nothing_is_asked(handover, user, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}

    with pytest.raises(NeedsWorkerError):
        ask(handover, user)
    assert log_of(handover) == ["requested", "begun", "done"]
