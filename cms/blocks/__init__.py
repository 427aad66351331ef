"""The blocks of a body, each of which owns all its renderings."""

from cms.blocks.body import BodyBlock
from cms.blocks.leaves import (
    AddressBlock,
    ByKey,
    DurationBlock,
    LanguageBlock,
    LineBlock,
    LinesBlock,
    PageReferenceBlock,
    PhoneBlock,
    WordsBlock,
)
from cms.blocks.links import CallToActionBlock, ContactBlock, RelatedPagesBlock
from cms.blocks.media import DocumentBlock, FigureBlock, VideoBlock
from cms.blocks.rendering import MAIL_STYLES, BodyPart, BodyStream
from cms.blocks.rich_text import FEATURES, RichWords, expand
from cms.blocks.structure import AccordionBlock, TableBlock
from cms.blocks.surroundings import (
    Destination,
    Documents,
    Illustration,
    NoReading,
    PreviewReading,
    Reading,
    Surroundings,
)
from cms.blocks.text import HeadingBlock, KeyFactsBlock, ParagraphBlock, QuoteBlock

__all__ = [
    "FEATURES",
    "MAIL_STYLES",
    "AccordionBlock",
    "AddressBlock",
    "BodyBlock",
    "BodyPart",
    "BodyStream",
    "ByKey",
    "CallToActionBlock",
    "ContactBlock",
    "Destination",
    "DocumentBlock",
    "Documents",
    "DurationBlock",
    "FigureBlock",
    "HeadingBlock",
    "Illustration",
    "KeyFactsBlock",
    "LanguageBlock",
    "LineBlock",
    "LinesBlock",
    "NoReading",
    "PageReferenceBlock",
    "ParagraphBlock",
    "PhoneBlock",
    "PreviewReading",
    "QuoteBlock",
    "Reading",
    "RelatedPagesBlock",
    "RichWords",
    "Surroundings",
    "TableBlock",
    "VideoBlock",
    "WordsBlock",
    "expand",
]
