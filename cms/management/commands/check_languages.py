"""Find, and with --fix mend, what is not in order between the languages."""

from __future__ import annotations

from django.core.management.base import CommandError, CommandParser
from wagtail.models import Page

from cms.languages.chains import open_languages
from cms.languages.translation.checking import Finding, check, repair
from cms.management.base import ExplainedCommand

DESCRIPTION = """\
Find what is not in order between the languages of the site. Nothing that Belfry offers in the
admin damages it; a script, an import, an old dump or another package can.

  tree             a page whose depth or number of children is not that of the tree
  address          a page whose address is not made of the slugs above it
  synchronisation  a language that wagtail-localize fills with copies of another
  alias            a page that mirrors another, and has no words that could be translated
  duplicate        two pages that are the same page in the same language
  source           versions that disagree on which of them was first written
  place            a page in the tree of another language than its own
  restriction      a restriction copied from a source to its translation
  record           translators' records of a page that is gone, or taken from a translation

Without --fix it only reads. With it, what can be mended is mended in one transaction, and no
page and no word that anybody wrote is deleted: an alias goes where its readers get the original
anyway, and becomes a page of its own elsewhere; the later of two duplicates becomes a page of
its own. What needs a decision is left as it is.
"""

EXAMPLES = """\
examples:
  manage.py check_languages
      what is not in order; exit status 1 says that there is something
  manage.py check_languages --fix
      the same, mended; exit status 1 says that something is left to be decided
"""


class Command(ExplainedCommand):
    """Check the languages."""

    help = DESCRIPTION
    epilog = EXAMPLES

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the permission to change something."""
        parser.add_argument(
            "--fix", action="store_true", help="mend what can be mended; without it, only read"
        )

    def handle(self, *, fix: bool, **_options) -> None:
        """Say what was found, or what was done and what is left."""
        if fix:
            for sentence in repair():
                self.stdout.write(sentence)
        findings = check()
        for finding in findings:
            self.stdout.write(_line(finding))
        if findings:
            raise CommandError(_summary(findings, is_fixing=fix), returncode=1)
        self.stdout.write(
            f"Nothing is wrong: {Page.objects.filter(depth__gt=1).count()} pages,"
            f" {len(open_languages().tags)} languages."
        )


def _line(finding: Finding) -> str:
    """Return a finding as a line, with the pages by which the admin knows them."""
    pages = f" [{', '.join(map(str, finding.pages))}]" if finding.pages else ""
    return f"{finding.kind}: {finding.words}{pages}"


def _summary(findings: list[Finding], *, is_fixing: bool) -> str:
    """Return how much was found and what can be done about it."""
    if is_fixing:
        return f"{len(findings)} left that only somebody who knows the pages can mend."
    repairable = sum(finding.is_repairable for finding in findings)
    return f"{len(findings)} found; --fix mends {repairable}."
