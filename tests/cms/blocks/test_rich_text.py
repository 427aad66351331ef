"""What becomes of rich text, whatever was pasted or stored?"""

import re

import pytest
from django.utils import translation
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

from cms.blocks import FEATURES, ParagraphBlock, RichWords, expand
from cms.blocks.surroundings import Surroundings
from tests.cms.blocks.conftest import Reader, page

WORD = """
<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word">
<head><meta name=Generator content="Microsoft Word 15">
<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]-->
<style><!-- p.MsoNormal {margin:0cm; font-size:11.0pt; font-family:"Calibri",sans-serif;} --></style></head>
<body lang=FR style='tab-interval:35.4pt'><!--StartFragment-->
<p class=MsoNormal style='margin-bottom:8pt'><b style='mso-bidi-font-weight:normal'><span lang=EN-GB
style='font-size:14.0pt;color:#C00000;mso-fareast-language:FR'>A safer square<o:p></o:p></span></b></p>
<p class=MsoNormal><span style='font-family:"Comic Sans MS"'>Forty cities <i>met</i> in
<a href="https://city.example/" title="x"><span style='color:blue'>Augsburg</span></a>.<o:p>&nbsp;</o:p></span></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='font-family:Symbol'>&middot;<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;</span></span><![endif]>first step<o:p></o:p></p>
<ul style='margin-top:0cm' type=disc><li class=MsoNormal style='mso-list:l1 level1 lfo2'>second step</li></ul>
<table class=MsoTableGrid border=1><tr><td width=200 style='border:solid windowtext 1.0pt'><p class=MsoNormal>in a cell</p></td></tr></table>
<h1 style='color:red'>A title</h1>
<!--EndFragment--><p class=MsoNormal><img width=300 src="file:///C:/Users/anna/clip_image001.png" v:shapes="Picture_1"></p></body></html>
"""


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def words(source: str, reader: Reader | None = None, language: str = "", documents=()) -> RichWords:
    context = {"reading": reader or Reader(), "language": language}
    return RichWords(source, Surroundings.of(context, lambda: documents))


def test_paste_from_a_word_processor_leaves_no_foreign_markup():
    converter = ContentstateConverter(features=FEATURES)
    # A browser hands on what stands between these two comments.
    pasted = WORD.partition("<!--StartFragment-->")[2].partition("<!--EndFragment-->")[0]

    stored = converter.to_database_format(converter.from_database_format(pasted))

    assert set(re.findall(r"<(\w+)", stored)) <= {"p", "b", "i", "a", "ul", "li"}
    assert set(re.findall(r' ([\w-]+)="', stored)) <= {"data-block-key", "href"}
    assert (
        re.search(r"mso|Calibri|Comic|style|class|&nbsp;</p>\s*<o", stored, re.IGNORECASE) is None
    )
    shown = words(stored).text
    for passage in (
        "A safer square",
        "Forty cities met in Augsburg",
        "second step",
        "in a cell",
        "A title",
    ):
        assert passage in shown


def test_foreign_markup_that_was_stored_is_not_shown():
    shown = words(WORD)

    assert set(re.findall(r"<(\w+)", shown.html)) <= {"p", "b", "i", "a", "ul", "li"}
    assert set(re.findall(r' ([\w-]+)="', shown.html)) == {"href"}
    assert "Forty cities <i>met</i> in" in shown.html
    assert "Calibri" not in shown.html
    assert "Normal" not in shown.text


def test_internal_link_leads_to_the_version_that_is_served():
    source = '<p>See <a linktype="page" id="3">the seminar</a>.</p>'

    html = expand(source, Reader(pages={3: page(3)}))

    assert html == '<p>See <a href="/en/pages/3/" hreflang="en">the seminar</a>.</p>'


def test_internal_link_that_is_not_public_is_plain_text():
    source = '<p>See <a linktype="page" id="3">the <b>seminar</b></a>.</p>'

    shown = words(source)

    assert shown.html == "<p>See the <b>seminar</b>.</p>"
    assert shown.text == "See the seminar."


