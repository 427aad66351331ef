"""Who approves an issue, and how does it come to them?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Task, Workflow, WorkflowPage, WorkflowState, WorkflowTask

from newsletter.models import Approval, IssueApproval, IssueIndexPage

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser, Group

    from newsletter.models import IssuePage


def task_of(issue: IssuePage) -> Task | None:
    """Return the step whose people decide about an issue now; None without a workflow.

    The step at which it is; before that the first; and the one in which issues are approved while an approval holds:
    who may not approve may not add to what was approved either, nor open it again.
    """
    if issue.current_workflow_task:
        return issue.current_workflow_task.specific
    workflow = issue.get_workflow()
    tasks = [task.specific for task in workflow.tasks] if workflow else []
    if not tasks:
        return None
    if Approval.objects.filter(issue=issue, reopened_at=None).exists():
        approving = [task for task in tasks if isinstance(task, IssueApproval)]
        return (approving or tasks)[-1]
    return tasks[0]


def may_approve(user: AbstractUser, issue: IssuePage) -> bool:
    """Return whether somebody may approve an issue, or add a language to an approved one."""
    task = task_of(issue)
    if task is None:
        return bool(issue.permissions_for_user(user).can_publish())
    return _approves(user, task, issue)


def _approves(user: AbstractUser, task: Task, issue: IssuePage) -> bool:
    return any(name == "approve" for name, _label, _modal in task.get_actions(issue, user))


def approvers(issue: IssuePage) -> list[str]:
    """Return the names of the groups that approve an issue at its next step; none where no group does."""
    groups = getattr(task_of(issue), "groups", None)
    return list(groups.order_by("name").values_list("name", flat=True)) if groups else []


@transaction.atomic
def approve(issue: IssuePage, *, user: AbstractUser) -> None:
    """Take an issue through its workflow as far as one person may: hand it in where nobody has, and approve it.

    One that was sent back goes on at the step that wanted it changed; where that is somebody else's, it waits for them.

    Args:
        issue: the source.
        user: who approves; whether they may is for the caller to ask.

    Raises:
        LookupError: if the issue has no workflow.
        NotReadyError: if something stands in the way.
    """
    workflow = issue.get_workflow()
    if workflow is None:
        raise LookupError(issue)
    state = issue.current_workflow_state or workflow.start(issue, user)
    if state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        state.resume(user)
    task_state = state.current_task_state.specific
    task = task_state.task.specific
    if _approves(user, task, issue):
        task.on_action(task_state, user, "approve")


def set_up_workflow(group: Group) -> None:
    """Give every archive that has no workflow of its own one in which a group approves."""
    open_archives = [
        archive
        for archive in IssueIndexPage.objects.filter(source=None)
        if not WorkflowPage.objects.filter(page=archive.page_ptr_id).exists()
    ]
    if not open_archives:
        return
    name = _("Approval of the newsletter")
    task = IssueApproval.objects.filter(name=name, active=True).first()
    if task is None:
        task = IssueApproval.objects.create(name=name)
        workflow = Workflow.objects.create(name=name)
        WorkflowTask.objects.create(workflow=workflow, task=task.task_ptr, sort_order=0)
    task.groups.add(group)
    for archive in open_archives:
        WorkflowPage.objects.create(workflow=task.workflows.first(), page=archive.page_ptr)
