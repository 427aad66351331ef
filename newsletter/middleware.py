"""Where do Wagtail's own screens lead somebody who cannot approve an issue?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import redirect
from django.urls import reverse
from wagtail.admin.localization import get_localized_response
from wagtail.admin.modal_workflow import render_modal_workflow

from newsletter.approval.freezing import NotReadyError
from newsletter.frozen.pictures import LostPictureError
from newsletter.views.telling import tell_refusal

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse


class ApprovalMiddleware:
    """Answers a refused approval of any view of Wagtail's with the verdict on the issue, and says what stands in the way."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep what answers."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Change nothing of what is answered."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Lead to the verdict; None for whatever else was raised."""
        match = request.resolver_match
        if isinstance(exception, NotReadyError | LostPictureError) and "page_id" in match.kwargs:
            # What Wagtail activates for its view is over by now: the language of the user.
            return get_localized_response(_answer, request, exception, match.kwargs["page_id"])
        return None


def _answer(
    request: HttpRequest, error: NotReadyError | LostPictureError, page: int
) -> HttpResponse:
    tell_refusal(request, error)
    verdict = reverse("newsletter_admin:readiness", args=[page])
    if request.headers.get("x-requested-with") == "XMLHttpRequest":  # from a dialogue
        data = {"step": "success", "redirect": verdict}
        return render_modal_workflow(request, "", None, {}, json_data=data)
    return redirect(verdict)
