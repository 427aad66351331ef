"""Which words of a version can be searched, and when are they written?

Only the words of a live row, never those of a draft. Whether the version may be found is not asked here: an expiry or a
restriction changes no page (``cms.search.finding`` asks ``published``).
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from wagtail_localize.fields import get_translatable_fields

from cms.languages.chains import open_languages
from cms.languages.official import official
from cms.languages.rows import read_rows
from cms.languages.versions import of_kind, with_kinds
from cms.models import ContentPage, SearchEntry
from cms.search.words import Texts, stored

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from django.db.models import Model, QuerySet

APART = frozenset(["title", "summary", "body", "slug", "seo_title", "search_description"])
"""Fields of words that are searched by themselves, or that a page does not show."""
FACT_ROWS = ("topic_rows", "place_rows")
"""The rows of a source whose names are searched in every language."""
AT_ONCE = 200
"""Versions that are read and written at a time."""


def write_saved(page: ContentPage, fields: Collection[str] | None = None) -> None:
    """Write the words of a version that was saved; those of a source with its translations, which tell its facts.

    Args:
        page: as an instance of its kind, its child rows perhaps only in memory yet.
        fields: the names of the only fields that were saved; None for all.
    """
    if fields is not None and not {"live", "title", "summary", "body"} & set(fields):
        return
    if not page.live:
        SearchEntry.objects.filter(page=page.pk).delete()
        return
    versions = [page]
    if not page.is_translation:
        versions += _read(ContentPage.objects.filter(source=page.pk, live=True))
    source = page.original
    _write(versions, {version.pk: source for version in versions})


def write_again(pages: QuerySet[ContentPage] | None = None) -> Iterator[int]:
    """Write the words of live versions anew, and forget those of what is not live. Yields how many were written so far.

    Args:
        pages: which of them; all by default.
    """
    pages = ContentPage.objects.all() if pages is None else pages
    SearchEntry.objects.filter(page__in=pages.filter(live=False).order_by().values("pk")).delete()
    keys = list(pages.filter(live=True).order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), AT_ONCE):
        some = keys[start : start + AT_ONCE]
        versions = _read(ContentPage.objects.filter(pk__in=some))
        known = {version.pk: version for version in versions}
        missing = {version.source_id for version in versions} - {None, *known}
        known |= ContentPage.objects.defer("body").in_bulk(missing)
        sources = {each.pk: known[each.source_id or each.pk] for each in versions}
        owners = list({source.pk: source for source in sources.values()}.values())
        read_rows((name, owners) for name in FACT_ROWS)
        _write(versions, sources)
        yield start + len(some)


def write_missing() -> int:
    """Write the words of live versions that have none yet, as after an upgrade, and return how many there were."""
    return max(write_again(ContentPage.objects.filter(live=True, search_entry=None)), default=0)


def write_named(*, topic: int | None = None, city: int | None = None) -> None:
    """Write the words anew of all that has a topic or takes place in a city: its name has changed.

    Args:
        topic: primary key.
        city: primary key.
    """
    named = Q(topic_rows__topic=topic) if topic else Q(place_rows__city=city)
    sources = ContentPage.objects.filter(named, source=None)
    keys = list(sources.order_by().values_list("pk", flat=True))
    for _written in write_again(ContentPage.objects.filter(Q(pk__in=keys) | Q(source__in=keys))):
        pass


def _read(pages: QuerySet[ContentPage]) -> list[ContentPage]:
    """Return pages as instances of their kinds, with the rows that hold words. Two queries."""
    found = [of_kind(page) for page in with_kinds(pages)]
    names = dict.fromkeys(name for page in found for name in _words_of(type(page))[1])
    read_rows(
        (name, [page for page in found if name in _words_of(type(page))[1]]) for name in names
    )
    return found


def _write(versions: Iterable[ContentPage], sources: dict[int, ContentPage]) -> None:
    """Write the words of live versions. One query.

    Args:
        versions: as instances of their kinds.
        sources: the source of each, by the version's primary key.
    """
    tags = open_languages().by_locale
    entries = [
        SearchEntry(page_id=page.pk, **stored(_texts(page, sources[page.pk], tag), tag))
        for page in versions
        for tag in [tags[page.locale_id]]
    ]
    columns = [field.name for field in SearchEntry._meta.fields if not field.primary_key]
    SearchEntry.objects.bulk_create(
        entries, update_conflicts=True, unique_fields=["page"], update_fields=columns
    )


def _texts(page: ContentPage, source: ContentPage, language: str) -> Texts:
    names = official(open_languages().chain(language))
    facts = [
        source.acronym,
        source.grant_number,
        *(names.topics[row.topic_id].name for row in source.topic_rows.all()),
        *(
            name
            for row in source.place_rows.all()
            for name in (names.cities[row.city_id].name, row.venue)
        ),
    ]
    return Texts(
        title=page.title,
        summary=page.summary,
        names="\n".join(filter(None, [*facts, *_words(page)])),
        body="\n".join(page.body.stream_block.get_searchable_content(page.body)),
    )


def _words(instance: Model) -> Iterator[str]:
    """Yield the words of a page or a row that its translators are asked for, but for those that are searched apart."""
    fields, rows = _words_of(type(instance))
    yield from (getattr(instance, name) or "" for name in fields)
    for name in rows:
        for row in getattr(instance, name).all():
            yield from _words(row)


@cache
def _words_of(model: type[Model]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the names of the fields with words of a page or a row, and of its rows that have some."""
    translated = [
        each.get_field(model) for each in get_translatable_fields(model) if each.is_translated(None)
    ]
    apart = APART if issubclass(model, ContentPage) else ()
    return (
        tuple(
            field.name
            for field in translated
            if isinstance(field, models.CharField | models.TextField) and field.name not in apart
        ),
        tuple(field.name for field in translated if isinstance(field, models.ManyToOneRel)),
    )
