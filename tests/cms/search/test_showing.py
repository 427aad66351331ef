"""What does the page of a search show to a reader?"""

import pytest
from django.test import Client

from cms.models import PageTopic
from cms.plugins.events.models import EventPage
from cms.plugins.news.models import NewsPage
from cms.testing.factories import make_page, make_site, make_topic, make_translation
from tests.shared import shared

pytestmark = pytest.mark.django_db


@shared
def site():
    """A site in three languages with some items on squares."""
    make_site(("en", "fr", "de"), kinds=[NewsPage, EventPage])
    topic = make_topic("Youth", fr="Jeunesse")
    page = make_page(NewsPage, title="Squares", topic_rows=[PageTopic(topic=topic)])
    make_translation(page, "fr", title="Les places")
    make_page(EventPage, title="Squares at night")


def shown(client: Client, path: str, status: int = 200) -> str:
    """Return what a reader gets."""
    response = client.get(path)
    assert response.status_code == status
    return response.content.decode()


def test_without_words_it_only_asks(site, client):
    response = client.get("/fr/_search/")
    html = response.content.decode()

    assert '<input id="search-question" type="search" name="q" value=""' in html
    assert "listing-count" not in html
    assert (response["X-Robots-Tag"], response["Content-Language"]) == ("noindex", "fr")


def test_what_stands_in_is_marked_and_the_rest_can_be_narrowed(site, client):
    html = shown(client, "/fr/_search/?q=squares")

    assert '<h2 lang="en" dir="ltr"><a href="/fr/events/squares-at-night/">' in html
    assert "Les places" not in html
    assert 'href="?q=squares&amp;kind=events.eventpage"' in html
    assert "/de/_search/?q=squares" in html  # the same question in another language

    narrowed = shown(client, "/en/_search/?q=squares&topic=youth")
    assert ">Squares at night<" not in narrowed
    assert 'href="?q=squares" aria-current="true"' in narrowed


def test_nothing_found_says_what_was_probably_meant(site, client):
    html = shown(client, "/en/_search/?q=sqaures")

    assert '<a href="?q=Squares">Squares</a>' in html
    assert "Nothing was found that has all of these words" in html


def test_what_is_typed_is_never_markup(site, client):
    html = shown(client, "/en/_search/?q=%3Cscript%3Ealert(1)%3C/script%3E%22%27")

    assert "<script>alert" not in html


@pytest.mark.parametrize("query", ["kind=odd", "topic=odd", "country=XX", "state=odd", "page=99"])
def test_what_is_not_offered_is_not_found(site, client, query):
    shown(client, f"/en/_search/?q=squares&{query}", 404)


def test_every_page_asks_for_words(site, client):
    assert '<form class="masthead-search" method="get" action="/fr/_search/"' in shown(
        client, "/fr/"
    )
