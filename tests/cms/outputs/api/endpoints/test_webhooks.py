"""Can a program with a key manage the webhooks that it has made, by the rules of the administrators, and no others?"""

from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from wagtail.models import ModelLogEntry

from cms.models import ApiKey, Delivery, Webhook
from cms.outputs.api.endpoints.webhooks import MOST
from cms.testing.factories import make_administrator, make_key
from cms.webhooks import entering, orders
from cms.webhooks.gathering import add_test, gather
from cms.webhooks.sending import send_due
from tests.cms.outputs.api.conftest import ROOT

HOOKS = f"{ROOT}/webhooks"
URL = "https://8.8.8.8/"
"""Of an address that nobody has to look up."""
QUERIES = 2
"""Of a list, whatever it has, with the one that looks the key up."""

pytestmark = pytest.mark.usefixtures("site")


@pytest.fixture(autouse=True)
def listed(settings) -> None:
    """Let webhooks of administrators lead to an address inside: no program may."""
    settings.WEBHOOK_PRIVATE_ADDRESSES = ["10.0.0.5:8443"]


@pytest.fixture
def row(db) -> ApiKey:
    """The row of a key that manages webhooks."""
    row, key = make_key("webhooks", created_by=make_administrator())
    row.key = key
    return row


@pytest.fixture
def webhook(row) -> Webhook:
    """A webhook that was made with it."""
    return Webhook.objects.create(name="The city's front", url=URL, api_key=row)


class Program:
    """A program that sends a key."""

    def __init__(self, key: str) -> None:
        self.client = Client()
        self.headers = {"authorization": f"Bearer {key}"} if key else {}

    def answer(self, method: str, path: str = "", body: object = None, **query) -> HttpResponse:
        """Return the answer of an address below that of the webhooks."""
        return getattr(self.client, method)(
            HOOKS + path,
            query if method == "get" else body,
            **({} if method == "get" else {"content_type": "application/json"}),
            headers=self.headers,
        )

    def ask(self, status: int, method: str, path: str = "", body: object = None, **query):
        """Return what is answered, as JSON; fail if the status is another one."""
        response = self.answer(method, path, body, **query)
        assert response.status_code == status, response.content
        assert response["Cache-Control"] == "private, no-store"
        return response.json() if response.content else None


@pytest.fixture
def program(row) -> Program:
    """The program that has the key."""
    return Program(row.key)


def code(problem: dict) -> str:
    """Return the sort of a problem."""
    return problem["type"].rpartition("/")[2]


def at_fault(problem: dict) -> list[str]:
    """Return the names of what is wrong."""
    return [each["parameter"] for each in problem["errors"]]


def log() -> list[tuple]:
    """Return what is in the log, the newest last."""
    return [(each.action, each.data) for each in ModelLogEntry.objects.order_by("pk")]


def test_one_is_made_and_its_secret_told_this_once(program, row):
    wanted = {"name": " The city's front ", "url": URL, "kinds": ["news"]}

    response = program.answer("post", "", wanted)
    made = response.json()

    webhook = Webhook.objects.get()
    assert response.status_code == 201
    assert response["Location"] == f"http://testserver{HOOKS}/{webhook.pk}"
    assert "Location" in response["Access-Control-Expose-Headers"].split(", ")
    assert made == {
        "id": webhook.pk,
        "name": "The city's front",
        "url": URL,
        "kinds": ["news"],
        "made_at": webhook.created_at.isoformat(),
        "disabled_at": None,
        "failing_since": None,
        "secret": webhook.secret,
    }
    assert (webhook.api_key, webhook.created_by) == (row, row.created_by)
    del made["secret"]
    assert program.ask(200, "get", f"/{webhook.pk}") == made
    assert program.ask(200, "get") == [made]
    assert log() == [("wagtail.create", {"api_key": f"{row.name}, {row.prefix}…"})]


