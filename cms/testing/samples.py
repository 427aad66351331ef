"""On which page are the promises of a kind proved?"""

from __future__ import annotations

import json
from datetime import date, time, timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Locale, Page, PageViewRestriction

from cms.items import Item, as_json
from cms.languages.readings import Reading
from cms.models import (
    ContentPage,
    Dated,
    Deadline,
    Deadlined,
    IndexPage,
    Initiative,
    Link,
    PageTopic,
    Span,
)
from cms.testing.factories import (
    MadeSite,
    make_index,
    make_page,
    make_picture,
    make_site,
    make_topic,
    make_translation,
)
from cms.testing.forms import soup_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django.http import HttpResponse
    from django.test import Client

FIRST, SECOND, THIRD = "en", "fr", "de"
"""The languages of the proof: a page is written in the first, translated into the second, missing in the third."""

ADDRESS = "https://belfry.example/text"
"""Where the link of a sample page leads."""


class Samples:
    """Makes sample pages of the kind that is proved."""

    model: ClassVar[type[ContentPage]]
    """The kind."""
    required: ClassVar[Mapping[str, Any]] = {}
    """Values without which no page of the kind can be saved, by field. A function is called once, in the database."""
    words: ClassVar[Mapping[str, str]] = {}
    """Texts of the kind that a translator translates, by field, written in the first language."""
    changed: ClassVar[Mapping[str, Any]] = {}
    """Other values of facts of the kind, by field: what an editor may change later, and when it closes, if it does."""

    # What Django's TestCase has.
    client: Client
    subTest: Callable

    site: MadeSite
    index: IndexPage
    hidden: Mapping[str, ContentPage]
    """One page of each sort that nobody may see, beside every page that a test makes."""

    @classmethod
    def setUpTestData(cls) -> None:
        """Make the site, the index page of the kind, and what must never be seen on any of its lists."""
        super().setUpTestData()
        cls.site = make_site((FIRST, SECOND, THIRD))
        cls.index = make_index(cls.model)
        cls.topic = make_topic("Prevention", **{SECOND: "Prévention"})
        cls.fields = {
            name: value() if callable(value) else value for name, value in cls.required.items()
        }
        cls.changed_fields = {
            name: value() if callable(value) else value for name, value in cls.changed.items()
        }
        cls.hidden = cls.make_hidden()

    @classmethod
    def make(
        cls,
        title: str = "First things first",
        *,
        parent: Page | None = None,
        publish: bool = True,
        **fields,
    ) -> ContentPage:
        """Return a sample page: with all that is required, all words, and what its capabilities ask."""
        defaults = {
            "countries": ["DE"],
            "picture": make_picture(),
            "topic_rows": [PageTopic(topic=cls.topic)],
            "link_rows": [Link(title="The whole text", url=ADDRESS)],
            **cls.rows(2100),
            **cls.fields,
            **cls.words,
        }
        return make_page(
            cls.model, parent or cls.index, publish=publish, title=title, **{**defaults, **fields}
        )

    @classmethod
    def make_hidden(cls) -> dict[str, ContentPage]:
        """Return the pages that nobody may see; their translations are live all the same."""
        inner = make_index(cls.model, title="Inner circle")
        hidden = {
            "draft": cls.make("Hidden draft", publish=False),
            "expired": cls.make("Hidden as expired"),
            "unpublished": cls.make("Hidden as unpublished"),
            "restricted": cls.make("Hidden as restricted"),
            "below a restricted page": cls.make("Hidden below", parent=inner),
        }
        for name, page in hidden.items():
            if name != "draft":
                make_translation(page, SECOND)
        yesterday = timezone.now() - timedelta(days=1)
        cls.model.objects.filter(pk=hidden["expired"].pk).update(expire_at=yesterday)
        cls.model.objects.filter(pk=hidden["unpublished"].pk).update(live=False)
        for page in (hidden["restricted"], inner):
            PageViewRestriction.objects.create(
                page=page, restriction_type=PageViewRestriction.LOGIN
            )
        return hidden

    @classmethod
    def rows(cls, year: int) -> dict:
        """Return what the capabilities of the kind ask of a page, in a year."""
        fields: dict = {}
        if issubclass(cls.model, Dated):
            times = {"start_time": time(9, 30), "end_time": time(17)}
            fields["span_rows"] = [Span(start=date(year, 6, 25), end=date(year, 6, 26), **times)]
        if issubclass(cls.model, Deadlined):
            fields["deadline_rows"] = [Deadline(title="Public spaces", day=date(year, 9, 1))]
        if issubclass(cls.model, Initiative):
            period = {"starts_on": date(year, 1, 1), "ends_on": date(year, 12, 31)}
            fields |= {"acronym": "PRoTECT", **period}
        return fields

    def item(self, page: Page, language: str = FIRST, **reading) -> Item | None:
        """Return the item of a page for a reader of a language; None if the page is not public."""
        return next(iter(Reading(language, **reading).items([page.pk])), None)

    def locale(self, language: str) -> Locale:
        """Return the locale of a language."""
        return Locale.objects.get(language_code=language)

    def json_of(self, value) -> str:
        """Return a value as outlets write it."""
        return json.dumps(as_json(value), ensure_ascii=False)

    def text_of(self, response: HttpResponse) -> str:
        """Return the text of a page that was served, without soft hyphens and runs of spaces."""
        return " ".join(soup_of(response).main.get_text(" ").replace("\u00ad", "").split())

    def queries(self, url: str) -> list[str]:
        """Return the queries of a request, caches warm and pictures in their sizes."""
        cache.clear()  # or an entry may expire between two counts
        self.client.get(url)
        with CaptureQueriesContext(connection) as queries:
            self.client.get(url)
        return [query["sql"] for query in queries]

    def assert_same_cost(self, before: list[str], after: list[str], message: str) -> None:
        """Fail with the queries of the dearer request."""
        told = "\n".join(f"{sql[:80]} ... {sql[-120:]}" for sql in after)
        self.assertEqual(len(before), len(after), f"{message}:\n{told}")
