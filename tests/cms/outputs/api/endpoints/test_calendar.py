"""What takes place between two days, and in which order?"""

from datetime import date, timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import PageViewRestriction

from cms.models import Place, Span
from cms.plugins.events.models import EventPage
from cms.plugins.news.models import NewsPage
from cms.testing.factories import make_city, make_page, make_translation


def event(title: str, *days: date, **fields) -> EventPage:
    """Make an event that takes place on some days."""
    spans = [Span(start=day, end=day) for day in days]
    return make_page(EventPage, title=title, span_rows=spans, **fields)


def titles(answer: dict) -> list[str]:
    """Return what the items are called."""
    return [item["title"] for item in answer["items"]]


def test_it_begins_today_and_goes_by_date(site, ask):
    today = timezone.localdate()
    event("Later", today + timedelta(days=9))
    event("Today", today)
    event("Over", today - timedelta(days=1))
    event("Undated")
    make_page(NewsPage, title="News")
    make_translation(event("Soon", today + timedelta(days=1)), "fr", title="Bientôt")

    assert titles(ask("/calendar")) == ["Today", "Soon", "Later"]
    assert titles(ask("/calendar", locale="fr", fallback="none")) == ["Bientôt"]


def test_it_can_be_narrowed_and_goes_on(site, ask):
    city = make_city("Brașov", "RO")
    event("March", date(2031, 3, 1))
    event("Before and after", date(2031, 2, 1), date(2031, 6, 1))
    event("April", date(2031, 4, 1), place_rows=[Place(city=city)])
    months = {"from": "2031-03-01", "to": "2031-05-01"}

    first = ask("/calendar", limit=1, **months)
    second = ask("/calendar", limit=1, cursor=first["page"]["next"], **months)

    assert (titles(first), titles(second)) == (["March"], ["April"])
    assert second["page"]["next"] is None
    assert titles(ask("/calendar", country="RO", **months)) == ["April"]


def test_what_it_does_not_know_is_refused(site, ask):
    assert ask("/calendar", status=400, sort="title")["errors"][0]["parameter"] == "sort"
    assert ask("/calendar", status=400, country="XX")["errors"][0]["parameter"] == "country"
    problem = ask("/calendar", status=400, **{"from": "soon"})
    assert problem["errors"][0]["parameter"] == "from"


def test_only_what_is_public_is_in_it(site, ask):
    day = date(2031, 3, 1)
    event("Draft", day, publish=False)
    restricted = event("Restricted", day)
    PageViewRestriction.objects.create(page=restricted, restriction_type="login")
    event("Stays", day)

    assert titles(ask("/calendar")) == ["Stays"]


def test_a_longer_calendar_costs_no_more_queries(site, ask):
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            ask("/calendar", locale="fr")
        return len(asked)

    event("One", date(2031, 3, 1))
    queries()
    one = queries()
    event("Two", date(2031, 3, 2))
    event("Three", date(2031, 3, 3))
    queries()

    assert queries() == one
