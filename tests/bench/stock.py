"""What do Wagtail's own APIs tell of the same pages? What their documentation shows, and nothing clever.

Mounted here and nowhere else. Both are told by ``api_fields`` what to tell. Neither tells how fresh a version is, what stands
in for a missing one, nor a picture in more than one size, so the comparison flatters them.
"""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from django.test.utils import override_settings
from rest_framework.fields import CharField, Field
from wagtail.api import APIField
from wagtail.images.api.fields import ImageRenditionField

from cms.models import (
    ContentPage,
    Deadline,
    Link,
    PageTopic,
    PartOf,
    Place,
    Session,
    Span,
)
from cms.plugins.calls.models import CallPage
from cms.plugins.events.models import EventPage
from cms.plugins.news.models import NewsPage
from cms.plugins.projects.models import ProjectPage, ProjectPartner

if TYPE_CHECKING:
    from cms.models import Sourced


class Translations(Field):
    """The addresses of a page in all languages; their locales are read together with them."""

    def to_representation(self, page: Sourced) -> list[dict[str, Any]]:
        """Return what a site that stands on Wagtail alone would tell."""
        return [
            {"locale": each.locale.language_code, "url": each.full_url}
            for each in page.get_translations(inclusive=True).live().select_related("locale")
        ]


def told(name: str, source: str) -> APIField:
    """Return a field that tells what a row names: version 3 tells nothing but the primary key by itself."""
    return APIField(name, serializer=CharField(source=source))


SHARED = [
    "summary",
    "body",
    "topic_rows",
    "part_of_rows",
    "span_rows",
    "place_rows",
    "deadline_rows",
    "link_rows",
    APIField("rendition", serializer=ImageRenditionField("fill-800x450", source="picture")),
    APIField("translations", serializer=Translations(source="*")),
]
TOLD: dict[type, list] = {
    ContentPage: SHARED,
    NewsPage: [*SHARED, "sort", "dateline", "author", "origin"],
    EventPage: [*SHARED, "session_rows", "meeting", "organisers", "website", "registration_url"],
    CallPage: [*SHARED, "funder"],
    ProjectPage: [*SHARED, "partner_rows", "acronym", "grant_number"],
    PageTopic: [told("name", "topic.name"), told("slug", "topic.slug")],
    PartOf: [told("acronym", "target.acronym"), told("url", "target.full_url")],
    Span: ["start", "end"],
    Place: [told("city", "city.name"), "venue"],
    Deadline: ["title", "day", "at"],
    Link: ["title", "url"],
    Session: ["title", "day", "start_time"],
    ProjectPartner: ["name"],
}
"""What each model tells: the facts that Belfry tells of it too."""

RELATIONS = (
    "topic_rows,part_of_rows,span_rows,place_rows,deadline_rows,link_rows,rendition,translations"
)
CARD = f"_,id,type,html_url,slug,locale,first_published_at,title,summary,{RELATIONS}"
"""The fields of a list in version 2: what stands on a card of Belfry, and no bodies."""


class StockAPIs:
    """Answers at /v2/ and /v3/ as stock Wagtail does, as long as it is entered."""

    def __enter__(self) -> None:
        """Say what each model tells, and mount both in place of Belfry."""
        with ExitStack() as parts:
            for model, fields in TOLD.items():
                parts.enter_context(patch.object(model, "api_fields", fields, create=True))
            parts.enter_context(override_settings(ROOT_URLCONF="tests.bench.stock_urls"))
            self._parts = parts.pop_all()

    def __exit__(self, *exception: object) -> None:
        """Put everything back."""
        self._parts.close()
