"""Is what is public no longer taken out of an approved edition, wherever it stands or is named?"""

import json
import re
from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone
from wagtail.models import PageViewRestriction

from cms.languages.readings import Reading
from cms.models import PartOf, Promotion, Span
from cms.plugins.events.models import EventPage
from cms.plugins.news.models import NewsPage
from cms.plugins.projects.models import ProjectPage
from cms.testing.factories import make_page, make_picture, make_programme, make_translation
from newsletter.approval.decisions import decide
from newsletter.approval.freezing import freeze, reopen
from newsletter.archive import newest
from newsletter.finding import find
from newsletter.frozen.redaction import redact
from newsletter.frozen.withdrawal import ANCHOR, anchors, named_in, withdrawn
from newsletter.models import FrozenEdition, FrozenItem
from tests.newsletter.conftest import (
    agenda,
    block,
    editorial,
    entries,
    entry,
    line,
    make_call,
    make_issue,
    words_of,
)
from tests.newsletter.frozen.conftest import PATH, read

pytestmark = pytest.mark.usefixtures("site")

NOTICE = "What stood here is no longer public."


def restrict(page) -> PageViewRestriction:
    """Close a page to everybody who has not signed in."""
    return PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


def unpublish(page: NewsPage) -> None:
    """Take a page off the site."""
    page.unpublish()


def expire(page: NewsPage) -> None:
    """Let the time of a page be over, before anybody has unpublished it."""
    NewsPage.objects.filter(pk=page.pk).update(expire_at=timezone.now() - timedelta(hours=1))


def delete(page: NewsPage) -> None:
    """Delete a page."""
    page.delete()


@pytest.mark.parametrize("withdraw", [unpublish, expire, restrict, delete])
def test_a_notice_stands_in_place_of_what_is_public_no_longer(client, user, withdraw):
    news = make_page(NewsPage, title="Canary", summary="Canary", slug="canary")
    other = make_page(NewsPage, title="Stays")
    make_translation(news, "fr", title="Canary")
    freeze(make_issue(entries(entry(news, headline="Canary"), entry(other))), user=user)
    assert "Canary" in read(client)

    withdraw(NewsPage.objects.get(pk=news.pk))

    for language in ("en", "fr"):
        page = read(client, language)
        assert "canary" not in page.lower()
        assert page.count('<p class="withdrawn"') == 1
        assert "Stays" in page
    assert NOTICE in read(client)


def test_words_of_an_issue_that_are_no_longer_for_everybody_are_told_nowhere(client, user):
    stays = make_page(NewsPage, title="Stays")
    issue = make_issue(editorial("<p>Stays.</p>"), entries(entry(stays)), subject="Stays")
    french = make_translation(issue, "fr", words={"Stays": "Canary", "Stays.": "Canary."})
    freeze(issue, user=user)
    outlets = (f"/fr/{PATH}", "/fr/newsletter/", "/fr/_feeds/newsletter.atom")
    for outlet in outlets:
        assert "Canary" in client.get(outlet, follow=True).content.decode()

    restrict(french)

    for outlet in outlets:
        response = client.get(outlet, follow=True)
        assert "Canary" not in response.content.decode()
    for outlet in outlets[1:]:
        assert "Stays" in client.get(outlet, follow=True).content.decode()


