"""Write the words of translations into files for translators: an archive of PO or XLIFF files."""

from __future__ import annotations

import shutil
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import TYPE_CHECKING

from django.apps import apps
from django.core.management.base import CommandError, CommandParser
from wagtail_localize.models import Translation

from cms.languages.chains import open_languages
from cms.languages.translation.exchange.contents import sheets
from cms.languages.translation.exchange.files import FORMATS, MEMORY, pack
from cms.management.base import ExplainedCommand

if TYPE_CHECKING:
    from django.db.models import Model

EXAMPLES = """\
examples:
  manage.py export_translations --language fr --output french.zip
      all translations into French, a PO file for each page
  manage.py export_translations --kind news.NewsPage --format xliff --output news.zip
      the news in every language, as XLIFF 1.2

What comes back is taken with import_translations.
"""


class Command(ExplainedCommand):
    """Export translations."""

    help = (
        "Write the words of translations into an archive for translators: a file for each page and language, with what"
        " is translated, what is only proposed (fuzzy) and what is missing. Whatever has been asked for with"
        " wagtail-localize is exported. Nothing is changed."
    )
    epilog = EXAMPLES

    def add_arguments(self, parser: CommandParser) -> None:
        """Name what is exported, in which form, and where it goes."""
        parser.add_argument(
            "--language", metavar="LL", help="only translations into this language, such as fr"
        )
        parser.add_argument(
            "--kind", metavar="APP.MODEL", help="only pages of this kind, such as news.NewsPage"
        )
        parser.add_argument(
            "--format", choices=FORMATS, default="po", help="of each file (default: po)"
        )
        parser.add_argument(
            "--output",
            metavar="FILE",
            type=Path,
            required=True,
            help="the archive, such as french.zip; an older one of that name is replaced",
        )

    def handle(
        self, *, language: str | None, kind: str | None, format: str, output: Path, **_options
    ) -> None:
        """Export what was asked for."""
        translations = Translation.objects.filter(enabled=True).order_by(
            "target_locale__language_code", "source__object_repr", "pk"
        )
        if language:
            translations = translations.filter(target_locale=_locale(language))
        if kind:
            model = _model(kind)
            translations = translations.filter(
                source__specific_content_type__app_label=model._meta.app_label,
                source__specific_content_type__model=model._meta.model_name,
            )
        with SpooledTemporaryFile(max_size=MEMORY) as archive:
            count = pack(sheets(translations), FORMATS[format], archive)
            if not count:
                raise _refused("There is no such translation; nothing was written.")
            archive.seek(0)
            try:
                with output.open("wb") as file:
                    shutil.copyfileobj(archive, file)
            except OSError as error:
                raise _refused(f"{output} cannot be written: {error.strerror}.") from error
        self.stdout.write(f"{count} translations written to {output}.")


def _locale(language: str) -> int:
    locales = open_languages().locales
    if language not in locales:
        raise _refused(f"Unknown language {language!r}. Open are: {', '.join(sorted(locales))}.")
    return locales[language]


def _model(label: str) -> type[Model]:
    try:
        return apps.get_model(label)
    except (LookupError, ValueError) as error:
        raise _refused(f"Unknown kind {label!r}. Write it as news.NewsPage.") from error


def _refused(message: str) -> CommandError:
    """Return an error that is one line on standard error, with the exit status of wrong usage."""
    return CommandError(message, returncode=2)
