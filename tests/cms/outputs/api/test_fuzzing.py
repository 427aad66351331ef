"""Does the API answer as its document says, whatever a program makes up from that document?

Schemathesis makes it up: what the document allows, and what it does not. The seed is fixed, so that a failure is found again.
"""

from collections import Counter
from collections.abc import Iterator

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from cms.journal.reading import Mark
from cms.models import ContentPage, Scope, Webhook
from cms.outputs.api.drafts import show
from cms.outputs.api.endpoints import items
from cms.outputs.api.replicas import cursor_of
from cms.outputs.api.urls import delivery
from cms.plugins.events.models import EventPage
from cms.plugins.news.models import NewsPage
from cms.testing.factories import make_key, make_page, make_translation
from cms.webhooks.gathering import add_test
from newsletter.models import IssuePage
from tests.cms.outputs.api.conftest import ROOT
from tests.shared import shared

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
OPERATIONS = [
    f"{method.upper()} {path}"
    for path, methods in delivery.get_openapi_schema()["paths"].items()
    for method in methods
]
SEED = 20190624
HOOK = "https://8.8.8.8/"


@shared
def page(site, issue) -> NewsPage:
    """One of two pages, the one that has a translation; and an issue of the newsletter."""
    make_page(EventPage, title="A meeting")
    page = make_page(NewsPage, title="Squares")
    make_translation(page, "fr", title="Les places")
    return page


@pytest.fixture
def operations(page: NewsPage) -> Iterator[dict[str, APIOperation]]:
    """The operations of the document as it is served, by their methods and paths: each can be tested."""
    # The test's transaction lives in this connection; Django's own client keeps it open in the same way.
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    schema = schemathesis.openapi.from_wsgi("/api/delivery/v1/openapi.json", get_wsgi_application())
    found = [result.ok() for result in schema.get_all_operations()]
    yield {f"{operation.method.upper()} {operation.path}": operation for operation in found}
    for signal in signals:
        signal.connect(close_old_connections)


def fuzz(operation: APIOperation, page: NewsPage, examples: int = 200) -> Counter[int]:
    """Ask an operation for all that comes to mind, and return how often it answered which status.

    Raises:
        FailureGroup: if an answer is not as the document has it.
    """
    row, key = make_key(*Scope)
    message = add_test(Webhook.objects.create(name="The region's", url=HOOK, api_key=row))
    token = show(page, key=row, revision=None, seconds=3600)
    known = {
        "type": "news",
        "key": str(page.translation_key),
        "issue": str(IssuePage.objects.get().translation_key),
        "code": "not-found",
        "token": token.token,
        "id": token.pk,
        "webhook": message.webhook_id,
        "message": str(message.message_id),
    }
    webhook = {"name": "The city's front", "url": HOOK}
    bodies = {
        "/preview-tokens": {"item": known["key"], "locale": "fr"},
        "/webhooks": webhook,
        "/webhooks/{webhook}": webhook,
    }
    own = {"body": bodies[operation.path.removeprefix(ROOT)]} if operation.body else {}
    there = {each.name: known[each.name] for each in operation.path_parameters}
    # Nobody makes up an address of the site by chance, nor a cursor.
    findable = {"url": page.url, "since": cursor_of(Mark.now())}
    least = {each.name: findable[each.name] for each in operation.query if each.name in findable}
    statuses: Counter[int] = Counter()

    @seed(SEED)
    @settings(
        max_examples=examples,
        phases=[Phase.generate],
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(
        case=st.one_of(
            operation.as_strategy(path_parameters=there),
            operation.as_strategy(path_parameters=there, query=least, **own),
            operation.as_strategy(),
            operation.as_strategy(generation_mode=GenerationMode.NEGATIVE),
        ),
        is_keyed=st.sampled_from([True, True, True, False]),
    )
    def ask(case: schemathesis.Case, is_keyed: bool) -> None:
        # With a key that works, or one that is made up.
        response = case.call(headers={"Authorization": f"Bearer {key}"} if is_keyed else None)
        statuses[response.status_code] += 1
        case.validate_response(response, checks=CHECKS)

    ask()
    return statuses


@pytest.mark.parametrize("name", OPERATIONS)
def test_every_answer_is_as_the_document_has_it(operations, page, name):
    assert set(operations) == set(OPERATIONS)

    statuses = fuzz(operations[name], page)

    assert statuses[200] or statuses[201] or statuses[202] or statuses[204]
    assert ContentPage.objects.count() == 3


def test_an_answer_that_is_not_as_the_document_has_it_is_found(operations, page, monkeypatch):
    article = items.article

    def fragile(*asked, **options):
        return {**article(*asked, **options), "title": None}

    monkeypatch.setattr(items, "article", fragile)

    with pytest.raises(schemathesis.core.failures.FailureGroup, match="schema"):
        fuzz(operations["GET /api/delivery/v1/items/{type}/{key}"], page)
