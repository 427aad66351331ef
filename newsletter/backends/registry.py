"""Which backends does this site have?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from newsletter.backends.base import BackendError, CampaignBackend

if TYPE_CHECKING:
    from collections.abc import Mapping


class UnknownBackendError(BackendError):
    """Raised for a name that stands in no entry of NEWSLETTER_BACKENDS."""


def entries() -> Mapping[str, Mapping]:
    """Return the setting NEWSLETTER_BACKENDS; empty where a project has none."""
    return getattr(settings, "NEWSLETTER_BACKENDS", {})


def backends() -> dict[str, CampaignBackend]:
    """Return all backends by their names, in the order of the setting."""
    return {name: made(name, entry) for name, entry in entries().items()}


def backend(name: str) -> CampaignBackend:
    """Return the backend of one entry.

    Raises:
        UnknownBackendError: if there is none of this name.
    """
    found = entries().get(name)
    if found is None:
        raise UnknownBackendError(
            _("No backend is called ‘%(name)s’. Those in the settings: %(known)s.")
            % {"name": name, "known": ", ".join(entries()) or "–"}
        )
    return made(name, found)


def sends_tests() -> bool:
    """Return whether one of them sends an issue to single addresses."""
    return any(each.capabilities.sends_tests for each in backends().values())


def title_of(name: str) -> str:
    """Return what people call a backend; one that has left the setting keeps its name."""
    return str(backend(name).title) if name in entries() else name


def made(name: str, entry: Mapping) -> CampaignBackend:
    """Return the backend that an entry of the setting describes.

    Raises:
        ImportError: if its class cannot be imported.
    """
    new = import_string(entry["BACKEND"])(name, dict(entry.get("OPTIONS") or {}))
    new.title = entry.get("TITLE") or new.title or name
    return new
