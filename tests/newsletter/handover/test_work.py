"""Does an edition arrive once, whatever happens to the process, the service, the issue and the clock?"""

import logging
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.utils import timezone
from wagtail.models import PageViewRestriction
from wagtail.users.models import UserProfile

from cms.plugins.news.models import NewsPage
from cms.testing.factories import make_page
from newsletter.backends.base import BackendError, TryAgainError
from newsletter.backends.services import CONNECT_SECONDS, LONGEST_SECONDS, ServiceBackend
from newsletter.handover import work
from newsletter.handover.ledger import State
from newsletter.handover.orders import begin, cancel, release
from newsletter.handover.work import (
    LEASE,
    LONGEST_REFERENCE,
    LONGEST_WAIT,
    WAITS,
    attempt,
    work_off,
    work_off_due,
)
from newsletter.models import Approval, FrozenItem, Handover, IssuePage
from tests.newsletter.backends.stubs import Listmonk, Mailchimp, Stub, serving
from tests.newsletter.handover.conftest import freeze, log_of, said_of

KILLED_BEFORE_ITS_NOTE = """
import os, signal, sys

import django
from django.conf import settings

settings.NEWSLETTER_BACKENDS["file"]["OPTIONS"]["FOLDER"] = sys.argv[1]
django.setup()
from newsletter.handover import work

work._finish = lambda *_args: os.kill(os.getpid(), signal.SIGKILL)
work.attempt(int(sys.argv[2]))
"""

SERVICES = {
    "listmonk": (
        Listmonk,
        "newsletter.backends.listmonk.ListmonkBackend",
        {"USER": "belfry", "TOKEN": "the token", "TEMPLATE": 5, "LISTS": {"en": 3}},
    ),
    "mailchimp": (
        Mailchimp,
        "newsletter.backends.mailchimp.MailchimpBackend",
        {"KEY": "0123456789abcdef-us21", "LISTS": {"en": "de12345678"}},
    ),
}
"""A stub of each service, its backend, and the options but for its address."""


def address_of_database() -> str:
    """Return the DATABASE_URL of the database that this test has to itself."""
    at = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{at['NAME']}"
    user, password, host = (quote(at[part], safe="") for part in ("USER", "PASSWORD", "HOST"))
    return f"postgres://{user}:{password}@{host}:{at['PORT']}/{at['NAME']}"


class Killed(BaseException):
    """The process ends here: nobody catches it."""


@pytest.fixture
def handover(approval, service) -> Handover:
    """An order for the English edition."""
    return begin(approval, "service", languages=["en"], user=None)[0]


def later(**wait: int) -> None:
    """Let time pass for all hand-overs."""
    wait = timedelta(**wait)
    for handover in Handover.objects.all():
        for name in ("created_at", "starts_at", "next_try_at", "held_until"):
            if at := getattr(handover, name):
                setattr(handover, name, at - wait)
        handover.save()


def test_an_edition_arrives_and_the_log_says_how(handover, service):
    work_off.call(handover.pk)

    handover.refresh_from_db()
    assert (handover.state, handover.reference, handover.address) == (
        "done",
        "number 1",
        "https://service.example/1",
    )
    assert handover.held_until is None
    assert handover.finished_at is not None
    assert log_of(handover) == ["requested", "begun", "done"]
    [arrived] = service.campaigns.values()
    assert arrived.subject == "Security where it is lived (en)"


def test_it_goes_into_files_as_well(approval, settings, tmp_path):
    settings.NEWSLETTER_BACKENDS["file"]["OPTIONS"]["FOLDER"] = tmp_path / "handover"
    for handover in begin(approval, "file", user=None):
        assert attempt(handover.pk) == State.DONE

    names = sorted(path.name for path in (tmp_path / "handover/june-2019/1").iterdir())
    assert names == [
        f"june-2019.{language}.{ending}"
        for language in ("de", "en", "fr")
        for ending in ("eml", "html", "json", "txt")
    ]


def test_what_is_done_is_not_done_again(handover, service):
    assert attempt(handover.pk) == State.DONE
    assert attempt(handover.pk) is None
    assert len(service.calls) == 1


