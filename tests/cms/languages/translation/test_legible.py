"""Do people see and type what they mean, whatever is stored?"""

import pytest

from cms.languages.translation.legible import readable, stored, typed


@pytest.mark.parametrize(
    ("words", "is_rich", "shown"),
    [
        ("Bread &amp; butter", False, "Bread & butter"),
        ("one<br/>two", False, "one\ntwo"),
        ("a &lt;b&gt; c", False, "a <b> c"),
        ("Bread &amp; <b>butter</b>", True, "Bread & <b>butter</b>"),
        ("&amp;copy; is a sign", True, "&amp;copy; is a sign"),
        ("a &lt; b", True, "a &lt; b"),
    ],
)
def test_stored_words_are_shown_to_be_typed_and_stored_again(words, is_rich, shown):
    assert typed(words, is_rich=is_rich) == shown
    assert stored(shown, is_rich=is_rich, source=words) == words


@pytest.mark.parametrize(
    ("text", "is_rich", "words"),
    [
        (" two\nlines ", False, "two lines"),
        ("AT&T <3", True, "AT&amp;T &lt;3"),
        ("<a id='a1'>x</a>", True, "<a id='a1'>x</a>"),
        ("", False, ""),
    ],
)
def test_what_is_typed_is_stored_without_what_the_source_has_not(text, is_rich, words):
    assert stored(text, is_rich=is_rich) == words


def test_tags_can_be_told_from_text():
    assert readable('<a id="a1">R &amp; D</a> &lt;x&gt;', is_rich=True) == (
        '<code class="desk-tag" translate="no">&lt;a id=&quot;a1&quot;&gt;</code>R &amp; D'
        '<code class="desk-tag" translate="no">&lt;/a&gt;</code> &lt;x&gt;'
    )


@pytest.mark.parametrize("is_rich", [True, False])
def test_nothing_that_is_stored_runs_in_the_editor(is_rich):
    assert "<script" not in readable("<script>alert(1)</script>", is_rich=is_rich)
