"""Which issues are there, and what is in the newest?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cms.content import published
from newsletter.models import IssuePage
from newsletter.rendering import FRIEZE, FRIEZE_IN_MAIL, edition_links

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from cms.items import Item, Picture
    from cms.languages.readings import Reading
    from newsletter.rendering import EditionLink

CONTENTS = 6
"""How many entries the home page names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueCard:
    """An issue in a list."""

    label: str
    number: int | None
    date: date
    title: str
    """The subject."""
    lede: str
    """The preheader."""
    language: str
    """BCP 47 tag of label, title and lede."""
    url: str
    languages: tuple[EditionLink, ...]
    picture: Picture | None
    contents: tuple[Item, ...] = ()


def issues(reading: Reading) -> list[IssueCard]:
    """Return all public issues, the newest first, each in the words that are served. Two queries and the pictures."""
    return [_card(versions, reading) for versions in _by_issue(published(IssuePage.objects.all()))]


def newest(reading: Reading) -> IssueCard | None:
    """Return the newest public issue with the first of its entries, or None."""
    source = published(IssuePage.objects.filter(source=None)).order_by("-date", "-number").first()
    if source is None:
        return None
    [versions] = _by_issue(
        published(IssuePage.objects.filter(translation_key=source.translation_key))
    )
    chosen = [
        entry.value["page"]
        for block in source.sections
        if block.block_type == "entries"
        for entry in block.value["entries"]
        if entry.value["page"]
    ]
    return _card(
        versions, reading, contents=tuple(reading.items(chosen[: 2 * CONTENTS])[:CONTENTS])
    )


def _by_issue(pages) -> Iterable[list[IssuePage]]:
    """Return the versions of each issue, the newest issue first. One query."""
    found: dict = {}
    for version in pages.select_related("picture").order_by("-date", "-number"):
        found.setdefault(version.translation_key, []).append(version)
    return found.values()


def _card(
    versions: list[IssuePage], reading: Reading, contents: tuple[Item, ...] = ()
) -> IssueCard:
    served = reading.choose(versions)
    source, words = served.source, served.words
    return IssueCard(
        label=words.title,
        number=source.number,
        date=source.date,
        title=words.subject,
        lede=words.preheader,
        language=served.language,
        url=reading.address(words),
        languages=edition_links(versions, reading),
        picture=reading.picture(source.picture, lead=FRIEZE, mail=FRIEZE_IN_MAIL)
        if source.picture
        else None,
        contents=contents,
    )
