"""Do the pages of events and projects say what they lead to, and how many carry them?"""

import html5lib
import pytest

from cms.plugins.events.models import EventPage
from cms.plugins.projects.models import ProjectPage, ProjectPartner
from cms.testing.factories import make_page, make_site
from home.demo.pages.projects import PROJECTS
from tests.shared import shared

pytestmark = pytest.mark.django_db

WEBSITE = "https://elsewhere.example/"


@shared
def site():
    """A site in two languages."""
    return make_site(("en", "de"), kinds=(EventPage, ProjectPage))


def words_on(client, address: str, tag: str) -> dict[str, str]:
    """Return the words of the elements of a page, by where they lead or by the term before them."""
    tree = html5lib.parse(client.get(address).content.decode(), namespaceHTMLElements=False)
    words = {}
    term = ""
    for element in tree.iter():
        if element.tag not in ("a", "dt", "dd"):
            continue
        text = " ".join("".join(element.itertext()).split())
        if element.tag == tag:
            words[element.get("href") or term] = text
        term = text if element.tag == "dt" else term
    return words


def test_the_buttons_of_an_event_name_it_out_of_context(site, client):
    make_page(
        EventPage,
        title="Night & day",
        slug="night",
        website=WEBSITE,
        registration_url=f"{WEBSITE}register",
    )

    links = words_on(client, "/en/events/night/", "a")
    assert links[WEBSITE] == "Website of this event: Night & day"
    assert links[f"{WEBSITE}register"] == "Register for this event: Night & day"
    german = client.get("/de/events/night/").content.decode()
    assert '<span lang="en" dir="ltr">Night &amp; day</span></span></a>' in german


@pytest.mark.parametrize(
    ("acronym", "expected"),
    [
        ("BRIDGE", "Website of the project BRIDGE"),
        ("", "Website of the project Building resilience"),
    ],
)
def test_the_button_of_a_project_names_it(site, client, acronym, expected):
    make_page(ProjectPage, title="Building resilience", slug="b", acronym=acronym, website=WEBSITE)

    assert words_on(client, "/en/projects/b/", "a")[WEBSITE] == expected


@pytest.mark.parametrize(
    ("named", "told", "expected"),
    [
        (["coordinator", "partner", "partner"], 2, "The coordinator and 2 partners"),
        (["coordinator", "partner"], 15, "The coordinator and 15 partners"),
        ([], 25, "25 partners"),
        (["partner"], 4, "4 partners"),
        (["coordinator", "partner"], None, None),
        ([], None, None),
    ],
)
def test_the_number_of_partners_agrees_with_the_list(site, client, named, told, expected):
    rows = [
        ProjectPartner(name=f"Town {number}", role=role, sort_order=number)
        for number, role in enumerate(named)
    ]
    make_page(ProjectPage, title="Bridges", slug="b", partners_count=told, partner_rows=rows)

    assert words_on(client, "/en/projects/b/", "dd").get("Partners") == expected


def test_the_demo_names_no_more_partners_than_it_counts():
    for sheet in PROJECTS:
        others = [row for row in sheet.rows.get("partner_rows", ()) if row["role"] == "partner"]
        assert len(others) <= sheet.facts.get("partners_count", len(others)), sheet.key
