"""What do other sites show of this one in a frame? The agenda and the open calls, on the hosts that an administrator lists."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from anyascii import anyascii
from django.db.models import Exists, OuterRef
from django.shortcuts import render
from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from cms import words
from cms.content import agenda, open_calls, sources
from cms.dates import site_day
from cms.front import chrome_of
from cms.languages.chains import open_languages, site_language
from cms.languages.readings import BRIEF_ROWS
from cms.languages.serving import reading_of
from cms.models import Brand, City, IndexPage, Place, kinds_with
from cms.names import country_codes, country_name

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse, QueryDict

    from cms.items import Item
    from cms.languages.readings import Reading

LINES = 10
"""How many items stand in a frame, which leads to the list of all of them."""
PARAMETERS = ("country", "city", "language")


class RefusedError(ValueError):
    """Something is asked for that there is not. Its words are for the webmaster who wrote the address."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose agenda and calls are wanted."""

    country: str
    """ISO 3166-1 alpha-2; empty for all."""
    city: City | None
    """None: all cities."""

    def name(self, language: str) -> str:
        """Return what the city or the country is called in a BCP 47 language; empty for everything."""
        if self.city:
            return self.city.name_in(language)
        return country_name(self.country, words.written_in(language)) if self.country else ""


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands in a frame."""

    title: str
    items: list[Item]
    all_url: str
    """Where all of it is listed; empty where there is no such list."""


@require_safe
@cache_control(public=True, max_age=300)
@xframe_options_exempt
def embedded_agenda(request: HttpRequest) -> HttpResponse:
    """Return what takes place from today on: everywhere, in a country or in a city."""
    return _framed(request, "cms/embedded_agenda.html", agenda_frame)


@require_safe
@cache_control(public=True, max_age=300)
@xframe_options_exempt
def embedded_calls(request: HttpRequest) -> HttpResponse:
    """Return what one can apply for now: anybody, those of a country or those of a city, which are those of its country."""
    return _framed(request, "cms/embedded_calls.html", calls_frame)


def agenda_frame(asked: Asked, request: HttpRequest) -> Frame:
    """Return the next dates."""
    reading = reading_of(request)
    pages = agenda(
        site_day(reading.at), countries=[asked.country] if asked.country else (), at=reading.at
    )
    if asked.city:
        here = Place.objects.filter(page=OuterRef("pk"), city=asked.city)
        pages = pages.filter(Exists(here))
    keys = pages.values_list("pk", flat=True)[:LINES]
    listed = sources(IndexPage.objects.filter(is_agenda=True)).first()
    return Frame(
        title=words.joined([_("Agenda"), asked.name(reading.language)]),
        items=reading.items(keys, rows=BRIEF_ROWS),
        all_url=_address_of(listed, request, country=asked.country),
    )


def calls_frame(asked: Asked, request: HttpRequest) -> Frame:
    """Return the calls with the next deadlines. Few are open at a time, so that all are read to see for whom they are."""
    reading = reading_of(request)
    country = asked.city.country.code if asked.city else asked.country
    loaded = reading.load(open_calls(at=reading.at).values_list("pk", flat=True), rows=BRIEF_ROWS)
    served = [each for each in loaded.values() if not country or each.source.is_open_to(country)]
    labels = [kind._meta.label_lower for kind in kinds_with("Deadlined")]
    listed = sources(IndexPage.objects.filter(kind__in=labels)).first()
    return Frame(
        title=words.joined([_("Open calls"), asked.name(reading.language)]),
        items=[reading.item(each) for each in served[:LINES]],
        all_url=_address_of(listed, request, state="open"),
    )


def _framed(
    request: HttpRequest, template: str, frame_of: Callable[[Asked, HttpRequest], Frame]
) -> HttpResponse:
    """Return a part of the site, or why there is none in plain words: both may stand in a frame on the hosts listed."""
    wanted = request.GET.get("language") or site_language()
    language = wanted if wanted in open_languages().tags else site_language()
    languages = [language]
    with translation.override(language):
        try:
            frame = frame_of(_asked(request.GET, reading_of(request)), request)
        except RefusedError as refusal:
            response = render(request, "cms/embed_refused.html", {"reason": refusal}, status=400)
        else:
            languages += [item.language for item in frame.items]
            response = render(request, template, {"frame": frame})
    origins = Brand.for_request(request).embedding_origins
    response["Content-Security-Policy"] = " ".join(["frame-ancestors", "'self'", *origins])
    response["Content-Language"] = ", ".join(dict.fromkeys(languages))
    response["X-Robots-Tag"] = "noindex"
    return response


def _asked(parameters: QueryDict, reading: Reading) -> Asked:
    """Read a query string. An empty value asks for nothing, as in lists.

    Raises:
        RefusedError: if there is no such parameter, it is there twice, or it cannot have the value.
    """
    for name, values in parameters.lists():
        if name not in PARAMETERS or len(values) > 1:
            raise RefusedError(
                _("“%(name)s” cannot stand in this address: it knows %(names)s, each once.")
                % {"name": name[:40], "names": ", ".join(PARAMETERS)}
            )
    language = parameters.get("language", "")
    if language and language not in open_languages().tags:
        tags = ", ".join(sorted(open_languages().tags))
        raise RefusedError(
            _("There is no language “%(value)s” here. There are: %(tags)s.")
            % {"value": language[:40], "tags": tags}
        )
    country = parameters.get("country", "")
    if country and country not in country_codes():
        raise RefusedError(
            _("There is no country “%(value)s”. It is written as two capitals, such as FR.")
            % {"value": country[:40]}
        )
    city = parameters.get("city", "")
    return Asked(country, _city(city, country) if city else None)


def _city(name: str, country: str) -> City:
    """Return the city that has a name, in whatever language, in a country or in the only one that has it. Two queries.

    Raises:
        RefusedError: if there is none, or more than one.
    """
    cities = City.objects.filter(country=country) if country else City.objects.all()
    wanted = _slug(name)
    found = [
        city
        for city in cities.prefetch_related("names")
        if wanted in {_slug(city.name), *(_slug(row.name) for row in city.names.all())}
    ]
    if not found:
        raise RefusedError(
            _("There is no city “%(value)s” here, or it lies in another country.")
            % {"value": name[:40]}
        )
    if len(found) > 1:
        raise RefusedError(
            _("There is more than one city “%(value)s”. Say in which country it lies.")
            % {"value": name[:40]}
        )
    return found[0]


def _slug(name: str) -> str:
    return slugify(anyascii(name))


def _address_of(index: IndexPage | None, request: HttpRequest, **filters: str) -> str:
    """Return where an index page is read, with the filters that are set; empty where there is none for everybody."""
    frame = chrome_of(request).frame
    if index is None or index.path not in frame:
        return ""
    query = urlencode({name: value for name, value in filters.items() if value})
    return frame[index.path].url + (f"?{query}" if query else "")
