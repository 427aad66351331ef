"""How does a feed reader follow the newsletter?"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING
from uuid import uuid5

from django.http import Http404, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from cms.content import published
from cms.front import chrome_of
from cms.languages.addresses import home_address
from cms.languages.chains import open_languages
from cms.languages.serving import reading_of
from newsletter.archive import latest
from newsletter.frozen.withdrawal import public_among, version_of
from newsletter.models import FrozenItem, IssueIndexPage

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from django.http import HttpRequest

    from cms.languages.readings import Reading, Served
    from newsletter.archive import IssueCard

ISSUES = 20
"""How many of the newest issues it has."""
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML 1.0 cannot say (2.2, Char)."""


class IssuesFeed(Atom1Feed):
    """Atom (RFC 4287) with content, a language for each entry, and a date although it may be empty."""

    def item_attributes(self, item: dict) -> dict[str, str]:
        """Tell the language of an entry."""
        return {"xml:lang": item["language"]}

    def add_item_elements(self, handler, item: dict) -> None:
        """Add the content."""
        super().add_item_elements(handler, item)
        handler.addQuickElement("content", item["content"], {"type": "html"})

    def latest_post_date(self) -> datetime:
        """Return when it last changed: an empty one when the archive came onto the site, not now."""
        return super().latest_post_date() if self.items else self.feed["since"]


@require_safe
@cache_control(public=True, max_age=300)
def issues_feed(request: HttpRequest) -> HttpResponse:
    """Return the newest issues in a language; nothing once more to who has it already.

    It has no date by which it could be asked for: an item that is withdrawn changes it, whenever that was.

    Raises:
        Http404: if the language is not open, or there is no public archive.
    """
    reading = reading_of(request)
    archive = _archive(reading) if reading.language in open_languages().tags else None
    if archive is None:
        raise Http404
    content = _feed(request, archive, reading).writeString("utf-8").encode()
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    response = HttpResponse(content, content_type=IssuesFeed.content_type)
    response["ETag"] = etag
    response["Content-Language"] = reading.language
    return get_conditional_response(request, etag=etag, response=response)


def _archive(reading: Reading) -> Served[IssueIndexPage] | None:
    """Return the archive in the words that are served. One query."""
    versions = published(IssueIndexPage.objects.all()).order_by("path")
    by_key: dict[UUID, list[IssueIndexPage]] = {}
    for version in versions:
        by_key.setdefault(version.translation_key, []).append(version)
    return next(filter(None, map(reading.choose, by_key.values())), None)


def _feed(request: HttpRequest, archive: Served[IssueIndexPage], reading: Reading) -> IssuesFeed:
    chrome, language = chrome_of(request), reading.language
    root = chrome.root_url
    feed = IssuesFeed(
        title=_xml(
            _("%(title)s, %(name)s") % {"title": archive.words.title, "name": chrome.brand.name}
        ),
        link=root + reading.address(archive.words),
        description=None,
        subtitle=_xml(archive.words.introduction) or None,
        language=language,
        author_name=_xml(chrome.brand.name),
        author_link=root + home_address(language) if chrome.home_url else None,
        feed_url=root + reverse("newsletter_feed"),
        feed_guid=_urn(archive.source.translation_key, language),
        since=archive.source.first_published_at,
    )
    issues = latest(reading, ISSUES)
    items = _items(issues)
    for issue in issues:
        context = {"issue": issue, "items": items.get(issue.edition, ())}
        with translation.override(issue.language):
            content = render_to_string("newsletter/feed_entry.html", context)
        feed.add_item(
            title=_xml(
                _("%(label)s: %(subject)s") % {"label": issue.label, "subject": issue.title}
                if issue.title
                else issue.label
            ),
            link=root + issue.url,
            description=None,
            unique_id=_urn(issue.key, language),
            pubdate=issue.published_at,
            updateddate=issue.updated_at,
            content=_xml(content.strip()),
            language=issue.language,
        )
    return feed


def _items(issues: list[IssueCard]) -> dict[int | None, list[FrozenItem]]:
    """Return the items of approved issues that stand on the web and everybody may see now, by edition. Two queries."""
    editions = [issue.edition for issue in issues if issue.edition]
    rows = list(FrozenItem.objects.exclude(anchor="").filter(edition__in=editions))
    public = public_among({version_of(row.card) for row in rows})
    found: dict[int | None, list[FrozenItem]] = {}
    for row in rows:
        if version_of(row.card) in public:
            found.setdefault(row.edition_id, []).append(row)
    return found


def _urn(key: UUID, language: str) -> str:
    """Return the identity of something in one language: the same whatever becomes of its address (RFC 4122)."""
    return uuid5(key, language).urn


def _xml(text: str) -> str:
    return NOT_XML.sub("", text.replace("\u00ad", ""))
