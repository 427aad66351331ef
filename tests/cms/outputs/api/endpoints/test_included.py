"""Which other items come along with an item, in which language, and at what cost?"""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from jsonschema import Draft202012Validator
from wagtail.models import PageViewRestriction

from cms.items import Status
from cms.models import PartOf
from cms.outputs.api.schemas import schema_of
from cms.plugins.events.models import EventPage
from cms.plugins.news.models import NewsPage
from cms.plugins.projects.models import ProjectPage
from cms.testing.factories import make_page, make_translation


def address(page) -> str:
    """Return where the API has a page."""
    return f"/items/{type(page).type_name()}/{page.translation_key}"


def key(page) -> str:
    """Return the identity of a page's item."""
    return str(page.translation_key)


def part_of(*projects) -> dict:
    """Return the fields of a page that is part of projects."""
    return {"part_of_rows": [PartOf(target=project) for project in projects]}


def titles(answer: dict) -> dict[str, str]:
    """Return what is included, by its identity."""
    return {identity: card["title"] for identity, card in answer["included"].items()}


def test_what_a_list_names_comes_along_once(site, ask):
    project = make_page(ProjectPage, title="PRoTECT: squares", acronym="PRoTECT")
    for title in ("One", "Two"):
        make_page(NewsPage, title=title, **part_of(project))

    plain = ask("/items", type="news")
    whole = ask("/items", type="news", include="part_of")

    assert plain["included"] == {}
    assert titles(whole) == {key(project): "PRoTECT: squares"}
    assert whole["items"] == plain["items"]
    assert whole["included"][key(project)] == ask("/items", type="project")["items"][0]
    assert [each["part_of"][0]["key"] for each in whole["items"]] == [key(project)] * 2


def test_paths_lead_on_and_take_what_is_on_the_way(site, ask):
    network = make_page(ProjectPage, title="Network")
    project = make_page(ProjectPage, title="Project", **part_of(network))
    later = make_page(EventPage, title="Later", **part_of(project))
    event = make_page(EventPage, title="Event", status=Status.REPLACED, replaced_by=later)

    one = ask(address(event), include="facts.replaced_by")
    three = ask(address(event), include="facts.replaced_by.part_of.part_of,part_of")

    assert titles(one) == {key(later): "Later"}
    assert titles(three) == {key(later): "Later", key(project): "Project", key(network): "Network"}
    Draft202012Validator(schema_of("event")).validate(three)


def test_items_that_name_each_other_end(site, ask):
    first = make_page(ProjectPage, title="First")
    second = make_page(ProjectPage, title="Second", **part_of(first))
    first.part_of_rows = [PartOf(target=second)]
    first.save_revision().publish()

    found = ask(address(first), include="part_of.part_of.part_of")

    assert titles(found) == {key(second): "Second", key(first): "First"}


def test_it_comes_in_the_language_of_who_asks(site, client, ask):
    project = make_page(ProjectPage, title="Squares")
    make_translation(project, "de", title="Plätze")
    page = make_translation(make_page(NewsPage, **part_of(project)), "fr", title="Nouvelle")

    by_chain = ask(address(page), locale="fr", include="part_of")
    by_list = ask(address(page), locale="fr", include="part_of", fallback="de")
    exact = ask(address(page), locale="fr", include="part_of", fallback="none")
    response = client.get(f"/api/delivery/v1{address(page)}?locale=fr&include=part_of&fallback=de")

    assert titles(by_chain) == {key(project): "Squares"}
    assert by_chain["included"][key(project)]["locale"]["match"] == "fallback"
    assert titles(by_list) == {key(project): "Plätze"}
    assert exact["included"] == {}
    assert response["Content-Language"] == "fr, de"


def test_fields_are_those_of_what_is_included_too(site, ask):
    project = make_page(ProjectPage, title="Project")
    make_page(NewsPage, title="News", **part_of(project))

    found = ask("/items", type="news", include="part_of", fields="title")

    assert set(found["items"][0]) == {"id", "type", "url", "locale", "title"}
    assert set(found["included"][key(project)]) == {"id", "type", "url", "locale", "title"}


def test_addresses_and_days_bring_the_same_along(site, ask):
    project = make_page(ProjectPage, title="Project")
    page = make_page(NewsPage, title="News", **part_of(project))

    found = ask("/resolve", url=page.url, include="part_of")

    assert found["item"] == ask(address(page), include="part_of")
    assert titles(found["item"]) == {key(project): "Project"}
    assert ask("/calendar", include="part_of")["included"] == {}


@pytest.mark.parametrize(
    "include",
    ["project", "part_of.", "facts", "", "part_of.title", "part_of.part_of.part_of.part_of"],
)
def test_a_path_that_there_is_not_is_refused_with_those_there_are(site, ask, include):
    page = make_page(NewsPage)

    for path in ("/items", address(page)):
        (mistake,) = ask(path, include=include, status=400)["errors"]
        assert mistake["parameter"] == "include"
        assert mistake["allowed"] == ["facts.replaced_by", "part_of"]


def test_there_are_ten_paths_at_most(site, ask):
    (mistake,) = ask("/items", include=",".join(["part_of"] * 11), status=400)["errors"]

    assert mistake["parameter"] == "include"
    assert ask("/items", include=",".join(["part_of"] * 10))["items"] == []


@pytest.mark.parametrize("way", ["draft", "restricted", "above", "translation"])
def test_nothing_comes_along_that_is_not_for_everybody(site, ask, way):
    network = make_page(ProjectPage, title="Network")
    project = make_page(ProjectPage, title="Hidden", **part_of(network))
    page = make_page(NewsPage, title="News", **part_of(project))
    french = make_translation(project, "fr", title="Caché")
    hidden = {"above": project.get_parent(), "translation": french}.get(way, project)
    if way == "draft":
        project.unpublish()
    else:
        PageViewRestriction.objects.create(page=hidden, restriction_type="login")

    found = ask(address(page), include="part_of.part_of", locale="fr")

    if way == "translation":
        assert titles(found) == {key(project): "Hidden", key(network): "Network"}
    else:
        assert found["included"] == {}


@pytest.mark.parametrize("depth", [1, 2, 3])
def test_each_step_costs_the_same_however_much_there_is(site, client, depth):
    def queries() -> tuple[int, int]:
        include = ",".join(["facts.replaced_by", ".".join(["part_of"] * depth)])
        address = f"/api/delivery/v1/items?locale=fr&type=event&limit=100&include={include}"
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            found = client.get(address).json()
        return len(asked), len(found["included"])

    def add(number: int) -> None:
        for _position in range(number):
            project = None
            for _step in range(3):
                project = make_page(ProjectPage, **part_of(*filter(None, [project])))
                make_translation(project, "fr")
            make_page(EventPage, replaced_by=make_page(EventPage), **part_of(project))

    add(1)
    small = queries()
    add(6)
    large = queries()

    assert (small[1], large[1]) == (1 + depth, 7 * (1 + depth))
    assert small[0] == large[0] <= 5 + 4 * depth
