"""What does somebody see of what a file would change in translations?"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext, ngettext

from cms.desk import places
from cms.languages.translation.exchange.comparison import Verdict
from cms.languages.translation.fragments import Piece, difference
from cms.languages.translation.legible import typed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cms.languages.translation.exchange.comparison import Line, Report
    from cms.languages.translation.exchange.files import Received

SHOWN_LINES = 300
"""How many texts a report shows; the others are counted."""
SHOWN_CHARACTERS = 1_500
"""How much of a text a report shows: to compare longer ones takes a time that grows with their square."""
SHOWN_ERRORS = 10
"""How many files of an archive are named beside the field."""

SILENT = frozenset({Verdict.UNCHANGED, Verdict.EMPTY})
"""What is counted, not shown."""
RANKS = (
    *(Verdict.MARKUP, Verdict.REPEATED, Verdict.UNKNOWN),
    *(Verdict.REPLACED, Verdict.KEPT, Verdict.PROPOSED, Verdict.TAKEN),
)
"""What somebody has to look at comes first."""

SIGNS = {
    **dict.fromkeys((Verdict.MARKUP, Verdict.REPEATED, Verdict.UNKNOWN), ("cross", "refused")),
    Verdict.KEPT: ("minus", "kept"),
    Verdict.REPLACED: ("history", "replaced"),
    Verdict.PROPOSED: ("view", "proposed"),
    Verdict.TAKEN: ("check", "taken"),
}
"""Icon and name of the style of each verdict."""

MARKUP = re.compile(r"<(?!br\b)")
"""A tag that a text without markup does not have."""


@dataclass(frozen=True, slots=True)
class ShownLine:
    """One text of a file, as it is shown."""

    verdict: Verdict
    icon: str
    style: str
    outcome: str
    """What would become of it, in words."""
    place: str
    source: str
    pieces: tuple[Piece, ...]
    """From the words that stand there now to those of the file."""
    problems: tuple[str, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownFile:
    """One file, as it is shown."""

    name: str
    error: str = ""
    title: str = ""
    """Of the page."""
    source_language: str = ""
    target_language: str = ""
    """BCP 47 tags."""
    counts: tuple[tuple[str, int], ...] = ()
    lines: tuple[ShownLine, ...] = ()
    hidden: str = ""
    """How many texts are not shown, in words."""


def errors(found: Iterable[Received]) -> list[str]:
    """Return why nothing can be taken, in sentences; files of an archive are named."""
    found = list(found)
    if not found:
        return [gettext("There is no file in the archive.")]
    if len(found) == 1:
        return [found[0].error]
    named = [f"{printable(received.name)}: {received.error}" for received in found[:SHOWN_ERRORS]]
    more = len(found) - SHOWN_ERRORS
    if more > 0:
        words = ngettext("%(count)s more file", "%(count)s more files", more)
        named.append(words % {"count": more})
    return named


def shown(found: Iterable[Received]) -> list[ShownFile]:
    """Return what is shown of some files; of all of them together not more than SHOWN_LINES texts."""
    left, files = SHOWN_LINES, []
    for received in found:
        if received.report is None:
            files.append(ShownFile(name=printable(received.name), error=received.error))
            continue
        files.append(_shown_file(received.name, received.report, left))
        left -= len(files[-1].lines)
    return files


def _shown_file(name: str, report: Report, most: int) -> ShownFile:
    source = report.translation.source
    model = ContentType.objects.get_for_id(source.specific_content_type_id).model_class()
    lines = sorted(
        (line for line in report.lines if line.verdict not in SILENT),
        key=lambda line: (RANKS.index(line.verdict), not line.warnings),
    )
    more = max(len(lines) - most, 0)
    words = ngettext("%(count)s more text", "%(count)s more texts", more)
    return ShownFile(
        name=printable(name),
        title=source.object_repr,
        source_language=source.locale.language_code,
        target_language=report.translation.target_locale.language_code,
        counts=tuple(_counts(report)),
        lines=tuple(_shown_line(model, line) for line in lines[:most]),
        hidden=words % {"count": more} if more else "",
    )


def _counts(report: Report) -> list[tuple[str, int]]:
    counts = report.counts
    told = [
        (gettext("to be taken"), len(report.changes)),
        (gettext("instead of other confirmed words"), counts[Verdict.REPLACED]),
        (gettext("to be reviewed afterwards"), counts[Verdict.PROPOSED]),
        (gettext("with warnings"), len(report.warned)),
        (gettext("not taken, since confirmed words stand there"), counts[Verdict.KEPT]),
        (gettext("refused"), len(report.refused)),
        (gettext("unchanged"), counts[Verdict.UNCHANGED]),
        (gettext("without words in the file"), counts[Verdict.EMPTY]),
        (gettext("not in the file"), report.absent),
    ]
    return [(words, count) for words, count in told if count]


def _shown_line(model: type, line: Line) -> ShownLine:
    icon, style = SIGNS[line.verdict]
    old, new = readable(line.present), readable(line.unit.words)
    return ShownLine(
        verdict=line.verdict,
        icon=icon,
        style=style,
        outcome=_outcome(line),
        place=_place(model, line),
        source=readable(line.unit.source),
        pieces=difference(old, new) if old else (Piece("same", new),),
        problems=line.problems,
        warnings=line.warnings,
    )


def _outcome(line: Line) -> str:
    """Return what would become of a text, in words that say that it has not happened yet."""
    if line.verdict is Verdict.TAKEN and line.present == line.unit.words:
        return gettext("confirms the proposed words")
    if line.verdict is Verdict.TAKEN and line.present:
        return gettext("replaces proposed words")
    known = {
        Verdict.TAKEN: gettext("new"),
        Verdict.REPLACED: gettext("replaces confirmed words"),
        Verdict.PROPOSED: gettext("needs review: the file marks it as unsure"),
    }
    return known.get(line.verdict) or str(line.verdict.label)


def _place(model: type, line: Line) -> str:
    """Return where a text stands, in the words of the form; as the file says it where there is no such place."""
    path = line.unit.context
    if line.verdict is Verdict.UNKNOWN:
        return printable(path[:80])
    return places.heading(model, path).label


def readable(words: str) -> str:
    """Return the words of a file, or those that stand there, as a person types them, cut where they are very long."""
    text = typed(words[: SHOWN_CHARACTERS + 1], is_rich=bool(MARKUP.search(words)))
    return f"{text[:SHOWN_CHARACTERS]} …" if len(words) > SHOWN_CHARACTERS else text


def printable(text: str) -> str:
    """Return a name of somebody else's without what would change how the text around it is read."""
    return "".join(
        character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in text
    )
