"""Which addresses of the front are not pages?"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlencode
from uuid import NAMESPACE_URL, uuid5

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from cms.content import index_of
from cms.front import chrome_of
from cms.languages.addresses import address, home_address
from cms.languages.chains import open_languages
from cms.languages.readings import Reading
from cms.languages.serving import reading_of
from cms.languages.translation.sharing import follow
from cms.models.sharing import LinkEndedError, UnknownLinkError
from cms.names import country_name
from cms.outputs.feeds import add_newest, answer, asked_by, xml_text
from cms.search.showing import MOST_CHARACTERS, found_by

if TYPE_CHECKING:
    from django.http import HttpRequest

    from cms.front import BrandWords
    from cms.outputs.feeds import Asked, Feed

NEVER = datetime(1970, 1, 1, tzinfo=UTC)
"""When a feed last changed that is empty and stands on no list."""


@require_safe
@cache_control(public=True, max_age=300)
def palette(request: HttpRequest) -> HttpResponse:
    """Return the style sheet that puts the site's own colours in place of the usual ones."""
    return HttpResponse(
        stylesheet(chrome_of(request).brand), content_type="text/css; charset=utf-8"
    )


@require_safe
@cache_control(public=True, max_age=300)
def content_feed(request: HttpRequest, form: type[Feed]) -> HttpResponse:
    """Return the newest items in a language; nothing once more to who has them already.

    Args:
        request: may narrow it: ``kind`` (as the API names it), ``topic`` (slug), ``country`` (ISO code); ``text=full``
            asks for bodies.
        form: the format.

    Raises:
        Http404: if the language is not open, or something is asked for that there is not.
    """
    reading = reading_of(request)
    if reading.language not in open_languages().tags:
        raise Http404
    asked = asked_by(request.GET, reading)
    feed = _feed(request, form, asked)
    add_newest(
        feed, asked, Reading(reading.language, at=reading.at, base=chrome_of(request).root_url)
    )
    return answer(request, feed, reading.language)


def _feed(request: HttpRequest, form: type[Feed], asked: Asked) -> Feed:
    """Return a feed without entries. It leads to the list of the same items, else to the home page. One query."""
    chrome, reading = chrome_of(request), reading_of(request)
    index = index_of(asked.kind)
    title = chrome.brand.name
    for part in filter(None, _narrowed_to(asked, reading)):
        title = _("%(title)s, %(name)s") % {"title": part, "name": title}
    filters = {
        name: value for name, value in asked.parameters.items() if name in ("topic", "country")
    }
    link = home_address(reading.language)
    if index and index.path in chrome.frame:
        link = chrome.frame[index.path].url + (f"?{urlencode(filters)}" if filters else "")
    query = f"?{urlencode(asked.parameters)}" if asked.parameters else ""
    own_url = chrome.root_url + request.path + query
    return form(
        title=xml_text(title),
        link=chrome.root_url + link,
        description=xml_text(chrome.brand.tagline or title),
        language=reading.language,
        author_name=xml_text(chrome.brand.name),
        feed_url=own_url,
        feed_guid=uuid5(NAMESPACE_URL, own_url).urn,
        since=(index and index.first_published_at) or NEVER,
    )


def _narrowed_to(asked: Asked, reading: Reading) -> tuple[str, str, str]:
    """Return what the country, the topic and the kind of a feed are called; an empty name for all of them."""
    names = {topic.slug: topic.name for topic in reading.names.topics.values()}
    return (
        country_name(asked.country, reading.language) if asked.country else "",
        names.get(asked.topic, ""),
        capfirst(asked.kind._meta.verbose_name_plural) if asked.kind else "",
    )


@require_safe
@cache_control(public=True, max_age=60)
def search_page(request: HttpRequest) -> HttpResponse:
    """Show what is found by the words of ``q``; without any, only where to ask.

    Raises:
        Http404: if the language is not open, or something is asked for that there is not.
    """
    reading = reading_of(request)
    if reading.language not in open_languages().tags:
        raise Http404
    request.same_in_languages = "_search/"
    question = request.GET.get("q", "")[:MOST_CHARACTERS].strip()
    found = found_by(question, request.GET, reading) if question else None
    response = render(request, "cms/search.html", {"found": found})
    response["X-Robots-Tag"] = "noindex"
    return response


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
