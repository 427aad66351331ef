"""Does every message arrive that can, once, at its receiver and nobody else?"""

import json
import ssl
from datetime import timedelta
from itertools import count, pairwise
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from wagtail.models import ModelLogEntry

from cms.models import Change, Delivery, Webhook
from cms.plugins.news.models import NewsPage
from cms.testing.factories import make_key, make_page, make_site
from cms.webhooks import sending
from cms.webhooks.gathering import add_test
from cms.webhooks.sending import LEASE, PAUSES, send_due, tell, tell_soon
from cms.webhooks.signing import signature
from tests.cms.webhooks.conftest import at
from tests.hosts import Socket, named


def due(webhook, number=1) -> list[Delivery]:
    """Return new messages."""
    return [add_test(webhook) for _ in range(number)]


def verified(headers, body: bytes, secret: str) -> bool:
    """Return whether a receiver that has a secret believes a message."""
    message = headers["webhook-id"], int(headers["webhook-timestamp"]), body.decode()
    return signature(secret, *message) in headers["webhook-signature"].split(" ")


def try_until(webhook, delivery) -> list[timedelta]:
    """Send whenever it is due, as long as it waits; return the pauses between the tries."""
    times = []
    while delivery.state == Delivery.State.WAITING:
        with at(delivery.next_try_at):
            send_due(webhook.pk)
        delivery.refresh_from_db()
        times.append(delivery.next_try_at)
        assert len(times) < 20
    tried = [parse_datetime(attempt["at"]) for attempt in delivery.attempts]
    return [later - earlier for earlier, later in pairwise(tried)]


def test_a_message_arrives_signed(webhook, receiver):
    [delivery] = due(webhook)
    before = int(timezone.now().timestamp())

    assert send_due(webhook.pk) == 1

    assert [asked[:2] for asked in receiver.asked] == [("POST", "/")]
    [(headers, body)] = receiver.received
    assert body.decode() == delivery.body
    assert json.loads(body)["type"] == "webhook.test"
    assert headers["Content-Type"] == "application/json"
    assert headers["webhook-id"] == str(delivery.message_id)
    assert before <= int(headers["webhook-timestamp"]) <= timezone.now().timestamp()
    assert headers["webhook-signature"].count("v1,") == 1
    assert verified(headers, body, webhook.secret)
    assert not verified(headers, body + b" ", webhook.secret)
    assert not verified(headers, body, "whsec_AAAA")


def test_what_arrived_is_noted_and_not_sent_again(webhook, receiver):
    [delivery] = due(webhook)
    send_due(webhook.pk)

    delivery.refresh_from_db()
    assert (delivery.state, delivery.tries) == ("delivered", 1)
    [attempt] = delivery.attempts
    assert (attempt["status"], attempt["error"]) == (204, "")
    assert attempt["head"].startswith("HTTP/1.0 204 No Content\r\n")
    assert send_due(webhook.pk) == 0
    assert len(receiver.asked) == 1


def test_while_a_secret_is_renewed_both_sign_for_a_day(webhook, receiver):
    former = webhook.secret
    webhook.renew_secret()
    assert webhook.secret != former
    due(webhook)
    send_due(webhook.pk)
    due(webhook)
    with at(timezone.now() + timedelta(hours=24, minutes=1)):
        send_due(webhook.pk)

    believed = [
        [verified(*message, secret) for secret in (former, webhook.secret)]
        for message in receiver.received
    ]
    assert believed == [[True, True], [False, True]]


def test_the_same_message_is_tried_eight_times_in_a_day_and_then_given_up(
    webhook, receiver, answers
):
    answers(503)
    [delivery] = due(webhook)

    pauses = try_until(webhook, delivery)

    assert pauses == list(PAUSES)
    assert timedelta(hours=24) < sum(pauses, timedelta()) < timedelta(hours=25)
    assert len(receiver.asked) == 8
    assert {headers["webhook-id"] for headers, _ in receiver.received} == {str(delivery.message_id)}
    assert len({headers["webhook-timestamp"] for headers, _ in receiver.received}) == 8
    assert delivery.state == "dead"
    assert [attempt["status"] for attempt in delivery.attempts] == [503] * 8
    webhook.refresh_from_db()
    assert webhook.disabled_at is not None
    assert [entry.action for entry in ModelLogEntry.objects.all()] == [sending.DISABLED]


def test_one_message_that_is_not_taken_does_not_disable_who_takes_others(
    webhook, receiver, answers
):
    answers(500)
    [delivery] = due(webhook)
    send_due(webhook.pk)
    answers(204)
    due(webhook)
    assert send_due(webhook.pk) == 1
    answers(500)
    delivery.refresh_from_db()

    try_until(webhook, delivery)

    assert delivery.state == "dead"
    webhook.refresh_from_db()
    assert webhook.disabled_at is None


