"""Are the rows of many pages read at once, and are they what Django would have read?"""

from datetime import date, time

import pytest
from django.db.models import prefetch_related_objects

from cms.languages.rows import read_rows
from cms.models import ContentPage, Deadline, Link, PageTopic, PartOf, Place, Session, Span
from cms.plugins.calls.models import CallPage
from cms.plugins.events.models import EventPage
from cms.plugins.projects.models import ProjectPage, ProjectPartner
from cms.testing.factories import (
    make_city,
    make_document,
    make_page,
    make_picture,
    make_site,
    make_topic,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def pages() -> list[ContentPage]:
    """One page of each kind that has rows, with two of each sort where the order tells."""
    make_site(("en",))
    project = make_page(
        ProjectPage,
        acronym="PRoTECT",
        partner_rows=[ProjectPartner(name="Nîmes", country="FR"), ProjectPartner(name="Augsburg")],
    )
    shared = {
        "part_of_rows": [PartOf(target=project)],
        "topic_rows": [PageTopic(topic=make_topic("Night")), PageTopic(topic=make_topic("Day"))],
        "link_rows": [
            Link(title="The whole text", document=make_document(), members_only=True),
            Link(title="Elsewhere", url="https://belfry.example/"),
        ],
    }
    times = {"start_time": time(9, 30), "end_time": time(17)}
    event = make_page(
        EventPage,
        span_rows=[
            Span(start=date(2030, 6, 2), end=date(2030, 6, 3), **times),
            Span(start=date(2030, 6, 1), end=date(2030, 6, 1)),
        ],
        place_rows=[Place(city=make_city("Augsburg", "DE"), venue="Town hall")],
        session_rows=[
            Session(
                title="Opening",
                day=date(2030, 6, 2),
                start_time=time(9, 30),
                languages="de, fr",
            )
        ],
        **shared,
    )
    call = make_page(
        CallPage,
        funder="Belfry",
        deadline_rows=[Deadline(title="First", day=date(2030, 9, 1)), Deadline(title="No day")],
    )
    return [project, event, call]


def anew(pages: list[ContentPage]) -> list[ContentPage]:
    """Return pages as they are in the database, with nothing read beyond them."""
    return [type(page).objects.get(pk=page.pk) for page in pages]


def values(pages: list[ContentPage]) -> dict:
    """Return every value of every row, by page and name, in the order of the rows."""
    return {
        (page.pk, name): [
            {field.name: getattr(row, field.attname) for field in row._meta.concrete_fields}
            for row in getattr(page, name.split("__")[0]).all()
        ]
        for page in pages
        for name in page.fact_rows()
    }


def wanted(pages: list[ContentPage]) -> list[tuple[str, list]]:
    """Return the rows of which the facts of pages are made."""
    names = dict.fromkeys(name for page in pages for name in page.fact_rows())
    return [(name, [page for page in pages if name in page.fact_rows()]) for name in names]


def test_they_are_what_django_would_have_read(pages, django_assert_num_queries):
    ours, usual = anew(pages), anew(pages)
    for name, owners in wanted(usual):
        prefetch_related_objects(owners, name)

    with django_assert_num_queries(2):  # the rows, and the documents that links name
        read_rows(wanted(ours))
    with django_assert_num_queries(0):
        found = values(ours)

    assert found == values(usual)
    assert [type(value) for value in found[pages[1].pk, "span_rows"][0].values()] == [
        type(value) for value in values(usual)[pages[1].pk, "span_rows"][0].values()
    ]


def test_rows_know_their_owner_and_what_they_name(pages, django_assert_num_queries):
    event = anew(pages)[1]
    read_rows([("link_rows__document", [event])])

    with django_assert_num_queries(0):
        first, second = event.link_rows.all()
        assert (first.page, first.document.title, second.document) == (event, "Guide", None)


def test_owners_without_rows_are_not_asked_again(pages, django_assert_num_queries):
    call = anew(pages)[2]
    read_rows([("topic_rows", [call])])

    with django_assert_num_queries(0):
        assert list(call.topic_rows.all()) == []


def test_renditions_are_rows_of_a_picture(pages, django_assert_num_queries):
    picture = make_picture()
    made = picture.get_rendition("width-400")
    fresh = type(picture).objects.get(pk=picture.pk)

    with django_assert_num_queries(1):
        read_rows([("renditions", [fresh])])
    with django_assert_num_queries(0):
        assert fresh.get_rendition("width-400").url == made.url


def test_who_asks_once_more_gets_the_rows_of_this_owner(pages):
    first, second = make_picture(), make_picture()
    made = first.get_rendition("width-400")
    read_rows([("renditions", [first, second])])

    assert list(first.renditions.filter(filter_spec="width-400")) == [made]
    assert list(second.renditions.filter(filter_spec="width-400")) == []


def test_nothing_wanted_costs_nothing(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        read_rows([])
