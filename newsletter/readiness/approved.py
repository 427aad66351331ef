"""In whose words will readers get an issue once it is approved? Approval publishes what is ready first, and freezes that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from wagtail_localize.models import StringSegment
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from cms.content import restricted
from cms.languages.translation.review import released_with
from newsletter.models import IssuePage

if TYPE_CHECKING:
    from collections.abc import Collection

WORDS = ("title", "subject", "preheader", "sections")
"""The fields of an issue that have words; all else is its source's."""


def once_approved(issue: IssuePage, languages: Collection[int] | None = None) -> list[IssuePage]:
    """Return the other versions of an issue as they will be once it is approved: to be given to ``render_for``.

    Those that are live, also while the source is not; and of those that go public with it, the newest draft. One query,
    and those of ``released``.

    Args:
        issue: the source, with what was saved last.
        languages: what ``released`` returns, where the caller has it.
    """
    if languages is None:
        languages = released(issue)
    versions = IssuePage.objects.filter(
        ~restricted(),
        Q(live=True) | Q(locale__in=languages),
        translation_key=issue.translation_key,
    ).exclude(pk=issue.pk)
    if languages:
        versions = versions.select_related("latest_revision")
    found = list(versions.select_related(*IssuePage.read_with))
    for version in found:
        if version.locale_id in languages:
            _take_draft(version)
    return found


def released(issue: IssuePage) -> frozenset[int]:
    """Return the languages in which the issue's own words go public with it, by the primary keys of their locales.

    None, where the issue has words that translators have not been given yet: what was ready then lacks them. The queries
    of ``released_with``, and one where there is any.

    Args:
        issue: the source, with what was saved last.
    """
    languages = released_with(issue)
    return frozenset() if languages and new_words(issue) else languages


def new_words(issue: IssuePage) -> list[str]:
    """Return the words of an issue that nobody was given to translate, though others were; none if it was never given.

    One query.

    Args:
        issue: the source, with what was saved last.
    """
    given = StringSegment.objects.filter(source__object_id=issue.translation_key)
    known = set(given.values_list("string__data", flat=True))
    return [words for words in _words_of(issue) if words not in known] if known else []


def _words_of(issue: IssuePage) -> list[str]:
    """Return what is to be translated of an issue as it is, cut as wagtail-localize cuts it."""
    return [
        segment.string.data
        for segment in extract_segments(issue)
        if isinstance(segment, StringSegmentValue)
    ]


def _take_draft(version: IssuePage) -> None:
    """Give a version the words of its newest draft, in memory: to make a whole page of it would ask for its parent."""
    if version.latest_revision is None:
        return
    content = version.latest_revision.content
    for field in IssuePage._meta.concrete_fields:
        if field.name in WORDS:
            setattr(version, field.name, field.to_python(content[field.name]))
