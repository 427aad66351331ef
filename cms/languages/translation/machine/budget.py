"""How much may a machine still translate into a language this month?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from cms.dates import site_day
from cms.models import MachineUse, TranslationRules

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date


def this_month() -> date:
    """Return the first day of the month that it is now by the clock of the site."""
    return site_day(timezone.now()).replace(day=1)


def left(locales: Iterable[int]) -> dict[int, int]:
    """Return how many characters a machine may still translate into some languages, by their primary key. Two queries.

    Nought where no budget is set, and never less.
    """
    wanted = list(locales)
    given = dict(
        TranslationRules.objects.filter(locale__in=wanted).values_list("locale", "machine_budget")
    )
    used = dict(
        MachineUse.objects.filter(locale__in=wanted, month=this_month()).values_list(
            "locale", "characters"
        )
    )
    return {pk: max(given.get(pk, 0) - used.get(pk, 0), 0) for pk in wanted}


@transaction.atomic
def take(locale: int, characters: int) -> MachineUse | None:
    """Take characters from the budget of a language, if there are as many left.

    Two who take at a time never get more than there is.

    Returns:
        From which month they were taken, for ``give_back``; None where there are not as many.
    """
    rules = TranslationRules.objects.filter(locale=locale).first()
    use, _created = MachineUse.objects.get_or_create(locale_id=locale, month=this_month())
    budget = rules.machine_budget if rules else 0
    left_enough = MachineUse.objects.filter(pk=use.pk, characters__lte=budget - characters)
    return use if left_enough.update(characters=F("characters") + characters) else None


def give_back(use: MachineUse, characters: int) -> None:
    """Give back what was taken from a month, which may be over by now, and not used."""
    MachineUse.objects.filter(pk=use.pk).update(characters=F("characters") - characters)
