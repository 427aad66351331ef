"""How does a feed reader follow what is published? Atom (RFC 4287), RSS 2.0 and JSON Feed 1.1 of the same entries."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from mimetypes import guess_type
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid5

from django.http import Http404, HttpResponse
from django.utils import translation
from django.utils.feedgenerator import (
    Atom1Feed,
    Enclosure,
    Rss201rev2Feed,
    SyndicationFeed,
    rfc3339_date,
)
from django.utils.html import escape, format_html

from cms.content import content_types, sources
from cms.listings import filtered
from cms.models.media import LEAD
from cms.names import country_codes
from cms.outputs.bodies import bodies
from cms.outputs.conditional import unless_same

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime
    from typing import TextIO
    from uuid import UUID

    from django.http import HttpRequest

    from cms.items import Item
    from cms.languages.readings import Reading, Served
    from cms.models import ContentPage

ENTRIES = 20
"""How many of the newest items a feed has."""
TEXTS = ("teaser", "full")
"""How much of an item an entry tells: its summary, or its body too."""
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML 1.0 cannot say (2.2, Char)."""


class EntriesInLanguages(SyndicationFeed):
    """A feed in XML with a language for each entry, and a date although it may be empty."""

    def item_attributes(self, item: dict) -> dict[str, str]:
        """Tell the language of an entry."""
        return {"xml:lang": item["language"]}

    def latest_post_date(self) -> datetime:
        """Return when it last changed: an empty one when what it tells of came onto the site, not now."""
        return super().latest_post_date() if self.items else self.feed["since"]


class AtomFeed(EntriesInLanguages, Atom1Feed):
    """Atom (RFC 4287), with content where an entry has any."""

    def add_item_elements(self, handler, item: dict) -> None:
        """Add the content."""
        super().add_item_elements(handler, item)
        if item["content"] is not None:
            handler.addQuickElement("content", item["content"], {"type": "html"})


class RssFeed(EntriesInLanguages, Rss201rev2Feed):
    """RSS 2.0, with content (RSS 1.0 module "content") where an entry has any."""

    def rss_attributes(self) -> dict[str, str]:
        """Name the module."""
        content = {"xmlns:content": "http://purl.org/rss/1.0/modules/content/"}
        return super().rss_attributes() | content

    def add_item_elements(self, handler, item: dict) -> None:
        """Add the content."""
        super().add_item_elements(handler, item)
        if item["content"] is not None:
            handler.addQuickElement("content:encoded", item["content"])


class JsonFeed(SyndicationFeed):
    """JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/): HTML is in ``content_html`` alone, all other texts are plain."""

    content_type = "application/feed+json"  # in UTF-8, which needs no parameter (RFC 8259, 11)

    def write(self, outfile: TextIO, encoding: str) -> None:
        """Write it as text; whoever sends it encodes it."""
        author = _told(name=self.feed["author_name"], url=self.feed["author_link"])
        feed = {
            "version": "https://jsonfeed.org/version/1.1",
            "title": self.feed["title"],
            **_told(
                home_page_url=self.feed["link"],
                feed_url=self.feed["feed_url"],
                description=self.feed["description"],
                authors=author and [author],
                language=self.feed["language"],
            ),
            "items": list(map(_json_item, self.items)),
        }
        json.dump(feed, outfile, ensure_ascii=False)


Feed = AtomFeed | RssFeed | JsonFeed
"""A feed in one of its forms."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What of the content a feed has."""

    kind: type[ContentPage] | None
    """None: all kinds."""
    topic: str
    """Slug; empty for all."""
    country: str
    """ISO 3166-1 alpha-2; empty for all."""
    is_full: bool
    """Whether the entries tell the body too."""

    @property
    def parameters(self) -> dict[str, str]:
        """The query string in its one form, by which the feed is known."""
        values = {
            "kind": self.kind.type_name() if self.kind else "",
            "topic": self.topic,
            "country": self.country,
            "text": "full" if self.is_full else "",
        }
        return {name: value for name, value in values.items() if value}


def asked_by(parameters: Mapping[str, str], reading: Reading) -> Asked:
    """Read a query string. An empty value asks for nothing, as in lists.

    Raises:
        Http404: if there is no such parameter, or it cannot have the value.
    """
    kinds = {kind.type_name(): kind for kind in content_types()}
    offered = {
        "kind": kinds,
        "topic": {topic.slug for topic in reading.names.topics.values()},
        "country": country_codes(),
        "text": TEXTS,
    }
    for name, value in parameters.items():
        if name not in offered or (value and value not in offered[name]):
            raise Http404(f"No {name[:40]!r} {value[:40]!r} is offered")
    return Asked(
        kind=kinds.get(parameters.get("kind", "")),
        topic=parameters.get("topic", ""),
        country=parameters.get("country", ""),
        is_full=parameters.get("text") == "full",
    )


