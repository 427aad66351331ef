"""What becomes of rich text in each way out?

Only the markup of the editor's own buttons gets out, whatever was stored: the text of everything else stays, its
tags do not. Internal links are resolved by the reading; a link whose aim is not public is plain text.
"""

from __future__ import annotations

import re
from functools import cached_property
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any, NotRequired, TypedDict

from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from wagtail.documents import get_document_model
from wagtail.rich_text import extract_references_from_rich_text

from cms.blocks.surroundings import Surroundings

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from cms.blocks.surroundings import Destination, Reading

FEATURES = ["bold", "italic", "link", "document-link", "ul", "ol"]
"""The buttons of the editor."""

PARAGRAPHS = frozenset(["p", "ul", "ol", "li"])
INLINE = frozenset(["b", "strong", "i", "em"])
LIKE_PARAGRAPHS = re.compile(
    r"h[1-6]|div|blockquote|pre|section|article|table|t[rdh]|d[ldt]|figure"
)
"""Foreign elements whose text would run into that of their neighbours."""
EMPTY = re.compile(r"<p[^>]*>(?:\s|<br>)*</p>")
"""A paragraph that an editor left behind, or a word processor."""
SILENT = re.compile(r"script|style|title|template|noscript|iframe|object|svg|math|textarea")
"""Foreign elements whose text is not for readers."""

LETTER = "font-family:'Segoe UI',Roboto,Helvetica,Arial,sans-serif;font-size:17px;line-height:26px;color:#1c221f"
MAIL_ATTRIBUTES = {
    "p": f' class="ink" style="margin:0 0 12px;{LETTER}"',
    "ul": f' class="ink" style="margin:0 0 12px;padding:0 0 0 22px;{LETTER}"',
    "ol": f' class="ink" style="margin:0 0 12px;padding:0 0 0 26px;{LETTER}"',
    "li": ' style="margin:0 0 4px"',
    "a": ' class="lk" style="color:#1c5549;text-decoration:underline"',
}
"""What a mail adds to the elements, since it has no style sheet of its own."""


def destination(
    attributes: Mapping[str, str | None], surroundings: Surroundings
) -> Destination | None:
    """Return where a stored link leads, or None when it leads this reader nowhere."""
    kind = attributes.get("linktype")
    key = attributes.get("id") or ""
    pk = int(key) if key.isdecimal() else None
    if kind == "page":
        return surroundings.page(pk)
    if kind == "document":
        return surroundings.document(surroundings.documents.get(pk)) if pk else None
    return surroundings.outside(attributes.get("href"))


class Writer(HTMLParser):
    """Reads stored rich text and writes what is allowed of it, well formed."""

    def __init__(self, surroundings: Surroundings) -> None:
        """Begin with nothing written."""
        super().__init__(convert_charrefs=True)
        self.surroundings = surroundings
        self.open: list[tuple[str, Any]] = []
        self.silent: list[str] = []

    def begin(self, tag: str, attributes: Mapping[str, str | None]) -> Any:
        """Write the beginning of an element; what is returned is handed to ``end``."""
        raise NotImplementedError

    def end(self, tag: str, begun: Any) -> None:
        """Write the end of an element."""
        raise NotImplementedError

    def write(self, text: str) -> None:
        """Write text, or a line break given as a line feed."""
        raise NotImplementedError

    def finish(self, source: str) -> None:
        """Read the whole text and end what it left open."""
        self.feed(source)
        self.close()
        self._end_down_to(0)

    def _end_down_to(self, length: int) -> None:
        while len(self.open) > length:
            self.end(*self.open.pop())

    def _end_innermost(self, tags: frozenset[str]) -> None:
        for position in range(len(self.open) - 1, -1, -1):
            if self.open[position][0] in tags:
                self._end_down_to(position)
                return

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin what is allowed."""
        is_stray = tag == "li" and not any(begun in ("ul", "ol") for begun, _aim in self.open)
        tag = "p" if LIKE_PARAGRAPHS.fullmatch(tag) or is_stray else tag
        if SILENT.fullmatch(tag):
            self.silent.append(tag)
        elif self.silent:
            return
        elif tag == "br":
            self.write("\n")
        elif tag in PARAGRAPHS or tag in INLINE or tag == "a":
            if tag in PARAGRAPHS:
                self._end_innermost(frozenset("p"))
            elif tag == "a":
                self._end_innermost(frozenset("a"))
            self.open.append((tag, self.begin(tag, dict(attrs))))

    def handle_endtag(self, tag: str) -> None:
        """End what was begun, and what was begun inside it."""
        tag = "p" if LIKE_PARAGRAPHS.fullmatch(tag) else tag
        if self.silent and tag == self.silent[-1]:
            self.silent.pop()
        elif not self.silent:
            self._end_innermost(frozenset([tag]))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Treat ``<svg/>`` as empty, not as the beginning of silence."""
        if not SILENT.fullmatch(tag):
            super().handle_startendtag(tag, attrs)

    def handle_data(self, data: str) -> None:
        """Write text that is for readers."""
        if not self.silent:
            self.write(re.sub(r"[ \t\r\n\f]+", " ", data))


