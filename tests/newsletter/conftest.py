"""What do the tests of the newsletter share? A site in three languages, and issues of any size."""

from collections.abc import Callable, Iterable
from datetime import date
from uuid import NAMESPACE_URL, uuid5
from xml.etree.ElementTree import Comment

import html5lib
import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import override_settings
from django.utils import translation
from django.utils.text import capfirst
from wagtail.models import Page

from cms.models import City, ContentPage, Deadline, PartOf, Place, Span
from cms.plugins.calls.models import CallPage
from cms.plugins.events.models import EventPage
from cms.plugins.news.models import NewsPage
from cms.plugins.projects.models import ProjectPage
from cms.testing.factories import (
    MadeSite,
    make_administrator,
    make_city,
    make_page,
    make_picture,
    make_programme,
    make_site,
)
from cms.words import in_language
from newsletter.models import IssueIndexPage, IssuePage
from newsletter.rendering import Rendered, render_all
from tests.shared import shared

ISSUE_DAY = date(2019, 6, 3)
BASE = "https://belfry.example"
KINDS = (NewsPage, EventPage, ProjectPage, CallPage)

TITLE = "How towns look after their squares at night, part {}"
SUMMARY = (
    "Twelve towns compared what they do after dark: lighting, mediators, opening hours. Three of the measures work"
    " everywhere, one nowhere, the rest now and then."
)


def block(sort: str, /, **value: object) -> dict:
    """Return a stored block; the same values have the same identity."""
    return {"type": sort, "value": value, "id": str(uuid5(NAMESPACE_URL, f"{sort} {value}"))}


def entry(page: ContentPage, **words: str) -> dict:
    """Return a stored entry."""
    return block(
        "entry", **{"page": page.pk, "outlet": "everywhere", "when_missing": "fall_back", **words}
    )


def entries(*chosen: dict, heading: str = "") -> dict:
    """Return a stored section of entries."""
    return block("entries", heading=heading, entries=list(chosen))


def line(page: ContentPage, **decision: object) -> dict:
    """Return a stored line of an agenda."""
    return block("line", **{"page": page.pk, "is_pinned": False, "is_hidden": False, **decision})


def agenda(*lines: dict, **value: object) -> dict:
    """Return a stored agenda, from the day of the issue on."""
    return block(
        "agenda",
        **{
            "start": None,
            "end": None,
            "countries": [],
            "undated": True,
            "lines": list(lines),
            **value,
        },
    )


def editorial(text: str, **words: str) -> dict:
    """Return a stored editorial."""
    return block("editorial", text={"text": text}, **words)


@shared
def site() -> MadeSite:
    """A site in English, French and German, with an index of each kind and an archive of the newsletter."""
    return make_newsletter_site("en", "fr", "de", kinds=KINDS)


@shared
def user(site: MadeSite):
    """Somebody who may do everything."""
    return make_administrator()


@shared
def news(site) -> NewsPage:
    """A piece of news with a picture."""
    return make_page(NewsPage, title="A report", picture=make_picture("Night", credit="A. K."))


@shared
def issue(news) -> IssuePage:
    """An issue with that news, and a strip."""
    return make_issue(
        editorial("<p>Welcome.</p>"), entries(entry(news)), picture=make_picture("Towers")
    )


@pytest.fixture(scope="module")
def render_once(
    django_db_setup: None, django_db_blocker, tmp_path_factory
) -> Callable[..., dict[str, Rendered]]:
    """Return a function that renders an issue for all tests of a module, and leaves nothing in the database.

    To make a site and an issue costs more than to look at what came of it.
    """

    def rendered(make: Callable[[], IssuePage], *languages: str) -> dict[str, Rendered]:
        media = tmp_path_factory.mktemp("media")
        with django_db_blocker.unblock(), transaction.atomic(), override_settings(MEDIA_ROOT=media):
            make_newsletter_site(*languages)
            editions = {one.language: one for one in render_all(make(), languages, base=BASE)}
            transaction.set_rollback(True)
        cache.clear()
        return editions

    return rendered


