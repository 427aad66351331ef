"""What do the bodies of several items need before they are shown? Read for all of them at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from wagtail.documents import get_document_model

from cms.blocks.rich_text import keys_of
from cms.blocks.surroundings import Documents
from cms.models import ContentPage

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wagtail.blocks import StreamValue

    from cms.languages.readings import Reading, Served


class Body(NamedTuple):
    """A body, with what its blocks ask for."""

    stream: StreamValue
    context: dict[str, Any]


def bodies(loaded: Iterable[Served[ContentPage]], reading: Reading) -> dict[int, Body]:
    """Return the bodies of what is served, by the primary key of the words; one that is empty is left out.

    A constant number of queries, but for pictures that are shown in a size for the first time.

    Args:
        loaded: by ``reading``, which reads cards without their bodies.
        reading: of who asks; it knows afterwards what the bodies name.
    """
    by_words = {served.words.pk: served for served in loaded}
    rows = ContentPage.objects.filter(pk__in=by_words).values_list("pk", "body")
    streams = {pk: body for pk, body in rows if body}
    reading.load_references(
        {pk for body in streams.values() for pk in body.stream_block.references(body)}
    )
    named = (body.stream_block.extract_references(body) for body in streams.values())
    keys = {pk for references in named for pk in keys_of(get_document_model(), references)}
    documents = Documents(lambda: keys)
    return {
        pk: Body(stream, _context(by_words[pk], reading, documents))
        for pk, stream in streams.items()
    }


def body_in_memory(served: Served[ContentPage], reading: Reading) -> Body:
    """Return the body of a page as it is in memory, for previews. Two queries.

    Args:
        served: what is shown.
        reading: of who asks; it knows afterwards what the body names.
    """
    stream = served.words.body
    reading.load_references(stream.stream_block.references(stream))
    keys = keys_of(get_document_model(), stream.stream_block.extract_references(stream))
    return Body(stream, _context(served, reading, Documents(lambda: keys)))


def _context(served: Served[ContentPage], reading: Reading, documents: Documents) -> dict[str, Any]:
    source_language = reading.languages.by_locale[served.source.locale_id]
    return {
        "reading": reading,
        "language": served.language,
        "documents": documents,
        "gaps": (frozenset(served.words.untranslated_blocks), source_language),
    }
