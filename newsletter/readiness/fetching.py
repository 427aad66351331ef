"""What does an outside address answer to somebody who may not be led inside the network?

Whoever writes a link decides where this server connects to. So a host is looked up once, every address that it has must be
public, and the connection goes to one of exactly these: nothing is looked up a second time, when the answer could be another
one. Each redirect begins anew. One deadline holds for all of it, so that nobody is kept by a server that sends a byte a
second, and no more is read than the head of an answer.

The few lines of HTTP (RFC 9112) stand here because no client of the library closes all these doors at a time.
"""

from __future__ import annotations

import re
import socket
import ssl
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from typing import TYPE_CHECKING
from urllib.parse import quote, urljoin, urlsplit

import idna

from newsletter.models import LinkCheck

if TYPE_CHECKING:
    from collections.abc import Sequence

SECONDS = 10.0
"""For everything: looking up, connecting, asking, and all redirects."""
CONNECT_SECONDS = 5.0
"""For one connection."""
REDIRECTS = 5
HEAD_LIMIT = 16 * 1024
"""Bytes of an answer that are read."""
USER_AGENT = "Belfry (looks whether the links of a newsletter answer)"

PORTS = {"http": 80, "https": 443}
USER_PORTS = 1024
"""From here on services may listen that are no service of a system (RFC 6335): town halls have websites at 8080 and 8443."""

GLOBAL_UNICAST = IPv6Network("2000::/3")
"""All that IPv6 has in public use. Outside are addresses of IPv4 in other clothes (::/96, ::ffff:0:0/96, 64:ff9b::/96)."""
NOT_PUBLIC = tuple(
    ip_network(network)
    for network in (
        "192.0.0.0/24",  # of the protocol itself (RFC 6890)
        "192.88.99.0/24",  # relays of 6to4 (RFC 7526)
        "2001::/23",  # of the protocol itself: Teredo wraps an address of IPv4 (RFC 4380)
        "2002::/16",  # 6to4 wraps one, too (RFC 3056)
        "3fff::/20",  # documentation (RFC 9637)
    )
)
"""What ``is_global`` takes for public in one of the Pythons that Belfry runs on."""

REDIRECTING = frozenset({301, 302, 303, 307, 308})
NO_PERSON = frozenset({401, 403, 407, 429, 451, 999})
"""What hosts answer to programmes, and often not to people; 999 is no status, but the answer of a large network."""
GONE = frozenset({404, 410})

Address = IPv4Address | IPv6Address
Resolver = Callable[[str, int], "Sequence[str]"]
Rule = Callable[[Address, int], bool]

