"""Is the state of a call right at every instant, on whatever clocks?"""

from datetime import UTC, date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.test import TestCase

from cms.items import Money, State
from cms.languages.readings import Reading
from cms.models import Deadline
from cms.plugins.calls.models import CallPage
from cms.testing.contract import ContentTypeContract
from cms.testing.factories import make_page, make_programme, make_site, make_translation
from tests.shared import shared

BRUSSELS = ZoneInfo("Europe/Brussels")


class CallContract(ContentTypeContract, TestCase):
    model = CallPage
    required = {"funder": "European Commission"}
    words = {
        "funder": "European Commission",
        "applicants": "Towns and regions; firms can be partners.",
    }
    changed = {
        "opens_on": date(2100, 1, 1),
        "budget_amount": Decimal("5000000.00"),
        "eligible_countries": ["BE", "XK"],
        "submission_languages": ["en", "fr"],
        "official_url": "https://call.example",
    }


@shared
def site():
    return make_site(kinds=[CallPage])


def make_call(*deadlines, **fields):
    return make_page(
        CallPage, funder="European Commission", deadline_rows=list(deadlines), **fields
    )


def facts_of(page, language="en", **reading):
    (item,) = Reading(language, **reading).items([page.pk])
    return item.facts


def closes(day, title="", **fields):
    return Deadline(title=title, day=day, **fields)


@pytest.mark.parametrize(
    ("days", "at", "state"),
    [
        ([date(2019, 8, 28)], datetime(2019, 3, 14, 23, 59, tzinfo=BRUSSELS), State.UPCOMING),
        ([date(2019, 8, 28)], datetime(2019, 3, 15, tzinfo=BRUSSELS), State.OPEN),
        ([date(2019, 8, 28)], datetime(2019, 8, 14, 16, 59, tzinfo=BRUSSELS), State.OPEN),
        ([date(2019, 8, 28)], datetime(2019, 8, 14, 17, tzinfo=BRUSSELS), State.CLOSING_SOON),
        ([date(2019, 8, 28)], datetime(2019, 8, 28, 16, 59, tzinfo=BRUSSELS), State.CLOSING_SOON),
        ([date(2019, 8, 28)], datetime(2019, 8, 28, 17, tzinfo=BRUSSELS), State.CLOSED),
        (
            [date(2019, 6, 13), date(2019, 8, 28)],
            datetime(2019, 6, 13, 17, tzinfo=BRUSSELS),
            State.PARTLY_OPEN,
        ),
        ([date(2019, 6, 13), None], datetime(2019, 6, 1, 12, tzinfo=BRUSSELS), State.CLOSING_SOON),
        ([date(2019, 6, 13), None], datetime(2019, 7, 1, 12, tzinfo=BRUSSELS), State.PARTLY_OPEN),
        ([None], datetime(2019, 7, 1, 12, tzinfo=BRUSSELS), State.WITHOUT_DEADLINE),
        ([], datetime(2019, 7, 1, 12, tzinfo=BRUSSELS), State.WITHOUT_DEADLINE),
        ([], datetime(2019, 3, 1, 12, tzinfo=BRUSSELS), State.UPCOMING),
    ],
)
def test_state_follows_from_opening_day_and_deadlines(site, days, at, state):
    call = make_call(*(closes(day) for day in days), opens_on=date(2019, 3, 15))

    assert facts_of(call, at=at).state == state


def test_deadline_is_an_instant_of_its_own_zone(site):
    lisbon = closes(date(2019, 6, 13), time=time(17), zone="Europe/Lisbon")
    call = make_call(lisbon)

    (deadline,) = facts_of(call).deadlines

    assert deadline.at.astimezone(UTC) == datetime(2019, 6, 13, 16, tzinfo=UTC)
    assert deadline.zone == "Europe/Lisbon"


@pytest.mark.parametrize(
    ("day", "instant"),
    [
        (date(2019, 10, 26), datetime(2019, 10, 26, 15, tzinfo=UTC)),  # summer time
        (date(2019, 10, 27), datetime(2019, 10, 27, 16, tzinfo=UTC)),  # the day the clocks go back
        (date(2019, 3, 31), datetime(2019, 3, 31, 15, tzinfo=UTC)),  # the day they go forward
    ],
)
def test_deadline_follows_the_clocks_through_the_change_of_time(site, day, instant):
    call = make_call(closes(day))

    (deadline,) = facts_of(call).deadlines

    assert deadline.at.astimezone(UTC) == instant
    assert call.deadline_rows.get().at == instant


