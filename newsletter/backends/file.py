"""How does an approved edition become files that anybody can send, check or keep?

An edition is four files with one name: the whole mail (.eml), its two parts (.html, .txt), and what both are made of
(.json). The same function makes them for the folder and for the archive that the admin offers.
"""

from __future__ import annotations

import errno
import io
import json
import os
import re
import secrets
import zipfile
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from newsletter.backends.base import (
    BackendError,
    CampaignBackend,
    Capabilities,
    Receipt,
    TryAgainError,
    alone,
)
from newsletter.backends.message import RECIPIENT, UNSUBSCRIBE, as_bytes
from newsletter.blocks import Audience

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from newsletter.backends.base import Campaign

SLUG = re.compile(r"[-\w]+")
"""What Wagtail accepts as a slug: never a path."""
TAG = re.compile(r"[A-Za-z0-9]+(-[A-Za-z0-9]+)*")
REFERENCE = re.compile(r"(?P<issue>[-\w]+)/(?P<version>\d+)/(?P<readers>[-A-Za-z0-9]+(\.[a-z]+)?)")
"""What a campaign is called afterwards: "june-2019/1/fr.members"."""

ENDINGS = ("eml", "html", "txt", "json")
"""In the order in which they are written: where the last one is, all are."""

PASSES = {errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EBUSY, errno.ESTALE, errno.ETIMEDOUT}
"""What may be over when it is tried again: a full disk, a share that is away."""


class FileBackend(CampaignBackend):
    """A folder of files.

    OPTIONS: FOLDER, the absolute path of the folder; it is made if it is missing.
    """

    title = gettext_lazy("Files")
    capabilities = Capabilities(has_files=True)

    def check(self, readers: Collection[tuple[str, str]]) -> list[str]:
        """Return what is wrong with the folder."""
        folder = str(self.options.get("FOLDER") or "")
        if not os.path.isabs(folder):
            return [_("FOLDER is not the absolute path of a folder.")]
        # Whether it can be written to is for the worker to find out: whoever asks here may be another user.
        steps = (Path(folder), *Path(folder).parents)
        existing = next(path for path in steps if os.path.exists(path))
        if not os.path.isdir(existing):
            return [_("‘%(path)s’ is not a folder.") % {"path": existing}]
        return []

    def hand_over(
        self, campaign: Campaign, reference: str = "", *, hold: Callable[[], None] = alone
    ) -> Receipt:
        """Write the files, each whole or not at all; what is there already with the same bytes is left as it is."""
        files = files_of(campaign)
        folder = self._folder / folder_of(campaign)
        try:
            self._refuse_another(folder / f"{name_of(campaign)}.json", campaign)
            written = [_write(folder / name, content) for name, content in files.items()]
        except OSError as error:
            problem = f"{folder}: {error.strerror}"
            raise (TryAgainError if error.errno in PASSES else BackendError)(problem) from error
        readers = name_of(campaign).removeprefix(f"{campaign.issue}.")
        return Receipt(reference=f"{folder_of(campaign)}/{readers}", was_there=not any(written))

    def status(self, reference: str) -> str:
        """Return "written" while all files are there."""
        if not (named := REFERENCE.fullmatch(reference)):
            return ""
        folder = self._folder / named["issue"] / named["version"]
        paths = [folder / f"{named['issue']}.{named['readers']}.{ending}" for ending in ENDINGS]
        return "written" if all(path.is_file() for path in paths) else ""

    @property
    def _folder(self) -> Path:
        return Path(self.options["FOLDER"])

    def _refuse_another(self, path: Path, campaign: Campaign) -> None:
        """Keep what is there of another campaign: somebody may be about to send it."""
        if not path.exists():
            return
        try:
            key = json.loads(path.read_bytes())["key"]
        except (ValueError, KeyError, TypeError):
            key = None
        if key != campaign.key:
            message = _(
                "‘%(path)s’ is there already, and of another edition. Move its folder away, then try again."
            )
            raise BackendError(message % {"path": path})


def folder_of(campaign: Campaign) -> str:
    """Return the folder of an issue in one version, below that of all: "june-2019/1".

    Raises:
        BackendError: if the slug is none.
    """
    return f"{_checked(campaign.issue, SLUG)}/{int(campaign.version)}"


def name_of(campaign: Campaign) -> str:
    """Return what the files of a campaign are called, without their endings: "june-2019.fr", "june-2019.fr.members".

    Raises:
        BackendError: if slug, language or audience are none.
    """
    parts = [_checked(campaign.issue, SLUG), _checked(campaign.readers, TAG)]
    if campaign.audience != Audience.EVERYONE:
        parts.append(_checked(campaign.audience, TAG))
    return ".".join(parts)


def files_of(campaign: Campaign) -> dict[str, bytes]:
    """Return the files of a campaign by their names, the same bytes at every time.

    Raises:
        BackendError: if no safe names or headers can be made of it.
    """
    contents = (
        as_bytes(campaign),
        campaign.html.encode(),
        campaign.text.encode(),
        (json.dumps(as_json(campaign), ensure_ascii=False, indent=2) + "\n").encode(),
    )
    name = name_of(campaign)
    return {f"{name}.{ending}": content for ending, content in zip(ENDINGS, contents, strict=True)}


def as_json(campaign: Campaign) -> dict:
    """Return a campaign for programs, with its place-holders.

    All but its two parts, which have files of their own, and what only a service is searched with.
    """
    left = {"html", "text", "date", "known_since"}
    values = {f.name: getattr(campaign, f.name) for f in fields(campaign) if f.name not in left}
    return {
        **values,
        "date": campaign.date.isoformat(),
        "placeholders": {"To": RECIPIENT, "List-Unsubscribe": UNSUBSCRIBE},
    }


def archive(campaigns: Iterable[Campaign]) -> bytes:
    """Return a ZIP archive of the files of several campaigns, in the folders in which the backend writes them.

    Raises:
        BackendError: if no safe names or headers can be made of one.
    """
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as together:
        for campaign in campaigns:
            for name, content in files_of(campaign).items():
                # The time of its approval, so that the same archive has the same bytes.
                entry = zipfile.ZipInfo(
                    f"{folder_of(campaign)}/{name}", campaign.date.timetuple()[:6]
                )
                entry.compress_type = zipfile.ZIP_DEFLATED
                entry.external_attr = 0o644 << 16
                together.writestr(entry, content)
    return made.getvalue()


def _checked(part: str, pattern: re.Pattern[str]) -> str:
    """Return a part of a name; refuse one that could lead out of the folder."""
    if not pattern.fullmatch(part):
        raise BackendError(_("‘%(part)s’ cannot be a part of the name of a file.") % {"part": part})
    return part


def _write(path: Path, content: bytes) -> bool:
    """Write a file whole or not at all; return whether it was not there with the same bytes."""
    if path.is_file() and path.read_bytes() == content:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{secrets.token_hex(8)}.part")
    try:
        with unfinished.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(unfinished, path)
    except OSError:
        unfinished.unlink(missing_ok=True)
        raise
    return True
