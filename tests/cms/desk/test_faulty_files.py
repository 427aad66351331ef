"""Is a file refused that is faulty, or meant to do harm, and nothing else with it?"""

import struct
import tempfile

import pytest
from bs4 import BeautifulSoup

from cms.desk import reports
from cms.models import ReceivedFile
from tests.cms.desk.files import (
    FILES,
    MB,
    archive,
    beside,
    counts,
    exported,
    lines,
    send,
    stored,
    take,
    translated,
)

NO_ID = "The file does not say which translation it is of. Export it here, and keep its header."
HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset={charset}\\n"\n"X-WagtailLocalize-TranslationID: {id}\\n"\n\n'


@pytest.fixture
def temporary(tmp_path, monkeypatch):
    """The folder in which temporary files would be."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def head(translation, charset: str = "UTF-8") -> str:
    return HEAD.format(id=translation.uuid, charset=charset)


def bomb() -> bytes:
    """Return an archive of a few hundred kilobytes that unpacks to more than anybody may send."""
    return archive({f"{number}.po": b"\0" * 5 * MB for number in range(21)})


def liar() -> bytes:
    """Return an archive whose member is larger than it says."""
    data = archive({"a.po": b" " * MB})
    return data.replace(struct.pack("<L", MB), struct.pack("<L", 10))


def encrypted() -> bytes:
    data = bytearray(archive({"a.po": b"words"}))
    data[6] |= 1  # the flag in the file's own header (APPNOTE.TXT, 4.4.4)
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


FAULTS = {
    "no file of ours": (lambda _: b"Dear translator", "This is no PO file, or a broken one."),
    "a picture": (
        lambda _: b"\x89PNG\r\n\x1a\n" + bytes(range(1, 256)),
        "The file is not in the charset that it names (utf-8).",
    ),
    "empty": (lambda _: b"", "The submitted file is empty."),
    "another charset": (
        lambda one: (head(one) + 'msgid "a"\nmsgstr "Straße"\n').encode("latin-1"),
        "The file is not in the charset that it names (utf-8).",
    ),
    "an unknown charset": (
        lambda one: head(one, "x-klingon").encode(),
        "The charset “x-klingon” is unknown. Save the file as UTF-8.",
    ),
    "NUL": (
        lambda one: head(one).encode() + b'msgid "a"\nmsgstr "\0"\n',
        "The file holds NUL bytes: it is no text, or not saved as UTF-8.",
    ),
    "NUL in XLIFF": (lambda _: b"<xliff>\0</xliff>", "This is no XML, or broken."),
    "20,000 units": (
        lambda one: (
            head(one).encode()
            + b"".join(b'msgid "%d"\nmsgstr "x"\n' % number for number in range(20_000))
        ),
        "The file holds more than 10000 texts.",
    ),
    "50 MB": (lambda _: b" " * 50 * MB, "The file is larger than 20 MB."),
    "6 MB": (lambda _: b" " * 6 * MB, "The file is larger than 5 MB."),
    "no header": (lambda _: b'msgid "a"\nmsgstr "b"\n', NO_ID),
    "no id": (lambda _: b'msgid ""\nmsgstr "Language: de\\n"\n', NO_ID),
    "entities": (
        lambda _: b'<!DOCTYPE x [<!ENTITY a "ha">]><xliff version="1.2">&a;</xliff>',
        "The file has a document type declaration, which could name other files.",
    ),
    "a zip bomb": (lambda _: bomb(), "The file is larger than 100 MB."),
    "a zip that lies": (lambda _: liar(), "The file cannot be unpacked."),
    "an encrypted zip": (lambda _: encrypted(), "The file cannot be unpacked."),
    "half a zip": (lambda _: archive({"a.po": b"words"})[:40], "The archive is broken."),
    "an empty zip": (
        lambda _: archive({"folder/": b""}),
        "There is no file in the archive.",
    ),
    "too many files": (
        lambda _: archive({f"{number}.po": b"" for number in range(201)}),
        "The archive holds more than 200 files.",
    ),
    "a translation that does not exist": (
        lambda _: HEAD.format(id="0f3a9c1e-2f5a-4a39-9d0c-7d3a1d5a3f10", charset="UTF-8").encode(),
        "The translation that the file names does not exist here.",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_faulty_file_is_refused_beside_the_field(signed_in, translation, temporary, fault):
    make, sentence = FAULTS[fault]

    response = send(signed_in, make(translation), "bells.po")

    assert beside(response) == sentence
    assert list(temporary.iterdir()) == []
    assert not ReceivedFile.objects.exists()
    assert stored(translation) == {}


def test_a_good_file_beside_faulty_ones_is_taken(signed_in, translation, temporary):
    alone = ["empty", "50 MB", "a zip bomb", "half a zip", "too many files", "an empty zip"]
    members = {
        name: make(translation)
        for name, (make, _sentence) in FAULTS.items()
        if name not in [*alone, "a zip that lies", "an encrypted zip"]
    }
    good = translated(exported(translation), "Streets for people.", "Für alle.")

    response = send(signed_in, archive({**members, "good.po": good}))

    page = BeautifulSoup(response.content, "html.parser")
    found = {
        part.bdi.text: part.select_one(".desk-error").text
        for part in page.select(".desk-file:has(.desk-error)")
    }
    assert found == {name: FAULTS[name][1] for name in members}
    assert lines(response) == [("Summary", "new", "Für alle.")]
    assert list(temporary.iterdir()) == []


def test_names_in_an_archive_lead_nowhere(signed_in, translation, temporary, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    good = translated(exported(translation), "Streets for people.", "Für alle.")
    names = ["../../evil.po", "/etc/passwd", "C:\\x.po", "a/../../b.po"]
    before = sorted(tmp_path.rglob("*"))

    response = send(signed_in, archive(dict.fromkeys(names, good)))

    page = BeautifulSoup(response.content, "html.parser")
    assert [part.select_one("bdi").text for part in page.select(".desk-file")] == names
    take(signed_in, response)
    assert stored(translation) == {"Streets for people.": ("Für alle.", "manual")}
    assert sorted(tmp_path.rglob("*")) == before


def test_several_faulty_files_are_named_beside_the_field(signed_in, translation):
    members = {f"{number}.po": b"Dear translator" for number in range(12)}

    response = send(signed_in, archive(members))

    found = beside(response)
    assert found.count("This is no PO file, or a broken one.") == 10
    assert "9.po: This is no PO file, or a broken one. 2 more files" in found


def test_thousands_of_unknown_texts_are_counted_not_shown(signed_in, translation):
    units = "".join(f'msgctxt "title"\nmsgid "{number}"\nmsgstr "x"\n\n' for number in range(9_000))

    response = send(signed_in, head(translation) + units)

    assert counts(response) == ["refused: 9000", "not in the file: 4"]
    assert len(lines(response)) == reports.SHOWN_LINES
    assert "Take these words" not in response.content.decode()


def test_a_file_in_memory_is_no_file_on_disk(signed_in, translation, temporary):
    good = translated(exported(translation), "Streets for people.", "Für alle.")
    large = archive({"good.po": good, "large.po": good + "\n" * 4 * MB})
    large += b"\0" * (3 * MB)  # Django would have made a file of this

    send(signed_in, large)
    assert list(temporary.iterdir()) == []
    plain = send(signed_in, good + "\n" * 3 * MB)

    assert lines(plain) == [("Summary", "new", "Für alle.")]
    assert list(temporary.iterdir()) == []


def test_no_file_at_all_is_said(signed_in, translation):
    nothing = signed_in.post(FILES)
    no_form = signed_in.post(FILES, b"file=1", content_type="application/x-www-form-urlencoded")
    nonsense = signed_in.post(FILES, b"x", content_type="multipart/form-data; boundary=a")

    assert [beside(response) for response in (nothing, no_form, nonsense)] == [
        "This field is required."
    ] * 3


def test_a_request_that_is_no_form_is_refused(signed_in, translation):
    endless = signed_in.post(
        FILES, b"x=" + b"y" * 3 * MB, content_type="application/x-www-form-urlencoded"
    )
    broken = signed_in.post(FILES, b"x", content_type="multipart/form-data")

    assert (endless.status_code, broken.status_code) == (400, 400)
