"""When does something change that nobody has changed?"""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.utils import timezone
from wagtail.models import Locale

from cms.journal.moments import changed_by_itself, next_change, standing
from cms.models import Change, ContentPage, Deadline
from cms.models.changes import COMMON
from cms.plugins.calls.models import CallPage
from cms.plugins.events.models import EventPage
from cms.plugins.news.models import NewsPage
from cms.plugins.projects.models import ProjectPage
from cms.testing.factories import make_page, make_site, make_topic, make_translation
from tests.shared import shared

NOON = datetime(2026, 5, 4, 10, 0, tzinfo=UTC)
"""In Brussels."""
MIDNIGHT = datetime(2026, 5, 4, 22, 0, tzinfo=UTC)
"""In Brussels, the next one."""
MINUTE = timedelta(minutes=1)


@shared
def site():
    return make_site(("en", "fr"), kinds=[NewsPage, CallPage, ProjectPage, EventPage])


def closing(day: date, clock: time = time(17), zone: str = "Europe/Brussels") -> CallPage:
    """Return a call that closes on a day."""
    return make_page(
        CallPage, funder="Belfry", deadline_rows=[Deadline(day=day, time=clock, zone=zone)]
    )


def told_otherwise(after: datetime, until: datetime) -> set[int]:
    """Return the primary keys of what changes by itself between two instants."""
    return set(changed_by_itself(after, until).values_list("pk", flat=True))


def test_it_is_the_same_as_long_as_nothing_changes(site):
    assert standing(NOON) == standing(NOON + MINUTE)


def test_every_publication_makes_another(site):
    page = make_page(NewsPage)
    before = standing(NOON)
    page.save_revision()
    assert standing(NOON) == before
    page.save_revision().publish()
    assert standing(NOON) != before


def test_it_tells_when_something_changed_that_processes_remember(site):
    before = standing(NOON).common
    make_page(NewsPage)
    assert standing(NOON).common == before
    make_topic("Youth")
    names = standing(NOON).common
    assert names > before
    Locale.objects.create(language_code="pl")
    assert standing(NOON).common > names


def test_and_when_what_began_earlier_is_written_down_later(site):
    make_topic("Youth")
    early = Change.objects.filter(key=COMMON).latest("pk")
    Change.objects.create(key=COMMON)
    Change.objects.filter(pk=early.pk).delete()
    before = standing(NOON).common

    Change.objects.create(pk=early.pk, key=COMMON)

    assert standing(NOON).common != before


def test_registration_for_an_event_closes(site):
    at = datetime(2026, 5, 4, 11, 0, tzinfo=UTC)
    event = make_page(
        EventPage,
        registration_day=date(2026, 5, 4),
        registration_time=time(14, 0),
        registration_zone="Europe/Helsinki",
    )

    assert standing(NOON).until == at
    assert standing(at).since == at
    assert told_otherwise(NOON, at) == {event.pk}
    assert told_otherwise(NOON, at - MINUTE) == set()
    # By the clocks of its zone a day less is left.
    midnight = datetime(2026, 5, 2, 21, 0, tzinfo=UTC)
    assert told_otherwise(midnight - MINUTE, midnight) == {event.pk}
    assert standing(midnight - MINUTE).until == midnight


def test_it_ends_with_the_day(site):
    assert standing(NOON).until == MIDNIGHT
    assert standing(MIDNIGHT).since == MIDNIGHT


def test_it_ends_with_the_day_where_a_call_closes(site):
    closing(date(2026, 7, 1), zone="Europe/Helsinki")

    assert standing(NOON).until == datetime(2026, 5, 4, 21, 0, tzinfo=UTC)


def test_it_ends_when_a_call_closes(site):
    page = closing(date(2026, 5, 4), time(15))
    at = datetime(2026, 5, 4, 13, 0, tzinfo=UTC)

    assert standing(NOON).until == at
    assert standing(at).since == at
    assert told_otherwise(at - MINUTE, at) == {page.pk}
    assert told_otherwise(at, at + MINUTE) == set()


def test_it_ends_when_a_call_is_about_to_close(site):
    page = closing(date(2026, 5, 18), time(15))
    at = datetime(2026, 5, 4, 13, 0, tzinfo=UTC)

    assert standing(NOON).until == at
    assert standing(at).since == at
    assert told_otherwise(at - MINUTE, at) == {page.pk}


