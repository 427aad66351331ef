"""What does the mail of a campaign look like as bytes?

One message for all readers of an edition, and the same bytes whenever it is made. What only the sending service can
know, who gets it and how they leave, has a place-holder below ``.invalid``, where no mail and no request ever arrives
(RFC 2606).

Headers are folded here. The email package takes the words of a header for its wire form, so that a subject with
"=?utf-8?q?…?=" in it would be decoded, and it encodes an address that is longer than a line.
"""

from __future__ import annotations

import binascii
import re
import unicodedata
from datetime import datetime
from email import policy
from email.header import Header
from email.message import EmailMessage, MIMEPart
from email.utils import format_datetime, make_msgid, quote
from typing import TYPE_CHECKING
from urllib.parse import quote as percent_encoded
from urllib.parse import urlsplit, urlunsplit

import idna
from django.utils.translation import gettext as _

from newsletter.backends.base import BackendError

if TYPE_CHECKING:
    from newsletter.backends.base import Campaign

RECIPIENT = "recipient@placeholder.invalid"
"""Stands for whoever gets the mail."""
UNSUBSCRIBE = "https://placeholder.invalid/unsubscribe"
"""Stands for the address at which they leave with one click (RFC 8058)."""

LINE = 78
LONGEST_LINE = 998
BASE64_LINE = 76

UNSAFE = {"Cc", "Cs", "Zl", "Zp"}
"""Categories of Unicode that end a line, end a string, or are no text."""
REVERSING = {"\u202d", "\u202e"}
"""They let a text be read in another order than it has."""
SAFE_IN_URL = "!#$%&'()*+,/:;=?@[]~"
SAFE_IN_MAILTO = "!$'*+@"
LOCAL_PART = re.compile(r"[\w!#$%&'*+/=?^`{|}~-]+(\.[\w!#$%&'*+/=?^`{|}~-]+)*", re.ASCII)
"""Before the @, without quotes (RFC 5322, section 3.4.1)."""


class UnsafeMailError(BackendError):
    """Raised for what must not stand in a mail: whoever wrote it wanted another header, or made a mistake."""


class WrittenHeader(str):
    """A header that reads as its words, and goes over the wire as it was written.

    The email package asks a header that has a name how it is folded.
    """

    __slots__ = ("lines", "name")

    def __new__(cls, name: str, words: str, wire: str | None = None) -> WrittenHeader:
        """Keep words and lines.

        Args:
            name: of the header.
            words: what it says.
            wire: the same in ASCII, with line breaks where it may be folded; by default the words.
        """
        made = super().__new__(cls, words)
        made.name = name
        first, *rest = (wire or words).split("\n")
        made.lines = (f"{name}: {first.strip()}".rstrip(), *(f" {line.strip()}" for line in rest))
        if not all(line.isascii() and len(line) <= LONGEST_LINE for line in made.lines):
            raise UnsafeMailError(_("The header %(name)s is too long.") % {"name": name})
        return made

    def __deepcopy__(self, _memo: dict) -> WrittenHeader:
        """Return itself, as any text does: Django's mail backend for tests copies what it gets."""
        return self

    def fold(self, *, policy: policy.EmailPolicy) -> str:
        """Return the lines for the wire."""
        return "".join(f"{line}{policy.linesep}" for line in self.lines)


class Mail(EmailMessage):
    """A message that Django's mail backends can send as it is.

    Those of Django 5.2 ask for an end of line, later ones for a policy.
    """

    def as_bytes(self, unixfrom=False, policy=None, *, linesep: str | None = None) -> bytes:
        """Return the bytes; with CRLF unless something else is asked for."""
        if policy is None and linesep is not None:
            policy = self.policy.clone(linesep=linesep)
        return super().as_bytes(unixfrom, policy)


