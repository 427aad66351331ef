"""What is a country, a language, an amount or a list called in the reader's language?

The words are CLDR's, read through Babel. Where CLDR is wrong or silent for this network, a table
beside the function says what is printed instead and why. Every ``language`` is a BCP 47 tag.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from babel import Locale, UnknownLocaleError
from babel.languages import get_official_languages
from babel.lists import format_list as babel_format_list
from babel.numbers import format_currency, format_decimal
from babel.units import format_unit

if TYPE_CHECKING:
    from cms.items import Money

HOME_REGIONS = {"en": "en_GB", "pt": "pt_PT"}
"""CLDR's bare "en" and "pt" are American and Brazilian; a European network writes neither."""


class UnknownLanguage(ValueError):
    """A language tag for which CLDR holds no words at all."""

    def __init__(self, tag: str):
        super().__init__(f"No words are known for the language {tag!r}.")
        self.tag = tag


@lru_cache(maxsize=512)
def locale_of(language: str) -> Locale:
    """Return the locale whose words a BCP 47 tag asks for.

    "en" is British and "pt" European. Subtags that CLDR does not know are dropped from the right
    ("fr-XX" is "fr").

    Raises UnknownLanguage when nothing is left.
    """
    subtags = language.replace("_", "-").split("-")
    while subtags:
        identifier = "_".join(subtags)
        try:
            return Locale.parse(HOME_REGIONS.get(identifier.lower(), identifier))
        except (UnknownLocaleError, ValueError):
            subtags.pop()
    raise UnknownLanguage(language)


def chosen(table: dict, locale: Locale, default=None):
    """Return a table's entry for a locale: by language and region first, then by language."""
    return table.get(str(locale), table.get(locale.language, default))


# Countries

NOT_COUNTRIES = frozenset(
    # Codes that CLDR names beside those of ISO 3166-1: reserved codes, groupings and test codes.
    ["AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"]
)


@lru_cache(maxsize=1)
def country_codes() -> frozenset[str]:
    """Return the ISO 3166-1 alpha-2 codes, and XK, which usage allows for Kosovo."""
    named = map(str, Locale("en").territories)
    return frozenset(code for code in named if re.fullmatch("[A-Z]{2}", code)) - NOT_COUNTRIES


def country_name(code: str, language: str) -> str:
    """Return a country's name; the code itself when CLDR has no name for it."""
    locale = locale_of(language)
    name = locale.territories.get(code.upper(), code)
    # CLDR's English writes "Bosnia & Herzegovina"; running text does not.
    return name.replace(" & ", " and ") if locale.language == "en" else name


def countries_by_name(codes: Iterable[str], language: str) -> list[tuple[str, str]]:
    """Return (code, name) pairs in the order of the names."""
    in_order = sort_key(language)
    named = [(code, country_name(code, language)) for code in codes]
    return sorted(named, key=lambda pair: in_order(pair[1]))


OFFICIAL_LANGUAGES = {
    "BA": ("bs", "hr", "sr"),  # CLDR lists scripts beside languages.
    "ES": (
        "es",
        "ca",
        "gl",
        "eu",
    ),  # Official in their communities; CLDR's regional list adds others.
    "IT": ("it", "fr"),  # French in the Aosta Valley.
    "ME": ("cnr",),  # CLDR says Serbian in Latin script; the constitution says Montenegrin.
    "MK": ("mk", "sq"),  # Albanian since 2019.
    "NO": ("nb", "nn"),  # CLDR adds "no", which covers both.
    "RS": ("sr",),  # CLDR lists both scripts.
    "XK": ("sq", "sr"),  # CLDR lists both scripts of Serbian.
}


def official_languages(country: str) -> tuple[str, ...]:
    """Return the BCP 47 tags of a country's official languages; empty for an unknown code.

    Languages used in fact count only where no law names one: otherwise CLDR would give Ukraine
    Russian.
    """
    code = country.upper()
    if code in OFFICIAL_LANGUAGES:
        return OFFICIAL_LANGUAGES[code]
    named = get_official_languages(code) or get_official_languages(code, de_facto=True)
    return tuple(dict.fromkeys(tag.split("_")[0] for tag in named))


# Languages


