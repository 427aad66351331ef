"""What can be translated? Pages that have versions, and promotions; everybody finds both by their translation key."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db.models import BooleanField, DateTimeField, Exists, F, IntegerField, OuterRef, Value
from wagtail.models import Page

from cms.models import Promotion
from cms.models.sources import is_source

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from django.db.models import Model, QuerySet


class Source(NamedTuple):
    """What a list tells of a page, or a promotion, in the version in which it was first written."""

    translation_key: UUID
    id: int
    content_type_id: int
    locale_id: int
    title: str
    live: bool
    first_published_at: datetime | None
    last_published_at: datetime | None
    is_page: bool

    @property
    def model(self) -> type[Model] | None:
        """What it is; None for a kind whose plugin is gone."""
        return ContentType.objects.get_for_id(self.content_type_id).model_class()


def pages() -> QuerySet[Page]:
    """Return the pages that have versions, each in the one in which it was first written."""
    return Page.objects.filter(is_source())


def promotions() -> QuerySet[Promotion]:
    """Return the promotions, each in the version in which it was first written."""
    earlier = Promotion.objects.filter(
        translation_key=OuterRef("translation_key"), pk__lt=OuterRef("pk")
    )
    return Promotion.objects.filter(~Exists(earlier))


def find(keys: Iterable[UUID]) -> dict[UUID, Page | Promotion]:
    """Return sources, with their locale, by translation key; a key that nothing has is left out. Two queries."""
    keys = list(keys)
    return {
        source.translation_key: source
        for sources in (pages(), promotions())
        for source in sources.filter(translation_key__in=keys).select_related("locale")
    }


def listed(pages: QuerySet[Page], promotions: QuerySet[Promotion]) -> QuerySet:
    """Return pages, those never published first, then the newest, and after them promotions, as rows of one list.

    Args:
        pages: some of ``pages``.
        promotions: some of ``promotions``, which are public as soon as they exist.

    Returns:
        Rows with the fields of ``Source``, to be counted and sliced, and no more.
    """
    no_moment = Value(None, DateTimeField())
    content_type = ContentType.objects.get_for_model(Promotion)
    of_promotions = promotions.annotate(
        content_type_id=Value(content_type.pk, IntegerField()),
        live=Value(True, BooleanField()),
        first_published_at=no_moment,
        last_published_at=no_moment,
        is_page=Value(False, BooleanField()),
    )
    of_pages = pages.annotate(is_page=Value(True, BooleanField()))
    rows = (each.order_by().values_list(*Source._fields) for each in (of_pages, of_promotions))
    first, second = rows
    return first.union(second, all=True).order_by(
        "-is_page", F("first_published_at").desc(nulls_first=True), "-id"
    )