@pytest.mark.parametrize(
    ("wanted", "fault"),
    [
        ({"url": "http://8.8.8.8/"}, "The address has to begin with https://."),
        ({"url": "https://anna:secret@8.8.8.8/"}, "Leave out the name and the password"),
        ({"url": "https://127.0.0.1/"}, "This host is, or may be, inside a network."),
        ({"url": "https://10.0.0.5:8443/"}, "This host is, or may be, inside a network."),
        ({"url": "http://10.0.0.5:8443/"}, "This host is, or may be, inside a network."),
        ({"url": "nowhere"}, "This is not an address that a program can be told at."),
        ({"name": " "}, "This field is required."),
        ({"kinds": ["event", "weather"]}, "Select a valid choice. weather is not one of"),
        ({"kinds": [1]}, "Input should be a valid string"),
        ({"secret": "whsec_AAAA"}, "Extra inputs are not permitted"),
        ({"api_key": 1}, "Extra inputs are not permitted"),
    ],
)
@pytest.mark.parametrize("method", ["post", "patch"])
def test_what_the_form_of_administrators_refuses_is_refused_in_english(
    program, webhook, method, wanted, fault
):
    program.headers["accept-language"] = "fr"
    good = {"name": "Another", "url": URL} if method == "post" else {}
    path = "" if method == "post" else f"/{webhook.pk}"

    problem = program.ask(400, method, path, {**good, **wanted})

    assert code(problem) == "invalid-parameter"
    assert at_fault(problem) == list(wanted)
    assert fault in problem["errors"][0]["detail"]
    assert list(Webhook.objects.values_list("name", "url", "kinds")) == [
        ("The city's front", URL, [])
    ]
    assert log() == []


@pytest.mark.parametrize("body", ["", "null", "[]", '"name"'])
def test_what_is_no_body_is_told_as_that(program, body):
    problem = program.ask(400, "post", "", body)

    assert (code(problem), at_fault(problem)) == ("invalid-parameter", ["body"])
    assert problem["detail"].startswith("body: ")


def test_an_unknown_kind_is_answered_with_those_that_there_are(program):
    problem = program.ask(400, "post", "", {"name": "A", "url": URL, "kinds": ["weather"]})

    assert problem["errors"][0]["allowed"] == ["call", "event", "news", "practice", "project"]


def test_no_parameter_is_ignored(program, webhook):
    for path in ("", f"/{webhook.pk}", f"/{webhook.pk}/deliveries"):
        assert code(program.ask(400, "get", path, state="failing")) == "unknown-parameter"


def test_one_is_changed_in_part_and_keeps_its_secret(program, webhook, row):
    secret = webhook.secret

    told = program.ask(200, "patch", f"/{webhook.pk}", {"kinds": ["call"]})

    webhook.refresh_from_db()
    assert (webhook.name, webhook.url, webhook.kinds) == ("The city's front", URL, ["call"])
    assert (told["kinds"], "secret" in told, webhook.secret) == (["call"], False, secret)
    assert log() == [("wagtail.edit", {"api_key": f"{row.name}, {row.prefix}…"})]
    told = program.ask(200, "patch", f"/{webhook.pk}", {"kinds": [], "name": "Of the region"})
    assert (told["kinds"], told["name"]) == ([], "Of the region")


@pytest.fixture
def meanwhile(monkeypatch):
    """Return how to let something happen while an address is looked up, which is found good."""

    def happens(act) -> None:
        monkeypatch.setattr(entering, "flaw_of", lambda *_: act() and None)

    return happens


def test_what_is_not_sent_is_kept_as_somebody_else_changes_it_meanwhile(
    program, webhook, meanwhile
):
    meanwhile(lambda: Webhook.objects.update(name="Of the region", kinds=["news"]))

    told = program.ask(200, "patch", f"/{webhook.pk}", {"url": "https://8.8.4.4/"})

    assert (told["name"], told["url"], told["kinds"]) == (
        "Of the region",
        "https://8.8.4.4/",
        ["news"],
    )
    assert list(Webhook.objects.values_list("name", "url", "kinds")) == [
        ("Of the region", "https://8.8.4.4/", ["news"])
    ]