def test_who_is_gone_is_told_nothing_more(webhook, receiver, answers):
    answers(410)
    [delivery, _next] = due(webhook, 2)

    assert send_due(webhook.pk) == 0
    assert send_due(webhook.pk) == 0

    assert len(receiver.asked) == 1
    delivery.refresh_from_db()
    webhook.refresh_from_db()
    assert delivery.state == "dead"
    assert webhook.disabled_at is not None
    assert tell() == 0
    assert len(receiver.asked) == 1


def test_who_is_enabled_again_gets_what_did_not_arrive(webhook, receiver, answers):
    answers(410)
    due(webhook, 2)
    send_due(webhook.pk)
    answers(200)

    assert webhook.enable()

    assert send_due(webhook.pk) == 2
    assert set(Delivery.objects.values_list("state", flat=True)) == {"delivered"}


def test_a_message_that_is_sent_again_is_the_same(webhook, receiver):
    [delivery] = due(webhook)
    send_due(webhook.pk)

    Delivery.objects.filter(pk=delivery.pk).again()

    assert send_due(webhook.pk) == 1
    [(first, body), (second, again)] = receiver.received
    assert (second["webhook-id"], again) == (first["webhook-id"], body)
    delivery.refresh_from_db()
    assert (delivery.tries, len(delivery.attempts)) == (1, 2)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed(webhook, receiver, answers, host, settings, status):
    target = host({"/": (204, "")})
    settings.WEBHOOK_PRIVATE_ADDRESSES.append(f"127.0.0.1:{target.port}")
    answers(status, target.url())
    [delivery] = due(webhook)

    assert send_due(webhook.pk) == 0

    assert len(receiver.asked) == 1
    delivery.refresh_from_db()
    [attempt] = delivery.attempts
    assert (delivery.state, attempt["status"]) == ("waiting", status)
    assert f"Location: {target.url()}" in attempt["head"]
    assert target.was_never_asked()


def test_what_is_no_longer_allowed_is_not_asked(webhook, receiver, settings):
    settings.WEBHOOK_PRIVATE_ADDRESSES = []
    [delivery] = due(webhook)

    assert send_due(webhook.pk) == 0

    delivery.refresh_from_db()
    assert [attempt["error"] for attempt in delivery.attempts] == ["forbidden"]
    assert receiver.was_never_asked()


def test_what_is_allowed_for_administrators_is_not_asked_for_a_program(webhook, receiver):
    Webhook.objects.update(api_key=make_key("webhooks")[0])
    [delivery] = due(webhook)

    assert send_due(webhook.pk) == 0

    delivery.refresh_from_db()
    assert [attempt["error"] for attempt in delivery.attempts] == ["forbidden"]
    assert receiver.was_never_asked()


def test_a_name_that_has_come_to_mean_an_address_inside_is_not_asked(webhook, host):
    inside = host({"/": (204, "")})
    Webhook.objects.update(url=inside.url(host="turning.example").replace("http:", "https:"))
    [delivery] = due(webhook)

    assert send_due(webhook.pk, resolve=named(turning_example=[["127.0.0.1"]])) == 0

    delivery.refresh_from_db()
    assert [attempt["error"] for attempt in delivery.attempts] == ["forbidden"]
    assert inside.was_never_asked()


@pytest.mark.parametrize(("is_trusted", "error"), [(True, ""), (False, "insecure")])
def test_a_receiver_proves_who_it_is(webhook, secure, certificate, settings, is_trusted, error):
    settings.WEBHOOK_PRIVATE_ADDRESSES = [f"127.0.0.1:{secure.port}"]
    Webhook.objects.update(url=f"https://town.example:{secure.port}/")
    trust = ssl.create_default_context(cafile=certificate[0] if is_trusted else None)
    [delivery] = due(webhook)

    arrived = send_due(webhook.pk, resolve=lambda *_: ["127.0.0.1"], trust=trust)

    assert arrived == is_trusted
    delivery.refresh_from_db()
    assert [attempt["error"] for attempt in delivery.attempts] == [error]
    assert len(secure.asked) == is_trusted


def test_a_receiver_that_hangs_costs_one_limit_and_keeps_no_other(
    webhook, receiver, running, settings, monkeypatch
):
    monkeypatch.setattr(sending, "SECONDS", 2)
    hanging = running(Socket(lambda connection, sent: sent.append(connection.recv(1))))
    settings.WEBHOOK_PRIVATE_ADDRESSES.append(f"127.0.0.1:{hanging.server_address[1]}")
    first = Webhook.objects.create(name="A first", url=hanging.url)
    stuck = due(first, 3)
    due(webhook)

    assert tell() == 1

    tries = [Delivery.objects.get(pk=one.pk).attempts for one in stuck]
    assert [[attempt["error"] for attempt in each] for each in tries] == [["silent"], [], []]
    assert len(receiver.asked) == 1