def test_link_to_another_language_says_so():
    source = '<p><a linktype="page" id="3">seminar</a></p>'
    reader = Reader(pages={3: page(3, language="fr")})

    shown = words(source, reader)

    assert shown.html == (
        '<p><a href="/fr/pages/3/" hreflang="fr">seminar</a> <span class="label">In French</span></p>'
    )
    assert shown.text == "seminar (in French): /fr/pages/3/"


def test_link_to_the_language_of_the_words_around_it_needs_no_label():
    source = '<p><a linktype="page" id="3">séminaire</a></p>'
    reader = Reader(pages={3: page(3, language="fr")})

    assert words(source, reader, language="fr").text == "séminaire: /fr/pages/3/"


def test_words_for_the_reader_carry_the_language_of_the_reader(document):
    source = f'<p><a linktype="document" id="{document.pk}">guide</a></p>'

    shown = words(source, language="fr", documents=[document.pk])

    assert '<span lang="en" dir="ltr">(PDF, German, 100' in shown.html


def test_document_link_tells_format_language_and_size(document):
    source = f'<p><a linktype="document" id="{document.pk}">guide</a></p>'

    html = expand(source, Reader(base="https://network.example"))

    assert 'href="https://network.example/documents/' in html
    assert 'hreflang="de"' in html
    assert re.search(r"guide <span>\(PDF, German, 100\WkB\)</span></a>", html)


def test_link_to_a_deleted_document_is_plain_text(db):
    assert expand('<p><a linktype="document" id="99">guide</a></p>', Reader()) == "<p>guide</p>"


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        " java\tscript:alert(1)",
        "data:text/html,x",
        "//evil.example",
        "vbscript:x",
        "",
        "x",
    ],
)
def test_addresses_that_lead_astray_are_plain_text(address):
    assert expand(f'<p><a href="{address}">here</a></p>', Reader()) == "<p>here</p>"


@pytest.mark.parametrize(
    "address",
    ["https://city.example/?a=1&amp;b=2", "mailto:a@city.example", "tel:+3221", "/en/", "#top"],
)
def test_addresses_of_every_allowed_kind_stay(address):
    assert (
        expand(f'<p><a href="{address}">here</a></p>', Reader())
        == f'<p><a href="{address}">here</a></p>'
    )


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("<p>a<p>b", "<p>a</p><p>b</p>"),
        ("<p><b>a</p>b</b>", "<p><b>a</b></p>b"),
        ("<ul><li>a</ul>", "<ul><li>a</li></ul>"),
        ("<li>a</li>", "<p>a</p>"),
        ('<a href="/a">x<a href="/b">y', '<a href="/a">x</a><a href="/b">y</a>'),
        ("<p>1 < 2 & 3</p>", "<p>1 &lt; 2 &amp; 3</p>"),
        ("<p>a<br/>b</p>", "<p>a<br>b</p>"),
        ("<script>x</script>a<style>y</style><svg/>b", "ab"),
        ("a<iframe>", "a"),
        ("</p></b>a", "a"),
        ("<p>a</p><p>&nbsp;<br/></p><p></p>", "<p>a</p>"),
        ("", ""),
    ],
)
def test_html_is_well_formed(source, html):
    assert expand(source, Reader()) == html


def test_text_is_readable():
    source = (
        "<p>Dear  <b>members</b>,<br/>welcome.</p>"
        '<p>Read <a href="https://city.example/">the guide</a> or write to'
        ' <a href="mailto:a@city.example">a@city.example</a>.</p>'
        "<ol><li>first<ul><li>inner</li></ul></li><li>second</li></ol><p>End</p>"
    )

    assert words(source).text == (
        "Dear members,\nwelcome.\n\n"
        "Read the guide: https://city.example/ or write to a@city.example.\n\n"
        "1. first\n  - inner\n2. second\n\nEnd"
    )


def test_soft_hyphens_stay_in_html_only():
    block = ParagraphBlock()
    value = block.to_python({"text": "<p>Sicher\u00adheit</p>"})

    data = block.get_api_representation(value, {"reading": Reader()})

    assert data == {"text": {"html": "<p>Sicher\u00adheit</p>", "text": "Sicherheit"}}
    assert block.as_text(value) == "Sicherheit"
