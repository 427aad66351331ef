"""What does the API tell of an item?"""

from __future__ import annotations

from dataclasses import fields, replace
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db.models import AutoField, DateTimeField, F, UUIDField
from django.utils import translation
from wagtail.models import Site

from cms.compiled import Given, GivenList, OneOf, compiled
from cms.content import published, sources
from cms.items import Picture, as_json, direction
from cms.journal.moments import next_change
from cms.languages.addresses import home_address, path_below_home
from cms.languages.translation.states import is_outdated
from cms.languages.versions import read_bodies
from cms.models import ContentPage
from cms.outputs.api.inclusion import named
from cms.outputs.api.shapes import (
    CARD_FIELDS,
    X_DEFAULT,
    Alternate,
    Article,
    Card,
    ItemPicture,
    Match,
    Meta,
    TopicName,
)
from cms.outputs.bodies import bodies, documents_in

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable
    from datetime import datetime
    from uuid import UUID

    from django.db.models import QuerySet

    from cms.blocks.surroundings import Documents
    from cms.languages.readings import Reading, Served
    from cms.outputs.api.drafts import Draft
    from cms.outputs.api.inclusion import Step
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
    expire_at: datetime | None
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


Known = dict["UUID", dict[str, Version]]
"""The public versions of items, by key and BCP 47 tag: what readings of several languages share."""

Everywhere = dict["UUID", dict[str, Card]]
"""Items without their bodies, by key and BCP 47 tag."""


def cards(reading: Reading, pages: Iterable[int], known: Known | None = None) -> list[Card]:
    """Return the items of content pages without their bodies, in the order given.

    Args:
        reading: of who asks.
        pages: primary keys, of any language version.
        known: what has been read for other languages, and takes in what is read now.
    """
    served = list(reading.load(pages).values())
    versions = _versions(map(_key, served), reading, known)
    address = _addresses(reading)
    with translation.override(reading.language):
        return [Card(**_card(each, reading, versions, address)) for each in served]


def included(
    reading: Reading,
    found: Iterable[Card],
    paths: Iterable[tuple[Step, ...]],
    *,
    exact: bool = False,
    known: Known | None = None,
) -> dict[UUID, Card]:
    """Return the items that others name, by their keys. As many queries for each step as for a list, however many they are.

    Args:
        reading: of who asks, which has loaded the others.
        found: the others.
        paths: the steps that lead from them to what is wanted.
        exact: whether only versions in the language asked for are wanted.
        known: what has been read for other languages, and takes in what is read now.
    """
    along: dict[UUID, Card] = {}
    level = [(path, list(found)) for path in paths]
    while level:
        wanted = [(path[1:], named(at, path[0])) for path, at in level]
        new = dict.fromkeys(key for _rest, keys in wanted for key in keys if key not in along)
        pages = filter(None, map(reading.source_of, new))
        along |= {
            card.id: card
            for card in cards(reading, pages, known)
            if not (exact and card.locale.match == "fallback")
        }
        level = [
            (rest, [along[key] for key in keys if key in along]) for rest, keys in wanted if rest
        ]
    return along


def articles(reading: Reading, pages: Iterable[int]) -> list[dict[str, Any]]:
    """Return items with their bodies, in the order given, as JSON; what is not public is left out.

    Args:
        reading: of who asks.
        pages: primary keys of sources.
    """
    served = list(reading.load(pages).values())
    return [as_json(Article(**values)) for values in _articles(served, reading)]


def previewed(reading: Reading, draft: Draft) -> dict[str, Any]:
    """Return an item with its body as a draft has it, as JSON; all else is told as to anybody.

    Args:
        reading: of who asks.
        draft: what is shown in place of what is public.
    """
    [values] = _articles([reading.read(draft.page)], reading)
    values["locale"] = replace(values["locale"], status=draft.status)
    values["meta"] = replace(values["meta"], draft=True, revision=draft.revision)
    return as_json(Article(**values))


