"""Is it told what was probably meant, and never a word that is not public?"""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import PageViewRestriction

from cms.languages.readings import Reading
from cms.models import PageTopic
from cms.plugins.news.models import NewsPage
from cms.search.finding import Search
from cms.search.suggestions import FEW, suggestions
from cms.testing.factories import make_page, make_site, make_topic, make_translation
from tests.shared import shared


@shared
def site():
    """A site in two languages with one public page."""
    make_site(("en", "fr"), kinds=[NewsPage])
    topic = make_topic("Neighbourhoods", fr="Quartiers")
    page = make_page(NewsPage, title="Lighted squares", topic_rows=[PageTopic(topic=topic)])
    make_translation(page, "fr", title="Places éclairées")


def meant(question: str, language: str = "en") -> list[str]:
    """Return what is proposed."""
    return suggestions(question, Search(question, Reading(language), {}))


def test_words_that_are_alike_are_proposed_in_the_readers_language(site):
    assert meant("sqaures") == ["squares"]
    assert meant("ligthed squares") == ["Lighted squares"]
    assert meant("eclaires", "fr") == ["éclairées"]
    assert meant("neigborhoods") == ["Neighbourhoods"]
    assert meant("quartirs", "fr") == ["Quartiers"]
    assert meant("sqaures", "fr") == []


def test_nothing_is_proposed_for_short_or_known_or_strange_words(site):
    assert meant("sq") == []
    assert meant("SQUARES") == []
    assert meant("xylophone") == []
    assert meant("") == []


def test_nothing_is_proposed_where_enough_was_found(site):
    make_page(NewsPage, title="Squares sqaures")
    cache.clear()
    assert meant("sqaares") != []
    for number in range(FEW + 1):
        make_page(NewsPage, title=f"Sqaares {number}")

    assert meant("sqaares") == []


@pytest.mark.parametrize("way", ["draft", "restricted", "expired", "unpublished"])
def test_no_word_is_proposed_of_what_nobody_may_see(site, way):
    page = make_page(NewsPage, title="Quetzalcoatlus", publish=way != "draft")
    assert meant("quetzalcoatlsu") == ([] if way == "draft" else ["Quetzalcoatlus"])

    if way == "restricted":
        PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    elif way == "expired":
        past = timezone.now() - timedelta(minutes=1)
        NewsPage.objects.filter(pk=page.pk).update(expire_at=past)
    elif way == "unpublished":
        page.unpublish()

    assert meant("quetzalcoatlsu") == []  # although the words are still in the cache
    cache.clear()
    assert meant("quetzalcoatlsu") == []


def test_a_question_costs_two_queries_and_then_one(site):
    def queries() -> int:
        search = Search("sqaures", Reading("en"), {})
        assert search.count == 0
        with CaptureQueriesContext(connection) as captured:
            assert suggestions("sqaures", search) == ["squares"]
        return len(captured)

    Reading("en")
    assert [queries(), queries()] == [2, 1]
