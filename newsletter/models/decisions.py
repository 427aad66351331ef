"""What has somebody decided about one language of an issue?"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class LanguageDecision(models.Model):
    """What is to become of an issue in one language; without a row it goes out when it is approved."""

    class Choice(models.TextChoices):
        """What can be decided."""

        SEND = "send", _("send")
        HOLD = "hold", _("hold back for now")
        DROP = "drop", _("leave out")

    issue = models.ForeignKey(
        "newsletter.IssuePage", on_delete=models.CASCADE, related_name="decisions"
    )
    """In the version in which it was first written."""
    language = models.CharField(max_length=12)
    """BCP 47 tag of the readers."""
    choice = models.CharField(_("decision"), max_length=4, choices=Choice.choices)
    note = models.CharField(_("reason"), max_length=300, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(auto_now=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("decision about a language")
        verbose_name_plural = _("decisions about languages")
        constraints = [
            models.UniqueConstraint(fields=["issue", "language"], name="one_decision_a_language"),
        ]

    def __str__(self) -> str:
        return f"{self.issue} ({self.language}): {self.get_choice_display()}"