def test_a_hand_over_that_is_gone_is_nothing_to_do(handover, service):
    handover.delete()

    assert attempt(handover.pk) is None


@pytest.mark.parametrize("count", [1, 3])
def test_each_costs_the_same_whatever_is_in_it(approval, service, count, django_assert_num_queries):
    pages = [make_page(NewsPage, title=f"Square {number}") for number in range(count)]
    freeze(approval, "it", pages)
    [first, measured] = begin(approval, "service", languages=["en", "it"], user=None)
    attempt(first.pk)

    with django_assert_num_queries(22):
        assert attempt(measured.pk) == State.DONE


class TestCrashes:
    """The process ends in the middle, and another one goes on when the lease is over."""

    def test_killed_between_the_success_of_the_service_and_our_note(
        self, handover, service, monkeypatch
    ):
        fired = []

        def killed(*_args):
            fired.append(len(service.campaigns))
            raise Killed

        with monkeypatch.context() as patched:
            patched.setattr(work, "_finish", killed)
            with pytest.raises(Killed):
                attempt(handover.pk)

        assert fired == [1]
        handover.refresh_from_db()
        assert (handover.state, handover.reference) == ("running", "")
        assert attempt(handover.pk) is None
        later(seconds=LEASE.total_seconds())

        assert work_off_due() == 1

        assert len(service.calls) == 2
        assert len(service.campaigns) == 1
        assert log_of(handover) == ["requested", "begun", "begun", "found"]
        handover.refresh_from_db()
        assert (handover.state, handover.attempts) == ("done", 2)

    @pytest.mark.django_db(transaction=True, serialized_rollback=True)
    def test_a_process_is_killed_after_its_files_and_before_its_note(
        self, approval, settings, tmp_path
    ):
        folder = tmp_path / "handover"
        settings.NEWSLETTER_BACKENDS["file"]["OPTIONS"]["FOLDER"] = str(folder)
        [handover] = begin(approval, "file", languages=["en"], user=None)

        process = subprocess.run(  # noqa: S603 -- this interpreter, and words of our own
            [sys.executable, "-c", KILLED_BEFORE_ITS_NOTE, str(folder), str(handover.pk)],
            env={**os.environ, "DATABASE_URL": address_of_database()},
            cwd=settings.BASE_DIR,
            timeout=120,
            check=False,
        )

        assert process.returncode == -signal.SIGKILL
        written = {path: path.stat().st_mtime_ns for path in folder.rglob("*.*")}
        assert len(written) == 4
        handover.refresh_from_db()
        assert (handover.state, log_of(handover)) == ("running", ["requested", "begun"])
        assert work_off_due() == 0

        later(seconds=LEASE.total_seconds())

        assert work_off_due() == 1
        assert {path: path.stat().st_mtime_ns for path in folder.rglob("*.*")} == written
        assert log_of(handover) == ["requested", "begun", "begun", "found"]

    def test_killed_while_the_service_is_at_work(self, handover, service):
        def killed(_campaign):
            raise Killed

        service.script.append(killed)
        with pytest.raises(Killed):
            attempt(handover.pk)
        assert service.campaigns == {}

        later(seconds=LEASE.total_seconds())

        assert attempt(handover.pk) == State.DONE
        assert len(service.campaigns) == 1

    def test_a_crash_that_nobody_noticed_for_hours_waits_for_a_person(self, handover, service):
        Handover.objects.update(state="running", held_until=timezone.now() + LEASE)
        later(hours=3)

        assert attempt(handover.pk) == State.STOPPED
        assert service.calls == []

    def test_half_done_it_goes_on_from_what_the_service_called_it(self, handover, service):
        service.script.append(TryAgainError("busy", reference="draft 7"))
        assert attempt(handover.pk) == State.QUEUED
        later(minutes=1)

        assert attempt(handover.pk) == State.DONE
        assert [reference for _key, reference in service.calls] == ["", "draft 7"]


