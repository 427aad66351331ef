"""Is what everybody may see, and what comes next, answered by one rule?"""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from cms.content import (
    agenda,
    day_after,
    index_of,
    is_public,
    open_calls,
    published,
    since,
    sources,
    with_state,
)
from cms.items import State
from cms.languages.readings import Reading
from cms.models import ContentPage, Deadline, IndexPage, Place, Span, content_types
from cms.models.capabilities import deadline_as_of
from cms.plugins.calls.models import CallPage
from cms.plugins.events.models import EventPage
from cms.plugins.news.models import NewsPage
from cms.plugins.projects.models import ProjectPage
from cms.testing.factories import make_city, make_index, make_page, make_site, make_translation
from tests.shared import shared

NOON = datetime(2019, 6, 3, 10, tzinfo=UTC)
"""Noon in Brussels, on the day of the June issue."""


@shared
def site():
    return make_site(("en", "fr"))


def titles(pages):
    return [page.title for page in pages]


def restrict(page):
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


def make_event(title, *spans, **fields):
    rows = [Span(start=start, end=end) for start, end in spans]
    return make_page(EventPage, title=title, span_rows=rows, **fields)


def make_call(title, *days, **fields):
    rows = [Deadline(day=day) for day in days]
    return make_page(CallPage, title=title, funder="The fund", deadline_rows=rows, **fields)


# What everybody may see


@shared
def translated(site):
    """A public page and its public translation, beside which others are hidden."""
    page = make_page(NewsPage, title="Public")
    return page, make_translation(page, "fr", title="Publique")


def test_published_shows_a_page_and_its_translation(translated):
    assert titles(published().order_by("pk")) == ["Public", "Publique"]


def test_published_hides_a_draft(translated):
    make_page(NewsPage, title="Draft", publish=False)

    assert titles(published().order_by("pk")) == ["Public", "Publique"]


def test_published_hides_a_draft_of_a_translation(translated):
    page = make_page(NewsPage, title="Second")
    make_translation(page, "fr", title="Deuxième", publish=False)

    assert titles(published().order_by("pk")) == ["Public", "Publique", "Second"]


def test_published_hides_what_has_expired_at_that_instant(translated):
    page, _translation = translated
    page.expire_at = NOON
    page.save()

    shown = {
        at: titles(published(at=at).order_by("pk")) for at in (NOON - timedelta(seconds=1), NOON)
    }

    assert list(shown.values()) == [["Public", "Publique"], []]


def test_published_hides_an_expired_translation_and_shows_its_source(translated):
    _page, translation = translated
    translation.expire_at = NOON
    translation.save()

    assert titles(published(at=NOON)) == ["Public"]


@pytest.mark.parametrize(("which", "left"), [(0, []), (1, ["Public"])])
@pytest.mark.parametrize("way", ["unpublished", "expired", "restricted"])
def test_of_pages_of_all_models_the_same_are_public(translated, which, left, way):
    hidden = translated[which]
    others = Page.objects.exclude(pk__in=[page.pk for page in translated])
    everything = set(Page.objects.all())
    assert set(Page.objects.filter(is_public())) == everything

    if way == "restricted":
        restrict(hidden)
    else:
        change = {"live": False} if way == "unpublished" else {"expire_at": NOON}
        NewsPage.objects.filter(pk=hidden.pk).update(**change)

    assert titles(published().order_by("pk")) == left
    assert set(Page.objects.filter(is_public())) == {*others, *Page.objects.filter(title__in=left)}
    assert set(Page.objects.filter(~is_public())) == everything - set(
        Page.objects.filter(is_public())
    )


def test_published_hides_a_restricted_page_and_its_translation(translated):
    page, _translation = translated
    restrict(page)

    assert titles(published()) == []


def test_published_hides_a_restricted_translation_and_shows_its_source(translated):
    _page, translation = translated
    restrict(translation)

    assert titles(published()) == ["Public"]


@pytest.mark.parametrize("ancestor", [1, 2])
def test_published_hides_what_lies_below_a_restricted_page(translated, ancestor):
    page, _translation = translated
    restrict(page.get_ancestors().reverse()[ancestor - 1])

    assert titles(published()) == []


def test_published_shows_what_lies_beside_a_restricted_page(translated):
    restrict(make_index(CallPage))

    assert titles(published().order_by("pk")) == ["Public", "Publique"]


