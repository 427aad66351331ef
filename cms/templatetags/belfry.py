"""How does a template write a value? Filters over ``cms.dates``, ``cms.names`` and ``cms.words``."""

from __future__ import annotations

import json
import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django import template
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.html import conditional_escape, escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.timezone import get_current_timezone_name
from django.utils.translation import gettext

from cms import dates, names, words
from cms.items import Funding, Item, Span, direction
from cms.words import active_language

register = template.Library()

SOFT_HYPHEN = "\N{SOFT HYPHEN}"
SCRIPT_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


# Languages


@register.filter(name="dir")
def text_direction(tag: str) -> str:
    """Return "rtl" or "ltr" for a language."""
    return direction(tag)


@register.filter
def lang_attributes(value) -> SafeString:
    """Return ``lang`` and ``dir`` for a tag, or for what has a ``language``; nothing where the page says so already.

    The page says the language of its interface, which is English where a language has no catalogue.
    """
    tag = value if isinstance(value, str) else getattr(value, "language", "")
    if not tag or tag == words.interface_language():
        return SafeString("")
    return format_html(' lang="{}" dir="{}"', tag, direction(tag))


@register.filter
def own_words(text: str, written="") -> SafeString:
    """Return words inside a phrase of the interface, kept apart from it: with their language, where it is known.

    Args:
        text: a title, a label, a name.
        written: a BCP 47 tag, or what has a ``language``.
    """
    if written:
        return format_html("<span{}>{}</span>", lang_attributes(written), text)
    return format_html("<bdi>{}</bdi>", text)


@register.simple_tag
def interface_language() -> str:
    """Return the language of the page: that of the interface's words."""
    return words.interface_language()


@register.filter
def language(tag: str) -> str:
    """Return the name of a language in the active one."""
    return names.language_name(tag, active_language())


@register.filter
def language_names(tags) -> list[str]:
    """Return the names of languages in the active one."""
    return [language(tag) for tag in tags]


@register.filter
def in_language(tag: str) -> str:
    """Return "in French" for "fr"."""
    return words.in_language(tag)


@register.filter
def language_links(links) -> list[SafeString]:
    """Return a link for each other language, by its own name."""
    return [
        format_html(
            '<a href="{0}" lang="{1}" hreflang="{1}">{2}</a>', link.url, link.language, link.name
        )
        for link in links
        if not link.current
    ]


# Days and times


@register.filter
def spans(value) -> str:
    """Return spans as one phrase, with the year."""
    return dates.format_spans(value, active_language())


@register.filter
def spans_short(value) -> str:
    """Return spans as one phrase, without the year."""
    return dates.format_spans(value, active_language(), year=False)


@register.filter
def times(span: Span) -> str:
    """Return the times of a span, with the zone."""
    return dates.format_times(span, active_language())


def as_day(value: date | datetime) -> date:
    """Return the day of an instant by the site's zone, or the day itself."""
    return dates.site_day(value) if isinstance(value, datetime) else value


@register.filter
def day(value: date | datetime) -> str:
    """Return a day: "27 June 2019"."""
    return dates.format_day(as_day(value), active_language()) if value else ""


@register.filter
def weekday(value: date | datetime) -> str:
    """Return a day with its weekday: "Thursday 27 June 2019"."""
    return dates.format_day(as_day(value), active_language(), weekday=True) if value else ""


@register.filter
def month(value: date | datetime) -> str:
    """Return a month: "June 2019"."""
    return dates.format_month(as_day(value), active_language()) if value else ""


@register.filter
def partial(value: date, precision: str) -> str:
    """Return as much of a day as is known."""
    return dates.format_partial(value, precision, active_language()) if value else ""


@register.filter
def deadline(value) -> str:
    """Return a deadline: "Thursday 13 June 2019, 17:00 Brussels time"."""
    return words.deadline_instant(value, active_language()) if value else ""


@register.filter
def deadline_day(value) -> str:
    """Return the day of a deadline in its own zone."""
    return day(value.at.astimezone(ZoneInfo(value.zone)).date()) if value and value.at else ""


@register.filter
def days_left(days: int) -> str:
    """Return the days that are left, in words."""
    return words.days_left(days)


@register.filter
def moment(value: datetime) -> str:
    """Return an instant by the clock of the reader, which in the admin is the editor's: with its zone."""
    return dates.format_instant(value, get_current_timezone_name(), active_language())


@register.filter
def period(facts) -> str:
    """Return the months from the start to the end of a project."""
    return words.period(facts.starts_on, facts.ends_on, active_language())


