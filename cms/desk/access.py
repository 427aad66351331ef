"""Which translation does an address of the desk name, and may this person write its words?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from wagtail.models import Page
from wagtail_localize.models import Translation

from cms.languages.translation import rights
from cms.models import TranslationJob

if TYPE_CHECKING:
    from django.http import HttpRequest


def translation_of(request: HttpRequest, translation_id: int) -> Translation:
    """Return a translation with its job, for somebody who may write its words.

    Raises:
        Http404: if nobody has asked for it, or nobody wants it any more.
        PermissionDenied: if the person may not translate it.
    """
    translation = _wanted(translation_id)
    if not rights.may_translate(request.user, translation):
        raise PermissionDenied
    return translation


def visible_translation(request: HttpRequest, translation_id: int) -> Translation:
    """Return a translation for somebody who may write its words, or ask for translations of its source.

    Raises:
        Http404: if nobody has asked for it, or nobody wants it any more.
        PermissionDenied: if the person may do neither.
    """
    translation = _wanted(translation_id)
    source = translation.source.get_source_instance()
    if not (
        rights.may_translate(request.user, translation) or rights.may_request(request.user, source)
    ):
        raise PermissionDenied
    return translation


def _wanted(translation_id: int) -> Translation:
    rows = Translation.objects.filter(enabled=True)
    return get_object_or_404(
        rows.select_related(
            "target_locale",
            "source__locale",
            "source__object",
            "job__assignee",
            "job__finished_by",
        ),
        pk=translation_id,
    )


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