def article(
    reading: Reading,
    page: int,
    paths: Iterable[tuple[Step, ...]] = (),
    *,
    exact: bool = False,
    known: Known | None = None,
    documents: Documents | None = None,
) -> dict[str, Any] | None:
    """Return an item with its body, as JSON; None if it is not public.

    Args:
        reading: of who asks.
        page: primary key of the source.
        paths: the steps that lead to other items which come along.
        exact: whether these come only in the language asked for.
        known: what has been read for other languages, and takes in what is read now.
        documents: those that its versions name, where they are read for several languages.
    """
    served = reading.load_whole(page)
    if served is None:
        return None
    [values] = _articles([served], reading, known, documents)
    card = Card(**{name: values[name] for name in CARD_FIELDS})
    values["included"] = included(reading, [card], paths, exact=exact, known=known)
    return as_json(Article(**values))


def _articles(
    loaded: list[Served[ContentPage]],
    reading: Reading,
    known: Known | None = None,
    documents: Documents | None = None,
) -> list[dict[str, Any]]:
    """Return the values of items with their bodies, without what may come along."""
    versions = _versions(map(_key, loaded), reading, known)
    address = _addresses(reading)
    read = bodies(loaded, reading, documents)
    with translation.override(reading.language):
        return [
            _article(each, reading, versions, address, read.get(each.words.pk)) for each in loaded
        ]


def _article(
    served: Served[ContentPage],
    reading: Reading,
    versions: Known,
    address: Callable[[str, str], str],
    body: Body | None,
) -> dict[str, Any]:
    """Return the values of an item with its body; the reader's language is active."""
    parts = body.stream.stream_block.as_json(*body) if body else []
    gaps = {f"/body/{part['id']}": part["language"] for part in parts if "language" in part}
    return {
        **_card(served, reading, versions, address, gaps),
        "body": parts,
        "included": {},
    }


def languages_of(found: dict[str, Any]) -> list[str]:
    """Return the languages that an item with its body is in, and what comes along with it."""
    return [each["locale"]["served"] for each in (found, *found["included"].values())]


def everywhere(
    readings: list[Reading],
    page: int,
    paths: Collection[tuple[Step, ...]],
    *,
    exact: bool,
    known: Known,
) -> dict[str, dict[str, Any]]:
    """Return an item with its body in several languages, by BCP 47 tag; nothing if it is not public.

    As many queries, whatever the number of languages.

    Args:
        readings: of each language, which share their versions.
        page: primary key of the source.
        paths: the steps that lead to other items which come along.
        exact: whether only languages are wanted in which there is a version.
        known: what has been read, and takes in what is read now.
    """
    served = [reading.load([page]).get(page) for reading in readings]
    wanted = [
        (reading, each)
        for reading, each in zip(readings, served, strict=True)
        if each and not (exact and each.is_fallback)
    ]
    read_bodies(each.words for _reading, each in wanted)
    documents = documents_in(each.words.body for _reading, each in wanted)
    named_anywhere = set().union(*(each.words.body_references() for _reading, each in wanted))
    found = {}
    for reading, _each in wanted:
        reading.load_references(named_anywhere)
        found[reading.language] = article(
            reading, page, paths, exact=exact, known=known, documents=documents
        )
    return found


def cards_everywhere(
    readings: list[Reading],
    pages: Collection[int],
    paths: Collection[tuple[Step, ...]],
    *,
    exact: bool,
) -> tuple[Everywhere, Everywhere]:
    """Return the items of content pages without their bodies in several languages, in the order given, and what they name.

    As many queries, whatever the number of languages. The arguments are those of ``everywhere``, with the primary keys of
    several sources.
    """
    known: Known = {}
    loaded = [cards(reading, pages, known) for reading in readings]
    if exact:
        # What only some languages lead to is read for all of them at once.
        included(readings[0], loaded[0], paths, known=known)
    found: Everywhere = {card.id: {} for card in loaded[0]}
    along: Everywhere = {}
    for reading, all_cards in zip(readings, loaded, strict=True):
        wanted = [card for card in all_cards if not (exact and card.locale.match == "fallback")]
        for card in wanted:
            found[card.id][reading.language] = card
        named_by_them = included(reading, wanted, paths, exact=exact, known=known)
        for key, card in named_by_them.items():
            along.setdefault(key, {})[reading.language] = card
    return found, along