class TestTwoWorkers:
    """Two who come at one time do not both begin."""

    def test_one_comes_while_another_is_at_it(self, handover, service):
        second = []
        service.script.append(lambda _campaign: second.append(attempt(handover.pk)))

        assert attempt(handover.pk) == State.DONE

        assert second == [None]
        assert len(service.calls) == 1

    def test_one_whose_lease_was_over_leaves_the_note_to_the_other(self, handover, service, caplog):
        def slow(_campaign):
            later(seconds=LEASE.total_seconds())
            assert attempt(handover.pk) == State.DONE

        service.script.append(slow)
        with caplog.at_level(logging.WARNING):
            attempt(handover.pk)

        assert len(service.calls) == 2
        assert len(service.campaigns) == 1
        assert log_of(handover) == ["requested", "begun", "begun", "done"]
        assert "was taken over before it was done" in caplog.text

    @pytest.mark.django_db(transaction=True, serialized_rollback=True)
    def test_two_connections_begin_at_the_same_instant(self, approval, service):
        ordered = begin(approval, "service", user=None)
        barrier = threading.Barrier(2, timeout=30)
        results: list[list] = []

        def worker():
            try:
                mine = []
                for handover in ordered:
                    barrier.wait()
                    mine.append(attempt(handover.pk))
                results.append(mine)
            finally:
                connection.close()

        threads = [threading.Thread(target=worker) for _number in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)

        assert len(results) == 2
        assert [sorted(map(str, pair)) for pair in zip(*results, strict=True)] == [
            ["None", "done"]
        ] * 3
        assert len(service.calls) == len(service.campaigns) == 3


class TestLongSearch:
    """No service knows a request that it has had already: who searches for too long does not create what another has."""

    @pytest.fixture(params=list(SERVICES))
    def service(self, request, settings) -> Iterator[Stub]:
        """A service on this machine, the only one in the setting."""
        stub, path, options = SERVICES[request.param]
        with serving(stub()) as made:
            options = {**options, "URL": made.url}
            settings.NEWSLETTER_BACKENDS = {"service": {"BACKEND": path, "OPTIONS": options}}
            yield made

    @pytest.fixture
    def after_the_search(self, monkeypatch) -> Callable[[Callable[[], object]], None]:
        """Return a function that lets something happen when the first search has its answer, and the lease was over."""
        searched = ServiceBackend.find

        def let(happen: Callable[[], object]) -> None:
            waiting = [happen]

            def find(*args):
                found = searched(*args)
                if waiting:
                    monkeypatch.setattr(work, "LEASE", LEASE)
                    waiting.pop()()
                return found

            monkeypatch.setattr(work, "LEASE", timedelta())
            monkeypatch.setattr(ServiceBackend, "find", find)

        return let

    def test_two_in_flight_make_one_campaign(self, handover, service, after_the_search, caplog):
        second = []
        after_the_search(lambda: second.append(attempt(handover.pk)))

        with caplog.at_level(logging.WARNING):
            assert attempt(handover.pk) is None

        assert second == [State.DONE]
        assert len(service.campaigns) == 1
        assert log_of(handover) == ["requested", "begun", "begun", "done"]
        assert "was taken over before anything was created" in caplog.text

    def test_one_that_nobody_has_taken_over_goes_on(self, handover, service, after_the_search):
        after_the_search(lambda: None)

        assert attempt(handover.pk) == State.DONE

        assert len(service.campaigns) == 1
        assert log_of(handover) == ["requested", "begun", "done"]

    def test_one_that_was_called_off_creates_nothing(self, handover, service, after_the_search):
        after_the_search(lambda: cancel(handover, None))

        assert attempt(handover.pk) is None

        assert service.campaigns == {}
        assert log_of(handover) == ["requested", "begun", "cancelled"]

    def test_it_ends_later_than_any_answer(self):
        assert LEASE.total_seconds() > CONNECT_SECONDS + 2 * LONGEST_SECONDS