@register.filter
def session_day(session) -> str:
    """Return the day of a session: "Tuesday 16 July"."""
    return dates.format_day(
        session_span(session).start, active_language(), year=False, weekday=True
    )


@register.filter
def session_times(session) -> str:
    """Return the times of a session in its zone, which is named: sessions online have readers in several."""
    return dates.format_times(session_span(session), active_language())


def session_span(session) -> Span:
    """Return the time of a session as a span in its own zone."""
    zone = ZoneInfo(session.zone)
    start = session.start.astimezone(zone)
    end = session.end.astimezone(zone) if session.end else None
    return Span(
        start=start.date(),
        end=end.date() if end else start.date(),
        start_time=start.time(),
        end_time=end.time() if end else None,
        zone=session.zone,
    )


# States


@register.filter
def state_word(state: str) -> str:
    """Return the word for the state of a call or a deadline."""
    return words.state_word(state)


@register.filter
def period_word(state: str) -> str:
    """Return the word for the state of a project."""
    return words.period_word(state)


@register.filter
def status_word(status: str) -> str:
    """Return the word for what has become of a plan."""
    return words.status_word(status)


@register.filter
def badge(facts) -> words.Badge | None:
    """Return the one badge that a card needs, or None."""
    return words.badge(facts)


@register.filter
def deadlines_badge(facts) -> words.Badge:
    """Return where a call stands as a whole."""
    return words.deadlines_badge(facts)


# Names, lists, amounts


@register.filter
def country(code: str) -> str:
    """Return the name of a country."""
    return names.country_name(code, active_language())


@register.filter
def country_names(codes) -> list[str]:
    """Return the names of countries in the order of the active language."""
    return [name for _, name in names.countries_by_name(codes, active_language())]


@register.filter
def country_code(code: str) -> SafeString:
    """Return a country's code, whose meaning can be asked for."""
    return format_html('<abbr title="{}">{}</abbr>', country(code), code)


@register.filter
def listed(parts) -> SafeString:
    """Join with commas and "and"; parts may be markup."""
    return mark_safe(names.format_list(map(conditional_escape, parts), active_language()))  # noqa: S308 -- each part is escaped


@register.filter
def alternatives(parts) -> SafeString:
    """Join with commas and "or"; parts may be markup."""
    return mark_safe(names.format_alternatives(map(conditional_escape, parts), active_language()))  # noqa: S308 -- each part is escaped


@register.filter
def money(value) -> str:
    """Return an amount with its currency."""
    return names.format_money(value, active_language()) if value else ""


@register.filter
def place_long(place) -> str:
    """Return a place: "Brasov, Romania"."""
    return words.place_long(place, active_language())


@register.filter
def places_short(facts) -> SafeString:
    """Return places as the agenda has them: the city, and the country's code whose meaning can be asked for."""
    places = [
        format_html("{} ({})", place.city, country_code(place.country))
        if place.country
        else escape(place.city)
        for place in facts.places
    ]
    return listed([*places, gettext("Online")] if facts.online and not places else places)


@register.filter
def when_where(facts) -> str:
    """Return all dates and places as one line."""
    return words.when_where(facts, active_language())


@register.filter
def dateline(item: Item) -> str:
    """Return where and when a piece of news is set: "Strasbourg, France, May 2019"."""
    facts = item.facts
    place = place_long(facts.dateline_place) if facts.dateline_place else ""
    return words.joined([place, partial(facts.dateline, facts.dateline_precision)])


# Pictures


@register.filter
def picture_credits(pictured) -> list[str]:
    """Return whom the pictures of items or issues are owed to, each once, in order."""
    pictures = [one.picture for one in pictured if one.picture]
    return list(dict.fromkeys(picture.credit for picture in pictures if picture.credit))


@register.filter
def in_groups(groups) -> list[Item]:
    """Return the items of all groups, in order."""
    return [item for group in groups for item in group.items]


@register.filter
def have_dates(groups) -> bool:
    """Return whether something in groups takes place on a day."""
    return any(getattr(item.facts, "spans", ()) for item in in_groups(groups))


# Titles and links


@register.filter
def without_soft_hyphens(text: str) -> str:
    """Return text for places that would show, copy or index soft hyphens."""
    return str(text or "").replace(SOFT_HYPHEN, "")


