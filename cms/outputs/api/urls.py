"""At which addresses does the API answer, whatever is asked? Included at the top, outside of every language."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, re_path
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt

from cms.models.media import PICTURES
from cms.outputs.api import ROOT, endpoints  # noqa: F401 -- they make themselves known to the router
from cms.outputs.api.admission import stamp
from cms.outputs.api.problems import SORTS, Problem, in_json, response_to
from cms.outputs.api.router import delivery
from cms.outputs.pictures import picture_source

if TYPE_CHECKING:
    from collections.abc import Callable

PREFIX = ROOT.removeprefix("/")
EXPOSED = (
    "Content-Language, ETag, Location, RateLimit, RateLimit-Policy, Retry-After, WWW-Authenticate"
)
"""The headers that pages of other origins can read."""
WEEK = 7 * 24 * 3600
LANGUAGE = "en"
"""The language of problems."""


def open_to_all(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let pages of other origins read what a view answers (Fetch, CORS), and let it answer in JSON whatever happens.

    Nothing here depends on a cookie, so that nothing of a signed-in person can be read from elsewhere.
    """

    @csrf_exempt
    @functools.wraps(view)
    def answering(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.method == "OPTIONS":
            # django-ninja knows no such method, and says which it knows.
            allowed = _methods(_answer(view, request, *args, **kwargs))
            response = HttpResponse(status=204, headers={"Allow": allowed})
            response["Access-Control-Allow-Methods"] = allowed
            response["Access-Control-Allow-Headers"] = "Authorization, Content-Type, If-None-Match"
            response["Access-Control-Max-Age"] = str(WEEK)
        else:
            response = _answer(view, request, *args, **kwargs)
            if "Allow" in response:
                response["Allow"] = _methods(response)
            stamp(request, response)
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = EXPOSED
        return response

    return answering


def _answer(
    view: Callable[..., HttpResponse], request: HttpRequest, *args, **kwargs
) -> HttpResponse:
    """Return what a view answers, HEAD as GET: the server leaves the body out."""
    asked = request.method
    request.method = "GET" if asked == "HEAD" else asked
    try:
        # Nothing here is in the language that a browser asks for, nor in that of a cookie: an answer is the same for all.
        with translation.override(LANGUAGE):
            return in_json(view(request, *args, **kwargs), request)
    except Http404:  # of the root, where django-ninja has nothing
        return nothing(request)
    finally:
        request.method = asked


def _methods(response: HttpResponse) -> str:
    """Return the methods that are allowed where an answer tells of another: HEAD with GET, and OPTIONS always."""
    own = [each for each in response.get("Allow", "GET").split(", ") if each not in {"", "OPTIONS"}]
    return ", ".join(sorted({*own, "OPTIONS", *(["HEAD"] if "GET" in own else [])}))


def nothing(request: HttpRequest) -> HttpResponse:
    """Tell that nothing is here: nobody must be sent to a page for readers."""
    return response_to(Problem("not-found", SORTS["not-found"].description), request)


def _opened(patterns: list[URLPattern]) -> list[URLPattern]:
    for pattern in patterns:
        pattern.callback = open_to_all(pattern.callback)
    return patterns


_patterns, _app, _namespace = delivery.urls
urlpatterns = [
    path(f"{PREFIX}delivery/v1/", (_opened(_patterns), _app, _namespace)),
    re_path(rf"^{PREFIX}", open_to_all(nothing)),
    # No address of the API, but told by it alone: who mounts the one cannot forget the other.
    path(
        f"{PICTURES.removeprefix('/')}<str:signature>/<int:pk>/<int:width>/<slug:version>.<slug:form>",
        picture_source,
        name="picture_source",
    ),
]