def make_newsletter_site(*languages: str, kinds: Iterable[type[ContentPage]] = ()) -> MadeSite:
    """Return a site with an archive of the newsletter in each language; the first one is that of the sources."""
    site = make_site(languages, kinds=kinds)
    archive = Page.objects.get(pk=site.home.pk).add_child(
        instance=IssueIndexPage(title="Newsletter", slug="newsletter", locale=site.home.locale)
    )
    archive.save_revision().publish()
    return site


def make_issue(*sections: dict, publish: bool = True, **fields: object) -> IssuePage:
    """Return an issue of 3 June 2019, as it stands in the database."""
    words = {
        "title": "June 2019",
        "slug": "june-2019",
        "number": 54,
        "date": ISSUE_DAY,
        "subject": "Security where it is lived",
        "preheader": "Colloquium in Augsburg on 25 June; two calls close in June.",
        **fields,
    }
    archive = IssueIndexPage.objects.get(source=None)
    issue = archive.add_child(instance=IssuePage(sections=list(sections), live=publish, **words))
    revision = issue.save_revision()
    if publish:
        revision.publish()
    return IssuePage.objects.get(pk=issue.pk)


def make_call(**fields: object) -> CallPage:
    """Return a call with one topic that closes on 13 June 2019 and one that closes on 20 June, at 17:00 in Brussels."""
    rows = [
        Deadline(title="Violence against children", day=date(2019, 6, 13)),
        Deadline(title="Non-discrimination", day=date(2019, 6, 20)),
    ]
    return make_page(
        CallPage,
        **{
            "title": "Rights, equality and citizenship",
            "funder": "European Commission",
            "deadline_rows": rows,
            **fields,
        },
    )


def parsed(html: str):
    """Return a document, parsed as strictly as the standard says, or fail."""
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(html)


def words_of(html: str) -> str:
    """Return what a reader sees of a document or a fragment, in one line."""
    tree = html5lib.parse(html, namespaceHTMLElements=False)
    for silent in (*tree.iter("style"), *tree.iter("title"), *tree.iter(Comment)):
        silent.text = ""
    return " ".join("".join(tree.itertext()).split())


def label(language: str, requested: str) -> str:
    """Return the label of what is written in another language: "In French"."""
    with translation.override(requested):
        return capfirst(in_language(language))


def make_large_issue(count: int = 40, **fields: object) -> IssuePage:
    """Return an issue with ``count`` entries of four kinds in turn, an agenda and the open calls.

    Titles and summaries are as long as those of a real issue.
    """
    programme = make_programme(
        "Internal Security Fund", en="{project} is funded by the Internal Security Fund ({grant})."
    )
    project = make_page(
        ProjectPage,
        title="Public resilience using technology",
        acronym="PRoTECT",
        programme=programme,
        grant_number="815356",
    )
    city = City.objects.filter(name="Gdańsk").first() or make_city("Gdańsk", "PL", de="Danzig")
    chosen: dict[type[ContentPage], list[dict]] = {kind: [] for kind in KINDS}
    for number in range(count):
        kind = KINDS[number % len(KINDS)]
        page = make_page(kind, **_content(kind, number, project, city))
        chosen[kind].append(entry(page))
    return make_issue(
        editorial(
            "<p>Europe has voted. In Augsburg we ask what the new Parliament owes the street.</p>",
            salutation="Dear members and friends,",
            sign_off="The secretariat, Paris",
        ),
        *(entries(*stored) for stored in chosen.values()),
        agenda(),
        picture=make_picture("Towers"),
        **fields,
    )


def _content(kind: type[ContentPage], number: int, project: ProjectPage, city) -> dict:
    fields: dict = {"title": TITLE.format(number), "summary": SUMMARY}
    if kind is NewsPage:
        fields["picture"] = make_picture(f"Square {number}")
    if kind is EventPage:
        day = date(2019, 6 + number % 3, 1 + number % 28)
        fields |= {
            "meeting": "seminar",
            "span_rows": [Span(start=day, end=day)],
            "place_rows": [Place(city=city)],
            "part_of_rows": [PartOf(target=project)],
        }
    if kind is CallPage:
        fields |= {
            "funder": "European Commission",
            "deadline_rows": [Deadline(title="Prevention", day=date(2019, 6, 13))],
        }
    return fields
