"""What does an outside address answer to somebody who may not be led inside the network?

Whoever writes a link decides where this server connects to. So a host is looked up once, all its addresses must be public,
and the connection goes to one of exactly these: no name is looked up twice, and each redirect begins anew. Only the head of
an answer is read, whatever its body holds. One deadline holds for everything, so that a server that sends a byte a second
keeps nobody.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address

from newsletter.models import LinkCheck

type_of = LinkCheck.Result

SECONDS = 10.0
"""For everything: looking up, connecting, asking, and all redirects."""
CONNECT_SECONDS = 5.0
"""For one connection."""
REDIRECTS = 5
HEAD_LIMIT = 16 * 1024
"""Bytes of an answer that are read."""
USER_AGENT = "Belfry (looks whether the links of a newsletter answer)"

Address = IPv4Address | IPv6Address
Resolver = Callable[[str, int], list[str]]
Rule = Callable[[Address, int], bool]


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of asking."""

    result: LinkCheck.Result
    status: int | None = None
    """Of the last answer (RFC 9110); None where there was none."""


def fetch(url: str) -> Answer:
    """Return what an outside address answers; ask nobody inside a network."""
    raise NotImplementedError
