"""How does a site present itself: name, palette, menu, footer?"""

from __future__ import annotations

import re

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import FileExtensionValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, PageChooserPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Orderable

from cms.fields import LanguageField

COLOUR = r"#[0-9a-fA-F]{6}"
PAPER, DARK_PAPER = "#fdfcf8", "#141a18"
LEAST_CONTRAST = 4.5

HOST = r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]*[a-z0-9])?"
ORIGIN = re.compile(
    rf"(?:https://(?:\*\.(?=[^.]+\.))?{HOST}|http://(?:localhost|127\.0\.0\.1))(?::[0-9]{{1,5}})?",
    re.ASCII | re.IGNORECASE,
)
"""An origin as a policy may name it (CSP Level 3, host-source): nothing in it could end its line or begin another rule."""

colour = RegexValidator(
    rf"^{COLOUR}\Z", _("A colour is written as # and six digits, such as #1c5549.")
)


def origins(text: str) -> list[str]:
    """Return the lines of a text that are not empty."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def validate_origins(text: str) -> None:
    """Refuse a line that is no origin.

    Raises:
        ValidationError: naming the first such line.
    """
    for line in origins(text):
        if not ORIGIN.fullmatch(line):
            raise ValidationError(
                _(
                    "“%(line)s” is no host. It is written as https://www.city.example, without a path."
                )
                % {"line": line[:80]}
            )


@register_setting(icon="home")
class Brand(ClusterableModel, BaseSiteSetting):
    """Name, words and colours of a site, its menu and the columns of its footer."""

    name = models.CharField(_("name"), max_length=80, default="Belfry")
    mark = models.FileField(
        _("mark"),
        upload_to="brand",
        blank=True,
        validators=[FileExtensionValidator(["svg", "png"])],
        help_text=_("An SVG or PNG file; without one, the tower is shown."),
    )
    accent = models.CharField(
        _("accent colour on light ground"),
        max_length=7,
        blank=True,
        validators=[colour],
        help_text=_(
            "Links and buttons. It needs a contrast of 4.5 to the paper; left empty, copper green is used."
        ),
    )
    accent_dark = models.CharField(
        _("accent colour on dark ground"), max_length=7, blank=True, validators=[colour]
    )

    embedding_hosts = models.TextField(
        _("sites that may show our agenda and calls in a frame"),
        blank=True,
        max_length=4000,
        validators=[validate_origins],
        help_text=_(
            "One on each line, such as https://www.city.example or https://*.city.example. Left empty, only this site may."
        ),
    )

    panels = [
        FieldPanel("name"),
        FieldPanel("mark"),
        FieldRowPanel(["accent", "accent_dark"]),
        InlinePanel(
            "wordings", label=_("words in a language"), heading=_("Tagline and footer per language")
        ),
        InlinePanel("menu_links", label=_("page"), heading=_("Menu")),
        InlinePanel("footer_links", label=_("page"), heading=_("Footer")),
        FieldPanel("embedding_hosts", widget=forms.Textarea(attrs={"rows": 4})),
    ]

    class Meta:
        verbose_name = _("brand, menu and footer")

    def __str__(self) -> str:
        return self.name

    @property
    def embedding_origins(self) -> list[str]:
        """The origins whose pages may frame ours; what is no origin, however it was stored, is none."""
        return [line for line in origins(self.embedding_hosts) if ORIGIN.fullmatch(line)]

    def clean(self):
        """Refuse a colour in which links could not be read (WCAG 2.2, 1.4.3)."""
        super().clean()
        grounds = {"accent": PAPER, "accent_dark": DARK_PAPER}
        weak = {
            name: _("Its contrast to the paper is %(ratio)s; links need 4.5 at least.")
            % {"ratio": f"{contrast(value, ground):.1f}"}
            for name, ground in grounds.items()
            if colour_is_valid(value := getattr(self, name))
            and contrast(value, ground) < LEAST_CONTRAST
        }
        if weak:
            raise ValidationError(weak)


def colour_is_valid(value: str) -> bool:
    """Return whether a value is a colour at all; what is wrong with others is told by the field."""
    return bool(value) and re.fullmatch(COLOUR, value) is not None


def contrast(colour: str, ground: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21 (WCAG 2.2, definition of contrast ratio)."""
    lighter, darker = sorted((luminance(colour), luminance(ground)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour such as #1c5549, 0 to 1 (WCAG 2.2)."""
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
        for channel in channels
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


class BrandWording(models.Model):
    """What the site says of itself in one language."""

    brand = ParentalKey(Brand, on_delete=models.CASCADE, related_name="wordings")
    language = LanguageField(_("language"))
    tagline = models.CharField(_("tagline"), max_length=120)
    footer_text = models.TextField(_("text in the footer"), max_length=300, blank=True)

    panels = [FieldRowPanel(["language", "tagline"]), "footer_text"]

    class Meta:
        ordering = ["language"]
        constraints = [
            models.UniqueConstraint(
                fields=["brand", "language"], name="brand_wording_once_per_language"
            )
        ]

    def __str__(self) -> str:
        return f"{self.tagline} ({self.language})"


class MenuLink(Orderable):
    """A page in the menu; its title in the reader's language is the label."""

    brand = ParentalKey(Brand, on_delete=models.CASCADE, related_name="menu_links")
    page = models.ForeignKey(
        "wagtailcore.Page", verbose_name=_("page"), on_delete=models.CASCADE, related_name="+"
    )

    panels = [PageChooserPanel("page")]


class FooterLink(Orderable):
    """A page in one of the footer's columns or in its fine print."""

    class Column(models.TextChoices):
        """Where in the footer a link stands."""

        READ = "read", _("Read")
        NETWORK = "network", _("The network")
        FINE_PRINT = "fine_print", _("fine print")

    brand = ParentalKey(Brand, on_delete=models.CASCADE, related_name="footer_links")
    column = models.CharField(_("column"), max_length=20, choices=Column, default=Column.READ)
    page = models.ForeignKey(
        "wagtailcore.Page", verbose_name=_("page"), on_delete=models.CASCADE, related_name="+"
    )

    panels = [FieldRowPanel(["column", PageChooserPanel("page")])]
