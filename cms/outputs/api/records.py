"""What does the API tell of an item?"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.utils import translation
from wagtail.models import Site

from cms.content import published
from cms.items import as_json, direction
from cms.languages.addresses import home_address, path_below_home
from cms.languages.translation.states import is_outdated
from cms.models import ContentPage
from cms.outputs.api.shapes import Alternate, Article, Card, Match, TopicName
from cms.outputs.bodies import bodies

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable
    from datetime import datetime
    from uuid import UUID

    from cms.languages.readings import Reading, Served
    from cms.outputs.api.shapes import Status
    from cms.outputs.bodies import Body


class Version(NamedTuple):
    """A public version of an item in a language."""

    key: UUID
    pk: int
    source_id: int | None
    content_type_id: int
    locale_id: int
    url_path: str
    published_at: datetime | None
    gaps: list[str]
    """The ids of blocks that are still in the words of the source."""
    is_by_machine: bool
    is_outdated: bool

    @property
    def status(self) -> Status:
        """How fresh it is; words of a machine are told before gaps, and these before what the source has more."""
        if self.is_by_machine:
            return "machine"
        if self.gaps:
            return "partial"
        return "outdated" if self.is_outdated else "current"


def cards(reading: Reading, pages: Iterable[int], fields: Collection[str]) -> list[dict[str, Any]]:
    """Return the items of content pages without their bodies, in the order given, as JSON.

    Args:
        reading: of who asks.
        pages: primary keys of sources.
        fields: names of the fields of ``Card`` that are wanted.
    """
    served = list(reading.load(pages).values())
    versions = _versions([each.source.translation_key for each in served], reading)
    address = _addresses(reading)
    with translation.override(reading.language):
        found = [Card(**_card(each, reading, versions, address)) for each in served]
    return [
        {name: as_json(getattr(card, name)) for name in Card.__dataclass_fields__ if name in fields}
        for card in found
    ]


def articles(
    reading: Reading,
    pages: Iterable[int],
    versions: dict[UUID, dict[str, Version]] | None = None,
) -> list[dict[str, Any]]:
    """Return items with their bodies, in the order given, as JSON; what is not public is left out.

    Args:
        reading: of who asks.
        pages: primary keys of sources.
        versions: of these pages, where they are known already.
    """
    served = list(reading.load(pages).values())
    if versions is None:
        versions = _versions([each.source.translation_key for each in served], reading)
    read = bodies(served, reading)
    address = _addresses(reading)
    with translation.override(reading.language):
        return [
            _article(each, reading, versions, address, read.get(each.words.pk)) for each in served
        ]


def article(reading: Reading, page: int) -> dict[str, Any] | None:
    """Return an item with its body, as JSON; None if it is not public.

    Args:
        reading: of who asks.
        page: primary key of the source.
    """
    return next(iter(articles(reading, [page])), None)


def article_of(reading: Reading, kind: type[ContentPage], key: UUID) -> dict[str, Any] | None:
    """Return an item with its body, as JSON; None if there is no public one of this kind.

    Its versions are told anyway, and its source is among them: nothing else is asked to find it.

    Args:
        reading: of who asks.
        kind: of the item.
        key: its translation key.
    """
    versions = _versions([key], reading)
    kind_id = ContentType.objects.get_for_model(kind).pk
    for each in versions[key].values():
        if each.source_id is None and each.content_type_id == kind_id:
            return next(iter(articles(reading, [each.pk], versions)), None)
    return None


def _article(
    served: Served[ContentPage],
    reading: Reading,
    versions: dict[UUID, dict[str, Version]],
    address: Callable[[str, str], str],
    body: Body | None,
) -> dict[str, Any]:
    """Return an item with its body; the reader's language is active."""
    parts = body.stream.stream_block.as_json(*body) if body else []
    gaps = {f"/body/{part['id']}": part["language"] for part in parts if "language" in part}
    return as_json(Article(**_card(served, reading, versions, address, gaps), body=parts))


def _versions(keys: list[UUID], reading: Reading) -> dict[UUID, dict[str, Version]]:
    """Return the public versions of items in open languages, by key and BCP 47 tag. One query."""
    rows = (
        published(ContentPage.objects.all(), at=reading.at)
        .filter(translation_key__in=keys, locale__in=reading.languages.locales.values())
        .annotate(is_outdated=is_outdated())
        .values_list(
            "translation_key",
            "pk",
            "source_id",
            "content_type_id",
            "locale_id",
            "url_path",
            "last_published_at",
            "untranslated_blocks",
            "is_by_machine",
            "is_outdated",
        )
    )
    found: dict[UUID, dict[str, Version]] = {key: {} for key in keys}
    for version in map(Version._make, rows):
        found[version.key][reading.languages.by_locale[version.locale_id]] = version
    return found


def _card(
    served: Served[ContentPage],
    reading: Reading,
    versions: dict[UUID, dict[str, Version]],
    address: Callable[[str, str], str],
    gaps: dict[str, str] | None = None,
) -> dict[str, Any]:
    """Return the values of a card; the reader's language is active."""
    source, item = served.source, reading.item(served)
    known = versions[item.key]
    topics = [reading.names.topics[row.topic_id] for row in source.topic_rows.all()]
    return {
        "id": item.key,
        "type": type(source).type_name(),
        "url": item.url,
        "locale": _match(served, reading, known, gaps or {}),
        "alternates": _alternates(served, known, address),
        "title": item.title,
        "summary": item.summary,
        "label": item.label,
        "read_more": item.read_more,
        "picture": item.picture,
        "facts": item.facts,
        "topics": tuple(TopicName(slug=topic.slug, name=topic.name) for topic in topics),
        "countries": item.countries,
        "part_of": item.part_of,
        "funding": item.funding,
        "published_at": item.published_at,
        "updated_at": item.updated_at,
    }


def _match(
    served: Served[ContentPage],
    reading: Reading,
    known: dict[str, Version],
    gaps: dict[str, str],
) -> Match:
    source_language = reading.languages.by_locale[served.source.locale_id]
    version = known.get(served.language)
    return Match(
        requested=served.requested,
        served=served.language,
        direction=direction(served.language),
        match="fallback" if served.is_fallback else "exact",
        chain=reading.chain,
        status=version.status if version else "current",
        source=source_language,
        source_updated_at=served.source.last_published_at,
        translated_at=None if served.words is served.source else served.words.last_published_at,
        fallback_fields=gaps,
    )


def _alternates(
    served: Served[ContentPage], known: dict[str, Version], address: Callable[[str, str], str]
) -> tuple[Alternate, ...]:
    elsewhere = bool(served.source.elsewhere(served.words))
    return tuple(
        Alternate(
            locale=tag,
            url=None if elsewhere else address(tag, known[tag].url_path),
            status=known[tag].status,
        )
        for tag in sorted(known)
    )


def _addresses(reading: Reading) -> Callable[[str, str], str]:
    """Return what tells the address of a version by its language and ``url_path``: it looks up once where a language begins."""
    roots = Site.get_site_root_paths()
    home = cache(home_address)
    return lambda tag, url_path: reading.base + home(tag) + path_below_home(url_path, roots)
