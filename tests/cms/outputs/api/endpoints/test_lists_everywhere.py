"""Does a list in all languages have what the lists in each of them have, in one order and at the cost of one?"""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from jsonschema import Draft202012Validator
from wagtail.models import PageViewRestriction

from cms.languages.opening import open_language
from cms.models import PartOf, Place, Span
from cms.outputs.api.urls import delivery
from cms.plugins.events.models import EventPage
from cms.plugins.news.models import NewsPage
from cms.plugins.projects.models import ProjectPage
from cms.testing.factories import make_city, make_page, make_picture, make_site, make_translation
from tests.cms.outputs.api.conftest import ROOT
from tests.cms.outputs.api.endpoints.test_everywhere import LANGUAGES

TAGS = ("de", "en", "fr")


def key(page) -> str:
    """Return the identity of a page's item."""
    return str(page.translation_key)


def event(title: str, day: int, **fields) -> EventPage:
    """Make an event some days from today."""
    on = timezone.localdate() + timedelta(days=day)
    return make_page(EventPage, title=title, span_rows=[Span(start=on, end=on)], **fields)


@pytest.fixture
def news(site) -> list[NewsPage]:
    """News of a project that has a German version: in English only, in French too, and in all."""
    project = make_page(ProjectPage, title="Squares")
    make_translation(project, "de", title="Plätze")
    made = [
        make_page(NewsPage, title=title, part_of_rows=[PartOf(target=project)])
        for title in ("One", "Two", "Three")
    ]
    make_translation(made[1], "fr", title="Deux")
    make_translation(made[2], "fr", title="Trois")
    make_translation(made[2], "de", title="Drei")
    return made


def languages(answer: dict) -> list[tuple[str, list[str]]]:
    """Return the identity of each row, and the languages in which it is told."""
    return [(row["id"], list(row["locales"])) for row in answer["items"]]


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"type": "news", "sort": "published", "limit": 2},
        {"include": "part_of", "type": "news"},
        {"fields": "title,part_of", "include": "part_of"},
        {"fallback": "fr"},
        {"sort": "-updated,date", "count": "exact"},
    ],
)
def test_every_language_has_what_it_gets_alone(news, ask, asked):
    alone = {tag: ask("/items", locale=tag, **asked) for tag in TAGS}

    found = ask("/items", locale="*", **asked)

    assert set(found) == {"items", "page", "included"}
    assert found["page"] == alone["en"]["page"]
    assert found["items"] == [
        {
            "id": row["id"],
            "type": row["type"],
            "locales": {tag: alone[tag]["items"][position] for tag in TAGS},
        }
        for position, row in enumerate(alone["en"]["items"])
    ]
    assert found["included"] == {
        identity: {
            "id": identity,
            "type": "project",
            "locales": {tag: alone[tag]["included"][identity] for tag in TAGS},
        }
        for identity in alone["en"]["included"]
    }
    assert bool(found["included"]) == ("include" in asked)


def test_it_says_its_languages_and_what_it_depends_on(news, client):
    response = client.get(f"{ROOT}/items?locale=*&type=news")

    assert response["Content-Language"] == "de, en, fr"
    assert response["Cache-Tag"] == "t:news"


def test_without_fallback_a_row_has_the_languages_that_there_are(news, ask):
    one, two, three = map(key, news)

    found = ask("/items", locale="*", fallback="none", type="news", include="part_of")

    assert languages(found) == [(three, ["de", "en", "fr"]), (two, ["en", "fr"]), (one, ["en"])]
    (project,) = found["included"].values()
    # The project has no French version; the German one is told because German news names it.
    assert list(project["locales"]) == ["de", "en"]


def test_what_comes_along_without_fallback_is_what_each_language_leads_to(site, ask):
    network = make_page(ProjectPage, title="Network")
    project = make_page(ProjectPage, title="Project", part_of_rows=[PartOf(target=network)])
    page = make_page(NewsPage, title="News", part_of_rows=[PartOf(target=project)])
    for each in (network, page):
        make_translation(each, "fr")

    asked = {"fallback": "none", "type": "news", "include": "part_of.part_of"}
    found = ask("/items", locale="*", **asked)["included"]

    assert {identity: list(row["locales"]) for identity, row in found.items()} == {
        key(project): ["en"],
        key(network): ["en"],
    }
    assert ask("/items", locale="fr", **asked)["included"] == {}


def test_what_is_in_no_open_language_is_left_out_without_fallback(site, ask, settings):
    closed = make_page(NewsPage, title="Die Stadt hört zu", language="de")
    make_page(NewsPage, title="Open")
    settings.LANGUAGES = settings.WAGTAIL_CONTENT_LANGUAGES = [
        (tag, name) for tag, name in settings.LANGUAGES if tag != "de"
    ]
    cache.clear()

    by_chain = ask("/items", locale="*", limit=1, sort="published")
    exact = ask("/items", locale="*", limit=1, sort="published", fallback="none", count="exact")

    assert languages(by_chain) == [(key(closed), ["en", "fr"])]
    assert {card["title"] for card in by_chain["items"][0]["locales"].values()} == {closed.title}
    assert [row["locales"]["en"]["title"] for row in exact["items"]] == ["Open"]
    assert exact["page"] == {"limit": 1, "next": None, "count": 1}