_HOST = re.compile(r"[a-z0-9._-]+|[0-9a-f:.]+")
_INTERIM = re.compile(rb"\A(?:HTTP/1\.[01] 1\d\d\b.*?\r?\n\r?\n)+", re.DOTALL)
"""Answers before the answer, such as 103 (RFC 8297)."""
_END = re.compile(rb"\r?\n\r?\n")
_STATUS = re.compile(rb"HTTP/1\.[01] (\d{3})\b")
_LOCATION = re.compile(rb"^location:([^\r\n]*)", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of asking."""

    result: LinkCheck.Result
    status: int | None = None
    """Of the last answer (RFC 9110); None where there was none."""


class ForbiddenAddressError(Exception):
    """A host is, or may be, inside a network."""


def resolved(host: str, port: int) -> list[str]:
    """Return the addresses of a host, or of what the system takes for an address: 0x7f.1 is 127.0.0.1."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(place[0]) for *_, place in found]


def is_public(address: Address) -> bool:
    """Return whether anybody may be led to an address: nobody's own, and no other one in disguise."""
    if isinstance(address, IPv6Address) and address not in GLOBAL_UNICAST:
        return False
    if any(address in network for network in NOT_PUBLIC if network.version == address.version):
        return False
    return address.is_global and not address.is_multicast


def nobody_else(address: Address, port: int) -> bool:
    """Return that no address is allowed that is not public."""
    return False


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
    visit = _Visit(resolve, also_allowed, trust, seconds)
    try:
        return visit.follow(url)
    except ForbiddenAddressError:
        return Answer(LinkCheck.Result.FORBIDDEN)
    except (ssl.SSLError, ValueError):
        return Answer(LinkCheck.Result.BROKEN)
    except OSError:
        return Answer(LinkCheck.Result.SILENT)


@dataclass(frozen=True, slots=True)
class _Target:
    """What is asked, and by which name."""

    scheme: str
    host: str
    port: int
    path: str

    @classmethod
    def of(cls, url: str) -> _Target:
        """Return it, or raise a ValueError where an address cannot be read."""
        address = urlsplit(url)
        host = address.hostname or ""
        if not host.isascii():
            host = idna.encode(host, uts46=True).decode()
        if address.scheme not in PORTS or not _HOST.fullmatch(host):
            raise ValueError(url)
        path = quote(address.path or "/", safe="/%:@!$&'()*+,;=~")
        query = quote(address.query, safe="/%:@!$&'()*+,;=~?")
        return cls(
            scheme=address.scheme,
            host=host,
            port=address.port or PORTS[address.scheme],
            path=f"{path}?{query}" if query else path,
        )

    @property
    def authority(self) -> str:
        """The value of the header Host."""
        name = f"[{self.host}]" if ":" in self.host else self.host
        return name if self.port == PORTS[self.scheme] else f"{name}:{self.port}"


class _Visit:
    """One address and all that it leads to, until an answer or the end of the time."""

    def __init__(
        self, resolve: Resolver, also_allowed: Rule, trust: ssl.SSLContext | None, seconds: float
    ) -> None:
        self.resolve = resolve
        self.also_allowed = also_allowed
        self.trust = trust
        self.ends = time.monotonic() + seconds

    @property
    def left(self) -> float:
        """Seconds that are left; where there are none, the visit is over."""
        seconds = self.ends - time.monotonic()
        if seconds <= 0:
            raise TimeoutError
        return seconds

    def follow(self, url: str) -> Answer:
        """Ask an address, and where it sends us, as often as is decent."""
        for _ in range(1 + REDIRECTS):
            status, location = self._ask_politely(_Target.of(url))
            if status not in REDIRECTING or not location:
                return Answer(_result(status), status)
            url = urljoin(url, location)
        return Answer(LinkCheck.Result.BROKEN, status)

    def _ask_politely(self, target: _Target) -> tuple[int, str]:
        """Ask for the head alone; where that is complained of, ask as a browser would: many answer only this rightly."""
        addresses = self._addresses(target)
        status, location = self._ask("HEAD", target, addresses)
        if status >= 400 and status != 429:
            return self._ask("GET", target, addresses)
        return status, location

    def _addresses(self, target: _Target) -> list[Address]:
        """Return the addresses of a host, if one may be led to all of them."""
        if target.port not in PORTS.values() and target.port < USER_PORTS:
            raise ForbiddenAddressError(target.authority)
        found = [ip_address(one) for one in dict.fromkeys(self._resolved(target))]
        if not all(is_public(one) or self.also_allowed(one, target.port) for one in found):
            raise ForbiddenAddressError(target.authority)
        return found

    def _resolved(self, target: _Target) -> Sequence[str]:
        """Look a host up; the system's own look-up knows no deadline, so that it is left alone when time is over."""
        pool = ThreadPoolExecutor(max_workers=1)
        try:
            return pool.submit(self.resolve, target.host, target.port).result(timeout=self.left)
        finally:
            pool.shutdown(wait=False)

    def _ask(self, method: str, target: _Target, addresses: list[Address]) -> tuple[int, str]:
        """Return the status of the answer, and where it sends us."""
        request = (
            f"{method} {target.path} HTTP/1.1\r\n"
            f"Host: {target.authority}\r\n"
            f"User-Agent: {USER_AGENT}\r\n"
            "Accept: */*\r\n"
            "Connection: close\r\n\r\n"
        )
        with self._connection(target, addresses) as connection:
            connection.settimeout(self.left)
            connection.sendall(request.encode("ascii"))
            head = self._head(connection)
        status = _STATUS.match(head)
        if not status:
            raise ValueError(head)
        location = _LOCATION.search(head)
        words = location[1].decode(errors="replace").strip() if location else ""
        return int(status[1]), words

    def _connection(self, target: _Target, addresses: list[Address]) -> socket.socket:
        """Return a connection to the first address that takes one."""
        failure = OSError(f"{target.host} has no address")
        for address in addresses:
            family = socket.AF_INET if address.version == 4 else socket.AF_INET6
            connection = socket.socket(family, socket.SOCK_STREAM)
            try:
                connection.settimeout(min(CONNECT_SECONDS, self.left))
                connection.connect((str(address), target.port))
                return self._secured(connection, target)
            except OSError as error:
                connection.close()
                failure = error
        raise failure

    def _secured(self, connection: socket.socket, target: _Target) -> socket.socket:
        """Return a connection to somebody who proves to be who was meant, by name."""
        if target.scheme != "https":
            return connection
        connection.settimeout(self.left)
        trust = self.trust or ssl.create_default_context()
        return trust.wrap_socket(connection, server_hostname=target.host)

    def _head(self, connection: socket.socket) -> bytes:
        """Read an answer as far as its head, or as far as one is willing to read."""
        received = b""
        while len(received) < HEAD_LIMIT:
            connection.settimeout(self.left)
            piece = connection.recv(HEAD_LIMIT - len(received))
            received += piece
            head, *rest = _END.split(_INTERIM.sub(b"", received), maxsplit=1)
            if rest or not piece:
                return head
        return head


def _result(status: int) -> LinkCheck.Result:
    """Return what a status means for a reader."""
    if 200 <= status < 300:
        return LinkCheck.Result.GOOD
    if status in GONE:
        return LinkCheck.Result.GONE
    if status in NO_PERSON:
        return LinkCheck.Result.REFUSED
    return LinkCheck.Result.BROKEN
