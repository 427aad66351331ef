"""Does an order make its rows once, and is nothing done within a request?"""

import threading
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.utils import timezone
from django_tasks import default_task_backend

from newsletter.backends.registry import UnknownBackendError
from newsletter.handover.ledger import State
from newsletter.handover.orders import CannotHandOverError, begin, cancel, release
from newsletter.handover.work import attempt, work_off
from newsletter.models import Handover
from tests.newsletter.handover.conftest import approve, freeze, log_of


@pytest.fixture
def user(db):
    """Somebody of the office."""
    return get_user_model().objects.create_user("anna", "anna@belfry.example", first_name="Anna")


@pytest.fixture
def enqueued(settings):
    """Return a function that tells which hand-overs a worker was woken for."""
    default_task_backend.clear()
    return lambda: [tuple(one.args) for one in default_task_backend.results if one.task == work_off]


def test_every_edition_gets_a_row_and_a_worker_is_woken(
    approval, service, user, enqueued, django_capture_on_commit_callbacks
):
    freeze(approval, "en", audience="members", hash="e" * 64)
    with django_capture_on_commit_callbacks() as callbacks:
        ordered = begin(approval, "service", user=user)
    assert enqueued() == []
    for callback in callbacks:
        callback()

    assert [(one.edition.language, one.edition.audience) for one in ordered] == [
        ("de", "everyone"),
        ("en", "everyone"),
        ("en", "members"),
        ("fr", "everyone"),
    ]
    assert {(one.state, one.requested_by, one.starts_at) for one in ordered} == {
        ("queued", user, None)
    }
    assert [log_of(one) for one in ordered] == [["requested"]] * 4
    assert enqueued() == [(one.pk,) for one in ordered]
    assert service.calls == []


def test_only_the_languages_that_were_asked_for(approval, service):
    ordered = begin(approval, "service", languages=["fr", "de"], user=None)

    assert [one.edition.language for one in ordered] == ["de", "fr"]


def test_asked_for_twice_it_is_there_once(
    approval, service, user, enqueued, django_capture_on_commit_callbacks
):
    first = begin(approval, "service", languages=["en"], user=user)
    second = begin(approval, "service", languages=["en"], user=user)

    assert first == second
    assert Handover.objects.count() == 1
    assert log_of(first[0]) == ["requested"]


def test_another_backend_gets_its_own(approval, service):
    begin(approval, "service", languages=["en"], user=None)
    begin(approval, "file", languages=["en"], user=None)

    assert sorted(Handover.objects.values_list("backend", flat=True)) == ["file", "service"]


