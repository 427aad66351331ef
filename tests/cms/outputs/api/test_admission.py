"""Who is let in by the API, who is refused, and what do caches make of it?"""

import pytest
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.utils import timezone

from cms.models import Scope
from cms.outputs.api import admission
from cms.outputs.api.admission import WINDOW, admit
from cms.outputs.api.problems import Problem
from cms.testing.factories import make_key

ROOT = "/api/delivery/v1"
LOCALES = f"{ROOT}/locales"


def bearer(key: str) -> dict[str, str]:
    """Return the headers with which a key is sent."""
    return {"authorization": f"Bearer {key}"}


def problem(response: HttpResponse) -> str:
    """Return the sort of the problem that an answer tells of."""
    assert response["Content-Type"] == "application/problem+json"
    return response.json()["type"].rpartition("/")[2]


@pytest.fixture
def at(monkeypatch) -> float:
    """Stop the clock by which requests are counted ten seconds after the beginning of a window."""
    now = 1_561_370_400 + 10
    monkeypatch.setattr(admission.time, "time", lambda: now)
    cache.clear()
    yield now
    cache.clear()


def wrong() -> str:
    """Return a key that nobody has made."""
    return "belfry_" + "a" * 43


def expired() -> str:
    """Return a key whose time is over."""
    return make_key(expires_at=timezone.now())[1]


def revoked() -> str:
    """Return a key that was revoked."""
    row, key = make_key()
    row.revoke()
    return key


@pytest.mark.parametrize("make", [wrong, expired, revoked, str])
def test_a_key_that_does_not_work_is_refused_also_on_what_is_public(site, client, make):
    response = client.get(f"{ROOT}/items", headers=bearer(make()))

    assert (response.status_code, problem(response)) == (401, "invalid-key")
    assert response["WWW-Authenticate"] == "Bearer"
    assert response["Cache-Control"] == "private, no-store"
    assert client.get(f"{ROOT}/items").status_code == 200


def test_who_asks_is_known_before_what_they_ask_is_read(site, client, settings, at):
    settings.API_REQUESTS_PER_MINUTE = {"anonymous": 2, "key": 0}
    tokens = f"{ROOT}/preview-tokens"

    told = [
        problem(client.get(LOCALES, {"limit": "a"}, headers=bearer(wrong()))),
        problem(client.post(tokens, {"item": "a"}, content_type="application/json")),
        problem(client.post(tokens, "{", content_type="application/json")),
    ]

    assert told == ["invalid-key", "key-required", "rate-limited"]


def test_no_cache_stores_what_needs_a_key_not_even_a_mistake(site, client):
    _row, key = make_key()
    wanted = {"item": "a", "locale": "en"}

    answers = [
        client.delete(f"{ROOT}/preview-tokens/{number}", headers=bearer(key)) for number in (0, 1)
    ]
    answers.append(
        client.post(
            f"{ROOT}/preview-tokens", wanted, content_type="application/json", headers=bearer(key)
        )
    )

    assert [answer.status_code for answer in answers] == [400, 404, 400]
    assert {answer["Cache-Control"] for answer in answers} == {"private, no-store"}


def test_a_key_in_another_scheme_is_refused(site, client):
    _row, key = make_key()

    told = {
        value: client.get(LOCALES, headers={"authorization": value}).status_code
        for value in (f"bearer  {key} ", f"Token {key}", key, f"Bearer {key} {key}")
    }

    assert list(told.values()) == [200, 401, 401, 401]


def test_the_password_of_a_server_in_front_is_no_key(site, client):
    response = client.get(LOCALES, headers={"authorization": "Basic Y2l0eTpzZWNyZXQ="})

    assert response.status_code == 200


def test_an_answer_with_a_key_is_the_same_but_for_no_shared_cache(site, client):
    _row, key = make_key()

    without, with_key = client.get(LOCALES), client.get(LOCALES, headers=bearer(key))

    assert with_key.content == without.content
    assert "private" in with_key["Cache-Control"]
    assert "public" not in with_key["Cache-Control"]
    assert "private" not in without.get("Cache-Control", "")
    assert without["Vary"] == with_key["Vary"] == "Authorization"


@pytest.mark.parametrize(("headers", "number"), [(False, 1), (True, 2)])
def test_a_key_costs_one_query(site, client, headers, number, django_assert_num_queries):
    _row, key = make_key()
    path = f"{ROOT}/problems/gone"

    with django_assert_num_queries(number):
        client.get(path, headers=bearer(key) if headers else {})


