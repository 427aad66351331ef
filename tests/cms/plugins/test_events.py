"""Is an event told as it takes place?"""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from bs4 import BeautifulSoup
from django.test import TestCase
from wagtail_localize.models import SegmentOverride

from cms import items
from cms.items import State, Status
from cms.languages.readings import BRIEF_ROWS, Reading
from cms.models import Link, Place, Session, Span
from cms.plugins.events.models import EventPage
from cms.testing.contract import ContentTypeContract
from cms.testing.factories import make_city, make_document, make_page, make_site, make_translation
from tests.shared import shared


class EventContract(ContentTypeContract, TestCase):
    model = EventPage
    words = {"organisers": "The City and its partners"}
    changed = {
        "meeting": "congress",
        "is_online": True,
        "status": "postponed",
        "working_languages": ["en", "fr"],
        "interpretation": ["de"],
        "registration_day": date(2100, 6, 1),
        "contact_name": "Anna Kowalska",
        "contact_email": "anna.kowalska@belfry.example",
        "website": "https://congress.example",
        "registration_url": "https://congress.example/register",
        "programme_document": make_document,
        "place_rows": lambda: [Place(city=make_city("Kortrijk", "BE"))],
        "session_rows": [Session(title="Opening", day=date(2100, 6, 25), start_time=time(9))],
        "agenda_only": True,
    }


@shared
def site():
    return make_site(kinds=[EventPage])


def facts_of(page, language="en", **reading):
    (item,) = Reading(language, **reading).items([page.pk])
    return item.facts


def test_spans_come_in_order_of_time_and_only_those_with_times_have_a_zone(site):
    afternoon = Span(
        start=date(2019, 3, 1), end=date(2019, 3, 1), start_time=time(14), zone="Europe/Lisbon"
    )
    days = Span(start=date(2019, 2, 27), end=date(2019, 2, 28))
    page = make_page(EventPage, span_rows=[afternoon, days])

    spans = facts_of(page).spans

    assert len({span.key for span in spans}) == 2
    assert tuple(replace(span, key=None) for span in spans) == (
        items.Span(start=date(2019, 2, 27), end=date(2019, 2, 28)),
        items.Span(
            start=date(2019, 3, 1), end=date(2019, 3, 1), start_time=time(14), zone="Europe/Lisbon"
        ),
    )


def test_event_without_a_date_says_that_it_is_to_be_confirmed(site, client):
    page = make_page(EventPage)

    html = client.get(page.url).content.decode()

    assert "to be confirmed" in html.lower()


def test_sessions_have_the_times_of_the_source_and_the_words_of_the_translation(site):
    rows = [
        Session(
            title="Second session", day=date(2019, 6, 26), start_time=time(9), end_time=time(10, 30)
        ),
        Session(
            title="First session", day=date(2019, 6, 25), start_time=time(14), zone="Europe/Lisbon"
        ),
    ]
    page = make_page(EventPage, session_rows=rows)
    make_translation(
        page, "fr", words={"First session": "Première séance", "Second session": "Deuxième séance"}
    )

    source = EventPage.objects.get(pk=page.pk)
    first = source.session_rows.get(title="First session")
    first.start_time = time(15)
    first.save()

    sessions = facts_of(page, "fr").sessions
    assert [(session.title, session.start, session.end) for session in sessions] == [
        ("Première séance", datetime(2019, 6, 25, 15, tzinfo=ZoneInfo("Europe/Lisbon")), None),
        (
            "Deuxième séance",
            datetime(2019, 6, 26, 9, tzinfo=ZoneInfo("Europe/Brussels")),
            datetime(2019, 6, 26, 10, 30, tzinfo=ZoneInfo("Europe/Brussels")),
        ),
    ]


@pytest.mark.parametrize(
    ("at", "state", "days_left"),
    [
        (datetime(2019, 5, 1, 12, tzinfo=UTC), State.OPEN, 43),
        (datetime(2019, 5, 30, 15, tzinfo=UTC), State.CLOSING_SOON, 14),
        (datetime(2019, 6, 13, 14, 59, tzinfo=UTC), State.CLOSING_SOON, 0),
        (datetime(2019, 6, 13, 15, tzinfo=UTC), State.CLOSED, None),
    ],
)
def test_registration_closes_by_the_clocks_of_its_zone(site, at, state, days_left):
    page = make_page(EventPage, registration_day=date(2019, 6, 13), registration_time=time(17))

    deadline = facts_of(page, at=at).registration_deadline

    assert (deadline.state, deadline.days_left) == (state, days_left)


def test_event_without_registration_deadline_has_none(site):
    assert facts_of(make_page(EventPage)).registration_deadline is None


def test_programmes_of_many_events_cost_no_query_each(site, django_assert_num_queries):
    pages = [make_page(EventPage, programme_document=make_document(f"No {n}")) for n in range(3)]
    Reading("en").items([page.pk for page in pages])  # measures files and keeps the official names

    for some in (pages[:1], pages):
        with django_assert_num_queries(2):  # pages, and dates with places
            items = Reading("en").items([page.pk for page in some], rows=BRIEF_ROWS)
        assert [item.facts.programme.title for item in items] == ["Programme"] * len(some)


def test_programme_is_a_document_with_language_format_and_size(site):
    page = make_page(EventPage, programme_document=make_document(language="de"))

    programme = facts_of(page).programme

    assert (programme.sort, programme.language, programme.format, programme.size) == (
        *("document", "de", "PDF"),
        8,
    )