def test_a_receiver_that_is_slow_is_left_after_a_while(webhook, receiver, monkeypatch):
    # It is looked at thrice for each message: before it, and when it begins and ends.
    clock = count(0, 0.2)
    monkeypatch.setattr(sending, "RUN_SECONDS", 1.0)
    monkeypatch.setattr(sending, "time", SimpleNamespace(monotonic=lambda: next(clock)))
    due(webhook, 3)

    assert send_due(webhook.pk) == 2
    assert send_due(webhook.pk) == 1


def test_what_breaks_for_one_keeps_no_other(webhook, receiver, monkeypatch, caplog):
    first = Webhook.objects.create(name="A first", url=receiver.url())
    due(webhook)
    gather = sending.gather

    def fail(pk):
        if pk == first.pk:
            raise OSError("The disk is full.")
        return gather(pk)

    monkeypatch.setattr(sending, "gather", fail)

    assert tell() == 1
    assert "The disk is full." in caplog.text


def test_two_never_send_the_same_at_a_time(webhook, receiver, monkeypatch):
    due(webhook, 2)
    post, others = sending._post, []

    def meanwhile(*args):
        others.append(send_due(webhook.pk))
        return post(*args)

    monkeypatch.setattr(sending, "_post", meanwhile)

    assert send_due(webhook.pk) == 2
    assert others == [0, 0]
    assert len(receiver.asked) == 2
    webhook.refresh_from_db()
    assert webhook.held_until is None


def test_whoever_did_not_say_that_they_were_done_keeps_nobody_for_long(webhook, receiver):
    Webhook.objects.update(held_until=timezone.now() + LEASE)
    due(webhook)
    assert send_due(webhook.pk) == 0

    with at(timezone.now() + LEASE + timedelta(seconds=1)):
        assert send_due(webhook.pk) == 1


def test_a_webhook_that_is_deleted_meanwhile_hurts_nobody(webhook, receiver, monkeypatch):
    due(webhook, 2)
    post = sending._post

    def meanwhile(*args):
        Webhook.objects.all().delete()
        return post(*args)

    monkeypatch.setattr(sending, "_post", meanwhile)

    assert send_due(webhook.pk) == 0
    assert len(receiver.asked) == 1


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_no_transaction_is_held_while_sending(webhook, receiver, monkeypatch):
    due(webhook)
    post, held = sending._post, []

    def meanwhile(*args):
        held.append(connection.in_atomic_block)
        return post(*args)

    monkeypatch.setattr(sending, "_post", meanwhile)

    assert tell() == 1
    assert held == [False]


def test_belfry_periodic_sends(webhook, receiver, capsys):
    due(webhook)

    call_command("belfry_periodic")

    assert capsys.readouterr().out == "messages to webhooks: 1\n"
    assert len(receiver.asked) == 1


def test_a_worker_is_asked_where_there_is_one_and_somebody_listens(
    db, settings, django_capture_on_commit_callbacks, django_assert_num_queries
):
    def enqueued() -> int:
        with django_capture_on_commit_callbacks(execute=True):
            tell_soon()
        backend = sending.tell_in_background.get_backend()
        return len(getattr(backend, "results", []))

    sending.tell_in_background.get_backend().clear()
    assert enqueued() == 0
    webhook = Webhook.objects.create(name="The city's front", url="https://city.example/")
    assert enqueued() == 1
    webhook.disable()
    assert enqueued() == 1
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    with django_assert_num_queries(0):
        assert enqueued() == 0


def test_a_publication_asks_the_worker_when_it_is_committed(
    webhook, django_capture_on_commit_callbacks
):
    make_site(("en",), kinds=[NewsPage])
    backend = sending.tell_in_background.get_backend()
    backend.clear()

    with django_capture_on_commit_callbacks(execute=True):
        make_page(NewsPage)
        before = asked_of(backend)
    published = asked_of(backend)
    with django_capture_on_commit_callbacks(execute=True):
        NewsPage.objects.get().save_revision()

    assert before == 0
    assert published > 0
    assert asked_of(backend) == published, "a draft is nobody's business"


def asked_of(backend) -> int:
    """Return how often a worker was asked to tell."""
    return sum(result.task == sending.tell_in_background for result in backend.results)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_publication_arrives_as_one_message_and_one_that_is_rolled_back_not_at_all(receiver):
    make_site(("en",), kinds=[NewsPage])
    page = make_page(NewsPage)
    Webhook.objects.create(name="The city's front", url=receiver.url())

    with transaction.atomic():
        page.save_revision().publish()
        assert Change.objects.count() > 1
        transaction.set_rollback(True)
    assert (tell(), len(receiver.asked)) == (0, 0)
    with transaction.atomic():
        NewsPage.objects.get().save_revision().publish()

    assert (tell(), tell(), len(receiver.asked)) == (1, 0, 1)
    [(_, body)] = receiver.received
    changes = json.loads(body)["data"]["changes"]
    assert [change["id"] for change in changes] == [str(page.translation_key)]
