"""What do all sending services have in common, whatever their interface?

A campaign becomes a draft there, a person sends it there. The frozen mail has no way to unsubscribe, because only the
service knows its subscribers: it is added here, as a place-holder that the service fills, in the words of the readers'
language. Whatever an editor has typed that means something to the service (``{{ … }}``, ``*|…|*``) is shown as text.
"""

from __future__ import annotations

import json
import time
from abc import abstractmethod
from base64 import b64encode
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import requests
import urllib3
from django.utils import translation
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms import names
from cms.items import direction
from cms.words import active_language, interface_language
from newsletter.backends.base import (
    BackendError,
    CampaignBackend,
    Capabilities,
    Receipt,
    TryAgainError,
    alone,
)
from newsletter.mail import STYLES

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Generator, Iterable, Mapping, Sequence

    from newsletter.backends.base import Campaign

CONNECT_SECONDS = 5
ANSWER_SECONDS = 30
"""How long a service may take for one answer, unless the option TIMEOUT says otherwise."""
LONGEST_SECONDS = 300
"""That TIMEOUT may be: an answer may begin so late, and end as late again, before another try looks for what it brought."""
LARGEST_ANSWER = 5 * 1024 * 1024
"""Bytes that are read of an answer: a campaign has 90 kB, and a service that sends more has gone wrong."""
PIECE = 64 * 1024
LONGEST_REASON = 300
"""Characters of what a service says itself that are repeated to people."""

BUSY = 429
NO_ACCESS = gettext_lazy(
    "%(service)s refuses the access that the settings give (HTTP %(status)s). %(reason)s"
)
REFUSED = gettext_lazy("%(service)s refuses the campaign (HTTP %(status)s). %(reason)s")
REFUSALS = {
    401: NO_ACCESS,
    403: NO_ACCESS,
    404: gettext_lazy(
        "%(service)s does not know what it was asked for (HTTP %(status)s). %(reason)s"
    ),
    409: gettext_lazy("%(service)s has something else there already (HTTP %(status)s). %(reason)s"),
    BUSY: gettext_lazy("%(service)s has too much to do (HTTP %(status)s). %(reason)s"),
    3: gettext_lazy(
        "%(service)s wants to be asked at another address (HTTP %(status)s): put that into the settings."
    ),
    5: gettext_lazy("%(service)s is out of order (HTTP %(status)s). %(reason)s"),
}
"""What people are told, by status of HTTP, or by its first digit."""


