"""Is it told what outside addresses answer, without anybody inside a network being asked?"""

import socket
import ssl
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cms.outside import HEAD_LIMIT
from newsletter.models import LinkCheck
from newsletter.readiness.fetching import USER_AGENT, Answer, fetch
from tests.hosts import SECONDS, Host, Socket, named, only

Result = LinkCheck.Result


# What an answer means


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (200, Result.GOOD),
        (204, Result.GOOD),
        (401, Result.REFUSED),
        (403, Result.REFUSED),
        (429, Result.REFUSED),
        (999, Result.REFUSED),
        (404, Result.GONE),
        (410, Result.GONE),
        (304, Result.BROKEN),
        (302, Result.BROKEN),
        (400, Result.BROKEN),
        (500, Result.BROKEN),
        (503, Result.BROKEN),
    ],
)
def test_status_says_what_has_become_of_an_address(host, status, expected):
    server = host({"/": (status, "")})

    answer = fetch(server.url(), also_allowed=only(server), seconds=SECONDS)

    assert answer == Answer(expected, status)
    assert server.agents == {USER_AGENT}


@pytest.mark.parametrize("refusal", [403, 404, 405, 501])
def test_host_that_refuses_to_show_its_head_is_asked_as_a_browser_would(host, refusal):
    server = host({("HEAD", "/"): (refusal, ""), ("GET", "/"): (200, "")})

    assert fetch(server.url(), also_allowed=only(server)) == Answer(Result.GOOD, 200)
    name = f"127.0.0.1:{server.port}"
    assert server.asked == [("HEAD", "/", name), ("GET", "/", name)]


def test_host_that_wants_to_be_left_alone_is_not_asked_twice(host):
    server = host({"/": (429, "")})

    fetch(server.url(), also_allowed=only(server))

    assert server.asked == [("HEAD", "/", f"127.0.0.1:{server.port}")]


def test_host_and_path_are_sent_as_a_browser_would_send_them(host):
    server = host({"/stra%C3%9Fe?q=%C5%82%20a": (200, "")})
    asked = f"http://anna:secret@Straße.example:{server.port}/straße?q=ł a#top"

    answer = fetch(asked, resolve=lambda *_: ["127.0.0.1"], also_allowed=only(server))

    assert answer == Answer(Result.GOOD, 200)
    assert server.asked == [
        ("HEAD", "/stra%C3%9Fe?q=%C5%82%20a", f"xn--strae-oqa.example:{server.port}")
    ]


def test_redirects_are_followed(host):
    end = host({"/end": (200, "")})
    server = host({"/": (301, "/next"), "/next": (307, end.url("/end"))})

    assert fetch(server.url(), also_allowed=only(server, end)) == Answer(Result.GOOD, 200)
    assert [path for _, path, _ in server.asked + end.asked] == ["/", "/next", "/end"]


def test_five_redirects_are_followed_and_no_sixth(host):
    steps = {f"/{number}": (302, f"/{number + 1}") for number in range(9)}
    server = host({**steps, "/9": (200, "")})

    assert fetch(server.url("/4"), also_allowed=only(server)) == Answer(Result.GOOD, 200)
    assert fetch(server.url("/3"), also_allowed=only(server)) == Answer(Result.BROKEN, 302)
    assert ("HEAD", "/9") not in {asked[:2] for asked in server.asked[6:]}


@pytest.mark.parametrize("location", ["ftp://example.org/", "file:///etc/passwd", "http://[::1/"])
def test_redirect_that_leads_out_of_the_web_is_broken(host, location):
    server = host({"/": (302, location)})

    assert fetch(server.url(), also_allowed=only(server)) == Answer(Result.BROKEN)
    assert len(server.asked) == 1


def test_interim_answers_are_passed_over(running):
    def serve(connection, sent):
        connection.sendall(b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n")
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")

    server = running(Socket(serve))

    assert fetch(server.url, also_allowed=only(server)) == Answer(Result.GOOD, 200)


@pytest.mark.parametrize("words", [b"", b"220 smtp.example ESMTP\r\n\r\n", b"HTTP/9 200\r\n\r\n"])
def test_what_is_no_answer_of_the_web_is_broken(running, words):
    server = running(Socket(lambda connection, sent: connection.sendall(words)))

    assert fetch(server.url, also_allowed=only(server)) == Answer(Result.BROKEN)


def test_host_that_is_not_there_is_silent():
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]

        answer = fetch(f"http://127.0.0.1:{port}/", also_allowed=lambda *_: True)

    assert answer == Answer(Result.SILENT)


