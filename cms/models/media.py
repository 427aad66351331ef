"""Which pictures and documents are there, what has to be printed with them, and where are pictures fetched uncut?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.images.utils import generate_signature, verify_signature

from cms.fields import LanguageField
from cms.items import Rendition, Source
from cms.models.picture_files import PictureFile

if TYPE_CHECKING:
    from typing import Any

CARD = "fill-800x450|format-png"
LEAD = "fill-1200x675|format-png"
MAIL = "fill-1072x460|format-png"
"""The sizes in which an item carries its picture (width x height in pixels)."""

WIDTHS = (480, 960, 1600)
"""Pixels across in which a picture is told uncut: of a phone, of a column on a dense screen, of a whole screen."""
FORMATS = ("avif", "webp")
"""The formats in which it is told uncut, the smallest files first. A program takes a crop where it knows neither."""
PICTURES = "/_pictures/"
"""Below it pictures are fetched uncut (``cms.outputs.pictures``)."""


def uncut_filter(width: int, form: str) -> str:
    """Return Wagtail's filter for a whole picture of a width in pixels, in a format such as "webp"."""
    return f"width-{width}|format-{form}"


def is_signed(signature: str, picture: int, width: int, form: str) -> bool:
    """Return whether a picture was told in a size and format, also under a key that has been replaced since.

    Args:
        signature: from the address.
        picture: its primary key.
        width: in pixels.
        form: such as "webp".
    """
    wanted = uncut_filter(width, form)
    return any(
        verify_signature(signature.encode(), picture, wanted, key=key)
        for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    )


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

    @property
    def focal(self) -> tuple[float, float] | None:
        """Where the middle of attention lies, as parts of width and height from the upper left corner; None where nobody has said it."""
        if not self.has_focal_point():
            return None
        # The point may have been set in a file that was larger.
        across, down = self.focal_point_x / self.width, self.focal_point_y / self.height
        return min(1.0, round(across, 4)), min(1.0, round(down, 4))

    def uncut(self, base: str = "") -> dict[str, Any]:
        """Return what a program has to know that cuts and loads the picture by itself, by the names that it has there.

        Args:
            base: scheme and host before every address, or empty.
        """
        return {
            "original_width": self.width,
            "original_height": self.height,
            "focal": self.focal,
            "placeholder": self.placeholder or None,
            "sources": self.sources(base),
        }

    def sources(self, base: str = "") -> tuple[Source, ...]:
        """Return where the picture is fetched uncut: in each format, as wide as screens need it and no wider than it is.

        Nothing is opened or made. The measures are those that Wagtail gives what it makes (``WidthHeightOperation``). An
        address ends with what tells one file from another, so that no cache shows one that was replaced.

        Args:
            base: scheme and host before every address, or empty.
        """
        sizes = [
            (width, max(1, int(self.height * (width / self.width))))
            for width in sorted({min(width, self.width) for width in WIDTHS})
        ]
        version = self.file_hash[:16] or "0"
        return tuple(
            Source(
                type=f"image/{form}",
                srcset=tuple(
                    Rendition(
                        url=f"{base}{PICTURES}{self._signature(width, form)}/{self.pk}/{width}/{version}.{form}",
                        width=width,
                        height=height,
                    )
                    for width, height in sizes
                ),
            )
            for form in FORMATS
        )

    def _signature(self, width: int, form: str) -> str:
        return generate_signature(self.pk, uncut_filter(width, form))


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
