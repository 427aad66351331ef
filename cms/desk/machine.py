"""What would a machine be given, and what does it cost? Asked before it begins."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.http import Http404
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from cms import names
from cms.desk.access import translation_of
from cms.languages.chains import open_languages
from cms.languages.translation import rights
from cms.languages.translation.actions import Action
from cms.languages.translation.machine import budget
from cms.languages.translation.machine.proposals import estimate, machine, price_of, withheld
from cms.languages.translation.sources import pages, promotions
from cms.languages.translation.tasks import prepare
from cms.words import active_language

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser
    from django.http import HttpRequest, HttpResponse

    from cms.models import TranslationBatch


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What a machine would be given for one language."""

    language: str
    """Its name."""
    translations: str
    sentences: str
    characters: str
    left: str
    """Of the month's budget. All four are numbers, in figures of the reader's language."""
    price: str
    """An amount; empty where the office has not told a price."""
    is_enough: bool
    """Whether the budget is enough for all of it."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What somebody reads before a machine begins."""

    service: str
    lines: list[Line]
    withheld: int
    """How many pages are not public, and are not given to the machine."""

    @property
    def is_priced(self) -> bool:
        """Whether it is known what it costs."""
        return any(line.price for line in self.lines)


@require_POST
def propose(request: HttpRequest, translation_id: int) -> HttpResponse:
    """Prepare that a machine proposes words for one translation, and lead to what it costs.

    Raises:
        Http404: if there is no such translation, or no machine.
        PermissionDenied: if the person may not translate it.
    """
    translation = translation_of(request, translation_id)
    if machine() is None:
        raise Http404
    cell = (translation.source.object_id, [translation.target_locale.language_code])
    batch = prepare(Action.PROPOSE, [cell], user=request.user)
    return redirect("desk:batch", batch.pk)


def offer(batch: TranslationBatch) -> Offer | None:
    """Return what a machine would be given for a batch; None where there is no machine. Six queries."""
    service = machine()
    if service is None:
        return None
    languages, reader = open_languages(), active_language()
    keys = _seen({UUID(key) for key, _tags in batch.cells}, batch.requested_by)
    secret = withheld(keys)
    found = estimate(
        {
            (UUID(key), languages.locales[tag])
            for key, tags in batch.cells
            for tag in tags
            if UUID(key) in keys - secret and tag in languages.locales
        }
    )
    left = budget.left(found)
    lines = [
        Line(
            language=names.language_name(languages.by_locale[locale], reader),
            translations=names.format_number(cost.translations, reader),
            sentences=names.format_number(cost.sentences, reader),
            characters=names.format_number(cost.characters, reader),
            left=names.format_number(left[locale], reader),
            price=names.format_money(price, reader) if (price := price_of(cost.characters)) else "",
            is_enough=cost.characters <= left[locale],
        )
        for locale, cost in found.items()
    ]
    return Offer(service.display_name, sorted(lines, key=lambda line: line.language), len(secret))


def _seen(keys: set[UUID], user: AbstractUser) -> set[UUID]:
    """Return which sources somebody may see, of some translation keys."""
    visible = (pages().filter(rights.visible_to(user)), promotions())
    return {
        key
        for rows in visible
        for key in rows.filter(translation_key__in=keys).values_list("translation_key", flat=True)
    }
