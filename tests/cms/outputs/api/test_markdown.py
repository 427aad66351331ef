"""Does Markdown say what the HTML says, and nothing that an editor only wrote by chance?"""

from urllib.parse import unquote

import pytest
from bs4 import BeautifulSoup, NavigableString
from django.utils.html import escape
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from cms.blocks.rich_text import expand
from cms.blocks.surroundings import NoReading
from cms.outputs.api.markdown import with_markdown

WORDS = st.text(alphabet="ab1 .)(#-+=*_`~<>[]!|&;:\\\"'/\n\tä€ー。", max_size=12).map(escape)


def inside(tag: str):
    """Return what wraps HTML in an element."""
    return lambda html: f"<{tag}>{html}</{tag.split()[0]}>"


INLINE = st.recursive(
    WORDS | st.just("<br>"),
    lambda parts: st.one_of(
        st.lists(parts, max_size=4).map("".join),
        parts.map(inside("b")),
        parts.map(inside("i")),
    ),
    max_leaves=6,
)
LINKED = st.lists(
    INLINE | INLINE.map(inside('a href="https://a.example/"')), min_size=1, max_size=4
).map("".join)
ITEMS = st.lists(LINKED.map(inside("li")), min_size=1, max_size=3).map("".join)
LISTS = st.sampled_from(["ul", "ol"]).flatmap(
    lambda tag: st.tuples(ITEMS, LINKED, ITEMS).map(
        lambda parts: f"<{tag}>{parts[0]}<li>{parts[1]}<ul>{parts[2]}</ul></li></{tag}>"
    )
)
FOREIGN = st.tuples(LINKED, ITEMS, LISTS).map(
    lambda parts: f"<ul>{parts[0]}{parts[1]}{parts[2]}</ul><b><p>{parts[0]}</p></b>"
)
TEXTS = st.lists(LINKED.map(inside("p")) | LISTS, min_size=1, max_size=3).map("".join)


def markdown_of(html: str) -> str:
    """Return the Markdown of rich text."""
    return with_markdown({"html": html, "text": ""})["markdown"]


def rendered(markdown: str) -> str:
    """Return what a program makes of Markdown that follows the standard."""
    return MarkdownIt("commonmark").render(markdown)


def letters(html: str) -> list[tuple[str, bool, bool, bool]]:
    """Return the characters of a text but spaces, each with whether it is bold, italic and linked."""
    found = []
    for text in BeautifulSoup(html, "html.parser").find_all(string=True):
        names = {parent.name for parent in text.parents}
        marks = (
            not names.isdisjoint({"b", "strong"}),
            not names.isdisjoint({"i", "em"}),
            "a" in names,
        )
        found += [(each, *marks) for each in text if not each.isspace()]
    return found


def blocks(html: str) -> list[str]:
    """Return the paragraphs and items that are not empty, without spaces."""
    found = []
    for block in BeautifulSoup(html, "html.parser").find_all(["p", "li"]):
        own = [
            text
            for text in block.find_all(string=True)
            if text.find_parent(["p", "li"]) is block and isinstance(text, NavigableString)
        ]
        found += ["".join("".join(own).split())]
    return [each for each in found if each]


