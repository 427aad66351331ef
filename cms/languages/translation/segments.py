"""Which words of a translation stand where, who vouches for them, and what stood there before?

wagtail-localize cuts a source into segments and keeps their translations; this reads and writes them. A translation of
a segment counts when a person vouches for it: its type is "manual" and it has no error. Whatever else proposes words
(the memory, an uncertain line of a file, a machine) leaves them with the type "machine" and its name as the tool.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from wagtail.models import Page
from wagtail_localize.models import (
    String,
    StringSegment,
    StringTranslation,
    TemplateSegment,
    Translation,
    TranslationContext,
)
from wagtail_localize.strings import StringValue

from cms.languages.translation.fragments import plain
from cms.models import TranslationJob

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from django.db.models import QuerySet

CONFIRMED = Q(translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL, has_error=False)
"""The condition that a person vouches for a StringTranslation."""

FROM_FILE = "file"
"""The tool of a line of a file whose writer was unsure of it."""

PROPOSED = Q(
    ~Q(tool_name=FROM_FILE),
    translation_type=StringTranslation.TRANSLATION_TYPE_MACHINE,
    has_error=False,
)
"""The condition that a StringTranslation is a machine's, or the memory's: it can be read, and nobody vouches for it."""

ALIKE = 0.5
"""How much of a changed sentence must have stayed for its old translation to belong to it, where one text has several."""


class Place(NamedTuple):
    """Where words stand, and for which words of the source.

    It stays the same when passages around it come and go: then wagtail-localize makes other rows for the segments.
    """

    context: int
    """Primary key of the TranslationContext."""
    string: int
    """Primary key of the String."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """What a changed segment said before, and its translation: kept for whoever translates it anew."""

    string: int
    """Primary key of wagtail-localize's String."""
    source: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A sentence, or a paragraph, to translate. Words are HTML fragments, as wagtail-localize has them."""

    pk: int
    path: str
    """Where it stands: wagtail-localize's content path."""
    context: int
    string: int
    source: str
    field_path: str = ""
    """The same by the names of fields and blocks; empty for what an old version of wagtail-localize has cut."""
    is_rich: bool = False
    """Whether its words have markup. Those of all others are text, escaped."""
    words: str = ""
    is_confirmed: bool = False
    origin: str = ""
    """Where words come from that nobody has confirmed: "memory", "file", or a machine's name."""
    error: str = ""
    written_at: datetime | None = None
    written_by: str = ""
    earlier: Earlier | None = None
    """For a segment without words: what stood here before the source changed."""

    @property
    def place(self) -> Place:
        """Where it stands."""
        return Place(self.context, self.string)

    @property
    def is_missing(self) -> bool:
        """Whether there are no words at all."""
        return not self.words


class ChangedMeanwhileError(Exception):
    """Raised when somebody else has written other words since they were read.

    Attributes:
        theirs: the other words.
    """

    def __init__(self, theirs: StringTranslation) -> None:
        """Keep the other words."""
        super().__init__("The segment was translated by somebody else meanwhile.")
        self.theirs = theirs


class SourceChangedError(Exception):
    """Raised when a segment is no longer part of the source. What was written for it is kept all the same.

    It comes back as what was there earlier (``Segment.earlier``) where another sentence has taken its place.
    """


def segments(translation: Translation) -> list[Segment]:
    """Return the segments of a translation in reading order. Two queries."""
    templates = TemplateSegment.objects.filter(
        source=translation.source_id, context=OuterRef("context")
    )
    rows = list(
        StringSegment.objects.filter(source=translation.source_id)
        .select_related("string", "context")
        .annotate(is_rich=Exists(templates))
        .order_by("order")
    )
    current = {(row.context_id, row.string_id) for row in rows}
    written: dict[tuple, StringTranslation] = {}
    orphans: dict[int | None, list[StringTranslation]] = defaultdict(list)
    for words in _written(translation).select_related("translation_of", "last_translated_by"):
        place = (words.context_id, words.translation_of_id)
        if place in current:
            written[place] = words
        elif words.translation_type == StringTranslation.TRANSLATION_TYPE_MANUAL:
            orphans[words.context_id].append(words)
    crowded = {context for context in orphans if sum(row.context_id == context for row in rows) > 1}
    return [
        _segment(
            row,
            written.get((row.context_id, row.string_id)),
            orphans[row.context_id],
            at_least=ALIKE if row.context_id in crowded else 0,
        )
        for row in rows
    ]


