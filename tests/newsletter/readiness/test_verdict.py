"""Can an issue go out, and in which languages?"""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale

from cms.languages.opening import open_language
from cms.languages.translation.requests import request_translations
from cms.models import Promotion
from cms.plugins.news.models import NewsPage
from cms.testing.factories import make_page, make_picture, make_translation
from newsletter.models import IssuePage
from newsletter.readiness.verdict import readiness
from tests.newsletter.conftest import (
    agenda,
    block,
    editorial,
    entries,
    entry,
    make_large_issue,
)


def codes(issue, language: str) -> list[str]:
    return [finding.code for finding in readiness(issue).verdicts[language].findings]


def test_an_issue_in_which_all_is_well_has_no_findings_in_its_own_language(june, news, event):
    issue = june(
        editorial(f'<p>We write of <a linktype="page" id="{news.pk}">what happened</a>.</p>'),
        entries(entry(news), entry(event)),
        agenda(),
        publish=False,
    )

    verdict = readiness(issue, languages=("en",)).verdicts["en"]

    assert verdict.findings == ()
    assert not verdict.is_blocked
    assert 1_000 < verdict.mail_size < 40_000


def test_every_open_language_gets_a_verdict_in_the_order_of_the_tags(june, news):
    issue = june(entries(entry(news, when_missing="hold")), publish=False)
    make_translation(news, "fr")

    found = readiness(issue)

    assert list(found.verdicts) == ["de", "en", "fr"]
    assert found.blocked() == ["de"]
    assert found.blocked(("en", "fr")) == []


def test_what_concerns_all_languages_stands_in_every_verdict_and_once_in_the_list(june, news):
    issue = june(entries(entry(news)), publish=False)
    news.unpublish()

    found = readiness(issue)

    assert [verdict.is_blocked for verdict in found.verdicts.values()] == [True, True, True]
    assert [f.languages for f in found.findings if f.code == "page-unpublished"] == [()]


def test_the_same_finding_in_two_languages_is_listed_once_with_both(june, news):
    issue = june(entries(entry(news)), publish=False)

    found = readiness(issue)

    missing = [finding for finding in found.findings if finding.code == "entry-missing"]
    assert [finding.languages for finding in missing] == [("de", "fr")]
    assert "entry-missing" in codes(issue, "fr")
    assert "entry-missing" not in codes(issue, "en")


@pytest.mark.parametrize("name", ["subject", "preheader"])
def test_a_draft_without_subject_or_preheader_is_blocked(june, name):
    issue = june(publish=False)
    setattr(issue, name, " ")

    found = readiness(issue, languages=("en",))

    assert [(finding.code, finding.weight) for finding in found.findings] == [
        (f"{name}-missing", "blocking")
    ]


def test_what_was_saved_last_is_judged_and_not_what_is_public(june, news):
    issue = june(entries(entry(news)))
    issue.sections = []
    issue.subject = ""
    issue.save_revision(clean=False)

    draft = IssuePage.objects.get(pk=issue.pk).get_latest_revision_as_object()

    assert codes(draft, "en") == ["subject-missing"]
    assert codes(IssuePage.objects.get(pk=issue.pk), "en") == []


def test_a_mail_that_is_too_large_blocks(june):
    issue = june(
        block(
            "text",
            heading="Thanks",
            body=[
                block("paragraph", text=f"<p>{number} {'word ' * 3000}</p>") for number in range(7)
            ],
        ),
        publish=False,
    )

    found = readiness(issue, languages=("en",))

    assert found.verdicts["en"].mail_size > 90_000
    assert [finding.code for finding in found.findings] == ["mail-too-large"]
    assert found.blocked() == ["en"]


def test_an_entry_for_members_is_judged_too(june):
    first = make_page(NewsPage, title="First")
    second = make_page(NewsPage, title="Second", picture=make_picture("Square"))
    issue = june(entries(entry(first), entry(second, audience="members")), publish=False)

    assert codes(issue, "en") == ["picture-credit"]


