"""Is what somebody looks at what their readers get?"""

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale

from cms.languages.translation.requests import request_translations
from cms.languages.translation.review import finish
from cms.languages.translation.segments import fill, segments
from cms.plugins.news.models import NewsPage
from cms.testing.factories import make_administrator, make_page, make_translation
from newsletter.approval.decisions import decide
from newsletter.approval.freezing import freeze, reopen
from newsletter.approval.workflow import approve, set_up_workflow
from newsletter.frozen.redaction import redact
from newsletter.models import FrozenEdition
from newsletter.readiness.verdict import readiness
from newsletter.rendering import render
from newsletter.review.viewing import edition_on_web, mail_in_scheme, seen
from tests.newsletter.conftest import (
    editorial,
    entries,
    entry,
    make_issue,
    make_large_issue,
    words_of,
)
from tests.shared import shared

DRAFTS, APPROVED = 8, 3
"""Queries of all editions: of the issue, what is released with it, its pages and decisions; of decisions, approval and editions."""

pytestmark = pytest.mark.usefixtures("site")


@shared
def user(site):
    """Somebody who may do everything."""
    return make_administrator()


def told(issue) -> list[tuple]:
    """Return what becomes of every edition of an issue."""
    return [
        (one.language, one.audience, one.written_in, one.version, one.is_held, one.is_left_out)
        for one in seen(issue)
    ]


def test_a_draft_is_shown_as_it_would_go_out(user):
    issue = make_issue(editorial("<p>Before.</p>"), publish=False)
    issue.subject = "After"
    issue.save_revision()

    german, english, french = seen(issue)

    assert [one.subject for one in (german, english, french)] == ["After"] * 3
    assert (
        german.mail_html
        == render(issue.get_latest_revision_as_object(), "de", base="http://testserver").mail_html
    )
    assert german.mail_size == len(german.mail_html.encode())


def test_translations_that_its_publication_makes_public_are_shown_before_it(user):
    issue = make_issue(editorial("<p>We write.</p>"))
    make_translation(issue, "de", title="Juni 2019", words={issue.subject: "Sicherheit"})
    make_translation(
        issue, "fr", title="Juin 2019", words={issue.subject: "Brouillon"}, publish=False
    )
    issue.unpublish()

    german, _english, french = seen(issue)

    assert (german.subject, german.words_language) == ("Sicherheit", "de")
    assert (french.subject, french.words_language) == (issue.subject, "en")


def ready(issue, *languages: str, user, release: str) -> None:
    """Translate an issue, so that it goes public with its source."""
    locales = list(Locale.objects.filter(language_code__in=languages))
    for record in request_translations(issue, locales, release=release, released_by=user):
        tag = record.target_locale.language_code
        fill(record, {each.source: f"{each.source} ({tag})" for each in segments(record)})
        finish(record, user)


@pytest.mark.parametrize("release", ["when_ready", "together"])
def test_a_translation_that_is_ready_is_shown_as_its_approval_will_freeze_it(user, release):
    issue = make_issue(editorial("<p>We write.</p>"), publish=False)
    ready(issue, "de", "fr", user=user, release=release)

    def subjects() -> list[tuple]:
        return [
            (one.subject, one.words_language, "We write. (de)" in one.mail_html)
            for one in seen(issue)
        ]

    before = subjects()
    assert [finding.code for finding in readiness(issue).findings] == []
    assert not issue.get_translations().live().exists()  # nothing was published by looking
    set_up_workflow(Group.objects.create(name="Those who approve"))
    approve(issue, user=user)
    issue.refresh_from_db()

    assert before == [
        (f"{issue.subject} (de)", "de", True),
        (issue.subject, "en", False),
        (f"{issue.subject} (fr)", "fr", False),
    ]
    assert [one.version for one in seen(issue)] == [1, 1, 1]
    assert subjects() == before


def test_a_translation_that_is_ready_is_not_shown_where_it_will_not_go_public(user):
    issue = make_issue(editorial("<p>We write.</p>"), publish=False)
    ready(issue, "de", user=user, release="by_hand")
    ready(issue, "fr", user=user, release="when_ready")
    issue.subject = "Words that nobody was given"
    issue.save_revision()

    assert [one.words_language for one in seen(issue)] == ["en", "en", "en"]


