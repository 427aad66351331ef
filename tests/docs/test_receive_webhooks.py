"""Does the example for receivers believe what is ours, and nothing else?"""

import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from cms.webhooks.signing import headers

PAGE = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "receive-webhooks.md"
SECRETS = ["whsec_AAAA", "whsec_BBBB"]
BODY = '{"type":"webhook.test"}'


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
