"""How was this sentence, or one like it, translated before?

The memory is wagtail-localize's own rows: every translation that a person has confirmed, of whatever page, and no
second table. It only proposes; until a person has confirmed them, such words count as missing.

Whose words may be shown to whom? The same sentence is taken from everywhere, drafts and restricted pages included: who
is offered its translation has the very sentence before them, and learns nothing from it. A sentence that is merely
similar says something of another page. It is offered only from what everybody may read, and from pages that the
translator may edit. Everybody may read what stands on a public page now: translators may have had the page as a draft,
with sentences that were cut out before it was public.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from math import ceil, floor
from typing import TYPE_CHECKING, NamedTuple

from bs4 import BeautifulSoup
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Length
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail_localize.models import String, StringSegment, StringTranslation, Translation
from wagtail_localize.strings import extract_ids

from cms.content import is_public
from cms.languages.translation.fragments import Piece, difference, plain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.contrib.auth.models import AbstractBaseUser
    from wagtail.models import Locale

TOOL = "memory"
"""The name by which proposed words say that they come from here."""

AT_LEAST, LIMIT = 70, 3

LOOKED_AT = 50
"""Of how many similar sentences it is asked where they stand: a form letter may have thousands."""


@dataclass(frozen=True, slots=True)
class Match:
    """An earlier sentence that resembles the one to be translated, with its translation."""

    percent: int
    """Of the letters that need not be changed, rounded down: 100 where at most the marks differ."""
    source: str
    """The earlier sentence, a fragment of HTML."""
    translated: str
    """Its translation, a fragment; without those links that the sentence to be translated does not have."""
    difference: tuple[Piece, ...]
    """From the earlier sentence to the one to be translated, as text."""
    whence: str
    """The title of the page on which the earlier sentence stands or stood; empty if it is no page."""


def confirmed(locale: Locale | OuterRef | F) -> Q:
    """Return the condition that words in a language were confirmed by a person, and can be published."""
    return Q(
        locale=locale,
        translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL,
        has_error=False,
    )


def prefill(*translations: Translation) -> int:
    """Propose for each segment without any words those with which the same sentence was translated last.

    The same sentence is the same ``String``: the same words with the same marks, so its translation fits as it is and
    is not checked again. No signal is sent either: the one of wagtail-localize would name drafts by a title that nobody
    has confirmed. Words that somebody else puts there in the same moment are kept.

    Two queries, whatever the number of segments and translations.

    Args:
        translations: the records, such as those of one page in ten languages.

    Returns:
        For how many segments words were found.
    """
    segment = {
        "translation_of": OuterRef("string"),
        "context": OuterRef("context"),
        "locale": OuterRef("target_locale"),
    }
    earlier = StringTranslation.objects.filter(
        confirmed(OuterRef("target_locale")), translation_of=OuterRef("string")
    ).order_by("-updated_at", "-pk")
    # All fields of the segments come by one join, since no filter names them before the annotations do.
    blanks = (
        Translation.objects.filter(pk__in=[translation.pk for translation in translations])
        .annotate(
            string=F("source__stringsegment__string"), context=F("source__stringsegment__context")
        )
        .filter(~Exists(StringTranslation.objects.filter(**segment)))
        .annotate(words=Subquery(earlier.values("data")[:1]))
        .values_list("string", "context", "target_locale", "words")
    )
    found = {(string, context, locale): words for string, context, locale, words in blanks if words}
    StringTranslation.objects.bulk_create(
        [
            StringTranslation(
                translation_of_id=string,
                context_id=context,
                locale_id=locale,
                data=words,
                translation_type=StringTranslation.TRANSLATION_TYPE_MACHINE,
                tool_name=TOOL,
            )
            for (string, context, locale), words in found.items()
        ],
        ignore_conflicts=True,
    )
    return len(found)


def near(
    words: str,
    source_locale: Locale,
    target_locale: Locale,
    *,
    user: AbstractBaseUser | None = None,
    at_least: int = AT_LEAST,
    limit: int = LIMIT,
) -> list[Match]:
    """Return how sentences like this one were translated, the most similar first: ``near_all`` of one sentence."""
    matches = near_all(
        [words], source_locale, target_locale, user=user, at_least=at_least, limit=limit
    )
    return matches[words]


def near_all(
    words: Iterable[str],
    source_locale: Locale,
    target_locale: Locale,
    *,
    user: AbstractBaseUser | None = None,
    at_least: int = AT_LEAST,
    limit: int = LIMIT,
) -> dict[str, list[Match]]:
    """Return how sentences like these were translated, for a whole page of segments at once.

    Compared is the text without its marks, letter by letter (Levenshtein's distance over the length of the longer
    sentence). The sentence itself is not like itself: that is ``prefill``. Two queries, and one for the permissions of
    a user who is not an administrator, whatever the number of segments.

    Args:
        words: the segments' words, fragments of HTML.
        source_locale: their language.
        target_locale: the language of the translations.
        user: the translator, who may see more than everybody; None for nobody in particular.
        at_least: the per cent from which sentences are alike, 1 to 100.
        limit: how many matches a sentence may have.

    Returns:
        The matches by the words that were given, the most similar first, of equal ones the latest first; an empty list
        where there are none.
    """
    texts = {fragment: plain(fragment) for fragment in words}
    lengths = [len(text) for text in texts.values() if text]
    if not lengths:
        return {fragment: [] for fragment in texts}
    known = _Known(_stored(lengths, source_locale, target_locale, least=at_least / 100))
    similar = {
        fragment: known.nearest(fragment, text, least=at_least / 100)
        for fragment, text in texts.items()
    }
    asked = {string for strings in similar.values() for string in strings}
    shown = _shown(asked, source_locale, target_locale, user)
    return {
        fragment: _matches(fragment, strings, shown)[:limit]
        for fragment, strings in similar.items()
    }


def _windows(lengths: Iterable[int], least: float) -> list[tuple[int, int]]:
    """Return between which lengths similar texts lie, windows that overlap as one.

    An edit changes the length by one at most, so the shorter text has at least this part of the longer one's length.
    As every window is as wide as its middle is far from nought, there are few, whatever the number of texts.
    """
    windows: list[tuple[int, int]] = []
    for shortest, longest in sorted((ceil(n * least), floor(n / least)) for n in lengths):
        if windows and shortest <= windows[-1][1] + 1:
            shortest, longest = windows[-1][0], max(longest, windows[-1][1])
            windows.pop()
        windows.append((shortest, longest))
    return windows


def _stored(
    lengths: Iterable[int], source_locale: Locale, target_locale: Locale, *, least: float
) -> Iterable[tuple[int, str]]:
    """Return the strings that were translated and may be long enough and short enough, by primary key."""
    has_marks = Q(data__contains="<") | Q(data__contains="&")
    fits = Q()
    for shortest, longest in _windows(lengths, least):
        # Marks make the stored string longer than its text, never shorter.
        fits |= Q(size__gte=shortest) & (Q(size__lte=longest) | has_marks)
    translated = StringTranslation.objects.filter(
        confirmed(target_locale), translation_of=OuterRef("pk")
    )
    return (
        String.objects.filter(Exists(translated), locale=source_locale)
        .annotate(size=Length("data"))
        .filter(fits)
        .values_list("pk", "data")
    )


class _Known:
    """Strings in the order of their length, so that only those of about the same length are compared."""

    def __init__(self, strings: Iterable[tuple[int, str]]) -> None:
        """Read them."""
        ordered = sorted(
            ((plain(data), pk, data) for pk, data in strings), key=lambda row: len(row[0])
        )
        self.texts = [text for text, _pk, _data in ordered]
        self.lengths = [len(text) for text in self.texts]
        self.keys = [(pk, data) for _text, pk, data in ordered]

    def nearest(self, fragment: str, text: str, *, least: float) -> dict[int, float]:
        """Return the similarity, from ``least`` to 1, of the strings most like a text, the best first, by primary key."""
        if not text:
            return {}
        first = bisect_left(self.lengths, ceil(len(text) * least))
        last = bisect_right(self.lengths, floor(len(text) / least))
        found = process.extract(
            text,
            self.texts[first:last],
            scorer=Levenshtein.normalized_similarity,
            score_cutoff=least,
            limit=LOOKED_AT,
        )
        rows = [(*self.keys[first + index], similarity) for _text, similarity, index in found]
        return {pk: similarity for pk, data, similarity in rows if data != fragment}


class _Row(NamedTuple):
    """A confirmed translation that may be shown."""

    string: int
    source: str
    translated: str
    whence: str | None


def _shown(
    strings: Iterable[int],
    source_locale: Locale,
    target_locale: Locale,
    user: AbstractBaseUser | None,
) -> dict[int, _Row]:
    """Return the latest translation of each string that this user may see, the latest first."""
    stands = StringSegment.objects.filter(
        source__object=OuterRef("translation_key"),
        source__locale=source_locale,
        string=OuterRef(OuterRef("translation_of")),
    )
    readable = is_public() & Q(Exists(stands))
    if user is not None:
        editable = PagePermissionPolicy().instances_user_has_any_permission_for(
            user, {"change", "publish"}
        )
        readable |= Q(pk__in=editable.order_by().values("pk"))
    pages = Page.objects.filter(
        readable, locale=source_locale, translation_key=OuterRef("context__object")
    )
    of_page = Q(
        context__object__content_type__app_label=Page._meta.app_label,
        context__object__content_type__model=Page._meta.model_name,
    )
    rows = (
        StringTranslation.objects.filter(
            confirmed(target_locale), translation_of__in=strings, context__isnull=False
        )
        .annotate(whence=Subquery(pages.values("title")[:1]))
        .filter(Q(whence__isnull=False) | ~of_page)
        .order_by("-updated_at", "-pk")
        .values_list("translation_of", "translation_of__data", "data", "whence")
    )
    latest: dict[int, _Row] = {}
    for row in rows:
        latest.setdefault(row[0], _Row(*row))
    return latest


def _matches(fragment: str, strings: dict[int, float], shown: dict[int, _Row]) -> list[Match]:
    text = plain(fragment)
    rows = [row for row in shown.values() if row.string in strings]
    return [
        Match(
            percent=floor(strings[row.string] * 100),
            source=row.source,
            translated=_without_other_links(row.translated, fragment),
            difference=difference(plain(row.source), text),
            whence=row.whence or "",
        )
        for row in sorted(rows, key=lambda row: -strings[row.string])
    ]


def _without_other_links(translated: str, fragment: str) -> str:
    """Return translated words in which no link is left that their new sentence does not have.

    wagtail-localize takes such words for an error (``validate_translation_links``).
    """
    others = extract_ids(translated) - extract_ids(fragment)
    if not others:
        return translated
    soup = BeautifulSoup(translated, "html.parser")
    for link in soup.find_all("a", id=sorted(others)):
        link.unwrap()
    return str(soup)