def test_where_there_is_no_worker_nothing_is_done_within_the_request(
    approval, service, settings, django_capture_on_commit_callbacks
):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    with django_capture_on_commit_callbacks(execute=True):
        [handover] = begin(approval, "service", languages=["en"], user=None)

    handover.refresh_from_db()
    assert handover.state == State.QUEUED
    assert service.calls == []


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_double_click_orders_once(approval, service):
    barrier = threading.Barrier(2, timeout=30)
    results: list[list[int]] = []

    def click():
        try:
            barrier.wait()
            results.append([one.pk for one in begin(approval, "service", user=None)])
        finally:
            connection.close()

    threads = [threading.Thread(target=click) for _number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    first, second = results
    assert first == second
    assert len(set(first)) == 3
    assert [log_of(one) for one in Handover.objects.all()] == [["requested"]] * 3


def test_without_a_time_no_zone_is_kept(approval, service):
    [handover] = begin(approval, "service", languages=["en"], user=None, zone="Mars/Olympus")

    assert handover.zone == "Europe/Brussels"


class TestTime:
    """An order can wait for its time."""

    def test_a_set_time_is_kept_with_its_zone(
        self, approval, service, enqueued, django_capture_on_commit_callbacks
    ):
        at = timezone.now() + timedelta(days=1)
        with django_capture_on_commit_callbacks(execute=True):
            [handover] = begin(
                approval, "service", languages=["en"], user=None, starts_at=at, zone="Europe/Paris"
            )

        assert (handover.state, handover.starts_at, handover.zone) == (
            "scheduled",
            at,
            "Europe/Paris",
        )
        assert enqueued() == []
        assert attempt(handover.pk) is None
        assert service.calls == []

    def test_another_time_replaces_it_and_none_means_now(self, approval, service):
        at = timezone.now() + timedelta(days=1)
        begin(approval, "service", languages=["en"], user=None, starts_at=at)
        begin(approval, "service", languages=["en"], user=None, starts_at=at)
        [later] = begin(
            approval, "service", languages=["en"], user=None, starts_at=at + timedelta(days=1)
        )
        assert (later.state, later.starts_at) == ("scheduled", at + timedelta(days=1))

        [now] = begin(approval, "service", languages=["en"], user=None)
        assert (now.state, now.starts_at) == ("queued", None)
        assert log_of(now) == ["requested"] * 3
        assert attempt(now.pk) == State.DONE


class TestAgain:
    """What has not arrived begins anew when somebody asks for it again; what has, does not."""

    def test_what_has_arrived_is_left_as_it_is(self, approval, service):
        [handover] = begin(approval, "service", languages=["en"], user=None)
        attempt(handover.pk)

        [again] = begin(approval, "service", languages=["en"], user=None)

        assert again.state == State.DONE
        assert attempt(again.pk) is None
        assert len(service.calls) == 1

    @pytest.mark.parametrize("state", ["failed", "stopped"])
    def test_what_has_not_begins_anew(self, approval, service, user, state):
        [handover] = begin(approval, "service", languages=["en"], user=None)
        Handover.objects.filter(pk=handover.pk).update(state=state, attempts=9)

        [again] = begin(approval, "service", languages=["en"], user=user)

        assert (again.pk, again.state, again.attempts) == (handover.pk, "queued", 0)
        assert again.requested_by == user
        assert attempt(again.pk) == State.DONE

    def test_what_waits_too_long_begins_anew(self, approval, service):
        [handover] = begin(approval, "service", languages=["en"], user=None)
        Handover.objects.update(created_at=timezone.now() - timedelta(days=1))

        begin(approval, "service", languages=["en"], user=None)

        assert attempt(handover.pk) == State.DONE

    def test_the_same_bytes_of_a_later_version_are_the_same_thing(self, approval, service, pages):
        [waiting] = begin(approval, "service", languages=["en"], user=None)
        [arrived] = begin(approval, "service", languages=["fr"], user=None)
        attempt(arrived.pk)
        type(approval).objects.filter(pk=approval.pk).update(reopened_at=timezone.now())
        second = approve(approval.issue, "en", "fr", pages=pages, version=2)

        ordered = begin(second, "service", user=None)

        assert [one.pk for one in ordered] == [waiting.pk, arrived.pk]
        assert [one.edition.approval.version for one in ordered] == [2, 1]
        assert attempt(waiting.pk) == State.DONE
        assert len(service.calls) == 2


class TestRefused:
    """What stands in the way is said, all of it, and nothing is made."""

    def refused(self, *args, **kwargs) -> tuple[str, ...]:
        """Return the reasons."""
        with pytest.raises(CannotHandOverError) as error:
            begin(*args, user=None, **kwargs)
        assert Handover.objects.count() == 0
        return error.value.reasons

    def test_an_unknown_backend(self, approval):
        with pytest.raises(UnknownBackendError):
            begin(approval, "fax", user=None)

    def test_a_backend_for_tests_only(self, approval):
        assert self.refused(approval, "mail") == (
            "‘Mail’ only sends tests: nothing is handed over to it.",
        )

    def test_an_issue_that_was_opened_again(self, approval, service):
        approval.reopened_at = timezone.now()

        assert self.refused(approval, "service") == (
            "The issue was opened again after it was approved. Approve it anew.",
        )

    def test_languages_without_an_edition_and_what_the_backend_says(self, approval, service):
        service.problems.append("No list is set for ‘fr’.")

        assert self.refused(approval, "service", languages=["pl", "fr", "it"]) == (
            "No edition is approved for readers of ‘it’.",
            "No edition is approved for readers of ‘pl’.",
            "No list is set for ‘fr’.",
        )


class TestReleaseAndCancel:
    """People decide, and the log says who."""

    @pytest.fixture
    def handover(self, approval, service) -> Handover:
        """An order for the English edition."""
        return begin(approval, "service", languages=["en"], user=None)[0]

    @pytest.mark.parametrize("state", ["stopped", "failed"])
    def test_what_was_stopped_goes_on(
        self, handover, service, user, enqueued, django_capture_on_commit_callbacks, state
    ):
        Handover.objects.update(state=state, attempts=9, created_at=timezone.now() - timedelta(9))

        with django_capture_on_commit_callbacks(execute=True):
            assert release(handover, user)

        assert log_of(handover) == ["requested", "released"]
        assert handover.events.last().user == user
        assert enqueued() == [(handover.pk,)]
        assert attempt(handover.pk) == State.DONE

    @pytest.mark.parametrize("state", ["queued", "running", "done"])
    def test_what_was_not_stopped_is_not_let_go(self, handover, user, state):
        Handover.objects.update(state=state)

        assert not release(handover, user)
        assert log_of(handover) == ["requested"]

    def test_what_has_not_begun_can_be_called_off_and_taken_up_again(self, handover, service, user):
        assert cancel(handover, user)

        handover.refresh_from_db()
        assert handover.state == State.STOPPED
        assert handover.events.last().user == user
        assert attempt(handover.pk) is None
        assert service.calls == []
        release(handover, user)
        assert attempt(handover.pk) == State.DONE
        assert log_of(handover) == ["requested", "cancelled", "released", "begun", "done"]

    def test_what_is_called_off_before_its_time_waits_for_it_again(
        self, approval, service, user, enqueued, django_capture_on_commit_callbacks
    ):
        at = timezone.now() + timedelta(days=1)
        [handover] = begin(approval, "service", languages=["fr"], user=user, starts_at=at)
        cancel(handover, user)

        with django_capture_on_commit_callbacks(execute=True):
            assert release(handover, user)

        handover.refresh_from_db()
        assert (handover.state, handover.starts_at) == (State.SCHEDULED, at)
        assert log_of(handover) == ["requested", "cancelled", "released"]
        assert enqueued() == []
        assert attempt(handover.pk) is None
        assert service.calls == []

    def test_what_somebody_is_at_cannot_be_called_off(self, handover, user):
        Handover.objects.update(state="running", held_until=timezone.now() + timedelta(minutes=1))

        assert not cancel(handover, user)

    @pytest.mark.parametrize("state", ["done", "failed", "stopped"])
    def test_what_is_over_cannot_be_called_off(self, handover, user, state):
        Handover.objects.update(state=state)

        assert not cancel(handover, user)
        assert log_of(handover) == ["requested"]
