"""Does a link say where it leads?

What a reader sees is the text of a link and, at best, its address. Both can pretend: with letters of another script that
look the same, with characters that nobody sees, with an address as text that is not the one behind it. Letters are judged
by UTS #39 (Unicode Security Mechanisms), addresses are read as browsers read them (WHATWG URL Standard).
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from urllib.parse import SplitResult

WEB = frozenset({"http", "https"})
SAFE = WEB | {"mailto", "tel", ""}
"""The schemes that a reader expects; the address of a page of one's own has none."""

LONGEST_HOST = 253
"""Characters of a name (RFC 1035, 2.3.4)."""

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
}
"""What a reader takes for a small Latin letter: the part of confusables.txt of UTS #39 that names of hosts can have."""

_PROTOTYPES = str.maketrans({one: letter for letter, alike in LOOKS_LIKE.items() for one in alike})

INVISIBLE = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Characters without a shape that Unicode counts as letters, marks or symbols."""
JOINERS = frozenset("\u200c\u200d")
"""Persian, the languages of India and emoji are not written without them."""
ORTHOGRAPHY = JOINERS | set("\xad\u200e\u200f\u061c")
"""Where a word may be parted, and which way a full stop belongs: honest texts have these."""

FILES = frozenset({"csv", "doc", "docx", "ics", "jpg", "odt", "pdf", "png", "pptx", "xlsx"})
"""What a name with a full stop ends in that is a file, and not a host."""

_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
"""The last label of an address of the Internet Protocol, in any notation that browsers understand."""
_WORD = re.compile(r"[^\W\d_]{3,}")
"""Shorter ones can be units: those of physics have Greek letters among the Latin ones."""
_SHOWN = re.compile(r"(?:https?://|\bwww\.)[^\s/?#<>\"'“”„‘’«»(),;!…\[\]]+", re.IGNORECASE)
"""An address in the middle of words, as far as its host."""
_SHOWN_ALONE = re.compile(
    r"""(?:[^\s/?#@:]+@)?          # of a mail
    ((?:[^\s/?#@:.]+\.)+           # the host
    ([^\s/?#@:.\d][^\s/?#@:.]+))   # and what it ends in
    \.?(?:[/?#:]\S*)?""",
    re.VERBOSE,
)
"""A text that is nothing but an address, or the name of a host."""


class Flaw(TextChoices):
    """What is wrong with a link, as the end of a sentence: “The link …”."""

    MALFORMED = "malformed", _("has an address that cannot be read")
    SCHEME = "scheme", _("opens something that is neither a web page nor a mail nor a call")
    CREDENTIALS = "credentials", _("has something in front of its host that can be taken for it")
    LOOK_ALIKE = "look-alike", _("leads to a name that resembles another one")
    ELSEWHERE = "elsewhere", _("shows one address and leads to another")
    MIXED = "mixed", _("has a word with letters of more than one script")
    INVISIBLE = "invisible", _("has characters that cannot be seen, or that turn others round")
    NUMERIC = "numeric", _("leads to a number instead of a name")
    UNENCRYPTED = "unencrypted", _("is not encrypted: it begins with http, not with https")

    @property
    def is_mild(self) -> bool:
        """Whether somebody should look, but nobody is led astray by it alone."""
        return self in {Flaw.MIXED, Flaw.UNENCRYPTED}


def flaws(text: str, url: str, *, own_hosts: Collection[str] = ()) -> list[Flaw]:
    """Return what is wrong with a link, the worst first; never raise, whatever the text and the address are.

    Args:
        text: what a reader sees of it.
        url: where it leads.
        own_hosts: the names of the site itself: they may be asked without encryption, and nobody may imitate them.
    """
    own = {_without_www(_unicode(host)) for host in own_hosts}
    found = {*_flaws_of_letters(text, url), *_flaws_of_address(text, url.strip(), own)}
    return [flaw for flaw in Flaw if flaw in found]


def _flaws_of_letters(text: str, url: str) -> Iterator[Flaw]:
    if any(map(_is_mixed, _WORD.findall(text))):
        yield Flaw.MIXED
    if _hides(text, besides=ORTHOGRAPHY) or _hides(unquote(url), besides=JOINERS):
        yield Flaw.INVISIBLE


def _hides(text: str, *, besides: Collection[str]) -> bool:
    return any(_is_invisible(character) and character not in besides for character in text)


def _is_invisible(character: str) -> bool:
    return unicodedata.category(character) == "Cf" or character in INVISIBLE


def _flaws_of_address(text: str, url: str, own: Collection[str]) -> Iterator[Flaw]:
    try:
        address = urlsplit(url)
        _ = address.port
    except ValueError:
        yield Flaw.MALFORMED
        return
    # Browsers read a backslash as a slash and skip line breaks; others do not, and arrive elsewhere.
    if any(character == "\\" or unicodedata.category(character) == "Cc" for character in url):
        yield Flaw.MALFORMED
    if address.scheme not in SAFE:
        yield Flaw.SCHEME
        return
    hosts = _hosts(address)
    if address.scheme in WEB or address.netloc:
        yield from _flaws_of_web(address, hosts, own)
    for host in hosts:
        yield from _flaws_of_host(host, own)
    leads_home = not address.scheme and not hosts
    targets = own if leads_home else hosts
    if (targets or not leads_home) and _shows_another(text, targets):
        yield Flaw.ELSEWHERE


def _hosts(address: SplitResult) -> list[str]:
    """Return the host that is asked, or those of the people who are written to."""
    if address.scheme == "mailto":
        people = unquote(address.path).split(",")
        return [_unicode(person.rpartition("@")[2].strip()) for person in people if "@" in person]
    return [_unicode(unquote(address.hostname))] if address.hostname else []


def _flaws_of_web(
    address: SplitResult, hosts: Collection[str], own: Collection[str]
) -> Iterator[Flaw]:
    if not hosts:
        yield Flaw.MALFORMED
    if "@" in address.netloc:
        yield Flaw.CREDENTIALS
    if address.scheme == "http" and not {_without_www(host) for host in hosts} & set(own):
        yield Flaw.UNENCRYPTED


def _flaws_of_host(host: str, own: Collection[str]) -> Iterator[Flaw]:
    if len(host) > LONGEST_HOST:
        yield Flaw.MALFORMED
        return
    labels = host.split(".")
    if ":" in host or _NUMBER.fullmatch(labels[-1]):
        yield Flaw.NUMERIC
    elif not all(map(_is_label, labels)):
        yield Flaw.MALFORMED
    if _hides(host, besides=""):
        yield Flaw.INVISIBLE
    if any(_is_mixed(label) for label in labels) or _imitates(host, own):
        yield Flaw.LOOK_ALIKE


def _unicode(host: str) -> str:
    """Return the name of a host as a reader would write it, in whatever way it is encoded."""
    plain = unicodedata.normalize("NFKC", host).replace("。", ".").lower().removesuffix(".")
    return ".".join(_decoded(label) for label in plain.split("."))


def _decoded(label: str) -> str:
    """Return a label out of its Punycode (RFC 3492), or as it is where that cannot be read."""
    if not label.startswith("xn--"):
        return label
    try:
        return label[4:].encode("ascii").decode("punycode")
    except (ValueError, OverflowError):
        return label


def _is_label(label: str) -> bool:
    """Return whether a label has what names are made of, and nothing that is still encoded."""
    return (
        label != ""
        and not label.startswith("xn--")
        and all(
            unicodedata.category(character)[0] in "LMN"
            or character in "-_·"
            or character in JOINERS
            for character in label
        )
    )


def _is_mixed(label: str) -> bool:
    """Return whether a label mixes scripts whose letters resemble each other (UTS #39, 5.2)."""
    return len({unicodedata.name(letter, "").split(" ")[0] for letter in label} & SCRIPTS) > 1


def _imitates(host: str, own: Collection[str]) -> bool:
    """Return whether a host, or a domain that it is in, looks like one's own without being it (UTS #39, 4)."""
    labels = host.split(".")
    domains = {".".join(labels[start:]) for start in range(len(labels))}
    if domains & set(own):
        return False
    return not {_skeleton(one) for one in domains}.isdisjoint(_skeleton(one) for one in own)


def _skeleton(host: str) -> str:
    """Return what two names have in common that cannot be told apart by looking at them."""
    return unicodedata.normalize("NFD", unicodedata.normalize("NFD", host).translate(_PROTOTYPES))


def _shows_another(text: str, hosts: Collection[str]) -> bool:
    """Return whether a text shows an address of a host that is none of these."""
    return any(not any(_is_same(shown, host) for host in hosts) for shown in _shown(text))


def _shown(text: str) -> Iterator[str]:
    """Yield the hosts of the addresses that a text shows."""
    seen = "".join(character for character in text if not _is_invisible(character)).strip()
    for match in _SHOWN.finditer(seen):
        host = re.sub(r"(?i)^https?://", "", match[0]).rpartition("@")[2].partition(":")[0]
        if "." in host.rstrip("."):
            yield _unicode(host)
    alone = _SHOWN_ALONE.fullmatch(seen)
    if alone and alone[2].lower() not in FILES:
        yield _unicode(alone[1])


def _is_same(shown: str, host: str) -> bool:
    """Return whether two names are of one domain: whoever has that has what is in it."""
    one, other = _without_www(shown), _without_www(host)
    return one == other or one.endswith(f".{other}") or other.endswith(f".{one}")


def _without_www(host: str) -> str:
    return host.removeprefix("www.")
