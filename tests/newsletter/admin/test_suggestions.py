"""Does an editor get to see what the issue lacks, and only that?"""

from datetime import UTC, date, datetime

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageViewRestriction

from cms.languages.opening import open_language
from cms.languages.translation.states import State
from cms.models import ContentPage, Deadline, Span
from cms.plugins.calls.models import CallPage
from cms.plugins.events.models import EventPage
from cms.plugins.news.models import NewsPage
from cms.testing.factories import make_page, make_translation
from newsletter.models import IssuePage
from newsletter.suggestions import add, suggestions
from tests.newsletter.admin.conftest import block, entry, said

AUGUST = date(2019, 8, 1)


def published_on(page, *day: int):
    """Return a page as if it had been public since a day."""
    ContentPage.objects.filter(pk=page.pk).update(first_published_at=datetime(*day, 12, tzinfo=UTC))
    return page


def titles(issue) -> dict[str, list[str]]:
    return {
        group.kind: [each.page.title for each in group.suggestions] for group in suggestions(issue)
    }


def suggestion(issue, page):
    return next(
        each
        for group in suggestions(issue)
        for each in group.suggestions
        if each.page.pk == page.pk
    )


@pytest.fixture
def july(make_issue):
    return make_issue("July 2019", date(2019, 7, 1))


@pytest.fixture
def august(make_issue, july):
    return make_issue("August 2019", AUGUST, publish=False)


def test_news_since_the_last_issue_is_suggested_and_older_is_not(august):
    published_on(make_page(NewsPage, title="Before"), 2019, 6, 30)
    published_on(make_page(NewsPage, title="After"), 2019, 7, 2)
    published_on(make_page(NewsPage, title="Later"), 2019, 7, 20)

    assert titles(august) == {"news.newspage": ["Later", "After"]}


def test_first_issue_is_offered_everything(july):
    published_on(make_page(NewsPage, title="Before"), 2001, 6, 30)

    assert titles(july) == {"news.newspage": ["Before"]}


def test_what_is_not_public_is_not_suggested(august):
    make_page(NewsPage, title="Draft", publish=False)
    secret = make_page(NewsPage, title="Secret")
    PageViewRestriction.objects.create(page=secret, restriction_type=PageViewRestriction.LOGIN)

    assert titles(august) == {}


def test_what_stood_in_an_earlier_issue_is_not_suggested_again(make_issue, august):
    page = make_page(NewsPage, title="Told already")
    translated = make_translation(page, "fr", title="Déjà dit")
    make_issue(
        "June 2019", date(2019, 6, 3), block("entries", heading="", entries=[entry(translated.pk)])
    )
    make_issue(
        "September 2019", date(2019, 9, 2), block("entries", heading="", entries=[entry(page.pk)])
    )

    assert titles(august) == {}


def test_what_stands_in_a_later_issue_only_is_suggested(make_issue, august):
    page = make_page(NewsPage, title="Told later")
    make_issue(
        "September 2019", date(2019, 9, 2), block("entries", heading="", entries=[entry(page.pk)])
    )

    assert titles(august) == {"news.newspage": ["Told later"]}


def test_what_is_in_the_draft_is_not_suggested(august, news):
    august.sections = [block("entries", heading="", entries=[entry(news.pk)])]
    august.save_revision()

    assert titles(august.get_latest_revision_as_object()) == {}


def test_events_ahead_come_by_date_even_if_they_stood_in_an_earlier_issue(make_issue, august):
    def event(title: str, *day: int):
        start = date(*day)
        return published_on(
            make_page(EventPage, title=title, span_rows=[Span(start=start, end=start)]), 2019, 1, 1
        )

    event("Last month", 2019, 7, 4)
    later = event("In October", 2019, 10, 4)
    event("In August", 2019, 8, 4)
    make_issue(
        "June 2019", date(2019, 6, 3), block("entries", heading="", entries=[entry(later.pk)])
    )

    assert titles(august) == {"events.eventpage": ["In August", "In October"]}
    assert suggestion(august, later).earlier == "June 2019"
    assert suggestion(august, later).first_day == date(2019, 10, 4)
    assert not suggestion(august, later).is_new


