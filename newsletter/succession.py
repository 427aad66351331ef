"""What does a new issue take over from the last one?

The sections in their order, with their headings, and the texts that stand in them. What was chosen for the old issue
stays behind: entries, and decisions about single lines of an agenda. The new issue is a page of its own with sections
of its own, so every section gets a new identity, and no translation of the old issue attaches to it.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.text import capfirst
from wagtail.blocks import StreamValue

from cms.content import kinds_of, published
from cms.dates import format_month
from newsletter.blocks import chosen_pages
from newsletter.models import IssuePage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsletter.models import IssueIndexPage

SATURDAY = 5
HOLIDAYS = {(1, 1), (5, 1)}
"""Month and day of those that almost every country of Europe keeps. Others are the editor's to know."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What a new issue is to be, as far as the earlier ones tell."""

    number: int | None
    date: date
    label: str
    months: int
    """The distance between two issues."""


def issues_of(archive: IssueIndexPage):
    """Return the issues that were first written in this archive, drafts too, the newest first."""
    return (
        IssuePage.objects.child_of(archive).filter(source=None).order_by("-date", "-number", "-pk")
    )


def may_add_issue(user, archive: IssueIndexPage) -> bool:
    """Return whether ``user`` may make issues below an archive."""
    return archive.permissions_for_user(user).can_add_subpage() and IssuePage.can_create_at(archive)


def model_for(archive: IssueIndexPage, user) -> IssuePage | None:
    """Return the newest issue that ``user`` may take over, as they may see it: drafts only where they may edit."""
    return next(filter(None, (as_seen_by(user, issue) for issue in issues_of(archive))), None)


def as_seen_by(user, issue: IssuePage) -> IssuePage | None:
    """Return an issue with what is not public yet if ``user`` may edit it, else as the public sees it, or None."""
    if issue.permissions_for_user(user).can_edit():
        return issue.get_latest_revision_as_object()
    return published(IssuePage.objects.filter(pk=issue.pk)).first()


def propose(archive: IssueIndexPage, today: date | None = None) -> Proposal:
    """Return number, date and label for the issue that follows the newest in an archive.

    The date is the first working day of the next month; where the last two issues lie several months apart, as many
    months later. It is never in the past.
    """
    today = today or timezone.localdate()
    earlier = list(issues_of(archive).values_list("date", "number"))
    days = [day for day, _number in earlier]
    months = max(_months_between(days[1], days[0]), 1) if len(days) > 1 else 1
    day = first_working_day(moved(days[0] if days else today, months))
    while day < today:
        day = first_working_day(moved(day, months))
    numbers = [number for _day, number in earlier if number]
    return Proposal(
        number=max(numbers) + 1 if numbers else None,
        date=day,
        label=label_for(day, archive),
        months=months,
    )


def label_for(day: date, archive: IssueIndexPage) -> str:
    """Return the label of an issue of this day, in the language of its archive: "June 2019"."""
    return capfirst(format_month(day, archive.locale.language_code))


def succeed(
    model: IssuePage,
    archive: IssueIndexPage,
    *,
    number: int | None,
    day: date,
    label: str,
    user=None,
) -> IssuePage:
    """Save a new issue below the archive, as a draft that takes over from ``model``, and return it.

    Subject and preheader are left to be written: they are the news of the issue.
    """
    issue = IssuePage(
        title=label,
        number=number,
        date=day,
        picture=model.picture,
        locale=archive.locale,
        owner=user,
        live=False,
    )
    sections = list(_taken_over(model, day))
    issue.sections = StreamValue(issue.sections.stream_block, sections, is_lazy=True)
    archive.add_child(instance=issue)
    issue.save_revision(user=user, log_action=True, clean=False)
    return issue


def first_working_day(day: date) -> date:
    """Return the first day of its month that is neither at the weekend nor a holiday everywhere."""
    day = day.replace(day=1)
    while day.weekday() >= SATURDAY or (day.month, day.day) in HOLIDAYS:
        day += timedelta(days=1)
    return day


def moved(day: date, months: int) -> date:
    """Return a day some months later; the last of its month stays the last."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    last = monthrange(year, month)[1]
    is_last = day.day == monthrange(day.year, day.month)[1]
    return date(year, month, last if is_last else min(day.day, last))


def _months_between(earlier: date, later: date) -> int:
    return (later.year - earlier.year) * 12 + later.month - earlier.month


def _taken_over(model: IssuePage, day: date) -> Iterator[dict]:
    """Yield the sections of the new issue, as they are stored.

    Days move by whole months, as the issues do; what began on the day of the issue still does.
    """
    months = _months_between(model.date, day)
    kinds = kinds_of(chosen_pages(model.sections))
    for section in model.sections.get_prep_value():
        value = section["value"]
        if section["type"] == "entries":
            chosen = [entry["value"].get("page") for entry in value["entries"]]
            # The heading comes from the kind of the first entry: without it, from the kind itself.
            kind = value.get("kind") or next((kinds[pk] for pk in chosen if pk in kinds), "")
            value = {**value, "kind": kind, "entries": []}
        elif "lines" in value:
            days = {
                name: str(day if told == model.date else moved(told, months))
                for name in ("start", "end")
                if value.get(name) and (told := date.fromisoformat(value[name]))
            }
            value = {**value, **days, "lines": []}
        yield {"type": section["type"], "value": _without_identity(value)}


def _without_identity(value: Any) -> Any:
    """Return a stored value whose blocks will get new identities."""
    if isinstance(value, list):
        return [_without_identity(part) for part in value]
    if isinstance(value, dict):
        is_block = {"type", "value", "id"} <= value.keys()
        return {
            name: _without_identity(part)
            for name, part in value.items()
            if not (is_block and name == "id")
        }
    return value
