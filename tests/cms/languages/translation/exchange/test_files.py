"""Which files does a translation leave in, one or many, and which come back?"""

import re
import struct
import tempfile
import zipfile
from dataclasses import replace
from io import BytesIO
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import Locale
from wagtail_localize.models import StringTranslation, Translation

from cms.languages.translation.exchange import files
from cms.languages.translation.exchange.comparison import Verdict, apply, compare
from cms.languages.translation.exchange.contents import sheets
from cms.languages.translation.exchange.files import FORMATS, file_name, pack, receive
from cms.languages.translation.exchange.sheet import MAX_BYTES, ExchangeError, State, unit
from cms.languages.translation.requests import request_translation
from cms.plugins.news.models import NewsPage
from cms.testing.factories import make_page, make_site
from tests.shared import shared

from .sheets import TRANSLATION, sheet

PO = FORMATS["po"]
BELLS = sheet(unit("title", "Bells", "Cloches", State.CONFIRMED))


def archive(members: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> BytesIO:
    """Return an archive of files by their names."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w", compression) as written:
        for name, data in members.items():
            written.writestr(name, data)
    return file


def said(file, do=compare) -> list[tuple[str, str]]:
    """Return the name and the error of each file that came back."""
    return [(received.name, received.error) for received in receive(file, "it.po", do)]


def unread(_translation, _sheet):
    """Stand for what is not reached."""
    raise AssertionError


class Endless:
    """A file of a size that nobody should read."""

    def __init__(self, begins: bytes, size: int) -> None:
        self.begins, self.size, self.at, self.taken = begins, size, 0, 0

    def seek(self, offset: int, whence: int = 0) -> int:
        """Go somewhere."""
        self.at = self.size if whence == 2 else offset
        return self.at

    def read(self, count: int = -1) -> bytes:
        """Give what is asked for, and remember how much that was."""
        assert count >= 0, "read whole"
        self.taken += count
        return self.begins[:count].ljust(count, b" ")


@shared
def translations():
    """Requests for a page in French and German, and for another in French."""
    make_site(("en", "fr", "de"), kinds=[NewsPage])
    french, german = (Locale.objects.get(language_code=tag) for tag in ("fr", "de"))
    bells, squares = (make_page(NewsPage, title=title) for title in ("Bells", "Squares"))
    pairs = [(bells, french), (bells, german), (squares, french)]
    keys = [request_translation(page, locale).pk for page, locale in pairs]
    return Translation.objects.filter(pk__in=keys).order_by("pk")


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Bells, “streets” & squares", "fr/bells-streets-squares-0f3a9c1e.po"),
        ("Площадь", "fr/ploshchad-0f3a9c1e.po"),
        ("../../etc/passwd", "fr/etcpasswd-0f3a9c1e.po"),
        ("‮ \n…", "fr/page-0f3a9c1e.po"),
        ("x" * 200, f"fr/{'x' * 60}-0f3a9c1e.po"),
    ],
)
def test_the_name_of_a_file_is_safe_on_every_system(title, name):
    assert file_name(sheet(title=title), PO) == name


@given(st.text())
def test_no_title_leads_out_of_the_folder(title):
    folder, _slash, name = file_name(sheet(title=title), PO).partition("/")

    assert folder == "fr"
    assert re.fullmatch(r"[a-z0-9_][a-z0-9_-]*-0f3a9c1e\.po", name)


@pytest.mark.parametrize("form", FORMATS.values(), ids=FORMATS)
def test_an_archive_of_many_translations_comes_back_as_it_went(translations, form):
    file = BytesIO()

    count = pack(sheets(translations), form, file)

    with zipfile.ZipFile(file) as packed:
        assert count == len(packed.namelist()) == 3
        assert [name.partition("-")[0] for name in packed.namelist()] == [
            "fr/bells",
            "de/bells",
            "fr/squares",
        ]
    received = list(receive(file, "all.zip", apply))
    assert [one.report.translation.pk for one in received] == [one.pk for one in translations]
    assert {tuple(one.report.counts) for one in received} == {(Verdict.EMPTY,)}
    assert StringTranslation.objects.count() == 0


def test_the_same_words_make_the_same_archive(translations):
    one, other = BytesIO(), BytesIO()

    pack(sheets(translations), PO, one)
    pack(sheets(translations), PO, other)

    assert one.getvalue() == other.getvalue()


@pytest.mark.parametrize("form", FORMATS.values(), ids=FORMATS)
def test_a_single_file_is_known_by_what_is_in_it(translations, form):
    [written, *_others] = sheets(translations)
    title = replace(written.units[0], words="Cloches", state=State.CONFIRMED)

    [received] = receive(
        BytesIO(form.write(replace(written, units=(title,)))), "whatever.doc", apply
    )

    assert received.error == ""
    assert received.report.counts == {Verdict.TAKEN: 1}
    assert list(StringTranslation.objects.values_list("data", flat=True)) == ["Cloches"]


def test_names_in_an_archive_mean_nothing(translations, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    [written, *_others] = sheets(translations)
    data = PO.write(written)

    found = said(archive({"../../evil.po": data, "/etc/passwd": data, "C:\\x.po": data}))

    assert [error for _name, error in found] == ["", "", ""]
    assert list(tmp_path.iterdir()) == []


def test_one_bad_file_of_an_archive_does_not_keep_the_others_out(translations):
    [written, *_others] = sheets(translations)

    found = said(
        archive(
            {
                "folder/": b"",
                "__MACOSX/._a.po": b"\0",
                "folder/.DS_Store": b"\0",
                "folder/notes.txt": b"Dear all",
                "nested.zip": archive({"a.po": b""}).getvalue(),
                "large.po": b" " * (MAX_BYTES + 1),
                "elsewhere.po": PO.write(sheet(translation=uuid4())),
                "good.po": PO.write(written),
            }
        )
    )

    assert found == [
        ("folder/notes.txt", "This is no PO file, or a broken one."),
        ("nested.zip", "This is an archive within an archive."),
        ("large.po", "The file is larger than 5 MB."),
        ("elsewhere.po", "The translation that the file names does not exist here."),
        ("good.po", ""),
    ]


def test_a_translation_that_was_stopped_takes_nothing(translations):
    [written, *_others] = sheets(translations)
    Translation.objects.filter(uuid=written.translation).update(enabled=False)

    assert said(BytesIO(PO.write(written))) == [
        ("it.po", "The translation that the file names does not exist here.")
    ]


def test_what_the_caller_refuses_is_said_of_that_file(translations):
    file = BytesIO()
    pack(sheets(translations), PO, file)

    def only_french(translation, sheet):
        if translation.target_locale.language_code != "fr":
            raise ExchangeError("You may not translate into this language.")
        return compare(translation, sheet)

    assert [error for _name, error in said(file, only_french)] == [
        "",
        "You may not translate into this language.",
        "",
    ]


def test_a_large_file_is_refused_before_it_is_read():
    file = Endless(b"msgid", 50 * 1024 * 1024)

    assert said(file, unread) == [("it.po", "The file is larger than 5 MB.")]
    assert file.taken < MAX_BYTES + 100


def test_a_large_archive_is_refused_before_it_is_read():
    file = Endless(b"PK\x03\x04", 50 * 1024 * 1024)

    assert said(file, unread) == [("it.po", "The file is larger than 20 MB.")]
    assert file.taken < 100


def test_an_archive_that_unpacks_to_too_much_is_refused(monkeypatch):
    monkeypatch.setattr(files, "MAX_UNPACKED_BYTES", 3 * 1024 * 1024)
    file = archive({f"{number}.po": b" " * 1024 * 1024 for number in range(4)})

    assert said(file, unread) == [("it.po", "The file is larger than 3 MB.")]


def test_an_archive_that_lies_about_a_size_gives_no_more_than_it_said():
    data = archive({"a.po": b" " * 1_000_000}).getvalue()
    size = struct.pack("<L", 1_000_000)
    assert data.count(size) == 2

    assert said(BytesIO(data.replace(size, struct.pack("<L", 10))), unread) == [
        ("a.po", "The file cannot be unpacked.")
    ]


def test_an_archive_of_too_many_files_is_refused():
    file = archive({f"{number}.po": b"" for number in range(4)})

    [received] = receive(file, "it.zip", unread, limit=3)

    assert received.error == "The archive holds more than 3 files."


def test_what_is_packed_in_another_way_is_refused():
    encrypted = bytearray(archive({"a.po": b"words"}).getvalue())
    encrypted[6] |= 1  # the flag in the file's own header (APPNOTE.TXT, 4.4.4)
    encrypted[encrypted.index(b"PK\x01\x02") + 8] |= 1

    refusal = [("a.po", "The file cannot be unpacked.")]
    assert said(BytesIO(encrypted), unread) == refusal
    assert said(archive({"a.po": b"words"}, zipfile.ZIP_BZIP2), unread) == refusal
    assert said(archive({"a.po": b"words"}, zipfile.ZIP_LZMA), unread) == refusal


def test_a_broken_archive_is_refused_wherever_it_is_cut():
    data = archive({"a.po": PO.write(BELLS) * 3}).getvalue()

    for end in range(4, len(data)):
        [(name, error)] = said(BytesIO(data[:end]), unread)
        assert (name, error) == ("it.po", "The archive is broken.")


def test_a_member_without_a_name_is_refused():
    data = archive({"a.po": b"words"}).getvalue().replace(b"a.po", b"\0.po")  # it ends at the NUL

    assert said(BytesIO(data), unread) == [("it.po", "The archive is broken.")]


@given(st.data())
def test_a_changed_archive_raises_nothing(data):
    good = bytearray(archive({"a.po": b"words", "b.po": b"more words"}).getvalue())
    for _time in range(data.draw(st.integers(1, 4))):
        good[data.draw(st.integers(4, len(good) - 1))] = data.draw(st.integers(0, 255))

    assert all(error for _name, error in said(BytesIO(good), unread))


def test_the_translation_is_that_of_the_file(translations):
    [_first, second, _third] = sheets(translations)

    [received] = receive(BytesIO(PO.write(second)), "it.po", compare)

    assert received.report.translation.uuid == second.translation != TRANSLATION


def test_no_temporary_file_is_made(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    broken = [b"", b"msgid", b"<xliff", b"<!DOCTYPE x>", b"PK\x03\x04", b"\0" * 100]

    errors = [said(BytesIO(data), unread) for data in broken]
    said(archive({str(number): data for number, data in enumerate(broken)}), unread)

    assert [error for [(_name, error)] in errors if not error] == []
    assert list(tmp_path.iterdir()) == []
