"""What can be ordered of a webhook, by a person or by a program? It is done, noted in Wagtail's log, and soon sent.

Nothing is sent while somebody waits: a worker does it, or within five minutes ``belfry_periodic``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.shortcuts import get_object_or_404
from wagtail.log_actions import log

from cms.models import Webhook
from cms.webhooks.gathering import add_test
from cms.webhooks.sending import tell_soon

if TYPE_CHECKING:
    from cms.models import Delivery

RENEWED = "cms.webhook_secret_renewed"
ENABLED = "cms.webhook_enabled"
TESTED = "cms.webhook_tested"
SENT_AGAIN = "cms.webhook_message_sent_again"
"""The actions in Wagtail's log."""


@transaction.atomic
def renew_secret(webhook: Webhook, **noted: Any) -> Webhook:
    """Give a webhook another secret, and return it as it is then.

    Args:
        webhook: whose messages are signed with both for a day.
        **noted: of who orders it, as Wagtail's log takes it: ``user`` or ``data``.

    Raises:
        Http404: if it was deleted meanwhile.
    """
    renewed = get_object_or_404(Webhook.objects.select_for_update(), pk=webhook.pk)
    renewed.renew_secret()
    log(renewed, RENEWED, **noted)
    return renewed


@transaction.atomic
def enable(webhook: Webhook, **noted: Any) -> bool:
    """Tell a webhook again, also what it was not told meanwhile; return whether it had been disabled, and can be told.

    The arguments are those of ``renew_secret``.
    """
    if not (webhook.key_works and webhook.enable()):
        return False
    log(webhook, ENABLED, **noted)
    tell_soon()
    return True


@transaction.atomic
def send_test(webhook: Webhook, **noted: Any) -> bool:
    """Send a message that tells nothing; return False where nothing is sent.

    The arguments and the error are those of ``renew_secret``.
    """
    webhook = get_object_or_404(Webhook.objects.select_for_update(), pk=webhook.pk)
    if not webhook.is_enabled:
        return False
    add_test(webhook)
    log(webhook, TESTED, **noted)
    tell_soon()
    return True


@transaction.atomic
def send_again(delivery: Delivery, **noted: Any) -> bool:
    """Send a message once more, as often as if it were new; return False where nothing is sent.

    Args:
        delivery: the message.
        **noted: as for ``renew_secret``.
    """
    webhook = delivery.webhook
    if not webhook.is_enabled:
        return False
    webhook.deliveries.filter(pk=delivery.pk).again()
    log(webhook, SENT_AGAIN, **noted)
    tell_soon()
    return True