def message(campaign: Campaign, *, to: str = RECIPIENT) -> Mail:
    """Return the mail that the readers of a campaign get: the same bytes at every try.

    Args:
        campaign: the edition.
        to: its reader; by default the place-holder.

    Raises:
        UnsafeMailError: if a subject, name or address cannot be written safely.
    """
    address = ascii_address(campaign.sender_address)
    _local, _sign, domain = address.rpartition("@")
    mail = _written(
        campaign,
        _person("From", campaign.sender_name, address),
        _one("To", ascii_address(to)),
        _words("Subject", campaign.subject),
        _date(campaign.date),
        _one("Message-ID", f"<{campaign.key[:32]}.{campaign.readers}@{domain}>"),
        # A list stays the same whichever edition its readers get this time, so the audience has no part in it.
        _one("List-Id", f"<{campaign.readers.lower()}.newsletter.{domain}>"),
        _one("List-Help", f"<mailto:{percent_encoded(_reply_to(campaign), safe=SAFE_IN_MAILTO)}>"),
        _one("List-Archive", f"<{ascii_url(campaign.archive_url)}>"),
        _one("List-Unsubscribe", f"<{UNSUBSCRIBE}>"),
        _one("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
    )
    # By default it is random, and so would be the bytes. No line of either encoding can begin like this.
    mail.set_boundary(f"=_{campaign.key[:32]}")
    return mail


def as_bytes(campaign: Campaign) -> bytes:
    """Return the mail that the readers of a campaign get, as it stands in a file with the ending .eml."""
    return message(campaign).as_bytes()


def message_for_staff(campaign: Campaign, *, to: str, at: datetime) -> Mail:
    """Return the mail of a campaign as somebody of the staff gets it: addressed to a person, and to no list.

    Each is a message of its own, as mail programs hide what they have seen before. Its subject says for whom the
    edition is; nobody who is away answers it (RFC 3834).

    Args:
        campaign: the edition.
        to: an address.
        at: the aware instant of sending.
    """
    address = ascii_address(campaign.sender_address)
    _local, _sign, domain = address.rpartition("@")
    readers = campaign.readers
    if campaign.audience != "everyone":
        readers += f" {campaign.audience}"
    return _written(
        campaign,
        _person("From", campaign.sender_name, address),
        _one("To", ascii_address(to)),
        _words("Subject", f"[Test {readers}] {campaign.subject}"),
        _date(at),
        _one("Message-ID", make_msgid(domain=domain)),
        _one("Auto-Submitted", "auto-generated"),
    )


def _written(campaign: Campaign, *headers: WrittenHeader) -> Mail:
    """Return a message with some headers, those that every mail of a campaign has, and its two parts."""
    mail = Mail(policy=policy.SMTP)
    if _reply_to(campaign) != ascii_address(campaign.sender_address):
        headers = (*headers, _one("Reply-To", _reply_to(campaign)))
    for header in headers:
        mail[header.name] = header
    mail["MIME-Version"] = "1.0"
    mail.make_alternative()
    mail["Content-Language"] = _one("Content-Language", campaign.language)
    # Programs show the last part that they can (RFC 2046, section 5.1.4).
    mail.attach(_part(campaign.text, "plain", campaign.language))
    mail.attach(_part(campaign.html, "html", campaign.language))
    return mail


def _part(text: str, subtype: str, language: str) -> MIMEPart:
    """Return one form of the edition, in the encoding that makes it smaller: Greek doubles in quoted-printable."""
    try:
        raw = text.encode()
    except UnicodeEncodeError as error:
        raise UnsafeMailError(_("The edition holds what is no text.")) from error
    lines = -(-len(raw) // 57)  # of 76 characters each
    shorter = len(binascii.b2a_qp(raw)) <= -(-len(raw) // 3) * 4 + 2 * lines
    part = MIMEPart(policy=policy.SMTP.clone(max_line_length=BASE64_LINE))
    part.set_content(
        text, subtype=subtype, charset="utf-8", cte="quoted-printable" if shorter else "base64"
    )
    part["Content-Language"] = _one("Content-Language", language)
    return part


def _one(name: str, value: str) -> WrittenHeader:
    """Return a header of one word: it stands on a line of its own where there is no room beside the name."""
    safe(value)
    is_long = len(name) + 2 + len(value) > LINE and name != "Message-ID"  # many read it by hand
    return WrittenHeader(name, value, f"\n{value}" if is_long else value)


def _words(name: str, text: str) -> WrittenHeader:
    """Return a header that says something to people."""
    text = safe(text.replace("\t", " "))
    return WrittenHeader(name, text, _encoded(text, name))


def _person(name: str, words: str, address: str) -> WrittenHeader:
    """Return a header with a name and an address."""
    words = safe(words.replace("\t", " ")).strip()
    if not words:
        return _one(name, address)
    if _is_plain(words, room=LINE - len(name) - 4):
        shown = wire = f'"{quote(words)}"'
    else:
        shown, wire = words, _encoded(words, name)
    is_long = len(name) + 2 + len(wire.splitlines()[-1]) + len(address) + 3 > LINE
    between = "\n" if is_long else " "
    return WrittenHeader(name, f"{shown} <{address}>", f"{wire}{between}<{address}>")


def _date(at: datetime) -> WrittenHeader:
    return _one("Date", format_datetime(at))


def _encoded(text: str, name: str) -> str:
    """Return a text in ASCII (RFC 2047), folded; what looks as if it were encoded already is encoded too."""
    longest_word = max(map(len, text.split(" ")))
    is_plain = _is_plain(text) and longest_word < LINE - len(name) - 2
    header = Header(
        text, "us-ascii" if is_plain else "utf-8", maxlinelen=LINE - 2, header_name=name
    )
    return header.encode()


def _is_plain(text: str, *, room: int = LONGEST_LINE) -> bool:
    """Return whether a text can stand in a header as it is, within some room."""
    return (
        text.isascii() and "=?" not in text and text == " ".join(text.split()) and len(text) <= room
    )


def safe(text: str) -> str:
    """Return a text that may stand in a header.

    Raises:
        UnsafeMailError: if it would end the header, or be read in another order.
    """
    for letter in text:
        if letter in REVERSING or unicodedata.category(letter) in UNSAFE:
            raise UnsafeMailError(
                _("The character %(code)s must not stand in a subject, a name or an address.")
                % {"code": f"U+{ord(letter):04X}"}
            )
    return text


def ascii_address(address: str) -> str:
    """Return an address of mail with its domain as every server knows it: "x@xn--bcher-kva.example".

    Raises:
        UnsafeMailError: if it is no address, or needs a server that takes letters beyond ASCII before the @.
    """
    local, _sign, domain = safe(address).rpartition("@")
    if not LOCAL_PART.fullmatch(local):
        raise UnsafeMailError(
            _("‘%(address)s’ is not an address of mail that can be used here.")
            % {"address": address}
        )
    return f"{local}@{_ascii_domain(domain)}"


def ascii_url(url: str) -> str:
    """Return an address of the web in ASCII (RFC 3986)."""
    parts = urlsplit(safe(url))
    host, colon, port = parts.netloc.partition(":")
    try:
        netloc = f"{_ascii_domain(host)}{colon}{port}"
    except UnsafeMailError:  # such as the number of a machine
        netloc = percent_encoded(parts.netloc, safe=SAFE_IN_URL)
    rest = (percent_encoded(part, safe=SAFE_IN_URL) for part in parts[2:])
    return urlunsplit((parts.scheme, netloc, *rest))


def _ascii_domain(domain: str) -> str:
    try:
        return idna.encode(domain, uts46=True).decode("ascii")
    except idna.IDNAError as error:
        raise UnsafeMailError(
            _("‘%(domain)s’ is not the name of a domain.") % {"domain": domain}
        ) from error


def _reply_to(campaign: Campaign) -> str:
    return ascii_address(campaign.reply_to or campaign.sender_address)
