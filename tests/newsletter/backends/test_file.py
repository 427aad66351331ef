"""Do the files of an edition come into their folder whole, once, and nowhere else?"""

import errno
import io
import json
import os
import zipfile
from pathlib import Path

import pytest

from newsletter.backends import file
from newsletter.backends.base import BackendError, Receipt, TryAgainError
from newsletter.backends.file import FileBackend, archive, files_of
from newsletter.backends.message import as_bytes
from tests.newsletter.backends.campaigns import campaign

NAMES = ["june-2019.fr.eml", "june-2019.fr.html", "june-2019.fr.json", "june-2019.fr.txt"]


@pytest.fixture
def folder(tmp_path) -> Path:
    """A folder that is made when the first file comes."""
    return tmp_path / "handover"


@pytest.fixture
def backend(folder) -> FileBackend:
    """A backend that writes there."""
    return FileBackend("file", {"FOLDER": folder})


def files(folder: Path) -> dict[str, bytes]:
    """Return everything below a folder."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_an_edition_is_four_files(backend, folder):
    french = campaign()

    receipt = backend.hand_over(french)

    assert receipt == Receipt(reference="june-2019/1/fr")
    written = files(folder / "june-2019" / "1")
    assert list(written) == NAMES
    assert written["june-2019.fr.eml"] == as_bytes(french)
    assert written["june-2019.fr.html"] == french.html.encode()
    assert written["june-2019.fr.txt"] == french.text.encode()
    told = json.loads(written["june-2019.fr.json"])
    assert told["key"] == french.key
    assert told["items"] == list(french.items)
    assert told["date"] == "2019-06-03T09:30:00+00:00"
    assert told["placeholders"] == {
        "To": "recipient@placeholder.invalid",
        "List-Unsubscribe": "https://placeholder.invalid/unsubscribe",
    }
    assert not {"html", "text"} & set(told)


def test_versions_languages_and_audiences_have_files_of_their_own(backend, folder):
    backend.hand_over(campaign())
    backend.hand_over(campaign(readers="pt-BR", key="1" * 64))
    backend.hand_over(campaign(audience="members", key="2" * 64))
    backend.hand_over(campaign(version=2, key="3" * 64))

    assert backend.status("june-2019/1/fr.members") == "written"
    assert backend.status("june-2019/3/fr") == ""
    assert [name for name in files(folder) if name.endswith(".eml")] == [
        "june-2019/1/june-2019.fr.eml",
        "june-2019/1/june-2019.fr.members.eml",
        "june-2019/1/june-2019.pt-BR.eml",
        "june-2019/2/june-2019.fr.eml",
    ]


def test_done_again_nothing_is_written(backend, folder):
    backend.hand_over(campaign())
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*.*")}

    receipt = backend.hand_over(campaign())

    assert receipt.was_there
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*.*")} == before


def test_what_was_left_half_done_is_made_whole(backend, folder):
    backend.hand_over(campaign())
    whole = files(folder)
    (folder / "june-2019/1/june-2019.fr.json").unlink()
    (folder / "june-2019/1/june-2019.fr.txt").write_bytes(b"")
    assert backend.status("june-2019/1/fr") == ""

    receipt = backend.hand_over(campaign(), reference="june-2019/1/fr")

    assert not receipt.was_there
    assert files(folder) == whole
    assert backend.status(receipt.reference) == "written"


def test_files_of_another_edition_are_never_replaced(backend, folder):
    backend.hand_over(campaign())
    before = files(folder)

    with pytest.raises(BackendError, match="of another edition") as refused:
        backend.hand_over(campaign(key="f" * 64, subject="Another one"))

    assert not isinstance(refused.value, TryAgainError)
    assert files(folder) == before


def test_a_file_that_cannot_be_read_is_not_replaced_either(backend, folder):
    backend.hand_over(campaign())
    (folder / "june-2019/1/june-2019.fr.json").write_text("[]")

    with pytest.raises(BackendError, match="of another edition"):
        backend.hand_over(campaign())


@pytest.mark.parametrize(
    "values",
    [
        {"issue": "../../etc"},
        {"issue": ""},
        {"issue": "a/b"},
        {"issue": "june\0"},
        {"issue": ".."},
        {"readers": "../fr"},
        {"readers": ""},
        {"audience": "members/../.."},
        {"audience": ""},
    ],
    ids=str,
)
def test_no_name_leads_out_of_the_folder(backend, folder, values):
    with pytest.raises(BackendError):
        backend.hand_over(campaign(**values))
    with pytest.raises(BackendError):
        archive([campaign(**values)])

    assert not folder.exists()


@pytest.mark.parametrize("reference", ["", "/etc/passwd", "../x/1/y", "a/1/../../b", "a/b/c"])
def test_nothing_is_looked_for_outside_the_folder(backend, folder, reference):
    assert backend.status(reference) == ""


@pytest.mark.parametrize(
    ("number", "error"),
    [(errno.ENOSPC, TryAgainError), (errno.EDQUOT, TryAgainError), (errno.EACCES, BackendError)],
)
def test_a_file_that_cannot_be_written_leaves_nothing_behind(
    backend, folder, monkeypatch, number, error
):
    fired = []

    def broken(_source, target):
        fired.append(Path(target).name)
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patched:
        patched.setattr(file.os, "replace", broken)
        with pytest.raises(BackendError, match=os.strerror(number)) as refused:
            backend.hand_over(campaign())

    assert fired == ["june-2019.fr.eml"]
    assert type(refused.value) is error
    assert files(folder) == {}
    backend.hand_over(campaign())
    assert list(files(folder / "june-2019" / "1")) == NAMES


def test_a_disk_that_fills_up_loses_nothing_that_was_there(backend, folder, monkeypatch):
    backend.hand_over(campaign())
    before = files(folder)
    fired = []

    def full(_file):
        fired.append(True)
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    (folder / "june-2019/1/june-2019.fr.txt").write_bytes(b"half of ")
    monkeypatch.setattr(file.os, "fsync", full)
    with pytest.raises(TryAgainError):
        backend.hand_over(campaign())

    assert fired == [True]
    after = {**before, "june-2019/1/june-2019.fr.txt": b"half of "}
    assert files(folder) == after


class TestCheck:
    """Whatever is wrong is said before anything is handed over, and nothing is made."""

    def test_a_folder_that_can_be_made_is_good(self, backend, folder):
        assert backend.check([("fr", "everyone")]) == []
        assert not folder.exists()

    @pytest.mark.parametrize("options", [{}, {"FOLDER": ""}, {"FOLDER": "handover"}], ids=str)
    def test_a_folder_is_named_by_its_absolute_path(self, options):
        assert FileBackend("file", options).check([]) == [
            "FOLDER is not the absolute path of a folder."
        ]

    def test_a_file_is_no_folder(self, tmp_path):
        path = tmp_path / "file"
        path.touch()

        assert FileBackend("file", {"FOLDER": path / "below"}).check([]) == [
            f"‘{path}’ is not a folder."
        ]


class TestArchive:
    """An archive holds the files that the backend writes."""

    def test_it_holds_the_same_bytes_under_the_same_names(self, backend, folder):
        campaigns = [campaign(), campaign(readers="de", key="d" * 64)]
        for one in campaigns:
            backend.hand_over(one)

        made = archive(campaigns)

        with zipfile.ZipFile(io.BytesIO(made)) as opened:
            assert opened.testzip() is None
            held = {name: opened.read(name) for name in opened.namelist()}
        assert held == files(folder)
        assert made == archive(campaigns)

    def test_every_file_of_an_edition_is_made_once(self):
        assert sorted(files_of(campaign())) == NAMES
