"""How does a campaign stand where it was handed over to?

What is there is sent there, by somebody of the office: Belfry learns of it when it asks. It asks when somebody wants to
know, by a worker, and what was answered stands in the log.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django_tasks import task

from cms.languages.translation.messages import language_of, person_with
from cms.workers import leave_to_worker
from newsletter.backends.base import BackendError
from newsletter.backends.registry import backend
from newsletter.handover.ledger import Sort, State, note
from newsletter.handover.orders import NeedsWorkerError
from newsletter.models import Handover

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser


def ask(handover: Handover, user: AbstractUser) -> bool:
    """Have a worker ask how a campaign stands; return whether it is there to be asked for.

    Raises:
        NeedsWorkerError: if this site has no worker.
    """
    if handover.state != State.DONE:
        return False
    if not leave_to_worker(ask_backend, handover.pk, user.pk):
        raise NeedsWorkerError
    return True


@task()
def ask_backend(handover: int, user: int) -> None:
    """Ask the backend once, and note what it says in its own word; the arguments are primary keys."""
    asker = person_with(user)
    there = Handover.objects.get(pk=handover)
    with translation.override(language_of(asker) if asker else settings.LANGUAGE_CODE):
        try:
            said = backend(there.backend).status(there.reference)
        except BackendError as error:
            said = str(error)
        note(there, Sort.STATUS, said or _("It is not there any more."), user=asker)
