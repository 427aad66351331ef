"""How are days, spans, months and instants written in the reader's language?

The patterns are CLDR's, read through Babel, always with the long name of the month. Babel's own
interval formatting gives short or numeric months in most languages, and CLDR's zone names are
abbreviations or offsets that differ by language: the tables of this module say what is printed
instead, each entry with its reason. Narrow and no-break spaces of the patterns are kept. Every
``language`` is a BCP 47 tag; every ``zone`` is an IANA name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo

from babel.core import get_global
from babel.dates import DateTimePattern, parse_pattern, tokenize_pattern, untokenize_pattern
from django.utils.timezone import get_default_timezone

from cms.names import chosen, format_list, locale_of

if TYPE_CHECKING:
    from babel import Locale

    from cms.items import Span

Precision = Literal["day", "month", "year"]

WIDE = {("M", 3): ("M", 4), ("L", 3): ("L", 4), ("d", 2): ("d", 1)}
"""Months in full, days without a zero."""

WIDE_WEEKDAY = {("E", 1): ("E", 4), ("E", 3): ("E", 4), ("c", 3): ("c", 4)}

FIRST_OF_THE_MONTH = {
    # The Interinstitutional style guide (and every school) writes an ordinal; CLDR does not.
    "fr": "1er",
    "it": "1º",
    "pt_BR": "1º",
}

DAYS = {
    # CLDR puts a comma after the weekday in one of its two British patterns; the network writes
    # none.
    "en_GB": {"yMMMMEEEEd": "EEEE d MMMM y", "MMMMEEEEd": "EEEE d MMMM"},
    # CLDR has "den" only in the pattern with the year.
    "da": {"MMMMEEEEd": "EEEE 'den' d. MMMM"},
    # A year standing alone takes no full stop (A magyar helyesírás szabályai, 293); CLDR writes
    # "2019.".
    "hu": {"y": "y"},
    # CLDR leaves out the word for year, which a year standing alone takes.
    "lt": {"y": "y 'm'."},
    # CLDR abbreviates "gada", beside its own full word in the long date.
    "lv": {"yMMMM": "y. 'gada' MMMM", "y": "y. 'gads'"},
}

RANGES = {
    # CLDR has numerals for the month in every range.
    "cs": {
        "yMMMMd": {
            "d": ("d.–", "d. MMMM y"),
            "M": ("d. MMMM\u2009–\u2009", "d. MMMM y"),
            "y": ("d. MMMM y\u2009–\u2009", "d. MMMM y"),
        },
        "MMMMd": {"d": ("d.–", "d. MMMM"), "M": ("d. MMMM\u2009–\u2009", "d. MMMM")},
    },
    # As in Czech, with the spaces around the dash that Slovak orthography asks for.
    "sk": {
        "yMMMMd": {
            "d": ("d.\u2009–\u2009", "d. MMMM y"),
            "M": ("d. MMMM\u2009–\u2009", "d. MMMM y"),
            "y": ("d. MMMM y\u2009–\u2009", "d. MMMM y"),
        },
        "MMMMd": {"d": ("d.\u2009–\u2009", "d. MMMM"), "M": ("d. MMMM\u2009–\u2009", "d. MMMM")},
    },
    # CLDR puts year and month first in some ranges, unlike its own dates, and leaves out "ta’".
    "mt": {
        "yMMMMd": {
            "d": ("d\u2009–\u2009", "d 'ta’' MMMM y"),
            "M": ("d 'ta’' MMMM\u2009–\u2009", "d 'ta’' MMMM y"),
            "y": ("d 'ta’' MMMM y\u2009–\u2009", "d 'ta’' MMMM y"),
        },
        "MMMMd": {"d": ("d\u2009–\u2009", "d 'ta’' MMMM")},
    },
    # CLDR leaves out the particles "m." and "d." that its own dates carry.
    "lt": {
        "yMMMMd": {
            "d": ("y 'm'. MMMM d–", "d 'd'."),
            "M": ("y 'm'. MMMM d 'd'.\u2009–\u2009", "MMMM d 'd'."),
            "y": ("y 'm'. MMMM d 'd'.\u2009–\u2009", "y 'm'. MMMM d 'd'."),
        },
        "MMMMd": {"d": ("MMMM d–", "d 'd'."), "M": ("MMMM d 'd'.\u2009–\u2009", "MMMM d 'd'.")},
    },
    # CLDR sets spaces around the dash without the year and none with it.
    "sv": {"MMMMd": {"M": ("d MMMM–", "d MMMM")}},
}

TIMES = {
    # CLDR has the word for hours in ranges only, twice.
    "bg": {"time": "H:mm 'ч'.", "range": ("H:mm–", "H:mm 'ч'.")},
    # CLDR has "Uhr" in ranges only; CLOCKS says it for both.
    "de": {"range": ("HH:mm–", "HH:mm")},
    # CLDR writes 09:30 alone and 9:30 in a range.
    "sl": {"range": ("HH:mm–", "HH:mm")},
}

CLOCKS = {
    # The words that go with a time of the day in an announcement.
    "da": "kl. {time}",
    "de": "{time} Uhr",
    "et": "kell {time}",
    "fi": "klo {time}",
    "it": "ore {time}",
    "lt": "{time} val.",
    "lv": "plkst. {time}",
    "nl": "{time} uur",
    "pl": "godz. {time}",
    "ro": "ora {time}",
    "sl": "ob {time}",
    "sv": "kl. {time}",
}

CLOCKS_IN_ZONE = {
    # Where the words of the zone continue the phrase; in brackets they are right in every grammar.
    "en": "{clock} {zone}",
    "de": "{clock} {zone}",
    "pl": "{clock} {zone}",
}

INSTANTS = {"fr": "{day} à {clock}"}
"""A day with a time of the day; elsewhere a comma stands between them."""

COORDINATED = frozenset({"UTC", "Etc/UTC", "Etc/UCT", "Etc/Zulu", "GMT", "Etc/GMT"})

ZONE_PATTERNS = {
    # Whole phrases that are right with a city in its dictionary form, for what ZONE_WORDS does not
    # hold. CLDR's own patterns are no use in text: "Brussels Time", "heure : Belgique", "Ώρα (…)",
    # "… – лятно часово време".
    "bg": "часова зона: {city}",
    "cs": "časové pásmo {city}",
    "da": "{city}-tid",
    "de": "Ortszeit {city}",
    "el": "ώρα: {city}",
    "en": "{city} time",
    "es": "hora de {city}",
    "et": "ajavöönd: {city}",
    "fi": "aikavyöhyke: {city}",
    "fr": "heure de {city}",
    "ga": "crios ama: {city}",
    "hr": "vremenska zona: {city}",
    "hu": "időzóna: {city}",
    "it": "ora di {city}",
    "lt": "laiko juosta: {city}",
    "lv": "laika josla: {city}",
    "mt": "ħin ta’ {city}",
    "nl": "tijd in {city}",
    "pl": "czasu lokalnego ({city})",
    "pt": "hora de {city}",
    "ro": "ora locală din {city}",
    "sk": "časové pásmo {city}",
    "sl": "časovni pas: {city}",
    "sv": "tidszon: {city}",
}

ZONE_WORDS = {
    # Names that the language inflects, or that take an article. Brussels, where the Union's
    # deadlines fall, is named in all 24 languages as the institutions name it.
    "bg": {
        "Europe/Brussels": "брюкселско време",
        "Europe/Paris": "парижко време",
        "Europe/Sofia": "софийско време",
    },
    "cs": {
        "Europe/Brussels": "bruselského času",
        "Europe/Paris": "pařížského času",
        "Europe/Prague": "pražského času",
    },
    "da": {
        "Atlantic/Azores": "tid på Azorerne",
        "Atlantic/Canary": "tid på De Kanariske Øer",
    },
    "de": {
        "America/New_York": "New Yorker Zeit",
        "Europe/Amsterdam": "Amsterdamer Zeit",
        "Europe/Athens": "Athener Zeit",
        "Europe/Belgrade": "Belgrader Zeit",
        "Europe/Berlin": "Berliner Zeit",
        "Europe/Brussels": "Brüsseler Zeit",
        "Europe/Bucharest": "Bukarester Zeit",
        "Europe/Budapest": "Budapester Zeit",
        "Europe/Copenhagen": "Kopenhagener Zeit",
        "Europe/Dublin": "Dubliner Zeit",
        "Europe/Istanbul": "Istanbuler Zeit",
        "Europe/Kyiv": "Kiewer Zeit",
        "Europe/Lisbon": "Lissabonner Zeit",
        "Europe/London": "Londoner Zeit",
        "Europe/Luxembourg": "Luxemburger Zeit",
        "Europe/Madrid": "Madrider Zeit",
        "Europe/Oslo": "Osloer Zeit",
        "Europe/Paris": "Pariser Zeit",
        "Europe/Prague": "Prager Zeit",
        "Europe/Riga": "Rigaer Zeit",
        "Europe/Stockholm": "Stockholmer Zeit",
        "Europe/Vienna": "Wiener Zeit",
        "Europe/Warsaw": "Warschauer Zeit",
        "Europe/Zagreb": "Zagreber Zeit",
        "Europe/Zurich": "Zürcher Zeit",
    },
    "el": {
        "Europe/Athens": "ώρα Αθηνών",
        "Europe/Brussels": "ώρα Βρυξελλών",
        "Europe/Paris": "ώρα Παρισίων",
    },
    "en": {"Atlantic/Canary": "Canary Islands time"},
    "es": {
        "Atlantic/Azores": "hora de las Azores",
        "Europe/Vatican": "hora del Vaticano",
    },
    "et": {
        "Europe/Brussels": "Brüsseli aja järgi",
        "Europe/Paris": "Pariisi aja järgi",
        "Europe/Tallinn": "Tallinna aja järgi",
    },
    "fi": {
        "Europe/Brussels": "Brysselin aikaa",
        "Europe/Helsinki": "Helsingin aikaa",
        "Europe/Paris": "Pariisin aikaa",
    },
    "fr": {
        "Atlantic/Azores": "heure des Açores",
        "Atlantic/Canary": "heure des Canaries",
        "Europe/Helsinki": "heure d’Helsinki",
        "Europe/Vatican": "heure du Vatican",
    },
    "ga": {"Europe/Brussels": "am na Bruiséile"},
    "hr": {
        "Europe/Brussels": "po briselskom vremenu",
        "Europe/Paris": "po pariškom vremenu",
        "Europe/Zagreb": "po zagrebačkom vremenu",
    },
    "hu": {
        "Europe/Brussels": "brüsszeli idő szerint",
        "Europe/Budapest": "budapesti idő szerint",
        "Europe/Paris": "párizsi idő szerint",
    },
    "it": {
        "Atlantic/Azores": "ora delle Azzorre",
        "Atlantic/Canary": "ora delle Canarie",
        "Europe/Vatican": "ora della Città del Vaticano",
        "Indian/Reunion": "ora della Riunione",
    },
    "lt": {
        "Europe/Brussels": "Briuselio laiku",
        "Europe/Paris": "Paryžiaus laiku",
        "Europe/Vilnius": "Vilniaus laiku",
    },
    "lv": {
        "Europe/Brussels": "pēc Briseles laika",
        "Europe/Paris": "pēc Parīzes laika",
        "Europe/Riga": "pēc Rīgas laika",
    },
    "nl": {
        "Atlantic/Azores": "tijd op de Azoren",
        "Atlantic/Canary": "tijd op de Canarische Eilanden",
        "Europe/Brussels": "Brusselse tijd",
        "Europe/Paris": "Parijse tijd",
    },
    # In the genitive, which follows a time: "godz. 17:00 czasu brukselskiego".
    "pl": {
        "America/New_York": "czasu nowojorskiego",
        "Europe/Amsterdam": "czasu amsterdamskiego",
        "Asia/Nicosia": "czasu nikozyjskiego",
        "Europe/Athens": "czasu ateńskiego",
        "Europe/Belgrade": "czasu belgradzkiego",
        "Europe/Berlin": "czasu berlińskiego",
        "Europe/Bratislava": "czasu bratysławskiego",
        "Europe/Brussels": "czasu brukselskiego",
        "Europe/Bucharest": "czasu bukareszteńskiego",
        "Europe/Budapest": "czasu budapeszteńskiego",
        "Europe/Chisinau": "czasu kiszyniowskiego",
        "Europe/Copenhagen": "czasu kopenhaskiego",
        "Europe/Dublin": "czasu dublińskiego",
        "Europe/Helsinki": "czasu helsińskiego",
        "Europe/Istanbul": "czasu stambulskiego",
        "Europe/Kyiv": "czasu kijowskiego",
        "Europe/Lisbon": "czasu lizbońskiego",
        "Europe/Ljubljana": "czasu lublańskiego",
        "Europe/London": "czasu londyńskiego",
        "Europe/Luxembourg": "czasu luksemburskiego",
        "Europe/Madrid": "czasu madryckiego",
        "Europe/Malta": "czasu maltańskiego",
        "Europe/Paris": "czasu paryskiego",
        "Europe/Prague": "czasu praskiego",
        "Europe/Riga": "czasu ryskiego",
        "Europe/Rome": "czasu rzymskiego",
        "Europe/Sarajevo": "czasu sarajewskiego",
        "Europe/Sofia": "czasu sofijskiego",
        "Europe/Stockholm": "czasu sztokholmskiego",
        "Europe/Tallinn": "czasu tallińskiego",
        "Europe/Vienna": "czasu wiedeńskiego",
        "Europe/Vilnius": "czasu wileńskiego",
        "Europe/Warsaw": "czasu warszawskiego",
        "Europe/Zagreb": "czasu zagrzebskiego",
        "Europe/Zurich": "czasu zuryskiego",
    },
    "pt": {
        "Atlantic/Azores": "hora dos Açores",
        "Atlantic/Canary": "hora das Canárias",
        "Atlantic/Madeira": "hora da Madeira",
        "Europe/Luxembourg": "hora do Luxemburgo",
        "Europe/Monaco": "hora do Mónaco",
        "Europe/Vatican": "hora do Vaticano",
    },
    "ro": {
        "Europe/Brussels": "ora Bruxelles-ului",
        "Europe/Bucharest": "ora Bucureștiului",
        "Europe/Paris": "ora Parisului",
    },
    "sk": {
        "Europe/Bratislava": "bratislavského času",
        "Europe/Brussels": "bruselského času",
        "Europe/Paris": "parížskeho času",
    },
    "sl": {
        "Europe/Brussels": "po bruseljskem času",
        "Europe/Ljubljana": "po ljubljanskem času",
        "Europe/Paris": "po pariškem času",
    },
    "sv": {"Europe/Brussels": "Brysseltid", "Europe/Paris": "Paristid"},
}

FRENCH_ELISION = re.compile(r"\bde (?=[AEIOUÀÂÉÈÊÎÔ])")


# Days and spans


class NoSuchTimeError(ValueError):
    """Raised for a time of day that the clocks of a zone skip, when summer time begins."""


class TwiceError(ValueError):
    """Raised for a time of day that the clocks of a zone show twice, when summer time ends."""


def instant_of(day: date, clock: time, zone: str) -> datetime:
    """Return the aware instant at which the clocks of an IANA zone show a time on a day.

    Raises:
        NoSuchTimeError: if they never do.
        TwiceError: if they do twice, so that nobody can know which is meant (PEP 495).
    """
    earlier = datetime.combine(day, clock, ZoneInfo(zone))
    later = earlier.replace(fold=1)
    if earlier.utcoffset() == later.utcoffset():
        return earlier
    shown = earlier.astimezone(UTC).astimezone(ZoneInfo(zone))
    if shown.replace(tzinfo=None) != earlier.replace(tzinfo=None):
        raise NoSuchTimeError
    raise TwiceError


def site_day(instant: datetime) -> date:
    """Return the day on which an aware instant falls in the site's own zone.

    That of the settings and never the active one, which in the admin is the editor's: a preview shows what readers see.
    """
    return instant.astimezone(get_default_timezone()).date()


def format_day(day: date, language: str, *, year: bool = True, weekday: bool = False) -> str:
    """Return one day with its month in full: "27 June 2019", "Thursday 27 June"."""
    skeleton = f"{'y' if year else ''}MMMM{'EEEE' if weekday else ''}d"
    return _apply(_day_pattern(language, skeleton, day.day == 1), day, language)


def format_range(start: date, end: date, language: str, *, year: bool = True) -> str:
    """Return a run of days as one range: "27–28 June 2019", "30 June – 2 July 2019".

    Without the year, a range of a year or more keeps it, as it could not be understood.
    """
    if start == end:
        return format_day(start, language, year=year)
    skeleton = "yMMMMd" if year or (end - start).days >= 365 else "MMMMd"
    if start.year != end.year and skeleton.startswith("y"):
        field = "y"
    else:
        field = "d" if (start.year, start.month) == (end.year, end.month) else "M"
    patterns = _range_patterns(language, skeleton, field, start.day == 1, end.day == 1)
    if patterns is None:
        return f"{format_day(start, language, year=year)} – {format_day(end, language, year=year)}"
    return _apply(patterns[0], start, language) + _apply(patterns[1], end, language)


def format_spans(spans: Iterable[Span], language: str, *, year: bool = True) -> str:
    """Return spans as one phrase: "27–28 February and 1 March 2019"; no span is the empty string.

    A year that all share is said once, where the language has it: at the end, or in front
    ("2019. február …"). Spans of the same days, such as a morning and an afternoon, are said once.
    """
    runs = list(dict.fromkeys((span.start, span.end) for span in spans))
    shared = len({day.year for run in runs for day in run}) == 1
    said = 0 if _has_year_first(language) else len(runs) - 1
    words = [
        format_range(start, end, language, year=year and (not shared or position == said))
        for position, (start, end) in enumerate(runs)
    ]
    return format_list(words, language)


def format_month(month: date, language: str) -> str:
    """Return the month and year of a day as a heading, in the form that stands alone."""
    return _apply(_day_pattern(language, "yMMMM", False), month, language)


def format_partial(day: date, precision: Precision, language: str) -> str:
    """Return as much of a day as is known of it."""
    if precision == "month":
        return format_month(day, language)
    if precision == "year":
        return _apply(_day_pattern(language, "y", False), day, language)
    return format_day(day, language)


# Times and zones


def format_times(span: Span, language: str) -> str:
    """Return a span's times of the day: "09:30–17:00 Bucharest time"; all day is empty."""
    if span.start_time is None:
        return ""
    words = _time_range(span.start_time, span.end_time, language)
    if not span.zone:
        return _clock(words, language)
    at = datetime.combine(span.start, span.start_time, ZoneInfo(span.zone))
    return _clock_in_zone(words, span.zone, language, at)


