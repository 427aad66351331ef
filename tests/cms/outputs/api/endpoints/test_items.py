"""In which language does a list or an item tell that it is, and what is in it?"""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from wagtail.models import Locale, PageViewRestriction

from cms.languages.translation.requests import request_translation
from cms.models import PageTopic, Span
from cms.plugins.calls.models import CallPage
from cms.plugins.events.models import EventPage
from cms.plugins.news.models import NewsPage
from cms.testing.factories import make_page, make_topic, make_translation

WORDS = [("paragraph", {"text": "<p>Squares are for people.</p>"})]


def address(page) -> str:
    """Return where the API has a page."""
    return f"/items/{type(page).type_name()}/{page.translation_key}"


def alternate(locale: str, page) -> dict:
    """Return what is told of a version as fresh as its source."""
    url = f"http://testserver{page.url}"
    return {"locale": locale, "hreflang": locale, "url": url, "status": "current"}


def test_an_item_tells_in_which_language_it_is(site, ask):
    page = make_page(NewsPage, title="Squares", body=WORDS)
    french = make_translation(page, "fr", title="Les places")

    found = ask(address(page), locale="fr")

    assert found["id"] == str(page.translation_key)
    assert (found["type"], found["title"]) == ("news", "Les places")
    assert found["url"] == f"http://testserver{french.url}"
    assert found["locale"] == {
        "requested": "fr",
        "served": "fr",
        "direction": "ltr",
        "match": "exact",
        "chain": ["fr"],
        "status": "current",
        "source": "en",
        "source_updated_at": page.last_published_at.isoformat(),
        "translated_at": french.last_published_at.isoformat(),
        "fallback_fields": {},
    }
    assert found["slug"] == french.slug == "les-places"
    assert found["alternates"] == [
        alternate("en", page),
        alternate("fr", french),
        {**alternate("en", page), "hreflang": "x-default"},
    ]


def test_what_is_missing_is_served_by_the_chain_and_says_so(site, ask):
    page = make_page(NewsPage, title="Squares")
    make_translation(page, "de", title="Plätze")

    by_source = ask(address(page), locale="fr")
    by_list = ask(address(page), locale="fr", fallback="de")

    assert (by_source["title"], by_source["locale"]["match"]) == ("Squares", "fallback")
    assert by_source["locale"]["served"] == "en"
    assert (by_list["title"], by_list["locale"]["served"]) == ("Plätze", "de")
    assert by_list["locale"]["chain"] == ["fr", "de"]
    assert by_list["url"] == "http://testserver/fr/aktuelles/platze/"


def test_who_wants_no_other_language_is_told_which_there_are(site, ask):
    page = make_page(NewsPage, title="Squares")
    make_translation(page, "de", title="Plätze")

    problem = ask(address(page), locale="fr", fallback="none", status=404)

    assert problem["type"] == "http://testserver/api/delivery/v1/problems/translation-missing"
    assert problem["alternates"] == ["de", "en"]
    assert ask("/items", locale="fr", fallback="none")["items"] == []
    assert ask(address(page), locale="de", fallback="none")["title"] == "Plätze"


def test_a_translation_is_outdated_once_its_source_says_more(site, ask):
    page = make_page(NewsPage, title="Squares", body=WORDS)
    make_translation(page, "fr", title="Les places")
    page.summary = "Now with trees."
    page.save_revision().publish()
    request_translation(page, Locale.objects.get(language_code="fr"))

    found = ask(address(page), locale="fr")

    assert found["locale"]["status"] == "outdated"
    assert {each["hreflang"]: each["status"] for each in found["alternates"]} == {
        "en": "current",
        "fr": "outdated",
        "x-default": "current",
    }


def test_a_block_without_translation_is_the_one_field_that_falls_back(site, ask):
    page = make_page(NewsPage, title="Squares", body=[*WORDS, *WORDS])
    french = make_translation(page, "fr", title="Les places")
    gap = french.body[1].id
    type(french).objects.filter(pk=french.pk).update(untranslated_blocks=[gap])

    found = ask(address(page), locale="fr")

    assert found["locale"]["status"] == "partial"
    assert found["locale"]["fallback_fields"] == {f"/body/{gap}": "en"}
    assert [part.get("language") for part in found["body"]] == [None, "en"]


