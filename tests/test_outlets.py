"""Does anything that is not for everybody come out anywhere?

One word stands in whatever nobody may see: in drafts, in restricted, expired and scheduled pages, in private translations. Every
address that the site answers is asked for, and the word must not be there. An address that is not listed here fails the test.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from urllib.parse import quote
from uuid import UUID

from django.core.files.base import ContentFile
from django.test import Client
from django.urls import URLPattern, get_resolver
from django.utils import timezone
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction

from cms.journal.reading import Mark
from cms.models import Change, ContentPage, PartOf, Picture, RelatedPage, Span
from cms.outputs.api.inclusion import steps
from cms.outputs.api.replicas import cursor_of
from cms.plugins.calls.models import CallPage
from cms.plugins.events.models import EventPage
from cms.plugins.news.models import NewsPage
from cms.plugins.projects.models import ProjectPage
from cms.testing.factories import make_document, make_page, make_picture, make_translation
from newsletter.approval.freezing import freeze
from newsletter.blocks import Outlet
from newsletter.models import IssuePage
from newsletter.rendering import editions, mail_html, mail_text
from tests.newsletter.conftest import BASE, entries, entry, make_issue, make_newsletter_site
from tests.shared import shared

CANARY = "Quetzalcoatlus"
LANGUAGES = ("en", "fr", "de")
API = "/api/delivery/v1"
INCLUDE = ",".join(".".join(step) for step in steps())
TOKEN = "nobody-has-given-this-away"


@dataclass
class World:
    """A site of which a part is not for everybody."""

    shown: ContentPage
    """An event that is, and whose French version is not."""
    issue: IssuePage
    approved: IssuePage
    """An issue that was approved while all of it was public but for the drafts."""
    document: str
    """The address of a private document."""
    picture: Picture
    """Of all that nobody may see. Its words, and the name of its file, hold the word."""
    hidden: list[Page] = field(default_factory=list)

    def pages(self) -> list[Page]:
        """Return all pages of the site, whoever may see them."""
        return [page for page in Page.objects.filter(depth__gt=1) if page.url]


def text(words: str) -> list:
    """Return a body of one paragraph."""
    return [("paragraph", {"text": f"<p>{words}</p>"})]


def restrict(page: Page) -> None:
    """Let only those see a page who have signed in."""
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


def hide(page: ContentPage, way: str) -> None:
    """Take a public page from everybody in one way."""
    if way == "unpublished":
        page.unpublish()
    elif way == "restricted":
        restrict(page)
    elif way == "expired":
        type(page).objects.filter(pk=page.pk).update(
            expire_at=timezone.now() - timedelta(minutes=1)
        )
    elif way == "scheduled":
        type(page).objects.filter(pk=page.pk).update(
            live=False, go_live_at=timezone.now() + timedelta(days=1)
        )


DAY = date.today() + timedelta(days=9)  # noqa: DTZ011 -- any day
OWN_FIELDS: dict[type[ContentPage], Callable[[], dict]] = {
    NewsPage: dict,
    EventPage: lambda: {"span_rows": [Span(start=DAY, end=DAY)]},
    CallPage: lambda: {"funder": "Belfry"},
}
"""The kinds of which pages are hidden, with what a page of each cannot be without."""
WAYS = ("draft", "unpublished", "restricted", "below a restricted page", "expired", "scheduled")


@shared
def world() -> World:
    """Every kind of hidden page, each named by a public event, by a text and by an issue."""
    make_newsletter_site(*LANGUAGES)
    hidden: list[ContentPage] = []
    picture = make_picture(f"{CANARY} seen from above", credit=CANARY)
    project = make_page(ProjectPage, title=CANARY, acronym=CANARY, body=text(CANARY))
    shelf = make_page(NewsPage, title=f"{CANARY} above")
    for way in WAYS:
        for kind in OWN_FIELDS:
            page = make_page(
                kind,
                shelf if way == "below a restricted page" else None,
                title=f"{CANARY} {way} {kind.__name__}",
                summary=f"{CANARY} {way}",
                body=text(f"{CANARY} {way}"),
                picture=picture,
                publish=way != "draft",
                **OWN_FIELDS[kind](),
            )
            if way in ("restricted", "expired"):
                make_translation(page, "de", title=f"{CANARY} deutsch")
            hidden.append(page)
    links = "".join(f'<a linktype="page" id="{page.pk}">somewhere</a> ' for page in hidden)
    shown = make_page(
        EventPage,
        title="Squares at night",
        body=text(f"What towns do. {links}"),
        picture=make_picture("Lamps in a square"),
        **OWN_FIELDS[EventPage](),
        related_rows=[RelatedPage(target=page) for page in hidden],
        part_of_rows=[PartOf(target=project)],
        replaced_by=next(
            page for page in hidden if "restricted" in page.title and isinstance(page, EventPage)
        ),
    )
    french = make_translation(shown, "fr", title=f"{CANARY} en français")
    make_page(CallPage, title="Lanterns for parks", funder="Belfry")
    issue = make_issue(entries(entry(shown), *map(entry, hidden)))
    was_public = [page for page in hidden if page.live]
    approved = make_issue(
        entries(entry(shown), *map(entry, was_public)),
        slug="may-2019",
        subject="What was approved in May",
    )
    freeze(approved, user=None)
    for page, way in zip(hidden, [way for way in WAYS for _kind in OWN_FIELDS], strict=True):
        hide(page, way)
    restrict(shelf)
    restrict(project)
    restrict(french)

    collection = Collection.get_first_root_node().add_child(name="Private")
    CollectionViewRestriction.objects.create(
        collection=collection, restriction_type=CollectionViewRestriction.LOGIN
    )
    document = make_document(f"{CANARY} file")
    document.file.save("private.txt", ContentFile(CANARY.encode()))
    document.collection = collection
    document.save()
    return World(shown, issue, approved, document.url, picture, [*hidden, project, shelf, french])


def everywhere(path: str) -> Callable[[World], Iterable[str]]:
    """Return an address in each language."""
    return lambda _world: [f"/{tag}/{path}" for tag in LANGUAGES]


def once(path: str) -> Callable[[World], Iterable[str]]:
    """Return an address."""
    return lambda _world: [path]


def all_pages(world: World) -> Iterator[str]:
    """Return the addresses of all pages, in every language; lists page by page and filtered, and previews of none."""
    for page in world.pages():
        below = page.url.split("/", 2)[2]
        yield from (f"/{tag}/{below}" for tag in LANGUAGES)
    for index in Page.objects.filter(depth=3, locale__language_code="en"):
        yield from (f"{index.url}?{query}" for query in ("state=upcoming", "page=1", "q=" + CANARY))


def api_items(_world: World) -> Iterator[str]:
    """Return lists of items, in every order and by every filter that might tell something."""
    for tag in LANGUAGES:
        yield from (
            f"{API}/items?locale={tag}&limit=100&{query}"
            for query in (
                "fallback=none",
                "sort=title",
                "sort=date",
                "filter[translation]=missing",
                "filter[state]=upcoming",
                "fields=title,facts,part_of",
                f"include={INCLUDE}",
                "count=exact",
            )
        )
    for query in ("fallback=none", "sort=date", f"include={INCLUDE}"):
        yield f"{API}/items?locale=*&limit=100&{query}"


def api_item(world: World) -> Iterator[str]:
    """Return every item, the hidden ones among them."""
    for page in [world.shown, *world.hidden]:
        kind = type(page).type_name()
        address = f"{API}/items/{kind}/{page.translation_key}"
        for tag in LANGUAGES:
            yield from (f"{address}?locale={tag}", f"{address}?locale={tag}&include={INCLUDE}")
        yield f"{address}?locale=*&include={INCLUDE}"


def api_sync(_world: World) -> Iterator[str]:
    """Return what a copy is told that was made before anything was hidden."""
    Change.objects.filter(key=None).delete()  # else it would be sent to an export
    mark = Mark(0, timezone.now() - timedelta(days=30))
    yield f"{API}/sync?since={cursor_of(mark)}"


def api_resolve(world: World) -> list[str]:
    """Return the questions what is at the addresses of all pages."""
    addresses = [url for url in all_pages(world) if "?" not in url]
    return [f"{API}/resolve?url={url}&include={INCLUDE}" for url in addresses]


def api_newsletter(world: World) -> Iterator[str]:
    """Return the issues in every form and language."""
    for issue in (world.issue, world.approved):
        for tag in LANGUAGES:
            for form in ("web", "email", "text"):
                yield f"{API}/newsletters/{issue.translation_key}?locale={tag}&form={form}"


def searches(world: World) -> Iterator[str]:
    """Return questions for the word, for one like it, for words that stand beside it, and for a public page."""
    for tag in LANGUAGES:
        for question in (
            CANARY,
            "Quetzalcoatlsu",
            "draft unpublished restricted",
            "deutsch",
            "towns",
        ):
            yield f"{API}/search?locale={tag}&q={question}"


def search_pages(world: World) -> Iterator[str]:
    """Return the same questions of the page for readers, and one that names a filter."""
    for url in searches(world):
        tag, _, question = url.partition("locale=")[2].partition("&q=")
        yield f"/{tag}/_search/?q={question}"
    yield "/en/_search/?state=upcoming&q=towns"


def feeds(name: str) -> Callable[[World], Iterable[str]]:
    """Return a feed in each language: of all, of one kind, with bodies."""
    return lambda _world: [
        f"/{tag}/_feeds/{name}{query}"
        for tag in LANGUAGES
        for query in ("", "?kind=event&text=full", "?text=full")
    ]


def calendars(world: World) -> Iterator[str]:
    """Return the agenda as a calendar in each language: all of it, and that of a hidden project."""
    project = next(page for page in world.hidden if isinstance(page, ProjectPage))
    for tag in LANGUAGES:
        yield f"/{tag}/_calendars/agenda.ics"
        yield f"/{tag}/_calendars/agenda.ics?project={project.translation_key}"


def event_calendars(world: World) -> Iterator[str]:
    """Return the calendar of every event, the hidden ones among them."""
    for page in [world.shown, *world.hidden]:
        yield from (f"/{tag}/_calendars/{page.translation_key}.ics" for tag in LANGUAGES)


def pictures(world: World) -> Iterator[str]:
    """Return the addresses of the picture of a public page; and of a hidden one, as far as somebody can guess them."""
    shown = [size.url for source in world.shown.picture.sources() for size in source.srcset]
    yield from shown
    for url in shown:
        *begun, _pk, width, file = url.split("/")
        yield "/".join([*begun, str(world.picture.pk), width, file])


def embedded(name: str) -> Callable[[World], Iterable[str]]:
    """Return what other sites show in a frame, in each language: of everywhere, of a country."""
    return lambda _world: [
        f"/_embed/{name}/?language={tag}&country={country}"
        for tag in LANGUAGES
        for country in ("", "FR")
    ]


OUTLETS: dict[str, Callable[[World], Iterable[str]]] = {
    "front_door": once("/"),
    "wagtaildocs_serve": lambda world: [world.document],
    "wagtaildocs_authenticate_with_password": once("/documents/authenticate_with_password/1/"),
    "robots": once("/robots.txt"),
    "sitemap": once("/sitemap.xml"),
    "sitemap_section": once("/sitemap-pages.xml"),
    "openapi-json": once(f"{API}/openapi.json"),
    "openapi-view": once(f"{API}/docs"),
    "api-root": once(f"{API}/"),
    "locales": once(f"{API}/locales"),
    "types": once(f"{API}/types"),
    "schema": once(f"{API}/schema/event"),
    "problem": once(f"{API}/problems/gone"),
    "items": api_items,
    "item": api_item,
    "export": lambda _world: [f"{API}/export", f"{API}/export?fallback=none"],
    "sync": api_sync,
    "resolve": api_resolve,
    "embedded_agenda": embedded("agenda"),
    "embedded_calls": embedded("calls"),
    # What an address shows is for whoever has it, and what it names for nobody: tests/cms/outputs/api/endpoints/test_previews.py.
    "preview": once(f"{API}/preview/{TOKEN}"),
    "preview-tokens": once(f"{API}/preview-tokens"),
    "preview-token": once(f"{API}/preview-tokens/1"),
    # What a key has made is for whoever has the key: tests/cms/outputs/api/endpoints/test_webhooks.py.
    "webhooks": once(f"{API}/webhooks"),
    "webhook-make": once(f"{API}/webhooks"),
    "webhook": once(f"{API}/webhooks/1"),
    "webhook-change": once(f"{API}/webhooks/1"),
    "webhook-delete": once(f"{API}/webhooks/1"),
    "webhook-secret": once(f"{API}/webhooks/1/secret"),
    "webhook-enable": once(f"{API}/webhooks/1/enable"),
    "webhook-deliveries": once(f"{API}/webhooks/1/deliveries"),
    "webhook-redeliver": once(f"{API}/webhooks/1/deliveries/{UUID(int=0)}/redeliver"),
    "calendar": lambda _world: [
        f"{API}/calendar?locale={tag}&include={INCLUDE}" for tag in LANGUAGES
    ],
    "newsletters": lambda _world: [f"{API}/newsletters?locale={tag}" for tag in LANGUAGES],
    "newsletter": api_newsletter,
    "search": searches,
    "^api/": once("/api/"),
    # A picture is for whoever has its address, which nothing tells that names what is hidden.
    "picture_source": pictures,
    # What a link for a time shows is for whoever has it: tests/newsletter/review, tests/cms/languages/translation.
    "review": once(f"/_review/{TOKEN}/"),
    "review_content": once(f"/_review/{TOKEN}/en/everybody/web/content/"),
    "search_page": search_pages,
    "shared_draft": everywhere(f"_shared/{TOKEN}/"),
    "media/<path:path>": once("/media/"),
    "newsletter_feed": everywhere("_feeds/newsletter.atom"),
    "content_atom": feeds("content.atom"),
    "content_rss": feeds("content.rss"),
    "content_json": feeds("content.json"),
    "agenda_calendar": calendars,
    "event_calendar": event_calendars,
    "wagtailcore_authenticate_with_password": everywhere("_util/authenticate_with_password/1/1/"),
    "wagtailcore_login": everywhere("_util/login/"),
    "palette": everywhere("palette.css"),
    "wagtail_serve": all_pages,
}
"""What is asked of each address that the site answers without signing in, by its name or its route."""

TELLING = (
    "sitemap_section",
    "items",
    "item",
    "export",
    "resolve",
    "newsletters",
    "newsletter",
    "newsletter_feed",
    "content_atom",
    "content_rss",
    "content_json",
    "calendar",
    "embedded_agenda",
    "embedded_calls",
    "search",
    "search_page",
    "agenda_calendar",
    "event_calendar",
    "picture_source",
    "wagtail_serve",
)
"""The outlets that name a public page: what they are asked would tell the word."""


def outlets(patterns: Iterable, prefix: str = "") -> Iterator[str]:
    """Return the names of the addresses that the site answers, or their routes, but for those of the admin."""
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if route.startswith("admin/"):
            continue
        if isinstance(pattern, URLPattern):
            yield pattern.name or route
        else:
            yield from outlets(pattern.url_patterns, route)


def said(client: Client, url: str) -> str:
    """Return all that an address answers: its lines unfolded, and what its headers say; but not what was asked for.

    Who asks for a page that is not for everybody is sent to sign in, with the address to come back to.
    """
    response = client.get(url)
    content = b"".join(response) if response.streaming else response.content
    lines = content.decode().replace("\r\n ", "").replace("\r\n\t", "")
    words = "\n".join([lines, *map(str, response.headers.values())])
    path, _, query = url.partition("?")
    for asked in (path, quote(path), query.rpartition("=")[2]):
        words = words.replace(asked, "") if CANARY.lower() in asked.lower() else words
    return words


def test_every_outlet_is_known():
    assert set(outlets(get_resolver().url_patterns)) == set(OUTLETS)


def test_nothing_hidden_comes_out(world, client):
    told = [
        (name, url)
        for name, urls in OUTLETS.items()
        for url in urls(world)
        if CANARY.lower() in said(client, url).lower()
    ]

    assert told == []


def test_what_is_public_does_come_out(world, client):
    for page in Page.objects.filter(pk=world.shown.pk).specific():
        page.title = f"{CANARY} for all"
        page.save_revision().publish()
    marks = {
        "newsletter_feed": world.issue.subject,
        "sitemap_section": world.shown.slug,
        "embedded_calls": "Lanterns for parks",
        "newsletters": world.approved.subject,
        "newsletter": "Squares at night",
        "picture_source": "lamps-in-a-square",
    }

    silent = [
        name
        for name in TELLING
        if not any(
            marks.get(name, f"{CANARY} for all") in said(client, url)
            for url in OUTLETS[name](world)
        )
    ]

    assert silent == []


def test_nothing_hidden_comes_out_of_an_issue(world):
    rendered = [
        form
        for outlet in (Outlet.MAIL, Outlet.WEB)
        for edition in editions(world.issue, LANGUAGES, outlet=outlet, base=BASE)
        for form in (mail_html(edition), mail_text(edition), str(edition.items))
    ]

    assert len(rendered) == 18
    assert all("Squares at night" in form for form in rendered)
    assert not any(CANARY in form for form in rendered)
