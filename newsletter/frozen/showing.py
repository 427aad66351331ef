"""What do readers see of an issue that has been approved?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, TypeVar

from cms.languages.chains import open_languages
from cms.languages.readings import Reading
from newsletter.frozen.pictures import picture_of
from newsletter.frozen.withdrawal import without_withdrawn
from newsletter.models import FrozenEdition
from newsletter.rendering import ContentsLine, EditionHead, edition_links, versions_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from uuid import UUID

    from django.db.models import QuerySet
    from django.utils.safestring import SafeString

    from newsletter.models import IssuePage
    from newsletter.rendering import EditionLink

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownEdition(EditionHead):
    """An approved edition as the web shows it today: what a template sees of a ``rendering.Edition``."""

    contents: tuple[ContentsLine, ...]
    web: SafeString
    """The sections, with a notice in place of what is public no longer."""
    version: int
    approved_at: datetime
    own: frozenset[str]
    """BCP 47 tags of the languages that have an edition of their own."""


def shown(
    issue: IssuePage, language: str, versions: Iterable[IssuePage] | None = None
) -> ShownEdition | None:
    """Return what readers of a language see of an issue, or None before it is approved. Four queries.

    Readers whose edition is not frozen (it is held back, or their language was opened later) get that of the first
    language of their chain that is, else that of the issue's own, else any.

    Args:
        issue: any version of it.
        language: BCP 47 tag of the readers.
        versions: the public versions of the issue, where the caller has them; else they cost another query.
    """
    found = list(in_force(issue).values_list("pk", "language", "written_in"))
    if not found:
        return None
    by_language = {readers: pk for pk, readers, _written in found}
    edition = FrozenEdition.objects.select_related("approval").get(
        pk=of_readers(by_language, language, issue.original.locale_id)
    )
    own = frozenset(written for _pk, readers, written in found if readers == written)
    links = edition_links(versions_of(issue, versions), Reading(language))
    return as_shown(edition, language, own=own, links=links)


def in_force(issue: IssuePage) -> QuerySet[FrozenEdition]:
    """Return the editions for everyone of the newest version of an issue that was approved: what readers see.

    One that was opened again is still read in that version, until the next is approved.

    Args:
        issue: any version of it.
    """
    return in_force_among([issue.translation_key])


def in_force_among(keys: Collection[UUID] | QuerySet) -> QuerySet[FrozenEdition]:
    """Return the editions that readers see of the issues with some translation keys."""
    return FrozenEdition.objects.in_force().filter(approval__issue__translation_key__in=keys)


def of_readers(by_language: dict[str, T], language: str, source_locale: int) -> T:
    """Return what readers of a language get of what is there by language: theirs, of their chain, the source's, any.

    Args:
        by_language: at least one edition, by the BCP 47 tag of its readers.
        language: BCP 47 tag of the readers.
        source_locale: primary key of the locale in which the issue was first written.
    """
    languages = open_languages()
    source = languages.by_locale.get(source_locale, "")
    steps = (*languages.chain(language), source, *sorted(by_language))
    return by_language[next(step for step in steps if step in by_language)]


def as_shown(
    edition: FrozenEdition,
    language: str,
    *,
    own: frozenset[str] = frozenset(),
    links: Iterable[EditionLink] = (),
) -> ShownEdition:
    """Return an approved edition as the web shows it to readers of a language. Two queries, and another if something is gone.

    Args:
        edition: with its approval.
        language: BCP 47 tag of the readers.
        own: BCP 47 tags of the languages that have an edition of their own.
        links: to the issue in every language; readers are led to what was written for somebody, and to their own page.
    """
    head = edition.head
    return ShownEdition(
        label=edition.label,
        number=head["number"],
        date=date.fromisoformat(head["date"]),
        subject=edition.subject,
        preheader=edition.preheader,
        language=edition.written_in,
        readers=language,
        words_language=edition.words_language,
        url=edition.url,
        contents=tuple(ContentsLine(**line) for line in head["contents"]),
        languages=tuple(link for link in links if link.current or link.language in own),
        picture=picture_of(head["picture"]),
        web=without_withdrawn(edition),
        version=edition.approval.version,
        approved_at=edition.approved_at,
        own=own,
    )
