"""What do the API's tests share? A site in three languages, and a client that asks it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from cms.plugins.calls.models import CallPage
from cms.plugins.events.models import EventPage
from cms.plugins.news.models import NewsPage
from cms.plugins.projects.models import ProjectPage
from cms.testing.factories import MadeSite, make_site

ROOT = "/api/delivery/v1"


@pytest.fixture
def site(db) -> MadeSite:
    """A site in English, French and German, in which French readers are served German before English."""
    return make_site(("en", "fr", "de"), kinds=[NewsPage, EventPage, CallPage, ProjectPage])


@pytest.fixture
def ask(client: Client) -> Callable[..., Any]:
    """Ask the API for an address below its root, and return what it answers; fail if the status is another one."""

    def asking(path: str, *, status: int = 200, **parameters: Any) -> Any:
        response = client.get(ROOT + path, parameters)
        assert response.status_code == status, response.content
        return response.json()

    return asking
