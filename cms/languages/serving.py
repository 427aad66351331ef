"""Which page answers an address in a language?"""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone, translation
from wagtail.models import Page, Site
from wagtail.views import serve as wagtail_serve

from cms.content import restricted
from cms.languages.addresses import address
from cms.languages.chains import open_languages
from cms.languages.readings import Reading, Served
from cms.languages.versions import of_kind, with_kinds
from cms.models import ContentPage, Sourced


class ReaderRequest(HttpRequest):
    """What a request keeps for all who ask in its course."""

    reading: Reading
    page_versions: list[Sourced]
    _wagtail_route_for_request: Any


def serve(request: ReaderRequest, path: str) -> HttpResponse:
    """Serve the page at ``/<language>/<path>``.

    The page is looked for in the tree of the language, of its chain and of every other language at once. Found with a
    version for this reader elsewhere: redirect to it. Found without: the version that is served stands here, inside
    the chrome of the language that was asked for. Wagtail's own ``serve`` does the rest, so that its hooks (privacy
    among them) see the page that is served.

    Raises:
        Http404: if the language is not open or no public page has this path in any language.
    """
    language = translation.get_language()
    if language not in open_languages().tags:
        raise Http404
    served = find(path, request)
    if served is None:
        raise Http404
    # Nobody is told the address, and with it the title, of what they may not see: Wagtail asks them to sign in first.
    may_see = all(each.accept_request(request) for each in served.words.get_view_restrictions())
    if may_see and address(served.words, language) != request.path:
        query = request.META.get("QUERY_STRING")
        return HttpResponseRedirect(
            address(served.words, language) + (f"?{query}" if query else "")
        )
    request._wagtail_route_for_request = served.words.route(request, [])
    response = wagtail_serve(request, path)
    response["Content-Language"] = ", ".join(dict.fromkeys([language, served.language]))
    return response


def find(path: str, request: ReaderRequest) -> Served | None:
    """Return what the reader is served for a path below the home page, or None. Two queries.

    Args:
        path: such as "news/x/", by the slugs of any language.
        request: of the reader; it keeps the other versions for whoever asks about them.
    """
    reading = reading_of(request)
    trees = [root for root in Site.get_site_root_paths() if root.site_id == _site_id(request)]
    rank = {root.root_path: _rank(root.language_code, reading.chain) for root in trees}
    tail = f"{path.strip('/')}/" if path.strip("/") else ""
    found = Page.objects.filter(url_path__in=[root + tail for root in rank], live=True)
    for page in sorted(
        found, key=lambda page: rank[page.url_path[: len(page.url_path) - len(tail)]]
    ):
        model = page.cached_content_type.model_class()
        if model is None:  # a page of a plugin that is installed no more
            continue
        if not issubclass(model, Sourced):
            page = page.specific
            return Served(page, page, reading.languages.by_locale[page.locale_id], reading.language)
        request.page_versions = live_versions(page, model)
        if served := reading.choose(request.page_versions):
            return served
    return None


def reading_of(request: ReaderRequest) -> Reading:
    """Return the reading of a request: its language, now."""
    if not hasattr(request, "reading"):
        request.reading = Reading(translation.get_language() or "en")
    return request.reading


def live_versions(page: Page, model: type[Sourced]) -> list[Sourced]:
    """Return the live versions of a page in all languages, knowing of each whether it is restricted. One query."""
    versions = (
        with_kinds(ContentPage.objects.all())
        if issubclass(model, ContentPage)
        else model.for_readers(model.objects.all())
    )
    now = timezone.now()
    live = []
    for version in versions.filter(translation_key=page.translation_key, live=True).annotate(
        own_restriction=restricted(), source_restriction=restricted("source__")
    ):
        if version.expire_at is None or version.expire_at > now:
            specific = of_kind(version) if isinstance(version, ContentPage) else version
            annotated = vars(version)
            specific.is_unrestricted = not (
                annotated["own_restriction"] or annotated["source_restriction"]
            )
            live.append(specific)
    sources = {version.pk: version for version in live}
    for version in live:
        if version.source_id in sources:
            version.source = sources[version.source_id]
    return live


def _rank(language: str, chain: tuple[str, ...]) -> int:
    return chain.index(language) if language in chain else len(chain)


def _site_id(request: ReaderRequest) -> int:
    """Return the site of a request; a single one is known without a query."""
    sites = {root.site_id for root in Site.get_site_root_paths()}
    return (
        next(iter(sites)) if len(sites) == 1 else getattr(Site.find_for_request(request), "pk", 0)
    )