def test_published_hides_a_translation_below_a_restricted_index(translated):
    _page, translation = translated
    restrict(translation.get_parent())

    assert titles(published()) == ["Public"]


def test_published_hides_a_translation_whose_source_is_unpublished(translated):
    page, _translation = translated
    page.unpublish()

    assert titles(published()) == []


def test_published_asks_one_query(translated, django_assert_num_queries):
    with django_assert_num_queries(1):
        list(published())


def test_sources_have_one_row_for_each_content_page(translated):
    assert titles(sources()) == ["Public"]


def test_published_answers_for_other_pages_with_a_source(site):
    index = make_index(NewsPage)
    restrict(make_index(CallPage))

    found = published(IndexPage.objects.filter(source=None))

    assert list(found) == [index]


def test_index_of_a_kind_is_the_public_one_in_the_first_language(site):
    index = make_index(NewsPage)

    assert [index_of(kind) for kind in (NewsPage, CallPage)] == [index, None]


def test_since_shows_what_became_public_after_a_moment_newest_first(site):
    make_page(NewsPage, title="Old")
    moment = timezone.now()
    make_page(NewsPage, title="New")
    make_page(NewsPage, title="Newest")
    make_page(NewsPage, title="Draft", publish=False)

    assert titles(since(moment)) == ["Newest", "New"]


# The agenda


def test_agenda_is_in_order_of_the_first_day_within_it_undated_last(site):
    make_event("Undated")
    make_event("Later", (date(2019, 7, 1), date(2019, 7, 2)))
    make_event(
        "Two spans", (date(2019, 5, 1), date(2019, 5, 2)), (date(2019, 6, 20), date(2019, 6, 21))
    )
    make_event("Running", (date(2019, 6, 1), date(2019, 6, 3)))
    make_event("Over", (date(2019, 5, 1), date(2019, 6, 2)))
    make_event("Draft", (date(2019, 6, 10), date(2019, 6, 10)), publish=False)
    make_page(NewsPage, title="News")

    assert titles(agenda(date(2019, 6, 3))) == ["Running", "Two spans", "Later", "Undated"]


def test_agenda_ends_on_its_last_day(site):
    make_event("On the last day", (date(2019, 6, 30), date(2019, 7, 2)))
    make_event("The day after", (date(2019, 7, 1), date(2019, 7, 2)))

    assert titles(agenda(date(2019, 6, 3), date(2019, 6, 30))) == ["On the last day"]


def test_agenda_leaves_out_what_has_no_date_when_asked(site):
    make_event("Undated")
    make_event("Dated", (date(2019, 6, 10), date(2019, 6, 10)))

    assert titles(agenda(date(2019, 6, 3), undated=False)) == ["Dated"]


def test_agenda_of_countries_shows_each_page_once(site):
    augsburg, lille, turin = (
        make_city("Augsburg", "DE"),
        make_city("Lille", "FR"),
        make_city("Torino", "IT"),
    )
    day = (date(2019, 6, 10), date(2019, 6, 10))
    make_event("In both", day, place_rows=[Place(city=augsburg), Place(city=lille)])
    make_event("In Italy", day, place_rows=[Place(city=turin)])
    make_event("Nowhere", day)
    make_event("Undated in France", place_rows=[Place(city=lille)])

    assert titles(agenda(date(2019, 6, 3), countries=["DE", "FR"])) == [
        "In both",
        "Undated in France",
    ]


def test_agenda_shows_a_page_once_in_whatever_language_it_is_translated(site):
    event = make_event("Source", (date(2019, 6, 10), date(2019, 6, 10)))
    make_translation(event, "fr")

    assert titles(agenda(date(2019, 6, 3))) == ["Source"]


def test_agenda_asks_one_query(site, django_assert_num_queries):
    make_event("First", (date(2019, 6, 10), date(2019, 6, 10)))
    make_event("Second", (date(2019, 6, 11), date(2019, 6, 11)))
    list(agenda(date(2019, 6, 3)))  # content types are known from now on

    with django_assert_num_queries(1):
        assert len(agenda(date(2019, 6, 3))) == 2


# Calls and states


def test_open_calls_come_by_their_next_deadline_those_without_last(site):
    make_call("Without deadline")
    make_call("In August", date(2019, 5, 1), date(2019, 8, 28))
    make_call("In June", date(2019, 6, 13))
    make_call("Closed", date(2019, 6, 2))
    make_call("Not open yet", date(2019, 8, 28), opens_on=date(2019, 6, 4))
    make_call("Draft", date(2019, 6, 13), publish=False)

    assert titles(open_calls(at=NOON)) == ["In June", "In August", "Without deadline"]


