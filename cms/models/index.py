"""Where do readers find the pages of a kind?"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from cms.fields import KeptField
from cms.models.content import ContentPage, content_types
from cms.models.sources import Sourced


def kind_choices() -> list[tuple[str, str]]:
    """Return the installed kinds by their plural names."""
    return [(kind._meta.label_lower, kind._meta.verbose_name_plural) for kind in content_types()]


class IndexPage(Sourced, Page):
    """Lists content pages, with filters; the pages of its kind are created below it.

    What it lists, and how, is a fact: its source says so for all languages (``original``).
    """

    kind = models.CharField(
        _("kind"),
        max_length=100,
        blank=True,
        choices=kind_choices,
        help_text=_("What is listed here. Left empty, everything is."),
    )
    is_agenda = models.BooleanField(
        _("show as an agenda"),
        default=False,
        help_text=_(
            "By date, from today on, instead of newest first. Only for kinds that take place."
        ),
    )
    introduction = models.TextField(_("introduction"), max_length=300, blank=True)

    opens_with_language = True

    content_panels = [
        *Page.content_panels,
        FieldPanel("introduction"),
        FieldPanel("kind"),
        FieldPanel("is_agenda"),
    ]
    override_translatable_fields = [
        *Sourced.override_translatable_fields,
        KeptField("kind"),
        KeptField("is_agenda"),
    ]

    class Meta:
        verbose_name = _("index page")
        verbose_name_plural = _("index pages")

    @classmethod
    def clean_subpage_models(cls):
        """Allow every installed kind: asked anew, since plugins come and go."""
        return content_types()

    @property
    def reserved_for(self) -> str:
        """The label of the one kind of which pages may be created here, in any language; empty for all kinds."""
        return self.original.kind

    @property
    def kind_model(self) -> type[ContentPage]:
        """The kind that is listed, or ContentPage: for all, and for one that is installed no more, of which none is."""
        return next(
            (kind for kind in content_types() if kind._meta.label_lower == self.kind), ContentPage
        )
