"""The application of the sample plugin."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PracticesConfig(AppConfig):
    """What cities do, so that others can do it too."""

    name = "tests.practices"
    verbose_name = _("practices")
    default_auto_field = "django.db.models.BigAutoField"
