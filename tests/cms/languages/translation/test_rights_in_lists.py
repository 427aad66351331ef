"""Do the question about one page and the question about all of them agree?"""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from wagtail.models import (
    GroupApprovalTask,
    GroupPagePermission,
    Locale,
    Page,
    PageViewRestriction,
    Workflow,
    WorkflowTask,
)

from cms.languages.translation.requests import request_translation
from cms.languages.translation.rights import (
    languages_by_person,
    may_see,
    translators,
    translators_into,
    visible_to,
)
from cms.plugins.news.models import NewsPage
from cms.roles import set_up
from cms.testing.factories import make_administrator, make_index, make_page, make_site
from tests.shared import shared

pytestmark = pytest.mark.django_db


@shared
def people():
    """A site with pages of every publicity, and people of every sort."""
    made = make_site(("en", "fr", "de"), kinds=[NewsPage])
    set_up()
    french = Locale.objects.get(language_code="fr")
    locked = make_index(title="Members only")
    PageViewRestriction.objects.create(page=locked, restriction_type="login")
    public = make_page(NewsPage, title="Public")
    draft = make_page(NewsPage, title="Draft", publish=False)
    make_page(NewsPage, locked, title="Restricted")
    expired = make_page(NewsPage, title="Expired")
    Page.objects.filter(pk=expired.pk).update(expire_at="2020-01-01T00:00:00Z")
    request_translation(make_page(NewsPage, title="Asked for", publish=False), french)
    stopped = request_translation(make_page(NewsPage, title="Stopped", publish=False), french)
    stopped.enabled = False
    stopped.save()
    in_workflow = make_page(NewsPage, title="In a workflow", publish=False)
    own = make_page(NewsPage, title="Own draft", publish=False)

    def user(name: str, *groups: str, **fields):
        made = get_user_model().objects.create_user(name, password="password", **fields)
        made.groups.set(Group.objects.filter(name__in=groups))
        return made

    approvers = Group.objects.create(name="Approvers")
    task = GroupApprovalTask.objects.create(name="Look at it")
    task.groups.add(approvers)
    workflow = Workflow.objects.create(name="Two pairs of eyes")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=1)
    found = {
        "administrator": make_administrator(),
        "editor": user("editor", "Editors"),
        "french": user("french", "Translators into French"),
        "german": user("german", "Translators into German"),
        "approver": user("approver", "Approvers"),
        "nobody": user("nobody"),
        "gone": user("gone", "Editors", "Translators into French", is_active=False),
    }
    author = user("author")
    writers = Group.objects.create(name="Writers")
    GroupPagePermission.objects.create(
        group=writers, page=made.home, permission=Permission.objects.get(codename="add_page")
    )
    author.groups.add(writers)
    Page.objects.filter(pk=own.pk).update(owner=author)
    workflow.start(in_workflow, found["editor"])
    assert (public.live, draft.live) == (True, False)
    return {**found, "author": author}


PUBLIC = {"Public"}
SEEN = {
    "administrator": {
        *("Public", "Draft", "Restricted", "Expired", "Asked for", "Stopped"),
        *("In a workflow", "Own draft"),
    },
    "french": {*PUBLIC, "Asked for"},
    "german": PUBLIC,
    "approver": {*PUBLIC, "In a workflow"},
    "author": {*PUBLIC, "Own draft"},
    "nobody": PUBLIC,
    "gone": PUBLIC,
}
SEEN["editor"] = SEEN["administrator"]


@pytest.mark.parametrize("name", sorted(SEEN))
def test_what_somebody_sees_is_the_same_one_by_one_and_all_at_once(people, name):
    user = people[name]
    news = Page.objects.filter(content_type__model="newspage")

    at_once = set(news.filter(visible_to(user)).values_list("title", flat=True))
    one_by_one = {page.title for page in news if may_see(user, page)}

    assert at_once == one_by_one == SEEN[name]


def test_people_are_found_by_their_group_and_by_their_own_right(people, django_user_model):
    french = Permission.objects.get(codename="translate_into_fr")
    single = django_user_model.objects.create_user("single")
    single.user_permissions.add(french)

    assert set(translators_into("fr")) == {people["french"], single}
    assert set(translators()) == {people["french"], people["german"], single}
    tags = languages_by_person()
    assert {user: tags[user.pk] for user in translators()} == {
        people["french"]: {"fr"},
        people["german"]: {"de"},
        single: {"fr"},
    }
