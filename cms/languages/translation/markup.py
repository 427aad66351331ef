"""Do translated words carry the same markup as the words of the source?

Words are fragments of HTML as wagtail-localize cuts them: inline tags, of which only links have an attribute (the id
by which their address is found again), and text in which ``&``, ``<`` and ``>`` are escaped. Pure Python, no query.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING

from django.utils.translation import gettext

if TYPE_CHECKING:
    from collections.abc import Iterator

VOID = frozenset({"br"})
"""The inline tags that never have a content (HTML, void elements)."""

TAG = re.compile(r"<(?P<slash>/?)(?P<name>[a-zA-Z][a-zA-Z0-9]*)(?P<rest>(?:[\s/][^<>]*)?)>")
LINK_ID = re.compile(r"""\s+id=(["'])(?P<id>[^"'<>&\s]+)\1\s*""")
PLACEHOLDER = re.compile(r"%\(\w{1,64}\)[a-z]|\{\w{0,64}\}|(?<![\w%])%[sd]\b")
# Only the characters of RFC 3986: in many scripts no space follows an address.
ADDRESS = re.compile(r"(?:https?://|www\.)[\w\-.~:/?#\[\]@!$&'()*+,;=%]+", re.ASCII | re.IGNORECASE)
PUNCTUATION = ".,;:!?)]'*"
"""What may stand behind an address without being part of it."""
# A local part has at most 64 characters (RFC 5321, 4.5.3.1.1); without that bound a long word would cost its square.
MAIL = re.compile(
    r"(?<![\w.+-])[\w.+'-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,8}",
    re.ASCII | re.IGNORECASE,
)
FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""The characters that no XML document can hold (XML 1.0, 2.2), hence no feed; and some databases no NUL."""


@dataclass(frozen=True, slots=True)
class Tag:
    """One tag as it is written."""

    written: str
    name: str
    """In lower case."""
    link: str
    """The id of a link, "" where there is none."""
    opens: bool
    closes: bool
    """Both for a tag that stands for itself, such as ``<br/>``."""

    @property
    def canonical(self) -> str:
        """The tag as wagtail-localize writes it; a tag with any other attribute has no such form and is left alone."""
        if not self.name:
            return self.written
        attribute = f' id="{self.link}"' if self.link else ""
        if self.opens and self.closes:
            return f"<{self.name}{attribute}/>"
        return f"<{self.name}{attribute}>" if self.opens else f"</{self.name}>"


def pieces(words: str) -> Iterator[str | Tag]:
    """Yield a fragment piece by piece, text as it is written and tags; joined again they are the fragment."""
    end = 0
    for match in TAG.finditer(words):
        if match.start() > end:
            yield words[end : match.start()]
        yield _tag(match)
        end = match.end()
    if end < len(words):
        yield words[end:]


def _tag(match: re.Match[str]) -> Tag:
    name, rest = match["name"].lower(), match["rest"]
    closes = bool(match["slash"])
    stands_alone = not closes and (rest.endswith("/") or name in VOID)
    rest = rest.rstrip("/") if stands_alone else rest
    link = LINK_ID.fullmatch(rest) if name == "a" and not closes else None
    is_known = link is not None or not rest.strip()
    return Tag(
        written=match[0],
        name=name if is_known else "",
        link=link["id"] if link else "",
        opens=not closes,
        closes=closes or stands_alone,
    )


def problems(source: str, words: str) -> list[str]:
    """Return what is wrong with the markup of translated words, in sentences for a translator; none when it is right.

    The tags must be balanced, and be those of the source, each as often, in whatever order; so must the placeholders
    (``{name}``, ``%(name)s``) and the addresses of pages and mailboxes that stand in the text.

    Args:
        source: the source's words.
        words: the translated words.
    """
    given = list(pieces(words))
    return [
        *_control_characters(words),
        *_stray_brackets(given),
        *(_unbalanced(given) or _different(_tags(list(pieces(source))), _tags(given))),
        *_different(_mentions(source), _mentions(words)),
    ]


def _control_characters(words: str) -> Iterator[str]:
    for character in sorted(set(FORBIDDEN.findall(words))):
        yield gettext("It holds a control character (%(code)s) that cannot be kept.") % {
            "code": f"U+{ord(character):04X}"
        }


def _stray_brackets(given: list[str | Tag]) -> Iterator[str]:
    if any("<" in piece for piece in given if isinstance(piece, str)):
        yield gettext("A “<” that begins no tag must be written as “&lt;”.")


def _unbalanced(given: list[str | Tag]) -> list[str]:
    """Return what is wrong with the nesting of tags."""
    open_tags: list[Tag] = []
    for tag in given:
        if isinstance(tag, str) or not tag.name or (tag.opens and tag.closes):
            continue
        if tag.opens:
            open_tags.append(tag)
        elif open_tags and open_tags[-1].name == tag.name:
            open_tags.pop()
        else:
            return [gettext("“%(tag)s” closes nothing that is open.") % {"tag": tag.canonical}]
    if open_tags:
        return [gettext("“%(tag)s” is not closed.") % {"tag": open_tags[-1].canonical}]
    return []


def _tags(given: list[str | Tag]) -> Counter[str]:
    # A tag that is none of ours counts whichever it is: nothing else would notice it.
    return Counter(
        tag.canonical for tag in given if isinstance(tag, Tag) and (tag.opens or not tag.name)
    )


def _mentions(words: str) -> Counter[str]:
    """Return the placeholders and addresses in the text of a fragment."""
    text = unescape("".join(" " if isinstance(piece, Tag) else piece for piece in pieces(words)))
    pages = (found.rstrip(PUNCTUATION) for found in ADDRESS.findall(text))
    return Counter([*PLACEHOLDER.findall(text), *pages, *MAIL.findall(text)])


def _different(wanted: Counter[str], given: Counter[str]) -> Iterator[str]:
    for mark in wanted - given:
        yield gettext("“%(mark)s” of the source is missing.") % {"mark": mark}
    for mark in given - wanted:
        if mark in wanted:
            yield gettext("“%(mark)s” stands there more often than in the source.") % {"mark": mark}
        else:
            yield gettext("“%(mark)s” is not in the source.") % {"mark": mark}
