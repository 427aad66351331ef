"""What does a template of the newsletter get to see? A context processor, lazy as that of the core."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import translation
from django.utils.functional import SimpleLazyObject

from cms.front import versions_of
from cms.languages.serving import reading_of
from newsletter import rendering
from newsletter.approval.frozen import ShownEdition, shown
from newsletter.archive import archive
from newsletter.assembly import SHOWN_ROWS
from newsletter.blocks import Outlet
from newsletter.models import IssueIndexPage, IssuePage

if TYPE_CHECKING:
    from django.http import HttpRequest


def _approved(request: HttpRequest, page: IssuePage, language: str) -> ShownEdition | None:
    """Return the edition as it was approved, for readers; a preview shows what is not."""
    return None if getattr(request, "is_preview", False) else shown(page, language)


def edition_context(request: HttpRequest) -> dict:
    """Return the edition of the issue that is shown, in the reader's language, or a page of the archive."""
    page = getattr(request, "shown_page", None)
    if isinstance(page, IssuePage):
        language = translation.get_language() or "en"
        root = f"{request.scheme}://{request.get_host()}"

        def edition(outlet: str, base: str = ""):
            return SimpleLazyObject(
                lambda: rendering.edition(
                    page,
                    language,
                    outlet=outlet,
                    base=base,
                    rows=SHOWN_ROWS,
                    versions=versions_of(request),
                )
            )

        return {
            "edition": SimpleLazyObject(
                lambda: _approved(request, page, language) or edition(Outlet.WEB)
            ),
            "mail_html": SimpleLazyObject(lambda: rendering.mail_html(edition(Outlet.MAIL, root))),
            "mail_text": SimpleLazyObject(lambda: rendering.mail_text(edition(Outlet.MAIL, root))),
        }
    if isinstance(page, IssueIndexPage):
        number = request.GET.get("page", 1)
        return {"archive": SimpleLazyObject(lambda: archive(reading_of(request), number))}
    return {}
