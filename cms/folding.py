"""What is left of a text when people type it: without capitals, accents and soft hyphens?"""

from __future__ import annotations

import unicodedata

STROKED = str.maketrans("łøðđħıæœþ", "loddhiaot")
"""Letters that Unicode does not take apart: with the mark they are another letter, and yet people type them without."""


def folded(text: str) -> str:
    """Return a text without what people leave out when they type: capitals, accents, soft hyphens."""
    apart = unicodedata.normalize("NFKD", text.replace("\u00ad", "").casefold())
    plain = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return plain.translate(STROKED)
