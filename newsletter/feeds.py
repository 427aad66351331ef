"""How does a feed reader follow the newsletter?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from cms.content import published
from cms.front import chrome_of
from cms.languages.addresses import home_address
from cms.languages.chains import open_languages
from cms.languages.serving import reading_of
from cms.outputs.feeds import AtomFeed, answer, urn, xml_text
from newsletter.archive import latest
from newsletter.frozen.withdrawal import public_among, version_of
from newsletter.models import FrozenItem, IssueIndexPage

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from cms.languages.readings import Reading, Served
    from newsletter.archive import IssueCard

ISSUES = 20
"""How many of the newest issues it has."""


@require_safe
@cache_control(public=True, max_age=300)
def issues_feed(request: HttpRequest) -> HttpResponse:
    """Return the newest issues in a language; nothing once more to who has it already.

    Raises:
        Http404: if the language is not open, or there is no public archive.
    """
    reading = reading_of(request)
    archive = _archive(reading) if reading.language in open_languages().tags else None
    if archive is None:
        raise Http404
    return answer(request, _feed(request, archive, reading), reading.language)


def _archive(reading: Reading) -> Served[IssueIndexPage] | None:
    """Return the archive in the words that are served. One query."""
    versions = published(IssueIndexPage.objects.all()).order_by("path")
    by_key: dict[UUID, list[IssueIndexPage]] = {}
    for version in versions:
        by_key.setdefault(version.translation_key, []).append(version)
    return next(filter(None, map(reading.choose, by_key.values())), None)


def _feed(request: HttpRequest, archive: Served[IssueIndexPage], reading: Reading) -> AtomFeed:
    chrome, language = chrome_of(request), reading.language
    root = chrome.root_url
    feed = AtomFeed(
        title=xml_text(
            _("%(title)s, %(name)s") % {"title": archive.words.title, "name": chrome.brand.name}
        ),
        link=root + reading.address(archive.words),
        description=None,
        subtitle=xml_text(archive.words.introduction) or None,
        language=language,
        author_name=xml_text(chrome.brand.name),
        author_link=root + home_address(language) if chrome.home_url else None,
        feed_url=root + reverse("newsletter_feed"),
        feed_guid=urn(archive.source.translation_key, language),
        since=archive.source.first_published_at,
    )
    issues = latest(reading, ISSUES)
    items = _items(issues)
    for issue in issues:
        context = {"issue": issue, "items": items.get(issue.edition, ())}
        with translation.override(issue.language):
            content = render_to_string("newsletter/feed_entry.html", context)
        feed.add_item(
            title=xml_text(
                _("%(label)s: %(subject)s") % {"label": issue.label, "subject": issue.title}
                if issue.title
                else issue.label
            ),
            link=root + issue.url,
            description=None,
            unique_id=urn(issue.key, language),
            pubdate=issue.published_at,
            updateddate=issue.updated_at,
            content=xml_text(content.strip()),
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
