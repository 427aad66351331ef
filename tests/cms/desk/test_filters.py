"""Does the desk show what somebody asks for?"""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from wagtail import hooks
from wagtail.models import Page

from cms.dates import site_day
from cms.desk.filters import HOOK, MoreFilter
from cms.languages.translation.requests import request_translation, request_translations
from cms.models import PageTopic, Place, Promotion
from cms.plugins.events.models import EventPage
from cms.plugins.news.models import NewsPage
from cms.testing.factories import make_city, make_page, make_topic, make_translation

from .screen import NEWS, desk, titles


@pytest.fixture
def filtered(coordinator, at_work):
    """Return a function that gives the titles that a coordinator finds."""
    browser = at_work(coordinator)
    return lambda **query: titles(desk(browser, **NEWS | query))


def test_by_state_in_a_language(filtered):
    make_translation(make_page(NewsPage, title="In French"), "fr")
    make_translation(make_page(NewsPage, title="In German"), "de")

    assert filtered(state="missing", language="de") == ["In French"]
    assert filtered(state="current", language="de") == ["In German"]


def test_a_state_without_a_language_is_asked_back(coordinator, at_work):
    response = desk(at_work(coordinator), state="missing")

    assert response.context["filter"].errors == {
        "language": ["Choose in which language a page has this state."]
    }
    assert response.context["rows"] == []


def test_a_translator_of_one_language_need_not_name_it(french_translator, at_work):
    make_page(NewsPage, title="A thing")

    assert titles(desk(at_work(french_translator), state="missing", **NEWS)) == ["A thing"]


def test_by_kind(coordinator, at_work):
    make_page(NewsPage, title="News")
    make_page(EventPage, title="Event")

    assert titles(desk(at_work(coordinator), kind="events.eventpage")) == ["Event"]


def test_promotions_are_a_kind(filtered, promotion):
    make_page(NewsPage, title="News")

    assert filtered(kind="cms.promotion") == ["Join us"]
    assert filtered() == ["News"]


def test_promotions_are_found_by_all_that_they_have(
    filtered, coordinator, promotion, french, german
):
    Promotion.objects.create(title="Other", text="T.", button="B", locale=promotion.locale)
    request_translations(promotion, [french], assignee_id=coordinator.pk, due_on=date(2020, 5, 3))
    kind = {"kind": "cms.promotion"}

    assert filtered(**kind, search="JOIN") == ["Join us"]
    assert filtered(**kind, only=str(promotion.translation_key)) == ["Join us"]
    assert filtered(**kind, assignee="me") == ["Join us"]
    assert filtered(**kind, overdue="on") == ["Join us"]
    assert filtered(**kind, state="queued", language="fr") == ["Join us"]
    assert filtered(**kind, state="missing", language="fr") == ["Other"]
    assert filtered(**kind, state="source", language="en") == ["Other", "Join us"]
    assert filtered(**kind, state="outdated", language="fr") == []


def test_promotions_have_no_topic_no_country_and_no_day(coordinator, promotion, at_work):
    make_topic("Youth")
    browser = at_work(coordinator)

    for query in ({"topic": "youth"}, {"country": "FR"}, {"age": "never"}, {"age": "within-7"}):
        assert "Join us" not in titles(desk(browser, **query))
    assert "Join us" in titles(desk(browser))


def test_by_country_and_by_topic(coordinator, at_work):
    topic = make_topic("Youth")
    make_page(NewsPage, title="About Poland", countries=["PL", "FR"])
    place = Place(city=make_city("Gdańsk", "PL"))
    make_page(EventPage, title="In Poland", place_rows=[place], topic_rows=[PageTopic(topic=topic)])
    make_page(NewsPage, title="Nowhere")

    browser = at_work(coordinator)

    assert titles(desk(browser, country="PL")) == ["In Poland", "About Poland"]
    assert titles(desk(browser, topic="youth")) == ["In Poland"]
    assert titles(desk(browser, topic="youth", country="FR")) == []


def test_by_age(filtered):
    old, _new = make_page(NewsPage, title="Old"), make_page(NewsPage, title="New")
    make_page(NewsPage, title="Draft", publish=False)
    Page.objects.filter(pk=old.pk).update(first_published_at=timezone.now() - timedelta(days=31))

    assert filtered(age="within-7") == ["New"]
    assert filtered(age="before-30") == ["Old"]
    assert filtered(age="before-365") == []
    assert filtered(age="never") == ["Draft"]


