"""Which pages does the site have besides its content?"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page
from wagtail.search import index

from cms.blocks import BodyBlock
from cms.fields import KeptField, StreamField
from cms.models import Sourced


class HomePage(Sourced, Page):
    """The first page of a language: the newest issue, what comes next, what is new."""

    promotion = models.ForeignKey(
        "cms.Promotion",
        verbose_name=_("promotion"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    opens_with_language = True
    subpage_types = ["cms.IndexPage", "newsletter.IssueIndexPage", "home.PlainPage"]
    content_panels = [*Page.content_panels, FieldPanel("promotion")]
    override_translatable_fields = [*Sourced.override_translatable_fields, KeptField("promotion")]

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")


class PlainPage(Sourced, Page):
    """A page that stays: about the network, how to join, legal notice, privacy, accessibility, contact."""

    summary = models.TextField(_("summary"), max_length=300, blank=True)
    body = StreamField(BodyBlock, verbose_name=_("body"), blank=True)

    parent_page_types = ["home.HomePage", "home.PlainPage"]
    subpage_types = ["home.PlainPage"]
    content_panels = [*Page.content_panels, FieldPanel("summary"), FieldPanel("body")]
    search_fields = [*Page.search_fields, index.SearchField("summary"), index.SearchField("body")]

    class Meta:
        verbose_name = _("plain page")
        verbose_name_plural = _("plain pages")
