"""Do sites that are listed show our agenda and calls in a frame, and no others?"""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.dates import site_day
from cms.models import Brand, Deadline, Place, Span
from cms.models.brand import validate_origins
from cms.plugins.calls.models import CallPage
from cms.plugins.events.models import EventPage
from cms.testing.factories import MadeSite, make_city, make_page, make_site, make_translation
from tests.shared import shared

AGENDA, CALLS = "/_embed/agenda/", "/_embed/calls/"


@shared(autouse=True)
def site() -> MadeSite:
    """A site in English, French and German."""
    return make_site(("en", "fr", "de"), kinds=[EventPage, CallPage])


def make_event(title: str, *cities, days: int = 3, **fields) -> EventPage:
    """Return an event in some cities, some days from now."""
    day = site_day(timezone.now()) + timedelta(days=days)
    return make_page(
        EventPage,
        title=title,
        span_rows=[Span(start=day, end=day)],
        place_rows=[Place(city=city) for city in cities],
        **fields,
    )


def make_call(title: str, *, days: int = 3, **fields) -> CallPage:
    """Return a call that closes some days from now."""
    last_day = site_day(timezone.now()) + timedelta(days=days)
    return make_page(
        CallPage, title=title, funder="Belfry", deadline_rows=[Deadline(day=last_day)], **fields
    )


def read(client, path: str, **parameters: str) -> BeautifulSoup:
    """Return what stands in a frame."""
    response = client.get(path, parameters)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html5lib")


def titles(client, path: str, **parameters: str) -> list[str]:
    """Return the titles of the items in a frame."""
    return [link.text for link in read(client, path, **parameters).select("h2 a")]


def list_hosts(site: MadeSite, text: str) -> None:
    """Let an administrator list who may show frames."""
    brand = Brand.for_site(site.site)
    brand.embedding_hosts = text
    brand.full_clean()
    brand.save()


def test_the_agenda_is_that_of_everywhere_of_a_country_or_of_a_city(client):
    lyon = make_city("Lyon", "FR", it="Lione")
    make_event("In Lyon", lyon)
    make_event("In Nantes", make_city("Nantes", "FR"), days=4)
    make_event("In Ghent", make_city("Gent", "BE", fr="Gand"), days=5)
    make_event("Over", lyon, days=-3)

    assert titles(client, AGENDA) == ["In Lyon", "In Nantes", "In Ghent"]
    assert titles(client, AGENDA, country="", city="", language="") == titles(client, AGENDA)
    assert titles(client, AGENDA, country="FR") == ["In Lyon", "In Nantes"]
    assert titles(client, AGENDA, country="FR", city="lyon") == ["In Lyon"]
    assert titles(client, AGENDA, city="Lione") == ["In Lyon"]
    assert titles(client, AGENDA, city="gand") == ["In Ghent"]


def test_what_takes_place_in_two_cities_of_a_country_stands_there_once(client):
    make_event("Tour", make_city("Lyon", "FR"), make_city("Nantes", "FR"))

    assert titles(client, AGENDA, country="FR") == ["Tour"]
    assert titles(client, AGENDA, country="FR", city="nantes") == ["Tour"]


def test_the_calls_are_those_that_one_can_apply_for(client):
    make_city("Lyon", "FR")
    make_call("For all")
    make_call("For France", eligible_countries=["FR"], days=4)
    make_call("For Belgium", eligible_countries=["BE"], countries=["FR"], days=5)
    make_call("About Belgium", countries=["BE"], days=6)
    make_call("Over", days=-3)

    assert titles(client, CALLS) == ["For all", "For France", "For Belgium", "About Belgium"]
    assert titles(client, CALLS, country="FR") == ["For all", "For France"]
    assert titles(client, CALLS, city="lyon") == ["For all", "For France"]
    assert titles(client, CALLS, country="BE") == ["For all", "For Belgium", "About Belgium"]


def test_it_is_in_the_language_that_was_asked_for_and_says_where_it_is_not(client):
    event = make_event("Streets", make_city("Gent", "BE", fr="Gand"))
    make_translation(event, "fr", title="Rues")
    make_event("Squares", days=4)

    response = client.get(
        AGENDA, {"language": "fr", "city": "gent"}, headers={"Accept-Language": "de"}
    )
    page = BeautifulSoup(response.content, "html5lib")
    assert (page.html["lang"], page.html["dir"]) == ("fr", "ltr")
    assert page.h1.text == "Agenda, Gand"
    assert response["Content-Language"] == "fr"

    response = client.get(AGENDA, {"language": "fr"})
    own, other = BeautifulSoup(response.content, "html5lib").select("h2")
    assert (own.a.get("lang"), own.text.strip()) == (None, "Rues")
    assert (other.a["lang"], other.text.split()) == ("en", ["Squares", "En", "anglais"])
    assert response["Content-Language"] == "fr, en"


def test_links_leave_the_frame_and_lead_to_the_whole_list(client):
    make_event("In Lyon", make_city("Lyon", "FR"))
    make_call("For all")

    agenda, calls = read(client, AGENDA, country="FR"), read(client, CALLS, country="FR")
    assert agenda.base["target"] == calls.base["target"] == "_top"
    assert agenda.find("a", string="All dates in the agenda")["href"].endswith("/?country=FR")
    assert calls.find("a", string="All calls")["href"].endswith("/?state=open")
    for page, name in ((agenda, "All dates in the agenda"), (calls, "All calls")):
        listed = client.get(page.find("a", string=name)["href"])
        assert listed.status_code == 200
        assert page.select_one("h2 a").text in listed.content.decode()


