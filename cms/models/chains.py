"""In which languages may a reader be served who has no version in their own?"""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.models import Locale, Orderable


class FallbackChain(ClusterableModel):
    """The languages that readers of one language get instead, best first; the source comes last by itself."""

    locale = models.OneToOneField(
        Locale,
        verbose_name=_("readers of"),
        on_delete=models.CASCADE,
        related_name="fallback_chain",
    )

    panels = [
        "locale",
        InlinePanel(
            "links",
            label=_("language"),
            heading=_("Get instead, in this order"),
            help_text=_(
                "Without a version in these either, readers get the language of the source."
            ),
        ),
    ]

    class Meta:
        verbose_name = _("fallback chain")
        verbose_name_plural = _("fallback chains")

    def __str__(self) -> str:
        return str(self.locale)


class FallbackLink(Orderable):
    """One step of a chain."""

    chain = ParentalKey(FallbackChain, on_delete=models.CASCADE, related_name="links")
    locale = models.ForeignKey(
        Locale, verbose_name=_("language"), on_delete=models.CASCADE, related_name="+"
    )

    panels = [FieldPanel("locale")]

    class Meta(Orderable.Meta):
        constraints = [
            models.UniqueConstraint(fields=["chain", "locale"], name="language_once_in_chain")
        ]

    def clean(self):
        """Refuse a language as its own fallback."""
        super().clean()
        if self.chain_id and self.locale_id == self.chain.locale_id:
            raise ValidationError({"locale": _("A language cannot stand in for itself.")})
