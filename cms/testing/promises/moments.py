"""Is it known beforehand when a page of a kind tells something else, although nobody changes it?"""

from __future__ import annotations

import dataclasses
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, get_args, get_type_hints

from django.db.models import DateField
from django.utils.timezone import get_default_timezone

from cms.items import Deadline
from cms.journal.moments import changed_by_itself
from cms.models import ContentPage
from cms.testing.samples import Samples

if TYPE_CHECKING:
    from collections.abc import Iterator

MOMENT, DAY = timedelta(seconds=1), timedelta(days=1)


class MomentPromises(Samples):
    """What time changes in the facts is told: answers of the API end then, copies and webhooks learn of it."""

    def test_page_for_the_proof_has_every_deadline_of_its_facts(self):
        """When something closes that has no deadline here, nothing can be proved of it."""
        facts = self.item(self.make(**self.changed_fields)).facts

        empty = {
            name
            for name, hint in get_type_hints(type(facts)).items()
            if is_deadline(hint) and not getattr(facts, name)
        }

        self.assertEqual(empty, set(), "The page has none: say in changed when it closes.")

    def test_facts_change_by_themselves_only_when_that_is_known(self):
        """Around each day and instant that the page has, and in the day before it, when a day less is left."""
        page = self.make(**self.changed_fields)

        days = {*days_in(self.item(page).facts), *own_days(page)}
        instants = {instant for day in days for instant in instants_of(day)}
        unknown = {
            f"{after} to {until}": names
            for instant in sorted(instants)
            for after, until in ((instant - DAY, instant), (instant - MOMENT, instant + MOMENT))
            if (names := self.changing(page, after, until))
            and not changed_by_itself(after, until).filter(pk=page.pk).exists()
        }

        self.assertEqual(
            unknown,
            {},
            "These facts change as time goes by, and nothing says when. Name the column with the instant and that of "
            'its zone: moments = {"closes_at": "zone"}.',
        )

    def changing(self, page: ContentPage, after: datetime, until: datetime) -> list[str]:
        """Return the names of the facts that are other ones at one instant than at another; none of what expires between."""
        told, later = (self.item(page, at=at) for at in (after, until))
        if told is None or later is None:
            return []
        names = [field.name for field in dataclasses.fields(told.facts)]
        return [name for name in names if getattr(told.facts, name) != getattr(later.facts, name)]


def is_deadline(hint: Any) -> bool:
    """Return whether a type is a deadline, or may hold one."""
    return hint is Deadline or any(map(is_deadline, get_args(hint)))


def days_in(value: Any) -> Iterator[date]:
    """Return the days and instants that a dataclass tells, in its parts too."""
    if isinstance(value, date):
        yield value
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from days_in(getattr(value, field.name))
    elif isinstance(value, tuple):
        for part in value:
            yield from days_in(part)


def own_days(page: ContentPage) -> Iterator[date]:
    """Return the days and instants in the columns that the kind adds to those of all kinds."""
    for column in set(page._meta.concrete_fields) - set(ContentPage._meta.concrete_fields):
        if isinstance(column, DateField) and (value := getattr(page, column.attname)):
            yield value


def instants_of(day: date) -> tuple[datetime, ...]:
    """Return an instant itself; of a day when it begins and ends in the site's own zone."""
    if isinstance(day, datetime):
        return (day,)
    zone = get_default_timezone()
    return tuple(datetime.combine(each, time.min, zone) for each in (day, day + DAY))
