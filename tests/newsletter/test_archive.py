"""Which issues are there, and what is in the newest?"""

import pytest
from wagtail.models import PageViewRestriction

from cms.languages.readings import Reading
from cms.plugins.news.models import NewsPage
from cms.testing.factories import make_page
from newsletter.archive import CONTENTS, newest

from .conftest import agenda, block, editorial, entries, entry, line, make_call, make_issue

pytestmark = pytest.mark.usefixtures("site")


def contents(language: str = "en") -> list[str]:
    """Return what the home page says of the newest issue."""
    return [line.headline for line in newest(Reading(language)).contents]


def test_home_names_the_newest_issue_in_its_own_headlines():
    news = make_page(NewsPage, title="Drugs: what a town can do")
    plain = make_page(NewsPage, title="As it is")
    make_issue(
        editorial("<p>Dear members,</p>"),
        entries(entry(news, headline="What towns can do about drugs"), entry(plain)),
    )

    assert contents() == ["What towns can do about drugs", "As it is"]


def test_home_leaves_out_what_the_issue_leaves_out():
    secret, dropped, mailed = (
        make_page(NewsPage, title=title) for title in ("Secret", "Dropped", "Mailed")
    )
    PageViewRestriction.objects.create(page=secret, restriction_type=PageViewRestriction.LOGIN)
    make_issue(
        entries(
            entry(secret),
            entry(dropped, when_missing="drop"),
            entry(mailed, outlet="mail"),
            entry(make_page(NewsPage, title="Shown")),
        )
    )

    assert contents("en") == ["Dropped", "Shown"]
    assert contents("fr") == ["Shown"]


def test_home_has_one_line_for_the_calls_of_an_issue():
    make_call(title="Closes first")
    later = make_call(title="Closes later")
    later.deadline_rows.update(at=None)
    pages = [make_page(NewsPage, title=f"Page {number}") for number in range(CONTENTS + 2)]
    make_issue(
        entries(*(entry(page) for page in pages[:2])),
        block("calls", heading="", lines=[line(make_call(title="Own"), words="In own words")]),
        entries(*(entry(page) for page in pages[2:])),
        agenda(),
    )

    assert len(contents()) == CONTENTS
    assert contents()[2] == "Closes first"
    assert contents()[:2] + contents()[3:] == [page.title for page in pages[: CONTENTS - 1]]


def test_home_has_its_line_for_calls_behind_any_number_of_entries():
    call = make_call(title="A call")
    pages = [make_page(NewsPage, title=f"Page {number}") for number in range(CONTENTS + 2)]
    make_issue(
        entries(*(entry(page) for page in pages)),
        block("calls", heading="", lines=[line(call, words="A call in own words")]),
    )

    assert contents() == [page.title for page in pages[: CONTENTS - 1]] + ["A call in own words"]
