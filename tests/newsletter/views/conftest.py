"""What do the tests of the pages about an issue share? An issue that is ready, one that is not, and people of each role."""

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import AbstractUser, Group, Permission
from django.test import Client
from django.urls import reverse
from wagtail.models import GroupPagePermission, PageViewRestriction

from cms.plugins.news.models import NewsPage
from cms.roles import set_up
from cms.testing.factories import MadeSite, make_administrator, make_page, make_picture, make_user
from newsletter.models import IssuePage
from tests.newsletter.conftest import editorial, entries, entry, make_issue
from tests.shared import shared

GROUPS = {
    "editor": ["Editors"],
    "coordinator": ["Coordinators"],
    "manager": ["Newsletter managers"],
    "publisher": ["Publishers"],
    "translator": ["Translators into German"],
}


CANARY = "CANARY-7f3a"
"""Stands in a draft, and on a page for people who are signed in."""


@shared
def guarded(site) -> IssuePage:
    """A draft with a page that everybody may see, one that is not public, and one that is not for everybody."""
    public = make_page(NewsPage, title="A report")
    hidden = make_page(NewsPage, title=f"{CANARY} hidden", publish=False)
    closed = make_page(NewsPage, title=f"{CANARY} closed")
    PageViewRestriction.objects.create(page=closed, restriction_type=PageViewRestriction.LOGIN)
    return make_issue(
        editorial("<p>We write.</p>"),
        entries(entry(public), entry(hidden), entry(closed)),
        publish=False,
    )


def make_editor(issue: IssuePage, name: str = "nora", *codenames: str) -> AbstractUser:
    """Return somebody who enters the admin and may edit an issue, and nothing else."""
    user = make_user(name)
    group = Group.objects.create(name=name)
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    for codename in codenames or ("change_page",):
        permission = Permission.objects.get(codename=codename)
        GroupPagePermission.objects.create(group=group, page=issue, permission=permission)
    user.groups.add(group)
    return user


@shared
def nora(guarded) -> AbstractUser:
    """Somebody who may edit the issue, and nothing else."""
    return make_editor(guarded)


@shared
def people(nora) -> dict[str, AbstractUser | None]:
    """Somebody of every sort, by what they may do."""
    bystander = make_user("bystander", "Editors")
    bystander.groups.clear()
    bystander.groups.add(Group.objects.create(name="Nothing but the admin"))
    bystander.groups.get().permissions.add(Permission.objects.get(codename="access_admin"))
    return {
        "nobody": None,
        "bystander": bystander,
        "translator": make_user("anna", "Translators into German"),
        "editor": nora,
        "administrator": make_administrator(),
    }


@shared(autouse=True)
def office(site: MadeSite) -> None:
    """The groups of the office, and the workflow of the newsletter."""
    set_up()


@shared
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


@shared
def issue(news: NewsPage) -> IssuePage:
    """A draft in whose way nothing stands."""
    return make_issue(editorial("<p>Welcome.</p>"), entries(entry(news)), publish=False)


@shared
def blocked(news: NewsPage) -> IssuePage:
    """A draft that waits for the German and the French version of its only entry."""
    return make_issue(entries(entry(news, when_missing="hold")), publish=False)


def url(name: str, issue: IssuePage, *more: str) -> str:
    """Return the address of a page about an issue."""
    return reverse(f"newsletter_admin:{name}", args=[issue.pk, *more])


def seen(issue: IssuePage) -> dict[str, int]:
    """Return what the button of approval says of what was looked at."""
    return {"revision": IssuePage.objects.get(pk=issue.pk).latest_revision_id}


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
