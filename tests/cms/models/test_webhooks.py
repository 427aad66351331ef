"""Does a copy of the database sign anything, and does the log end some day?"""

import base64
from datetime import timedelta

import pytest
from django.utils import timezone

from cms.models import Delivery, Webhook
from cms.models.webhooks import KEPT
from cms.testing.factories import make_key

NOW = timezone.now()
INSTANT = timedelta.resolution


@pytest.fixture
def webhook(db) -> Webhook:
    """A webhook."""
    return Webhook.objects.create(name="The city's front", url="https://city.example/")


def test_the_secret_is_32_bytes_that_are_not_in_the_database(webhook, settings):
    secret = webhook.secret
    kind, _, key = secret.partition("_")
    row = str(Webhook.objects.values().get())

    assert (kind, len(base64.b64decode(key, validate=True))) == ("whsec", 32)
    assert key not in row
    assert Webhook.objects.get().secret == secret
    settings.SECRET_KEY = "another site's"
    assert Webhook.objects.get().secret != secret


def test_no_two_have_the_same(webhook):
    assert Webhook.objects.create(name="Another", url=webhook.url).secret != webhook.secret


def test_to_disable_or_enable_twice_changes_nothing(webhook):
    assert [webhook.disable(), webhook.disable()] == [True, False]
    assert [webhook.enable(), webhook.enable()] == [True, False]


def test_what_a_program_has_made_is_told_for_as_long_as_its_key_works(webhook):
    works, revoked = make_key("webhooks")[0], make_key("webhooks")[0]
    expired = make_key("webhooks", expires_at=timezone.now())[0]
    revoked.revoke()
    for name, key in (("works", works), ("revoked", revoked), ("expired", expired)):
        Webhook.objects.create(name=name, url=webhook.url, api_key=key)
    Webhook.objects.create(name="disabled", url="", api_key=works, disabled_at=timezone.now())

    enabled = [each.name for each in Webhook.objects.enabled()]

    assert enabled == ["The city's front", "works"]
    assert [each.name for each in Webhook.objects.all() if each.is_enabled] == enabled
    assert [each.name for each in Webhook.objects.all() if not each.key_works] == [
        "expired",
        "revoked",
    ]


@pytest.mark.parametrize("is_disabled", [True, False])
@pytest.mark.parametrize(
    "fields",
    [None, {}, {"expires_at": NOW}, {"expires_at": NOW + INSTANT}, {"revoked_at": NOW - INSTANT}],
)
def test_one_is_asked_whether_it_is_told_as_many_are(webhook, monkeypatch, fields, is_disabled):
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    webhook.api_key = None if fields is None else make_key("webhooks", **fields)[0]
    webhook.disabled_at = NOW if is_disabled else None
    webhook.save()

    is_enabled = not is_disabled and fields in (None, {}, {"expires_at": NOW + INSTANT})

    assert webhook.is_enabled == is_enabled
    assert Webhook.objects.enabled().exists() == is_enabled


def test_since_when_a_webhook_fails(webhook):
    now = timezone.now()
    for days, fields in (
        (5, {"state": "delivered", "tries": 3}),
        (2, {"tries": 4}),
        (1, {"tries": 2}),
        (9, {}),
    ):
        Delivery.objects.create(webhook=webhook, made_at=now - timedelta(days=days), **fields)

    assert Webhook.objects.with_failures().get().failing_since == now - timedelta(days=2)


def test_messages_are_forgotten_after_a_month(webhook):
    disabled = Webhook.objects.create(name="Gone", url=webhook.url, disabled_at=timezone.now())
    old, now = timezone.now() - KEPT, timezone.now()
    for hook, state, made_at in (
        (webhook, "delivered", old),
        (webhook, "dead", old),
        (webhook, "delivered", now),
        (disabled, "delivered", old),
        (disabled, "dead", old),
        (disabled, "waiting", old),
    ):
        Delivery.objects.create(webhook=hook, state=state, made_at=made_at)

    assert Delivery.objects.forget_old() == 3
    assert sorted(Delivery.objects.values_list("webhook__name", "state")) == [
        ("Gone", "dead"),
        ("Gone", "waiting"),
        ("The city's front", "delivered"),
    ]
