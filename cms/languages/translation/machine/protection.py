"""How does a machine leave alone what is never translated?

Protected terms are put into a tag whose content the service does not translate, and taken out of it again. That helps;
whether it did is seen by ``markup.problems`` and ``glossary.warnings``, as for a person's words.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cms.languages.translation.glossary import terms_in
from cms.languages.translation.markup import pieces

if TYPE_CHECKING:
    from cms.languages.translation.glossary import Vocabulary


def protect(words: str, vocabulary: Vocabulary, tag: str) -> str:
    """Return a fragment with each protected term in a tag of its own, where the term stands in one piece.

    What has an official name in the other language, such as a town, is left to the machine.

    Args:
        words: a sentence of the source, a fragment of HTML.
        vocabulary: of the pair of languages.
        tag: the name of a tag; a ``span`` says ``translate="no"``.
    """
    kept = [
        term.words
        for term in terms_in(words, vocabulary)
        if term.is_protected and not term.translation
    ]
    if not kept:
        return words
    longest_first = sorted(map(_written, kept), key=len, reverse=True)
    found = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")
    opening = f'<{tag} translate="no">' if tag == "span" else f"<{tag}>"
    return "".join(
        found.sub(lambda match: f"{opening}{match[0]}</{tag}>", piece)
        if isinstance(piece, str)
        else piece.written
        for piece in pieces(words)
    )


def unprotect(words: str, tag: str) -> str:
    """Return what a service has answered without the tags of protected terms."""
    return re.sub(rf"</?{tag}(?:\s[^<>]*)?>", "", words)


def _written(term: str) -> str:
    """Return a term as it stands in a fragment."""
    return term.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
