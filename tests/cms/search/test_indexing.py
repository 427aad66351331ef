"""Are the words written that a version shows, when they change?"""

import pytest
from django.test import TestCase

from cms.languages.readings import Reading
from cms.models import Deadline, Link, PageTopic, Place, SearchEntry
from cms.plugins.calls.models import CallPage
from cms.plugins.events.models import EventPage
from cms.plugins.news.models import NewsPage
from cms.search import words
from cms.search.finding import Search
from cms.testing.factories import make_city, make_page, make_site, make_topic, make_translation
from tests.shared import shared


@shared
def site():
    """A site in three languages."""
    make_site(("en", "fr", "de"), kinds=[NewsPage, EventPage, CallPage])


def finds(question: str, language: str) -> int:
    """Return how much a reader finds."""
    return Search(question, Reading(language), {}).count


def test_rows_names_and_own_fields_are_searched_in_every_language(site):
    topic = make_topic("Youth", fr="Jeunesse")
    page = make_page(
        CallPage,
        title="Funds",
        funder="Foundation of bridges",
        deadline_rows=[Deadline(title="Small grants")],
        link_rows=[Link(title="Guide for applicants", url="https://belfry.example/")],
        topic_rows=[PageTopic(topic=topic)],
    )
    french = {"Small grants": "Petites subventions", "Guide for applicants": "Mode d’emploi"}
    make_translation(page, "fr", title="Fonds", words=french)

    for question in ("bridges", "grants", "applicants", "youth"):
        assert (question, finds(question, "en")) == (question, 1)
    for question in ("subventions", "emploi", "jeunesse"):
        assert (question, finds(question, "fr"), finds(question, "en")) == (question, 1, 0)
    assert finds("belfry", "en") == 0  # addresses are no words


def test_a_translation_follows_the_facts_of_its_source(site):
    lyon = make_city("Lyon", "FR", de="Leon an der Rhone")
    page = make_page(EventPage, title="Meeting")
    make_translation(page, "de", title="Treffen")
    assert finds("Rhone", "de") == 0

    page.place_rows = [Place(city=lyon, venue="Old Hall")]
    page.save_revision().publish()

    assert (finds("Rhone", "de"), finds("hall", "de")) == (1, 1)


def test_a_new_name_is_found(site):
    topic = make_topic("Youth", de="Jugend")
    page = make_page(NewsPage, title="Squares", topic_rows=[PageTopic(topic=topic)])
    make_translation(page, "de", title="Plätze")

    with TestCase.captureOnCommitCallbacks(execute=True):
        name = topic.names.get()
        name.name = "Heranwachsende"
        topic.names = [name]
        topic.save()

    assert (finds("Jugend", "de"), finds("Heranwachsende", "de")) == (0, 1)


def test_nothing_is_kept_of_a_draft_and_of_what_is_deleted(site):
    page = make_page(NewsPage, title="Squares", publish=False)
    assert SearchEntry.objects.count() == 0

    page.save_revision().publish()
    make_translation(page, "de", title="Plätze")
    assert SearchEntry.objects.count() == 2

    NewsPage.objects.get(pk=page.pk).delete()
    assert SearchEntry.objects.count() == 0


def test_a_text_without_end_is_stored(site, monkeypatch):
    many = " ".join(f"ältestes{number}" for number in range(30_000))
    body = [("paragraph", {"text": f"<p>{many}</p>"})]

    make_page(NewsPage, title="Long", body=body)

    assert len(many) > words.MOST_CHARACTERS
    assert (finds("altestes17", "en"), finds("ältestes29999", "en")) == (1, 0)


@pytest.mark.parametrize("hyphen", ["\u00ad", ""])
def test_a_soft_hyphen_is_no_letter(site, hyphen):
    make_page(NewsPage, title=f"Safe{hyphen}guarding")

    assert finds("safeguarding", "en") == finds(f"safe{hyphen}guarding", "en") == 1
