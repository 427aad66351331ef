"""What does a section of an edition say, whatever form it is printed in?"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from cms.items import DeadlinedFacts, InitiativeFacts

if TYPE_CHECKING:
    from cms.items import Item


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A selected page as the issue shows it."""

    item: Item
    headline: str
    teaser: str
    link_text: str
    """In the reader's language."""
    language: str
    """BCP 47 tag of headline and teaser."""
    anchor: str
    """Its address in the edition: the same in every language and version."""
    is_lead: bool = False

    @property
    def url(self) -> str:
        """Where the page is read."""
        return self.item.url

    @property
    def is_fallback(self) -> bool:
        """Whether headline and teaser are in another language than the reader's; the link tells that of the page."""
        return self.language != self.item.requested

    @property
    def is_by_machine(self) -> bool:
        """Whether a machine has translated the page, and nobody has checked it yet."""
        return self.item.is_by_machine


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaLine:
    """Something that takes place, as one line."""

    item: Item
    words: str
    language: str
    anchor: str
    """Its address in the edition: the same in every language and version."""

    @property
    def url(self) -> str:
        """Where the page is read."""
        return self.item.url


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """The lines of one month; without a month those that have no date yet."""

    first_day: date | None
    lines: tuple[AgendaLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPromotion:
    """A promotion in the words that are served."""

    title: str
    text: str
    button: str
    url: str
    language: str
    picture: Any = None
    mark: str = ""
    """Translation key and BCP 47 tag of the page to which it leads, as in a mark; empty where that is another site."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A line of the issue's own, in the language in which there is one."""

    text: str
    language: str

    def __str__(self) -> str:
        return self.text

    def __bool__(self) -> bool:
        return bool(self.text)


@dataclass(frozen=True, slots=True)
class Body:
    """A text of the issue's own, printed by each form in its own way."""

    block: Any
    value: Any
    context: dict = field(repr=False)

    @property
    def language(self) -> str:
        """BCP 47 tag of the text."""
        return self.context["language"]

    @property
    def html(self) -> str:
        """The text as the web shows it, with marks at what leads to a page."""
        return self.block.render(self.value, {**self.context, "marked": True})

    @property
    def mail(self) -> str:
        """The text as a mail shows it."""
        return self.block.render_mail(self.value, self.context)

    @property
    def text(self) -> str:
        """The text without markup."""
        return self.block.as_text(self.value, self.context)


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A section of an edition."""

    id: str
    sort: str
    """editorial, entries, agenda, calls, promotion or text."""
    heading: str
    language: str
    """BCP 47 tag of the heading; each of the section's own words knows its own."""
    entries: tuple[Entry, ...] = ()
    months: tuple[Month, ...] = ()
    promotion: ShownPromotion | None = None
    salutation: Phrase | None = None
    sign_off: Phrase | None = None
    body: Body | None = None
    fallback: str = ""
    """BCP 47 tag of the section's own words, if they are in another language than the reader's: a label says so."""

    @property
    def count(self) -> int:
        """How many things the section holds, for the table of contents."""
        return len(self.entries) or sum(len(month.lines) for month in self.months)

    @property
    def tells_states(self) -> bool:
        """Whether any entry is open or closed as of the issue's day, which readers must be told."""
        stateful = (DeadlinedFacts, InitiativeFacts)
        return any(isinstance(entry.item.facts, stateful) for entry in self.entries)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show."""
        return not (self.entries or self.months or self.promotion or self.body is not None)

    @property
    def items(self) -> list[Item]:
        """The items of the section, in order."""
        return [entry.item for entry in self.entries] + [
            line.item for month in self.months for line in month.lines
        ]
