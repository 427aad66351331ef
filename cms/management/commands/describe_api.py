"""Describe the delivery API, as an OpenAPI document."""

from __future__ import annotations

import json

from cms.management.base import ExplainedCommand
from cms.outputs.api.urls import delivery

NOTES = """\
The document is that of the kinds of content that are installed here; the API serves the same at openapi.json. From it, programs
make clients with types, for example:

  manage.py describe_api > openapi.json
  npx openapi-typescript openapi.json -o belfry.ts
"""


class Command(ExplainedCommand):
    """Describe the delivery API."""

    help = "Write the OpenAPI 3.1 document of the delivery API to standard output. Reads no content and changes nothing."
    epilog = NOTES

    def handle(self, *args, **options) -> None:
        """Write it, laid out for people who compare two of them."""
        self.stdout.write(json.dumps(delivery.get_openapi_schema(), indent=1, ensure_ascii=False))
