"""What does a block have to know of the place in which it is rendered?"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, NotRequired, Protocol, TypedDict
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext
from wagtail.documents import get_document_model
from wagtail.images.shortcuts import get_rendition_or_not_found

from cms import items, names, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

WEB_RENDITION = "width-1200"
MAIL_RENDITION = "width-1072"
MAIL_WIDTH = 536
"""Pixels that a picture may fill in a mail; its file has twice as many for dense screens."""

FOLLOWED = re.compile(r"(https?://|mailto:|tel:|/(?!/)|#)", re.IGNORECASE)
"""How an address begins that a reader may be sent to: never "javascript:" or "data:"."""


class Reading(Protocol):
    """What a block asks of the reader: ``cms.languages`` answers it, a preview answers with samples."""

    language: str
    """BCP 47 tag of the reader's language; the active one while a block is rendered."""
    base: str
    """Scheme and host before every address, for what leaves the site; empty on the web."""

    def reference(self, pk: int) -> items.Reference | None:
        """Return the version of a page that is served to this reader; None when it is not public."""
        ...


@dataclass(frozen=True)
class NoReading:
    """The reader of a context that names none: no page is public to them."""

    language: str = field(default_factory=lambda: get_language() or settings.LANGUAGE_CODE)
    base: str = ""

    def reference(self, pk: int) -> items.Reference | None:
        """Return None."""
        return None


class PreviewReading(NoReading):
    """The reader of the editor's preview of a block, in which every page exists."""

    def reference(self, pk: int) -> items.Reference | None:
        """Return a sample."""
        return items.Reference(
            key=UUID(int=pk), title=gettext("A page of this site"), url="#", language=self.language
        )


class Documents:
    """The documents that a body names, fetched in one query when the first of them is shown."""

    def __init__(self, primary_keys: Callable[[], Iterable[int]]) -> None:
        """Ask nothing yet.

        Args:
            primary_keys: returns the keys of all documents that may be asked for.
        """
        self._primary_keys = primary_keys

    @cached_property
    def _found(self) -> dict[int, Any]:
        return get_document_model().objects.in_bulk(list(self._primary_keys()))

    def get(self, pk: int) -> Any:
        """Return a document, or None when it was deleted."""
        return self._found.get(pk)


class Aim(TypedDict):
    """What a program that shows a link has to know."""

    url: str
    title: str
    language: str
    """BCP 47 tag of title and content; empty when it is not known."""
    format: NotRequired[str]
    """"PDF", for a document."""
    size: NotRequired[int]
    """Bytes, for a document."""


class ShownPicture(TypedDict):
    """What a program that shows a picture has to know."""

    url: str
    width: int
    """Of the file at ``url``, in pixels."""
    height: int
    alt: str
    """Empty when the picture is decorative (WCAG 1.1.1)."""
    language: str
    """BCP 47 tag of ``alt``; empty where there is none."""
    credit: str
    original_width: int
    """Of the picture as it was uploaded, upright, in pixels."""
    original_height: int
    focal: tuple[float, float] | None
    """Where its middle of attention lies: parts of width and height from the upper left corner."""
    placeholder: str | None
    """Its mean colour, "#rrggbb"; none where it is not known."""
    sources: tuple[items.Source, ...]
    """In each format, the best first: for whatever width a screen has."""


class Named(TypedDict):
    """A title that may be in another language than the words around it."""

    text: str
    language: str
    """BCP 47 tag; empty when it is not known."""


@dataclass(frozen=True, kw_only=True)
class Destination:
    """Where a link leads, and what a reader is told before following it."""

    url: str
    title: str
    surroundings: Surroundings = field(repr=False, compare=False)
    language: str = ""
    """BCP 47 tag of title and content; empty when it is not known."""
    proper_name: bool = False
    """The title is an acronym whose capitals stay."""
    format: str = ""
    """"PDF", for a document."""
    size: int = 0
    """Bytes, for a document."""
    mark: str = ""
    """Translation key and language of a page, where what leads to it has to be found again; else empty."""

    @property
    def host(self) -> str:
        """The host of an outside address, as a reader recognises it."""
        return urlsplit(self.url).netloc.rpartition("@")[2].removeprefix("www.")

    @property
    def label(self) -> str:
        """ "in French", when that is neither the reader's language nor that of the words around it."""
        return self.surroundings.label(self.language)

    @property
    def details(self) -> str:
        """Format, language and size of a document, as they are printed with every link to it."""
        link = items.Link(
            url=self.url,
            title=self.title,
            language=self.language,
            format=self.format,
            size=self.size,
        )
        return words.link_details(link, self.surroundings.requested)

    @property
    def attributes(self) -> SafeString:
        """The attributes of an element that holds the title."""
        kept = SafeString(' translate="no"') if self.proper_name else SafeString()
        return self.surroundings.attributes(self.language) + kept

    def as_json(self) -> Aim:
        """Return what a program that shows the link has to know."""
        aim = Aim(url=self.url, title=self.title, language=self.language)
        if self.format:
            aim |= {"format": self.format, "size": self.size}
        return aim


