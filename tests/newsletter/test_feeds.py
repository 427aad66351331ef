"""How does a feed reader follow the newsletter?"""

from datetime import date, datetime
from uuid import UUID
from xml.etree import ElementTree

import pytest
from wagtail.models import PageViewRestriction

from cms.plugins.news.models import NewsPage
from cms.testing.factories import make_page, make_translation
from newsletter.approval.decisions import decide
from newsletter.approval.freezing import freeze, reopen
from newsletter.feeds import ISSUES
from newsletter.frozen.redaction import redact
from newsletter.models import IssueIndexPage, IssuePage

from .conftest import entries, entry, make_issue, parsed, words_of

pytestmark = pytest.mark.usefixtures("site")

ATOM = "{http://www.w3.org/2005/Atom}"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def address(language: str = "en") -> str:
    """Return the address of the feed in a language."""
    return f"/{language}/_feeds/newsletter.atom"


def read(client, language: str = "en") -> ElementTree.Element:
    """Return the feed."""
    response = client.get(address(language))
    assert response.status_code == 200
    return ElementTree.fromstring(response.content)  # noqa: S314 -- our own


def text(element: ElementTree.Element, name: str) -> str:
    """Return the text of a child."""
    return element.findtext(ATOM + name)


def links(element: ElementTree.Element) -> dict[str, str]:
    """Return the links of a feed or an entry, by relation."""
    return {one.get("rel"): one.get("href") for one in element.findall(f"{ATOM}link")}


def test_it_is_valid_atom(client, user, site):
    root = site.home.get_site().root_url
    news = make_page(NewsPage, title="Lights & shadows <b>", summary="In “short”.")
    approval = freeze(make_issue(entries(entry(news))), user=user)

    response = client.get(address())
    feed = read(client)
    [one] = feed.findall(f"{ATOM}entry")

    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert response["Content-Language"] == "en"
    assert feed.tag == f"{ATOM}feed"
    assert feed.get(LANGUAGE) == "en"
    assert text(feed, "title") == "Newsletter, Belfry"
    assert feed.findtext(f"{ATOM}author/{ATOM}name") == "Belfry"
    assert links(feed) == {
        "alternate": f"{root}/en/newsletter/",
        "self": f"{root}/en/_feeds/newsletter.atom",
    }
    assert text(one, "title") == "June 2019: Security where it is lived"
    assert one.get(LANGUAGE) == "en"
    assert links(one) == {"alternate": f"{root}/en/newsletter/june-2019/"}
    updated = datetime.fromisoformat(text(one, "updated"))
    assert updated == approval.editions.get(language="en").approved_at
    assert text(feed, "updated") == text(one, "updated")
    content = one.find(f"{ATOM}content")
    assert content.get("type") == "html"
    tree = parsed(f"<!doctype html><title>-</title>{content.text}")
    assert [(a.get("href"), a.text) for a in tree.iter("a")] == [
        (f"{root}/en/{news.url_path.removeprefix('/home/')}", "Lights & shadows <b>")
    ]
    assert "Colloquium in Augsburg on 25 June" in content.text
    for name in ("id", "updated", "title"):
        for element in (feed, one):
            assert len(element.findall(ATOM + name)) == 1


def test_an_entry_keeps_its_identity_and_every_language_has_its_own(client, user):
    issue = make_issue(entries(entry(make_page(NewsPage))))
    freeze(issue, user=user)

    def identities() -> list[str]:
        feeds = [read(client, language) for language in ("en", "fr")]
        return [text(one, "id") for feed in feeds for one in (feed, feed.find(f"{ATOM}entry"))]

    before = identities()
    IssuePage.objects.filter(pk=issue.pk).update(slug="moved", url_path="/home/newsletter/moved/")

    assert identities() == before
    assert len(set(before)) == 4
    assert all(UUID(one) for one in before)
    assert all(one.startswith("urn:uuid:") for one in before)


def test_nothing_that_is_withdrawn_is_in_it(client, user):
    pages = [make_page(NewsPage, title=title) for title in ("Canary one", "Canary two", "Stays")]
    issue = make_issue(entries(*map(entry, pages)))
    freeze(issue, user=user)
    assert client.get(address()).content.decode().count("Canary") == 2

    PageViewRestriction.objects.create(page=pages[0], restriction_type="login")
    redact(issue, pages[1].translation_key, user=user, reason="It had to go.")

    for language in ("en", "fr", "de"):
        feed = client.get(address(language)).content.decode()
        assert "Canary" not in feed
        assert "Stays" in feed


