"""The whole content for a copy elsewhere, and what has changed since."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, StreamingHttpResponse
from ninja import Query

from cms.journal.memory import forget_if_changed
from cms.journal.moments import standing
from cms.languages.chains import open_languages
from cms.outputs.api.document import Answer
from cms.outputs.api.parameters import Asked, ChangesAsked, CopyAsked, reading_for
from cms.outputs.api.problems import invalid
from cms.outputs.api.replicas import Copied, changes_since, exported, mark_of
from cms.outputs.api.router import get
from cms.outputs.api.schemas import changed_line, exported_line, kinds_by_type

if TYPE_CHECKING:
    from collections.abc import Iterator

NDJSON = "application/x-ndjson"


@get("/export", "export", Answer(exported_line, NDJSON, validator=None))
def export(request: HttpRequest, asked: Query[CopyAsked]) -> StreamingHttpResponse:
    """All items, a line of JSON for each in each language. The last line says from where on to follow with `/sync`."""
    copied = _copied(asked, request)
    return _streamed(exported(copied), copied)


@get("/sync", "sync", Answer(changed_line, NDJSON, (400, 410, 500), validator=None))
def sync(request: HttpRequest, asked: Query[ChangesAsked]) -> StreamingHttpResponse:
    """What has changed since, a line of JSON for each item in each language. It is told as it is now, even if it is the same."""
    copied = _copied(asked, request)
    return _streamed(changes_since(mark_of(asked.since), copied), copied)


def _copied(asked: CopyAsked, request: HttpRequest) -> Copied:
    """Return what the copy holds.

    Raises:
        Problem: if a language is not open, or there is no such kind.
    """
    forget_if_changed(standing().common)
    known = kinds_by_type()
    for name in asked.types or ():
        if name not in known:
            raise invalid("types", name, known)
    tags = sorted(open_languages().tags) if asked.locales is None else asked.locales
    readings = {
        tag: reading_for(Asked(locale=tag, fallback=asked.fallback), request, parameter="locales")
        for tag in tags
    }
    return Copied(
        readings=tuple(readings.values()),
        kinds={name: kind for name, kind in known.items() if name in (asked.types or known)},
        falls_back=not asked.exact,
        form=asked,
    )


def _streamed(records: Iterator[dict[str, Any]], copied: Copied) -> StreamingHttpResponse:
    """Return records as they are read: only a few are in memory, however many there are."""
    lines = (json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    response = StreamingHttpResponse(lines, content_type=NDJSON)
    response["Content-Language"] = ", ".join(each.language for each in copied.readings)
    # It is asked for as it is now, by who keeps it.
    response["Cache-Control"] = "no-store"
    return response
