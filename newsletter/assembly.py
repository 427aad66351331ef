"""Which items stand in an issue, in which order, for which language?

The structure is that of the issue's source; words come from its version in the reader's chain, one by one.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cms.content import content_types
from cms.items import DatedFacts
from cms.languages.readings import BRIEF_ROWS
from cms.words import interface_language, with_language
from newsletter.blocks import Audience, WhenMissing, is_shown
from newsletter.sections import AgendaLine, Body, Entry, Month, Phrase, Section, ShownPromotion
from newsletter.selection import Selection, first_day

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from wagtail.blocks import StructValue
    from wagtail.blocks.stream_block import StreamValue

    from cms.items import Item
    from cms.languages.readings import Reading, Served
    from cms.models import Promotion
    from newsletter.models import IssuePage


Readers = tuple[str, str]
"""The outlet in which a section is read, and the audience."""

SHOWN_ROWS = (*BRIEF_ROWS, "link_rows__document", "part_of_rows")
"""The child rows that an issue shows of a page: no sessions, no partners. Its JSON has all."""


@dataclass(frozen=True, slots=True)
class Words:
    """The values of a block, each in the version that is served where it has one."""

    source: StructValue
    served: Mapping[str, Any] | None
    """As they are stored."""
    source_language: str
    served_language: str

    def get(self, name: str) -> tuple[Any, str]:
        """Return a value and its language; empty words are in no language."""
        if self.served and (stored := self.served.get(name)):
            return self.source.block.child_blocks[name].to_python(stored), self.served_language
        value = self.source.get(name)
        return value, self.source_language if value else ""

    def phrase(self, name: str) -> Phrase:
        """Return a line, empty where there is none."""
        value, language = self.get(name)
        return Phrase(value or "", language)


class Assembly:
    """The sections of one issue for one reader: read once, given to every outlet."""

    def __init__(
        self,
        issue: Served[IssuePage],
        reading: Reading,
        selection: Selection | None = None,
        *,
        rows: Collection[str] | None = None,
    ) -> None:
        """Read all that the issue shows.

        Args:
            issue: the issue's source, and the version of it that has the words.
            reading: of the reader; its time is that as of which states are told.
            selection: of the issue, where several readers share it.
            rows: the child rows of pages that are read; None reads all.
        """
        self.issue, self.reading = issue, reading
        self.selection = selection or Selection(issue.source, reading.at)
        self.structure = self.selection.structure
        self.served = _words_by_id(issue.words.sections) if issue.words is not issue.source else {}
        self.source_language = reading.languages.by_locale.get(issue.source.locale_id, "")
        self.items = reading.items_by_page(
            [
                *(pk for pages in self.selection.pages for pk in pages),
                *_decided(self.structure),
                *self._named_in_texts(),
            ],
            rows=rows,
        )
        self.promotions = promotions_shown(self.selection.promotions, reading)

    def sections(self, outlet: str, audience: str = Audience.EVERYONE) -> tuple[Section, ...]:
        """Return the sections that have something to show in an outlet; the first entry of all leads.

        Args:
            outlet: Outlet.WEB or Outlet.MAIL.
            audience: whether members read it.
        """
        sections = []
        with translation.override(self.reading.language):
            for place, block in enumerate(self.structure):
                parts = getattr(self, f"_{block.block_type}")(block, place, (outlet, audience))
                section = Section(id=anchor(block, place), sort=block.block_type, **parts)
                if not section.is_empty:
                    sections.append(section)
        for place, section in enumerate(sections):
            if section.entries:
                lead = replace(section.entries[0], is_lead=True)
                sections[place] = replace(section, entries=(lead, *section.entries[1:]))
                break
        return tuple(sections)

    # What each sort of section says

    def _editorial(self, block, _place: int, _readers: Readers) -> dict:
        words = self._words(block)
        text, language = words.get("text")
        return {
            "heading": "",
            "language": "",
            "salutation": words.phrase("salutation"),
            "sign_off": words.phrase("sign_off"),
            "body": self._body(text.block, text, language),
            "fallback": self._fallback(words, "text", "salutation", "sign_off"),
        }

    def _entries(self, block, place: int, readers: Readers) -> dict:
        taken: Counter[str] = Counter()
        entries = tuple(
            entry
            for child in block.value["entries"]
            if (entry := self._entry(child, readers, anchor(block, place), taken))
        )
        words = self._words(block)
        heading, language = words.get("heading")
        if not heading and entries:
            heading, language = (
                _kind_heading(block.value["kind"] or entries[0].item.kind),
                interface_language(),
            )
        return {
            "heading": heading,
            "language": language,
            "entries": entries,
            "fallback": self._fallback(words, "heading"),
        }

    def _agenda(self, block, place: int, _readers: Readers) -> dict:
        start = first_day(self.issue.source, block)
        days = [(_day(line.item, start), line) for line in self._lines(block, place)]
        months: dict[date | None, list[AgendaLine]] = {}
        # What is pinned comes after what was gathered; here it takes its place by date, the undated last.
        for day, line in sorted(days, key=lambda pair: pair[0] or date.max):
            months.setdefault(day.replace(day=1) if day else None, []).append(line)
        return {
            **self._heading(block, _("Agenda")),
            "months": tuple(
                Month(first_day=month, lines=tuple(lines)) for month, lines in months.items()
            ),
        }

    def _calls(self, block, place: int, _readers: Readers) -> dict:
        entries = tuple(
            Entry(
                item=line.item,
                headline=line.words if line.language == line.item.language else line.item.title,
                teaser=line.item.summary,
                link_text=line.item.read_more,
                language=line.item.language,
                anchor=line.anchor,
            )
            for line in self._lines(block, place)
        )
        return {**self._heading(block, _("Calls for proposals")), "entries": entries}

    def _promotion(self, block, _place: int, _readers: Readers) -> dict:
        promotion = self.promotions.get(block.value["promotion"])
        if promotion is None:
            return {"heading": "", "language": ""}
        return {
            "heading": promotion.title,
            "language": promotion.language,
            "promotion": promotion,
            "fallback": "" if promotion.language == self.reading.language else promotion.language,
        }

    def _text(self, block, _place: int, _readers: Readers) -> dict:
        words = self._words(block)
        heading, heading_language = words.get("heading")
        body, language = words.get("body")
        return {
            "heading": heading or "",
            "language": heading_language,
            "body": self._body(body.stream_block, body, language) if body else None,
            "fallback": self._fallback(words, "body", "heading"),
        }

    # Parts

    def _body(self, block, value, language: str) -> Body:
        return Body(block, value, {"reading": self.reading, "language": language})

    def _entry(self, child, readers: Readers, section: str, taken: Counter[str]) -> Entry | None:
        """Return an entry, unless its page is not public or the entry is for others, or another outlet or language.

        Args:
            child: the block of the entry.
            readers: whose it is.
            section: its identity.
            taken: how many entries of the section have an address already; a page that stands twice needs two.
        """
        value = child.value
        item = self.items.get(value["page"])
        if item is None or not is_shown(value, *readers):
            return None
        if item.is_fallback and value["when_missing"] == WhenMissing.DROP:
            return None
        words = self._words(child)
        headline, headline_language = words.get("headline")
        teaser, teaser_language = words.get("teaser")
        language = _language_of_both(headline_language, teaser_language, item, self.reading)
        link_text, link_language = words.get("link_text")
        address = item_anchor(section, item)
        taken[address] += 1
        return Entry(
            item=item,
            headline=headline if headline_language == language else item.title,
            teaser=teaser if teaser_language == language else item.summary,
            link_text=self._own_link_text(link_text, item)
            if link_language == self.reading.language
            else item.read_more,
            language=language,
            anchor=address if taken[address] == 1 else f"{address}-{taken[address]}",
        )

    def _own_link_text(self, text: str, item: Item) -> str:
        """Return an editor's words of a link, with the language in which one reads where it is another one."""
        return with_language(text, item.language) if item.is_fallback else text

    def _lines(self, block, place: int) -> Iterator[AgendaLine]:
        """Yield the lines of a gathered section, in order, as the editors have reworded, pinned and hidden them."""
        # An editor may have chosen another version of a page than the gathered source: the key is the same.
        decisions = {
            item.key: child
            for child in block.value["lines"]
            if (item := self.items.get(child.value["page"]))
        }
        shown = {}
        for pk in self.selection.pages[place]:
            if item := self.items.get(pk):
                shown.setdefault(item.key, item)
        for key, item in shown.items():
            decision = decisions.get(key)
            if decision and decision.value["is_hidden"]:
                continue
            words, language = self._words(decision).get("words") if decision else ("", "")
            if language not in (item.language, self.reading.language):
                words = ""
            yield AgendaLine(
                item=item,
                words=words or item.title,
                language=language if words else item.language,
                anchor=item_anchor(anchor(block, place), item),
            )

    def _heading(self, block, default: str) -> dict:
        """Return the heading of a section that has one by itself."""
        words = self._words(block)
        heading, language = words.get("heading")
        return {
            "heading": heading or default,
            "language": language if heading else interface_language(),
            "fallback": self._fallback(words, "heading"),
        }

    def _fallback(self, words: Words, *names: str) -> str:
        """Return the language of the first of some words that is not the reader's, or the empty string."""
        languages = (words.get(name)[1] for name in names)
        return next((tag for tag in languages if tag and tag != self.reading.language), "")

    def _named_in_texts(self) -> set[int]:
        """Return the primary keys of the pages that the issue's own texts link to."""
        named: set[int] = set()
        for block in self.structure:
            if block.block_type == "editorial":
                text, _language = self._words(block).get("text")
                named |= text.block.references(text)
            elif block.block_type == "text":
                body, _language = self._words(block).get("body")
                named |= body.stream_block.references(body)
        return named

    def _words(self, block) -> Words:
        """Return the values of a block, in the words that are served."""
        served = self.served.get(block.id) if block.id else None
        return Words(block.value, served, self.source_language, self.issue.language)


