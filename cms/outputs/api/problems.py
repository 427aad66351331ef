"""How does the API say that it cannot answer? In JSON whatever happens, as RFC 9457 has it."""

from __future__ import annotations

import json
import logging
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import SuspiciousOperation
from django.core.signals import got_request_exception
from django.http import Http404, HttpResponse
from ninja.errors import ValidationError

from cms.items import as_json
from cms.outputs.api import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from django.http import HttpRequest
    from ninja import NinjaAPI

logger = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"


@dataclass(frozen=True, slots=True)
class Sort:
    """A sort of problem, which has a page of its own at its ``type``."""

    status: int
    title: str
    description: str


SORTS = {
    "unknown-parameter": Sort(
        400,
        "Unknown parameter",
        "The address has a parameter that this endpoint does not have. Nothing is ignored: a filter with a slip of the pen"
        " would otherwise return everything.",
    ),
    "invalid-parameter": Sort(
        400,
        "Invalid value of a parameter",
        "A parameter has a value that it cannot have. `allowed` lists the values, where there is a list.",
    ),
    "unknown-locale": Sort(
        400,
        "Unknown locale",
        "No such language is open on this site. `allowed` lists those that are.",
    ),
    "invalid-request": Sort(
        400,
        "The request cannot be read",
        "The address holds something that no address may hold, such as a NUL byte; or what was sent is no JSON, or too long.",
    ),
    "key-required": Sort(
        401,
        "A key is needed",
        "This address only answers who sends a key, as `Authorization: Bearer belfry_...`. An administrator of the site makes it.",
    ),
    "invalid-key": Sort(
        401,
        "The key does not work",
        "The key that was sent is wrong, has run out or was revoked. What is public can be read without one.",
    ),
    "forbidden-scope": Sort(
        403,
        "The key does not allow this",
        "The key works, but not for this: it lacks a scope, or is limited to other languages or kinds of content.",
    ),
    "not-found": Sort(
        404,
        "Not found",
        "Nothing public is here: it does not exist, was never published, or is not for everybody. Or several items have the slug.",
    ),
    "gone": Sort(
        410,
        "Gone",
        "A page was at this address, and has been withdrawn.",
    ),
    "cursor-expired": Sort(
        410,
        "Export again",
        "The copy cannot follow from there any more: it has not asked for 90 days, or something has changed that everything is"
        " told by, such as a language that was opened. Read an export, and follow from its cursor.",
    ),
    "preview-ended": Sort(
        410,
        "The preview has ended",
        "This address showed a draft. Its time is over, or it was ended; or the key with which it was made works no more.",
    ),
    "translation-missing": Sort(
        404,
        "No version in this language",
        "The item exists, but not in the language asked for, and the request allows no other (`fallback=none`)."
        " `alternates` lists the languages that there are.",
    ),
    "method-not-allowed": Sort(
        405,
        "Method not allowed",
        "This address only answers the methods that the header `Allow` lists.",
    ),
    "webhook-disabled": Sort(
        409,
        "The webhook is disabled",
        "Nothing is sent to this webhook: nothing got through for a day, or the receiver said that it is gone. Enable it first.",
    ),
    "too-many-webhooks": Sort(
        409,
        "Too many webhooks",
        "The key has as many webhooks as a key can have. Delete one that is not needed.",
    ),
    "rate-limited": Sort(
        429,
        "Too many requests",
        "More was asked within a minute than is allowed. `Retry-After` says in how many seconds it can be tried again.",
    ),
    "server-error": Sort(
        500,
        "Something went wrong here",
        "The mistake is ours, and has been written to the log. Please try again later.",
    ),
}
"""The sorts of problems by their codes."""

CODES = {404: "not-found", 405: "method-not-allowed", 500: "server-error"}
"""The sort of a problem that somebody else has found, by its status; any other is a request that cannot be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """What is wrong with one parameter."""

    parameter: str
    detail: str
    allowed: tuple[str, ...] = ()
    """The values that it can have, or the names that there are, where there is a list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemDetails:
    """Why there is no answer (RFC 9457)."""

    type: str
    """The address of a page about this sort of problem."""
    title: str
    status: int
    detail: str
    errors: tuple[Mistake, ...] = ()
    alternates: tuple[str, ...] = ()
    """BCP 47 tags of the languages in which there is what was not found in this one."""