def format_instant(at: datetime, zone: str, language: str, *, weekday: bool = True) -> str:
    """Return an instant as the day and time it has in a zone.

    In English: "Thursday 13 June 2019, 17:00 Brussels time". ``at`` must be aware.
    """
    if at.tzinfo is None:
        raise ValueError("An instant needs a time zone.")
    local = at.astimezone(ZoneInfo(zone))
    clock = _clock_in_zone(_time_range(local.time(), None, language), zone, language, local)
    pattern = chosen(INSTANTS, locale_of(language), "{day}, {clock}")
    return pattern.format(day=format_day(local.date(), language, weekday=weekday), clock=clock)


def zone_name(zone: str, language: str, at: datetime | None = None) -> str:
    """Return a zone in words, as they follow a time: "Brussels time", "czasu brukselskiego".

    ``at`` matters in the one hour of the year that the clocks run through twice: then the offset is
    added, as the words alone would name two instants.
    """
    words = _zone_words(zone, language)
    if at is None:
        return words
    local = (
        at.replace(tzinfo=ZoneInfo(zone)) if at.tzinfo is None else at.astimezone(ZoneInfo(zone))
    )
    if local.utcoffset() == local.replace(fold=1 - local.fold).utcoffset():
        return words
    minutes = (local.utcoffset() or timedelta()) // timedelta(minutes=1)
    sign = "+" if minutes >= 0 else "\N{MINUS SIGN}"
    hours, minutes = divmod(abs(minutes), 60)
    return f"{words}, UTC{sign}{hours}{f':{minutes:02}' if minutes else ''}"


