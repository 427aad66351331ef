"""How is a translation written as an XLIFF 1.2 file, and read from one?"""

import time

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import given
from hypothesis import strategies as st

from cms.languages.translation.exchange import xliff
from cms.languages.translation.exchange.sheet import MAX_UNITS, ExchangeError, State, unit

from .sheets import SHEETS, TRANSLATION, sheet

UNIT = '<trans-unit id="title:1"><source>Bells</source><target>Cloches</target></trans-unit>'
NO_XML = "This is no XML, or broken."
NO_XLIFF = "This is no XLIFF file of version 1.2."


def file(units: str = UNIT, *, before: str = "", original: str = str(TRANSLATION)) -> str:
    """Return an XLIFF file as a translator's tool writes it."""
    return (
        f'{before}<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"><file original="{original}"'
        f' source-language="en" target-language="fr" datatype="html"><body>{units}</body></file></xliff>'
    )


def target(content: str, **attributes: str) -> str:
    """Return a file of one unit whose target has some content and attributes."""
    written = "".join(f' {name}="{value}"' for name, value in attributes.items())
    return file(
        '<trans-unit id="title:1"><source>A <g id="b1" ctype="bold">bell</g></source>'
        f"<target{written}>{content}</target></trans-unit>"
    )


def words(document: str) -> str:
    """Return the translated words of a file's only unit."""
    [only] = xliff.read(document.encode()).units
    return only.words


@given(SHEETS)
def test_what_was_written_is_read(written):
    assert xliff.read(xliff.write(written)) == written


def test_tags_are_inline_elements_and_states_are_those_of_the_standard():
    written = sheet(
        unit("title", "R&amp;D", "R&amp;D", State.CONFIRMED),
        unit("body", '<b>One</b><br/><a id="a1">two</a>', "Un", State.PROPOSED),
        unit("body", "Three", "", State.MISSING),
    )

    body = xliff.write(written).decode().partition("<body>")[2].partition("</body>")[0]

    one, two, three = body.replace("</trans-unit>", "</trans-unit>\n").splitlines()
    assert one == (
        '<trans-unit id="title:1" xml:space="preserve" approved="yes"><source>R&amp;D</source>'
        '<target state="final">R&amp;D</target></trans-unit>'
    )
    assert two == (
        '<trans-unit id="body:2" xml:space="preserve"><source><g id="b1" ctype="bold">One</g>'
        '<x id="br1" ctype="lb" /><g id="a1" ctype="x-html-a">two</g></source>'
        '<target state="needs-review-translation">Un</target></trans-unit>'
    )
    assert three == (
        '<trans-unit id="body:3" xml:space="preserve"><source>Three</source>'
        '<target state="needs-translation" /></trans-unit>'
    )


@pytest.mark.parametrize(
    ("state", "read"),
    [
        ("new", State.PROPOSED),
        ("needs-translation", State.PROPOSED),
        ("needs-adaptation", State.PROPOSED),
        ("needs-review-translation", State.PROPOSED),
        ("x-of-some-tool", State.PROPOSED),
        ("translated", State.CONFIRMED),
        ("signed-off", State.CONFIRMED),
        ("final", State.CONFIRMED),
    ],
)
def test_a_state_that_asks_for_more_makes_a_proposal(state, read):
    [only] = xliff.read(target("Cloche", state=state).encode()).units

    assert only.state is read


@pytest.mark.parametrize(
    ("approved", "read"),
    [
        ("", State.CONFIRMED),
        (' approved="yes"', State.CONFIRMED),
        (' approved="no"', State.PROPOSED),
    ],
)
def test_without_a_state_it_counts_whether_it_was_approved(approved, read):
    [only] = xliff.read(
        file(UNIT.replace(' id="title:1"', f' id="title:1"{approved}')).encode()
    ).units

    assert only.state is read


@pytest.mark.parametrize("content", ["", " ", "\n  "])
def test_an_empty_target_is_missing_whatever_its_state(content):
    [only] = xliff.read(target(content, state="final").encode()).units

    assert (only.words, only.state) == ("", State.MISSING)


def test_tags_are_known_by_their_id_alone():
    assert words(target('Une <g id="b1">cloche</g>')) == "Une <b>cloche</b>"


def test_segments_of_a_tool_are_joined():
    assert (
        words(target('<mrk mtype="seg" mid="1">Un.</mrk> <mrk mtype="seg" mid="2">Deux.</mrk>'))
        == "Un. Deux."
    )