def test_the_body_is_told_by_typed_blocks(site, ask):
    page = make_page(NewsPage, title="Squares", body=WORDS)

    (part,) = ask(address(page))["body"]

    assert part == {
        "type": "paragraph",
        "id": page.body[0].id,
        "value": {
            "text": {"html": "<p>Squares are for people.</p>", "text": "Squares are for people."}
        },
    }


def test_a_list_has_each_item_once_and_goes_on_where_it_stopped(site, ask):
    for number in range(5):
        make_translation(
            make_page(NewsPage, title=f"News {number}"), "fr", title=f"Nouvelle {number}"
        )

    first = ask("/items", locale="fr", limit=2, count="exact")
    second = ask("/items", locale="fr", limit=2, cursor=first["page"]["next"])
    make_page(NewsPage, title="Published meanwhile")
    third = ask("/items", locale="fr", limit=2, cursor=second["page"]["next"])

    titles = [[item["title"] for item in page["items"]] for page in (first, second, third)]
    assert titles == [["Nouvelle 4", "Nouvelle 3"], ["Nouvelle 2", "Nouvelle 1"], ["Nouvelle 0"]]
    assert first["page"] == {"limit": 2, "next": first["page"]["next"], "count": 5}
    assert third["page"] == {"limit": 2, "next": None, "count": None}


def test_a_list_has_the_fields_that_were_asked_for_and_no_bodies(site, ask):
    make_page(NewsPage, title="Squares", body=WORDS)

    (whole,) = ask("/items")["items"]
    (part,) = ask("/items", fields="title")["items"]

    assert "body" not in whole
    assert set(part) == {"id", "type", "url", "locale", "title"}


def test_topics_have_the_name_in_the_language_of_who_asks(site, ask):
    topic = make_topic("Public spaces", fr="Espaces publics")
    page = make_page(NewsPage, topic_rows=[PageTopic(topic=topic)])

    assert ask(address(page), locale="fr")["topics"] == [
        {"slug": topic.slug, "name": "Espaces publics"}
    ]


def test_an_event_that_is_only_a_line_of_the_agenda_has_no_page_here(site, ask):
    page = make_page(
        EventPage,
        agenda_only=True,
        website="https://other.example/event",
        span_rows=[Span(start=date(2030, 1, 1), end=date(2030, 1, 2))],
    )

    found = ask(address(page))

    assert found["url"] == "https://other.example/event"
    assert found["alternates"] == [
        {"locale": "en", "hreflang": "en", "url": None, "status": "current"}
    ]


@pytest.mark.parametrize("hidden", ["draft", "expired", "restricted"])
def test_what_is_not_public_is_not_there(site, ask, hidden):
    page = make_page(NewsPage, title="Hidden", publish=hidden != "draft")
    if hidden == "expired":
        NewsPage.objects.filter(pk=page.pk).update(expire_at=timezone.now() - timedelta(days=1))
    if hidden == "restricted":
        PageViewRestriction.objects.create(page=page, restriction_type="login")

    assert ask("/items")["items"] == []
    assert ask(address(page), status=404)["title"] == "Not found"


def test_a_private_translation_is_no_version(site, ask):
    page = make_page(NewsPage, title="Squares")
    french = make_translation(page, "fr", title="Les places")
    PageViewRestriction.objects.create(page=french, restriction_type="login")

    found = ask(address(page), locale="fr")

    assert (found["title"], found["locale"]["served"]) == ("Squares", "en")
    assert [each["hreflang"] for each in found["alternates"]] == ["en", "x-default"]


