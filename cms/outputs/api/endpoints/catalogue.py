"""What is there to ask for: languages, kinds with their schemas, sorts of problems."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from ninja import Path, Query

from cms import names
from cms.items import as_json, direction
from cms.languages.addresses import home_address
from cms.languages.chains import open_languages
from cms.models import ContentPage, kinds_with
from cms.outputs.api import problems
from cms.outputs.api.document import Answer
from cms.outputs.api.parameters import Asked, TypeName, reading_for
from cms.outputs.api.router import get, reply
from cms.outputs.api.schemas import kinds_by_type, schema_of
from cms.outputs.api.shapes import Locale, ProblemPage, Type

CAPABILITIES = ("Dated", "Deadlined", "Initiative", "Funded")

Code = Annotated[str, Path(description="The last part of the `type` of a problem.")]


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
