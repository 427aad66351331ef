"""What would a file change in a translation, and what does it change?"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import TYPE_CHECKING

from django.db import models, transaction
from django.dispatch import Signal
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page
from wagtail_localize.models import StringTranslation, Translation
from wagtail_localize.strings import StringValue

from cms.languages.translation import glossary
from cms.languages.translation.markup import problems
from cms.languages.translation.segments import FROM_FILE, reopen

from .contents import Held, Place, contents
from .sheet import ExchangeError, Sheet, State, Unit

if TYPE_CHECKING:
    from collections.abc import Callable, Container

    from django.contrib.auth.models import AbstractUser

    from cms.languages.translation.glossary import Vocabulary

    Vocabularies = Callable[[str, str], Vocabulary]
    """What finds the terms for two languages (BCP 47 tags)."""

imported = Signal()
"""Sent with a ``translation`` when words of a file were written into it: bulk writes send no signal of Django's."""

TOOL = FROM_FILE
"""Where proposed words came from, as wagtail-localize records it."""


class Verdict(models.TextChoices):
    """What becomes of one unit of a file."""

    TAKEN = "taken", _("taken")
    REPLACED = "replaced", _("taken, instead of other confirmed words")
    PROPOSED = "proposed", _("taken, to be reviewed")
    UNCHANGED = "unchanged", _("unchanged")
    EMPTY = "empty", _("no words in the file")
    KEPT = (
        "kept",
        _("not taken: words of the page are confirmed, those of the file are to be reviewed"),
    )
    OVERTAKEN = "overtaken", _("not taken: somebody has changed it since you looked at it")
    REPEATED = "repeated", _("refused: it stands in the file twice, with different words")
    UNKNOWN = "unknown", _("refused: it does not stand in this page")
    MARKUP = "markup", _("refused: its markup is not that of the source")


WRITTEN = frozenset({Verdict.TAKEN, Verdict.REPLACED, Verdict.PROPOSED})
REFUSED = frozenset({Verdict.REPEATED, Verdict.UNKNOWN, Verdict.MARKUP})


@dataclass(frozen=True, slots=True)
class Line:
    """One unit of a file, and what becomes of it."""

    unit: Unit
    verdict: Verdict
    present: str = ""
    """The translated words that stand there now, whatever their state."""
    problems: tuple[str, ...] = ()
    """Why it is refused, in sentences."""
    warnings: tuple[str, ...] = ()
    """What the glossary says against words that are taken all the same, in sentences."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a file changes in one translation, unit by unit in the order of the file."""

    translation: Translation
    lines: tuple[Line, ...]
    absent: int
    """How many texts of the page the file does not mention."""

    @property
    def counts(self) -> Counter[Verdict]:
        """How many units have each verdict."""
        return Counter(line.verdict for line in self.lines)

    @property
    def changes(self) -> tuple[Line, ...]:
        """The lines that are, or would be, written."""
        return tuple(line for line in self.lines if line.verdict in WRITTEN)

    @property
    def overtaken(self) -> tuple[Line, ...]:
        """The lines that would have been written, had they still been what somebody has agreed to."""
        return tuple(line for line in self.lines if line.verdict is Verdict.OVERTAKEN)

    @property
    def refused(self) -> tuple[Line, ...]:
        """The lines that somebody has to look at."""
        return tuple(line for line in self.lines if line.verdict in REFUSED)

    @property
    def warned(self) -> tuple[Line, ...]:
        """The lines that are, or would be, written, and that somebody should look at again."""
        return tuple(line for line in self.lines if line.warnings)

    @property
    def keys(self) -> tuple[str, ...]:
        """What names each change together with what it replaces: who agrees to it agrees to nothing else."""
        return tuple(self.key(line) for line in self.changes)

    def key(self, line: Line) -> str:
        """Return what names a change of one line: 16 hexadecimal digits."""
        unit = line.unit
        said = (
            *(str(self.translation.uuid), unit.context, unit.source),
            *(line.present, unit.words, line.verdict.value),
        )
        return blake2b(repr(said).encode(errors="surrogatepass"), digest_size=8).hexdigest()


