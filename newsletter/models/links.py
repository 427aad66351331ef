"""Does an outside address answer?"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class LinkCheck(models.Model):
    """What an outside address answered when it was last asked: kept, so that nobody waits and no host is bothered."""

    class Result(models.TextChoices):
        """What came of it."""

        GOOD = "good", _("answers")
        GONE = "gone", _("is gone")
        REFUSED = "refused", _("lets nobody in who is not a person")
        BROKEN = "broken", _("does not answer as it should")
        SILENT = "silent", _("does not answer")
        FORBIDDEN = "forbidden", _("leads to an address inside a network")

    digest = models.CharField(max_length=64, unique=True)
    """SHA-256 of the address, which can be longer than an index allows."""
    url = models.TextField()
    result = models.CharField(max_length=10, choices=Result.choices, blank=True)
    """Empty until it has been asked for the first time."""
    status = models.PositiveSmallIntegerField(null=True)
    """Of the last answer (RFC 9110)."""
    checked_at = models.DateTimeField(null=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("check of a link")
        verbose_name_plural = _("checks of links")

    def __str__(self) -> str:
        return self.url