def test_by_assignee(filtered, coordinator, french_translator, french, german):
    mine = make_page(NewsPage, title="Mine")
    request_translations(mine, [french], assignee_id=coordinator.pk)
    theirs = make_page(NewsPage, title="Theirs")
    request_translations(theirs, [german], assignee_id=french_translator.pk)
    request_translation(make_page(NewsPage, title="Nobody's"), french)
    make_page(NewsPage, title="Not asked for")

    assert filtered(assignee="me") == ["Mine"]
    assert filtered(assignee="nobody") == ["Nobody's"]
    assert filtered(assignee=str(french_translator.pk)) == ["Theirs"]
    assert filtered(assignee=str(french_translator.pk), language="fr") == []


def test_by_what_is_overdue(filtered, french):
    for title, day in (("Late", date(2020, 5, 3)), ("In time", site_day(timezone.now()))):
        request_translations(make_page(NewsPage, title=title), [french], due_on=day)
    request_translation(make_page(NewsPage, title="At any time"), french)

    assert filtered(overdue="on") == ["Late"]


def test_by_title_and_for_one_page(filtered):
    page = make_page(NewsPage, title="The tower clock")
    make_page(NewsPage, title="Streets")

    assert filtered(search="TOWER") == ["The tower clock"]
    assert filtered(only=str(page.translation_key)) == ["The tower clock"]


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ({"language": "xx"}, "language"),
        ({"state": "asleep", "language": "fr"}, "state"),
        ({"kind": "cms.contentpage"}, "kind"),
        ({"country": "UK"}, "country"),
        ({"topic": "../"}, "topic"),
        ({"age": "within-999999999999"}, "age"),
        ({"assignee": "99999"}, "assignee"),
        ({"search": "x" * 101}, "search"),
        ({"columns": "zz"}, "columns"),
        ({"only": "-1"}, "only"),
        ({"only": "9" * 30}, "only"),
        ({"only": "1"}, "only"),
        ({"only": "x"}, "only"),
    ],
)
def test_absurd_values_are_refused_beside_their_field(coordinator, at_work, query, name):
    make_page(NewsPage)

    response = desk(at_work(coordinator), **query)

    assert list(response.context["filter"].errors) == [name]
    assert response.context["rows"] == []


# What other applications add


@pytest.fixture
def bells():
    """A question by another application: what has to do with bells."""
    chosen = {"loud": set(), "soft": set()}

    def register(user):
        question = MoreFilter(
            name="bells",
            label="Bells",
            everything="Any or none",
            choices=[(name, f"{name} for {user.get_username()}") for name in chosen],
            keys=chosen.__getitem__,
        )
        return [question]

    with hooks.register_temporarily(HOOK, register):
        yield chosen


def test_another_application_narrows_the_desk(coordinator, at_work, promotion, bells):
    page, other = (make_page(NewsPage, title=title) for title in ("Rings", "Is silent"))
    browser = at_work(coordinator)
    bells["loud"] |= {page.translation_key, promotion.translation_key}

    assert titles(desk(browser, bells="loud")) == ["Rings", "Join us"]
    assert titles(desk(browser, bells="loud", **NEWS)) == ["Rings"]
    assert titles(desk(browser, bells="soft")) == []
    assert other.title in titles(desk(browser))


def test_the_question_of_another_application_is_shown_with_its_choices(coordinator, at_work, bells):
    response = desk(at_work(coordinator))

    assert "Bells" in response.content.decode()
    assert response.context["filter"].fields["bells"].choices == [
        ("", "Any or none"),
        ("loud", f"loud for {coordinator.get_username()}"),
        ("soft", f"soft for {coordinator.get_username()}"),
    ]


def test_what_another_application_does_not_offer_is_refused_beside_its_field(
    coordinator, at_work, bells
):
    make_page(NewsPage, title="Rings")

    response = desk(at_work(coordinator), bells="cracked")

    assert list(response.context["filter"].errors) == ["bells"]
    assert response.context["rows"] == []
