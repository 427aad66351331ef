"""How does a message arrive, although its receiver is away, slow or somebody else?

It is tried eight times within a day. Nobody waits for it but a worker, or ``belfry_periodic``; no transaction is open
meanwhile. Whoever sends has a lease on the webhook, so that nobody else sends the same at the same time. A receiver that does
not take a message is asked for nothing else in the same run, and one that is slow for a minute, so that neither keeps the others.
"""

from __future__ import annotations

import logging
import ssl
import time
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django_tasks import task
from wagtail.log_actions import log

from cms.models import Delivery, Webhook
from cms.outside import Visit, resolved
from cms.webhooks import signing
from cms.webhooks.addresses import Flaw, FlawedAddressError, allowed, rule_of
from cms.webhooks.gathering import gather
from cms.workers import has_worker

if TYPE_CHECKING:
    from cms.outside import Answer, Resolver

logger = logging.getLogger(__name__)

SECONDS = 10.0
"""For one try, all in all."""
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (5, 15, 60, 120, 240, 420, 600))
"""After each try but the last, which comes a day after the first."""
LEASE = timedelta(minutes=2)
"""Longer than one try takes, whatever the receiver does; renewed before each."""
RUN_SECONDS = 60.0
"""After which no other message to the same webhook is begun in the same run."""
HEAD_SHOWN = 2000
"""Characters of an answer that are kept."""
USER_AGENT = "Belfry (webhooks)"

DISABLED = "cms.webhook_disabled"
"""The action in Wagtail's log."""
GONE = 410

FAILURES = {
    Flaw.UNKNOWN: Delivery.Failure.SILENT,
    Flaw.UNREADABLE: Delivery.Failure.BROKEN,
}
"""What an address that was good when it was entered has become; all else is forbidden."""


def tell_soon() -> None:
    """Have a worker send what there is to tell, if there is a worker; otherwise ``belfry_periodic`` does it."""
    if has_worker(tell_in_background):
        transaction.on_commit(_tell_if_anybody_listens)


def _tell_if_anybody_listens() -> None:
    if Webhook.objects.enabled().exists():
        tell_in_background.enqueue()


@task()
def tell_in_background() -> None:
    """Send what there is to tell. To be repeated safely."""
    tell()


def tell(*, resolve: Resolver = resolved, trust: ssl.SSLContext | None = None) -> int:
    """Write down what there is to tell to all webhooks, and send what is due; return how many messages arrived.

    Args:
        resolve: finds the addresses of a host.
        trust: whose certificates are believed; by default those that the system believes.
    """
    pks = list(Webhook.objects.enabled().values_list("pk", flat=True))
    arrived = 0
    for pk in pks:
        try:
            gather(pk)
            arrived += send_due(pk, resolve=resolve, trust=trust)
        except Exception:  # one webhook must not keep the others from being told
            logger.exception("webhook %s", pk)
    return arrived


def send_due(pk: int, *, resolve: Resolver = resolved, trust: ssl.SSLContext | None = None) -> int:
    """Send the messages to a webhook that are due, the oldest first, until one does not arrive or time is over.

    Args:
        pk: of the Webhook.
        resolve: finds the addresses of a host.
        trust: whose certificates are believed; by default those that the system believes.

    Returns:
        How many arrived.
    """
    arrived, held, ends = 0, None, time.monotonic() + RUN_SECONDS
    while time.monotonic() < ends:
        held = _hold(pk, held)
        delivery = _next(pk) if held else None
        if delivery is None or not _note(delivery, _try(delivery, resolve, trust)):
            break
        arrived += 1
    if held:
        Webhook.objects.filter(pk=pk, held_until=held).update(held_until=None)
    return arrived


def _hold(pk: int, held: datetime | None) -> datetime | None:
    """Take or renew the lease on an enabled webhook; return until when it is ours, or None where it is not.

    Args:
        pk: of the Webhook.
        held: until when it was ours before; None for not at all.
    """
    now = timezone.now()
    until = now + LEASE
    free = Q(held_until=None) | Q(held_until__lte=now) | Q(held_until=held)
    taken = Webhook.objects.enabled().filter(free, pk=pk).update(held_until=until)
    return until if taken else None


def _next(pk: int) -> Delivery | None:
    """Return the oldest message to a webhook that is due, if there is one."""
    waiting = Delivery.objects.filter(webhook=pk, state=Delivery.State.WAITING)
    due = waiting.filter(next_try_at__lte=timezone.now()).order_by("made_at", "pk")
    return due.select_related("webhook").first()


def _try(delivery: Delivery, resolve: Resolver, trust: ssl.SSLContext | None) -> dict[str, Any]:
    """Return what came of sending a message once."""
    at, began = timezone.now(), time.monotonic()
    answer, error = _post(delivery, at, resolve, trust)
    return {
        "at": at.isoformat(),
        "seconds": round(time.monotonic() - began, 1),
        "status": answer.status if answer else None,
        # A NUL is nothing that PostgreSQL keeps.
        "head": answer.head.decode(errors="replace").replace("\0", "")[:HEAD_SHOWN]
        if answer
        else "",
        "error": error,
    }


def _post(
    delivery: Delivery, at: datetime, resolve: Resolver, trust: ssl.SSLContext | None
) -> tuple[Answer | None, str]:
    """Return the answer to a message, or why there is none."""
    webhook = delivery.webhook
    visit = Visit(resolve=resolve, also_allowed=rule_of(webhook), trust=trust, seconds=SECONDS)
    headers = {
        "Content-Type": "application/json",
        "User-Agent": USER_AGENT,
        **signing.headers(
            webhook.secrets(at), str(delivery.message_id), int(at.timestamp()), delivery.body
        ),
    }
    try:
        target, addresses = allowed(webhook.url, visit)
        return visit.ask("POST", target, addresses, headers, delivery.body.encode()), ""
    except FlawedAddressError as error:
        return None, FAILURES.get(error.flaw, Delivery.Failure.FORBIDDEN).value
    except ssl.SSLError:
        return None, Delivery.Failure.INSECURE.value
    except ValueError:
        return None, Delivery.Failure.BROKEN.value
    except OSError:
        return None, Delivery.Failure.SILENT.value


@transaction.atomic
def _note(delivery: Delivery, attempt: dict[str, Any]) -> bool:
    """Note what came of a try, and when the next one is; return whether the message arrived."""
    found = Delivery.objects.select_for_update().filter(pk=delivery.pk).first()
    if found is None:
        return False
    status = attempt["status"]
    found.attempts.append(attempt)
    found.tries += 1
    if status is not None and 200 <= status < 300:
        found.state = Delivery.State.DELIVERED
    elif status == GONE or found.tries > len(PAUSES):
        found.state = Delivery.State.DEAD
    else:
        found.next_try_at = timezone.now() + PAUSES[found.tries - 1]
    found.save(update_fields=["attempts", "tries", "state", "next_try_at"])
    if found.state == Delivery.State.DEAD and (status == GONE or _nothing_arrives(found)):
        _disable(delivery.webhook)
    return found.state == Delivery.State.DELIVERED


def _nothing_arrives(delivery: Delivery) -> bool:
    """Return whether no message arrived that was made after one that did not."""
    later = Delivery.objects.filter(webhook=delivery.webhook_id, made_at__gt=delivery.made_at)
    return not later.filter(state=Delivery.State.DELIVERED).exists()


def _disable(webhook: Webhook) -> None:
    """Tell a webhook nothing more; noted in Wagtail's log, where nobody has done it."""
    if webhook.disable():
        log(webhook, DISABLED)
