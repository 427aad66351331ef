"""What does a template of the newsletter get to see? A context processor, lazy as that of the core."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from django.utils import translation
from django.utils.functional import SimpleLazyObject

from cms.front import NavigationLink, Shown, breadcrumbs_of, shown_of, versions_of
from cms.languages.serving import reading_of
from newsletter import rendering
from newsletter.archive import archive
from newsletter.assembly import SHOWN_ROWS
from newsletter.blocks import Outlet
from newsletter.finding import find
from newsletter.frozen.showing import ShownEdition, shown
from newsletter.models import IssueIndexPage, IssuePage

if TYPE_CHECKING:
    from django.http import HttpRequest


def _approved(request: HttpRequest, page: IssuePage, language: str) -> ShownEdition | None:
    """Return the edition as it was approved, for readers; a preview shows what is not."""
    versions = versions_of(request)
    # Known of each version that is served: then nothing has to be asked of an issue that never was.
    if getattr(request, "is_preview", False) or not any(
        getattr(version, "was_approved", True) for version in versions
    ):
        return None
    return shown(page, language, versions)


def _served(request: HttpRequest, approved: ShownEdition | None) -> Shown:
    """Return in which language the issue is shown: once it is approved, only what has an edition has an address.

    Readers may get another edition than the version of the page at their address: search engines are led to that one.
    """
    served = shown_of(request)
    if approved is None:
        return served
    own = approved.own
    versions = {link.language: link.url for link in served.alternates}
    served = replace(
        served,
        alternates=tuple(link for link in served.alternates if link.language in own),
        translations=tuple(link for link in served.translations if link.language in own),
        x_default=served.x_default if served.source_language in own else "",
    )
    if served.requested in own:
        return served
    return replace(
        served,
        language=approved.language,
        canonical=versions.get(approved.language, served.canonical),
    )


def _breadcrumbs(
    request: HttpRequest, page: IssuePage, approved: ShownEdition | None
) -> list[NavigationLink]:
    """Return the breadcrumbs of an issue, by its label as it was approved."""
    links = breadcrumbs_of(page, request)
    if approved:
        links[-1] = replace(links[-1], title=approved.label, language=approved.words_language)
    return links


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

        approved = lru_cache(maxsize=1)(lambda: _approved(request, page, language))
        return {
            "edition": SimpleLazyObject(lambda: approved() or edition(Outlet.WEB)),
            "served": SimpleLazyObject(lambda: _served(request, approved())),
            "breadcrumbs": SimpleLazyObject(lambda: _breadcrumbs(request, page, approved())),
            "mail_html": SimpleLazyObject(lambda: rendering.mail_html(edition(Outlet.MAIL, root))),
            "mail_text": SimpleLazyObject(lambda: rendering.mail_text(edition(Outlet.MAIL, root))),
        }
    if isinstance(page, IssueIndexPage):
        asked, number = request.GET, request.GET.get("page", 1)
        return {
            "archive": SimpleLazyObject(
                lambda: archive(reading_of(request), number, asked.get("year", ""))
            ),
            "found": SimpleLazyObject(
                lambda: find(reading_of(request), asked.get("q", ""), number)
            ),
        }
    return {}
