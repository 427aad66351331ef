"""Does a machine leave alone what is never translated?"""

import pytest

from cms.languages.translation.glossary import Term, Vocabulary
from cms.languages.translation.machine.protection import protect, unprotect

KNOWN = Vocabulary(
    "en",
    "fr",
    (
        Term("PRoTECT", is_protected=True),
        Term("Cities & Co", is_protected=True),
        Term("Cities", is_protected=True),
        Term("London", is_protected=True, translation="Londres"),
        Term("safety audit", translation="diagnostic local de sécurité"),
    ),
)


@pytest.mark.parametrize(
    ("words", "sent"),
    [
        ("PRoTECT in London", "<keep>PRoTECT</keep> in London"),
        ("<b>PRoTECT</b>, PRoTECTs", "<b><keep>PRoTECT</keep></b>, PRoTECTs"),
        ("Cities &amp; Co of Cities", "<keep>Cities &amp; Co</keep> of <keep>Cities</keep>"),
        ("A safety audit", "A safety audit"),
        ('<a id="a1">Nothing</a>', '<a id="a1">Nothing</a>'),
    ],
)
def test_protected_terms_are_in_a_tag(words, sent):
    assert protect(words, KNOWN, "keep") == sent
    assert unprotect(sent, "keep") == words


def test_a_span_says_that_it_is_not_to_be_translated():
    sent = protect("PRoTECT", KNOWN, "span")

    assert sent == '<span translate="no">PRoTECT</span>'
    assert unprotect(sent, "span") == "PRoTECT"
