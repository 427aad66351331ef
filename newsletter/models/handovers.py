"""Where has an approved edition gone, and how far is it?"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.fields import ZoneField
from cms.models.jobs import DEFAULT_ZONE


class Handover(models.Model):
    """One approved edition that goes to one backend: once, however often it is tried.

    The row is the truth; a task only wakes a worker, who has a lease on it.
    """

    class State(models.TextChoices):
        """How far it is."""

        SCHEDULED = "scheduled", pgettext_lazy("state of a hand-over", "waits for its time")
        QUEUED = "queued", pgettext_lazy("state of a hand-over", "queued")
        RUNNING = "running", pgettext_lazy("state of a hand-over", "at work")
        DONE = "done", pgettext_lazy("state of a hand-over", "handed over")
        FAILED = "failed", pgettext_lazy("state of a hand-over", "failed")
        STOPPED = "stopped", pgettext_lazy("state of a hand-over", "waits for somebody to decide")

    edition = models.ForeignKey(
        "newsletter.FrozenEdition", on_delete=models.CASCADE, related_name="handovers"
    )
    backend = models.CharField(max_length=40)
    """Its name in the setting NEWSLETTER_BACKENDS."""
    key = models.CharField(max_length=64, unique=True)
    """SHA-256 of backend, issue, language, audience and the edition's hash: the same thing is handed over once."""
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    starts_at = models.DateTimeField(_("at"), null=True, blank=True)
    """Not before; None: at once."""
    zone = ZoneField(_("time zone"), default=DEFAULT_ZONE)
    """In which the time was given."""
    attempts = models.PositiveIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    held_until = models.DateTimeField(null=True)
    """Until when a worker has it to itself."""
    reference = models.CharField(max_length=200, blank=True)
    """What the backend calls it: the number of a campaign, a folder. Kept as soon as it is known."""
    address = models.URLField(max_length=2000, blank=True)
    """Where it can be looked at in the service."""
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("hand-over")
        verbose_name_plural = _("hand-overs")
        ordering = ["-created_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="scheduled") | Q(starts_at__isnull=False),
                name="scheduled_has_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.edition} → {self.backend}"


class HandoverEvent(models.Model):
    """A line of the log of a hand-over."""

    class Sort(models.TextChoices):
        """What happened."""

        REQUESTED = "requested", pgettext_lazy("of a hand-over", "asked for")
        BEGUN = "begun", pgettext_lazy("of a hand-over", "begun")
        FOUND = "found", pgettext_lazy("of a hand-over", "was there already, and was used")
        DONE = "done", pgettext_lazy("of a hand-over", "done")
        RETRY = "retry", pgettext_lazy("of a hand-over", "did not work, is tried again")
        FAILED = "failed", pgettext_lazy("of a hand-over", "failed")
        STOPPED = "stopped", pgettext_lazy("of a hand-over", "stopped")
        RELEASED = "released", pgettext_lazy("of a hand-over", "let go on")
        CANCELLED = "cancelled", pgettext_lazy("of a hand-over", "called off")
        STATUS = "status", pgettext_lazy("of a hand-over", "asked how it stands there")

    handover = models.ForeignKey(Handover, on_delete=models.CASCADE, related_name="events")
    at = models.DateTimeField(auto_now_add=True)
    sort = models.CharField(max_length=10, choices=Sort.choices)
    detail = models.TextField(blank=True)
    """What a service or the machine said, in its own words; never a secret."""
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("event of a hand-over")
        verbose_name_plural = _("events of hand-overs")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.sort}"
