"""Does a calendar program learn what takes place, and find the same entry when that changes?"""

import json
import re
import shutil
import subprocess
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import vobject
from bs4 import BeautifulSoup
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from icalendar import Calendar, Event
from wagtail.models import Locale, PageViewRestriction

from cms.models import PartOf, Place, Session, Span
from cms.plugins.events.models import EventPage
from cms.plugins.news.models import NewsPage
from cms.plugins.projects.models import ProjectPage
from cms.testing.factories import (
    MadeSite,
    make_city,
    make_page,
    make_site,
    make_translation,
)
from tests.conftest import go_without
from tests.shared import shared

TOOLS = settings.BASE_DIR / "var" / "api-checks" / "node_modules"
READER = Path(__file__).with_name("calendar.mjs")

SUMMER, WINTER = date(2031, 7, 1), date(2031, 12, 1)


@shared(autouse=True)
def site() -> MadeSite:
    """A site in English, French and German."""
    return make_site(("en", "fr", "de"), kinds=[EventPage, ProjectPage])


def make_event(title: str = "Congress", *spans: Span, **fields) -> EventPage:
    """Return an event, by default on a day in summer."""
    rows = list(spans) or [Span(start=SUMMER, end=SUMMER)]
    return make_page(EventPage, title=title, span_rows=rows, **fields)


def address(page=None, language: str = "en") -> str:
    """Return where the calendar of a page is, or the agenda."""
    return f"/{language}/_calendars/{page.translation_key if page else 'agenda'}.ics"


def read(client, path: str, **parameters: str) -> list[Event]:
    """Return the entries of a calendar that two programs can read."""
    response = client.get(path, parameters)
    assert response.status_code == 200
    calendar = Calendar.from_ical(response.content)
    assert calendar.errors == []
    other = vobject.readOne(response.content.decode())
    assert [entry.uid.value for entry in getattr(other, "vevent_list", [])] == [
        str(event["uid"]) for event in calendar.events
    ]
    return calendar.events


def titles(events: list[Event]) -> list[str]:
    """Return what the entries are called."""
    return [str(event["summary"]) for event in events]


def publish(page: EventPage, **fields) -> None:
    """Publish a page once more as the admin does, with other values of its fields or of its first date."""
    draft = EventPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    [span] = draft.span_rows.all()
    for name, value in fields.items():
        setattr(span if hasattr(span, name) else draft, name, value)
    draft.span_rows = [span]
    draft.save_revision().publish()


def test_an_entry_tells_what_is_known(client):
    city = make_city("Brașov", "RO", fr="Brasov")
    type(city).objects.update(latitude=45.65, longitude=25.6)
    page = make_event(
        "Congress, with; signs",
        Span(start=SUMMER, end=SUMMER + timedelta(days=1)),
        summary="What\u00adever is said.",
        place_rows=[Place(city=city, venue="Town hall")],
        is_online=True,
    )

    response = client.get(address(page))
    calendar = Calendar.from_ical(response.content)
    [event] = calendar.events

    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Content-Language"] == "en"
    assert response["Content-Disposition"] == 'inline; filename="congress-with-signs.ics"'
    assert response["Cache-Control"] == "public, max-age=300"
    assert {name: str(value) for name, value in calendar.items() if isinstance(value, str)} == {
        "PRODID": "-//Belfry//Belfry//EN",
        "VERSION": "2.0",
        # The library leaves these escaped, since it does not know that they are texts.
        "NAME": "Congress\\, with\\; signs",
        "X-WR-CALNAME": "Congress\\, with\\; signs",
        "X-PUBLISHED-TTL": "PT6H",
    }
    assert calendar["REFRESH-INTERVAL"].dt == timedelta(hours=6)
    assert "METHOD" not in calendar
    assert {name: str(event[name]) for name in ("summary", "description", "location")} == {
        "summary": "Congress, with; signs",
        "description": f"Whatever is said.\n\nhttp://testserver{page.url}",
        "location": "Town hall, Brașov, Romania; online",
    }
    assert {
        event[name].params["LANGUAGE"]
        for name in ("summary", "description", "location", "categories")
    } == {"en"}
    assert event["categories"].cats == ["Event"]
    assert str(event["url"]) == f"http://testserver{page.url}"
    assert event["geo"].to_ical() == "45.65;25.6"
    assert (event.start, event.end) == (SUMMER, SUMMER + timedelta(days=2))
    assert event["status"] == "CONFIRMED"
    assert event["transp"] == "TRANSPARENT"
    assert event.stamp == page.last_published_at.replace(microsecond=0)
    assert event.stamp == event.last_modified