def test_it_goes_on_where_it_stopped(news, ask):
    found, cursor = [], {}
    for _page in news:
        page = ask("/items", locale="*", type="news", sort="published", limit=1, **cursor)
        found += page["items"]
        cursor = {"cursor": page["page"]["next"]}

    assert cursor == {"cursor": None}
    assert found == ask("/items", locale="*", type="news", sort="published")["items"]
    assert [row["id"] for row in found] == [key(page) for page in news]


def test_what_takes_place_is_told_in_all_languages(site, ask):
    city = make_city("Brașov", "RO")
    make_translation(event("Later", 9), "fr", title="Plus tard")
    event("Over", -1)
    soon = event("Soon", 1, place_rows=[Place(city=city)])

    found = ask("/calendar", locale="*")

    assert [
        {tag: card["title"] for tag, card in row["locales"].items()} for row in found["items"]
    ] == [
        {"de": "Soon", "en": "Soon", "fr": "Soon"},
        {"de": "Later", "en": "Later", "fr": "Plus tard"},
    ]
    in_romania = ask("/calendar", locale="*", country="RO", fallback="none")
    assert languages(in_romania) == [(key(soon), ["en"])]


@pytest.mark.parametrize(
    ("asked", "allowed"),
    [
        ({"filter[slug]": "one"}, []),
        ({"filter[translation]": "current"}, []),
        (
            {"sort": "-date,-title"},
            [
                f"{m}{name}"
                for name in ("published", "updated", "date", "deadline")
                for m in ("", "-")
            ],
        ),
    ],
)
def test_what_needs_one_language_is_refused(news, ask, asked, allowed):
    problem = ask("/items", locale="*", status=400, **asked)

    (mistake,) = problem["errors"]
    assert [mistake["parameter"]] == list(asked)
    assert mistake["allowed"] == allowed
    assert problem["detail"] == (
        f"This value of {mistake['parameter']!r} needs one language, and 'locale=*' asks for all."
    )
    assert ask("/items", locale="en", **asked)["page"]["limit"] == 20


def test_all_that_needs_one_language_is_told_at_once(site, ask):
    asked = {"filter[slug]": "one", "filter[translation]": "current", "sort": "title"}

    problem = ask("/items", locale="*", status=400, **asked)

    assert [each["parameter"] for each in problem["errors"]] == list(asked)


def test_what_is_private_is_not_in_it(news, ask):
    french = news[1].get_translations().get(locale__language_code="fr")
    PageViewRestriction.objects.create(page=french, restriction_type="login")
    PageViewRestriction.objects.create(page=news[2], restriction_type="login")

    found = ask("/items", locale="*", type="news")
    exact = ask("/items", locale="*", type="news", fallback="none")

    assert {row["locales"]["fr"]["title"] for row in found["items"]} == {"One", "Two"}
    assert languages(exact) == [(key(news[1]), ["en"]), (key(news[0]), ["en"])]


@pytest.mark.parametrize("path", ["/items", "/calendar"])
def test_it_is_what_the_document_says(news, ask, path):
    event("Soon", 1)
    document = delivery.get_openapi_schema()
    shape = {"$ref": "#/components/schemas/ItemListEverywhere"}
    described = Draft202012Validator({**shape, "components": document["components"]})

    found = ask(path, locale="*", include="part_of")

    described.validate(found)
    assert found["items"]
    assert not described.is_valid(ask(path, locale="en"))


def test_it_costs_what_one_language_costs(db, client):
    make_site(LANGUAGES[:2], kinds=[NewsPage, EventPage, ProjectPage])
    picture = make_picture()

    def add(*tags: str) -> None:
        """Make news that is part of what is part of something; the farther away, the fewer translations it has."""
        network = make_page(ProjectPage, picture=picture)
        project = make_page(ProjectPage, part_of_rows=[PartOf(target=network)])
        page = make_page(NewsPage, part_of_rows=[PartOf(target=project)], picture=picture)
        for number, tag in enumerate(tags):
            for each in (page, project, network)[: 1 + number % 3]:
                make_translation(each, tag)

    def queries(locale: str, asked: str) -> tuple[int, int, int]:
        address = f"{ROOT}/items?type=news&limit=100&locale={locale}&{asked}"
        client.get(address)
        with CaptureQueriesContext(connection) as made:
            found = client.get(address).json()
        told = {tag for row in found["items"] for tag in row.get("locales", [locale])}
        return len(made), len(found["items"]), len(told)

    questions = {
        f"fallback={fallback}&include={include}": most
        for fallback in ("chain", "none")
        for include, most in (("part_of", 8), ("part_of.part_of", 10))
    } | {"": 5, "fallback=none": 5}
    add(LANGUAGES[1])
    small = {asked: (queries("en", asked), queries("*", asked)) for asked in questions}
    for tag in LANGUAGES[2:]:
        open_language(tag)
    add(*LANGUAGES[1:])
    add()
    large = {asked: (queries("en", asked), queries("*", asked)) for asked in questions}

    assert small == {asked: ((most, 1, 1), (most, 1, 2)) for asked, most in questions.items()}
    assert large == {asked: ((most, 3, 1), (most, 3, 24)) for asked, most in questions.items()}
