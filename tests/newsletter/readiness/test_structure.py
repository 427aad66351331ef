"""Are the sections of an issue in order, and the pages that it names?"""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import PageViewRestriction

from cms.models import Deadline, Span
from cms.plugins.calls.models import CallPage
from cms.plugins.events.models import EventPage
from cms.plugins.news.models import NewsPage
from cms.testing.factories import make_page, make_translation
from newsletter.readiness import structure
from newsletter.readiness.draft import Draft
from tests.newsletter.conftest import agenda, block, entries, entry, line, make_issue


def found_in(issue):
    return list(structure.findings(Draft(issue)))


def messages(issue) -> list[str]:
    return [finding.message for finding in found_in(issue)]


def news_section(*chosen: dict) -> dict:
    return entries(*chosen, heading="News")


def test_issue_with_nothing_wrong_has_no_findings(june, news, event):
    issue = june(
        block("editorial", salutation="", text={"text": "<p>We write.</p>"}, sign_off=""),
        news_section(entry(news), entry(event)),
        agenda(line(event, is_pinned=True)),
    )

    assert messages(issue) == []


def test_empty_sections_are_told_by_their_name(june):
    issue = june(
        news_section(),
        block("entries", heading="", kind="events.eventpage", entries=[]),
        agenda(),
        block("calls", heading="", lines=[]),
    )

    assert messages(issue) == [
        "‘News’ has no entries yet; readers will not see it.",
        "‘Events’ has no entries yet; readers will not see it.",
        "‘Agenda’ finds nothing to show; readers will not see it.",
        "‘Open calls’ finds nothing to show; readers will not see it.",
    ]
    assert not any(finding.concerns_page for finding in found_in(issue))


def test_page_that_was_deleted_is_told_with_what_is_left_of_it(june, news):
    other = make_page(NewsPage, title="Another")
    issue = june(news_section(entry(news, headline="Own headline"), entry(other)))
    news.delete()

    [finding] = found_in(issue)

    assert (
        finding.message
        == "‘News’: the page of ‘Own headline’ was deleted. Remove it, or choose another page."
    )
    assert finding.url.startswith(reverse("wagtailadmin_pages:edit", args=[issue.pk]) + "#block-")


def test_page_that_was_unpublished_is_told_with_a_link_to_it(june, news):
    issue = june(news_section(entry(news)))
    news.unpublish()

    [finding] = found_in(issue)

    assert finding.message == "‘News’: ‘A thing happened’ is not published, so it is left out."
    assert finding.url == reverse("wagtailadmin_pages:edit", args=[news.pk])


def test_page_that_only_some_may_see_is_told(june, news):
    issue = june(news_section(entry(news)))
    PageViewRestriction.objects.create(
        page=news.get_parent(), restriction_type=PageViewRestriction.LOGIN
    )

    assert messages(issue) == [
        "‘News’: only some readers may see ‘A thing happened’, so it is left out."
    ]


def test_translation_is_told_when_its_source_is_not_public(june, news):
    translated = make_translation(news, "fr", title="Il s'est passé")
    issue = june(news_section(entry(translated)))
    news.unpublish()

    assert messages(issue) == ["‘News’: ‘Il s'est passé’ is not published, so it is left out."]


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (date(2019, 6, 1), date(2019, 6, 2), 1),
        (date(2019, 6, 1), date(2019, 6, 3), 0),
        (date(2019, 6, 3), date(2019, 6, 3), 0),
    ],
)
def test_event_before_the_date_of_the_issue_is_told(june, start, end, expected):
    event = make_page(EventPage, title="The Colloquium", span_rows=[Span(start=start, end=end)])
    issue = june(news_section(entry(event)))

    told = ["‘News’: ‘The Colloquium’ takes place before the date of the issue."]
    assert messages(issue) == told * expected


def test_call_that_closes_before_the_date_of_the_issue_is_told(june):
    call = make_page(
        CallPage, title="The Call", funder="EU", deadline_rows=[Deadline(day=date(2019, 5, 31))]
    )
    issue = june(news_section(entry(call)))

    assert messages(issue) == ["‘News’: ‘The Call’ closes before the day of the issue is over."]