def test_every_mark_of_the_editor_has_its_own_in_markdown():
    html = (
        "<p>Squares are <b>for</b> <i>people</i>,<br>and <a href='https://a.example/'>trees</a>.</p>"
        "<ul><li>one<ol><li>deep<br>down</li></ol></li><li>two</li></ul><ol><li>first</li></ol>"
    )

    assert markdown_of(html) == (
        "Squares are **for** *people*,\\\nand [trees](https://a.example/).\n\n"
        "- one\n  1. deep\\\n     down\n- two\n\n1. first"
    )


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ('<p>Los!<a href="/x">hier</a></p>', "Los\\![hier](/x)"),
        ("<p>ends<br></p><p><br></p>", "ends"),
        ("<p><b>a<br></b>b</p>", "**a**\\\nb"),
        ("<p><b>a</b><b> </b><b>b</b></p>", "**a b**"),
        ("<p>a<b> </b>b</p>", "a b"),
        ("<p><b>Frist:</b>bis</p>", "**Frist**:bis"),
        ("<p>x<b>(a)</b>y</p>", "x(**a**)y"),
        ('<p><b>a <a href="/x">b</a></b>c</p>', "**a** [**b**](/x)c"),
        ("<p><b>a<i>b</i></b><i>c</i></p>", "**a*b***c"),
        ("<p><b><i>a</i></b> <i>b <b>c</b></i></p>", "***a*** *b **c***"),
        ("<ul><li>a</li></ul><ul><li>b</li><li></li></ul>", "- a\n\n* b"),
        ("<ol><li><ul><li>a</li></ul></li></ol>", "1. - a"),
        ("<ul>intro<li>a</li><ul><li>b</li></ul><p>x</p></ul>", "- intro\n- a\n- - b\n\n  x"),
        ("<ol><b><li>x</li></b></ol>", "1. **x**"),
        ("<b><p>a</p><p>c</p></b>", "**a\\\n\\\nc**"),
        ('<a href="/x"><p>Title</p><p>text</p></a>', "[Title\\\n\\\ntext](/x)"),
        ("<i><ul><li>a</li><li>b</li></ul></i>", "*a\\\n\\\nb*"),
        ("<p>\u00a0a<br>\u00a0</p>", "a"),
        ("<p>2019. Then<br>- or + or<br>= not</p>", "2019\\. Then\\\n\\- or + or\\\n\\= not"),
    ],
)
def test_what_the_standard_would_read_otherwise_is_written_otherwise(html, markdown):
    assert markdown_of(html) == markdown


def test_only_rich_texts_have_markdown_however_deep_they_are():
    rich = {"html": "<p>Yes</p>", "text": "Yes"}
    part = {"value": {"panels": [{"title": "No", "text": rich}], "html": "<p>No</p>", "level": 2}}

    found = with_markdown(part)

    assert found == {
        "value": {
            "panels": [{"title": "No", "text": {**rich, "markdown": "Yes"}}],
            "html": "<p>No</p>",
            "level": 2,
        }
    }
    assert "markdown" not in rich


@given(html=TEXTS)
def test_a_program_reads_the_paragraphs_and_items_that_were_written(html):
    written = expand(html, NoReading())

    assert blocks(rendered(markdown_of(written))) == blocks(written)


@given(html=TEXTS | FOREIGN)
def test_a_program_reads_the_words_that_were_written_with_their_marks(html):
    written = expand(html.replace("<i>", "<em>").replace("</i>", "</em>"), NoReading())

    read = rendered(markdown_of(written))

    before, after = letters(written), letters(read)
    assert [each[0] for each in after] == [each[0] for each in before]
    for (_, *was), (letter, *now) in zip(before, after, strict=True):
        if letter.isalnum():
            assert (now[0], now[2]) == (was[0], was[2])
            assert (
                now[1] <= was[1]
            )  # what is italic across the end of what is bold is so only inside
        else:
            assert now[0] <= was[0]


@pytest.mark.parametrize(
    "address",
    [
        "https://a.example/x_(y)",
        "https://a.example/)[here](javascript:alert)",
        "https://a.example/?q=<b>&r=a b\"'\\",
        "https://a.example/ü/%C3%BC#(",
        "mailto:first_last@a.example",
    ],
)
def test_a_link_leads_where_it_led(address):
    html = expand(f'<p><a href="{escape(address)}">to [it]</a></p>', NoReading())

    (link,) = BeautifulSoup(rendered(markdown_of(html)), "html.parser").find_all("a")

    assert link.get_text() == "to [it]"
    # Brackets by their numbers: what is written otherwise is the same address.
    assert unquote(link["href"]) == unquote(address)
