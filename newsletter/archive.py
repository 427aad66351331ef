"""Which issues are there, and what is in the newest?"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

from django.core.paginator import InvalidPage, Paginator
from django.db.models import Exists, F, OuterRef, Subquery, TextField
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Coalesce, Left
from django.http import Http404

from cms.content import published, sources
from cms.listings import Option, PageLink, links_to_pages
from newsletter.blocks import Outlet
from newsletter.frozen.pictures import picture_of
from newsletter.frozen.showing import in_force_among, of_readers
from newsletter.models import FrozenEdition, FrozenItem, IssuePage
from newsletter.models.approvals import is_readable
from newsletter.rendering import FRIEZE, FRIEZE_IN_MAIL, edition, edition_links

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from django.core.paginator import Page
    from django.db.models import QuerySet

    from cms.items import Picture
    from cms.languages.readings import Reading
    from newsletter.rendering import EditionLink
    from newsletter.sections import Entry, Section

PAGE_SIZE = 20
CONTENTS = 6
"""How many entries the home page names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueCard:
    """An issue in a list: as it was approved, or as it is where it has not been."""

    key: UUID
    """The same in every language."""
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
    published_at: datetime
    """When it was approved, or came onto the site."""
    updated_at: datetime
    edition: int | None
    """Primary key of the approved edition of its readers."""
    edition_language: str = ""
    """BCP 47 tag of that edition."""
    own: frozenset[str] = frozenset()
    """BCP 47 tags of the languages that have an approved edition of their own."""
    contents: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Archive:
    """One page of the list of all public issues, or those of one year, the newest first."""

    issues: tuple[IssueCard, ...]
    years: tuple[Option, ...]
    """The years in which there are issues, the latest first."""
    page: Page
    page_links: tuple[PageLink, ...]
    next_url: str
    previous_url: str

    @property
    def is_whole(self) -> bool:
        """Whether the issues of all years are listed."""
        return not any(year.selected for year in self.years)


def archive(reading: Reading, number: str | int = 1, year: str = "") -> Archive:
    """Return a page of the archive, each issue in the words that are served. Five queries and the pictures.

    Args:
        reading: of the reader.
        number: of the page.
        year: in figures, of the issues; empty for all.

    Raises:
        Http404: if there is no such page, or no issue of that year.
    """
    years = list(_issues().order_by("-year").values_list("year", flat=True).distinct())
    if year and year not in years:
        raise Http404(f"There is no issue of {year[:40]!r}")
    page = _page(_newest_first(year), number)
    return Archive(
        issues=tuple(cards(list(page), reading)),
        years=tuple(Option(one, one, one == year) for one in years),
        page=page,
        **links_to_pages(page, {"year": year}),
    )


def latest(reading: Reading, count: int) -> list[IssueCard]:
    """Return the newest public issues. Three queries and the pictures."""
    return cards(list(_newest_first()[:count]), reading)


def newest(reading: Reading) -> IssueCard | None:
    """Return the newest public issue with the first of its entries, or None.

    The pages that it leads to are named as they are today, in the version that this reader gets. Once the issue is
    approved, it names nothing that has come into it since, or was removed for good.
    """
    key = _newest_first().first()
    if key is None:
        return None
    [versions] = _versions_of([key])
    source = next(version for version in versions if version.source_id is None)
    approved = _approved([key]).get(key, {})
    whole = edition(
        source,
        reading.language,
        outlet=Outlet.WEB,
        rows=("part_of_rows",),  # acronyms in headlines are kept from translation
        versions=versions,
    )
    sections = whole.sections
    card = _card(versions, approved, reading)
    if card.edition:
        sections = _as_frozen(sections, card.edition)
    return replace(card, contents=_contents(sections))


def _as_frozen(sections: tuple[Section, ...], approved: int) -> list[Section]:
    """Return sections with those of their entries that stand in an approved edition on the web. One query."""
    found = FrozenItem.objects.filter(edition=approved).exclude(anchor="")
    keys = set(found.values_list("key", flat=True))
    return [
        replace(
            section, entries=tuple(entry for entry in section.entries if entry.item.key in keys)
        )
        for section in sections
    ]


