"""Who approves an issue, and how does it come to them?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Task, Workflow, WorkflowPage, WorkflowTask

from newsletter.models import IssueApproval, IssueIndexPage

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser, Group

    from newsletter.models import IssuePage


def task_of(issue: IssuePage) -> Task | None:
    """Return the step in which an issue is approved: that at which it is, or the first of its workflow; None without one."""
    if issue.current_workflow_task:
        return issue.current_workflow_task.specific
    workflow = issue.get_workflow()
    task = workflow.tasks.first() if workflow else None
    return task.specific if task else None


def may_approve(user: AbstractUser, issue: IssuePage) -> bool:
    """Return whether somebody may approve an issue, or add a language to an approved one."""
    task = task_of(issue)
    if task is None:
        return bool(issue.permissions_for_user(user).can_publish())
    return any(name == "approve" for name, _label, _modal in task.get_actions(issue, user))


def approvers(issue: IssuePage) -> list[str]:
    """Return the names of the groups that approve an issue at its next step; none where no group does."""
    groups = getattr(task_of(issue), "groups", None)
    return list(groups.order_by("name").values_list("name", flat=True)) if groups else []


@transaction.atomic
def approve(issue: IssuePage, *, user: AbstractUser) -> None:
    """Take an issue through its workflow as far as one person may: hand it in where nobody has, and approve it.

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
    task_state = state.current_task_state.specific
    task_state.task.specific.on_action(task_state, user, "approve")


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
