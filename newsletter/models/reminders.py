"""On which days were people reminded of an issue?"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Reminder(models.Model):
    """A day on which those who may publish an issue were told how it stands: once, however often it is tried.

    No field of the issue: a page that is saved or published would bring back what its revision remembers.
    """

    issue = models.ForeignKey(
        "newsletter.IssuePage", on_delete=models.CASCADE, related_name="reminders"
    )
    """In the version in which it was first written."""
    sent_on = models.DateField()
    """In the site's own zone."""

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("reminder of an issue")
        verbose_name_plural = _("reminders of issues")
        constraints = [
            models.UniqueConstraint(fields=["issue", "sent_on"], name="one_reminder_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.issue} ({self.sent_on})"
