"""How does Wagtail's log tell that an issue was sent to people of the office?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import LogFormatter

from cms import names
from cms.words import active_language
from newsletter.backends.registry import title_of
from newsletter.handover.trials import TESTED

if TYPE_CHECKING:
    from wagtail.models import PageLogEntry


class TrialFormatter(LogFormatter):
    """Tests were sent, or were to be."""

    label = gettext_lazy("Send tests of an issue")

    def format_message(self, log_entry: PageLogEntry) -> str:
        """Name the languages in which it did not work; all where it did."""
        data, reader = log_entry.data, active_language()
        words = (
            _("Tests by way of ‘%(way)s’ could not be sent: %(languages)s")
            if data["failed"]
            else _("Tests were sent by way of ‘%(way)s’: %(languages)s")
        )
        languages = [
            names.language_name(tag, reader) for tag in data["failed"] or data["languages"]
        ]
        return words % {
            "way": title_of(data["backend"]),
            "languages": names.format_list(languages, reader),
        }


FORMATTERS = {TESTED: TrialFormatter}
