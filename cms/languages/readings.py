"""Which versions of which pages does a reader of one language get, at one time?

A reading answers for any number of references in a constant number of queries, whatever the number of pages, kinds
and languages. Editors choose a page once, in their own language; the reading finds the version that is served.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from django.db.models import prefetch_related_objects
from django.utils import timezone, translation
from wagtail.models import Page, Site

from cms.items import Funding, Item, Link, Picture, Place, Reference, ServedWords, direction
from cms.languages.addresses import home_address, path_below_home
from cms.languages.chains import open_languages
from cms.languages.official import OfficialProgramme, official
from cms.languages.versions import Versions, media
from cms.models import ContentPage, Funded
from cms.models.media import CARD, LEAD, MAIL
from cms.words import with_language

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime
    from uuid import UUID

    from cms.models import DocumentFile
    from cms.models import Picture as PictureFile

logger = logging.getLogger(__name__)


class Version(Protocol):
    """A page with a recorded source."""

    locale_id: int
    source_id: int | None


P = TypeVar("P", bound=Version)

BRIEF_ROWS = ("span_rows", "place_rows", "deadline_rows")
"""The child rows that a list shows: dates, places and deadlines, but no links and nothing that a page is part of."""


@dataclass(frozen=True, slots=True)
class Served(ServedWords, Generic[P]):
    """What one reader gets of a page: facts from ``source``, words from ``words``."""

    source: P
    words: P
    language: str
    """BCP 47 tag of the words."""
    requested: str
    """BCP 47 tag of the reader's language."""


