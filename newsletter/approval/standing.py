"""How does an issue stand in each language: is it to go out now, and is anything in its way? For screen, command and mail."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from newsletter.approval.decisions import Choice, plans
from newsletter.approval.freezing import due

if TYPE_CHECKING:
    from newsletter.approval.decisions import Plan
    from newsletter.models import Approval, IssuePage
    from newsletter.readiness.findings import Readiness


class Outlook(StrEnum):
    """What comes next for the readers of one language."""

    APPROVED = "approved"
    """Their edition is frozen."""
    HELD = "held back"
    LEFT_OUT = "left out"
    BLOCKED = "blocked"
    """It is to go out, and something is in the way."""
    READY = "ready"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What is to go out of an issue now, and what is not."""

    wanted: dict[str, str]
    """The language in which each edition is written that is still to be approved, by that of its readers."""
    obstacles: list[str]
    """The languages among them in which something is in the way."""
    outlooks: dict[str, Outlook]
    """Of every open language."""

    @property
    def is_done(self) -> bool:
        """Whether some edition is approved, and none is left that should be."""
        return not self.wanted and Outlook.APPROVED in self.outlooks.values()


def standing(issue: IssuePage, found: Readiness, approval: Approval | None) -> Standing:
    """Return how an issue stands. What is held back or left out keeps nobody else waiting. Three queries.

    Args:
        issue: the source.
        found: the verdict on it, in the languages that are to go out at least.
        approval: the one that holds.
    """
    wanted = due(issue, approval)
    obstacles = found.blocked(tuple(wanted.values()))
    outlooks = {
        tag: _outlook(plan, is_wanted=tag in wanted, is_blocked=tag in obstacles)
        for tag, plan in plans(issue).items()
    }
    return Standing(wanted=wanted, obstacles=obstacles, outlooks=outlooks)


def _outlook(plan: Plan, *, is_wanted: bool, is_blocked: bool) -> Outlook:
    if plan.written_in and not is_wanted:
        return Outlook.APPROVED
    if plan.choice == Choice.HOLD:
        return Outlook.HELD
    if plan.choice == Choice.DROP:
        return Outlook.LEFT_OUT
    return Outlook.BLOCKED if is_blocked else Outlook.READY
