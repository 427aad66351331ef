"""By which rules are words compared?

On PostgreSQL by those of the language in which they stand: its stemmer finds "Stadt" by "Städten", and its stop words are
left out. People also type without accents, and stemmers do not expect that. So the words are cut to their stems twice, as
they stand and folded (``cms.folding``), and a question too: no extension has to be installed, and no right beyond that of
the tables is needed (docs/decisions/0012-own-search.md).

Where there is no stemmer, on SQLite and for languages that PostgreSQL does not know, every word of a question must occur, and is
found by its beginning, folded: the simple mode.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVector
from django.db import connection
from django.db.models import Case, F, FloatField, Q, TextField, Value, When

from cms.folding import folded

if TYPE_CHECKING:
    from collections.abc import Iterable

CONFIGURATIONS = {
    "ca": "catalan",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "es": "spanish",
    "eu": "basque",
    "fi": "finnish",
    "fr": "french",
    "ga": "irish",
    "hu": "hungarian",
    "hy": "armenian",
    "it": "italian",
    "lt": "lithuanian",
    "nb": "norwegian",
    "nl": "dutch",
    "no": "norwegian",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sr": "serbian",
    "sv": "swedish",
    "tr": "turkish",
}
"""The configurations that every PostgreSQL from 14 on has, by base language; it has none for the others."""

SIMPLE = "simple"
"""PostgreSQL's configuration without stemmer and stop words."""

MOST_CHARACTERS = 100_000
"""How much of a text is searched: PostgreSQL keeps at most 1 MB of the words of a row, and would refuse more."""

WORD = re.compile(r"[^\W_]+")
NOT_STORED = re.compile("[\0\ud800-\udfff\u00ad]")
"""What no database keeps, and the soft hyphen, which only tells where a word may be broken."""


@dataclass(frozen=True, slots=True)
class Texts:
    """What is searched of a version, by how much it counts."""

    title: str
    summary: str
    names: str
    """Names, and the words of rows and of the kind's own fields."""
    body: str


def configuration_of(language: str) -> str:
    """Return PostgreSQL's configuration for a language (BCP 47); "" where the database is another one."""
    if connection.vendor != "postgresql":
        return ""
    return CONFIGURATIONS.get(language.split("-")[0], SIMPLE)


def stored(texts: Texts, language: str) -> dict[str, Any]:
    """Return the columns of the entry of a version, but for its page.

    Args:
        texts: what is searched.
        language: BCP 47 tag of the version.
    """
    configuration = configuration_of(language)
    if configuration:
        weighted = zip("ABCD", (texts.title, texts.summary, texts.names, texts.body), strict=True)
        parts = [
            SearchVector(
                Value(_both(text[:MOST_CHARACTERS]), output_field=TextField()),
                config=configuration,
                weight=weight,
            )
            for weight, text in weighted
        ]
        return {"configuration": configuration, "vector": reduce(lambda a, b: a + b, parts)}
    everything = " ".join((texts.title, texts.summary, texts.names, texts.body[:MOST_CHARACTERS]))
    return {
        "title": _spaced(texts.title),
        "summary": _spaced(texts.summary),
        "words": _spaced(everything),
    }


def matching(question: str, languages: Iterable[str]) -> tuple[Q, Any]:
    """Return the condition that a content page is found, and the expression by which the best comes first.

    Args:
        question: as it was typed. Where there is a stemmer it may have "quotation marks", OR and a minus; in the simple
            mode they are passed over.
        languages: BCP 47 tags of the languages in which something may be found.
    """
    question = NOT_STORED.sub("", question)
    if connection.vendor == "postgresql":
        return _by_stems(question, {configuration_of(tag) for tag in languages})
    return _by_beginnings(question)


def _by_stems(question: str, configurations: set[str]) -> tuple[Q, Any]:
    condition, ranks = Q(pk__in=[]), []
    for name in sorted(configurations):
        query = _query(question, name)
        condition |= Q(search_entry__configuration=name, search_entry__vector=query)
        rank = SearchRank(F("search_entry__vector"), query)
        ranks.append(When(search_entry__configuration=name, then=rank))
    return condition, Case(*ranks, default=0.0, output_field=FloatField())


def _query(question: str, configuration: str) -> Any:
    """Return a question as PostgreSQL compares it. Whatever was typed is a question: nothing in it is an error."""
    if configuration == SIMPLE:
        beginnings = " & ".join(f"{word}:*" for word in WORD.findall(folded(question)))
        return SearchQuery(beginnings, config=configuration, search_type="raw")
    forms = dict.fromkeys((question, folded(question)))
    return reduce(
        or_,
        (SearchQuery(form, config=configuration, search_type="websearch") for form in forms),
    )


def _by_beginnings(question: str) -> tuple[Q, Any]:
    def all_in(column: str) -> Q:
        return reduce(
            and_, (Q(**{f"search_entry__{column}__contains": f" {word}"}) for word in words)
        )

    words = dict.fromkeys(WORD.findall(folded(question)))
    if not words:
        return Q(pk__in=[]), Value(0.0)
    rank = Case(
        When(all_in("title"), then=1.0),
        When(all_in("summary"), then=0.4),
        default=0.1,
        output_field=FloatField(),
    )
    return all_in("words"), rank


def _both(text: str) -> str:
    """Return a text as it stands, and folded where that is another one."""
    text = NOT_STORED.sub("", text)
    plain = folded(text)
    return text if plain == text.casefold() else f"{text}\n{plain}"


def _spaced(text: str) -> str:
    """Return the words of a text, each once, folded, and with a space before it."""
    return "".join(
        f" {word}" for word in dict.fromkeys(WORD.findall(folded(NOT_STORED.sub("", text))))
    )
