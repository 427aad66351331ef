"""Which addresses of the front are not pages?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from cms.front import chrome_of
from cms.languages.addresses import address
from cms.languages.chains import open_languages
from cms.languages.translation.sharing import follow
from cms.models.sharing import LinkEndedError, UnknownLinkError

if TYPE_CHECKING:
    from django.http import HttpRequest

    from cms.front import BrandWords


@require_safe
@cache_control(public=True, max_age=300)
def palette(request: HttpRequest) -> HttpResponse:
    """Return the style sheet that puts the site's own colours in place of the usual ones."""
    return HttpResponse(
        stylesheet(chrome_of(request).brand), content_type="text/css; charset=utf-8"
    )


@require_safe
@cache_control(private=True, no_store=True)
def shared_draft(request: HttpRequest, token: str) -> HttpResponse:
    """Show a draft to whoever has its link, as readers would see it; once it is public, lead to the public page.

    Nothing keeps, lists or passes on the address: neither caches nor search engines nor the links of the page.

    Raises:
        Http404: if this site has never given out the address.
    """
    language = translation.get_language()
    if language not in open_languages().tags:
        raise Http404
    try:
        response = _opened(request, token, language)
    except UnknownLinkError as error:
        raise Http404 from error
    except LinkEndedError:
        response = render(request, "cms/link_ended.html", status=410)
    response["Content-Language"] = language
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _opened(request: HttpRequest, token: str, language: str) -> HttpResponse:
    opened = follow(token, language)
    if opened.is_public:
        return HttpResponseRedirect(address(opened.page, language))
    request.share_link = opened.link
    return opened.page.serve_preview(request, opened.page.default_preview_mode)


def stylesheet(brand: BrandWords) -> str:
    """Return the custom properties that a brand sets; empty for one that sets none."""
    rules = []
    if brand.accent:
        rules.append(_colours(brand.accent))
    if brand.accent_dark:
        rules.append(f"@media (prefers-color-scheme:dark){{{_colours(brand.accent_dark)}}}")
    return "\n".join(rules) + "\n"


def _colours(accent: str) -> str:
    properties = ("--link", "--link-hover", "--button", "--button-hover")
    return ":root{" + ";".join(f"{name}:{accent}" for name in properties) + "}"
