"""Is a piece of news what its author wrote?"""

from datetime import date

import pytest
from django.test import TestCase
from django.utils import translation

from cms.items import Place
from cms.languages.readings import Reading
from cms.plugins.news.models import NewsFacts, NewsPage
from cms.testing.contract import ContentTypeContract
from cms.testing.factories import make_city, make_page, make_site, make_translation
from tests.shared import shared


class NewsContract(ContentTypeContract, TestCase):
    model = NewsPage
    words = {"author": "Written by the mayor", "origin": "The town’s gazette"}
    changed = {
        "sort": "interview",
        "dateline": date(2019, 5, 1),
        "dateline_precision": "month",
        "dateline_city": lambda: make_city("Liège", "BE"),
    }


@shared
def site():
    return make_site(kinds=[NewsPage])


def item_of(page, language="en"):
    (item,) = Reading(language).items([page.pk])
    return item


def test_label_is_the_sort_in_the_readers_language(site):
    page = make_page(NewsPage, sort="tribute")

    with translation.override("en"):
        assert item_of(page).label == "Tribute"


def test_dateline_names_the_city_in_the_readers_language(site):
    augsburg = make_city("Augsburg", "DE", fr="Augsbourg")
    page = make_page(NewsPage, dateline_city=augsburg, dateline=date(2019, 5, 3))
    make_translation(page, "fr")

    places = {language: item_of(page, language).facts.dateline_place for language in ("en", "fr")}

    assert places == {
        "en": Place(city="Augsburg", country="DE"),
        "fr": Place(city="Augsbourg", country="DE"),
    }


@pytest.mark.parametrize(
    ("precision", "shown"), [("day", "3 May 2019"), ("month", "May 2019"), ("year", "2019")]
)
def test_dateline_is_printed_no_more_precisely_than_it_is_known(site, client, precision, shown):
    page = make_page(
        NewsPage,
        dateline=date(2019, 5, 3),
        dateline_precision=precision,
        dateline_city=make_city("Liège", "BE"),
    )

    html = client.get(page.url).content.decode()

    assert item_of(page).facts.dateline_precision == precision
    assert next(words for words in ("3 May 2019", "May 2019", "2019") if words in html) == shown


def test_facts_without_anything_are_those_of_plain_news(site):
    assert item_of(make_page(NewsPage)).facts == NewsFacts(sort="news")