def test_an_entry_is_the_same_in_all_languages_and_on_other_days(client):
    page = make_event(session_rows=[Session(title="Opening", day=SUMMER, start_time=time(9))])
    make_translation(page, "fr", title="Congrès")

    def identities() -> list[list[str]]:
        return [
            [str(event["uid"]) for event in read(client, path)]
            for tag in ("en", "fr", "de")
            for path in (address(page, tag), address(language=tag))
        ]

    before = identities()
    publish(page, start=WINTER, end=WINTER)
    after = identities()

    assert after == before
    assert all(some == before[0] for some in before)
    assert len(set(before[0])) == 2
    whole, session = read(client, address(page, "fr"))
    assert (str(whole["summary"]), whole.start) == ("Congrès", WINTER)
    assert "Opening (fr)" in str(session["summary"])


def test_the_sequence_rises_with_each_publication(client):
    page = make_event()
    long_ago = timezone.now() - timedelta(days=30)
    EventPage.objects.update(first_published_at=long_ago, last_published_at=long_ago)
    [first] = read(client, address(page))

    publish(page, start=WINTER, end=WINTER)
    [second] = read(client, address(page))

    assert first["sequence"] == 0
    assert second["sequence"] == pytest.approx(30 * 24 * 3600, abs=60)
    assert first.stamp < second.stamp


def test_equal_content_is_the_same_to_the_byte_and_is_not_sent_twice(client):
    page = make_event()

    first = client.get(address(page))
    again = client.get(address(page), headers={"If-None-Match": first["ETag"]})
    publish(page, start=WINTER, end=WINTER)
    changed = client.get(address(page), headers={"If-None-Match": first["ETag"]})

    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]
    assert changed.status_code == 200


@pytest.mark.parametrize(
    ("status", "told", "word"),
    [("cancelled", "CANCELLED", "Cancelled"), ("postponed", "TENTATIVE", "Postponed")],
)
def test_what_has_become_of_it_is_told(client, status, told, word):
    page = make_event(status=status, summary="Said.")

    [event] = read(client, address(page))

    assert event["status"] == told
    assert str(event["description"]) == f"{word}\n\nSaid.\n\nhttp://testserver{page.url}"


def test_what_is_replaced_is_cancelled_and_says_by_what(client):
    other = make_event("Another")
    page = make_event(status="replaced", replaced_by=other)

    [event] = read(client, address(page))

    assert event["status"] == "CANCELLED"
    assert str(event["description"]).split("\n\n")[1] == (
        f"It is replaced by Another <http://testserver{other.url}>"
    )