def test_another_name_is_taken_whatever_has_become_of_the_rest(program, webhook):
    Webhook.objects.update(url="https://nobody.invalid/", kinds=["weather"])

    for said in (
        {"name": "Of the region"},
        {"name": "Of the city", "url": "https://nobody.invalid/"},
    ):
        told = program.ask(200, "patch", f"/{webhook.pk}", said)
        assert (told["name"], told["kinds"]) == (said["name"], ["weather"])


def test_what_changes_nothing_is_noted_as_that(program, webhook):
    for said in ({}, {"name": webhook.name}):
        program.ask(200, "patch", f"/{webhook.pk}", said)

    assert [each.content_changed for each in ModelLogEntry.objects.all()] == [False, False]


def test_what_is_deleted_meanwhile_is_not_there(program, webhook, meanwhile, monkeypatch):
    message = add_test(webhook)
    meanwhile(Webhook.objects.all().delete)

    problem = program.ask(404, "patch", f"/{webhook.pk}", {"url": "https://8.8.4.4/"})

    assert (code(problem), log()) == ("not-found", [])
    webhook.save()
    message.save()
    monkeypatch.setattr(orders, "send_again", lambda *_, **__: webhook.deliveries.all().delete())
    again = f"/{webhook.pk}/deliveries/{message.message_id}/redeliver"
    assert code(program.ask(404, "post", again)) == "not-found"


def test_one_is_deleted_with_its_messages(program, webhook, row):
    add_test(webhook)

    assert program.ask(204, "delete", f"/{webhook.pk}") is None

    assert (Webhook.objects.count(), Delivery.objects.count()) == (0, 0)
    assert log() == [("wagtail.delete", {"api_key": f"{row.name}, {row.prefix}…"})]
    assert ModelLogEntry.objects.get().deleted
    assert code(program.ask(404, "get", f"/{webhook.pk}")) == "not-found"


def test_the_secret_is_renewed(program, webhook, row):
    former = webhook.secret

    told = program.ask(200, "post", f"/{webhook.pk}/secret")

    webhook.refresh_from_db()
    assert webhook.secrets(timezone.now()) == [told["secret"], former]
    assert told["both_until"] == webhook.former_until.isoformat()
    assert log() == [("cms.webhook_secret_renewed", {"api_key": f"{row.name}, {row.prefix}…"})]


def test_a_disabled_one_is_told_nothing_until_it_is_enabled(program, webhook, row):
    message = add_test(webhook)
    webhook.deliveries.update(state=Delivery.State.DEAD, tries=8)
    webhook.disable()
    again = f"/{webhook.pk}/deliveries/{message.message_id}/redeliver"

    assert code(program.ask(409, "post", again)) == "webhook-disabled"
    webhook.deliveries.update(state=Delivery.State.WAITING)
    [waiting] = program.ask(200, "get", f"/{webhook.pk}/deliveries")["items"]
    assert (waiting["state"], waiting["next_try_at"]) == ("waiting", None)
    assert program.ask(200, "get", f"/{webhook.pk}")["disabled_at"] is not None
    assert log() == []

    told = [program.ask(200, "post", f"/{webhook.pk}/enable") for _ in range(2)]

    assert [each["disabled_at"] for each in told] == [None, None]
    assert [each.state for each in webhook.deliveries.all()] == ["waiting"]
    assert log() == [("cms.webhook_enabled", {"api_key": f"{row.name}, {row.prefix}…"})]


def test_a_message_is_told_with_its_tries(program, host, settings, row):
    server = host({"/": (503, "")})
    settings.WEBHOOK_PRIVATE_ADDRESSES = [f"127.0.0.1:{server.port}"]
    webhook = Webhook.objects.create(name="The city's front", url=server.url())
    message = add_test(webhook)
    send_due(webhook.pk)
    Delivery.objects.update(next_try_at=message.made_at)
    Webhook.objects.update(api_key=row)
    send_due(webhook.pk)
    message.refresh_from_db()

    told = program.ask(200, "get", f"/{webhook.pk}/deliveries")

    answered, forbidden = told["items"][0].pop("tries")
    assert told == {
        "items": [
            {
                "id": str(message.message_id),
                "state": "waiting",
                "made_at": message.made_at.isoformat(),
                "next_try_at": message.next_try_at.isoformat(),
                "body": message.body,
            }
        ],
        "page": {"limit": 20, "next": None, "count": None},
    }
    assert (answered["status"], answered["error"]) == (503, None)
    assert answered["head"].startswith("HTTP/1.0 503 Service Unavailable")
    assert (forbidden["status"], forbidden["error"], forbidden["head"]) == (None, "forbidden", "")
    assert program.ask(200, "get", f"/{webhook.pk}")["failing_since"] == message.made_at.isoformat()