# Patterns


def _apply(pattern: DateTimePattern, value: date | time, language: str) -> str:
    return pattern.apply(value, locale_of(language))


def _pattern(text: str, changes: dict, locale: Locale, is_first: bool = False) -> DateTimePattern:
    """Return CLDR's text as a pattern, with fields changed and the first as an ordinal."""
    tokens = [
        (kind, changes.get(value, value) if kind == "field" else value)
        for kind, value in tokenize_pattern(text)
    ]
    ordinal = chosen(FIRST_OF_THE_MONTH, locale)
    if is_first and ordinal:
        tokens = [("chars", ordinal) if token == ("field", ("d", 1)) else token for token in tokens]
    return parse_pattern(untokenize_pattern(tokens))


@lru_cache(maxsize=1024)
def _day_pattern(language: str, skeleton: str, is_first: bool) -> DateTimePattern:
    locale = locale_of(language)
    own = chosen(DAYS, locale, {}).get(skeleton)
    return _pattern(own or _day_text(locale, skeleton), WIDE | WIDE_WEEKDAY, locale, is_first)


def _day_text(locale: Locale, skeleton: str) -> str:
    if skeleton == "yMMMMd":
        return locale.date_formats["long"].pattern
    if skeleton == "yMMMMEEEEd":
        return locale.date_formats["full"].pattern
    for known in (skeleton, skeleton.replace("EEEE", "E"), skeleton.replace("MMMMEEEE", "MMME")):
        if known in locale.datetime_skeletons:
            return locale.datetime_skeletons[known].pattern
    return {"MMMMd": "d MMMM", "MMMMEEEEd": "EEEE d MMMM"}.get(skeleton, skeleton)


