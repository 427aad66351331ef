"""What does an outside address answer to somebody who may not be led inside the network?

Whoever writes an address decides where this server connects to. So a host is looked up once, every address that it has must
be public, and the connection goes to one of exactly these: nothing is looked up a second time, when the answer could be
another one. One deadline holds for all of a visit, so that nobody is kept by a server that sends a byte a second, and no more
is read than the head of an answer. Nothing is followed: where an answer leads is for the caller to ask, and begins anew.

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
from urllib.parse import quote, urlsplit

import idna

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

SECONDS = 10.0
"""For all of a visit: looking up, connecting, and whatever is asked."""
CONNECT_SECONDS = 5.0
"""For one connection."""
HEAD_LIMIT = 16 * 1024
"""Bytes of an answer that are read."""

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

Address = IPv4Address | IPv6Address
Resolver = Callable[[str, int], "Sequence[str]"]
Rule = Callable[[Address, int], bool]

_HOST = re.compile(r"[a-z0-9._-]+|[0-9a-f:.]+")
_INTERIM = re.compile(rb"\A(?:HTTP/1\.[01] 1\d\d\b.*?\r?\n\r?\n)+", re.DOTALL)
"""Answers before the answer, such as 103 (RFC 8297)."""
_END = re.compile(rb"\r?\n\r?\n")
_STATUS = re.compile(rb"HTTP/1\.[01] ([1-9]\d{2})\b")


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


@dataclass(frozen=True, slots=True)
class Target:
    """What is asked, and by which name."""

    scheme: str
    host: str
    port: int
    path: str

    @classmethod
    def of(cls, url: str) -> Target:
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


@dataclass(frozen=True, slots=True)
class Answer:
    """The head of what was answered."""

    status: int
    """RFC 9110."""
    head: bytes
    """The line of the status and the headers, as far as they were read."""


class Visit:
    """What is asked until the end of one time."""

    def __init__(
        self,
        *,
        resolve: Resolver = resolved,
        also_allowed: Rule = nobody_else,
        trust: ssl.SSLContext | None = None,
        seconds: float = SECONDS,
    ) -> None:
        """Begin.

        Args:
            resolve: finds the addresses of a host.
            also_allowed: whether an address and a port may be asked although they are not public.
            trust: whose certificates are believed; by default those that the system believes.
            seconds: how long it may take, all in all.
        """
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

    def addresses(self, target: Target) -> list[Address]:
        """Return the addresses of a host, if one may be led to all of them.

        Raises:
            ForbiddenAddressError: if not.
            OSError: if it has none that can be found in time.
        """
        if target.port not in PORTS.values() and target.port < USER_PORTS:
            raise ForbiddenAddressError(target.authority)
        found = [ip_address(one) for one in dict.fromkeys(self._resolved(target))]
        if not all(is_public(one) or self.also_allowed(one, target.port) for one in found):
            raise ForbiddenAddressError(target.authority)
        return found

    def _resolved(self, target: Target) -> Sequence[str]:
        """Look a host up; the system's own look-up knows no deadline, so that it is left alone when time is over."""
        pool = ThreadPoolExecutor(max_workers=1)
        try:
            return pool.submit(self.resolve, target.host, target.port).result(timeout=self.left)
        finally:
            pool.shutdown(wait=False)

    def ask(
        self,
        method: str,
        target: Target,
        addresses: Sequence[Address],
        headers: Mapping[str, str],
        body: bytes = b"",
    ) -> Answer:
        """Return the head of an answer.

        Args:
            method: of HTTP.
            target: what is asked.
            addresses: those of its host that one may be led to, from ``addresses``.
            headers: of the request, besides those that say where it goes and how it ends; never words of a user.
            body: of the request.

        Raises:
            OSError: if there is none, or not in time; an SSLError where nobody proves to be the host.
            ValueError: if it is none of the web.
        """
        lines = [
            f"{method} {target.path} HTTP/1.1",
            f"Host: {target.authority}",
            *(f"{name}: {value}" for name, value in headers.items()),
            *([f"Content-Length: {len(body)}"] if body else []),
            "Connection: close",
        ]
        request = "".join(f"{line}\r\n" for line in [*lines, ""]).encode("ascii")
        with self._connection(target, addresses) as connection:
            connection.settimeout(self.left)
            connection.sendall(request + body)
            head = self._head(connection)
        status = _STATUS.match(head)
        if not status:
            raise ValueError(head)
        return Answer(int(status[1]), head)

    def _connection(self, target: Target, addresses: Sequence[Address]) -> socket.socket:
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

    def _secured(self, connection: socket.socket, target: Target) -> socket.socket:
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
