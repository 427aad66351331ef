"""What stands on the translators' desk when its cost is measured?

Rows are written side by side, as translators would have left them: half of all pages are translated into each
language, a part of them outdated; the others were asked for and begun.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

from django.contrib.contenttypes.models import ContentType
from django.db import models
from wagtail.models import Locale, Page
from wagtail_localize.models import (
    String,
    StringSegment,
    StringTranslation,
    TranslatableObject,
    Translation,
    TranslationContext,
    TranslationSource,
)

from cms.models import TranslationJob
from cms.plugins.news.models import NewsPage

if TYPE_CHECKING:
    from tests.bench.world import World

SEGMENTS = 8
BEGAN = datetime(2019, 1, 1, tzinfo=UTC)
PIECE = 5_000
"""Rows in one statement."""


def fill_desk(world: World, pages: int) -> None:
    """Write pages and translations into a world whose languages are open.

    Args:
        world: in which they stand, below its index of news.
        pages: how many sources.
    """
    sources = [_source(world, number) for number in range(pages)]
    locales = list(Locale.objects.exclude(pk=sources[0].locale_id).order_by("pk"))
    records = _records(sources)
    segments = _segments(sources, records)
    _translations(sources, records, segments, locales)


def _source(world: World, number: int) -> NewsPage:
    """Write a public piece of news: the rows, and nothing else."""
    index = world.site.indexes[NewsPage]
    index.numchild += 1
    moment = BEGAN + timedelta(hours=number)
    page = NewsPage(
        title=f"What towns found out, part {number}",
        slug=f"found-{number}",
        path=Page._get_path(index.path, index.depth + 1, 500 + index.numchild),
        depth=index.depth + 1,
        url_path=f"{index.url_path}found-{number}/",
        locale_id=index.locale_id,
        content_type=ContentType.objects.get_for_model(NewsPage),
        live=True,
        first_published_at=moment,
        last_published_at=moment,
    )
    models.Model.save_base(page, force_insert=True)
    return page


def _records(sources: list[NewsPage]) -> list[TranslationSource]:
    kind = ContentType.objects.get_for_model(NewsPage)
    TranslatableObject.objects.bulk_create(
        [
            TranslatableObject(translation_key=page.translation_key, content_type=kind)
            for page in sources
        ],
        batch_size=PIECE,
    )
    return TranslationSource.objects.bulk_create(
        [
            TranslationSource(
                object_id=page.translation_key,
                specific_content_type=kind,
                locale_id=page.locale_id,
                object_repr=page.title,
                content_json="{}",
                created_at=page.first_published_at,
                last_updated_at=page.first_published_at,
            )
            for page in sources
        ],
        batch_size=PIECE,
    )


def _segments(
    sources: list[NewsPage], records: list[TranslationSource]
) -> list[list[StringSegment]]:
    """Write the segments of each source, of six words each."""
    contexts, strings = [], []
    for number, page in enumerate(sources):
        for order in range(SEGMENTS):
            text = f"Sentence {order} of {number} stands here"
            contexts.append(
                TranslationContext(
                    object_id=page.translation_key,
                    path=f"body.{order}",
                    path_id=TranslationContext._get_path_id(f"body.{order}"),
                )
            )
            strings.append(
                String(locale_id=page.locale_id, data=text, data_hash=String._get_data_hash(text))
            )
    contexts = TranslationContext.objects.bulk_create(contexts, batch_size=PIECE)
    strings = String.objects.bulk_create(strings, batch_size=PIECE)
    segments = StringSegment.objects.bulk_create(
        [
            StringSegment(
                source=records[place // SEGMENTS],
                context=context,
                string=string,
                order=place % SEGMENTS,
                attrs="{}",
            )
            for place, (context, string) in enumerate(zip(contexts, strings, strict=True))
        ],
        batch_size=PIECE,
    )
    return [segments[start : start + SEGMENTS] for start in range(0, len(segments), SEGMENTS)]


def _translations(sources, records, segments, locales) -> None:
    """Write translations: of every second page a public one, of every tenth of these an outdated one."""
    for at, locale in enumerate(locales):
        made = Translation.objects.bulk_create(
            [
                Translation(uuid=uuid4(), source=record, target_locale=locale, enabled=True)
                for record in records
            ],
            batch_size=PIECE,
        )
        public = [(number + at) % 2 == 0 for number in range(len(sources))]
        TranslationJob.objects.bulk_create(
            [
                TranslationJob(
                    translation=translation,
                    stage="published" if is_public else "open",
                    due_on=None if is_public else date(2019, 6, 1) + timedelta(days=number),
                )
                for number, (translation, is_public) in enumerate(zip(made, public, strict=True))
            ],
            batch_size=PIECE,
        )
        Page.objects.bulk_create(
            [
                Page(
                    title=page.title,
                    slug=f"{page.slug}-{locale.language_code}",
                    # Beside the tree: nobody walks it here.
                    path=f"9{at:03}{number:04}",
                    depth=2,
                    translation_key=page.translation_key,
                    locale=locale,
                    content_type_id=page.content_type_id,
                    live=True,
                    last_published_at=page.last_published_at,
                )
                for number, (page, is_public) in enumerate(zip(sources, public, strict=True))
                if is_public
            ],
            batch_size=PIECE,
        )
        StringTranslation.objects.bulk_create(
            [
                StringTranslation(
                    translation_of_id=segment.string_id,
                    locale=locale,
                    context_id=segment.context_id,
                    data="So steht es da",
                    translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL,
                )
                for number, (own, is_public) in enumerate(zip(segments, public, strict=True))
                for segment in own[
                    : SEGMENTS - (number % 20 < 2) if is_public else number // 2 % SEGMENTS
                ]
            ],
            batch_size=PIECE,
        )
