"""Are missing words told in each language, with what is left, by whom and where?"""

import pytest
from django.urls import reverse
from wagtail.models import Locale
from wagtail_localize.models import Translation

from cms.languages.opening import open_language
from cms.languages.translation.requests import mark_as_not_needed, request_translations
from cms.languages.translation.review import finish
from cms.languages.translation.segments import fill
from cms.models import Promotion, TranslationJob
from cms.plugins.news.models import NewsPage
from cms.testing.factories import make_administrator, make_page, make_translation, make_user
from newsletter.readiness.draft import Draft
from newsletter.readiness.words import Words, held
from newsletter.selection import promotion_versions
from tests.newsletter.conftest import block, entries, entry
from tests.shared import shared


def locale(tag: str) -> Locale:
    return Locale.objects.get(language_code=tag)


def found_in(issue, *languages: str):
    promotions = promotion_versions(
        section.value["promotion"]
        for section in issue.sections
        if section.block_type == "promotion"
    )
    found = Words(Draft(issue, languages or None), promotions).findings()
    return [finding for finding in found if not finding.code.startswith("issue-")]


def told(findings) -> list[tuple]:
    return [
        (finding.code, finding.weight, finding.languages, finding.words_left, finding.assignee)
        for finding in findings
    ]


def news_section(*chosen: dict) -> dict:
    return entries(*chosen, heading="News")


def ask(page, *tags: str, **wishes):
    return request_translations(page, [locale(tag) for tag in tags], **wishes)


# Entries by their own rule


def test_an_entry_that_falls_back_is_told_as_a_warning(june, news):
    make_translation(news, "fr")
    issue = june(news_section(entry(news)))

    [finding] = found_in(issue)

    assert told([finding]) == [("entry-missing", "warning", ("de",), 15, "")]
    assert finding.message == (
        "‘News’: ‘A thing happened’ has no public translation; readers get it in another language."
    )
    assert finding.subject == "A thing happened"
    # Asked for in French only: the request form asks for German.
    assert finding.url == reverse("desk:request", args=[news.pk])


def test_words_left_and_who_has_them_are_told_with_the_way_to_the_editor(june, news):
    make_translation(news, "fr")
    anna = make_user("anna", "Translators into German")
    [record] = ask(news, "de", assignee_id=anna.pk)
    fill(record, {"A thing happened": "Etwas ist geschehen"})
    issue = june(news_section(entry(news)))

    [finding] = found_in(issue)

    assert told([finding]) == [("entry-missing", "warning", ("de",), 12, "anna")]
    assert finding.url == reverse("desk:editor", args=[record.pk])


def test_an_entry_that_holds_the_issue_back_blocks(june, news):
    make_translation(news, "fr")
    issue = june(news_section(entry(news, when_missing="hold")))

    assert told(found_in(issue)) == [("entry-held", "blocking", ("de",), 15, "")]


def test_a_draft_of_a_translation_still_holds_the_issue_back(june, news):
    make_translation(news, "fr")
    make_translation(news, "de", publish=False)
    issue = june(news_section(entry(news, when_missing="hold")))

    assert told(found_in(issue)) == [("entry-held", "blocking", ("de",), 0, "")]


def test_an_entry_that_is_left_out_is_told_quietly(june, news):
    make_translation(news, "fr")
    issue = june(news_section(entry(news, when_missing="drop")))

    assert told(found_in(issue)) == [("entry-dropped", "warning", ("de",), 15, "")]


@pytest.mark.parametrize("rule", ["fall_back", "drop", "hold"])
def test_an_outdated_translation_is_told_whatever_the_rule(june, news, rule):
    make_translation(news, "fr")
    make_translation(news, "de")
    news.title = "Another thing happened"
    news.save_revision().publish()
    issue = june(news_section(entry(news, when_missing=rule)))

    assert told(found_in(issue, "fr")) == [("entry-outdated", "warning", ("fr",), 3, "")]


def test_a_translation_that_waits_to_be_published_is_told_apart(june, news):
    make_translation(news, "fr")
    [record] = ask(news, "de")
    fill(record, {"A thing happened": "Etwas", news.summary: "Zwei Sätze."})
    finish(record, make_administrator())
    issue = june(news_section(entry(news)))

    assert told(found_in(issue)) == [("entry-waiting", "warning", ("de",), 0, "")]


def test_a_translation_with_restricted_readers_counts_as_missing(june, news):
    make_translation(news, "fr")
    german = make_translation(news, "de")
    german.view_restrictions.create(restriction_type="login")
    issue = june(news_section(entry(news)))

    assert told(found_in(issue)) == [("entry-missing", "warning", ("de",), 0, "")]