def test_native_codes_of_another_exporter_are_taken_as_they_are():
    assert (
        words(target('Une <bpt id="1">&lt;b&gt;</bpt>cloche<ept id="1">&lt;/b&gt;</ept>'))
        == "Une <b>cloche</b>"
    )


def test_what_nobody_knows_becomes_a_tag_that_the_source_does_not_have():
    assert words(target('Une <bx id="1" rid="1"/>cloche')) == "Une <bx/>cloche"
    assert words(target('Une <x id="9" ctype="x-char-D800"/>cloche')) == "Une cloche"


def test_suggestions_of_a_tool_are_left_out():
    alternative = "<alt-trans><source>Bell</source><target>Clochette</target></alt-trans>"
    document = file(UNIT.replace("</trans-unit>", f"{alternative}</trans-unit>"))

    assert words(document) == "Cloches"


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1"])
def test_the_declared_charset_is_honoured(charset):
    before = f'<?xml version="1.0" encoding="{charset.removesuffix("-sig")}"?>'
    document = file(UNIT.replace("Cloches", "Sonnée"), before=before)

    assert xliff.read(document.encode(charset)).units[0].words == "Sonnée"


LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
PARAMETERS = '<!DOCTYPE x [<!ENTITY % a SYSTEM "http://127.0.0.1/x.dtd"> %a;]>'
DECLARED = "The file has a document type declaration, which could name other files."


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", NO_XML),
        (b"<", NO_XML),
        (b"<html></html>", NO_XLIFF),
        (b"<xliff version='1.2'/>", "The XLIFF file holds 0 files; import them one by one."),
        (b'<xliff version="2.0" xmlns="urn:oasis:names:tc:xliff:document:2.0"/>', NO_XLIFF),
        (file(UNIT.replace("Cloches", "&b;"), before=LAUGHS).encode(), DECLARED),
        (file(UNIT.replace("Cloches", "&a;"), before=OUTSIDE).encode(), DECLARED),
        (file(before=PARAMETERS).encode(), DECLARED),
        (file(before="<!DOCTYPE xliff>").encode(), DECLARED),
        (file(UNIT.replace("Cloches", "Cl\0ches")).encode(), NO_XML),
        (file(UNIT.replace("Cloches", "&#0;")).encode(), NO_XML),
        (file(UNIT.replace("Cloches", "Sonnée")).encode("latin-1"), NO_XML),
        (file(before='<?xml version="1.0" encoding="x-klingon"?>').encode(), NO_XML),
        (file(before='<?xml version="1.0" encoding="shift_jis"?>').encode(), NO_XML),
        (file(before='<?xml version="1.0" encoding="hex"?>').encode(), NO_XML),
        (
            file(original="").encode(),
            "The file does not say which translation it is of. Export it here, and keep its header.",
        ),
        (
            file(original="page.html").encode(),
            "What the file gives as the id of its translation is none: page.html",
        ),
        (
            file().replace("</xliff>", "<file/></xliff>").encode(),
            "The XLIFF file holds 2 files; import them one by one.",
        ),
        (file("<trans-unit/>" * 2 * MAX_UNITS).encode(), "The file holds more than 10000 texts."),
        (file("<a/>" * 1_000_000).encode(), "The file holds more than 10000 texts."),
        (
            target("<g id='b1'>" * 100 + "</g>" * 100).encode(),
            "The tags of one text stand too deep in each other.",
        ),
    ],
)
def test_what_is_no_such_file_is_refused_in_a_sentence(data, said):
    with pytest.raises(ExchangeError) as refused:
        xliff.read(data)

    assert str(refused.value) == said


def test_elements_that_stand_in_each_other_without_end_are_refused():
    depth = 100_000

    with pytest.raises(ExchangeError):
        xliff.read(target("<g id='b1'>" * depth + "</g>" * depth).encode())


@given(
    st.binary(max_size=200)
    | st.text(max_size=200).map(lambda text: target(text).encode(errors="replace"))
)
def test_nothing_else_is_raised_whatever_the_bytes(data):
    try:
        xliff.read(data)
    except ExchangeError:
        pass


def test_a_large_file_costs_no_more_than_it_must():
    data = file(UNIT * 9_999).encode()

    started = time.process_time()
    xliff.read(data)

    assert time.process_time() - started < 5


def test_the_document_is_well_formed_and_in_its_namespace():
    root = fromstring(xliff.write(sheet(unit("title", "Bells", "Cloches", State.CONFIRMED))))

    assert root.tag == "{urn:oasis:names:tc:xliff:document:1.2}xliff"
