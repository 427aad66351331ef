"""What does the page look like while it is translated?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from wagtail.models import Page

from cms.desk.access import translation_of
from cms.desk.rows import place_of
from cms.languages.translation import rights
from cms.languages.translation.legible import stored
from cms.languages.translation.previews import preview

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from cms.languages.translation.segments import Place


def show(request: HttpRequest, translation_id: int) -> HttpResponse:
    """Show the page with the words as they are saved; a POST adds ``words`` that are typed at a ``place``.

    Neither stores anything.

    Raises:
        Http404: if there is no such translation, or nothing to show yet, or no such ``mode`` of preview.
    """
    translation = translation_of(request, translation_id)
    target = rights.target_of(translation)
    if not isinstance(target, Page):
        raise Http404
    page = preview(translation, _unsaved(request, translation))
    mode = request.GET.get("mode") or page.default_preview_mode
    if mode not in dict(page.preview_modes):
        raise Http404
    return page.make_preview_request(request, mode)


def _unsaved(request: HttpRequest, translation) -> dict[Place, str]:
    signed = request.POST.get("place")
    if not signed:
        return {}
    try:
        place, is_rich = place_of(translation, signed)
    except LookupError as error:
        raise Http404 from error
    return {place: stored(request.POST.get("words", ""), is_rich=is_rich)}