def test_times_are_right_in_summer_and_winter(client):
    zone = "Europe/Paris"
    page = make_event(
        "Congress",
        Span(start=SUMMER, end=SUMMER, start_time=time(9), end_time=time(17), zone=zone),
        Span(start=WINTER, end=WINTER, start_time=time(9), zone=zone),
        Span(start=WINTER, end=WINTER + timedelta(days=1), start_time=time(9), zone=zone),
    )

    summer, winter, days = read(client, address(page))
    raw = client.get(address(page)).content.decode()

    assert summer["dtstart"].params["TZID"] == zone
    assert summer.start.astimezone(UTC) == datetime(2031, 7, 1, 7, tzinfo=UTC)
    assert summer.end.astimezone(UTC) == datetime(2031, 7, 1, 15, tzinfo=UTC)
    assert winter.start.astimezone(UTC) == datetime(2031, 12, 1, 8, tzinfo=UTC)
    assert "dtend" not in winter
    assert days.end == datetime(2031, 12, 3, tzinfo=ZoneInfo(zone))
    assert raw.count("BEGIN:VTIMEZONE") == 1
    assert raw.index("BEGIN:VTIMEZONE") < raw.index("BEGIN:VEVENT")
    # By the rules that the calendar brings along, and not by those that this computer knows.
    starts = [entry.dtstart.value for entry in vobject.readOne(raw).vevent_list]
    assert [start.utcoffset() for start in starts[:2]] == [timedelta(hours=2), timedelta(hours=1)]


def test_sessions_have_zones_of_their_own(client):
    page = make_event(
        session_rows=[
            Session(title="Lisbon speaks", day=SUMMER, start_time=time(9), zone="Europe/Lisbon"),
            Session(
                title="Opening",
                day=SUMMER,
                start_time=time(9),
                end_time=time(10),
                zone="Europe/Paris",
                place="Hall",
            ),
        ]
    )

    whole, opening, lisbon = read(client, address(page))

    assert titles([whole, opening, lisbon]) == [
        "Congress",
        "Congress: Opening",
        "Congress: Lisbon speaks",
    ]
    assert opening.start == datetime(2031, 7, 1, 9, tzinfo=ZoneInfo("Europe/Paris"))
    assert opening.end == datetime(2031, 7, 1, 10, tzinfo=ZoneInfo("Europe/Paris"))
    assert str(opening["location"]) == "Hall"
    assert lisbon["dtstart"].params["TZID"] == "Europe/Lisbon"
    assert "dtend" not in lisbon


def test_only_what_is_public_and_has_a_date_is_in_it(client):
    now = timezone.now()
    hidden = [
        make_event("Draft", publish=False),
        make_event("Expired", expire_at=now + timedelta(hours=1)),
        make_event("Restricted"),
        make_page(EventPage, title="Undated"),
        make_page(NewsPage, title="News"),
    ]
    EventPage.objects.filter(title="Expired").update(expire_at=now - timedelta(hours=1))
    PageViewRestriction.objects.create(page=hidden[2], restriction_type="login")
    make_event("Stays")

    assert titles(read(client, address())) == ["Stays"]
    assert [client.get(address(page)).status_code for page in hidden] == [404] * 5


def test_the_agenda_begins_a_year_ago_and_a_page_has_its_own_for_ever(client):
    today = timezone.localdate()
    days = [today - timedelta(days=400), today - timedelta(days=300), today]
    pages = [make_event(str(day), Span(start=day, end=day)) for day in days]

    assert titles(read(client, address())) == [str(day) for day in days[1:]]
    assert titles(read(client, address(pages[0]))) == [str(days[0])]


def test_the_agenda_can_be_that_of_a_country_or_a_project(client):
    project = make_page(ProjectPage, title="Safe squares", acronym="SQUARES")
    make_event("Elsewhere")
    make_event("In Romania", place_rows=[Place(city=make_city("Brașov", "RO"))])
    make_event("Of the project", part_of_rows=[PartOf(target=project)])
    key = str(project.translation_key)

    assert titles(read(client, address(), country="RO")) == ["In Romania"]
    assert titles(read(client, address(), project=key)) == ["Of the project"]
    assert read(client, address(), project=key, country="RO") == []
    assert "NAME:Agenda\\, SQUARES\\, Romania\\, Belfry" in client.get(
        address(), {"project": key, "country": "RO"}
    ).content.decode().replace("\r\n ", "")


