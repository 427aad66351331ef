"""Does an issue come to those who approve it, and is it frozen then?"""

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse
from wagtail.models import GroupApprovalTask, PageLogEntry, Workflow, WorkflowState, WorkflowTask

from cms.roles import set_up
from newsletter.approval.freezing import current, freeze, reopen
from newsletter.approval.workflow import approve, may_approve, set_up_workflow
from newsletter.frozen.pictures import LostPictureError
from newsletter.models import Approval, IssueApproval, IssueIndexPage, IssuePage
from tests.newsletter.conftest import entries, make_issue
from tests.shared import shared


def test_the_office_has_one_workflow_however_often_it_is_set_up(manager):
    set_up()
    set_up_workflow(manager.groups.get())

    task = IssueApproval.objects.get()
    archive = IssueIndexPage.objects.get(source=None)
    assert [group.name for group in task.groups.all()] == ["Newsletter managers"]
    assert archive.get_workflow() == Workflow.objects.get(workflow_tasks__task=task)


def test_a_workflow_of_the_administrators_own_is_left_alone(manager):
    archive = IssueIndexPage.objects.get(source=None)
    own = Workflow.objects.create(name="Two pairs of eyes")
    archive.workflowpage.workflow = own
    archive.workflowpage.save()

    set_up()

    assert IssueIndexPage.objects.get(source=None).get_workflow() == own


def test_only_those_who_make_the_newsletter_may_approve(issue, manager, editor, user):
    assert [may_approve(one, issue) for one in (manager, user, editor)] == [True, True, False]


def test_to_approve_is_to_publish_and_to_freeze(news, manager):
    draft = make_issue(entries(), publish=False)

    approve(draft, user=manager)

    approved = IssuePage.objects.get(pk=draft.pk)
    assert approved.live
    assert WorkflowState.objects.get().status == "approved"
    assert current(approved).approved_by == manager
    actions = PageLogEntry.objects.filter(page=draft.pk).order_by("pk")
    assert [entry.action for entry in actions][-3:] == [
        "wagtail.workflow.approve",
        "wagtail.publish",
        "newsletter.approved",
    ]


def test_wagtails_own_buttons_do_the_same(issue, manager, client):
    client.force_login(manager)
    workflow = issue.get_workflow()
    state = workflow.start(issue, manager)

    client.post(
        reverse(
            "wagtailadmin_pages:workflow_action",
            args=[issue.pk, "approve", state.current_task_state.pk],
        )
    )

    assert current(issue).approved_by == manager


def test_an_editor_cannot_approve(issue, editor, client):
    client.force_login(editor)
    state = issue.get_workflow().start(issue, editor)
    url = reverse(
        "wagtailadmin_pages:workflow_action",
        args=[issue.pk, "approve", state.current_task_state.pk],
    )

    client.post(url)

    state.refresh_from_db()
    assert state.status == "in_progress"
    assert not Approval.objects.exists()


def test_what_cannot_be_frozen_is_not_approved(news, manager, issue):
    freeze(issue, user=manager)  # cuts the pictures to size
    reopen(current(issue), user=manager)
    issue = IssuePage.objects.get(pk=issue.pk)
    default_storage.delete(news.picture.renditions.first().file.name)
    state = issue.get_workflow().start(issue, manager)

    with pytest.raises(LostPictureError):
        approve(issue, user=manager)

    state.refresh_from_db()
    assert (state.status, current(issue)) == ("in_progress", None)


@shared
def two_steps(manager, editor):
    """A workflow in which editors read first, and the newsletter's managers approve."""
    archive = IssueIndexPage.objects.get(source=None)
    first = GroupApprovalTask.objects.create(name="Read")
    first.groups.add(editor.groups.get())
    workflow = Workflow.objects.create(name="Read, then approve")
    for order, task in enumerate((first, IssueApproval.objects.get())):
        WorkflowTask.objects.create(workflow=workflow, task_id=task.pk, sort_order=order)
    archive.workflowpage.workflow = workflow
    archive.workflowpage.save()


def test_of_two_steps_each_is_its_own_peoples(issue, two_steps, manager, editor):
    issue = IssuePage.objects.get(pk=issue.pk)
    assert [may_approve(one, issue) for one in (editor, manager)] == [True, False]

    approve(issue, user=editor)
    issue = IssuePage.objects.get(pk=issue.pk)
    assert (current(issue), may_approve(editor, issue)) == (None, False)
    approve(issue, user=manager)

    # Who only reads neither opens again what was approved nor adds to it.
    issue = IssuePage.objects.get(pk=issue.pk)
    assert current(issue).approved_by == manager
    assert [may_approve(one, issue) for one in (editor, manager)] == [False, True]


def test_what_was_sent_back_goes_on_where_it_was(issue, two_steps, manager, editor):
    approve(IssuePage.objects.get(pk=issue.pk), user=editor)
    state = IssuePage.objects.get(pk=issue.pk).current_workflow_state
    state.current_task_state.reject(user=manager)

    approve(IssuePage.objects.get(pk=issue.pk), user=editor)
    state.refresh_from_db()
    assert (state.status, current(issue)) == ("in_progress", None)
    assert state.current_task_state.task.name == IssueApproval.objects.get().name

    approve(IssuePage.objects.get(pk=issue.pk), user=manager)
    assert current(issue).approved_by == manager