def test_the_messages_are_read_page_by_page_the_newest_first(program, webhook):
    made = [str(add_test(webhook).message_id) for _ in range(5)]
    path, found, cursor = f"/{webhook.pk}/deliveries", [], {}

    for _ in range(3):
        told = program.ask(200, "get", path, limit=2, **cursor)
        found += [each["id"] for each in told["items"]]
        add_test(webhook)
        cursor = {"cursor": told["page"]["next"]}

    assert (found, told["page"]["next"]) == (made[::-1], None)


def test_a_cursor_goes_on_in_its_own_list_only(program, webhook, row):
    other = Webhook.objects.create(name="Another", url=URL, api_key=row)
    for _ in range(2):
        add_test(webhook)
    cursor = program.ask(200, "get", f"/{webhook.pk}/deliveries", limit=1)["page"]["next"]

    problem = program.ask(400, "get", f"/{other.pk}/deliveries", cursor=cursor)

    assert at_fault(problem) == ["cursor"]


def test_a_message_is_sent_again(program, webhook, row):
    message = add_test(webhook)
    webhook.deliveries.update(state=Delivery.State.DEAD, tries=8)

    told = program.ask(202, "post", f"/{webhook.pk}/deliveries/{message.message_id}/redeliver")

    message.refresh_from_db()
    assert (message.state, message.tries) == ("waiting", 0)
    assert told["next_try_at"] == message.next_try_at.isoformat()
    assert log() == [("cms.webhook_message_sent_again", {"api_key": f"{row.name}, {row.prefix}…"})]


def test_the_log_says_what_was_done_and_with_which_key(program, row, client):
    client.force_login(row.created_by)
    own = f"/{program.ask(201, 'post', '', {'name': 'Mine', 'url': URL})['id']}"
    message = add_test(Webhook.objects.get())
    program.ask(200, "patch", own, {"name": "Ours"})
    program.ask(200, "post", f"{own}/secret")
    Webhook.objects.get().disable()
    program.ask(200, "post", f"{own}/enable")
    program.ask(202, "post", f"{own}/deliveries/{message.message_id}/redeliver")
    client.post(f"/admin/webhooks{own}/renew/")
    program.ask(204, "delete", own)

    by_key = f" (API key: The front of Gdańsk, {row.prefix}…)"
    assert [each.message for each in ModelLogEntry.objects.order_by("pk")] == [
        f"Created{by_key}",
        f"Edited{by_key}",
        f"Renewed the secret{by_key}",
        f"Enabled{by_key}",
        f"Sent a message again{by_key}",
        "Renewed the secret",
        f"Deleted{by_key}",
    ]
    assert f"Deleted{by_key}" in client.get("/admin/reports/site-history/").content.decode()


def requests(webhook: Webhook, message: Delivery) -> list[tuple]:
    """Return one request of each sort that concerns a webhook."""
    own = f"/{webhook.pk}"
    return [
        ("get", own),
        ("patch", own, {"name": "Mine"}),
        ("post", f"{own}/secret"),
        ("post", f"{own}/enable"),
        ("get", f"{own}/deliveries"),
        ("post", f"{own}/deliveries/{message.message_id}/redeliver"),
        ("delete", own),
    ]


@pytest.mark.parametrize("is_anothers", [True, False])
def test_what_another_key_or_an_administrator_has_made_is_not_there(program, is_anothers):
    maker = make_key("webhooks")[0] if is_anothers else None
    webhook = Webhook.objects.create(name="Not mine", url=URL, api_key=maker)
    message = add_test(webhook)
    before = Webhook.objects.values().get()

    told = [code(program.ask(404, *request)) for request in requests(webhook, message)]

    assert told == ["not-found"] * 7
    assert program.ask(200, "get") == []
    assert Webhook.objects.values().get() == before
    assert Delivery.objects.get().next_try_at == message.next_try_at
    assert log() == []