def test_name_that_nobody_knows_is_silent():
    def resolve(host, port):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    assert fetch("https://nobody.example/", resolve=resolve) == Answer(Result.SILENT)
    assert fetch("https://nobody.example/", resolve=lambda *_: []) == Answer(Result.SILENT)


def test_second_address_is_asked_when_the_first_takes_no_connection(host):
    server = host({"/": (200, "")})

    answer = fetch(
        server.url(host="two.example"),
        resolve=lambda *_: ["127.0.0.3", "127.0.0.1"],
        also_allowed=lambda *_: True,
    )

    assert answer == Answer(Result.GOOD, 200)


# What would keep somebody


def _drip(connection, sent):
    connection.sendall(b"HTTP/1.1 200 OK\r\n")
    deadline = time.monotonic() + SECONDS
    try:
        while time.monotonic() < deadline:
            connection.sendall(b"X")
            sent.append(1)
            time.sleep(0.05)
    except OSError:
        sent.append(0)


def _wait(connection, sent):
    sent.append(1)
    sent.append(len(connection.recv(1)))  # until the other one goes


@pytest.mark.parametrize("serve", [_drip, _wait])
def test_host_that_takes_its_time_is_left(running, serve):
    server = running(Socket(serve))

    assert fetch(server.url, also_allowed=only(server), seconds=0.5) == Answer(Result.SILENT)

    deadline = time.monotonic() + SECONDS
    while 0 not in server.sent and time.monotonic() < deadline:
        time.sleep(0.01)
    assert (server.sent[0], server.sent[-1]) == (1, 0)


def test_time_is_counted_over_all_redirects(host):
    server = host({"/": (302, "/")})
    asked = []

    def resolve(name, port):
        asked.append(name)
        time.sleep(0.3)
        return ["127.0.0.1"]

    answer = fetch(
        server.url(host="slow.example"), resolve=resolve, also_allowed=only(server), seconds=1
    )

    assert answer == Answer(Result.SILENT), "six redirects would have been broken"
    assert 1 <= len(asked) < 6


def test_no_more_is_read_than_a_head(running):
    def serve(connection, sent):
        connection.sendall(b"HTTP/1.1 200 OK\r\n")
        try:
            for _ in range(5000):
                connection.sendall(b"X-Filler: " + b"x" * 10_000 + b"\r\n")
                sent.append(1)
        except OSError:
            sent.append(0)

    server = running(Socket(serve))

    assert fetch(server.url, also_allowed=only(server)) == Answer(Result.GOOD, 200)

    deadline = time.monotonic() + SECONDS
    while 0 not in server.sent and time.monotonic() < deadline:
        time.sleep(0.01)
    assert server.sent[-1] == 0
    assert len(server.sent) * 10_000 > HEAD_LIMIT


# Nobody inside a network is asked


@pytest.mark.parametrize(
    "name",
    [
        "127.0.0.1",
        "127.1",
        "2130706433",
        "0x7f000001",
        "0x7f.0.0.1",
        "0177.0.0.1",
        "017700000001",
        "localhost",
        "１２７.0.0.1",
        "[::ffff:127.0.0.1]",
    ],
)
def test_own_machine_is_not_asked_however_it_is_written(host, name):
    server = host({"/": (200, "")})

    assert fetch(server.url(host=name)) == Answer(Result.FORBIDDEN)
    assert server.was_never_asked()


def test_own_machine_is_not_asked_by_its_other_protocol(running):
    class SixthVersion(Host):
        address_family = socket.AF_INET6

    server = running(SixthVersion({"/": (200, "")}, address="::1"))

    assert fetch(server.url(host="[::1]")) == Answer(Result.FORBIDDEN)
    assert server.was_never_asked()


@pytest.mark.parametrize(
    "addresses", [["127.0.0.1"], ["8.8.8.8", "127.0.0.1"], ["127.0.0.1", "::1"]]
)
def test_name_of_an_address_inside_is_not_asked(host, addresses):
    server = host({"/": (200, "")})

    answer = fetch(server.url(host="inside.example"), resolve=lambda *_: addresses)

    assert answer == Answer(Result.FORBIDDEN)
    assert server.was_never_asked()


