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
from newsletter.backends.registry import title_of
from newsletter.frozen.redaction import REDACTED
from newsletter.handover.trials import TESTED
from newsletter.models import ReviewAnswer
from newsletter.review.sharing import ANSWERED, REVOKED, SHARED

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


class SharedFormatter(LogFormatter):
    """An issue was shown to somebody."""

    label = gettext_lazy("Show an issue to somebody")

    def format_message(self, log_entry: PageLogEntry) -> str:
        """Name for whom."""
        return _("Shown by a link, for %(for_whom)s") % log_entry.data


class RevokedFormatter(LogFormatter):
    """A link to an issue was revoked."""

    label = gettext_lazy("Revoke a link to an issue")

    def format_message(self, log_entry: PageLogEntry) -> str:
        """Name for whom it was."""
        return _("Revoked the link for %(for_whom)s") % log_entry.data


class AnsweredFormatter(LogFormatter):
    """Somebody has answered who was shown an issue."""

    label = gettext_lazy("Answer about an issue")

    def format_message(self, log_entry: PageLogEntry) -> str:
        """Tell what they say, by the name that they gave for as long as it is kept."""
        data = log_entry.data
        name = ReviewAnswer.objects.filter(pk=data["answer"]).values_list("name", flat=True)
        messages = {
            ReviewAnswer.Says.YES: _("%(name)s said yes to %(edition)s (link for %(for_whom)s)"),
            ReviewAnswer.Says.NO: _("%(name)s said no to %(edition)s (link for %(for_whom)s)"),
            ReviewAnswer.Says.COMMENT: _(
                "%(name)s commented on %(edition)s (link for %(for_whom)s)"
            ),
        }
        language = data["language"]
        edition = (
            names.language_name(language, active_language()) if language else _("all languages")
        )
        return messages[ReviewAnswer.Says(data["says"])] % {
            "name": name.first() or _("Somebody"),
            "edition": edition,
            "for_whom": data["for_whom"],
        }


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


FORMATTERS = {
    DECIDED: DecidedFormatter,
    APPROVED: ApprovedFormatter,
    REOPENED: ReopenedFormatter,
    REDACTED: RedactedFormatter,
    SHARED: SharedFormatter,
    REVOKED: RevokedFormatter,
    ANSWERED: AnsweredFormatter,
    TESTED: TrialFormatter,
}