def test_an_issue_of_which_all_words_are_private_is_shown_to_nobody(client, user):
    issue = make_issue(editorial("<p>Never approved.</p>"), subject="Never approved")
    words = {"Never approved": "Canary", "Never approved.": "Canary."}
    french = make_translation(issue, "fr", words=words)
    for language in ("en", "de"):
        decide(issue, language, "hold", user=user)
    freeze(issue, user=user)
    make_issue(slug="may-2019", title="May 2019", date=date(2019, 5, 6), subject="Before")
    outlets = ("newsletter/", "newsletter/?year=2019", "_feeds/newsletter.atom")
    addresses = [f"/{tag}/{outlet}" for tag in ("en", "fr") for outlet in outlets]
    issues = [f"/{tag}/{PATH}" for tag in ("en", "fr", "de")]
    for address in (*addresses, *issues):
        assert "Canary" in client.get(address, follow=True).content.decode()
    assert newest(Reading("en")).title == "Canary"
    assert PATH in client.get("/sitemap.xml").content.decode()

    restrict(french)

    for address in addresses:
        page = client.get(address, follow=True).content.decode()
        assert [words in page for words in ("Before", "Canary", "Never approved")] == [
            True,
            False,
            False,
        ]
    assert {client.get(address, follow=True).status_code for address in issues} == {404}
    assert newest(Reading("en")).title == "Before"
    assert PATH not in client.get("/sitemap.xml").content.decode()


def test_a_translation_that_is_taken_back_takes_its_words_along(client, user):
    news = make_page(NewsPage, title="A report")
    translation = make_translation(news, "fr", title="Canari")
    freeze(make_issue(entries(entry(news))), user=user)
    assert "Canari" in read(client, "fr")

    translation.unpublish()

    assert "Canari" not in read(client, "fr")
    assert "A report" in read(client)
    assert "Canari" not in client.get("/fr/_feeds/newsletter.atom").content.decode()
    assert find(Reading("fr"), "canari").items == ()


def test_what_is_public_again_is_shown_again(client, user):
    news = make_page(NewsPage, title="A report")
    freeze(make_issue(entries(entry(news))), user=user)
    before = read(client)
    restriction = restrict(news)
    assert "A report" not in read(client)

    restriction.delete()

    assert read(client) == before


def test_lines_of_an_agenda_and_calls_are_withdrawn_too(client, user):
    event = make_page(
        EventPage,
        title="Canary seminar",
        span_rows=[Span(start=date(2019, 6, 27), end=date(2019, 6, 27))],
    )
    call = make_call(title="Canary call")
    issue = make_issue(agenda(line(event)), block("calls", heading="", lines=[line(call)]))
    freeze(issue, user=user)
    assert {"Canary seminar", "Canary call"} <= set(re.findall("Canary [a-z]+", read(client)))

    for page in (event, call):
        restrict(page)

    page = read(client)
    assert "Canary" not in page
    assert page.count('<p class="withdrawn"') == 2


def test_a_project_is_not_named_by_its_parts_once_it_is_restricted(client, user):
    programme = make_programme("Fund", en="{project} is funded by the Fund.")
    project = make_page(
        ProjectPage, title="A project", acronym="CANARY", slug="canary", programme=programme
    )
    event = make_page(EventPage, title="Seminar", part_of_rows=[PartOf(target=project)])
    freeze(make_issue(entries(entry(event), entry(project))), user=user)
    assert "CANARY is funded by the Fund." in words_of(read(client))

    restrict(project)

    page = read(client)
    assert "canary" not in page.lower()
    assert "Seminar" in page


def test_the_texts_of_an_issue_lead_to_nothing_that_is_restricted(client, user):
    pages = {
        name: make_page(NewsPage, title=name, slug=name.lower()) for name in ("Canary", "Stays")
    }
    links = " ".join(
        f'<a linktype="page" id="{page.pk}">See <b>this</b> {number}</a>'
        for number, page in enumerate(pages.values())
    )
    body = [
        block("related_pages", heading="", pages=[]),
        block("call_to_action", text="", button="Go there", page=pages["Canary"].pk, address=""),
    ]
    body[0]["value"]["pages"] = [
        {"type": "page", "value": page.pk, "id": f"p{page.pk}"} for page in pages.values()
    ]
    issue = make_issue(editorial(f"<p>{links}</p>"), block("text", heading="More", body=body))
    freeze(issue, user=user)
    assert {"canary", "stays"} <= set(re.findall("canary|stays", read(client).lower()))

    restrict(pages["Canary"])

    page = read(client)
    assert "canary" not in page.lower()
    assert "<p>See <b>this</b> 0 " in page
    assert re.search('<a href="/en/[a-z/-]*stays/"[^>]*>See <b>this</b> 1</a>', page)
    assert words_of(page).count("Stays") == 1