MONTENEGRIN = {
    # CLDR names Montenegrin in English only and calls it Serbian (Latin, Montenegro) elsewhere.
    "bg": "черногорски",
    "cs": "černohorština",
    "da": "montenegrinsk",
    "de": "Montenegrinisch",
    "el": "Μαυροβουνιακά",
    "en": "Montenegrin",
    "es": "montenegrino",
    "fr": "monténégrin",
    "hr": "crnogorski",
    "it": "montenegrino",
    "nl": "Montenegrijns",
    "pl": "czarnogórski",
    "pt": "montenegrino",
    "ro": "muntenegreană",
    "sk": "čiernohorčina",
    "sl": "črnogorščina",
    "sr": "crnogorski",
    "sv": "montenegrinska",
}


def language_name(tag: str, language: str) -> str:
    """Return a language's name as inside a sentence; the tag itself when nobody knows it."""
    locale = locale_of(language)
    if tag == "cnr" and locale.language in MONTENEGRIN:
        return MONTENEGRIN[locale.language]
    identifier = tag.replace("-", "_")
    if identifier in locale.languages:
        return locale.languages[identifier]
    try:
        return Locale.parse(identifier).get_display_name(locale) or tag
    except (UnknownLocaleError, ValueError):
        return tag


def autonym(tag: str) -> str:
    """Return a language's name in that language, in lower case where the language writes it so."""
    try:
        return language_name(tag, tag)
    except UnknownLanguage:
        return tag


# Lists

CONJUNCTIONS = (
    # Language, list, start of the last word, CLDR's conjunction, the right one.
    # Spanish avoids two like vowels (Ortografía de la lengua española); ICU does this in code,
    # Babel does not.
    ("es", "standard", re.compile(r"[ií]|h[ií](?![ae])", re.IGNORECASE), " y ", " e "),
    ("es", "or", re.compile(r"h?[oó]|8|11\b", re.IGNORECASE), " o ", " u "),
    # CLDR has no Maltese "or" and leaves the English one.
    ("mt", "or", re.compile(""), " or ", " jew "),
)


def _join(words: Iterable[str], style: Literal["standard", "or"], language: str) -> str:
    words = [str(word) for word in words]
    locale = locale_of(language)
    text = babel_format_list(words, style=style, locale=locale)
    if len(words) > 1:
        head = text[: len(text) - len(words[-1])]
        for written_in, list_style, start, stock, right in CONJUNCTIONS:
            applies = (written_in, list_style) == (locale.language, style) and head.endswith(stock)
            if applies and start.match(words[-1]):
                return head.removesuffix(stock) + right + words[-1]
    return text


def format_list(words: Iterable[str], language: str) -> str:
    """Join words with commas and "and"; the empty list is the empty string."""
    return _join(words, "standard", language)


def format_alternatives(words: Iterable[str], language: str) -> str:
    """Join words with commas and "or"; the empty list is the empty string."""
    return _join(words, "or", language)


# Numbers

FOUR_DIGITS_TOGETHER = dict.fromkeys(
    # CLDR's minimumGroupingDigits is 2 here ("1500", but "15 000"); Babel does not read it.
    ["bg", "es", "et", "hu", "it", "lv", "pl", "pt_PT", "sl"],
    True,
)


LETTER_BEFORE_DIGIT = re.compile(r"(?<=[^\W\d_])(?=\d)")


def _is_grouped(number: Decimal | int, locale: Locale) -> bool:
    return abs(number) >= 10_000 or not chosen(FOUR_DIGITS_TOGETHER, locale, False)


def format_number(number: int | Decimal, language: str) -> str:
    """Return a number with the separators of the language, whose spaces do not break."""
    locale = locale_of(language)
    return format_decimal(number, locale=locale, group_separator=_is_grouped(number, locale))


def format_money(money: Money, language: str) -> str:
    """Return an amount with its currency; a whole amount stands without decimals."""
    locale = locale_of(language)
    is_whole = money.amount == money.amount.to_integral_value()
    pattern = locale.currency_formats["standard"].pattern
    words = format_currency(
        money.amount,
        money.currency,
        format=pattern.replace(".00", "") if is_whole else pattern,
        locale=locale,
        currency_digits=not is_whole,
        group_separator=_is_grouped(money.amount, locale),
    )
    # CLDR sets a space between letters and digits ("SEK 500", but "€500"); Babel does not.
    return LETTER_BEFORE_DIGIT.sub("\u00a0", words)