def test_languages_that_are_ready_cost_the_same_whatever_their_number(user):
    def queries(issue) -> int:
        seen(issue)
        with CaptureQueriesContext(connection) as captured:
            seen(issue)
        return len(captured)

    one, two = (make_issue(editorial("<p>Hm.</p>"), slug=s, publish=False) for s in "ab")
    ready(one, "de", user=user, release="when_ready")
    ready(two, "de", "fr", user=user, release="when_ready")

    assert queries(one) == queries(two)


def test_every_decision_is_told(user):
    issue = make_issue(editorial("<p>We write.</p>"))
    decide(issue, "de", "hold", user=user)
    decide(issue, "fr", "drop", user=user)

    assert told(issue) == [
        ("de", "everyone", "de", 0, True, False),
        ("en", "everyone", "en", 0, False, False),
        ("fr", "everyone", "en", 0, False, True),
    ]


def test_what_is_approved_is_shown_as_it_was_frozen(user):
    news = make_page(NewsPage, title="A report")
    issue = make_issue(entries(entry(news)))
    decide(issue, "de", "hold", user=user)
    approval = freeze(issue, user=user)
    news.title = "Another report"
    news.save_revision().publish()

    german, english, _french = seen(issue)

    assert [one[3] for one in told(issue)] == [0, 1, 1]
    assert "Another report" in german.mail_html
    assert "Another report" not in english.mail_html
    assert english.mail_html == approval.editions.get(language="en").mail_html
    assert "Another report" not in words_of(edition_on_web(english).web)
    assert "A report" in words_of(edition_on_web(english).web)

    reopen(approval, user=user)

    assert [one[3] for one in told(issue)] == [0, 0, 0]
    assert "Another report" in seen(issue, ["en"])[0].mail_html


def test_numbers_are_the_same_before_and_after_the_approval(user):
    first = make_page(NewsPage, title="One")
    make_translation(first, "de", title="Eins")
    second = make_page(NewsPage, title="Two")
    issue = make_issue(entries(entry(first), entry(second)), entries(entry(first)))

    def numbers() -> list[tuple]:
        return [(one.entries, one.fallbacks, one.mail_size) for one in seen(issue)]

    before = numbers()
    freeze(issue, user=user)

    assert [one[:2] for one in before] == [(2, 1), (2, 0), (2, 2)]
    assert numbers() == before


def test_members_have_a_row_where_their_edition_differs(user):
    page, other = make_page(NewsPage, title="For all"), make_page(NewsPage, title="For members")
    issue = make_issue(entries(entry(page), entry(other, audience="members", when_missing="drop")))

    assert [one[:2] for one in told(issue)] == [
        ("de", "everyone"),
        ("en", "everyone"),
        ("en", "members"),
        ("fr", "everyone"),
    ]


def test_the_mail_of_a_redacted_edition_is_not_kept(user):
    news = make_page(NewsPage, title="A report")
    issue = make_issue(entries(entry(news)))
    freeze(issue, user=user)

    redact(issue, news.translation_key, user=user, reason="Asked for.")

    assert [(one.is_redacted, one.mail_html) for one in seen(issue, ["en"])] == [(True, "")]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_colour_scheme_is_that_of_the_mail_itself(scheme):
    issue = make_issue(
        editorial("<p>We write (prefers-color-scheme:dark), color-scheme:light dark.</p>")
    )
    html = render(issue, "en", base="http://testserver").mail_html
    head, body = html.split("</head>")

    shown_head, shown_body = mail_in_scheme(html, scheme).split("</head>")

    assert shown_body == body
    assert "(prefers-color-scheme:dark)" in head
    assert "prefers-color-scheme" not in shown_head
    assert "light dark" not in shown_head
    assert f'<meta name="color-scheme" content="{scheme}">' in shown_head
    condition = {"dark": "@media all{", "light": "@media not all{"}[scheme]
    assert shown_head.count(condition) == 1


def test_all_editions_cost_the_same_whatever_the_size_of_the_issue(user, django_assert_num_queries):
    counts = []
    for size in (4, 12):
        issue = make_large_issue(size, slug=f"large-{size}")
        seen(issue)
        with django_assert_num_queries(DRAFTS):
            counts.append(seen(issue)[0].entries)
        freeze(issue, user=user)
        with django_assert_num_queries(APPROVED):
            assert seen(issue)[0].version == 1

    assert counts[0] < counts[1]
    assert FrozenEdition.objects.count() == 6
