"""Do people of the office, and nobody else, get an issue in all languages with one click?"""

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.utils import timezone
from django_tasks import default_task_backend

from newsletter.backends.base import BackendError
from newsletter.handover.orders import CannotHandOverError
from newsletter.handover.trials import campaigns_to_test, order_tests, send_tests, strangers
from newsletter.models import Approval

SAME = {"en": "en", "fr": "fr", "de": "de"}


@pytest.fixture
def languages() -> tuple[str, ...]:
    """Three: what readers find in theirs is looked at here."""
    return ("en", "fr", "de")


def ordered_tests() -> list:
    """Return the tests that a worker was woken for."""
    return [one for one in default_task_backend.results if one.task == send_tests]


@pytest.fixture(autouse=True)
def anna(db):
    """Somebody of the office."""
    default_task_backend.clear()
    return get_user_model().objects.create_user("anna", "Anna@belfry.example")


def test_one_click_sends_every_language(approval, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        order_tests(approval.issue, "mail", languages=SAME, addresses=["anna@belfry.example"])
    assert mail.outbox == []
    [ordered] = ordered_tests()

    send_tests.call(*ordered.args)

    assert [(one.subject, one.to) for one in mail.outbox] == [
        (f"[Test {tag}] Security where it is lived ({tag})", ["anna@belfry.example"])
        for tag in ("de", "en", "fr")
    ]


@pytest.mark.parametrize(
    ("name", "addresses", "reason"),
    [
        ("file", ["anna@belfry.example"], "‘Files’ sends no tests."),
        (
            "mail",
            ["anna@belfry.example", "reader@elsewhere.example"],
            "‘reader@elsewhere.example’ is not the address of anybody in the office.",
        ),
    ],
)
def test_what_cannot_be_sent_is_refused_before(
    approval, django_capture_on_commit_callbacks, name, addresses, reason
):
    with (
        django_capture_on_commit_callbacks(execute=True),
        pytest.raises(CannotHandOverError) as refused,
    ):
        order_tests(approval.issue, name, languages=SAME, addresses=addresses)

    assert refused.value.reasons == (reason,)
    assert ordered_tests() == []


def test_who_may_not_sign_in_any_more_is_a_stranger(anna):
    get_user_model().objects.create_user("gone", "gone@belfry.example", is_active=False)
    get_user_model().objects.create_user("nameless", "")

    addresses = ["ANNA@belfry.example", "gone@belfry.example", ""]
    assert strangers(addresses) == ["gone@belfry.example", ""]


def test_what_is_not_approved_is_sent_as_it_is_now(approval):
    approval.editions.filter(language="de").update(redacted_at=timezone.now())
    found = campaigns_to_test(approval.issue, SAME)
    assert [(one.readers, one.version) for one in found] == [("en", 1), ("fr", 1), ("de", 0)]

    Approval.objects.update(reopened_at=timezone.now())
    issue = approval.issue
    issue.subject = "Another subject"
    issue.save_revision()
    found = campaigns_to_test(issue, {"en": "en", "de": "fr"})
    assert [(one.readers, one.language, one.version, one.subject) for one in found] == [
        ("en", "en", 0, "Another subject"),
        ("de", "fr", 0, "Another subject"),
    ]


def test_a_failure_is_in_the_log(approval, service, monkeypatch, caplog):
    def refused(*_args):
        raise BackendError("550 nobody")

    monkeypatch.setattr(service, "send_tests", refused)

    send_tests.call(approval.issue.pk, "service", SAME, ["anna@belfry.example"])

    assert "550 nobody" in caplog.text
