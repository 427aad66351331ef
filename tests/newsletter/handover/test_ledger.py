"""How far are the editions of an issue, told in the same number of queries for many as for one?"""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone

from newsletter.backends.base import BackendError
from newsletter.handover.ledger import arrived, progress
from newsletter.handover.orders import begin
from newsletter.handover.work import attempt
from newsletter.models import Approval
from tests.newsletter.conftest import make_issue
from tests.newsletter.handover.conftest import approve, freeze


def test_nothing_was_asked_for(approval):
    found = progress(approval)

    assert (found.handovers, found.total, found.done, found.is_at_work) == ((), 0, 0, False)


def test_every_hand_over_is_there_with_its_state_and_log(approval, service):
    service.script.append(BackendError("401 Unauthorized"))
    failed, done, _queued = begin(approval, "service", user=None)
    attempt(failed.pk)
    attempt(done.pk)

    found = progress(approval)

    assert [(one.edition.language, one.state) for one in found.handovers] == [
        ("de", "failed"),
        ("en", "done"),
        ("fr", "queued"),
    ]
    assert [[event.sort for event in one.events.all()] for one in found.handovers] == [
        ["requested", "begun", "failed"],
        ["requested", "begun", "done"],
        ["requested"],
    ]
    assert (found.total, found.done) == (3, 1)
    assert dict(found.counts) == {"failed": 1, "done": 1, "queued": 1}
    assert found.is_at_work


def test_what_waits_for_its_time_or_for_a_person_is_not_at_work(approval, service):
    at = timezone.now() + timedelta(days=1)
    begin(approval, "service", user=None, starts_at=at)

    assert not progress(approval).is_at_work


def test_other_issues_and_other_versions_are_not_among_them(approval, service, pages):
    begin(approval, "service", user=None)
    begin(approve(make_issue(slug="july-2019"), "en", pages=pages), "service", user=None)
    Approval.objects.filter(pk=approval.pk).update(reopened_at=timezone.now())
    second = approve(approval.issue, "en", version=2)
    freeze(second, "fr", hash="f" * 64)

    # The English edition is the same as it was, and is not handed over again.
    assert [one.edition.language for one in progress(second).handovers] == ["en"]


class TestArrived:
    """What earlier versions have brought somewhere stays there until people delete it."""

    @pytest.fixture
    def second(self, approval, service, pages) -> Approval:
        """A second version in which only the English edition is the same; of the first, two have arrived."""
        english, french, german = (
            begin(approval, "service", languages=[tag], user=None)[0] for tag in ("en", "fr", "de")
        )
        attempt(english.pk)
        attempt(french.pk)
        service.script.append(BackendError("401 Unauthorized"))
        attempt(german.pk)
        Approval.objects.filter(pk=approval.pk).update(reopened_at=timezone.now())
        second = approve(approval.issue, "en", version=2)
        freeze(second, "fr", hash="f" * 64)
        freeze(second, "de", hash="g" * 64)
        elsewhere = approve(make_issue(slug="july-2019"), "en", pages=pages)
        attempt(begin(elsewhere, "service", user=None)[0].pk)
        return second

    @staticmethod
    def told(handovers) -> list[tuple[str, int, str]]:
        """Return of which edition they are, and where it is."""
        return [
            (one.edition.language, one.edition.approval.version, one.address) for one in handovers
        ]

    def test_what_is_the_same_in_a_version_is_left_out(self, second):
        address = "https://service.example/1"

        assert self.told(arrived(second.issue, but=second)) == [("fr", 1, address)]
        assert self.told(arrived(second.issue)) == [("en", 1, address), ("fr", 1, address)]

    def test_the_last_version_comes_first(self, second):
        for one in begin(second, "service", languages=["de", "fr"], user=None):
            attempt(one.pk)

        assert [line[:2] for line in self.told(arrived(second.issue))] == [
            ("de", 2),
            ("fr", 2),
            ("en", 1),
            ("fr", 1),
        ]

    def test_one_query(self, second, django_assert_num_queries):
        with django_assert_num_queries(1):
            assert len(self.told(arrived(second.issue))) == 2


@pytest.mark.parametrize("languages", [["en"], ["en", "fr", "de"]])
def test_many_cost_as_many_queries_as_one(approval, service, languages, django_assert_num_queries):
    user = get_user_model().objects.create_user("anna")
    begin(approval, "service", languages=languages, user=user)

    with django_assert_num_queries(3):
        for handover in progress(approval).handovers:
            assert str(handover)
            assert [str(event.user) for event in handover.events.all()] == ["anna"]
            assert handover.requested_by == user
