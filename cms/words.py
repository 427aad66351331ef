"""In what words of the interface is a value said?

The words come from the catalogues in the active language; dates, names and lists come from ``cms.dates`` and
``cms.names``. Templates reach these functions through the filters of ``belfry``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.utils.text import capfirst
from django.utils.translation import (
    get_language,
    gettext,
    gettext_lazy,
    ngettext,
    override,
    pgettext,
    pgettext_lazy,
)

from cms import dates, names
from cms.items import (
    DatedFacts,
    Deadline,
    DeadlinedFacts,
    Facts,
    InitiativeFacts,
    Item,
    Link,
    Place,
    State,
    Status,
)

STATES = {
    State.UPCOMING: pgettext_lazy("state of a call", "Upcoming"),
    State.OPEN: pgettext_lazy("state of a call", "Open"),
    State.PARTLY_OPEN: pgettext_lazy("state of a call", "Partly open"),
    State.CLOSING_SOON: pgettext_lazy("state of a call", "Closing soon"),
    State.CLOSED: pgettext_lazy("state of a call", "Closed"),
    State.WITHOUT_DEADLINE: pgettext_lazy("state of a call", "No deadline"),
}

PERIODS = {
    # A project is not open or closed: it runs or has ended.
    State.UPCOMING: pgettext_lazy("state of a project", "Upcoming"),
    State.OPEN: pgettext_lazy("state of a project", "Ongoing"),
    State.CLOSED: pgettext_lazy("state of a project", "Completed"),
}

STATUSES = {
    Status.SCHEDULED: pgettext_lazy("status of an event", "Scheduled"),
    Status.POSTPONED: pgettext_lazy("status of an event", "Postponed"),
    Status.CANCELLED: pgettext_lazy("status of an event", "Cancelled"),
    Status.REPLACED: pgettext_lazy("status of an event", "Replaced"),
}

LINK_SORTS = {
    # "website" is no news to anybody, and a document is told by its format.
    "document": gettext_lazy("document"),
    "programme": pgettext_lazy("of an event", "programme"),
    "register": gettext_lazy("registration"),
    "video": gettext_lazy("video"),
    "platform": gettext_lazy("members’ platform"),
}

IN_LANGUAGES = {
    # Languages differ in how they say this: "auf Französisch", "po francusku", "en français". It cannot be made of a
    # preposition and a name, so each is a phrase of its own; as an adverb it then fits into any sentence unchanged.
    "bg": pgettext_lazy("written or read", "in Bulgarian"),
    "cs": pgettext_lazy("written or read", "in Czech"),
    "da": pgettext_lazy("written or read", "in Danish"),
    "de": pgettext_lazy("written or read", "in German"),
    "el": pgettext_lazy("written or read", "in Greek"),
    "en": pgettext_lazy("written or read", "in English"),
    "es": pgettext_lazy("written or read", "in Spanish"),
    "et": pgettext_lazy("written or read", "in Estonian"),
    "fi": pgettext_lazy("written or read", "in Finnish"),
    "fr": pgettext_lazy("written or read", "in French"),
    "ga": pgettext_lazy("written or read", "in Irish"),
    "hr": pgettext_lazy("written or read", "in Croatian"),
    "hu": pgettext_lazy("written or read", "in Hungarian"),
    "it": pgettext_lazy("written or read", "in Italian"),
    "lt": pgettext_lazy("written or read", "in Lithuanian"),
    "lv": pgettext_lazy("written or read", "in Latvian"),
    "mt": pgettext_lazy("written or read", "in Maltese"),
    "nl": pgettext_lazy("written or read", "in Dutch"),
    "pl": pgettext_lazy("written or read", "in Polish"),
    "pt": pgettext_lazy("written or read", "in Portuguese"),
    "ro": pgettext_lazy("written or read", "in Romanian"),
    "sk": pgettext_lazy("written or read", "in Slovak"),
    "sl": pgettext_lazy("written or read", "in Slovenian"),
    "sv": pgettext_lazy("written or read", "in Swedish"),
}


@dataclass(frozen=True, slots=True)
class Badge:
    """What a badge shows: the state, which gives its shape and colour, and the words."""

    state: str
    words: str


def active_language() -> str:
    """Return the BCP 47 tag of the language in which values are written now: dates, countries, lists."""
    return written_in(get_language() or "en")


def written_in(language: str) -> str:
    """Return the BCP 47 tag of the language in which values are written for a reader of a language.

    That of the interface's words, among which they stand: an English sentence has an English date. Where the reader's
    tag names a region of it, that region's way.
    """
    spoken = _interface_language(language)
    return language if language.split("-")[0] == spoken.split("-")[0] else spoken


def interface_language() -> str:
    """Return the BCP 47 tag of the language in which the words of the interface really are.

    The active one, or English where it has no catalogue: a page must not call English words Bulgarian (WCAG 3.1.1).
    """
    return _interface_language(get_language() or "en")


@lru_cache(maxsize=256)
def _interface_language(language: str) -> str:
    # Asked for every passage of a page, and catalogues do not change while a process runs.
    with override(language):
        return pgettext("the BCP 47 tag of the language of this catalogue", "en")


def in_language(tag: str) -> str:
    """Return "in French" for "fr", as an adverb in lower case."""
    known = tag if tag in IN_LANGUAGES else tag.split("-")[0]
    if known in IN_LANGUAGES:
        return str(IN_LANGUAGES[known])
    return pgettext("written or read", "in another language")


def with_language(phrase: str, tag: str) -> str:
    """Return the words of a link with the language of what it leads to: "About the seminar (in French)"."""
    return gettext("%(phrase)s (%(in_language)s)") % {
        "phrase": phrase,
        "in_language": in_language(tag),
    }


def joined(parts) -> str:
    """Return the parts of a line that are not empty, with the comma of the language between them."""
    return pgettext("between the parts of a line; in Arabic the comma is another one", ", ").join(
        str(part) for part in parts if part
    )


# States


def state_word(state: str) -> str:
    """Return the word for the state of something that closes."""
    return str(STATES[State(state)])


def period_word(state: str) -> str:
    """Return the word for the state of a project."""
    return str(PERIODS[State(state)])


def status_word(status: str) -> str:
    """Return the word for what has become of a plan."""
    return str(STATUSES[Status(status)])


def days_left(days: int) -> str:
    """Return the days that are left, in words; 0 is the last day."""
    if days == 0:
        return gettext("Closes today")
    return ngettext("%(days)s day left", "%(days)s days left", days) % {"days": days}


def deadlines_badge(facts: DeadlinedFacts) -> Badge:
    """Return where the whole stands: with several topics, how many of them are open."""
    if facts.state is State.PARTLY_OPEN:
        is_open = [deadline.state is not State.CLOSED for deadline in facts.deadlines]
        words = ngettext(
            "Partly open: %(open)s of %(all)s topic",
            "Partly open: %(open)s of %(all)s topics",
            len(is_open),
        )
        return Badge(facts.state, words % {"open": sum(is_open), "all": len(is_open)})
    return Badge(facts.state, state_word(facts.state))


def deadlines_badge_with_days(facts: DeadlinedFacts) -> Badge:
    """Return where the whole stands and how many days are left until the next deadline, in one phrase."""
    days = facts.next_deadline.days_left if facts.next_deadline else None
    if days is None or facts.state not in (State.OPEN, State.CLOSING_SOON):
        return deadlines_badge(facts)
    return Badge(facts.state, state_with_days(facts.state, days))


def state_with_days(state: State, days: int | None) -> str:
    """Return a state and the days that are left, where they are counted, in one phrase."""
    if days is None or state not in (State.OPEN, State.CLOSING_SOON):
        return state_word(state)
    if days == 0:
        return gettext("Closing today")
    if state is State.CLOSING_SOON:
        words = ngettext(
            "Closing soon: %(days)s day left", "Closing soon: %(days)s days left", days
        )
    else:
        words = ngettext("Open: %(days)s day left", "Open: %(days)s days left", days)
    return words % {"days": days}


def badge(facts: Facts) -> Badge | None:
    """Return the one badge that a card needs: what has become of a plan, or where it stands; often none."""
    if isinstance(facts, DatedFacts):
        return (
            None
            if facts.status is Status.SCHEDULED
            else Badge(facts.status, status_word(facts.status))
        )
    if isinstance(facts, DeadlinedFacts):
        return deadlines_badge_with_days(facts)
    if isinstance(facts, InitiativeFacts):
        return Badge(facts.state, period_word(facts.state))
    return None


# Places and times


def place_short(place: Place) -> str:
    """Return a place as lists have it: "Brasov (RO)"."""
    return f"{place.city} ({place.country})" if place.country else place.city


def place_in_sentence(place: Place, language: str) -> str:
    """Return a place as running text has it: "Brasov (Romania)"."""
    return (
        f"{place.city} ({names.country_name(place.country, language)})"
        if place.country
        else place.city
    )


def place_long(place: Place, language: str) -> str:
    """Return a place as facts have it: "Brasov, Romania"."""
    return joined(
        [place.city, names.country_name(place.country, language) if place.country else ""]
    )


def where(facts: DatedFacts, language: str) -> str:
    """Return all places and "online" as one phrase; nowhere is the empty string."""
    places = [place_in_sentence(place, language) for place in facts.places]
    if not facts.online:
        return names.format_list(places, language)
    # Alone it begins a phrase, after a city it continues one.
    online = pgettext("after places: Brasov and online", "online") if places else gettext("Online")
    return names.format_list([*places, online], language)


def when_where(facts: DatedFacts, language: str) -> str:
    """Return all dates and places as one line."""
    return joined([dates.format_spans(facts.spans, language), where(facts, language)])


def years(starts_on: date | None, ends_on: date | None) -> str:
    """Return a period in years: "2018–2020"."""
    ends = [str(day.year) for day in (starts_on, ends_on) if day]
    return "–".join(dict.fromkeys(ends))


def period(starts_on: date | None, ends_on: date | None, language: str) -> str:
    """Return a period in months: "November 2018 – October 2020"."""
    return " – ".join(dates.format_month(day, language) for day in (starts_on, ends_on) if day)


def deadline_instant(deadline: Deadline, language: str) -> str:
    """Return a deadline as day and time in its zone; without one the empty string."""
    return dates.format_instant(deadline.at, deadline.zone, language) if deadline.at else ""


# Lines above a title, and beside a link


def kind_line(item: Item, language: str) -> str:
    """Return the line above a title in a list: what it is, when and where.

    A kind may say its own words beside the label by a method ``line(language)`` of its facts (a city, a funder). Else
    the core says what it knows: days and places, a period, the day of publication.
    """
    facts = item.facts
    if hasattr(facts, "line"):
        words = [facts.line(language)]
    elif isinstance(facts, DatedFacts):
        places = [place_short(place) for place in facts.places]
        words = [dates.format_spans(facts.spans, language), names.format_list(places, language)]
    elif isinstance(facts, InitiativeFacts):
        words = [years(facts.starts_on, facts.ends_on)]
    elif isinstance(facts, DeadlinedFacts):
        words = []
    else:
        published = item.published_at
        words = [dates.format_day(dates.site_day(published), language)] if published else []
    return joined([capfirst(item.label), *words])


def link_details(link: Link, language: str) -> str:
    """Return what one gets behind a link: "video", or "programme, PDF, English, 420 kB"; empty for a page."""
    is_told = link.sort == "document" and link.format
    return joined(
        [
            "" if is_told else LINK_SORTS.get(link.sort, ""),
            link.format,
            names.language_name(link.language, language) if link.language else "",
            names.format_file_size(link.size, language) if link.size else "",
        ]
    )
