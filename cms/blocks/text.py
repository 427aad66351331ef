"""Which blocks are words: headings, paragraphs, quotes, key facts."""

from __future__ import annotations

from typing import Literal, TypedDict

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import ChoiceBlock, StreamBlock, StructBlock
from wagtail_localize.segments.extract import StreamFieldSegmentExtractor
from wagtail_localize.segments.ingest import StreamFieldSegmentsWriter

from cms import items
from cms.blocks.leaves import LanguageBlock, LineBlock, LinesBlock, WordsBlock
from cms.blocks.rendering import BodyPart
from cms.blocks.rich_text import RichWords
from cms.words import joined

TEXT = _("Text")


class HeadingPart(TypedDict):
    """A heading inside a text."""

    text: str
    level: Literal[2, 3]


class HeadingBlock(BodyPart):
    """A heading inside a text, of the second or third level: the first is the page's title."""

    text = LineBlock(max_length=150, label=_("Heading"))
    level = ChoiceBlock(
        choices=[("2", _("Heading")), ("3", _("Heading below a heading"))],
        default="2",
        label=_("Level"),
        help_text=_(
            "Readers who listen to a page jump from heading to heading: leave out no level."
        ),
        search_index=False,
    )

    class Meta:
        icon = "title"
        label = _("Heading")
        group = TEXT
        template = "cms/blocks/heading.html"
        description = _("A line that says what the next paragraphs are about.")
        preview_value = {"text": _("What cities can do"), "level": "2"}

    def resolve(self, value, surroundings) -> HeadingPart:
        """Return text and level."""
        return {"text": value["text"], "level": 3 if value["level"] == "3" else 2}

    def write_text(self, part):
        """Return the text."""
        return str(part["text"])


class ParagraphPart(TypedDict):
    """Paragraphs and lists."""

    text: RichWords


class ParagraphBlock(BodyPart):
    """Paragraphs and lists with the few marks that every way out can show."""

    text = WordsBlock(
        label=_("Text"),
        help_text=_(
            "You can paste from a word processor: its fonts, colours and sizes are left behind."
        ),
    )

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        group = TEXT
        template = "cms/blocks/paragraph.html"
        description = _("Paragraphs and lists, with bold, italics and links.")
        preview_value = {
            "text": "<p>Forty cities met to compare <b>what works</b> in their streets and squares.</p>"
            "<ul><li>They listened first.</li><li>Then they agreed on three steps.</li></ul>"
        }

    def resolve(self, value, surroundings) -> ParagraphPart:
        """Return the text."""
        return {"text": self.words(value["text"], surroundings)}

    def write_text(self, part):
        """Return the text without markup."""
        return part["text"].text


class QuotePart(TypedDict):
    """Words of a person."""

    text: str
    person: str
    role: str
    language: str
    """BCP 47 tag of the words of the person."""
    direction: Literal["ltr", "rtl"]
    language_label: str
    """"in French", in the requested language, when the words are neither in that nor in the language of the body."""


class QuoteBlock(BodyPart):
    """Words of a person."""

    text = LinesBlock(label=_("Quotation"), help_text=_("Write it without quotation marks."))
    person = LineBlock(required=False, max_length=120, label=_("Person"))
    role = LineBlock(
        required=False, max_length=200, label=_("Role"), help_text=_("Such as mayor of Augsburg.")
    )
    language = LanguageBlock(
        label=_("Language of the quotation"),
        help_text=_(
            "Leave this empty, and the quotation is translated with the page. Choose a language only when its words"
            " have to stay as they were said in every translation."
        ),
    )

    class Meta:
        icon = "openquote"
        label = _("Quotation")
        group = TEXT
        template = "cms/blocks/quote.html"
        description = _("Words of a person, set apart from the text, with name and role.")
        preview_value = {
            "text": _("A square is safe when people like to be there."),
            "person": "Anna Kowalska",
            "role": _("Deputy mayor"),
        }

    def get_translatable_segments(self, value):
        """Offer all words, but not those of a quotation that keeps its language."""
        segments = StreamFieldSegmentExtractor(None).handle_struct_block(value)
        return [segment for segment in segments if segment.path != "text" or not value["language"]]

    def restore_translated_segments(self, value, segments):
        """Put the translated words in."""
        return StreamFieldSegmentsWriter(None, None, None).handle_struct_block(value, segments)

    def resolve(self, value, surroundings) -> QuotePart:
        """Return words and person."""
        language = value["language"] or surroundings.language
        return {
            "text": value["text"],
            "person": value["person"],
            "role": value["role"],
            "language": language,
            "direction": items.direction(language),
            "language_label": surroundings.label(language),
        }

    def write_text(self, part):
        """Return the words, and below them the person."""
        person = joined([part["person"], part["role"], part["language_label"]])
        return f"{part['text']}\n– {person}" if person else str(part["text"])


class KeyFactBlock(StructBlock):
    """One fact at a glance."""

    term = LineBlock(max_length=80, label=_("What it is"), help_text=_("Such as Budget."))
    detail = LineBlock(
        max_length=200,
        label=_("How much, when or where"),
        help_text=_("Such as 1.2 million euros."),
    )

    class Meta:
        icon = "tag"
        label = _("Fact")


class KeyFact(TypedDict):
    """One fact at a glance."""

    term: str
    detail: str


class KeyFactsPart(TypedDict):
    """Facts at a glance."""

    facts: list[KeyFact]


class KeyFactsBlock(BodyPart):
    """Facts at a glance: terms and details."""

    facts = StreamBlock([("fact", KeyFactBlock())], label=_("Facts"))

    class Meta:
        icon = "list-ul"
        label = _("Key facts")
        group = TEXT
        template = "cms/blocks/key_facts.html"
        description = _("A few figures or facts that readers find at a glance.")
        preview_value = {
            "facts": [
                ("fact", {"term": _("Cities"), "detail": "40"}),
                ("fact", {"term": _("Start"), "detail": _("Spring 2019")}),
            ]
        }

    def resolve(self, value, surroundings) -> KeyFactsPart | None:
        """Return the facts in their order."""
        facts = [
            {"term": fact.value["term"], "detail": fact.value["detail"]} for fact in value["facts"]
        ]
        return {"facts": facts} if facts else None

    def write_text(self, part):
        """Return one line for each fact."""
        return "\n".join(f"{fact['term']}: {fact['detail']}" for fact in part["facts"])
