"""How does Wagtail's log tell what was done to an issue on its way out?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import LogFormatter

from cms import names
from cms.words import active_language
from newsletter.approval.decisions import DECIDED, Choice
from newsletter.approval.freezing import APPROVED, REOPENED
from newsletter.approval.redaction import REDACTED

if TYPE_CHECKING:
    from wagtail.models import PageLogEntry


class DecidedFormatter(LogFormatter):
    """Somebody has decided about a language."""

    label = gettext_lazy("Decide about a language")

    def format_message(self, log_entry: PageLogEntry) -> str:
        """Name the language, and why."""
        data = log_entry.data
        messages = {
            Choice.SEND: _("Goes out: %(language)s. %(note)s"),
            Choice.HOLD: _("Held back: %(language)s. %(note)s"),
            Choice.DROP: _("Left out: %(language)s. %(note)s"),
        }
        language = names.language_name(data["language"], active_language())
        words = messages[Choice(data["choice"])] % {"language": language, "note": data["note"]}
        return words.strip()


class ApprovedFormatter(LogFormatter):
    """An issue was frozen."""

    label = gettext_lazy("Approve an issue")

    def format_message(self, log_entry: PageLogEntry) -> str:
        """Name the version and the languages."""
        reader = active_language()
        languages = [names.language_name(tag, reader) for tag in log_entry.data["languages"]]
        return _("Approved as version %(version)s: %(languages)s") % {
            "version": log_entry.data["version"],
            "languages": names.format_list(languages, reader),
        }


class ReopenedFormatter(LogFormatter):
    """An issue was opened again."""

    label = gettext_lazy("Open an issue again")

    def format_message(self, log_entry: PageLogEntry) -> str:
        """Name the version that ended."""
        return _("Opened again after version %(version)s") % {"version": log_entry.data["version"]}


class RedactedFormatter(LogFormatter):
    """An item was removed for good."""

    label = gettext_lazy("Remove an item for good")

    def format_message(self, log_entry: PageLogEntry) -> str:
        """Say why; never what."""
        return _("An item was removed from all versions: %(reason)s") % {
            "reason": log_entry.data["reason"]
        }


FORMATTERS = {
    DECIDED: DecidedFormatter,
    APPROVED: ApprovedFormatter,
    REOPENED: ReopenedFormatter,
    REDACTED: RedactedFormatter,
}
