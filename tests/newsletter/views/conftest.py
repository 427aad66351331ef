"""What do the tests of the pages about an issue share? An issue that is ready, one that is not, and people of each role."""

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from cms.plugins.news.models import NewsPage
from cms.roles import set_up
from cms.testing.factories import MadeSite, make_page, make_picture, make_user
from newsletter.models import IssuePage
from tests.newsletter.conftest import editorial, entries, entry, make_issue

GROUPS = {
    "editor": ["Editors"],
    "coordinator": ["Coordinators"],
    "manager": ["Newsletter managers"],
    "publisher": ["Publishers"],
    "translator": ["Translators into German"],
}


@pytest.fixture(autouse=True)
def office(site: MadeSite) -> None:
    """The groups of the office, and the workflow of the newsletter."""
    set_up()


@pytest.fixture
def news(site: MadeSite) -> NewsPage:
    """A piece of news, in English."""
    return make_page(NewsPage, title="A report", picture=make_picture("Night", credit="A. K."))


@pytest.fixture
def at_work(site: MadeSite) -> Callable[[str], Client]:
    """Return a function that returns the browser of somebody of a role; "visitor" has not signed in."""
    browsers: dict[str, Client] = {}

    def enter(role: str, **options) -> Client:
        if role not in browsers:
            browsers[role] = Client(**options)
            if role != "visitor":
                browsers[role].force_login(make_user(role, *GROUPS[role]))
        return browsers[role]

    return enter


@pytest.fixture
def issue(news: NewsPage) -> IssuePage:
    """A draft in whose way nothing stands."""
    return make_issue(editorial("<p>Welcome.</p>"), entries(entry(news)), publish=False)


@pytest.fixture
def blocked(news: NewsPage) -> IssuePage:
    """A draft that waits for the German and the French version of its only entry."""
    return make_issue(entries(entry(news, when_missing="hold")), publish=False)


def url(name: str, issue: IssuePage, *more: str) -> str:
    """Return the address of a page about an issue."""
    return reverse(f"newsletter_admin:{name}", args=[issue.pk, *more])


def soup(response) -> BeautifulSoup:
    """Return a page, read."""
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def texts(tags) -> list[str]:
    """Return what each of some elements says, in one line each."""
    return [" ".join(tag.get_text(" ").split()) for tag in tags]


def said(response) -> list[str]:
    """Return the messages that a page shows, without their markup."""
    return [
        " ".join(BeautifulSoup(str(message), "html.parser").get_text(" ").split())
        for message in response.context["messages"]
    ]