def unconfirmed(translation: Translation) -> QuerySet[StringSegment]:
    """Return the segments for whose translation nobody vouches."""
    return _lacking(translation, CONFIRMED)


def incomplete() -> Exists:
    """Return the condition that a Translation has segments for whose translation nobody vouches."""
    written = StringTranslation.objects.filter(
        CONFIRMED,
        locale=OuterRef(OuterRef("target_locale")),
        translation_of=OuterRef("string"),
        context=OuterRef("context"),
    )
    return Exists(StringSegment.objects.filter(~Exists(written), source=OuterRef("source")))


def unreadable(translation: Translation) -> QuerySet[StringSegment]:
    """Return the segments for which there is neither a confirmed translation nor one that a machine has proposed."""
    return _lacking(translation, CONFIRMED | PROPOSED)


def _lacking(translation: Translation, condition: Q) -> QuerySet[StringSegment]:
    written = StringTranslation.objects.filter(
        condition,
        locale=translation.target_locale_id,
        translation_of=OuterRef("string"),
        context=OuterRef("context"),
    )
    return StringSegment.objects.filter(~Exists(written), source=translation.source_id)


def write(
    translation: Translation, place: Place, words: str, *, seen: datetime | None, user
) -> StringTranslation:
    """Store words that a person has written, or confirmed, for one segment.

    Args:
        translation: the record.
        place: where the segment stands, or stood when the person read it.
        words: the HTML fragment.
        seen: when the words were written that the person saw before; None where there were none.
        user: the person.

    Raises:
        LookupError: if it is no place of this content.
        ChangedMeanwhileError: if other words are stored than the person has seen. Nothing is written.
        SourceChangedError: if the source no longer has the segment. The words are kept all the same.
    """
    with transaction.atomic():
        stored = _stored(translation, place)
        if stored and stored.updated_at != seen and stored.data != words:
            raise ChangedMeanwhileError(stored)
        stored = stored or _unwritten(translation, place)
        _vouch(stored, words, user)
        is_current = StringSegment.objects.filter(
            source=translation.source_id, context=place.context, string=place.string
        ).exists()
        if is_current:
            reopen(translation)
    if not is_current:
        raise SourceChangedError
    return stored


@transaction.atomic
def erase(translation: Translation, place: Place, *, seen: datetime | None) -> None:
    """Remove the words of one segment.

    Args:
        translation: the record.
        place: where the segment stands.
        seen: when the words were written that the person saw.

    Raises:
        ChangedMeanwhileError: if other words are stored. Nothing is removed.
    """
    stored = _stored(translation, place)
    if stored is None:
        return
    if stored.updated_at != seen:
        raise ChangedMeanwhileError(stored)
    stored.delete()
    reopen(translation)


def fill(translation: Translation, words: Mapping[str, str], user=None) -> list[str]:
    """Put words into a translation, segment by segment, as confirmed by a person.

    Args:
        translation: the record.
        words: the translated words by the source's words, as wagtail-localize cuts them into segments.
        user: who vouches for them.

    Returns:
        The source's words of the segments for which nothing was given.
    """
    missing = []
    known = {(row.translation_of_id, row.context_id): row for row in _written(translation)}
    rows = (
        StringSegment.objects.filter(source=translation.source_id)
        .select_related("string", "context")
        .order_by("order")
    )
    for row in rows:
        text = words.get(row.string.data)
        if not text:
            missing.append(row.string.data)
            continue
        place = (row.string_id, row.context_id)
        stored = known.get(place) or StringTranslation(
            translation_of=row.string, locale=translation.target_locale, context=row.context
        )
        is_new = stored.pk is None or stored.translation_type != "manual"
        if is_new or stored.data != text or stored.has_error:
            _vouch(stored, text, user)
            known[place] = stored
    return missing


