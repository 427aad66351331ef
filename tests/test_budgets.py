"""How many queries does a reader cost? Each number is exact, and the same at two sizes and with more languages."""

from datetime import date, timedelta

import pytest

from cms.languages.opening import open_language
from cms.models import Deadline, Link, PageTopic, PartOf, Place, Session, Span
from cms.plugins.calls.models import CallPage
from cms.plugins.events.models import EventPage
from cms.plugins.news.models import NewsPage
from cms.plugins.projects.models import ProjectPage
from cms.testing.factories import (
    make_city,
    make_page,
    make_picture,
    make_programme,
    make_site,
    make_topic,
    make_translation,
)
from newsletter.models import IssueIndexPage, IssuePage
from tests.shared import shared

pytestmark = pytest.mark.django_db

KINDS = (NewsPage, EventPage, CallPage, ProjectPage)
ISSUE_QUERIES = 4  # at most 14 are allowed, also with open calls and a promotion, which cost three
HOME_QUERIES = 16  # two of them gather agenda and calls of the newest issue
CONTENT_QUERIES = 13  # at most 14 are allowed, for the kind with the most rows


@shared
def site():
    """A site in three languages with an index of each kind and an archive."""
    made = make_site(("en", "fr", "de"), kinds=KINDS)
    archive = made.home.add_child(instance=IssueIndexPage(title="Newsletter", slug="newsletter"))
    archive.save_revision().publish()
    for tag in ("fr", "de"):
        open_language(tag)
    return made


def pages(count: int) -> list:
    """Return pages of four kinds with everything a page can have; every fourth is translated into French."""
    city = make_city(f"City {count}", "PL", fr=f"Ville {count}")
    programme = make_programme(f"Fund {count}", en="{project} is funded.")
    topic = make_topic(f"Topic {count}")
    project = make_page(
        ProjectPage, title=f"Umbrella {count}", acronym="PRoTECT", programme=programme
    )
    made = []
    for number in range(count):
        kind = KINDS[number % 4]
        fields = {
            "title": f"Page {count}.{number}",
            "picture": make_picture(),
            "topic_rows": [PageTopic(topic=topic)],
            "part_of_rows": [PartOf(target=project)],
            "link_rows": [Link(title="The text of the call", url="https://belfry.example/text")],
        }
        fields |= {
            EventPage: {
                "span_rows": [Span(start=date(2019, 6, 27), end=date(2019, 6, 28))],
                "place_rows": [Place(city=city)],
                "session_rows": [
                    Session(title="Opening", day=date(2019, 6, 27), start_time="09:00")
                ],
            },
            CallPage: {
                "funder": "European Commission",
                "deadline_rows": [Deadline(title="Youth", day=date(2019, 6, 13))],
            },
            ProjectPage: {"acronym": f"BRIDGE{number}"},
        }.get(kind, {})
        made.append(make_page(kind, **fields))
        if number % 4 == 1:
            make_translation(made[-1], "fr", title=f"Page traduite {count}.{number}")
    return made


def issue(count: int) -> str:
    """Publish an issue of so many entries; return its slug."""
    entries = [
        {
            "type": "entry",
            "value": {"page": page.pk, "outlet": "everywhere", "when_missing": "fall_back"},
        }
        for page in pages(count)
    ]
    archive = IssueIndexPage.objects.get(locale__language_code="en")
    made = archive.add_child(
        instance=IssuePage(
            title=f"Issue {count}",
            slug=f"issue-{count}",
            date=date(2019, 6, 3),
            subject="Subject",
            preheader="Preheader",
            picture=make_picture(),
            sections=[{"type": "entries", "value": {"heading": "Everything", "entries": entries}}],
        )
    )
    made.save_revision().publish()
    return made.slug


def test_an_issue_costs_the_same_with_4_and_40_entries_and_with_more_languages(
    site, client, django_assert_num_queries
):
    small, large = issue(4), issue(40)
    for slug in (small, large):
        for language in ("en", "fr", "de"):
            client.get(f"/{language}/newsletter/{slug}/")

    for slug, count in ((small, 4), (large, 40)):
        for language in ("en", "fr", "de"):
            with django_assert_num_queries(ISSUE_QUERIES):
                response = client.get(f"/{language}/newsletter/{slug}/")
            [section] = response.context["edition"].sections
            assert len(section.entries) == count

    for tag in ("bg", "cs", "da", "el", "es", "et", "fi"):
        open_language(tag)
    for language in ("en", "fi"):
        client.get(f"/{language}/newsletter/{large}/")
        with django_assert_num_queries(ISSUE_QUERIES):
            client.get(f"/{language}/newsletter/{large}/")


def test_home_costs_the_same_with_an_issue_of_16_and_of_40_entries(
    site, client, django_assert_num_queries
):
    gathered = [
        {"type": sort, "value": {"heading": "", "lines": []}} for sort in ("calls", "agenda")
    ]
    for count in (16, 40):
        newest = IssuePage.objects.get(slug=issue(count))
        newest.sections = [*newest.sections.get_prep_value(), *gathered]
        newest.date = date(2019, count // 8, 3)
        newest.save_revision().publish()
        for language in ("en", "fr"):
            for _ in range(2):  # the first makes the pictures in their sizes
                client.get(f"/{language}/")
            with django_assert_num_queries(HOME_QUERIES):
                response = client.get(f"/{language}/")
            assert response.context["issue"].label == f"Issue {count}"
            assert len(response.context["issue"].contents) == 6


def test_a_content_page_stays_below_its_budget_in_any_language(
    site, client, django_assert_max_num_queries
):
    for page in pages(4):
        path = page.url_path.removeprefix("/home/")
        for language in ("en", "de"):
            client.get(f"/{language}/{path}")
            with django_assert_max_num_queries(CONTENT_QUERIES):
                response = client.get(f"/{language}/{path}")
            assert response.status_code == 200


def test_the_agenda_asks_once_for_its_events(site, django_assert_num_queries):
    from cms.content import agenda  # noqa: PLC0415 -- beside its only use

    pages(12)
    with django_assert_num_queries(1):
        found = list(agenda(date(2019, 6, 1), date(2019, 6, 1) + timedelta(60)))

    assert len(found) == 3
