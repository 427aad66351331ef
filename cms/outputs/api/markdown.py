"""How does the rich text of a body read as Markdown (CommonMark 0.31)?

The HTML is our own (``cms.blocks.rich_text``): paragraphs and lists of bold, italic and linked words. A converter for any HTML
loses words of it where CommonMark does not read a star as it was meant (6.2). Here bold and italic begin and end at a letter or a
digit, inside links, and never cross each other: then it always does.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple
from unicodedata import category
from urllib.parse import quote

from bs4 import BeautifulSoup, NavigableString, Tag

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

RICH = frozenset({"html", "text"})
"""By these names a rich text is known among the values of a block (``RichText``)."""

BLOCKS = frozenset({"p", "ul", "ol"})
MARKUP = frozenset("\\`*_[]<>&#~|")
"""What may mean something wherever it stands, in CommonMark or in what others add to it."""
AT_START = re.compile(r"^(\d{1,9}(?=[.)])|(?=[-+=]))", re.MULTILINE)
"""What would begin a list at the start of a line, or make a heading of the line above."""
SPACE = re.compile(r"[ \t\r\n\f]+")
STRONG, EMPHASIS = "**", "*"


def with_markdown(part: Any) -> Any:
    """Return a part of a body as JSON, with Markdown in every rich text; it stays as it is itself."""
    if isinstance(part, list):
        return [with_markdown(each) for each in part]
    if not isinstance(part, dict):
        return part
    found = {name: with_markdown(value) for name, value in part.items()}
    if part.keys() == RICH:
        found["markdown"] = _blocks(BeautifulSoup(part["html"], "html.parser"))
    return found


def _blocks(parent: Tag) -> str:
    """Return paragraphs and lists with an empty line between them; none before a list inside a list."""
    written, former = "", ""
    for is_block, nodes in groupby(parent.children, key=lambda node: _name(node) in BLOCKS):
        for block in nodes if is_block else [nodes]:
            name = _name(block) if is_block else "p"
            if name != "p":
                # Another sign where two lists of one kind follow each other: else they would be one.
                name = f"other {name}" if name == former else name
                text = _list(block, name)
            else:
                text = _words(block.children if is_block else block)
            if text:
                is_tight = name != "p" and parent.name != "[document]"
                written += ("\n" if is_tight else "\n\n") * bool(written) + text
                former = name
    return written


def _list(tag: Tag, name: str) -> str:
    """Return the items of a list that are not empty: whatever stands in it is one."""
    lines, number = [], 0
    for is_item, nodes in groupby(list(tag.children), key=lambda node: _name(node) == "li"):
        for item in nodes if is_item else [_wrapped(nodes)]:
            if text := _blocks(item):
                number += 1
                marker = {"ul": "- ", "other ul": "* ", "ol": f"{number}. "}.get(
                    name, f"{number}) "
                )
                lines.append(marker + text.replace("\n", "\n" + " " * len(marker)))
    return re.sub("^ +$", "", "\n".join(lines), flags=re.MULTILINE)


def _wrapped(nodes: Iterable[Any]) -> Tag:
    """Return an item with what stands in a list without one."""
    item = Tag(name="li")
    item.extend(list(nodes))
    return item


class Character(NamedTuple):
    """A character of a paragraph; a line feed is a break."""

    text: str
    is_strong: bool
    is_emphasised: bool
    link: Tag | None


def _characters(nodes: Iterable[Any], like: Character) -> Iterator[Character]:
    """Yield the characters of inline elements, with what holds for each."""
    for node in nodes:
        name = _name(node)
        if isinstance(node, NavigableString):
            yield from (like._replace(text=each) for each in SPACE.sub(" ", node))
        elif name == "br":
            yield like._replace(text="\n")
        else:
            # A paragraph inside bold words or a link, from a word processor: a line of its own.
            around = [like._replace(text="\n")] * (name in BLOCKS or name == "li")
            yield from around
            yield from _characters(
                node.children,
                like._replace(
                    is_strong=like.is_strong or name in ("b", "strong"),
                    is_emphasised=like.is_emphasised or name in ("i", "em"),
                    link=node if name == "a" else like.link,
                ),
            )
            yield from around


def _words(nodes: Iterable[Any]) -> str:
    """Return a paragraph."""
    found: list[Character] = []
    for each in _characters(nodes, Character("", False, False, None)):
        if each.text == "\n" and found and found[-1].text == " ":
            found.pop()
        # It begins with a word, and so does each of its lines.
        if not each.text.isspace() or (
            found and not (each.text == " " and found[-1].text in " \n")
        ):
            found.append(each)
    while found and found[-1].text.isspace():
        found.pop()
    written = ""
    for _link, group in groupby(found, key=lambda each: id(each.link)):
        written = _with_link(written, list(group))
    return AT_START.sub(r"\1\\", written)


def _with_link(written: str, characters: list[Character]) -> str:
    """Return what was written, and characters of one link, or of none."""
    link, text = characters[0].link, "".join(each.text for each in characters)
    start, end = len(text) - len(text.lstrip(" \n")), len(text.rstrip(" \n"))
    if link is None or start >= end:
        return written + _marked(characters)
    before = written + _marked(characters[:start])
    if before.endswith("!"):  # else it would be a picture
        before = before[:-1] + "\\!"
    # Brackets and spaces would end the address.
    address = quote(str(link["href"]), safe="/:?#[]@!$&'*+,;=%~-._")
    return f"{before}[{_marked(characters[start:end])}]({address}){_marked(characters[end:])}"


def _marked(characters: list[Character]) -> str:
    """Return characters with stars around what is strong or emphasised."""
    strong = _spans(characters, [each.is_strong for each in characters])
    emphasis = [
        _inside(span, strong)
        for span in _spans(characters, [each.is_emphasised for each in characters])
    ]
    begun: dict[int, list[tuple[int, str]]] = {}
    ended: dict[int, list[tuple[int, str]]] = {}
    for spans, mark in ((strong, STRONG), (emphasis, EMPHASIS)):
        for start, end in spans:
            begun.setdefault(start, []).append((end, mark))
            ended.setdefault(end - 1, []).append((start, mark))
    written = []
    for place, each in enumerate(characters):
        # The outer ones begin first and end last.
        written += [mark for _end, mark in sorted(begun.get(place, ()), reverse=True)]
        written.append(_escaped(each.text))
        written += [mark for _start, mark in sorted(ended.get(place, ()), reverse=True)]
    return "".join(written)


def _spans(characters: list[Character], marked: list[bool]) -> list[tuple[int, int]]:
    """Return from where to where characters are marked, without what is neither letter nor digit at both ends."""
    found = []
    for is_marked, group in groupby(range(len(characters)), key=marked.__getitem__):
        places = [place for place in group if category(characters[place].text)[0] not in "PSZC"]
        if is_marked and places:
            found.append((places[0], places[-1] + 1))
    return found


def _inside(span: tuple[int, int], others: list[tuple[int, int]]) -> tuple[int, int]:
    """Return a span, or what of it is inside another one that it would cross; those are in order."""
    start, end = span
    for place in range(bisect_right(others, start, key=itemgetter(1)), len(others)):
        begin, stop = others[place]
        if begin >= end:
            break
        if begin < start < stop < end or start < begin < end < stop:
            start, end = max(start, begin), min(end, stop)
    return start, end


def _escaped(character: str) -> str:
    if character == "\n":
        return "\\\n"
    return f"\\{character}" if character in MARKUP else character


def _name(node: Any) -> str:
    return node.name or "" if isinstance(node, Tag) else ""
