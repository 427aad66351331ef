"""What is an editor told of an issue, above its form and the pages about it?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from wagtail.admin import messages

from cms import names
from cms.words import active_language
from newsletter.frozen.pictures import LostPictureError
from newsletter.readiness import publication, structure, words
from newsletter.readiness.draft import Draft

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest
    from django.utils.safestring import SafeString

    from newsletter.approval.freezing import NotReadyError
    from newsletter.models import IssuePage
    from newsletter.readiness.findings import Finding


def tell_findings(request: HttpRequest, issue: IssuePage, *, pages_only: bool = False) -> None:
    """Show what should be looked at in an issue, as one message.

    Args:
        request: of the editor.
        issue: with what was saved last.
        pages_only: leave out what is about the sections: their editor knows.
    """
    draft = Draft(issue)
    findings = (
        *publication.findings(draft),
        *structure.findings(draft),
        *words.held(draft),
    )
    found = [finding for finding in findings if finding.concerns_page or not pages_only]
    if not found:
        return
    opening = _("Worth a look before ‘%(label)s’ goes out:") % {"label": issue.title}
    verdict = reverse("newsletter_admin:readiness", args=[issue.pk])
    messages.warning(
        request,
        _with_links(opening, found),
        buttons=[messages.button(verdict, _("Ready to go out?"))],
    )


def tell_refusal(request: HttpRequest, error: NotReadyError | LostPictureError) -> None:
    """Show why an issue cannot be approved.

    Args:
        request: of whoever tried.
        error: with what stands in the way.
    """
    if isinstance(error, LostPictureError):
        said = _(
            "Nothing was approved: the file of a picture is missing (%(file)s). Upload the picture again."
        )
        messages.error(request, said % {"file": error})
        return
    if not error.languages:
        said = _("Nothing was approved: no language is to go out that is not approved already.")
        messages.error(request, said)
        return
    reader = active_language()
    languages = [names.language_name(tag, reader) for tag in error.languages]
    said = _("Nothing was approved: something stands in the way in %(languages)s.")
    opening = said % {"languages": names.format_list(languages, reader)}
    messages.error(request, _with_links(opening, error.findings))


def _with_links(opening: str, findings: Iterable[Finding]) -> SafeString:
    """Return words, and below them the findings with the places where each is mended."""
    lines = format_html_join(
        "",
        '<li><a class="w-text-current w-underline" href="{}">{}</a></li>',
        ((finding.url, finding.message) for finding in findings),
    )
    return format_html('{}<ul class="errorlist">{}</ul>', opening, lines)
