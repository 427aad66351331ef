"""The newsletter application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NewsletterConfig(AppConfig):
    """Issues, and the editions in which they are read."""

    name = "newsletter"
    verbose_name = _("newsletter")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the system checks, the receivers and the addresses of the API, before the site's are made."""
        from newsletter import api, checks, receivers  # noqa: F401, PLC0415 -- app ready
