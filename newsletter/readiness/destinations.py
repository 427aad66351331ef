"""Do the links of an issue lead where its readers can go?

Inside the site the routes and the pages answer; outside it what is known from earlier questions (``links``). What a link
pretends is judged without asking anybody (``addresses``).
"""

from __future__ import annotations

import re
from collections import defaultdict
from html import unescape
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import unquote, urljoin, urlsplit

from django.apps import apps
from django.conf import settings
from django.contrib.admin.utils import quote
from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q
from django.urls import Resolver404, resolve, reverse
from django.utils import translation
from django.utils.translation import get_language_from_path, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from wagtail.documents import get_document_model
from wagtail.models import CollectionViewRestriction, Page, Site

from cms.content import is_public
from cms.languages.chains import open_languages
from cms.models import Link
from newsletter.models import LinkCheck
from newsletter.readiness import links
from newsletter.readiness.addresses import flaws
from newsletter.readiness.approved import once_approved
from newsletter.readiness.findings import Finding, Weight
from newsletter.selection import Selection, as_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from django.urls import ResolverMatch
    from django.utils.functional import Promise

    from cms.models import Promotion
    from newsletter.readiness.draft import Draft
    from newsletter.readiness.mails import ShownLink

WEB = ("http", "https")
HREF = re.compile(r"""href=["']([^"']*)["']""")

Result = LinkCheck.Result

DEAD = (
    "link-dead",
    Weight.BLOCKING,
    gettext_lazy("The link ‘%(words)s’ leads to no page that everybody can read (%(address)s)."),
)
OF_ANSWER = {
    Result.GONE: (
        "link-gone",
        Weight.WARNING,
        gettext_lazy("The link ‘%(words)s’ leads to what is gone (%(address)s)."),
    ),
    Result.BROKEN: (
        "link-broken",
        Weight.WARNING,
        gettext_lazy("The link ‘%(words)s’ is not answered as it should be (%(address)s)."),
    ),
    Result.SILENT: (
        "link-silent",
        Weight.WARNING,
        gettext_lazy("The link ‘%(words)s’ is not answered (%(address)s)."),
    ),
    Result.FORBIDDEN: (
        "link-forbidden",
        Weight.BLOCKING,
        gettext_lazy(
            "The link ‘%(words)s’ leads into a network that readers cannot enter (%(address)s)."
        ),
    ),
}
"""Code, weight and sentence. What another site answers can be wrong, and changes: a person decides."""


class Aim(NamedTuple):
    """Where a link leads, taken apart."""

    url: str
    is_own: bool
    path: str


class Destinations:
    """Where all links of all editions of an issue lead: asked at once, whatever their number.

    Args:
        shown: the links of each edition, by the BCP 47 tag of its readers.
        base: scheme and host of the site, such as "https://belfry.example".
        granted: addresses that need no answer: those of the issue, which is not public yet.
    """

    def __init__(
        self, shown: Mapping[str, Iterable[ShownLink]], *, base: str, granted: Collection[str] = ()
    ) -> None:
        """Ask the database. Four queries at most."""
        self.hosts = hosts = own_hosts(base)
        self.readers: dict[ShownLink, list[str]] = defaultdict(list)
        for tag, several in shown.items():
            for link in dict.fromkeys(several):
                self.readers[link].append(tag)
        self.aims = {link: _aim(link.url, base, hosts) for link in self.readers}
        aims = [aim for aim in self.aims.values() if aim]
        self.dead = unanswered({aim.path for aim in aims if aim.is_own and aim.url not in granted})
        self.outside = tuple(dict.fromkeys(aim.url for aim in aims if not aim.is_own))
        """The addresses of other sites, in the order in which they are read."""
        self.checks = links.results(self.outside)

    def findings(self, places: Mapping[str, str], otherwise: str) -> Iterator[Finding]:
        """Yield what is wrong with each link, in the order in which they are read, and how many were never tried.

        Args:
            places: where addresses are mended, by the address as it is stored.
            otherwise: where all others are.
        """
        for link, tags in self.readers.items():
            aim = self.aims[link]
            stored = (link.url, aim.path) if aim else (link.url,)
            url = next((places[address] for address in stored if address in places), otherwise)
            for code, weight, message in self._judge(link, aim):
                yield Finding(
                    code=code,
                    message=message,
                    url=url,
                    weight=weight,
                    languages=tuple(tags),
                    subject=link.text,
                )
        if count := sum(url not in self.checks for url in self.outside):
            message = ngettext(
                "%(count)s link to another site has not been tried yet.",
                "%(count)s links to other sites have not been tried yet.",
                count,
            )
            yield Finding(code="link-unasked", message=message % {"count": count}, url=otherwise)

    def _judge(self, link: ShownLink, aim: Aim | None) -> Iterator[tuple[str, Weight, str]]:
        """Yield code, weight and sentence of whatever is wrong with a link."""
        said = {"words": link.text, "address": link.url}
        for flaw in flaws(link.text, link.url, own_hosts=self.hosts):
            weight = Weight.WARNING if flaw.is_mild else Weight.BLOCKING
            message = _("The link ‘%(words)s’ %(flaw)s (%(address)s).")
            yield f"link-{flaw.value}", weight, message % {**said, "flaw": flaw.label}
        for code, weight, message in self._answers(aim) if aim else ():
            yield code, weight, message % said

    def _answers(self, aim: Aim) -> Iterator[tuple[str, Weight, Promise]]:
        if aim.is_own and aim.path in self.dead:
            yield DEAD
        check = self.checks.get(aim.url)
        if check and check.result in OF_ANSWER:
            yield OF_ANSWER[Result(check.result)]