def cards(keys: list[UUID], reading: Reading) -> list[IssueCard]:
    """Return public issues by their translation keys, in that order. Two queries and the pictures."""
    approved = _approved(keys)
    return [
        _card(versions, approved.get(versions[0].translation_key, {}), reading)
        for versions in _versions_of(keys)
    ]


def approved_issues(key: UUID | None = None) -> QuerySet:
    """Return the public issues that were ever approved, each with its day (ISO 8601): all, or one by its translation key."""
    found = _issues() if key is None else _issues().filter(translation_key=key)
    return found.filter(Exists(FrozenEdition.objects.filter(approval__issue=OuterRef("pk"))))


def _newest_first(year: str = "") -> QuerySet:
    """Return the translation keys of the public issues."""
    issues = _issues()
    if year:
        issues = issues.filter(year=year)
    return issues.order_by("-day", "-number", "-pk").values_list("translation_key", flat=True)


def _issues() -> QuerySet:
    """Return the public sources that are read, with day (ISO 8601) and year: those of the version that readers see."""
    approved = FrozenEdition.objects.filter(approval__issue=OuterRef("pk"))
    in_force = approved.order_by("-approval__version").values(day=KT("head__date"))[:1]
    day = Coalesce(Subquery(in_force), Cast("date", TextField()), output_field=TextField())
    return sources(IssuePage.objects.filter(is_readable())).annotate(day=day, year=Left("day", 4))


def _page(keys: QuerySet, number: str | int) -> Page:
    try:
        return Paginator(keys, PAGE_SIZE).page(number)
    except InvalidPage as nothing:
        raise Http404 from nothing


def _contents(sections: Iterable[Section]) -> tuple[Entry, ...]:
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


def _versions_of(keys: list[UUID]) -> Iterable[list[IssuePage]]:
    """Return the public versions of issues, in the order of their keys. One query."""
    found: dict = {key: [] for key in keys}
    issues = published(IssuePage.objects.filter(translation_key__in=keys))
    for version in issues.select_related("picture"):
        found[version.translation_key].append(version)
    return found.values()


def _approved(keys: list[UUID]) -> dict[UUID, dict[str, FrozenEdition]]:
    """Return what lists tell of the approved editions of issues, by translation key and language. One query."""
    found: dict[UUID, dict[str, FrozenEdition]] = {}
    editions = in_force_among(keys).annotate(key=F("approval__issue__translation_key"))
    for one in editions.defer("web", "mail_html", "mail_text"):
        found.setdefault(vars(one)["key"], {})[one.language] = one
    return found


def _card(
    versions: list[IssuePage],
    approved: dict[str, FrozenEdition],
    reading: Reading,
) -> IssueCard:
    served = reading.choose(versions)
    source, words = served.source, served.words
    links = edition_links(versions, reading)
    day = datetime.combine(source.date, time(), UTC)  # of a page that was made by a program
    card = IssueCard(
        key=source.translation_key,
        label=words.title,
        number=source.number,
        date=source.date,
        title=words.subject,
        lede=words.preheader,
        language=served.language,
        url=reading.address(words),
        languages=links,
        picture=None,
        published_at=source.first_published_at or day,
        updated_at=max(
            filter(None, (source.last_published_at, words.last_published_at)), default=day
        ),
        edition=None,
    )
    if approved:
        return _as_approved(card, approved, reading, source.locale_id)
    if source.picture:
        return replace(
            card, picture=reading.picture(source.picture, lead=FRIEZE, mail=FRIEZE_IN_MAIL)
        )
    return card


def _as_approved(
    card: IssueCard, approved: dict[str, FrozenEdition], reading: Reading, source_locale: int
) -> IssueCard:
    """Return the card of an issue as it was approved, at the address that it has today."""
    edition = of_readers(approved, reading.language, source_locale)
    own = {one.language for one in approved.values() if one.language == one.written_in}
    return replace(
        card,
        label=edition.label,
        number=edition.head["number"],
        date=date.fromisoformat(edition.head["date"]),
        title=edition.subject,
        lede=edition.preheader,
        language=edition.words_language,
        languages=tuple(link for link in card.languages if link.current or link.language in own),
        picture=picture_of(edition.head["picture"]),
        published_at=edition.approved_at,
        updated_at=edition.redacted_at or edition.approved_at,
        edition=edition.pk,
        edition_language=edition.written_in,
        own=frozenset(own),
    )
