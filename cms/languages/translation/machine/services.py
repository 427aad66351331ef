"""How are sentences sent to a service, whatever it or the network does?

wagtail-localize's translators for DeepL and LibreTranslate send a whole page in one request, once, and take any answer
for a translation. These send no more than the service takes, wait where it says so, give up in time, and say why.
"""

from __future__ import annotations

import json
import logging
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError
from urllib3.util import Retry
from wagtail_localize.machine_translators.deepl import DeepLTranslator
from wagtail_localize.machine_translators.libretranslate import LibreTranslator
from wagtail_localize.strings import StringValue

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping, Sequence

    from wagtail.models import Locale
    from wagtail_localize.machine_translators.base import BaseMachineTranslator

logger = logging.getLogger(__name__)

CONNECT_SECONDS = 5
ANSWER_SECONDS = 30
"""How long a service may take for one request, unless the option TIMEOUT says otherwise."""
ATTEMPTS = 4
"""How often a request is repeated that the service could not take just now."""
LONGEST_WAIT = 20
"""Seconds between two attempts, whatever the service asks for: somebody waits for the whole."""
NOT_NOW = (429, 503, 529)
"""Statuses of a service that has not begun with a request; 529 is DeepL's "too many requests" of its gateway."""
REFUSED_KEY = (401, 403)
USED_UP = 456
"""DeepL's status for a quota that is used up."""
TOO_LARGE = 413

TEXTS, BYTES = 50, 100 * 1024
"""How much goes into one request where the service says nothing else: what DeepL takes (50 texts, 128 KiB in all)."""


class ServiceError(Exception):
    """Raised when a service has not translated what it was sent.

    Attributes:
        was_sent: whether it may have translated all the same, and will want to be paid.
    """

    def __init__(self, reason: str, *, was_sent: bool = False) -> None:
        """Keep a reason for the log; it holds no key and no words."""
        super().__init__(reason)
        self.was_sent = was_sent


class TooLargeError(ServiceError):
    """Raised when a service finds a request too large."""


class DeepL(DeepLTranslator):
    """DeepL, free or paid. Options: those of wagtail-localize's DeepLTranslator, and URL of another address."""

    texts_at_once, bytes_at_once = TEXTS, BYTES
    protects_with = "keep"
    """The XML tag whose content DeepL leaves alone (``ignore_tags``)."""

    def get_api_endpoint(self) -> str:
        """Return where DeepL answers."""
        return self.options.get("URL") or super().get_api_endpoint()

    def translate(
        self, source_locale: Locale, target_locale: Locale, strings: Sequence[StringValue]
    ) -> dict[StringValue, StringValue]:
        """Return the translations of some strings, no more than it takes at once.

        Raises:
            ServiceError: if it has not translated them.
        """
        parameters = self.get_parameters(source_locale, target_locale, strings)
        answer = _ask(
            self.get_api_endpoint(),
            {**parameters, "ignore_tags": [self.protects_with]},
            headers=self.get_headers(),
            seconds=_seconds(self.options),
        )
        with _understood():
            return _paired(strings, [each["text"] for each in answer["translations"]])


class LibreTranslate(LibreTranslator):
    """LibreTranslate, one's own or anybody's. Options: those of wagtail-localize's LibreTranslator."""

    texts_at_once, bytes_at_once = 25, 2_000
    """A public server takes 2,000 characters; of one's own the option BYTES_AT_ONCE tells more."""
    protects_with = "span"
    """With ``translate="no"`` (HTML), which LibreTranslate leaves alone."""

    def translate(
        self, source_locale: Locale, target_locale: Locale, strings: Sequence[StringValue]
    ) -> dict[StringValue, StringValue]:
        """Return the translations of some strings, no more than it takes at once.

        Raises:
            ServiceError: if it has not translated them.
        """
        answer = _ask(
            f"{self.get_api_endpoint().rstrip('/')}/translate",
            {
                "q": [string.data for string in strings],
                "source": self.language_code(source_locale.language_code),
                "target": self.language_code(target_locale.language_code),
                "api_key": self.options.get("API_KEY", ""),
                "format": "html",
            },
            seconds=_seconds(self.options),
        )
        with _understood():
            return _paired(strings, answer["translatedText"])