def test_a_promotion_leads_to_nothing_that_is_restricted(client, user):
    news = make_page(NewsPage, title="Canary", slug="canary")
    promotion = Promotion.objects.create(
        title="Join us", text="We meet.", button="Become a member", page=news
    )
    freeze(make_issue(block("promotion", promotion=promotion.pk)), user=user)
    before = read(client)
    assert re.search('<a [^>]*href="/en/[a-z/-]*canary/"[^>]*>Become a member</a>', before)

    restriction = restrict(news)

    page = read(client)
    assert ("canary" in page.lower(), "Become a member" in page) == (False, False)
    assert "Join us We meet." in words_of(page)

    restriction.delete()

    assert read(client) == before


def test_what_is_still_owed_to_somebody_stays_when_something_is_withdrawn(client, user):
    programme = make_programme("Fund", en="{project} is funded by the Fund.")
    project = make_page(ProjectPage, title="A project", acronym="STAYS", programme=programme)
    pictures = [make_picture(f"Picture {name}", credit=name) for name in ("Lead", "Left", "Gone")]
    lead, left, gone = (make_page(NewsPage, picture=picture) for picture in pictures)
    freeze(make_issue(entries(*map(entry, (lead, left, gone, project)))), user=user)
    assert "Pictures: Left; Gone" in words_of(read(client))

    restrict(gone)

    words = words_of(read(client))
    assert "Pictures: Left STAYS is funded by the Fund." in words
    assert "Gone" not in words


def test_the_cost_is_the_same_at_any_size_and_below_that_of_a_live_issue(
    client, user, django_assert_num_queries
):
    pages = [make_page(EventPage, picture=make_picture()) for _number in range(12)]
    for count in (2, 12):
        issue = make_issue(entries(*map(entry, pages[:count])), agenda(), slug=f"issue-{count}")
        freeze(issue, user=user)
        for language in ("en", "fr"):
            address = f"/{language}/newsletter/issue-{count}/"
            client.get(address)
            with django_assert_num_queries(6):
                client.get(address)

    restrict(pages[0])
    client.get("/en/newsletter/issue-2/")  # what stands around every page is read anew
    for count in (2, 12):
        with django_assert_num_queries(7):
            client.get(f"/en/newsletter/issue-{count}/")


def test_a_project_that_pays_for_a_line_of_the_agenda_is_not_named_once_it_is_restricted(
    client, user
):
    programme = make_programme("Fund", en="{project} is funded by the Fund.")
    project = make_page(ProjectPage, title="A project", acronym="CANARY", programme=programme)
    event = make_page(
        EventPage,
        title="Seminar",
        span_rows=[Span(start=date(2019, 6, 27), end=date(2019, 6, 27))],
        part_of_rows=[PartOf(target=project)],
    )
    freeze(make_issue(agenda(line(event))), user=user)
    assert "CANARY is funded by the Fund." in words_of(read(client))

    restrict(project)

    assert "canary" not in read(client).lower()


def test_an_edition_names_its_items_what_they_are_part_of_and_what_its_texts_lead_to(user):
    project = make_page(ProjectPage, title="A project", acronym="PRO")
    event = make_page(EventPage, title="Seminar", part_of_rows=[PartOf(target=project)])
    mailed = make_page(NewsPage, title="In the mail")
    linked, related = (make_page(NewsPage, title=title) for title in ("Linked", "Related"))
    body = block("related_pages", heading="", pages=[])
    body["value"]["pages"] = [{"type": "page", "value": related.pk, "id": "one"}]
    issue = make_issue(
        editorial(f'<p><a linktype="page" id="{linked.pk}">See &amp; <b>read</b></a></p>'),
        entries(entry(event, headline="Come!"), entry(mailed, outlet="mail")),
        block("text", heading="More", body=[body]),
    )
    edition = freeze(issue, user=user).editions.get(language="en")
    items = list(edition.items.all())

    assert named_in(edition, items) == {
        f"{page.translation_key} en": words
        for page, words in [
            (event, "Come!"),
            (mailed, "In the mail"),
            (project, "PRO"),
            (linked, "See & read"),
            (related, "Related"),
        ]
    }
    assert withdrawn(edition, items) == {}

    for page in (project, linked):
        restrict(page)

    assert set(withdrawn(edition, items).values()) == {"PRO", "See & read"}


