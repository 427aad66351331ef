"""Say whether an issue can go out, and in which languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.core.management.base import CommandError, CommandParser

from cms.management.base import ExplainedCommand
from cms.names import language_name
from newsletter.approval.freezing import current
from newsletter.approval.standing import Outlook, standing
from newsletter.management.base import find_issue, require_open
from newsletter.readiness.verdict import readiness

if TYPE_CHECKING:
    from newsletter.readiness.findings import Finding, Verdict

EXAMPLES = """\
examples:
  manage.py check_issue june-2019
      the verdict in every open language, with what is in the way, who can mend it and where
  manage.py check_issue june-2019 --language fr
      in French alone
  manage.py check_issue june-2019 --language fr > /dev/null && echo ready
      in a script

What begins with ! is in the way; what begins with - should be looked at. A language that is held back, left out or approved
already keeps no other from going out, unless it is named. Exit status: 0 if nothing is in the way, 1 if something is or if
nothing is to go out, 2 if there is no such issue or language.
"""
UNASKED = "words that nobody was asked for yet"


class Command(ExplainedCommand):
    """Give the verdict on an issue of the newsletter."""

    help = (
        "Say whether an issue of the newsletter can go out as it was saved last: everything that stands between it and its"
        " readers, language by language, what is in the way first, with the words that are left to translate and who has"
        " them. Reads only; no other site is asked anything."
    )
    epilog = EXAMPLES

    def add_arguments(self, parser: CommandParser) -> None:
        """Name the issue and the readers."""
        parser.add_argument("slug", metavar="SLUG", help="slug of the issue, in its own language")
        parser.add_argument(
            "--language", metavar="LL", help="of the readers, such as fr; by default all"
        )

    def handle(self, *, slug: str, language: str | None, **_options) -> None:
        """Print a verdict for each language.

        Raises:
            CommandError: if something is in the way, nothing is to go out, or what was asked for is not there.
        """
        if language:
            require_open(language)
        issue = find_issue(slug).get_latest_revision_as_object()
        found = readiness(issue, languages=(language,) if language else None)
        now = standing(issue, found, current(issue))
        for verdict in found.verdicts.values():
            self._print(verdict, now.outlooks[verdict.language])
        # Whoever names a language asks about it, whatever was decided.
        if blocked := found.blocked() if language else now.obstacles:
            raise CommandError(f"{issue.title} is blocked in: {', '.join(blocked)}", returncode=1)
        if not (language or now.wanted or now.is_done):
            raise CommandError(
                f"{issue.title}: every language is held back or left out", returncode=1
            )

    def _print(self, verdict: Verdict, outlook: Outlook) -> None:
        name = language_name(verdict.language, "en")
        styles = {Outlook.BLOCKED: self.style.ERROR, Outlook.READY: self.style.SUCCESS}
        state = styles.get(outlook, self.style.WARNING)(outlook.value)
        size = f"mail {round(verdict.mail_size / 1000)} kB"
        left = [f"{_words(verdict.words_left)} left"] if verdict.words_left else []
        left += [UNASKED] if verdict.is_unasked else []
        self.stdout.write(f"{verdict.language}  {name}: {state} ({', '.join([size, *left])})")
        for finding in sorted(verdict.findings, key=lambda finding: not finding.is_blocking):
            self._print_finding(finding)

    def _print_finding(self, finding: Finding) -> None:
        details = [_words(finding.words_left)] if finding.words_left else []
        details += [UNASKED] if finding.is_unasked else []
        details += [finding.assignee] if finding.assignee else []
        mark = self.style.ERROR("!") if finding.is_blocking else "-"
        more = f" ({', '.join(details)})" if details else ""
        self.stdout.write(f"    {mark} {finding.message}{more}")
        self.stdout.write(f"      {settings.WAGTAILADMIN_BASE_URL.rstrip('/')}{finding.url}")


def _words(number: int) -> str:
    return "1 word" if number == 1 else f"{number} words"
