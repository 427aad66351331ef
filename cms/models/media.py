"""Which pictures and documents are there, and what has to be printed with them?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import willow
from django.db import models
from django.utils.translation import gettext_lazy as _
from PIL import Image
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage, AbstractRendition, WagtailImageFieldFile
from wagtail.utils.file import hash_filelike

from cms.fields import LanguageField

if TYPE_CHECKING:
    from typing import IO

CARD = "fill-800x450|format-png"
LEAD = "fill-1200x675|format-png"
MAIL = "fill-1072x460|format-png"
"""The sizes in which an item carries its picture (width x height in pixels)."""


def mean_colour(file: IO[bytes]) -> str:
    """Return the mean colour of a picture, as it is seen on a white page: "#rrggbb"; "" if Pillow cannot read it."""
    file.seek(0)
    try:
        with Image.open(file) as image:
            image.draft("RGB", (64, 64))  # of a JPEG, no more is decoded
            mean = image.convert("RGBA").resize((1, 1), Image.Resampling.BOX)
    except (OSError, ValueError):
        return ""
    finally:
        file.seek(0)
    seen = Image.alpha_composite(Image.new("RGBA", (1, 1), "white"), mean)
    return f"#{seen.tobytes()[:3].hex()}"


class PictureFile(WagtailImageFieldFile):
    """The file of a picture. What is told of it is read once, when it is stored, whichever way it came in."""

    def save(self, name, content, save=True):
        """Store it, and let the picture know its size, its hash and its colour."""
        picture = self.instance
        picture.file_size, picture.file_hash = content.size, hash_filelike(content)
        picture.placeholder = mean_colour(content)
        super().save(name, content, save)

    def get_image_dimensions(self):
        """Return width and height as they are seen: a camera may only say how its picture has to be turned (EXIF)."""
        is_closed = self.closed
        self.open()
        try:
            return willow.Image.open(self).auto_orient().get_size()
        finally:
            if is_closed:
                self.close()
            else:
                self.seek(0)


class Picture(AbstractImage):
    """An image with the words that belong to it wherever it is shown."""

    alternative_text = models.CharField(
        _("alternative text"),
        max_length=300,
        blank=True,
        help_text=_(
            "What the picture shows, for readers who do not see it. A page can give its own."
        ),
    )
    credit = models.CharField(
        _("credit"), max_length=200, blank=True, help_text=_("Photographer or artist.")
    )
    licence = models.CharField(
        _("licence"), max_length=100, blank=True, help_text=_("Such as CC BY 4.0.")
    )
    source_url = models.URLField(
        _("source"), blank=True, help_text=_("Where the picture was taken from.")
    )
    placeholder = models.CharField(max_length=7, blank=True, editable=False)
    """Its mean colour, "#rrggbb"; empty where it cannot be read, or came before there was this column."""

    admin_form_fields = (
        "title",
        "file",
        "alternative_text",
        "credit",
        "licence",
        "source_url",
        "collection",
        "tags",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")

    @property
    def default_alt_text(self) -> str:
        """Return the alternative text; never the title, which is a file's name more often than not."""
        return self.alternative_text

    @property
    def credit_line(self) -> str:
        """Return credit and licence as they are printed under the picture."""
        return ", ".join(part for part in (self.credit, self.licence) if part)


# Not by a field of our own: it would be written last, behind the columns that are filled while it is written.
Picture._meta.get_field("file").attr_class = PictureFile


class PictureRendition(AbstractRendition):
    """One size of a picture."""

    image = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="rendition_once"
            )
        ]


class DocumentFile(AbstractDocument):
    """A file to download, with the language in which it is written."""

    language = LanguageField(_("language"), blank=True)

    admin_form_fields = ("title", "file", "language", "collection", "tags")

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
