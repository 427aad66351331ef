"""What do the bodies of several items need before they are shown? Read for all of them at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from wagtail.documents import get_document_model

from cms.blocks.rich_text import keys_of
from cms.blocks.surroundings import Documents
from cms.languages.versions import read_bodies

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wagtail.blocks import StreamValue

    from cms.languages.readings import Reading, Served
    from cms.models import ContentPage


class Body(NamedTuple):
    """A body, with what its blocks ask for."""

    stream: StreamValue
    context: dict[str, Any]


def bodies(
    loaded: Iterable[Served[ContentPage]], reading: Reading, documents: Documents | None = None
) -> dict[int, Body]:
    """Return the bodies of what is served, by the primary key of the words; one that is empty is left out.

    A constant number of queries, but for pictures that are shown in a size for the first time. A page that is shown as it is in
    memory keeps the body that it has there.

    Args:
        loaded: by ``reading``, which reads cards without their bodies.
        reading: of who asks; it knows afterwards what the bodies name.
        documents: those of the bodies, where they are read for several languages; by default they are read here.
    """
    by_words = {served.words.pk: served for served in loaded}
    read_bodies(served.words for served in by_words.values())
    streams = {pk: served.words.body for pk, served in by_words.items() if served.words.body}
    reading.load_references(
        {pk for body in streams.values() for pk in body.stream_block.references(body)}
    )
    documents = documents or documents_in(streams.values())
    return {
        pk: Body(stream, _context(by_words[pk], reading, documents))
        for pk, stream in streams.items()
    }


def documents_in(streams: Iterable[StreamValue]) -> Documents:
    """Return the documents that bodies name, which are read when the first is asked for."""
    named = (body.stream_block.extract_references(body) for body in streams)
    keys = {pk for references in named for pk in keys_of(get_document_model(), references)}
    return Documents(lambda: keys)


def _context(served: Served[ContentPage], reading: Reading, documents: Documents) -> dict[str, Any]:
    source_language = reading.languages.by_locale[served.source.locale_id]
    return {
        "reading": reading,
        "language": served.language,
        "documents": documents,
        "gaps": (frozenset(served.words.untranslated_blocks), source_language),
    }