def test_what_cannot_be_asked_is_not_found(client):
    event = make_event()
    hidden = make_page(ProjectPage, title="Draft", publish=False)
    asked = [
        {"country": "XX"},
        {"country": ""},
        {"project": "x"},
        {"project": str(event.translation_key)},
        {"project": str(hidden.translation_key)},
        {"city": "Brașov"},
    ]

    assert [client.get(address(), one).status_code for one in asked] == [404] * len(asked)
    assert client.get(address(language="xx")).status_code == 404
    assert client.post(address()).status_code == 405


def links(client, url: str) -> list[str]:
    """Return the addresses of calendars to which a page leads, those in its head first."""
    page = BeautifulSoup(client.get(url).content, "html.parser")
    return [link["href"] for link in page.find_all(["link", "a"], href=re.compile(r"/_calendars/"))]


def test_pages_lead_to_their_calendars(client, site):
    event = make_event()
    undated = make_page(EventPage, title="Undated")
    agenda = "/fr/_calendars/agenda.ics"
    index = site.indexes[EventPage].get_translation(Locale.objects.get(language_code="fr"))

    assert links(client, event.url) == [address(event)] * 2
    assert links(client, undated.url) == []
    assert links(client, index.url) == [agenda, f"webcal://testserver{agenda}", agenda]


def test_a_project_leads_to_the_calendar_of_what_is_part_of_it(client):
    project, other = make_page(ProjectPage, title="Safe squares"), make_page(ProjectPage)
    make_event(part_of_rows=[PartOf(target=project)])
    make_page(EventPage, title="Undated", part_of_rows=[PartOf(target=other)])

    [link] = links(client, project.url)
    assert link == f"webcal://testserver{address()}?project={project.translation_key}"
    assert len(read(client, link.removeprefix("webcal://testserver"))) == 1
    assert links(client, other.url) == []


def test_a_longer_calendar_costs_no_more_queries(client):
    city = make_city("Brașov", "RO")

    def events(number: int) -> None:
        for _each in range(number):
            make_event(
                "Congress",
                place_rows=[Place(city=city)],
                session_rows=[Session(title="Opening", day=SUMMER, start_time=time(9))],
            )

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get(address(language="fr"))
        return len(asked)

    events(1)
    queries()
    one = queries()
    events(2)

    assert (queries(), one) == (one, 5)


def test_the_calendar_of_thunderbird_reads_the_same(client, tmp_path):
    if not shutil.which("node") or not (TOOLS / "ical.js").exists():
        go_without("Node.js or ical.js is missing (.ci/api-checks fetches it)")
    opening = Session(
        title="Opening",
        day=WINTER,
        start_time=time(9, 30),
        end_time=time(11),
        zone="Europe/Athens",
    )
    make_event("Congress", Span(start=SUMMER, end=SUMMER + timedelta(days=2)))
    make_event("Café, ‘à la carte’; 2", Span(start=WINTER, end=WINTER), session_rows=[opening])
    shutil.copy(READER, tmp_path)
    (tmp_path / "node_modules").symlink_to(TOOLS)
    content = client.get(address()).content

    read_by = subprocess.run(  # noqa: S603
        [shutil.which("node"), READER.name],
        cwd=tmp_path, input=content, check=True, capture_output=True, timeout=60,
    )  # fmt: skip

    def told(day: date) -> str:
        if not isinstance(day, datetime):
            return day.isoformat()
        return f"{day.astimezone(UTC):%Y-%m-%dT%H:%M:%S.000Z}"

    events = Calendar.from_ical(content).events
    assert json.loads(read_by.stdout) == [
        {
            "uid": str(event["uid"]),
            "summary": str(event["summary"]),
            "start": told(event["dtstart"].dt),
            "end": told(event["dtend"].dt),
            "zone": str(event["dtstart"].params.get("TZID", "floating")),
            "sequence": event["sequence"],
        }
        for event in events
    ]
    assert len(events) == 3
