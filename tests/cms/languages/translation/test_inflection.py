"""Is a word a form of another, as far as can be told without a dictionary?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.languages.translation.inflection import FIRM, find, is_form_of


def found(phrase, text, language):
    """Return what of a text is taken for a phrase."""
    return [text[start:end] for start, end in find(phrase, text, language)]


@pytest.mark.parametrize(
    ("language", "phrase", "text", "expected"),
    [
        ("en", "safety audit", "Safety audits, and a safety audit.", ["Safety audits", "safety audit"]),
        ("en", "local authority", "local authorities", ["local authorities"]),
        ("fr", "prévention de la récidive", "la prévention de la Récidive", ["prévention de la Récidive"]),
        ("fr", "élu local", "des élus locaux", ["élus locaux"]),
        ("de", "öffentlicher Raum", "im öffentlichen Raum", ["öffentlichen Raum"]),
        ("de", "Stadt", "Städte", ["Städte"]),
        ("de", "lokales Sicherheitsaudit", "lokalen Sicherheitsaudits", ["lokalen Sicherheitsaudits"]),
        ("de", "Kriminalprävention", "Kriminalpräventionsrat", ["Kriminalpräventionsrat"]),
        ("de", "Strasse", "Straße", ["Straße"]),
        ("pl", "bezpieczeństwo miejskie", "bezpieczeństwa miejskiego", ["bezpieczeństwa miejskiego"]),
        ("pl", "przestrzeń publiczna", "w przestrzeni publicznej", ["przestrzeni publicznej"]),
        ("it", "polizia locale", "le polizie locali", ["polizie locali"]),
        ("es", "espacio público", "los espacios públicos", ["espacios públicos"]),
        ("el", "ασφάλεια", "των ασφαλειών", ["ασφαλειών"]),
        ("el", "πόλεως", "ΠΟΛΕΩΣ", ["ΠΟΛΕΩΣ"]),
        ("bg", "сигурност", "градската сигурността", ["сигурността"]),
        ("mt", "pulizija", "il-pulizija tal-belt", ["pulizija"]),
        ("fr", "OCDE", "selon l’OCDE, l'OCDE", ["OCDE", "OCDE"]),
        ("en", "co-operation", "co-operation, co operation", ["co-operation", "co operation"]),
    ],
)  # fmt: skip
def test_a_form_of_a_term_is_recognised(language, phrase, text, expected):
    assert found(phrase, text, language) == expected


@pytest.mark.parametrize(
    ("language", "phrase", "text"),
    [
        ("en", "local police", "local policy"),
        ("en", "police", "policy"),
        ("en", "security", "insecurity and cybersecurity"),
        ("en", "night", "nightmares"),
        ("en", "urban security", "urban. Security"),
        ("en", "urban security", "urban and security"),
        ("en", "race", "racing"),
        ("de", "Kriminalität", "Kriminalprävention"),
        ("fr", "sécurité", "insécurité"),
        ("en", "", "anything"),
        ("en", "--", "anything"),
        ("en", "a longer term", "a"),
    ],
)
def test_another_word_is_not_taken_for_it(language, phrase, text):
    assert found(phrase, text, language) == []


LETTERS = st.text("ab", max_size=14)


@given(LETTERS, LETTERS, st.sampled_from(["en", "de", "pl"]))
def test_no_form_begins_otherwise(word, basic, language):
    assert not is_form_of(word, basic, language) or word.startswith(basic[:FIRM])
