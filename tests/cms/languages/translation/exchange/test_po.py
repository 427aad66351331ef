"""How is a translation written as a PO file, and read from one?"""

import time
from pathlib import Path

import polib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.languages.translation.exchange import po
from cms.languages.translation.exchange.sheet import MAX_UNITS, ExchangeError, State, unit

from .sheets import SHEETS, TRANSLATION, sheet

BROKEN = "This is no PO file, or a broken one."
ENTRY = 'msgctxt "title"\nmsgid "Bells"\nmsgstr "Cloches"\n'


def file(
    entries: str = ENTRY, *, charset: str = "UTF-8", translation: str = str(TRANSLATION)
) -> str:
    """Return a PO file as a translator's tool writes it."""
    return (
        'msgid ""\nmsgstr ""\n'
        f'"Content-Type: text/plain; charset={charset}\\n"\n'
        f'"X-WagtailLocalize-TranslationID: {translation}\\n"\n\n{entries}'
    )


@given(SHEETS)
def test_what_was_written_is_read(written):
    assert po.read(po.write(written)) == written


def test_a_file_is_what_gettext_expects():
    written = sheet(
        unit("title", "Bells", "Cloches", State.CONFIRMED),
        unit("summary", "Streets", "Rues", State.PROPOSED),
        unit("body", "Squares", "", State.MISSING),
    )

    [header, *lines] = po.write(written).decode().split("\n\n")

    assert lines == [
        'msgctxt "title"\nmsgid "Bells"\nmsgstr "Cloches"',
        '#, fuzzy\nmsgctxt "summary"\nmsgid "Streets"\nmsgstr "Rues"',
        'msgctxt "body"\nmsgid "Squares"\nmsgstr ""\n',
    ]
    assert f'"X-WagtailLocalize-TranslationID: {TRANSLATION}\\n"' in header.splitlines()
    assert '"Language: fr\\n"' in header.splitlines()


def test_what_is_obsolete_is_left_out_and_comments_do_not_matter():
    entries = (
        '# A translator says.\n#. A developer says.\n#: somewhere:1\n#| msgid "Bell"\n'
        f'{ENTRY}\n#, fuzzy, python-format\nmsgctxt "summary"\nmsgid ""\n"Stre"\n"ets"\nmsgstr "Rues"\n\n'
        '#~ msgctxt "body"\n#~ msgid "Old"\n#~ msgstr "Vieux"\n'
    )

    assert po.read(file(entries).encode()).units == (
        unit("title", "Bells", "Cloches", State.CONFIRMED),
        unit("summary", "Streets", "Rues", State.PROPOSED),
    )


@pytest.mark.parametrize("charset", ["ISO-8859-1", "windows-1252", "utf8", "UTF-8"])
def test_the_charset_of_the_header_is_honoured(charset):
    data = file(ENTRY.replace("Cloches", "Sonnée"), charset=charset).encode(charset)

    assert po.read(data).units[0].words == "Sonnée"


@pytest.mark.parametrize("charset", ["CHARSET", "iso-8859-1"])
def test_a_byte_order_mark_says_utf_8_whatever_the_header_says(charset):
    data = file(ENTRY.replace("Cloches", "Sonnée"), charset=charset).encode("utf-8-sig")

    assert po.read(data).units[0].words == "Sonnée"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_end_as_on_any_system(end):
    assert len(po.read(file().replace("\n", end).encode()).units) == 1


def test_content_is_never_taken_for_a_path(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("catalogue.po").write_text(file())

    for name in ("catalogue.po", str(tmp_path / "catalogue.po")):
        with pytest.raises(ExchangeError, match=BROKEN):
            po.read(name.encode())


NO_ID = "The file does not say which translation it is of. Export it here, and keep its header."


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", NO_ID),
        (b"Dear translator", BROKEN),
        (
            b"\x89PNG\r\n\x1a\n" + bytes(range(1, 256)),
            "The file is not in the charset that it names (utf-8).",
        ),
        (ENTRY.encode(), NO_ID),
        (file(translation="").encode(), NO_ID),
        (
            file(translation="../../x").encode(),
            "What the file gives as the id of its translation is none: ../../x",
        ),
        (file('msgid "a\n').encode(), BROKEN),
        (file('msgid "a"b"\n').encode(), BROKEN),
        (file("msgid a\n").encode(), BROKEN),
        (file('msgstr "a"\nmsgstr "b"\n').encode(), BROKEN),
        (file('msgid "a"\nmsgstr[x] "b"\n').encode(), BROKEN),
        (file('msgid "a\\"\n').encode(), BROKEN),
        (file('"lost"\n#, fuzzy\n"lost"\n').encode(), BROKEN),
        (
            file().encode("utf-16"),
            "The file holds NUL bytes: it is no text, or not saved as UTF-8.",
        ),
        (
            file(charset="x-klingon").encode(),
            "The charset “x-klingon” is unknown. Save the file as UTF-8.",
        ),
        (
            file(charset="punycode").encode(),
            "The charset “punycode” is unknown. Save the file as UTF-8.",
        ),
        (file(charset="hex").encode(), "The charset “hex” is unknown. Save the file as UTF-8."),
        (
            file(ENTRY.replace("Cloches", "Sonnée")).encode("latin-1"),
            "The file is not in the charset that it names (utf-8).",
        ),
        (
            file("".join(f'msgid "{n}"\nmsgstr ""\n' for n in range(2 * MAX_UNITS))).encode(),
            "The file holds more than 10000 texts.",
        ),
    ],
)
def test_what_is_no_such_file_is_refused_in_a_sentence(data, said):
    with pytest.raises(ExchangeError) as refused:
        po.read(data)

    assert str(refused.value) == said


@given(
    st.binary(max_size=200)
    | st.text(max_size=200).map(lambda text: file(text).encode(errors="replace"))
)
def test_nothing_else_is_raised_whatever_the_bytes(data):
    try:
        po.read(data)
    except ExchangeError:
        pass


@pytest.mark.parametrize("line", ["#\n", '"a"\n', "#, a\n", 'msgstr[0] ""\n', '#| msgid ""\n'])
def test_many_lines_cost_no_more_than_they_must(line):
    data = file(f'msgid "a"\nmsgstr[0] ""\n{line * (1_000_000 // len(line))}').encode()

    started = time.process_time()
    try:
        po.read(data)
    except ExchangeError:
        pass

    assert time.process_time() - started < 10


def test_a_file_of_wagtail_localize_is_read():
    stock = polib.POFile(wrapwidth=200)
    stock.metadata = {
        "POT-Creation-Date": "2026-11-22 10:00:00+00:00",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        "X-WagtailLocalize-TranslationID": str(TRANSLATION),
    }
    long = "A long text with a “quote”, a \\ and <b>bold</b> words. " * 20
    stock.append(polib.POEntry(msgid=long, msgctxt="body", msgstr=long))
    stock.append(polib.POEntry(msgid="Old", msgctxt="title", msgstr="Vieux", obsolete=True))

    assert po.read(str(stock).encode()) == sheet(
        unit("body", long, long, State.CONFIRMED), source_language="", target_language="", title=""
    )
