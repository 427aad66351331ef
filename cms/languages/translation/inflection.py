"""Is a word a form of another, as far as can be told without a dictionary?

Good enough to look a term up and to word a hint, never to call something an error: the beginning of a word decides, and
how much of its end may change depends on its length and its language. Irregular forms (Polish miasto, mieście) are not
recognised; now and then a different word is.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

WORD = re.compile(r"\w+")

ENDS_CHANGE_FROM = {"en": 99, "fr": 99, "es": 99, "da": 99, "sv": 99, "de": 7, "nl": 7}
"""How many letters a word has at least whose last letters change when it is inflected.

In the languages with 99 endings are only added: English "police" must not be found in "policy". In German it is the
adjectives that change (öffentlicher, öffentlichen), and they are long (lokales, lokalen).
"""
OTHERWISE_FROM = 4

PLURALS = {"en": ("ies", "y"), "fr": ("aux", "al")}
"""Endings of regular plurals that do more than add to the word: cities, locaux."""

FIRM = 3
"""Letters at the beginning of a word that no inflection changes, of a shorter one all."""

COMPOUNDS_FROM = 8
"""Letters of a word of which longer ones may be composed: Prävention, Präventionsrat."""

GAP = frozenset(" -‐‑–'’ʼ/\"«»„“”‘")
"""What may stand between the words of one term."""


class Word(NamedTuple):
    """A word of a text, where it stands, and the form in which it is compared."""

    start: int
    end: int
    form: str


@lru_cache(maxsize=4096)
def words_of(text: str, language: str) -> tuple[Word, ...]:
    """Return the words of a text, without accents and capitals: they come and go with inflection (Stadt, Städte).

    Args:
        text: plain, its letters composed.
        language: its BCP 47 tag.
    """
    plural, singular = PLURALS.get(language.split("-")[0], ("", ""))
    words = []
    for found in WORD.finditer(text):
        letters = unicodedata.normalize("NFKD", found.group().casefold())
        form = "".join(letter for letter in letters if not unicodedata.combining(letter))
        if plural and form.endswith(plural):
            form = form.removesuffix(plural) + singular
        words.append(Word(*found.span(), form))
    return tuple(words)


@lru_cache(maxsize=4096)
def beginnings(text: str, language: str) -> frozenset[str]:
    """Return the first letters of the words of a text, as many as no inflection changes (``is_form_of``)."""
    return frozenset(word.form[:FIRM] for word in words_of(text, language))


def find(phrase: str, text: str, language: str) -> Iterator[tuple[int, int]]:
    """Yield where a phrase stands in a text, in whatever form; both are of one language.

    Args:
        phrase: one or more words in their basic form.
        text: plain, its letters composed.
        language: the BCP 47 tag of both.

    Yields:
        The first index in the text, and the one after the last.
    """
    wanted, words = words_of(phrase, language), words_of(text, language)
    if not wanted:
        return
    initial = wanted[0].form[:FIRM]
    if len(initial) == FIRM and initial not in beginnings(text, language):
        return  # most terms of a glossary stand in no given sentence
    for first, word in enumerate(words[: len(words) - len(wanted) + 1]):
        if not word.form.startswith(initial):
            continue
        run = words[first : first + len(wanted)]
        forms = zip(run, wanted, strict=True)
        if all(is_form_of(own.form, basic.form, language) for own, basic in forms) and (
            _are_together(run, text)
        ):
            yield run[0].start, run[-1].end


def is_form_of(word: str, basic: str, language: str) -> bool:
    """Return whether a word may be a form of another, both as ``words_of`` has them."""
    if word == basic:
        return True
    length = len(basic)
    changes_from = ENDS_CHANGE_FROM.get(language.split("-")[0], OTHERWISE_FROM)
    cut = min(3, length // 4) if length >= changes_from else 0
    if not word.startswith(basic[: length - cut]):
        return False
    added = 1 if length <= 4 else 3
    return len(word) <= length + added or (length >= COMPOUNDS_FROM and word.startswith(basic))


def _are_together(run: Sequence[Word], text: str) -> bool:
    return all(GAP.issuperset(text[before.end : after.start]) for before, after in pairwise(run))
