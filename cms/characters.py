"""Which characters must not stand in a line of words?

A line becomes the subject of a mail, a title in a list, a name in a header. What ends it, what no database and no XML
document keeps, and what turns the letters around it round is refused where somebody edits it, and not when it is sent.

Single marks of direction (U+200E, U+200F, U+061C) stay, in every language: they put a full stop on its side of a Hebrew or
an Arabic word, and what they do ends with the next letter. Embeddings, overrides and isolates (U+202A to U+202E, U+2066 to
U+2069) go on until somebody ends them, over the rest of a list if need be, and can show a name as another one.
"""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

UNSAFE = re.compile(
    "["
    "\x00-\x1f\x7f-\x9f"  # controls: line feed, carriage return, tabulator and NUL among them
    "\u2028\u2029"  # separators of lines and paragraphs
    "\u202a-\u202e\u2066-\u2069"  # what turns round all that follows
    "\ud800-\udfff"  # half of a pair of surrogates
    "\ufdd0-\ufdef\ufffe\uffff"  # what is no character
    "]"
)


def unsafe_in(line: str) -> list[str]:
    """Return what must not stand in a line, each once, such as "U+202E"."""
    return [f"U+{ord(character):04X}" for character in dict.fromkeys(UNSAFE.findall(line))]


def refuse_unsafe(line: str) -> None:
    """Refuse a line that holds what must not stand there.

    Raises:
        ValidationError: that names the characters, which nobody can see.
    """
    if found := unsafe_in(line):
        raise ValidationError(
            _(
                "It holds characters that cannot be seen and must not stand in one line (%(codes)s). Delete the words around"
                " them, and type them again."
            ),
            code="unsafe",
            params={"codes": ", ".join(found)},
        )
