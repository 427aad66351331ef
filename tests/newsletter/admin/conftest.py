"""What do the tests of the editors' side share? A small site with an archive, and people of three roles."""

from collections.abc import Callable
from datetime import date
from uuid import uuid4

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from wagtail.models import GroupPagePermission, Page

from cms.models import Span
from cms.plugins.events.models import EventPage
from cms.plugins.news.models import NewsPage
from cms.testing.factories import MadeSite, make_administrator, make_page, make_site
from newsletter.models import IssueIndexPage, IssuePage
from tests.shared import shared


def block(sort: str, /, **value: object) -> dict:
    """Return a stored block."""
    return {"type": sort, "value": value, "id": str(uuid4())}


def entry(page: int, **words: object) -> dict:
    """Return a stored entry."""
    return block(
        "entry", **{"page": page, "outlet": "everywhere", "when_missing": "fall_back", **words}
    )


def line(page: int, **decision: object) -> dict:
    """Return a stored line of an agenda."""
    return block(
        "line", **{"page": page, "words": "", "is_pinned": False, "is_hidden": False, **decision}
    )


@shared
def site() -> MadeSite:
    return make_site(("en", "fr"))


@shared
def archive(site: MadeSite) -> IssueIndexPage:
    archive = site.home.add_child(instance=IssueIndexPage(title="Newsletter", slug="newsletter"))
    archive.save_revision().publish()
    return archive


@pytest.fixture
def make_issue(archive: IssueIndexPage) -> Callable[..., IssuePage]:
    def make(title: str, day: date, *sections: dict, publish: bool = True, **fields) -> IssuePage:
        fields = {"subject": "What cities do", "preheader": "The best of it.", **fields}
        issue = IssuePage(title=title, date=day, sections=list(sections), live=publish, **fields)
        Page.objects.get(pk=archive.pk).add_child(instance=issue)
        revision = issue.save_revision()
        if publish:
            revision.publish()
        return IssuePage.objects.get(pk=issue.pk)

    return make


@shared
def news(site: MadeSite) -> NewsPage:
    return make_page(NewsPage, title="A thing happened")


@shared
def event(site: MadeSite) -> EventPage:
    return make_page(
        EventPage,
        title="The Colloquium",
        span_rows=[Span(start=date(2019, 6, 25), end=date(2019, 6, 26))],
    )


@pytest.fixture
def admin(client: Client, db: None) -> Client:
    """A browser in which an administrator is at work."""
    client.force_login(make_administrator())
    return client


@pytest.fixture
def login(client: Client, django_user_model) -> Callable[..., Client]:
    """Return a browser in which somebody is at work who has permissions on one page and below."""

    def log_in(page: Page, *permissions: str, name: str = "editor") -> Client:
        group = Group.objects.create(name=name)
        group.permissions.add(Permission.objects.get(codename="access_admin"))
        for codename in permissions:
            permission = Permission.objects.get(
                content_type__app_label="wagtailcore", codename=f"{codename}_page"
            )
            GroupPagePermission.objects.create(group=group, page=page, permission=permission)
        user = django_user_model.objects.create_user(name, password="password")
        user.groups.add(group)
        client.force_login(user)
        return client

    return log_in


def said(response) -> list[str]:
    """Return the messages that a page shows."""
    return [str(message) for message in response.context["messages"]]
