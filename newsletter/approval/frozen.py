"""What do readers see of an issue that has been approved?"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import Case, IntegerField, When
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from cms.content import sources
from cms.items import Picture, Rendition
from cms.languages.chains import open_languages
from newsletter.blocks import Audience
from newsletter.models import FrozenEdition
from newsletter.rendering import ContentsLine, EditionLink

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from django.db.models import QuerySet

    from newsletter.models import IssuePage

ITEM = re.compile(r"<!--item (?P<key>[0-9a-f-]{36})-->.*?<!--/item-->", re.DOTALL)
"""An item among the sections as the web shows them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownEdition:
    """An approved edition as the web shows it today: what a template sees of a ``rendering.Edition``."""

    label: str
    number: int | None
    date: date
    subject: str
    preheader: str
    language: str
    """BCP 47 tag of the edition."""
    readers: str
    """BCP 47 tag of the reader's language."""
    words_language: str
    """BCP 47 tag of label, subject and preheader."""
    url: str
    contents: tuple[ContentsLine, ...]
    languages: tuple[EditionLink, ...]
    picture: Picture | None
    web: SafeString
    """The sections, with a notice in place of what is public no longer."""
    version: int
    approved_at: datetime

    @property
    def is_fallback(self) -> bool:
        """Whether label, subject and preheader are in another language than the edition."""
        return self.words_language != self.language

    @property
    def is_instead(self) -> bool:
        """Whether its readers get it in place of one in their own language, which they are told."""
        return self.readers != self.language


def shown(issue: IssuePage, language: str) -> ShownEdition | None:
    """Return what readers of a language see of an issue, or None before it is approved. Two queries.

    Readers whose edition is not frozen (it is held back, or their language was opened later) get that of the first
    language of their chain that is, else that of the issue's own, else any.

    Args:
        issue: any version of it.
        language: BCP 47 tag of the readers.
    """
    edition = _best(issue, language)
    return None if edition is None else as_shown(edition, language)


def in_force(issue: IssuePage) -> QuerySet[FrozenEdition]:
    """Return the editions for everyone of the approval of an issue that holds.

    Args:
        issue: any version of it.
    """
    return FrozenEdition.objects.filter(
        approval__issue__translation_key=issue.translation_key,
        approval__issue__source=None,
        approval__reopened_at=None,
        audience=Audience.EVERYONE,
    )


def as_shown(edition: FrozenEdition, language: str) -> ShownEdition:
    """Return an approved edition as the web shows it to readers of a language. One query.

    Args:
        edition: with its approval.
        language: BCP 47 tag of the readers.
    """
    head = edition.head
    picture = head["picture"]
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
        languages=tuple(
            EditionLink(**{**link, "current": link["language"] == language})
            for link in head["languages"]
        ),
        picture=_picture(picture) if picture else None,
        web=without_withdrawn(edition.web),
        version=edition.approval.version,
        approved_at=edition.approved_at,
    )


def without_withdrawn(web: str) -> SafeString:
    """Return the sections of an edition with a notice in place of every item that is not public now. One query.

    Args:
        web: as it was approved.
    """
    keys = {match["key"] for match in ITEM.finditer(web)}
    public = {str(key) for key in public_among(keys)}
    gone = SafeString(render_to_string("newsletter/includes/withdrawn.html"))
    return SafeString(
        ITEM.sub(lambda match: match.group() if match["key"] in public else gone, web)
    )


def public_among(keys: Collection[UUID | str]) -> set[UUID]:
    """Return the translation keys, among some, of the content pages that everybody may see now. One query."""
    found = sources().filter(translation_key__in=keys)
    return set(found.order_by().values_list("translation_key", flat=True))


def _best(issue: IssuePage, language: str) -> FrozenEdition | None:
    """Return the edition that readers of a language get. One query."""
    languages = open_languages()
    source = languages.by_locale.get(issue.original.locale_id, "")
    steps = list(dict.fromkeys([*languages.chain(language), source]))
    rank = Case(
        *(When(language=step, then=place) for place, step in enumerate(steps)),
        default=len(steps),
        output_field=IntegerField(),
    )
    return in_force(issue).select_related("approval").order_by(rank, "language").first()


def _picture(value: dict) -> Picture:
    return Picture(
        alt=value["alt"],
        credit=value["credit"],
        card=Rendition(**value["card"]),
        lead=Rendition(**value["lead"]),
        mail=Rendition(**value["mail"]),
    )
