"""The application of this kind."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CallsConfig(AppConfig):
    """Calls: money that can be applied for, and until when."""

    name = "cms.plugins.calls"
    verbose_name = _("calls")
    default_auto_field = "django.db.models.BigAutoField"
