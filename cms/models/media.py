"""Which pictures and documents are there, and what has to be printed with them?"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage, AbstractRendition

from cms.fields import LanguageField

CARD = "fill-800x450|format-png"
LEAD = "fill-1200x675|format-png"
MAIL = "fill-1072x460|format-png"
"""The sizes in which an item carries its picture (width x height in pixels)."""


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
