"""What has become of each hand-over? The rows and their log, as everybody sees them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef

from newsletter.models import FrozenEdition, Handover, HandoverEvent

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser
    from django.db.models import QuerySet

    from newsletter.models import Approval, IssuePage

State = Handover.State
Sort = HandoverEvent.Sort

BYTES = ("web", "mail_html", "mail_text", "head", "preheader")
"""Of an edition, what nobody needs who asks how far it is."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the editions of an approved issue are."""

    handovers: tuple[Handover, ...]
    """By backend and language, each with ``edition``, ``requested_by`` and ``events``."""

    @property
    def total(self) -> int:
        """How many were asked for."""
        return len(self.handovers)

    @property
    def done(self) -> int:
        """How many have arrived."""
        return self.counts[State.DONE]

    @property
    def counts(self) -> Counter[str]:
        """How many are in each state."""
        return Counter(handover.state for handover in self.handovers)

    @property
    def is_at_work(self) -> bool:
        """Whether something changes without anybody doing anything, so that it is worth to look again soon."""
        return bool(self.counts[State.QUEUED] or self.counts[State.RUNNING])


def progress(approval: Approval) -> Progress:
    """Return how far the editions of an approved issue are. Three queries.

    An edition that is the same as in an earlier version, and was handed over then, is among them.
    """
    found = handovers_of(approval).select_related("requested_by")
    return Progress(tuple(found.prefetch_related("events__user")))


def handovers_of(approval: Approval) -> QuerySet[Handover]:
    """Return the hand-overs of the editions of an approved issue, also where their row is that of an earlier version."""
    return _handovers(approval.issue_id).filter(_is_of(approval))


def arrived(issue: IssuePage, *, but: Approval | None = None) -> list[Handover]:
    """Return what was handed over of an issue in any version, the last one first. One query.

    Nothing is ever deleted where it went: a draft that nobody wants any more is for people to delete.

    Args:
        issue: the source.
        but: a version; what is the same in it is left out.
    """
    found = _handovers(issue.pk).filter(~_is_of(but), state=State.DONE)
    return list(found.order_by("-edition__approval__version", "backend", "edition__language", "pk"))


def note(
    handover: Handover, sort: str, detail: str = "", *, user: AbstractUser | None = None
) -> HandoverEvent:
    """Write a line of the log.

    Args:
        handover: what it is about.
        sort: what happened.
        detail: what a service or the machine said; never a secret.
        user: who did it; None for the machine.
    """
    return HandoverEvent.objects.create(handover=handover, sort=sort, detail=detail, user=user)


def _handovers(issue: int) -> QuerySet[Handover]:
    """Return the hand-overs of all versions of an issue, by backend and language, with their editions but for the bytes.

    Args:
        issue: primary key of the source.
    """
    return (
        Handover.objects.filter(edition__approval__issue=issue)
        .select_related("edition__approval")
        .defer(*(f"edition__{name}" for name in BYTES))
        .order_by("backend", "edition__language", "edition__audience", "pk")
    )


def _is_of(approval: Approval | None) -> Exists:
    """Return the condition that what was handed over is in a version, be it in another one too: it has the same key."""
    return Exists(
        FrozenEdition.objects.filter(
            approval=approval,
            language=OuterRef("edition__language"),
            audience=OuterRef("edition__audience"),
            hash=OuterRef("edition__hash"),
        )
    )
