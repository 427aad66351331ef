"""How do people read what programs read in the OpenAPI document? As a page in Markdown, made of the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cms.outputs.api.problems import SORTS

if TYPE_CHECKING:
    from collections.abc import Iterator

BEGINNING = """\
# The delivery API

Every address, every parameter and every problem, in the order in which one looks them up. How to use it is told in the
[guide](../how-to/use-the-api.md), and programs read the same as [OpenAPI](openapi.json). This page is made of the code:
`manage.py describe_api --markdown`.
"""


def markdown(document: dict[str, Any]) -> str:
    """Return the reference of the API.

    Args:
        document: the OpenAPI document.
    """
    return "\n".join([BEGINNING, *_operations(document), *_problems(), ""])


def _operations(document: dict[str, Any]) -> Iterator[str]:
    for tag in document["tags"]:
        yield f"## {tag['name'].capitalize()}\n\n{tag['description']}\n"
        for path, methods in document["paths"].items():
            for method, operation in methods.items():
                if tag["name"] in operation["tags"]:
                    yield from _operation(f"{method.upper()} {path}", operation)


def _operation(address: str, operation: dict[str, Any]) -> Iterator[str]:
    yield f"### `{address}`\n\n{operation['summary']}."
    if operation["description"].removesuffix(".") != operation["summary"]:
        yield f"\n{operation['description']}"
    if operation["parameters"]:
        yield "\n| parameter | values | |\n|---|---|---|"
        for each in operation["parameters"]:
            name = f"`{each['name']}`" + (" (required)" if each.get("required") else "")
            yield f"| {name} | {_values(each['schema'])} | {each['description']} |"
    for media_type, content in operation.get("requestBody", {}).get("content", {}).items():
        yield f"\nBody: `{media_type}` {_name(content['schema'])}."
    yield f"\nAnswers: {'; '.join(_answers(operation))}.\n"


def _answers(operation: dict[str, Any]) -> Iterator[str]:
    for status, response in operation["responses"].items():
        for media_type, content in response.get("content", {}).items():
            is_good = status < "300"
            told = _name(content["schema"]) if is_good else response["description"]
            yield f"{status} `{media_type}` {told}".strip() if is_good else f"{status} {told}"
        if not response.get("content"):
            yield f"{status} {response['description']}"


def _values(schema: dict[str, Any]) -> str:
    """Return in a few words which values a parameter can have."""
    if "enum" in schema:
        return ", ".join(f"`{value}`" for value in schema["enum"])
    if schema.get("type") == "array":
        which = f"{_values(schema['items'])}: " if "enum" in schema["items"] else ""
        return f"{which}one or more, with commas between them"
    if "minimum" in schema and "maximum" in schema:
        return f"{schema['minimum']} to {schema['maximum']}"
    if name := schema.get("format") or _name(schema):
        return name
    return " or ".join(map(_values, schema.get("anyOf", ()))) or schema.get("type", "")


def _name(schema: dict[str, Any]) -> str:
    """Return by which names the document knows a schema, or those of which it is one; empty for one without."""
    parts = [*schema.get("anyOf", ()), *schema.get("oneOf", ())]
    return schema.get("$ref", "").rpartition("/")[2] or ", ".join(filter(None, map(_name, parts)))


def _problems() -> Iterator[str]:
    yield (
        "## Problems\n\n"
        "What cannot be answered is told as `application/problem+json` (RFC 9457). The last part of `type` is one of these:\n\n"
        "| code | status | |\n|---|---|---|"
    )
    for code, sort in sorted(SORTS.items()):
        yield f"| `{code}` | {sort.status} | {sort.description} |"