@pytest.mark.parametrize(
    ("at", "days_left"),
    [
        (datetime(2019, 6, 12, 21, 59, tzinfo=UTC), 1),  # 23:59 in Brussels
        (datetime(2019, 6, 12, 22, tzinfo=UTC), 0),  # midnight in Brussels
        (datetime(2019, 6, 13, 14, 59, tzinfo=UTC), 0),
    ],
)
def test_days_left_are_counted_by_the_calendar_of_the_zone(site, at, days_left):
    call = make_call(closes(date(2019, 6, 13)))

    (deadline,) = facts_of(call, at=at).deadlines

    assert deadline.days_left == days_left


def test_next_deadline_is_the_nearest_that_has_not_passed(site):
    call = make_call(
        closes(date(2019, 8, 28), "Late"), closes(date(2019, 6, 13), "Early"), closes(None, "Never")
    )

    nearest = {
        at: getattr(facts_of(call, at=at).next_deadline, "title", None)
        for at in (datetime(2019, month, 1, tzinfo=UTC) for month in (6, 7, 9))
    }

    assert list(nearest.values()) == ["Early", "Late", None]


def test_topics_have_the_words_of_the_translation_and_the_deadlines_of_the_source(site):
    call = make_call(closes(date(2019, 6, 13), "Public spaces"))
    make_translation(call, "fr", words={"Public spaces": "Espaces publics"})
    row = CallPage.objects.get(pk=call.pk).deadline_rows.get()
    row.day = date(2019, 6, 20)
    row.save()

    (deadline,) = facts_of(call, "fr").deadlines

    assert (deadline.title, deadline.at) == (
        "Espaces publics",
        datetime(2019, 6, 20, 17, tzinfo=BRUSSELS),
    )


def test_official_page_is_that_of_the_source_unless_a_translator_has_recorded_another(site):
    call = make_call(official_url="https://call.example")
    make_translation(call, "fr")
    make_translation(call, "de", overrides={"https://call.example": "https://call.example/de"})
    call.official_url = "https://call.example/corrected"
    call.save_revision().publish()

    addresses = {language: facts_of(call, language).official_url for language in ("en", "fr", "de")}

    assert addresses == {
        "en": "https://call.example/corrected",
        "fr": "https://call.example/corrected",
        "de": "https://call.example/de",
    }


def test_call_says_who_may_apply_in_the_readers_language(site, client):
    call = make_call(applicants="Towns and regions.")
    words = {"Towns and regions.": "Villes et régions."}
    translated = make_translation(call, "fr", words=words)

    shown = {
        language: client.get(url).content.decode().partition('class="facts"')[2]
        for language, url in (
            ("en", call.url),
            ("fr", translated.url),
            ("de", "/de" + call.url[3:]),
        )
    }

    assert "<dt>Who may apply</dt><dd><span>Towns and regions.</span>" in shown["en"]
    assert "<span>Villes et régions.</span>" in shown["fr"]
    assert '<span lang="en" dir="ltr">Towns and regions.</span>' in shown["de"]


def test_call_that_does_not_say_who_may_apply_asks_no_question(site, client):
    assert "Who may apply" not in client.get(make_call().url).content.decode()


def test_facts_hold_what_the_editor_wrote(site):
    call = make_call(
        budget_amount=Decimal("5000000"),
        eligible_countries=["BE", "XK"],
        submission_languages=["en", "fr"],
        official_url="https://call.example",
    )

    facts = facts_of(call)

    assert facts.budget == Money(amount=Decimal("5000000"), currency="EUR")
    assert (
        facts.funder,
        facts.eligible_countries,
        facts.submission_languages,
        facts.official_url,
    ) == (
        *("European Commission", ("BE", "XK"), ("en", "fr")),
        "https://call.example",
    )


@pytest.mark.parametrize(
    ("statement", "own", "told"),
    [
        ("{project} is funded.", {}, ""),
        ("Funded by agreement No {grant}.", {}, ""),
        (
            "Funded by agreement No {grant}.",
            {"grant_number": "815356"},
            "Funded by agreement No 815356.",
        ),
        ("{project} is funded.", {"acronym": "PRoTECT"}, "PRoTECT is funded."),
        ("Funded by the Union.", {}, "Funded by the Union."),
    ],
)
def test_funding_statement_is_left_out_where_it_would_have_a_gap(site, statement, own, told):
    call = make_call(programme=make_programme("Internal Security Fund", en=statement), **own)

    (item,) = Reading("en").items([call.pk])

    (funding,) = item.funding
    assert (funding.programme, funding.statement) == ("Internal Security Fund", told)


def test_call_without_a_statement_names_its_programme(site, client):
    programme = make_programme("Internal Security Fund", en="{project} is funded.")
    call = make_call(programme=programme)

    html = client.get(call.url).content.decode()

    words = html.partition('class="funding-words"')[2].partition("</div>")[0]
    assert "is funded" not in html
    assert "<p>Internal Security Fund</p>" in words
