"""What happens to a request before a page is looked for, and in which language?"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote_to_bytes, urlsplit

from django.http import HttpResponseBadRequest
from django.middleware.locale import LocaleMiddleware as DjangoLocaleMiddleware
from django.utils import translation
from django.utils.cache import patch_vary_headers
from wagtail.contrib.redirects import middleware as redirects
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from cms.content import is_public
from cms.models.media import PICTURES
from cms.outputs.api import ROOT
from cms.outputs.api.problems import in_json

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse


def refuse_nul(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Answer an address with a NUL byte with 400: PostgreSQL stores none, so that every look-up would be an error."""

    def middleware(request: HttpRequest) -> HttpResponse:
        query = request.META.get("QUERY_STRING", "")
        if "\0" in request.path or b"\0" in unquote_to_bytes(query):
            refusal = HttpResponseBadRequest(
                "This address holds a NUL byte.", content_type="text/plain; charset=utf-8"
            )
            return in_json(refusal, request) if request.path.startswith(ROOT) else refusal
        return get_response(request)

    return middleware


class LocaleMiddleware(DjangoLocaleMiddleware):
    """Django's, without its redirect of what is not found to the same address in the reader's language.

    Wagtail's catch-all takes any address there, so that every mistake in ``/admin/`` or ``/api/`` would be answered
    with a redirect first, and then with a page for readers.
    """

    def process_response(self, request, response):
        """Say which language was chosen, and what it was chosen by; the API says it itself, and a picture has none."""
        if request.path_info.startswith((ROOT, PICTURES)):
            return response
        if not translation.get_language_from_path(request.path_info):
            patch_vary_headers(response, ("Accept-Language",))
        response.headers.setdefault("Content-Language", translation.get_language())
        return response


class RedirectMiddleware(redirects.RedirectMiddleware):
    """Wagtail's, but silent before strangers about a page that is not for everybody: its address tells its title."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Return where a former address leads; whoever has signed in is judged there."""
        answer = super().process_response(request, response)
        if answer is response or request.user.is_authenticated:
            return answer
        path = Redirect.normalise_path(request.get_full_path(), decode_unicode=False)
        found = redirects.get_redirect(request, path)
        found = found or redirects.get_redirect(request, urlsplit(path).path)
        page = found.redirect_page_id
        hidden = page and not Page.objects.filter(is_public(), pk=page).exists()
        return response if hidden else answer
