"""Which cities, members and member countries does the network know?"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.models import Orderable
from wagtail.search import index

from cms.fields import CountryField, LanguageField


class NameInLanguage(models.Model):
    """An official name in one language: chosen by the network, never translated segment by segment."""

    language = LanguageField(_("language"))
    name = models.CharField(_("name"), max_length=200)

    panels = [FieldRowPanel(["language", "name"])]

    class Meta:
        abstract = True
        ordering = ["language"]

    def __str__(self) -> str:
        return f"{self.name} ({self.language})"


class City(index.Indexed, ClusterableModel):
    """A city, chosen wherever a place is named, so that its name is right in every language."""

    name = models.CharField(
        _("local name"),
        max_length=200,
        help_text=_("The name the city gives itself, such as Gdańsk or Kortrijk."),
    )
    country = CountryField(_("country"))
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)

    panels = [
        FieldRowPanel(["name", "country"]),
        InlinePanel(
            "names",
            label=_("name in another language"),
            heading=_("Names in other languages"),
            help_text=_("Only where it differs from the local name."),
        ),
        FieldRowPanel(["latitude", "longitude"]),
    ]
    search_fields = [
        index.SearchField("name"),
        index.AutocompleteField("name"),
        index.FilterField("country"),
    ]

    class Meta:
        verbose_name = _("city")
        verbose_name_plural = _("cities")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["name", "country"], name="city_once_in_country")
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.country.code})"

    def name_in(self, language: str) -> str:
        """Return the city's official name in a language (BCP 47), else its local name."""
        names = {row.language: row.name for row in self.names.all()}
        return names.get(language) or names.get(language.split("-")[0]) or self.name


class CityName(NameInLanguage):
    """What a city is called in one language."""

    city = ParentalKey(City, on_delete=models.CASCADE, related_name="names")

    class Meta(NameInLanguage.Meta):
        constraints = [
            models.UniqueConstraint(fields=["city", "language"], name="city_name_once_per_language")
        ]


class Member(index.Indexed, models.Model):
    """A public authority that belongs to the network."""

    class Authority(models.TextChoices):
        """The kinds of authority that can be members."""

        CITY = "city", _("city")
        METROPOLIS = "metropolis", _("metropolitan body")
        REGION = "region", _("region")
        PROVINCE = "province", _("province or department")
        COUNCIL = "council", _("prevention council")
        OTHER = "other", _("other public body")

    name = models.CharField(_("name"), max_length=200)
    authority = models.CharField(
        _("kind of authority"), max_length=20, choices=Authority, default=Authority.CITY
    )
    city = models.ForeignKey(
        City, verbose_name=_("city"), on_delete=models.PROTECT, related_name="members"
    )
    country = CountryField(
        _("member country"),
        blank=True,
        help_text=_(
            "Only where it differs from the city’s own: Païta lies in NC and is listed under France."
        ),
    )
    member_since = models.PositiveSmallIntegerField(
        _("member since"), null=True, blank=True, help_text=_("A year.")
    )
    website = models.URLField(_("website"), blank=True)

    panels = [
        FieldRowPanel(["name", "authority"]),
        FieldRowPanel(["city", "country"]),
        "member_since",
        "website",
    ]
    search_fields = [index.SearchField("name"), index.AutocompleteField("name")]

    class Meta:
        verbose_name = _("member")
        verbose_name_plural = _("members")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class MemberCountry(ClusterableModel):
    """A country in which the network has members: its languages in order, its national forum."""

    country = CountryField(_("country"), unique=True)
    forum_name = models.CharField(_("national forum"), max_length=200, blank=True)
    forum_website = models.URLField(_("website of the national forum"), blank=True)

    panels = [
        "country",
        InlinePanel("languages", label=_("language"), heading=_("Languages, the main one first")),
        FieldRowPanel(["forum_name", "forum_website"]),
    ]

    class Meta:
        verbose_name = _("member country")
        verbose_name_plural = _("member countries")
        ordering = ["country"]

    def __str__(self) -> str:
        return str(self.country.name)


class MemberCountryLanguage(Orderable):
    """A language in which the members of a country read."""

    member_country = ParentalKey(MemberCountry, on_delete=models.CASCADE, related_name="languages")
    language = LanguageField(_("language"))

    panels = [FieldPanel("language")]
