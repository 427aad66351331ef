"""Is the API described as it is, and does the description stand in the docs?"""

import json
from io import StringIO

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.core.management import call_command
from openapi_spec_validator import validate

from cms.outputs.api import document as description
from cms.outputs.api.urls import delivery

COMMITTED = settings.BASE_DIR / "docs" / "reference" / "openapi.json"
PAGE = COMMITTED.with_name("api.md")


@pytest.fixture(scope="module")
def document() -> dict:
    """The document of the kinds that are installed here, as JSON has it."""
    return json.loads(json.dumps(delivery.get_openapi_schema()))


def test_the_document_is_valid(document):
    validate(document)

    assert document["openapi"] == "3.1.0"


def test_the_document_in_the_docs_is_the_one_that_is_served(client):
    """After a change: ``manage.py describe_api > docs/reference/openapi.json`` with the settings of the tests."""
    told = StringIO()
    call_command("describe_api", stdout=told)

    assert COMMITTED.read_text() == told.getvalue()
    assert client.get("/api/delivery/v1/openapi.json").json() == json.loads(told.getvalue())


def test_it_is_made_once_and_each_who_asks_gets_a_copy(monkeypatch):
    first = delivery.get_openapi_schema()
    expected = json.dumps(first)
    monkeypatch.setattr(description, "TypeAdapter", None)

    first["paths"].clear()

    assert json.dumps(delivery.get_openapi_schema()) == expected


def test_the_page_for_people_in_the_docs_is_made_of_it():
    """After a change: ``manage.py describe_api --markdown > docs/reference/api.md`` with the settings of the tests."""
    told = StringIO()
    call_command("describe_api", markdown=True, stdout=told)

    assert PAGE.read_text() == told.getvalue()


def test_every_address_is_described_with_its_answer_and_its_problems(document):
    root = "/api/delivery/v1"
    always = ["400", "401", "429", "500"]
    described = {
        operation["operationId"]: operation
        for operations in document["paths"].values()
        for operation in operations.values()
    }
    statuses = {
        f"{method.upper()} {path.removeprefix(root)}": sorted({*operation["responses"]} - {*always})
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
    }

    assert statuses == {
        "POST /preview-tokens": ["201", "403", "404"],
        "DELETE /preview-tokens/{id}": ["204", "403", "404"],
        "GET /preview/{token}": ["200", "404", "410"],
        "GET /webhooks": ["200", "403"],
        "POST /webhooks": ["201", "403", "409"],
        "GET /webhooks/{webhook}": ["200", "403", "404"],
        "PATCH /webhooks/{webhook}": ["200", "403", "404"],
        "DELETE /webhooks/{webhook}": ["204", "403", "404"],
        "POST /webhooks/{webhook}/secret": ["200", "403", "404"],
        "POST /webhooks/{webhook}/enable": ["200", "403", "404"],
        "GET /webhooks/{webhook}/deliveries": ["200", "403", "404"],
        "POST /webhooks/{webhook}/deliveries/{message}/redeliver": ["202", "403", "404", "409"],
        "GET /locales": ["200", "304"],
        "GET /types": ["200", "304"],
        "GET /schema/{type}": ["200", "304", "404"],
        "GET /calendar": ["200", "304"],
        "GET /search": ["200", "304"],
        "GET /items": ["200", "304"],
        "GET /items/{type}/{key}": ["200", "304", "404"],
        "GET /export": ["200"],
        "GET /sync": ["200", "410"],
        "GET /resolve": ["200", "304", "404", "410"],
        "GET /newsletters": ["200", "304"],
        "GET /newsletters/{issue}": ["200", "304", "404", "410"],
        "GET /problems/{code}": ["200", "304", "404"],
    }
    for operation in described.values():
        assert operation["summary"]
        assert {*always} <= {*operation["responses"]}
        assert list(operation["responses"]) == sorted(operation["responses"])
        assert all(parameter["description"] for parameter in operation["parameters"])


@pytest.mark.parametrize(
    "path", ["/locales", "/types", "/schema/news", "/items", "/search?q=a", "/calendar"]
)
def test_who_has_the_answer_is_told_so_where_that_is_described(site, client, document, path):
    root = "/api/delivery/v1"
    described = document["paths"][root + path.partition("?")[0].replace("news", "{type}")]["get"]

    tag = client.get(root + path).headers.get("ETag", "")
    again = client.get(root + path, headers={"If-None-Match": tag})

    assert (again.status_code == 304) == bool(tag) == ("304" in described["responses"])


def test_it_says_where_a_key_is_needed(document):
    keyed = {
        operation["operationId"]
        for operations in document["paths"].values()
        for operation in operations.values()
        if {} not in operation["security"]
    }

    assert document["components"]["securitySchemes"]["key"]["scheme"] == "bearer"
    assert keyed == {
        "preview-tokens",
        "preview-token",
        "webhooks",
        "webhook-make",
        "webhook",
        "webhook-change",
        "webhook-delete",
        "webhook-secret",
        "webhook-enable",
        "webhook-deliveries",
        "webhook-redeliver",
    }


def test_the_kinds_of_a_list_are_told_apart_by_their_type(document):
    rows = document["components"]["schemas"]["ItemList"]["properties"]["items"]["items"]

    assert rows["discriminator"]["mapping"] == {
        name: f"#/components/schemas/{name.title()}Card"
        for name in ("call", "event", "news", "practice", "project")
    }
    assert document["components"]["schemas"]["CallCard"]["required"] == [
        "id",
        "type",
        "url",
        "locale",
    ]


def test_the_page_of_documentation_asks_no_other_host(client):
    response = client.get("/api/delivery/v1/docs")

    page = BeautifulSoup(response.content, "html.parser")
    addresses = [tag.get("src") or tag.get("href") for tag in page.select("[src], link[href]")]
    assert response.status_code == 200
    assert addresses
    assert [each for each in addresses if not each.startswith("/static/ninja/")] == []
