"""Take the words of translations from files that translators gave back."""

from __future__ import annotations

from functools import cache, partial
from pathlib import Path

from django.core.management.base import CommandError, CommandParser

from cms.languages.translation.exchange.comparison import Line, Report, Verdict, apply, compare
from cms.languages.translation.exchange.files import Received, receive
from cms.languages.translation.glossary import vocabulary
from cms.management.base import ExplainedCommand

SILENT = (Verdict.UNCHANGED, Verdict.EMPTY)
"""What needs no line of its own."""

EXAMPLES = """\
examples:
  manage.py import_translations --dry-run french.zip
      what would change, text by text; nothing is stored
  manage.py import_translations french.zip streets.fr.xlf
      the same, stored

Each file names its translation: it can be called anything. Words marked as unsure (fuzzy, needs-review) are stored as
proposals; words that do not keep to the glossary are stored with a warning. Nothing is published. Exit status 1 says that
something was refused; the rest is stored.
"""


class Command(ExplainedCommand):
    """Import translations."""

    help = (
        "Take the words of translations from PO or XLIFF 1.2 files, or archives of them, as export_translations has"
        " written them. A text is refused if the page does not have it (any more), or if its tags, links or"
        " placeholders are not those of the source."
    )
    epilog = EXAMPLES

    def add_arguments(self, parser: CommandParser) -> None:
        """Name the files."""
        parser.add_argument(
            "files", metavar="FILE", nargs="+", type=Path, help="PO, XLIFF or ZIP file"
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would change, and store nothing"
        )

    def handle(self, *, files: list[Path], dry_run: bool, **_options) -> None:
        """Import the files, one after the other."""
        do = partial(compare if dry_run else apply, vocabulary=cache(vocabulary))
        refused = 0
        for path in files:
            try:
                with path.open("rb") as file:
                    for received in receive(file, path.name, do):
                        refused += self._report(received)
            except OSError as error:
                raise CommandError(
                    f"{path} cannot be read: {error.strerror}.", returncode=2
                ) from error
        if refused:
            raise CommandError(f"{refused} refused.", returncode=1)

    def _report(self, received: Received) -> int:
        """Write what becomes of one file, and return how much of it was refused."""
        name = _printable(received.name)
        if received.report is None:
            self.stdout.write(f"{name}: {_printable(received.error)}")
            return 1
        self.stdout.write(f"{name}: {_summary(received.report)}")
        for line in received.report.lines:
            if line.verdict not in SILENT:
                self.stdout.write(_line(line))
        return len(received.report.refused)


def _summary(report: Report) -> str:
    counts = [f"{count} {verdict.label}" for verdict, count in sorted(report.counts.items())]
    if report.absent:
        counts.append(f"{report.absent} not in the file")
    return "; ".join(counts)


def _line(line: Line) -> str:
    words = (
        f"  {line.unit.context}: {line.unit.source!r} -> {line.unit.words!r}: {line.verdict.label}"
    )
    warnings = (f"Warning: {warning}" for warning in line.warnings)
    return _printable(" ".join([words, *line.problems, *warnings]))


def _printable(text: str) -> str:
    """Return a text of somebody else's without what would command a terminal."""
    return "".join(
        character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in text
    )
