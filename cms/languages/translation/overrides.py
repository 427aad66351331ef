"""What besides words does a translation replace for its readers: addresses, documents, pictures with text in them?"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from wagtail_localize.models import OverridableSegment, SegmentOverride, Translation

from cms.languages.translation.segments import reopen

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A fact of the source for which a translation may have its own."""

    context: int
    """Primary key of the TranslationContext."""
    path: str
    field_path: str
    """Where it stands: wagtail-localize's content path, and the same by the names of fields and blocks."""
    order: int
    source: str | int
    """An address, or the primary key of what the source has chosen."""
    own: str | int | None = None
    """The same for the readers of the translation; None where they get that of the source."""
    error: str = ""
    written_at: datetime | None = None
    written_by: str = ""


class FactChangedMeanwhileError(Exception):
    """Raised when somebody else has replaced a fact since it was read.

    Attributes:
        theirs: the other row, or None where it was taken away.
    """

    def __init__(self, theirs: SegmentOverride | None) -> None:
        """Keep the other row."""
        super().__init__("The fact was replaced by somebody else meanwhile.")
        self.theirs = theirs


def facts(translation: Translation) -> list[Fact]:
    """Return the facts that a translation may replace, in reading order. Two queries."""
    own = {
        row.context_id: row
        for row in SegmentOverride.objects.filter(
            locale=translation.target_locale_id, context__object=translation.source.object_id
        ).select_related("last_translated_by")
    }
    rows = OverridableSegment.objects.filter(source=translation.source_id)
    return [
        _fact(row, own.get(row.context_id))
        for row in rows.select_related("context").order_by("order")
    ]


@transaction.atomic
def replace(
    translation: Translation,
    context: int,
    value: str | int | None,
    *,
    seen: datetime | None,
    user,
) -> None:
    """Give the readers of a translation their own address or document.

    Args:
        translation: the record.
        context: primary key of the TranslationContext.
        value: the address, or the primary key; None to follow the source again.
        seen: when the value was written that the person saw before; None where there was none.
        user: the person.

    Raises:
        LookupError: if the source has no such fact (any more).
        FactChangedMeanwhileError: if another value is stored than the person has seen. Nothing is written.
    """
    Translation.objects.select_for_update().get(pk=translation.pk)  # whoever else writes, waits
    if not OverridableSegment.objects.filter(
        source=translation.source_id, context=context
    ).exists():
        raise LookupError
    stored = SegmentOverride.objects.filter(
        locale=translation.target_locale_id, context=context
    ).first()
    if (stored and stored.updated_at) != seen and (stored and stored.data) != value:
        raise FactChangedMeanwhileError(stored)
    if value is None:
        if stored:
            stored.delete()
    else:
        stored = stored or SegmentOverride(
            locale_id=translation.target_locale_id, context_id=context
        )
        stored.data_json, stored.last_translated_by = json.dumps(value), user
        stored.has_error, stored.field_error = False, ""
        stored.save()
    reopen(translation)


def _fact(row: OverridableSegment, own: SegmentOverride | None) -> Fact:
    author = own.last_translated_by if own else None
    return Fact(
        context=row.context_id,
        path=row.context.path,
        field_path=row.context.field_path,
        order=row.order,
        source=row.data,
        own=own.data if own else None,
        error=(own.get_error() or "") if own else "",
        written_at=own.updated_at if own else None,
        written_by=(author.get_full_name() or author.get_username()) if author else "",
    )
