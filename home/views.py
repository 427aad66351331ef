"""Where does a reader who names no language go, and what does one see who is lost?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpResponseRedirect
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation.trans_real import parse_accept_lang_header
from django.views import defaults
from django.views.static import serve
from wagtail.models import Site

from cms.content import published
from cms.languages.chains import open_languages
from home.models import HomePage

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase


def front_door(request: HttpRequest) -> HttpResponse:
    """Send a reader to the home page in the first of their languages that is open."""
    response = HttpResponseRedirect(f"/{first_open_language(request, *wanted_languages(request))}/")
    patch_vary_headers(response, ["Accept-Language"])
    return response


def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """Return an uploaded file, in development and in tests: where files lie is asked anew each time."""
    return serve(request, path, document_root=settings.MEDIA_ROOT)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer what is not found in a language that is open: in any other, every link would be as dead as this one."""
    active = translation.get_language() or ""
    language = first_open_language(request, active, *wanted_languages(request))
    for begun in ("reading", "shown_page", "shown", "page_versions"):
        vars(request).pop(
            begun, None
        )  # in another language, or of a page that turned out not to be there
    with translation.override(language):
        response = defaults.page_not_found(request, exception)
        response["Content-Language"] = language
    if translation.get_language_from_path(request.path_info) != language:
        patch_vary_headers(response, ["Accept-Language"])
    return response


def first_open_language(request: HttpRequest, *wanted: str) -> str:
    """Return the first of some languages whose home page everybody may see, else the site's own."""
    site = Site.find_for_request(request)
    if site is None:
        return settings.LANGUAGE_CODE
    root = site.root_page
    homes = published(HomePage.objects.filter(translation_key=root.translation_key))
    found = set(homes.values_list("locale__language_code", flat=True)) & set(open_languages().tags)
    return next((tag for tag in wanted if tag in found), root.locale.language_code)


def wanted_languages(request: HttpRequest) -> list[str]:
    """List the languages that a reader's browser asks for, the most wanted first."""
    header = request.headers.get("Accept-Language", "")
    return [code.split("-")[0] for code, quality in parse_accept_lang_header(header) if quality > 0]
