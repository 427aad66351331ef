"""Which items of the approved issues does a reader find by some words?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.paginator import InvalidPage, Paginator
from django.db.models import Exists, F, OuterRef
from django.db.models.fields.json import KT
from django.http import Http404

from cms.content import published, sources
from cms.folding import folded
from cms.items import ServedWords
from cms.listings import PAGE_SIZE, PageLink, links_to_pages
from newsletter.archive import cards
from newsletter.frozen.showing import in_force_among, of_readers
from newsletter.models import FrozenItem, IssuePage

if TYPE_CHECKING:
    from datetime import date

    from django.core.paginator import Page

    from cms.languages.readings import Reading

MOST_CHARACTERS = 100
"""How much of a question is read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundItem(ServedWords):
    """An item of an approved issue."""

    title: str
    summary: str
    language: str
    """BCP 47 tag of title and summary."""
    requested: str
    """BCP 47 tag of the reader's language."""
    label: str
    """Of the issue."""
    label_language: str
    """BCP 47 tag of the label."""
    date: date
    """Of the issue."""
    url: str
    """Where it stands in the issue."""

    is_by_machine = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One page of what was found, the newest issue first."""

    question: str
    items: tuple[FoundItem, ...]
    count: int
    page: Page
    page_links: tuple[PageLink, ...]
    next_url: str
    previous_url: str


def find(reading: Reading, question: str, number: str | int = 1) -> Found | None:
    """Return the items that have every word in title or summary, or None without a word. Five queries.

    Searched is what the reader would get: of every issue the edition in their language, else that of their chain. The
    words are compared here, because no two databases agree on what is the same letter; there are some thousand items.

    Args:
        reading: of the reader.
        question: words in any order, with or without accents.
        number: of the page.

    Raises:
        Http404: if there is no such page.
    """
    question = question[:MOST_CHARACTERS].strip()
    words = folded(question).split()
    if not words:
        return None
    found = [
        pk
        for pk, title, summary in _searched(reading)
        if all(word in text for text in [folded(f"{title} {summary}")] for word in words)
    ]
    try:
        page = Paginator(found, PAGE_SIZE).page(number)
    except InvalidPage as nothing:
        raise Http404 from nothing
    return Found(
        question=question,
        items=tuple(_shown(list(page), reading)),
        count=len(found),
        page=page,
        **links_to_pages(page, {"q": question}),
    )


def _searched(reading: Reading) -> list[tuple[int, str, str]]:
    """Return primary key, title and summary of the items that the reader may see, the newest first. Two queries.

    What stands in the mail only is not among them: there is nowhere to lead to.
    """
    issues = sources(IssuePage.objects.all()).values("translation_key")
    editions: dict[int, dict[str, int]] = {}
    locales = {}
    newest_first = in_force_among(issues).order_by(
        KT("head__date").desc(), F("approval__issue__number").desc(nulls_last=True), "-approval"
    )
    for pk, language, issue, locale in newest_first.values_list(
        "pk", "language", "approval__issue", "approval__issue__locale"
    ):
        editions.setdefault(issue, {})[language] = pk
        locales[issue] = locale
    order = {
        of_readers(by_language, reading.language, locales[issue]): place
        for place, (issue, by_language) in enumerate(editions.items())
    }
    public = published(at=reading.at).filter(
        translation_key=OuterRef("key"), locale__language_code=OuterRef("words")
    )
    items = FrozenItem.objects.annotate(words=KT("card__language"))
    items = items.exclude(anchor="").filter(Exists(public), edition__in=list(order))
    rows = items.order_by("position").values_list("edition", "pk", "title", "summary")
    return [row[1:] for row in sorted(rows, key=lambda row: order[row[0]])]


def _shown(keys: list[int], reading: Reading) -> list[FoundItem]:
    """Return items by primary key, in that order. Three queries."""
    issue_of = F("edition__approval__issue__translation_key")
    rows = FrozenItem.objects.defer("card").annotate(issue=issue_of).in_bulk(keys)
    in_order = [rows[key] for key in keys]
    issues = {
        card.key: card
        for card in cards(list(dict.fromkeys(vars(row)["issue"] for row in in_order)), reading)
    }
    found = []
    for row in in_order:
        issue = issues[vars(row)["issue"]]
        found.append(
            FoundItem(
                title=row.title,
                summary=row.summary,
                language=row.language,
                requested=reading.language,
                label=issue.label,
                label_language=issue.language,
                date=issue.date,
                url=f"{issue.url}#{row.anchor}",
            )
        )
    return found
