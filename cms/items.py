"""What does a reader get of a content page, whatever the outlet?

An item is a card of one content page in one language, for one reader, at one time. It is plain Python: listings,
mail, text, print and JSON consume items and never a model. Words stand in ``language``; facts are values (dates,
instants, money, places) that every outlet prints by the rules of the reader's language, ``requested``.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import ClassVar
from uuid import UUID

RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur", "yi"})


def direction(language: str) -> str:
    """Return "rtl" or "ltr", the direction in which a BCP 47 language is written."""
    return "rtl" if language.split("-")[0] in RIGHT_TO_LEFT else "ltr"


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A run of days, with times of the day in a zone or all day."""

    start: date
    end: date
    start_time: time | None = None
    end_time: time | None = None
    zone: str = ""
    """IANA name; empty when the span is all-day."""
    key: UUID | None = None
    """The same for every language, and after it was moved to other days; None where it was never saved."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where something happens: a city by its name in the reader's language, and the room or street."""

    city: str
    country: str
    """ISO 3166-1 alpha-2."""
    venue: str = ""
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """An amount in an ISO 4217 currency."""

    amount: Decimal
    currency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendition:
    """One size of a picture."""

    url: str
    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A picture uncut, in one format and several sizes: a ``source`` of the element ``picture`` of HTML."""

    type: str
    """Media type, such as "image/avif"."""
    srcset: tuple[Rendition, ...]
    """The narrowest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture with what has to be printed wherever it stands."""

    alt: str
    """Empty when the picture is declared decorative (WCAG 1.1.1)."""
    language: str = ""
    """BCP 47 tag of ``alt``; empty where it is not known, as of what was written with the picture and not with the page."""
    credit: str
    card: Rendition
    lead: Rendition
    mail: Rendition


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link that says what it leads to."""

    url: str
    title: str
    sort: str = ""
    """One of the link sorts: document, programme, register, video, platform, website."""
    members_only: bool = False
    language: str = ""
    """Language of what it leads to, where that is known (a document)."""
    format: str = ""
    """"PDF", for a document."""
    size: int = 0
    """Bytes, for a document."""


class State(StrEnum):
    """Where something with a time stands, as of the item's time."""

    UPCOMING = "upcoming"
    OPEN = "open"
    PARTLY_OPEN = "partly_open"
    CLOSING_SOON = "closing_soon"
    CLOSED = "closed"
    WITHOUT_DEADLINE = "without_deadline"


class Status(StrEnum):
    """What has become of a dated plan."""

    SCHEDULED = "scheduled"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """One thing that closes at an instant, with its state as of the item's time."""

    title: str
    at: datetime | None
    """Aware; shown in ``zone``. None: no deadline is set."""
    zone: str
    state: State
    days_left: int | None = None
    """Whole days in the deadline's own zone, 0 on its last day; None unless open or closing soon."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """Another content page that an item names."""

    key: UUID
    title: str
    """Short: an acronym where there is one."""
    url: str
    language: str
    proper_name: bool = False
    """An acronym whose capitals stay (``translate="no"``)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a kind knows beyond title and summary. A kind's own facts stand beside its model and derive from this."""

    schema_org_type: ClassVar[str] = "Article"

    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedFacts(Facts):
    """Facts of a kind that takes place."""

    spans: tuple[Span, ...] = ()
    """In order of time; empty: the date is to be confirmed."""
    places: tuple[Place, ...] = ()
    online: bool = False
    status: Status = Status.SCHEDULED
    replaced_by: Reference | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlinedFacts(Facts):
    """Facts of a kind that closes."""

    opens_on: date | None = None
    deadlines: tuple[Deadline, ...] = ()
    state: State = State.WITHOUT_DEADLINE
    next_deadline: Deadline | None = None
    """The nearest one that has not passed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InitiativeFacts(Facts):
    """Facts of a kind that others are part of."""

    acronym: str = ""
    """Printed exactly as it is, and never translated."""
    starts_on: date | None = None
    ends_on: date | None = None
    state: State = State.OPEN
    """Upcoming, open (running) or closed (ended)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Funding:
    """Who pays, and the words that have to be printed for it (a programme's own wording)."""

    programme: str
    grant_number: str
    statement: str
    """Empty where the sentence would lack the acronym or the number of a grant."""
    disclaimer: str
    emblem: str
    """Address of the emblem's picture, or empty."""
    language: str
    """Language of statement and disclaimer."""
    subject: str = ""
    """The acronym of what is funded."""


class ServedWords:
    """Words as one reader gets them, perhaps in another language than they asked for. Each class declares both fields itself."""

    __slots__ = ()

    language: str
    requested: str

    @property
    def is_fallback(self) -> bool:
        """Whether the words are in another language than the reader asked for."""
        return self.language != self.requested

    @property
    def direction(self) -> str:
        """The direction in which the words are written."""
        return direction(self.language)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item(ServedWords):
    """A card of one content page, in one language, for one reader, at one time."""

    key: UUID
    """The same for every language."""
    kind: str
    """The model's label in lower case, such as "events.eventpage"."""
    kind_name: str
    """In the requested language."""
    label: str
    """The words above the title, in the requested language: the sort of news, the kind of meeting, the funder."""
    title: str
    summary: str
    language: str
    """BCP 47 tag of title, summary and every word inside ``facts``."""
    requested: str
    """BCP 47 tag of the reader's language."""
    url: str
    read_more: str
    """The words of a link to the page, in the requested language: they say where it leads."""
    picture: Picture | None
    facts: Facts
    part_of: tuple[Reference, ...] = ()
    funding: tuple[Funding, ...] = ()
    countries: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    published_at: datetime | None = None
    updated_at: datetime | None = None
    is_by_machine: bool = False
    """Whether a machine has translated some of the words, and nobody has checked them yet."""


def as_json(value):
    """Return a dataclass (or any part of one) as JSON-ready dicts, lists, numbers and strings.

    Dates and instants are ISO 8601 (RFC 3339), amounts are decimal strings, keys keep the field names. Soft hyphens
    stay in HTML, where they divide long words.
    """
    kind = type(value)
    if kind is str:
        return value.replace("\N{SOFT HYPHEN}", "")
    if value is None or kind in (bool, int, float):
        return value
    if names := _field_names(kind):
        return {name: as_json(getattr(value, name)) for name in names}
    if isinstance(value, dict):
        return {str(key): as_json(part) for key, part in value.items()}
    if isinstance(value, list | tuple | frozenset):
        return [as_json(part) for part in value]
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, Decimal | UUID | StrEnum):
        return str(value)
    return value


@cache
def _field_names(kind: type) -> tuple[str, ...]:
    """Return the names of a dataclass's fields; none for any other type."""
    return (
        tuple(field.name for field in dataclasses.fields(kind))
        if dataclasses.is_dataclass(kind)
        else ()
    )
