"""Which programs elsewhere are told that something has changed, and what became of each message?"""

from __future__ import annotations

import base64
import secrets
from datetime import datetime, timedelta
from typing import ClassVar, Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.models.changes import Change
from cms.models.keys import ApiKey

SALT = "cms.webhook"
BOTH_FOR = timedelta(hours=24)
"""How long messages are signed with the former secret too, after another was made."""
KEPT = timedelta(days=30)
"""How long a message stays in the log."""


def horizon() -> int:
    """Return the number of the transaction from which on a webhook that is made now is told of changes."""
    return Change.objects.horizon()


def new_nonce() -> str:
    """Return 128 random bits as 22 characters."""
    return secrets.token_urlsafe(16)


def secret_of(nonce: str) -> str:
    """Return a secret as Standard Webhooks writes it.

    It is made of the site's SECRET_KEY: so it can be shown again, and yet a copy of the database signs nothing.
    """
    key = salted_hmac(SALT, nonce, algorithm="sha256").digest()
    return f"whsec_{base64.b64encode(key).decode()}"


class WebhookQuerySet(models.QuerySet):
    """Webhooks."""

    def enabled(self) -> Self:
        """Return those that are told of changes: what a program has made, as long as its key works."""
        allowed = models.Q(api_key=None) | models.Q(api_key__in=ApiKey.objects.good())
        return self.filter(allowed, disabled_at=None)

    def with_failures(self) -> Self:
        """Return them with ``failing_since``: when the oldest message was made that did not get through."""
        failing = models.Q(deliveries__state=Delivery.State.WAITING, deliveries__tries__gt=0)
        return self.annotate(failing_since=models.Min("deliveries__made_at", filter=failing))


class Webhook(models.Model):
    """An address elsewhere that is told of changes. How far it was told is kept with it, so that it misses none."""

    name = models.CharField(
        _("name"),
        max_length=100,
        help_text=_("Which program is told, and whose it is: for your colleagues."),
    )
    url = models.CharField(
        _("address"),
        max_length=500,
        help_text=_(
            "Where the program takes messages. It begins with https://, and its host must be public."
        ),
    )
    kinds = models.JSONField(_("only these kinds of content"), default=list, blank=True)
    """Of which it is told, as the API names them; empty for all."""
    nonce = models.CharField(max_length=22, default=new_nonce, editable=False)
    """What its secret is made of."""
    former_nonce = models.CharField(max_length=22, blank=True, editable=False)
    former_until = models.DateTimeField(null=True, editable=False)
    """The first instant at which the former secret signs nothing any more."""
    disabled_at = models.DateTimeField(null=True, editable=False)
    """None as long as nothing has disabled it."""
    told_transaction = models.BigIntegerField(default=horizon, editable=False)
    """It was told the changes of all transactions before this one."""
    told_until = models.DateTimeField(default=timezone.now, editable=False)
    """It was told what had changed by itself until then."""
    held_until = models.DateTimeField(null=True, editable=False)
    """While somebody sends its messages: when others may, even if that one has not said that it is done."""
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("made by"),
    )
    api_key = models.ForeignKey(
        ApiKey,
        null=True,
        editable=False,
        on_delete=models.CASCADE,
        related_name="webhooks",
        verbose_name=_("API key"),
    )
    """With which a program has made it; None where an administrator has. It is told for as long as the key works."""
    created_at = models.DateTimeField(_("made on"), auto_now_add=True)

    objects: ClassVar[WebhookQuerySet] = WebhookQuerySet.as_manager()

    # It needs nothing kept.
    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")

    def __str__(self) -> str:
        return self.name

    @property
    def key_works(self) -> bool:
        """Whether no key has ended with which it was made."""
        return self.api_key is None or self.api_key.state() == ApiKey.State.WORKS

    @property
    def is_enabled(self) -> bool:
        """Whether it is told of changes, as ``WebhookQuerySet.enabled`` asks it of many."""
        return self.disabled_at is None and self.key_works

    @property
    def secret(self) -> str:
        """What its messages are signed with."""
        return secret_of(self.nonce)

    def secrets(self, at: datetime) -> list[str]:
        """Return what a message is signed with that is sent at an aware instant."""
        has_former = self.former_until is not None and at < self.former_until
        return [self.secret, *([secret_of(self.former_nonce)] if has_former else [])]

    def renew_secret(self) -> None:
        """Give it another secret; the former one signs too for a day, so that a receiver can change over."""
        self.former_nonce, self.nonce = self.nonce, new_nonce()
        self.former_until = timezone.now() + BOTH_FOR
        self.save(update_fields=["nonce", "former_nonce", "former_until"])

    def disable(self) -> bool:
        """Tell it nothing more; return whether it was told until now."""
        still = Webhook.objects.enabled().filter(pk=self.pk)
        return bool(still.update(disabled_at=timezone.now()))

    def enable(self) -> bool:
        """Tell it again, also what it was not told meanwhile; return whether it had been disabled."""
        disabled = Webhook.objects.filter(pk=self.pk, disabled_at__isnull=False)
        if not disabled.update(disabled_at=None):
            return False
        self.deliveries.exclude(state=Delivery.State.DELIVERED).again()
        return True


class DeliveryQuerySet(models.QuerySet):
    """Messages."""

    def again(self) -> int:
        """Have them sent once more, as often as if they were new; return how many there are."""
        return self.update(state=Delivery.State.WAITING, tries=0, next_try_at=timezone.now())

    def forget_old(self) -> int:
        """Delete the messages that are older than a month, and return how many.

        What a disabled webhook has missed is sent when it is enabled again.
        """
        old = self.filter(made_at__lte=timezone.now() - KEPT)
        done = models.Q(state=Delivery.State.DELIVERED) | models.Q(webhook__disabled_at=None)
        return old.filter(done).delete()[0]


class Delivery(models.Model):
    """A message to a webhook, written down in the transaction that moves the mark of what it was told."""

    class State(models.TextChoices):
        """What has become of it."""

        WAITING = "waiting", pgettext_lazy("of a message", "waiting")
        DELIVERED = "delivered", pgettext_lazy("of a message", "delivered")
        DEAD = "dead", pgettext_lazy("of a message", "given up")

    class Failure(models.TextChoices):
        """Why there was no answer."""

        FORBIDDEN = "forbidden", _("The address leads, or may lead, into a network")
        INSECURE = "insecure", _("The host did not prove who it is (TLS)")
        SILENT = "silent", _("No answer in time")
        BROKEN = "broken", _("What came was no answer of the web")

    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries")
    message_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    body = models.TextField()
    """JSON, exactly as it is sent and signed."""
    made_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=9, choices=State.choices, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    """How often it was tried since it was made, or since somebody had it sent again."""
    next_try_at = models.DateTimeField(default=timezone.now)
    attempts = models.JSONField(default=list)
    """What came of all tries, as ``cms.webhooks.sending`` notes it."""

    objects: ClassVar[DeliveryQuerySet] = DeliveryQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["-made_at", "-pk"]
        verbose_name = _("message to a webhook")
        verbose_name_plural = _("messages to webhooks")
        indexes: ClassVar = [
            models.Index(fields=["webhook", "state", "next_try_at"], name="cms_delivery_due")
        ]

    def __str__(self) -> str:
        return str(self.message_id)