def source_of(kind: type[ContentPage], key: UUID, reading: Reading, known: Known) -> int | None:
    """Return the primary key of the public source of an item; None if there is none of this kind.

    Its versions are told anyway, and the source is among them: nothing else is asked to find it.

    Args:
        kind: of the item.
        key: its translation key.
        reading: of who asks.
        known: takes in the versions.
    """
    kind_id = ContentType.objects.get_for_model(kind).pk
    versions = _versions([key], reading, known)[key].values()
    originals = [each for each in versions if each.source_id is None]
    if pks := [each.pk for each in originals if each.content_type_id == kind_id]:
        return pks[0]
    # In a language that is open no longer; or it is not there at all.
    pages = sources(kind.objects.all(), at=reading.at).filter(translation_key=key)
    return pages.values_list("pk", flat=True).first()


def _key(served: Served[ContentPage]) -> UUID:
    return served.source.translation_key


def _addresses(reading: Reading) -> Callable[[str, str], str]:
    """Return what tells the address of a version by its language and ``url_path``; where a language begins is found once."""
    roots = Site.get_site_root_paths()
    home = cache(home_address)
    return lambda tag, url_path: reading.base + home(tag) + path_below_home(url_path, roots)


def _versions(keys: Iterable[UUID], reading: Reading, known: Known | None) -> Known:
    """Return the public versions of items in open languages, with those known before. One query, if there are others."""
    found: Known = {} if known is None else known
    if missing := [key for key in keys if key not in found]:
        found |= {key: {} for key in missing}
        locales = reading.languages.locales.values()
        rows = _public(keys=missing, locales=locales, at=reading.at)
        for version in map(Version._make, rows):
            found[version.key][reading.languages.by_locale[version.locale_id]] = version
    return found


@compiled
def _public() -> QuerySet[ContentPage]:
    """Return what a Version is made of, of the public versions of items in some languages."""
    pages = published(ContentPage.objects.all(), at=Given("at", DateTimeField()))
    return (
        pages.filter(
            OneOf(F("translation_key"), GivenList("keys", UUIDField())),
            OneOf(F("locale"), GivenList("locales", AutoField())),
        )
        .annotate(is_outdated=is_outdated())
        .values_list(
            "translation_key",
            "pk",
            "source_id",
            "content_type_id",
            "locale_id",
            "url_path",
            "last_published_at",
            "expire_at",
            "untranslated_blocks",
            "is_by_machine",
            "is_outdated",
        )
    )


def _card(
    served: Served[ContentPage],
    reading: Reading,
    versions: Known,
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
        "slug": served.words.slug,
        "locale": _match(served, reading, known, gaps or {}),
        "alternates": _alternates(served, known, address),
        "title": item.title,
        "summary": item.summary,
        "label": item.label,
        "read_more": item.read_more,
        "picture": _picture(item.picture, served, reading),
        "facts": item.facts,
        "topics": tuple(TopicName(slug=topic.slug, name=topic.name) for topic in topics),
        "countries": item.countries,
        "part_of": item.part_of,
        "funding": item.funding,
        "published_at": item.published_at,
        "updated_at": item.updated_at,
        "meta": Meta(
            draft=False,
            revision=served.words.live_revision_id,
            next_change_at=next_change(
                source,
                [source.expire_at, *(each.expire_at for each in known.values())],
                reading.at,
            ),
        ),
    }


CROPPED = tuple(field.name for field in fields(Picture))


def _picture(
    cropped: Picture | None, served: Served[ContentPage], reading: Reading
) -> ItemPicture | None:
    """Return the picture of an item with what is told of it uncut."""
    if cropped is None:
        return None
    told = {name: getattr(cropped, name) for name in CROPPED}
    return ItemPicture(**told, **served.source.picture.uncut(reading.base))


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
    found = [
        Alternate(
            locale=tag,
            hreflang=tag,
            url=None if elsewhere else address(tag, known[tag].url_path),
            status=known[tag].status,
        )
        for tag in sorted(known)
    ]
    source = [each for each in found if known[each.locale].source_id is None and each.url]
    return (*found, *(replace(each, hreflang=X_DEFAULT) for each in source))
