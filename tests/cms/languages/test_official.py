"""What are cities, topics and programmes officially called in a language?"""

import pytest
from django.core.cache import cache

from cms.languages.chains import open_languages
from cms.languages.official import official
from cms.models import City, Place, Topic
from cms.plugins.events.models import EventPage
from cms.testing.factories import make_city, make_page, make_programme, make_site

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def empty_cache():
    """Begin without what another test has left: a rolled back database tells no cache."""
    cache.clear()


def made_elsewhere(model, **fields):
    """Return the primary key of a row that another process has made: no signal reaches this one."""
    [row] = model.objects.bulk_create([model(**fields)])
    return row.pk


def test_names_are_read_once(django_assert_num_queries):
    make_city("Gdańsk", "PL", de="Danzig")
    official(("de",))

    with django_assert_num_queries(0):
        [city] = official(("de",)).cities.values()

    assert city.name == "Danzig"


def test_a_name_that_another_process_has_just_made_is_read_once(django_assert_num_queries):
    names = official(("en",))
    new = [made_elsewhere(City, name=name, country="PL") for name in ("Łódź", "Gdynia", "Sopot")]

    with django_assert_num_queries(2):
        assert [names.cities[pk].name for pk in new] == ["Łódź", "Gdynia", "Sopot"]
    assert [official(("en",)).cities[pk].name for pk in new] == ["Łódź", "Gdynia", "Sopot"]


def test_a_name_that_nobody_knows_is_a_mistake():
    with pytest.raises(KeyError):
        official(("en",)).topics[0]


def test_a_page_in_a_city_that_another_process_has_just_made_is_shown(client):

    make_site(("en",))
    official(("en",))
    city = made_elsewhere(City, name="Łódź", country="PL")
    page = make_page(EventPage, title="Meeting", place_rows=[Place(city_id=city)])

    assert "Łódź" in client.get(page.url).content.decode()


def test_a_change_is_seen_at_once_and_once_more_when_others_see_it(
    django_capture_on_commit_callbacks,
):
    topic = Topic.objects.create(name="Youth", slug="youth")
    assert official(("en",)).topics[topic.pk].name == "Youth"
    topic.name = "Young people"
    with django_capture_on_commit_callbacks() as callbacks:
        topic.save()
    assert official(("en",)).topics[topic.pk].name == "Young people"

    # Another request has read and kept what was there before the commit.
    Topic.objects.filter(pk=topic.pk).update(name="Youth")
    cache.clear()
    assert official(("en",)).topics[topic.pk].name == "Youth"
    Topic.objects.filter(pk=topic.pk).update(name="Young people")
    for callback in callbacks:
        callback()

    assert official(("en",)).topics[topic.pk].name == "Young people"


@pytest.mark.parametrize(
    ("source", "reader", "served"),
    [("en", "de", "de"), ("en", "sv", "en"), ("fr", "sv", "fr"), ("pl", "sv", "de")],
)
def test_a_programme_without_words_for_a_reader_speaks_the_sites_own_language(
    source, reader, served
):
    make_site(dict.fromkeys((source, "en", "sv")))
    statements = {"de": "Gefördert.", "en": "Funded.", "fr": "Financé."}
    programme = make_programme("Fund", **statements)

    spoken = official(open_languages().chain(reader)).programmes[programme.pk]

    assert (spoken.language, spoken.statement) == (served, statements[served])
