"""Do all words of a body go through translation and come back in their places?"""

import re
from copy import deepcopy

import pytest
from bs4 import BeautifulSoup, NavigableString
from django.utils import translation
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from wagtail.blocks import CharBlock, RichTextBlock, StreamBlock, StructBlock, TextBlock
from wagtail_localize.segments import OverridableSegmentValue, StringSegmentValue
from wagtail_localize.segments.extract import StreamFieldSegmentExtractor
from wagtail_localize.segments.ingest import StreamFieldSegmentsWriter
from wagtail_localize.strings import StringValue

from cms.blocks import BodyBlock
from tests.cms.blocks.conftest import Reader, page, raw_samples

# Words that occur nowhere else, so that each can be followed on its way.
WORD = st.from_regex(r"zq[a-zé]{1,6}", fullmatch=True)
MARKS = st.sampled_from(
    ["", "", ", ", " & ", " < ", "> ", '"', "'", "…", "\N{NO-BREAK SPACE}", "{{ 1 }}"]
)
LINE = st.lists(st.tuples(WORD, MARKS), min_size=1, max_size=4).map(
    lambda pairs: " ".join(word + mark for word, mark in pairs).strip()
)
ESCAPED = LINE.map(
    lambda line: line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
)
INLINE = st.one_of(
    ESCAPED,
    ESCAPED.map("<b>{}</b>".format),
    ESCAPED.map("<i>{}</i>".format),
    ESCAPED.map('<a linktype="page" id="1">{}</a>'.format),
    ESCAPED.map('<a href="https://city.example/">{}</a>'.format),
)
PASSAGE = st.one_of(
    st.lists(INLINE, min_size=1, max_size=3)
    .map(" ".join)
    .map('<p data-block-key="k1">{}</p>'.format),
    st.lists(INLINE, min_size=1, max_size=3).map(
        lambda items: "<ul>" + "".join(f"<li>{item}</li>" for item in items) + "</ul>"
    ),
)
RICH = st.lists(PASSAGE, min_size=1, max_size=3).map("".join)


def filled(draw, block, value):
    """Return a stored value with other words in all its fields, whatever the block."""
    if isinstance(block, StructBlock):
        return {
            name: filled(draw, child, value[name]) for name, child in block.child_blocks.items()
        }
    if isinstance(block, StreamBlock):
        return [
            {**child, "value": filled(draw, block.child_blocks[child["type"]], child["value"])}
            for child in value
        ]
    if isinstance(block, RichTextBlock):
        return draw(RICH)
    if isinstance(block, CharBlock | TextBlock):
        return draw(LINE)
    return value


def translated(string: StringValue) -> StringValue:
    """Return the words in capitals, as a translator who leaves the markup alone would."""
    soup = BeautifulSoup(string.data, "html.parser")
    for text in soup.find_all(string=True):
        text.replace_with(NavigableString(text.upper()))
    return StringValue(str(soup))


def through_translation(raw: list[dict], overrides: dict[str, str] | None = None):
    """Return what is stored of a body after extraction, translation and ingestion."""
    stream = BodyBlock().to_python(deepcopy(raw))
    segments = []
    for order, segment in enumerate(StreamFieldSegmentExtractor(None).handle_stream_block(stream)):
        if isinstance(segment, StringSegmentValue):
            string = translated(segment.string)
            segment = StringSegmentValue(segment.path, string, attrs=segment.attrs)
        elif isinstance(segment, OverridableSegmentValue):
            data = (overrides or {}).get(segment.data)
            segment = OverridableSegmentValue(segment.path, data) if data else segment
        if not segment.is_empty():
            segments.append(segment.with_order(order))
    target = BodyBlock().to_python(deepcopy(raw))
    StreamFieldSegmentsWriter(None, None, None).handle_stream_block(target, segments)
    return BodyBlock().to_python(target.get_prep_value())


