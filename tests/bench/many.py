"""What is measured of the API? A site with as many pages as are asked for, in any number of languages.

Some are made as an editor makes them, with a body; the rest are copies of these, rows written side by side (10,000 pages
in 24 languages through the factories would take days). A copy has all rows of its own; its translations only those with
words: nobody reads the others of a translation.
"""

from __future__ import annotations

import copy
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.db import connection, models
from modelcluster.models import get_all_child_relations
from wagtail.models import Locale, Page, TranslatableMixin

from cms.models import Change, ContentPage, PartOf
from cms.plugins.projects.models import ProjectPage
from home.demo.loader import without_indexing
from tests.bench.world import SUMMARY, World

if TYPE_CHECKING:
    from collections.abc import Iterable

TEMPLATES = 8
NEWEST = datetime(2019, 1, 1, tzinfo=UTC)
PIECE = 500
"""Pages that are written at once, each with its translations."""


class Site(World):
    """A site with pages, half of them translated into each language."""

    def __init__(self) -> None:
        """Make the pages of which the others are copies, in English: two of each kind, each with a body."""
        super().__init__(entries=TEMPLATES, small=3)
        with without_indexing():
            for page in self.sources:
                page.body = [
                    ("heading", {"text": "What was found out"}),
                    *(("paragraph", {"text": f"<p>{SUMMARY} <b>{each}</b></p>"}) for each in "abc"),
                    ("quote", {"text": SUMMARY, "person": "A mayor"}),
                    (
                        "paragraph",
                        {"text": f'<p><a linktype="page" id="{self.project.pk}">It</a></p>'},
                    ),
                ]
                if not isinstance(page, ProjectPage):
                    page.part_of_rows = [PartOf(target=self.project)]
                page.save_revision().publish()
            self.sources = [type(page).objects.get(pk=page.pk) for page in self.sources]
        self._copies: list[tuple[ContentPage, ContentPage]] = []
        self._rows = {page.pk: _rows_of(page) for page in self.sources}
        self._numbers: dict[int, int] = {}

    @property
    def count(self) -> int:
        """How many pages there are, in their own languages."""
        return ContentPage.objects.filter(source=None).count()

    def open(self, count: int, **tell: Any) -> None:
        """Open languages until there are so many, and translate every second page into each."""
        known = len(self.languages)
        super().open(count, **tell)
        self._translate_copies(self._copies, self.languages[known:], known, 2)
        self._count_children()

    def grow(self, count: int) -> None:
        """Write copies, and their translations, until there are so many pages.

        Those of the first time are translated into every second language, the others, which are older and stand further down
        than anybody looks here, into every eighth.
        """
        first = len(self._copies)
        missing = count - self.count
        for start in range(first, first + missing, PIECE):
            numbers = range(start, min(start + PIECE, first + missing))
            made = [self._copy(number) for number in numbers]
            _insert([page for page, _template in made])
            self._insert_rows(made)
            Change.objects.bulk_create(
                Change(key=page.translation_key, type=page.type_name()) for page, _template in made
            )
            self._copies += made
            self._translate_copies(made, self.languages[1:], 1, 8 if first else 2)
        self._count_children()

    def _count_children(self) -> None:
        """Let every parent know how many there are, and the database what it holds, as it would after a while."""
        for parent, number in self._numbers.items():
            Page.objects.filter(pk=parent).update(numchild=number)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")

    def _copy(self, number: int) -> tuple[ContentPage, ContentPage]:
        template = self.sources[number % TEMPLATES]
        made = self._beside(template, template.get_parent(), f"{template.slug}-{number}")
        made.translation_key = uuid4()
        made.title = made.draft_title = f"{template.title}, copy {number}"
        made.first_published_at = made.last_published_at = NEWEST - timedelta(hours=number)
        return made, template

    def _beside(self, page: ContentPage, parent: Page, slug: str) -> ContentPage:
        """Return a copy of a page that stands below another one, not saved yet."""
        number = self._numbers[parent.pk] = self._numbers.get(parent.pk, parent.numchild) + 1
        values = {
            field.attname: field.value_from_object(page)
            for field in page._meta.concrete_fields
            if not field.primary_key
        }
        placed = {
            "path": Page._get_path(parent.path, parent.depth + 1, number),
            "url_path": f"{parent.url_path}{slug}/",
            "slug": slug,
            "latest_revision_id": None,
            "live_revision_id": None,
        }
        return type(page)(**{**values, **placed})

    def _translate_copies(
        self,
        copies: list[tuple[ContentPage, ContentPage]],
        languages: list[str],
        first: int,
        every: int,
    ) -> None:
        for at, language in enumerate(languages, first):
            locale = Locale.objects.get(language_code=language)
            parents = {page.pk: page.get_parent().get_translation(locale) for page in self.sources}
            made = []
            for page, template in copies[at % every :: every]:
                parent = parents[template.pk]
                version = self._beside(page, parent, f"{page.slug}-{language}")
                version.locale_id, version.source_id = locale.pk, page.pk
                version.title = version.draft_title = f"{page.title} ({language})"
                made.append((version, page))
            for start in range(0, len(made), PIECE):
                _insert([version for version, _page in made[start : start + PIECE]])
            words: dict[type, list] = defaultdict(list)
            for version, page in made:
                for model, link, row in self._rows[page.pk]:
                    if issubclass(model, TranslatableMixin):
                        words[model].append(_row(row, link, version.pk, locale=locale))
            _insert_each(words)

    def _insert_rows(self, made: list[tuple[ContentPage, ContentPage]]) -> None:
        rows: dict[type, list] = defaultdict(list)
        for page, template in made:
            own = self._rows[page.pk] = []
            for model, link, row in self._rows[template.pk]:
                key = {"translation_key": uuid4()} if issubclass(model, TranslatableMixin) else {}
                own.append((model, link, _row(row, link, page.pk, **key)))
                rows[model].append(own[-1][2])
        _insert_each(rows)


def _rows_of(page: ContentPage) -> list[tuple[type[models.Model], str, models.Model]]:
    """Return the child rows of a page, each with its model and the column that names the page."""
    relations = get_all_child_relations(type(page))
    return [
        (relation.related_model, relation.field.attname, row)
        for relation in relations
        for row in relation.related_model.objects.filter(**{relation.field.name: page.pk})
    ]


def _row(row: models.Model, link: str, page: int, **values: Any) -> models.Model:
    made = copy.copy(row)
    made._state = copy.copy(row._state)
    made._state.fields_cache = {}
    for name, value in {"pk": None, link: page, **values}.items():
        setattr(made, name, value)
    return made


def _insert_each(rows: dict[type[models.Model], list]) -> None:
    for model, some in rows.items():
        model._base_manager.bulk_create(some, batch_size=PIECE)


def _insert(pages: Iterable[ContentPage]) -> None:
    """Write pages of any kinds: a statement for each of their tables, which ``bulk_create`` cannot do."""
    by_kind: dict[type[ContentPage], list[ContentPage]] = defaultdict(list)
    for page in pages:
        by_kind[type(page)].append(page)
    for kind, some in by_kind.items():
        for model in (Page, ContentPage, kind):
            key = model._meta.pk
            fields = [
                field
                for field in model._meta.local_concrete_fields
                if field is not key or model is not Page
            ]
            returned = [key] if model is Page else None
            keys = model._base_manager._insert(
                some, fields=fields, using=connection.alias, returning_fields=returned
            )
            if returned:
                for page, (pk,) in zip(some, keys, strict=True):
                    page.pk = page.page_ptr_id = pk
