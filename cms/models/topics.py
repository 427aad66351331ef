"""What is the network's content about?"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import InlinePanel

from cms.models.places import NameInLanguage


class Topic(ClusterableModel):
    """A theme by which readers filter, named once per language."""

    name = models.CharField(
        _("name"), max_length=120, help_text=_("In English; other languages below.")
    )
    slug = models.SlugField(
        _("slug"), unique=True, help_text=_("Stands in addresses of filtered lists.")
    )

    panels = [
        "name",
        "slug",
        InlinePanel(
            "names", label=_("name in another language"), heading=_("Names in other languages")
        ),
    ]

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def name_in(self, language: str) -> str:
        """Return the topic's name in a language (BCP 47), else in English."""
        names = {row.language: row.name for row in self.names.all()}
        return names.get(language) or names.get(language.split("-")[0]) or self.name


class TopicName(NameInLanguage):
    """What a topic is called in one language."""

    topic = ParentalKey(Topic, on_delete=models.CASCADE, related_name="names")

    class Meta(NameInLanguage.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["topic", "language"], name="topic_name_once_per_language"
            )
        ]