def test_replaced_event_names_its_successor_in_the_readers_language(site):
    successor = make_page(EventPage, title="The new date")
    make_translation(successor, "fr", title="La nouvelle date")
    page = make_page(EventPage, title="The old date", status="replaced", replaced_by=successor)

    facts = facts_of(page, "fr")

    assert (facts.status, facts.replaced_by.title, facts.replaced_by.url) == (
        *(Status.REPLACED, "La nouvelle date"),
        "/fr/events/la-nouvelle-date/",
    )


def test_replaced_event_names_no_successor_that_is_a_draft(site):
    successor = make_page(EventPage, title="The new date", publish=False)
    page = make_page(EventPage, title="The old date", status="replaced", replaced_by=successor)

    assert facts_of(page).replaced_by is None


def test_line_of_the_agenda_leads_to_the_other_site(site, client):
    page = make_page(EventPage, agenda_only=True, website="https://elsewhere.example/congress")

    links = client.get(page.url).content.decode()

    assert (facts_of(page).agenda_only, facts_of(page).website) == (True, page.website)
    assert f'href="{page.website}"' in links


def test_addresses_are_those_of_the_source_as_it_is_now(site):
    old, new = make_document("Old programme"), make_document("New programme")
    session = Session(
        title="Opening",
        day=date(2019, 6, 25),
        start_time=time(9),
        registration_url="https://old.example/opening",
    )
    page = make_page(
        EventPage,
        website="https://old.example",
        registration_url="https://old.example/register",
        programme_document=old,
        session_rows=[session],
    )
    make_translation(page, "fr")

    correct(page, new)

    assert addresses_of(page, "fr") == {
        "website": "https://new.example",
        "registration": "https://new.example/register",
        "programme": new.url,
        "session": "https://new.example/opening",
    }


def test_addresses_of_a_translation_are_those_its_translator_has_recorded(site):
    old, new, french = make_document("Old"), make_document("New"), make_document("Programme")
    session = Session(
        title="Opening",
        day=date(2019, 6, 25),
        start_time=time(9),
        registration_url="https://old.example/opening",
    )
    page = make_page(
        EventPage,
        website="https://old.example",
        registration_url="https://old.example/register",
        programme_document=old,
        session_rows=[session],
    )
    overrides = {
        "https://old.example": "https://fr.example",
        "https://old.example/register": "https://fr.example/inscription",
        "https://old.example/opening": "https://fr.example/ouverture",
        old.pk: french.pk,
    }
    make_translation(page, "fr", overrides=overrides)

    correct(page, new)

    assert addresses_of(page, "fr") == {
        "website": "https://fr.example",
        "registration": "https://fr.example/inscription",
        "programme": french.url,
        "session": "https://fr.example/ouverture",
    }
    make_translation(page, "fr")  # the translator publishes again
    assert addresses_of(page, "fr")["website"] == "https://fr.example"
    SegmentOverride.objects.all().delete()
    make_translation(page, "fr")
    assert addresses_of(page, "fr") == addresses_of(page, "en")


def test_line_of_the_agenda_leads_where_the_source_says_now(site):
    page = make_page(EventPage, agenda_only=True, website="https://old.example")
    make_translation(page, "fr", overrides={"https://old.example": "https://fr.example"})

    (line,) = Reading("fr").items([page.pk])
    page.agenda_only = False
    page.save_revision().publish()
    (event,) = Reading("fr").items([page.pk])

    assert (line.url, event.url) == ("https://fr.example", "/fr/events/event-fr/")


def test_copy_in_the_same_language_keeps_its_addresses(site):
    page = make_page(
        EventPage,
        website="https://event.example",
        link_rows=[Link(title="Text", url="https://event.example/text")],
    )

    copied = page.copy(update_attrs={"slug": "copied"})

    assert (copied.website, copied.link_rows.get().url) == (
        "https://event.example",
        "https://event.example/text",
    )


def correct(page, document) -> None:
    """Let all addresses of an event begin with new.example, and its programme be another document."""
    page.website, page.registration_url = "https://new.example", "https://new.example/register"
    page.programme_document = document
    [session] = page.session_rows.all()
    session.registration_url = "https://new.example/opening"
    page.session_rows = [session]
    page.save_revision().publish()


def addresses_of(page, language) -> dict[str, str]:
    """Return where an event sends the readers of a language."""
    facts = facts_of(page, language)
    return {
        "website": facts.website,
        "registration": facts.registration_url,
        "programme": facts.programme.url,
        "session": facts.sessions[0].registration_url,
    }


def test_links_say_what_they_lead_to_and_whom(site, client):
    document = make_document("Programme")
    rows = [
        Link(title="The film of the day", url="https://event.example/film", sort="video"),
        Link(title="Whole programme", document=document, sort="programme"),
        Link(title="Minutes", document=document, members_only=True),
    ]
    page = make_page(EventPage, link_rows=rows)

    links = client.get(page.url).content.decode().partition('class="links"')[2]
    text = " ".join(BeautifulSoup(links.partition("</section>")[0], "html.parser").stripped_strings)

    size = "1 kB"
    assert [link.sort for link in facts_of(page).links] == ["video", "programme", "document"]
    assert text.partition("Links ")[2] == (
        "The film of the day (video) "
        f"Whole programme (programme, PDF, English, {size}) "
        f"Minutes (PDF, English, {size}) Members only"
    )
