"""Do those approve an issue who may, only when it is ready, and can they open it again?"""

import pytest
from django.contrib.auth import get_user_model
from django.core.files.storage import default_storage
from django.urls import reverse
from wagtail.models import Task, WorkflowPage, WorkflowTask
from wagtail.test.utils.form_data import nested_form_data, streamfield
from wagtail.users.models import UserProfile

from cms.testing.factories import make_picture, make_user
from newsletter.approval.decisions import decide
from newsletter.approval.freezing import NotReadyError, current, freeze, reopen
from newsletter.models import Approval, IssuePage
from tests.newsletter.views.conftest import said, seen, soup, texts, url

REFUSED = ["editor", "coordinator", "publisher", "translator"]


def languages(approval: Approval) -> list[str]:
    """Return the languages in which an issue is approved."""
    return list(approval.editions.values_list("language", flat=True))


def test_approving_publishes_and_freezes_every_language(at_work, issue):
    response = at_work("manager").post(url("approve", issue), seen(issue), follow=True)

    assert response.redirect_chain == [(url("readiness", issue), 302)]
    assert said(response) == ["Version 1 is approved. What goes out is kept as it is now."]
    approval = current(issue)
    assert (languages(approval), approval.approved_by.username) == (["de", "en", "fr"], "manager")
    assert IssuePage.objects.get(pk=issue.pk).live


def test_what_was_handed_in_is_approved(at_work, issue):
    issue.get_workflow().start(issue, make_user("writer"))

    at_work("manager").post(url("approve", issue), seen(issue))

    assert current(issue).version == 1


def test_a_blocked_issue_is_refused_with_what_is_in_the_way(at_work, blocked):
    response = at_work("manager").post(url("approve", blocked), seen(blocked), follow=True)

    [message] = said(response)
    assert message.startswith(
        "Nothing was approved: something stands in the way in German and French. ‘Entries’: ‘A report’"
    )
    assert current(blocked) is None
    stored = IssuePage.objects.get(pk=blocked.pk)
    assert (stored.live, stored.current_workflow_state) == (False, None)


def test_a_blocked_language_that_is_held_back_does_not_keep_the_others(at_work, blocked):
    manager = at_work("manager")
    for tag in ("de", "fr"):
        manager.post(url("decide", blocked, tag), {"choice": "hold"})

    manager.post(url("approve", blocked), seen(blocked))

    assert languages(current(blocked)) == ["en"]


def test_a_held_language_is_approved_later_when_it_is_ready(at_work, issue):
    manager = at_work("manager")
    manager.post(url("decide", issue, "de"), {"choice": "hold"})
    manager.post(url("approve", issue), seen(issue))
    first = languages(current(issue))
    manager.post(url("decide", issue, "de"), {"choice": "send"})

    response = manager.post(url("approve", issue), seen(issue), follow=True)

    assert (first, languages(current(issue))) == (["en", "fr"], ["de", "en", "fr"])
    assert current(issue).version == 1
    assert said(response)[-1:] == ["Version 1 is approved. What goes out is kept as it is now."]


def test_a_held_language_that_is_blocked_is_refused_later(at_work, blocked):
    somebody = make_user("boss")
    for tag in ("de", "fr"):
        decide(blocked, tag, "hold", user=somebody)
    freeze(blocked, user=somebody)
    decide(blocked, "de", "send", user=somebody)

    at_work("manager").post(url("approve", blocked), seen(blocked))

    assert languages(current(blocked)) == ["en"]
    with pytest.raises(NotReadyError):
        freeze(blocked, user=somebody)


def test_where_everything_is_approved_there_is_nothing_to_approve(at_work, issue):
    manager = at_work("manager")
    manager.post(url("approve", issue), seen(issue))

    response = manager.post(url("approve", issue), seen(issue), follow=True)

    assert said(response)[-1:] == [
        "Nothing was approved: no language is to go out that is not approved already."
    ]


