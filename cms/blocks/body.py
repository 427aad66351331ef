"""Of what is the body of a page made?"""

from __future__ import annotations

from cms.blocks.links import CallToActionBlock, ContactBlock, RelatedPagesBlock
from cms.blocks.media import DocumentBlock, FigureBlock, VideoBlock
from cms.blocks.rendering import BodyStream
from cms.blocks.structure import AccordionBlock, TableBlock
from cms.blocks.text import HeadingBlock, KeyFactsBlock, ParagraphBlock, QuoteBlock


class BodyBlock(BodyStream):
    """The body of every kind of content."""

    heading = HeadingBlock()
    paragraph = ParagraphBlock()
    quote = QuoteBlock()
    key_facts = KeyFactsBlock()
    figure = FigureBlock()
    document = DocumentBlock()
    video = VideoBlock()
    table = TableBlock()
    accordion = AccordionBlock()
    call_to_action = CallToActionBlock()
    contact = ContactBlock()
    related_pages = RelatedPagesBlock()
