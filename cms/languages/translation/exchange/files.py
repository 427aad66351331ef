"""Which files does a translation leave in, one or many, and which come back?

Many are one ZIP archive. Names in it are made here on the way out, and only shown on the way in: nothing is ever
unpacked to a path, and a file is known by the translation that it names.
"""

from __future__ import annotations

import codecs
import io
import struct
import zipfile
import zlib
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from anyascii import anyascii
from django.utils.text import slugify
from django.utils.translation import gettext
from wagtail_localize.models import Translation

from . import po, xliff
from .sheet import ExchangeError, Sheet, read_whole, too_large

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import IO

    from .comparison import Report

MAX_FILES = 2_000
"""How many files an archive may hold."""
MAX_ARCHIVE_BYTES = 20 * 1024 * 1024
"""How large an archive may be."""
MAX_UNPACKED_BYTES = 100 * 1024 * 1024
"""How large all of its files may be together, unpacked."""

MEMORY = 10 * 1024 * 1024
"""Bytes of an archive that are held in memory until it is whole; a larger one waits on disk, without a name."""

OUR_COMPRESSION = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
ARCHIVE = b"PK\x03\x04"
"""How an archive begins (APPNOTE.TXT, 4.3.7)."""
BROKEN = (
    *(zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError),
    *(ValueError, OverflowError, RuntimeError),
)
"""What zipfile raises for archives that are not as they should be; for encrypted ones a RuntimeError."""
EPOCH = (1980, 1, 1, 0, 0, 0)
"""The first moment that an archive can name: the same words make the same bytes."""


@dataclass(frozen=True, slots=True)
class Format:
    """One format of files."""

    suffix: str
    content_type: str
    write: Callable[[Sheet], bytes]
    read: Callable[[bytes], Sheet]


FORMATS = {
    "po": Format(po.SUFFIX, po.CONTENT_TYPE, po.write, po.read),
    "xliff": Format(xliff.SUFFIX, xliff.CONTENT_TYPE, xliff.write, xliff.read),
}


@dataclass(frozen=True, slots=True)
class Received:
    """One file that came back: what it changes, or why it is not taken."""

    name: str
    """As it was called where it came from; for showing only."""
    report: Report | None
    error: str = ""


def file_name(sheet: Sheet, form: Format) -> str:
    """Return a name for the file of a sheet, such as ``fr/streets-and-squares-0f3a9c1e.po``: letters, digits, ``-``."""
    slug = slugify(anyascii(sheet.title))[:60].strip("-") or "page"
    return f"{slugify(sheet.target_language)}/{slug}-{sheet.translation.hex[:8]}{form.suffix}"


def pack(sheets: Iterable[Sheet], form: Format, file: IO[bytes]) -> int:
    """Write an archive with a file for each sheet, one after the other.

    Args:
        sheets: of any number of translations.
        form: of each file.
        file: where the archive goes, such as a SpooledTemporaryFile, which leaves nothing behind.

    Returns:
        How many files are in it.
    """
    count = 0
    with zipfile.ZipFile(file, "w") as archive:
        for sheet in sheets:
            info = zipfile.ZipInfo(file_name(sheet, form), EPOCH)
            archive.writestr(info, form.write(sheet), zipfile.ZIP_DEFLATED)
            count += 1
    return count


def read(data: bytes) -> Sheet:
    """Return the sheet that a file holds, in whichever format; its name says nothing.

    Raises:
        ExchangeError: if it is in none, or broken.
    """
    begins = data.removeprefix(codecs.BOM_UTF8).lstrip()[:1]
    if begins == b"<" or data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return xliff.read(data)
    if data.startswith(ARCHIVE):
        raise ExchangeError(gettext("This is an archive within an archive."))
    return po.read(data)


def receive(
    file: IO[bytes],
    name: str,
    do: Callable[[Translation, Sheet], Report],
    *,
    limit: int = MAX_FILES,
) -> Iterator[Received]:
    """Yield what becomes of a file that came back, or of each one in an archive. Never raises for what is in them.

    Args:
        file: that can be read from its beginning; of a large one no more is read than may be in it.
        name: how it is called.
        do: what is done with each: ``compare``, or ``apply`` with a user. What it refuses (an ExchangeError, such as for
            a translation that this user may not change) is said of that file, and the next one follows.
        limit: how many files an archive may hold.
    """
    try:
        for part, load in _files(file, name, limit):
            yield _received(part, load, do)
    except ExchangeError as error:
        yield Received(name, None, str(error))


def _received(
    name: str, load: Callable[[], bytes], do: Callable[[Translation, Sheet], Report]
) -> Received:
    try:
        sheet = read(load())
        return Received(name, do(_translation(sheet), sheet))
    except ExchangeError as error:
        return Received(name, None, str(error))


def _translation(sheet: Sheet) -> Translation:
    """Return the translation that a file names.

    Raises:
        ExchangeError: if there is none, or it was stopped.
    """
    found = (
        Translation.objects.select_related("source__locale", "target_locale")
        .filter(uuid=sheet.translation, enabled=True)
        .first()
    )
    if found is None:
        raise ExchangeError(gettext("The translation that the file names does not exist here."))
    return found


def _files(file: IO[bytes], name: str, limit: int) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Yield the name of each file and a call that reads it.

    Raises:
        ExchangeError: if it is an archive that is broken or too large.
    """
    file.seek(0)
    begins = file.read(len(ARCHIVE))
    file.seek(0)
    if begins != ARCHIVE:
        yield name, partial(read_whole, file)
        return
    if file.seek(0, io.SEEK_END) > MAX_ARCHIVE_BYTES:
        raise too_large(MAX_ARCHIVE_BYTES)
    try:
        archive = zipfile.ZipFile(file)
    except BROKEN as error:
        raise ExchangeError(gettext("The archive is broken.")) from error
    with archive:
        for info in _members(archive, limit):
            yield info.filename, partial(_unpacked, archive, info)


def _members(archive: zipfile.ZipFile, limit: int) -> list[zipfile.ZipInfo]:
    """Return what is to be read in an archive; not what a system has put beside it for itself.

    Raises:
        ExchangeError: if it is too many, or too much, or has no name.
    """
    if not all(info.filename for info in archive.infolist()):
        raise ExchangeError(gettext("The archive is broken."))
    members = [
        info
        for info in archive.infolist()
        if not info.is_dir() and not info.filename.startswith("__MACOSX/")
        if not info.filename.rpartition("/")[2].startswith(".")
    ]
    if len(members) > limit:
        raise ExchangeError(
            gettext("The archive holds more than %(limit)s files.") % {"limit": limit}
        )
    # What a member says of its size may be a lie, but zipfile never reads more of it than that.
    if sum(info.file_size for info in members) > MAX_UNPACKED_BYTES:
        raise too_large(MAX_UNPACKED_BYTES)
    return members


def _unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """Return what a member of an archive holds.

    Raises:
        ExchangeError: if it is too large, broken, encrypted, or packed in an unusual way.
    """
    try:
        if info.compress_type not in OUR_COMPRESSION:
            raise NotImplementedError(info.compress_type)
        with archive.open(info) as member:
            return read_whole(member)
    except BROKEN as error:
        raise ExchangeError(gettext("The file cannot be unpacked.")) from error
