"""Do all that comes with time."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.core.management import call_command
from django.core.management.base import CommandError
from wagtail import hooks

from cms.languages.translation.exchange.waiting import forget_old_files
from cms.languages.translation.messages import send_digests, send_late_announcements
from cms.languages.translation.review import release_on_time
from cms.languages.translation.tasks import go_on_with_interrupted
from cms.management.base import ExplainedCommand
from cms.models import Change, Delivery, PreviewToken, ShareLink
from cms.search.indexing import write_missing
from cms.webhooks.sending import tell

logger = logging.getLogger(__name__)

HOOK = "belfry_periodic"
"""Wagtail hook: a function that returns the steps that another application adds.

Each is a pair: the words by which a step is known, and a function without arguments that does it and returns how much it
did. A step does only what is due, since it is called every few minutes.
"""

NOTES = """\
One line for cron, every five minutes:

  */5 * * * *  cd /srv/belfry && .venv/bin/python manage.py belfry_periodic

Each step is done even if another one fails, and only what is due: it can be run as often as you like. The exit status
is 1 when a step failed; what went wrong is in the log.
"""


class Command(ExplainedCommand):
    """Do all that comes with time."""

    help = (
        "Do all that comes with time: publish what is scheduled, release translations, send mails to translators, forget"
        " files that nobody has taken, let the search know what it has missed."
    )
    epilog = NOTES

    def handle(self, *args, **options) -> None:
        """Do every step, and say which failed."""
        failed = [words for words, step in self._steps() if not self._do(words, step)]
        if failed:
            raise CommandError(f"Failed: {', '.join(failed)}")

    def _steps(self) -> list[tuple[str, Callable[[], int]]]:
        """Return what is done, in order: translations may wait for a page that is published now, and others for both."""
        return [
            ("scheduled publishing", self._publish_scheduled),
            ("translations released at their time", lambda: len(release_on_time())),
            ("interrupted work that goes on", go_on_with_interrupted),
            ("mails about translations", send_late_announcements),
            ("daily mails to translators", send_digests),
            ("links to drafts forgotten", ShareLink.objects.forget_old),
            ("addresses of drafts in the API forgotten", PreviewToken.objects.forget_old),
            ("translation files that nobody has taken", forget_old_files),
            ("messages to webhooks", tell),
            ("messages to webhooks that are forgotten", Delivery.objects.forget_old),
            ("changes that no copy asks for any more", Change.objects.forget_old),
            ("versions that the search did not know", write_missing),
            *(step for more in hooks.get_hooks(HOOK) for step in more()),
        ]

    def _publish_scheduled(self) -> int:
        call_command("publish_scheduled", verbosity=0)
        return 0

    def _do(self, words: str, step: Callable[[], int]) -> bool:
        try:
            number = step()
        except Exception:  # one step must not keep the others from their work
            logger.exception("belfry_periodic: %s", words)
            self.stderr.write(f"{words}: failed, see the log")
            return False
        if number:
            self.stdout.write(f"{words}: {number}")
        return True
