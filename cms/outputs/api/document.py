"""How is the API described to programs, as an OpenAPI document?"""

from __future__ import annotations

import json
from copy import deepcopy
from dataclasses import dataclass
from http.client import responses
from typing import TYPE_CHECKING, Any, Literal

from ninja import NinjaAPI
from pydantic import TypeAdapter

from cms.outputs.api.problems import MEDIA_TYPE, SORTS, ProblemDetails
from cms.outputs.api.schemas import Whole

if TYPE_CHECKING:
    from collections.abc import Callable

    from cms.models import Scope

NO_CONTENT, NOT_MODIFIED = 204, 304

EVERYWHERE = (401, 429)
"""The statuses of the problems that every operation can tell of: a key that does not work, too many requests."""

KEY = {
    "type": "http",
    "scheme": "bearer",
    "description": "A key that an administrator of the site makes. What is public needs none.",
}

REFERENCE = "#/components/schemas/{model}"


@dataclass(frozen=True, slots=True)
class Answer:
    """What an operation answers when all is well."""

    shape: Callable[[], Any]
    """Returns its type; called once all kinds of content are installed."""
    media_type: str = "application/json"
    problems: tuple[int, ...] = (400, 500)
    """The statuses of the problems that it can tell of, beside EVERYWHERE."""
    validator: Literal["standing", "content"] | None = "standing"
    """By what somebody asks whether the answer to a GET is still the one they have (RFC 9110, 8.8): what all that is public stands
    at, which is known before anything is read; or the bytes of the answer. None: it is not kept."""
    status: int = 200
    """204 has no content, whatever the shape."""


class DeliveryAPI(NinjaAPI):
    """An API whose views return what they answer, and whose document says of which type that is."""

    def __init__(self, **options: Any) -> None:
        """Know no operation yet."""
        super().__init__(**options)
        self.answers: dict[str, Answer] = {}
        """By the identity of the operation."""
        self.scopes: dict[str, Scope | None] = {}
        """What a key has to allow, by the identity of the operation; None where none is needed."""
        self.tags: dict[str, str] = {}
        """What the operations of a module are about, by its name: what its docstring asks."""
        self._documents: dict[tuple[str, ...], dict[str, Any]] = {}
        """What was made of which operations, below which path."""

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        """Return the document (OpenAPI 3.1): parameters from the views, answers from their shapes.

        It is made once in each process: that takes as long as a hundred answers.
        """
        root = self.get_root_path(path_params or {}) if path_prefix is None else path_prefix
        known = (root, *self.answers)
        if known not in self._documents:
            self._documents[known] = self._document(root)
        return deepcopy(self._documents[known])

    def _document(self, root: str) -> dict[str, Any]:
        document: dict[str, Any] = dict(super().get_openapi_schema(path_prefix=root))
        shapes = {name: TypeAdapter(answer.shape()) for name, answer in self.answers.items()}
        schemas, components = TypeAdapter.json_schemas(
            [
                *((name, "serialization", shape) for name, shape in shapes.items()),
                (MEDIA_TYPE, "serialization", TypeAdapter(ProblemDetails)),
            ],
            ref_template=REFERENCE,
            schema_generator=Whole,
        )
        document["components"] = {
            "schemas": components["$defs"] | _bodies(document),
            "securitySchemes": {"key": KEY},
        }
        document["tags"] = [
            {"name": name, "description": about} for name, about in sorted(self.tags.items())
        ]
        for operations in document["paths"].values():
            for method, operation in operations.items():
                name = operation["operationId"]
                operation["parameters"] = [_plain(each) for each in operation["parameters"]]
                operation["security"] = [*([] if self.scopes[name] else [{}]), {"key": []}]
                found = self._responses(name, schemas)
                if method == "get" and self.answers[name].validator:
                    found[NOT_MODIFIED] = {"description": responses[NOT_MODIFIED]}
                operation["responses"] = {str(status): found[status] for status in sorted(found)}
        return document

    def _responses(self, name: str, schemas: dict[Any, Any]) -> dict[int, Any]:
        """Return what an operation can answer in full, by status."""
        answer, scope = self.answers[name], self.scopes[name]
        problems = {*answer.problems, *EVERYWHERE, *([403] if scope else [])}
        return {
            answer.status: _response(
                answer.status, answer.media_type, schemas[name, "serialization"]
            ),
            **{
                status: _response(status, MEDIA_TYPE, schemas[MEDIA_TYPE, "serialization"])
                for status in problems
            },
        }


def _bodies(document: dict[str, Any]) -> dict[str, Any]:
    """Return the schemas of what is sent, of all that django-ninja has made: it describes parameters by schemas too."""
    sent = json.dumps(
        [
            operation.get("requestBody")
            for operations in document["paths"].values()
            for operation in operations.values()
        ]
    )
    return {
        name: schema
        for name, schema in document["components"]["schemas"].items()
        if json.dumps(REFERENCE.format(model=name)) in sent
    }


def _response(status: int, media_type: str, schema: dict[str, Any]) -> dict[str, Any]:
    titles = [sort.title for sort in SORTS.values() if sort.status == status]
    described = {"description": ", ".join(titles) or responses[status]}
    if status == NO_CONTENT:
        return described
    return described | {"content": {media_type: {"schema": schema}}}


def _plain(parameter: dict[str, Any]) -> dict[str, Any]:
    """Return a parameter that is left out where it has no value, and whose values stand between commas."""
    schema = dict(parameter["schema"])
    description = schema.pop("description", "")
    schema.pop("title", None)
    kept = [each for each in schema.pop("anyOf", []) if each != {"type": "null"}]
    if len(kept) == 1:
        schema |= kept[0]
    elif kept:
        schema["anyOf"] = kept
    if schema.get("default", "") is None:
        del schema["default"]
    plain = {**parameter, "schema": schema}
    plain.pop("description", None)
    if description:
        plain["description"] = description
    return plain | ({"style": "form", "explode": False} if schema.get("type") == "array" else {})