def reopen(translation: Translation) -> None:
    """Note that words have changed: whoever said that the translation is finished has not seen them."""
    TranslationJob.objects.filter(translation=translation).exclude(
        stage=TranslationJob.Stage.OPEN
    ).update(stage=TranslationJob.Stage.OPEN)


def _written(translation: Translation) -> QuerySet[StringTranslation]:
    """Return all that was ever written into the language for this content."""
    return StringTranslation.objects.filter(
        locale=translation.target_locale_id, context__object=translation.source.object_id
    )


def _stored(translation: Translation, place: Place) -> StringTranslation | None:
    """Return what is written for a place; whoever else writes into the same translation waits."""
    Translation.objects.select_for_update().get(pk=translation.pk)
    return _written(translation).filter(context=place.context, translation_of=place.string).first()


def _unwritten(translation: Translation, place: Place) -> StringTranslation:
    """Return a row for a place for which nothing was written.

    Raises:
        LookupError: if it is no place of this content.
    """
    source = translation.source
    context = TranslationContext.objects.filter(pk=place.context, object=source.object_id).first()
    string = String.objects.filter(pk=place.string, locale=source.locale_id).first()
    if context is None or string is None:
        raise LookupError
    return StringTranslation(
        translation_of=string, locale=translation.target_locale, context=context
    )


def _vouch(stored: StringTranslation, words: str, user) -> None:
    stored.data, stored.has_error, stored.field_error = words, False, ""
    stored.translation_type = StringTranslation.TRANSLATION_TYPE_MANUAL
    stored.tool_name = ""
    stored.last_translated_by = user
    stored.save()
    if stored.context.path == "title" and "&" in words:
        # wagtail-localize has just shown the fragment as the title in the page explorer.
        Page.objects.filter(
            translation_key=stored.context.object_id, locale=stored.locale_id
        ).update(draft_title=StringValue(words).render_text())


def _segment(
    row: StringSegment,
    written: StringTranslation | None,
    orphans: list[StringTranslation],
    *,
    at_least: float,
) -> Segment:
    common: dict[str, Any] = {
        "pk": row.pk,
        "path": row.context.path,
        "context": row.context_id,
        "string": row.string_id,
        "source": row.string.data,
        "field_path": row.context.field_path,
        "is_rich": getattr(row, "is_rich", False),  # annotated
    }
    if written is None:
        return Segment(**common, earlier=_closest(row.string.data, orphans, at_least))
    is_manual = written.translation_type == StringTranslation.TRANSLATION_TYPE_MANUAL
    author = written.last_translated_by
    return Segment(
        **common,
        words=written.data,
        is_confirmed=is_manual and not written.has_error,
        origin="" if is_manual else written.tool_name,
        error=(written.get_error() or "") if written.has_error else "",
        written_at=written.updated_at,
        written_by=(author.get_full_name() or author.get_username()) if author else "",
        earlier=None if is_manual else _closest(row.string.data, orphans, at_least),
    )


def _closest(source: str, orphans: list[StringTranslation], at_least: float) -> Earlier | None:
    """Return the sentence that stood in a place before, most like the one that stands there now, then the latest."""
    ranked = [
        (_likeness(words.translation_of.data, source), words.updated_at, words) for words in orphans
    ]
    alike = [rank for rank in ranked if rank[0] >= at_least]
    if not alike:
        return None
    words = max(alike, key=lambda rank: rank[:2])[2]
    return Earlier(
        string=words.translation_of_id, source=words.translation_of.data, words=words.data
    )


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, plain(one), plain(other)).ratio()