def test_open_calls_close_at_the_instant_of_the_deadline(site):
    make_call("Call", date(2019, 6, 13))
    last = datetime(2019, 6, 13, 14, 59, 59, tzinfo=UTC)

    assert titles(open_calls(at=last)) == ["Call"]
    assert titles(open_calls(at=last + timedelta(seconds=1))) == []


@pytest.mark.parametrize("active", ["Pacific/Noumea", "America/Lima"])
def test_an_editor_elsewhere_sees_the_states_that_readers_see(site, active):
    at = datetime(2019, 6, 30, 20, tzinfo=UTC)  # 22:00 in Brussels, the next day in Nouméa
    make_call("Tomorrow", opens_on=date(2019, 7, 1))
    make_call("Today", opens_on=date(2019, 6, 30))
    ended = make_page(ProjectPage, title="Last day", acronym="LAST", ends_on=date(2019, 6, 30))

    with timezone.override(active):
        found = [call.title for call in open_calls(at=at)]
        facts = Reading("en", at=at).items([ended.pk])[0].facts
        states = [
            deadline_as_of(at, None, "", opens_on=date(2019, month, day)).state
            for month, day in ((6, 30), (7, 1))
        ]
        tomorrow = day_after(1, at)

    assert found == ["Today"]
    assert facts.state is State.OPEN
    assert states == [State.WITHOUT_DEADLINE, State.UPCOMING]
    assert tomorrow == date(2019, 7, 1)


def test_open_calls_open_at_midnight_by_the_sites_clocks(site):
    make_call("Call", opens_on=date(2019, 6, 4))
    midnight = datetime(2019, 6, 3, 22, tzinfo=UTC)

    assert titles(open_calls(at=midnight - timedelta(seconds=1))) == []
    assert titles(open_calls(at=midnight)) == ["Call"]


@shared
def in_every_state(site):
    day = date(2019, 6, 3)
    make_event("Event ahead", (date(2019, 6, 4), date(2019, 6, 5)))
    make_event(
        "Event between two spans",
        (date(2019, 6, 1), date(2019, 6, 1)),
        (date(2019, 6, 5), date(2019, 6, 5)),
    )
    make_event("Event over", (date(2019, 6, 1), date(2019, 6, 2)))
    make_event("Event today", (day, day))
    make_event("Event undated")
    make_call("Call ahead", date(2019, 8, 28), opens_on=date(2019, 6, 4))
    make_call("Call closed", date(2019, 6, 2))
    make_call("Call open", date(2019, 8, 28), opens_on=day)
    make_call("Call partly open", date(2019, 6, 2), date(2019, 8, 28))
    make_call("Call without deadline")
    make_page(ProjectPage, title="Project ahead", starts_on=date(2019, 6, 4))
    make_page(
        ProjectPage, title="Project ended", starts_on=date(2018, 1, 1), ends_on=date(2019, 6, 2)
    )
    make_page(ProjectPage, title="Project running", starts_on=date(2018, 1, 1), ends_on=day)
    make_page(ProjectPage, title="Project without period")
    make_page(NewsPage, title="News")


def test_with_state_tells_apart_what_is_ahead_open_and_over(in_every_state):
    found = {
        state: titles(with_state(sources(), state, at=NOON).order_by("title"))
        for state in ("upcoming", "open", "closed")
    }

    assert found == {
        "upcoming": [
            "Call ahead",
            "Event ahead",
            "Event between two spans",
            "Event undated",
            "Project ahead",
        ],
        "open": [
            *("Call open", "Call partly open", "Call without deadline"),
            *("Event today", "Project running", "Project without period"),
        ],
        "closed": ["Call closed", "Event over", "Project ended"],
    }


def test_with_state_asks_one_query(site, django_assert_num_queries):
    make_call("Call", date(2100, 8, 28))
    list(with_state(sources(), "open"))  # content types are known from now on

    with django_assert_num_queries(1):
        assert titles(with_state(sources(), "open")) == ["Call"]


# Kinds


def test_content_types_are_the_creatable_kinds_in_order():
    labels = [kind._meta.label_lower for kind in content_types()]

    assert labels == sorted(labels)
    assert ContentPage._meta.label_lower not in labels
    assert {kind for kind in content_types() if not issubclass(kind, ContentPage)} == set()
