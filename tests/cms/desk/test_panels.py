"""Does the admin's first page show what waits, to those for whom it waits?"""

from datetime import date

import pytest

from cms.languages.translation.publication import publish
from cms.languages.translation.requests import mark_as_not_needed, request_translations
from cms.languages.translation.review import finish
from cms.languages.translation.segments import fill
from cms.models import TranslationBatch, TranslationJob, TranslationRules
from cms.plugins.news.models import NewsPage
from cms.testing.factories import make_page, make_translation

from .conftest import JOIN
from .screen import titles

HOME = "/admin/"


def panel(browser) -> dict:
    """Return what the panel tells."""
    contexts = [each for each in browser.get(HOME).context if each.get("desk_url")]
    return contexts[0] if contexts else {}


def lists(browser) -> dict[str, list[str]]:
    return {each.heading: [line.title for line in each.lines] for each in panel(browser)["lists"]}


def test_a_translator_sees_their_own_work_what_is_free_and_what_is_outdated(
    french_translator, member, french, german, at_work
):
    mine, later, free, taken, german_only, unneeded, outdated = (
        make_page(NewsPage, title=title)
        for title in ("Mine", "Later", "Free", "Taken", "German", "Not needed", "Outdated")
    )
    request_translations(later, [french], assignee_id=french_translator.pk)
    request_translations(mine, [french], assignee_id=french_translator.pk, due_on=date(2020, 5, 3))
    request_translations(free, [french])
    other = member("Translators into French", name="other")
    request_translations(taken, [french], assignee_id=other.pk)
    request_translations(german_only, [german])
    mark_as_not_needed(unneeded, [french])
    make_translation(outdated, "fr")
    make_translation(make_page(NewsPage, title="Current"), "fr")
    outdated.title = "Outdated now"
    outdated.save_revision().publish()

    browser = at_work(french_translator)

    assert lists(browser) == {
        "Assigned to you": ["Mine", "Later"],
        "Free to take": ["Free"],
        "Outdated": ["Outdated now"],
    }
    first = panel(browser)["lists"][0].lines[0]
    assert (first.language, first.due, first.overdue) == ("French", "3 May 2020", True)
    assert panel(browser)["counts"] == []


def test_a_coordinator_sees_what_is_late_and_what_waits(
    coordinator, french_translator, french, at_work
):
    TranslationRules.objects.create(locale=french, requires_review=True)
    page = make_page(NewsPage, title="Title", summary="Summary.")
    (record,) = request_translations(page, [french])
    fill(record, {"Title": "Titre", "Summary.": "Résumé."})
    finish(record, french_translator)
    request_translations(make_page(NewsPage), [french], due_on=date(2020, 5, 3))
    batch = TranslationBatch.objects.create(
        action="request",
        cells=[[str(page.translation_key), ["de"]]],
        wishes={},
        requested_by=coordinator,
    )

    browser = at_work(coordinator)
    shown = panel(browser)

    assert [(count.number, count.words, count.url) for count in shown["counts"]] == [
        (1, "overdue", "/admin/translations/?overdue=on"),
        (1, "waiting for review, French", "/admin/translations/?state=review&language=fr"),
    ]
    for count in shown["counts"]:
        assert browser.get(count.url).context["page_obj"].paginator.count == count.number
    assert shown["batches"] == [batch]


def test_promotions_are_counted_and_listed_with_pages(
    coordinator, french_translator, promotion, french, at_work
):
    TranslationRules.objects.create(locale=french, requires_review=True)
    page = make_page(NewsPage, title="Title", summary="Summary.")
    words = {"Title": "Titre", "Summary.": "Résumé.", **JOIN}
    for source in (page, promotion):
        (record,) = request_translations(source, [french])
        fill(record, words)
        finish(record, french_translator)

    (count,) = panel(at_work(coordinator))["counts"]

    assert (count.number, count.words) == (2, "waiting for review, French")
    assert titles(at_work(coordinator).get(count.url)) == ["Title", "Join us"]


def test_an_outdated_promotion_is_told(french_translator, promotion, french, at_work):
    (record,) = request_translations(promotion, [french])
    fill(record, JOIN)
    browser = at_work(french_translator)
    assert lists(browser) == {"Free to take": ["Join us"]}

    publish(record)
    assert lists(browser) == {}
    promotion.title = "Join us now"
    promotion.save()

    assert lists(browser) == {"Outdated": ["Join us now"]}


def test_nobody_else_sees_it(stranger, at_work):
    assert panel(at_work(stranger)) == {}


@pytest.mark.parametrize("count", [1, 4])
@pytest.mark.parametrize(("who", "queries"), [("french_translator", 3), ("coordinator", 3)])
def test_it_costs_the_same_whatever_waits(
    request, french, german, count, who, queries, django_assert_num_queries, rf
):
    from cms.desk.panels import TranslationsPanel  # noqa: PLC0415 -- beside its use

    user = request.getfixturevalue(who)
    for _number in range(count):
        request_translations(
            make_page(NewsPage), [french, german], due_on=date(2020, 5, 3), assignee_id=user.pk
        )
        request_translations(make_page(NewsPage), [french])
    http = rf.get(HOME)
    http.user = user
    user.has_perm("any")  # Wagtail asks before
    TranslationsPanel().get_context_data({"request": http})

    with django_assert_num_queries(queries):
        TranslationsPanel().get_context_data({"request": http})
    assert TranslationJob.objects.count() == 3 * count
