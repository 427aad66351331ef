"""Which pages may a search engine list, and which of them say the same in other languages? (sitemaps.org, with hreflang)"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.contrib.sitemaps import Sitemap, views
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from wagtail.models import Page, Site

from cms.content import content_types, is_public, published
from cms.languages.addresses import home_address, path_below_home
from cms.languages.chains import open_languages
from cms.models import ContentPage
from cms.models.sources import sourced_models

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from uuid import UUID

    from django.http import HttpRequest

LIMIT = 15_000
"""How many addresses a file has at most. 50,000 are allowed, but not 50 MB, which they would be with 24 languages."""
HOUR = 3600


class Version(NamedTuple):
    """A public page in one language."""

    pk: int
    key: UUID
    locale_id: int
    source_id: int | None
    url_path: str
    published_at: datetime | None
    source_published_at: datetime | None
    """None for a source."""


class PublicPages(Sitemap):
    """The public pages of a site in every open language, each at its own address: what stands in for a missing
    translation has none.

    A constant number of queries, whatever the number of pages and languages: one for each family of kinds, and one for
    each kind whose pages may be read elsewhere.
    """

    limit = LIMIT

    def __init__(self, site: Site) -> None:
        """Read them all: which of them belong together is not known before.

        Args:
            site: of which the pages are.
        """
        languages = open_languages()
        self._tags = {pk: tag for tag, pk in languages.locales.items()}
        self._homes = {tag: home_address(tag) for tag in languages.tags}
        self._roots = [root for root in Site.get_site_root_paths() if root.site_id == site.pk]
        self._root_url = site.root_url
        elsewhere = _read_elsewhere()
        self._versions = sorted(
            (
                version
                for version in _versions()
                if version.locale_id in self._tags
                and version.pk not in elsewhere
                and any(version.url_path.startswith(root.root_path) for root in self._roots)
            ),
            key=lambda version: version.url_path,
        )
        self._by_key: dict[UUID, list[Version]] = {}
        for version in self._versions:
            self._by_key.setdefault(version.key, []).append(version)

    def items(self) -> list[Version]:
        """Return the pages by their place in the trees."""
        return self._versions

    def location(self, item: Version) -> str:
        """Return the absolute address of a page in its own language."""
        path = path_below_home(item.url_path, self._roots)
        return self._root_url + self._homes[self._tags[item.locale_id]] + path

    def lastmod(self, item: Version) -> datetime | None:
        """Return when its words last changed, or its facts, which are those of its source."""
        return max(filter(None, (item.published_at, item.source_published_at)), default=None)

    def alternates_of(self, item: Version) -> list[dict[str, str]]:
        """Return the page in every language that it has, itself among them, as its own head does."""
        versions = self._by_key[item.key]
        named = sorted((self._tags[version.locale_id], version) for version in versions)
        source = [("x-default", version) for version in versions if version.source_id is None]
        return [
            {"lang_code": tag, "location": self.location(version)}
            for tag, version in (*named, *source)
        ]

    def _urls(self, page: int | str, protocol: str, domain: str) -> list[dict]:
        """Return what Django's template prints: its own knows one translation of each page for every language.

        Wagtail's overrides the same method.
        """
        return [
            {
                "item": item,
                "location": self.location(item),
                "lastmod": self.lastmod(item),
                "alternates": self.alternates_of(item),
            }
            for item in self.paginator.page(page).object_list
        ]


@require_safe
@cache_control(public=True, max_age=HOUR)
def sitemap(request: HttpRequest, section: str | None = None) -> HttpResponse:
    """Return the sitemap of the site; where it is too long for one file, a list of the files.

    Args:
        request: may name the number of a file (``p``).
        section: "pages", for one of several files.

    Raises:
        Http404: if there is no such file, or no site.
    """
    pages = PublicPages(_site_of(request))
    if section is None and pages.paginator.num_pages > 1:
        return views.index(request, {"pages": pages}, sitemap_url_name="sitemap_section")
    return views.sitemap(request, {"pages": pages}, section)


@require_safe
@cache_control(public=True, max_age=HOUR)
def robots(request: HttpRequest) -> HttpResponse:
    """Tell programs that nothing is closed to them, and where the sitemap is (RFC 9309).

    Raises:
        Http404: if there is no site.
    """
    address = _site_of(request).root_url + reverse("sitemap")
    return HttpResponse(
        f"User-agent: *\nDisallow:\n\nSitemap: {address}\n",
        content_type="text/plain; charset=utf-8",
    )


def _versions() -> Iterator[Version]:
    """Return the public pages of all sites, of pages that have no versions too."""
    fields = ("pk", "translation_key", "locale_id")
    for model in sourced_models():
        rows = published(model.for_readers(model.objects.all())).values_list(
            *fields, "source_id", "url_path", "last_published_at", "source__last_published_at"
        )
        yield from map(Version._make, rows)
    sourced = [model.objects.values("pk") for model in sourced_models()]
    others = Page.objects.filter(is_public(), depth__gt=1)
    for family in sourced:
        others = others.exclude(pk__in=family)
    for *known, path, published_at in others.values_list(*fields, "url_path", "last_published_at"):
        yield Version(*known, None, path, published_at, None)


def _read_elsewhere() -> set[int]:
    """Return the primary keys of the pages to which no link leads, but to somebody else's site.

    A query for each kind that may have such pages.
    """
    kinds = [kind for kind in content_types() if kind.elsewhere is not ContentPage.elsewhere]
    found = set()
    for kind in kinds:
        versions = published(kind.objects.defer("body")).in_bulk()
        for words in versions.values():
            source = versions.get(words.source_id, words)
            if source.elsewhere(words):
                found.add(words.pk)
    return found


def _site_of(request: HttpRequest) -> Site:
    """Return the site that is asked."""
    site = Site.find_for_request(request)
    if site is None:
        raise Http404
    return site
