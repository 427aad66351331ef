"""Which characters must not stand in a line of words?"""

from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import SMTP

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from cms.characters import UNSAFE, refuse_unsafe, unsafe_in

UNSAFE_CHARACTERS = st.one_of(
    st.sampled_from("\0\t\n\r\x0b\x0c\x1b\x7f\x85\u2028\u2029\ufdd0\ufffe\uffff"),
    st.characters(min_codepoint=0x202A, max_codepoint=0x202E),
    st.characters(min_codepoint=0x2066, max_codepoint=0x2069),
    st.integers(0xD800, 0xDFFF).map(chr),
)


@given(st.text(max_size=20), UNSAFE_CHARACTERS, st.text(max_size=20))
def test_a_line_with_an_unsafe_character_anywhere_is_refused_and_the_character_named(
    before, character, after
):
    with pytest.raises(ValidationError) as refused:
        refuse_unsafe(before + character + after)

    assert f"U+{ord(character):04X}" in refused.value.messages[0]


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1, max_size=150))
def test_a_line_that_is_accepted_survives_as_the_subject_of_a_mail(line):
    if unsafe_in(line):
        line = UNSAFE.sub("", line) or "News"
    refuse_unsafe(line)
    message = EmailMessage(policy=SMTP)
    message["Subject"] = line

    written = BytesParser(policy=SMTP).parsebytes(message.as_bytes())

    assert list(written.keys()) == ["Subject"]
    assert not written.defects


@pytest.mark.parametrize(
    "line",
    [
        "Security where it is lived – 25 June",
        "Bezpieczeństwo, сигурност, ασφάλεια",
        "אבטחה!\u200f",
        "\u200eC++\u200e ב־\u05d9",
        "\u061cمرحبا",
        "Bür\u00adger\u00admeis\u00adter",
        "می\u200cخواهم 👩\u200d🚒",
    ],
)
def test_honest_lines_of_any_script_are_accepted(line):
    assert unsafe_in(line) == []
    refuse_unsafe(line)


def test_each_character_is_named_once():
    assert unsafe_in("a\u202eb\u202ec\n") == ["U+202E", "U+000A"]
