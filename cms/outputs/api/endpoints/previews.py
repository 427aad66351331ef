"""Drafts, one by one, each for a time and for whoever has its address."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from ninja import Body, Path, Query, Schema
from pydantic import ConfigDict, Field
from wagtail.models import Locale

from cms.items import as_json
from cms.languages.chains import open_languages
from cms.languages.readings import Reading
from cms.models import ContentPage, PreviewToken, Scope
from cms.models.sharing import LinkEndedError, UnknownLinkError
from cms.outputs.api import drafts
from cms.outputs.api.document import Answer
from cms.outputs.api.forms import in_form
from cms.outputs.api.parameters import FormedWhole, Word
from cms.outputs.api.problems import SORTS, Problem, invalid
from cms.outputs.api.records import previewed
from cms.outputs.api.router import delete, get, post, reply
from cms.outputs.api.schemas import any_article
from cms.outputs.api.shapes import PreviewAddress

CREATED, NO_CONTENT = 201, 204
DAY = 24 * 3600
MOST = 2**31 - 1

Number = Annotated[int, Field(ge=1, le=MOST)]
Id = Annotated[int, Path(ge=1, le=MOST, description="`id` of the address.")]
Token = Annotated[
    str, Path(max_length=200, description="`token`, as `/preview-tokens` answered it.")
]


class PreviewWanted(Schema):
    """Which draft is to be shown, and for how long."""

    model_config = ConfigDict(extra="forbid")

    item: UUID = Field(description="`id` of the item, which need not be public.")
    locale: Word = Field(description="BCP 47 tag of an open language, in which it has a draft.")
    revision: Literal["latest"] | Number = Field(
        "latest",
        description="What is the latest whenever somebody asks; or the number of a revision of the page in this language.",
    )
    expires_in: int = Field(
        3600, ge=60, le=DAY, description="For how many seconds it is shown, at most for a day."
    )


@post(
    "/preview-tokens",
    "preview-tokens",
    Answer(lambda: PreviewAddress, problems=(400, 404, 500), status=CREATED),
    Scope.PREVIEW,
)
def make(request: HttpRequest, wanted: Body[PreviewWanted]) -> HttpResponse:
    """Make an address that shows a draft. Whoever has it sees one item in one language, until it ends."""
    version = _version(request, wanted)
    revision = None
    if wanted.revision != "latest":
        revision = version.revisions.filter(pk=wanted.revision).first()
        if revision is None:
            raise invalid("revision", wanted.revision)
    token = drafts.show(version, key=request.api_key, revision=revision, seconds=wanted.expires_in)
    url = request.build_absolute_uri(reverse("delivery:preview", args=[token.token]))
    address = PreviewAddress(id=token.pk, token=token.token, url=url, expires_at=token.expires_at)
    response = reply(as_json(address))
    response.status_code = CREATED
    response["Location"] = url
    return response


def _version(request: HttpRequest, wanted: PreviewWanted) -> ContentPage:
    """Return the page that is wanted in the language that is wanted.

    Raises:
        Problem: if the language is not open, the key does not show this, or there is no version.
        Http404: if there is no such item.
    """
    languages = open_languages()
    if wanted.locale not in languages.tags:
        raise invalid("locale", wanted.locale, sorted(languages.tags), code="unknown-locale")
    source = ContentPage.objects.filter(translation_key=wanted.item, source=None).first()
    if source is None:
        raise Http404
    if not request.api_key.shows(source.specific_class.type_name(), wanted.locale):
        raise Problem("forbidden-scope", SORTS["forbidden-scope"].description)
    locale = Locale.objects.get(pk=languages.locales[wanted.locale])
    version = source.get_translation_or_none(locale)
    if version is None:
        raise Problem(
            "translation-missing", f"There is no version in {wanted.locale!r}, public or not."
        )
    return version.specific


@delete(
    "/preview-tokens/{id}",
    "preview-token",
    Answer(lambda: None, problems=(400, 404, 500), status=NO_CONTENT),
    Scope.PREVIEW,
)
def end(request: HttpRequest, id: Id) -> HttpResponse:
    """End an address now. A key ends those that it has made; with the key itself all of them end."""
    token = PreviewToken.objects.filter(pk=id, api_key=request.api_key).first()
    if token is None:
        raise Http404
    token.revoke()
    return HttpResponse(status=NO_CONTENT)


@get(
    "/preview/{token}",
    "preview",
    Answer(any_article, problems=(400, 404, 410, 500), validator=None),
)
def preview(request: HttpRequest, token: Token, asked: Query[FormedWhole]) -> HttpResponse:
    """A draft as an item with its body. What it names is told as to anybody: only what is public."""
    try:
        opened = drafts.follow(token)
    except UnknownLinkError as error:
        raise Http404 from error
    except LinkEndedError as error:
        raise Problem("preview-ended", SORTS["preview-ended"].description) from error
    reading = Reading(opened.language, base=request.build_absolute_uri("/"))
    response = reply(in_form(previewed(reading, opened.draft), asked), opened.language)
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
