"""What is a project?"""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.models import Orderable

from cms.fields import CountryField, OverridableFact
from cms.items import InitiativeFacts, Money
from cms.models import ContentPage, Funded, Initiative


@dataclass(frozen=True, slots=True, kw_only=True)
class Partner:
    """Somebody who carries the project."""

    name: str
    role: str
    """coordinator, partner or associated."""
    country: str
    website: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectFacts(InitiativeFacts):
    """What a project knows beyond title and summary."""

    programme: str = ""
    grant_number: str = ""
    partners: tuple[Partner, ...] = ()
    """The coordinator first."""
    partners_count: int = 0
    """Besides the coordinator, where they are not all named; else 0."""
    budget: Money | None = None
    eu_share: Money | None = None
    website: str = ""


class ProjectPage(Initiative, Funded, ContentPage):
    """A project with partners, money and an end; it gathers its news, events and calls by itself."""

    eu_share_amount = models.DecimalField(
        _("EU share"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    partners_count = models.PositiveSmallIntegerField(
        _("number of partners"),
        null=True,
        blank=True,
        help_text=_("Besides the coordinator. Leave empty where all are named below."),
    )
    website = models.URLField(_("website"), blank=True)

    rows = ["partner_rows"]
    read_more = _("About the project %(title)s")

    capability_panels = [
        *Initiative.initiative_panels,
        *Funded.funded_panels,
        FieldPanel("eu_share_amount"),
        InlinePanel("partner_rows", label=_("partner"), heading=_("Partners")),
        FieldPanel("partners_count"),
        FieldPanel("website"),
    ]
    override_translatable_fields = [
        *ContentPage.override_translatable_fields,
        OverridableFact("website"),
    ]

    class Meta:
        verbose_name = _("project")
        verbose_name_plural = _("projects")

    @property
    def eu_share(self) -> Money | None:
        """What the Union pays of the budget, or None where nothing is told."""
        if self.eu_share_amount is None:
            return None
        return Money(amount=self.eu_share_amount, currency=self.budget_currency)

    def clean(self):
        """Refuse a share that is larger than the whole."""
        super().clean()
        amounts = (self.eu_share_amount, self.budget_amount)
        if None not in amounts and self.eu_share_amount > self.budget_amount:
            raise ValidationError({"eu_share_amount": _("The share is larger than the budget.")})

    def facts(self, words, reading) -> ProjectFacts:
        """Return the facts of the project."""
        partners = sorted(
            self.partner_rows.all(), key=lambda row: row.role != ProjectPartner.Role.COORDINATOR
        )
        return ProjectFacts(
            **self.shared_facts(words, reading),
            programme=reading.programme_name(self.programme_id),
            grant_number=self.grant_number,
            partners=tuple(
                Partner(
                    name=row.name,
                    role=row.role,
                    country=row.country.code or "",
                    website=row.website,
                )
                for row in partners
            ),
            partners_count=self.partners_count or 0,
            budget=self.budget,
            eu_share=self.eu_share,
            website=words.website or self.website,
        )


class ProjectPartner(Orderable):
    """An organisation and what it does in the project."""

    class Role(models.TextChoices):
        """What a partner can be."""

        COORDINATOR = "coordinator", _("coordinator")
        PARTNER = "partner", _("partner")
        ASSOCIATED = "associated", _("associated partner")

    page = ParentalKey(ProjectPage, on_delete=models.CASCADE, related_name="partner_rows")
    name = models.CharField(_("name"), max_length=200)
    role = models.CharField(_("role"), max_length=20, choices=Role, default=Role.PARTNER)
    country = CountryField(_("country"), blank=True)
    website = models.URLField(_("website"), blank=True)

    panels = [FieldRowPanel(["name", "role"]), FieldRowPanel(["country", "website"])]

    class Meta(Orderable.Meta):
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
