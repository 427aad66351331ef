"""Do translated words carry the same markup as the words of the source?"""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.languages.translation.markup import pieces, problems

TAGS = '<b> </b> <B> <br/> <br> <a|id="a1"> <a|href="x"> </a> </b|x> <'
PIECES = [
    *(tag.replace("|", " ") for tag in TAGS.split()),
    *("&amp;", "&", "&nbsp;", "word", " ", "{name}", "\n", "\r\n", "\x07", "مرحبا", "🔔", '"'),
]
FRAGMENTS = st.lists(st.sampled_from(PIECES)).map("".join)


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("Streets", "Rues"),
        ("A <b>bold</b> word", "Un mot <b>gras</b>"),
        # Another language has another order, and other nesting.
        ('<b>One</b> <a id="a1">two</a>', '<a id="a1">Deux <b>un</b></a>'),
        ('<a id="a1">One</a> <a id="a2">two</a>', '<a id="a2">Deux</a> <a id="a1">un</a>'),
        ("One<br/>two", "Un<br>deux"),
        ("Research &amp; development", "Recherche & développement"),
        ("1 &lt; 2", "1 &lt; 2"),
        ("Hello %(name)s, {count} of {total}", "{count} von {total}, %(name)s!"),
        ("100 % sure", "zu 100 % sicher"),
        ("See https://belfry.example/a?b=c&amp;d.", "Voir (https://belfry.example/a?b=c&amp;d)"),
        ("Write to info@belfry.example.", "info@belfry.exampleへ"),
        ("Bells\nring", "Les cloches\r\nsonnent\t🔔"),
    ],
)
def test_the_same_markup_in_other_words_is_right(source, words):
    assert problems(source, words) == []


@pytest.mark.parametrize(
    ("source", "words", "said"),
    [
        ("<b>One</b>", "<b>Un", ["“<b>” is not closed."]),
        ("<b>One</b>", "Un</b>", ["“</b>” closes nothing that is open."]),
        ("<b><i>1</i></b>", "<b><i>1</b></i>", ["“</b>” closes nothing that is open."]),
        ("<b>One</b>", "Un", ["“<b>” of the source is missing."]),
        ("One", "<b>Un</b>", ["“<b>” is not in the source."]),
        ("<b>1</b>", "<b>1</b><b>2</b>", ["“<b>” stands there more often than in the source."]),
        ("One", "Un<script>alert(1)</script>", ["“<script>” is not in the source."]),
        ("One", '<img src="x" onerror="y">', ['“<img src="x" onerror="y">” is not in the source.']),
        ("One", "Un</b x>", ["“</b x>” is not in the source."]),
        ("One", "1 < 2", ["A “<” that begins no tag must be written as “&lt;”."]),
        ("One", "<!-- Un -->", ["A “<” that begins no tag must be written as “&lt;”."]),
        (
            '<a id="a1">One</a>',
            '<a id="a2">Un</a>',
            ['“<a id="a1">” of the source is missing.', '“<a id="a2">” is not in the source.'],
        ),
        ("One<br/>two", "Un deux", ["“<br/>” of the source is missing."]),
        (
            "{count}",
            "{compte}",
            ["“{count}” of the source is missing.", "“{compte}” is not in the source."],
        ),
        ("%(n)s", "%(n) s", ["“%(n)s” of the source is missing."]),
        ("%s of %d", "%s", ["“%d” of the source is missing."]),
        ("www.belfry.example", "", ["“www.belfry.example” of the source is missing."]),
        (
            "info@belfry.example",
            "info @belfry.example",
            ["“info@belfry.example” of the source is missing."],
        ),
        ("One", "Un\0", ["It holds a control character (U+0000) that cannot be kept."]),
    ],
)
def test_each_difference_is_named(source, words, said):
    assert problems(source, words) == said


@given(FRAGMENTS)
def test_pieces_joined_are_the_fragment(words):
    written = (piece if isinstance(piece, str) else piece.written for piece in pieces(words))

    assert "".join(written) == words


@given(FRAGMENTS, FRAGMENTS)
def test_any_words_are_judged(source, words):
    assert all(isinstance(sentence, str) for sentence in problems(source, words))


@pytest.mark.parametrize("letter", ["a", "<", "<a ", "{", "%(", "www.", "a@", "http://", "&"])
def test_long_words_cost_no_more_than_they_must(letter):
    words = letter * (200_000 // len(letter))

    started = time.process_time()
    problems("", words)

    assert time.process_time() - started < 3
