"""How do the pictures of an edition outlive what becomes of them on the site?"""

from __future__ import annotations

import hashlib
import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote

from django.core.exceptions import PermissionDenied, SuspiciousFileOperation
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

FOLDER = "newsletter"
"""Below it, in the storage of media: a file is named by what is in it, and never changed."""


class LostPictureError(PermissionDenied):
    """Raised when the file of a picture cannot be read; names it.

    A refusal to Wagtail, so that its own screens answer it with a message.
    """


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
    pictures = re.compile(
        re.escape(prefix) + r"(?P<name>[^\"'\s<>()\\]+\.(?:png|jpe?g|gif|webp|avif))"
    )
    found = {
        match.group(): unquote(match.group("name"))
        for text in texts
        for match in pictures.finditer(text)
    }
    return {address: _kept(name, prefix) for address, name in found.items()}


def moved(text: str, addresses: Mapping[str, str]) -> str:
    """Return a text with other addresses of its pictures."""
    if not addresses:
        return text
    old = re.compile("|".join(map(re.escape, sorted(addresses, key=len, reverse=True))))
    return old.sub(lambda match: addresses[match.group()], text)


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
    if not default_storage.exists(kept):
        default_storage.save(kept, ContentFile(content))
    return prefix + kept