class HtmlWriter(Writer):
    """Writes HTML for a page or a mail."""

    def __init__(self, surroundings: Surroundings, attributes: Mapping[str, str]) -> None:
        """Begin with nothing written.

        Args:
            surroundings: who reads.
            attributes: what is added to elements, by tag; each begins with a space.
        """
        super().__init__(surroundings)
        self.attributes = attributes
        self.written: list[str] = []

    def begin(self, tag, attributes):
        """Write an opening tag with none of its stored attributes."""
        extra = self.attributes.get(tag, "")
        if tag != "a":
            self.written.append(f"<{tag}{extra}>")
            return None
        aim = destination(attributes, self.surroundings)
        if aim is not None:
            language = f' hreflang="{escape(aim.language)}"' if aim.language else ""
            if aim.mark:
                self.written.append(f"<!--link {aim.mark}-->")
            self.written.append(f'<a href="{escape(aim.url)}"{language}{extra}>')
        return aim

    def end(self, tag, begun):
        """Write a closing tag, and with a link what is to be known of its aim."""
        if tag != "a":
            self.written.append(f"</{tag}>")
        elif begun is not None:
            reader = self.surroundings.reader_attributes
            if begun.format:
                self.written.append(f" <span{reader}>({escape(begun.details)})</span></a>")
            elif begun.label:
                self.written.append(
                    f'</a> <span class="label"{reader}>{escape(capfirst(begun.label))}</span>'
                )
            else:
                self.written.append("</a>")
            if begun.mark:
                self.written.append("<!--/link-->")

    def write(self, text):
        """Write text escaped."""
        self.written.append("<br>" if text == "\n" else escape(text))


class TextWriter(Writer):
    """Writes plain text: paragraphs and lists in blocks of lines, an address after each link."""

    def __init__(self, surroundings: Surroundings) -> None:
        """Begin with nothing written."""
        super().__init__(surroundings)
        self.lines: list[tuple[bool, str]] = []
        """Each with whether it is an item of a list."""
        self.line = ""
        self.prefix = ""
        self.counts: list[int | None] = []
        """The number of the last item of each open list; None in a list without numbers."""

    def _break(self) -> None:
        text = re.sub(r" *\n *", "\n", self.line).strip()
        if text:
            indent = "\n" + " " * len(self.prefix)
            self.lines.append((bool(self.prefix), self.prefix + text.replace("\n", indent)))
        self.line = self.prefix = ""

    def begin(self, tag, attributes):
        """Begin a line, a list or a link."""
        if tag in PARAGRAPHS:
            if tag != "p" or not self.prefix:
                self._break()
            if tag in ("ul", "ol"):
                self.counts.append(0 if tag == "ol" else None)
            elif tag == "li" and self.counts:
                number = self.counts[-1]
                self.counts[-1] = None if number is None else number + 1
                mark = "- " if number is None else f"{number + 1}. "
                self.prefix = "  " * (len(self.counts) - 1) + mark
        return destination(attributes, self.surroundings) if tag == "a" else None

    def finish(self, source):
        """Read the whole text and end its last line."""
        super().finish(source)
        self._break()

    def end(self, tag, begun):
        """End a line, a list or a link."""
        if tag in PARAGRAPHS:
            self._break()
            if tag in ("ul", "ol"):
                self.counts.pop()
        elif begun is not None:
            told = begun.details if begun.format else begun.label
            details = f" ({told})" if told else ""
            address = begun.url.removeprefix("mailto:").removeprefix("tel:")
            self.line += details if self.line.endswith(address) else f"{details}: {address}"

    def write(self, text):
        """Write text, without a second space after the first."""
        self.line += text.lstrip(" ") if self.line.endswith((" ", "\n")) or not self.line else text

    @property
    def text(self) -> str:
        """What was written: an empty line between paragraphs, none between the items of a list."""
        written, after_item = "", False
        for is_item, line in self.lines:
            written += ("\n" if is_item and after_item else "\n\n") + line
            after_item = is_item
        return written.removeprefix("\n\n")


class RichText(TypedDict):
    """Rich text as a program gets it."""

    html: str
    text: str
    markdown: NotRequired[str]
    """Only where `rich=markdown` is asked for."""


class RichWords:
    """Rich text as it stands in each way out."""

    def __init__(self, source: str, surroundings: Surroundings) -> None:
        """Take the stored text."""
        self.source = source
        self.surroundings = surroundings

    def _html(self, attributes: Mapping[str, str]) -> SafeString:
        writer = HtmlWriter(self.surroundings, attributes)
        writer.finish(self.source)
        # The writer lets nothing through but its own tags and escaped text.
        return SafeString(EMPTY.sub("", "".join(writer.written)).strip())

    @cached_property
    def html(self) -> SafeString:
        """The text for a page."""
        return self._html({})

    @cached_property
    def mail(self) -> SafeString:
        """The text for a mail, with the styles in the elements."""
        return self._html(MAIL_ATTRIBUTES)

    @cached_property
    def text(self) -> str:
        """The text without markup."""
        writer = TextWriter(self.surroundings)
        writer.finish(self.source)
        return writer.text

    def as_json(self) -> RichText:
        """Return the text with and without markup."""
        return {"html": self.html, "text": self.text}


def keys_of(model: type, references: Iterable[tuple]) -> set[int]:
    """Return the primary keys of one model's objects.

    Args:
        model: their class; its subclasses count as well.
        references: what ``extract_references`` of a block or of rich text yields.
    """
    return {
        int(key)
        for referenced, key, *_path in references
        if issubclass(referenced, model) and str(key).isdecimal()
    }


def expand(html: str, reading: Reading, *, language: str = "") -> SafeString:
    """Return stored rich text as HTML for a page.

    Args:
        html: the ``source`` of a rich text value.
        reading: answers what internal links lead to.
        language: BCP 47 tag of the text, where it is not the reader's language.
    """

    def documents() -> set[int]:
        return keys_of(get_document_model(), extract_references_from_rich_text(html))

    context = {"reading": reading, "language": language}
    return RichWords(html, Surroundings.of(context, documents)).html
