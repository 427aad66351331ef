"""Can administrators say who is told of changes and see what became of it, and nobody else?"""

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from cms.models import Delivery, Webhook
from cms.testing.factories import make_administrator, make_key, make_site, make_user
from cms.webhooks import entering
from cms.webhooks.gathering import add_test
from cms.webhooks.sending import send_due
from tests.shared import shared

WEBHOOKS = "/admin/webhooks/"
NEW = f"{WEBHOOKS}new/"
QUERIES = 7
"""Of the list, whatever the number of webhooks."""


@shared
def user():
    """An administrator of a site in two languages."""
    make_site(("en", "fr"))
    return make_administrator()


@pytest.fixture
def administrator(client, user):
    """That administrator, signed in."""
    client.force_login(user)
    return user


@pytest.fixture
def webhook(db) -> Webhook:
    """A webhook."""
    return Webhook.objects.create(name="The city's front", url="https://10.0.0.5:8443/")


def at(name: str, webhook: Webhook, *rest: int) -> str:
    return reverse(f"webhooks:{name}", args=[webhook.pk, *rest])


def page(answer):
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def words(found) -> str:
    return " ".join(found.get_text().split())


def actions() -> list[str]:
    """Return what is in the log, the newest last."""
    return [entry.action for entry in ModelLogEntry.objects.order_by("pk")]


def test_one_is_added_and_shown_with_its_secret(administrator, client, settings):
    settings.WEBHOOK_PRIVATE_ADDRESSES = ["10.0.0.5:8443"]

    made = client.post(
        NEW, {"name": "The city's front", "url": "https://10.0.0.5:8443/", "kinds": ["news"]}
    )

    webhook = Webhook.objects.get()
    assert (made.status_code, made["Location"]) == (302, at("inspect", webhook))
    assert (webhook.kinds, webhook.created_by) == (["news"], administrator)
    shown = client.get(at("inspect", webhook))
    field = page(shown).find("input", id="secret")
    assert field["value"] == webhook.secret
    assert field.has_attr("readonly")
    assert "no-store" in shown["Cache-Control"]
    assert actions() == ["wagtail.create"]
    assert webhook.secret not in client.get(WEBHOOKS).content.decode()


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("http://8.8.8.8/", "The address has to begin with https://."),
        ("https://anna:secret@8.8.8.8/", "Leave out the name and the password"),
        ("https://127.0.0.1/", "This host is, or may be, inside a network."),
        ("https://localhost/", "This host is, or may be, inside a network."),
        ("nowhere", "This is not an address that a program can be told at."),
    ],
)
@pytest.mark.parametrize("is_new", [True, False])
def test_an_address_that_leads_inside_is_refused_beside_its_field(
    administrator, client, webhook, url, words, is_new
):
    answer = client.post(NEW if is_new else at("edit", webhook), {"name": "Another", "url": url})

    field = page(answer).find("input", attrs={"name": "url"})
    described = page(answer).find(id=field["aria-describedby"].split()[-1])
    around = field.find_parent(class_="w-field") or described
    assert words in around.get_text()
    assert [each.url for each in Webhook.objects.all()] == ["https://10.0.0.5:8443/"]


def test_what_a_program_has_made_is_not_led_to_what_administrators_may(
    administrator, client, webhook, settings
):
    settings.WEBHOOK_PRIVATE_ADDRESSES = ["10.0.0.6:8443"]
    Webhook.objects.update(api_key=make_key("webhooks")[0])

    answer = client.post(at("edit", webhook), {"name": "Mine", "url": "https://10.0.0.6:8443/"})

    assert "for webhooks that administrators add" in words(page(answer))
    assert [each.url for each in Webhook.objects.all()] == ["https://10.0.0.5:8443/"]


@pytest.mark.parametrize("kinds", [[], ["event"], ["news", "event"]])
def test_what_a_program_has_made_is_told_of_no_more_than_its_key_allows(
    administrator, client, webhook, kinds
):
    Webhook.objects.update(api_key=make_key("webhooks", kinds=["news"])[0], kinds=["news"])
    wanted = {"name": "Mine", "url": webhook.url}

    refused = client.post(at("edit", webhook), {**wanted, "kinds": kinds})
    taken = client.post(at("edit", webhook), {**wanted, "kinds": ["news"]})

    assert "The API key of this webhook is limited to news." in words(page(refused))
    assert taken.status_code == 302
    assert [each.kinds for each in Webhook.objects.all()] == [["news"]]