def test_a_promotion_whose_page_is_gone_blocks(june, news):
    promotion = Promotion.objects.create(
        title="Join", text="It helps.", button="How to join", page=news, locale=news.locale
    )
    issue = june(block("promotion", promotion=promotion.pk), publish=False)
    assert codes(issue, "en") == []

    news.unpublish()

    assert codes(issue, "en") == ["promotion-lost"]


def test_a_promotion_that_was_deleted_blocks(june, news):
    promotion = Promotion.objects.create(
        title="Join", text="It helps.", button="How to join", page=news, locale=news.locale
    )
    issue = june(block("promotion", promotion=promotion.pk), publish=False)
    promotion.delete()

    found = readiness(issue).findings

    [finding] = [finding for finding in found if not finding.code.startswith("issue-")]

    assert (finding.code, finding.weight, finding.languages) == (
        "promotion-deleted",
        "blocking",
        (),
    )
    assert finding.url.endswith(f"#block-{issue.sections[0].id}-section")


def empty_sections(issue) -> list[tuple]:
    return [
        (finding.message, finding.languages)
        for finding in readiness(issue).findings
        if finding.code == "section-empty"
    ]


def test_a_section_that_is_left_out_in_one_language_is_told_there(june, news):
    make_translation(news, "fr")
    issue = june(
        entries(entry(news, when_missing="drop"), heading="News"), entries(heading="Empty")
    )

    assert empty_sections(issue) == [
        ("‘Empty’ has no entries yet; readers will not see it.", ()),
        ("‘News’ has nothing to show; readers will not see it.", ("de",)),
    ]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (
            {"audience": "members"},
            "‘News’ has nothing to show on the web; it stands in the mail alone.",
        ),
        ({"outlet": "mail"}, "‘News’ has nothing to show on the web; it stands in the mail alone."),
        ({"outlet": "web"}, "‘News’ has nothing to show in the mail; it stands on the web alone."),
    ],
)
def test_a_section_that_only_some_forms_have_is_told(june, news, rule, expected):
    issue = june(entries(entry(news, **rule), heading="News"), publish=False)

    assert empty_sections(issue) == [(expected, ())]


def test_words_of_a_page_in_two_sections_are_left_once(june, news):
    issue = june(entries(entry(news), heading="One"), entries(entry(news), heading="Two"))
    make_translation(issue, "de")
    request_translations(news, [Locale.objects.get(language_code="fr")])

    verdict = readiness(issue).verdicts["de"]

    assert [finding.words_left for finding in verdict.findings] == [15, 15]
    assert verdict.words_left == 15


def test_new_words_of_the_issue_are_not_counted_on_top_of_its_others(june, news):
    issue = june(publish=False)
    request_translations(issue, [Locale.objects.get(language_code="de")])
    issue.subject = "Another subject"
    issue.save_revision()

    verdict = readiness(issue.get_latest_revision_as_object()).verdicts["de"]

    left = {finding.code: finding.words_left for finding in verdict.findings}
    assert set(left) == {"issue-changed", "issue-missing"}
    assert min(left.values()) > 0
    assert verdict.words_left == max(left.values())


def test_the_number_of_queries_depends_neither_on_entries_nor_on_languages(site):
    def queries(issue) -> int:
        readiness(issue)  # what is kept for a while: languages, names, sizes of pictures
        with CaptureQueriesContext(connection) as captured:
            readiness(issue)
        return len(captured)

    few = make_large_issue(4, slug="few", publish=False)
    of_few = queries(few)
    many = make_large_issue(16, slug="many", publish=False)

    assert queries(many) == of_few
    for tag in ("es", "pl"):
        open_language(tag)
    assert list(readiness(many).verdicts) == ["de", "en", "es", "fr", "pl"]
    assert queries(many) == of_few


def test_a_past_event_is_told_in_every_language(june, event):
    event.span_rows.update(start=date(2019, 5, 1), end=date(2019, 5, 1))
    issue = june(entries(entry(event)), publish=False)

    assert "past" in codes(issue, "de")
