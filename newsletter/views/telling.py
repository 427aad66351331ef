"""What is an editor told beside the form of an issue?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from wagtail.admin import messages

from newsletter.readiness import structure, words
from newsletter.readiness.draft import Draft

if TYPE_CHECKING:
    from django.http import HttpRequest

    from newsletter.models import IssuePage


def tell_findings(request: HttpRequest, issue: IssuePage, *, pages_only: bool = False) -> None:
    """Show what should be looked at in an issue, as one message.

    Args:
        request: of the editor.
        issue: with what was saved last.
        pages_only: leave out what is about the sections: their editor knows.
    """
    draft = Draft(issue)
    findings = (*structure.findings(draft), *words.held(draft))
    found = [finding for finding in findings if finding.concerns_page or not pages_only]
    if not found:
        return
    lines = format_html_join(
        "",
        '<li><a class="w-text-current w-underline" href="{}">{}</a></li>',
        ((finding.url, finding.message) for finding in found),
    )
    opening = _("Worth a look before ‘%(label)s’ goes out:") % {"label": issue.title}
    messages.warning(request, format_html('{}<ul class="errorlist">{}</ul>', opening, lines))
