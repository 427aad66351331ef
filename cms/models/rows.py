"""What can a content page have any number of? Its child rows.

A row of values belongs to the source; a row with words is translatable, and found by its translation key.
"""

from __future__ import annotations

from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, PageChooserPanel
from wagtail.models import Orderable, TranslatableMixin

from cms import items
from cms.fields import KeptField, OverridableFact, ZoneField
from cms.models.content import ContentPage, kinds_with

BRUSSELS = "Europe/Brussels"


class CapabilityChooserPanel(PageChooserPanel):
    """Chooses among pages of the kinds that have a capability.

    A chooser for the abstract class itself opens and then fails (LookupError in Wagtail's chooser view), so the
    concrete kinds are looked up when the form is made.
    """

    def __init__(self, field_name, capability, **kwargs):
        """Take the name of the capability's class."""
        super().__init__(field_name, **kwargs)
        self.capability = capability

    def clone_kwargs(self):
        """Return what makes a copy of the panel."""
        return {**super().clone_kwargs(), "capability": self.capability}

    def get_form_options(self):
        """Limit the chooser to the kinds that are installed now."""
        self.page_type = kinds_with(self.capability) or [ContentPage]
        return super().get_form_options()


class Row(Orderable):
    """A row that belongs to a content page."""

    class Meta(Orderable.Meta):
        abstract = True


class Span(Row):
    """A run of days on which something takes place."""

    page = ParentalKey(ContentPage, on_delete=models.CASCADE, related_name="span_rows")
    start = models.DateField(_("first day"))
    end = models.DateField(
        _("last day"), blank=True, help_text=_("Left empty, the first day is the last.")
    )
    start_time = models.TimeField(
        _("from"), null=True, blank=True, help_text=_("Leave both times empty for all day.")
    )
    end_time = models.TimeField(_("to"), null=True, blank=True)
    zone = ZoneField(_("time zone"), default=BRUSSELS)

    panels = [FieldRowPanel(["start", "end"]), FieldRowPanel(["start_time", "end_time", "zone"])]

    class Meta(Row.Meta):
        verbose_name = _("date")
        verbose_name_plural = _("dates")
        constraints = [
            models.CheckConstraint(condition=Q(end__gte=F("start")), name="span_ends_after_start")
        ]
        indexes = [models.Index(fields=["start", "end"])]

    def __str__(self) -> str:
        return f"{self.start} – {self.end}"

    def clean(self):
        """Fill the last day; refuse an end before the start."""
        super().clean()
        if not self.start:
            return
        self.end = self.end or self.start
        if self.end < self.start:
            raise ValidationError({"end": _("The last day lies before the first day.")})
        if self.end_time and not self.start_time:
            raise ValidationError(
                {"start_time": _("Give the time of the beginning too, or neither.")}
            )
        if (
            self.start == self.end
            and self.start_time
            and self.end_time
            and self.end_time <= self.start_time
        ):
            raise ValidationError({"end_time": _("The end lies before the beginning.")})


class Place(Row):
    """A city, and the room or street in it."""

    page = ParentalKey(ContentPage, on_delete=models.CASCADE, related_name="place_rows")
    city = models.ForeignKey(
        "cms.City", verbose_name=_("city"), on_delete=models.PROTECT, related_name="+"
    )
    venue = models.CharField(
        _("venue"),
        max_length=200,
        blank=True,
        help_text=_("Building, room, street: as the invitation has it."),
    )

    panels = [FieldRowPanel(["city", "venue"])]

    class Meta(Row.Meta):
        verbose_name = _("place")
        verbose_name_plural = _("places")


class Session(TranslatableMixin, Row):
    """A part of the programme with a time of its own."""

    page = ParentalKey(ContentPage, on_delete=models.CASCADE, related_name="session_rows")
    title = models.CharField(_("title"), max_length=200)
    day = models.DateField(_("day"))
    start_time = models.TimeField(_("from"))
    end_time = models.TimeField(_("to"), null=True, blank=True)
    zone = ZoneField(_("time zone"), default=BRUSSELS)
    place = models.CharField(
        _("place"), max_length=120, blank=True, help_text=_("Room, town or ‘online’.")
    )
    languages = models.CharField(_("languages"), max_length=120, blank=True)
    registration_url = models.URLField(_("registration"), blank=True)

    panels = [
        "title",
        FieldRowPanel(["day", "start_time", "end_time", "zone"]),
        FieldRowPanel(["place", "languages"]),
        "registration_url",
    ]
    override_translatable_fields = [KeptField("page"), OverridableFact("registration_url")]

    class Meta(TranslatableMixin.Meta, Row.Meta):
        verbose_name = _("session")
        verbose_name_plural = _("sessions")

    def __str__(self) -> str:
        return self.title

    def clean(self):
        """Refuse an end before the beginning."""
        super().clean()
        if self.start_time and self.end_time and self.end_time <= self.start_time:
            raise ValidationError({"end_time": _("The end lies before the beginning.")})


