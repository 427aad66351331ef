"""Which model fields does Belfry add to Django's and Wagtail's?"""

from __future__ import annotations

from functools import cache
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django_countries import Countries
from django_countries.fields import CountryField as BaseCountryField
from django_countries.fields import LazyTypedChoiceField, LazyTypedMultipleChoiceField
from wagtail.fields import StreamField as WagtailStreamField
from wagtail_localize.fields import (
    BaseTranslatableField,
    SynchronizedField,
    get_translatable_fields,
)

from cms import names

COUNTRY_CORRECTIONS = {
    "UK": "GB",  # What the country calls itself; reserved in ISO 3166-1, never assigned.
    "EL": "GR",  # The European institutions' own code for Greece.
    "SP": "ES",  # Vehicle plates and old lists.
}
"""Codes that European offices use out of habit, and the ISO 3166-1 code that is meant."""


class KeptField(BaseTranslatableField):
    """Tells wagtail-localize that each language version keeps its own value of a field.

    Neither offered to translators nor overwritten from the source: the slug, the source itself, facts that are read
    from the source anyway.
    """


class OverridableFact(SynchronizedField):
    """Tells wagtail-localize that a translator may replace a fact for their readers: an address, a document.

    What it copies into a translation goes stale when the source is corrected. So the field of a translation stays empty
    unless somebody has filled it (see ``ContentPage.copy_child_relation``), and facts say ``words.url or self.url``.
    """


def empty_overridable_facts(copied: models.Model) -> None:
    """Let a copy for another language have no value where a translator has not recorded one."""
    for fact in get_translatable_fields(type(copied)):
        if isinstance(fact, OverridableFact):
            field = fact.get_field(type(copied))
            setattr(copied, field.attname, field.get_default())


class StreamField(WagtailStreamField):
    """A StreamField whose blocks do not appear in migrations, where they would grow without bound (Wagtail #4298)."""

    def __init__(self, block_types=(), use_json_field=True, block_lookup=None, **kwargs):
        """Accept no block types, as migrations pass none."""
        super().__init__(block_types or [], use_json_field, block_lookup, **kwargs)

    def deconstruct(self):
        """Return the field without its blocks."""
        name, path, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [[]], kwargs


class EuropeanCountries(Countries):
    """ISO 3166-1 with XK, which the European institutions use for Kosovo."""

    override = {"XK": _("Kosovo")}


def refuse_wrong_codes(codes):
    """Refuse the country codes that are used by mistake.

    Raises:
        ValidationError: that names the code which was probably meant.
    """
    for code in codes:
        if correction := COUNTRY_CORRECTIONS.get(str(code).upper()):
            raise ValidationError(
                _("‘%(code)s’ is not an ISO country code. Did you mean %(correction)s?"),
                code="country",
                params={"code": code, "correction": correction},
            )


class CountryChoice(LazyTypedChoiceField):
    """Chooses a country; a form checks its choices before the model is asked, so the hint stands here too."""

    def validate(self, value):
        """Refuse a wrong code with the right one, then what is no choice."""
        refuse_wrong_codes([value])
        super().validate(value)


class CountryChoices(LazyTypedMultipleChoiceField):
    """Chooses countries, as ``CountryChoice`` does."""

    def validate(self, value):
        """Refuse a wrong code with the right one, then what is no choice."""
        refuse_wrong_codes(value)
        super().validate(value)


class CountryField(BaseCountryField):
    """An ISO 3166-1 country whose error message names the code that was probably meant."""

    def __init__(self, *args, **kwargs):
        """Take the list of countries with XK by default."""
        kwargs.setdefault("countries", EuropeanCountries)
        super().__init__(*args, **kwargs)

    def clean(self, value, model_instance):
        """Return the code, or the codes.

        Raises:
            ValidationError: with a hint for the codes that are used by mistake.
        """
        refuse_wrong_codes(value or () if self.multiple else [value])
        return super().clean(value, model_instance)

    def formfield(self, **kwargs):
        """Give forms the same hint."""
        kwargs.setdefault("choices_form_class", CountryChoices if self.multiple else CountryChoice)
        return super().formfield(**kwargs)


