"""Values in the words of the interface, as readers meet them."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from django.utils.translation import override

from cms import words
from cms.items import (
    DatedFacts,
    Deadline,
    DeadlinedFacts,
    Facts,
    InitiativeFacts,
    Item,
    Link,
    Place,
    Span,
    State,
    Status,
)

BRASOV = Place(city="Brasov", country="RO")
SPANS = (
    Span(start=date(2019, 7, 16), end=date(2019, 7, 17)),
    Span(start=date(2019, 7, 19), end=date(2019, 7, 19)),
)


def deadline(state, days_left=None):
    return Deadline(
        title="Topic",
        at=datetime(2019, 6, 20, 15, tzinfo=UTC),
        zone="Europe/Brussels",
        state=state,
        days_left=days_left,
    )


def item(facts, **fields):
    return Item(
        **{
            "key": UUID(int=1),
            "kind": "news.newspage",
            "kind_name": "news",
            "label": "seminar",
            "title": "Title",
            "summary": "Summary",
            "language": "en",
            "requested": "en",
            "url": "/en/title/",
            "read_more": "Read more",
            "picture": None,
            "facts": facts,
            **fields,
        }
    )


def test_every_language_of_the_union_has_its_phrase():
    assert len(words.IN_LANGUAGES) == 24
    assert words.in_language("fr") == "in French"
    assert words.in_language("pt-BR") == "in Portuguese"


def test_an_unknown_language_is_another_one():
    assert words.in_language("tlh") == "in another language"


def test_every_state_and_status_has_a_word():
    assert set(words.STATES) == set(State)
    assert set(words.STATUSES) == set(Status)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (Facts(), None),
        (DatedFacts(spans=SPANS), None),
        (DatedFacts(status=Status.CANCELLED), words.Badge("cancelled", "Cancelled")),
        (InitiativeFacts(state=State.CLOSED), words.Badge("closed", "Completed")),
        (
            DeadlinedFacts(state=State.CLOSED, deadlines=(deadline(State.CLOSED),)),
            words.Badge("closed", "Closed"),
        ),
        (
            DeadlinedFacts(state=State.OPEN, next_deadline=deadline(State.OPEN, 17)),
            words.Badge("open", "Open: 17 days left"),
        ),
        (
            DeadlinedFacts(state=State.CLOSING_SOON, next_deadline=deadline(State.CLOSING_SOON, 1)),
            words.Badge("closing_soon", "Closing soon: 1 day left"),
        ),
        (
            DeadlinedFacts(state=State.CLOSING_SOON, next_deadline=deadline(State.CLOSING_SOON, 0)),
            words.Badge("closing_soon", "Closing today"),
        ),
        (
            DeadlinedFacts(
                state=State.PARTLY_OPEN,
                deadlines=(deadline(State.CLOSED), deadline(State.CLOSING_SOON, 6)),
                next_deadline=deadline(State.CLOSING_SOON, 6),
            ),
            words.Badge("partly_open", "Partly open: 1 of 2 topics"),
        ),
    ],
)
def test_badge_says_what_a_card_has_to_say(facts, expected):
    assert words.badge(facts) == expected


def test_when_where_is_one_line_of_all_days_and_places():
    facts = DatedFacts(spans=SPANS, places=(BRASOV,), online=True)

    assert (
        words.when_where(facts, "en") == "16–17 July and 19 July 2019, Brasov (Romania) and online"
    )


def test_online_alone_begins_a_phrase():
    assert words.where(DatedFacts(online=True), "en") == "Online"


def test_kind_line_of_an_event_names_days_and_city():
    event = item(DatedFacts(spans=SPANS[:1], places=(BRASOV,)))

    assert words.kind_line(event, "en") == "Seminar, 16–17 July 2019, Brasov (RO)"


def test_kind_line_of_a_project_names_its_years():
    project = item(InitiativeFacts(starts_on=date(2018, 11, 1), ends_on=date(2020, 10, 31)))

    assert words.kind_line(project, "en") == "Seminar, 2018–2020"


def test_kind_line_of_anything_else_names_the_day_of_publication():
    news = item(Facts(), published_at=datetime(2019, 5, 28, 9, tzinfo=UTC))

    assert words.kind_line(news, "en") == "Seminar, 28 May 2019"


def test_kind_line_lets_a_kind_speak_for_itself():
    class PracticeFacts(Facts):
        def line(self, language):
            return f"Gdańsk ({language})"

    assert words.kind_line(item(PracticeFacts()), "pl") == "Seminar, Gdańsk (pl)"


def test_link_details_say_what_one_gets():
    link = Link(url="/call.pdf", title="Text", format="PDF", language="en", size=420_000)

    assert words.link_details(link, "en") == "PDF, English, 420 kB"
    assert words.link_details(Link(url="/", title="Page"), "en") == ""


def test_link_details_say_the_sort_where_it_tells_something():
    document = {"format": "PDF", "language": "en"}

    details = {
        sort: words.link_details(Link(url="/", title="Page", sort=sort), "en")
        for sort in ("video", "register", "programme", "platform", "document", "website")
    }

    assert details == {
        "video": "video",
        "register": "registration",
        "programme": "programme",
        "platform": "members’ platform",
        "document": "document",
        "website": "",
    }
    told = {
        sort: words.link_details(Link(url="/", title="Page", sort=sort, **document), "en")
        for sort in ("programme", "document")
    }
    assert told == {"programme": "programme, PDF, English", "document": "PDF, English"}


def test_link_details_are_in_the_readers_language():
    with override("fr"):
        assert (
            words.link_details(Link(url="/", title="Page", sort="register"), "fr") == "inscription"
        )
