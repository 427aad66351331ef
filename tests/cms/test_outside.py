"""Is an outside address asked exactly what it is to be asked, and nobody inside a network?"""

import socket
import ssl
import time
from ipaddress import ip_address

import pytest

from cms.outside import HEAD_LIMIT, Answer, ForbiddenAddressError, Target, Visit, is_public
from tests.hosts import SECONDS, Socket, named, only


def ask(url, *rest, method="GET", headers=None, body=b"", **options) -> Answer:
    """Return the answer of an address, in a visit of its own."""
    visit, target = Visit(**options), Target.of(url)
    return visit.ask(method, target, visit.addresses(target), headers or {}, body)


def test_what_is_posted_arrives(host):
    server = host({"/": (201, "")})
    body = "Straße".encode()

    answer = ask(
        server.url(),
        method="POST",
        headers={"Content-Type": "text/plain", "User-Agent": "A test"},
        body=body,
        also_allowed=only(server),
    )

    assert (answer.status, answer.head.split(b"\r\n")[0]) == (201, b"HTTP/1.0 201 Created")
    [(headers, received)] = server.received
    assert (headers["Content-Type"], headers["User-Agent"]) == ("text/plain", "A test")
    assert (headers["Content-Length"], received) == ("7", body)
    assert server.asked == [("POST", "/", f"127.0.0.1:{server.port}")]


def test_nothing_is_followed(host):
    inside = host({"/": (200, "")})
    server = host({"/": (302, inside.url())})

    assert ask(server.url(), also_allowed=only(server, inside)).status == 302
    assert inside.was_never_asked()


@pytest.mark.parametrize(
    "addresses", [["127.0.0.1"], ["8.8.8.8", "127.0.0.1"], ["127.0.0.1", "::1"]]
)
def test_name_of_an_address_inside_is_not_asked(host, addresses):
    server = host({"/": (200, "")})

    with pytest.raises(ForbiddenAddressError):
        ask(server.url(host="inside.example"), resolve=lambda *_: addresses)

    assert server.was_never_asked()


def test_a_name_is_looked_up_once_for_all_that_is_asked(host):
    server = host({"/": (200, "")})
    visit = Visit(resolve=named(turning_example=[["127.0.0.1"]]), also_allowed=only(server))
    target = Target.of(server.url(host="turning.example"))
    addresses = visit.addresses(target)

    statuses = [visit.ask("GET", target, addresses, {}).status for _ in range(2)]

    assert statuses == [200, 200]


@pytest.mark.parametrize("port", [22, 25, 1023])
def test_services_of_a_system_are_not_asked(port):
    asked = []

    with pytest.raises(ForbiddenAddressError):
        ask(f"http://example.org:{port}/", resolve=lambda *place: asked.append(place))

    assert asked == []


def test_one_deadline_holds_for_all_of_a_visit(running):
    server = running(Socket(lambda connection, sent: sent.append(connection.recv(1))))
    began = time.monotonic()

    with pytest.raises(TimeoutError):
        ask(server.url, also_allowed=only(server), seconds=0.5)

    assert time.monotonic() - began < SECONDS


def test_no_more_is_read_than_a_head(running):
    def serve(connection, sent):
        connection.sendall(b"HTTP/1.1 200 OK\r\n" + b"X-Filler: x\r\n" * 10_000)

    server = running(Socket(serve))

    assert len(ask(server.url, also_allowed=only(server)).head) <= HEAD_LIMIT


@pytest.mark.parametrize("words", [b"", b"220 smtp.example ESMTP\r\n\r\n", b"HTTP/9 200\r\n\r\n"])
def test_what_is_no_answer_of_the_web_is_told(running, words):
    server = running(Socket(lambda connection, sent: connection.sendall(words)))

    with pytest.raises(ValueError, match=r"^b"):
        ask(server.url, also_allowed=only(server))


def test_host_that_is_not_there_is_told():
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]

        with pytest.raises(OSError, match="refused"):
            ask(f"http://127.0.0.1:{port}/", also_allowed=lambda *_: True)


@pytest.mark.parametrize(("name", "is_trusted"), [("city.example", True), ("town.example", False)])
def test_host_that_does_not_prove_who_it_is_is_told_nothing(secure, certificate, name, is_trusted):
    trust = ssl.create_default_context(cafile=certificate[0] if is_trusted else None)

    with pytest.raises(ssl.SSLError):
        ask(
            f"https://{name}:{secure.port}/",
            resolve=lambda *_: ["127.0.0.1"],
            also_allowed=only(secure),
            trust=trust,
        )

    assert (secure.called, secure.asked) == ([name], [])


@pytest.mark.parametrize(
    "address",
    [
        *["0.0.0.0", "10.0.0.1", "100.64.0.1", "127.0.0.1", "169.254.169.254", "172.16.0.1"],  # noqa: S104
        *["192.0.0.8", "192.0.2.1", "192.88.99.1", "192.168.1.1", "198.18.0.1", "203.0.113.1"],
        *["224.0.0.1", "240.0.0.1", "255.255.255.255"],
        *["::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8"],
        *["64:ff9b:1::1", "100::1", "2001::1", "2001:db8::1", "2002:7f00:1::", "3fff::1"],
        *["fc00::1", "fd00::1", "fe80::1", "fe80::1%lo", "fec0::1", "ff02::1"],
    ],
)
def test_address_that_is_not_public_is_told(address):
    assert not is_public(ip_address(address))
    with pytest.raises(ForbiddenAddressError):
        ask("https://inside.example/", resolve=lambda *_: [address])


@pytest.mark.parametrize("address", ["8.8.8.8", "193.0.6.139", "2001:67c:2e8:22::c100:68b"])
def test_address_of_the_world_is_public(address):
    assert is_public(ip_address(address))
