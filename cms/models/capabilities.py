"""What can a kind of content mean to the core?

A capability is an abstract mixin, written before ContentPage in a kind's bases. It brings panels, checks and facts; its
columns and rows stand with ContentPage.
"""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar
from uuid import uuid5

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    PageChooserPanel,
)

from cms import items
from cms.dates import site_day
from cms.items import Money, State, Status

CLOSING_SOON = timedelta(days=14)


class Dated(models.Model):
    """Takes place: on any number of date spans, in places or online. It appears in the agenda and in calendars."""

    rows: ClassVar[list[str]] = ["span_rows", "place_rows"]
    dated_panels: ClassVar[list] = [
        InlinePanel(
            "span_rows",
            label=_("date"),
            heading=_("Dates"),
            help_text=_(
                "One line for each run of days. Without any, readers see ‘date to be confirmed’."
            ),
        ),
        InlinePanel("place_rows", label=_("place"), heading=_("Places")),
        FieldPanel("is_online"),
        MultiFieldPanel(
            [FieldPanel("status"), PageChooserPanel("replaced_by", page_type="cms.ContentPage")],
            heading=_("Status"),
        ),
    ]

    class Meta:
        abstract = True

    def clean(self):
        """Ask for the page that replaces this one."""
        super().clean()
        if self.status == Status.REPLACED and not self.replaced_by_id:
            raise ValidationError({"replaced_by": _("Choose the page that replaces this one.")})

    def shared_facts(self, words, reading) -> dict:
        """Add dates, places and status."""
        return {
            **super().shared_facts(words, reading),
            "spans": tuple(
                items.Span(
                    start=row.start,
                    end=row.end,
                    start_time=row.start_time,
                    end_time=row.end_time,
                    zone=row.zone if row.start_time else "",
                    # The row is the source's, and Wagtail keeps its primary key through every revision.
                    key=uuid5(self.translation_key, f"span {row.pk}") if row.pk else None,
                )
                for row in sorted(self.span_rows.all(), key=lambda row: (row.start, row.end))
            ),
            "places": tuple(reading.place(row.city_id, row.venue) for row in self.place_rows.all()),
            "online": self.is_online,
            "status": Status(self.status),
            "replaced_by": reading.reference(self.replaced_by_id),
        }


class Deadlined(models.Model):
    """Closes: each of its topics at an instant of its own. Its state is computed, never stored."""

    rows: ClassVar[list[str]] = ["deadline_rows"]
    deadlined_panels: ClassVar[list] = [
        FieldPanel("opens_on"),
        InlinePanel(
            "deadline_rows",
            label=pgettext_lazy("of a call", "topic"),
            heading=_("Topics and deadlines"),
            help_text=_("One line for each topic that closes on its own day."),
        ),
    ]

    class Meta:
        abstract = True

    def shared_facts(self, words, reading) -> dict:
        """Add deadlines with their state as of the reading's time."""
        titles = {row.translation_key: row.title for row in words.deadline_rows.all()}
        deadlines = tuple(
            deadline_as_of(
                reading.at,
                row.instant,
                row.zone,
                title=titles.get(row.translation_key, row.title),
                opens_on=self.opens_on,
            )
            for row in self.deadline_rows.all()
        )
        states = [deadline.state for deadline in deadlines] or [
            deadline_as_of(reading.at, None, "", opens_on=self.opens_on).state
        ]
        ahead = [deadline for deadline in deadlines if deadline.at and deadline.at > reading.at]
        return {
            **super().shared_facts(words, reading),
            "opens_on": self.opens_on,
            "deadlines": deadlines,
            "state": overall_state(states),
            "next_deadline": min(ahead, key=lambda deadline: deadline.at, default=None),
        }

    def is_open_to(self, country: str) -> bool:
        """Return whether those of a country (ISO 3166-1 alpha-2) can apply: it concerns them, or no country in particular."""
        return not self.countries or country in {each.code for each in self.countries}


class Initiative(models.Model):
    """Is a project or the like that other pages are part of; it gathers them on its own page."""

    initiative_panels: ClassVar[list] = [
        FieldPanel("acronym"),
        MultiFieldPanel([FieldRowPanel(["starts_on", "ends_on"])], heading=_("Period")),
    ]

    class Meta:
        abstract = True

    def shared_facts(self, words, reading) -> dict:
        """Add acronym and period, with the state as of the reading's time."""
        today = site_day(reading.at)
        if self.starts_on and today < self.starts_on:
            state = State.UPCOMING
        elif self.ends_on and today > self.ends_on:
            state = State.CLOSED
        else:
            state = State.OPEN
        return {
            **super().shared_facts(words, reading),
            "acronym": self.acronym,
            "starts_on": self.starts_on,
            "ends_on": self.ends_on,
            "state": state,
        }


class Funded(models.Model):
    """Is paid by a programme, whose emblem, statement and disclaimer are printed on it and on all that is part of it."""

    funded_panels: ClassVar[list] = [
        MultiFieldPanel(
            [
                FieldRowPanel(["programme", "grant_number"]),
                FieldRowPanel(["budget_amount", "budget_currency"]),
            ],
            heading=_("Funding"),
        ),
    ]

    class Meta:
        abstract = True

    @property
    def budget(self) -> Money | None:
        """The whole budget, or None where none is told."""
        if self.budget_amount is None:
            return None
        return Money(amount=self.budget_amount, currency=self.budget_currency)


def deadline_as_of(at, instant, zone, *, title="", opens_on=None) -> items.Deadline:
    """Return a deadline with its state at an instant.

    Args:
        at: the aware instant for which the state is wanted.
        instant: the aware instant of the deadline, or None where none is set.
        zone: IANA name in which the deadline is told; days are counted by its calendar.
        title: the words of the topic.
        opens_on: the date from which one can apply, or None.
    """
    days_left = None
    if instant is None:
        state = State.WITHOUT_DEADLINE
    elif instant <= at:
        state = State.CLOSED
    else:
        days_left = (instant.date() - at.astimezone(instant.tzinfo).date()).days
        state = State.CLOSING_SOON if instant - at <= CLOSING_SOON else State.OPEN
    if state is not State.CLOSED and opens_on and opens_on > site_day(at):
        state, days_left = State.UPCOMING, None
    return items.Deadline(title=title, at=instant, zone=zone, state=state, days_left=days_left)


def overall_state(states) -> State:
    """Return the one state that stands for several deadlines.

    Some closed and some still open is partly open; else the most pressing one counts.
    """
    can_apply = {State.CLOSING_SOON, State.OPEN, State.WITHOUT_DEADLINE} & set(states)
    if State.CLOSED in states and can_apply:
        return State.PARTLY_OPEN
    order = (State.CLOSING_SOON, State.OPEN, State.WITHOUT_DEADLINE, State.UPCOMING, State.CLOSED)
    return next((state for state in order if state in states), State.WITHOUT_DEADLINE)
