"""How is one edition handed over, once, whatever happens to the process that does it?

The row is the truth. Whoever works at it has a lease: nobody else touches it until the lease ends, with the attempt or a
quarter of an hour later. A backend does the same thing twice without harm, so after a crash the next attempt finds what is
there already. What was lost is the note of it, never the edition. Whoever was so slow that another one has taken over
creates nothing any more.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone, translation
from django_tasks import task

from cms.languages.translation.messages import language_of
from newsletter.backends.base import BackendError, TryAgainError, mistake
from newsletter.backends.registry import backend
from newsletter.handover.campaigns import campaign_of
from newsletter.handover.ledger import BYTES, Sort, State, note
from newsletter.handover.obstacles import obstacle
from newsletter.handover.schedule import due
from newsletter.models import Handover

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from newsletter.backends.base import Receipt

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=15)
"""Longer than an answer takes, whatever a service does: it begins anew right before a campaign is created."""

WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 30, 60, 120, 240, 480))
"""Between two attempts; after the last one, some sixteen hours later, somebody has to look."""
LONGEST_WAIT = timedelta(days=1)
LONGEST_REFERENCE = 200
"""That the column holds."""


class LeaseLostError(Exception):
    """Raised in the middle of an attempt when another one has taken over."""


@task()
def work_off(handover: int) -> None:
    """Try one hand-over, if it is due. To be repeated safely.

    Args:
        handover: primary key of the Handover.
    """
    attempt(handover)


def work_off_due() -> int:
    """Try everything whose time has come, also what an interrupted worker has left; return how much it was."""
    return sum(attempt(pk) is not None for pk in list(due().values_list("pk", flat=True)))


def attempt(pk: int) -> str | None:
    """Try one hand-over once; return its state afterwards, or None if it is not due, or somebody else is at it."""
    handover = _claim(pk)
    if handover is None:
        return None
    with translation.override(_language(handover)):
        return _tried(handover)


def _tried(handover: Handover) -> str | None:
    """Look once more whether it may leave, ask the backend once, and note what came of it; return what ``attempt`` does."""
    try:
        reason = obstacle(handover)
        receipt = None if reason else _handed_over(handover)
    except LeaseLostError:
        logger.warning("hand-over %s was taken over before anything was created", handover.pk)
        return None
    except TryAgainError as error:
        return _try_again(handover, error)
    except BackendError as error:
        return _fail(handover, str(error), error.reference)
    except (
        Exception
    ) as error:  # a mistake must not look as if it was still at work, nor hold up the others
        logger.exception("hand-over %s failed", handover.pk)
        return _fail(handover, mistake(error))
    if receipt is None:
        return _settle(handover, State.STOPPED, Sort.STOPPED, reason)
    return _finish(handover, receipt)


def _handed_over(handover: Handover) -> Receipt:
    note(handover, Sort.BEGUN)
    return backend(handover.backend).hand_over(
        campaign_of(handover.edition), handover.reference, hold=partial(_hold, handover)
    )


def _claim(pk: int) -> Handover | None:
    """Take the lease on a hand-over; return it, or None if it is not due."""
    now = timezone.now()
    taken = due(now).filter(pk=pk).order_by()
    if not taken.update(state=State.RUNNING, held_until=now + LEASE, attempts=F("attempts") + 1):
        return None
    related = Handover.objects.select_related("edition__approval__issue", "requested_by")
    return related.defer(*(f"edition__{name}" for name in BYTES)).get(pk=pk)


def _hold(handover: Handover) -> None:
    """Let the lease begin anew.

    Raises:
        LeaseLostError: if another attempt has it, or somebody has called the hand-over off when it was over.
    """
    until = timezone.now() + LEASE
    if not _held(handover).update(held_until=until):
        raise LeaseLostError
    handover.held_until = until


def _held(handover: Handover) -> QuerySet[Handover]:
    """Return the row, if nobody else has taken the lease since."""
    return Handover.objects.filter(pk=handover.pk, held_until=handover.held_until)


def _finish(handover: Handover, receipt: Receipt) -> str:
    return _settle(
        handover,
        State.DONE,
        Sort.FOUND if receipt.was_there else Sort.DONE,
        receipt.address or receipt.reference,
        reference=_kept(receipt.reference),
        address=receipt.address,
        finished_at=timezone.now(),
    )


def _try_again(handover: Handover, error: TryAgainError) -> str:
    """Wait longer each time, and as long as the service asks; not for ever."""
    if handover.attempts > len(WAITS):
        return _fail(handover, str(error), error.reference)
    asked = timedelta(seconds=max(error.after or 0, 0))
    wait = min(max(WAITS[handover.attempts - 1], asked), LONGEST_WAIT)
    return _settle(
        handover,
        State.QUEUED,
        Sort.RETRY,
        str(error),
        next_try_at=timezone.now() + wait,
        reference=_kept(error.reference) or handover.reference,
    )


def _fail(handover: Handover, words: str, reference: str = "") -> str:
    known = _kept(reference) or handover.reference
    return _settle(handover, State.FAILED, Sort.FAILED, words, reference=known)


def _kept(reference: str) -> str:
    """Return a reference as long as there is room for: what has arrived must not fail because of its name."""
    return reference[:LONGEST_REFERENCE]


def _settle(handover: Handover, state: str, sort: str, detail: str, **fields: object) -> str:
    """Note what has come of an attempt, and let go; return the state.

    Whose lease was over, and taken by somebody else, leaves the note to them.
    """
    with transaction.atomic():
        if _held(handover).update(state=state, held_until=None, **fields):
            note(handover, sort, detail)
        else:
            logger.warning("hand-over %s was taken over before it was %s", handover.pk, state)
    return state


def _language(handover: Handover) -> str:
    """Return the language of whoever asked for it: they read why it was stopped, or failed."""
    asker = handover.requested_by
    return language_of(asker) if asker else settings.LANGUAGE_CODE
