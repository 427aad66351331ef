"""Which pages and promotions does an issue show, before anybody reads it?

The same in every language: what was chosen, and with what sections fill themselves.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from cms.content import agenda, open_calls
from cms.models import Promotion

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from django.db.models import QuerySet

    from cms.models import ContentPage
    from newsletter.models import IssuePage


def as_of(issue: IssuePage) -> datetime:
    """Return the aware instant as of which an issue tells states: the beginning of its day in the site's zone.

    Not in the zone that is active: Wagtail's admin activates that of the editor, who would preview other states than
    readers see.
    """
    return datetime.combine(issue.date, time.min, timezone.get_default_timezone())


class Selection:
    """What an issue shows, before anybody reads it: the same in every language."""

    def __init__(self, source: IssuePage, at: datetime) -> None:
        """Gather it. One query for each section that gathers by itself, one for all promotions.

        Args:
            source: of the issue.
            at: the aware instant as of which calls are open.
        """
        self.source, self.at = source, at
        self.structure = list(source.sections)
        self.pages = [self._pages(block) for block in self.structure]
        """The primary keys of the pages of each section, in order."""
        self.promotions = promotion_versions(
            block.value["promotion"]
            for block in self.structure
            if block.block_type == "promotion" and block.value["promotion"]
        )
        """All versions of each promotion, by the primary key of the one that was chosen."""

    def _pages(self, block) -> list[int]:
        value = block.value
        if block.block_type == "entries":
            return [child.value["page"] for child in value["entries"] if child.value["page"]]
        if block.block_type not in GATHERING:
            return []
        found = gathered(self.source, block, self.at).values_list("pk", flat=True)
        pinned = (child.value["page"] for child in value["lines"] if child.value["is_pinned"])
        return list(dict.fromkeys([*found, *filter(None, pinned)]))


GATHERING = ("agenda", "calls")
"""The sections that fill themselves."""


def gathered(issue: IssuePage, block, at: datetime) -> QuerySet[ContentPage]:
    """Return the sources of the pages with which a section fills itself, in order.

    Those that were first published by the end of the issue's day, or by the issue's own first publication where that
    was later: an old issue would grow for ever.

    Args:
        issue: the source.
        block: the section, one of GATHERING.
        at: the aware instant as of which calls are open.
    """
    value = block.value
    if block.block_type == "agenda":
        pages = agenda(
            first_day(issue, block),
            value["end"],
            countries=value["countries"] or (),
            undated=value["undated"],
        )
    else:
        pages = open_calls(at=at)
    if issue.first_published_at is None:
        return pages
    closed = max(issue.first_published_at, as_of(issue) + timedelta(days=1))
    return pages.filter(first_published_at__lte=closed)


def first_day(issue: IssuePage, block) -> date:
    """Return the first day of an agenda."""
    return block.value["start"] or issue.date


def promotion_versions(promotions: Iterable[int]) -> dict[int, list[Promotion]]:
    """Return all versions of each promotion, by the primary keys asked for, the one asked for first. One query."""
    wanted = list(promotions)
    if not wanted:
        return {}
    asked = Promotion.objects.filter(pk__in=wanted)
    versions: dict[UUID, list[Promotion]] = {}
    found = Promotion.objects.filter(translation_key__in=asked.values("translation_key"))
    for promotion in found.select_related("picture").order_by("pk"):
        versions.setdefault(promotion.translation_key, []).append(promotion)
    return {
        version.pk: sorted(group, key=lambda other, pk=version.pk: other.pk != pk)
        for group in versions.values()
        for version in group
        if version.pk in wanted
    }
