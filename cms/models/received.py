"""Which files with translations have come back, and wait until somebody has seen what they change?"""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ReceivedFile(models.Model):
    """A file of words as it came, between the look at what it changes and the taking (``exchange.waiting``).

    In the database, since it has to be found by every process of the site and by nobody else: a file on disk would have
    an address in public, or would be left behind.
    """

    received_from = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    translation = models.ForeignKey(
        "wagtail_localize.Translation",
        null=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    """The only one that it may change; None for whichever it names."""
    name = models.CharField(max_length=255)
    """As it was called where it came from; for showing only."""
    data = models.BinaryField()
    received_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        verbose_name = _("received translation file")
        verbose_name_plural = _("received translation files")

    def __str__(self) -> str:
        return self.name