def test_an_item_is_found_by_the_slug_that_its_readers_see(site, ask):
    page = make_page(NewsPage, title="Squares")
    make_translation(page, "fr", title="Les places")
    other = make_page(NewsPage, title="Les places")
    hidden = make_page(NewsPage, title="Hidden", publish=False)

    assert ask("/items/news/squares") == ask(address(page))
    assert ask("/items/news/les-places") == ask(address(other))
    assert ask("/items/news/squares", locale="de") == ask(address(page), locale="de")
    ask("/items/news/squares", locale="fr", status=404)
    ask("/items/call/squares", status=404)
    ask(f"/items/news/{hidden.slug}", status=404)
    # In French two have it: the one is served in it, the other in English.
    problem = ask("/items/news/les-places", locale="fr", status=404)
    assert "filter[slug]" in problem["detail"]
    assert len(ask("/items", **{"locale": "fr", "filter[slug]": "les-places"})["items"]) == 2
    # Who wants no other language means the French one.
    exact = {"locale": "fr", "fallback": "none"}
    assert ask("/items/news/les-places", **exact) == ask(address(page), **exact)


@pytest.mark.parametrize("slug", ["0" * 32, "..", "a" * 255, "été", "-"])
def test_what_is_no_id_is_a_slug(site, client, slug):
    page = make_page(NewsPage, title="Squares", slug="0" * 32)

    found = client.get(f"/api/delivery/v1/items/news/{slug}").json()

    told = (found.get("id"), found.get("status"))
    assert told == ((str(page.translation_key), None) if slug == page.slug else (None, 404))


def test_a_slug_that_is_too_long_is_refused_by_the_name_of_the_parameter(site, ask):
    problem = ask(f"/items/news/{'a' * 256}", status=400)

    assert [each["parameter"] for each in problem["errors"]] == ["key"]


def test_a_slug_needs_one_language(site, ask):
    page = make_page(NewsPage, title="Squares")

    problem = ask("/items/news/squares", locale="*", status=400)

    assert [each["parameter"] for each in problem["errors"]] == ["key"]
    assert ask(address(page), locale="*")["id"] == str(page.translation_key)
    missing = ask("/items/news/squares", locale="fr", fallback="none", status=404)
    assert missing["type"].endswith("/translation-missing")


def test_an_item_of_another_kind_is_not_there(site, ask):
    page = make_page(NewsPage)

    assert ask(f"/items/call/{page.translation_key}", status=404)["status"] == 404
    assert ask(f"/items/call/{uuid4()}", status=404)["status"] == 404
    assert ask(f"/items/nothing/{uuid4()}", status=404)["errors"][0]["allowed"] == [
        "call",
        "event",
        "news",
        "practice",
        "project",
    ]


def test_an_answer_says_its_languages(site, client):
    page = make_page(NewsPage, title="Squares")
    make_translation(make_page(NewsPage), "fr")

    one = client.get(f"/api/delivery/v1{address(page)}?locale=fr")
    many = client.get("/api/delivery/v1/items?locale=fr")

    assert one["Content-Language"] == "en"
    assert many["Content-Language"] == "fr, en"
    assert one["Vary"] == "Authorization"


@pytest.mark.parametrize(("languages", "number"), [(2, 1), (3, 12)])
def test_a_list_costs_the_same_whatever_there_is(
    site, client, django_assert_num_queries, languages, number
):
    for position in range(number):
        for kind in (NewsPage, EventPage):
            page = make_page(kind, title=f"Page {position}")
            for tag in ("fr", "de")[: languages - 1]:
                make_translation(page, tag)
    client.get("/api/delivery/v1/items?locale=fr&limit=2")

    with django_assert_num_queries(5):
        client.get("/api/delivery/v1/items?locale=fr&limit=100")


@pytest.mark.parametrize("languages", [2, 3])
def test_an_item_costs_the_same_whatever_there_is(
    site, client, django_assert_num_queries, languages
):
    page = make_page(CallPage, funder="Belfry", body=WORDS)
    for tag in ("fr", "de")[: languages - 1]:
        make_translation(page, tag)
    client.get(f"/api/delivery/v1{address(page)}?locale=fr")

    with django_assert_num_queries(4):
        client.get(f"/api/delivery/v1{address(page)}?locale=fr")
