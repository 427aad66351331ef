"""Is every word of the interface and of the demonstration there in all six languages? English is in the code."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import polib
import pytest
from babel.messages.extract import extract
from babel.messages.plurals import get_plural
from django.conf import settings
from django.utils.translation import override, pgettext
from django.utils.translation.template import templatize

from home.demo.pages import all_sheets

ROOT = Path(__file__).resolve().parents[1]
LANGUAGES = ("de", "es", "fr", "it", "pl")
SOURCES = ("cms/**/*.py", "newsletter/**/*.py", "home/**/*.py", "templates/**/*.*")
KEYWORDS = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop")),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd](?!\w)|\{\w*\}")
TAG = re.compile(r"</?\w+")
DEMO = ROOT / "home" / "demo" / "translations"

Key = tuple[str | None, str]


def key_of(entry: polib.POEntry) -> Key:
    """Return by what gettext finds an entry."""
    return entry.msgctxt, entry.msgid


@cache
def catalogue(language: str) -> polib.POFile:
    """Return the words of the interface in a language."""
    return polib.pofile(str(ROOT / "locale" / language / "LC_MESSAGES" / "django.po"))


class Message(NamedTuple):
    """A text that is marked for translation, and the file in which it stands."""

    context: str | None
    singular: str
    plural: str
    name: str


def messages(*more: str) -> Iterator[Message]:
    """Find what `make messages` would collect.

    Args:
        *more: patterns of files beside those of the site.
    """
    for pattern in (*SOURCES, *more):
        for path in sorted(ROOT.glob(pattern)):
            name = path.relative_to(ROOT).as_posix()
            if path.is_dir() or name.startswith("home/demo/") or "/migrations/" in name:
                continue
            text = path.read_text(encoding="utf-8")
            if path.suffix != ".py":
                # Django turns a template into calls of gettext; the indentation is no Python's.
                text = "\n".join(map(str.strip, templatize(text, origin=name).splitlines()))
            for _line, message, _comments, context in extract(
                "python", BytesIO(text.encode()), keywords=KEYWORDS
            ):
                singular, plural = message if isinstance(message, tuple) else (message, "")
                yield Message(context, singular, plural, name)


@cache
def words_of_the_source() -> dict[Key, str]:
    """Return what `make messages` would collect, each with a file in which it stands."""
    return {(message.context, message.singular): message.name for message in messages()}


def offending(language: str, is_wrong: Callable[[polib.POEntry], bool]) -> list[str]:
    """Return the msgids of the entries about which something is wrong."""
    return [entry.msgid for entry in catalogue(language) if is_wrong(entry)]


def translations(entry: polib.POEntry) -> list[str]:
    """Return an entry's words: one, or one for each plural form."""
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_untranslated_or_fuzzy(language):
    assert offending(language, lambda entry: entry.fuzzy) == []
    assert offending(language, lambda entry: not all(translations(entry))) == []
    assert catalogue(language).obsolete_entries() == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogue_holds_the_words_of_the_source_and_no_others(language):
    found = {key_of(entry) for entry in catalogue(language)}

    assert {
        str(key): place for key, place in words_of_the_source().items() if key not in found
    } == {}
    assert found - words_of_the_source().keys() == set()


def test_gettext_goes_by_no_name_that_nobody_collects():
    renamed = re.compile(r"n?p?gettext(_lazy|_noop)? as (?!_\b)(\w+)")
    modules = [path for app in ("cms", "newsletter", "home") for path in (ROOT / app).rglob("*.py")]

    assert {
        path.name: found.group() for path in modules if (found := renamed.search(path.read_text()))
    } == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_header_says_the_language_and_its_plurals(language):
    po = catalogue(language)

    assert po.metadata["Language"] == language
    assert po.metadata["Content-Type"] == "text/plain; charset=UTF-8"
    assert not po.metadata_is_fuzzy
    number = int(re.search(r"nplurals=(\d)", po.metadata["Plural-Forms"]).group(1))
    assert number >= get_plural(language).num_plurals
    assert (
        offending(
            language,
            lambda entry: (
                bool(entry.msgid_plural) and set(entry.msgstr_plural) != set(range(number))
            ),
        )
        == []
    )


def all_placeholders(text: str) -> set[str]:
    """Return the names that are filled in, and the elements of HTML."""
    return {*PLACEHOLDER.findall(text), *TAG.findall(text)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_filled_in_is_the_same(language):
    def differs(entry: polib.POEntry) -> bool:
        wanted = [all_placeholders(text) for text in (entry.msgid, entry.msgid_plural) if text]
        # "One day left" names no number: a singular may do so in any language.
        return any(
            all_placeholders(text) not in wanted
            and not (entry.msgid_plural and all_placeholders(text) < wanted[-1])
            for text in translations(entry)
        )

    assert offending(language, differs) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_spaces_at_the_edges_are_those_of_the_source(language):
    def differs(entry: polib.POEntry) -> bool:
        edges = [
            (text[:1].isspace(), text[-1:].isspace())
            for text in (entry.msgid, *translations(entry))
        ]
        return len(set(edges)) > 1

    assert offending(language, differs) == []


@pytest.mark.parametrize("language", ["en", *LANGUAGES])
def test_each_catalogue_names_its_language(language):
    with override(language):
        assert pgettext("the BCP 47 tag of the language of this catalogue", "en") == language


def test_a_language_without_words_speaks_english():
    with override("bg"):
        assert pgettext("the BCP 47 tag of the language of this catalogue", "en") == "en"


def test_editors_choose_among_the_languages_with_a_catalogue():
    offered = {code for code, _name in settings.WAGTAILADMIN_PERMITTED_LANGUAGES}

    assert offered == {"en", *LANGUAGES}


def test_the_demonstration_shows_three_gaps():
    sheets = all_sheets(date(2026, 3, 2))

    assert Counter(tag for sheet in sheets for tag in sheet.left_out) == {"de": 1, "pl": 1}
    assert Counter(tag for sheet in sheets for tag in sheet.outdated) == {"it": 1}


@pytest.mark.parametrize("language", ["en", *LANGUAGES])
def test_nothing_else_of_the_demonstration_is_untranslated(language):
    po = polib.pofile(str(DEMO / f"{language}.po"))

    assert po.metadata["Language"] == language
    assert [entry.msgid for entry in po if entry.fuzzy] == []
    assert [entry.msgid for entry in po if not entry.msgstr] == []
    assert [
        entry.msgid
        for entry in po
        if set(TAG.findall(entry.msgid)) != set(TAG.findall(entry.msgstr))
    ] == []