def compare(
    translation: Translation, sheet: Sheet, *, vocabulary: Vocabularies = glossary.vocabulary
) -> Report:
    """Return what a file would change, and change nothing.

    Two queries, whatever the number of units, and those of the vocabulary if there is anything to take.

    Args:
        translation: the record.
        sheet: what the file says.
        vocabulary: what finds the terms; for many files one that remembers them: ``functools.cache(vocabulary)``.

    Raises:
        ExchangeError: if the file is of another translation, or in another language.
    """
    return _compare(translation, sheet, contents(translation), vocabulary)


@transaction.atomic
def apply(
    translation: Translation,
    sheet: Sheet,
    *,
    user: AbstractUser | None = None,
    agreed: Container[str] | None = None,
    vocabulary: Vocabularies = glossary.vocabulary,
) -> Report:
    """Take the words of a file, all or none; a file that changes nothing writes nothing.

    Words that the file marks as unsure become proposals and never replace words that a person has confirmed. No words
    are ever removed.

    Args:
        translation: the record.
        sheet: what the file says.
        user: who brought the file.
        agreed: the keys of the changes that somebody has seen in a dry run and wants. Any other is not made: the words
            that it would replace are not those that were seen. None for whatever the file changes now.
        vocabulary: as of ``compare``.

    Returns:
        What has been changed. Compared anew, since somebody may have translated after the dry run.

    Raises:
        ExchangeError: as for ``compare``.
    """
    # Two files for one translation wait for each other here.
    Translation.objects.select_for_update().get(pk=translation.pk)
    held = contents(translation)
    report = _compare(translation, sheet, held, vocabulary)
    if agreed is not None:
        report = _as_agreed(report, agreed)
    if report.changes:
        _write(translation, [(line, held[_place(line.unit)]) for line in report.changes], user)
    return report


def _as_agreed(report: Report, agreed: Container[str]) -> Report:
    lines = (
        replace(line, verdict=Verdict.OVERTAKEN)
        if line.verdict in WRITTEN and report.key(line) not in agreed
        else line
        for line in report.lines
    )
    return replace(report, lines=tuple(lines))


def _compare(
    translation: Translation,
    sheet: Sheet,
    held: dict[Place, Held],
    vocabulary: Vocabularies,
) -> Report:
    _refuse_another(translation, sheet)
    # The first one with words: a file of wagtail-localize lists a text as often as it stands in one place.
    first: dict[Place, Unit] = {}
    for unit in sheet.units:
        if first.setdefault(_place(unit), unit).state is State.MISSING:
            first[_place(unit)] = unit
    paths = {path for path, _text in held}
    lines = [
        _line(unit, held.get(_place(unit)), first[_place(unit)], paths) for unit in sheet.units
    ]
    if any(line.verdict in WRITTEN for line in lines):
        known = vocabulary(
            translation.source.locale.language_code, translation.target_locale.language_code
        )
        lines = [_warned(line, known) for line in lines]
    return Report(translation, tuple(lines), absent=len(held.keys() - first.keys()))


def _warned(line: Line, known: Vocabulary) -> Line:
    """Return a line that is to be written with what the glossary is sure of; mere hints stay in the editor."""
    if line.verdict not in WRITTEN:
        return line
    found = glossary.warnings(line.unit.source, line.unit.words, known)
    return replace(line, warnings=tuple(each.message for each in found if not each.is_hint))


def _refuse_another(translation: Translation, sheet: Sheet) -> None:
    if sheet.translation != translation.uuid:
        raise ExchangeError(gettext("The file is of another page, or of another language."))
    wanted = translation.target_locale.language_code
    if sheet.target_language and not _fits(sheet.target_language, wanted):
        raise ExchangeError(
            gettext("The file is in the language “%(given)s”, the translation in “%(wanted)s”.")
            % {"given": sheet.target_language[:40], "wanted": wanted}
        )


