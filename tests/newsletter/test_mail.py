"""Is the HTML part of a mail what mail programs, and the people before them, need?"""

import re
from datetime import date

import pytest
from wagtail.models import Locale

from cms.models import PartOf, Promotion, Span
from cms.plugins.events.models import EventPage
from cms.plugins.news.models import NewsPage
from cms.plugins.projects.models import ProjectPage
from cms.testing.factories import make_page, make_picture, make_programme
from newsletter import mail
from newsletter.models import IssuePage
from newsletter.rendering import Rendered, render

from .conftest import (
    BASE,
    agenda,
    block,
    editorial,
    entries,
    entry,
    make_call,
    make_issue,
    make_large_issue,
    parsed,
    words_of,
)

KILOBYTE = 1000
WIDTHS = {"600", "536", "66"}
"""Of the strip, the lead picture and an emblem."""


@pytest.fixture(scope="module")
def editions(render_once) -> dict[str, Rendered]:
    """An issue with every sort of section, in English, French and German."""
    return render_once(make_full_issue, "en", "fr", "de")


@pytest.fixture(scope="module")
def html(editions) -> str:
    """The mail in English."""
    return editions["en"].mail_html


@pytest.fixture(scope="module")
def tree(html):
    """The mail in English, parsed."""
    return parsed(html)


def make_full_issue() -> IssuePage:
    """Return an issue with every sort of section, on pages with pictures, projects and deadlines."""
    programme = make_programme("Fund", emblem=make_picture("Flag"), en="{project} is funded.")
    project = make_page(ProjectPage, title="Bridge", acronym="BRIDGE", programme=programme)
    day = date(2019, 6, 25)
    pictures = [make_picture("Night", credit="Anna Kowalska"), make_picture("Day")]
    event, news = (
        make_page(
            EventPage,
            title="A meeting on BRIDGE",
            picture=pictures[0],
            span_rows=[Span(start=day, end=day)],
            part_of_rows=[PartOf(target=project)],
        ),
        make_page(NewsPage, title="A report", picture=pictures[1]),
    )
    make_page(EventPage, title="An undated meeting")
    make_call()
    promotion = Promotion.objects.create(
        title="Join us",
        text="It helps.",
        button="How to join",
        url="https://join.example/",
        locale=Locale.objects.get(language_code="en"),
    )
    text = f'<p>See <a linktype="page" id="{news.pk}">the report</a>.</p>'
    return make_issue(
        editorial(text, salutation="Dear members,", sign_off="Paris"),
        entries(entry(event), entry(project)),
        entries(entry(news)),
        block("calls", lines=[]),
        agenda(),
        block("promotion", promotion=promotion.pk),
        block("text", heading="Thanks", body=[block("paragraph", text=text)]),
        picture=make_picture("Towers"),
    )


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_mail_is_a_sound_document(editions, language):
    html = editions[language].mail_html

    tree = parsed(html)
    tables = list(tree.iter("table"))
    assert html.startswith("<!doctype html>")
    assert {table.get("role") for table in tables} == {"presentation"}
    # Programs that drop html and body keep the wrapper.
    wrapper = tree.find("body").find("div")
    assert (tree.get("lang"), tree.get("dir")) == (language, "ltr")
    assert (wrapper.get("lang"), wrapper.get("dir")) == (language, "ltr")


def test_headings_are_in_order(tree):
    headings = [
        (element.tag, "".join(element.itertext()))
        for element in tree.iter()
        if element.tag in ("h1", "h2", "h3", "h4")
    ]
    assert headings == [
        ("h1", "June 2019"),
        ("h2", "Events"),
        ("h3", "A meeting on BRIDGE"),
        ("h3", "Bridge"),
        ("h2", "News"),
        ("h3", "A report"),
        ("h2", "Calls for proposals"),
        ("h3", "Rights, equality and citizenship"),
        ("h2", "Agenda"),
        ("h3", "June 2019"),
        ("h3", "Date to be confirmed"),
        ("h2", "Join us"),
        ("h2", "Thanks"),
    ]


