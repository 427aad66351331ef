"""How is an edition answered, in the form in which somebody wants to look at it?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.utils import translation

from newsletter.review.viewing import Form, edition_on_web, mail_in_scheme

if TYPE_CHECKING:
    from django.http import HttpRequest

    from newsletter.models import IssuePage
    from newsletter.review.viewing import SeenEdition

POLICY = "default-src 'none'; img-src * data:; style-src 'unsafe-inline'"
"""What a browser lets a mail do: what mail programs do. No script, no form, no frame."""

BASE = '<base target="_blank">'
"""In a frame, a link leads out of it: no page of the site can be shown inside."""


def shown(
    request: HttpRequest, issue: IssuePage, edition: SeenEdition, form: str, *, scheme: str = ""
) -> HttpResponse:
    """Return an edition in one form, as a document of its own that a page of the same site may frame.

    Args:
        request: of whoever looks.
        issue: the newest draft of the source.
        edition: one of the issue.
        form: one of ``Form``.
        scheme: the colour scheme of a mail, "light" or "dark"; by default that of the screen.
    """
    if form in (Form.WEB, Form.PRINT):
        response = _page(request, issue, edition, on_paper=form == Form.PRINT)
    elif form == Form.TEXT:
        context = {"page": edition, "mail_text": edition.mail_text}
        with translation.override(edition.written_in):
            response = TemplateResponse(request, "newsletter/preview_text.html", context).render()
    else:
        html = mail_in_scheme(edition.mail_html, scheme) if scheme else edition.mail_html
        response = HttpResponse(_framed(html))
        response["Content-Security-Policy"] = POLICY
    # Readers who get another edition than their own are told so in their language.
    languages = dict.fromkeys([edition.language, edition.written_in])
    response["Content-Language"] = ", ".join(languages)
    response["X-Frame-Options"] = "SAMEORIGIN"
    return response


def _page(
    request: HttpRequest, issue: IssuePage, edition: SeenEdition, *, on_paper: bool
) -> HttpResponse:
    """Return the page of an issue with one of its editions; on paper it has its print styles on the screen too."""
    page = _version_in(edition.words_language, issue)
    with translation.override(edition.language):
        request.LANGUAGE_CODE = edition.language
        context = {**page.get_context(request), "edition": edition_on_web(edition)}
        response = TemplateResponse(request, "newsletter/issue_page.html", context).render()
    html = _framed(response.content.decode())
    if on_paper:
        html = html.replace('media="print"', 'media="all"', 1)
    response.content = html
    return response


def _version_in(language: str, issue: IssuePage) -> IssuePage:
    """Return the version of an issue from which an edition has its words: breadcrumbs name it."""
    if language == issue.locale.language_code:
        return issue
    return issue.get_translations().filter(locale__language_code=language).first() or issue


def _framed(html: str) -> str:
    return html.replace("<head>", f"<head>{BASE}", 1)