def test_what_is_not_needed_is_not_told_unless_the_entry_insists(june, news):
    make_translation(news, "fr")
    mark_as_not_needed(news, [locale("de")])

    assert told(found_in(june(news_section(entry(news))))) == []
    held_back = june(news_section(entry(news, when_missing="hold")))
    assert [finding.code for finding in found_in(held_back)] == ["entry-held"]


def test_a_page_that_is_not_public_is_not_told_once_more(june, news):
    issue = june(news_section(entry(news, when_missing="hold")))
    news.unpublish()

    assert found_in(issue) == []


# The issue's own words


def own(issue, *languages: str):
    found = Words(Draft(issue, languages), {}).findings()
    return [finding for finding in found if finding.code.startswith("issue-")]


def test_the_own_words_of_an_issue_are_told(june):
    issue = june(publish=False)
    bernd = make_user("bernd", "Translators into German")
    [record] = ask(issue, "de", assignee_id=bernd.pk)

    [finding] = own(issue, "de", "en")

    assert told([finding]) == [("issue-missing", "warning", ("de",), 18, "bernd")]
    assert finding.url == reverse("desk:editor", args=[record.pk])


@pytest.mark.parametrize(
    ("release", "expected"), [("by_hand", ["issue-waiting"]), ("when_ready", [])]
)
def test_own_words_that_are_ready_are_told_unless_they_go_out_with_the_issue(
    june, release, expected
):
    issue = june(publish=False)
    user = make_administrator()
    [record] = ask(issue, "de", release=release, released_by=user)
    fill(
        record,
        dict.fromkeys(
            record.source.stringsegment_set.values_list("string__data", flat=True), "Wort"
        ),
    )
    finish(record, user)
    assert TranslationJob.objects.get().stage == "ready"

    assert [finding.code for finding in own(issue, "de")] == expected


def test_words_that_are_new_since_they_were_given_to_translators_are_told(june):
    issue = june(publish=False)
    assert own(issue, "de", "en", "fr")[0].code == "issue-missing"  # nobody has asked for any
    ask(issue, "de")
    assert [finding.code for finding in own(issue, "de")] == ["issue-missing"]

    issue.subject = "Squares at night"
    finding = own(issue, "de", "en", "fr")[0]

    assert told([finding]) == [("issue-changed", "warning", ("de", "fr"), 3, "")]
    assert finding.url == reverse("desk:request", args=[issue.pk])
    assert own(issue, "en") == []
    issue.save_revision()
    ask(issue, "de")
    assert [finding.code for finding in own(issue, "de")] == ["issue-missing"]


def test_what_is_new_in_an_issue_that_was_public_reaches_translators_by_itself(june):
    issue = june()
    ask(issue, "de")

    issue.subject = "Squares at night"

    assert [finding.code for finding in own(issue, "de")] == ["issue-missing"]


# Promotions


@shared
def promotion(site) -> Promotion:
    return Promotion.objects.create(
        title="Join us",
        text="It helps.",
        button="How to join",
        url="https://join.example/",
        locale=locale("en"),
    )


def test_a_promotion_without_translation_is_told_with_the_way_to_ask_for_it(june, promotion):
    issue = june(block("promotion", promotion=promotion.pk))

    [finding] = found_in(issue, "de")

    assert told([finding]) == [("promotion-missing", "warning", ("de",), 0, "")]
    assert "‘Join us’" in finding.message
    assert finding.url == reverse("desk:request_snippet", args=["cms", "promotion", promotion.pk])


def test_a_promotion_that_has_changed_is_told(june, promotion):
    [record] = ask(promotion, "de")
    fill(record, {"Join us": "Mitmachen", "It helps.": "Es hilft.", "How to join": "So geht es"})
    record.source.create_or_update_translation(locale("de"))
    issue = june(block("promotion", promotion=promotion.pk))
    assert found_in(issue, "de") == []

    promotion.text = "It helps a lot."
    promotion.save()

    [finding] = found_in(issue, "de")
    assert told([finding]) == [("promotion-outdated", "warning", ("de",), 4, "")]
    assert finding.url == reverse("desk:editor", args=[Translation.objects.get().pk])


# Beside the form


def test_held_entry_tells_in_which_languages_it_is_missing(june, news, event):
    open_language("pl")
    make_translation(news, "fr")
    make_translation(news, "pl")
    make_translation(event, "fr", publish=False)
    make_translation(event, "pl")
    other = make_page(NewsPage, title="Falls back")
    issue = june(
        news_section(
            entry(news, when_missing="hold"), entry(event, when_missing="hold"), entry(other)
        )
    )

    found = list(held(Draft(issue)))

    assert [finding.message for finding in found] == [
        f"‘News’: ‘{news.title}’ is not translated into German. It holds the issue back there.",
        f"‘News’: ‘{event.title}’ is not translated into French and German. It holds the issue back there.",
    ]
    assert found[1].languages == ("de", "fr")
    assert found[0].url == reverse("wagtailadmin_pages:edit", args=[news.pk])