def refused(headers: dict[str, str], scope: Scope | None) -> str:
    """Return the code of the problem with which a request is refused, or nothing."""
    request = HttpRequest()
    request.META |= {"REMOTE_ADDR": "192.0.2.1"}
    if headers:
        request.META["HTTP_AUTHORIZATION"] = headers["authorization"]
    try:
        admit(request, scope)
    except Problem as found:
        return found.code
    return ""


@pytest.mark.django_db
def test_what_wants_a_scope_wants_a_key_that_has_it():
    _row, key = make_key("preview")

    assert refused({}, Scope.PREVIEW) == "key-required"
    assert refused(bearer(key), Scope.PREVIEW) == ""
    assert refused(bearer(key), Scope.PREVIEW) == ""
    _row, other = make_key("another")
    assert refused(bearer(other), Scope.PREVIEW) == "forbidden-scope"
    assert refused(bearer(wrong()), Scope.PREVIEW) == "invalid-key"


def test_a_page_of_another_origin_may_send_a_key(site, client):
    _row, key = make_key()
    origin = {"origin": "https://city.example"}

    before = client.options(LOCALES, headers=origin)
    asked = client.get(LOCALES, headers={**origin, **bearer(key)})
    refused = client.get(LOCALES, headers={**origin, **bearer(wrong())})

    assert "Authorization" in before["Access-Control-Allow-Headers"].split(", ")
    assert asked["Access-Control-Allow-Origin"] == refused["Access-Control-Allow-Origin"] == "*"
    assert "WWW-Authenticate" in refused["Access-Control-Expose-Headers"]


def ask(client: Client, times: int, **headers: str) -> list[HttpResponse]:
    """Return the answers to the same question, asked several times."""
    return [client.get(LOCALES, headers=headers) for _ in range(times)]


def test_a_key_may_ask_so_often(site, client, settings, at):
    settings.API_REQUESTS_PER_MINUTE = {"anonymous": 1, "key": 2}
    key, other = bearer(make_key()[1]), bearer(make_key()[1])

    answers = ask(client, 3, **key)

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert [answer["RateLimit"] for answer in answers] == [
        '"key";r=1;t=50',
        '"key";r=0;t=50',
        '"key";r=0;t=50',
    ]
    assert {answer["RateLimit-Policy"] for answer in answers} == {'"key";q=2;w=60'}
    assert problem(answers[-1]) == "rate-limited"
    assert answers[-1]["Retry-After"] == "50"
    assert answers[-1]["Cache-Control"] == "private, no-store"
    assert [answer.status_code for answer in ask(client, 2, **other)] == [200, 200]


def test_in_the_next_window_it_may_ask_again(site, client, settings, at, monkeypatch):
    settings.API_REQUESTS_PER_MINUTE = {"anonymous": 0, "key": 1}
    key = bearer(make_key()[1])
    assert [answer.status_code for answer in ask(client, 2, **key)] == [200, 429]

    monkeypatch.setattr(admission.time, "time", lambda: at + WINDOW - 10)

    assert [answer.status_code for answer in ask(client, 2, **key)] == [200, 429]


def test_without_a_key_each_address_is_counted_and_no_header_is_believed(
    site, client, settings, at
):
    settings.API_REQUESTS_PER_MINUTE = {"anonymous": 2, "key": 2}
    lies = {"x-forwarded-for": "198.51.100.7", "x-real-ip": "198.51.100.7"}

    answers = [*ask(client, 2), *ask(client, 1, **lies)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert [answer.headers.get("RateLimit") for answer in answers] == [
        None,  # a shared cache would tell it to others
        None,
        '"anonymous";r=0;t=50',
    ]
    assert {answer["RateLimit-Policy"] for answer in answers} == {'"anonymous";q=2;w=60'}
    assert client.get(LOCALES, REMOTE_ADDR="192.0.2.9").status_code == 200
    assert ask(client, 1, **bearer(make_key()[1]))[0].status_code == 200


def test_who_tries_keys_is_counted_as_one_without(site, client, settings, at):
    settings.API_REQUESTS_PER_MINUTE = {"anonymous": 2, "key": 2}

    answers = ask(client, 3, **bearer(wrong()))

    assert [answer.status_code for answer in answers] == [401, 401, 429]


def test_where_nothing_is_limited_nothing_is_counted(site, client, settings, monkeypatch):
    settings.API_REQUESTS_PER_MINUTE = {"anonymous": 0, "key": 0}
    monkeypatch.setattr(admission, "cache", None)

    (answer,) = ask(client, 1, **bearer(make_key()[1]))

    assert answer.status_code == 200
    assert "RateLimit-Policy" not in answer
