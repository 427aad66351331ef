"""The application of this kind."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    """Events: what takes place, and the lines of the agenda."""

    name = "cms.plugins.events"
    verbose_name = _("events")
    default_auto_field = "django.db.models.BigAutoField"
