"""Who is shown an issue without an account before it goes out, until when, and what do they answer?

A link opens no more than the person who made it may open: that is asked anew whenever somebody follows it. So it ends
with its time, when somebody revokes it, and when its maker may no longer edit the issue.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from cms.models.sharing import LinkEndedError
from newsletter.models import ReviewAnswer, ReviewLink
from newsletter.review.messages import announce

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from django.contrib.auth.models import AbstractUser
    from django.db.models import QuerySet

    from newsletter.models import IssuePage

SHARED = "newsletter.review_shared"
REVOKED = "newsletter.review_revoked"
ANSWERED = "newsletter.review_answered"
"""The actions in Wagtail's log, of the issue."""

MOST_ANSWERS = 50
"""By one link: whoever has it needs no account to write."""


class TooManyAnswersError(Exception):
    """Raised when a link has all the answers that it takes."""


class Refusal(models.TextChoices):
    """Why a link that could work by itself does not."""

    ORPHANED = "orphaned", _("does not work: whoever made it may no longer edit this issue")


@transaction.atomic
def share(issue: IssuePage, *, user: AbstractUser, for_whom: str, days: int) -> ReviewLink:
    """Make a link that shows an issue in all languages; noted in Wagtail's log.

    Args:
        issue: the source.
        user: who makes it; whether they may edit the issue is for the caller to ask.
        for_whom: a note for the colleagues.
        days: how long it works.
    """
    link = ReviewLink.objects.share(issue=issue, user=user, for_whom=for_whom, days=days)
    _note(SHARED, link, user)
    return link


@transaction.atomic
def revoke(link: ReviewLink, *, user: AbstractUser) -> None:
    """End a link now; noted in Wagtail's log. One that has been revoked stays as it is."""
    if link.revoke():
        _note(REVOKED, link, user)


def _note(action: str, link: ReviewLink, user: AbstractUser) -> None:
    """Note something in the log of the issue; never the address."""
    log(link.issue, action, user=user, data=link.noted)


def links_of(issue: IssuePage) -> QuerySet[ReviewLink]:
    """Return the links to an issue, the newest first, with their makers and the answers. Two queries."""
    links = ReviewLink.objects.filter(issue=issue).select_related("created_by")
    return links.prefetch_related("answers")


def states(
    links: Collection[ReviewLink], issue: IssuePage, at: datetime | None = None
) -> dict[int, ReviewLink.State | Refusal]:
    """Return the states of links to one issue, by primary key.

    Rights are asked once for each maker of a link that could work, whatever the number of links.

    Args:
        links: with their makers.
        issue: the source.
        at: the aware instant of the question; now by default.
    """
    return ReviewLink.states(links, lambda maker: _refusal(maker, issue), at)


def _refusal(maker: AbstractUser | None, issue: IssuePage) -> Refusal | None:
    if maker is None or not issue.permissions_for_user(maker).can_edit():
        return Refusal.ORPHANED
    return None


def follow(token: str) -> ReviewLink:
    """Return the link that somebody follows, with its issue, if it works.

    Args:
        token: of the address.

    Raises:
        UnknownLinkError: if this site has never given out such an address.
        LinkEndedError: if it does not work any more, whatever the reason; also when its row is gone.
    """
    link = ReviewLink.objects.followed(token).select_related("issue", "created_by").first()
    if link is None or states([link], link.issue)[link.pk] != ReviewLink.State.WORKS:
        raise LinkEndedError
    return link


@transaction.atomic
def answer(
    link: ReviewLink, *, name: str, says: str, language: str = "", comment: str = ""
) -> ReviewAnswer:
    """Store what somebody answers who was shown an issue; noted in Wagtail's log, without the comment.

    Whoever made the link gets a mail, for which nobody waits here.

    Args:
        link: as it was followed.
        name: as they give it; nobody proves who they are.
        says: one of ``ReviewAnswer.Says``.
        language: BCP 47 tag of the edition that is meant; empty for all.
        comment: plain text.

    Raises:
        TooManyAnswersError: if the link has all that it takes.
    """
    # Two who answer at the same time wait for each other, so that the limit is one.
    ReviewLink.objects.select_for_update().get(pk=link.pk)
    if ReviewAnswer.objects.filter(link=link).count() >= MOST_ANSWERS:
        raise TooManyAnswersError
    given = ReviewAnswer.objects.create(
        link=link, name=name, says=says, language=language, comment=comment
    )
    # Not the name: it is forgotten with the answer, and nothing is taken out of a log.
    data = {"answer": given.pk, "says": says, "language": language, "for_whom": link.for_whom}
    log(link.issue, ANSWERED, data=data)
    announce(given)
    return given


def address_of(link: ReviewLink) -> str:
    """Return the absolute address to send, at the host of the issue's site."""
    parts = link.issue.get_url_parts()
    return (parts[1] if parts else "") + reverse("review", args=[link.token])