@lru_cache(maxsize=4096)
def _range_patterns(
    language: str, skeleton: str, field: str, is_first: bool, ends_first: bool
) -> tuple[DateTimePattern, DateTimePattern] | None:
    """Return the patterns of a range's two halves, or None where CLDR has none for the language."""
    locale = locale_of(language)
    sources = (
        chosen(RANGES, locale, {}).get(skeleton, {}),
        locale.interval_formats.get(skeleton, {}),
        locale.interval_formats.get(skeleton.replace("MMMM", "MMM"), {}),
    )
    halves = next((source[field] for source in sources if field in source), None)
    if halves is None or len(halves) != 2:
        return None
    start, end = halves
    return _pattern(start, WIDE, locale, is_first), _pattern(end, WIDE, locale, ends_first)


@lru_cache(maxsize=256)
def _has_year_first(language: str) -> bool:
    return _day_text(locale_of(language), "yMMMMd").startswith("y")


@lru_cache(maxsize=512)
def _time_patterns(language: str, field: str) -> tuple[DateTimePattern, ...]:
    """Return the pattern of one time (field "") or those of a range's halves, in 12 or 24 hours."""
    locale = locale_of(language)
    own = chosen(TIMES, locale, {})
    single = own.get("time") or locale.time_formats["short"].pattern
    if not field:
        return (parse_pattern(single),)
    has_halves_of_day = "a" in single
    intervals = locale.interval_formats.get("hm" if has_halves_of_day else "Hm", {})
    known = field if has_halves_of_day else "H"
    start, end = own.get("range") or intervals.get(known) or (f"{single}\u2009–\u2009", single)
    return parse_pattern(start), parse_pattern(end)