def test_calls_that_are_open_on_the_day_of_the_issue_are_suggested(august):
    def call(title: str, day: date):
        page = make_page(CallPage, title=title, funder="EU", deadline_rows=[Deadline(day=day)])
        return published_on(page, 2019, 1, 1)

    call("Closed in July", date(2019, 7, 31))
    still_open = call("Open until September", date(2019, 9, 2))

    assert titles(august) == {"calls.callpage": ["Open until September"]}
    assert suggestion(august, still_open).deadline.date() == date(2019, 9, 2)


def test_state_of_each_language_is_told(august, news):
    open_language("de")
    open_language("it")
    make_translation(news, "fr")
    make_translation(news, "de", publish=False)

    assert suggestion(august, news).versions == (
        ("de", State.STARTED),
        ("en", State.SOURCE),
        ("fr", State.CURRENT),
        ("it", State.MISSING),
    )


def test_translation_is_outdated_once_words_of_its_source_have_changed(august, news):
    make_translation(news, "fr")
    news.summary = "Another summary."
    news.save_revision().publish()

    states = dict(suggestion(august, news).versions)

    assert states == {"en": State.SOURCE, "fr": State.OUTDATED}


def test_number_of_queries_does_not_grow(august, make_issue):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            offered = suggestions(IssuePage.objects.get(pk=august.pk))
        assert sum(len(group.suggestions) for group in offered) == count
        return len(captured)

    def more(kind, number: int, **rows):
        for each in range(number):
            page = make_page(
                kind,
                title=f"{kind.__name__} {number} {each}",
                **{name: [row()] for name, row in rows.items()},
            )
        make_translation(page, "fr")

    def span():
        return Span(start=date(2030, 1, 1), end=date(2030, 1, 1))

    more(NewsPage, 2)
    more(EventPage, 1, span_rows=span)
    count = 3
    past = published_on(make_page(NewsPage, title="Past"), 2019, 1, 1)
    make_issue(
        "June 2019", date(2019, 6, 3), block("entries", heading="", entries=[entry(past.pk)])
    )
    queries()  # content types and languages are read once
    few = queries()

    more(NewsPage, 15)
    more(EventPage, 12, span_rows=span)
    make_issue("May 2019", date(2019, 5, 3), block("entries", heading="", entries=[entry(past.pk)]))
    count = 30

    assert queries() == few
    assert few <= 11


# Adding


def test_what_is_ticked_goes_to_the_section_of_its_kind(august, news, event):
    older = make_page(NewsPage, title="Older")
    august.sections = [
        block("entries", heading="Coming up", kind="events.eventpage", entries=[]),
        block("entries", heading="What happened", entries=[entry(older.pk, headline="Own words")]),
        block("agenda", heading="", start=None, end=None, countries=[], undated=True, lines=[]),
    ]

    add(august, [event, news])

    coming, happened, agenda = august.sections
    assert [child.value["page"] for child in coming.value["entries"]] == [event.pk]
    assert [child.value["page"] for child in happened.value["entries"]] == [older.pk, news.pk]
    assert happened.value["entries"][0].value["headline"] == "Own words"
    assert happened.value["entries"][1].value["when_missing"] == "fall_back"
    assert agenda.block_type == "agenda"


def test_kind_without_a_section_gets_one_after_the_last_entries(august, news, event):
    august.sections = [
        block("editorial", salutation="", text={"text": "<p>We write.</p>"}, sign_off=""),
        block("agenda", heading="", start=None, end=None, countries=[], undated=True, lines=[]),
    ]

    add(august, [event, news])

    assert [(section.block_type, section.value.get("kind", "")) for section in august.sections] == [
        ("editorial", ""),
        ("entries", "events.eventpage"),
        ("entries", "news.newspage"),
        ("agenda", ""),
    ]


def test_adding_keeps_the_identity_of_what_is_there(august, news):
    august.sections = [block("entries", heading="", kind="news.newspage", entries=[entry(1)])]
    before = august.sections.get_prep_value()

    add(august, [news])

    after = august.sections.get_prep_value()
    assert after[0]["id"] == before[0]["id"]
    assert after[0]["value"]["entries"][0]["id"] == before[0]["value"]["entries"][0]["id"]


# The view


def suggestions_url(issue) -> str:
    return reverse("newsletter_admin:suggestions", args=[issue.pk])


def chosen(issue) -> list[int]:
    draft = IssuePage.objects.get(pk=issue.pk).get_latest_revision_as_object()
    return [child.value["page"] for section in draft.sections for child in section.value["entries"]]


