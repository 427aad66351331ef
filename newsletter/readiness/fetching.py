"""Can a link of a newsletter be followed, and what does a reader find there?

Whoever writes a link decides where this server connects to: how it is asked, and that nobody is led inside the network, is in
``cms.outside``. Each redirect begins anew, and one deadline holds for all of it.
"""

from __future__ import annotations

import re
import ssl
from dataclasses import dataclass
from urllib.parse import urljoin

from cms.outside import (
    SECONDS,
    ForbiddenAddressError,
    Resolver,
    Rule,
    Target,
    Visit,
    nobody_else,
    resolved,
)
from newsletter.models import LinkCheck

REDIRECTS = 5
USER_AGENT = "Belfry (looks whether the links of a newsletter answer)"
HEADERS = {"User-Agent": USER_AGENT, "Accept": "*/*"}

REDIRECTING = frozenset({301, 302, 303, 307, 308})
NO_PERSON = frozenset({401, 403, 407, 429, 451, 999})
"""What hosts answer to programmes, and often not to people; 999 is no status, but the answer of a large network."""
GONE = frozenset({404, 410})

_LOCATION = re.compile(rb"^location:([^\r\n]*)", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of asking."""

    result: LinkCheck.Result
    status: int | None = None
    """Of the last answer (RFC 9110); None where there was none."""


def fetch(
    url: str,
    *,
    resolve: Resolver = resolved,
    also_allowed: Rule = nobody_else,
    trust: ssl.SSLContext | None = None,
    seconds: float = SECONDS,
) -> Answer:
    """Return what an outside address answers; connect to nobody inside a network, and never raise.

    Args:
        url: the address.
        resolve: finds the addresses of a host.
        also_allowed: whether an address and a port may be asked although they are not public.
        trust: whose certificates are believed; by default those that the system believes.
        seconds: how long it may take, all in all.
    """
    visit = Visit(resolve=resolve, also_allowed=also_allowed, trust=trust, seconds=seconds)
    try:
        return _follow(visit, url)
    except ForbiddenAddressError:
        return Answer(LinkCheck.Result.FORBIDDEN)
    except (ssl.SSLError, ValueError):
        return Answer(LinkCheck.Result.BROKEN)
    except OSError:
        return Answer(LinkCheck.Result.SILENT)


def _follow(visit: Visit, url: str) -> Answer:
    """Ask an address, and where it sends us, as often as is decent."""
    for _ in range(1 + REDIRECTS):
        status, location = _ask_politely(visit, Target.of(url))
        if status not in REDIRECTING or not location:
            return Answer(_result(status), status)
        url = urljoin(url, location)
    return Answer(LinkCheck.Result.BROKEN, status)


def _ask_politely(visit: Visit, target: Target) -> tuple[int, str]:
    """Ask for the head alone; where that is complained of, ask as a browser would: many answer only this rightly.

    Returns:
        The status of the answer, and where it sends us.
    """
    addresses = visit.addresses(target)
    answer = visit.ask("HEAD", target, addresses, HEADERS)
    if answer.status >= 400 and answer.status != 429:
        answer = visit.ask("GET", target, addresses, HEADERS)
    location = _LOCATION.search(answer.head)
    return answer.status, location[1].decode(errors="replace").strip() if location else ""


def _result(status: int) -> LinkCheck.Result:
    """Return what a status means for a reader."""
    if 200 <= status < 300:
        return LinkCheck.Result.GOOD
    if status in GONE:
        return LinkCheck.Result.GONE
    if status in NO_PERSON:
        return LinkCheck.Result.REFUSED
    return LinkCheck.Result.BROKEN
