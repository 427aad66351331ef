"""Which versions of which pages does a reader of one language get, at one time?"""

from datetime import date

import pytest

from cms.languages.readings import BRIEF_ROWS, Reading
from cms.languages.versions import Versions
from cms.models import Deadline, PartOf, Place, Span
from cms.plugins.calls.models import CallPage
from cms.plugins.events.models import EventPage
from cms.plugins.news.models import NewsPage
from cms.plugins.projects.models import ProjectPage
from cms.testing.factories import (
    make_city,
    make_index,
    make_page,
    make_picture,
    make_programme,
    make_site,
    make_translation,
)
from tests.shared import shared

pytestmark = pytest.mark.django_db


@shared
def site():
    """A site in three languages."""
    made = make_site(("en", "fr", "de"))
    make_index(NewsPage, title="Notes", slug="notes")
    return made


def mixed(count: int) -> list[int]:
    """Return the primary keys of pages of four kinds, each translated into French but every third one."""
    city = make_city(f"Gdańsk {count}", "PL", fr="Dantzig")
    programme = make_programme(
        f"Fund {count}", en="{project} is funded.", fr="{project} est financé."
    )
    project = make_page(
        ProjectPage, title=f"A project {count}", acronym="PRoTECT", programme=programme
    )
    keys = []
    for number in range(count):
        own = {"title": f"Page {count}.{number}", "part_of_rows": [PartOf(target=project)]}
        page = [
            lambda own: make_page(NewsPage, **own),
            lambda own: make_page(
                EventPage,
                span_rows=[Span(start=date(2019, 6, 27), end=date(2019, 6, 28))],
                place_rows=[Place(city=city)],
                **own,
            ),
            lambda own: make_page(
                CallPage,
                funder="European Commission",
                deadline_rows=[Deadline(title="Youth", day=date(2019, 6, 13))],
                **own,
            ),
        ][number % 3](own)
        if number % 3:
            make_translation(page, "fr", title=f"Page traduite {count}.{number}")
        keys.append(page.pk)
    return [*keys, project.pk]


def test_items_come_in_the_order_asked_for_and_in_the_served_language(site):
    first = make_page(NewsPage, title="First")
    second = make_page(NewsPage, title="Second")
    make_translation(second, "fr", title="Deuxième")

    items = Reading("fr").items([second.pk, first.pk])

    assert [(item.title, item.language, item.is_fallback) for item in items] == [
        ("Deuxième", "fr", False),
        ("First", "en", True),
    ]
    assert [item.url for item in items] == ["/fr/notes/deuxieme/", "/fr/notes/first/"]


def test_a_page_may_be_named_by_any_of_its_versions(site):
    page = make_page(NewsPage, title="First")
    translation = make_translation(page, "fr", title="Premier")

    [item] = Reading("de").items([translation.pk])

    assert item.title == "First"
    assert item.key == page.translation_key


def test_facts_are_those_of_the_source_and_words_those_of_the_version(site):
    event = make_page(
        EventPage, title="Meeting", span_rows=[Span(start=date(2026, 5, 4), end=date(2026, 5, 4))]
    )
    make_translation(event, "fr", title="Réunion")
    event.span_rows = [Span(start=date(2026, 9, 1), end=date(2026, 9, 2))]
    event.save_revision().publish()

    [item] = Reading("fr").items([event.pk])

    assert item.title == "Réunion"
    assert [(span.start, span.end) for span in item.facts.spans] == [
        (date(2026, 9, 1), date(2026, 9, 2))
    ]


def test_places_and_funding_have_their_official_words(site):
    [pk, *_rest] = mixed(3)[1:]

    [item] = Reading("fr").items([pk])

    assert item.facts.places[0].city == "Dantzig"
    assert item.funding[0].statement == "PRoTECT est financé."
    assert item.part_of[0].title == "PRoTECT"
    assert item.part_of[0].proper_name is True


