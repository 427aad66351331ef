"""Does the command hand over what was asked for, and say by its exit status how it went?"""

import io
import sys
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.utils import timezone
from wagtail import hooks

from newsletter.backends.base import BackendError, TryAgainError
from newsletter.models import Approval, Handover, IssuePage, LanguageDecision
from tests.newsletter.handover.conftest import freeze, log_of


def hand_over(*options: str) -> str:
    """Run the command on the issue of June 2019; return what it says."""
    out = StringIO()
    call_command("hand_over", "june-2019", *options, stdout=out)
    return out.getvalue()


def refused(*options: str) -> tuple[int, str]:
    """Run the command; return its exit status and what it says on standard error."""
    with pytest.raises(CommandError) as error:
        hand_over(*options)
    return error.value.returncode, str(error.value)


def test_every_approved_edition_is_handed_over_without_a_worker(approval, settings, tmp_path):
    settings.NEWSLETTER_BACKENDS["file"]["OPTIONS"]["FOLDER"] = tmp_path / "handover"
    freeze(approval, "en", audience="members", hash="e" * 64)

    said = hand_over("--backend", "file")

    assert said.splitlines() == [
        "de: handed over: june-2019/1/de",
        "en: handed over: june-2019/1/en",
        "en members: handed over: june-2019/1/en.members",
        "fr: handed over: june-2019/1/fr",
    ]
    assert len(list((tmp_path / "handover/june-2019/1").iterdir())) == 16
    assert [log_of(one) for one in Handover.objects.all()] == [["requested", "begun", "done"]] * 4


def test_done_again_it_changes_nothing(approval, service):
    first = hand_over("--backend", "service")

    assert hand_over("--backend", "service") == first
    assert len(service.calls) == 3


def test_only_to_readers_of_some_languages(approval, service):
    said = hand_over("--backend", "service", "--language", "fr", "--language", "de")

    assert [line.split(":")[0] for line in said.splitlines()] == ["de", "fr"]


def test_what_fails_or_has_to_wait_is_named_and_told_by_the_exit_status(approval, service, capsys):
    service.script.extend([BackendError("401 Unauthorized"), TryAgainError("503")])
    out = StringIO()

    with pytest.raises(CommandError) as error:
        call_command("hand_over", "june-2019", "--backend", "service", stdout=out)

    assert (error.value.returncode, str(error.value)) == (1, "2 of 3 have not arrived")
    assert out.getvalue().splitlines() == [
        "de: failed: 401 Unauthorized",
        "en: queued: 503",
        "fr: handed over: https://service.example/1",
    ]


def test_what_is_stopped_is_told_too(approval, service, pages):
    pages[0].unpublish()

    assert refused("--backend", "service") == (1, "3 of 3 have not arrived")
    assert service.calls == []


def test_a_dry_run_does_nothing(approval, service):
    said = hand_over("--backend", "service", "--dry-run")

    assert said.splitlines() == ["de", "en", "fr", "3 editions would be handed over to service now"]
    assert Handover.objects.count() == 0


class TestTime:
    """With a time, the command leaves the work to whoever comes by then."""

    def test_it_is_kept_for_its_time(self, approval, service):
        day = (timezone.now() + timedelta(days=30)).date()

        said = hand_over("--backend", "service", "--at", f"{day} 09:00", "--zone", "Europe/Athens")

        assert len(said.splitlines()) == 3
        assert "de: waits for its time: " in said
        assert service.calls == []
        [at] = set(Handover.objects.values_list("starts_at", flat=True))
        assert at.astimezone(UTC).hour in (6, 7)
        assert set(Handover.objects.values_list("zone", flat=True)) == {"Europe/Athens"}

    def test_cron_does_it_then(self, approval, service):
        day = (timezone.now() + timedelta(days=30)).date()
        hand_over("--backend", "service", "--at", f"{day} 09:00")
        Handover.objects.update(starts_at=timezone.now() - timedelta(minutes=4))

        steps = [step for steps in hooks.get_hooks("belfry_periodic") for step in steps()]
        assert [work() for words, work in steps if words == "issues handed over"] == [3]

        assert len(service.campaigns) == 3

    @pytest.mark.parametrize(
        ("time", "zone", "words"),
        [
            ("tomorrow", "Europe/Brussels", "'tomorrow' is no time"),
            ("2019-06-03 09:00", "Europe/Brussels", "This time has passed."),
            ("2019-06-03 09:00", "Mars/Olympus", "not a known time zone"),
            ("2019-06-03 09:00+02:00", "Europe/Brussels", "without an offset"),
        ],
    )
    def test_what_is_no_time_is_wrong_usage(self, approval, service, time, zone, words):
        status, said = refused("--backend", "service", "--at", time, "--zone", zone)

        assert status == 2
        assert words in said
        assert Handover.objects.count() == 0


