"""What does the home page show? A context processor, lazy as those of the core and the newsletter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.functional import SimpleLazyObject

from cms.content import agenda, day_after, open_calls, published, sources
from cms.languages.addresses import address
from cms.languages.readings import BRIEF_ROWS
from cms.languages.serving import reading_of
from cms.models import IndexPage
from cms.plugins.calls.models import CallPage
from cms.plugins.events.models import EventPage
from cms.plugins.news.models import NewsPage
from cms.plugins.projects.models import ProjectPage
from home.models import HomePage
from newsletter.archive import newest
from newsletter.assembly import promotions_shown
from newsletter.selection import promotion_versions

if TYPE_CHECKING:
    from django.http import HttpRequest

    from cms.languages.readings import Reading

EVENTS, CALLS, NEWS, PROJECTS = 5, 3, 3, 4


def home_context(request: HttpRequest) -> dict:
    """Return what stands on the home page."""
    page = getattr(request, "shown_page", None)
    if not isinstance(page, HomePage):
        return {}
    return {
        "issue": SimpleLazyObject(lambda: newest(reading_of(request))),
        "home": SimpleLazyObject(lambda: gathered(page, reading_of(request))),
    }


def gathered(page: HomePage, reading: Reading) -> dict:
    """Return what comes next and what is new, read together."""
    latest = sources().order_by("-first_published_at", "-pk")
    chosen = {
        "next_events": agenda(day_after(0, reading.at), undated=False)[:EVENTS],
        "open_calls": open_calls(at=reading.at)[:CALLS],
        "latest_news": latest.filter(newspage__isnull=False)[:NEWS],
        "projects": latest.filter(projectpage__isnull=False)[:PROJECTS],
    }
    keys = {name: [page.pk for page in pages] for name, pages in chosen.items()}
    found = reading.items_by_page((pk for pages in keys.values() for pk in pages), rows=BRIEF_ROWS)
    shown = {name: [found[pk] for pk in pages if pk in found] for name, pages in keys.items()}
    source = page.source if page.source_id else page
    promoted = [source.promotion_id] if source.promotion_id else []
    promotions = promotions_shown(promotion_versions(promoted), reading)
    return {
        **shown,
        **_indexes(reading),
        "pictured": [*shown["latest_news"], *shown["projects"]],
        "promotion": promotions.get(source.promotion_id),
    }


def _indexes(reading: Reading) -> dict:
    """Return the addresses of the public index pages, by the names the template knows. One query."""
    kinds = {
        EventPage._meta.label_lower: "events_url",
        CallPage._meta.label_lower: "calls_url",
        NewsPage._meta.label_lower: "news_url",
        ProjectPage._meta.label_lower: "projects_url",
    }
    versions: dict = {}
    for index in published(IndexPage.objects.all()).select_related(*IndexPage.read_with, "source"):
        if (kind := index.original.kind) in kinds:
            versions.setdefault((kind, index.translation_key), []).append(index)
    urls = {}
    for (kind, _key), candidates in versions.items():
        if served := reading.choose(candidates):
            urls.setdefault(kinds[kind], address(served.words, reading.language))
    return urls
