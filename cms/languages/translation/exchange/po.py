"""How is a translation written as a PO file, and read from one?

The format of GNU gettext (https://www.gnu.org/software/gettext/manual/html_node/PO-Files.html): ``msgctxt`` is the
place, ``msgid`` the source's words and ``msgstr`` the translated ones; words that are only proposed are ``fuzzy``. The
header that names the translation is wagtail-localize's, so that its files can be read here and ours there.
"""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

import polib
from django.utils.translation import gettext

from .sheet import (
    MAX_UNITS,
    ExchangeError,
    Sheet,
    State,
    too_many_units,
    translation_id,
    unit,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

SUFFIX = ".po"
CONTENT_TYPE = "text/x-gettext-translation"
TRANSLATION, SOURCE = "X-WagtailLocalize-TranslationID", "X-Source-Language"

CHARSET = re.compile(rb'^"?Content-Type:[^\r\n]*?charset=([\w.:-]+)', re.MULTILINE | re.IGNORECASE)
CHARSETS = re.compile(
    r"ascii|utf-8|iso8859-\d+|cp\d+|koi8-[rut]|gb2312|gbk|gb18030|big5(hkscs)?|euc_(jp|kr)|shift_jis|johab|tis-620"
)
"""Those that gettext knows, by Python's names: its other codecs are no charsets, and some are slow by design."""
UNKNOWN_CHARSETS = ("", "charset")
"""What stands in a header that nobody has filled in: then it is UTF-8."""

STATEMENT = re.compile(
    r'(?:(?P<keyword>msgctxt|msgid_plural|msgid|msgstr(?:\[\d\])?)\s*)?"(?P<text>[^"\\]*(?:\\.[^"\\]*)*)"'
)


def write(sheet: Sheet) -> bytes:
    """Return a sheet as a PO file in UTF-8."""
    # Unwrapped: polib wraps by rewriting the text, and translators' tools wrap anew anyway.
    file = polib.POFile(wrapwidth=0)
    file.metadata = {
        "Project-Id-Version": " ".join(sheet.title.split()),
        "Language": sheet.target_language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        SOURCE: sheet.source_language,
        TRANSLATION: str(sheet.translation),
    }
    file.extend(
        polib.POEntry(
            msgctxt=unit.context,
            msgid=unit.source,
            msgstr=unit.words,
            flags=["fuzzy"] if unit.state is State.PROPOSED else [],
        )
        for unit in sheet.units
    )
    return str(file).encode()


def read(data: bytes) -> Sheet:
    """Return the sheet that a PO file holds; what is obsolete in it is left out.

    Raises:
        ExchangeError: if it is no such file.
    """
    # polib takes a string for a path wherever a file of that name exists.
    content = _Content(_decoded(data))
    try:
        file = polib.pofile(content, encoding="utf-8")
    except (OSError, ValueError, LookupError) as error:
        raise _broken() from error
    return Sheet(
        translation=translation_id(file.metadata.get(TRANSLATION)),
        source_language=file.metadata.get(SOURCE, ""),
        target_language=file.metadata.get("Language", ""),
        title=file.metadata.get("Project-Id-Version", ""),
        units=tuple(
            unit(
                entry.msgctxt or "",
                entry.msgid,
                entry.msgstr,
                State.PROPOSED if entry.fuzzy else State.CONFIRMED,
            )
            for entry in file
        ),
    )


class _Content:
    """What polib is given to read: no string, no path, only lines, and one for each statement.

    Where it splits a string itself, it does so at characters that stand inside of words (U+2028), and it adds up long
    texts and comments in a time that grows with the square of their lines.
    """

    def __init__(self, text: str) -> None:
        self.lines = list(_statements(text))

    def splitlines(self) -> list[str]:
        """Return the lines."""
        return self.lines


def _statements(text: str) -> Iterator[str]:
    """Yield keyword and whole text of each statement, and the flags.

    Raises:
        ExchangeError: if a line is nothing of a PO file, or there are too many units.
    """
    keyword, texts, count = "", [], 0
    for line in _lines(text):
        found = STATEMENT.fullmatch(line)
        if found and not found["keyword"] and keyword:
            texts.append(found["text"])
            continue
        if keyword:
            yield f'{keyword} "{"".join(texts)}"'
        if line.startswith("#,"):
            keyword = ""
            yield line
        elif found and found["keyword"]:
            keyword, texts = found["keyword"], [found["text"]]
            count += keyword == "msgid"
        else:
            raise _broken()
        if count > MAX_UNITS + 1:  # the header is one
            raise too_many_units()
    if keyword:
        yield f'{keyword} "{"".join(texts)}"'


def _lines(text: str) -> Iterator[str]:
    """Yield the lines of a file but comments and what is obsolete."""
    for line in re.split(r"\r\n?|\n", text):
        line = line.strip()
        if line and (line.startswith("#,") or not line.startswith("#")):
            yield line


def _decoded(data: bytes) -> str:
    """Return the text of a file in the charset that its header names.

    Raises:
        ExchangeError: if the charset is unknown or another, or a NUL stands in the file.
    """
    if b"\0" in data:
        raise ExchangeError(
            gettext("The file holds NUL bytes: it is no text, or not saved as UTF-8.")
        )
    declared = CHARSET.search(data)
    charset = declared[1].decode("ascii").lower() if declared else ""
    if data.startswith(codecs.BOM_UTF8) or charset in UNKNOWN_CHARSETS:
        charset = "utf-8"
    try:
        if not CHARSETS.fullmatch(codecs.lookup(charset).name):
            raise LookupError(charset)
        return data.decode(charset).removeprefix("\ufeff")
    except LookupError as error:
        raise ExchangeError(
            gettext("The charset “%(charset)s” is unknown. Save the file as UTF-8.")
            % {"charset": charset[:40]}
        ) from error
    except UnicodeDecodeError as error:
        raise ExchangeError(
            gettext("The file is not in the charset that it names (%(charset)s).")
            % {"charset": charset}
        ) from error


def _broken() -> ExchangeError:
    return ExchangeError(gettext("This is no PO file, or a broken one."))