def anchor(block, place: int) -> str:
    """Return the identity of a section in an edition: what an editor has just added, and previews, has none of its own."""
    return f"section-{block.id[:8] if block.id else place}"


def item_anchor(section: str, item: Item) -> str:
    """Return the address of an item in a section, of which the identity is given, where it stands first."""
    return f"{section}-{str(item.key)[:8]}"


def _language_of_both(headline: str, teaser: str, item: Item, reading: Reading) -> str:
    """Return the one language in which headline and teaser are shown.

    Own words are used beside the item's where they are in the same language; in place of both, where they are in the
    reader's and the item is not.
    """
    if item.language != reading.language and headline == teaser == reading.language:
        return reading.language
    return item.language


def _kind_heading(label: str) -> str:
    """Return the plural name of a kind ("news.newspage"); of a kind that is no longer installed, nothing."""
    names = {kind._meta.label_lower: kind._meta.verbose_name_plural for kind in content_types()}
    return str(capfirst(names.get(label, "")))


def _words_by_id(sections: StreamValue) -> dict[str, Mapping[str, Any]]:
    """Return the values of sections, entries and lines by their identity, which a translation keeps.

    As they are stored: to make blocks of all of them in every language takes longer than all else that is done with
    them.
    """
    found = {}
    for block in sections.raw_data:
        value = block["value"]
        children = [*(value.get("entries") or ()), *(value.get("lines") or ())]
        found |= {part.get("id"): part["value"] for part in (block, *children)}
    return found


