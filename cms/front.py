"""What does a template get to see besides the page itself?

A context processor: everything is lazy, so that a template pays only for what it shows, and previews, error pages and
pages get the same.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.core.cache import cache
from django.utils import translation
from django.utils.functional import SimpleLazyObject
from wagtail.models import Page, Site, get_page_models

from cms import names
from cms.content import is_public, published
from cms.items import ServedWords
from cms.languages.addresses import address, home_address, path_below_home
from cms.languages.chains import OpenLanguages, open_languages, site_language
from cms.languages.serving import reading_of
from cms.listings import gathered_by, listing_of
from cms.models import Brand, ContentPage, FooterLink, IndexPage, Sourced
from cms.models.sources import paths_to_root
from cms.outputs.schema_org import describe

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from django.http import HttpRequest

    from cms.languages.readings import Reading, Served

KEY = "cms.chrome."
SECONDS = 60
"""How long another process may still show a menu that has just been changed."""


@dataclass(frozen=True, slots=True)
class NavigationLink:
    """A link of the menu, the footer or the breadcrumbs."""

    title: str
    url: str
    language: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class NavigationColumn:
    """A column of the footer."""

    heading: str
    links: tuple[NavigationLink, ...]


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """The same content in a language."""

    language: str
    name: str
    """The language by its own name."""
    url: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class BrandWords:
    """What the site says of itself in one language."""

    name: str
    mark_url: str
    palette_url: str
    accent: str
    accent_dark: str
    tagline: str
    footer_text: str
    language: str
    """Language of tagline and footer text."""


@dataclass(frozen=True, slots=True)
class Chrome:
    """What stands around every page."""

    brand: BrandWords
    home_url: str
    """Empty where the home page is not for everybody."""
    menu: tuple[NavigationLink, ...]
    footer: tuple[NavigationColumn, ...]
    fine_print: tuple[NavigationLink, ...]
    frame: dict[str, NavigationLink]
    """The home page, indexes and archives of all languages, by their place in the tree, as this reader gets them."""
    homes: frozenset[str] = frozenset()
    """The languages whose home page everybody may see."""
    languages: tuple[LanguageLink, ...] = ()
    root_url: str = ""


@dataclass(frozen=True, slots=True)
class Shown(ServedWords):
    """In which language the page that is shown is written, and where its other versions are."""

    language: str
    requested: str
    canonical: str
    """Absolute address of the version that is shown, in its own language."""
    alternates: tuple[LanguageLink, ...]
    """Real translations, the shown one among them, at absolute addresses: for search engines."""
    translations: tuple[LanguageLink, ...]
    """The real translations but the one that is shown: for readers."""
    x_default: str
    source_language: str


def page_context(request: HttpRequest) -> dict:
    """Return what every template may ask for (see docs/architecture.md)."""
    page = getattr(request, "shown_page", None)
    context = {
        "reading": SimpleLazyObject(lambda: reading_of(request)),
        "chrome": SimpleLazyObject(lambda: chrome_of(request)),
        "share_link": getattr(request, "share_link", None),
    }
    if isinstance(page, Sourced):
        context["served"] = SimpleLazyObject(lambda: shown_of(request))
        context["body"] = SimpleLazyObject(lambda: body_of(page, reading_of(request)))
        context["breadcrumbs"] = SimpleLazyObject(lambda: breadcrumbs_of(page, request))
    if isinstance(page, ContentPage):
        read = SimpleLazyObject(lambda: reading_of(request).read(page))
        context["item"] = SimpleLazyObject(lambda: reading_of(request).item(read))
        context["schema_org"] = lambda: described(read, request)  # not an object: it becomes JSON
        context["gathered"] = SimpleLazyObject(
            lambda: gathered_by(read.source, reading_of(request))
        )
        context["related"] = SimpleLazyObject(
            lambda: [
                reference
                for row in read.source.related_rows.all()
                if (reference := reading_of(request).reference(row.target_id))
            ]
        )
    if isinstance(page, IndexPage):
        context["listing"] = SimpleLazyObject(
            lambda: listing_of(page.original, request.GET, reading_of(request))
        )
    return context


def body_of(page: Page, reading: Reading) -> str:
    """Return the body as safe HTML; blocks name other pages through the reading."""
    reading.load_references(page.body.stream_block.references(page.body))
    context = {
        "reading": reading,
        "page": page,
        "language": open_languages().by_locale[page.locale_id],
        "gaps": gaps_of(page),
    }
    return page.body.stream_block.render(page.body, context=context)


def gaps_of(page: Page) -> tuple[frozenset[str], str] | None:
    """Return which blocks of a translation are still in the words of its source, and the BCP 47 tag of these."""
    ids = getattr(page, "untranslated_blocks", None)
    if not ids or not page.is_translation:
        return None
    return frozenset(ids), open_languages().by_locale.get(page.source.locale_id, "")


def described(read: Served[ContentPage], request: HttpRequest) -> dict:
    """Return the shown page as search engines want it, at its canonical address."""
    chrome = chrome_of(request)
    item = reading_of(request).item(read)
    return describe(
        item, url=shown_of(request).canonical, base=chrome.root_url, publisher=chrome.brand.name
    )


# Languages of the page that is shown


def shown_of(request: HttpRequest) -> Shown:
    """Return in which language the shown page is written and where its other versions are. One query."""
    if not hasattr(request, "shown"):
        page = request.shown_page
        languages = open_languages()
        versions = {
            languages.by_locale[version.locale_id]: (version.url_path, version.source_id)
            for version in versions_of(request)
            if languages.by_locale.get(version.locale_id) in languages.tags
        }
        root = _root_url(page)
        language, requested = languages.by_locale[page.locale_id], reading_of(request).language
        versions.setdefault(language, (page.url_path, page.source_id))
        source = next(
            (tag for tag, (_path, source) in versions.items() if source is None), language
        )
        addresses = {  # a version in a closed language is read at the address that was asked for
            tag: home_address(tag if tag in languages.tags else requested) + path_below_home(path)
            for tag, (path, _source) in versions.items()
        }
        request.version_paths = {
            tag: path_below_home(path)
            for tag, (path, _source) in versions.items()
            if page.live or tag != language  # nobody finds a draft at its address yet
        }
        links = tuple(
            LanguageLink(tag, names.autonym(tag), addresses[tag], tag == language)
            for tag in sorted(addresses, key=lambda tag: names.autonym(tag).casefold())
        )
        request.shown = Shown(
            language=language,
            requested=requested,
            canonical=root + addresses[language],
            alternates=tuple(replace(link, url=root + link.url) for link in links),
            translations=tuple(link for link in links if not link.current),
            x_default=root + addresses[source],
            source_language=source,
        )
    return request.shown


def versions_of(request: HttpRequest) -> list[Sourced]:
    """Return the public versions of the shown page, itself among them as it is. One query, or none after ``serve``."""
    page = request.shown_page
    if hasattr(request, "page_versions"):
        return [
            version
            for version in request.page_versions
            if version.is_unrestricted or version.pk == page.pk
        ]
    model = page._meta.get_field("source").related_model
    others = published(model.objects.filter(translation_key=page.translation_key)).exclude(
        pk=page.pk
    )
    return [page, *others]


def language_links(
    request: HttpRequest, languages: OpenLanguages, homes: Collection[str]
) -> tuple[LanguageLink, ...]:
    """Return the same content in every open language, sorted by name: a real version, or what is served there.

    Where there is neither, the home page; no link leads to one that is not for everybody.
    """
    paths: dict[str, str] = {}
    source = ""
    page = getattr(request, "shown_page", None)
    if isinstance(page, Sourced):
        shown = shown_of(request)
        paths, source = request.version_paths, shown.source_language
    elif below_home := getattr(
        request, "same_in_languages", ""
    ):  # an address that every language has
        paths = dict.fromkeys(languages.tags, below_home)
    # A list keeps its filters, and a search its words: their values are the same in every language.
    is_asked = isinstance(page, IndexPage) or (page is None and bool(paths))
    query = request.META.get("QUERY_STRING", "") if is_asked else ""
    current = reading_of(request).language
    links = []
    for tag in sorted(languages.tags, key=lambda tag: names.autonym(tag).casefold()):
        served = next((step for step in (*languages.chain(tag), source) if step in paths), None)
        below = paths[served] if served else ""
        if not below and tag not in homes and tag != current:
            continue
        url = home_address(tag) + below
        links.append(
            LanguageLink(
                tag, names.autonym(tag), url + (f"?{query}" if query else ""), tag == current
            )
        )
    return tuple(links)


def breadcrumbs_of(page: Page, request: HttpRequest) -> list[NavigationLink]:
    """Return the ancestors by their titles in the reader's language, then the page.

    The frame of a language is known from the chrome; other ancestors cost a query.
    """
    reading = reading_of(request)
    known = chrome_of(request).frame
    paths = sorted(paths_to_root(page.path) - {page.path})[1:]  # without Wagtail's root
    if missing := [path for path in paths if path not in known]:
        others = Page.objects.filter(is_public(), path__in=missing)
        known = known | {other.path: _link(other, reading) for other in others}
    links = [known[path] for path in paths if path in known]
    return [
        *links,
        NavigationLink(page.title, "", reading.languages.by_locale[page.locale_id], current=True),
    ]


# Chrome


def chrome_of(request: HttpRequest) -> Chrome:
    """Return what stands around a page, marked for this request."""
    reading = reading_of(request)
    chrome = chrome_in(reading)
    # Every address begins with that of the home page.
    menu = tuple(
        replace(
            link,
            current=request.path == link.url
            if link.url == chrome.home_url
            else request.path.startswith(link.url),
        )
        for link in chrome.menu
    )
    languages = language_links(request, reading.languages, chrome.homes)
    return replace(chrome, menu=menu, languages=languages)


def chrome_in(reading: Reading) -> Chrome:
    """Return what the site says around everything in a language: read once, then kept for a while."""
    key = f"{KEY}{cache.get_or_set(KEY + 'generation', 0, None)}.{reading.language}"
    chrome = cache.get(key)
    if chrome is None:
        with translation.override(reading.language):
            chrome = _chrome(reading)
        cache.set(key, chrome, SECONDS)
    return chrome


def forget() -> None:
    """Read the chrome anew at the next request, in every language."""
    cache.set(KEY + "generation", (cache.get(KEY + "generation") or 0) + 1, None)


def _chrome(reading: Reading) -> Chrome:
    """Return the chrome; the reader's language is active. Without any site, as nothing but what needs none."""
    site = Site.objects.select_related("root_page").order_by("-is_default_site", "pk").first()
    homes = _homes(site, reading) if site else frozenset()
    brand = Brand.for_site(site) if site else Brand()
    columns: dict[str, list[int]] = {}
    for link in brand.footer_links.all():
        columns.setdefault(link.column, []).append(link.page_id)
    menu = [link.page_id for link in brand.menu_links.all()]
    found = reading.pages({*menu, *(pk for column in columns.values() for pk in column)})

    def chosen(pages: Iterable[int]) -> tuple[NavigationLink, ...]:
        return tuple(_link(found[pk], reading) for pk in pages if pk in found)

    return Chrome(
        brand=_brand_words(brand, reading),
        home_url=home_address(reading.language) if reading.language in homes else "",
        menu=chosen(menu),
        footer=tuple(
            NavigationColumn(str(column.label), chosen(columns[column]))
            for column in (FooterLink.Column.READ, FooterLink.Column.NETWORK)
            if column in columns
        ),
        fine_print=chosen(columns.get(FooterLink.Column.FINE_PRINT, ())),
        frame=_frame(reading),
        homes=homes,
        root_url=site.root_url if site else "",
    )


