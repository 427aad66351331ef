"""What has become of each hand-over? The rows and their log, as everybody sees them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from newsletter.models import FrozenEdition, Handover, HandoverEvent

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser

    from newsletter.models import Approval

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
    """Return how far the editions of an approved issue are. Four queries.

    An edition that is the same as in an earlier version, and was handed over then, is among them.
    """
    same = {
        _readers_and_bytes(edition)
        for edition in FrozenEdition.objects.filter(approval=approval).defer(*BYTES)
    }
    found = (
        Handover.objects.filter(edition__approval__issue=approval.issue_id)
        .select_related("edition", "requested_by")
        .defer(*(f"edition__{name}" for name in BYTES))
        .prefetch_related("events__user")
        .order_by("backend", "edition__language", "edition__audience", "pk")
    )
    return Progress(
        tuple(handover for handover in found if _readers_and_bytes(handover.edition) in same)
    )


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


def _readers_and_bytes(edition: FrozenEdition) -> tuple[str, str, str]:
    return edition.language, edition.audience, edition.hash