class TestTests:
    """A test goes to addresses, approved or not, and hands nothing over."""

    @pytest.fixture
    def languages(self) -> tuple[str, ...]:
        """Three: each is rendered."""
        return ("en", "fr", "de")

    def test_all_languages_go_to_an_address(self, approval):
        Approval.objects.all().delete()

        said = hand_over("--backend", "mail", "--test", "anna@belfry.example")

        assert said == "3 editions were sent to anna@belfry.example\n"
        assert {one.subject.split("]")[0] for one in mail.outbox} == {
            "[Test de",
            "[Test en",
            "[Test fr",
        }
        assert Handover.objects.count() == 0

    def test_one_language(self, approval):
        hand_over("--backend", "mail", "--language", "fr", "--test", "a@b.example")

        assert [one.to for one in mail.outbox] == [["a@b.example"]]

    def test_readers_of_a_language_that_is_left_out_get_what_stands_in(self, approval):
        Approval.objects.all().delete()
        LanguageDecision.objects.create(issue=IssuePage.objects.get(), language="fr", choice="drop")

        hand_over("--backend", "mail", "--language", "fr", "--test", "a@b.example")

        assert [one.message()["Content-Language"] for one in mail.outbox] == ["en"]

    def test_what_the_backend_refuses_is_told(self, approval):
        assert refused("--backend", "mail", "--test", "nobody") == (
            1,
            "\n".join(
                f"{tag}: ‘nobody’ is not an address of mail that can be used here."
                for tag in ("de", "en", "fr")
            ),
        )

    def test_a_backend_without_tests_and_an_unknown_language_are_wrong_usage(self, approval):
        assert refused("--backend", "file", "--test", "a@b.example") == (2, "file sends no tests.")
        status, said = refused("--backend", "mail", "--language", "xx", "--test", "a@b.example")
        assert (status, said) == (2, "Unknown language 'xx'. Open are: de, en, fr.")


class TestWrongUsage:
    """What cannot be meant is answered with status 2, and nothing is done."""

    def test_an_unknown_backend(self, approval):
        assert refused("--backend", "fax") == (2, "Unknown backend 'fax'. There are: file, mail.")

    @pytest.mark.parametrize("slug", ["july-2019", "../june-2019", "june\0", ""])
    def test_an_unknown_issue(self, approval, slug):
        with pytest.raises(CommandError, match="There is no issue with the slug") as error:
            call_command("hand_over", slug, "--backend", "file")
        assert error.value.returncode == 2

    def test_an_issue_that_is_not_approved(self, approval):
        Approval.objects.update(reopened_at=datetime(2019, 6, 3, tzinfo=UTC))

        assert refused("--backend", "file") == (2, "june-2019 is not approved.")

    def test_what_stands_in_the_way(self, approval, service):
        service.problems.append("No list is set.")

        assert refused("--backend", "service", "--language", "it", "--language", "en") == (
            2,
            "No edition is approved for readers of ‘it’.\nNo list is set.",
        )


def test_a_terminal_sees_how_far_it_is(approval, service, monkeypatch):
    class Terminal(io.StringIO):
        """A terminal that keeps what it shows."""

        def isatty(self) -> bool:
            """Say that somebody looks."""
            return True

    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    call_command(
        "hand_over", "june-2019", "--backend", "service", stdout=StringIO(), stderr=terminal
    )

    assert f"[{'#' * 30}] 3/3" in terminal.getvalue()


def test_help_teaches(capsys):
    with pytest.raises(SystemExit):
        call_command("hand_over", "--help")

    said = capsys.readouterr().out
    assert "manage.py hand_over june-2019 --backend file --dry-run" in said
    assert "Exit status: 0" in said
