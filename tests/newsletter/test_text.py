"""How are plain words set in lines, and is the text part of a mail nothing but text?"""

import re
from datetime import date
from itertools import pairwise

import pytest

from cms.models import Promotion, Span
from cms.plugins.events.models import EventPage
from cms.plugins.news.models import NewsPage
from cms.testing.factories import make_page
from newsletter.rendering import Rendered, render
from newsletter.text import underlined, wrap

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
)

ADDRESS = "https://belfry.example/en/news/a-page-with-an-address-that-is-much-longer-than-a-line/"
ADDRESS_ALONE = re.compile(r" *https?://\S+")
UNDERLINE = re.compile(r"-{3,}|={3,}")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One two three four", "One two\nthree four\n"),
        ("  One two three", "  One two\n  three\n"),
        ("- One two three", "- One two\n  three\n"),
        ("\n\nOne\n\n \n\nTwo\n\n", "One\n\nTwo\n"),
        ("One\r\ntwo", "One\ntwo\n"),
        ("Nr.\u00a054 of\u00a0June 2019", "Nr.\u00a054\nof\u00a0June\n2019\n"),
        ("One  two   three four", "One two\nthree four\n"),
        (f"See {ADDRESS} there", f"See\n{ADDRESS}\nthere\n"),
        ("well-known well-known", "well-known\nwell-known\n"),
        ("Security – Police", "Security –\nPolice\n"),
        ("- Parks - police", "- Parks -\n  police\n"),
        ("", "\n"),
    ],
)
def test_lines_are_as_long_as_they_may_be_and_addresses_stay_whole(text, expected):
    assert wrap(text, 10) == expected


@pytest.mark.parametrize(
    ("heading", "expected"),
    [("Events", "Events\n------"), ("Gdańsk and Łódź", "Gdańsk and\nŁódź\n----------"), ("", "")],
)
def test_the_line_below_a_heading_is_as_long_as_its_longest_line(heading, expected):
    assert underlined(heading, "-", 10) == expected


# The text part


def test_the_whole_text_part_reads_like_this(site):
    day = date(2019, 7, 17)
    event = make_page(
        EventPage,
        title="Bread & Roses",
        slug="roses",
        summary="We “meet”.",
        meeting="seminar",
        span_rows=[Span(start=day, end=day)],
    )
    call = make_call(title="Money", slug="money", summary="For towns.")
    issue = make_issue(
        editorial("<p>We <b>write</b>.</p><ul><li>One</li></ul>", salutation="Dear members,"),
        entries(entry(event, link_text="The programme of the seminar")),
        entries(entry(call), heading="To apply for"),
        agenda(),
    )

    text = render(issue, "en", base=BASE).mail_text

    # The space after "No" does not break.
    assert (
        text.replace("\u00a0", " ")
        == """\
Belfry
Newsletter No 54, 3 June 2019

June 2019
=========

Read this issue on the website
https://belfry.example/en/newsletter/june-2019/

Dear members,

We write.

- One

Events
------

Seminar
Bread & Roses
17 July 2019

We “meet”.

The programme of the seminar
https://belfry.example/en/events/roses/

To apply for
------------

Call for proposals
Money

For towns.

- Violence against children
  [Closing soon: 10 days left]
  Thursday 13 June 2019, 17:00 Brussels time

- Non-discrimination
  [Open: 17 days left]
  Thursday 20 June 2019, 17:00 Brussels time

Who can apply, and for what: Money
https://belfry.example/en/calls-for-proposals/money/

As of 3 June 2019, the date of this issue

Agenda
------

July 2019

- 17 July
  Bread & Roses
  https://belfry.example/en/events/roses/

Read this issue in another language
-----------------------------------

Deutsch
  https://belfry.example/de/newsletter/june-2019/
français
  https://belfry.example/fr/newsletter/june-2019/

This newsletter goes to those who have asked for it.

The website of Belfry
https://belfry.example/en/
"""
    )


@pytest.fixture(scope="module")
def editions(render_once) -> dict[str, Rendered]:
    """A long issue in three languages."""
    return render_once(lambda: make_large_issue(8), "en", "fr", "de")


def untidy(text: str) -> list[str]:
    """Return the lines of a text part which a reader would stumble over, and what is wrong with the whole."""
    lines = text.split("\n")
    found = [line for line in lines if line != line.rstrip()]
    found += [line for line in lines if len(line) > 72 and not ADDRESS_ALONE.fullmatch(line)]
    found += [line for line in lines if "://" in line and not ADDRESS_ALONE.fullmatch(line)]
    found += [line for line in lines if re.match(r" *[–—] ", line)]
    for above, line in pairwise(lines):
        if UNDERLINE.fullmatch(line) and len(line) != len(above):
            found.append(f"{above} / {line}")
    if "\n\n\n" in text or text != text.strip("\n") + "\n":
        found.append("too many empty lines")
    return found


def test_the_text_part_is_tidy(editions):
    assert {tag: untidy(one.mail_text) for tag, one in editions.items()} == {
        tag: [] for tag in editions
    }


def test_what_is_untidy_is_found():
    text = f"Events\n---\n\n\nSee {ADDRESS}\nTwo \n– three\n"

    assert untidy(text) == [
        "Two ",
        *2 * [f"See {ADDRESS}"],
        "– three",
        "Events / ---",
        "too many empty lines",
    ]


def test_sections_have_headings_with_a_line_below(editions):
    lines = editions["en"].mail_text.splitlines()

    headings = [above for above, line in pairwise(lines) if UNDERLINE.fullmatch(line)]
    assert headings == [
        "June 2019",
        *("News", "Events", "Projects", "Calls for proposals", "Agenda", "Funding"),
        "Read this issue in another language",
    ]


def test_there_is_no_markup_in_the_text_part(editions):
    for one in editions.values():
        assert re.findall(r"<[^>]*>|&\w+;|&#|\{\{|\{%", one.mail_text) == []


def test_whoever_pays_is_named_once_in_the_words_that_were_agreed(editions):
    statement = "PRoTECT is funded by the Internal Security Fund (815356)."

    assert editions["en"].mail_text.count(statement) == 1


def test_soft_hyphens_are_for_html_only(site):
    page = make_page(
        NewsPage, title="Donaudampf\u00adschifffahrt", slug="ship", summary="So\u00adft."
    )
    issue = make_issue(
        editorial("<p>Wor\u00adds.</p>", salutation="De\u00adar"),
        entries(entry(page)),
        title="Ju\u00adne",
        subject="Sub\u00adject",
    )

    rendered = render(issue, "en", base=BASE)

    assert "\u00ad" not in rendered.mail_text + rendered.subject + str(rendered.items)
    assert "Donaudampf\u00adschifffahrt" in rendered.mail_html


def test_a_promotion_stands_with_its_address(site):
    promotion = block("promotion", promotion=make_promotion(site).pk)

    text = render(make_issue(promotion), "en", base=BASE).mail_text

    assert "\nJoin us\n-------\n\nIt helps.\n\nHow to join\nhttps://join.example/\n" in text


def make_promotion(site) -> Promotion:
    return Promotion.objects.create(
        title="Join us",
        text="It helps.",
        button="How to join",
        url="https://join.example/",
        locale=site.home.locale,
    )
