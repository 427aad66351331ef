"""What do people ask for: that an issue is handed over, that it goes on, that it does not?

Nothing of it is done here. The rows are made, and a worker is woken once they are there. Where a site has no worker,
``belfry_periodic`` or ``manage.py hand_over`` finds them: no request ever waits for a service.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.models.jobs import DEFAULT_ZONE
from cms.workers import leave_to_worker
from newsletter.backends.registry import backend
from newsletter.handover.campaigns import handover_key
from newsletter.handover.ledger import BYTES, Sort, State, note
from newsletter.handover.schedule import is_late
from newsletter.handover.work import work_off
from newsletter.models import FrozenEdition, Handover

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from django.contrib.auth.models import AbstractUser

    from newsletter.models import Approval


class CannotHandOverError(Exception):
    """Raised when something stands in the way of an order, before anything is done.

    Args:
        reasons: sentences in the active language.
    """

    def __init__(self, *reasons: str) -> None:
        """Keep the reasons."""
        super().__init__(" ".join(reasons))
        self.reasons = reasons


class NeedsWorkerError(CannotHandOverError):
    """Raised for what only a worker does, where there is none."""

    def __init__(self) -> None:
        """Say so."""
        super().__init__(
            _(
                "This needs a worker, and the site has none: its operator sets one up (setting TASKS)."
            )
        )


def begin(
    approval: Approval,
    name: str,
    *,
    languages: Collection[str] | None = None,
    user: AbstractUser | None,
    starts_at: datetime | None = None,
    zone: str = DEFAULT_ZONE,
) -> list[Handover]:
    """Order that editions of an approved issue are handed over, and have a worker begin; return the rows.

    Args:
        approval: of the issue.
        name: of the backend, in the setting.
        languages: BCP 47 tags of the readers; by default all that are approved.
        user: on whose behalf; None for a command.
        starts_at: the aware instant before which nothing happens; None: at once.
        zone: IANA name of the zone in which the time was given.

    Raises:
        CannotHandOverError: if something stands in the way.
        UnknownBackendError: if there is no such backend.
    """
    with transaction.atomic():
        ordered = order(
            approval, name, languages=languages, user=user, starts_at=starts_at, zone=zone
        )
        for handover in ordered:
            if handover.state == State.QUEUED:
                wake(handover.pk)
    return ordered


@transaction.atomic
def order(
    approval: Approval,
    name: str,
    *,
    languages: Collection[str] | None = None,
    user: AbstractUser | None,
    starts_at: datetime | None = None,
    zone: str = DEFAULT_ZONE,
) -> list[Handover]:
    """Order the same for somebody who does the work themselves: arguments and errors are those of ``begin``.

    The same edition goes to the same backend once: what has arrived, or is on its way, is left as it is. What failed,
    was stopped or called off begins anew, and what waits for another time gets this one.
    """
    if starts_at is None:
        zone = DEFAULT_ZONE
    return [
        _ordered(edition, name, user=user, starts_at=starts_at, zone=zone)
        for edition in wanted_editions(approval, name, languages)
    ]


def wanted_editions(
    approval: Approval, name: str, languages: Collection[str] | None = None
) -> list[FrozenEdition]:
    """Return the editions that an order is about, without their bytes; the arguments are those of ``begin``.

    Raises:
        CannotHandOverError: if something stands in the way.
        UnknownBackendError: if there is no such backend.
    """
    there = backend(name)
    if not there.capabilities.hands_over:
        raise CannotHandOverError(
            _("‘%(name)s’ only sends tests: nothing is handed over to it.") % {"name": there.title}
        )
    if approval.reopened_at:
        raise CannotHandOverError(
            _("The issue was opened again after it was approved. Approve it anew.")
        )
    found = (
        FrozenEdition.objects.filter(approval=approval)
        .select_related("approval__issue")
        .defer(*BYTES)
    )
    editions = [one for one in found if languages is None or one.language in languages]
    missing = sorted(set(languages or ()) - {edition.language for edition in editions})
    reasons = [
        _("No edition is approved for readers of ‘%(language)s’.") % {"language": tag}
        for tag in missing
    ]
    if reasons := [*reasons, *there.check([(one.language, one.audience) for one in editions])]:
        raise CannotHandOverError(*reasons)
    return editions


def release(handover: Handover, user: AbstractUser | None) -> bool:
    """Let go on what was stopped, called off or failed; return whether it was there to let go.

    What has a time that is still to come waits for it again. The last check is made anew: a time that had passed is
    forgiven, a page that is not public is not.
    """
    now = timezone.now()
    waiting = Handover.objects.filter(pk=handover.pk, state__in=[State.STOPPED, State.FAILED])
    anew = {"attempts": 0, "held_until": None}
    with transaction.atomic():
        is_ahead = waiting.filter(starts_at__gt=now).update(
            state=State.SCHEDULED, next_try_at=F("starts_at"), **anew
        )
        if not is_ahead and not waiting.update(state=State.QUEUED, next_try_at=now, **anew):
            return False
        note(handover, Sort.RELEASED, user=user)
        if not is_ahead:
            wake(handover.pk)
    return True


def cancel(handover: Handover, user: AbstractUser | None) -> bool:
    """Call off what has not begun, or waits for another attempt; return whether that was in time.

    It then waits for somebody to decide, and can be let go on.
    """
    not_begun = Handover.objects.filter(
        Q(held_until=None) | Q(held_until__lte=timezone.now()),
        pk=handover.pk,
        state__in=[State.SCHEDULED, State.QUEUED, State.RUNNING],
    )
    with transaction.atomic():
        if not not_begun.update(state=State.STOPPED, held_until=None):
            return False
        note(handover, Sort.CANCELLED, user=user)
    return True


def wake(pk: int) -> None:
    """Have a worker look at a hand-over once it is in the database; where there is none, leave it to others."""
    leave_to_worker(work_off, pk)


def _ordered(edition: FrozenEdition, name: str, *, user, starts_at, zone) -> Handover:
    """Return the row of one edition, as it stands after an order."""
    key = handover_key(name, edition)
    state = State.SCHEDULED if starts_at else State.QUEUED
    handover, is_new = Handover.objects.get_or_create(
        key=key,
        defaults={
            "edition": edition,
            "backend": name,
            "state": state,
            "starts_at": starts_at,
            "zone": zone,
            "requested_by": user,
        },
    )
    if not is_new and not _renew(key, edition, user=user, starts_at=starts_at, zone=zone):
        return handover
    handover.refresh_from_db()
    note(handover, Sort.REQUESTED, user=user)
    return handover


def _renew(key: str, edition: FrozenEdition, *, user, starts_at, zone) -> bool:
    """Let a hand-over begin anew that somebody asks for again; return whether it was not as wanted already."""
    now = timezone.now()
    known = Handover.objects.select_for_update().get(key=key)
    is_on_its_way = known.state == State.QUEUED and starts_at is None and not is_late(known, now)
    is_at_its_time = known.state == State.SCHEDULED and known.starts_at == starts_at
    if known.state in (State.DONE, State.RUNNING) or (
        (is_on_its_way or is_at_its_time) and known.edition_id == edition.pk
    ):
        return False
    Handover.objects.filter(pk=known.pk).update(
        # Of two versions with the same bytes, the one that holds.
        edition=edition,
        state=State.SCHEDULED if starts_at else State.QUEUED,
        starts_at=starts_at,
        zone=zone,
        attempts=0,
        next_try_at=starts_at or now,
        requested_by=user,
    )
    return True
