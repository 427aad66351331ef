"""What does the network ask its readers to do, again and again?"""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, PageChooserPanel
from wagtail.models import TranslatableMixin

from cms.fields import KeptField


class Promotion(TranslatableMixin, models.Model):
    """A title, a text and a button that issues and pages show again."""

    title = models.CharField(_("title"), max_length=120)
    text = models.TextField(_("text"), max_length=400, help_text=_("Two sentences at most."))
    button = models.CharField(
        _("button"), max_length=80, help_text=_("Says where it leads: How to become a member.")
    )
    page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("page"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Choose a page, or give an address below."),
    )
    url = models.URLField(_("address"), blank=True)
    picture = models.ForeignKey(
        "cms.Picture",
        verbose_name=_("picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    panels = ["title", "text", "button", PageChooserPanel("page"), "url", FieldPanel("picture")]
    override_translatable_fields = [KeptField("page"), KeptField("url"), KeptField("picture")]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("promotion")
        verbose_name_plural = _("promotions")
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title

    def clean(self):
        """Require a page or an address; a translation leads where its source does."""
        super().clean()
        if self.page_id or self.url:
            return
        first = (
            Promotion.objects.filter(translation_key=self.translation_key).order_by("pk").first()
        )
        if first is None or first.pk == self.pk:
            raise ValidationError(
                {"page": _("Choose a page or give an address: the button has to lead somewhere.")}
            )
