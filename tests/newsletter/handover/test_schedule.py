"""Which instant is meant by a day, a time and a zone, and when is it too late?"""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from newsletter.handover.schedule import (
    LATE,
    UnusableTimeError,
    due,
    instant_of,
    is_late,
    wanted_at,
)
from newsletter.models import Handover
from tests.newsletter.handover.conftest import NOON

NOW = datetime(2026, 1, 1, tzinfo=UTC)
SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)
ZONES = ["Europe/Paris", "Europe/Brussels"]


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize(
    ("day", "clock", "instant"),
    [
        (date(2026, 3, 27), time(9), datetime(2026, 3, 27, 8, tzinfo=UTC)),
        (SPRING, time(1, 59), datetime(2026, 3, 29, 0, 59, tzinfo=UTC)),
        (SPRING, time(3), datetime(2026, 3, 29, 1, 0, tzinfo=UTC)),
        (date(2026, 7, 3), time(9), datetime(2026, 7, 3, 7, tzinfo=UTC)),
        (AUTUMN, time(1, 59), datetime(2026, 10, 24, 23, 59, tzinfo=UTC)),
        (AUTUMN, time(3), datetime(2026, 10, 25, 2, 0, tzinfo=UTC)),
    ],
    ids=str,
)
def test_the_clocks_of_the_zone_count_on_the_day(zone, day, clock, instant):
    assert instant_of(day, clock, zone, now=NOW) == instant


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("clock", [time(2), time(2, 30), time(2, 59)], ids=str)
def test_a_time_that_the_clocks_skip_is_refused(zone, clock):
    with pytest.raises(UnusableTimeError, match="skip this time"):
        instant_of(SPRING, clock, zone, now=NOW)


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("clock", [time(2), time(2, 30), time(2, 59)], ids=str)
def test_a_time_that_they_show_twice_is_refused(zone, clock):
    with pytest.raises(UnusableTimeError, match="show this time twice"):
        instant_of(AUTUMN, clock, zone, now=NOW)


@pytest.mark.parametrize(
    ("day", "zone", "words"),
    [
        (date(2025, 12, 31), "Europe/Paris", "has passed"),
        (date(2026, 1, 1), "Europe/Paris", "has passed"),
        (date(2027, 6, 1), "Europe/Paris", "next twelve months"),
        (date.max, "America/Los_Angeles", "next twelve months"),
        (date.min, "Asia/Tokyo", "has passed"),
        (date(2026, 6, 1), "Europe/Atlantis", "not a known time zone"),
        (date(2026, 6, 1), "../../etc/passwd", "not a known time zone"),
    ],
    ids=str,
)
def test_what_is_over_too_far_or_nowhere_is_refused(day, zone, words):
    with pytest.raises(UnusableTimeError, match=words):
        instant_of(day, time(1), zone, now=NOW)


class TestDue:
    """What somebody has to do now, and nobody is at."""

    @pytest.fixture
    def make(self, approval):
        """Return a function that makes hand-overs that were asked for at noon."""
        numbers = iter(range(100))

        def made(**values: object) -> Handover:
            handover = Handover.objects.create(
                edition=approval.editions.first(),
                backend="file",
                key=str(next(numbers)),
                **values,
            )
            Handover.objects.filter(pk=handover.pk).update(created_at=NOON)
            handover.refresh_from_db()
            return handover

        return made

    def test_it_is_what_has_come_to_its_time(self, make):
        hour = timedelta(hours=1)
        now = [
            make(),
            make(state="scheduled", starts_at=NOON + hour),
            make(next_try_at=NOON + hour),
            make(state="running", held_until=NOON + hour),
        ]
        later = NOON + 2 * hour
        make(state="scheduled", starts_at=later)
        make(next_try_at=later)
        make(state="running", held_until=later)
        for state in ("done", "failed", "stopped"):
            make(state=state)

        assert list(due(NOON + hour)) == now
        assert list(due(NOON - hour)) == []

    def test_late_counts_from_when_it_was_wanted(self, make):
        tick = timedelta(seconds=1)
        handover = make()
        assert wanted_at(handover) == NOON
        assert [is_late(handover, NOON + LATE + wait) for wait in (0 * tick, tick)] == [False, True]

        handover = make(state="scheduled", starts_at=NOON + LATE)
        assert wanted_at(handover) == NOON + LATE

        handover = make(state="scheduled", starts_at=NOON, next_try_at=NOON + 2 * LATE)
        assert wanted_at(handover) == NOON + 2 * LATE
