"""The run of a call as a picture."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from cms.items import Deadline, DeadlinedFacts, State
from cms.templatetags.deadline_run import run_of

BRUSSELS = ZoneInfo("Europe/Brussels")


def deadline(day):
    at = datetime(2019, 6, day, tzinfo=BRUSSELS)
    return Deadline(title="", at=at, zone="Europe/Brussels", state=State.OPEN)


def facts(*days, opens_on=date(2019, 6, 1)):
    return DeadlinedFacts(opens_on=opens_on, deadlines=tuple(deadline(day) for day in days))


def test_run_places_deadlines_and_today_by_their_share_of_the_time():
    run = run_of(facts(6, 21), datetime(2019, 6, 11, tzinfo=BRUSSELS), "en")

    assert [(mark.x, mark.word, mark.day) for mark in run.deadlines] == [
        ("25.00%", "Closed", "6 June"),
        ("100.00%", "Closes", "21 June"),
    ]
    assert (run.today.x, run.today.word) == ("50.00%", "Today, 11 June")
    assert (run.past_x, run.past_width) == ("0%", "50.00%")


def test_run_is_mirrored_where_text_runs_to_the_left():
    run = run_of(facts(6, 21), datetime(2019, 6, 6, tzinfo=BRUSSELS), "ar")

    assert (run.opening.x, run.deadlines[0].x, run.past_x) == ("100.00%", "75.00%", "75.00%")


def test_run_leaves_out_labels_that_would_touch():
    run = run_of(facts(10, 20, 21), datetime(2019, 6, 5, tzinfo=BRUSSELS), "en")

    assert [mark.is_labelled for mark in run.deadlines] == [True, False, True]


def test_run_shows_no_today_after_its_end():
    run = run_of(facts(6), datetime(2019, 7, 1, tzinfo=BRUSSELS), "en")

    assert run.today is None
    assert run.past_width == "100.00%"


def test_there_is_no_run_without_beginning_or_end():
    at = datetime(2019, 6, 5, tzinfo=BRUSSELS)

    assert run_of(facts(6, opens_on=None), at, "en") is None
    assert run_of(facts(), at, "en") is None
    assert run_of(facts(1), at, "en") is None
