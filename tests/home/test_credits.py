"""Is everybody named whose picture is shown, wherever it is shown?"""

from datetime import UTC, date, datetime
from html.parser import HTMLParser

import pytest

from cms.models import PartOf, Picture, Promotion
from cms.models.media import PictureRendition
from cms.plugins.events.models import EventPage
from cms.plugins.news.models import NewsPage
from cms.plugins.projects.models import ProjectPage
from cms.testing.factories import make_page, make_picture, make_site
from home.models import HomePage
from newsletter.models import IssueIndexPage, IssuePage
from tests.shared import shared

pytestmark = pytest.mark.django_db


class Shown(HTMLParser):
    """The pictures and the words of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.sources, self.words = [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        if tag == "img":
            self.sources.append(dict(attrs)["src"])

    def handle_data(self, data):
        self.words.append(data)


def pictured(title: str) -> Picture:
    """Return a picture with a credit of its own."""
    return make_picture(title, credit=f"Photo of {title}", licence="CC BY 4.0")


@shared
def site():
    """A site whose every picture is owed to somebody else."""
    made = make_site(("en", "fr"), kinds=(NewsPage, EventPage, ProjectPage))
    news = [
        make_page(NewsPage, title=f"Square {number}", picture=pictured(f"square {number}"))
        for number in range(3)
    ]
    project = make_page(
        ProjectPage, title="Bridges", slug="bridges", acronym="BRIDGE", picture=pictured("bridge")
    )
    make_page(
        EventPage,
        title="Launch",
        picture=pictured("launch"),
        part_of_rows=[PartOf(target=project)],
    )
    home = HomePage.objects.get(pk=made.home.pk)
    home.promotion = Promotion.objects.create(
        title="Join", text="Now.", button="How", picture=pictured("gate"), locale=home.locale
    )
    home.save_revision().publish()
    archive = home.add_child(instance=IssueIndexPage(title="Newsletter", slug="newsletter"))
    archive.save_revision().publish()
    entries = [{"type": "entry", "value": {"page": page.pk}} for page in (*news, project)]
    issue = archive.add_child(
        instance=IssuePage(
            title="June 2019",
            slug="june-2019",
            date=date(2019, 6, 3),
            subject="Subject",
            preheader="Preheader",
            picture=pictured("frieze"),
            sections=[{"type": "entries", "value": {"heading": "All", "entries": entries}}],
            first_published_at=datetime(2019, 6, 3, tzinfo=UTC),
        )
    )
    issue.save_revision().publish()
    return made


@pytest.mark.parametrize(
    ("address", "count"),
    [
        ("/en/", 6),  # the strip, three news, a project, the promotion
        ("/en/news/", 3),
        ("/en/newsletter/", 1),
        ("/en/newsletter/june-2019/", 5),
        ("/en/projects/bridges/", 2),  # its own, and that of what is part of it
    ],
)
def test_a_credit_is_printed_wherever_its_picture_is(site, client, address, count):
    shown = Shown(client.get(address).content.decode())
    owed = [
        PictureRendition.objects.get(file=source.removeprefix("/media/")).image.credit_line
        for source in shown.sources
    ]

    words = "".join(shown.words)
    assert len(owed) == len(set(owed)) == count
    assert {credit: words.count(credit) for credit in owed} == dict.fromkeys(owed, 1)


def test_a_credit_of_several_pictures_is_printed_once(site, client):
    Picture.objects.update(credit="Anna Kowalska", licence="")

    page = client.get("/en/news/").content.decode()

    assert "Pictures: Anna Kowalska</p>" in page


def test_pictures_that_are_owed_to_nobody_are_not_spoken_of(site, client):
    Picture.objects.update(credit="", licence="")

    assert "Pictures:" not in client.get("/en/news/").content.decode()
    assert "credit" not in client.get("/en/newsletter/june-2019/").content.decode()
