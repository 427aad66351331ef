"""What is a call for proposals?"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from cms.fields import (
    CountryField,
    EuropeanCountries,
    KeptField,
    LanguagesField,
    OverridableFact,
)
from cms.items import DeadlinedFacts, Money
from cms.models import ContentPage, Deadlined, Funded


@dataclass(frozen=True, slots=True, kw_only=True)
class CallFacts(DeadlinedFacts):
    """What a call knows beyond title and summary."""

    funder: str = ""
    budget: Money | None = None
    applicants: str = ""
    """Who may apply, in words."""
    eligible_countries: tuple[str, ...] = ()
    """ISO 3166-1 alpha-2."""
    submission_languages: tuple[str, ...] = ()
    """BCP 47."""
    official_url: str = ""

    def line(self, _language: str) -> str:
        """Return the funder, which stands beside the kind in lists."""
        return self.funder


class CallPage(Deadlined, Funded, ContentPage):
    """A call for proposals, with as many topics and deadlines as it has."""

    funder = models.CharField(
        _("funder"), max_length=160, help_text=_("Who pays: the European Commission.")
    )
    applicants = models.TextField(
        _("who may apply"),
        max_length=500,
        blank=True,
        help_text=_("One or two sentences: who can apply, and who can only be a partner."),
    )
    eligible_countries = CountryField(
        _("eligible countries"), countries=EuropeanCountries, multiple=True, blank=True
    )
    submission_languages = LanguagesField(_("languages of submission"))
    official_url = models.URLField(_("official page of the call"), blank=True)

    read_more = _("Who can apply, and for what: %(title)s")

    capability_panels = [
        FieldPanel("funder"),
        *Deadlined.deadlined_panels,
        MultiFieldPanel(
            [FieldPanel("programme"), FieldRowPanel(["budget_amount", "budget_currency"])],
            heading=_("Funding"),
        ),
        FieldPanel("applicants"),
        FieldPanel("eligible_countries"),
        FieldPanel("submission_languages"),
        FieldPanel("official_url"),
    ]
    override_translatable_fields = [
        *ContentPage.override_translatable_fields,
        KeptField("eligible_countries"),
        KeptField("submission_languages"),
        OverridableFact("official_url"),
    ]

    class Meta:
        verbose_name = _("call for proposals")
        verbose_name_plural = _("calls for proposals")

    def is_open_to(self, country: str) -> bool:
        """Return whether those of a country are eligible."""
        eligible = {each.code for each in self.eligible_countries}
        return country in eligible if eligible else super().is_open_to(country)

    def facts(self, words, reading) -> CallFacts:
        """Return the facts of the call."""
        return CallFacts(
            **self.shared_facts(words, reading),
            funder=words.funder,
            budget=self.budget,
            applicants=words.applicants,
            eligible_countries=tuple(country.code for country in self.eligible_countries),
            submission_languages=tuple(self.submission_languages),
            official_url=words.official_url or self.official_url,
        )