def test_a_lost_picture_is_told(at_work, issue, news):
    manager = at_work("manager")
    manager.post(url("approve", issue), seen(issue))  # cuts the pictures to size
    reopen(current(issue), user=make_user("boss"))
    rendition = news.picture.renditions.first()
    default_storage.delete(rendition.file.name)

    response = manager.post(url("approve", issue), seen(issue), follow=True)

    assert said(response)[-1:] == [
        f"Nothing was approved: the file of a picture is missing ({rendition.file.name})."
        " Upload the picture again."
    ]
    assert current(issue) is None


def test_without_a_workflow_nothing_is_approved(at_work, issue):
    publisher = at_work("publisher")
    WorkflowPage.objects.all().delete()

    response = publisher.post(url("approve", issue), seen(issue), follow=True)

    assert said(response) == ["Nothing was approved: the archive has no workflow."]
    assert current(issue) is None


def test_a_step_before_the_last_passes_it_on(at_work, issue):
    manager = at_work("manager")
    workflow = issue.get_workflow()
    second = Task.objects.create(name="Nobody", active=True)
    WorkflowTask.objects.create(workflow=workflow, task=second, sort_order=1)

    response = manager.post(url("approve", issue), seen(issue), follow=True)

    assert said(response) == ["Your step is done. The issue waits for the next one."]
    assert current(issue) is None


@pytest.mark.parametrize("role", REFUSED)
@pytest.mark.parametrize("name", ["approve", "reopen"])
def test_who_does_not_approve_is_refused(at_work, issue, role, name):
    if name == "reopen":
        freeze(issue, user=make_user("boss"))
    before = Approval.objects.filter(reopened_at=None).count()

    response = at_work(role).post(url(name, issue))

    assert (response.status_code, response.url) == (302, reverse("wagtailadmin_home"))
    assert Approval.objects.filter(reopened_at=None).count() == before


@pytest.mark.parametrize("name", ["approve", "reopen"])
def test_a_visitor_is_sent_to_the_login(at_work, issue, name):
    response = at_work("visitor").post(url(name, issue))

    assert response.url.startswith(reverse("wagtailadmin_login"))
    assert current(issue) is None


@pytest.mark.parametrize("name", ["approve", "reopen"])
def test_a_form_from_elsewhere_changes_nothing(at_work, issue, name):
    if name == "reopen":
        freeze(issue, user=make_user("boss"))
    before = current(issue)

    response = at_work("manager", enforce_csrf_checks=True).post(url(name, issue))

    assert response.status_code == 403
    assert current(issue) == before


def test_looking_approves_nothing(at_work, issue):
    assert at_work("manager").get(url("approve", issue)).status_code == 405
    assert current(issue) is None


# Opening again


def test_opening_again_is_asked_before_it_is_done(at_work, issue):
    approval = freeze(issue, user=make_user("boss"))

    page = soup(at_work("manager").get(url("reopen", issue)))

    assert texts(page.select("h2"))[0] == "Open ‘ June 2019 ’ again?"
    assert "A hand-over that is not done yet stops." in page.get_text()
    assert current(issue) == approval


def test_an_issue_that_is_opened_again_is_open_and_its_next_version_counts_on(at_work, issue):
    manager = at_work("manager")
    manager.post(url("approve", issue), seen(issue))

    response = manager.post(url("reopen", issue), follow=True)

    assert said(response)[-1:] == ["The issue is open again. Its next approval makes version 2."]
    assert current(issue) is None
    assert IssuePage.objects.get(pk=issue.pk).get_lock() is None
    manager.post(url("approve", issue), seen(issue))
    assert current(issue).version == 2


def test_what_is_open_is_not_opened(at_work, issue):
    for response in (
        at_work("manager").get(url("reopen", issue)),
        at_work("manager").post(url("reopen", issue)),
    ):
        assert response.url == url("readiness", issue)


# Wagtail's own button


