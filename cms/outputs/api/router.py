"""How is an address of the API made known: to Django, to the document, and to who asks for what it does not have?"""

from __future__ import annotations

import functools
import inspect
import json
import typing
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from ninja.params import models as params

from cms.outputs.api import problems
from cms.outputs.api.admission import admit
from cms.outputs.api.document import Answer, DeliveryAPI
from cms.outputs.api.parameters import refuse_unknown
from cms.outputs.conditional import unless_known, unless_same

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from cms.models import Scope

delivery = DeliveryAPI(
    title="Belfry delivery API",
    version="1",
    description="Everything that the site shows, in any of its languages, honestly labelled. Public, and without a key.",
    urls_namespace="delivery",
    openapi_url="/openapi.json",
    docs_url="/docs",
    servers=[{"url": "/", "description": "The site that serves this document."}],
    openapi_extra={"info": {"contact": {"name": "The Belfry contributors"}}},
)
problems.handle(delivery)


def get(
    path: str, name: str, answers: Answer, scope: Scope | None = None
) -> Callable[[Callable], Callable]:
    """Let a view answer at an address, and refuse what it does not know.

    Args:
        path: below the root of the API.
        name: of the address, and of the operation.
        answers: what it answers.
        scope: what the key of who asks has to allow; None where none is needed.
    """
    return _operation("GET", path, name, answers, scope)


def post(path: str, name: str, answers: Answer, scope: Scope) -> Callable[[Callable], Callable]:
    """Let a view do what is asked at an address; the arguments are those of ``get``."""
    return _operation("POST", path, name, answers, scope)


def patch(path: str, name: str, answers: Answer, scope: Scope) -> Callable[[Callable], Callable]:
    """Let a view change in part what is at an address; the arguments are those of ``get``."""
    return _operation("PATCH", path, name, answers, scope)


def delete(path: str, name: str, answers: Answer, scope: Scope) -> Callable[[Callable], Callable]:
    """Let a view end or remove what is at an address; the arguments are those of ``get``."""
    return _operation("DELETE", path, name, answers, scope)


def _operation(
    method: str, path: str, name: str, answers: Answer, scope: Scope | None
) -> Callable[[Callable], Callable]:
    def register(view: Callable) -> Callable:
        known = _parameters(view)

        @functools.wraps(view)
        def checked(request: HttpRequest, **arguments: Any) -> HttpResponse:
            refuse_unknown(request, known)
            if method == "GET" and answers.validator == "standing":
                return unless_known(request, lambda: view(request, **arguments))
            response = view(request, **arguments)
            return unless_same(request, response) if answers.validator == "content" else response

        def admitted(request: HttpRequest) -> bool:
            admit(request, scope)
            return True

        # django-ninja would look for the names of its types in this module.
        checked.__signature__ = inspect.signature(view, eval_str=True)
        delivery.answers[name] = answers
        delivery.scopes[name] = scope
        tag = view.__module__.rpartition(".")[2]
        delivery.tags[tag] = str(inspect.getdoc(inspect.getmodule(view)))
        summary, _, description = (view.__doc__ or "").strip().partition(". ")
        return delivery.api_operation(
            [method],
            path,
            url_name=name,
            operation_id=name,
            summary=summary.removesuffix("."),
            description=description,
            tags=[tag],
            # Before anything is read that was sent.
            auth=admitted,
        )(checked)

    return register


def _parameters(view: Callable) -> set[str]:
    """Return the names of the parameters of an address that a view knows: what stands in a body is none."""
    hints = typing.get_type_hints(view, include_extras=True).values()
    models = [
        typing.get_args(hint)[0]
        for hint in hints
        if any(isinstance(each, params.Query) for each in getattr(hint, "__metadata__", ()))
    ]
    return {field.alias or name for model in models for name, field in model.model_fields.items()}


def reply(
    value: Any, *languages: str, tags: Iterable[str] = (), media_type: str = "application/json"
) -> HttpResponse:
    """Return a value as JSON, with the languages that it is in.

    Args:
        value: made of dicts, lists, numbers and strings.
        *languages: BCP 47 tags.
        tags: by which a cache between us and the readers can be told to forget it: "i:" with the key of an item, "t:" with the
            name of a kind, "l:" with the language that was asked for. What an item tells of others counts as a change of its
            own; what comes along with it has tags of its own.
        media_type: that of the answer.
    """
    response = HttpResponse(json.dumps(value, ensure_ascii=False), content_type=media_type)
    if languages:
        response["Content-Language"] = ", ".join(dict.fromkeys(languages))
    if tags:
        response["Cache-Tag"] = ",".join(tags)
    return response