class Deadline(TranslatableMixin, Row):
    """A topic that closes at an instant of its own."""

    page = ParentalKey(ContentPage, on_delete=models.CASCADE, related_name="deadline_rows")
    title = models.CharField(pgettext_lazy("of a call", "topic"), max_length=250, blank=True)
    day = models.DateField(
        _("last day"), null=True, blank=True, help_text=_("Left empty: no deadline is set.")
    )
    time = models.TimeField(
        _("time"), default=time(17, 0), help_text=_("By the clocks of the time zone.")
    )
    zone = ZoneField(_("time zone"), default=BRUSSELS)
    at = models.DateTimeField(null=True, editable=False)

    panels = ["title", FieldRowPanel(["day", "time", "zone"])]

    class Meta(TranslatableMixin.Meta, Row.Meta):
        verbose_name = _("deadline")
        verbose_name_plural = _("deadlines")
        indexes = [models.Index(fields=["at"])]

    def __str__(self) -> str:
        return self.title or str(self.day)

    def save(self, *args, **kwargs):
        """Keep the instant that day, time and zone name: lists are sorted and filtered by it."""
        self.at = self.instant
        return super().save(*args, **kwargs)

    @property
    def instant(self) -> datetime | None:
        """The aware instant at which the topic closes."""
        return datetime.combine(self.day, self.time, ZoneInfo(self.zone)) if self.day else None


class Link(TranslatableMixin, Row):
    """A link that says what it leads to."""

    class Sort(models.TextChoices):
        """What a link can lead to."""

        DOCUMENT = "document", _("document")
        PROGRAMME = "programme", _("programme")
        REGISTER = "register", _("registration")
        VIDEO = "video", _("video")
        PLATFORM = "platform", _("members’ platform")
        WEBSITE = "website", _("website")

    page = ParentalKey(ContentPage, on_delete=models.CASCADE, related_name="link_rows")
    title = models.CharField(
        _("text of the link"),
        max_length=200,
        help_text=_("Says where it leads without its surroundings."),
    )
    sort = models.CharField(_("leads to"), max_length=20, choices=Sort, default=Sort.WEBSITE)
    url = models.URLField(_("address"), blank=True)
    document = models.ForeignKey(
        "cms.DocumentFile",
        verbose_name=_("document"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    members_only = models.BooleanField(_("members only"), default=False)

    panels = ["title", FieldRowPanel(["sort", "members_only"]), FieldRowPanel(["url", "document"])]
    override_translatable_fields = [OverridableFact("url"), OverridableFact("document")]

    class Meta(TranslatableMixin.Meta, Row.Meta):
        verbose_name = _("link")
        verbose_name_plural = _("links")

    def __str__(self) -> str:
        return self.title

    def clean(self):
        """Require either an address or a document, of a translation at most one of them."""
        super().clean()
        page = getattr(self, "page", None)
        if page and page.is_translation and not self.leads_anywhere:
            return
        if bool(self.url) == bool(self.document_id):
            raise ValidationError({"url": _("Give either an address or a document.")})

    @property
    def leads_anywhere(self) -> bool:
        """Whether the row itself tells where it leads; that of a translation mostly does not."""
        return bool(self.url or self.document_id)

    def as_link(self, words: Link, reading) -> items.Link:
        """Return the link as readers get it. Called on the row of the source; ``words`` is that of the served version."""
        leads = words if words.leads_anywhere else self
        told = {"title": words.title, "sort": self.sort, "members_only": self.members_only}
        if leads.document:
            if self.sort == Link.Sort.WEBSITE:  # nobody has said more, and a document is none
                told["sort"] = Link.Sort.DOCUMENT
            return reading.document(leads.document, **told)
        return items.Link(url=leads.url, **told)


class PageTopic(Row):
    """A topic of a content page."""

    page = ParentalKey(ContentPage, on_delete=models.CASCADE, related_name="topic_rows")
    topic = models.ForeignKey(
        "cms.Topic", verbose_name=_("topic"), on_delete=models.PROTECT, related_name="+"
    )

    panels = [FieldPanel("topic")]

    class Meta(Row.Meta):
        constraints = [
            models.UniqueConstraint(fields=["page", "topic"], name="topic_once_per_page")
        ]


class PartOf(Row):
    """An initiative to which a content page belongs."""

    page = ParentalKey(ContentPage, on_delete=models.CASCADE, related_name="part_of_rows")
    target = models.ForeignKey(
        ContentPage, verbose_name=_("project"), on_delete=models.CASCADE, related_name="part_rows"
    )

    panels = [CapabilityChooserPanel("target", capability="Initiative")]

    class Meta(Row.Meta):
        verbose_name = _("part of")
        constraints = [models.UniqueConstraint(fields=["page", "target"], name="part_of_once")]

    def clean(self):
        """Refuse a page that is no initiative: choosers can be got round."""
        super().clean()
        if self.target_id and not isinstance(self.target.specific, tuple(kinds_with("Initiative"))):
            raise ValidationError(
                {"target": _("Choose a project: ‘%(page)s’ is none.") % {"page": self.target.title}}
            )


class RelatedPage(Row):
    """Another content page that readers of this one may want."""

    page = ParentalKey(ContentPage, on_delete=models.CASCADE, related_name="related_rows")
    target = models.ForeignKey(
        ContentPage, verbose_name=_("page"), on_delete=models.CASCADE, related_name="+"
    )

    panels = [PageChooserPanel("target", page_type="cms.ContentPage")]

    class Meta(Row.Meta):
        verbose_name = _("related page")
        constraints = [models.UniqueConstraint(fields=["page", "target"], name="related_once")]
