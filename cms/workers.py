"""Does somebody else do the work, or would whoever asks for it wait until it is done?

Where ``TASKS`` is not set, django-tasks does the work within the request that asks for it. What talks to other machines,
or sends many mails, is never done there.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.db import transaction
from django_tasks.backends.immediate import ImmediateBackend

if TYPE_CHECKING:
    from django_tasks.base import Task


def has_worker(task: Task) -> bool:
    """Return whether a task is done by somebody else than whoever asks for it."""
    return not isinstance(task.get_backend(), ImmediateBackend)


def leave_to_worker(task: Task, *arguments: object) -> bool:
    """Have a worker do a task once this transaction is committed; return False, with nothing done, where there is none.

    Args:
        task: what is to be done.
        arguments: of the task; plain values.
    """
    if not has_worker(task):
        return False
    transaction.on_commit(partial(task.enqueue, *arguments))
    return True
