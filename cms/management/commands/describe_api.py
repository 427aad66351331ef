"""Describe the delivery API, for programs and for people."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from cms.management.base import ExplainedCommand
from cms.outputs.api.handbook import markdown
from cms.outputs.api.urls import delivery

if TYPE_CHECKING:
    from django.core.management.base import CommandParser

NOTES = """\
The document is that of the kinds of content that are installed here; the API serves the same at openapi.json. From it, programs
make clients with types, for example:

  manage.py describe_api > openapi.json
  npx openapi-typescript openapi.json -o belfry.ts

With --markdown it is a page for people, made of the same.
"""


class Command(ExplainedCommand):
    """Describe the delivery API."""

    help = "Write the OpenAPI 3.1 document of the delivery API to standard output. Reads no content and changes nothing."
    epilog = NOTES

    def add_arguments(self, parser: CommandParser) -> None:
        """Say for whom it is."""
        parser.add_argument(
            "--markdown", action="store_true", help="write a page for people in its place"
        )

    def handle(self, *args, **options) -> None:
        """Write it, laid out for people who compare two of them."""
        document = delivery.get_openapi_schema()
        self.stdout.write(
            markdown(document)
            if options["markdown"]
            else json.dumps(document, indent=1, ensure_ascii=False)
        )
