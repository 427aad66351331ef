"""The application of this kind."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProjectsConfig(AppConfig):
    """Projects: what the network does together with others, and who pays."""

    name = "cms.plugins.projects"
    verbose_name = _("projects")
    default_auto_field = "django.db.models.BigAutoField"
