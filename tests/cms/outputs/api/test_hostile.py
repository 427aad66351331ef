"""Does the API stand whatever is put into any of its parameters, and say so as its document has it?

The parameters are those of the document: a new one is examined without a word here.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import quote, unquote_to_bytes

import pytest
from django.test import Client
from jsonschema import Draft202012Validator

from cms.models import ContentPage, Scope, Webhook
from cms.outputs.api import drafts, lists
from cms.outputs.api.drafts import show
from cms.outputs.api.problems import MEDIA_TYPE, Problem
from cms.outputs.api.urls import delivery
from cms.plugins.calls.models import CallPage
from cms.plugins.events.models import EventPage
from cms.plugins.news.models import NewsPage
from cms.testing.factories import make_key, make_page, make_topic, make_translation
from cms.webhooks.gathering import add_test
from tests.shared import shared

OPERATIONS = [
    (method, path)
    for path, methods in delivery.get_openapi_schema()["paths"].items()
    for method in methods
]

VALUES = {
    "nothing": "",
    "a space": "%20",
    "a NUL byte": "%00",
    "a NUL byte inside": "news%00event",
    "a line break": "news%0D%0ASet-Cookie:%20a=b",
    "a terminal's escape": "%1B%5B31m",
    "a lone surrogate": "%ED%A0%80",
    "a byte that is no UTF-8": "%FF",
    "an overlong slash": "%C0%AF",
    "half a character": "%F0%9F%98",
    "half an escape": "%",
    "an escape that is none": "%zz",
    "an escape that is escaped": "%2500",
    "marks from right to left": quote("\u202eswen\u200f\u2067"),
    "a combining avalanche": quote("e" + "\u0301" * 500),
    "the last code point": quote("\U0010ffff"),
    "64 kB": "a" * 65536,
    "64 kB of commas": "," * 65536,
    "minus one": "-1",
    "10^20": "1" + "0" * 20,
    "-10^20": "-1" + "0" * 20,
    "5000 digits": "9" * 5000,
    "a number beyond floats": "1e309",
    "not a number": "NaN",
    "infinity": "-Infinity",
    "Arabic digits": quote("٣"),
    "Arabic digits of a date": quote("٢٠١٩-٠٦-٢٤"),
    "a superscript digit": quote("²"),
    "a number with a sign and a space": "%20+1",
    "a hexadecimal number": "0x10",
    "true": "true",
    "null": "null",
    "a day that is none": "2019-02-30",
    "a day of no month": "2019-13-01",
    "the first day": "0001-01-01",
    "the last instant": "9999-12-31T23:59:59%2B23:59",
    "before the first instant": "0001-01-01T00:00:00%2B23:59",
    "a far future": "99999-01-01",
    "an instant in seconds": "1" + "0" * 15,
    "a leap second": "2016-12-31T23:59:60Z",
    "an offset of nearly a day": "2019-06-24T12:00:00%2B23:59",
    "an offset beyond a day": "2019-06-24T12:00:00%2B24:00",
    "an instant without a zone": "2019-06-24T12:00:00",
    "a weekday of ISO 8601": "2019-W26-1",
    "the null UUID": "00000000-0000-0000-0000-000000000000",
    "half a UUID": "00000000-0000",
    "SQL": quote("' OR 1=1; DROP TABLE cms_contentpage; --"),
    "wildcards of SQL": "%25_%25",
    "a template": quote("{{ request }}{% debug %}${7*7}#{7*7}"),
    "a format": quote("%s%n{0.__class__}"),
    "a script": quote("<script>alert(1)</script>"),
    "a way up": "..%2F..%2Fetc%2Fpasswd",
    "a regular expression": quote("(a+)+$"),
    "a list": quote('["news"]'),
    "an object": quote('{"$ne": null}'),
    "a lookup of Django's": "title__icontains",
    "a forged cursor": "WyItcHVibGlzaGVkIiwiZGF0ZSIsIjIwMTkiLDFd:1abcde:forged",
    "a cursor of parts only": "::",
    "a cursor beyond ASCII": quote("é:é:é"),
}
"""By what they are, as they stand in an address."""

QUERIES = {
    "twice": "{name}=1&{name}=2",
    "without a value": "{name}",
    "as a list": "{name}[]=1",
    "as an object": "{name}[a]=1",
    "brackets in brackets": "{name}" + "[a]" * 500 + "=1",
    "brackets that do not close": "{name}[[=1",
    "its name with a NUL byte": "{name}%00=1",
    "2000 times": "&".join(["{name}=1"] * 2000),
}
"""By what is done to the parameter."""

VALUES_IN_JSON = {
    "null": "null",
    "true": "true",
    "a number": "1",
    "minus one": "-1",
    "10^20": "1" + "0" * 20,
    "5000 digits": "9" * 5000,
    "a fraction": "1.5",
    "a number beyond floats": "1e309",
    "not a number": "NaN",
    "a list": "[]",
    "an object": "{}",
    "half a surrogate": '"\\ud800"',
    "a NUL byte": '"\\u0000"',
    "a number as text": '"1"',
    "an hour in seconds": "3600",
}
"""What can stand in a member of a body, by what it is; beside VALUES as texts."""

BODIES = {
    "nothing": b"",
    "no JSON": b"item=1&locale=en",
    "half an object": b'{"item": ',
    "a list": b"[]",
    "a text": b'"item"',
    "null": b"null",
    "a number": b"1",
    "no UTF-8": b'{"item": "\xff"}',
    "UTF-16": '{"item": "1"}'.encode("utf-16"),
    "brackets without end": b"[" * 100_000,
    "a member that nobody knows": b'{"__proto__": {"admin": true}}',
    "the same member twice": b'{"locale": "en", "locale": "fr"}',
    "3 MB": b'{"locale": "' + b"a" * 3_000_000 + b'"}',
}
"""What can be sent in place of a body."""


HOOK = "https://8.8.8.8/"


@dataclass(frozen=True)
class Finding:
    """What is wrong with the answer to a value."""

    parameter: str
    value: str
    """What it is, of VALUES or QUERIES."""
    fault: str


@dataclass(frozen=True)
class Examination:
    """The document, and what asks for what stands in it."""

    client: Client
    document: dict[str, Any]
    known: dict[str, str]
    """A value of each parameter of a path that is found."""
    bodies: dict[str, dict[str, Any]]
    """What can be sent to make or change something, by the paths."""
    key: str
    """A key that allows everything."""

    def findings(self, method: str, path: str) -> list[Finding]:
        """Return all that is wrong with the answers of an operation."""
        operation = self.document["paths"][path][method]
        ask = partial(self._fault, method, operation)
        known = self.filled(path)
        return [
            *(
                Finding(name, value, fault)
                for parameter in operation["parameters"]
                for name in [parameter["name"]]
                for value, address in self._addresses(path, name, parameter["in"])
                if (fault := ask(address))
            ),
            *(
                Finding("Authorization", value, fault)
                for value, text in VALUES.items()
                for header in (unquote_to_bytes(text).decode("latin-1"),)
                if (fault := ask(known, authorization=f"Bearer {header}"))
            ),
            *(
                Finding(name, value, fault)
                for name, value, body in self._bodies(path, operation)
                if (fault := ask(known, body))
            ),
        ]

    def _bodies(self, path: str, operation: dict[str, Any]) -> Iterator[tuple[str, str, bytes]]:
        if "requestBody" not in operation:
            return
        sent = operation["requestBody"]["content"]["application/json"]["schema"]["$ref"]
        texts = {
            value: json.dumps(unquote_to_bytes(text).decode("utf-8", "replace"))
            for value, text in VALUES.items()
        }
        for name in self.document["components"]["schemas"][sent.rpartition("/")[2]]["properties"]:
            others = {key: value for key, value in self.bodies[path].items() if key != name}
            start = json.dumps(others).removesuffix("}")
            for value, text in (texts | VALUES_IN_JSON).items():
                yield name, value, f'{start}, "{name}": {text}}}'.encode()
        for value, body in BODIES.items():
            yield "", value, body

    def _addresses(self, path: str, name: str, where: str) -> Iterator[tuple[str, str]]:
        if where == "path":
            for value, text in VALUES.items():
                yield value, self.filled(path, **{name: text})
            return
        known = self.filled(path)
        for value, text in VALUES.items():
            yield value, f"{known}?{quote(name)}={text}"
        for value, query in QUERIES.items():
            yield value, f"{known}?{query.format(name=quote(name))}"

    def filled(self, path: str, **values: str) -> str:
        """Return the path of an operation with values of its parameters, by default those that are found."""
        return re.sub(r"\{(\w+)\}", lambda name: (self.known | values)[name[1]], path)

    def _fault(
        self,
        method: str,
        operation: dict[str, Any],
        address: str,
        body: bytes = b"",
        authorization: str = "",
    ) -> str:
        """Return what is wrong with the answer, or nothing."""
        if not authorization and {} not in operation["security"]:
            authorization = f"Bearer {self.key}"
        response = self.client.generic(
            method.upper(),
            address,
            body,
            content_type="application/json",
            headers={"authorization": authorization} if authorization else {},
        )
        declared = operation["responses"].get(str(response.status_code))
        if response.status_code >= 500 or declared is None:
            return f"{response.status_code}"
        if "content" not in declared:
            return response.content.decode()
        (media_type,) = declared["content"]
        if response["Content-Type"] != media_type:
            return response["Content-Type"]
        if response.status_code < 400:
            return ""
        assert media_type == MEDIA_TYPE
        errors = [error.message for error in self._problem.iter_errors(response.json())]
        return "; ".join(errors)

    @property
    def _problem(self) -> Draft202012Validator:
        reference = {"$ref": "#/components/schemas/ProblemDetails"}
        return Draft202012Validator({**reference, "components": self.document["components"]})


@shared
def examples(site, issue) -> tuple[dict[str, str], str]:
    """A few pages, one of them translated; values of parameters by which something is found, and a key."""
    make_topic("Youth")
    page = make_page(NewsPage, title="Squares")
    make_translation(page, "fr", title="Les places")
    make_page(EventPage, title="A meeting")
    make_page(CallPage, title="A call", funder="The Commission")
    row, key = make_key(*Scope)
    token = show(page, key=row, revision=None, seconds=3600)
    message = add_test(Webhook.objects.create(name="The region's", url=HOOK, api_key=row))
    known = {
        "type": "news",
        "key": str(page.translation_key),
        "issue": str(issue.translation_key),
        "code": "not-found",
        "token": token.token,
        "id": str(token.pk),
        "webhook": str(message.webhook_id),
        "message": str(message.message_id),
    }
    return known, key


@pytest.fixture
def examination(examples, client) -> Examination:
    """Who examines what is told of them."""
    known, key = examples
    client.raise_request_exception = False
    document = client.get("/api/delivery/v1/openapi.json").json()
    root = "/api/delivery/v1"
    webhook = {"name": "The city's front", "url": HOOK}
    bodies = {
        f"{root}/preview-tokens": {"item": known["key"], "locale": "fr"},
        f"{root}/webhooks": webhook,
        f"{root}/webhooks/{{webhook}}": webhook,
    }
    return Examination(client, document, known, bodies, key)


def told(client: Client, address: str) -> bytes:
    """Return all that an address answers, but for the cursor of an export: that is another one each time."""
    return re.sub(rb'"cursor": "[^"]+"', b"", b"".join(client.get(address)))


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_no_value_of_a_parameter_is_answered_otherwise_than_declared(examination, method, path):
    known = examination.filled(path)
    before = told(examination.client, known)

    assert examination.findings(method, path) == []

    assert ContentPage.objects.count() == 4
    assert told(examination.client, known) == before


def test_a_view_that_breaks_is_found(examination, monkeypatch):
    select = lists.select

    def fragile(asked, reading):
        if asked.slug:
            int(asked.slug)
        if asked.country == "null":
            raise Problem("method-not-allowed", "A status that the document does not have")
        return select(asked, reading)

    monkeypatch.setattr(lists, "select", fragile)

    found = examination.findings("get", "/api/delivery/v1/items")

    by_slug = {finding.value for finding in found if finding.parameter == "filter[slug]"}
    assert {"SQL", "a lone surrogate", "not a number"} <= by_slug
    assert "minus one" not in by_slug
    assert {finding.parameter for finding in found} == {"filter[slug]", "filter[country]"}
    assert {finding.fault for finding in found} == {"405", "500"}


def test_a_body_that_breaks_a_view_is_found(examination, monkeypatch):
    def fragile(version, *, key, revision, seconds):
        raise OverflowError(seconds)

    monkeypatch.setattr(drafts, "show", fragile)

    found = examination.findings("post", "/api/delivery/v1/preview-tokens")

    assert found == [Finding("expires_in", "an hour in seconds", "500")]