def approve_in_the_editor(browser, issue: IssuePage):
    """Send the form of the issue by the button with which Wagtail approves."""
    form = {
        "title": issue.title,
        "slug": issue.slug,
        "number": issue.number,
        "date": issue.date.isoformat(),
        "subject": issue.subject,
        "preheader": issue.preheader,
        "picture": issue.picture_id or "",
        "sections": streamfield([]),
        "comments": {
            "TOTAL_FORMS": 0,
            "INITIAL_FORMS": 0,
            "MIN_NUM_FORMS": 0,
            "MAX_NUM_FORMS": 1000,
        },
        "action-workflow-action": "true",
        "workflow-action-name": "approve",
    }
    address = reverse("wagtailadmin_pages:edit", args=[issue.pk])
    return browser.post(address, nested_form_data(form), follow=True)


def test_wagtails_own_button_is_refused_while_something_is_in_the_way(at_work, blocked):
    blocked.get_workflow().start(blocked, make_user("writer"))

    response = approve_in_the_editor(at_work("manager"), blocked)

    assert response.redirect_chain == [(url("readiness", blocked), 302)]
    assert said(response)[0].startswith(
        "Nothing was approved: something stands in the way in German and French."
    )
    stored = IssuePage.objects.get(pk=blocked.pk)
    assert (stored.live, current(stored), stored.workflow_in_progress) == (False, None, True)


def test_wagtails_own_button_approves_what_is_ready(at_work, issue):
    issue.get_workflow().start(issue, make_user("writer"))

    approve_in_the_editor(at_work("manager"), issue)

    assert current(issue).version == 1


def approving(issue: IssuePage) -> str:
    """Return where an issue is approved from Wagtail's dashboard, once it is handed in."""
    stored = IssuePage.objects.get(pk=issue.pk)
    state = stored.get_workflow().start(stored, make_user("writer"))
    step = [issue.pk, "approve", state.current_task_state.pk]
    return reverse("wagtailadmin_pages:workflow_action", args=step)


def test_wagtails_dashboard_leads_to_the_verdict_on_what_is_blocked(at_work, blocked):
    manager = at_work("manager")
    user = get_user_model().objects.get(username="manager")
    UserProfile.objects.create(user=user, preferred_language="de")
    address = approving(blocked)

    response = manager.post(address, follow=True)

    assert response.redirect_chain == [(url("readiness", blocked), 302)]
    [message] = said(response)
    assert message.startswith("Nichts wurde freigegeben, denn es gibt Hindernisse (")
    assert "A report" in message
    stored = IssuePage.objects.get(pk=blocked.pk)
    assert (stored.live, current(stored), stored.workflow_in_progress) == (False, None, True)


def test_the_dialogue_of_wagtails_dashboard_leads_there_too(at_work, blocked):
    manager, address = at_work("manager"), approving(blocked)

    response = manager.post(address, headers={"x-requested-with": "XMLHttpRequest"})

    assert response.json() == {"step": "success", "redirect": url("readiness", blocked)}
    assert len(said(manager.get(url("readiness", blocked)))) == 1


@pytest.mark.parametrize("by", ["dashboard", "editor"])
def test_wagtails_views_lead_to_the_verdict_when_a_picture_is_lost(at_work, issue, by):
    manager = at_work("manager")
    issue.picture = make_picture("Towers")
    issue.save_revision()
    manager.post(url("approve", issue), seen(issue))  # cuts the pictures to size
    reopen(current(issue), user=make_user("boss"))
    for rendition in issue.picture.renditions.all():
        default_storage.delete(rendition.file.name)
    address = approving(issue)

    if by == "dashboard":
        response = manager.post(address, follow=True)
    else:
        response = approve_in_the_editor(manager, issue)

    assert response.redirect_chain == [(url("readiness", issue), 302)]
    assert said(response)[-1].startswith(
        "Nothing was approved: the file of a picture is missing (images/"
    )
    assert current(issue) is None


def test_what_was_changed_after_somebody_looked_is_not_approved(at_work, issue):
    looked_at = seen(issue)
    page = soup(at_work("manager").get(url("readiness", issue)))
    assert page.select_one("input[name=revision]")["value"] == str(looked_at["revision"])
    IssuePage.objects.get(pk=issue.pk).save_revision()

    response = at_work("manager").post(url("approve", issue), looked_at, follow=True)

    assert said(response) == [
        "Nothing was approved: somebody has changed the issue meanwhile. Look at it once more."
    ]
    assert current(issue) is None
