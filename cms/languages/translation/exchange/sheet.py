"""What does a file of a translation say, whatever its format?"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext

if TYPE_CHECKING:
    from typing import IO

MAX_BYTES = 5 * 1024 * 1024
"""How large one file may be. A page of a thousand segments has less than a tenth of it."""
MAX_UNITS = 10_000
"""How many units one file may hold."""


class ExchangeError(Exception):
    """Raised when a file cannot be taken, with a sentence for whoever brought it."""


class State(enum.Enum):
    """How far the words of one unit are."""

    MISSING = "missing"
    PROPOSED = "proposed"
    """By a machine, a memory or an unsure translator: a person has to look at them."""
    CONFIRMED = "confirmed"


@dataclass(frozen=True, slots=True)
class Unit:
    """One text and its translation."""

    context: str
    """The path of the place where it stands, as wagtail-localize writes it."""
    source: str
    words: str
    """"" where the state is MISSING."""
    state: State


@dataclass(frozen=True, slots=True)
class Sheet:
    """All texts of one page in one language."""

    translation: UUID
    """Of wagtail-localize's ``Translation``."""
    source_language: str
    """BCP 47 tag; "" where a file does not say."""
    target_language: str
    title: str
    """Of the page, for whoever sees the file; nothing is found by it."""
    units: tuple[Unit, ...]


def unit(context: str, source: str, words: str, state: State) -> Unit:
    """Return a unit as a file gives it: whatever the file says of it, without words it is missing."""
    if not words.strip():
        return Unit(context, source, "", State.MISSING)
    return Unit(context, source, words, state)


def read_whole(file: IO[bytes]) -> bytes:
    """Return what is in a file, of which no more is read than may be in it.

    Raises:
        ExchangeError: if it is larger than MAX_BYTES.
    """
    # A file in an archive, too, says its size only as long as nobody lies.
    data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise too_large(MAX_BYTES)
    return data


def too_large(limit: int) -> ExchangeError:
    """Return the error for a file of more bytes than the limit."""
    return ExchangeError(
        gettext("The file is larger than %(limit)s MB.") % {"limit": limit // 1024 // 1024}
    )


def too_many_units() -> ExchangeError:
    """Return the error for a file of more units than MAX_UNITS."""
    return ExchangeError(
        gettext("The file holds more than %(limit)s texts.") % {"limit": MAX_UNITS}
    )


def translation_id(text: str | None) -> UUID:
    """Return the id of a translation.

    Args:
        text: as it stands in a file, None where it does not.

    Raises:
        ExchangeError: if it is none.
    """
    if not text:
        raise ExchangeError(
            gettext(
                "The file does not say which translation it is of. Export it here, and keep its header."
            )
        )
    try:
        return UUID(text.strip())
    except ValueError as error:
        raise ExchangeError(
            gettext("What the file gives as the id of its translation is none: %(text)s")
            % {"text": text[:80]}
        ) from error
