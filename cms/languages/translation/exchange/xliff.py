"""How is a translation written as an XLIFF 1.2 file, and read from one?

OASIS XLIFF 1.2 (http://docs.oasis-open.org/xliff/v1.2/os/xliff-core.html), with tags as its Representation Guide for
HTML wants them: ``<g>`` around what a tag encloses and ``<x/>`` for a line break, which every translators' tool shows as
something to be moved but not edited. What would not come back as it went, such as an entity that XML does not need, is
kept as native code in ``<ph>``; and characters that XML forbids are named.
"""

from __future__ import annotations

import re
from collections import Counter
from html import escape, unescape
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, ParseError, SubElement, tostring

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.utils.translation import gettext

from cms.languages.translation.markup import FORBIDDEN, Tag, pieces

from .sheet import (
    MAX_UNITS,
    ExchangeError,
    Sheet,
    State,
    Unit,
    too_many_units,
    translation_id,
    unit,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

SUFFIX = ".xlf"
CONTENT_TYPE = "application/x-xliff+xml"
NAMESPACE = "urn:oasis:names:tc:xliff:document:1.2"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"

STATES = {
    State.MISSING: "needs-translation",
    State.PROPOSED: "needs-review-translation",
    State.CONFIRMED: "final",
}
SURE_STATES = frozenset({"translated", "signed-off", "final"})
"""The states of a target (XLIFF 1.2, 2.3) that ask for nothing more."""

TYPES = {"b": "bold", "i": "italic", "br": "lb"}
"""What XLIFF calls a tag (the attribute ctype); any other is "x-html-" and its name."""
NAMES = {kind: name for name, kind in TYPES.items()}
CHARACTER = "x-char-"
TEXT = re.compile(
    rf"(?P<plain>(?:[^&<>{FORBIDDEN.pattern[1:-1]}]|&(?:amp|lt|gt);)+)"
    rf"|(?P<forbidden>{FORBIDDEN.pattern})"
    r"|(?P<native>&(?:[a-zA-Z]+|#\w+);|[&<>])"
)
"""Text that is the same again after it was unescaped and escaped; a character that XML forbids; what is left."""

FORBIDDEN_CODE = re.compile("00[01][0-9A-F]|FFF[EF]")

MAX_DEPTH = 50
"""How deep inline elements may stand in each other."""
MAX_MARKS = 40 * MAX_UNITS
"""How many tags one file may hold: counted before it is parsed."""


def write(sheet: Sheet) -> bytes:
    """Return a sheet as an XLIFF file in UTF-8."""
    root = Element("xliff", {"version": "1.2", "xmlns": NAMESPACE})
    attributes = {
        "original": str(sheet.translation),
        "source-language": sheet.source_language,
        "target-language": sheet.target_language,
        "datatype": "html",
        "product-name": sheet.title,
    }
    body = SubElement(SubElement(root, "file", attributes), "body")
    for number, written in enumerate(sheet.units, 1):
        # Tools keep the id of a unit whatever else they drop; a number makes it unique, since one place has many texts.
        attributes = {"id": f"{written.context}:{number}", SPACE: "preserve"}
        if written.state is State.CONFIRMED:
            attributes["approved"] = "yes"
        element = SubElement(body, "trans-unit", attributes)
        _fill(SubElement(element, "source"), written.source)
        target = SubElement(element, "target", {"state": STATES[written.state]})
        _fill(target, written.words)
    # A bare carriage return would be read as a new line (XML 1.0, 2.11).
    return tostring(root, encoding="utf-8", xml_declaration=True).replace(b"\r", b"&#13;")


def read(data: bytes) -> Sheet:
    """Return the sheet that an XLIFF file holds.

    Raises:
        ExchangeError: if it is no such file.
    """
    root = _parsed(data)
    if _name(root) != "xliff" or root.get("version") != "1.2":
        raise ExchangeError(gettext("This is no XLIFF file of version 1.2."))
    files = [child for child in root if _name(child) == "file"]
    if len(files) != 1:
        raise ExchangeError(
            gettext("The XLIFF file holds %(count)s files; import them one by one.")
            % {"count": len(files)}
        )
    [file] = files
    elements = [element for element in file.iter() if _name(element) == "trans-unit"]
    if len(elements) > MAX_UNITS:
        raise too_many_units()
    return Sheet(
        translation=translation_id(file.get("original")),
        source_language=file.get("source-language", ""),
        target_language=file.get("target-language", ""),
        title=file.get("product-name", ""),
        units=tuple(_unit(element) for element in elements),
    )


def _parsed(data: bytes) -> Element:
    """Return the root of a document; nothing that it refers to is read or expanded.

    Raises:
        ExchangeError: if it is no XML, is too large, or declares entities.
    """
    if data.count(b"<") > MAX_MARKS:
        raise too_many_units()
    try:
        return fromstring(data, forbid_dtd=True)
    except DefusedXmlException as error:
        raise ExchangeError(
            gettext("The file has a document type declaration, which could name other files.")
        ) from error
    except (ParseError, ValueError, LookupError) as error:
        raise ExchangeError(gettext("This is no XML, or broken.")) from error


def _name(element: Element) -> str:
    """Return the name of an element without its namespace, which some tools leave out."""
    return element.tag.rpartition("}")[2]


def _unit(element: Element) -> Unit:
    """Return what a ``<trans-unit>`` says. What a tool suggests beside it (``<alt-trans>``) is left out."""
    parts = {_name(child): child for child in element}
    source, target = parts.get("source"), parts.get("target")
    kinds: dict[str, str] = {}
    words = ""
    if source is not None:
        words = "".join(_words(source, kinds))
    context = element.get("id", "").rpartition(":")[0]
    if target is None:
        return unit(context, words, "", State.MISSING)
    return unit(context, words, "".join(_words(target, kinds)), _state(element, target))


def _state(element: Element, target: Element) -> State:
    """Return how far a target is. Most tools that know no states write a target when it is done, without one."""
    state = target.get("state")
    if state is None:
        return State.PROPOSED if element.get("approved") == "no" else State.CONFIRMED
    return State.CONFIRMED if state in SURE_STATES else State.PROPOSED


def _words(element: Element, kinds: dict[str, str], depth: int = 0) -> Iterator[str]:
    """Yield the fragment that an element encloses.

    Args:
        element: a source, a target, or what stands in one.
        kinds: what the tags of the unit are, by id: a tool may keep no more of a tag than that. It is added to.
        depth: how deep the element stands.

    Raises:
        ExchangeError: if elements stand in each other without end.
    """
    if depth > MAX_DEPTH:
        raise ExchangeError(gettext("The tags of one text stand too deep in each other."))
    yield escape(element.text or "", quote=False)
    for child in element:
        yield from _inline(child, kinds, depth + 1)
        yield escape(child.tail or "", quote=False)


def _inline(element: Element, kinds: dict[str, str], depth: int) -> Iterator[str]:
    """Yield the fragment that an inline element stands for (XLIFF 1.2, 2.4)."""
    match _name(element):
        case "g":
            name, attribute = _html(element, kinds)
            yield f"<{name}{attribute}>"
            yield from _words(element, kinds, depth)
            yield f"</{name}>"
        case "x":
            yield _alone(element, kinds)
        case "ph" | "bpt" | "ept" | "it":
            yield "".join(element.itertext())
        case "mrk":
            yield from _words(element, kinds, depth)
        case name:
            # Whatever it is, it is not in the source, and the translator will be told.
            yield f"<{name}/>"


def _html(element: Element, kinds: dict[str, str]) -> tuple[str, str]:
    """Return name and attribute of the tag that an element stands for."""
    key = element.get("id", "")
    kind = element.get("ctype") or kinds.get(key, "x-html-g")
    kinds.setdefault(key, kind)
    name = NAMES.get(kind, kind.removeprefix("x-html-"))
    return name, f' id="{escape(key)}"' if name == "a" else ""


def _alone(element: Element, kinds: dict[str, str]) -> str:
    """Return the tag, or the character, that an ``<x/>`` stands for."""
    name, attribute = _html(element, kinds)
    if name.startswith(CHARACTER):
        code = name.removeprefix(CHARACTER)
        return chr(int(code, 16)) if FORBIDDEN_CODE.fullmatch(code) else ""
    return f"<{name}{attribute}/>"


def _fill(element: Element, words: str) -> None:
    """Write a fragment into a source or target."""
    found = list(pieces(words))
    enclosing = _enclosing(found)
    writer = _Writer(element)
    for index, piece in enumerate(found):
        if isinstance(piece, str):
            writer.text(piece)
        elif index in enclosing:
            writer.enclose(piece)
        elif piece.opens and piece.closes and _comes_back(piece):
            writer.tag("x", piece)
        else:
            writer.native(piece.written)


def _enclosing(found: list[str | Tag]) -> set[int]:
    """Return where the tags stand that enclose something and come back as they are, of which each has its other half."""
    halves: set[int] = set()
    open_tags: list[int] = []
    for index, piece in enumerate(found):
        if isinstance(piece, str) or (piece.opens and piece.closes):
            continue
        if piece.opens:
            open_tags.append(index)
            continue
        other = found[open_tags[-1]] if open_tags else None
        if not isinstance(other, Tag) or other.name != piece.name:
            open_tags.clear()  # from here on nothing encloses anything for sure
        elif _comes_back(other) and _comes_back(piece):
            halves |= {open_tags.pop(), index}
        else:
            open_tags.pop()
    return halves


def _comes_back(tag: Tag) -> bool:
    """Tell whether a tag is the same again after its name and its id have travelled."""
    is_whole = tag.name != "a" or not tag.opens or bool(tag.link)
    return is_whole and tag.written == tag.canonical and not FORBIDDEN.search(tag.written)


class _Writer:
    """Writes the pieces of one fragment, each behind the last."""

    def __init__(self, element: Element) -> None:
        self.enclosing = [element]
        self.counts: Counter[str] = Counter()

    def text(self, words: str) -> None:
        """Write text, and what XML cannot hold of it as elements."""
        for found in TEXT.finditer(words):
            if found["plain"]:
                self._plain(unescape(found["plain"]))
            else:
                self.native(found[0])

    def native(self, code: str) -> None:
        """Write code as it is, so that a tool neither shows it as words nor changes it."""
        for part in re.split(f"({FORBIDDEN.pattern})", code):
            if FORBIDDEN.fullmatch(part):
                self._element("x", {"ctype": f"{CHARACTER}{ord(part):04X}"}, "x")
            elif part:
                self._element("ph", {"ctype": "x-html"}, "ph").text = part

    def enclose(self, tag: Tag) -> None:
        """Begin or end what a tag encloses."""
        if tag.opens:
            self.enclosing.append(self.tag("g", tag))
        else:
            self.enclosing.pop()

    def tag(self, name: str, tag: Tag) -> Element:
        """Write a tag as an element and return that."""
        kind = TYPES.get(tag.name, f"x-html-{tag.name}")
        return self._element(name, {"ctype": kind}, tag.name, tag.link)

    def _element(self, name: str, attributes: dict[str, str], kind: str, key: str = "") -> Element:
        self.counts[kind] += 1
        key = key or f"{kind}{self.counts[kind]}"
        return SubElement(self.enclosing[-1], name, {"id": key, **attributes})

    def _plain(self, text: str) -> None:
        parent = self.enclosing[-1]
        if len(parent):
            parent[-1].tail = (parent[-1].tail or "") + text
        else:
            parent.text = (parent.text or "") + text
