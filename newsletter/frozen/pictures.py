"""How do the pictures of an edition outlive what becomes of them on the site?"""

from __future__ import annotations

import hashlib
import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from cms.items import Picture, Rendition

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

SHOWN = re.compile(
    r"""\b(?:src|srcset|poster|background)="(?P<html>[^"]*)"|"url": "(?P<json>[^"]*)\""""
)
"""Where HTML, and the JSON of a picture, say what is shown."""

KEPT = re.compile(r"newsletter/[0-9a-f]{2}/[0-9a-f]{32}\.\w+")
"""The name of a kept picture, wherever it stands."""

FOLDER = "newsletter"
"""Below it, in the storage of media: a file is named by what is in it, and never changed."""


class LostPictureError(Exception):
    """Raised when the file of a picture cannot be read, or not be kept; names it."""


def keep(texts: Iterable[str], base: str) -> dict[str, str]:
    """Copy every picture of some texts to where nothing changes it; return its new address by its old one.

    Wagtail deletes a rendition with its picture, and when the picture is replaced or cut anew. A picture is copied
    once, however many editions show it.

    Args:
        texts: HTML, or JSON, with whole addresses.
        base: scheme and host before the addresses of this site.

    Raises:
        LostPictureError: if a file cannot be read.
    """
    root = default_storage.url("")
    prefix = root if "://" in root else base + root
    picture = re.compile(re.escape(prefix) + r"([^\"'\s<>()\\]+\.(?:png|jpe?g|gif|webp|avif))")
    found = {
        match.group(): unquote(match[1])
        for text in texts
        for address in _shown(text)
        if (match := picture.fullmatch(address))
    }
    return {address: _kept(name, prefix) for address, name in found.items()}


def _shown(text: str) -> Iterator[str]:
    """Yield the addresses of what a text shows; not those that it tells, or leads to."""
    for shown in SHOWN.finditer(text):
        for size in (shown["html"] or shown["json"] or "").split(","):
            yield from size.split()[:1]


def moved(text: str, addresses: Mapping[str, str]) -> str:
    """Return a text with other addresses of its pictures."""
    if not addresses:
        return text
    old = re.compile("|".join(map(re.escape, sorted(addresses, key=len, reverse=True))))
    return old.sub(lambda match: addresses[match.group()], text)


def picture_of(value: dict | None) -> Picture | None:
    """Return a picture as it was frozen; what was frozen first knows no language."""
    if not value:
        return None
    return Picture(
        alt=value["alt"],
        language=value.get("language", ""),
        credit=value["credit"],
        card=Rendition(**value["card"]),
        lead=Rendition(**value["lead"]),
        mail=Rendition(**value["mail"]),
    )


def _kept(name: str, prefix: str) -> str:
    if name.startswith(f"{FOLDER}/"):
        return prefix + name
    try:
        with default_storage.open(name) as file:
            content = file.read()
    except (OSError, SuspiciousFileOperation) as error:
        raise LostPictureError(name) from error
    digest = hashlib.sha256(content).hexdigest()[:32]
    kept = f"{FOLDER}/{digest[:2]}/{digest}{PurePosixPath(name).suffix.lower()}"
    if not default_storage.exists(kept) or default_storage.size(kept) != len(content):
        _write(kept, content)
    return prefix + kept


def _write(name: str, content: bytes) -> None:
    """Write a file whole, or not at all: half of one would be kept for ever.

    Raises:
        LostPictureError: if there is no room for it.
    """
    default_storage.delete(name)
    try:
        default_storage.save(name, ContentFile(content))
    except OSError as error:
        default_storage.delete(name)
        raise LostPictureError(name) from error
