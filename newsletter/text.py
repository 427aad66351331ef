"""How are plain words set in lines?"""

from __future__ import annotations

import re

COLUMNS = 72
BULLET = re.compile(r"- +")
SPACE = re.compile(r" +(?! *[–—-] )")
"""Where a line may end. A dash stays with the word before it: at the beginning of a line it would be a bullet."""


def wrap(text: str, columns: int = COLUMNS) -> str:
    """Return a text in lines of at most ``columns`` characters; addresses stay whole.

    Lines keep their indentation, and what follows a bullet stands under its words. Several empty lines become one.
    """
    lines: list[str] = []
    for line in text.splitlines():
        stripped = line.strip(" \t")
        if not stripped:
            if lines and lines[-1]:
                lines.append("")
            continue
        line = line.rstrip(" ")
        if len(line) <= columns:
            lines.append(line)
            continue
        indent = line[: len(line) - len(stripped)]
        bullet = BULLET.match(stripped)
        hanging = indent + " " * (bullet.end() if bullet else 0)
        set_line, *words = SPACE.split(stripped)
        set_line = indent + set_line
        for word in words:
            if len(set_line) + 1 + len(word) > columns:
                lines.append(set_line)
                set_line = hanging + word
            else:
                set_line += " " + word
        lines.append(set_line)
    return "\n".join(lines).strip("\n") + "\n"


def underlined(heading: str, character: str = "-", columns: int = COLUMNS) -> str:
    """Return a heading with a line of a character below it, as long as its longest line; nothing for no heading."""
    lines = wrap(heading, columns).strip().splitlines()
    return "\n".join([*lines, character * max(map(len, lines))]) if lines else ""
