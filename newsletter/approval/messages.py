"""Who is told that somebody has answered about an issue, and in which language?"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django_tasks import task
from wagtail.users.models import UserProfile

from newsletter.models import ReviewAnswer

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser

logger = logging.getLogger(__name__)


def announce(answer: ReviewAnswer) -> None:
    """Tell whoever made a link, once this transaction is committed, that it was answered."""
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
    if given is None or maker is None or not (maker.is_active and maker.email):
        return
    with translation.override(_language_of(maker)):
        address = reverse("newsletter_admin:reviews", args=[given.link.issue_id])
        context = {
            "answer": given,
            "title": given.link.issue.draft_title,
            "url": settings.WAGTAILADMIN_BASE_URL.rstrip("/") + address,
        }
        subject = render_to_string("newsletter/admin/mail/answer_subject.txt", context)
        text = render_to_string("newsletter/admin/mail/answer.txt", context)
    try:
        send_mail(" ".join(subject.split()), text, None, [maker.email])
    except OSError:  # the answer is on the screen all the same
        logger.exception("%s could not be told of an answer", maker)


def _language_of(user: AbstractUser) -> str:
    """Return the language in which somebody uses the admin."""
    profile = UserProfile.objects.filter(user=user).first() or UserProfile(user=user)
    return profile.get_preferred_language()
