"""At which addresses does the API answer?"""

from __future__ import annotations

import functools
import json
import typing
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from ninja import Path, Query

from cms import names
from cms.content import sources
from cms.items import as_json, direction
from cms.languages.addresses import home_address
from cms.languages.chains import open_languages
from cms.models import ContentPage, kinds_with
from cms.outputs.api import problems
from cms.outputs.api.document import Answer, DeliveryAPI
from cms.outputs.api.parameters import (
    Asked,
    ItemsAsked,
    fields_of,
    reading_for,
    refuse_unknown,
)
from cms.outputs.api.records import article, cards
from cms.outputs.api.schemas import any_article, item_list, kinds_by_type, schema_of
from cms.outputs.api.selection import select
from cms.outputs.api.shapes import Locale, Page, ProblemPage, Type

if TYPE_CHECKING:
    from collections.abc import Callable

CAPABILITIES = ("Dated", "Deadlined", "Initiative", "Funded")

TypeName = Annotated[str, Path(description="Name of a kind of content, as `/types` has it.")]
Key = Annotated[UUID, Path(description="`id` of the item.")]
Code = Annotated[str, Path(description="The last part of the `type` of a problem.")]

delivery = DeliveryAPI(
    title="Belfry delivery API",
    version="1",
    description="Everything that the site shows, in any of its languages, honestly labelled. Public, and without a key.",
    urls_namespace="delivery",
    openapi_url="/openapi.json",
    docs_url="/docs",
)
problems.handle(delivery)


def get(path: str, name: str, answers: Answer) -> Callable[[Callable], Callable]:
    """Let a view answer at an address, and refuse what it does not know.

    Args:
        path: below the root of the API.
        name: of the address, and of the operation.
        answers: what it answers.
    """

    def register(view: Callable) -> Callable:
        models = [
            hint for hint in typing.get_type_hints(view).values() if hasattr(hint, "model_fields")
        ]
        known = {
            field.alias or name for model in models for name, field in model.model_fields.items()
        }

        @functools.wraps(view)
        def checked(request: HttpRequest, **arguments: Any) -> HttpResponse:
            refuse_unknown(request, known)
            return view(request, **arguments)

        delivery.answers[name] = answers
        summary, _, description = (view.__doc__ or "").strip().partition(". ")
        return delivery.get(
            path,
            url_name=name,
            operation_id=name,
            summary=summary.removesuffix("."),
            description=description,
        )(checked)

    return register


def reply(value: Any, *languages: str, media_type: str = "application/json") -> HttpResponse:
    """Return a value as JSON, with the languages that it is in."""
    response = HttpResponse(json.dumps(value, ensure_ascii=False), content_type=media_type)
    if languages:
        response["Content-Language"] = ", ".join(dict.fromkeys(languages))
    return response


@get("/locales", "locales", Answer(lambda: list[Locale]))
def locales(request: HttpRequest) -> HttpResponse:
    """The languages in which the content can be asked for, with the chain of each."""
    languages = open_languages()
    root = request.build_absolute_uri("/").rstrip("/")
    return reply(
        [
            as_json(
                Locale(
                    locale=tag,
                    name=names.language_name(tag, tag),
                    direction=direction(tag),
                    chain=languages.chain(tag),
                    url=root + home_address(tag),
                )
            )
            for tag in sorted(languages.tags)
        ]
    )


@get("/types", "types", Answer(lambda: list[Type]))
def kinds(request: HttpRequest, asked: Query[Asked]) -> HttpResponse:
    """The kinds of content, with what each can do and where its schema is."""
    reading = reading_for(asked, request)
    with translation.override(reading.language):
        return reply(
            [as_json(_type(name, kind, request)) for name, kind in kinds_by_type().items()],
            reading.language,
        )


def _type(name: str, kind: type[ContentPage], request: HttpRequest) -> Type:
    return Type(
        type=name,
        name=str(kind._meta.verbose_name),
        plural=str(kind._meta.verbose_name_plural),
        capabilities=tuple(each.lower() for each in CAPABILITIES if kind in kinds_with(each)),
        schema=request.build_absolute_uri(reverse("delivery:schema", args=(name,))),
    )


@get(
    "/schema/{type}",
    "schema",
    Answer(lambda: dict[str, Any], "application/schema+json", (400, 404, 500)),
)
def schema(request: HttpRequest, type: TypeName) -> HttpResponse:
    """The JSON Schema (2020-12) of the items of a kind, with their bodies."""
    if type not in kinds_by_type():
        raise problems.invalid("type", type, kinds_by_type(), code="not-found")
    return reply(schema_of(type), media_type="application/schema+json")


@get("/items", "items", Answer(item_list))
def items(request: HttpRequest, asked: Query[ItemsAsked]) -> HttpResponse:
    """Items of one or of all kinds, each once, in the language asked for or what stands in for it."""
    reading, fields = reading_for(asked, request), fields_of(asked)
    selected = select(asked, reading)
    page = Page(limit=asked.limit, next=selected.next, count=selected.count)
    found = cards(reading, selected.pages, fields)
    return reply(
        {"items": found, "page": as_json(page)}, *(card["locale"]["served"] for card in found)
    )


@get("/items/{type}/{key}", "item", Answer(any_article, problems=(400, 404, 500)))
def item(request: HttpRequest, type: TypeName, key: Key, asked: Query[Asked]) -> HttpResponse:
    """One item with its body. Its key is the same for every language."""
    reading = reading_for(asked, request)
    if type not in kinds_by_type():
        raise problems.invalid("type", type, kinds_by_type(), code="not-found")
    kind = kinds_by_type()[type]
    source = sources(kind.objects.all(), at=reading.at).filter(translation_key=key)
    pk = source.values_list("pk", flat=True).first()
    found = article(reading, pk) if pk else None
    if found is None:
        raise Http404
    if asked.fallback == ["none"] and found["locale"]["match"] == "fallback":
        raise problems.Problem(
            "translation-missing",
            f"There is no version in {reading.language!r}.",
            alternates=tuple(each["locale"] for each in found["alternates"]),
        )
    return reply(found, found["locale"]["served"])


@get("/problems/{code}", "problem", Answer(lambda: ProblemPage, problems=(400, 404, 500)))
def problem(request: HttpRequest, code: Code) -> HttpResponse:
    """What a sort of problem is about: the page at its `type`."""
    if code not in problems.SORTS:
        raise Http404
    sort = problems.SORTS[code]
    return reply(
        as_json(
            ProblemPage(
                code=code, status=sort.status, title=sort.title, description=sort.description
            )
        )
    )