def test_a_name_that_is_too_long_does_not_undo_what_has_arrived(handover, service, monkeypatch):
    monkeypatch.setattr(service, "number", "9" * 999)

    assert attempt(handover.pk) == State.DONE

    handover.refresh_from_db()
    assert handover.reference == "9" * LONGEST_REFERENCE
    assert Handover._meta.get_field("reference").max_length == LONGEST_REFERENCE


class TestService:
    """What a service answers decides whether it is tried again."""

    def test_what_may_work_later_is_tried_later(self, handover, service):
        service.script.append(TryAgainError("503 Service Unavailable"))
        before = timezone.now()

        assert attempt(handover.pk) == State.QUEUED

        handover.refresh_from_db()
        assert handover.next_try_at >= before + WAITS[0]
        assert (log_of(handover)[-1], said_of(handover)) == ("retry", "503 Service Unavailable")
        assert attempt(handover.pk) is None
        later(minutes=1)
        assert attempt(handover.pk) == State.DONE

    @pytest.mark.parametrize(
        ("after", "wait"),
        [
            (600, timedelta(minutes=10)),
            (1, WAITS[0]),
            (-5, WAITS[0]),
            (10**9, LONGEST_WAIT),
        ],
    )
    def test_it_waits_as_long_as_the_service_asks(self, handover, service, after, wait):
        service.script.append(TryAgainError("429 Too Many Requests", after=after))
        before = timezone.now()

        attempt(handover.pk)

        handover.refresh_from_db()
        assert before + wait <= handover.next_try_at <= timezone.now() + wait

    def test_it_is_not_tried_for_ever(self, handover, service):
        service.script.extend(TryAgainError("503") for _wait in range(len(WAITS) + 1))

        states = []
        for wait in (*WAITS, timedelta()):
            states.append(attempt(handover.pk))
            later(seconds=wait.total_seconds())

        assert service.script == []
        assert states == [State.QUEUED] * len(WAITS) + [State.FAILED]
        assert sum(WAITS, timedelta()) < timedelta(days=1)
        assert attempt(handover.pk) is None

    def test_what_will_not_work_fails_and_can_be_let_go_on(self, handover, service):
        service.script.append(BackendError("401 Unauthorized", reference="draft 7"))

        assert attempt(handover.pk) == State.FAILED

        assert said_of(handover) == "401 Unauthorized"
        assert attempt(handover.pk) is None
        release(handover, None)
        assert attempt(handover.pk) == State.DONE
        assert [reference for _key, reference in service.calls] == ["", "draft 7"]

    def test_a_mistake_in_a_backend_fails_without_telling_what_it_knew(
        self, handover, service, caplog
    ):
        service.script.append(ZeroDivisionError("key=secret"))

        assert attempt(handover.pk) == State.FAILED

        assert said_of(handover) == (
            "A mistake of the program (ZeroDivisionError); the log of the site has more."
        )
        assert "ZeroDivisionError" in caplog.text

    def test_a_mistake_in_the_last_check_fails_and_does_not_hold_up_the_others(
        self, approval, service, caplog
    ):
        begin(approval, "service", user=None)
        FrozenItem.objects.filter(edition__language="de").update(card={})

        assert work_off_due() == 3

        german, *others = Handover.objects.order_by("edition__language")
        assert [(one.state, one.held_until) for one in (german, *others)] == [
            ("failed", None),
            ("done", None),
            ("done", None),
        ]
        assert said_of(german) == (
            "A mistake of the program (KeyError); the log of the site has more."
        )
        assert log_of(german) == ["requested", "failed"]
        assert "KeyError" in caplog.text

    def test_a_backend_that_was_taken_out_of_the_settings(self, handover, settings):
        settings.NEWSLETTER_BACKENDS = {}

        assert attempt(handover.pk) == State.FAILED
        assert said_of(handover) == ("No backend is called ‘service’. Those in the settings: –.")

    def test_one_that_fails_does_not_hold_up_the_others(self, approval, service):
        begin(approval, "service", user=None)
        service.script.append(BackendError("no"))

        assert work_off_due() == 3
        assert sorted(Handover.objects.values_list("state", flat=True)) == [
            "done",
            "done",
            "failed",
        ]