class Reading:
    """What a reader of one language gets, at one time.

    Args:
        language: BCP 47 tag of the reader's language.
        at: the aware instant as of which states are told; now by default.
        base: scheme and host before every address, for what leaves the site ("https://belfry.example"); empty for
            pages of the site itself.
        versions: what readings of several languages share, so that the database is read once for all of them.
        chain: BCP 47 tags of the languages to serve, best first, in place of the chain of this language. The source still
            comes after them.
    """

    def __init__(
        self,
        language: str,
        *,
        at: datetime | None = None,
        base: str = "",
        versions: Versions | None = None,
        chain: tuple[str, ...] | None = None,
    ) -> None:
        """Ask the database nothing yet."""
        self.language = language
        self.at = at or timezone.now()
        self.base = base.rstrip("/")
        self.languages = open_languages()
        self.chain = chain or self.languages.chain(language)
        self.names = official(self.chain)
        self._versions = versions or Versions(language, chain=chain)
        self._served: dict[UUID, Served] = {}
        self._keys: dict[int, UUID] = {}
        self._pages: dict[int, Page] = {}

    @property
    def direction(self) -> str:
        """The direction in which the reader's language is written."""
        return direction(self.language)

    def choose(self, versions: Iterable[P]) -> Served[P] | None:
        """Return which of the versions of one page is served: the language, its chain, then the source.

        Args:
            versions: pages with a recorded source and the same translation key; without the source none is served.
        """
        by_language = {self.languages.by_locale.get(page.locale_id, ""): page for page in versions}
        source = next((page for page in by_language.values() if page.source_id is None), None)
        if source is None:
            return None
        tag = next(
            (tag for tag in self.chain if tag in by_language),
            self.languages.by_locale.get(source.locale_id, ""),
        )
        return Served(source, by_language.get(tag, source), tag, self.language)

    # Cards

    def items(self, pages: Iterable[int], *, rows: Collection[str] | None = None) -> list[Item]:
        """Return the items of content pages, in the order given, without those that are not public.

        Args:
            pages: primary keys, of any language version.
            rows: the child rows that are read, as in ``ContentPage.fact_rows()``; the items know nothing of the others. None
                reads all.
        """
        return list(self.items_by_page(pages, rows=rows).values())

    def items_by_page(
        self, pages: Iterable[int], *, rows: Collection[str] | None = None
    ) -> dict[int, Item]:
        """Return the items of content pages by the primary keys that were asked for; what is not public is left out."""
        loaded = self.load(pages, rows=rows)
        with translation.override(self.language):
            return {pk: self._card(served) for pk, served in loaded.items()}

    def load(
        self, pages: Iterable[int], *, rows: Collection[str] | None = None
    ) -> dict[int, Served[ContentPage]]:
        """Return what is served of content pages by the primary keys that were asked for; what is not public is left out."""
        wanted = list(dict.fromkeys(pages))
        self._load(wanted, rows)
        return {pk: served for pk in wanted if (served := self._served.get(self._keys.get(pk)))}

    def load_whole(self, page: int) -> Served[ContentPage] | None:
        """Return what is served of one content page, which is read with its body; None if it is not public.

        Args:
            page: primary key, of any language version.
        """
        self._versions.load_whole(page)
        return self.load([page]).get(page)

    def read(self, page: ContentPage) -> Served[ContentPage]:
        """Return one content page with all that it shows, for its own page.

        ``page`` is taken as it is, so that previews show what is not saved yet: as the words, and as the facts too
        where it is the source.
        """
        source = page if page.source_id is None else page.source.specific
        served = Served(
            source, page, self.languages.by_locale.get(page.locale_id, ""), self.language
        )
        self._keep([served])
        if served.source.pk:  # the rows of a page that was never saved are in memory
            prefetch_related_objects([served.source], "related_rows")
        related = {
            row.target_id for row in served.source.related_rows.all()
        } | served.words.body_references()
        self.load_references(served.source.references() | related)
        return served

    def item(self, served: Served[ContentPage]) -> Item:
        """Return the card of a page that was loaded or read."""
        with translation.override(self.language):
            return self._card(served)

    def _card(self, served: Served[ContentPage]) -> Item:
        """Return the card of a page; the reader's language is active."""
        source, words = served.source, served.words
        initiatives = [row.target_id for row in source.part_of_rows.all()]
        return Item(
            key=source.translation_key,
            kind=source._meta.label_lower,
            kind_name=str(source._meta.verbose_name),
            label=source.label,
            title=words.title,
            summary=words.summary,
            language=served.language,
            requested=self.language,
            url=source.elsewhere(words) or self.address(words),
            read_more=self._read_more(source, served),
            picture=self._picture(served),
            facts=source.facts(words, self),
            part_of=tuple(filter(None, map(self.reference, initiatives))),
            funding=self._funding(source, initiatives),
            countries=tuple(country.code for country in source.countries),
            topics=self.topic_names(row.topic_id for row in source.topic_rows.all()),
            is_by_machine=words.is_by_machine,
            published_at=source.first_published_at,
            updated_at=max(
                filter(None, (source.last_published_at, words.last_published_at)), default=None
            ),
        )

    def pages(self, pages: Iterable[int]) -> dict[int, Page]:
        """Return which version of any pages of the site is served, by the primary keys asked for. One query.

        For menus and buttons, which may lead anywhere. A page that is restricted in one language is left out in all.
        """
        wanted = set(pages)
        served = {}
        for found in self._versions.of_any(wanted):
            if any(vars(page)["is_restricted"] for page in found):
                continue
            public = [page for page in found if vars(page)["is_public"]]
            by_language = {
                self.languages.by_locale.get(page.locale_id, ""): page for page in public
            }
            for page in public:
                if page.pk in wanted:
                    tag = next((tag for tag in self.chain if tag in by_language), "")
                    served[page.pk] = by_language.get(tag, page)
        return served

    def source_of(self, key: UUID) -> int | None:
        """Return the primary key of the source of a content page that was loaded or named; None for any other page."""
        served = self._served.get(key)
        return served.source.pk if served else None

    # What facts and blocks ask

    def reference(self, page: int | None) -> Reference | None:
        """Return how another page is named to this reader; None if it is not public or was not loaded."""
        if page in self._pages:
            return self._reference_to(self._pages[page])
        served = self._served.get(self._keys.get(page)) if page else None
        if served is None:
            return None
        acronym = served.source.acronym
        return Reference(
            key=served.source.translation_key,
            title=acronym or served.words.title,
            url=self.address(served.words),
            language=served.language,
            proper_name=bool(acronym),
        )

    def _reference_to(self, page: Page) -> Reference:
        """Return how a page that is no content is named."""
        language = self.languages.by_locale.get(page.locale_id, "")
        return Reference(
            key=page.translation_key, title=page.title, url=self.address(page), language=language
        )

    def place(self, city: int, venue: str = "") -> Place:
        """Return a place, the city (its primary key) by its official name in the reader's language."""
        official_city = self.names.cities[city]
        return Place(
            city=official_city.name,
            country=official_city.country,
            venue=venue,
            latitude=official_city.latitude,
            longitude=official_city.longitude,
        )

    def programme_name(self, programme: int | None) -> str:
        """Return what a programme is officially called in the reader's language."""
        return self.names.programmes[programme].name if programme else ""

    def topic_names(self, topics: Iterable[int]) -> tuple[str, ...]:
        """Return what topics are called in the reader's language."""
        return tuple(self.names.topics[topic].name for topic in topics)

    def document(
        self,
        document: DocumentFile,
        title: str,
        *,
        sort: str = "document",
        members_only: bool = False,
    ) -> Link:
        """Return the link to a document, with language, format and size."""
        return Link(
            url=self.base + document.url,
            title=title,
            sort=sort,
            members_only=members_only,
            language=document.language,
            format=document.file_extension.upper(),
            size=document.get_file_size() or 0,
        )

    def picture(
        self,
        picture: PictureFile,
        *,
        alt: str = "",
        language: str = "",
        lead: str = LEAD,
        mail: str = MAIL,
    ) -> Picture | None:
        """Return a picture in its sizes; None if its file cannot be read.

        Args:
            picture: with its renditions loaded, or they cost a query.
            alt: what it tells here; empty for a decorative one.
            language: BCP 47 tag of ``alt``; empty where it is not known.
            lead: Wagtail's filter for the large size.
            mail: Wagtail's filter for the size in a mail, twice that of the screen.
        """
        try:
            card, large, small = self._versions.sizes(picture, self.base, CARD, lead, mail)
        except OSError:
            logger.exception("The file of picture %s cannot be read", picture.pk)
            return None
        return Picture(
            alt=alt,
            language=language,
            credit=picture.credit_line,
            card=card,
            lead=large,
            mail=small,
        )

    def address(self, page) -> str:
        """Return the address at which this reader finds a version of a page."""
        return self.base + self._home + path_below_home(page.url_path, self._roots)

    @cached_property
    def _home(self) -> str:
        return home_address(self.language)

    @cached_property
    def _roots(self) -> list:
        return Site.get_site_root_paths()

    # Loading

    def _load(self, pages: list[int], rows: Collection[str] | None) -> None:
        """Load cards: versions, rows, pictures, and then the pages that they name."""
        # What was only named until now has no rows yet.
        named = dict.fromkeys(self._keys[pk] for pk in pages if pk in self._keys)
        loaded = [self._served[key] for key in named if key in self._served]
        loaded += self._load_versions([pk for pk in pages if pk not in self._keys])
        self._keep(loaded, rows)
        self.load_references(set().union(*(served.source.references() for served in loaded)))

    def load_references(self, pages: set[int]) -> None:
        """Load pages that are only named: content pages, and any other page of the site.

        Args:
            pages: primary keys, of any language version.
        """
        missing = {pk for pk in pages if pk not in self._keys and pk not in self._pages}
        for served in self._load_versions(list(missing)):
            self._served[served.source.translation_key] = served
        if others := {pk for pk in missing if pk not in self._keys}:
            self._pages |= self.pages(others)

    def _load_versions(self, pages: list[int]) -> list[Served[ContentPage]]:
        """Return what is served of pages. One query, whatever the number of pages, kinds and languages."""
        loaded = []
        for candidates in self._versions.of(pages):
            self._keys |= {page.pk: page.translation_key for page in candidates}
            if served := self.choose(candidates):
                loaded.append(served)
        return loaded

    def _keep(self, loaded: list[Served[ContentPage]], rows: Collection[str] | None = None) -> None:
        """Keep what was loaded, with the rows of sources and words and the sizes of the pictures."""
        self._versions.read_rows(loaded, rows)
        for served in loaded:
            self._served[served.source.translation_key] = served
            self._keys[served.source.pk] = self._keys[served.words.pk] = (
                served.source.translation_key
            )

    # Parts of an item

    def _read_more(self, source: ContentPage, served: Served) -> str:
        """Return the words of a link to the page, with the language where it is not the reader's."""
        phrase = source.read_more % {"title": source.acronym or served.words.title}
        return with_language(phrase, served.language) if served.is_fallback else phrase

    def _picture(self, served: Served) -> Picture | None:
        source, words = served.source, served.words
        if source.picture is None:
            return None
        if source.picture_is_decorative:
            return self.picture(source.picture)
        if words.picture_alt_text:
            alt, language = words.picture_alt_text, served.language
        elif source.picture_alt_text:
            alt = source.picture_alt_text
            language = self.languages.by_locale.get(source.locale_id, "")
        else:
            alt, language = source.picture.alternative_text, ""
        return self.picture(source.picture, alt=alt, language=language)

    def _funding(self, source: ContentPage, initiatives: Iterable[int]) -> tuple[Funding, ...]:
        """Return the funding of a page and of all that it is part of."""
        projects = [source] if isinstance(source, Funded) else []
        for pk in initiatives:
            served = self._served.get(self._keys.get(pk))
            projects += [served.source] if served else []
        return tuple(
            self._funding_of(project, self.names.programmes[project.programme_id])
            for project in projects
            if project.programme_id
        )

    def _funding_of(self, project: ContentPage, programme: OfficialProgramme) -> Funding:
        return Funding(
            programme=programme.name,
            grant_number=project.grant_number,
            statement=_statement(project, programme),
            disclaimer=programme.disclaimer,
            emblem=media(programme.emblem, self.base) if programme.emblem else "",
            language=programme.language,
            subject=project.acronym,
        )


def _statement(project: ContentPage, programme: OfficialProgramme) -> str:
    """Return what a programme wants to be printed of a project; nothing where that would have a gap in it.

    A call is paid by a programme too, but nothing that has a name yet.
    """
    statement = programme.statement
    for gap, words in (("{project}", project.acronym), ("{grant}", project.grant_number)):
        if gap in statement and not words:
            return ""
        statement = statement.replace(gap, words)
    return statement
