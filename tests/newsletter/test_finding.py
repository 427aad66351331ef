"""Which items of the approved issues does a reader find by some words?"""

from datetime import date

import pytest
from wagtail.models import PageViewRestriction

from cms.languages.readings import Reading
from cms.listings import PAGE_SIZE
from cms.models import Span
from cms.plugins.events.models import EventPage
from cms.plugins.news.models import NewsPage
from cms.testing.factories import make_page, make_translation
from newsletter.approval.decisions import decide
from newsletter.approval.freezing import freeze, reopen
from newsletter.finding import MOST_CHARACTERS, find, folded
from newsletter.models import FrozenEdition, FrozenItem, IssuePage

from .conftest import agenda, entries, entry, line, make_issue, parsed

pytestmark = pytest.mark.usefixtures("site")


def approved(user, *pages: NewsPage, **fields) -> IssuePage:
    """Return an approved issue with some pages."""
    issue = make_issue(entries(*map(entry, pages)), **fields)
    freeze(issue, user=user)
    return issue


def titles(question: str, language: str = "en") -> list[str]:
    """Return the titles of what is found."""
    return [item.title for item in find(Reading(language), question).items]


def restrict(page) -> None:
    """Close a page to everybody who has not signed in."""
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Sécurité", "securite"),
        ("ŁÓDŹ", "lodz"),
        ("Straße", "strasse"),
        ("Bür\u00adger", "burger"),
        ("Θεσσαλονίκη", "θεσσαλονικη"),
        ("Ｔｏｗｎ", "town"),
    ],
)
def test_what_people_do_not_type_is_left_out(text, plain):
    assert folded(text) == plain


def test_every_word_is_in_title_or_summary(user):
    pages = [
        make_page(NewsPage, title="Łódź by night", summary="Lights in the squares."),
        make_page(NewsPage, title="Night buses", summary="Łódź has more of them."),
        make_page(NewsPage, title="Night buses", summary="Gdańsk has more of them."),
    ]
    approved(user, *pages)

    assert titles("lodz NIGHT") == ["Łódź by night", "Night buses"]
    assert titles("night bus gdansk") == ["Night buses"]
    assert titles("nights in Paris") == []


def test_items_are_found_by_the_words_of_the_issue(user):
    news = make_page(NewsPage, title="Lights", summary="Squares.")
    reworded = entry(news, headline="Lamps", teaser="What they cost.")
    freeze(make_issue(entries(reworded)), user=user)

    assert titles("lamps cost") == ["Lamps"]
    assert titles("lights") == []


def test_the_newest_issue_comes_first(user):
    news = make_page(NewsPage, title="Lights")
    approved(user, news, slug="may-2019", title="May 2019", date=date(2019, 5, 6))
    approved(user, news)

    found = find(Reading("en"), "lights")

    assert [item.label for item in found.items] == ["June 2019", "May 2019"]
    assert found.count == 2


def test_it_leads_to_where_the_item_stands(client, user):
    news = make_page(NewsPage, title="Lights")
    event = make_page(
        EventPage,
        title="Lights, a seminar",
        span_rows=[Span(start=date(2019, 6, 27), end=date(2019, 6, 27))],
    )
    freeze(make_issue(entries(entry(news)), agenda(line(event))), user=user)

    for item in find(Reading("fr"), "lights").items:
        path, _hash, anchor = item.url.partition("#")
        tree = parsed(client.get(path).content.decode())
        [place] = [one for one in tree.iter() if one.get("id") == anchor]
        assert item.title in "".join(place.itertext())
        [link] = [one for one in place.iter("a") if one.get("class") == "item-link"]
        assert link.get("href") == f"#{anchor}"


def test_only_what_is_still_public_is_found(client, user):
    pages = [make_page(NewsPage, title=f"Canary {number}") for number in range(3)]
    issue = approved(user, *pages)
    assert len(titles("canary")) == 3

    restrict(pages[0])
    pages[1].unpublish()
    pages[2].delete()

    assert titles("canary") == []
    page = client.get("/en/newsletter/?q=canary").content.decode()
    assert "Canary" not in page
    assert "Nothing in the newsletter has all of these words." in page
    assert issue.live


def test_nothing_of_an_issue_that_is_not_public_is_found(user):
    news = make_page(NewsPage, title="Lights")
    restrict(approved(user, news))
    make_issue(entries(entry(news)), slug="never", title="Never approved")

    assert FrozenItem.objects.exists()
    assert titles("lights") == []


