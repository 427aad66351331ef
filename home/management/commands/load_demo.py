"""Load the demonstration."""

from __future__ import annotations

import argparse
import textwrap
import time
from io import StringIO

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from wagtail.models import Site

from cms.content import published
from cms.languages.addresses import home_address
from cms.languages.readings import Reading
from home.demo.catalogues import FOLDER, write_messages
from home.demo.loader import PASSWORD, USER, Loader, foreign_pages, is_loaded, issue
from home.demo.people import PEOPLE
from newsletter.models import IssuePage
from newsletter.rendering import edition_links

DESCRIPTION = """\
Load the demonstration into an empty site: the network "Belfry" with its news, events, projects,
calls and local practices, and the newsletter of June 2019 in six languages.

The facts are those of a real issue of that month; a few pages are dated from today, so that the
home page has something ahead. Everything is made in one transaction: what is interrupted leaves
nothing behind. The issue is approved, and handed over as files. A second run changes nothing and prints the addresses again.
"""

EXAMPLES = """\
examples:
  manage.py load_demo                          for http://127.0.0.1:8000/
  manage.py load_demo --address localhost:9000 where the site is served elsewhere
  manage.py load_demo --messages               bring home/demo/translations/*.po up to date

The account that is made (admin, with a password that everybody knows) is for the demonstration
only. To start anew, remove the database and the folder of the media files, and migrate.
"""


class Command(BaseCommand):
    """Loads the demonstration, shows how far it is, and says where to look at it."""

    help = DESCRIPTION

    def create_parser(self, prog_name, subcommand, **kwargs):
        """Keep the line breaks of the description."""
        kwargs.setdefault("formatter_class", argparse.RawDescriptionHelpFormatter)
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        parser.epilog = EXAMPLES
        return parser

    def add_arguments(self, parser):
        """Take the site's address, or the task of a translator."""
        parser.add_argument(
            "--address",
            metavar="HOST:PORT",
            type=address,
            help="where the site is served (default: 127.0.0.1:8000, or where it already is)",
        )
        parser.add_argument(
            "--messages",
            action="store_true",
            help="load nothing; collect the words to translate into the PO files of the"
            " demonstration, keeping what is translated",
        )

    def handle(self, **options):
        """Do what the options ask for."""
        if options["messages"]:
            self._write_messages()
        elif is_loaded():
            self._stay(options["address"])
            self._print_addresses()
        else:
            self._load(options["address"] or ("127.0.0.1", 8000))
            self._print_addresses()

    def _write_messages(self) -> None:
        for language, (count, translated) in write_messages(timezone.localdate()).items():
            self.stdout.write(f"{FOLDER / language}.po: {translated} of {count} translated")

    def _stay(self, wanted: tuple[str, int] | None) -> None:
        site = Site.objects.get(is_default_site=True)
        if wanted and wanted != (site.hostname, site.port):
            site.hostname, site.port = wanted
            site.save()
            self.stdout.write(
                "The demonstration is already loaded; only the site's address was changed."
            )
        else:
            self.stdout.write("The demonstration is already loaded; nothing was changed.")

    def _load(self, where: tuple[str, int]) -> None:
        if count := foreign_pages():
            raise CommandError(
                f"This database holds a site already ({count} pages that are not the"
                " demonstration's). Load it into an empty database: set DATABASE_URL, and migrate."
            )
        started = time.monotonic()
        loader = Loader(timezone.localdate(), host=where[0], port=where[1])
        loader.load(self._announce)
        self._end_line()
        call_command("hand_over", issue().slug, backend="file", stdout=StringIO())
        self.stdout.write(f"Loaded in {time.monotonic() - started:.0f} seconds.")
        for language, count in sorted(loader.incomplete.items()):
            self.stdout.write(f"{count} translations into {language} lack words and stayed drafts.")

    def _announce(self, number: int, count: int, words: str) -> None:
        line = f"[{number:2}/{count}] {words}"
        if self.stdout.isatty():
            self.stdout.write(f"\r\033[K{line} …", ending="")
        else:
            self.stdout.write(line)
        self.stdout.flush()

    def _end_line(self) -> None:
        if self.stdout.isatty():
            self.stdout.write("\r\033[K", ending="")

    def _print_addresses(self) -> None:
        root = Site.objects.get(is_default_site=True).root_url
        versions = list(
            published(IssuePage.objects.filter(translation_key=issue().translation_key))
        )
        links = edition_links(versions, Reading("en", base=root))
        width = max(len(link.name) for link in links) + 2
        lines = [
            "",
            "The newsletter of June 2019",
            *(f"  {link.name:{width}}{link.url}" for link in links),
            "",
            f"  {'Home':{width}}{root}{home_address('en')}",
            f"  {'As files':{width}}{settings.NEWSLETTER_BACKENDS['file']['OPTIONS']['FOLDER']}",
            f"  {'Admin':{width}}{root}/admin/",
            f"  {'':{width}}{self._login()}",
            f"  {'':{width}}others with the same password: {', '.join(person.user for person in PEOPLE)}",
        ]
        self.stdout.write("\n".join(lines))

    def _login(self) -> str:
        user = get_user_model().objects.filter(username=USER).first()
        if user is None:
            return f"The user ‘{USER}’ has been removed; log in as another."
        if not user.check_password(PASSWORD):
            return f"user {USER}, with the password that was set here"
        return f"user {USER}, password {PASSWORD} (made for the demonstration only)"


def address(text: str) -> tuple[str, int]:
    """Return host and port; a port alone is one of this machine, as for ``runserver``.

    Raises:
        argparse.ArgumentTypeError: if the text is no address.
    """
    host, colon, port = text.rpartition(":")
    if not colon:
        host = "127.0.0.1"
    if not host or not port.isdecimal() or not 0 < int(port) < 2**16:
        raise argparse.ArgumentTypeError(
            textwrap.dedent(f"‘{text}’ is no address; write it as 127.0.0.1:8000")
        )
    return host, int(port)
