"""What do the readers of each language get, and how does it look?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.pages.utils import get_breadcrumbs_items_for_page

from newsletter.approval.viewing import Form, SeenEdition, seen
from newsletter.blocks import Audience
from newsletter.models import IssuePage
from newsletter.readiness.mails import TOO_LARGE
from newsletter.views.showing import shown

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

WIDTHS = {
    Form.WEB: "full",
    Form.MAIL: "mail",
    Form.DARK: "mail",
    Form.NARROW: "narrow",
    Form.TEXT: "text",
    Form.PRINT: "paper",
}
"""How wide each form is shown: the names of classes in editions.css."""

SCHEMES = {Form.MAIL: "light", Form.DARK: "dark", Form.NARROW: "light"}
"""The colour scheme in which each form of a mail is shown, whatever that of the editor's screen is."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A form, or an edition, that can be looked at."""

    label: str
    url: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """An edition in the matrix, with its forms."""

    edition: SeenEdition
    forms: list[Choice]


def issue_for(request: HttpRequest, page_id: int) -> IssuePage:
    """Return an issue, in the version in which it was first written, for somebody who may edit it.

    Raises:
        Http404: if the page is no issue, or the translation of one.
        PermissionDenied: if the user may not edit the issue.
    """
    issue = get_object_or_404(IssuePage, pk=page_id, source=None)
    if not issue.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    return issue


class IssueScreen(WagtailAdminTemplateMixin, TemplateView):
    """A page of the admin about one issue."""

    def dispatch(self, request: HttpRequest, page_id: int, **kwargs: str) -> HttpResponse:
        """Find the issue (see ``issue_for``)."""
        self.issue = issue_for(request, page_id)
        return super().dispatch(request, **kwargs)

    @cached_property
    def edit_url(self) -> str:
        """Where the issue is edited."""
        return reverse("wagtailadmin_pages:edit", args=[self.issue.pk])

    def get_breadcrumbs_items(self):
        """Lead to the issue."""
        *above, _issue = get_breadcrumbs_items_for_page(self.issue, self.request.user)
        return [
            *above,
            {"url": self.edit_url, "label": self.issue.get_admin_display_title()},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs):
        """Name the issue."""
        return super().get_context_data(issue=self.issue, edit_url=self.edit_url, **kwargs)


class EditionsView(IssueScreen):
    """Shows the matrix of editions: what goes out in each language, how large it is, and where to look at it."""

    template_name = "newsletter/admin/editions.html"
    page_title = _("Editions")
    header_icon = "site"

    def get_context_data(self, **kwargs):
        """List the editions."""
        rows = [Row(edition, forms_of(self.issue, edition)) for edition in seen(self.issue)]
        return super().get_context_data(
            rows=rows,
            largest=TOO_LARGE,
            has_audiences=any(row.edition.audience != Audience.EVERYONE for row in rows),
            **kwargs,
        )


class EditionView(IssueScreen):
    """Shows an edition in one form inside a frame, beside what else there is to look at."""

    template_name = "newsletter/admin/edition.html"
    page_title = _("Edition")
    header_icon = "view"

    def get_breadcrumbs_items(self):
        """Lead to the matrix."""
        *above, _here = super().get_breadcrumbs_items()
        matrix = reverse("newsletter_admin:editions", args=[self.issue.pk])
        return [
            *above,
            {"url": matrix, "label": str(EditionsView.page_title)},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs):
        """Find the edition."""
        edition = edition_of(self.issue, kwargs["language"], kwargs["audience"], kwargs["form"])
        form = Form(kwargs["form"])
        return super().get_context_data(
            **kwargs,
            edition=edition,
            form_label=form.label,
            forms=forms_of(self.issue, edition, form),
            width=WIDTHS[form],
            matrix_url=reverse("newsletter_admin:editions", args=[self.issue.pk]),
            content_url=_url("edition_content", self.issue, edition, form),
            largest=TOO_LARGE,
        )


@require_safe
def edition_content(
    request: HttpRequest, page_id: int, language: str, audience: str, form: str
) -> HttpResponse:
    """Return an edition in one form, for the frame.

    Raises:
        Http404: if there is no such edition or form.
        PermissionDenied: if the user may not edit the issue.
    """
    issue = issue_for(request, page_id)
    edition = edition_of(issue, language, audience, form)
    draft = issue.get_latest_revision_as_object()
    return shown(request, draft, edition, form, scheme=SCHEMES.get(Form(form), ""))


def edition_of(issue: IssuePage, language: str, audience: str, form: str) -> SeenEdition:
    """Return the edition that an address names.

    Raises:
        Http404: if there is none, or no such form; also if its mail is not kept any longer.
    """
    if form not in Form.values:
        raise Http404
    for edition in seen(issue, [language]):
        if edition.audience == audience and form in forms(edition):
            return edition
    raise Http404


def forms(edition: SeenEdition) -> list[Form]:
    """Return in which forms there is an edition: the web shows that for everyone alone."""
    on_web = [Form.WEB, Form.PRINT] if edition.audience == Audience.EVERYONE else []
    in_mail = [] if edition.is_redacted else [Form.MAIL, Form.DARK, Form.NARROW, Form.TEXT]
    return [form for form in Form if form in (*on_web, *in_mail)]


def forms_of(issue: IssuePage, edition: SeenEdition, current: str = "") -> list[Choice]:
    """Return the forms of an edition with their addresses."""
    return [
        Choice(form.label, _url("edition", issue, edition, form), form == current)
        for form in forms(edition)
    ]


def _url(name: str, issue: IssuePage, edition: SeenEdition, form: Form) -> str:
    names = [issue.pk, edition.language, edition.audience, form.value]
    return reverse(f"newsletter_admin:{name}", args=names)
