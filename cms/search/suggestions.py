"""What did somebody mean who has mistyped a word?

Words are proposed that stand in what this reader is served: in titles, and in the names of topics and cities. A proposal is
made only if it finds something now, so that nothing tells a word of what is not public, or is no longer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.cache import cache
from django.db.models import Count
from rapidfuzz import process
from rapidfuzz.distance import OSA

from cms.folding import folded
from cms.search.finding import served
from cms.search.words import WORD, matching

if TYPE_CHECKING:
    from cms.languages.readings import Reading
    from cms.search.finding import Search

KEY = "cms.search.words."
SECONDS = 60
"""How long a word is not yet proposed that was just published."""
MOST_WORDS = 20_000
"""Of how many words one is proposed: those of the newest titles."""
MOST_TITLES = 10_000
FEW = 3
"""Up to how many items something else is proposed."""
SHORTEST = 4
"""Letters of a word that can be mistaken for another one."""
ALIKE = 0.7
"""How much of a word must be as it was typed; two letters that have changed places are one mistake."""
MOST = 3
"""Proposals for one question."""


def suggestions(question: str, found: Search) -> list[str]:
    """Return other words that were probably meant, the likeliest first; none where enough was found. Two queries at most.

    Args:
        question: as it was typed.
        found: what was found by it.
    """
    if found.count > FEW:
        return []
    reading = found.reading
    typed = WORD.findall(question)
    known = _vocabulary(reading)
    meant = [_alike(word, known) for word in typed]
    # The next proposal takes the next best of every word, while there is one.
    proposals = dict.fromkeys(
        " ".join(words[min(place, len(words) - 1)] for words in meant) for place in range(MOST)
    )
    others = [each for each in proposals if folded(each) != folded(" ".join(typed))]
    return _those_that_find(others, found)


def _alike(word: str, known: dict[str, str]) -> list[str]:
    """Return the words that were probably meant by one, the likeliest first; itself if it is known, or like none."""
    plain = folded(word)
    if len(plain) < SHORTEST or plain in known:
        return [word]
    alike = process.extract(
        plain, known.keys(), scorer=OSA.normalized_similarity, score_cutoff=ALIKE, limit=MOST
    )
    return [known[match] for match, _score, _place in alike] or [word]


def _those_that_find(questions: list[str], found: Search) -> list[str]:
    """Return the questions by which anything is found where another one was asked. One query."""
    if not questions:
        return []
    tags = found.reading.languages.by_locale.values()
    numbers = served(found.reading, only_own=found.only_own).aggregate(
        **{
            str(place): Count("pk", filter=matching(question, tags)[0])
            for place, question in enumerate(questions)
        }
    )
    return [question for place, question in enumerate(questions) if numbers[str(place)]]


def _vocabulary(reading: Reading) -> dict[str, str]:
    """Return the words that this reader may know, by what is left of them folded. One query, then none for a while."""
    key = KEY + ".".join(reading.chain)
    known = cache.get(key)
    if known is None:
        newest = served(reading).order_by("-first_published_at", "-pk")
        names = [each.name for each in reading.names.topics.values()]
        names += [each.name for each in reading.names.cities.values()]
        known = {}
        for text in (*names, *newest.values_list("title", flat=True)[:MOST_TITLES]):
            for word in WORD.findall(text.replace("\u00ad", "")):
                if len(word) >= SHORTEST and len(known) < MOST_WORDS:
                    known.setdefault(folded(word), word)
        cache.set(key, known, SECONDS)
    return known
