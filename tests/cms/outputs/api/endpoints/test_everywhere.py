"""Is an item told in all languages at once, each as its readers get it, and at the cost of one?"""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from jsonschema import Draft202012Validator
from wagtail.models import PageViewRestriction

from cms.languages.opening import open_language
from cms.models import PartOf
from cms.outputs.api.urls import delivery
from cms.plugins.news.models import NewsPage
from cms.plugins.projects.models import ProjectPage
from cms.testing.factories import make_page, make_picture, make_site, make_translation

LANGUAGES = (
    *("en", "fr", "de", "bg", "cs", "da", "el", "es", "et", "fi", "ga", "hr"),
    *("hu", "it", "lt", "lv", "mt", "nl", "pl", "pt", "ro", "sk", "sl", "sv"),
)
"""The official languages of the Union."""


def address(page) -> str:
    """Return where the API has a page."""
    return f"/items/{type(page).type_name()}/{page.translation_key}"


def test_every_language_has_what_it_gets_alone(site, client, ask):
    project = make_page(ProjectPage, title="Squares")
    make_translation(project, "de", title="Plätze")
    body = [("paragraph", {"text": "<p>Squares.</p>"}), ("heading", {"text": "Why", "level": 2})]
    page = make_page(NewsPage, title="News", body=body, part_of_rows=[PartOf(target=project)])
    make_translation(page, "fr", title="Nouvelle")

    found = ask(address(page), locale="*", include="part_of")
    response = client.get(f"/api/delivery/v1{address(page)}?locale=*&include=part_of")

    assert set(found) == {"id", "type", "locales"}
    assert (found["id"], found["type"]) == (str(page.translation_key), "news")
    assert found["locales"] == {
        tag: ask(address(page), locale=tag, include="part_of") for tag in ("de", "en", "fr")
    }
    assert {tag: item["title"] for tag, item in found["locales"].items()} == {
        "de": "News",
        "en": "News",
        "fr": "Nouvelle",
    }
    assert response["Content-Language"] == "en, de, fr"


def test_it_is_what_the_document_says(site, ask):
    page = make_page(NewsPage, body=[("paragraph", {"text": "<p>Squares.</p>"})])
    document = delivery.get_openapi_schema()
    shape = {"$ref": "#/components/schemas/Everywhere", "components": document["components"]}

    Draft202012Validator(shape).validate(ask(address(page), locale="*"))


def test_without_fallback_it_has_the_languages_that_there_are(site, ask):
    page = make_page(NewsPage, title="News")
    make_translation(page, "fr", title="Nouvelle")

    exact = ask(address(page), locale="*", fallback="none")
    by_list = ask(address(page), locale="*", fallback="fr")

    assert list(exact["locales"]) == ["en", "fr"]
    assert by_list["locales"]["de"]["title"] == "Nouvelle"
    assert by_list["locales"]["en"]["title"] == "News"


@pytest.mark.parametrize(("path", "asked"), [("/types", {}), ("/search", {"q": "squares"})])
def test_what_is_told_by_its_name_is_in_one_language(site, ask, path, asked):
    problem = ask(path, locale="*", status=400, **asked)

    assert problem["errors"][0]["allowed"] == ["de", "en", "fr"]


def test_a_private_translation_is_not_in_it(site, ask):
    page = make_page(NewsPage, title="News")
    french = make_translation(page, "fr", title="Caché")
    PageViewRestriction.objects.create(page=french, restriction_type="login")

    assert ask(address(page), locale="*")["locales"]["fr"]["title"] == "News"
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert ask(address(page), locale="*", status=404)["title"] == "Not found"


def test_it_costs_the_same_in_two_languages_and_in_twenty_four(db, client):
    make_site(LANGUAGES[:2], kinds=[NewsPage, ProjectPage])
    named = [make_page(NewsPage, title=title) for title in ("Stays", "Goes")]
    links = [f'<a linktype="page" id="{page.pk}">more</a>' for page in named]
    body = [
        ("paragraph", {"text": f"<p>{' '.join(links)}</p>"}),
        ("figure", {"picture": make_picture(), "alternative_text": "A square"}),
    ]
    project = make_page(ProjectPage)
    page = make_page(NewsPage, body=body, part_of_rows=[PartOf(target=project)])
    named[1].delete()

    def queries() -> tuple[int, int]:
        asked = f"/api/delivery/v1{address(page)}?locale=*&include=part_of"
        client.get(asked)
        with CaptureQueriesContext(connection) as made:
            found = client.get(asked).json()
        assert len({item["title"] for item in found["locales"].values()}) == len(found["locales"])
        return len(made), len(found["locales"])

    make_translation(page, LANGUAGES[1])
    two = queries()
    for tag in LANGUAGES[2:]:
        open_language(tag)
        make_translation(page, tag)
    all_of_them = queries()

    assert (two[1], all_of_them[1]) == (2, 24)
    assert two[0] == all_of_them[0] <= 14
