"""Do the demonstration's own translations keep to its glossary?"""

from dataclasses import replace
from datetime import date

import polib
import pytest
from django.core.cache import cache

from cms.languages.translation.glossary import Term, vocabulary, warnings
from home.demo import standing
from home.demo.catalogues import FOLDER
from home.demo.network.glossary import GLOSSARY
from home.demo.pages import all_sheets
from home.demo.sheets import LANGUAGES

OTHERS = sorted(set(LANGUAGES) - {"en"})


@pytest.fixture
def stored(db):
    """Put names and glossary into the database."""
    cache.clear()
    standing.make_names()
    standing.make_glossary()


def acronyms():
    """Return the acronyms of the demonstration's projects, whose pages are not loaded here."""
    named = {sheet.facts.get("acronym") for sheet in all_sheets(date(2026, 3, 2))} - {None, ""}
    return tuple(Term(acronym, is_protected=True) for acronym in sorted(named))


def test_every_term_has_a_translation_into_every_language():
    assert [term for term, entry in GLOSSARY.items() if sorted(entry.translations) != OTHERS] == []
    assert [term for term, entry in GLOSSARY.items() if not entry.definition] == []


@pytest.mark.parametrize("language", OTHERS)
def test_no_translation_alters_a_name_or_says_what_is_to_be_avoided(language, stored):
    known = vocabulary("en", language)
    known = replace(known, terms=(*acronyms(), *known.terms))

    assert [
        (warning.message, entry.msgstr)
        for entry in polib.pofile(str(FOLDER / f"{language}.po"))
        for warning in warnings(entry.msgid, entry.msgstr, known)
        if not warning.is_hint
    ] == []
