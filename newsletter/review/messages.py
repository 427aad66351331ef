"""Who is told that somebody has answered about an issue, and in which language?"""

from __future__ import annotations

import logging

from django.db import transaction
from django_tasks import task

from cms.languages.translation.messages import send_to, url_of
from newsletter.models import ReviewAnswer

logger = logging.getLogger(__name__)


def announce(answer: ReviewAnswer) -> None:
    """Tell whoever made a link, once this transaction is committed, that it was answered.

    It is one mail. Where there is no worker it is sent within the request, as translators are told there.
    """
    transaction.on_commit(lambda: tell_maker.enqueue(answer.pk))


@task()
def tell_maker(answer: int) -> None:
    """Send a mail to whoever made the link; the comment stays on the site, where it is forgotten in its time.

    Args:
        answer: primary key; one that is there no more is told to nobody.
    """
    rows = ReviewAnswer.objects.select_related("link__issue", "link__created_by")
    given = rows.filter(pk=answer).first()
    maker = given.link.created_by if given else None
    if given is None or maker is None or not maker.is_active:
        return
    context = {
        "answer": given,
        "title": given.link.issue.draft_title,
        "url": url_of("newsletter_admin:reviews", given.link.issue_id),
    }
    try:
        send_to(maker, "newsletter/admin/mail/answer", context)
    except OSError:  # the answer is on the screen all the same
        logger.exception("%s could not be told of an answer", maker)