def test_redirect_leads_nobody_inside(host):
    inside = host({"/": (200, "")})
    outside = host({"/": (302, inside.url())})

    assert fetch(outside.url(), also_allowed=only(outside)) == Answer(Result.FORBIDDEN)
    assert len(outside.asked) == 1
    assert inside.was_never_asked()


def test_redirect_to_a_name_of_an_address_inside_leads_nobody_there(host):
    inside = host({"/": (200, "")})
    outside = host({"/": (302, inside.url(host="inside.example"))})

    answer = fetch(
        outside.url(host="outside.example"),
        resolve=named(outside_example=[["127.0.0.1"]], inside_example=[["127.0.0.1"]]),
        also_allowed=only(outside),
    )

    assert answer == Answer(Result.FORBIDDEN)
    assert len(outside.asked) == 1
    assert inside.was_never_asked()


def test_name_that_changes_its_address_after_the_check_leads_nobody_inside(host, running):
    outside = host({"/": (405, "")}, address="127.0.0.2")
    inside = running(_beside(outside))
    resolve = named(turning_example=[["127.0.0.2"], ["127.0.0.1"]])

    answer = fetch(outside.url(host="turning.example"), resolve=resolve, also_allowed=only(outside))

    assert answer == Answer(Result.BROKEN, 405)
    assert [method for method, *_ in outside.asked] == ["HEAD", "GET"]
    assert resolve("turning.example", 80) == ["127.0.0.1"], "the second address was still to come"
    assert inside.was_never_asked()


def test_name_that_changes_its_address_before_a_redirect_leads_nobody_inside(host, running):
    outside = host({"/": (302, "/again")}, address="127.0.0.2")
    inside = running(_beside(outside))

    answer = fetch(
        outside.url(host="turning.example"),
        resolve=named(turning_example=[["127.0.0.2"], ["127.0.0.1"]]),
        also_allowed=only(outside),
    )

    assert answer == Answer(Result.FORBIDDEN)
    assert len(outside.asked) == 1
    assert inside.was_never_asked()


def _beside(outside):
    """Return a host at the same port of the next address."""

    class Beside(Host):
        def server_bind(self):
            self.server_address = ("127.0.0.1", outside.port)
            super().server_bind()

    return Beside({"/": (200, ""), "/again": (200, "")})


@pytest.mark.parametrize("port", [22, 25, 1023])
def test_services_of_a_system_are_not_asked(port):
    asked = []

    answer = fetch(f"http://example.org:{port}/", resolve=lambda *place: asked.append(place))

    assert answer == Answer(Result.FORBIDDEN)
    assert asked == []


# Who is asked proves who they are


@pytest.mark.parametrize(
    ("name", "is_trusted", "expected"),
    [
        ("town.example", True, Answer(Result.GOOD, 200)),
        ("city.example", True, Answer(Result.BROKEN)),
        ("town.example", False, Answer(Result.BROKEN)),
    ],
)
def test_host_proves_by_its_name_who_it_is(secure, certificate, name, is_trusted, expected):
    trust = ssl.create_default_context(cafile=certificate[0] if is_trusted else None)

    answer = fetch(
        f"https://{name}:{secure.port}/",
        resolve=lambda *_: ["127.0.0.1"],
        also_allowed=only(secure),
        trust=trust,
    )

    assert answer == expected
    assert secure.called == [name]
    assert len(secure.asked) == (expected.status is not None)


# Whatever is asked


@pytest.mark.parametrize(
    "url",
    [
        *["", "efus.eu", "ftp://example.org/", "https://", "https:///path", "http://[::1/"],
        *["https://exa mple.org/", "https://example.org:port/", "https://example.org:99999/"],
        *["https://xn--.example/\ud800", "https://a_ł.example/"],
    ],
)
def test_what_is_no_address_of_the_web_is_broken(url):
    assert fetch(url, resolve=lambda *_: []) == Answer(Result.BROKEN)


@settings(deadline=None)  # each example starts threads
@given(st.text(st.characters(exclude_categories=())))
def test_whatever_an_address_is_made_of_something_comes_of_it(words):
    expected = {Result.BROKEN, Result.SILENT, Result.FORBIDDEN}

    assert fetch(f"http://{words}", resolve=lambda *_: []).result in expected
    assert fetch(f"http://a.example/{words}", resolve=lambda *_: []).result in expected
