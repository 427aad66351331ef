"""What templates write around values."""

import re
from datetime import UTC, date, datetime
from types import SimpleNamespace
from uuid import UUID

import pytest
from django.template import Context, RequestContext, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import timezone, translation

from cms.front import LanguageLink
from cms.items import Deadline, Facts, Funding, InitiativeFacts, Reference, State
from cms.templatetags import belfry
from tests.cms.test_words import item

PROTECT = Reference(
    key=UUID(int=2), title="PRoTECT", url="/en/protect/", language="en", proper_name=True
)


def test_a_disclaimer_that_several_projects_share_is_printed_once():
    def funding(subject, disclaimer, emblem="/eu.png"):
        return Funding(
            programme="Fund",
            grant_number="1",
            statement=f"{subject} is funded.",
            disclaimer=disclaimer,
            emblem=emblem,
            language="en",
            subject=subject,
        )

    one, two, other = funding("A", "Ours."), funding("B", "Ours."), funding("C", "Theirs.")

    assert belfry.by_disclaimer([one, other, two]) == [[one, two], [other]]


@pytest.mark.parametrize(
    ("tag", "active", "expected"),
    [
        ("en", "en", ""),
        ("", "en", ""),
        ("en", "fr", ' lang="en" dir="ltr"'),
        ("ar", "en", ' lang="ar" dir="rtl"'),
    ],
)
def test_lang_attributes_stand_only_where_the_language_changes(tag, active, expected):
    with translation.override(active):
        assert belfry.lang_attributes(tag) == expected


@pytest.mark.parametrize("active", ["Europe/Brussels", "Pacific/Noumea", "America/Lima"])
def test_days_of_instants_are_those_of_the_site_wherever_the_editor_is(active):
    night = datetime(2019, 6, 30, 22, 30, tzinfo=UTC)  # 1 July, half past midnight in Brussels

    with timezone.override(active):
        assert belfry.day(night) == "1 July 2019"
        assert belfry.weekday(night) == "Monday 1 July 2019"
        assert belfry.month(night) == "July 2019"
        assert belfry.kind_line(item(Facts(), published_at=night)) == "Seminar, 1 July 2019"
        assert belfry.day(date(2019, 6, 30)) == "30 June 2019"


def test_day_of_a_deadline_is_that_of_its_own_zone():
    at = datetime(2019, 6, 30, 22, 30, tzinfo=UTC)
    deadline = Deadline(title="", at=at, zone="Europe/London", state=State.OPEN, days_left=None)

    assert belfry.deadline_day(deadline) == "30 June 2019"


def test_lists_escape_words_and_keep_markup():
    assert belfry.listed(["<i>", belfry.SafeString("<b>x</b>")]) == "&lt;i&gt; and <b>x</b>"


def test_title_keeps_acronyms_from_translation():
    page = item(Facts(), title="PRoTECT & PRoTECTion <b>", part_of=(PROTECT,))

    assert belfry.title_words(page) == (
        '<bdi translate="no">PRoTECT</bdi> &amp; PRoTECTion &lt;b&gt;'
    )


def test_title_of_a_project_keeps_its_own_acronym():
    page = item(InitiativeFacts(acronym="BRIDGE"), title="BRIDGE: understanding")

    assert belfry.title_words(page) == '<bdi translate="no">BRIDGE</bdi>: understanding'


def test_title_keeps_an_acronym_with_a_backslash():
    page = item(InitiativeFacts(acronym="IN\\OUT\\1"), title="IN\\OUT\\1: a square")

    assert belfry.title_words(page) == '<bdi translate="no">IN\\OUT\\1</bdi>: a square'


def test_part_of_line_links_to_the_project():
    page = item(Facts(), part_of=(PROTECT,))

    assert belfry.part_of_line(page) == (
        'Seminar, part of <a href="/en/protect/" translate="no"><bdi>PRoTECT</bdi></a>'
    )


def test_funding_statement_marks_its_subject_and_escapes_the_rest():
    funding = Funding(
        programme="",
        grant_number="",
        statement="PRoTECT & co",
        disclaimer="",
        emblem="",
        language="en",
        subject="PRoTECT",
    )

    assert belfry.funding_statement(funding) == '<b translate="no">PRoTECT</b> &amp; co'


def test_printed_address_has_the_host_and_no_scheme():
    request = RequestFactory().get("/")
    template = Template("{% load belfry %}{% printed_address url %}")

    assert template.render(RequestContext(request, {"url": "/en/join/"})) == "testserver/en/join"
    assert template.render(Context({"url": "https://www.efus.eu/a/"})) == "efus.eu/a"


def test_json_ld_cannot_end_its_script():
    assert belfry.json_ld({"name": "</script>&"}) == '{"name": "\\u003C/script\\u003E\\u0026"}'


@pytest.mark.parametrize(
    ("languages", "expected"),
    [
        ([("en", True)], ""),
        (
            [("en", True), ("fr", False)],
            'Read this issue in <a href="/fr/" lang="fr" hreflang="fr">fr</a>',
        ),
    ],
)
def test_other_languages_of_an_issue_are_offered_where_there_are_any(languages, expected):
    links = [LanguageLink(tag, tag, f"/{tag}/", current) for tag, current in languages]

    shown = render_to_string("cms/includes/read_in.html", {"languages": links})

    assert re.sub(r"</?p[^>]*>", "", shown).strip() == expected


def test_words_inside_a_phrase_are_kept_apart_with_their_language():
    with translation.override("fr"):
        assert (
            belfry.own_words("Safe & sound", "en")
            == '<span lang="en" dir="ltr">Safe &amp; sound</span>'
        )
        assert belfry.own_words("Sain & sauf", "fr") == "<span>Sain &amp; sauf</span>"
        assert belfry.own_words("Safe & sound") == "<bdi>Safe &amp; sound</bdi>"


def test_a_title_in_the_words_of_a_link_says_its_language():
    entry = SimpleNamespace(
        item=item(Facts(), title="Safe & sound"), link_text="Lire : Safe & sound"
    )

    with translation.override("fr"):
        assert (
            belfry.link_words(entry) == 'Lire : <span lang="en" dir="ltr">Safe &amp; sound</span>'
        )


def test_an_editors_own_words_of_a_link_stay_as_they_are():
    entry = SimpleNamespace(item=item(Facts(), title="Safe & sound"), link_text="Here <b>it</b> is")

    assert belfry.link_words(entry) == "Here &lt;b&gt;it&lt;/b&gt; is"
