"""Who is told that somebody has answered about an issue, when, and in which language?

Whoever answers waits for no server of mails, and no answer fails because of one: it is stored, and a worker tells of it.
Where there is none, or a mail could not be sent, ``belfry_periodic`` finds what nobody was told of.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.utils import timezone
from django_tasks import task

from cms.languages.translation.messages import send_to, url_of
from cms.workers import leave_to_worker
from newsletter.models import ReviewAnswer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

logger = logging.getLogger(__name__)


def announce(answer: ReviewAnswer) -> None:
    """Have a worker tell whoever made a link, once this transaction is committed, that it was answered."""
    leave_to_worker(tell_maker, answer.pk)


@task()
def tell_maker(answer: int) -> None:
    """Send a mail to whoever made the link. Repeated, it tells nobody twice.

    Args:
        answer: primary key; one that is there no more is told to nobody.
    """
    _tell(_unannounced().filter(pk=answer))


def tell_makers() -> int:
    """Send the mails that no worker has sent, and those that could not be sent; return how many it were."""
    return _tell(_unannounced())


def _unannounced() -> QuerySet[ReviewAnswer]:
    """Return the answers of which nobody was told, the oldest first."""
    rows = ReviewAnswer.objects.filter(announced_at=None).order_by("pk")
    return rows.select_related("link__issue", "link__created_by")


def _tell(answers: Iterable[ReviewAnswer]) -> int:
    """Tell of some answers; the comments stay on the site, where they are forgotten in their time."""
    sent = 0
    for given in answers:
        maker = given.link.created_by
        context = {
            "answer": given,
            "title": given.link.issue.draft_title,
            "url": url_of("newsletter_admin:reviews", given.link.issue_id),
        }
        try:
            if maker and maker.is_active:
                sent += send_to(maker, "newsletter/admin/mail/answer", context)
        except OSError:  # of one person, or of all: whoever can be told is told
            logger.exception("%s could not be told of an answer", maker)
            continue
        ReviewAnswer.objects.filter(pk=given.pk).update(announced_at=timezone.now())
    return sent
