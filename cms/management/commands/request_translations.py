"""Ask for translations of many pages at once."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType
from django.core.management.base import CommandError, CommandParser
from django.db import transaction
from wagtail.models import Locale, Page, get_page_models

from cms.content import published
from cms.languages.chains import open_languages
from cms.languages.translation.requests import request_translations
from cms.languages.translation.states import State, in_state
from cms.management.base import ExplainedCommand
from cms.models import Sourced
from cms.models.sources import sourced_models

if TYPE_CHECKING:
    from collections.abc import Iterable

NOTES = """\
Asks for every public page that nobody has asked for in a language, and that nobody has written there by hand. Pages
that were marked as not needed stay so. Nothing goes public, and nothing is made in the tree of pages: translators find
the pages on their desk.

It can be stopped at any moment and started again: each page is one transaction, and what was asked for is not asked
for twice.

  manage.py request_translations --language fr --kind news
  manage.py request_translations --language de --language pl --dry-run

Exit status: 0 all was asked for (or there was nothing to ask for), 1 some pages failed and are named, 2 a language or
kind is unknown.
"""
WIDTH = 30


class Command(ExplainedCommand):
    """Ask for translations of many pages at once."""

    help = "Ask for translations of many pages at once, into one language or several."
    epilog = NOTES

    def add_arguments(self, parser: CommandParser) -> None:
        """Take languages and kinds."""
        parser.add_argument(
            "--language",
            action="append",
            required=True,
            metavar="LL",
            help="BCP 47 tag of an open language; can be repeated",
        )
        parser.add_argument(
            "--kind",
            action="append",
            default=[],
            help="an app such as news, or a kind such as news.newspage; can be repeated; by default every kind",
        )
        parser.add_argument(
            "--dry-run",
            action="store_true",
            help="say which pages it would be, and ask for nothing",
        )

    def handle(self, *args, language: list[str], kind: list[str], dry_run: bool, **options) -> None:
        """Ask for them.

        Raises:
            CommandError: with exit status 2 for what is unknown, 1 if pages failed.
        """
        locales = _locales(language)
        wanted = _wanted(locales, _models(kind))
        if dry_run:
            self._tell(wanted)
            return
        failed = 0
        for number, (pk, missing) in enumerate(wanted.items(), start=1):
            failed += not self._request(pk, missing)
            self._draw(number, len(wanted))
        self.stdout.write(f"{len(wanted) - failed} pages requested")
        if failed:
            raise CommandError(f"{failed} pages failed", returncode=1)

    def _request(self, pk: int, locales: list[Locale]) -> bool:
        """Ask for one page; return whether it succeeded. One that breaks must not hold up the others."""
        try:
            with transaction.atomic():
                request_translations(Page.objects.get(pk=pk), locales)
        except Exception as error:  # noqa: BLE001 -- named with its page, and told by the exit status
            self.stderr.write(f"Page {pk}: {error}")
            return False
        return True

    def _tell(self, wanted: dict[int, list[Locale]]) -> None:
        titles = dict(Page.objects.filter(pk__in=wanted).values_list("pk", "title"))
        for pk, locales in wanted.items():
            tags = " ".join(locale.language_code for locale in locales)
            self.stdout.write(f"{titles[pk]} ({tags})")
        self.stdout.write(f"{len(wanted)} pages would be requested")

    def _draw(self, number: int, total: int) -> None:
        """Draw the bar anew, where somebody looks."""
        if not sys.stderr.isatty():
            return
        bar = "#" * (WIDTH * number // total)
        self.stderr.write(f"\r[{bar:<{WIDTH}}] {number}/{total}", ending="")
        if number == total:
            self.stderr.write("")


def _locales(tags: list[str]) -> list[Locale]:
    """Return open languages.

    Raises:
        CommandError: if one is not open.
    """
    known = open_languages().tags
    if unknown := [tag for tag in tags if tag not in known]:
        raise CommandError(
            f"Not an open language: {', '.join(unknown)}. Open are {', '.join(sorted(known))}.",
            returncode=2,
        )
    return list(Locale.objects.filter(language_code__in=tags).order_by("language_code"))


def _models(kinds: list[str]) -> list[type[Page]]:
    """Return the kinds of pages that are meant: all that have versions where none is named.

    Raises:
        CommandError: if one is unknown.
    """
    models = [model for model in get_page_models() if issubclass(model, Sourced)]
    named = {kind: [model for model in models if kind in _names(model)] for kind in kinds}
    if unknown := [kind for kind, found in named.items() if not found]:
        known = sorted({model._meta.app_label for model in models})
        raise CommandError(
            f"Not a kind: {', '.join(unknown)}. There are {', '.join(known)}.", returncode=2
        )
    return [model for found in named.values() for model in found] if kinds else models


def _names(model: type[Page]) -> set[str]:
    return {model._meta.app_label, model._meta.label_lower}


def _wanted(locales: Iterable[Locale], models: list[type[Page]]) -> dict[int, list[Locale]]:
    """Return the public sources that are missing in languages, the newest first, each with these languages."""
    types = [ContentType.objects.get_for_model(model).pk for model in models]
    wanted: dict[int, list[Locale]] = {}
    for family in sourced_models():
        pages = published(family.objects.filter(source=None, content_type__in=types))
        for locale in locales:
            missing = in_state(pages, State.MISSING, locale.pk)
            for pk in missing.order_by("-first_published_at", "-pk").values_list("pk", flat=True):
                wanted.setdefault(pk, []).append(locale)
    return wanted
