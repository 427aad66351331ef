"""What can be wrong with the settings of the newsletter?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.checks import Error, Warning, register
from django.utils.module_loading import import_string

from newsletter.backends.base import CampaignBackend
from newsletter.backends.registry import entries, made

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.core.checks import CheckMessage

NAME = re.compile(r"[a-z][a-z0-9_-]{0,39}")
MIDDLEWARE = "newsletter.middleware.ApprovalMiddleware"
KEYS = {"BACKEND", "OPTIONS", "TITLE"}


@register()
def check_backends(app_configs, **_kwargs) -> list[CheckMessage]:
    """Check every entry of NEWSLETTER_BACKENDS."""
    return [found for name, entry in entries().items() for found in _check(name, entry)]


@register()
def check_middleware(app_configs, **_kwargs) -> list[CheckMessage]:
    """See to it that somebody whose approval is refused is told why, on Wagtail's own screens too."""
    if MIDDLEWARE in settings.MIDDLEWARE:
        return []
    return [
        Warning(
            "An issue that cannot be approved yet would be an error 500 on Wagtail's dashboard.",
            hint=f"Add {MIDDLEWARE!r} to MIDDLEWARE, behind those of sessions and messages.",
            id="newsletter.W002",
        )
    ]


def _check(name: str, entry: Mapping) -> list[CheckMessage]:
    if not NAME.fullmatch(name):
        return [
            Error(
                f"NEWSLETTER_BACKENDS: {name!r} cannot be the name of a backend.",
                hint="Write up to 40 lower-case letters, digits, hyphens and underscores: it is stored with each hand-over.",
                id="newsletter.E001",
            )
        ]
    if not isinstance(entry, dict) or "BACKEND" not in entry or set(entry) - KEYS:
        return [
            Error(
                f"NEWSLETTER_BACKENDS[{name!r}] is not a dictionary of BACKEND, OPTIONS and TITLE.",
                hint='Write {"BACKEND": "newsletter.backends.file.FileBackend", "OPTIONS": {"FOLDER": "/srv/handover"}}.',
                id="newsletter.E002",
            )
        ]
    return _check_class(name, entry)


def _check_class(name: str, entry: Mapping) -> list[CheckMessage]:
    try:
        found = import_string(entry["BACKEND"])
    except ImportError as error:
        found, problem = None, str(error)
    else:
        problem = f"{entry['BACKEND']} is no CampaignBackend."
    if not (isinstance(found, type) and issubclass(found, CampaignBackend)):
        return [
            Error(
                f"NEWSLETTER_BACKENDS[{name!r}]: {problem}",
                hint="BACKEND is the dotted path of a class that derives from newsletter.backends.base.CampaignBackend.",
                id="newsletter.E003",
            )
        ]
    return [
        Warning(
            f"NEWSLETTER_BACKENDS[{name!r}]: {problem}",
            hint="Nothing can be handed over to it until its OPTIONS are right.",
            id="newsletter.W001",
        )
        for problem in made(name, entry).check([])
    ]
