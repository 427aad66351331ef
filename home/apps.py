"""The site's own application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    """The home page, plain pages and the demonstration."""

    name = "home"
    verbose_name = _("site")
    default_auto_field = "django.db.models.BigAutoField"
