"""Who may enter the desk, and which translation does one of its addresses name?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from wagtail.models import Page
from wagtail_localize.models import Translation

from cms.languages.translation import rights
from cms.models import TranslationJob

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.contrib.auth.models import AbstractUser
    from django.http import HttpRequest


def may_enter(user: AbstractUser) -> bool:
    """Return whether somebody has anything to do at the desk: they coordinate, or translate."""
    return rights.may_coordinate(user) or bool(rights.languages_of(user))


def translation_of(
    request: HttpRequest,
    translation_id: int,
    *,
    may: Callable[[AbstractUser, Translation], bool] = rights.may_translate,
) -> Translation:
    """Return a translation with its job, for somebody who may write its words.

    Args:
        request: of the person.
        translation_id: primary key of the record.
        may: what the person needs to be allowed instead.

    Raises:
        Http404: if nobody has asked for it, or nobody wants it any more.
        PermissionDenied: if the person may not do that.
    """
    rows = Translation.objects.filter(enabled=True)
    translation = get_object_or_404(
        rows.select_related(
            "target_locale",
            "source__locale",
            "source__object",
            "job__assignee",
            "job__finished_by",
        ),
        pk=translation_id,
    )
    if not may(request.user, translation):
        raise PermissionDenied
    return translation


def has_page(translation: Translation) -> bool:
    """Return whether this is something that has a page to show."""
    return issubclass(translation.source.specific_content_type.model_class(), Page)


def job_of(translation: Translation) -> TranslationJob:
    """Return the job of a translation; one that is as good as new where it was asked for without a job."""
    return getattr(translation, "job", None) or TranslationJob(translation=translation)


def stage_of(translation: Translation) -> str:
    """Return how far the people are now. One query."""
    stages = TranslationJob.objects.filter(translation=translation).values_list("stage", flat=True)
    return stages.first() or TranslationJob.Stage.OPEN
