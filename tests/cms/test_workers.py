"""Does nobody wait for work that somebody else should do?"""

import pytest
from django_tasks import default_task_backend

from cms.languages.translation.messages import send_announcements
from cms.workers import has_worker, leave_to_worker

pytestmark = pytest.mark.django_db


def test_a_worker_is_woken_once_the_transaction_is_committed(django_capture_on_commit_callbacks):
    default_task_backend.clear()
    with django_capture_on_commit_callbacks(execute=True):
        assert leave_to_worker(send_announcements, [])
        assert default_task_backend.results == []

    assert [(one.task, one.args) for one in default_task_backend.results] == [
        (send_announcements, [[]])
    ]


def test_where_there_is_none_nothing_is_done(settings, django_capture_on_commit_callbacks):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}

    with django_capture_on_commit_callbacks() as callbacks:
        assert not leave_to_worker(send_announcements, [])

    assert callbacks == []
    assert not has_worker(send_announcements)
