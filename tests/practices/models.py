"""What is a local practice?"""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.items import Facts, Place
from cms.models import City, ContentPage


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeFacts(Facts):
    """Where a practice comes from, and what came of it."""

    city: Place
    problem: str
    approach: str
    results: str

    def line(self, _language):
        """Return the city, which stands beside the kind in lists."""
        return self.city.city


class PracticePage(ContentPage):
    """What a city did about a problem, and what came of it."""

    city = models.ForeignKey(
        City, verbose_name=_("city"), on_delete=models.PROTECT, related_name="+"
    )
    problem = models.TextField(_("problem"))
    approach = models.TextField(_("approach"))
    results = models.TextField(_("results"), blank=True)

    capability_panels = ["city", "problem", "approach", "results"]

    class Meta:
        verbose_name = _("local practice")
        verbose_name_plural = _("local practices")

    def facts(self, words, reading) -> PracticeFacts:
        """Return the facts of the practice."""
        return PracticeFacts(
            **self.shared_facts(words, reading),
            city=reading.place(self.city_id),
            problem=words.problem,
            approach=words.approach,
            results=words.results,
        )
