"""Is what people type the same as what stands there?"""

import pytest

from cms.folding import folded


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Sécurité", "securite"),
        ("Łódź", "lodz"),
        ("GROẞE Straße", "grosse strasse"),
        ("Smørrebrød", "smorrebrod"),
        ("ΑΣΦΆΛΕΙΑ", "ασφαλεια"),
        ("Sicher\u00adheit", "sicherheit"),
        ("e\u0301te\u0301", "ete"),
    ],
)
def test_capitals_accents_and_soft_hyphens_are_left_out(text, plain):
    assert folded(text) == plain