def test_only_public_issues_are_in_it(client, user):
    news = make_page(NewsPage, title="Lights")
    make_issue(slug="draft", title="Draft", publish=False)
    restricted = make_issue(entries(entry(news)), slug="closed", title="Closed")
    freeze(restricted, user=user)
    PageViewRestriction.objects.create(page=restricted, restriction_type="login")
    live = make_issue(entries(entry(news)), slug="live", title="Live")

    [one] = read(client).findall(f"{ATOM}entry")

    assert text(one, "title") == "Live: Security where it is lived"
    assert words_of(text(one, "content")) == live.preheader


def test_an_issue_that_is_opened_again_stays_as_it_was_approved(client, user):
    news = make_page(NewsPage, title="Lights")
    issue = make_issue(entries(entry(news)))
    approval = freeze(issue, user=user)
    before = client.get(address()).content

    reopen(approval, user=user)
    IssuePage.objects.update(subject="Behind its back")
    NewsPage.objects.update(title="Lamps")

    assert client.get(address()).content == before


def test_what_stands_in_the_mail_only_is_not_in_it(client, user):
    chosen = [
        entry(make_page(NewsPage, title=title), outlet=outlet)
        for title, outlet in (("Canary", "mail"), ("Stays", "web"))
    ]
    freeze(make_issue(entries(*chosen)), user=user)

    feed = client.get(address()).content.decode()

    assert ("Canary" in feed, "Stays" in feed) == (False, True)


def test_an_entry_says_in_which_language_it_is(client, user):
    issue = make_issue(entries(entry(make_page(NewsPage))))
    make_translation(issue, "de", title="Juni 2019")
    decide(issue, "de", "hold", user=user)
    freeze(issue, user=user)

    feed = read(client, "de")
    [one] = feed.findall(f"{ATOM}entry")

    assert (feed.get(LANGUAGE), one.get(LANGUAGE)) == ("de", "en")
    assert links(one)["alternate"].endswith("/de/newsletter/juni-2019/")


def test_who_has_it_already_gets_it_once(client, user):
    news = make_page(NewsPage, title="Lights")
    freeze(make_issue(entries(entry(news))), user=user)
    etag = client.get(address())["ETag"]

    again = client.get(address(), headers={"if-none-match": etag})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", etag)

    news.unpublish()
    assert client.get(address(), headers={"if-none-match": etag}).status_code == 200


def test_an_empty_one_stays_the_same(client):
    first = client.get(address())

    assert client.get(address())["ETag"] == first["ETag"]
    assert text(read(client), "updated").startswith(str(date.today().year))  # noqa: DTZ011


def test_it_has_the_newest_issues(client):
    for number in range(ISSUES + 1):
        make_issue(slug=f"issue-{number}", title=f"Issue {number}", date=date(2019, 1, 1 + number))

    found = read(client).findall(f"{ATOM}entry")

    assert len(found) == ISSUES
    assert text(found[0], "title").startswith(f"Issue {ISSUES}:")


def test_what_xml_cannot_say_is_left_out(client):
    make_issue()
    # No form takes such words; a program that writes rows may.
    IssuePage.objects.update(title="June\x0b 2019\ufffe")

    [one] = read(client).findall(f"{ATOM}entry")

    assert text(one, "title") == "June 2019: Security where it is lived"


def test_there_is_none_without_a_public_archive_or_in_a_closed_language(client):
    assert client.get(address("pl")).status_code == 404
    archive = IssueIndexPage.objects.get(source=None)
    PageViewRestriction.objects.create(page=archive, restriction_type="login")

    assert client.get(address()).status_code == 404


def test_it_is_only_read(client):
    assert client.head(address()).content == b""
    assert client.post(address()).status_code == 405


def test_the_archive_names_it(client):
    tree = parsed(client.get("/fr/lettre-dinformation/").content.decode())

    [link] = [one for one in tree.iter("link") if one.get("type") == "application/atom+xml"]
    assert (link.get("rel"), link.get("href")) == ("alternate", address("fr"))


@pytest.mark.parametrize("count", [1, 3])
def test_the_cost_is_the_same_with_any_number_of_issues(
    client, user, count, django_assert_num_queries
):
    pages = [make_page(NewsPage) for _number in range(count)]
    for number in range(count):
        freeze(make_issue(entries(*map(entry, pages)), slug=f"issue-{number}"), user=user)
    client.get(address())

    with django_assert_num_queries(6):
        client.get(address())
