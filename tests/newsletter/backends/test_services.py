"""What becomes of a request, whatever the service or the network does?"""

import gc
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest
from django.utils import translation
from django.utils.translation import gettext

from newsletter.backends.base import BackendError, TryAgainError
from newsletter.backends.listmonk import ListmonkBackend
from newsletter.backends.mailchimp import MailchimpBackend
from newsletter.backends.services import (
    LARGEST_ANSWER,
    Service,
    seconds_to_wait,
    with_way_out,
    with_way_out_in_text,
    wrong_address,
)
from tests.newsletter.backends.editions import make_campaign
from tests.newsletter.backends.stubs import Refused, Stub, serving

SECRET = "a sécret"
KEY = "0123456789abcdef-us21"


class Echo(Stub):
    """A service that answers with what it was asked."""

    def may(self, user: str, password: str) -> bool:
        """Return whether it is the one user, or a key of Mailchimp."""
        return (user, password) in {("belfry", SECRET), ("belfry", KEY)}

    def refusal(self, error: Refused) -> dict[str, Any]:
        """Refuse with the password in the reason, as a careless service might."""
        return {"detail": f"{error.reason}, {SECRET}\nis\x00wrong"}

    def answer(self, method: str, path: str, query: dict[str, str], content: Any) -> Any:
        """Return it."""
        return {"method": method, "query": query, "content": content}


@pytest.fixture
def echo() -> Iterator[Echo]:
    """A service on this machine."""
    with serving(Echo()) as stub:
        yield stub


def service(stub: Echo, url: str = "", seconds: float = 10) -> Service:
    """Return the interface of a service."""
    return Service("Echo", url or stub.url, auth=("belfry", SECRET), seconds=seconds)


def caught(one: Service) -> BackendError:
    """Return what is raised when a service is asked."""
    with pytest.raises(BackendError) as error:
        one.ask("POST", "/campaigns", content={"subject": "x"})
    return error.value


def test_a_request_carries_what_it_is_given(echo):
    answer = service(echo).ask("PUT", "/x", content={"subject": "Łódź"}, query={"page": 1})

    assert answer == {"method": "PUT", "query": {"page": "1"}, "content": {"subject": "Łódź"}}


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 422])
def test_what_is_refused_is_not_tried_again(echo, status):
    echo.fails = [status]

    error = caught(service(echo))

    assert echo.failed == [status]
    assert type(error) is BackendError
    assert f"(HTTP {status})" in str(error)
    assert str(error).endswith("told to fail, … is wrong")
    assert SECRET not in f"{error} {error!r}"


@pytest.mark.parametrize("status", [429, 500, 502, 503])
def test_what_may_work_later_is_tried_again(echo, status):
    echo.fails = [status]

    error = caught(service(echo))

    assert echo.failed == [status]
    assert type(error) is TryAgainError
    assert error.after is None
    assert SECRET not in f"{error} {error!r}"


def test_a_busy_service_says_for_how_long(echo):
    busy = {"status": 429, "headers": {"Retry-After": "17"}}
    echo.fails = [busy]

    error = caught(service(echo))

    assert echo.failed == [busy]
    assert isinstance(error, TryAgainError)
    assert error.after == 17


def test_the_wait_is_seconds_or_a_date():
    later = format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True)

    assert seconds_to_wait("120") == 120
    assert 3500 < (seconds_to_wait(later) or 0) <= 3600
    assert seconds_to_wait("Thu, 06 Jun 2019 15:00:00 GMT") == 0
    assert seconds_to_wait("Thu, 06 Jun 2019 15:00:00 -0000") == 0
    assert [seconds_to_wait(words) for words in (None, "", "soon", "-3", "²")] == [None] * 5


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ("hang up", "Echo cannot be reached."),
        ("cut", "Echo cannot be reached."),
        ("slow", "Echo does not answer in time."),
        ("trickle", "Echo does not answer in time."),
    ],
)
def test_a_service_that_does_not_answer_is_tried_again(echo, fault, words):
    echo.fails = [fault]

    error = caught(service(echo, seconds=0.5))

    assert echo.failed == [fault]
    assert type(error) is TryAgainError
    assert str(error) == words


def test_a_service_that_is_not_there_is_tried_again(echo):
    with serving(Echo()) as gone:
        pass

    assert type(caught(service(gone))) is TryAgainError


def test_no_redirect_is_followed(echo):
    with serving(Echo()) as elsewhere:
        moved = {"status": 307, "headers": {"Location": f"{elsewhere.url}/campaigns"}}
        echo.fails = [moved]

        error = caught(service(echo))

        assert echo.failed == [moved]
        assert elsewhere.asked == []
    assert type(error) is BackendError
    assert "another address (HTTP 307)" in str(error)


def test_an_answer_without_end_is_not_read(echo):
    echo.fails = [b"x" * (LARGEST_ANSWER + 1)]

    assert str(caught(service(echo))) == "Echo answers with more than it should."