def limits(service: BaseMachineTranslator) -> tuple[int, int]:
    """Return how many texts, and how many bytes of them, a service takes at once."""
    options = service.options or {}
    texts = int(options.get("TEXTS_AT_ONCE") or getattr(service, "texts_at_once", TEXTS))
    size = int(options.get("BYTES_AT_ONCE") or getattr(service, "bytes_at_once", BYTES))
    return texts, size


def _seconds(options: Mapping[str, Any]) -> float:
    return float(options.get("TIMEOUT") or ANSWER_SECONDS)


def _ask(
    url: str,
    question: Mapping[str, Any],
    *,
    seconds: float,
    headers: Mapping[str, str] | None = None,
) -> Any:
    """Return what a service answers, as JSON.

    A request is repeated where the service says that it cannot take it now, or cannot be reached; never where it may be
    at work on it: that would be paid twice.

    Raises:
        TooLargeError: if it is too large for the service.
        ServiceError: if there is no answer, or one that is no translation.
    """
    repeat = Retry(
        total=ATTEMPTS,
        read=False,
        status_forcelist=NOT_NOW,
        allowed_methods=None,
        backoff_factor=0.5,
        backoff_max=LONGEST_WAIT,
        backoff_jitter=0.5,
        retry_after_max=LONGEST_WAIT,
        redirect=0,
        raise_on_status=False,
    )
    body = json.dumps(question, ensure_ascii=False).encode()
    with requests.Session() as session:
        session.auth = _no_password  # none for this host, or another, out of a .netrc
        for scheme in ("http://", "https://"):
            session.mount(scheme, HTTPAdapter(max_retries=repeat))
        try:
            response = session.post(
                url,
                data=body,
                headers={"Content-Type": "application/json", **(headers or {})},
                timeout=(CONNECT_SECONDS, seconds),
                allow_redirects=False,
            )
        except requests.RequestException as error:
            raise ServiceError(
                f"it does not answer ({type(error).__name__})", was_sent=_was_sent(error)
            ) from error
    return _answer(response)


def _no_password(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request


def _was_sent(error: requests.RequestException) -> bool:
    """Return whether a request that failed may have reached the service."""
    cause = error.args[0] if error.args else None
    return not isinstance(getattr(cause, "reason", None), (NewConnectionError, ConnectTimeoutError))


def _answer(response: requests.Response) -> Any:
    status = response.status_code
    # LibreTranslate says of a request that is too large that it is a bad one.
    if status == TOO_LARGE or (status == 400 and b"exceeds" in response.content[:1000]):
        raise TooLargeError(f"too large for it (HTTP {status})")
    if status in REFUSED_KEY:
        raise ServiceError(f"it refuses the key (HTTP {status})")
    if status == USED_UP:
        raise ServiceError(f"its own quota is used up (HTTP {status})")
    if status != requests.codes.ok:
        broke = status >= 500 and status not in NOT_NOW
        raise ServiceError(f"HTTP {status}", was_sent=broke)
    with _understood():
        return response.json()


@contextmanager
def _understood() -> Generator[None]:
    """Say of an answer in an unknown form that it is none."""
    try:
        yield
    except (ValueError, KeyError, TypeError) as error:
        raise ServiceError("its answer cannot be read", was_sent=True) from error


def _paired(strings: Sequence[StringValue], words: list[str]) -> dict[StringValue, StringValue]:
    """Return translations by what they translate.

    Raises:
        ValueError: if there are not as many.
        TypeError: if they are no texts.
    """
    if not all(isinstance(each, str) for each in words):
        raise TypeError
    return dict(zip(strings, map(StringValue, words), strict=True))
