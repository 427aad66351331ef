"""Hand an approved issue over to a backend."""

from __future__ import annotations

import sys
from datetime import datetime

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from cms import dates
from cms.management.base import ExplainedCommand
from cms.models.jobs import DEFAULT_ZONE
from newsletter.backends.base import BackendError
from newsletter.backends.registry import backend, entries
from newsletter.handover.ledger import State
from newsletter.handover.orders import CannotHandOverError, order, wanted_editions
from newsletter.handover.schedule import UnusableTimeError, instant_of
from newsletter.handover.trials import campaigns_to_test, languages_to_test
from newsletter.handover.work import attempt
from newsletter.management.base import find_issue, refused, require_open
from newsletter.models import Approval, Handover, IssuePage

NOTES = """\
Each edition goes to a backend once. The command can be stopped at any moment and started again: what has arrived is not
handed over twice, and what failed or was stopped is tried again. It does the work itself and needs no worker; with --at,
`manage.py belfry_periodic` does it at that time.

examples:
  manage.py hand_over june-2019 --backend file --dry-run
      say which editions it would be
  manage.py hand_over june-2019 --backend file
      hand over every approved edition
  manage.py hand_over june-2019 --backend file --language de --language fr
      only to readers of German and French
  manage.py hand_over june-2019 --backend file --at "2019-06-03 09:00" --zone Europe/Paris
      not before nine o'clock in Paris
  manage.py hand_over june-2019 --backend mail --test anna@example.org
      show it to Anna in all languages, approved or not; nothing is handed over

Exit status: 0 all has arrived, or waits for its time; 1 something failed, was stopped or has to be tried again, and is
named; 2 wrong usage, or something that stands in the way, and nothing was done.
"""
WIDTH = 30


class Command(ExplainedCommand):
    """Hand an approved issue over to a backend."""

    help = "Hand the approved editions of an issue over to a backend of the setting NEWSLETTER_BACKENDS."
    epilog = NOTES

    def add_arguments(self, parser: CommandParser) -> None:
        """Name the issue, where it goes, to whose readers, and when."""
        parser.add_argument("slug", metavar="SLUG", help="slug of the issue, in its own language")
        parser.add_argument(
            "--backend",
            required=True,
            metavar="NAME",
            help="where it goes: the name of an entry of NEWSLETTER_BACKENDS, such as file",
        )
        parser.add_argument(
            "--language",
            action="append",
            metavar="LL",
            help="only to readers of this language, such as fr; can be repeated",
        )
        parser.add_argument(
            "--at",
            metavar="TIME",
            help='not before this time, such as "2019-06-03 09:00"; by default at once',
        )
        parser.add_argument(
            "--zone",
            default=DEFAULT_ZONE,
            help="IANA time zone of that time; by default %(default)s",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would be handed over, and do nothing"
        )
        parser.add_argument(
            "--test",
            action="append",
            metavar="ADDRESS",
            help="send it to this address only, and hand nothing over; can be repeated",
        )

    def handle(
        self,
        *,
        slug: str,
        backend: str,
        language: list[str] | None,
        at: str | None,
        zone: str,
        dry_run: bool,
        test: list[str] | None,
        **_options,
    ) -> None:
        """Do what was asked for.

        Raises:
            CommandError: with exit status 2 for wrong usage, 1 if not everything has arrived.
        """
        issue = find_issue(slug)
        if backend not in entries():
            raise refused(f"Unknown backend {backend!r}. There are: {', '.join(entries())}.")
        if test:
            self._test(issue, backend, language, test)
            return
        approval = Approval.objects.filter(issue=issue, reopened_at=None).first()
        if approval is None:
            raise refused(f"{slug} is not approved.")
        starts_at = _instant(at, zone) if at else None
        try:
            if dry_run:
                self._tell(wanted_editions(approval, backend, language), backend, starts_at, zone)
                return
            ordered = order(
                approval, backend, languages=language, user=None, starts_at=starts_at, zone=zone
            )
        except CannotHandOverError as error:
            raise refused("\n".join(error.reasons)) from error
        self._work_off(ordered)

    def _work_off(self, ordered: list[Handover]) -> None:
        """Try each once, and say how it stands."""
        for number, handover in enumerate(ordered, start=1):
            attempt(handover.pk)
            handover.refresh_from_db()
            self._draw(number, len(ordered))
        for handover in ordered:
            self.stdout.write(_line(handover))
        left = [one for one in ordered if one.state not in (State.DONE, State.SCHEDULED)]
        if left:
            raise CommandError(f"{len(left)} of {len(ordered)} have not arrived", returncode=1)

    def _tell(self, editions, name: str, starts_at: datetime | None, zone: str) -> None:
        for edition in editions:
            self.stdout.write(_named(edition))
        when = dates.format_instant(starts_at, zone, "en") if starts_at else "now"
        self.stdout.write(f"{len(editions)} editions would be handed over to {name} {when}")

    def _test(
        self, issue: IssuePage, name: str, languages: list[str] | None, addresses: list[str]
    ) -> None:
        """Send an issue to single addresses, in all languages or some."""
        for tag in languages or ():
            require_open(tag)
        there = backend(name)
        if not there.capabilities.sends_tests:
            raise refused(f"{name} sends no tests.")
        written = languages_to_test(issue)
        campaigns = campaigns_to_test(issue, {tag: written[tag] for tag in languages or written})
        try:
            failed = there.send_tests(campaigns, addresses)
        except BackendError as error:
            raise CommandError(str(error), returncode=1) from error
        if failed:
            said = "\n".join(f"{tag}: {reason}" for tag, reason in failed.items())
            raise CommandError(said, returncode=1)
        self.stdout.write(f"{len(campaigns)} editions were sent to {', '.join(addresses)}")

    def _draw(self, number: int, total: int) -> None:
        """Draw the bar anew, where somebody looks."""
        if not sys.stderr.isatty():
            return
        bar = "#" * (WIDTH * number // total)
        self.stderr.write(f"\r[{bar:<{WIDTH}}] {number}/{total}", ending="")
        if number == total:
            self.stderr.write("")


def _line(handover: Handover) -> str:
    """Return how a hand-over stands, with what the log said last."""
    last = handover.events.last()
    parts = [_named(handover.edition), handover.get_state_display()]
    if handover.state == State.SCHEDULED:
        parts.append(dates.format_instant(handover.starts_at, handover.zone, "en"))
    elif last and last.detail:
        parts.append(last.detail)
    return ": ".join(parts)


def _named(edition) -> str:
    audience = "" if edition.audience == "everyone" else f" {edition.audience}"
    return f"{edition.language}{audience}"


def _instant(text: str, zone: str) -> datetime:
    """Return the instant that a day and a time mean in a zone."""
    try:
        local = datetime.fromisoformat(text)
    except ValueError as error:
        raise refused(f"{text!r} is no time. Write it as 2019-06-03 09:00.") from error
    if local.tzinfo is not None:
        raise refused("Give the time without an offset, and its zone with --zone.")
    try:
        return instant_of(local.date(), local.time(), zone, now=timezone.now())
    except UnusableTimeError as error:
        raise refused(str(error)) from error
