"""Does who asks have the answer already, or does the site, and how long is it good? (RFC 9110, 13; RFC 9111)"""

from __future__ import annotations

import hashlib
from importlib.metadata import version
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.cache import caches
from django.http import HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response

from cms.journal.memory import forget_if_changed
from cms.journal.moments import standing

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from django.http import HttpRequest

    from cms.journal.moments import Standing

RELEASE = version("belfry")

FRESH = 60
"""Seconds for which a reader's own program need not ask again."""
SHARED = 300
"""Seconds for which a cache between us and the readers need not: what is withdrawn has to go from there too."""
STALE = 60
"""Seconds for which an answer may still be given while a new one is fetched (RFC 5861)."""

ANSWERS = "answers"
"""The name of the cache in which a site keeps what it has answered (``CACHES``); where there is none, nothing is kept."""
KEPT = 300
"""Seconds for which an answer is kept there; its tag is asked for by nobody once anything has changed."""
LARGEST = 256 * 1024
"""Bytes of the largest answer that is kept."""


def unless_known(request: HttpRequest, answer: Callable[[], HttpResponse]) -> HttpResponse:
    """Return an answer with its tag; nothing once more to who has it already, which costs one query.

    The tag is known before anything is read: it is made of the address, and of what all that is public stands at. It
    changes with whatever is published, so that it can never be the tag of something else. So what the site has answered under
    the same tag is right, too: it is given again where the site keeps answers.

    Args:
        request: may have "If-None-Match"; knows as its ``standing`` afterwards what was asked.
        answer: reads and writes the answer, good until something is published or changes by itself.
    """
    now = timezone.now()
    stands = request.standing = standing(now)
    tag = f'"{digest(stands, request.build_absolute_uri())}"'
    forget_if_changed(stands.common)
    # "*" asks whether there is anything at all (13.1.2), which only the answer tells.
    is_named = request.headers.get("If-None-Match", "").strip() != "*"
    response = (is_named and get_conditional_response(request, etag=tag)) or _answered(tag, answer)
    if response.status_code in (200, 304):
        response["ETag"] = tag
        response["Cache-Control"] = _good_for(stands, now)
    return response


def unless_same(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Return an answer with its tag; nothing once more to who has the same already.

    For what is asked again and again, but seldom changes: the tag is that of its bytes. It has no date by which it could be
    asked for: what is withdrawn changes it, whenever that was.

    Args:
        request: may have "If-None-Match".
        response: the whole answer.
    """
    response["ETag"] = f'"{digest(response.content)}"'
    return get_conditional_response(request, etag=response["ETag"], response=response)


def _answered(tag: str, answer: Callable[[], HttpResponse]) -> HttpResponse:
    """Return what was answered under a tag, or else a new answer."""
    if ANSWERS not in settings.CACHES:
        return answer()
    answers, name = caches[ANSWERS], f"answer:{tag}"
    if kept := answers.get(name):
        content, headers = kept
        return HttpResponse(content, headers=headers)
    response = answer()
    if response.status_code == 200 and len(response.content) <= LARGEST:
        answers.set(name, (response.content, dict(response.headers)), KEPT)
    return response


def digest(*parts: object) -> str:
    """Return what is different for different parts, and in another release."""
    content = b"\n".join(
        part if isinstance(part, bytes) else str(part).encode() for part in (RELEASE, *parts)
    )
    return hashlib.sha256(content).hexdigest()[:32]


def _good_for(stands: Standing, now: datetime) -> str:
    """Return for how long an answer may be kept: never beyond the next change that is known."""
    left = max(0, int((stands.until - now).total_seconds()))
    shared = min(SHARED, left)
    stale = min(STALE, left - shared)
    return f"public, max-age={min(FRESH, left)}, s-maxage={shared}, stale-while-revalidate={stale}"