class Service:
    """The HTTP interface of one service: JSON in, JSON out, one request each.

    Nothing is repeated here: whoever keeps the ledger tries again later, and finds what the first try had brought.

    Args:
        name: what people call it.
        url: below which everything lies.
        auth: user and password.
        seconds: that it may take for one answer.
    """

    def __init__(self, name: str, url: str, *, auth: tuple[str, str], seconds: float) -> None:
        """Keep where it is, and how one gets in."""
        self.name, self.url, self.seconds = name, url.rstrip("/"), seconds
        self._auth = auth

    def ask(
        self,
        method: str,
        path: str,
        *,
        content: Mapping[str, Any] | None = None,
        query: Mapping[str, str | int] | None = None,
        missing: Collection[int] = (),
    ) -> Any:
        """Return what a service answers; None where the status says that the thing asked for is not there.

        Args:
            method: of HTTP.
            path: below the address of the service.
            content: sent as JSON.
            query: in the address.
            missing: the statuses that say that.

        Raises:
            TryAgainError: if it may work later.
            BackendError: if it will not.
        """
        if wrong := wrong_address(self.url):
            raise BackendError(wrong)
        with (
            self._reached(),
            requests.Session() as session,
            session.request(
                method,
                f"{self.url}{path}",
                params=query,
                data=None if content is None else json.dumps(content, ensure_ascii=False).encode(),
                headers={"Content-Type": "application/json", "Accept": "application/json"},
                auth=self._let_in,
                timeout=(CONNECT_SECONDS, self.seconds),
                allow_redirects=False,
                stream=True,
            ) as response,
        ):
            body = self._read(response)
        if response.status_code in missing:
            return None
        if not 200 <= response.status_code < 300:
            raise self._refusal(response, body)
        with self.understood():
            return json.loads(body) if body else {}

    def _let_in(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        """Add user and password in UTF-8 (RFC 7617), here, so that requests takes none out of a .netrc."""
        basic = b64encode(":".join(self._auth).encode()).decode()
        request.headers["Authorization"] = f"Basic {basic}"
        return request

    @contextmanager
    def understood(self) -> Generator[None]:
        """Say of an answer in an unknown form that it is none.

        Raises:
            BackendError: instead of what reading it raised.
        """
        try:
            yield
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise BackendError(
                _("The answer of %(service)s cannot be read: is URL the address of its interface?")
                % {"service": self.name}
            ) from error

    @contextmanager
    def _reached(self) -> Generator[None]:
        """Say of a service that is not reached whether it is worth another try."""
        words = {"service": self.name}
        try:
            yield
        except requests.exceptions.SSLError as error:
            message = _("The certificate of %(service)s cannot be trusted.")
            raise BackendError(message % words) from error
        except (requests.Timeout, urllib3.exceptions.TimeoutError) as error:
            message = _("%(service)s does not answer in time.")
            raise TryAgainError(message % words) from error
        except (requests.ConnectionError, urllib3.exceptions.HTTPError) as error:
            raise TryAgainError(_("%(service)s cannot be reached.") % words) from error
        except requests.RequestException as error:
            message = _("%(service)s cannot be asked (%(error)s).")
            raise BackendError(message % {**words, "error": type(error).__name__}) from error

    def _read(self, response: requests.Response) -> bytes:
        """Return the body of an answer, if it ends in time and is no larger than it may be."""
        body, last = bytearray(), time.monotonic() + self.seconds
        # Not response.iter_content(): that waits for a whole piece, however slowly it trickles in.
        while part := response.raw.read1(PIECE, decode_content=True):
            body += part
            if len(body) > LARGEST_ANSWER:
                message = _("%(service)s answers with more than it should.")
                raise BackendError(message % {"service": self.name})
            if time.monotonic() > last:
                raise requests.Timeout
        return bytes(body)

    def _refusal(self, response: requests.Response, body: bytes) -> BackendError:
        """Return the exception that says why there is no answer."""
        status = response.status_code
        words = {"service": self.name, "status": status, "reason": self._reason(body)}
        said = str(REFUSALS.get(status) or REFUSALS.get(status // 100) or REFUSED) % words
        if status == BUSY or status >= 500:
            wait = seconds_to_wait(response.headers.get("Retry-After"))
            return TryAgainError(said.strip(), after=wait)
        return BackendError(said.strip())

    def _reason(self, body: bytes) -> str:
        """Return what a service says itself: listmonk in ``message``, Mailchimp in ``detail``; never a secret."""
        try:
            answer = json.loads(body)
        except (ValueError, RecursionError):
            return ""
        if not isinstance(answer, dict):
            return ""
        said = str(answer.get("message") or answer.get("detail") or "")
        secret = self._auth[1]
        said = said.replace(secret, "…") if secret else said
        printable = "".join(letter if letter.isprintable() else " " for letter in said)
        return " ".join(printable.split())[:LONGEST_REASON]


def seconds_to_wait(header: str | None) -> float | None:
    """Return for how long a service wants to be left alone: Retry-After in seconds, or as a date (RFC 9110, 10.2.3)."""
    if not header:
        return None
    if header.strip().isascii() and header.strip().isdigit():
        return float(header)
    try:
        until = parsedate_to_datetime(header)
    except ValueError:
        return None
    if until.tzinfo is None:
        until = until.replace(tzinfo=UTC)
    return max(0.0, (until - datetime.now(UTC)).total_seconds())


def wrong_address(url: str) -> str:
    """Return what is wrong with the address of a service, in words; empty if it can be asked there.

    A password would go through the network for everybody to read, were it not for TLS; on this machine nobody reads.
    """
    if not url:
        return _("URL is missing: the address of the service.")
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        parts.port  # noqa: B018 -- raises where it is no number
    except ValueError:
        host = ""
    if not host or "@" in parts.netloc or parts.query or parts.fragment:
        return _(
            "URL is no address of a service: it looks like https://host, without user or query."
        )
    if parts.scheme == "https" or (parts.scheme == "http" and _is_here(host)):
        return ""
    return _("URL has to begin with https://.")


def _is_here(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


@dataclass(frozen=True, slots=True, kw_only=True)
class There:
    """A campaign that a service has."""

    reference: str
    name: str
    status: str
    """In the service's own word."""
    address: str
    """Where people look at it."""
    lists: tuple[int, ...] = ()
    """Where the service says to which lists it goes."""


class ServiceBackend(CampaignBackend):
    """A backend whose campaigns are drafts in a service.

    No service knows a request that it has had already. So the name of a campaign holds the key of its edition, and
    before one is made it is looked for: what an earlier try has brought is never brought twice.

    Options: LISTS, the list of the service for each language ("de"), and for its members ("members.de"); TIMEOUT,
    seconds that it may take for one answer, 300 at most.
    """

    capabilities = Capabilities(sends_tests=True, tests_what_it_has=True)
    service_name = ""
    """What people call the service."""

    @abstractmethod
    def wrong_options(self) -> list[str]:
        """Return what is wrong with the options but LISTS, in words."""

    @abstractmethod
    def is_list(self, value: str) -> bool:
        """Return whether the service could call a list so."""

    @abstractmethod
    def get(self, reference: str) -> There | None:
        """Return the campaign with a reference; None if there is none."""

    @abstractmethod
    def candidates(self, campaign: Campaign) -> Iterable[There]:
        """Return campaigns among which this one is, if the service has it."""

    @abstractmethod
    def bring(self, campaign: Campaign, there: There | None) -> There:
        """Make a draft; or complete what is there, unless it is whole, or somebody has sent it."""

    @abstractmethod
    def test(self, campaign: Campaign, there: There, addresses: list[str]) -> None:
        """Let the service send a campaign to single addresses."""

    def check(self, readers: Collection[tuple[str, str]]) -> list[str]:
        """Return what is missing in the settings, in words; asks no other host."""
        return [*self._wrong_access(), *self._wrong_lists(), *self._without_list(readers)]

    def hand_over(
        self, campaign: Campaign, reference: str = "", *, hold: Callable[[], None] = alone
    ) -> Receipt:
        """Bring a campaign there as a draft; nobody is sent anything."""
        self.list_for(campaign)
        there = self.find(campaign, reference)
        if there is None:
            hold()  # the search may have taken long
        brought = self.bring(campaign, there)
        return Receipt(
            reference=brought.reference, address=brought.address, was_there=there is not None
        )

    def status(self, reference: str) -> str:
        """Return how the campaign stands there, in the service's own word."""
        self._demand_options()
        there = self.get(reference)
        return there.status if there else ""

    def send_test(self, campaign: Campaign, addresses: list[str]) -> None:
        """Let the service send a campaign that was handed over to single addresses.

        Nothing is created for a test: somebody might send a draft that nobody has approved.
        """
        there = self.find(campaign)
        if there is None:
            message = _("Hand the edition over first: %(service)s tests what it has.")
            raise BackendError(message % {"service": self.service_name})
        self.test(campaign, there, addresses)

    def find(self, campaign: Campaign, reference: str = "") -> There | None:
        """Return the campaign if the service has it: by its reference first, then by its name.

        A reference alone is not believed: after a restore, or in another account, it is that of something else.
        """
        self._demand_options()
        there = self.get(reference) if reference else None
        if there and campaign.key[:12] in there.name:
            return there
        return next((one for one in self.candidates(campaign) if one.name == campaign.name), None)

    def list_for(self, campaign: Campaign) -> str:
        """Return the list that a campaign goes to.

        Raises:
            BackendError: if there is none.
        """
        key = _list_key(campaign.readers, campaign.audience)
        value = self.lists.get(key, "")
        if not self.is_list(value):
            message = _("There is no list of %(service)s for ‘%(key)s’ in LISTS.")
            raise BackendError(message % {"service": self.service_name, "key": key})
        return value

    @property
    def lists(self) -> dict[str, str]:
        """The lists by whom they are for; environment and settings may say numbers or text."""
        return {who: str(one) for who, one in (self.options.get("LISTS") or {}).items()}

    @property
    def seconds(self) -> float:
        """How long the service may take."""
        return float(self.options.get("TIMEOUT") or ANSWER_SECONDS)

    def _demand_options(self) -> None:
        if wrong := self._wrong_access():
            raise BackendError(" ".join(wrong))

    def _wrong_access(self) -> list[str]:
        """Return what keeps the service from being asked, in words."""
        return [*self.wrong_options(), *self._wrong_seconds()]

    def _wrong_seconds(self) -> list[str]:
        try:
            is_right = 0 < self.seconds <= LONGEST_SECONDS
        except (TypeError, ValueError):
            is_right = False
        message = _("TIMEOUT is no number of seconds, or more than %(most)s.")
        return [] if is_right else [message % {"most": LONGEST_SECONDS}]

    def _wrong_lists(self) -> list[str]:
        return [
            _("‘%(list)s’ in LISTS, for ‘%(key)s’, is no list of %(service)s.")
            % {"list": value, "key": key, "service": self.service_name}
            for key, value in self.lists.items()
            if not self.is_list(value)
        ]

    def _without_list(self, readers: Collection[tuple[str, str]]) -> list[str]:
        """Say which readers have no list."""
        missing = [(tag, who) for tag, who in readers if _list_key(tag, who) not in self.lists]
        others = [tag for tag, who in missing if who == "everyone"]
        members = [tag for tag, who in missing if who != "everyone"]
        found = []
        if others:
            message = _("No list is set for readers of %(languages)s.")
            found.append(message % {"languages": _named(others)})
        if members:
            message = _("No list is set for members who read %(languages)s.")
            found.append(message % {"languages": _named(members)})
        return found


def _list_key(tag: str, audience: str) -> str:
    """Return what stands in LISTS for some readers: "de", "members.de"."""
    return tag if audience == "everyone" else f"{audience}.{tag}"


def _named(tags: Sequence[str]) -> str:
    language = active_language()
    return names.format_list([names.language_name(tag, language) for tag in tags], language)


def mark(campaign: Campaign) -> str:
    """Return the identifier that stands in the HTML of a campaign which is whole: no other edition has it."""
    return f"edition-{campaign.key[:12]}"


def with_way_out(campaign: Campaign, html: str, *, link: str, address: str = "") -> str:
    """Return the HTML of a mail with a last line: how to unsubscribe, and who sends it where the service asks for that.

    Args:
        campaign: whose readers' language it is in.
        html: of the mail, in which nothing means anything to the service any more.
        link: the service's place-holder for the address at which somebody unsubscribes.
        address: its place-holder for the sender's postal address.
    """
    with translation.override(campaign.readers):
        language = interface_language()
        line = format_html(
            '<div id="{}" class="ink2" lang="{}" dir="{}" style="{};text-align:center">'
            '<a class="lk" href="{}" style="{}">{}</a>{}</div>',
            mark(campaign),
            language,
            direction(language),
            STYLES["foot"],
            link,
            STYLES["link"],
            _("Unsubscribe from this newsletter"),
            format_html("<br>{}", address) if address else "",
        )
    before, end, after = html.rpartition("</body>")
    return f"{before}{line}{end}{after}" if end else f"{html}{line}"


def with_way_out_in_text(campaign: Campaign, text: str, *, link: str, address: str = "") -> str:
    """Return the text of a mail with the same last lines."""
    with translation.override(campaign.readers):
        words = _("Unsubscribe from this newsletter")
    return "\n".join(filter(None, [f"{text.rstrip()}\n", words, link, address])) + "\n"