class TestLastCheck:
    """What was true when the issue was approved may not be any more."""

    def stopped(self, handover, service) -> str:
        """Return why a hand-over was stopped, and nothing was handed over."""
        assert attempt(handover.pk) == State.STOPPED
        assert service.calls == []
        handover.refresh_from_db()
        assert handover.held_until is None
        assert log_of(handover)[-1] == "stopped"
        return said_of(handover)

    def test_opened_again_meanwhile(self, handover, service):
        Approval.objects.update(reopened_at=timezone.now())

        assert self.stopped(handover, service) == (
            "The issue was opened again after this edition was approved. Approve it anew."
        )

    def test_something_was_removed_for_good(self, handover, service, approval):
        approval.editions.update(redacted_at=timezone.now())

        assert "removed from this edition for good" in self.stopped(handover, service)

    def test_the_issue_itself_is_not_public(self, handover, service):
        IssuePage.objects.update(live=False)

        assert "The issue is not public" in self.stopped(handover, service)

    def test_a_page_was_made_private_after_approval(self, handover, service, pages):
        PageViewRestriction.objects.create(
            page=pages[0].page_ptr, restriction_type=PageViewRestriction.LOGIN
        )

        assert self.stopped(handover, service) == (
            "This page of the edition is not public any more: ‘Squares’. Publish it again, or open the issue again and"
            " approve it without."
        )

    def test_pages_were_unpublished_deleted_or_have_expired(self, handover, service, pages):
        pages[0].unpublish()
        pages[1].delete()

        assert "‘Squares’ and ‘Bridges’" in self.stopped(handover, service)

    def test_let_go_on_it_is_checked_again(self, handover, service, pages):
        pages[0].unpublish()
        self.stopped(handover, service)

        release(handover, None)
        self.stopped(handover, service)
        pages[0].save_revision().publish()
        release(handover, None)

        assert attempt(handover.pk) == State.DONE

    def test_whoever_asked_reads_why_in_their_language(self, approval, service):
        user = get_user_model().objects.create_user("anna")
        UserProfile.objects.create(user=user, preferred_language="de")
        [handover] = begin(approval, "service", languages=["en"], user=user)
        later(hours=3)

        said = self.stopped(handover, service)

        # The sentence waits for its catalogue; the day of the week does not.
        assert re.search(r"(Mon|Diens|Mitt|Donners|Frei|Sams|Sonn)(tag|woch)", said)


class TestRestored:
    """A backup that is restored days later hands nothing over by itself."""

    def test_a_time_that_is_long_past_waits_for_a_person(self, approval, service):
        at = timezone.now() + timedelta(days=1)
        [handover] = begin(approval, "service", languages=["en"], user=None, starts_at=at)
        later(days=8)

        assert work_off_due() == 1

        handover.refresh_from_db()
        assert handover.state == State.STOPPED
        assert "more than two hours ago" in said_of(handover)
        assert service.calls == []
        assert work_off_due() == 0
        user = get_user_model().objects.create_user("anna")
        release(handover, user)
        assert work_off_due() == 1
        handover.refresh_from_db()
        assert handover.state == State.DONE
        assert log_of(handover) == ["requested", "stopped", "released", "begun", "done"]

    def test_what_was_queued_or_waited_for_another_attempt_waits_too(self, approval, service):
        _queued, waiting, running = begin(approval, "service", user=None)
        Handover.objects.filter(pk=waiting.pk).update(
            next_try_at=timezone.now() + timedelta(minutes=5)
        )
        Handover.objects.filter(pk=running.pk).update(
            state="running", held_until=timezone.now() + LEASE
        )
        later(days=8)

        assert work_off_due() == 3

        assert set(Handover.objects.values_list("state", flat=True)) == {"stopped"}
        assert service.calls == []

    def test_a_little_late_is_in_time(self, approval, service):
        at = timezone.now() + timedelta(hours=1)
        [handover] = begin(approval, "service", languages=["en"], user=None, starts_at=at)
        later(hours=2, minutes=55)

        assert attempt(handover.pk) == State.DONE