def test_page_shows_titles_and_languages_and_changes_nothing(admin, august, news):
    make_translation(news, "fr")
    revisions = august.revisions.count()

    page = admin.get(suggestions_url(august)).content.decode()

    for words in ("A thing happened", "translated", "original", "new since the last issue"):
        assert words in page
    assert august.revisions.count() == revisions


def test_each_state_has_a_sign_of_its_own(admin, august, news):
    make_translation(news, "fr")
    open_language("de")

    page = BeautifulSoup(admin.get(suggestions_url(august)).content, "html.parser")

    assert {
        cell.get_text(strip=True): cell.svg.use["href"]
        for cell in page.select("td.suggestions__language")
    } == {"original": "#icon-doc-full", "translated": "#icon-check", "missing": "#icon-minus"}


def test_ticked_pages_are_added_to_a_new_revision_of_the_draft(admin, august, news, event):
    august.title = "Only in the draft"
    august.save_revision()
    revisions = august.revisions.count()

    response = admin.post(suggestions_url(august), {"pages": [str(news.pk)]}, follow=True)

    assert response.redirect_chain == [(reverse("wagtailadmin_pages:edit", args=[august.pk]), 302)]
    assert chosen(august) == [news.pk]
    assert august.revisions.count() == revisions + 1
    draft = IssuePage.objects.get(pk=august.pk).get_latest_revision_as_object()
    assert (draft.title, draft.latest_revision.user.username) == (
        "Only in the draft",
        "administrator",
    )
    assert any(
        "1 entry was added" in message and "A thing happened" in message
        for message in said(response)
    )


def test_adding_to_a_published_issue_changes_its_draft_only(admin, july, news):
    admin.post(suggestions_url(july), {"pages": [str(news.pk)]})

    assert chosen(july) == [news.pk]
    assert list(IssuePage.objects.get(pk=july.pk).sections) == []


@pytest.mark.parametrize("value", ["999999", "x", "-1", "1\x00", "9" * 40, "<script>"])
def test_what_was_not_offered_is_not_added(admin, august, news, value):
    response = admin.post(suggestions_url(august), {"pages": [value]}, follow=True)

    assert chosen(august) == []
    assert ["1 page was not added" in message for message in said(response)] == [True]


def test_nothing_ticked_is_told(admin, august, news):
    response = admin.post(suggestions_url(august), {}, follow=True)

    assert ["Nothing was ticked" in message for message in said(response)] == [True]


def test_locked_issue_is_left_alone_with_a_message(admin, august, news, django_user_model):
    august.locked = True
    august.locked_at = timezone.now()
    august.locked_by = django_user_model.objects.create_user("somebody", password="password")
    august.save()

    response = admin.post(suggestions_url(august), {"pages": [str(news.pk)]}, follow=True)

    assert chosen(august) == []
    assert ["locked" in message for message in said(response)] == [True]
    assert "Add what is ticked" not in response.content.decode()


def test_who_locked_the_issue_may_add(admin, august, news, django_user_model):
    august.locked = True
    august.locked_by = django_user_model.objects.get(username="administrator")
    august.save()

    admin.post(suggestions_url(august), {"pages": [str(news.pk)]})

    assert chosen(august) == [news.pk]


def test_editor_with_rights_on_the_archive_may_add(login, archive, august, news):
    editor = login(archive, "change")

    assert "A thing happened" in editor.get(suggestions_url(august)).content.decode()
    editor.post(suggestions_url(august), {"pages": [str(news.pk)]})

    assert chosen(august) == [news.pk]


@pytest.mark.parametrize("permissions", [(), ("add",)])
def test_who_may_not_edit_the_issue_is_refused(login, archive, august, news, permissions):
    other = login(archive, *permissions)

    for response in (
        other.get(suggestions_url(august)),
        other.post(suggestions_url(august), {"pages": [news.pk]}),
    ):
        assert response.status_code == 302
        assert response.url == reverse("wagtailadmin_home")
    assert chosen(august) == []


def test_visitor_is_sent_to_the_login(client, august):
    assert client.get(suggestions_url(august)).url.startswith(reverse("wagtailadmin_login"))


def test_other_pages_have_no_suggestions(admin, archive, news):
    for page in (archive, news):
        assert admin.get(suggestions_url(page), follow=True).status_code == 404
