"""How does a calendar program follow what takes place? As iCalendar (RFC 5545, with the names of RFC 7986)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef
from django.http import Http404, HttpResponse
from django.utils import translation
from django.utils.http import content_disposition_header
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from icalendar import Calendar, Event, Timezone, vDuration, vText

from cms import words
from cms.content import agenda, sources
from cms.dates import site_day
from cms.items import DatedFacts, Status
from cms.languages.chains import open_languages
from cms.languages.readings import Reading
from cms.models import Brand, ContentPage, Initiative, PartOf
from cms.names import country_codes, country_name
from cms.outputs.conditional import unless_same

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django.http import HttpRequest

    from cms.items import Item, Span
    from cms.languages.readings import Served

BACK = timedelta(days=365)
"""How far back the agenda goes."""
ROWS = ("span_rows", "place_rows", "session_rows", "topic_rows")
"""The child rows that an entry shows."""
REFRESH = timedelta(hours=6)
"""After which time a program should ask again."""
STATUS = {
    Status.SCHEDULED: "CONFIRMED",
    Status.POSTPONED: "TENTATIVE",
    Status.CANCELLED: "CANCELLED",
    # It takes place, but as something else, which is an entry of its own.
    Status.REPLACED: "CANCELLED",
}


@require_safe
@cache_control(public=True, max_age=300)
def agenda_calendar(request: HttpRequest) -> HttpResponse:
    """Return what takes place from a year ago on: all of it, what is in a country, or what is part of a project.

    Raises:
        Http404: if the language is not open, or a parameter is unknown or has a value that it cannot have.
    """
    reading = _reading(request)
    if not set(request.GET) <= {"country", "project"}:
        raise Http404
    country, project = request.GET.get("country"), request.GET.get("project")
    if country is not None and country not in country_codes():
        raise Http404
    pages = agenda(
        site_day(reading.at) - BACK,
        countries=[country] if country else (),
        undated=False,
        at=reading.at,
    )
    name = [_("Agenda")]
    if project is not None:
        initiative = _initiative(project, reading)
        parts = PartOf.objects.filter(
            page=OuterRef("pk"), target__translation_key=initiative.source.translation_key
        )
        pages = pages.filter(Exists(parts))
        name.append(initiative.source.acronym or initiative.words.title)
    if country:
        name.append(country_name(country, words.written_in(reading.language)))
    name.append(Brand.for_request(request).name)
    loaded = reading.load(pages.values_list("pk", flat=True), rows=ROWS).values()
    return _answer(request, reading, words.joined(name), loaded, "agenda.ics")


@require_safe
@cache_control(public=True, max_age=300)
def event_calendar(request: HttpRequest, key: UUID) -> HttpResponse:
    """Return one content page that takes place, with all its dates and sessions.

    Raises:
        Http404: if the language is not open, or there is no such page that everybody may see and that has a date.
    """
    reading = _reading(request)
    found = agenda(date.min, undated=False, at=reading.at).filter(translation_key=key)
    loaded = reading.load(found.values_list("pk", flat=True), rows=ROWS).values()
    if not loaded:
        raise Http404
    [served] = loaded
    return _answer(request, reading, served.words.title, loaded, f"{served.words.slug}.ics")


def _reading(request: HttpRequest) -> Reading:
    """Return the reading of who asks, with addresses that are good outside of the site."""
    language = translation.get_language() or ""
    if language not in open_languages().tags:
        raise Http404
    return Reading(language, base=request.build_absolute_uri("/"))


def _initiative(key: str, reading: Reading) -> Served[ContentPage]:
    """Return the public initiative that has a key. Two queries."""
    try:
        pages = sources(at=reading.at).filter(translation_key=UUID(key))
    except ValueError as error:
        raise Http404 from error
    for served in reading.load(pages.values_list("pk", flat=True), rows=()).values():
        if isinstance(served.source, Initiative):
            return served
    raise Http404


def _answer(
    request: HttpRequest,
    reading: Reading,
    name: str,
    loaded: Iterable[Served[ContentPage]],
    filename: str,
) -> HttpResponse:
    """Return a calendar; nothing once more to who has it already."""
    loaded = list(loaded)
    content = _calendar(name, loaded, reading).to_ical()
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    languages = [reading.language, *(served.language for served in loaded)]
    response["Content-Language"] = ", ".join(dict.fromkeys(languages))
    response["Content-Disposition"] = content_disposition_header(False, filename)
    return unless_same(request, response)


def _calendar(name: str, loaded: Iterable[Served[ContentPage]], reading: Reading) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//Belfry//Belfry//EN")
    calendar.add("version", "2.0")
    for property_name in ("name", "x-wr-calname"):
        # The library does not know of these that they are texts, in which a comma is escaped.
        calendar.add(property_name, vText(_plain(name)))
    calendar.add("refresh-interval", vDuration(REFRESH), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(REFRESH))
    events = [event for served in loaded for event in _events(served, reading)]
    for event in events:
        calendar.add_component(event)
    days = [day.replace(month=1, day=1) for event in events for day in _days(event)]
    for tzid in sorted(calendar.get_missing_tzids(), reverse=True):
        zone = Timezone.from_tzid(
            tzid, first_date=min(days), last_date=max(days) + timedelta(days=731)
        )
        calendar.subcomponents.insert(0, zone)
    return calendar


def _days(event: Event) -> Iterator[date]:
    for moment in (event.start, event.end):
        yield moment.date() if isinstance(moment, datetime) else moment


def _events(served: Served[ContentPage], reading: Reading) -> Iterator[Event]:
    """Yield an entry for each date and each session of a page."""
    item = reading.item(served)
    facts = item.facts
    if not isinstance(facts, DatedFacts):
        return
    for span in facts.spans:
        event = _event(item, served, reading)
        event.add("uid", str(span.key))
        _add(event, "summary", item.title, item.language)
        _add(event, "location", _where(facts, reading.language), item.language)
        _add_geo(event, facts)
        start, end = _bounds(span)
        event.add("dtstart", start)
        if end:
            event.add("dtend", end)
        if not span.start_time:
            # Nobody is busy for days because of it.
            event.add("transp", "TRANSPARENT")
        yield event
    for session in getattr(facts, "sessions", ()):
        event = _event(item, served, reading)
        event.add("uid", str(uuid5(item.key, str(session.key))))
        title = _("%(event)s: %(session)s") % {"event": item.title, "session": session.title}
        _add(event, "summary", title, item.language)
        place = session.place or _where(facts, reading.language)
        _add(event, "location", place, item.language)
        event.add("dtstart", session.start)
        if session.end:
            event.add("dtend", session.end)
        yield event


def _event(item: Item, served: Served[ContentPage], reading: Reading) -> Event:
    """Return what is the same for every entry of a page."""
    event = Event()
    facts = item.facts
    since, source = item.published_at, served.source.last_published_at
    changed = item.updated_at or since or reading.at
    # The time of the last change, so that the same content is the same to the byte (3.8.7.2: without a METHOD it is that
    # of the last revision).
    event.add("dtstamp", changed)
    event.add("last-modified", changed)
    # Seconds between the first publication and the last: it rises with each and never goes down (3.8.7.4).
    event.add("sequence", int((source - since).total_seconds()) if source and since else 0)
    event.add("status", STATUS[facts.status])
    _add(event, "description", _description(item), item.language)
    categories = [_plain(word) for word in (capfirst(item.label), *item.topics) if word]
    event.add("categories", categories, parameters={"LANGUAGE": reading.language})
    event.add("url", item.url)
    return event


def _description(item: Item) -> str:
    """Return what has become of it, the summary, and the address, which many programs show nowhere else."""
    facts = item.facts
    parts = [] if facts.status is Status.SCHEDULED else [words.status_word(facts.status)]
    if facts.replaced_by:
        name = f"{facts.replaced_by.title} <{facts.replaced_by.url}>"
        parts.append(_("It is replaced by %(page)s") % {"page": name})
    return "\n\n".join(filter(None, [*parts, item.summary, item.url]))


def _where(facts: DatedFacts, language: str) -> str:
    """Return venues, cities and countries as one line that a map understands, and whether it is online."""
    places = [
        words.joined([place.venue, words.place_long(place, language)]) for place in facts.places
    ]
    if facts.online:
        places.append(
            pgettext("after places: Brasov and online", "online") if places else _("Online")
        )
    return "; ".join(places)


def _add_geo(event: Event, facts: DatedFacts) -> None:
    """Add where on the globe it is; an entry can be in one place only (3.8.1.6)."""
    known = [
        (place.latitude, place.longitude)
        for place in facts.places
        if place.latitude is not None and place.longitude is not None
    ]
    if len(known) == 1 == len(facts.places):
        event.add("geo", known[0])


def _bounds(span: Span) -> tuple[date, date | None]:
    """Return the beginning and the end, which is not part of it any more (3.6.1).

    Without a time of its end, a run of days fills the last one; what is on one day has no end that is known.
    """
    day_after = span.end + timedelta(days=1)
    if not span.start_time:
        return span.start, day_after
    zone = ZoneInfo(span.zone)
    start = datetime.combine(span.start, span.start_time, zone)
    if span.end_time:
        return start, datetime.combine(span.end, span.end_time, zone)
    if span.end > span.start:
        return start, datetime.combine(day_after, time.min, zone)
    return start, None


def _add(event: Event, name: str, text: str, language: str) -> None:
    """Add words with their language, where there are any."""
    if text:
        event.add(name, _plain(text), parameters={"LANGUAGE": language})


def _plain(text: str) -> str:
    return text.replace("\N{SOFT HYPHEN}", "")
