"""Which agreed and protected words stand in a sentence, and does its translation keep to them?

Protected is what is called the same in every language: what the glossary marks so, acronyms of projects, names of
members. Whether an agreed translation was used can only be guessed at, since words are inflected: that is a hint.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext

from cms.content import sources
from cms.languages.translation.fragments import normalised, plain
from cms.languages.translation.inflection import find
from cms.models import GlossaryTerm, GlossaryTranslation, Member

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ENDING = 4
"""Letters of an ending that a protected term may take: PACTESURs in German, PACTESURissa in Finnish."""

SIGNS = str.maketrans("’ʼ‐‑", "''--")
"""How apostrophes and hyphens are set is no matter of a name."""


@dataclass(frozen=True, slots=True)
class Term:
    """A term of the vocabulary for one pair of languages."""

    words: str
    """In the source language."""
    definition: str = ""
    is_protected: bool = False
    """Whether it stays as it is in this target language."""
    translation: str = ""
    """The agreed one; of a protected term the official name that may stand for it; empty if there is none."""
    forbidden: tuple[str, ...] = ()
    """Translations that are not to be used."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The terms for one pair of languages (BCP 47 tags)."""

    source_language: str
    target_language: str
    terms: tuple[Term, ...]


class Kind(StrEnum):
    """What can be said against a translation."""

    LOST = "lost"
    ALTERED = "altered"
    FORBIDDEN = "forbidden"
    UNUSED = "unused"


@dataclass(frozen=True, slots=True)
class GlossaryWarning:
    """What a translator should look at again."""

    kind: Kind
    term: Term
    found: str = ""
    """What stands in the translation instead, where that is known."""

    @property
    def is_hint(self) -> bool:
        """Whether it may well be a false alarm."""
        return self.kind == Kind.UNUSED

    @property
    def message(self) -> str:
        """The warning in a sentence, in the language of the interface."""
        named = {"term": self.term.words, "found": self.found, "agreed": self.term.translation}
        return self._sentence() % named

    def _sentence(self) -> str:
        if self.kind == Kind.LOST:
            return gettext("‘%(term)s’ is never translated, and is missing here.")
        if self.kind == Kind.ALTERED:
            return gettext("‘%(term)s’ is never translated; here it is written ‘%(found)s’.")
        if self.kind == Kind.UNUSED:
            return gettext(
                "For ‘%(term)s’ the glossary has ‘%(agreed)s’. Leave it if that stands here in another form."
            )
        if self.term.translation:
            return gettext(
                "‘%(found)s’ is not to be used for ‘%(term)s’: the glossary has ‘%(agreed)s’."
            )
        return gettext("‘%(found)s’ is not to be used for ‘%(term)s’.")


def vocabulary(source_language: str, target_language: str) -> Vocabulary:
    """Return the terms for a pair of languages: the glossary's, acronyms of public projects, members' names.

    Five queries, whatever the number of terms. Load it once for a screen or a file.

    Args:
        source_language: BCP 47 tag; for a regional one the terms of its base language count too.
        target_language: BCP 47 tag, likewise.
    """
    terms = [
        *_glossary(source_language, target_language),
        *(Term(words=acronym, is_protected=True) for acronym in _acronyms()),
        *_members(target_language),
    ]
    # What the glossary says of an acronym counts more than that it is one.
    known = {term.words: term for term in reversed(terms)}
    protected_first = sorted(known.values(), key=lambda term: not term.is_protected)
    return Vocabulary(source_language, target_language, tuple(protected_first))


def terms_in(words: str, vocabulary: Vocabulary) -> list[Term]:
    """Return the terms that stand in a sentence, each once, in the order in which they come.

    Of terms that overlap the longest counts, of equally long ones the protected one: "urban security" is not also
    "security", and "BRIDGE" is the project.

    Args:
        words: a sentence of the source, a fragment of HTML.
        vocabulary: of the pair of languages.
    """
    text = _comparable(plain(words))
    places = sorted(
        (
            (start, end, number)
            for number, term in enumerate(vocabulary.terms)
            for start, end in _places(term, text, vocabulary.source_language)
        ),
        key=lambda place: (place[0] - place[1], place[0]),
    )
    taken: list[tuple[int, int]] = []
    first: dict[int, int] = {}
    for start, end, number in places:
        if not _overlaps(start, end, taken):
            taken.append((start, end))
            first[number] = min(start, first.get(number, start))
    return [vocabulary.terms[number] for number in sorted(first, key=first.__getitem__)]


