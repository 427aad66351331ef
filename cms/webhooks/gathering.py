"""Which messages does a webhook get? One for what has changed since the last, written down before anything is sent.

The journal is the outbox: a change is in it when its transaction is, and never without it. A message is written in the
transaction that moves the mark of what its webhook was told; so nothing is told twice, and nothing is missed.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from cms.journal.reading import Mark, changed_between
from cms.models import Delivery, Webhook

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

CHANGES = 100
"""How many changes one message tells."""


def gather(pk: int) -> int:
    """Write down the messages that a webhook is due; return how many.

    Args:
        pk: of the Webhook; one that is disabled is told nothing.
    """
    with transaction.atomic():
        webhook = Webhook.objects.enabled().select_for_update().filter(pk=pk).first()
        if webhook is None:
            return 0
        following = Mark.now()
        now = following.at
        messages = [
            Delivery(webhook=webhook, body=body(kind, data, now), made_at=now, next_try_at=now)
            for kind, data in _told(webhook, following)
        ]
        Delivery.objects.bulk_create(messages)
        webhook.told_transaction, webhook.told_until = following.transaction, now
        webhook.save(update_fields=["told_transaction", "told_until"])
    return len(messages)


def add_test(webhook: Webhook) -> Delivery:
    """Write down a message that tells nothing, so that somebody sees whether messages arrive."""
    return Delivery.objects.create(webhook=webhook, body=body("webhook.test", {}, timezone.now()))


def body(kind: str, data: dict[str, Any], at: datetime) -> str:
    """Return a message as it is sent.

    Args:
        kind: of message, as Standard Webhooks names types.
        data: what it tells.
        at: aware.
    """
    message = {"type": kind, "timestamp": at.isoformat(), "data": data}
    return json.dumps(message, separators=(",", ":"))


def _told(webhook: Webhook, following: Mark) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the types of the messages with what they tell."""
    told = Mark(webhook.told_transaction, webhook.told_until)
    changed = changed_between(told, following)
    if changed is None:
        yield "content.everything_changed", {}
        return
    rows = [
        {"id": str(key), "type": kind, "tags": [f"i:{key}", f"t:{kind}"]}
        for key, kind in sorted(changed.items())
        if kind and (kind in webhook.kinds or not webhook.kinds)
    ]
    for start in range(0, len(rows), CHANGES):
        yield "content.changed", {"changes": rows[start : start + CHANGES]}
