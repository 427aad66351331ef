"""Does a link say where it leads?

What a reader sees is the text of a link and, at best, its address. Both can pretend: with letters of another script that
look the same, with characters that nobody sees, with an address as text that is not the one behind it. Letters are judged
by UTS #39 (Unicode Security Mechanisms), addresses are read as browsers read them (WHATWG URL Standard).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

WEB = frozenset({"http", "https"})
SAFE = WEB | {"mailto", "tel", ""}
"""The schemes that a reader expects; the address of a page of one's own has none."""

SCRIPTS = frozenset({"LATIN", "GREEK", "CYRILLIC", "ARMENIAN", "CHEROKEE", "COPTIC"})
"""Those whose letters resemble each other, by the first word of a letter's name: an honest label has one of them."""

LOOKS_LIKE = {
    "a": "аαɑ",
    "c": "сϲ",
    "d": "ԁ",
    "e": "еҽ",
    "g": "ɡ",
    "h": "һհ",
    "i": "іιıɩ",
    "j": "јϳ",
    "l": "ӏ1",
    "n": "ոռ",
    "o": "оοσօ0",
    "p": "рρ",
    "q": "ԛգզ",
    "r": "г",
    "s": "ѕ",
    "u": "υս",
    "v": "νѵ",
    "w": "ԝ",
    "x": "х",
    "y": "уүγ",
    "rn": "m",
    "vv": "w",
}
"""What a reader takes for a small Latin letter: the part of confusables.txt of UTS #39 that names of hosts can have."""

INVISIBLE = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Characters without a shape that Unicode counts as letters, marks or symbols."""
JOINERS = frozenset("\u200c\u200d")
"""Persian, the languages of India and emoji are not written without them."""
ORTHOGRAPHY = JOINERS | set("\xad\u200e\u200f\u061c")
"""Where a word may be parted, and which way a full stop belongs: honest texts have these."""

FILES = frozenset(
    [
        "csv",
        "doc",
        "docx",
        "epub",
        "gif",
        "htm",
        "html",
        "ics",
        "jpeg",
        "jpg",
        "mp3",
        "mp4",
        "odp",
        "ods",
        "odt",
        "pdf",
        "png",
        "ppt",
        "pptx",
        "rtf",
        "svg",
        "txt",
        "xls",
        "xlsx",
        "xml",
    ]
)
"""What a name with a full stop ends in that is a file, and not a host."""

_SHOWN = re.compile(
    r"(?:https?://|\bwww\.)[^\s/?#<>\"'“”„‘’«»(),;]+",
    re.IGNORECASE,
)
"""An address in the middle of words, as far as its host."""
_SHOWN_ALONE = re.compile(
    r"(?:[^\s/?#@:]+@)?([^\s/?#@:.]+(?:\.[^\s/?#@:.]+)*\.[^\W\d_]{2,})\.?(?:[/?#:]\S*)?"
)
"""A text that is nothing but the name of a host, with a path, or an address of mail."""


class Flaw(TextChoices):
    """What is wrong with a link, for a sentence that begins with it: “The link … “."""

    MALFORMED = "malformed", _("has an address that cannot be read")
    SCHEME = "scheme", _("opens something that is neither a web page nor a mail nor a call")
    CREDENTIALS = "credentials", _("has something in front of its host that can be taken for it")
    LOOK_ALIKE = "look-alike", _("leads to a name that resembles another one")
    ELSEWHERE = "elsewhere", _("shows one address and leads to another")
    INVISIBLE = "invisible", _("has characters that cannot be seen, or that turn others round")
    NUMERIC = "numeric", _("leads to a number instead of a name")
    UNENCRYPTED = "unencrypted", _("is not encrypted: it begins with http, not with https")

    @property
    def is_mild(self) -> bool:
        """Whether it is a matter of manners rather than of deceit."""
        return self is Flaw.UNENCRYPTED


def flaws(text: str, url: str, *, own_hosts: Collection[str] = ()) -> list[Flaw]:
    """Return what is wrong with a link, the worst first; never raise, whatever the text and the address are.

    Args:
        text: what a reader sees of it.
        url: where it leads.
        own_hosts: the names of the site itself: they may be asked without encryption, and nobody may imitate them.
    """
    found = set(_flaws(text, url.strip(), {_unicode(host) for host in own_hosts}))
    return [flaw for flaw in Flaw if flaw in found]


def _flaws(text: str, url: str, own_hosts: set[str]) -> Iterator[Flaw]:
    raise NotImplementedError
    yield
