"""Who translates a page into a language, until when, and when may it be read?"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.models import Locale

from cms.fields import ZoneField

DEFAULT_ZONE = "Europe/Brussels"


class TranslationJob(models.Model):
    """One page, or promotion, into one language, as the people see it who bring it about.

    wagtail-localize holds the words; this holds what it does not ask: who, until when, how far the people are, and
    when the result may be read.
    """

    class Stage(models.TextChoices):
        """How far the people are. How far the words are is counted, never stored (``translation.states``)."""

        OPEN = "open", pgettext_lazy("stage of a translation", "being translated")
        REVIEW = "review", pgettext_lazy("stage of a translation", "waiting for review")
        READY = "ready", pgettext_lazy("stage of a translation", "ready")
        PUBLISHED = "published", pgettext_lazy("stage of a translation", "published")
        NOT_NEEDED = "not_needed", pgettext_lazy("stage of a translation", "not needed")

    UNFINISHED = (Stage.OPEN, Stage.REVIEW)
    """The stages in which people are still at work, so that a job can be overdue."""

    class Release(models.TextChoices):
        """When a translation that is ready goes public. Whatever is chosen: never before its source."""

        BY_HAND = "by_hand", _("when somebody publishes it")
        WHEN_READY = "when_ready", _("as soon as it is ready")
        TOGETHER = "together", _("together with the other languages, as soon as all are ready")
        AT = "at", _("at a set time, if it is ready then")

    translation = models.OneToOneField(
        "wagtail_localize.Translation",
        primary_key=True,
        on_delete=models.CASCADE,
        related_name="job",
    )
    stage = models.CharField(_("stage"), max_length=12, choices=Stage.choices, default=Stage.OPEN)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("translator"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="translation_jobs",
        help_text=_(
            "Gets a message. Left empty, whoever translates into this language can take it."
        ),
    )
    due_on = models.DateField(
        _("wanted by"), null=True, blank=True, help_text=_("The last day; overdue jobs are marked.")
    )
    note = models.TextField(
        _("note"),
        max_length=1000,
        blank=True,
        help_text=_("What the translator should know: for whom it is, what to leave as it is."),
    )
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    finished_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    """Who last said that it is finished: somebody else has to review it."""
    release = models.CharField(
        _("goes public"), max_length=12, choices=Release.choices, default=Release.BY_HAND
    )
    release_at = models.DateTimeField(_("at"), null=True, blank=True)
    release_zone = ZoneField(_("time zone"), default=DEFAULT_ZONE)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    """Who may publish in this language and has said when it goes public."""
    announced_at = models.DateTimeField(null=True, blank=True)
    """When its assignee was told of it."""
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("translation job")
        verbose_name_plural = _("translation jobs")
        constraints = [
            models.CheckConstraint(
                condition=~Q(release="at") | Q(release_at__isnull=False),
                name="set_time_is_set",
            )
        ]

    def __str__(self) -> str:
        return f"{self.translation.source.object_repr} ({self.translation.target_locale})"


class JobMessages(models.Model):
    """How somebody wants to be told of translations that are given to them; without a row: at once."""

    class Frequency(models.TextChoices):
        """When a mail is sent."""

        AT_ONCE = "at_once", _("a mail at once, for each translation")
        DAILY = "daily", _("one mail a day, in the morning, if there is something new or overdue")
        NEVER = "never", _("no mail; I look at the desk")

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        primary_key=True,
        on_delete=models.CASCADE,
        related_name="job_messages",
        editable=False,
    )
    frequency = models.CharField(
        _("translations that are given to me"),
        max_length=10,
        choices=Frequency.choices,
        default=Frequency.AT_ONCE,
    )
    digest_on = models.DateField(null=True, blank=True, editable=False)
    """The day of the last daily mail, by the clock of its reader."""

    class Meta:
        verbose_name = _("messages about translations")
        verbose_name_plural = _("messages about translations")

    def __str__(self) -> str:
        return str(self.user)


class TranslationBatch(models.Model):
    """Something that is done to many translations in the background, source by source (``translation.tasks``)."""

    action = models.CharField(max_length=12)
    """One of ``translation.actions.Action``."""
    cells = models.JSONField()
    """What it is done to, in order: [translation key of the source, [BCP 47 tags]]."""
    wishes = models.JSONField()
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    done = models.PositiveIntegerField(default=0)
    """How many sources are done: the next one is ``cells[done]``."""
    succeeded = models.PositiveIntegerField(default=0)
    """In how many translations it was done."""
    refusals = models.JSONField(default=list)
    """Where it was not: [translation key of the source, BCP 47 tag, ``translation.actions.Refusal``]."""
    waits = models.BooleanField(default=False)
    """Whether it waits for its person to let it begin."""
    held_until = models.DateTimeField(null=True)
    """Until when a worker has the next source to itself, for what takes too long for a transaction."""
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("batch of translations")
        verbose_name_plural = _("batches of translations")

    def __str__(self) -> str:
        return f"{self.action} {self.done}/{len(self.cells)}"

    @property
    def is_finished(self) -> bool:
        """Whether every source is done."""
        return self.done >= len(self.cells)


class TranslationRules(models.Model):
    """What a language asks of its translations; a language without a row asks for nothing special.

    Edited with the Locale, as a component of its form (registered in ``cms.apps``).
    """

    locale = models.OneToOneField(
        Locale, on_delete=models.CASCADE, related_name="translation_rules", editable=False
    )
    requires_review = models.BooleanField(
        _("a second person reads every translation before it goes public"), default=False
    )
    machine_budget = models.PositiveIntegerField(
        _("characters that a machine may translate in a month"),
        default=0,
        help_text=_(
            "0: no machine translates into this language. A page of news has about 2,000 characters. What a machine"
            " proposes is public only if somebody confirms it, or if a publisher says so and readers are told."
        ),
    )

    class Meta:
        verbose_name = _("rules of a language")
        verbose_name_plural = _("rules of languages")

    def __str__(self) -> str:
        return str(self.locale)


class MachineUse(models.Model):
    """How much a machine has translated into a language in a month."""

    locale = models.ForeignKey(Locale, on_delete=models.CASCADE, related_name="machine_use")
    month = models.DateField()
    """Its first day."""
    characters = models.PositiveIntegerField(default=0)
    """Of the words that were sent, marks included."""

    class Meta:
        verbose_name = _("use of a machine")
        verbose_name_plural = _("use of machines")
        constraints = [
            models.UniqueConstraint(fields=["locale", "month"], name="machine_use_once_a_month")
        ]

    def __str__(self) -> str:
        return f"{self.locale} {self.month:%Y-%m}"
