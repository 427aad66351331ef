"""What is a piece of news?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail_localize.fields import SynchronizedField

from cms import dates, words
from cms.fields import KeptField
from cms.items import Facts, Place
from cms.models import ContentPage


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsFacts(Facts):
    """What news knows beyond title and summary."""

    schema_org_type: ClassVar[str] = "NewsArticle"

    sort: str = "news"
    """One of the sorts: news, publication, interview, tribute, video, members."""
    dateline_place: Place | None = None
    dateline: date | None = None
    dateline_precision: str = "day"
    """How much of the date is known: day, month or year."""
    author: str = ""
    origin: str = ""
    """Where it was first published."""

    def line(self, language: str) -> str:
        """Return place and date, as far as they are known, which stand beside the sort in lists."""
        day = (
            dates.format_partial(self.dateline, self.dateline_precision, language)
            if self.dateline
            else ""
        )
        return words.joined([self.dateline_place.city if self.dateline_place else "", day])


class NewsPage(ContentPage):
    """A piece of news, a publication, an interview, a tribute, a video or a welcome to new members."""

    class Sort(models.TextChoices):
        """The sorts of news."""

        NEWS = "news", _("News")
        PUBLICATION = "publication", _("Publication")
        INTERVIEW = "interview", _("Interview")
        TRIBUTE = "tribute", _("Tribute")
        VIDEO = "video", _("Video")
        MEMBERS = "members", _("New members")

    class Precision(models.TextChoices):
        """How much of a date is known."""

        DAY = "day", _("day")
        MONTH = "month", _("month")
        YEAR = "year", _("year")

    sort = models.CharField(_("sort"), max_length=20, choices=Sort, default=Sort.NEWS)
    dateline_city = models.ForeignKey(
        "cms.City",
        verbose_name=_("place"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    dateline = models.DateField(_("date"), null=True, blank=True)
    dateline_precision = models.CharField(
        _("precision"), max_length=5, choices=Precision, default=Precision.DAY
    )
    author = models.CharField(_("author"), max_length=200, blank=True)
    origin = models.CharField(
        _("first published in"),
        max_length=200,
        blank=True,
        help_text=_("The magazine, newspaper or site."),
    )

    capability_panels = [
        FieldPanel("sort"),
        MultiFieldPanel(
            [FieldRowPanel(["dateline_city", "dateline", "dateline_precision"])],
            heading=_("Dateline"),
            help_text=_("Where and when, as far as it is known."),
        ),
        FieldRowPanel(["author", "origin"]),
    ]
    override_translatable_fields = [
        *ContentPage.override_translatable_fields,
        KeptField("dateline"),
        SynchronizedField("dateline_city", overridable=False),
    ]

    class Meta:
        verbose_name = pgettext_lazy("a single piece", "news")
        verbose_name_plural = _("news")

    @property
    def label(self) -> str:
        """Return the sort in the active language."""
        return str(self.Sort(self.sort).label)

    def facts(self, words, reading) -> NewsFacts:
        """Return the facts of the news."""
        return NewsFacts(
            **self.shared_facts(words, reading),
            sort=self.sort,
            dateline_place=reading.place(self.dateline_city_id) if self.dateline_city_id else None,
            dateline=self.dateline,
            dateline_precision=self.dateline_precision,
            author=words.author,
            origin=words.origin,
        )
