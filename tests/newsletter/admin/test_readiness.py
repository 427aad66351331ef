"""Are editors told what to look at, without being kept from saving?"""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import PageViewRestriction
from wagtail.test.utils.form_data import nested_form_data, streamfield

from cms.languages.opening import open_language
from cms.models import Deadline, Span
from cms.plugins.calls.models import CallPage
from cms.plugins.events.models import EventPage
from cms.plugins.news.models import NewsPage
from cms.testing.factories import make_page, make_translation
from newsletter.models import IssuePage
from newsletter.readiness.inspection import findings
from tests.newsletter.admin.conftest import block, entry, line, said


def messages(issue) -> list[str]:
    return [finding.message for finding in findings(issue)]


def agenda(*lines: dict, **value: object) -> dict:
    days = {"heading": "", "start": None, "end": None, "countries": [], "undated": True}
    return block("agenda", **{**days, **value}, lines=list(lines))


def news_section(*entries: dict) -> dict:
    return block("entries", heading="News", entries=list(entries))


@pytest.fixture
def june(make_issue):
    """Return an issue of June with the sections that are given."""
    return lambda *sections: make_issue("June 2019", date(2019, 6, 3), *sections)


def test_issue_with_nothing_wrong_has_no_findings(june, news, event):
    issue = june(
        block("editorial", salutation="", text={"text": "<p>We write.</p>"}, sign_off=""),
        news_section(entry(news.pk), entry(event.pk)),
        agenda(line(event.pk, is_pinned=True)),
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
    assert not any(finding.concerns_page for finding in findings(issue))


def test_held_entry_tells_in_which_languages_it_is_missing(june, news, event):
    open_language("de")
    make_translation(news, "fr")
    make_translation(event, "fr", publish=False)
    issue = june(
        news_section(
            entry(news.pk, when_missing="hold"),
            entry(event.pk, when_missing="hold"),
            entry(news.pk),
        )
    )

    found = findings(issue)

    assert [finding.message for finding in found] == [
        f"‘News’: ‘{news.title}’ is not translated into German. It holds the issue back there.",
        f"‘News’: ‘{event.title}’ is not translated into French and German. It holds the issue back there.",
    ]
    assert found[0].url == reverse("wagtailadmin_pages:edit", args=[news.pk])


def test_page_that_was_deleted_is_told_with_what_is_left_of_it(june, news):
    other = make_page(NewsPage, title="Another")
    issue = june(news_section(entry(news.pk, headline="Own headline"), entry(other.pk)))
    news.delete()

    [finding] = findings(issue)

    assert (
        finding.message
        == "‘News’: the page of ‘Own headline’ was deleted. Remove it, or choose another page."
    )
    assert finding.url.startswith(reverse("wagtailadmin_pages:edit", args=[issue.pk]) + "#block-")


def test_page_that_was_unpublished_is_told_with_a_link_to_it(june, news):
    issue = june(news_section(entry(news.pk)))
    news.unpublish()

    [finding] = findings(issue)

    assert finding.message == "‘News’: ‘A thing happened’ is not published, so it is left out."
    assert finding.url == reverse("wagtailadmin_pages:edit", args=[news.pk])


def test_page_that_only_some_may_see_is_told(june, news):
    issue = june(news_section(entry(news.pk)))
    PageViewRestriction.objects.create(
        page=news.get_parent(), restriction_type=PageViewRestriction.LOGIN
    )

    assert messages(issue) == [
        "‘News’: only some readers may see ‘A thing happened’, so it is left out."
    ]


def test_translation_is_told_when_its_source_is_not_public(june, news):
    translated = make_translation(news, "fr", title="Il s'est passé")
    issue = june(news_section(entry(translated.pk)))
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
    issue = june(news_section(entry(event.pk)))

    told = ["‘News’: ‘The Colloquium’ takes place before the date of the issue."]
    assert messages(issue) == told * expected


def test_call_that_closes_before_the_date_of_the_issue_is_told(june):
    call = make_page(
        CallPage, title="The Call", funder="EU", deadline_rows=[Deadline(day=date(2019, 5, 31))]
    )
    issue = june(news_section(entry(call.pk)))

    assert messages(issue) == ["‘News’: ‘The Call’ closes before the date of the issue."]


def test_pinned_line_before_the_date_of_the_issue_is_told_and_a_hidden_one_is_not(june):
    past = make_page(
        EventPage, title="Past", span_rows=[Span(start=date(2019, 5, 1), end=date(2019, 5, 1))]
    )
    hidden = make_page(
        EventPage, title="Hidden", span_rows=[Span(start=date(2019, 5, 1), end=date(2019, 5, 1))]
    )
    issue = june(agenda(line(past.pk, is_pinned=True), line(hidden.pk, is_hidden=True)))

    assert messages(issue) == ["‘Agenda’: ‘Past’ takes place before the date of the issue."]


def test_line_of_a_page_without_dates_is_told(june, news, event):
    issue = june(
        agenda(line(news.pk, is_pinned=True)),
        block("calls", heading="Calls", lines=[line(event.pk, is_pinned=True)]),
    )

    assert messages(issue) == [
        "‘Agenda’: ‘A thing happened’ has no date and cannot stand in an agenda.",
        "‘Calls’: ‘The Colloquium’ is nothing that one can apply for.",
    ]


def test_editorial_of_the_issue_before_is_told(make_issue, june):
    old = block("editorial", salutation="Dear all", text={"text": "<p>We write.</p>"}, sign_off="")
    make_issue("May 2019", date(2019, 5, 6), old)
    new = block("editorial", salutation="Dear all", text={"text": "<p>News.</p>"}, sign_off="")
    issue = june(
        block("editorial", salutation="", text={"text": "<p>We write.</p>"}, sign_off=""), new
    )

    assert messages(issue) == ["‘Editorial’ still has the text of the issue before."]


def test_entry_whose_page_is_not_chosen_yet_is_no_finding(june):
    assert messages(june(news_section(entry(None)))) == []


def test_number_of_queries_does_not_grow(june, news, event):
    def queries(issue) -> int:
        with CaptureQueriesContext(connection) as captured:
            findings(issue)
        return len(captured)

    few = june(news_section(entry(news.pk), entry(event.pk)))
    pages = [make_page(NewsPage, title=f"News {each}") for each in range(8)]
    many = june(news_section(entry(news.pk), entry(event.pk), *(entry(page.pk) for page in pages)))
    queries(few)

    assert queries(many) == queries(few)


# In the editor


def form_of(issue, *sections: tuple[str, dict], **fields) -> dict:
    return nested_form_data(
        {
            "title": issue.title,
            "slug": issue.slug,
            "number": "",
            "date": str(issue.date),
            "subject": "What cities do",
            "preheader": "The best of it.",
            "picture": "",
            "sections": streamfield(sections),
            "seo_title": "",
            "search_description": "",
            "comments-TOTAL_FORMS": "0",
            "comments-INITIAL_FORMS": "0",
            "comments-MIN_NUM_FORMS": "0",
            "comments-MAX_NUM_FORMS": "",
            **fields,
        }
    )


def empty_section() -> tuple[str, dict]:
    return ("entries", {"kind": "", "heading": "News", "entries": streamfield([])})


def section_with(page) -> tuple[str, dict]:
    words = {
        "headline": "",
        "teaser": "",
        "link_text": "",
        "outlet": "everywhere",
        "when_missing": "fall_back",
    }
    return (
        "entries",
        {
            "kind": "",
            "heading": "News",
            "entries": streamfield([("entry", {"page": str(page.pk), **words})]),
        },
    )


def test_saving_tells_the_findings_once(admin, june):
    issue = june()
    edit = reverse("wagtailadmin_pages:edit", args=[issue.pk])

    response = admin.post(edit, form_of(issue, empty_section()), follow=True)

    assert response.redirect_chain == [(edit, 302)]
    assert ["has no entries yet" in message for message in said(response)] == [False, True]
    assert len(IssuePage.objects.get(pk=issue.pk).get_latest_revision_as_object().sections) == 1


def test_publishing_tells_the_findings_too(admin, june, archive):
    issue = june()
    edit = reverse("wagtailadmin_pages:edit", args=[issue.pk])

    response = admin.post(
        edit, form_of(issue, empty_section(), **{"action-publish": "1"}), follow=True
    )

    assert response.redirect_chain == [(reverse("wagtailadmin_explore", args=[archive.pk]), 302)]
    assert ["has no entries yet" in message for message in said(response)] == [False, True]


def test_new_issue_tells_the_findings(admin, archive, news):
    news.unpublish()
    create = reverse("wagtailadmin_pages:add", args=["newsletter", "issuepage", archive.pk])
    fields = {"title": "June 2019", "slug": "june-2019", "date": date(2019, 6, 3)}

    response = admin.post(
        create, form_of(type("Form", (), fields), section_with(news)), follow=True
    )

    assert any("‘A thing happened’ is not published" in message for message in said(response))


def test_saving_by_itself_says_nothing(admin, june):
    issue = june()
    edit = reverse("wagtailadmin_pages:edit", args=[issue.pk])

    saved = admin.post(
        edit, form_of(issue, empty_section()), headers={"accept": "application/json"}
    )

    assert saved.json()["success"] is True
    assert said(admin.get(reverse("wagtailadmin_home"))) == []


def test_opening_tells_what_has_gone_and_nothing_about_sections(admin, june, news):
    issue = june(news_section(entry(news.pk)), news_section())
    edit = reverse("wagtailadmin_pages:edit", args=[issue.pk])
    assert said(admin.get(edit)) == []

    news.unpublish()

    [message] = said(admin.get(edit))
    assert "‘A thing happened’ is not published" in message
    assert "has no entries" not in message


def test_titles_cannot_carry_markup_into_the_message(admin, june):
    page = make_page(NewsPage, title="<script>alert(1)</script>")
    issue = june(news_section(entry(page.pk)))
    page.unpublish()

    [message] = said(admin.get(reverse("wagtailadmin_pages:edit", args=[issue.pk])))

    assert "<script>" not in message
    assert "&lt;script&gt;" in message
