"""Is a webhook told of each change once, and of nothing that was undone?"""

import json
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from cms.models import Change, Delivery, Webhook
from cms.models.changes import KEPT_FOR
from cms.plugins.events.models import EventPage
from cms.plugins.news.models import NewsPage
from cms.testing.factories import make_page, make_site
from cms.webhooks.gathering import gather
from tests.cms.webhooks.conftest import at

QUERIES = 10
"""Whatever has changed, with the two that begin and end the transaction. PostgreSQL needs another for the horizon."""

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture
def webhook(db) -> Webhook:
    """A webhook that is told of what changes from now on."""
    make_site(("en", "fr"), kinds=[NewsPage, EventPage])
    return Webhook.objects.create(name="The city's front", url="https://city.example/")


def told(webhook: Webhook) -> list[tuple]:
    """Return what the messages tell that are gathered now: their types, with the pages that they name."""
    before = set(Delivery.objects.values_list("pk", flat=True))
    gather(webhook.pk)
    bodies = [json.loads(each.body) for each in Delivery.objects.exclude(pk__in=before)]
    return [
        (each["type"], sorted(change["id"] for change in each["data"].get("changes", [])))
        for each in bodies
    ]


def test_a_publication_is_told_in_one_message_once(webhook):
    page = make_page(NewsPage, title="Streets at night")

    assert gather(webhook.pk) == 1

    [delivery] = Delivery.objects.all()
    key = str(page.translation_key)
    message = json.loads(delivery.body)
    assert message["type"] == "content.changed"
    assert message["timestamp"] == delivery.made_at.isoformat()
    assert message["data"] == {
        "changes": [{"id": key, "type": "news", "tags": [f"i:{key}", "t:news"]}]
    }
    assert (delivery.state, delivery.attempts) == ("waiting", [])
    assert gather(webhook.pk) == 0


def test_what_is_rolled_back_is_not_told(webhook):
    page = make_page(NewsPage)
    gather(webhook.pk)

    with transaction.atomic():
        page.save_revision().publish()
        undone = Change.objects.filter(key=page.translation_key).count()
        transaction.set_rollback(True)

    assert undone > Change.objects.filter(key=page.translation_key).count(), "it was a change"
    assert told(webhook) == []


def test_a_draft_is_not_told(webhook):
    page = make_page(NewsPage)
    gather(webhook.pk)

    page.title = "Nobody knows"
    page.save_revision()

    assert told(webhook) == []


def test_only_the_kinds_that_were_chosen_are_told(webhook):
    Webhook.objects.update(kinds=["event"])
    make_page(NewsPage)
    event = make_page(EventPage)

    assert told(webhook) == [("content.changed", [str(event.translation_key)])]


def test_what_changes_by_itself_is_told(webhook):
    page = make_page(NewsPage)
    gather(webhook.pk)
    NewsPage.objects.filter(pk=page.pk).update(expire_at=timezone.now() + timedelta(hours=1))

    assert told(webhook) == []
    with at(timezone.now() + timedelta(hours=2)):
        assert told(webhook) == [("content.changed", [str(page.translation_key)])]


def test_that_everything_may_have_changed_is_told_alone(webhook):
    make_page(NewsPage)
    Change.objects.create()

    assert told(webhook) == [("content.everything_changed", [])]


@pytest.mark.parametrize(
    "fields",
    [
        {"told_until": timezone.now() - KEPT_FOR - timedelta(days=1)},
        {"told_transaction": 2**62},
    ],
)
def test_of_whom_it_is_not_known_what_they_were_told_everything_is_told(webhook, fields):
    Webhook.objects.update(**fields)

    assert told(webhook) == [("content.everything_changed", [])]
    assert told(webhook) == []


def test_a_message_tells_no_more_than_a_hundred_changes(webhook, monkeypatch):
    monkeypatch.setattr("cms.webhooks.gathering.CHANGES", 2)
    pages = [make_page(NewsPage) for _ in range(5)]

    messages = told(webhook)

    assert sorted(len(keys) for _, keys in messages) == [1, 2, 2]
    assert {key for _, keys in messages for key in keys} == {
        str(page.translation_key) for page in pages
    }


def test_a_disabled_webhook_is_told_later(webhook):
    webhook.disable()
    page = make_page(NewsPage)
    assert told(webhook) == []

    webhook.enable()

    assert told(webhook) == [("content.changed", [str(page.translation_key)])]


def test_if_a_message_cannot_be_written_down_it_is_told_the_next_time(webhook, monkeypatch):
    page = make_page(NewsPage)

    def fail(*_args, **_fields):
        raise OSError

    with monkeypatch.context() as patch:
        patch.setattr(Webhook, "save", fail)
        with pytest.raises(OSError):  # noqa: PT011 -- our own
            gather(webhook.pk)
    assert Delivery.objects.count() == 0

    assert told(webhook) == [("content.changed", [str(page.translation_key)])]


@pytest.mark.parametrize("number", [1, 5])
def test_gathering_costs_the_same_whatever_has_changed(webhook, django_assert_num_queries, number):
    for _ in range(number):
        make_page(NewsPage)

    with django_assert_num_queries(QUERIES + (connection.vendor == "postgresql")):
        gather(webhook.pk)
