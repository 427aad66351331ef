"""Do people of the office, and nobody else, get an issue in all languages with one click?"""

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone
from django_tasks import default_task_backend

from newsletter.backends.base import BackendError, Capabilities
from newsletter.handover.orders import CannotHandOverError, NeedsWorkerError, begin
from newsletter.handover.trials import (
    NotThereError,
    campaigns_to_test,
    languages_to_test,
    order_tests,
    send_tests,
    strangers,
)
from newsletter.handover.work import attempt
from newsletter.models import Approval, LanguageDecision
from tests.newsletter.handover.conftest import freeze
from tests.shared import shared

SAME = {"en": "en", "fr": "fr", "de": "de"}


@shared
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


def test_one_click_sends_every_language(approval, anna, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        order_tests(
            approval.issue, "mail", languages=SAME, addresses=["anna@belfry.example"], user=anna
        )
    assert mail.outbox == []
    [ordered] = ordered_tests()

    send_tests.call(*ordered.args)

    assert [(one.subject, one.to) for one in mail.outbox] == [
        (f"[Test {tag}] Security where it is lived ({tag})", ["anna@belfry.example"])
        for tag in SAME
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
        ("mail", ["anna@belfry.example"] * 21, "A test goes to 20 addresses at most."),
    ],
)
def test_what_cannot_be_sent_is_refused_before(
    approval, anna, django_capture_on_commit_callbacks, name, addresses, reason
):
    with (
        django_capture_on_commit_callbacks(execute=True),
        pytest.raises(CannotHandOverError) as refused,
    ):
        order_tests(approval.issue, name, languages=SAME, addresses=addresses, user=anna)

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


def test_a_backend_is_asked_about_members_where_they_get_something_else(
    approval, anna, service, monkeypatch
):
    freeze(approval, "en", audience="members", hash="m" * 64)
    asked = []
    monkeypatch.setattr(service, "check", lambda _self, readers: asked.extend(readers) or ["no"])

    with pytest.raises(CannotHandOverError, match="no"):
        order_tests(
            approval.issue,
            "service",
            languages={"en": "en", "pl": "en"},
            addresses=[anna.email],
            user=anna,
        )

    assert asked == [("en", "everyone"), ("pl", "everyone"), ("en", "members")]


@pytest.fixture
def tests_what_it_has(service, monkeypatch) -> None:
    """The service tests only what was handed over to it."""
    capabilities = Capabilities(sends_tests=True, tests_what_it_has=True)
    monkeypatch.setattr(service, "capabilities", capabilities)


@pytest.mark.usefixtures("tests_what_it_has")
def test_what_a_service_does_not_have_is_refused_before(
    approval, anna, django_capture_on_commit_callbacks
):
    for handover in begin(approval, "service", languages=["en", "fr"], user=None)[:1]:
        attempt(handover.pk)

    def order(*tags: str) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            order_tests(
                approval.issue,
                "service",
                languages={tag: tag for tag in tags},
                addresses=["anna@belfry.example"],
                user=anna,
            )

    with pytest.raises(NotThereError) as refused:
        order("en", "fr", "de")
    assert refused.value.reasons == (
        "Hand these editions over to ‘Service’ first, it tests what it has: French and German.",
    )
    assert ordered_tests() == []
    order("en")
    assert len(ordered_tests()) == 1
    Approval.objects.update(reopened_at=timezone.now())
    with pytest.raises(NotThereError):
        order("en")


def test_where_there_is_no_worker_nothing_is_sent_within_the_request(
    approval, anna, settings, django_capture_on_commit_callbacks
):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}

    with (
        django_capture_on_commit_callbacks(execute=True),
        pytest.raises(NeedsWorkerError, match="This needs a worker"),
    ):
        order_tests(approval.issue, "mail", languages=SAME, addresses=[anna.email], user=anna)
    assert mail.outbox == []


def test_readers_of_a_language_that_is_left_out_are_tested_with_what_they_get(approval):
    for language, choice in (("fr", "drop"), ("de", "hold")):
        LanguageDecision.objects.create(issue=approval.issue, language=language, choice=choice)

    assert languages_to_test(approval.issue) == {"en": "en", "fr": "en", "de": "de"}


@pytest.fixture
def refusing(service, monkeypatch) -> list[str]:
    """A service that refuses the German test and makes a mistake at the French one; what it was asked to send."""
    asked: list[str] = []
    wrong = {"de": BackendError("550 nobody"), "fr": RuntimeError("a secret of the program")}

    def send(_service, campaign, _addresses):
        asked.append(campaign.readers)
        if campaign.readers in wrong:
            raise wrong[campaign.readers]

    monkeypatch.setattr(service, "send_test", send)
    return asked


def test_whoever_asked_is_told_in_which_languages_it_failed(approval, anna, refusing, caplog):
    send_tests.call(approval.issue.pk, "service", SAME, ["bernd@belfry.example"], anna.pk)

    assert refusing == ["en", "fr", "de"]
    assert "a secret of the program" in caplog.text
    [told] = mail.outbox
    assert told.to == [anna.email]
    assert told.subject == "The tests of ‘June 2019’ could not be sent"
    assert told.body.splitlines()[2:5] == [
        "French: A mistake of the program (RuntimeError); the log of the site has more.",
        "German: 550 nobody",
        "",
    ]
    assert f"/admin/newsletter/{approval.issue_id}/trial/" in told.body


def test_a_language_that_cannot_be_rendered_keeps_no_other_from_being_sent(
    approval, anna, service, monkeypatch
):
    def fail(issue, languages):
        raise KeyError(*languages)

    approval.editions.filter(language="de").delete()
    monkeypatch.setattr("newsletter.handover.trials.drafts_of", fail)

    send_tests.call(approval.issue.pk, "service", SAME, [anna.email], anna.pk)

    assert [one.readers for one, _addresses in service.tests] == ["en", "fr"]
    assert mail.outbox[0].body.splitlines()[2] == (
        "German: A mistake of the program (KeyError); the log of the site has more."
    )


def test_a_mail_backend_that_cannot_even_begin_is_told_for_every_language(
    approval, anna, settings, monkeypatch
):
    class Broken(EmailBackend):
        def open(self):
            raise RuntimeError("no such thing")

    monkeypatch.setattr("django.core.mail.backends.dummy.EmailBackend", Broken)
    settings.NEWSLETTER_BACKENDS = {
        "mail": {
            "BACKEND": "newsletter.backends.mail.MailBackend",
            "OPTIONS": {"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"},
        }
    }

    send_tests.call(approval.issue.pk, "mail", SAME, [anna.email], anna.pk)

    [told] = mail.outbox
    assert told.body.splitlines()[2:5] == [
        f"{language}: A mistake of the program (RuntimeError); the log of the site has more."
        for language in ("English", "French", "German")
    ]


def test_a_server_that_is_away_for_the_notice_too_stops_nothing(
    approval, anna, refusing, monkeypatch, caplog
):
    def away(*_arguments):
        raise ConnectionRefusedError

    monkeypatch.setattr(EmailBackend, "send_messages", away)

    send_tests.call(approval.issue.pk, "service", SAME, [anna.email], anna.pk)

    assert "anna could not be told of tests that failed" in caplog.text


def test_who_has_left_is_sent_nothing(approval, anna, service):
    get_user_model().objects.update(is_active=False)

    send_tests.call(approval.issue.pk, "service", SAME, [anna.email], anna.pk)

    assert service.tests == []
