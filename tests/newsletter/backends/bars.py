"""What has to be true of every mail, asked of the standard library's email package."""

import email
import email.policy
from email.header import decode_header, make_header
from email.message import EmailMessage

ONCE = ("From", "To", "Date", "Message-ID", "Subject", "MIME-Version", "Content-Type")


def read(raw: bytes) -> EmailMessage:
    """Return a mail as a program reads it that forgives nothing."""
    return email.message_from_bytes(raw, policy=email.policy.SMTP)


def defects(mail: EmailMessage) -> list:
    """Return whatever is wrong with a mail, its parts and their headers."""
    return [
        defect
        for part in mail.walk()
        for found in (part, *(value for _name, value in part.items()))
        for defect in found.defects
    ]


def contents(mail: EmailMessage) -> list[str]:
    """Return what the parts say, with ends of line as they were before they travelled."""
    return [part.get_content().replace("\r\n", "\n") for part in mail.iter_parts()]


def said(raw: bytes, name: str) -> str:
    """Return the words of a header, decoded without the help of the policy that knows how it is made."""
    plain = email.message_from_bytes(raw, policy=email.policy.compat32)
    return str(make_header(decode_header(plain[name].replace("\r\n", ""))))


def hold_the_bars(raw: bytes) -> EmailMessage:
    """Return a mail, once it is known to be right."""
    lines = raw.split(b"\r\n")
    assert not [line for line in lines if b"\r" in line or b"\n" in line]
    assert max(map(len, lines)) <= 78
    mail = read(raw)
    assert defects(mail) == []
    assert {name: len(mail.get_all(name, [])) for name in ONCE} == dict.fromkeys(ONCE, 1)
    assert mail.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    assert all(part["MIME-Version"] is None for part in mail.iter_parts())
    return mail
