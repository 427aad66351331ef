"""Which issues are there, and what is in the newest?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.paginator import InvalidPage, Paginator
from django.http import Http404

from cms.content import published, sources
from cms.listings import PageLink
from newsletter.blocks import Outlet
from newsletter.models import IssuePage
from newsletter.rendering import FRIEZE, FRIEZE_IN_MAIL, edition, edition_links

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from django.core.paginator import Page

    from cms.items import Picture
    from cms.languages.readings import Reading
    from newsletter.rendering import EditionLink
    from newsletter.sections import Entry, Section

PAGE_SIZE = 20
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
    contents: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Archive:
    """One page of the list of all public issues, the newest first."""

    issues: tuple[IssueCard, ...]
    page: Page
    page_links: tuple[PageLink, ...]
    next_url: str
    previous_url: str


def archive(reading: Reading, number: str | int = 1) -> Archive:
    """Return a page of the archive, each issue in the words that are served. Three queries and the pictures.

    Raises:
        Http404: if there is no such page.
    """
    newest_first = sources(IssuePage.objects.all()).order_by("-date", "-number", "-pk")
    keys = newest_first.values_list("translation_key", flat=True)
    try:
        page = Paginator(keys, PAGE_SIZE).page(number)
    except InvalidPage as nothing:
        raise Http404 from nothing
    shown = page.paginator.page_range
    return Archive(
        issues=tuple(_card(versions, reading) for versions in _versions_of(list(page))),
        page=page,
        page_links=tuple(PageLink(one, f"?page={one}", one == page.number) for one in shown),
        next_url=f"?page={page.next_page_number()}" if page.has_next() else "",
        previous_url=f"?page={page.previous_page_number()}" if page.has_previous() else "",
    )


def newest(reading: Reading) -> IssueCard | None:
    """Return the newest public issue with the first of its entries, or None.

    What it names are the lines of the edition itself, so that home page and issue agree.
    """
    source = sources(IssuePage.objects.all()).order_by("-date", "-number", "-pk").first()
    if source is None:
        return None
    [versions] = _versions_of([source.translation_key])
    [source] = [version for version in versions if version.source_id is None]
    whole = edition(
        source,
        reading.language,
        outlet=Outlet.WEB,
        rows=("part_of_rows",),  # acronyms in headlines are kept from translation
        versions=versions,
    )
    return _card(versions, reading, contents=_contents(whole.sections))


def _contents(sections: tuple[Section, ...]) -> tuple[Entry, ...]:
    """Return the first entries of an edition, and one line for its calls: the one that closes first."""
    calls = next((section.entries[:1] for section in sections if section.sort == "calls"), ())
    room = CONTENTS - len(calls)
    lines: list[Entry] = []
    for section in sections:
        if section.sort == "calls":
            lines += calls
            calls = ()
        elif section.sort == "entries":
            lines += section.entries[:room]
            room -= len(section.entries[:room])
    return tuple(lines)


def _versions_of(keys: list) -> Iterable[list[IssuePage]]:
    """Return the public versions of issues, in the order of their keys. One query."""
    found: dict = {key: [] for key in keys}
    issues = published(IssuePage.objects.filter(translation_key__in=keys))
    for version in issues.select_related("picture"):
        found[version.translation_key].append(version)
    return found.values()


def _card(
    versions: list[IssuePage], reading: Reading, contents: tuple[Entry, ...] = ()
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