def test_an_address_that_is_not_safe_is_not_asked(echo):
    error = caught(service(echo, url="http://lists.example"))

    assert str(error) == "URL has to begin with https://."


@pytest.mark.parametrize(
    "url",
    [
        "https://lists.example",
        "https://lists.example:9000/listmonk",
        "http://127.0.0.1:9000",
        "http://localhost",
        "http://[::1]:9000",
    ],
)
def test_tls_is_left_out_on_this_machine_alone(url):
    assert wrong_address(url) == ""


@pytest.mark.parametrize(
    "url",
    [
        "",
        "lists.example",
        "http://lists.example",
        "http://127.0.0.1.lists.example",
        "http://10.0.0.1",
        "ftp://localhost",
        "https://user:password@lists.example",
        "https://lists.example?x",
        "https://lists.example#x",
        "https://lists.example:port",
        "https://[::1",
        "https:///api",
    ],
)
def test_other_addresses_are_refused(url):
    assert wrong_address(url) != ""


NO_ANSWERS = [
    b"<html>Sign in</html>",
    b"\xff\xfe",
    b"[]",
    b"null",
    b'{"data": null, "campaigns": null}',
    b'{"data": {"results": [{"id": "x"}]}, "campaigns": [{"id": "x"}]}',
    b'{"data": {"results": ["x"]}, "campaigns": ["x"]}',
    b"[" * 100_000,
]


@pytest.fixture
def no_garbage() -> Iterator[None]:
    """Collect what other tests have left before, and nothing meanwhile: the last answer goes as deep as Python can, where
    whatever is finalised may fail for want of room, and pytest holds that against the test."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("no_garbage")
@pytest.mark.parametrize("body", NO_ANSWERS, ids=range(len(NO_ANSWERS)))
@pytest.mark.parametrize(
    ("backend", "options"),
    [
        (ListmonkBackend, {"USER": "belfry", "TOKEN": SECRET, "TEMPLATE": 5, "LISTS": {"de": 3}}),
        (MailchimpBackend, {"KEY": KEY, "LISTS": {"de": "de12345678"}}),
    ],
)
def test_an_answer_that_is_none_creates_nothing(echo, backend, options, body):
    echo.fails = [body]

    with pytest.raises(BackendError, match="cannot be read"):
        backend("here", {"URL": echo.url, **options}).hand_over(make_campaign())
    assert echo.failed == [body]
    assert echo.posts() == []


@pytest.mark.parametrize("seconds", [300.1, 600, -1, "nan", "inf", "long", [30]])
def test_an_answer_may_not_take_longer_than_another_try_waits(echo, seconds):
    options = {"URL": echo.url, "KEY": KEY, "LISTS": {"de": "de12345678"}, "TIMEOUT": seconds}
    one = MailchimpBackend("here", options)

    wrong = "TIMEOUT is no number of seconds, or more than 300."
    assert one.check([]) == [wrong]
    for ask in (lambda: one.hand_over(make_campaign()), lambda: one.status("c1")):
        with pytest.raises(BackendError) as error:
            ask()
        assert str(error.value) == wrong
    assert echo.asked == []


@pytest.mark.parametrize("seconds", [None, "", 0.5, "30", 300])
def test_other_times_are_right(seconds):
    options = {"KEY": KEY, "LISTS": {"de": "de12345678"}, "TIMEOUT": seconds}

    assert MailchimpBackend("here", options).check([]) == []


def test_whoever_has_lost_the_work_creates_nothing(echo):
    class TakenOver(Exception):
        """Raised where another one is at it."""

    def hold():
        raise TakenOver

    options = {"URL": echo.url, "KEY": KEY, "LISTS": {"de": "de12345678"}}
    echo.fails = [b'{"campaigns": []}']

    with pytest.raises(TakenOver):
        MailchimpBackend("here", options).hand_over(make_campaign(), hold=hold)

    assert echo.asked == [("GET", "/campaigns")]


def test_the_last_line_is_in_the_language_of_the_readers():
    german_readers = make_campaign("de", language="en", html="<body></body>")

    html = with_way_out(german_readers, german_readers.html, link="*|UNSUB|*")
    text = with_way_out_in_text(german_readers, "Hello\n", link="*|UNSUB|*", address="Brussels")

    with translation.override("de"):
        words = gettext("Unsubscribe from this newsletter")
    assert f'id="edition-{german_readers.key[:12]}" class="ink2" lang="de" dir="ltr"' in html
    assert f">{words}</a></div></body>" in html
    assert text == f"Hello\n\n{words}\n*|UNSUB|*\nBrussels\n"


def test_a_mail_without_an_end_has_its_last_line_at_the_end():
    campaign = make_campaign()

    assert with_way_out(campaign, "<p>Hallo</p>", link="x").startswith("<p>Hallo</p><div ")