@register.filter
def title_words(value) -> SafeString:
    """Return the title of an item, or the own words of an entry or a line, with acronyms kept from translation."""
    item = getattr(value, "item", value)
    title = conditional_escape(
        getattr(value, "headline", "") or getattr(value, "words", "") or item.title
    )
    names_in_it = {reference.title for reference in item.part_of if reference.proper_name}
    names_in_it.add(getattr(item.facts, "acronym", ""))
    for name in sorted(filter(None, map(escape, names_in_it)), key=len, reverse=True):
        title = re.sub(
            rf"(?<!\w){re.escape(name)}(?!\w)",
            lambda found: f'<bdi translate="no">{found[0]}</bdi>',  # as it is, backslashes too
            title,
        )
    return mark_safe(title)  # noqa: S308 -- escaped above


@register.filter
def name_words(item: Item) -> SafeString:
    """Return what an item is called inside a phrase of the interface: its acronym, else its title, marked."""
    if acronym := getattr(item.facts, "acronym", ""):
        return format_html('<bdi translate="no">{}</bdi>', acronym)
    return format_html("<span{}>{}</span>", lang_attributes(item), title_words(item))


@register.filter
def link_words(entry) -> SafeString:
    """Return the words of an entry's link, in which the name of the page is marked."""
    item = entry.item
    phrase = escape(entry.link_text)
    name = escape(getattr(item.facts, "acronym", "") or item.title)
    return mark_safe(phrase.replace(name, name_words(item), 1))  # noqa: S308 -- both are escaped


@register.filter
def kind_line(item: Item) -> str:
    """Return the line above a title in a list."""
    return words.kind_line(item, active_language())


@register.filter
def reference_link(reference) -> SafeString:
    """Return a link to a page that an item names."""
    untranslated = SafeString(' translate="no"') if reference.proper_name else ""
    return format_html(
        '<a href="{}"{}{}><bdi>{}</bdi></a>',
        reference.url,
        lang_attributes(reference),
        untranslated,
        reference.title,
    )


@register.filter
def part_of_line(item: Item) -> SafeString:
    """Return what a page is and what it is part of: "Seminar, part of PRoTECT"."""
    label = escape(capfirst(item.label))
    if not item.part_of:
        return label
    projects = listed([reference_link(reference) for reference in item.part_of])
    line = gettext("%(label)s, part of %(projects)s")
    return mark_safe(escape(line) % {"label": label, "projects": projects})  # noqa: S308 -- each part is escaped


@register.filter
def link_details(link) -> str:
    """Return what one gets behind a link: "PDF, English, 420 kB"."""
    return words.link_details(link, active_language())


@register.filter
def address_link(url: str) -> SafeString:
    """Return a link that shows its own address, without the scheme."""
    return format_html('<a href="{}">{}</a>', url, shown_address(url))


def shown_address(url: str) -> str:
    """Return an address as one types it."""
    return re.sub(r"^https?://(www\.)?", "", url).rstrip("/")


@register.simple_tag(takes_context=True)
def printed_address(context, url: str) -> str:
    """Return an address as it is printed on paper: with the host, without the scheme."""
    return shown_address(absolute(context, url))


@register.simple_tag(takes_context=True)
def absolute_address(context, url: str) -> str:
    """Return an address with scheme and host."""
    return absolute(context, url)


def absolute(context, url: str) -> str:
    """Return an address with the host of the request, where there is one."""
    # An include with ``only`` hides the variable, not the context's own request.
    request = getattr(context, "request", None)
    return request.build_absolute_uri(url) if request and url.startswith("/") else url


@register.filter
def webcal(address: str) -> str:
    """Return an absolute address as programs know it that subscribe to a calendar instead of reading it once."""
    return f"webcal:{address.partition(':')[2]}"


@register.filter
def by_disclaimer(fundings) -> list[list[Funding]]:
    """Return funding by payer and disclaimer, so that an emblem and a disclaimer are printed once for several projects."""
    groups: dict[tuple, list[Funding]] = {}
    for funding in fundings:
        key = (funding.emblem, funding.disclaimer, funding.language)
        groups.setdefault(key, []).append(funding)
    return list(groups.values())


@register.filter
def funding_statement(funding) -> SafeString:
    """Return a funding statement with the acronym of what is funded in bold; without one, the programme's name."""
    statement, subject = escape(funding.statement or funding.programme), escape(funding.subject)
    if not subject:
        return statement
    return mark_safe(statement.replace(subject, f'<b translate="no">{subject}</b>', 1))  # noqa: S308 -- escaped above


@register.filter
def json_ld(data) -> SafeString:
    """Return data as JSON that can stand in a script element."""
    text = (
        data
        if isinstance(data, str)
        else json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False)
    )
    return mark_safe(text.translate(SCRIPT_ESCAPES))  # noqa: S308 -- no character is left that ends the script