def test_one_is_changed_and_keeps_its_secret(administrator, client, webhook, settings):
    settings.WEBHOOK_PRIVATE_ADDRESSES = ["10.0.0.5:8443"]
    secret = webhook.secret

    client.post(at("edit", webhook), {"name": "Of the region", "url": webhook.url})

    webhook.refresh_from_db()
    assert (webhook.name, webhook.secret) == ("Of the region", secret)
    assert actions() == ["wagtail.edit"]


def test_what_is_deleted_while_its_address_is_looked_up_is_not_found(
    administrator, client, webhook, monkeypatch
):
    monkeypatch.setattr(entering, "flaw_of", lambda *_: Webhook.objects.all().delete() and None)

    changed = client.post(at("edit", webhook), {"name": "Of the region", "url": "https://8.8.8.8/"})

    assert changed.status_code == 404
    assert actions() == []


def test_to_delete_is_asked_first(administrator, client, webhook):
    asked = page(client.get(at("delete", webhook)))
    assert "Delete ‘The city's front’ with its log?" in words(asked)
    assert Webhook.objects.count() == 1

    client.post(at("delete", webhook))

    assert Webhook.objects.count() == 0
    assert actions() == ["wagtail.delete"]


def test_the_secret_is_renewed(administrator, client, webhook):
    former = webhook.secret

    client.post(at("renew", webhook))

    webhook.refresh_from_db()
    assert webhook.secret != former
    assert webhook.secrets(webhook.former_until)[1:] == []
    assert webhook.secrets(ModelLogEntry.objects.get().timestamp)[1:] == [former]
    assert actions() == ["cms.webhook_secret_renewed"]
    assert former not in str(ModelLogEntry.objects.get().data)


def test_a_test_message_is_written_down(administrator, client, webhook):
    client.post(at("test", webhook))

    assert '"type":"webhook.test"' in webhook.deliveries.get().body
    assert actions() == ["cms.webhook_tested"]


def test_a_message_is_sent_again(administrator, client, webhook):
    delivery = add_test(webhook)
    webhook.deliveries.update(state=Delivery.State.DEAD, tries=8)

    client.post(at("again", webhook, delivery.pk))

    delivery.refresh_from_db()
    assert (delivery.state, delivery.tries) == ("waiting", 0)
    assert actions() == ["cms.webhook_message_sent_again"]


def test_a_message_of_another_webhook_is_not_found(administrator, client, webhook):
    other = Webhook.objects.create(name="Another", url=webhook.url)
    delivery = add_test(other)

    assert client.post(at("again", webhook, delivery.pk)).status_code == 404
    assert actions() == []


def test_nothing_is_sent_to_a_disabled_one_until_it_is_enabled(administrator, client, webhook):
    delivery = add_test(webhook)
    webhook.deliveries.update(state=Delivery.State.DEAD, tries=8)
    webhook.disable()

    client.post(at("test", webhook))
    answer = client.post(at("again", webhook, delivery.pk), follow=True)

    assert "Nothing is sent to a disabled webhook. Enable it first." in words(page(answer))
    assert [each.state for each in webhook.deliveries.all()] == ["dead"]
    assert "Disabled since" in words(page(client.get(WEBHOOKS)))
    assert actions() == []

    client.post(at("enable", webhook))
    client.post(at("enable", webhook))

    assert [each.state for each in webhook.deliveries.all()] == ["waiting"]
    assert actions() == ["cms.webhook_enabled"]


def test_what_a_program_has_made_is_told_with_its_key_and_ends_with_it(
    administrator, client, webhook
):
    key, _ = make_key("webhooks", name="Of the region")
    Webhook.objects.update(api_key=key, disabled_at=timezone.now())
    delivery = add_test(webhook)
    assert "Of the region" in words(page(client.get(WEBHOOKS)))
    assert "API key ‘Of the region’" in words(page(client.get(at("inspect", webhook))))

    key.revoke()
    answers = [
        client.post(place, follow=True)
        for place in (
            at("enable", webhook),
            at("test", webhook),
            at("again", webhook, delivery.pk),
        )
    ]

    assert "Its API key works no more" in words(page(client.get(WEBHOOKS)))
    for answer in answers:
        assert "Nothing is sent: the API key" in words(page(answer))
    assert [each["action"] for each in page(answers[0]).select("main form")] == [
        at("renew", webhook)
    ]
    assert actions() == []


