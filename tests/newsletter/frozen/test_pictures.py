"""Do the pictures of an edition outlive what becomes of them on the site?"""

import errno
import hashlib
import json
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage

from cms.items import Picture, Rendition, as_json
from newsletter.frozen.pictures import LostPictureError, keep, moved, picture_of

BASE = "https://belfry.example"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    """An empty storage."""
    settings.MEDIA_ROOT = tmp_path


def store(name: str, content: bytes) -> str:
    """Return the whole address of a new file."""
    return BASE + default_storage.url(default_storage.save(name, ContentFile(content)))


def name_of(content: bytes, ending: str) -> str:
    """Return the address at which a picture is kept."""
    digest = hashlib.sha256(content).hexdigest()[:32]
    return f"{BASE}/media/newsletter/{digest[:2]}/{digest}.{ending}"


def test_a_picture_is_kept_by_what_is_in_it():
    square = store("images/square.png", b"square")

    addresses = keep([f'<img src="{square}">'], BASE)

    assert addresses == {square: name_of(b"square", "png")}
    assert moved(f'<img src="{square}">', addresses) == (f'<img src="{name_of(b"square", "png")}">')


def test_every_size_of_a_list_is_kept():
    small, large = store("images/s.jpg", b"small"), store("images/l.JPG", b"large")
    text = f'<img srcset="{small} 400w, {large} 800w">'

    assert set(keep([text], BASE)) == {small}  # an ending in capitals is no rendition of Wagtail's

    assert moved(text, keep([text], BASE)) == (
        f'<img srcset="{name_of(b"small", "jpg")} 400w, {large} 800w">'
    )


def test_the_same_picture_is_kept_once():
    first, second = store("images/a.png", b"same"), store("images/b.png", b"same")

    addresses = keep([f'<img src="{first}"><img src="{second}">'], BASE)

    assert set(addresses.values()) == {name_of(b"same", "png")}
    _folders, files = default_storage.listdir(
        "newsletter/" + hashlib.sha256(b"same").hexdigest()[:2]
    )
    assert len(files) == 1


def test_what_is_kept_already_is_not_kept_again():
    [kept] = keep([f'<img src="{store("images/a.png", b"a")}">'], BASE).values()

    assert keep([f'<img src="{kept}">'], BASE) == {kept: kept}


def test_other_files_and_other_sites_are_left_alone():
    document = store("documents/a.pdf", b"pdf")
    text = f'<a href="{document}"><img src="https://elsewhere.example/media/x.png">'

    assert keep([text], BASE) == {}


@pytest.mark.parametrize("name", ["images/gone.png", "../../etc/passwd.png"])
def test_a_file_that_cannot_be_read_is_named(name):
    with pytest.raises(LostPictureError, match=name.replace(".", r"\.")):
        keep([f'<img src="{BASE}/media/{name}">'], BASE)


def test_a_picture_in_the_card_of_an_item_is_kept_too():
    picture = store("images/a.png", b"a")

    assert set(keep([json.dumps({"card": {"url": picture, "width": 4}})], BASE)) == {picture}


def test_what_somebody_wrote_or_links_to_is_no_picture_of_the_edition():
    words = f"<p>See {BASE}/media/nope.png or <a href='{BASE}/media/nope.png'>this</a></p>"
    link = f'<a href="{BASE}/media/../../etc/x.png">that</a>'

    assert keep([words, link], BASE) == {}


def test_half_a_picture_that_was_left_behind_is_written_anew():
    picture = store("images/a.png", b"whole picture")
    kept = name_of(b"whole picture", "png").removeprefix(f"{BASE}/media/")
    default_storage.save(kept, ContentFile(b"whole"))

    keep([f'<img src="{picture}">'], BASE)

    with default_storage.open(kept) as file:
        assert file.read() == b"whole picture"


def test_a_full_disk_leaves_nothing_behind(monkeypatch):
    picture = store("images/a.png", b"a")
    kept = name_of(b"a", "png").removeprefix(f"{BASE}/media/")
    tried = []

    def run_full(self, name, content):
        tried.append(name)
        (Path(self.location) / name).parent.mkdir(parents=True, exist_ok=True)
        (Path(self.location) / name).write_bytes(b"")
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(FileSystemStorage, "_save", run_full)

    with pytest.raises(LostPictureError, match=kept):
        keep([f'<img src="{picture}">'], BASE)

    assert tried == [kept]
    assert not default_storage.exists(kept)


def test_a_picture_is_read_as_it_was_frozen_also_before_it_had_a_language():
    size = Rendition(url="/media/images/a.png", width=16, height=9)
    picture = Picture(
        alt="Une place", language="fr", credit="A. K.", card=size, lead=size, mail=size
    )
    frozen = as_json(picture)

    assert picture_of(frozen) == picture

    del frozen["language"]
    assert picture_of(frozen) == replace(picture, language="")
