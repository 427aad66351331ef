"""What do the readers of each language get, and how does it look?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from newsletter.blocks import Audience
from newsletter.readiness.mails import TOO_LARGE
from newsletter.review.viewing import Form, SeenEdition, seen
from newsletter.views.screens import IssueScreen, OfIssue
from newsletter.views.showing import shown

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from newsletter.models import IssuePage

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


class EditionsView(IssueScreen):
    """Shows the matrix of editions: what goes out in each language, how large it is, and where to look at it."""

    template_name = "newsletter/admin/editions.html"
    page_title = _("Editions")
    header_icon = "site"

    def get_context_data(self, **kwargs):
        """List the editions."""
        rows = [Row(edition, forms_of(self.page, edition)) for edition in seen(self.page)]
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
        matrix = reverse("newsletter_admin:editions", args=[self.page.pk])
        return [
            *above,
            {"url": matrix, "label": str(EditionsView.page_title)},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs):
        """Find the edition."""
        edition = edition_of(self.page, kwargs["language"], kwargs["audience"], kwargs["form"])
        form = Form(kwargs["form"])
        return super().get_context_data(
            **kwargs,
            edition=edition,
            form_label=form.label,
            forms=forms_of(self.page, edition, form),
            width=WIDTHS[form],
            matrix_url=reverse("newsletter_admin:editions", args=[self.page.pk]),
            content_url=_url("edition_content", self.page, edition, form),
            largest=TOO_LARGE,
        )


class EditionContentView(OfIssue):
    """Gives an edition in one form, for the frame."""

    def get(self, request: HttpRequest, language: str, audience: str, form: str) -> HttpResponse:
        """Return it.

        Raises:
            Http404: if there is no such edition or form.
        """
        edition = edition_of(self.page, language, audience, form)
        return shown(request, self.issue, edition, form, scheme=SCHEMES.get(Form(form), ""))


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