def test_every_address_is_absolute(editions):
    for rendered in editions.values():
        tree = parsed(rendered.mail_html)
        links = [link.get("href") for link in tree.iter("a")]
        pictures = [picture.get("src") for picture in tree.iter("img")]
        assert len(links) > 10
        assert [url for url in links if not url.startswith("https://")] == []
        assert [url for url in pictures if not url.startswith(f"{BASE}/media/")] == []


def test_the_strip_one_lead_picture_and_emblems_are_all_pictures(tree):
    pictures = [(picture.get("width"), picture.get("alt")) for picture in tree.iter("img")]
    assert pictures == [("600", ""), ("536", "Night"), ("66", "Emblem of the funder")]
    assert all(picture.get("height").isdecimal() for picture in tree.iter("img"))
    assert all(picture.get("src").endswith(".png") for picture in tree.iter("img"))


def test_credits_stand_with_the_pictures(html):
    assert "Anna Kowalska" in words_of(html)


def test_a_mail_without_pictures_has_no_gap_for_them(site):
    issue = make_issue(entries(entry(make_page(NewsPage))))

    assert list(parsed(render(issue, "en", base=BASE).mail_html).iter("img")) == []


@pytest.mark.parametrize(
    ("language", "own", "told"),
    [("de", "A square", "en"), ("en", "A square", None), ("de", "", None)],
)
def test_what_a_picture_shows_is_told_with_its_language(site, language, own, told):
    page = make_page(NewsPage, picture=make_picture(), picture_alt_text=own)
    issue = make_issue(entries(entry(page)))

    (picture,) = parsed(render(issue, language, base=BASE).mail_html).iter("img")

    assert (picture.get("alt"), picture.get("lang")) == (own or "A green square", told)


def test_acronyms_are_kept_from_translation(tree):
    kept = {
        "".join(element.itertext()) for element in tree.iter() if element.get("translate") == "no"
    }
    assert kept == {"Belfry", "BRIDGE"}


def test_states_are_told_in_words_and_never_only_by_colour(tree):
    badges = [
        "".join(element.itertext())
        for element in tree.iter("b")
        if element.get("class") in mail.TINTS
    ]
    assert badges == ["Ongoing", "Closing soon: 10 days left", "Open: 17 days left"]


def test_a_link_marks_the_title_of_a_page_in_another_language(site):
    issue = make_issue(entries(entry(make_page(NewsPage, title="Day & night"))))

    links = {
        language: re.findall(
            r"<a href=[^>]*>(.*Day.*)</a>", render(issue, language, base=BASE).mail_html
        )
        for language in ("en", "de")
    }
    assert links == {
        "en": ["Read more: Day &amp; night"],
        "de": ['Weiterlesen: <span lang="en">Day &amp; night</span> (auf Englisch)'],
    }


def test_the_preheader_comes_first_and_is_not_seen(tree):
    first = tree.find("body").find("div").find("div")
    assert "".join(first.itertext()).startswith("Colloquium in Augsburg on 25 June")
    assert "display:none" in first.get("style")


def test_the_other_languages_are_named_in_their_own(tree):
    links = [(a.get("lang"), a.get("hreflang"), a.text) for a in tree.iter("a") if a.get("lang")]
    assert links == [("de", "de", "Deutsch"), ("fr", "fr", "français")]


def test_every_class_of_the_dark_rules_is_one_that_mails_use(tree):
    used = {name for element in tree.iter() for name in (element.get("class") or "").split()}

    # Those that this issue has no occasion for.
    seldom = {"ahead", "off", "quiet", "lab"}
    named = {
        part.partition(".")[2]
        for selectors in mail.DARK
        for selector in selectors.split(",")
        for part in selector.split()
        if "." in part
    }
    assert named - used - seldom == set()


def test_an_issue_of_forty_entries_stays_small_in_every_language(render_once):
    editions = render_once(make_large_issue, "en", "fr", "de", "it", "es", "pl")

    # Gmail cuts what is longer than 102 kB; ours is to stay below 40.
    sizes = {tag: len(one.mail_html.encode()) / KILOBYTE for tag, one in editions.items()}
    assert {tag: size for tag, size in sizes.items() if size >= 40} == {}
