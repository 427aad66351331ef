"""What does a translator see of each sentence and each fact?"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import count
from typing import TYPE_CHECKING

from django.core.signing import BadSignature, Signer
from django.db.models import TextChoices
from django.utils.translation import gettext, pgettext_lazy
from wagtail_localize.models import StringSegment, StringTranslation

from cms.desk import places
from cms.desk.facts import FactForm, chosen
from cms.desk.hints import Hints, hints
from cms.languages.translation.fragments import Piece, count_words, difference, plain
from cms.languages.translation.legible import readable, typed
from cms.languages.translation.overrides import Fact, facts
from cms.languages.translation.segments import (
    CONFIRMED,
    Place,
    Segment,
    segments,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from django.contrib.auth.models import AbstractUser
    from django.utils.safestring import SafeString
    from wagtail.models import Locale
    from wagtail_localize.models import Translation

SIGNER = Signer(salt="cms.desk.place")


class RowState(TextChoices):
    """How far a segment is."""

    MISSING = "missing", pgettext_lazy("state of a sentence", "missing")
    CHANGED = "changed", pgettext_lazy("state of a sentence", "changed in the source")
    PROPOSED = "proposed", pgettext_lazy("state of a sentence", "to confirm")
    CONFIRMED = "confirmed", pgettext_lazy("state of a sentence", "confirmed")
    ERROR = "error", pgettext_lazy("state of a sentence", "to correct")


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierWords:
    """What a changed segment said before, and its translation."""

    pieces: tuple[Piece, ...]
    words: str
    """As a person types them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A segment as it is shown."""

    number: int = 0
    """Its place in reading order, from 1."""
    segment: Segment
    token: str
    """Names the place in forms; signed, so that nobody reads or writes words of other content by it."""
    label: str
    """Where it stands within its part of the form; empty where that is the same as of the one before."""
    source: SafeString
    source_to_copy: str
    words: str
    """Both as a person types them."""
    state: RowState
    origin: str
    """Where words come from that nobody has confirmed, for people."""
    earlier: EarlierWords | None
    reading: SafeString | str
    """The same in the language that is read beside the source."""
    hints: Hints
    is_repeated: bool
    """Whether the same sentence stands above in the same text: then both have the same words."""

    @property
    def key(self) -> str:
        """Names it within the page."""
        return f"{self.segment.context}-{self.segment.string}"


@dataclass(frozen=True, slots=True, kw_only=True)
class FactRow:
    """A fact that can be replaced, as it is shown."""

    fact: Fact
    label: str
    form: FactForm


@dataclass
class Group:
    """A part of the source's edit form."""

    heading: places.Heading
    rows: list[Row] = field(default_factory=list)
    facts: list[FactRow] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a translation is."""

    done: int
    total: int
    words_left: int
    has_blanks: bool = False
    """Whether there are segments without any words."""

    @property
    def is_complete(self) -> bool:
        """Whether a person vouches for every segment."""
        return self.done == self.total


def progress(parts: list[Segment]) -> Progress:
    """Return how far a translation is, each place counted once."""
    once = {segment.place: segment for segment in parts}
    left = [segment for segment in once.values() if not segment.is_confirmed]
    return Progress(
        len(once) - len(left),
        len(once),
        count_words(segment.source for segment in left),
        has_blanks=any(segment.is_missing for segment in left),
    )


def groups(
    translation: Translation, *, reading: Locale | None = None, user: AbstractUser | None = None
) -> list[Group]:
    """Return all that there is to translate, in the order of the source's edit form.

    Five queries, one for each model from which facts are chosen, and those of the hints.

    Args:
        translation: the record.
        reading: the language that is read beside the source.
        user: the translator who gets hints; None for no hints.
    """
    model = translation.source.specific_content_type.model_class()
    made: dict[places.Heading, Group] = {}
    for row in _rows(model, translation, reading, user):
        head = places.heading(model, row.segment.field_path or row.segment.path)
        made.setdefault(head, Group(head)).rows.append(row)
    replaceable = facts(translation)
    choices = chosen(model, replaceable)
    for fact in replaceable:
        head = places.heading(model, fact.field_path or fact.path)
        form = FactForm(model, fact, chosen=choices.get(fact.context))
        label = places.label(model, fact.field_path) or form.name
        made.setdefault(head, Group(head)).facts.append(FactRow(fact=fact, label=label, form=form))
    in_order = sorted(made.values(), key=lambda group: group.heading.rank)
    numbers = count(1)
    for group in in_order:
        group.rows = [replace(row, number=next(numbers)) for row in group.rows]
    return in_order


def _rows(
    model: type, translation: Translation, reading: Locale | None, user: AbstractUser | None
) -> Iterator[Row]:
    parts = segments(translation)
    beside = _words_in(reading, translation) if reading else {}
    helpful = hints(translation, parts, user) if user else {}
    above = ""
    seen: set[Place] = set()
    for segment in parts:
        label = places.label(model, segment.field_path)
        yield _row(
            translation,
            segment,
            label=label if segment.path != above else "",
            is_repeated=segment.place in seen,
            reading=beside.get(segment.place, ""),
            hints=helpful.get(segment.pk, Hints()),
        )
        above = segment.path
        seen.add(segment.place)


def row_at(translation: Translation, place: Place) -> tuple[Row | None, Progress]:
    """Return one segment as it is now, None if the source has it no more; and how far the translation is."""
    parts = segments(translation)
    row = None
    for segment in parts:
        if segment.place == place:
            row = _row(translation, segment)
            break
    return row, progress(parts)


def finished_languages(translation: Translation) -> list[Locale]:
    """Return the other languages in which every word of the same source is confirmed. Three queries."""
    confirmed: dict[int, set[Place]] = {}
    for locale, context, string in StringTranslation.objects.filter(
        CONFIRMED, context__object=translation.source.object_id
    ).values_list("locale", "context", "translation_of"):
        confirmed.setdefault(locale, set()).add(Place(context, string))
    rows = StringSegment.objects.filter(source=translation.source_id)
    wanted = {Place(*place) for place in rows.values_list("context", "string")}
    others = translation.source.translations.filter(enabled=True).exclude(pk=translation.pk)
    return [
        other.target_locale
        for other in others.select_related("target_locale").order_by("target_locale__language_code")
        if wanted <= confirmed.get(other.target_locale_id, set())
    ]


def token(translation: Translation, segment: Segment) -> str:
    """Return what names the place of a segment, and whether it has markup, in the forms of a translation."""
    return SIGNER.sign(f"{translation.pk}:{segment.context}:{segment.string}:{segment.is_rich:d}")


def place_of(translation: Translation, signed: str) -> tuple[Place, bool]:
    """Return the place that a form names, and whether it has markup: both as they were when the form was shown.

    Raises:
        LookupError: if it was not given out for this translation.
    """
    try:
        record, context, string, is_rich = SIGNER.unsign(signed).split(":")
    except BadSignature as error:
        raise LookupError from error
    if record != str(translation.pk):
        raise LookupError
    return Place(int(context), int(string)), is_rich == "1"


def _row(
    translation: Translation,
    segment: Segment,
    *,
    label: str = "",
    is_repeated: bool = False,
    reading: str = "",
    hints: Hints | None = None,
) -> Row:
    is_rich = segment.is_rich
    earlier = segment.earlier
    return Row(
        segment=segment,
        token=token(translation, segment),
        label=label,
        source=readable(segment.source, is_rich=is_rich),
        source_to_copy=typed(segment.source, is_rich=is_rich),
        words=typed(segment.words, is_rich=is_rich),
        state=_state(segment),
        origin=_origin(segment.origin),
        earlier=EarlierWords(
            pieces=difference(plain(earlier.source), plain(segment.source)),
            words=typed(earlier.words, is_rich=is_rich),
        )
        if earlier
        else None,
        reading=readable(reading, is_rich=is_rich) if reading else "",
        hints=hints or Hints(),
        is_repeated=is_repeated,
    )


def _state(segment: Segment) -> RowState:
    if segment.words and segment.error:
        return RowState.ERROR
    if segment.is_confirmed:
        return RowState.CONFIRMED
    if segment.words:
        return RowState.PROPOSED if segment.origin else RowState.ERROR
    return RowState.CHANGED if segment.earlier else RowState.MISSING


def _origin(origin: str) -> str:
    if origin == "memory":
        return gettext("from the memory")
    if origin == "file":
        return gettext("from a file")
    return gettext("by %(machine)s") % {"machine": origin} if origin else ""


def _words_in(locale: Locale, translation: Translation) -> Mapping[Place, str]:
    """Return the confirmed words of the same content in another language. One query."""
    rows = StringTranslation.objects.filter(
        CONFIRMED, locale=locale, context__object=translation.source.object_id
    ).values_list("context", "translation_of", "data")
    return {Place(context, string): words for context, string, words in rows}
