"""Who pays for projects and calls, and which words must be printed for it?"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel

from cms.fields import LanguageField


class Programme(ClusterableModel):
    """A funding programme in one of its generations, with its emblem and its official wording."""

    name = models.CharField(
        _("name"), max_length=200, help_text=_("Such as Internal Security Fund – Police.")
    )
    generation = models.CharField(
        _("generation"), max_length=40, blank=True, help_text=_("Such as 2014–2020.")
    )
    emblem = models.ForeignKey(
        "cms.Picture",
        verbose_name=_("emblem"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("The emblem that the programme prescribes, such as the European flag."),
    )

    panels = [
        FieldRowPanel(["name", "generation"]),
        "emblem",
        InlinePanel(
            "wordings",
            label=_("official wording"),
            heading=_("Official wording per language"),
            help_text=_("Copy it from the programme’s own guide; it is never machine-translated."),
        ),
    ]

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        ordering = ["name"]

    def __str__(self) -> str:
        return f"{self.name} {self.generation}".strip()

    def wording_in(self, languages) -> ProgrammeWording | None:
        """Return the wording in the first of ``languages`` (BCP 47 tags) that has one, else any, else None."""
        wordings = {row.language: row for row in self.wordings.all()}
        for language in languages:
            if language in wordings:
                return wordings[language]
        return next(iter(wordings.values()), None)


class ProgrammeWording(models.Model):
    """The name, funding statement and disclaimer of a programme in one language."""

    programme = ParentalKey(Programme, on_delete=models.CASCADE, related_name="wordings")
    language = LanguageField(_("language"))
    name = models.CharField(_("name of the programme"), max_length=200)
    statement = models.TextField(
        _("funding statement"),
        help_text=_(
            "A whole sentence. {project} and {grant} stand for the acronym and the grant number."
        ),
    )
    disclaimer = models.TextField(_("disclaimer"), blank=True)

    panels = [
        FieldRowPanel(["language", "name"]),
        FieldPanel("statement"),
        FieldPanel("disclaimer"),
    ]

    class Meta:
        ordering = ["language"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "language"], name="programme_wording_once_per_language"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.language})"