def own_hosts(base: str) -> set[str]:
    """Return the names of all sites that this one answers for."""
    roots = [root.root_url for root in Site.get_site_root_paths()]
    return {host for url in (base, *roots) if (host := urlsplit(url).hostname)}


def _aim(url: str, base: str, hosts: Collection[str]) -> Aim | None:
    """Return where a link leads; None for mails, calls, places on the same page, and what cannot be read."""
    try:
        parts = urlsplit(urljoin(f"{base}/", url))
        host = parts.hostname
    except ValueError:
        return None
    if url.startswith("#") or parts.scheme not in WEB or not host:
        return None
    return Aim(url=url, is_own=host in hosts, path=unquote(parts.path) or "/")


# Inside the site


def unanswered(paths: Iterable[str]) -> set[str]:
    """Return the paths of this site at which nothing is for everybody. Three queries at most.

    Args:
        paths: such as "/en/news/x/", unquoted.
    """
    pages: dict[str, str] = {}
    documents: dict[str, int] = {}
    dead: set[str] = set()
    for path in paths:
        if path.startswith((settings.MEDIA_URL, settings.STATIC_URL)):
            continue
        match = _route(path)
        if match is None:
            dead.add(path)
        elif match.url_name == "wagtail_serve":
            pages[path] = match.args[0]
        elif match.url_name == "wagtaildocs_serve":
            documents[path] = int(match.args[0])
    dead |= _without_page(pages) | _without_document(documents)
    return dead - _redirected(dead)


def _route(path: str) -> ResolverMatch | None:
    """Return what answers a path, with the slash at its end that Django would add; None for nothing."""
    language = get_language_from_path(path)
    if language and language not in open_languages().tags:
        return None
    with translation.override(language):
        for way in (path, f"{path}/"):
            try:
                return resolve(way)
            except Resolver404:
                continue
    return None


def _without_page(pages: Mapping[str, str]) -> set[str]:
    """Return the paths at which there is no public page in any language: any of them is served in all."""
    if not pages:
        return set()
    roots = [root.root_path for root in Site.get_site_root_paths()]
    tails = {path: f"{below.strip('/')}/".lstrip("/") for path, below in pages.items()}
    wanted = [root + tail for root in roots for tail in set(tails.values())]
    found = set(
        Page.objects.filter(is_public(), url_path__in=wanted, live=True).values_list(
            "url_path", flat=True
        )
    )
    return {path for path, tail in tails.items() if not any(root + tail in found for root in roots)}


def _without_document(documents: Mapping[str, int]) -> set[str]:
    """Return the paths at which there is no document, or one of a collection that is private, by itself or by one above."""
    if not documents:
        return set()
    path = ExpressionWrapper(OuterRef("collection__path"), output_field=CharField())
    private = CollectionViewRestriction.objects.annotate(asked=path).filter(
        asked__startswith=F("collection__path")
    )
    found = get_document_model().objects.filter(~Exists(private), pk__in=documents.values())
    there = set(found.values_list("pk", flat=True))
    return {path for path, pk in documents.items() if pk not in there}


