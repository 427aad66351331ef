"""How is an issue approved and opened again?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from newsletter.approval.freezing import (
    NotReadyError,
    current,
    due,
    freeze,
    reopen,
    require_ready,
)
from newsletter.approval.workflow import approve
from newsletter.frozen.pictures import LostPictureError
from newsletter.models import IssuePage
from newsletter.views.screens import ForApprovers, IssueScreen
from newsletter.views.telling import tell_refusal

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from newsletter.models import Approval


def asks_to_approve(request: HttpRequest) -> bool:
    """Return whether the form of a page is sent by the button with which Wagtail approves."""
    return "action-workflow-action" in request.POST and (
        request.POST.get("workflow-action-name") == "approve"
    )


def refusal(request: HttpRequest, page: IssuePage) -> HttpResponse | None:
    """Say what keeps an issue from being approved, and lead to its verdict; None where nothing does.

    Args:
        request: of whoever tries.
        page: the source.
    """
    wanted = due(page, current(page))
    try:
        require_ready(page.get_latest_revision_as_object(), wanted)
    except NotReadyError as error:
        tell_refusal(request, error)
        return redirect("newsletter_admin:readiness", page.pk)
    return None


class ApproveView(ForApprovers):
    """Approves an issue, or what is to go out beside an approved version of it."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Freeze what is to go out; say what stands in the way otherwise."""
        try:
            with transaction.atomic():
                self._approve()
        except (NotReadyError, LostPictureError) as error:
            tell_refusal(request, error)
        except LookupError:
            messages.error(request, _("Nothing was approved: the archive has no workflow."))
        return self.back()

    def _approve(self) -> None:
        # Whoever saves meanwhile waits, or has been before: then this person has not seen what they would approve.
        page = IssuePage.objects.select_for_update(of=("self",)).get(pk=self.page.pk)
        if self.request.POST.get("revision") != str(page.latest_revision_id):
            messages.error(
                self.request,
                _(
                    "Nothing was approved: somebody has changed the issue meanwhile. Look at it once more."
                ),
            )
            return
        if current(self.page):
            freeze(self.page, user=self.request.user)
        else:
            approve(self.page, user=self.request.user)
        if approval := current(self.page):
            said = _("Version %(version)s is approved. What goes out is kept as it is now.")
            messages.success(self.request, said % {"version": approval.version})
        else:
            messages.success(
                self.request, _("Your step is done. The issue waits for the next one.")
            )


class ReopenView(ForApprovers, IssueScreen):
    """Asks whether an approved issue is to be opened again, and does it."""

    template_name = "newsletter/admin/reopen.html"
    page_title = gettext_lazy("Open again")
    header_icon = "lock-open"

    @cached_property
    def approval(self) -> Approval | None:
        """The version that ends."""
        return current(self.page)

    def get(self, request: HttpRequest) -> HttpResponse:
        """Say what it means, and ask."""
        if self.approval is None:
            return self.back()
        return self.render_to_response(self.get_context_data(approval=self.approval))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Open it."""
        if self.approval:
            reopen(self.approval, user=request.user)
            said = _("The issue is open again. Its next approval makes version %(version)s.")
            messages.success(request, said % {"version": self.approval.version + 1})
        return self.back()
