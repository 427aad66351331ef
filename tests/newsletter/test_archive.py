"""Which issues are there, and what is in the newest?"""

from datetime import date

import pytest
from wagtail.models import PageViewRestriction

from cms.languages.readings import Reading
from cms.plugins.news.models import NewsPage
from cms.testing.factories import make_page, make_translation
from newsletter.archive import CONTENTS, PAGE_SIZE, newest

from .conftest import agenda, block, editorial, entries, entry, line, make_call, make_issue

pytestmark = pytest.mark.usefixtures("site")


def issues(count: int) -> None:
    """Publish issues, one a month."""
    for number in range(1, count + 1):
        day = date(2018 + number // 12, 1 + number % 12, 1)
        make_issue(slug=f"issue-{number}", title=f"Issue {number}", number=number, date=day)


def contents(language: str = "en") -> list[str]:
    """Return what the home page says of the newest issue."""
    return [line.headline for line in newest(Reading(language)).contents]


# The archive


def test_the_archive_has_pages(client):
    issues(PAGE_SIZE + 2)
    make_issue(slug="draft", title="Draft", publish=False, date=date(2030, 1, 1))

    first = client.get("/en/newsletter/").context["archive"]
    page = client.get("/en/newsletter/?page=2")

    assert [card.number for card in first.issues] == list(range(PAGE_SIZE + 2, 2, -1))
    assert (first.previous_url, first.next_url) == ("", "?page=2")
    second = page.context["archive"]
    assert [card.number for card in second.issues] == [2, 1]
    assert (second.previous_url, second.next_url) == ("?page=1", "")
    assert '<a href="?page=1">' in page.content.decode()


@pytest.mark.parametrize("number", ["2", "0", "-1", "99999999999999999999", "x", ""])
def test_a_page_that_does_not_exist_is_not_found(client, number):
    issues(1)

    response = client.get(f"/fr/lettre-dinformation/?page={number}")

    assert response.status_code == 404
    assert "cms/404.html" in {template.name for template in response.templates}


def test_an_archive_without_issues_says_so(client):
    page = client.get("/en/newsletter/").content.decode()

    assert "No issue has been published yet." in page
    assert '<nav class="pagination"' not in page


def test_an_issue_is_in_the_archive_in_the_words_that_are_served(client):
    issues(1)
    make_translation(make_issue(number=54), "fr", title="Juin 2019")

    cards = client.get("/fr/lettre-dinformation/").context["archive"].issues

    assert [(card.label, card.language) for card in cards] == [
        ("Juin 2019", "fr"),
        ("Issue 1", "en"),
    ]


@pytest.mark.parametrize("count", [1, 4])
def test_the_archive_costs_the_same_with_any_number_of_issues(
    client, count, django_assert_num_queries
):
    issues(count)
    client.get("/fr/lettre-dinformation/")

    with django_assert_num_queries(5):
        page = client.get("/fr/lettre-dinformation/")
    assert len(page.context["archive"].issues) == count


# The newest issue


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
