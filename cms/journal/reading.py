"""What has changed for readers since somebody last asked, by somebody's work or by itself? And has one page changed?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from cms.journal.moments import changed_by_itself
from cms.journal.writing import with_what_names
from cms.models import Change
from cms.models.changes import GENERATION, KEPT_FOR

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID


@dataclass(frozen=True, slots=True)
class Mark:
    """How far somebody has followed."""

    transaction: int
    """They know the changes of all transactions before this one."""
    at: datetime
    """They know what had changed by itself until then; aware."""

    @classmethod
    def now(cls) -> Mark:
        """Return the mark of who reads everything from now on. One query, on PostgreSQL two."""
        return cls(Change.objects.horizon(), timezone.now())


def changed_between(mark: Mark, following: Mark) -> dict[UUID, str] | None:
    """Return the keys of what readers may see otherwise, with their kinds by the names in the API, empty for what is no item.

    Args:
        mark: how far somebody has followed.
        following: how far they will have, once they know what is returned.

    Returns:
        None where all may have changed, or where nobody knows any more what has.
    """
    # Before a database was put back from a copy of it, its transactions had other numbers.
    if mark.at < following.at - KEPT_FOR or mark.transaction > following.transaction:
        return None
    finished = Change.objects.filter(
        transaction__gte=mark.transaction, transaction__lt=following.transaction
    )
    changed = dict(finished.order_by().values_list("key", "type").distinct())
    if None in changed:
        return None
    return changed | with_what_names(changed_by_itself(mark.at, following.at))


def generation() -> Coalesce:
    """Return the generation of a page of a query: another one whenever readers may see it anew, but for what changes by itself."""
    changes = Change.objects.filter(key=OuterRef("translation_key")).order_by().values("key")
    return Coalesce(Subquery(changes.annotate(all=GENERATION).values("all")), 0)


def generation_of(key: UUID) -> int:
    """Return the generation of one page, by its translation key. One query."""
    return Change.objects.filter(key=key).aggregate(all=GENERATION)["all"] or 0
