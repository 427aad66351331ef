"""Who sends the newsletter?"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting

from cms.characters import refuse_unsafe


@register_setting(icon="mail", order=320)
class Sender(BaseSiteSetting):
    """The sender of the newsletter, as mail programs show it."""

    name = models.CharField(
        _("name"),
        max_length=100,
        blank=True,
        validators=[refuse_unsafe],
        help_text=_("Whom readers know the newsletter by. Left empty, the name of the site."),
    )
    address = models.EmailField(
        _("address"),
        blank=True,
        help_text=_(
            "The address that the newsletter comes from. The sending service must be allowed to send from it."
        ),
    )
    reply_to = models.EmailField(
        _("answers go to"),
        blank=True,
        help_text=_("An address that somebody reads. Left empty, the address above."),
    )

    panels = [FieldPanel("name"), FieldPanel("address"), FieldPanel("reply_to")]

    class Meta:
        verbose_name = _("sender of the newsletter")
        verbose_name_plural = _("senders of the newsletter")
