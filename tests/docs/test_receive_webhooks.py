"""Does the example for receivers believe what is ours, and nothing else; and does that for programs set a webhook up?"""

import json
import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from cms.outputs.api.urls import delivery
from cms.testing.factories import make_key
from cms.webhooks.signing import headers

PAGE = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "receive-webhooks.md"
SECRETS = ["whsec_AAAA", "whsec_BBBB"]
BODY = '{"type":"webhook.test"}'
ADDRESS = "/api/delivery/v1/webhooks"


@pytest.fixture(scope="module")
def is_ours() -> Callable[..., bool]:
    """The function that the page shows."""
    [example] = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    names: dict = {}
    exec(example, names)  # noqa: S102 -- from the repository
    return names["is_ours"]


def test_what_is_signed_with_either_secret_is_believed(is_ours):
    sent = headers(SECRETS, "6f1c", int(time.time()), BODY)

    assert [is_ours(sent, BODY.encode(), secret) for secret in SECRETS] == [True, True]


def test_anything_else_is_not_believed(is_ours):
    sent = headers(SECRETS, "6f1c", int(time.time()), BODY)
    old = headers(SECRETS, "6f1c", int(time.time()) - 600, BODY)

    assert not is_ours(sent, BODY.encode(), "whsec_CCCC")
    assert not is_ours(sent, BODY.encode() + b" ", SECRETS[0])
    assert not is_ours({**sent, "webhook-id": "6f1d"}, BODY.encode(), SECRETS[0])
    assert not is_ours(old, BODY.encode(), SECRETS[0])


@pytest.mark.django_db
def test_the_example_sets_a_webhook_up_and_is_answered_so(client):
    text = PAGE.read_text(encoding="utf-8")
    [[sent, told]] = re.findall(rf"-d '(.*?)' .*?{ADDRESS}'\n(.*?)```", text, re.DOTALL)
    wanted = json.loads(sent) | {"url": "https://8.8.8.8/"}
    key = make_key("webhooks")[1]

    response = client.post(
        ADDRESS,
        wanted,
        content_type="application/json",
        headers={"authorization": f"Bearer {key}"},
    )

    assert response.status_code == 201
    made, told = response.json(), json.loads(told)
    own = ("id", "url", "made_at", "secret")
    assert {**made, **{name: told[name] for name in own}} == told


def test_every_address_is_told():
    text = PAGE.read_text(encoding="utf-8")
    root = ADDRESS.removesuffix("/webhooks")

    assert re.findall(r"^\| `([A-Z]+ /.*?)` \|", text, re.MULTILINE) == [
        f"{method.upper()} {path.removeprefix(root)}"
        for path, methods in delivery.get_openapi_schema()["paths"].items()
        for method in methods
        if path.startswith(ADDRESS)
    ]
