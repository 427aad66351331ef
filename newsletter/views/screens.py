"""What do all pages about one issue have in common? The issue, who may be there, and the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.pages.utils import get_breadcrumbs_items_for_page

from newsletter.approval.workflow import may_approve
from newsletter.models import IssuePage

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


class OfIssue(View):
    """What is done with one issue, by those who may edit it."""

    def dispatch(self, request: HttpRequest, page_id: int, **place) -> HttpResponse:
        """Find the issue.

        Raises:
            Http404: if the page is no issue, or the translation of one.
            PermissionDenied: if the user may not do this.
        """
        self.page = get_object_or_404(IssuePage, pk=page_id, source=None)
        if not self.is_allowed():
            raise PermissionDenied
        return super().dispatch(request, **place)

    def is_allowed(self) -> bool:
        """Return whether the user may do this: by default, whether they may edit the issue."""
        return self.page.permissions_for_user(self.request.user).can_edit()

    def back(self) -> HttpResponse:
        """Lead to the verdict on the issue."""
        return redirect("newsletter_admin:readiness", self.page.pk)

    @cached_property
    def issue(self) -> IssuePage:
        """The issue with what is not public yet."""
        return self.page.get_latest_revision_as_object()

    @cached_property
    def edit_url(self) -> str:
        """Where the issue is edited."""
        return reverse("wagtailadmin_pages:edit", args=[self.page.pk])


class IssueScreen(WagtailAdminTemplateMixin, OfIssue):
    """A page about one issue."""

    def get(self, request: HttpRequest, **place: str) -> HttpResponse:
        """Show it. Nothing is changed by looking."""
        return self.render_to_response(self.get_context_data(**place))

    def get_breadcrumbs_items(self):
        """Lead to the issue."""
        *above, _issue = get_breadcrumbs_items_for_page(self.page, self.request.user)
        return [
            *above,
            {"url": self.edit_url, "label": self.issue.title},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs):
        """Tell the issue, and where it is edited."""
        return super().get_context_data(issue=self.issue, edit_url=self.edit_url, **kwargs)


class ForApprovers(OfIssue):
    """What only those do who approve the issue."""

    def is_allowed(self) -> bool:
        """Return whether the user may approve it."""
        return may_approve(self.request.user, self.page)