def skeleton(value):
    """Return a stored value without its words, attributes of elements in their order."""
    if isinstance(value, dict):
        return {key: skeleton(part) for key, part in value.items()}
    if isinstance(value, list):
        return [skeleton(part) for part in value]
    if not isinstance(value, str):
        return value
    # What holds no markup would be taken for an address or a file's name, with a warning.
    soup = BeautifulSoup(value if "<" in value else f"<p>{value}</p>", "html.parser")
    for element in soup.find_all(True):
        element.attrs = dict(sorted(element.attrs.items()))
    return re.sub(r"zq[a-zé]+", "", str(soup), flags=re.IGNORECASE)


# To shrink a failing body would take minutes and tell no more: the words can be told apart.
@settings(
    max_examples=12,
    deadline=None,
    phases=[Phase.generate],
    database=None,
    suppress_health_check=list(HealthCheck),
)
@given(st.data())
def test_every_word_of_every_block_comes_back_translated(body, data):
    raw = [
        {**part, "value": filled(data.draw, BodyBlock().child_blocks[part["type"]], part["value"])}
        for part in raw_samples()
    ]
    context = {"reading": Reader(pages={1: page(1), 2: page(2)})}

    after = through_translation(raw)

    with translation.override("en"):
        before_text = BodyBlock().as_text(BodyBlock().to_python(raw), context)
        after_text = BodyBlock().as_text(after, context)
    assert re.findall(r"zq[a-zé]+", after_text) == []
    assert re.findall(r"ZQ[A-ZÉ]+", after_text) == [
        word.upper() for word in re.findall(r"zq[a-zé]+", before_text)
    ]
    assert skeleton(after.get_prep_value()) == skeleton(raw)


@pytest.mark.parametrize("name", sorted(BodyBlock().child_blocks))
def test_every_block_offers_its_words_to_translators(name, body):
    child = next(child for child in body if child.block_type == name)
    extractor = StreamFieldSegmentExtractor(None)

    segments = extractor.handle_block(child.block, child.value)

    assert [segment for segment in segments if isinstance(segment, StringSegmentValue)]


def test_page_references_are_neither_translated_nor_overridden(body):
    related = next(child for child in body if child.block_type == "related_pages")
    extractor = StreamFieldSegmentExtractor(None, include_overridables=True)

    segments = extractor.handle_block(related.block, related.value)

    assert [segment.path for segment in segments] == ["heading"]
    chooser = related.block.child_blocks["pages"].child_blocks["page"]
    assert chooser.restore_translated_segments(1, [OverridableSegmentValue("", 9)]) == 1


def test_facts_are_not_offered_to_translators(body):
    paths = {
        f"{child.block_type}.{segment.path}"
        for child in body
        for segment in StreamFieldSegmentExtractor(None).handle_block(child.block, child.value)
        if isinstance(segment, StringSegmentValue)
    }

    assert paths.isdisjoint(
        {
            "heading.level",
            "quote.language",
            "video.duration",
            "video.language",
            "contact.phone",
            "contact.email",
        }
    )


def test_translator_can_give_another_outside_address(body):
    raw = [part for part in raw_samples() if part["type"] == "call_to_action"]

    after = through_translation(
        raw, {"https://register.example/seminar": "https://register.example/fr"}
    )

    assert after[0].value["address"] == "https://register.example/fr"


def test_quotation_that_keeps_its_language_is_not_translated(body):
    raw = [part for part in raw_samples() if part["type"] == "quote"]
    raw[0]["value"]["language"] = "fr"

    after = through_translation(raw)

    assert after[0].value["text"] == "A square is safe when people like to be there."
    assert after[0].value["role"] == "DEPUTY MAYOR"


def test_field_that_was_added_later_does_not_stop_translation(db):
    raw = [{"type": "contact", "id": "1", "value": {"name": "zqname"}}]

    after = through_translation(raw)

    assert after[0].value["name"] == "ZQNAME"
    assert after[0].value["role"] == ""