def test_an_issue_that_is_opened_again_is_found_as_it_was_approved(user):
    news = make_page(NewsPage, title="Lights")
    reopen(freeze(make_issue(entries(entry(news))), user=user), user=user)
    NewsPage.objects.update(title="Lamps")

    assert titles("lights") == ["Lights"]
    assert titles("lamps") == []


def test_what_stands_in_the_mail_only_is_not_found(user):
    news = make_page(NewsPage, title="Lights in the mail")
    chosen = [entry(news, outlet="mail"), entry(make_page(NewsPage, title="Lights"))]
    freeze(make_issue(entries(*chosen)), user=user)

    assert FrozenItem.objects.filter(title="Lights in the mail").exists()
    assert titles("lights") == ["Lights"]


def test_readers_find_what_they_would_read(user):
    news = make_page(NewsPage, title="Lights", summary="-")
    make_translation(news, "de", title="Lichter")
    make_translation(news, "fr", title="Lumières")
    issue = make_issue(entries(entry(news)))
    decide(issue, "fr", "hold", user=user)
    freeze(issue, user=user)

    assert titles("lichter", "de") == ["Lichter"]
    assert titles("lights", "de") == []
    assert titles("lumieres", "fr") == []
    [item] = find(Reading("fr"), "lights").items
    assert (item.language, item.is_fallback, item.label_language) == ("en", True, "en")


def test_what_is_for_members_is_not_found(user):
    report = make_page(NewsPage, title="Canary")
    freeze(make_issue(entries(entry(report, audience="members"))), user=user)

    assert FrozenItem.objects.filter(title="Canary").exists()
    assert titles("canary") == []


def test_it_has_pages(client, user):
    approved(user, *(make_page(NewsPage, title=f"Lights {n}") for n in range(PAGE_SIZE + 1)))

    first = client.get("/en/newsletter/?q=lights").context["found"]
    second = client.get("/en/newsletter/?q=lights&page=2").context["found"]

    assert (len(first.items), first.count, first.next_url) == (
        PAGE_SIZE,
        PAGE_SIZE + 1,
        "?q=lights&page=2",
    )
    assert [item.title for item in second.items] == [f"Lights {PAGE_SIZE}"]
    for number in ("3", "0", "x", "99999999999999999999"):
        assert client.get(f"/en/newsletter/?q=lights&page={number}").status_code == 404


def test_the_page_says_how_many_and_lets_nobody_write_on_it(client, user):
    hostile = '"><script>alert(1)</script>'
    approved(user, make_page(NewsPage, title=f"Lights {hostile}", summary=hostile))

    page = client.get("/en/newsletter/", {"q": hostile}).content.decode()

    assert '<p role="status">1 item with' in page
    assert "<script>alert" not in page
    tree = parsed(page)
    [field] = [one for one in tree.iter("input") if one.get("id") == "archive-question"]
    assert field.get("value") == hostile
    assert [one.get("content") for one in tree.iter("meta") if one.get("name") == "robots"] == [
        "noindex"
    ]


def test_without_a_word_it_is_the_archive(client, user):
    approved(user, make_page(NewsPage, title="Lights"))

    for question in ("", "   ", "\u00ad"):
        context = client.get("/en/newsletter/", {"q": question}).context
        assert not context["found"]
        assert [card.label for card in context["archive"].issues] == ["June 2019"]


def test_a_question_has_an_end_and_no_nul(client, user):
    approved(user, make_page(NewsPage, title="Lights"))

    found = client.get("/en/newsletter/", {"q": "lights" + " " * MOST_CHARACTERS + "x" * 9000})

    assert found.context["found"].question == "lights"
    assert client.get("/en/newsletter/", {"q": "li\0ghts"}).status_code == 400
    assert find(Reading("en"), "li\0ghts").items == ()


@pytest.mark.parametrize("count", [1, 3])
def test_the_cost_is_the_same_at_any_size(user, count, django_assert_num_queries):
    pages = [make_page(NewsPage, title=f"Lights {number}") for number in range(count)]
    for number in range(count):
        approved(user, *pages, slug=f"issue-{number}", title=f"Issue {number}")
    find(Reading("en"), "lights")
    assert FrozenEdition.objects.count() == 3 * count

    with django_assert_num_queries(5):
        found = find(Reading("en"), "lights")
    assert found.count == count * count