def add_newest(feed: Feed, asked: Asked, reading: Reading) -> None:
    """Add the newest items to a feed, each in the words that are served. A constant number of queries.

    Only with bodies it grows: with the pictures in them.

    Args:
        feed: to which they are added.
        asked: which items, and how much of each.
        reading: of the reader, with the base of absolute addresses.
    """
    chosen = {"topic": asked.topic, "country": asked.country}
    if asked.kind:
        chosen["kind"] = asked.kind._meta.label_lower
    pages = filtered(sources(at=reading.at), chosen, reading)
    # What a program has put there without a date of publication is not new.
    dated = pages.filter(first_published_at__isnull=False)
    newest = dated.order_by("-first_published_at", "-pk").values_list("pk", flat=True)[:ENTRIES]
    loaded = list(reading.load(newest).values())
    with translation.override(reading.language):
        texts = _texts(loaded, reading) if asked.is_full else {}
    for served in loaded:
        item = reading.item(served)
        body = texts.get(served.words.pk)
        feed.add_item(
            title=xml_text(item.title),
            link=item.url,
            description=xml_text(escape(item.summary)),  # as HTML
            summary=xml_text(item.summary),
            unique_id=urn(item.key, reading.language),
            unique_id_is_permalink=False,
            pubdate=item.published_at,
            updateddate=item.updated_at,
            categories=tuple(map(xml_text, (item.kind_name, *item.topics))),
            enclosures=_enclosures(item, served),
            content=None
            if body is None
            else xml_text(format_html("<p>{}</p>\n{}", item.summary, body)),
            language=item.language,
        )


def answer(request: HttpRequest, feed: Feed, language: str) -> HttpResponse:
    """Return a feed; nothing once more to who has it already.

    Args:
        request: may have "If-None-Match".
        feed: with all its entries.
        language: BCP 47 tag of the reader's language.
    """
    response = HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)
    response["Content-Language"] = language
    return unless_same(request, response)


def urn(key: UUID, language: str) -> str:
    """Return the identity of something in one language: the same whatever becomes of its address (RFC 4122)."""
    return uuid5(key, language).urn


def xml_text(text: str) -> str:
    """Return text as XML can say it, without the soft hyphens that only a page needs."""
    return NOT_XML.sub("", text.replace("\N{SOFT HYPHEN}", ""))


def _json_item(item: dict) -> dict:
    """Return an entry as JSON Feed has it: with its summary where it has no content, because one has to be there."""
    content, summary = item["content"], item["summary"]
    attachments = [
        _told(url=each.url, mime_type=each.mime_type, size_in_bytes=int(each.length))
        for each in item["enclosures"]
    ]
    return {
        "id": item["unique_id"],
        **({"content_text": summary} if content is None else {"content_html": content}),
        **_told(
            url=item["link"],
            title=item["title"],
            summary=summary,
            image=attachments and attachments[0]["url"],
            date_published=item["pubdate"] and rfc3339_date(item["pubdate"]),
            date_modified=item["updateddate"] and rfc3339_date(item["updateddate"]),
            tags=item["categories"],
            language=item["language"],
            attachments=attachments,
        ),
    }


def _told(**values: object) -> dict:
    """Return what there is to tell: nothing of what is empty or not known."""
    return {name: value for name, value in values.items() if value}


def _texts(loaded: Iterable[Served[ContentPage]], reading: Reading) -> dict[int, str]:
    """Return bodies as a page shows them, at absolute addresses, by the primary key of the words.

    The reader's language is active.
    """
    shown = {
        pk: stream.stream_block.render(stream, context=context)
        for pk, (stream, context) in bodies(loaded, reading).items()
    }
    return {served.words.pk: shown.get(served.words.pk, "") for served in loaded}


def _enclosures(item: Item, served: Served[ContentPage]) -> list[Enclosure]:
    """Return the picture of an item, with the size of its file where that is known without asking another machine."""
    if item.picture is None:
        return []
    file = served.source.picture.get_renditions(LEAD)[LEAD].file
    try:
        length = Path(file.path).stat().st_size
    except (NotImplementedError, OSError):  # in a storage that is no folder; gone
        length = 0
    url = item.picture.lead.url
    sort, _encoding = guess_type(file.name)
    return [Enclosure(url, str(length), sort or "application/octet-stream")]
