"""Does the desk show how far everything is, to whom it may be shown, and at what cost?"""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail_localize.models import Translation

from cms.languages.translation.publication import publish
from cms.languages.translation.requests import request_translation, request_translations
from cms.languages.translation.segments import fill
from cms.languages.translation.states import State
from cms.models import Promotion, TranslationBatch
from cms.plugins.events.models import EventPage
from cms.plugins.news.models import NewsPage
from cms.testing.factories import make_page, make_translation

from .conftest import JOIN
from .screen import DESK, NEWS, desk, squares, titles


def test_a_coordinator_sees_every_open_language(coordinator, at_work):
    make_page(NewsPage, title="A thing")

    response = desk(at_work(coordinator), **NEWS)

    assert [tag for tag, _name in response.context["columns"]] == ["de", "en", "fr"]
    assert {tag: each.cell.state for tag, each in squares(response, "A thing").items()} == {
        "de": State.MISSING,
        "en": State.SOURCE,
        "fr": State.MISSING,
    }


def test_a_translator_sees_their_own_language_unless_they_choose_others(french_translator, at_work):
    make_page(NewsPage, title="A thing")
    browser = at_work(french_translator)

    assert [tag for tag, _name in desk(browser).context["columns"]] == ["fr"]
    chosen = desk(browser, columns=["de", "fr"]).context["columns"]
    assert [tag for tag, _name in chosen] == ["de", "fr"]


def test_pages_of_every_family_stand_in_it(coordinator, at_work):
    make_page(NewsPage, title="A thing")

    assert titles(desk(at_work(coordinator))) == ["A thing", "News", "Home"]


def test_the_newest_come_first_and_before_them_what_was_never_public(coordinator, at_work):
    for title in ("First", "Second"):
        make_page(NewsPage, title=title)
    make_page(NewsPage, title="Draft", publish=False)

    assert titles(desk(at_work(coordinator), **NEWS)) == ["Draft", "Second", "First"]


def test_promotions_stand_in_it_after_the_pages(coordinator, promotion, french, at_work):
    make_page(NewsPage, title="A thing")
    fill(request_translation(promotion, french), JOIN)
    publish(Translation.objects.get())

    response = desk(at_work(coordinator))

    assert titles(response) == ["A thing", "News", "Home", "Join us"]
    row = response.context["rows"][-1]
    assert (row.kind, row.language, row.source.live) == ("Promotion", "en", True)
    assert row.request_url == reverse(
        "desk:request_snippet", args=["cms", "promotion", promotion.pk]
    )
    assert {tag: each.cell.state for tag, each in squares(response, "Join us").items()} == {
        "de": State.MISSING,
        "en": State.SOURCE,
        "fr": State.CURRENT,
    }


def test_a_promotion_that_says_something_else_is_outdated(
    french_translator, promotion, french, at_work
):
    fill(request_translation(promotion, french), JOIN)
    publish(Translation.objects.get())

    promotion.text = "Cities learn."
    promotion.save()

    square = squares(desk(at_work(french_translator)), "Join us")["fr"]
    assert (square.cell.state, square.cell.words_left) == (State.OUTDATED, 2)


def test_nobody_else_enters(stranger, at_work):
    response = at_work(stranger).get(DESK)

    assert response.status_code == 302
    assert response["Location"] == "/admin/"


def test_no_draft_is_named_to_who_may_not_see_it(french_translator, french, german, at_work):
    make_page(NewsPage, title="Secret", publish=False)
    request_translation(make_page(NewsPage, title="For Germans", publish=False), german)
    request_translation(make_page(NewsPage, title="For the French", publish=False), french)
    make_page(NewsPage, title="Public")

    response = desk(at_work(french_translator), **NEWS)

    assert titles(response) == ["For the French", "Public"]
    assert "Secret" not in response.content.decode()
    assert titles(desk(at_work(french_translator), search="Secret")) == []


@pytest.mark.parametrize("number", ["0", "-3", "x", "9" * 40, "2", "²", "1.5"])
def test_every_number_of_a_page_leads_somewhere(coordinator, at_work, number):
    make_page(NewsPage, title="A thing")

    assert titles(desk(at_work(coordinator), p=number, **NEWS)) == ["A thing"]


def test_rows_are_counted_right(coordinator, site, at_work, monkeypatch):
    monkeypatch.setattr("cms.desk.matrix.PAGE_SIZE", 2)
    for number in range(1, 5):
        make_page(NewsPage, title=f"Thing {number}")
    Promotion.objects.create(title="Thing 0", text="T.", button="How", locale=site.home.locale)
    browser = at_work(coordinator)

    last = desk(browser, p="3", search="thing")

    assert titles(last) == ["Thing 0"]
    assert last.context["page_obj"].paginator.count == 5
    assert last.context["page_obj"].paginator.num_pages == 3
    assert titles(desk(browser, p="9", search="thing")) == ["Thing 0"]
    assert 'href="?p=2&amp;search=thing"' in last.content.decode() or (
        'href="?search=thing&amp;p=2"' in last.content.decode()
    )


# What it costs


@pytest.mark.parametrize("count", [1, 6])
def test_the_screen_takes_thirteen_queries_whatever_there_is(
    site, count, at_work, admin_user, member, french, german, django_assert_num_queries
):
    """With what Wagtail asks for the frame around it, and what the newsletter asks for its question; nothing is left in a
    cache but the open languages.
    """
    for number in range(count):
        member("Translators into French", name=f"french_translator {number}")
        page = make_page(NewsPage, title=f"Thing {number}")
        request_translations(page, [french, german], due_on=date(2020, 5, 3))
        make_translation(make_page(EventPage, title=f"Event {number}"), "fr")
        promotion = Promotion.objects.create(
            title=f"Join {number}", text="Text.", button="How", locale=site.home.locale
        )
        request_translations(promotion, [french])
    browser = at_work(admin_user)
    desk(browser)

    with django_assert_num_queries(13):
        desk(browser)


@pytest.mark.parametrize("query", [{}, {"state": "missing", "language": "de", "overdue": "on"}])
def test_of_these_the_desk_itself_asks_seven(site, at_work, coordinator, query):
    """A coordinator's groups cost Wagtail five more; the least of its own screens tells which are its."""
    page = make_page(NewsPage)
    browser = at_work(coordinator)
    batch = TranslationBatch.objects.create(
        action="request", cells=[], wishes={}, requested_by=coordinator
    )

    def asked(path, query):
        browser.get(path, query)
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(path, query).status_code == 200
        return len(queries)

    frame = asked(f"{DESK}batch/{batch.pk}/", {}) - 1
    assert page.pk
    assert asked(DESK, query) - frame <= 7
