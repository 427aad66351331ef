"""Does a kind without a template of its own show what only it knows?"""

import pytest
from bs4 import BeautifulSoup
from django.utils import translation

from cms.items import Place
from cms.plugins.calls.models import CallFacts
from cms.plugins.events.models import EventFacts
from cms.templatetags.own_facts import own_facts
from cms.testing.factories import make_city, make_page, make_site, make_translation
from tests.cms.test_words import item
from tests.practices.models import PracticeFacts, PracticePage


def told(facts, kind, **fields):
    """Return label, HTML and place of each own fact."""
    return [
        (fact.label, str(fact.value), fact.is_text)
        for fact in own_facts(item(facts, kind=kind, **fields))
    ]


def test_values_are_written_by_what_they_are():
    facts = CallFacts(
        funder="Justice & Co",
        eligible_countries=("PL", "DE"),
        submission_languages=("fr",),
        official_url="https://www.calls.example/1/",
    )

    with translation.override("en"):
        assert told(facts, "calls.callpage") == [
            ("Funder", "<span>Justice &amp; Co</span>", False),
            ("Eligible countries", "Germany and Poland", False),
            ("Languages of submission", "French", False),
            (
                "Official page of the call",
                '<a href="https://www.calls.example/1/">calls.example/1</a>',
                False,
            ),
        ]


def test_choices_and_ticks_are_said_in_words():
    facts = EventFacts(meeting="seminar", agenda_only=True, contact_email="anna@belfry.example")

    with translation.override("en"):
        assert [pair[1] for pair in told(facts, "events.eventpage")] == [
            "Seminar",
            '<a href="mailto:anna@belfry.example">anna@belfry.example</a>',
            "Yes",
        ]


def test_texts_are_escaped_and_stand_in_paragraphs():
    facts = PracticeFacts(
        city=Place(city="Gdańsk", country="PL"), problem="One <b>\n\nTwo", approach="", results=""
    )

    with translation.override("de"):
        found = own_facts(item(facts, kind="practices.practicepage", language="en"))

    assert [(fact.value, fact.is_text) for fact in found] == [
        ("Gdańsk, Polen", False),
        ("<p>One &lt;b&gt;</p>\n\n<p>Two</p>", True),
    ]


@pytest.mark.django_db
def test_a_practice_is_read_whole_without_a_template_of_its_own(client):
    make_site(("en", "fr", "de"))
    practice = make_page(
        PracticePage,
        city=make_city("Augsburg", "DE", fr="Augsbourg"),
        problem="Empty squares",
        approach="Light",
        results="",
    )
    make_translation(practice, "fr", words={"Empty squares": "Des places vides"})

    facts, texts = shown(client, practice, "fr")
    assert facts == [("Ville", "Augsbourg, Allemagne")]
    assert texts == [("Problème", "Des places vides", None), ("Démarche", "Light (fr)", None)]

    facts, texts = shown(client, practice, "de")
    assert facts == [("Stadt", "Augsburg, Deutschland")]
    assert [(text, language) for _label, text, language in texts] == [
        ("Empty squares", "en"),
        ("Light", "en"),
    ]


def shown(client, page, language):
    """Return the facts at a glance, and the texts with their language."""
    url = page.url.replace("/en/", f"/{language}/")
    soup = BeautifulSoup(client.get(url, follow=True).content, "html.parser")
    facts = [
        (row.dt.get_text(), row.dd.get_text()) for row in soup.select(".page-facts dl.facts > div")
    ]
    texts = [
        (section.h2.get_text(), section.div.get_text(strip=True), section.div.get("lang"))
        for section in soup.select(".page-body section:has(> .prose)")
    ]
    return facts, texts