def test_days_that_are_left_are_counted_by_the_clocks_of_the_deadline(site):
    page = closing(date(2026, 7, 1), zone="Europe/Helsinki")
    there = datetime(2026, 5, 4, 21, 0, tzinfo=UTC)

    assert told_otherwise(there - MINUTE, there) == {page.pk}
    assert told_otherwise(MIDNIGHT - MINUTE, MIDNIGHT) == set()


def test_it_ends_when_something_expires(site):
    at = NOON + timedelta(hours=1)
    page = make_page(NewsPage)
    french = make_translation(page, "fr")
    NewsPage.objects.filter(pk=french.pk).update(expire_at=at)

    assert standing(NOON).until == at
    assert standing(at).since == at
    assert told_otherwise(at - MINUTE, at) == {french.pk}


def test_it_ends_when_something_is_to_be_published(site):
    at = timezone.now() + timedelta(hours=1)
    page = make_page(NewsPage, publish=False)
    page.go_live_at = at
    page.save_revision().publish()

    assert standing(at - timedelta(seconds=1)).until == at


@pytest.mark.parametrize(
    ("fields", "changes"),
    [
        ({"opens_on": date(2026, 5, 5)}, True),
        ({"starts_on": date(2026, 5, 5)}, True),
        ({"ends_on": date(2026, 5, 4)}, True),
        ({"opens_on": date(2026, 5, 4)}, False),
        ({"starts_on": date(2026, 5, 6)}, False),
        ({"ends_on": date(2026, 5, 5)}, False),
    ],
)
def test_what_opens_and_ends_with_a_day(site, fields, changes):
    kind = CallPage if "opens_on" in fields else ProjectPage
    page = make_page(kind, **fields, **({"funder": "Belfry"} if kind is CallPage else {}))

    assert told_otherwise(MIDNIGHT - MINUTE, MIDNIGHT) == ({page.pk} if changes else set())


TIMES: list[tuple[type[ContentPage], dict]] = [
    (NewsPage, {}),
    (NewsPage, {"expire_at": NOON + MINUTE}),
    (NewsPage, {"expire_at": NOON}),
    (ProjectPage, {"starts_on": date(2026, 5, 5), "ends_on": date(2026, 5, 9)}),
    (ProjectPage, {"starts_on": date(2026, 5, 4), "ends_on": date(2026, 5, 9)}),
    (ProjectPage, {"ends_on": date(2026, 5, 4)}),
    (ProjectPage, {"ends_on": date.max}),
    (EventPage, {"registration_day": date(2026, 5, 4)}),
    (EventPage, {"registration_day": date(2026, 5, 30), "registration_zone": "Europe/Helsinki"}),
    (CallPage, {"opens_on": date(2026, 5, 20)}),
    (CallPage, {"deadline_rows": [("2026-05-03", "Europe/Brussels")]}),
    (CallPage, {"deadline_rows": [("2026-05-18", "Europe/Brussels")]}),
    (CallPage, {"deadline_rows": [("2026-05-19", "Atlantic/Azores")]}),
    (
        CallPage,
        {
            "deadline_rows": [("2026-05-03", "Europe/Brussels"), ("2026-07-01", "Europe/Lisbon")],
            "opens_on": date(2026, 5, 5),
        },
    ),
]
"""Kinds, and what of them tells time; deadlines by their day and zone."""


@pytest.mark.parametrize(("kind", "fields"), TIMES)
@pytest.mark.parametrize("at", [NOON, MIDNIGHT, NOON + timedelta(days=14), NOON - 9 * MINUTE])
def test_a_page_knows_its_next_change(site, kind, fields, at):
    rows = [
        Deadline(day=date.fromisoformat(day), zone=zone)
        for day, zone in fields.get("deadline_rows", ())
    ]
    expires = fields.get("expire_at")
    own = {
        name: value for name, value in fields.items() if name not in ("expire_at", "deadline_rows")
    }
    own |= {"funder": "Belfry", "deadline_rows": rows} if kind is CallPage else {}
    page = make_page(kind, **own)
    kind.objects.filter(pk=page.pk).update(expire_at=expires)
    page = kind.objects.get(pk=page.pk)

    found = next_change(page, [expires], at)

    instant = timedelta(microseconds=1)
    if found is None:
        assert told_otherwise(at, at + timedelta(days=3650)) == set()
    else:
        assert told_otherwise(at, found) == {page.pk}
        assert told_otherwise(at, found - instant) == set()


@pytest.mark.parametrize("number", [1, 5])
def test_it_costs_one_query(site, django_assert_num_queries, number):
    for _position in range(number):
        closing(date(2026, 7, 1))

    with django_assert_num_queries(1):
        standing()
