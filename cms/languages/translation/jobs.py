"""Who does a translation, and until when?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q

from cms.languages.translation.requests import request_translations
from cms.models import TranslationJob

if TYPE_CHECKING:
    from datetime import date

    from django.contrib.auth.models import AbstractUser
    from wagtail.models import Locale, TranslatableMixin

Stage = TranslationJob.Stage


class TakenError(Exception):
    """Raised when somebody takes a translation that another person has."""


def is_overdue(job: TranslationJob, today: date) -> bool:
    """Return whether the last day of a job has passed before it was finished."""
    return job.stage in TranslationJob.UNFINISHED and job.due_on is not None and job.due_on < today


def overdue(today: date, prefix: str = "") -> Q:
    """Return the same as a condition.

    Args:
        today: the day of the question.
        prefix: the relation by which the job is reached, such as "job__"; empty for the job itself.
    """
    return Q(**{f"{prefix}stage__in": TranslationJob.UNFINISHED, f"{prefix}due_on__lt": today})


@transaction.atomic
def take(source: TranslatableMixin, locale: Locale, user: AbstractUser) -> None:
    """Give a translation to somebody who wants it; it counts as asked for from then on.

    Raises:
        TakenError: if another person has it. Of two who take it at once, one gets it.
    """
    (translation,) = request_translations(source, [locale], must_not_change=True, requested_by=user)
    mine = TranslationJob.objects.filter(
        Q(assignee=None) | Q(assignee=user), translation=translation
    )
    if not mine.update(assignee=user):
        raise TakenError
    mine.filter(stage=Stage.PUBLISHED).update(stage=Stage.OPEN)


@transaction.atomic
def assign(source: TranslatableMixin, locales: list[Locale], **wishes) -> None:
    """Give translations to a person, who has them to do from then on, also those that were public once.

    Args:
        source: what is translated.
        locales: into which languages.
        **wishes: as of ``request_translations``.
    """
    translations = request_translations(source, locales, **wishes)
    jobs = TranslationJob.objects.filter(translation__in=translations)
    jobs.filter(stage=Stage.PUBLISHED).update(stage=Stage.OPEN)


def reopen(translations: list[int]) -> None:
    """Let people work again at what was finished, published, or not needed.

    Args:
        translations: primary keys.
    """
    TranslationJob.objects.filter(translation__in=translations).update(stage=Stage.OPEN)
