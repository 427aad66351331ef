"""Write the words by which content is found anew."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from cms.languages.chains import open_languages
from cms.management.base import ExplainedCommand
from cms.models import ContentPage, SearchEntry
from cms.search.indexing import write_again
from cms.search.words import SIMPLE, configuration_of

if TYPE_CHECKING:
    from django.core.management.base import CommandParser

DESCRIPTION = """\
Write the words by which readers find content anew, for every live version of every page.

The site does so by itself whenever a page is saved, and belfry_periodic writes what is missing.
This is needed only when the rules have changed: after an upgrade that says so, after a dump from
SQLite was loaded into PostgreSQL or the other way round, or when a script has changed pages
without saving them. No page is changed, and readers can search meanwhile.

It says for each language how words are compared. PostgreSQL cuts them to their stems where it
knows the language; elsewhere, and on SQLite, a word is found by its beginning (simple).
"""

EXAMPLES = """\
examples:
  manage.py rebuild_search --dry-run
      how many versions there are in each language, how many the search does not know yet, and
      how many it knows that are not live any more; writes nothing
  manage.py rebuild_search
      writes them anew, 200 at a time; stopped half-way, it can be started again
"""


class Command(ExplainedCommand):
    """Write the words for the search anew."""

    help = DESCRIPTION
    epilog = EXAMPLES

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the wish to change nothing."""
        parser.add_argument("--dry-run", action="store_true", help="only say what there is")

    def handle(self, *, dry_run: bool, **_options) -> None:
        """Say what there is, and write it."""
        tags = open_languages().by_locale
        live = ContentPage.objects.filter(live=True).order_by()
        numbers = Counter(tags[pk] for pk in live.values_list("locale_id", flat=True))
        for tag, number in sorted(numbers.items()):
            self.stdout.write(f"{tag}: {number} versions, {configuration_of(tag) or SIMPLE}")
        if dry_run:
            missing = live.filter(search_entry=None).count()
            gone = SearchEntry.objects.filter(page__live=False).count()
            self.stdout.write(f"Not known yet: {missing}. Known and not live: {gone}.")
            return
        for written in write_again():
            self.stdout.write(f"{written} of {numbers.total()}")
        self.stdout.write(f"Written: {numbers.total()} versions.")