def _day(item: Item, first_day: date) -> date | None:
    """Return the day under which the agenda has an item: what began before its first day and still runs, on that."""
    facts = item.facts
    if not isinstance(facts, DatedFacts) or not facts.spans:
        return None
    running = next((span for span in facts.spans if span.end >= first_day), None)
    return max(running.start, first_day) if running else facts.spans[-1].start


def _decided(blocks) -> list[int]:
    """Return the primary keys of the pages about whose lines the editors have decided."""
    lines = (child for block in blocks for child in block.value.get("lines") or ())
    return [child.value["page"] for child in lines if child.value["page"]]


def promotions_shown(
    versions: Mapping[int, Sequence[Promotion]], reading: Reading
) -> dict[int, ShownPromotion]:
    """Return promotions in the words that are served, by primary key. One query.

    Args:
        versions: of each promotion, as ``promotion_versions`` returns them.
        reading: of the reader.
    """
    chosen = {pk: group[0] for pk, group in versions.items()}
    pages = reading.pages(promotion.page_id for promotion in chosen.values() if promotion.page_id)
    shown = {}
    for pk, promotion in chosen.items():
        found = {
            reading.languages.by_locale[version.locale_id]: version for version in versions[pk]
        }
        own = reading.languages.by_locale[promotion.locale_id]
        language = next(tag for tag in (*reading.chain, own) if tag in found)
        words = found[language]
        page = pages.get(promotion.page_id)
        shown[pk] = ShownPromotion(
            title=words.title,
            text=words.text,
            button=words.button,
            url=reading.address(page) if page else promotion.url,
            language=language,
            picture=reading.picture(promotion.picture) if promotion.picture else None,
            mark=f"{page.translation_key} {reading.languages.by_locale[page.locale_id]}"
            if page
            else "",
        )
    return shown
