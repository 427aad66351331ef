"""Is it known of outside addresses whether they answer, without anybody waiting for it?"""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks import default_task_backend

from newsletter.models import LinkCheck
from newsletter.readiness.fetching import Answer
from newsletter.readiness.links import ADDRESSES, ask_later, check_links, check_noted, results

pytestmark = pytest.mark.django_db

Result = LinkCheck.Result
TOWN, CITY = "https://town.example/", "https://city.example/"


@pytest.fixture(autouse=True)
def queue():
    """The work that was left to a worker."""
    default_task_backend.clear()
    yield default_task_backend.results
    default_task_backend.clear()


class Outside:
    """What outside addresses answer, and which of them were asked."""

    def __init__(self):
        self.asked = []

    def __call__(self, url):
        self.asked.append(url)
        return Answer(Result.GOOD, 200) if url == TOWN else Answer(Result.GONE, 404)


def waiting():
    """Return the addresses that wait."""
    return list(
        LinkCheck.objects.filter(checked_at=None).order_by("pk").values_list("url", flat=True)
    )


def told(urls):
    return {url: (check.result, check.status) for url, check in results(urls).items()}


def grow_older(**span):
    LinkCheck.objects.update(checked_at=timezone.now() - timedelta(**span))


def test_nothing_is_known_before_anybody_was_asked():
    ask_later([TOWN, CITY])

    assert results([TOWN, CITY]) == {}
    assert waiting() == [TOWN, CITY]


def test_what_came_of_asking_is_known():
    ask_later([TOWN, CITY])
    outside = Outside()

    assert check_links(ask=outside) == 2

    assert outside.asked == [TOWN, CITY]
    assert told([TOWN, CITY, "https://other.example/"]) == {
        TOWN: (Result.GOOD, 200),
        CITY: (Result.GONE, 404),
    }
    assert (waiting(), check_links(ask=outside)) == ([], 0)


def test_address_is_asked_once_whatever_place_of_a_page_it_names():
    ask_later([TOWN, f"{TOWN}#top", f"{TOWN}#end"])
    outside = Outside()

    check_links(ask=outside)

    assert outside.asked == [TOWN]
    assert set(told([f"{TOWN}#top", f"{TOWN}#end"])) == {f"{TOWN}#top", f"{TOWN}#end"}


@pytest.mark.parametrize(
    "url",
    [
        *["", "/en/news/", "#top", "mailto:anna@town.example", "tel:+33140644900"],
        *["javascript:alert(1)", "https://town.example/\0", "https://town.example/\ud800"],
    ],
)
def test_nobody_is_asked_for_what_is_not_outside(url):
    ask_later([url])

    assert (waiting(), results([url])) == ([], {})


@pytest.mark.parametrize(
    ("url", "span", "expected"),
    [
        (TOWN, {"days": 6}, []),
        (TOWN, {"days": 8}, [TOWN]),
        (CITY, {"hours": 23}, []),
        (CITY, {"hours": 25}, [CITY]),
    ],
)
def test_what_answers_is_believed_for_a_week_and_all_else_for_a_day(url, span, expected):
    ask_later([url])
    check_links(ask=Outside())
    grow_older(**span)
    before = told([url])

    ask_later([url])

    assert waiting() == expected
    assert told([url]) == before


def test_what_nobody_wants_to_know_any_longer_is_not_asked_again():
    ask_later([TOWN, CITY])
    check_links(ask=Outside())
    grow_older(days=30)

    ask_later([CITY])

    assert waiting() == [CITY]


def test_worker_is_called_when_the_work_is_committed(queue, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        ask_later([TOWN])
        assert queue == []

    assert [result.task for result in queue] == [check_noted]


def test_worker_asks_until_nobody_waits():
    inside = [f"http://127.0.0.1/{number}" for number in range(ADDRESSES + 1)]
    ask_later(inside)

    check_noted.call()

    assert told(inside) == dict.fromkeys(inside, (Result.FORBIDDEN, None))


def test_worker_is_not_called_for_what_is_known_or_waits_already(
    queue, django_capture_on_commit_callbacks
):
    ask_later([TOWN])
    check_links(ask=Outside())
    ask_later([CITY])

    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        ask_later([TOWN, CITY])

    assert (callbacks, queue) == ([], [])


def test_without_a_worker_nobody_is_asked_within_the_request(
    settings, django_capture_on_commit_callbacks
):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}

    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        ask_later([TOWN])

    assert (callbacks, waiting()) == ([], [TOWN])


def test_one_run_asks_no_more_than_its_limit():
    ask_later([TOWN, CITY])
    outside = Outside()

    assert check_links(limit=1, ask=outside) == 1
    assert outside.asked == [TOWN]
    assert waiting() == [CITY]


def test_one_run_begins_with_nobody_when_its_time_is_over():
    ask_later([TOWN])
    outside = Outside()

    assert check_links(seconds=0, ask=outside) == 0
    assert outside.asked == []
    assert waiting() == [TOWN]


def test_address_that_somebody_else_has_taken_is_not_asked():
    ask_later([TOWN, CITY])
    asked = []

    def ask(url):
        asked.append(url)
        LinkCheck.objects.filter(url=CITY).update(checked_at=timezone.now())
        return Answer(Result.GOOD, 200)

    assert check_links(ask=ask) == 1
    assert asked == [TOWN]


def test_address_on_which_a_worker_has_died_is_asked_again_after_a_day():
    ask_later([TOWN])

    def ask(url):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        check_links(ask=ask)

    ask_later([TOWN])
    assert (waiting(), results([TOWN])) == ([], {})
    grow_older(hours=25)
    ask_later([TOWN])
    assert waiting() == [TOWN]


@pytest.mark.parametrize("number", [1, 3])
def test_many_addresses_take_as_many_queries_as_one(number):
    old = [f"https://old.example/{one}" for one in range(number)]
    new = [f"https://new.example/{one}" for one in range(number)]
    ask_later(old)
    check_links(ask=Outside())
    grow_older(days=30)

    with CaptureQueriesContext(connection) as noting:
        ask_later(old + new)
    with CaptureQueriesContext(connection) as knowing:
        found = results(old + new)

    assert len(waiting()) == 2 * number
    assert set(found) == set(old)
    assert (len(noting), len(knowing)) == (3, 1)