def _homes(site: Site, reading: Reading) -> frozenset[str]:
    """Return the languages whose home page everybody may see. One query."""
    # All of them are of one kind: to ask for pages of any kind costs ten times as much.
    model = site.root_page.specific_class
    homes = (
        published(model.objects.all())
        if model and issubclass(model, Sourced)
        else Page.objects.filter(is_public())
    )
    key = site.root_page.translation_key
    locales = homes.filter(translation_key=key).values_list("locale_id", flat=True)
    tags = reading.languages.by_locale
    return frozenset(tags[pk] for pk in locales if pk in tags)


def _frame(reading: Reading) -> dict[str, NavigationLink]:
    """Return links to the public pages that open with a language, by their place in any tree. A query for each model."""
    frame = [
        model
        for model in get_page_models()
        if issubclass(model, Sourced) and model.opens_with_language
    ]
    versions: dict = {}
    for page in (page for model in frame for page in published(model.objects.all())):
        versions.setdefault(page.translation_key, []).append(page)
    links = {}
    for pages in versions.values():
        by_language = {reading.languages.by_locale.get(page.locale_id): page for page in pages}
        own = by_language.get(reading.language)
        # One link for all places, so that the cache keeps one: there is a place for every language.
        shared = _link(own, reading) if own else None
        links |= {page.path: shared or _link(page, reading) for page in pages}
    return links


def _link(page: Page, reading: Reading) -> NavigationLink:
    """Return a link to a version of a page, at the address in the reader's language."""
    return NavigationLink(
        page.title, address(page, reading.language), reading.languages.by_locale[page.locale_id]
    )


def _brand_words(brand: Brand, reading: Reading) -> BrandWords:
    wordings = {row.language: row for row in brand.wordings.all()}
    wanted = (*reading.chain, site_language(), *wordings)
    language = next((tag for tag in wanted if tag in wordings), reading.language)
    wording = wordings.get(language)
    return BrandWords(
        name=brand.name,
        mark_url=brand.mark.url if brand.mark else "",
        palette_url=home_address(reading.language) + "palette.css"
        if brand.accent or brand.accent_dark
        else "",
        accent=brand.accent,
        accent_dark=brand.accent_dark,
        tagline=wording.tagline if wording else "",
        footer_text=wording.footer_text if wording else "",
        language=language,
    )


def _root_url(page: Page) -> str:
    """Return scheme and host of the site to which a page belongs."""
    for root in Site.get_site_root_paths():
        if page.url_path.startswith(root.root_path):
            return root.root_url
    return ""
