"""What templates write around values."""

from uuid import UUID

import pytest
from django.template import Context, RequestContext, Template
from django.test import RequestFactory
from django.utils import translation

from cms.items import Facts, Funding, InitiativeFacts, Reference
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
