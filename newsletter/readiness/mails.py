"""Can everybody read a mail as it is rendered? Its size, headings, link texts, pictures and contrasts.

Pure functions of HTML. What editors write stands in a mail among what templates print, so it is looked at as readers get
it: in the whole. Only the styles in the elements are judged, which all mail programs show; those in the head are the
house's own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from PIL import ImageColor

from cms.models.brand import LEAST_CONTRAST, contrast
from newsletter.readiness.findings import Finding, Weight

if TYPE_CHECKING:
    from collections.abc import Iterator

LARGE, TOO_LARGE = 70_000, 90_000
"""Bytes. Gmail hides what comes after 102 kB; services add headers, an address for each reader and their own links."""

VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "wbr"]
)
SILENT = frozenset(["head", "style", "script", "title", "template"])
HEADING = re.compile(r"h([1-6])")
BARE_ADDRESS = re.compile(r"(https?://|www\.)\S+", re.IGNORECASE)
EDGES = " \t\n\xa0.,:;!?…>»›→-–—()[]"
"""What may stand around the words of a link without saying anything."""

VAGUE = {
    "de": [
        "hier", "hier klicken", "klicken sie hier", "klick hier", "mehr", "mehr lesen", "mehr dazu", "mehr erfahren",
        "mehr informationen", "weitere informationen", "weiter", "weiterlesen", "dieser link",
    ],
    "en": [
        "here", "click here", "click", "more", "read more", "read on", "see more", "learn more", "find out more",
        "more information", "more info", "details", "continue", "continue reading", "link", "this link", "this",
    ],
    "es": [
        "aquí", "haga clic aquí", "haz clic aquí", "clic aquí", "pulse aquí", "más", "leer más", "ver más", "saber más",
        "más información", "continuar", "enlace", "este enlace",
    ],
    "fr": [
        "ici", "cliquez ici", "cliquer ici", "plus", "lire", "lire plus", "lire la suite", "la suite", "suite",
        "en savoir plus", "voir plus", "plus d’informations", "plus d'informations", "lien", "ce lien",
    ],
    "it": [
        "qui", "clicca qui", "cliccare qui", "clicca", "di più", "leggi", "leggi tutto", "leggi di più", "continua",
        "scopri di più", "maggiori informazioni", "altro", "questo link", "collegamento",
    ],
    "pl": [
        "tu", "tutaj", "kliknij", "kliknij tu", "kliknij tutaj", "więcej", "czytaj", "czytaj więcej", "czytaj dalej",
        "dowiedz się więcej", "więcej informacji", "ten link", "odnośnik",
    ],
}  # fmt: skip
"""Words of a link that say nothing about its aim, in the languages of the editors (WCAG 2.2, 2.4.4 and 2.4.9)."""

_VAGUE = frozenset(words for several in VAGUE.values() for words in several)


@dataclass(frozen=True, slots=True)
class ShownLink:
    """A link as it is read."""

    text: str
    """The words, with those of pictures in it."""
    url: str


@dataclass(frozen=True, slots=True)
class WeakContrast:
    """Words that cannot be told from their ground by everybody."""

    words: str
    colour: str
    ground: str
    ratio: float


@dataclass(slots=True)
class Contents:
    """What was found in some HTML, in its order."""

    size: int
    """Bytes."""
    headings: list[tuple[int, str]] = field(default_factory=list)
    """Level and words."""
    links: list[ShownLink] = field(default_factory=list)
    pictures_without_alt: list[str] = field(default_factory=list)
    """Their addresses."""
    weak_contrasts: list[WeakContrast] = field(default_factory=list)
    """The first words of each pair of colours."""


def read(html: str) -> Contents:
    """Return what is in a mail, or in a fragment of a page."""
    reader = _Reader(Contents(size=len(html.encode())))
    reader.feed(html)
    reader.close()
    return reader.contents


def findings(contents: Contents, *, language: str, url: str) -> Iterator[Finding]:
    """Yield what is wrong with a mail for the readers of one language.

    Args:
        contents: of the HTML part.
        language: BCP 47 tag of its readers.
        url: where it is mended.
    """
    for code, weight, message in (
        *_of_size(contents.size),
        *_of_headings(contents.headings),
        *_of_links(contents.links),
        *_of_pictures(contents.pictures_without_alt),
        *_of_contrasts(contents.weak_contrasts),
    ):
        yield Finding(code=code, message=message, url=url, weight=weight, languages=(language,))


Remark = tuple[str, Weight, str]
"""Code, weight and sentence."""


def _of_size(size: int) -> Iterator[Remark]:
    said = {"size": round(size / 1000), "limit": TOO_LARGE // 1000}
    if size > TOO_LARGE:
        message = _(
            "The mail has %(size)s kB. Mail programs cut off what is longer than %(limit)s kB."
        )
        yield "mail-too-large", Weight.BLOCKING, message % said
    elif size > LARGE:
        message = _("The mail has %(size)s kB; with more than %(limit)s kB it cannot go out.")
        yield "mail-large", Weight.WARNING, message % said


def _of_headings(headings: list[tuple[int, str]]) -> Iterator[Remark]:
    first = [words for level, words in headings if level == 1]
    if len(first) != 1:
        message = _("The mail has %(number)s headings of the first level instead of one.")
        yield "mail-headings", Weight.WARNING, message % {"number": len(first)}
    above = 0
    for level, words in headings:
        if not words:
            yield "mail-headings", Weight.WARNING, _("The mail has a heading without words.")
        if level > above + 1:
            message = _("The heading ‘%(words)s’ leaves out a level below the heading before it.")
            yield "mail-headings", Weight.WARNING, message % {"words": words}
        above = level


def _of_links(links: list[ShownLink]) -> Iterator[Remark]:
    for link in links:
        said = {"words": link.text, "address": link.url}
        if not link.text.strip(EDGES):
            message = _(
                "A link to %(address)s has no words: nobody can see or hear where it leads."
            )
            yield "link-empty", Weight.BLOCKING, message % said
        elif not says_where(link.text):
            message = _(
                "The words of the link ‘%(words)s’ do not say where it leads (%(address)s)."
            )
            yield "link-unclear", Weight.WARNING, message % said


def _of_pictures(addresses: list[str]) -> Iterator[Remark]:
    for address in addresses:
        message = _(
            "A picture of the mail has no alternative text, not even an empty one (%(address)s)."
        )
        yield "mail-picture-alt", Weight.BLOCKING, message % {"address": address}


def _of_contrasts(weak: list[WeakContrast]) -> Iterator[Remark]:
    for one in weak:
        message = _(
            "‘%(words)s’ is hard to read: %(colour)s on %(ground)s has a contrast of %(ratio)s; words need %(least)s."
        )
        said = {
            "words": one.words,
            "colour": one.colour,
            "ground": one.ground,
            # Cut off, not rounded: 4.46 is not enough and must not look as if it were.
            "ratio": f"{int(one.ratio * 10) / 10:.1f}",
            "least": LEAST_CONTRAST,
        }
        yield "mail-contrast", Weight.WARNING, message % said


def says_where(text: str) -> bool:
    """Return whether the words of a link say where it leads: more than "here", and no bare address."""
    words = " ".join(text.split()).strip(EDGES)
    return words.casefold() not in _VAGUE and not BARE_ADDRESS.fullmatch(words)


@dataclass(slots=True)
class _Open:
    """An element that is open, and what its words look like."""

    tag: str
    colour: str
    ground: str
    is_shown: bool
    words: list[str] = field(default_factory=list)
    """Of a heading or a link."""
    url: str | None = None


class _Reader(HTMLParser):
    """Reads HTML, with the colours in which its words are shown."""

    def __init__(self, contents: Contents) -> None:
        super().__init__(convert_charrefs=True)
        self.contents = contents
        self.open = [_Open(tag="", colour="#000000", ground="#ffffff", is_shown=True)]
        self.seen: set[tuple[str, str]] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if tag == "img":
            self._picture(attributes, has_alt=any(name == "alt" for name, _value in attrs))
        if tag in VOID:
            return
        style, around = _declared(attributes.get("style", "")), self.open[-1]
        ground = (
            style.get("background-color") or style.get("background") or attributes.get("bgcolor")
        )
        self.open.append(
            _Open(
                tag=tag,
                colour=_colour(style.get("color") or attributes.get("color", "")) or around.colour,
                ground=_colour(ground or "") or around.ground,
                is_shown=around.is_shown and tag not in SILENT and style.get("display") != "none",
                url=attributes.get("href") if tag == "a" else None,
            )
        )

    def handle_endtag(self, tag: str) -> None:
        for position in range(len(self.open) - 1, 0, -1):
            if self.open[position].tag == tag:
                while len(self.open) > position:
                    self._end(self.open.pop())
                return

    def handle_data(self, data: str) -> None:
        if not self.open[-1].is_shown:
            return
        self._say(data)
        if data.strip():
            self._compare(data)

    def close(self) -> None:
        super().close()
        while len(self.open) > 1:
            self._end(self.open.pop())

    def _say(self, words: str) -> None:
        """Add words to every heading and link that is open."""
        for element in self.open:
            if element.url is not None or HEADING.fullmatch(element.tag):
                element.words.append(words)

    def _end(self, element: _Open) -> None:
        words = " ".join("".join(element.words).split())
        if level := HEADING.fullmatch(element.tag):
            self.contents.headings.append((int(level[1]), words))
        if element.url is not None:
            self.contents.links.append(ShownLink(words, element.url))

    def _picture(self, attributes: dict[str, str], *, has_alt: bool) -> None:
        if not has_alt:
            self.contents.pictures_without_alt.append(attributes.get("src", ""))
        self._say(attributes.get("alt", ""))

    def _compare(self, words: str) -> None:
        """Note words that stand out too little from their ground; each pair of colours once."""
        pair = colour, ground = self.open[-1].colour, self.open[-1].ground
        if pair in self.seen:
            return
        self.seen.add(pair)
        ratio = contrast(colour, ground)
        if ratio < LEAST_CONTRAST:
            shown = " ".join(words.split())[:60]
            self.contents.weak_contrasts.append(WeakContrast(shown, colour, ground, ratio))


def _declared(style: str) -> dict[str, str]:
    """Return the declarations of an element's style, the last of each property."""
    pairs = (declaration.partition(":") for declaration in style.split(";"))
    return {name.strip().lower(): value.strip().lower() for name, _colon, value in pairs}


def _colour(value: str) -> str:
    """Return a colour as ``#rrggbb``; empty where a value names none, or one that shows what is below."""
    for part in re.findall(r"[a-z]+\([^)]*\)|[^\s()]+", value.replace("!important", "")):
        try:
            red, green, blue, *alpha = ImageColor.getrgb(part)
        except ValueError:  # a picture, a position, "transparent", "inherit"
            continue
        if alpha in ([], [255]):
            return f"#{red:02x}{green:02x}{blue:02x}"
    return ""
