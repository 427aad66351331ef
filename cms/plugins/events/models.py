"""What is an event?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel

from cms.fields import KeptField, LanguagesField, OverridableFact, ZoneField
from cms.items import DatedFacts, Deadline, Link
from cms.models import ContentPage, Dated
from cms.models.capabilities import deadline_as_of
from cms.models.content import with_words
from cms.models.rows import BRUSSELS


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A part of the programme."""

    key: UUID
    """The same for every language."""
    title: str
    start: datetime
    end: datetime | None
    zone: str
    place: str
    languages: str
    registration_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EventFacts(DatedFacts):
    """What an event knows beyond title and summary."""

    meeting: str = "event"
    """One of the meetings: event, seminar, colloquium, conference, congress, assembly, launch, training, visit, webinar."""
    sessions: tuple[Session, ...] = ()
    organisers: str = ""
    working_languages: tuple[str, ...] = ()
    interpretation: tuple[str, ...] = ()
    registration_url: str = ""
    registration_deadline: Deadline | None = None
    programme: Link | None = None
    contact_name: str = ""
    contact_email: str = ""
    website: str = ""
    agenda_only: bool = False
    """Only a line of the agenda: what there is to read stands on somebody else's site."""


class EventPage(Dated, ContentPage):
    """A meeting of the network or of others, or just a line of the agenda."""

    class Meeting(models.TextChoices):
        """What an event can be."""

        EVENT = "event", _("Event")
        SEMINAR = "seminar", _("Seminar")
        COLLOQUIUM = "colloquium", _("Colloquium")
        CONFERENCE = "conference", _("Conference")
        CONGRESS = "congress", _("Congress")
        ASSEMBLY = "assembly", _("General assembly")
        WORKING_GROUP = "working_group", _("Working group")
        PROJECT_MEETING = "project_meeting", _("Project meeting")
        LAUNCH = "launch", _("Project launch")
        TRAINING = "training", _("Training")
        VISIT = "visit", _("Study visit")
        WEBINAR = "webinar", _("Webinar")

    meeting = models.CharField(
        _("what it is"), max_length=20, choices=Meeting, default=Meeting.EVENT
    )
    agenda_only = models.BooleanField(
        _("only a line of the agenda"),
        default=False,
        help_text=_("Readers are sent to the website below; there is nothing else to read here."),
    )
    website = models.URLField(_("website"), blank=True)
    organisers = models.CharField(_("organisers"), max_length=250, blank=True)
    working_languages = LanguagesField(_("working languages"))
    interpretation = LanguagesField(_("interpretation into"))
    registration_url = models.URLField(_("registration"), blank=True)
    registration_day = models.DateField(_("registration closes on"), null=True, blank=True)
    registration_time = models.TimeField(_("at"), default=time(17, 0))
    registration_zone = ZoneField(_("time zone"), default=BRUSSELS)
    registration_closes_at = models.DateTimeField(null=True, editable=False, db_index=True)
    programme_document = models.ForeignKey(
        "cms.DocumentFile",
        verbose_name=pgettext_lazy("of an event", "programme"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    contact_name = models.CharField(_("contact"), max_length=120, blank=True)
    contact_email = models.EmailField(_("e-mail of the contact"), blank=True)

    rows = ["session_rows"]
    moments = {"registration_closes_at": "registration_zone"}
    read_with = ("programme_document",)
    read_more = _("Programme and registration: %(title)s")

    capability_panels = [
        FieldPanel("meeting"),
        *Dated.dated_panels,
        MultiFieldPanel([FieldPanel("agenda_only"), FieldPanel("website")], heading=_("Elsewhere")),
        MultiFieldPanel(
            [
                FieldPanel("registration_url"),
                FieldRowPanel(["registration_day", "registration_time", "registration_zone"]),
                FieldPanel("programme_document"),
                FieldRowPanel(["contact_name", "contact_email"]),
            ],
            heading=_("Taking part"),
        ),
        MultiFieldPanel(
            [FieldPanel("organisers"), FieldRowPanel(["working_languages", "interpretation"])],
            heading=_("Organisation"),
        ),
        InlinePanel("session_rows", label=_("session"), heading=_("Sessions")),
    ]
    override_translatable_fields = [
        *ContentPage.override_translatable_fields,
        *(
            KeptField(name)
            for name in (
                "agenda_only",
                "working_languages",
                "interpretation",
                "registration_day",
                "registration_time",
                "registration_zone",
                "registration_closes_at",
                "contact_name",
                "contact_email",
            )
        ),
        OverridableFact("website"),
        OverridableFact("registration_url"),
        OverridableFact("programme_document"),
    ]

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")

    def save(self, *args, **kwargs):
        """Keep the instant at which registration closes: answers are kept no longer."""
        self.registration_closes_at = self._registration_closes
        return super().save(*args, **kwargs)

    @property
    def label(self) -> str:
        """Return what it is, in the active language."""
        return str(self.Meeting(self.meeting).label)

    def clean(self):
        """Ask for the website to which a line of the agenda leads; a translation leads where its source does."""
        super().clean()
        if self.agenda_only and not self.website and not self.is_translation:
            raise ValidationError({"website": _("Give the website to which readers are sent.")})

    def elsewhere(self, words) -> str:
        """Return the website, where the event is only a line of the agenda."""
        return (words.website or self.website) if self.agenda_only else ""

    def facts(self, words, reading) -> EventFacts:
        """Return the facts of the event."""
        return EventFacts(
            **self.shared_facts(words, reading),
            meeting=self.meeting,
            sessions=self._sessions(words),
            organisers=words.organisers,
            working_languages=tuple(self.working_languages),
            interpretation=tuple(self.interpretation),
            registration_url=words.registration_url or self.registration_url,
            registration_deadline=self._registration_deadline(reading),
            programme=self._programme(words, reading),
            contact_name=self.contact_name,
            contact_email=self.contact_email,
            website=words.website or self.website,
            agenda_only=self.agenda_only,
        )

    def _sessions(self, words) -> tuple[Session, ...]:
        """Return the sessions in order of time: times from the source, words from the served version."""
        sessions = []
        for row, text in with_words(self.session_rows.all(), words.session_rows.all()):
            zone = ZoneInfo(row.zone)
            sessions.append(
                Session(
                    key=row.translation_key,
                    title=text.title,
                    start=datetime.combine(row.day, row.start_time, zone),
                    end=datetime.combine(row.day, row.end_time, zone) if row.end_time else None,
                    zone=row.zone,
                    place=text.place,
                    languages=text.languages,
                    registration_url=text.registration_url or row.registration_url,
                )
            )
        return tuple(sorted(sessions, key=lambda session: session.start))

    def _registration_deadline(self, reading) -> Deadline | None:
        closes = self._registration_closes
        return closes and deadline_as_of(reading.at, closes, self.registration_zone)

    @property
    def _registration_closes(self) -> datetime | None:
        """The aware instant that day, time and zone name."""
        if not self.registration_day:
            return None
        zone = ZoneInfo(self.registration_zone)
        return datetime.combine(self.registration_day, self.registration_time, zone)

    def _programme(self, words, reading) -> Link | None:
        document = words.programme_document or self.programme_document
        return reading.document(document, str(_("Programme"))) if document else None