@cache
def zone_choices() -> list[tuple[str, str]]:
    """Return the IANA zones, European ones first. Asked at every check of a field, so read once."""
    zones = sorted(zone for zone in available_timezones() if "/" in zone)
    european = [zone for zone in zones if zone.startswith("Europe/")]
    others = [
        zone for zone in zones if not zone.startswith(("Europe/", "Etc/", "posix/", "right/"))
    ]
    return [(zone, zone.replace("_", " ")) for zone in [*european, "UTC", *others]]


class ZoneField(models.CharField):
    """An IANA time zone, such as Europe/Brussels."""

    def __init__(self, *args, **kwargs):
        """Fix length and choices."""
        kwargs["max_length"] = 64
        kwargs["choices"] = zone_choices
        super().__init__(*args, **kwargs)
        self.error_messages["invalid_choice"] = _(
            "‘%(value)s’ is not a known time zone. Choose one such as Europe/Brussels."
        )

    def deconstruct(self):
        """Return the field without its choices: the zones of the world are no matter of migrations."""
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("choices", None)
        kwargs.pop("max_length", None)
        return name, path, args, kwargs

    def formfield(self, **kwargs):
        """Give forms the same message."""
        kwargs.setdefault(
            "error_messages", {"invalid_choice": self.error_messages["invalid_choice"]}
        )
        return super().formfield(**kwargs)


@cache
def language_choices() -> list[tuple[str, str]]:
    """Return the languages in which a text, a meeting or a document can be, by their own name.

    Asked for every stored block with a language, so gathered once.
    """
    official = {
        tag
        for country in names.country_codes()
        for tag in names.official_languages(country)
        if len(tag) == 2
    }
    tags = {code for code, _name in settings.LANGUAGES} | official
    return sorted(
        ((tag, names.autonym(tag)) for tag in tags), key=lambda choice: choice[1].casefold()
    )


class LanguageField(models.CharField):
    """A BCP 47 language tag."""

    def __init__(self, *args, **kwargs):
        """Fix length and choices."""
        kwargs["max_length"] = 16
        kwargs["choices"] = language_choices
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        """Return the field without its choices: they follow the site's languages."""
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("choices", None)
        kwargs.pop("max_length", None)
        return name, path, args, kwargs


class LanguagesField(models.CharField):
    """Several BCP 47 language tags, kept in one column as "en fr" (facts without words of their own)."""

    def __init__(self, *args, **kwargs):
        """Fix the length; an empty list is allowed."""
        kwargs["max_length"] = 200
        kwargs["blank"] = True
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        """Return the field without what it fixes itself."""
        name, path, args, kwargs = super().deconstruct()
        for fixed in ("max_length", "blank"):
            kwargs.pop(fixed, None)
        return name, path, args, kwargs

    def from_db_value(self, value, _expression, _connection):
        """Return a list of tags."""
        return self.to_python(value)

    def to_python(self, value):
        """Return a list of tags, whatever the form in which they come."""
        return list(value) if isinstance(value, list | tuple) else (value or "").split()

    def get_prep_value(self, value):
        """Return the tags as one string."""
        return " ".join(self.to_python(value))

    def value_to_string(self, obj):
        """Return the tags as revisions keep them."""
        return self.get_prep_value(self.value_from_object(obj))

    def validate(self, value, model_instance):
        """Refuse what is no known language."""
        known = dict(language_choices())
        for tag in self.to_python(value):
            if tag not in known:
                raise ValidationError(
                    _("‘%(value)s’ is not a known language."), params={"value": tag}
                )
        if not value and not self.blank:
            super().validate(value, model_instance)

    def run_validators(self, value):
        """Check the length of what is stored."""
        super().run_validators(self.get_prep_value(value))

    def formfield(self, **kwargs):
        """Offer the languages to tick."""
        return forms.MultipleChoiceField(
            choices=language_choices,
            required=False,
            label=capfirst(self.verbose_name),
            help_text=self.help_text,
            widget=forms.SelectMultiple(attrs={"size": 8}),
            initial=self.get_default,
        )
