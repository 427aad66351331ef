"""Which issues are there, and what is in the newest?"""

from datetime import date

import pytest
from wagtail.models import PageViewRestriction

from cms.languages.readings import Reading
from cms.plugins.news.models import NewsPage
from cms.testing.factories import make_page, make_picture, make_translation
from newsletter.approval.decisions import decide
from newsletter.approval.freezing import current, freeze, reopen
from newsletter.archive import CONTENTS, PAGE_SIZE, newest
from newsletter.frozen.redaction import redact
from newsletter.models import IssuePage

from .conftest import agenda, block, editorial, entries, entry, line, make_call, make_issue, parsed

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


@pytest.mark.parametrize("year", ["2017", "02018", "-1", "99999999999999999999", "x", "2018 "])
def test_a_year_without_issues_is_not_found(client, year):
    issues(1)

    assert client.get("/en/newsletter/", {"year": year}).status_code == 404


def test_the_archive_is_read_by_year(client):
    issues(PAGE_SIZE + 15)  # until December 2020
    make_issue(slug="draft", title="Draft", publish=False, date=date(2030, 1, 1))

    page = client.get("/en/newsletter/?year=2019")
    archive = page.context["archive"]

    assert [(year.value, year.selected) for year in archive.years] == [
        ("2020", False),
        ("2019", True),
        ("2018", False),
    ]
    assert [card.number for card in archive.issues] == list(range(23, 11, -1))
    assert headings(page, "h2") == ["2019"]
    assert headings(client.get("/en/newsletter/"), "h2") == ["2020", "2019"]


def test_pages_of_a_year_keep_it(client):
    for number in range(PAGE_SIZE + 1):
        make_issue(slug=f"issue-{number}", date=date(2019, 1, 1 + number))

    archive = client.get("/en/newsletter/?year=2019").context["archive"]

    assert archive.next_url == "?year=2019&page=2"


def headings(response, level: str) -> list[str]:
    """Return the headings of one level."""
    main = parsed(response.content.decode()).find(".//main")
    return ["".join(one.itertext()) for one in main.iter(level)]


def test_an_approved_issue_is_listed_as_it_was_approved(client, user):
    issue = make_issue(picture=make_picture("Towers"))
    make_translation(issue, "de", title="Juni 2019")
    decide(issue, "de", "hold", user=user)
    freeze(issue, user=user)
    IssuePage.objects.update(title="Behind its back", subject="Behind its back", date="2020-01-01")
    issue.picture.delete()

    [card] = client.get("/en/newsletter/").context["archive"].issues
    [german] = client.get("/de/newsletter/").context["archive"].issues

    assert (card.label, card.title, card.date) == ("June 2019", issue.subject, date(2019, 6, 3))
    assert card.picture.card.url.startswith("/media/newsletter/")
    assert [link.language for link in card.languages] == ["en", "fr"]
    assert (german.label, german.language) == ("June 2019", "en")
    assert german.url == "/de/newsletter/juni-2019/"


def test_an_issue_that_is_opened_again_keeps_its_place_until_it_is_approved_anew(client, user):
    for month in (5, 6, 7):
        freeze(
            make_issue(slug=f"issue-{month}", number=month, date=date(2019, month, 3)), user=user
        )
    issue = IssuePage.objects.get(number=6)
    approval = current(issue)
    reopen(approval, user=user)
    issue.date = date(2018, 1, 1)
    issue.save_revision().publish()

    def listed() -> tuple[list[int], list[str]]:
        found = client.get("/en/newsletter/").context["archive"]
        return [card.number for card in found.issues], [year.value for year in found.years]

    assert listed() == ([7, 6, 5], ["2019"])
    assert client.get("/en/newsletter/?year=2018").status_code == 404
    whole = client.get("/en/newsletter/?year=2019").context["archive"]
    assert [card.number for card in whole.issues] == [7, 6, 5]

    freeze(IssuePage.objects.get(number=6), user=user)

    assert listed() == ([7, 5, 6], ["2019", "2018"])


@pytest.mark.parametrize("count", [1, 4])
def test_the_archive_costs_the_same_with_any_number_of_issues(
    client, user, count, django_assert_num_queries
):
    issues(count)
    freeze(IssuePage.objects.get(number=1), user=user)
    client.get("/fr/lettre-dinformation/")

    with django_assert_num_queries(7):
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


def test_home_names_the_newest_issue_as_it_was_approved(user):
    news = make_page(NewsPage, title="A report")
    make_translation(news, "de", title="Ein Bericht")
    issue = make_issue(entries(entry(news)))
    make_translation(issue, "de", title="Juni 2019")
    decide(issue, "de", "hold", user=user)
    freeze(issue, user=user)
    IssuePage.objects.update(subject="Behind its back")

    assert newest(Reading("en")).title == issue.subject
    assert (newest(Reading("de")).label, contents("de")) == ("June 2019", ["Ein Bericht"])


def test_home_names_nothing_that_was_removed_or_has_come_since(user):
    stays, redacted, new = (make_page(NewsPage, title=title) for title in ("Stays", "Gone", "New"))
    issue = make_issue(entries(entry(stays), entry(redacted)))
    approval = freeze(issue, user=user)
    assert contents() == ["Stays", "Gone"]

    redact(issue, redacted.translation_key, user=user, reason="Asked for.")
    reopen(approval, user=user)
    issue.sections = [entries(entry(new), entry(stays), entry(redacted))]
    issue.save()

    assert contents() == ["Stays"]


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
