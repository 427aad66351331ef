"""The application of this kind."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NewsConfig(AppConfig):
    """News: what happened, and what was published."""

    name = "cms.plugins.news"
    verbose_name = _("news")
    default_auto_field = "django.db.models.BigAutoField"