def test_what_replaces_an_event_is_withdrawn_like_any_page_that_is_named(user):
    successor = make_page(NewsPage, title="The new date")
    event = make_page(EventPage, title="Seminar", status="replaced", replaced_by=successor)
    edition = freeze(make_issue(entries(entry(event))), user=user).editions.get(language="en")
    items = list(edition.items.all())
    version = f"{successor.translation_key} en"
    assert named_in(edition, items) == {
        f"{event.translation_key} en": "Seminar",
        version: "The new date",
    }
    assert withdrawn(edition, items) == {}

    restrict(successor)

    assert withdrawn(edition, items) == {version: "The new date"}


@pytest.mark.parametrize("hide", [restrict, lambda page: page.unpublish()], ids=["private", "not"])
def test_what_replaces_an_event_and_is_not_public_is_never_named(user, hide):
    successor = make_page(NewsPage, title="The new date")
    make_translation(successor, "de", title="Der neue Tag")
    event = make_page(EventPage, title="Seminar", status="replaced", replaced_by=successor)
    hide(successor)

    freeze(make_issue(entries(entry(event))), user=user)

    cards = list(FrozenItem.objects.values_list("card", flat=True))
    assert [card["facts"]["replaced_by"] for card in cards] == [None] * 3
    assert str(successor.translation_key) not in json.dumps(cards)


def test_an_issue_that_is_opened_again_still_hides_what_is_public_no_longer(client, user):
    closed, redacted = (make_page(NewsPage, title=f"Canary {number}") for number in range(2))
    issue = make_issue(entries(entry(closed), entry(redacted)))
    approval = freeze(issue, user=user)
    redact(issue, redacted.translation_key, user=user, reason="Asked for.")

    reopen(approval, user=user)
    restrict(closed)

    page = read(client)
    assert "Canary" not in page
    assert page.count('<p class="withdrawn"') == 2


def test_every_item_has_an_address_inside_its_edition(client, user):
    news = make_page(NewsPage, title="A report")
    event = make_page(
        EventPage,
        title="Seminar",
        span_rows=[Span(start=date(2019, 6, 27), end=date(2019, 6, 27))],
    )
    call = make_call()
    issue = make_issue(
        entries(entry(news)), agenda(), block("calls", heading="", lines=[line(call)])
    )
    freeze(issue, user=user)

    web = FrozenEdition.objects.get(language="en").web

    assert set(anchors(web)) == {str(page.translation_key) for page in (news, event, call)}
    assert len({match["anchor"] for match in ANCHOR.finditer(web)}) == 3


def test_a_page_that_stands_twice_in_a_section_has_two_addresses_there(client, user):
    news, other = (make_page(NewsPage, title=title) for title in ("A report", "Another"))
    issue = make_issue(entries(entry(news), entry(other), entry(news, headline="Once more")))
    edition = freeze(issue, user=user).editions.get(language="en")

    [first, second, third] = [match["anchor"] for match in ANCHOR.finditer(edition.web)]
    page = BeautifulSoup(read(client), "html.parser")

    assert (third, second != first) == (f"{first}-2", True)
    assert edition.items.get(key=news.translation_key).anchor == first
    ids = [each["id"] for each in page.select("[id]")]
    assert len(ids) == len(set(ids))
    links = [each["href"] for each in page.select("a.item-link")]
    assert links == [f"#{first}", f"#{second}", f"#{third}"]
