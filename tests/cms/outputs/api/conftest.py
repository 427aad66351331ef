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
from newsletter.models import Approval, FrozenEdition, IssueIndexPage, IssuePage
from tests.shared import shared

ROOT = "/api/delivery/v1"


@shared
def site() -> MadeSite:
    """A site in English, French and German, in which French readers are served German before English."""
    return make_site(("en", "fr", "de"), kinds=[NewsPage, EventPage, CallPage, ProjectPage])


@shared
def issue(site: MadeSite) -> IssuePage:
    """An approved issue of the newsletter without anything in it, in English for all."""
    archive = site.home.add_child(instance=IssueIndexPage(title="Newsletter", slug="newsletter"))
    words = {"title": "June 2019", "subject": "Security", "preheader": "Two calls close."}
    issue = archive.add_child(instance=IssuePage(slug="june-2019", **words))
    head = {"number": None, "date": "2019-06-03", "picture": None, "contents": []}
    mail = {"mail_html": "<p>Welcome</p>", "mail_text": "Welcome", "mail_size": 14}
    FrozenEdition.objects.create(
        approval=Approval.objects.create(issue=issue, version=1),
        language="en",
        written_in="en",
        words_language="en",
        label="June 2019",
        url="http://testserver/en/newsletter/june-2019/",
        head=head,
        web="<p></p>",
        **mail,
    )
    return issue


@pytest.fixture
def ask(client: Client) -> Callable[..., Any]:
    """Ask the API for an address below its root, and return what it answers; fail if the status is another one."""

    def asking(path: str, *, status: int = 200, **parameters: Any) -> Any:
        response = client.get(ROOT + path, parameters)
        assert response.status_code == status, response.content
        return response.json()

    return asking