def _time_range(start: time, end: time | None, language: str) -> str:
    if end is None or end == start:
        return _apply(_time_patterns(language, "")[0], start, language)
    field = "h" if (start.hour < 12) == (end.hour < 12) else "a"
    first, second = _time_patterns(language, field)
    return _apply(first, start, language) + _apply(second, end, language)


def _clock(words: str, language: str) -> str:
    return chosen(CLOCKS, locale_of(language), "{time}").format(time=words)


def _clock_in_zone(words: str, zone: str, language: str, at: datetime) -> str:
    pattern = chosen(CLOCKS_IN_ZONE, locale_of(language), "{clock} ({zone})")
    return pattern.format(clock=_clock(words, language), zone=zone_name(zone, language, at))


@lru_cache(maxsize=1024)
def _zone_words(zone: str, language: str) -> str:
    if zone in COORDINATED:
        return "UTC"
    locale = locale_of(language)
    keys = _zone_keys(zone)
    own = chosen(ZONE_WORDS, locale, {})
    for key in keys:
        if key in own:
            return own[key]
    named = (locale.time_zones.get(key, {}).get("city") for key in keys)
    city = next(filter(None, named), zone.rpartition("/")[2].replace("_", " "))
    # CLDR's German has soft hyphens in long names, which copy badly and break search.
    city = city.replace("\N{SOFT HYPHEN}", "")
    # A city alone, in the brackets of the clock, is right in a language for which no phrase is
    # known.
    words = chosen(ZONE_PATTERNS, locale, "{city}").format(city=city)
    return FRENCH_ELISION.sub("d’", words) if locale.language == "fr" else words


@lru_cache(maxsize=256)
def _zone_keys(zone: str) -> tuple[str, ...]:
    """Return a zone's names, old and new: CLDR's cities still stand under Europe/Kiev."""
    aliases = get_global("zone_aliases")
    current = aliases.get(zone, zone)
    older = sorted(old for old, new in aliases.items() if new == current)
    return tuple(dict.fromkeys((zone, current, *older)))
