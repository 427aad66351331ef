"""How is an item described to search engines (schema.org, as JSON-LD)?"""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING
from urllib.parse import urljoin
from zoneinfo import ZoneInfo

from cms.items import DatedFacts, Status

if TYPE_CHECKING:
    from datetime import date

    from cms.items import Item, Place, Span

CONTEXT = "https://schema.org"
STATUS = {
    Status.SCHEDULED: "https://schema.org/EventScheduled",
    Status.POSTPONED: "https://schema.org/EventPostponed",
    Status.CANCELLED: "https://schema.org/EventCancelled",
    Status.REPLACED: "https://schema.org/EventRescheduled",
}


def describe(item: Item, *, url: str, base: str, publisher: str) -> dict:
    """Return an item as a JSON-LD object, without what is not known.

    Args:
        item: the card.
        url: its canonical address.
        base: scheme and host of the site, for the picture.
        publisher: the name of the network.
    """
    facts = item.facts
    if isinstance(facts, DatedFacts) and facts.spans:
        own = _event(item, facts, url, publisher)
    else:
        own = {
            "@type": facts.schema_org_type,
            "headline": item.title,
            "datePublished": _instant(item.published_at),
            "dateModified": _instant(item.updated_at),
            "publisher": {"@type": "Organization", "name": publisher},
        }
    described = {
        "@context": CONTEXT,
        **own,
        "description": item.summary,
        "inLanguage": item.language,
        "url": url,
        "image": urljoin(base, item.picture.lead.url) if item.picture else None,
    }
    return {name: value for name, value in described.items() if value}


def _event(item: Item, facts: DatedFacts, url: str, publisher: str) -> dict:
    # In order of their starts; one that starts earlier may end later. Without a time, a span fills its last day.
    first = facts.spans[0]
    last = max(facts.spans, key=lambda span: (span.end, span.end_time or time.max))
    modes = {(True, False): "Offline", (False, True): "Online", (True, True): "Mixed"}
    mode = modes.get((bool(facts.places), facts.online))
    locations: list[dict] = [_place(place) for place in facts.places]
    if facts.online:
        locations.append({"@type": "VirtualLocation", "url": url})
    return {
        "@type": "Event",
        "name": item.title,
        "startDate": _moment(first.start, first.start_time, first),
        "endDate": _moment(last.end, last.end_time, last),
        "eventStatus": STATUS[facts.status],
        "eventAttendanceMode": f"https://schema.org/{mode}EventAttendanceMode" if mode else None,
        "location": locations,
        "organizer": {
            "@type": "Organization",
            "name": getattr(facts, "organisers", "") or publisher,
        },
    }


def _place(place: Place) -> dict:
    return {
        "@type": "Place",
        "name": place.venue or place.city,
        "address": {
            "@type": "PostalAddress",
            "addressLocality": place.city,
            "addressCountry": place.country,
        },
    }


def _moment(day: date, at: time | None, span: Span) -> str:
    """Return a day, or an instant with its offset where a time is told (ISO 8601)."""
    if at is None:
        return day.isoformat()
    return datetime.combine(day, at, ZoneInfo(span.zone)).isoformat()


def _instant(instant: datetime | None) -> str | None:
    return instant.isoformat() if instant else None