@dataclass(frozen=True)
class Title:
    """A title that may be in another language than the words around it."""

    text: str
    language: str
    """BCP 47 tag; empty when it is not known."""
    surroundings: Surroundings = field(repr=False, compare=False)

    @property
    def attributes(self) -> SafeString:
        """The attributes of an element that holds the title."""
        return self.surroundings.attributes(self.language)

    def __str__(self) -> str:
        return self.text

    def as_json(self) -> Named:
        """Return the words and their language."""
        return {"text": self.text, "language": self.language}


@dataclass(frozen=True)
class Illustration:
    """A picture with the words that belong to it."""

    picture: Any
    alt: str
    """Empty when the picture is decorative."""
    surroundings: Surroundings = field(repr=False, compare=False)

    def _rendition(self, specification: str) -> items.Rendition:
        rendition = get_rendition_or_not_found(self.picture, specification)
        url = self.surroundings.absolute(rendition.url)
        return items.Rendition(url=url, width=rendition.width, height=rendition.height)

    @cached_property
    def web(self) -> items.Rendition:
        """The picture as a page shows it."""
        return self._rendition(WEB_RENDITION)

    @cached_property
    def mail(self) -> items.Rendition:
        """The picture as a mail shows it: width and height are those on the screen."""
        rendition = self._rendition(MAIL_RENDITION)
        width = min(MAIL_WIDTH, rendition.width)
        height = round(rendition.height * width / max(1, rendition.width))
        return items.Rendition(url=rendition.url, width=width, height=height)

    @property
    def credit(self) -> str:
        """The line that is printed wherever the picture is."""
        return self.picture.credit_line

    def as_json(self) -> ShownPicture:
        """Return address, measures, alternative text and credit, and what is told of the picture as it was uploaded."""
        uncut = items.as_json(self.picture.uncut(self.surroundings.reading.base))
        return {
            **items.as_json(self.web),
            "alt": self.alt,
            "language": self.surroundings.language if self.alt else "",
            "credit": self.credit,
            **uncut,
        }


@dataclass(frozen=True)
class Surroundings:
    """Who reads, in which language the words of the body are, and what its links lead to.

    A block resolves its references through this and looks nothing up by itself.
    """

    reading: Reading
    language: str
    """BCP 47 tag of the body's words."""
    documents: Documents
    marked: bool = False
    """Whether comments tell what leads to which page, so that it can be taken out of what is kept."""

    @classmethod
    def of(cls, context: dict[str, Any], documents: Callable[[], Iterable[int]]) -> Surroundings:
        """Read a template's context.

        Args:
            context: may hold "reading"; "marked"; "language" (tag of the words), else "served" with a ``language``, else the
                words are in the reader's language; and "documents" (those of the whole body).
            documents: returns the keys of the documents to fetch where the context brings none.
        """
        reading = context.get("reading") or NoReading()
        served = getattr(context.get("served"), "language", "")
        language = context.get("language") or served or reading.language
        found = context.get("documents") or Documents(documents)
        return cls(reading, language, found, context.get("marked", False))

    @property
    def requested(self) -> str:
        """BCP 47 tag of the reader's language, in which everything is printed that is not the body's own words."""
        return self.reading.language

    @property
    def start_side(self) -> str:
        """Where the lines of the body's words begin, for mails, which know no logical properties."""
        return "right" if items.direction(self.language) == "rtl" else "left"

    @property
    def reader_attributes(self) -> SafeString:
        """The attributes of an element inside the body that holds words of the interface."""
        return self.attributes(words.interface_language())

    def attributes(self, language: str) -> SafeString:
        """Return ``lang`` and ``dir`` for words inside the body; nothing when they are in the body's language."""
        if not language or language == self.language:
            return SafeString()
        return format_html(' lang="{}" dir="{}"', language, items.direction(language))

    def label(self, language: str) -> str:
        """Return "in French", when that is neither the reader's language nor that of the words around it."""
        if not language or language in (self.language, self.requested):
            return ""
        return words.in_language(language)

    def language_name(self, language: str) -> str:
        """Return what a language is called; "" stays empty."""
        return names.language_name(language, self.requested) if language else ""

    def absolute(self, url: str) -> str:
        """Return an address as it is printed in this way out."""
        return self.reading.base + url if url.startswith("/") else url

    def page(self, pk: int | None) -> Destination | None:
        """Return where a page is read, or None when it is not public to this reader."""
        reference = self.reading.reference(pk) if pk else None
        if reference is None:
            return None
        return Destination(
            url=reference.url,
            title=reference.title,
            language=reference.language,
            proper_name=reference.proper_name,
            surroundings=self,
            mark=f"{reference.key} {reference.language}" if self.marked else "",
        )

    def document(self, document: Any) -> Destination | None:
        """Return where a document is fetched, or None when there is none."""
        if document is None:
            return None
        return Destination(
            url=self.absolute(document.url),
            title=document.title,
            language=document.language,
            format=document.file_extension.upper(),
            size=document.get_file_size() or 0,
            surroundings=self,
        )

    def outside(self, address: str | None) -> Destination | None:
        """Return where an address leads, or None when no reader may be sent there."""
        address = (address or "").strip()
        if not FOLLOWED.match(address):
            return None
        return Destination(url=self.absolute(address), title="", surroundings=self)
