"""What does somebody see of what a file would change in translations?"""

import pytest

from cms.desk.reports import RANKS, SHOWN_CHARACTERS, SIGNS, SILENT, printable, readable
from cms.languages.translation.exchange.comparison import Verdict


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("Trees &amp; benches", "Trees & benches"),
        ("a &lt; b", "a < b"),
        ("One<br/>two", "One\ntwo"),
        ("A <b>bold</b> word &amp; more", "A <b>bold</b> word & more"),
        ("A <b>bold", "A <b>bold"),
        ("", ""),
    ],
)
def test_words_are_shown_as_they_are_typed(words, shown):
    assert readable(words) == shown


@pytest.mark.parametrize("mark", ["x", "&amp;", "<b>"])
def test_a_long_text_is_cut_wherever_that_is(mark):
    assert len(readable(mark * SHOWN_CHARACTERS)) <= SHOWN_CHARACTERS + 2
    assert readable(mark * SHOWN_CHARACTERS).endswith("…") is (len(mark) > 1)


def test_a_name_does_not_turn_the_text_around_it():
    assert (
        printable("bells\u202e.po\x1b")
        == "bells\N{REPLACEMENT CHARACTER}.po\N{REPLACEMENT CHARACTER}"
    )


def test_every_verdict_of_a_dry_run_is_shown_or_counted():
    assert {*RANKS, *SILENT} == set(Verdict) - {Verdict.OVERTAKEN}
    assert set(RANKS) == set(SIGNS)