def test_a_reading_asks_as_much_for_three_as_for_twelve_pages_in_any_language(
    site, django_assert_num_queries
):
    few, many = mixed(3), mixed(12)
    for language in ("en", "fr", "de"):
        Reading(language).items(few)  # official names and open languages are kept

    for language in ("en", "fr", "de"):
        with django_assert_num_queries(2):
            Reading(language).items(few)
        with django_assert_num_queries(2):
            Reading(language).items(many)


def test_a_brief_reading_asks_for_dates_places_and_deadlines_only(site, django_assert_num_queries):
    many = mixed(9)
    Reading("fr").items(many, rows=BRIEF_ROWS)

    with django_assert_num_queries(2):
        items = Reading("fr").items(many, rows=BRIEF_ROWS)

    assert items[1].facts.spans[0].start == date(2019, 6, 27)
    assert items[1].part_of == ()


def test_what_was_named_or_read_in_brief_is_read_whole_when_it_is_asked_for(
    site, django_assert_num_queries
):
    city = make_city("Gdańsk", "PL")
    days = [Span(start=date(2100, 1, 1), end=date(2100, 1, 1))]
    page = make_page(EventPage, span_rows=days, place_rows=[Place(city=city)])
    whole = Reading("en").items([page.pk])

    named = Reading("en")
    named.load_references({page.pk})
    assert named.items([page.pk]) == whole
    with django_assert_num_queries(0):
        assert named.items([page.pk]) == whole

    brief = Reading("en")
    assert brief.items([page.pk], rows=["span_rows"])[0].facts.places == ()
    assert brief.items([page.pk]) == whole


def test_a_translation_of_what_is_not_public_is_named_nowhere(site):
    news = make_page(NewsPage)
    french = make_translation(news, "fr")
    index = news.get_parent()
    news.unpublish()

    reading = Reading("fr")
    reading.load_references({french.pk, index.pk})

    assert reading.reference(french.pk) is None
    assert reading.pages([french.pk, index.pk]).keys() == {index.pk}


def test_what_leaves_the_site_has_full_addresses(site):
    page = make_page(NewsPage, title="First")

    [item] = Reading("en", base="https://belfry.example").items([page.pk])

    assert item.url == "https://belfry.example/en/notes/first/"


def test_a_page_that_was_never_saved_can_be_read_for_its_preview(site):
    event = EventPage(title="A first draft", summary="Not saved yet.", locale=site.home.locale)
    event.span_rows = [Span(start=date(2019, 6, 27), end=date(2019, 6, 28))]
    reading = Reading("en")

    item = reading.item(reading.read(event))

    assert item.title == "A first draft"
    assert item.facts.spans[0].end == date(2019, 6, 28)


def test_what_comes_along_with_something_else_is_not_read_again(site, django_assert_num_queries):
    project = make_page(ProjectPage)
    event = make_page(EventPage, part_of_rows=[PartOf(target=project)])
    versions = Versions("en", "fr")
    first, second = Reading("en", versions=versions), Reading("fr", versions=versions)
    first.items([project.pk])
    first.items([event.pk])

    with django_assert_num_queries(0):
        items = second.items([project.pk, event.pk])

    assert [item.key for item in items] == [project.translation_key, event.translation_key]


@pytest.mark.parametrize(
    ("own", "words", "told"),
    [
        ("A square", {"A square": "Une place"}, ("Une place", "fr")),
        ("A square", {}, ("A square", "en")),  # the translation has lost its own
        ("", {}, ("What the picture itself says", "")),
    ],
)
def test_an_alternative_text_is_told_with_its_language_where_that_is_known(site, own, words, told):
    picture = make_picture(alternative_text="What the picture itself says")
    page = make_page(NewsPage, picture=picture, picture_alt_text=own)
    french = make_translation(page, "fr", words=words)
    if not words:
        NewsPage.objects.filter(pk=french.pk).update(picture_alt_text="")

    (item,) = Reading("fr").items([page.pk])

    assert (item.language, (item.picture.alt, item.picture.language)) == ("fr", told)


def test_a_decorative_picture_has_no_words_in_any_language(site):
    page = make_page(NewsPage, picture=make_picture(), picture_is_decorative=True)

    (item,) = Reading("en").items([page.pk])

    assert (item.picture.alt, item.picture.language) == ("", "")