def format_file_size(size: int, language: str) -> str:
    """Return the size of a file, given in bytes, in decimal kilobytes, megabytes or gigabytes."""
    kilobytes = max(1, round(size / 1000))
    if kilobytes < 1000:
        unit, amount = "digital-kilobyte", kilobytes
    elif size < 999_500_000:
        unit, amount = "digital-megabyte", size / 1_000_000
    else:
        unit, amount = "digital-gigabyte", size / 1_000_000_000
    locale = locale_of(language)
    digits = format_decimal(amount, "#,##0.#" if amount < 9.95 else "#,##0", locale=locale)
    # The symbol is taken from a plural: CLDR spells out the singular in some languages ("1 kbyte",
    # "1,2 MByte").
    return format_unit(5, unit, "short", "0", locale=locale).replace("5", digits)


# Order

TAILORINGS = {
    # "n<ñ": ñ is a letter of its own after n. "y=ü": ü is a kind of y. Two letters may make one
    # ("h<ch"). Languages that are not named sort accents as their base letter (de, el, en, fr, ga,
    # it, nl, pt).
    "bg": "и<й",
    "cs": "c<č h<ch r<ř s<š z<ž",
    "da": "y=ü z<æ=ä<ø=ö<å=aa",
    "es": "n<ñ",
    "et": "s<š<z<ž w<õ<ä<ö<ü",
    "fi": "y=ü z<å<ä=æ<ö=ø",
    "hr": "c<č<ć d<dž<đ l<lj n<nj s<š z<ž",
    "hu": "c<cs d<dz<dzs g<gy l<ly n<ny o<ö=ő s<sz t<ty u<ü=ű z<zs",
    "lt": "c<č i=y s<š z<ž",
    "lv": "a<ā c<č e<ē g<ģ i=y<ī k<ķ l<ļ n<ņ o<ō r<ŗ s<š u<ū z<ž",
    "mt": "b<ċ f<ġ g<għ h<ħ y<ż",
    "pl": "a<ą c<ć e<ę l<ł n<ń o<ó s<ś z<ź<ż",
    "ro": "a<ă<â i<î s<ș=ş t<ț=ţ",
    "sk": "a<ä c<č h<ch o<ô r<ř s<š z<ž",
    "sl": "c<č<ć d<đ s<š z<ž",
    "sv": "y=ü z<å<ä=æ<ö=ø",
}

UNDIVIDED = {
    "æ": "ae",
    "œ": "oe",
    "ø": "o",
    "đ": "d",
    "ð": "d",
    "ł": "l",
    "ħ": "h",
    "ı": "i",
    "þ": "th",
}
"""Letters that do not decompose, as the letters under which other languages file them."""

PUNCTUATION = str.maketrans(
    {"\u2019": "'", "\u00a0": " ", "\u202f": " ", "\u2013": "-", "\u2011": "-"}
)


@lru_cache(maxsize=64)
def sort_key(language: str) -> Callable[[str], tuple]:
    """Return a key function that puts names in the order a reader of the language expects.

    It is meant for short lists of names in memory, the same on every database: first letters (by
    the table above), then accents, then small before capital. Digits are compared one by one ("10"
    before "9"). It is not the whole Unicode collation algorithm: scripts stand in the order of
    their code points (Latin, Greek, Cyrillic) whatever the language; doubled Hungarian digraphs
    ("ccs") and Croatian or Hungarian letters that meet by chance at the seam of a compound are
    taken as they look; French accents are compared from the front; punctuation follows its code
    points; languages outside the Union's 24 have no tailoring.
    """
    weights: dict[str, tuple[str, int]] = {}
    for chain in TAILORINGS.get(locale_of(language).language, "").split():
        ranks = [rank.split("=") for rank in chain.split("<")]
        base = ranks[0][0]
        for position, letters in enumerate(ranks):
            for letter in letters:
                weights[letter] = (base, position)
    letters = sorted(weights, key=len, reverse=True)
    unit = re.compile("|".join([*map(re.escape, letters), "."]), re.DOTALL)

    def weigh(letter: str) -> list[tuple[str, int]]:
        if letter in weights:
            return [weights[letter]]
        plain = unicodedata.normalize("NFD", UNDIVIDED.get(letter, letter))
        kept = [mark for mark in plain if not unicodedata.combining(mark)]
        return [weights.get(mark, (mark, 0)) for mark in kept]

    def key(name: str) -> tuple:
        composed = unicodedata.normalize("NFC", name.translate(PUNCTUATION))
        folded = unicodedata.normalize("NFC", composed.casefold())
        letters = tuple(weight for part in unit.findall(folded) for weight in weigh(part))
        accents = [
            (unicodedata.combining(mark) > 0, mark) for mark in unicodedata.normalize("NFD", folded)
        ]
        return letters, accents, composed.swapcase(), composed

    return key
