"""What do the tests of blocks share? Files to show, a reader, and a body with every block in it."""

import json
from dataclasses import dataclass, field
from uuid import UUID

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from PIL import Image
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from cms.blocks import BodyBlock
from cms.items import Reference


@dataclass
class Reader:
    """A reading that knows the given pages and no others."""

    language: str = "en"
    base: str = ""
    pages: dict[int, Reference] = field(default_factory=dict)

    def reference(self, pk: int) -> Reference | None:
        return self.pages.get(pk)


def page(pk: int, title: str = "The seminar", language: str = "en", **kwargs) -> Reference:
    """Return what a reader gets of a page."""
    return Reference(
        key=UUID(int=pk), title=title, url=f"/{language}/pages/{pk}/", language=language, **kwargs
    )


@pytest.fixture
def media(settings, tmp_path):
    """Write files where nobody looks for them."""
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def picture(db, media, tmp_path):
    cache.clear()  # of renditions that another test's picture had under the same key
    Image.new("RGB", (1600, 900), "#1c5549").save(tmp_path / "square.png")
    with (tmp_path / "square.png").open("rb") as file:
        return get_image_model().objects.create(
            title="square.png",
            file=ImageFile(file, name="square.png"),
            alternative_text="A square",
            credit="Anna Kowalska",
            licence="CC BY 4.0",
        )


@pytest.fixture
def document(db, media):
    return get_document_model().objects.create(
        title="Leitfaden", file=ContentFile(b"%PDF" * 25_000, name="guide.pdf"), language="de"
    )


def raw_samples() -> list[dict]:
    """Return every block of a body as it is stored, made of its preview value."""
    stream = BodyBlock().to_python(
        [(name, child.get_preview_value()) for name, child in BodyBlock().child_blocks.items()]
    )
    # Words of the catalogues are lazy; what is stored is not.
    return json.loads(json.dumps(stream.get_prep_value(), default=str))


@pytest.fixture
def body(picture, document):
    """A body with every block in it, as if read from the database."""
    return BodyBlock().to_python(raw_samples())
