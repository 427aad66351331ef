"""Is the picture of an item told in the sizes that were asked for, wherever the item is told?"""

import typing
from datetime import timedelta

import pytest
from django.utils import timezone
from jsonschema import Draft202012Validator

from cms.items import Rendition, Source, as_json
from cms.models import PartOf, Picture, Span
from cms.outputs.api.schemas import schema_of
from cms.outputs.api.shapes import SIZES, ItemPicture
from cms.plugins.events.models import EventPage
from cms.plugins.projects.models import ProjectPage
from cms.testing.factories import make_page, make_picture

ALWAYS = {
    *("alt", "language", "credit"),
    *("original_width", "original_height", "focal", "placeholder"),
}


@pytest.fixture
def event(site) -> EventPage:
    """An event with a picture, with one inside its body, and part of a project that has one."""
    picture, day = make_picture(), timezone.localdate() + timedelta(days=1)
    project = make_page(ProjectPage, title="Project", picture=picture)
    return make_page(
        EventPage,
        title="Event",
        picture=picture,
        body=[("figure", {"picture": picture, "alternative_text": "A square"})],
        span_rows=[Span(start=day, end=day)],
        part_of_rows=[PartOf(target=project)],
    )


def told(ask, event: EventPage, **asked) -> list[dict]:
    """Return the event and its project as JSON, from every address at which they are told."""
    address = f"/items/event/{event.translation_key}"
    asked |= {"include": "part_of"}
    everywhere = {"locale": "*", **asked}
    lists = [ask(path, **asked) for path in ("/items", "/calendar")]
    all_lists = [ask(path, **everywhere) for path in ("/items", "/calendar")]
    articles = [ask(address, **asked), ask("/resolve", url=event.url, **asked)["item"]]
    articles += ask(address, **everywhere)["locales"].values()
    found = [*articles, *(row for each in lists for row in each["items"])]
    found += [card for each in (*articles, *lists) for card in each["included"].values()]
    for each in all_lists:
        rows = [*each["items"], *each["included"].values()]
        found += [card for row in rows for card in row["locales"].values()]
    return found


def test_the_sizes_are_those_that_a_picture_has():
    hints = typing.get_type_hints(ItemPicture)

    sizes = (Rendition, tuple[Source, ...])
    assert list(SIZES) == [name for name, hint in hints.items() if hint in sizes]


@pytest.mark.parametrize("sizes", [["card"], ["sources", "lead"], [*SIZES]])
def test_pictures_have_the_sizes_that_were_asked_for(event, ask, sizes):
    whole = told(ask, event)

    found = told(ask, event, renditions=",".join(sizes))

    assert len(found) == 30
    assert {each["title"] for each in found} == {"Event", "Project"}
    for each, all_of_it in zip(found, whole, strict=True):
        assert {*all_of_it["picture"]} == {*ALWAYS, *SIZES}
        assert {*each["picture"]} == {*ALWAYS, *sizes}
        assert each["picture"].items() <= all_of_it["picture"].items()
        assert (each["facts"], each.get("body")) == (all_of_it["facts"], all_of_it.get("body"))


def test_an_item_and_its_body_tell_the_same_of_a_picture_uncut(event, ask):
    Picture.objects.update(
        focal_point_x=4, focal_point_y=3, focal_point_width=1, focal_point_height=1
    )
    picture = Picture.objects.get()

    item = ask(f"/items/event/{event.translation_key}")

    told = as_json(picture.uncut("http://testserver"))
    figure = item["body"][0]["value"]["picture"]
    assert (told["original_width"], told["original_height"]) == (16, 9)
    assert (told["focal"], told["placeholder"]) == ([0.25, 0.3333], "#1c5549")
    assert item["picture"].items() >= told.items()
    assert figure.items() >= told.items()
    assert {*figure} - {*told} == {"url", "width", "height", "alt", "language", "credit"}


@pytest.mark.parametrize("place", ["item", "figure"])
def test_what_is_told_of_a_picture_can_be_fetched(event, ask, client, place):
    item = ask(f"/items/event/{event.translation_key}")
    told = item["picture"] if place == "item" else item["body"][0]["value"]["picture"]

    found = []
    for source in told["sources"]:
        for each in source["srcset"]:
            response = client.get(each["url"], follow=True)
            b"".join(response.streaming_content)  # which closes the file
            found.append((source["type"], response["Content-Type"]))

    assert found == [("image/avif", "image/avif"), ("image/webp", "image/webp")]


def test_an_item_without_a_picture_has_none_in_any_size(site, ask):
    make_page(ProjectPage)

    (found,) = ask("/items", renditions="card")["items"]

    assert found["picture"] is None


def test_who_asks_for_other_fields_gets_no_picture(event, ask):
    rows = ask("/items", renditions="card", fields="title")["items"]

    assert [{*row} for row in rows] == [{"id", "type", "url", "locale", "title"}] * 2


def test_the_schema_says_that_a_size_may_be_missing(event, ask):
    schema = schema_of("event")

    found = ask(f"/items/event/{event.translation_key}", renditions="lead")

    Draft202012Validator(schema).validate(found)
    assert {*schema["$defs"]["ItemPicture"]["required"]} == ALWAYS
    assert {*schema["$defs"]["ItemPicture"]["properties"]} == {*ALWAYS, *SIZES}


@pytest.mark.parametrize("path", ["/items", "/calendar", "/resolve", ""])
def test_a_size_that_there_is_not_is_refused_with_those_there_are(event, ask, path):
    asked = {"url": event.url} if path == "/resolve" else {}

    problem = ask(
        path or f"/items/event/{event.translation_key}", renditions="card,hero", status=400, **asked
    )

    (mistake,) = problem["errors"]
    assert (mistake["parameter"], mistake["allowed"]) == ("renditions", list(SIZES))