def warnings(
    source_words: str, translated_words: str, vocabulary: Vocabulary
) -> list[GlossaryWarning]:
    """Return what in a translation does not keep to the vocabulary, by the order of the terms in the source.

    Args:
        source_words: the sentence, a fragment of HTML.
        translated_words: its translation, likewise; one that is empty is missing, not wrong.
        vocabulary: of the pair of languages.
    """
    text = _comparable(plain(translated_words))
    if not text:
        return []
    return [
        warning
        for term in terms_in(source_words, vocabulary)
        for warning in _objections(term, text, vocabulary.target_language)
    ]


def _glossary(source_language: str, target_language: str) -> Iterator[Term]:
    rows = GlossaryTranslation.objects.filter(language__in=_tags(target_language))
    # The row of a regional language comes last, and counts.
    translations = {row.term_id: row for row in sorted(rows, key=lambda row: len(row.language))}
    for row in GlossaryTerm.objects.filter(
        Q(language__in=_tags(source_language)) | Q(is_protected=True)
    ):
        own = translations.get(row.pk) or GlossaryTranslation()
        yield Term(
            words=row.term,
            definition=row.definition,
            is_protected=row.is_protected,
            translation=own.translation,
            forbidden=own.forbidden_words,
        )


def _acronyms() -> Iterable[str]:
    return sources().exclude(acronym="").order_by().values_list("acronym", flat=True).distinct()


def _members(target_language: str) -> Iterator[Term]:
    """Yield the names of members: that of a town may be told by its official name in the other language."""
    for member in Member.objects.select_related("city").prefetch_related("city__names"):
        city = member.city
        is_city = member.name in {city.name, *(row.name for row in city.names.all())}
        official = city.name_in(target_language) if is_city else ""
        yield Term(words=member.name, is_protected=True, translation=official)


def _tags(language: str) -> set[str]:
    """Return a BCP 47 tag and that of its base language."""
    return {language, language.split("-")[0]}


def _comparable(text: str) -> str:
    return normalised(text).translate(SIGNS)


def _places(term: Term, text: str, language: str) -> Iterable[tuple[int, int]]:
    """Return where a term stands in a sentence of the source."""
    if not term.is_protected:
        return find(_comparable(term.words), text, language)
    # An acronym may have an ending here too; "Nice" does not stand in "Nicely".
    return _exactly(term.words, text, ending=ENDING if term.words[-1:].isupper() else 0)


def _exactly(words: str, text: str, *, ending: int) -> Iterator[tuple[int, int]]:
    """Yield where words stand as they are, capitals included, and not as a part of longer ones.

    Args:
        words: what is looked for.
        text: in which.
        ending: how many small letters may follow.
    """
    words = _comparable(words)
    if not words or words not in text:
        return
    for found in re.finditer(rf"(?<!\w){re.escape(words)}(\w{{0,{ending}}})(?!\w)", text):
        if not found[1] or found[1].islower():
            yield found.span()


def _overlaps(start: int, end: int, taken: Iterable[tuple[int, int]]) -> bool:
    return any(start < other_end and other_start < end for other_start, other_end in taken)


def _objections(term: Term, text: str, language: str) -> list[GlossaryWarning]:
    """Return what is to be said of one term: what should not be there, else what should."""
    agreed = list(find(_comparable(term.translation), text, language))
    forbidden = [
        GlossaryWarning(Kind.FORBIDDEN, term, text[start:end])
        for words in term.forbidden
        for start, end in find(_comparable(words), text, language)
        # A forbidden word may be a part, or another form, of the agreed one.
        if not any(first <= start and end <= last for first, last in agreed)
    ]
    if forbidden:
        return list(dict.fromkeys(forbidden))
    if agreed:
        return []
    if not term.is_protected:
        return [GlossaryWarning(Kind.UNUSED, term)] if term.translation else []
    if any(_exactly(term.words, text, ending=ENDING)):
        return []
    for start, end in find(_comparable(term.words), text, language):
        return [GlossaryWarning(Kind.ALTERED, term, text[start:end])]
    return [GlossaryWarning(Kind.LOST, term)]
