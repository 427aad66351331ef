"""Is the API described as it is, and does the description stand in the docs?"""

import json
from io import StringIO

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.core.management import call_command
from openapi_spec_validator import validate

from cms.outputs.api.urls import delivery

COMMITTED = settings.BASE_DIR / "docs" / "reference" / "openapi.json"


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


def test_every_address_is_described_with_its_answer_and_its_problems(document):
    root = "/api/delivery/v1"
    statuses = {
        path.removeprefix(root): list(operations["get"]["responses"])
        for path, operations in document["paths"].items()
    }

    assert statuses == {
        "/locales": ["200", "400", "500"],
        "/types": ["200", "400", "500"],
        "/schema/{type}": ["200", "400", "404", "500"],
        "/calendar": ["200", "400", "500"],
        "/search": ["200", "400", "500"],
        "/items": ["200", "400", "500"],
        "/items/{type}/{key}": ["200", "400", "404", "500"],
        "/resolve": ["200", "400", "404", "410", "500"],
        "/problems/{code}": ["200", "400", "404", "500"],
    }
    for operations in document["paths"].values():
        operation = operations["get"]
        assert operation["summary"]
        assert all(parameter["description"] for parameter in operation["parameters"])


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
