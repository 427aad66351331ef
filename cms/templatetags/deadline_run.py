"""How does a call run from its opening to its last deadline, as a picture?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

from django import template
from django.utils.translation import gettext

from cms import dates
from cms.items import Deadline, DeadlinedFacts, direction
from cms.words import active_language

register = template.Library()

ROOM_FOR_LABEL = 0.13
"""The least share of the width between two labels that do not run into each other."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A point of the run. Positions are shares of the width as SVG has them, mirrored where text runs to the left."""

    x: str
    word: str
    day: str
    anchor: str = "middle"
    is_past: bool = False
    is_labelled: bool = True


@dataclass(frozen=True, slots=True)
class Run:
    """The picture: where it begins, its deadlines, and today while it lasts."""

    opening: Mark
    deadlines: tuple[Mark, ...]
    today: Mark | None
    past_x: str
    past_width: str


def percent(share: float) -> str:
    """Return a share as SVG has it, whatever the decimal comma of the language."""
    return f"{share * 100:.2f}%"


def anchor_at(share: float) -> str:
    """Return how a label hangs at its point, so that it stays inside the picture."""
    if share < ROOM_FOR_LABEL:
        return "start"
    return "end" if share > 1 - ROOM_FOR_LABEL else "middle"


def run_of(facts: DeadlinedFacts, at: datetime, language: str) -> Run | None:
    """Return the picture of a call at an instant; None where it has no beginning or no end."""
    closing = sorted(
        (deadline for deadline in facts.deadlines if deadline.at), key=lambda deadline: deadline.at
    )
    if not facts.opens_on or not closing:
        return None
    opens = datetime.combine(facts.opens_on, time(), ZoneInfo(closing[-1].zone))
    length = closing[-1].at - opens
    if length.total_seconds() <= 0:
        return None
    is_mirrored = direction(language) == "rtl"

    def x(share: float) -> str:
        return percent(1 - share if is_mirrored else share)

    def said(moment: datetime) -> str:
        return dates.format_day(moment.date(), language, year=False)

    past = min(max((at - opens) / length, 0), 1)
    opening = Mark(
        x(0), gettext("Opened") if at >= opens else gettext("Opens"), said(opens), "start"
    )
    marks, free_until = [], 1 - ROOM_FOR_LABEL
    for deadline in reversed(closing):
        share = max((deadline.at - opens) / length, 0)
        is_last = deadline is closing[-1]
        has_room = is_last or ROOM_FOR_LABEL <= share <= free_until
        free_until = share - ROOM_FOR_LABEL if has_room and not is_last else free_until
        marks.append(
            closing_mark(deadline, x(share), said, at, "end" if is_last else "middle", has_room)
        )
    today = None
    if 0 < past < 1:
        day = said(at.astimezone(opens.tzinfo))
        today = Mark(x(past), gettext("Today, %(day)s") % {"day": day}, day, anchor_at(past))
    return Run(
        opening, tuple(reversed(marks)), today, x(past) if is_mirrored else "0%", percent(past)
    )


def closing_mark(
    deadline: Deadline, x: str, said, at: datetime, anchor: str, is_labelled: bool
) -> Mark:
    """Return the mark of a deadline, filled once it has passed."""
    is_past = deadline.at <= at
    word = gettext("Closed") if is_past else gettext("Closes")
    return Mark(
        x, word, said(deadline.at.astimezone(ZoneInfo(deadline.zone))), anchor, is_past, is_labelled
    )


@register.inclusion_tag("cms/includes/deadline_run.html")
def deadline_run(facts: DeadlinedFacts, at: datetime) -> dict:
    """Draw the run of a call at an instant."""
    return {"run": run_of(facts, at, active_language())}
