"""How does an issue follow the last one?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.pages.utils import get_breadcrumbs_items_for_page
from wagtail.models import Page

from newsletter.forms.new_issue import NewIssueForm
from newsletter.models import IssueIndexPage, IssuePage
from newsletter.readiness.draft import section_name
from newsletter.succession import as_seen_by, may_add_issue, model_for, succeed

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


class NewIssueView(WagtailAdminTemplateMixin, FormView):
    """Asks for number, date and label, then makes an issue that takes over from an earlier one."""

    form_class = NewIssueForm
    template_name = "newsletter/admin/new_issue.html"
    page_title = gettext_lazy("New issue")
    header_icon = "plus"

    def dispatch(self, request: HttpRequest, page_id: int) -> HttpResponse:
        """Find archive and model.

        Raises:
            Http404: if the page is no archive or issue that was first written in its language.
            PermissionDenied: if the user may not add pages to the archive, or not see what is taken over.
        """
        page = get_object_or_404(Page, pk=page_id).specific
        if isinstance(page, IssuePage) and page.source_id is None:
            self.archive = page.get_parent().specific
        elif isinstance(page, IssueIndexPage):
            self.archive = page
        else:
            raise Http404
        if not may_add_issue(request.user, self.archive):
            raise PermissionDenied
        self.model = (
            model_for(self.archive, request.user)
            if page == self.archive
            else as_seen_by(request.user, page)
        )
        if self.model is None:
            raise PermissionDenied
        return super().dispatch(request)

    def get_breadcrumbs_items(self):
        """Lead to the archive."""
        items = get_breadcrumbs_items_for_page(self.archive, self.request.user)
        return [*items, {"url": "", "label": self.get_page_title()}]

    def get_form_kwargs(self):
        """Tell the form the archive."""
        return {**super().get_form_kwargs(), "archive": self.archive}

    def get_context_data(self, **kwargs):
        """Tell what is taken over."""
        return super().get_context_data(
            model=self.model,
            sections=[section_name(section) for section in self.model.sections],
            cancel_url=reverse("wagtailadmin_explore", args=[self.archive.pk]),
            **kwargs,
        )

    @transaction.atomic
    def form_valid(self, form):
        """Save the new issue as a draft, and open it."""
        issue = succeed(
            self.model,
            self.archive,
            number=form.cleaned_data["number"],
            day=form.cleaned_data["date"],
            label=form.cleaned_data["label"],
            user=self.request.user,
        )
        messages.success(
            self.request,
            _(
                "‘%(label)s’ is a draft now. Its sections come from ‘%(model)s’; the entries are yours to choose."
            )
            % {"label": issue.title, "model": self.model.title},
            buttons=[
                messages.button(
                    reverse("newsletter_admin:suggestions", args=[issue.pk]), _("See suggestions")
                )
            ],
        )
        return redirect("wagtailadmin_pages:edit", issue.pk)
