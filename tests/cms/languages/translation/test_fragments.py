"""What does a fragment of HTML say without its marks?"""

import pytest

from cms.languages.translation.fragments import Piece, count_words, difference, is_trivial, plain


@pytest.mark.parametrize(
    ("fragment", "text"),
    [
        ("", ""),
        ('Two <b>towns</b> and <a id="a1">a third</a>.', "Two towns and a third."),
        ("<b>PRo</b>TECT", "PRoTECT"),
        ("First line<br/>second<br>third", "First line second third"),
        ("Police &amp; residents, 1 &lt; 2", "Police & residents, 1 < 2"),
        ("« une\u00a0ville\u202f»\n ", "« une ville »"),
        ("Se\u0301curite\u0301", "Sécurité"),
        ("Sicher\u00adheits\u00adrat", "Sicherheitsrat"),
    ],
)
def test_marks_are_left_out_and_writing_is_made_comparable(fragment, text):
    assert plain(fragment) == text


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("Streets for people", "streets  for people!", True),
        ("Straße", "STRASSE", True),
        ("Café “Nord”", "Cafe\u0301 «Nord»", True),
        ("Streets for people", "Streets for <b>people</b>", True),
        ("12 towns", "13 towns", False),
        ("in use", "in-use", True),
        ("public", "pubic", False),
    ],
)
def test_only_case_punctuation_and_white_space_are_trivial(old, new, expected):
    assert is_trivial(old, new) is expected


def test_words_are_counted_without_marks():
    assert count_words(["One <b>two</b>", "three<br/>four"]) == 4


@pytest.mark.parametrize(
    ("old", "new", "pieces"),
    [
        ("", "", ()),
        ("A town.", "A town.", (Piece("same", "A town."),)),
        ("", "A town.", (Piece("added", "A town."),)),
        ("Two towns", "towns", (Piece("removed", "Two "), Piece("same", "towns"))),
        (
            "the old big square",
            "the new small square",
            (
                Piece("same", "the "),
                Piece("removed", "old big"),
                Piece("added", "new small"),
                Piece("same", " square"),
            ),
        ),
        (
            "Η ασφάλεια, παντού",
            "Η ασφάλεια παντού",
            (Piece("same", "Η ασφάλεια"), Piece("removed", ","), Piece("same", " παντού")),
        ),
    ],
)
def test_the_difference_is_told_word_by_word(old, new, pieces):
    assert difference(old, new) == pieces