def _fits(given: str, wanted: str) -> bool:
    """Tell whether one language tag is the other's, or a region of it (RFC 4647, 3.3.1): some tools demand a region."""
    one, other = (tag.strip().replace("_", "-").lower() + "-" for tag in (given, wanted))
    return one.startswith(other) or other.startswith(one)


def _place(unit: Unit) -> Place:
    return unit.context, unit.source


def _line(unit: Unit, held: Held | None, first: Unit, paths: set[str]) -> Line:
    """Return what becomes of one unit.

    Args:
        unit: as the file gives it.
        held: what stands there now; None where there is no such place.
        first: the first unit of the file with words for the same place.
        paths: of all places of the page.
    """
    if held is None:
        reason = (
            gettext("The source has changed since the file was made.")
            if unit.context in paths
            else gettext("There is no such place on this page.")
        )
        return Line(unit, Verdict.UNKNOWN, problems=(reason,))
    now = held.unit
    if unit.state is State.MISSING:
        return Line(unit, Verdict.EMPTY, now.words)
    if (unit.words, unit.state) != (first.words, first.state):
        return Line(unit, Verdict.REPEATED, now.words)
    if (unit.words, unit.state) == (now.words, now.state):
        return Line(unit, Verdict.UNCHANGED, now.words)
    return _taken(unit, now)


def _taken(unit: Unit, now: Unit) -> Line:
    """Return what becomes of a unit whose words, or whose state, are not those that stand there."""
    if unit.state is State.PROPOSED and now.state is State.CONFIRMED:
        return Line(unit, Verdict.KEPT, now.words)
    if found := problems(unit.source, unit.words):
        return Line(unit, Verdict.MARKUP, now.words, tuple(found))
    if unit.state is State.PROPOSED:
        return Line(unit, Verdict.PROPOSED, now.words)
    is_other = now.state is State.CONFIRMED
    return Line(unit, Verdict.REPLACED if is_other else Verdict.TAKEN, now.words)


def _write(
    translation: Translation, changes: list[tuple[Line, Held]], user: AbstractUser | None
) -> None:
    """Store words: one statement for all of them, and what wagtail-localize does besides when it saves one."""
    now = timezone.now()
    rows = {
        (held.string, held.context): StringTranslation(
            translation_of_id=held.string,
            context_id=held.context,
            locale_id=translation.target_locale_id,
            data=line.unit.words,
            translation_type=_type(line.unit),
            tool_name=TOOL if line.unit.state is State.PROPOSED else "",
            last_translated_by=user,
            updated_at=now,
            # Its own rules (StringTranslation.save) are part of ours.
            has_error=False,
            field_error="",
        )
        for line, held in changes
    }
    StringTranslation.objects.bulk_create(
        rows.values(),
        update_conflicts=True,
        unique_fields=["locale", "translation_of", "context"],
        update_fields=[
            *("data", "translation_type", "tool_name", "last_translated_by"),
            *("updated_at", "has_error", "field_error"),
        ],
    )
    for line, _held in changes:
        if line.unit.context == "title":
            # Bulk writes send no signal; this is what post_save_string_translation does, with text instead of HTML.
            Page.objects.filter(
                translation_key=translation.source.object_id,
                locale_id=translation.target_locale_id,
            ).update(draft_title=StringValue(line.unit.words).render_text())
    if changes:
        imported.send(sender=Translation, translation=translation)
        reopen(translation)


def _type(unit: Unit) -> str:
    if unit.state is State.PROPOSED:
        return StringTranslation.TRANSLATION_TYPE_MACHINE
    return StringTranslation.TRANSLATION_TYPE_MANUAL