def _redirected(paths: Collection[str]) -> set[str]:
    """Return the paths from which somebody has set up a redirect."""
    if not paths or not apps.is_installed("wagtail.contrib.redirects"):
        return set()
    redirect = apps.get_model("wagtailredirects", "Redirect")
    stored = {redirect.normalise_path(path): path for path in paths}
    known = redirect.objects.filter(old_path__in=stored).values_list("old_path", flat=True)
    return {stored[path] for path in known}


# What vanishes


def lost(draft: Draft, promotions: Mapping[int, Sequence[Promotion]]) -> Iterator[Finding]:
    """Yield the pages that texts and promotions name and that are not public: readers get words without a link.

    One query.
    """
    named = [(section, pk) for section in draft.sections for pk in _named(section)]
    leading = [versions[0] for versions in promotions.values() if versions[0].page_id]
    keys = {pk for _section, pk in named} | {promotion.page_id for promotion in leading}
    known = Page.objects.filter(pk__in=keys).annotate(is_open=is_public()) if keys else ()
    titles = {page.pk: page.title for page in known if not vars(page)["is_open"]}
    open_pages = {page.pk for page in known if vars(page)["is_open"]}
    for section, pk in named:
        if pk not in open_pages:
            message = _(
                "‘%(section)s’ names a page that not everybody can read (%(page)s): its link is left out."
            )
            words = {"page": titles.get(pk) or _("it was deleted")}
            yield draft.finding("link-lost", section, message, section, words=words)
    for promotion in leading:
        if promotion.page_id not in open_pages:
            message = _(
                "The promotion ‘%(promotion)s’ leads to a page that not everybody can read; its button is left out."
            )
            yield Finding(
                code="promotion-lost",
                message=message % {"promotion": promotion.title},
                url=reverse("wagtailsnippets_cms_promotion:edit", args=[quote(promotion.pk)]),
                weight=Weight.BLOCKING,
                subject=promotion.title,
            )


def _named(section) -> list[int]:
    """Return the primary keys of the pages that the words of a section name."""
    if section.block_type == "editorial":
        text = section.value["text"]
        return sorted(text.block.references(text))
    if section.block_type == "text":
        body = section.value["body"]
        return sorted(body.stream_block.references(body))
    return []


# Where a link is mended, and asked


def written(draft: Draft) -> set[str]:
    """Return the addresses that are written in an issue, its promotions and the pages that it shows, chosen or gathered.

    In every language: translators may lead their readers elsewhere. What can be told without rendering it, to be asked as
    soon as somebody has saved it (``links.ask_later``). A few queries, and one for each gathered section.
    """
    selection = Selection(draft.issue, as_of(draft.issue))
    gathered = {pk for pages in selection.pages for pk in pages} - draft.pages.keys()
    sources = {page.source_id or page.pk for page in draft.pages.values()} | gathered
    rows = Link.objects.filter(Q(page__in=sources) | Q(page__source__in=sources))
    translated = (
        address
        for version in once_approved(draft.issue, draft.released)
        for block in version.sections.raw_data
        for address in _addresses(block["value"])
    )
    return {
        *places(draft, selection.promotions),
        *translated,
        *rows.values_list("url", flat=True),
    } - {""}


def places(draft: Draft, promotions: Mapping[int, Sequence[Promotion]]) -> dict[str, str]:
    """Return where addresses stand that are written in the issue and its promotions, by the address as it is stored."""
    found = {}
    for section, stored in zip(draft.sections, draft.issue.sections.raw_data, strict=True):
        for address in _addresses(stored["value"]):
            found.setdefault(address, draft.url_of(section))
    for versions in promotions.values():
        for promotion in versions:
            url = reverse("wagtailsnippets_cms_promotion:edit", args=[quote(promotion.pk)])
            found.setdefault(promotion.url, url)
    return found


def _addresses(value: Any) -> Iterator[str]:
    """Yield the addresses in a stored value."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from _addresses(part)
    elif isinstance(value, str):
        yield from map(unescape, HREF.findall(value))
        if value.startswith(("http://", "https://", "/")):
            yield value
