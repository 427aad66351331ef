"""What helps with a sentence: what was said of one like it before, which terms it has, and what is wrong with its words?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cms.languages.translation import glossary, markup
from cms.languages.translation.legible import typed
from cms.languages.translation.memory import near_all

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.contrib.auth.models import AbstractUser
    from wagtail_localize.models import Translation

    from cms.languages.translation.fragments import Piece
    from cms.languages.translation.glossary import Term, Vocabulary
    from cms.languages.translation.memory import Match
    from cms.languages.translation.segments import Segment


@dataclass(frozen=True, slots=True)
class Near:
    """A sentence that was translated before, and resembles this one."""

    pieces: tuple[Piece, ...]
    """From the earlier sentence to this one."""
    words: str
    """Its translation, as a person types it."""
    percent: int
    """How alike they are, 1 to 100."""
    origin: str
    """Where it stands, for people; empty if that is no page."""


@dataclass(frozen=True, slots=True)
class Hints:
    """What helps with one sentence."""

    near: tuple[Near, ...] = ()
    terms: tuple[Term, ...] = ()
    warnings: tuple[str, ...] = ()
    """Sentences for the translator about the words as they are."""


def hints(
    translation: Translation, segments: Sequence[Segment], user: AbstractUser
) -> dict[int, Hints]:
    """Return what helps with some segments, by their primary key. Eight queries at most, whatever their number.

    Args:
        translation: the record.
        segments: of it.
        user: the translator, to whom similar sentences are shown only from what they may see.
    """
    source, target = translation.source.locale, translation.target_locale
    known = _vocabulary(translation)
    unconfirmed = [segment.source for segment in segments if not segment.is_confirmed]
    alike = near_all(unconfirmed, source, target, user=user) if unconfirmed else {}
    return {
        segment.pk: Hints(
            near=tuple(
                _near(match, is_rich=segment.is_rich) for match in alike.get(segment.source, ())
            ),
            terms=tuple(glossary.terms_in(segment.source, known)),
            warnings=tuple(_remarks(segment, known)),
        )
        for segment in segments
    }


def remarks(translation: Translation, segment: Segment) -> list[str]:
    """Return what a translator should look at again in the words of one segment, in sentences. Five queries."""
    return _remarks(segment, _vocabulary(translation))


def _remarks(segment: Segment, known: Vocabulary) -> list[str]:
    if segment.is_missing:
        return []
    found = markup.problems(segment.source, segment.words)
    if segment.error and not found:
        found = [segment.error]
    objections = glossary.warnings(segment.source, segment.words, known)
    return [*found, *(warning.message for warning in objections)]


def _vocabulary(translation: Translation) -> Vocabulary:
    return glossary.vocabulary(
        translation.source.locale.language_code, translation.target_locale.language_code
    )


def _near(match: Match, *, is_rich: bool) -> Near:
    return Near(
        match.difference, typed(match.translated, is_rich=is_rich), match.percent, match.whence
    )