def test_the_log_tells_each_try(administrator, client, host, settings):
    server = host({"/": (503, "")})
    settings.WEBHOOK_PRIVATE_ADDRESSES = [f"127.0.0.1:{server.port}"]
    webhook = Webhook.objects.create(name="The city's front", url=server.url())
    delivery = add_test(webhook)
    send_due(webhook.pk)
    Delivery.objects.update(next_try_at=delivery.made_at)
    settings.WEBHOOK_PRIVATE_ADDRESSES = []
    send_due(webhook.pk)

    shown = page(client.get(at("inspect", webhook)))

    tries = [words(each) for each in shown.select(".desk-shared details summary")]
    assert [each.split(": ")[-1].rsplit(" (", 1)[0] for each in tries] == [
        "The address leads, or may lead, into a network",
        "HTTP 503",
        "What is sent",
    ]
    _, head, sent = [each.get_text() for each in shown.select(".desk-shared details pre")]
    assert head.startswith("HTTP/1.0 503 Service Unavailable")
    assert sent == f"webhook-id: {delivery.message_id}\n\n{delivery.body}"
    assert "Failing since" in words(page(client.get(WEBHOOKS)))


def test_what_a_receiver_answers_is_no_markup(administrator, client, webhook):
    delivery = add_test(webhook)
    delivery.attempts = [
        {
            "at": delivery.made_at.isoformat(),
            "seconds": 0.1,
            "status": 500,
            "head": "HTTP/1.1 500 <script>alert(1)</script>",
            "error": "",
        }
    ]
    delivery.save()

    assert "<script>alert(1)" not in client.get(at("inspect", webhook)).content.decode()


def test_the_log_is_read_page_by_page(administrator, client, webhook, monkeypatch):
    for _ in range(21):
        add_test(webhook)
    newest = Delivery.objects.first()

    pages = [page(client.get(at("inspect", webhook), {"p": number})) for number in (1, 2)]

    assert [len(each.select(".desk-shared > li")) for each in pages] == [20, 1]
    assert pages[0].select_one(".desk-shared h3")["id"] == f"message-{newest.pk}"


@pytest.mark.parametrize("number", [1, 12])
def test_the_list_costs_the_same_whatever_there_is(
    administrator, client, django_assert_num_queries, number
):
    for position in range(number):
        webhook = Webhook.objects.create(
            name=f"{position}", created_by=administrator, api_key=make_key("webhooks")[0]
        )
        add_test(webhook)
    client.get(WEBHOOKS)

    with django_assert_num_queries(QUERIES):
        client.get(WEBHOOKS)


def test_a_get_does_nothing_and_a_post_needs_its_token(administrator, client, webhook):
    delivery = add_test(webhook)
    places = [at(name, webhook) for name in ("renew", "enable", "test")]
    places.append(at("again", webhook, delivery.pk))
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(administrator)

    assert [client.get(place).status_code for place in places] == [405] * 4
    assert [careful.post(place).status_code for place in places] == [403] * 4
    assert actions() == []


@pytest.mark.parametrize("role", ["Editors", "Coordinators", "Publishers", "Newsletter managers"])
def test_nobody_else_sees_or_changes_any(client, db, webhook, role):
    make_site(("en", "fr"))
    delivery = add_test(webhook)
    client.force_login(make_user("ada", role))
    secret = webhook.secret

    answers = [
        client.get(WEBHOOKS),
        client.get(f"{WEBHOOKS}results/"),
        client.get(NEW),
        client.post(NEW, {"name": "Mine", "url": "https://8.8.8.8/"}),
        client.get(at("inspect", webhook)),
        client.get(at("edit", webhook)),
        client.post(at("edit", webhook), {"name": "Mine", "url": "https://8.8.8.8/"}),
        client.get(at("delete", webhook)),
        client.post(at("delete", webhook)),
        *(client.post(at(name, webhook)) for name in ("renew", "enable", "test")),
        client.post(at("again", webhook, delivery.pk)),
    ]

    assert [answer.status_code for answer in answers] == [302] * 13
    assert {answer["Location"] for answer in answers} == {"/admin/"}
    [unchanged] = Webhook.objects.all()
    assert (unchanged.name, unchanged.secret) == ("The city's front", secret)
    assert Delivery.objects.count() == 1
    assert actions() == []
    assert "Webhooks" not in client.get("/admin/").content.decode()
