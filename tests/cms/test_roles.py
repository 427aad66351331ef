"""Does a new office get its groups, with their rights and no others?"""

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import GroupPagePermission, Page

from cms.languages.opening import open_language
from cms.roles import ENTER, FILES, Role, all_roles, set_up
from cms.testing.factories import make_site, make_user
from newsletter.models import IssueIndexPage
from tests.shared import shared

NAMES = ["Editors", "Coordinators", "Publishers", "Newsletter managers"]


@shared
def site():
    return make_site(("en", "de"))


def page_rights(name):
    return sorted(
        GroupPagePermission.objects.filter(group__name=name).values_list(
            "permission__codename", "page__depth"
        )
    )


def test_the_command_makes_every_group(site, capsys):
    call_command("setup_roles")

    said = [line.split(":")[0] for line in capsys.readouterr().out.splitlines()]
    assert said == [*NAMES, "Translators into German", "Translators into English"]
    assert set(said) <= set(Group.objects.values_list("name", flat=True))


def test_repeated_it_changes_nothing_and_takes_nothing_away(site):
    set_up()
    extra = Role(name="Editors", on_pages=("publish_page",))
    set_up([extra])
    before = page_rights("Editors")

    set_up()

    assert page_rights("Editors") == before
    assert ("publish_page", 1) in before


def test_page_rights_hold_for_every_language(site):
    set_up()

    assert page_rights("Coordinators") == [("add_page", 1), ("change_page", 1)]
    assert [right for right, _depth in page_rights("Publishers")] == [
        "add_page",
        "change_page",
        "lock_page",
        "publish_page",
        "unlock_page",
    ]


def test_translators_have_no_right_on_any_page(site):
    user = make_user("anna", "Translators into German")

    assert page_rights("Translators into German") == []
    assert sorted(user.get_all_permissions()) == [
        "cms.translate_into_de",
        "wagtailadmin.access_admin",
    ]


def test_newsletter_managers_publish_in_the_archive_of_every_language(site):
    archive = IssueIndexPage(title="Newsletter", slug="newsletter", locale=site.home.locale)
    site.home.add_child(instance=archive)
    archive.save_revision().publish()
    open_language("de")
    user = make_user("nina", "Newsletter managers")

    archives = Page.objects.type(IssueIndexPage)
    assert archives.count() == 2
    assert all(page.permissions_for_user(user).can_publish_subpage() for page in archives)
    assert not site.home.permissions_for_user(user).can_edit()


def test_a_right_that_does_not_exist_is_named(site):
    with pytest.raises(LookupError, match=r"cms\.fly"):
        set_up([Role(name="Birds", rights=("cms.fly",))])


def test_a_language_that_is_opened_later_gets_its_translators(site):
    open_language("fr")

    assert "Translators into French" in [role.name for role in all_roles()]


def test_a_role_costs_as_many_queries_whatever_it_allows(site):
    small = Role(
        name="Birds", rights=(ENTER,), on_pages=("add_page",), files=("wagtailimages.choose_image",)
    )
    large = Role(
        name="Bells",
        rights=(ENTER, "cms.add_city", "cms.change_city"),
        on_pages=("add_page", "change_page", "lock_page"),
        files=FILES,
    )
    asked = {}
    for role in (small, large):
        with CaptureQueriesContext(connection) as queries:
            set_up([role])
        asked[role.name] = len(queries)

    assert asked["Birds"] == asked["Bells"]
    assert page_rights("Bells") == [("add_page", 1), ("change_page", 1), ("lock_page", 1)]
