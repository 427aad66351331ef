"""Show an issue as its readers get it, on standard output or in files."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from cms.languages.chains import open_languages
from cms.management.base import ExplainedCommand
from newsletter.management.base import find_issue, refused, require_open
from newsletter.rendering import Rendered, render_all

if TYPE_CHECKING:
    from django.core.management.base import CommandParser

FORMS: dict[str, tuple[str, Callable[[Rendered], str]]] = {
    "web": ("html", lambda edition: edition.web),
    "mail": ("mail.html", lambda edition: edition.mail_html),
    "text": ("txt", lambda edition: edition.mail_text),
    "json": (
        "json",
        lambda edition: json.dumps(edition.as_json(), ensure_ascii=False, indent=2) + "\n",
    ),
}
"""The ending of the file, and what is in it, by form."""

EXAMPLES = """\
examples:
  manage.py render_issue june-2019 --language fr --format text
      the text part of the mail in French, on standard output
  manage.py render_issue june-2019 --language fr --output out
      all four forms in French: out/june-2019.fr.html, .mail.html, .txt and .json
  manage.py render_issue june-2019 --all --format mail --output out
      the mail in every open language, a file for each
"""


class Command(ExplainedCommand):
    """Render an issue of the newsletter."""

    help = (
        "Show an issue of the newsletter as its readers get it: as a fragment of the website, as a mail (HTML or text)"
        " or as JSON. Addresses begin with that of the issue's site. Nothing is sent or stored."
    )
    epilog = EXAMPLES

    def add_arguments(self, parser: CommandParser) -> None:
        """Name the issue, the readers, the form, and where it goes."""
        parser.add_argument("slug", metavar="SLUG", help="slug of the issue, in its own language")
        parser.add_argument("--language", metavar="LL", help="of the readers, such as fr")
        parser.add_argument(
            "--all", action="store_true", help="every open language, one after the other"
        )
        parser.add_argument(
            "--format",
            choices=FORMS,
            help="the form; by default web, or all four where they go to a folder",
        )
        parser.add_argument(
            "--output",
            metavar="FOLDER",
            type=Path,
            help="write files there, made if it is missing, instead of standard output",
        )

    def handle(
        self,
        *,
        slug: str,
        language: str | None,
        all: bool,
        format: str | None,
        output: Path | None,
        **_options,
    ) -> None:
        """Render what was asked for."""
        languages = _languages(language, is_all=all)
        issue = find_issue(slug)
        chosen = [format] if format else list(FORMS) if output else ["web"]
        for edition in render_all(issue, languages, base=issue.get_site().root_url):
            for name in chosen:
                ending, written = FORMS[name]
                if output is None:
                    self.stdout.write(written(edition), ending="")
                else:
                    path = output / f"{issue.slug}.{edition.language}.{ending}"
                    _write(path, written(edition))
                    self.stdout.write(str(path))


def _languages(language: str | None, *, is_all: bool) -> tuple[str, ...]:
    """Return the tags of the languages that were asked for."""
    if language:
        require_open(language)
    if is_all:
        return tuple(sorted(open_languages().tags))
    if not language:
        raise refused("Say --language LL or --all.")
    return (language,)


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise refused(f"{path} cannot be written: {error.strerror}.") from error
