"""What does a fragment of HTML, as wagtail-localize keeps words, say without its marks, and how do two differ?"""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher
from html import unescape
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

BREAK = re.compile(r"<br\s*/?>")
MARK = re.compile(r"<[^>]*>")
"""Nothing else can begin with "<": wagtail-localize escapes what an author types."""
SOFT_HYPHEN = "\u00ad"

PART = re.compile(r"\w+|\s+|[^\w\s]")
"""What a difference consists of: a word, white space, a single other sign."""


class Piece(NamedTuple):
    """A part of the difference between two sentences: what both have, or only the old one, or only the new one."""

    kind: Literal["same", "removed", "added"]
    text: str


def plain(fragment: str) -> str:
    """Return the text of a fragment: marks left out, entities read, the rest as ``normalised`` has it.

    Args:
        fragment: words as they stand in a ``String`` or a ``StringTranslation``.
    """
    return normalised(unescape(MARK.sub("", BREAK.sub(" ", fragment))))


def normalised(text: str) -> str:
    """Return text in the one form in which sentences can be compared.

    Letters are composed (Unicode normalisation form C), soft hyphens dropped, and every run of white space, a no-break
    space too, is one space.
    """
    return " ".join(unicodedata.normalize("NFC", text).replace(SOFT_HYPHEN, "").split())


def count_words(fragments: Iterable[str]) -> int:
    """Return how many words there are to translate in some fragments."""
    return sum(len(plain(fragment).split()) for fragment in fragments)


def is_trivial(old: str, new: str) -> bool:
    """Return whether two fragments differ only in case, punctuation, white space or marks.

    Then a translation of the one likely holds for the other. Letters are as equal as Unicode allows: normal form KC,
    case folded.
    """
    return _letters(old) == _letters(new)


def _letters(fragment: str) -> str:
    normal = unicodedata.normalize("NFKC", plain(fragment)).casefold()
    return "".join(letter for letter in normal if unicodedata.category(letter)[0] in "LMN")


def difference(old: str, new: str) -> tuple[Piece, ...]:
    """Return the steps from one text to another, word by word, for a screen to mark as <ins> and <del>.

    Spaces between two words that have both changed are changed with them: three words replaced are one piece, not five.
    """
    old_parts, new_parts = PART.findall(old), PART.findall(new)
    steps: list[tuple[str, str]] = []
    opcodes = SequenceMatcher(None, old_parts, new_parts, autojunk=False).get_opcodes()
    for number, (kind, i, j, k, m) in enumerate(opcodes):
        removed, added = "".join(old_parts[i:j]), "".join(new_parts[k:m])
        joins = kind == "equal" and removed.isspace() and 0 < number < len(opcodes) - 1
        if steps and (joins or (kind != "equal" and steps[-1][0] != steps[-1][1])):
            removed, added = steps[-1][0] + removed, steps[-1][1] + added
            steps.pop()
        steps.append((removed, added))
    return tuple(piece for removed, added in steps for piece in _pieces(removed, added))


def _pieces(removed: str, added: str) -> Iterator[Piece]:
    if removed == added:
        yield Piece("same", removed)
        return
    if removed:
        yield Piece("removed", removed)
    if added:
        yield Piece("added", added)