def test_a_frame_is_bounded(client):
    for number in range(12):
        make_event(f"Event {number:02}", days=number)
        make_call(f"Call {number:02}", days=number + 1)

    assert titles(client, AGENDA) == [f"Event {number:02}" for number in range(10)]
    assert titles(client, CALLS) == [f"Call {number:02}" for number in range(10)]


def test_what_is_cancelled_and_what_has_no_date_says_so(client):
    make_event("Congress", status="cancelled")
    make_page(EventPage, title="Some day", span_rows=[])

    congress, some_day = read(client, AGENDA).select("li")
    assert congress.select_one(".state-badge").text == "Cancelled"
    assert some_day.select_one(".when").text == "Date to be confirmed"


@pytest.mark.parametrize(
    ("path", "words"),
    [(AGENDA, "Nothing is planned at the moment."), (CALLS, "No call is open at the moment.")],
)
def test_it_says_when_there_is_nothing(client, path, words):
    assert words in read(client, path, country="MT").main.text


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("colour=red", "“colour” cannot stand in this address"),
        ("country=FR&country=BE", "“country” cannot stand in this address"),
        ("country=fr", "There is no country “fr”."),
        ("country=XX", "There is no country “XX”."),
        ("language=pl", "There is no language “pl” here. There are: de, en, fr."),
        ("language=xx", "There is no language “xx” here."),
        ("city=atlantis", "There is no city “atlantis” here"),
        ("city=%3Cscript%3E", "There is no city “<script>” here"),
        ("city=lyon&country=BE", "There is no city “lyon” here, or it lies in another country."),
        ("city=cordoba", "There is more than one city “cordoba”."),
    ],
)
@pytest.mark.parametrize("path", [AGENDA, CALLS])
def test_what_there_is_not_is_refused_in_words(client, path, query, reason):
    make_city("Lyon", "FR")
    make_city("Córdoba", "ES")
    make_city("Cordoba", "PT")

    response = client.get(f"{path}?{query}")

    assert response.status_code == 400
    page = BeautifulSoup(response.content, "html5lib")
    assert page.h1.text == "This cannot be shown"
    assert reason in page.main.text
    assert page.main.script is None
    assert response["Content-Security-Policy"] == "frame-ancestors 'self'"


def test_only_the_sites_that_are_listed_may_frame_it(client, site):
    policy = "Content-Security-Policy"
    assert client.get(AGENDA)[policy] == "frame-ancestors 'self'"

    list_hosts(site, "https://www.lyon.example\r\n\n https://*.gent.example:8443 \n")

    listed = "frame-ancestors 'self' https://www.lyon.example https://*.gent.example:8443"
    for path in (AGENDA, CALLS):
        response = client.get(path)
        assert response[policy] == listed
        assert "X-Frame-Options" not in response
    assert client.get("/en/")["X-Frame-Options"] == "DENY"
    assert policy not in client.get("/en/")


@pytest.mark.parametrize(
    "line",
    [
        "https://www.city.example",
        "https://city.example:8443",
        "https://*.city.example",
        "https://xn--mnchen-3ya.example",
        "https://intranet",
        "http://127.0.0.1:8001",
        "http://localhost",
    ],
)
def test_an_origin_can_be_listed(line):
    validate_origins(line)


@pytest.mark.parametrize(
    "line",
    [
        "*",
        "https:",
        "https://*",
        "https://*.example",
        "http://city.example",
        "city.example",
        "https://city.example/",
        "https://city.example/agenda",
        "https://city.example https://other.example",
        "https://city.example; script-src *",
        "https://city.example, https://other.example",
        "https://'self'",
        "'none'",
        "https://user@city.example",
        "https://city.example:port",
        "https://-city.example",
        "https://münchen.example",
        "javascript:alert(1)",
    ],
)
def test_anything_else_cannot_be_listed_and_never_reaches_the_header(client, site, line):
    with pytest.raises(ValidationError, match="is no host"):
        validate_origins(f"https://www.city.example\n{line}")

    Brand.for_site(site.site)
    Brand.objects.update(embedding_hosts=f"{line}\nhttps://www.city.example")

    answer = client.get(AGENDA)["Content-Security-Policy"]
    assert answer == "frame-ancestors 'self' https://www.city.example"


@pytest.mark.parametrize("path", [AGENDA, CALLS])
def test_it_is_only_read_and_not_found_by_search_engines(client, path):
    assert client.post(path).status_code == 405
    head = client.head(path)
    assert (head.status_code, head.content) == (200, b"")
    assert head["X-Robots-Tag"] == "noindex"
    assert read(client, path).select_one("meta[name=robots]")["content"] == "noindex"


@pytest.mark.parametrize("path", [AGENDA, CALLS])
def test_the_number_of_queries_does_not_depend_on_the_number_of_items(client, path):
    city = make_city("Lyon", "FR")

    def add(number: int) -> None:
        for _ in range(number):
            make_translation(make_event("Event", city), "fr")
            make_translation(make_call("Call"), "fr")

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get(path, {"language": "fr", "city": "lyon"})
        return len(asked)

    add(1)
    queries()  # Menu and indexes are read anew after a page was published.
    one = queries()
    add(3)
    queries()

    assert (queries(), one) == (one, 8)
