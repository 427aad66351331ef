"""Who asks, may they, and have they not asked too often?

Most who ask have no key, and need none. Who sends one is told when it is wrong, also where it was not needed: a program would
otherwise only learn from what is missing that its key has run out.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.cache import cache
from django.utils.cache import patch_cache_control, patch_vary_headers

from cms.models import ApiKey
from cms.outputs.api.problems import SORTS, Problem

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from cms.models import Scope

WINDOW = 60
"""In seconds: requests are counted from the beginning of a minute to its end."""

REQUESTS = {"anonymous": 0, "key": 6000}
"""How many each client address without a key, and each key, may make in a window; 0 counts nobody. API_REQUESTS_PER_MINUTE is
added to it. Behind a proxy all clients have its address (no header is believed): so only keys are counted by default."""

REFUSALS = (401, 403, 429)
"""The statuses of answers that are for nobody but who asked."""


@dataclass(frozen=True, slots=True)
class Allowance:
    """How often somebody may ask."""

    policy: str
    """Who is counted: "key" or "anonymous"."""
    limit: int
    """Requests in a window."""
    left: int
    wait: int
    """Seconds until the window ends."""


def admit(request: HttpRequest, scope: Scope | None = None) -> None:
    """Let a request in, and note on it who asks (``api_key``), whether they have to say so (``needs_key``), and how often
    they may (``allowance``).

    One query where a key is sent, none without; and one operation of the cache where requests are counted.

    Args:
        request: with its headers.
        scope: what the key has to allow; None where none is needed.

    Raises:
        Problem: if the key is wrong, does not allow it, or is needed and missing; if there were too many requests.
    """
    sent = _sent(request)
    request.needs_key = scope is not None
    request.api_key = ApiKey.objects.sent(sent) if sent else None
    request.allowance = _count(request)
    if request.allowance and request.allowance.left < 0:
        raise _problem("rate-limited")
    if sent is not None and request.api_key is None:
        raise _problem("invalid-key")
    if scope is None:
        return
    if request.api_key is None:
        raise _problem("key-required")
    if scope not in request.api_key.scopes:
        raise Problem("forbidden-scope", f"This key does not have the scope {str(scope)!r}.")


def stamp(request: HttpRequest, response: HttpResponse) -> None:
    """Write into the headers of an answer for whom it is, and how often they may ask.

    No shared cache stores what is only for who asked, and none at all what needs a key. A cache would answer a wrong key with
    what it has stored for everybody, did the answer not vary by key; and tell everybody what is left to the first who asked.
    """
    patch_vary_headers(response, ["Authorization"])
    is_own = _sent(request) is not None or response.status_code in REFUSALS
    if response.status_code in REFUSALS or getattr(request, "needs_key", False):
        response["Cache-Control"] = "private, no-store"
    elif is_own:
        patch_cache_control(response, private=True)
    if response.status_code == 401:
        response["WWW-Authenticate"] = "Bearer"
    allowance = getattr(request, "allowance", None)
    if allowance is None:
        return
    response["RateLimit-Policy"] = f'"{allowance.policy}";q={allowance.limit};w={WINDOW}'
    if is_own:
        left = max(allowance.left, 0)
        response["RateLimit"] = f'"{allowance.policy}";r={left};t={allowance.wait}'
    if response.status_code == 429:
        response["Retry-After"] = str(allowance.wait)


def _sent(request: HttpRequest) -> str | None:
    """Return the key that a request sends, empty for what cannot be one; None if it sends none.

    A password of HTTP's own is none: it is asked for by the server in front of a site that is being tested.
    """
    scheme, _, key = request.headers.get("Authorization", "").strip().partition(" ")
    if scheme.lower() in ("", "basic"):
        return None
    return key.strip() if scheme.lower() == "bearer" else ""


def _count(request: HttpRequest) -> Allowance | None:
    """Return how often who asks may do so after this time; None where nobody counts.

    Who sends a wrong key is counted as one without.
    """
    policy = "key" if request.api_key else "anonymous"
    limit = (REQUESTS | getattr(settings, "API_REQUESTS_PER_MINUTE", {}))[policy]
    if not limit:
        return None
    who = request.api_key.pk if request.api_key else request.META["REMOTE_ADDR"]
    window, gone = divmod(int(time.time()), WINDOW)
    name = f"api-requests:{policy}:{who}:{window}"
    try:
        number = cache.incr(name)
    except ValueError:  # the first in this window, or among the first at the same time
        number = 1 if cache.add(name, 1, 2 * WINDOW) else cache.incr(name)
    return Allowance(policy, limit, limit - number, WINDOW - gone)


def _problem(code: str) -> Problem:
    return Problem(code, SORTS[code].description)
