"""What do the tests of webhooks share? A receiver on the own machine, and a webhook that leads to it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

import pytest
from django.utils import timezone

from cms.models import Webhook
from tests.hosts import Host


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let it be another time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(timezone, "now", lambda: moment)
        yield


@pytest.fixture
def receiver(host, settings) -> Host:
    """A host that takes every message; the setting allows to ask it."""
    server = host({"/": (204, "")})
    settings.WEBHOOK_PRIVATE_ADDRESSES = [f"127.0.0.1:{server.port}"]
    return server


@pytest.fixture
def webhook(db, receiver) -> Webhook:
    """A webhook that leads there."""
    return Webhook.objects.create(name="The city's front", url=receiver.url())


@pytest.fixture
def answers(receiver) -> Callable[..., None]:
    """Let the receiver answer otherwise from now on."""

    def answer(status: int, location: str = "") -> None:
        receiver.answers["/"] = (status, location)

    return answer