@pytest.mark.parametrize(("day", "expected"), [(3, ["past"]), (4, [])])
def test_a_call_that_closes_on_the_day_of_the_issue_may_be_over_when_it_is_sent(
    june, day, expected
):
    call = make_page(
        CallPage, title="The Call", funder="EU", deadline_rows=[Deadline(day=date(2019, 6, day))]
    )
    issue = june(news_section(entry(call)))

    assert [finding.code for finding in found_in(issue)] == expected


def test_pinned_line_before_the_date_of_the_issue_is_told_and_a_hidden_one_is_not(june):
    past = make_page(
        EventPage, title="Past", span_rows=[Span(start=date(2019, 5, 1), end=date(2019, 5, 1))]
    )
    hidden = make_page(
        EventPage, title="Hidden", span_rows=[Span(start=date(2019, 5, 1), end=date(2019, 5, 1))]
    )
    issue = june(agenda(line(past, is_pinned=True), line(hidden, is_hidden=True)))

    assert messages(issue) == ["‘Agenda’: ‘Past’ takes place before the date of the issue."]


def test_line_of_a_page_without_dates_is_told(june, news, event):
    issue = june(
        agenda(line(news, is_pinned=True)),
        block("calls", heading="Calls", lines=[line(event, is_pinned=True)]),
    )

    assert messages(issue) == [
        "‘Agenda’: ‘A thing happened’ has no date and cannot stand in an agenda.",
        "‘Calls’: ‘The Colloquium’ is nothing that one can apply for.",
    ]


def test_editorial_of_the_issue_before_is_told(june):
    old = block("editorial", salutation="Dear all", text={"text": "<p>We write.</p>"}, sign_off="")
    make_issue(old, title="May 2019", slug="may-2019", date=date(2019, 5, 6))
    new = block("editorial", salutation="Dear all", text={"text": "<p>News.</p>"}, sign_off="")
    issue = june(
        block("editorial", salutation="", text={"text": "<p>We write.</p>"}, sign_off=""), new
    )

    assert messages(issue) == ["‘Editorial’ still has the text of the issue before."]


def test_page_that_stands_twice_in_a_section_is_told_once_for_each_entry_too_many(june, news):
    translated = make_translation(news, "fr", title="Il s'est passé")
    issue = june(news_section(entry(news), entry(translated), entry(news, audience="members")))

    found = found_in(issue)

    assert [(one.code, one.message, one.is_blocking) for one in found] == [
        ("page-twice", "‘News’: ‘Il s'est passé’ stands there twice.", False),
        ("page-twice", "‘News’: ‘A thing happened’ stands there twice.", False),
    ]
    places = [child.id for child in issue.sections[0].value["entries"]]
    assert [one.url.rpartition("#")[2] for one in found] == [
        f"block-{place}-section" for place in places[1:]
    ]


def test_page_with_words_for_the_web_and_words_for_the_mail_does_not_stand_twice(june, news, event):
    issue = june(
        news_section(entry(news, outlet="web"), entry(news, outlet="mail")),
        entries(entry(news), entry(event), heading="Also"),
    )

    assert messages(issue) == []


def test_entry_whose_page_is_not_chosen_yet_is_no_finding(june):
    unchosen = block("entry", page=None, outlet="everywhere", when_missing="fall_back")

    assert messages(june(news_section(unchosen))) == []


def test_number_of_queries_does_not_grow(june, news, event):
    def queries(issue) -> int:
        with CaptureQueriesContext(connection) as captured:
            found_in(issue)
        return len(captured)

    few = june(news_section(entry(news), entry(event)))
    pages = [make_page(NewsPage, title=f"News {each}") for each in range(8)]
    many = june(news_section(entry(news), entry(event), *(entry(page) for page in pages)))
    queries(few)

    assert queries(many) == queries(few)
