"""What do the commands about an issue share? How it is found, and how one is refused."""

from __future__ import annotations

import re

from django.core.management.base import CommandError

from cms.languages.chains import open_languages
from newsletter.models import IssuePage

SLUG = re.compile(r"[-\w]+")
"""What Wagtail accepts as a slug: never a path."""


def find_issue(slug: str) -> IssuePage:
    """Return the source of an issue; of several with the same slug, the newest.

    Raises:
        CommandError: if there is none.
    """
    found = None
    if SLUG.fullmatch(slug):
        found = IssuePage.objects.filter(slug=slug, source=None).order_by("-date").first()
    if found is None:
        raise refused(f"There is no issue with the slug {slug!r}.")
    return found


def require_open(language: str) -> None:
    """Accept the tag of a language that is open.

    Raises:
        CommandError: if it is not.
    """
    tags = open_languages().tags
    if language not in tags:
        raise refused(f"Unknown language {language!r}. Open are: {', '.join(sorted(tags))}.")


def refused(message: str) -> CommandError:
    """Return an error that is one line on standard error, with the exit status of wrong usage."""
    return CommandError(message, returncode=2)
