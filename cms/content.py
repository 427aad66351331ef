"""What content is there, and who may see it? Questions asked of Django and Wagtail, never of a second list."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Exists, ExpressionWrapper, F, Min, OuterRef, Q
from django.utils import timezone
from wagtail.models import PageViewRestriction

from cms.dates import site_day
from cms.models import ContentPage, Deadline, IndexPage, Span, content_types, kinds_with
from cms.models.sources import sourced_models

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import Expression, QuerySet

__all__ = [
    "agenda",
    "content_types",
    "index_of",
    "is_public",
    "kinds_of",
    "open_calls",
    "published",
    "restricted",
    "since",
    "sources",
    "with_state",
]


@cache
def restricted(prefix: str = "") -> Exists:
    """Return the condition that a page, or one of its ancestors, has a view restriction.

    Args:
        prefix: the relation by which the page is reached, such as "source__"; empty for the page itself.
    """
    path = ExpressionWrapper(OuterRef(f"{prefix}path"), output_field=CharField())
    return Exists(
        PageViewRestriction.objects.annotate(asked=path).filter(asked__startswith=F("page__path"))
    )


def published(
    pages: QuerySet | None = None, *, at: datetime | Expression | None = None
) -> QuerySet:
    """Return the pages that everybody may see: the one rule that every outlet asks.

    A page is public when it is live, not expired and neither it nor an ancestor is restricted; a translation only
    while all of this holds for its source too.

    Args:
        pages: pages of a model with a recorded source; all content pages by default.
        at: the aware instant of the question, or what stands for it in a compiled query; now by default.
    """
    pages = ContentPage.objects.all() if pages is None else pages
    at = at or timezone.now()
    return pages.filter(_own(at), Q(source=None) | _of_source(at))


def _own(at: datetime | Expression) -> Q:
    """Return what a page of any model needs to be public, whatever its source."""
    return Q(Q(expire_at=None) | Q(expire_at__gt=at), ~restricted(), live=True)


def _of_source(at: datetime | Expression) -> Q:
    """Return what the source of a translation needs."""
    current = Q(source__expire_at=None) | Q(source__expire_at__gt=at)
    return Q(current, ~restricted("source__"), source__live=True)


def is_public(*, at: datetime | Expression | None = None) -> Q:
    """Return the condition that a page of any model is public: the rule of ``published`` for questions asked of Page.

    Args:
        at: the aware instant of the question, or what stands for it in a compiled query; now by default.
    """
    at = at or timezone.now()
    condition = _own(at)
    for model in sourced_models():
        translations = model.objects.filter(pk=OuterRef("pk"), source__isnull=False)
        condition &= Q(~Exists(translations.exclude(_of_source(at))))
    return condition


def sources(pages: QuerySet | None = None, *, at: datetime | None = None) -> QuerySet:
    """Return the public sources, one row for each content page: what listings filter and sort."""
    return published(pages, at=at).filter(source=None)


def agenda(
    start: date,
    end: date | None = None,
    *,
    countries: Iterable[str] = (),
    undated: bool = True,
    at: datetime | None = None,
) -> QuerySet:
    """Return the sources of what takes place between two days, by date, those without a date last. One query.

    Args:
        start: the first day.
        end: the last day; None for no end.
        countries: ISO codes; empty for all. What takes place nowhere yet is left out then.
        undated: whether to include what has no date yet.
        at: the aware instant of the question; now by default.
    """
    spans = Q(span_rows__end__gte=start)
    if end:
        spans &= Q(span_rows__start__lte=end)
    pages = sources(at=at).filter(content_type__in=_types_with("Dated"))
    codes = list(countries)
    if codes:
        pages = pages.filter(place_rows__city__country__in=codes)
    pages = pages.annotate(first_day=Min("span_rows__start", filter=spans))
    wanted = Q(first_day__isnull=False)
    if undated:
        wanted |= ~Exists(Span.objects.filter(page=OuterRef("pk")))
    return pages.filter(wanted).order_by(F("first_day").asc(nulls_last=True), "title", "pk")


def open_calls(*, at: datetime | None = None) -> QuerySet:
    """Return the sources of what one can apply for now, the next deadline first, those without a deadline last."""
    at = at or timezone.now()
    return (
        with_state(sources(at=at).filter(content_type__in=_types_with("Deadlined")), "open", at=at)
        .annotate(next_deadline=Min("deadline_rows__at", filter=Q(deadline_rows__at__gt=at)))
        .order_by(F("next_deadline").asc(nulls_last=True), "title", "pk")
    )


STATES = ("upcoming", "open", "closed")
"""The states by which readers filter; finer ones are told on the item."""


def with_state(pages: QuerySet, state: str, *, at: datetime | None = None) -> QuerySet:
    """Return the pages in one of STATES: dated ones by their days, deadlined ones by their instants, others by period."""
    at = at or timezone.now()
    today = site_day(at)
    dated, deadlined = _types_with("Dated"), _types_with("Deadlined")
    deadlines = Deadline.objects.filter(page=OuterRef("pk"))
    spans = Span.objects.filter(page=OuterRef("pk"))
    waiting = Exists(deadlines.filter(Q(at=None) | Q(at__gt=at))) | ~Exists(deadlines)
    conditions = {
        "upcoming": Q(content_type__in=dated)
        & (Exists(spans.filter(start__gt=today)) | ~Exists(spans))
        | Q(content_type__in=deadlined, opens_on__gt=today)
        | Q(starts_on__gt=today),
        "open": Q(content_type__in=dated) & Exists(spans.filter(start__lte=today, end__gte=today))
        | Q(content_type__in=deadlined) & (Q(opens_on=None) | Q(opens_on__lte=today)) & waiting
        | Q(content_type__in=_types_with("Initiative"))
        & (Q(starts_on=None) | Q(starts_on__lte=today))
        & (Q(ends_on=None) | Q(ends_on__gte=today)),
        "closed": Q(content_type__in=dated) & Exists(spans) & ~Exists(spans.filter(end__gte=today))
        | Q(content_type__in=deadlined) & ~waiting
        | Q(ends_on__lt=today),
    }
    return pages.filter(conditions[state])


def index_of(kind: type[ContentPage] | None) -> IndexPage | None:
    """Return the source of the index page on which a kind is listed (None: all kinds), or None."""
    label = kind._meta.label_lower if kind else ""
    return sources(IndexPage.objects.all()).filter(kind=label).first()


def kinds_of(pages: Iterable[int]) -> dict[int, str]:
    """Return the kinds of pages by primary key, such as "news.newspage"; pages that are gone are left out. One query."""
    types = ContentPage.objects.filter(pk__in=pages).values_list("pk", "content_type")
    return {
        pk: ".".join(ContentType.objects.get_for_id(type_id).natural_key()) for pk, type_id in types
    }


def since(moment: datetime, *, at: datetime | None = None) -> QuerySet:
    """Return the sources that became public after a moment, newest first."""
    return sources(at=at).filter(first_published_at__gt=moment).order_by("-first_published_at")


def day_after(days: int, at: datetime | None = None) -> date:
    """Return the day that lies some days after an instant, in the site's own zone."""
    return site_day(at or timezone.now()) + timedelta(days=days)


def _types_with(capability: str) -> list[int]:
    """Return the primary keys of the content types that have a capability."""
    return [ContentType.objects.get_for_model(kind).pk for kind in kinds_with(capability)]
