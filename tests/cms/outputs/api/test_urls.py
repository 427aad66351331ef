"""Does the API answer in JSON whatever is asked, and pages of any origin?"""

import pytest

from cms.outputs.api.endpoints import catalogue

pytestmark = pytest.mark.django_db

ROOT = "/api/delivery/v1"


@pytest.mark.parametrize(
    "path",
    ["/api/", "/api/delivery/v1/", "/api/delivery/v1/nothing", "/api/v2/pages/", "/api/x.html"],
)
def test_what_is_not_there_is_told_in_json(client, path):
    response = client.get(path, headers={"accept-language": "fr"})

    assert response.status_code == 404
    assert response["Content-Type"] == "application/problem+json"
    assert response["Content-Language"] == "en"
    assert response.json()["type"] == "http://testserver/api/delivery/v1/problems/not-found"


def test_a_nul_byte_is_told_in_json(client):
    response = client.get(f"{ROOT}/items?locale=%00")

    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")
    assert response.json()["title"] == "The request cannot be read"


def test_another_method_is_told_in_json(client):
    response = client.post(f"{ROOT}/items")

    assert (response.status_code, response["Content-Type"]) == (405, "application/problem+json")
    assert response["Allow"] == "GET, HEAD, OPTIONS"


def test_an_error_of_ours_is_told_in_json_and_logged(client, monkeypatch, caplog):
    def fail(*_arguments):
        raise ZeroDivisionError("A fault that the test has made")

    monkeypatch.setattr(catalogue, "open_languages", fail)
    client.raise_request_exception = False

    response = client.get(f"{ROOT}/locales")

    assert (response.status_code, response["Content-Type"]) == (500, "application/problem+json")
    assert response["Cache-Control"] == "no-store"
    assert "A fault that the test has made" not in response.content.decode()
    assert "A fault that the test has made" in caplog.text


def test_head_is_answered_as_get_without_a_body(client, site):
    response = client.head(f"{ROOT}/items")

    assert (response.status_code, response.content) == (200, b"")
    assert response["Content-Type"] == "application/json"


def test_pages_of_any_origin_may_ask(client, site):
    asked = client.get(f"{ROOT}/items", headers={"origin": "https://city.example"})
    before = client.options(f"{ROOT}/items", headers={"origin": "https://city.example"})

    assert asked["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in asked
    assert before.status_code == 204
    assert before["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert before["Access-Control-Allow-Headers"] == "Authorization, Content-Type, If-None-Match"
