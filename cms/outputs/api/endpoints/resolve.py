"""What is at an address of the site? For fronts that keep the site's addresses."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import unquote, urljoin, urlsplit

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from ninja import Query
from pydantic import Field, StringConstraints
from wagtail.contrib.redirects.middleware import get_redirect
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from cms.content import is_public, restricted
from cms.items import as_json
from cms.languages.addresses import home_address
from cms.languages.chains import open_languages
from cms.languages.readings import Reading, Served
from cms.languages.serving import find
from cms.models import ContentPage, Sourced
from cms.models.sources import paths_to_root
from cms.outputs.api import problems
from cms.outputs.api.document import Answer
from cms.outputs.api.forms import in_form
from cms.outputs.api.parameters import Asked, Fallback, FormedWhole, Included, reading_for
from cms.outputs.api.records import article, languages_of
from cms.outputs.api.router import get, reply
from cms.outputs.api.schemas import resolved
from cms.outputs.api.shapes import RedirectTo

PERMANENT, FOUND = 301, 302


class AddressAsked(Fallback, Included, FormedWhole):
    """Which address, and what comes along with the item."""

    url: Annotated[str, StringConstraints(max_length=2000)] = Field(
        description="Address of a page for readers, such as `/fr/appels/x/`, with or without scheme and host. Its first part"
        " says the language."
    )


@get("/resolve", "resolve", Answer(resolved, problems=(400, 404, 410, 500)))
def resolve(request: HttpRequest, asked: Query[AddressAsked]) -> HttpResponse:
    """What is at an address of the site. An item with its body, the name of any other page, or where to go instead."""
    path, paths = _path(asked.url, request), asked.paths
    language = path.split("/")[1]
    if language not in open_languages().tags:
        raise Http404
    reading = reading_for(Asked(locale=language, fallback=asked.fallback), request)
    request.reading = reading
    served = _served(path.removeprefix(home_address(language)), request)
    if served is None:
        return reply(_elsewhere(path, request))
    url = reading.address(served.words)
    if urlsplit(url).path != path:
        return reply(_redirect(url, FOUND))
    if asked.exact and served.is_fallback:
        raise problems.Problem(
            "translation-missing",
            f"There is no version in {language!r}.",
            alternates=tuple(sorted(_languages(request, reading))),
        )
    is_content = isinstance(served.source, ContentPage)
    item = article(reading, served.source.pk, paths, exact=asked.exact) if is_content else None
    if item:
        item = in_form(item, asked)
    return reply(
        {"redirect": None, "item": item, **_place(served, reading)},
        *(languages_of(item) if item else [served.language]),
    )


def _path(url: str, request: HttpRequest) -> str:
    """Return the path of an address of this site.

    Raises:
        Problem: if it is none, or one of another host.
    """
    try:
        parts = urlsplit(urljoin(request.build_absolute_uri("/"), url))
        path = unquote(parts.path, errors="strict")
    except ValueError as error:
        raise problems.invalid("url", url) from error
    if parts.netloc != request.get_host() or "\0" in path:
        raise problems.invalid("url", url)
    return path


def _served(path: str, request: HttpRequest) -> Served | None:
    """Return what everybody is served at a path below a home page: what is restricted is not there."""
    served = find(path, request)
    if served is None:
        return None
    if not isinstance(served.words, Sourced):
        return served if Page.objects.filter(is_public(), pk=served.words.pk).exists() else None
    public = [page for page in request.page_versions if page.is_unrestricted]
    return request.reading.choose(public)


def _languages(request: HttpRequest, reading: Reading) -> set[str]:
    """Return the open languages in which what was found has a version for everybody."""
    public = [page for page in request.page_versions if page.is_unrestricted]
    found = {reading.languages.by_locale[page.locale_id] for page in public}
    return found & set(reading.languages.tags)


def _elsewhere(path: str, request: HttpRequest) -> dict:
    """Return where an address leads that has no page any more.

    Raises:
        Problem: if the page was withdrawn.
        Http404: if there is nothing, and never was for everybody.
    """
    redirect = get_redirect(request, Redirect.normalise_path(path))
    status = PERMANENT if redirect and redirect.is_permanent else FOUND
    if redirect and redirect.redirect_page is None and redirect.link:
        return _redirect(request.build_absolute_uri(redirect.link), status)
    if redirect and redirect.redirect_page:
        reading = request.reading
        target = reading.pages([redirect.redirect_page.pk]).get(redirect.redirect_page.pk)
        if target:
            return _redirect(reading.address(target), status)
    home = home_address(request.reading.language)
    ends = f"/{path.removeprefix(home).strip('/')}/"
    gone = Page.objects.filter(
        ~restricted(),
        url_path__endswith=ends,
        locale__language_code=request.reading.language,
        first_published_at__isnull=False,
    )
    if any(page.url_path.count("/") == ends.count("/") + 1 for page in gone):
        raise problems.Problem("gone", problems.SORTS["gone"].description)
    raise Http404


def _redirect(url: str, status: int) -> dict:
    empty = {"item": None, "page": None, "breadcrumbs": [], "canonical": None}
    return {"redirect": as_json(RedirectTo(to=url, status=status)), **empty}


def _place(served: Served, reading: Reading) -> dict:
    """Return what a page is called, what stands above it, and the address of the version that is served."""
    words = served.words
    above = paths_to_root(words.path) - {words.path}
    rows = Page.objects.filter(path__in=above, depth__gt=1).order_by("depth")
    ancestors = list(rows.values_list("pk", flat=True))
    reading.load_references({*ancestors, words.pk})
    with translation.override(reading.language):
        crumbs = [reading.reference(pk) for pk in ancestors]
    own_home = reading.base + home_address(served.language)
    below = reading.address(words).removeprefix(reading.base + home_address(reading.language))
    return {
        "page": as_json(reading.reference(words.pk)),
        "breadcrumbs": as_json([crumb for crumb in crumbs if crumb]),
        "canonical": own_home + below,
    }
