"""Where are the translations of the demonstration?

In one PO file per language, beside this module. Their msgids are the words of the sources exactly
as wagtail-localize cuts them into segments, whatever the language of the source.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import polib
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from cms.models import Promotion
from home.demo.building import complete, make
from home.demo.pages import all_sheets
from home.demo.pages.issue import PROMOTION
from home.demo.sheets import LANGUAGES, Sheet, To

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

FOLDER = Path(__file__).parent / "translations"
HEADER = """\
Words of the demonstration. The comment above an entry names the page and its language.
Keep <b>, <i> and <a id="a1"> around the same words, and typographic quotes as the language has them.
`manage.py load_demo --messages` brings this file up to date and keeps what is translated."""


def catalogue(language: str) -> dict[str, str]:
    """Return the translated words by the words of the source; nothing for a language without a file."""
    path = FOLDER / f"{language}.po"
    if not path.exists():
        return {}
    return {entry.msgid: entry.msgstr for entry in polib.pofile(str(path)) if entry.msgstr}


def wanted(language: str, today: date) -> dict[str, list[str]]:
    """Return the words to translate into a language, in reading order, each with where it stands."""
    found: dict[str, list[str]] = {}
    for origin, words in _texts(language, today):
        origins = found.setdefault(words, [])
        if origin not in origins:
            origins.append(origin)
    return found


def write_messages(today: date) -> dict[str, tuple[int, int]]:
    """Bring every PO file up to date, keeping translations.

    Returns:
        For each language the number of entries, and how many of them are translated.
    """
    FOLDER.mkdir(exist_ok=True)
    counts = {}
    for language in sorted(LANGUAGES):
        known = catalogue(language)
        po = polib.POFile(wrapwidth=100)
        po.header = HEADER
        po.metadata = {
            "Language": language,
            "MIME-Version": "1.0",
            "Content-Type": "text/plain; charset=UTF-8",
            "Content-Transfer-Encoding": "8bit",
        }
        for words, origins in wanted(language, today).items():
            # What has no letters is the same in every language.
            kept = words if not any(letter.isalpha() for letter in words) else ""
            po.append(
                polib.POEntry(
                    msgid=words, msgstr=known.get(words, kept), comment=", ".join(origins)
                )
            )
        po.save(str(FOLDER / f"{language}.po"))
        counts[language] = (len(po), len(po.translated_entries()))
    return counts


def strings_of(instance) -> list[str]:
    """Return the words of a page or snippet as wagtail-localize cuts them, in order."""
    return [
        segment.string.data
        for segment in extract_segments(instance)
        if isinstance(segment, StringSegmentValue)
    ]


def _texts(language: str, today: date) -> Iterator[tuple[str, str]]:
    """Yield where words stand, and the words."""
    for sheet in all_sheets(today):
        if language in sheet.targets:
            for words in strings_of(_read(sheet, language)):
                yield f"{sheet.key} ({sheet.language})", words
    if language != "en":
        for words in strings_of(Promotion(**PROMOTION)):
            yield "promotion (en)", words


def _read(sheet: Sheet, language: str):
    """Return the page in memory as it was when it was translated; what it points at plays no part."""
    if language not in sheet.outdated:
        sheet = replace(sheet, earlier_summary="")
    page = make(sheet, lambda _to: None)
    complete(page, sheet, lambda _to: None)
    for name, value in sheet.facts.items():
        field = page._meta.get_field(name)
        if isinstance(value, To) and not field.null:
            setattr(page, name, field.related_model())  # anything: it has no words of this page
    return page
