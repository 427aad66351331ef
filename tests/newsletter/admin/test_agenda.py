"""Is an event added from an issue in a minute, and does it appear in the agenda by itself?"""

from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse
from django.utils import timezone
from html5lib import parse
from wagtail.models import Locale

from cms.models import ContentPage, Span
from cms.plugins.events.models import EventPage
from cms.testing.factories import make_index, make_page
from newsletter.blocks import Outlet
from newsletter.rendering import edition
from newsletter.wagtail_hooks import offer_actions_on_a_page
from tests.newsletter.admin.conftest import block


def agenda() -> dict:
    return block("agenda", heading="", start=None, end=None, countries=[], undated=True, lines=[])


def ways(user, issue, view_name: str = "edit") -> list[str]:
    buttons = offer_actions_on_a_page(issue, user, view_name)
    return [button.url for button in buttons if "/add/" in button.url]


@pytest.fixture
def user(django_user_model, admin):
    return django_user_model.objects.get(username="administrator")


@pytest.fixture
def issue(make_issue):
    return make_issue("June 2019", date(2019, 6, 3), agenda())


def test_issue_leads_to_the_form_of_an_event_and_back(admin, user, issue):
    index = make_index(EventPage)

    [way] = ways(user, issue)

    assert urlsplit(way).path == reverse(
        "wagtailadmin_pages:add", args=["events", "eventpage", index.pk]
    )
    back = reverse("wagtailadmin_pages:edit", args=[issue.pk])
    assert parse_qs(urlsplit(way).query) == {"next": [back]}
    assert admin.get(way).status_code == 200
    links = parse(admin.get(back).content, namespaceHTMLElements=False).iter("a")
    assert way in [link.get("href") for link in links]


def test_what_is_published_after_the_day_of_an_issue_stays_out_of_it(issue):
    def shown():
        sections = edition(issue, "en", outlet=Outlet.WEB).sections
        return [item.title for section in sections for item in section.items]

    make_page(
        EventPage,
        title="The Colloquium",
        span_rows=[Span(start=date(2019, 6, 25), end=date(2019, 6, 25))],
    )

    # An old issue would grow for ever, and a corrected letter in it would add all that has come since.
    assert shown() == []
    issue.save_revision().publish()
    issue.refresh_from_db()
    assert shown() == []

    ContentPage.objects.update(first_published_at=issue.first_published_at)
    assert shown() == ["The Colloquium"]


def test_what_is_published_on_the_day_of_an_issue_stands_in_it(make_issue):
    issue = make_issue("Today", timezone.localdate(), agenda())
    make_page(EventPage, title="The Colloquium")

    [section] = edition(issue, "en", outlet=Outlet.WEB).sections

    assert [item.title for item in section.items] == ["The Colloquium"]


def test_event_is_added_in_the_language_of_the_issue(user, issue):
    index = make_index(EventPage)
    issue.locale = Locale.objects.get(language_code="fr")

    [way] = ways(user, issue)

    assert f"/{index.get_translation(issue.locale).pk}/" in way


def test_who_may_not_add_events_is_offered_none(login, archive, issue, django_user_model):
    make_index(EventPage)
    login(archive, "add", "change")

    assert ways(django_user_model.objects.get(username="editor"), issue) == []


def test_site_without_an_index_of_events_offers_none(user, issue):
    assert ways(user, issue) == []


def test_other_views_and_pages_offer_none(user, archive, issue):
    make_index(EventPage)

    assert ways(user, issue, "index") == []
    assert ways(user, archive) == []
