"""Which words has the network agreed on, and how are they translated?"""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.search import index

from cms.fields import LanguageField


class GlossaryTerm(index.Indexed, ClusterableModel):
    """A term in one language, what it means, and its agreed translation into any other."""

    term = models.CharField(
        pgettext_lazy("of a glossary", "term"),
        max_length=200,
        help_text=_(
            "In its basic form, such as ‘safety audit’; plurals and other forms are recognised."
        ),
    )
    language = LanguageField(
        _("language"), help_text=_("In which the term and its definition are written.")
    )
    definition = models.TextField(
        _("definition"),
        blank=True,
        help_text=_("A sentence or two for translators: what is meant, and what is not."),
    )
    is_protected = models.BooleanField(
        _("never translated"),
        default=False,
        help_text=_(
            "For names and brands: translators are warned unless it stands in the translation exactly as here, capitals "
            "included. It is looked for in texts of every language. Acronyms of projects and names of members are "
            "protected by themselves."
        ),
    )

    panels = [
        FieldRowPanel(["term", "language"]),
        "definition",
        "is_protected",
        InlinePanel(
            "translations",
            label=_("translation"),
            heading=_("Translations, one for each language"),
            help_text=_(
                "A term that is never translated needs one only where it has an official name after all."
            ),
        ),
    ]
    search_fields = [
        index.SearchField("term"),
        index.AutocompleteField("term"),
        index.SearchField("definition"),
        index.RelatedFields("translations", [index.SearchField("translation")]),
        index.FilterField("language"),
        index.FilterField("is_protected"),
    ]

    class Meta:
        verbose_name = _("glossary term")
        verbose_name_plural = _("glossary")
        ordering = ["term", "language"]
        constraints = [
            models.UniqueConstraint(
                fields=["term", "language"], name="glossary_term_once_in_language"
            )
        ]

    def __str__(self) -> str:
        return self.term


class GlossaryTranslation(models.Model):
    """How a term is translated into one language, and how not."""

    term = ParentalKey(GlossaryTerm, on_delete=models.CASCADE, related_name="translations")
    language = LanguageField(_("language"))
    translation = models.CharField(
        _("translation"),
        max_length=200,
        blank=True,
        help_text=_("In its basic form. Left empty, translators are only told what not to write."),
    )
    forbidden = models.TextField(
        _("not to be used"),
        blank=True,
        help_text=_("Translations to avoid, each on a line of its own."),
    )

    panels = [FieldRowPanel(["language", "translation"]), FieldPanel("forbidden")]

    class Meta:
        verbose_name = _("translation")
        verbose_name_plural = _("translations")
        ordering = ["language"]
        constraints = [
            models.UniqueConstraint(
                fields=["term", "language"], name="glossary_translation_once_per_language"
            )
        ]

    def __str__(self) -> str:
        return f"{self.translation} ({self.language})"

    def clean(self):
        """Refuse a row that says nothing."""
        super().clean()
        if not self.translation and not self.forbidden_words:
            raise ValidationError(
                {"translation": _("Give a translation, or translations to avoid.")}
            )

    @property
    def forbidden_words(self) -> tuple[str, ...]:
        """The translations to avoid, without blank lines."""
        return tuple(line.strip() for line in self.forbidden.splitlines() if line.strip())