def test_a_message_of_another_webhook_is_not_there(program, webhook, row):
    other = Webhook.objects.create(name="Another", url=URL, api_key=row)
    message = add_test(other)
    again = f"/{webhook.pk}/deliveries/{{}}/redeliver"

    for name in (message.message_id, uuid4()):
        assert code(program.ask(404, "post", again.format(name))) == "not-found"


@pytest.mark.parametrize(
    ("make", "status", "sort"),
    [
        (lambda: "", 401, "key-required"),
        (lambda: "belfry_wrong", 401, "invalid-key"),
        (lambda: make_key("preview")[1], 403, "forbidden-scope"),
    ],
)
def test_without_a_key_with_the_scope_nothing_is_told_and_nothing_done(webhook, make, status, sort):
    message, stranger = add_test(webhook), Program(make())
    stranger.client.force_login(webhook.api_key.created_by)

    told = [
        code(stranger.ask(status, *request))
        for request in (
            ("get", ""),
            ("post", "", {"name": "Mine", "url": URL}),
            *requests(webhook, message),
        )
    ]

    assert told == [sort] * 9
    assert Webhook.objects.get().name == "The city's front"
    assert log() == []


def test_a_key_that_is_limited_to_kinds_has_webhooks_of_these_only(site):
    program = Program(make_key("webhooks", kinds=["news", "call"])[1])
    wanted = {"name": "The city's front", "url": URL}

    for kinds in ([], ["event"], ["news", "event"]):
        problem = program.ask(403, "post", "", {**wanted, "kinds": kinds})
        assert code(problem) == "forbidden-scope"
        assert problem["detail"] == "The API key of this webhook is limited to news, call."
    made = program.ask(201, "post", "", {**wanted, "kinds": ["news"]})
    own = f"/{made['id']}"
    assert code(program.ask(403, "patch", own, {"kinds": []})) == "forbidden-scope"
    program.ask(200, "patch", own, {"name": "Of the region"})
    program.ask(200, "patch", own, {"kinds": ["call"]})

    assert Webhook.objects.get().kinds == ["call"]


def test_a_kind_is_kept_once(program):
    wanted = {"name": "The city's front", "url": URL, "kinds": ["news", "call", "news"]}

    assert program.ask(201, "post", "", wanted)["kinds"] == ["news", "call"]


def test_a_key_has_so_many_and_no_more(program, row):
    for number in range(MOST - 1):
        Webhook.objects.create(name=f"{number}", url=URL, api_key=row)
    Webhook.objects.create(name="Not mine", url=URL)

    program.ask(201, "post", "", {"name": "The last", "url": URL})
    problem = program.ask(409, "post", "", {"name": "One more", "url": URL})

    assert code(problem) == "too-many-webhooks"
    assert row.webhooks.count() == MOST


def test_nothing_is_gathered_for_it_once_its_key_is_revoked(webhook, row):
    add_test(webhook)
    row.revoke()

    assert (gather(webhook.pk), send_due(webhook.pk)) == (0, 0)
    assert webhook.deliveries.get().attempts == []


@pytest.mark.parametrize("number", [1, 12])
def test_the_lists_cost_the_same_whatever_there_is(
    program, webhook, row, number, django_assert_num_queries
):
    for each in range(number):
        add_test(webhook)
        Webhook.objects.create(name=f"{each}", url=URL, api_key=row)

    with django_assert_num_queries(QUERIES):
        program.ask(200, "get")
    with django_assert_num_queries(QUERIES + 1):
        program.ask(200, "get", f"/{webhook.pk}/deliveries")


def test_programs_are_told_which_methods_there_are(client):
    told = client.options(HOOKS), client.options(f"{HOOKS}/1")

    assert [each["Allow"] for each in told] == [
        "GET, HEAD, OPTIONS, POST",
        "DELETE, GET, HEAD, OPTIONS, PATCH",
    ]