@dataclass
class Problem(Exception):
    """A request that cannot be answered.

    Args:
        code: one of SORTS.
        detail: what is wrong this time, in a sentence.
        errors: what is wrong with which parameter.
        alternates: BCP 47 tags of the languages in which there is what was not found in this one.
    """

    code: str
    detail: str
    errors: tuple[Mistake, ...] = ()
    alternates: tuple[str, ...] = ()


def invalid(
    parameter: str, value: object, allowed: Iterable[str] = (), *, code: str = "invalid-parameter"
) -> Problem:
    """Return the problem that a parameter cannot have a value.

    Args:
        parameter: its name in the address.
        value: as it was asked for.
        allowed: the values that it can have, where there is a list.
        code: one of SORTS.
    """
    detail = f"{str(value)[:80]!r} is no value of {parameter!r}."
    mistake = Mistake(parameter=parameter, detail=detail, allowed=tuple(allowed))
    return Problem(code, detail, (mistake,))


def response_to(problem: Problem, request: HttpRequest) -> HttpResponse:
    """Return a problem as a response."""
    sort = SORTS[problem.code]
    details = ProblemDetails(
        type=request.build_absolute_uri(f"{ROOT}delivery/v1/problems/{problem.code}"),
        title=sort.title,
        status=sort.status,
        detail=problem.detail,
        errors=problem.errors,
        alternates=problem.alternates,
    )
    response = HttpResponse(
        json.dumps(as_json(details)), content_type=MEDIA_TYPE, status=sort.status
    )
    response["Content-Language"] = "en"
    response["Cache-Control"] = "no-store" if sort.status == 500 else "public, max-age=60"
    return response


def in_json(response: HttpResponse, request: HttpRequest) -> HttpResponse:
    """Return an answer as it is; one that tells of an error in any other way, as a problem with the same status."""
    if response.status_code < 400 or response["Content-Type"] == MEDIA_TYPE:
        return response
    code = CODES.get(response.status_code, "invalid-request")
    told = response_to(Problem(code, SORTS[code].description), request)
    if allowed := response.get("Allow"):
        told["Allow"] = allowed
    return told


def handle(api: NinjaAPI) -> None:
    """Let an API tell of all that can go wrong as problems."""

    def on_problem(request: HttpRequest, problem: Problem) -> HttpResponse:
        return response_to(problem, request)

    def on_validation(request: HttpRequest, error: ValidationError) -> HttpResponse:
        mistakes = tuple(
            Mistake(
                parameter=_name(found["loc"]),
                detail=found["msg"],
                allowed=_values(found.get("ctx", {})),
            )
            for found in error.errors
        )
        told = "; ".join(f"{mistake.parameter}: {mistake.detail}" for mistake in mistakes)
        return response_to(Problem("invalid-parameter", told, mistakes), request)

    def on_nothing(request: HttpRequest, error: Http404) -> HttpResponse:
        return response_to(Problem("not-found", SORTS["not-found"].description), request)

    def on_suspicion(request: HttpRequest, error: SuspiciousOperation) -> HttpResponse:
        return response_to(
            Problem("invalid-request", SORTS["invalid-request"].description), request
        )

    def on_error(request: HttpRequest, error: Exception) -> HttpResponse:
        logger.exception("The delivery API failed at %s", request.path, exc_info=error)
        got_request_exception.send(sender=None, request=request)
        return response_to(Problem("server-error", SORTS["server-error"].description), request)

    for sort, answer in (
        (Problem, on_problem),
        (ValidationError, on_validation),
        (Http404, on_nothing),
        (SuspiciousOperation, on_suspicion),
        (Exception, on_error),
    ):
        api.add_exception_handler(sort, answer)


def _name(location: Sequence[str | int]) -> str:
    """Return the name of the parameter, or of the member of a body, in which pydantic has found something; "body" for all of it.

    Args:
        location: where it was sent, by which argument of the view it is read if that has several, its name, and where in its
            value something is wrong.
    """
    # A body is always read by an argument, whose name is nobody's business.
    is_whole = location[0] == "body" and len(location) == 2
    return "body" if is_whole else str(location[1:3][-1])


def _values(context: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the values of which pydantic expected one ("'a', 'b' or 'c'"), as a list; none for any other mistake."""
    return tuple(re.findall(r"'([^']*)'", str(context.get("expected", ""))))
