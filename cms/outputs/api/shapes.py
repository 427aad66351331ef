"""What does an answer of the API look like? Frozen values, from which its schema and its reference derive."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, get_args
from uuid import UUID

from cms.items import Facts, Funding, Picture, Reference, Source

Status = Literal["current", "outdated", "partial", "machine"]
"""How fresh a version is: as its source; behind it; public with gaps; with words of a machine that nobody has checked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Locale:
    """A language in which the content can be asked for."""

    locale: str
    """BCP 47 tag."""
    name: str
    """By its own name."""
    direction: Literal["ltr", "rtl"]
    chain: tuple[str, ...]
    """The languages that its readers are served in, best first. The source of an item comes after them."""
    url: str
    """The address of its home page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """In which language an item is, and how that came about."""

    requested: str
    """BCP 47 tag."""
    served: str
    """BCP 47 tag of title, summary, body and every word inside the facts, but for what names a language of its own."""
    direction: Literal["ltr", "rtl"]
    match: Literal["exact", "fallback"]
    chain: tuple[str, ...]
    """The languages that were tried, best first; the source comes after them."""
    status: Status
    source: str
    """BCP 47 tag of the language in which the item was first written."""
    source_updated_at: datetime | None
    translated_at: datetime | None
    """When the served version was last published; none where that is the source."""
    fallback_fields: dict[str, str] = field(default_factory=dict)
    """The parts in another language, with its BCP 47 tag, by JSON pointers with the ids of blocks: "/body/3f2a"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternate:
    """The same item in a language."""

    locale: str
    """BCP 47 tag."""
    hreflang: str
    """As a link to it says it: the same tag; or "x-default", for readers of any other language."""
    url: str | None
    """Where readers find it; none where the item has no page on this site, or is not in this language."""
    status: Status | Literal["missing"]
    """"missing" where there is no version: these are told only with `alternates=all`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicName:
    """A topic, by its name in the requested language."""

    slug: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemPicture(Picture):
    """The picture of an item in three crops, and uncut."""

    original_width: int
    """Of the picture as it was uploaded, upright, in pixels."""
    original_height: int
    focal: tuple[float, float] | None
    """Where its middle of attention lies, which no crop should lose: parts of width and height from the upper left corner."""
    placeholder: str | None
    """Its mean colour, "#rrggbb", for what stands there before it has come; none where it is not known."""
    sources: tuple[Source, ...]
    """Uncut, in each format, the best first: for whatever width a screen has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Meta:
    """How an item came to be told, and for how long that is right."""

    draft: bool
    """Whether it is shown before it is public, to whoever has its address: not to be stored or indexed."""
    revision: int | None
    """The number of the revision whose words these are; none where they were never saved as one."""
    next_change_at: datetime | None
    """When a state, or the number of days left, changes by itself next, or a version goes; none for never. What it names has times
    of its own, and what is to be published is told when it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """An item without its body."""

    id: UUID
    """The same for every language."""
    type: str
    url: str
    slug: str
    """The last part of the address of the version that is served: what `filter[slug]` finds it by."""
    locale: Match
    alternates: tuple[Alternate, ...]
    """The versions that there are, the served one among them; then the source once more as "x-default", where it has a page."""
    title: str
    summary: str
    label: str
    """The words above the title, in the requested language: the sort of news, the kind of meeting, the funder."""
    read_more: str
    """The words of a link to the page, in the requested language: they say where it leads."""
    picture: ItemPicture | None
    facts: Facts
    topics: tuple[TopicName, ...]
    countries: tuple[str, ...]
    """The countries that it concerns (ISO 3166-1 alpha-2)."""
    part_of: tuple[Reference, ...]
    funding: tuple[Funding, ...]
    published_at: datetime | None
    updated_at: datetime | None
    meta: Meta


@dataclass(frozen=True, slots=True, kw_only=True)
class Article(Card):
    """An item with its body."""

    body: list[dict[str, Any]]
    """The parts that the reader gets, each with "type", "id" and "value"; one in another language has its "language"."""
    included: dict[UUID, Card]
    """The items at the ends of the paths that `include` names, and along them, by their `id`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Everywhere:
    """An item in all languages: what `locale=*` asks for."""

    id: UUID
    type: str
    locales: dict[str, Article]
    """By BCP 47 tag, the item as its readers get it; with `fallback=none`, only the languages that it is in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CardEverywhere:
    """An item without its body in all languages: what a list with `locale=*` has."""

    id: UUID
    type: str
    locales: dict[str, Card]
    """By BCP 47 tag, the item as its readers get it; with `fallback=none`, only the languages that it is in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Where a list goes on."""

    limit: int
    next: str | None
    """The cursor of the next page; none on the last one."""
    count: int | None
    """How many items there are in all; only where `count=exact` was asked for, and in a search."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetValue:
    """A value by which a search can be narrowed."""

    value: str
    """As the filter of this name takes it."""
    name: str
    """In the requested language."""
    count: int
    """How many items are found with it, in place of the value that was asked for, if any."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facets:
    """The values that occur in what was found, by the filters that take them."""

    type: tuple[FacetValue, ...]
    topic: tuple[FacetValue, ...]
    country: tuple[FacetValue, ...]
    state: tuple[FacetValue, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RedirectTo:
    """Where to go instead."""

    to: str
    """Absolute address."""
    status: Literal[301, 302]
    """Whether for ever, or for now (RFC 9110)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """What is at an address of the site."""

    redirect: RedirectTo | None
    """With it, nothing else is told."""
    item: Article | None
    """The item; none for other pages, such as lists and the home page."""
    page: Reference | None
    """The page by its name."""
    breadcrumbs: tuple[Reference, ...]
    """What stands above it, the home page first."""
    canonical: str | None
    """The address of the version that is served, in its own language."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """An item in a language, as it is now."""

    event: Literal["upsert", "fallback_changed"]
    """Whether it is in this language, or what stands in for it."""
    id: UUID
    type: str
    locale: str
    """BCP 47 tag of the language that was asked for."""
    item: Article


@dataclass(frozen=True, slots=True, kw_only=True)
class Deletion:
    """An item that is not public in a language, or no longer: a copy has none of it."""

    event: Literal["delete"]
    id: UUID
    type: str
    locale: str
    """BCP 47 tag of the language that was asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """The last line. Without it the answer is not whole."""

    event: Literal["end"]
    cursor: str
    """From where on changes are to be asked for: `since`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewAddress:
    """An address that shows a draft for a time."""

    id: int
    """By which it can be ended."""
    token: str
    """Whoever has it sees the draft."""
    url: str
    """The address with the token in it."""
    expires_at: datetime
    """The first instant at which it does not work any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhook:
    """An address that is told of changes."""

    id: int
    name: str
    """Which program is told, and whose it is: for the people of the site."""
    url: str
    kinds: tuple[str, ...]
    """Of which kinds of content it is told; empty for all."""
    made_at: datetime
    disabled_at: datetime | None
    """Since when nothing is sent, because nothing got through for a day, or the receiver said that it is gone; none while it is told."""
    failing_since: datetime | None
    """When the oldest message was made that was tried and has not got through; none where there is no such message."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookMade(Webhook):
    """A webhook that has just been made, with its secret."""

    secret: str
    """What its messages are signed with (Standard Webhooks); told this once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookSecret:
    """What the messages of a webhook are signed with from now on."""

    secret: str
    """As Standard Webhooks writes it; told this once."""
    both_until: datetime
    """The first instant at which messages are not signed with the former secret, too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Try:
    """What came of sending a message once."""

    at: datetime
    seconds: float
    """How long it took."""
    status: int | None
    """Of the answer (RFC 9110); none where there was none."""
    error: Literal["forbidden", "insecure", "silent", "broken"] | None
    """Why there was no answer: the address leads, or may lead, into a network; the host did not prove who it is (TLS); nothing came
    in time; what came was no answer of the web."""
    head: str
    """The beginning of the answer, as far as 2000 characters of its head."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """A message to a webhook, and what became of it."""

    id: UUID
    """Its `webhook-id`."""
    state: Literal["waiting", "delivered", "dead"]
    """Whether it is still to be sent, has got through, or was given up."""
    made_at: datetime
    next_try_at: datetime | None
    """The earliest instant of the next try; none where there is no other, and while the webhook is disabled."""
    body: str
    """JSON, exactly as it is sent and signed."""
    tries: tuple[Try, ...]
    """In order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryList:
    """A page of the messages to a webhook."""

    items: tuple[Delivery, ...]
    page: Page


@dataclass(frozen=True, slots=True, kw_only=True)
class Type:
    """A kind of content."""

    type: str
    name: str
    """In the requested language."""
    plural: str
    capabilities: tuple[str, ...]
    """What it can do: "dated", "deadlined", "initiative", "funded"."""
    schema: str
    """The address of the JSON Schema of its items."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemPage:
    """What a sort of problem is about."""

    code: str
    status: int
    title: str
    description: str


X_DEFAULT = "x-default"
"""What search engines read in place of a language: the page for readers of any other, which is the source."""

CARD_FIELDS = tuple(Card.__dataclass_fields__)
ALWAYS = ("id", "type", "url", "locale")
"""The fields that every item has, whatever `fields` says."""

Size = Literal["card", "lead", "mail", "sources"]
SIZES: tuple[Size, ...] = get_args(Size)
"""The crops of the picture of an item, and its sizes uncut, of which `renditions` names some."""
