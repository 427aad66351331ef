"""What do the tests of the newsletter's pages share? People of every sort, and an issue with a secret."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import AbstractUser, Group, Permission
from wagtail.models import GroupPagePermission, PageViewRestriction

from cms.plugins.news.models import NewsPage
from cms.testing.factories import make_administrator, make_page, make_user
from newsletter.models import IssuePage
from tests.newsletter.conftest import editorial, entries, entry, make_issue

CANARY = "CANARY-7f3a"
"""Stands in a draft, and on a page for people who are signed in."""


@pytest.fixture
def issue(site) -> IssuePage:
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


@pytest.fixture
def make_editor(issue) -> Callable[..., AbstractUser]:
    """Return a function that makes somebody who enters the admin and may edit the issue, and nothing else."""

    def make(name: str = "nora", *codenames: str) -> AbstractUser:
        user = make_user(name)
        group = Group.objects.create(name=name)
        group.permissions.add(Permission.objects.get(codename="access_admin"))
        for codename in codenames or ("change_page",):
            permission = Permission.objects.get(codename=codename)
            GroupPagePermission.objects.create(group=group, page=issue, permission=permission)
        user.groups.add(group)
        return user

    return make


@pytest.fixture
def people(make_editor) -> dict[str, AbstractUser | None]:
    """Somebody of every sort, by what they may do."""
    bystander = make_user("bystander", "Editors")
    bystander.groups.clear()
    bystander.groups.add(Group.objects.create(name="Nothing but the admin"))
    bystander.groups.get().permissions.add(Permission.objects.get(codename="access_admin"))
    return {
        "nobody": None,
        "bystander": bystander,
        "translator": make_user("anna", "Translators into German"),
        "editor": make_editor(),
        "administrator": make_administrator(),
    }
