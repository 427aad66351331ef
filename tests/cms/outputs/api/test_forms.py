"""Is an item told in the form that was asked for, wherever it is told whole or in part?"""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.utils import timezone
from jsonschema import Draft202012Validator
from wagtail.models import Locale

from cms.models import Deadline, PartOf
from cms.outputs.api.schemas import schema_of
from cms.plugins.calls.models import CallPage
from cms.plugins.news.models import NewsPage
from cms.plugins.projects.models import ProjectPage
from cms.testing.factories import (
    make_administrator,
    make_key,
    make_page,
    make_translation,
)
from tests.cms.outputs.api.conftest import ROOT
from tests.shared import shared

OF_ITEMS = {"id", "type", "url", "locale"}


@shared
def call(site) -> CallPage:
    """A call in two of three languages, with rich text, as part of a project in one of them."""
    project = make_page(ProjectPage, title="Project")
    call = make_page(
        CallPage,
        title="Call",
        slug="call",
        funder="Belfry",
        body=[("paragraph", {"text": "<p>For <b>cities</b>.</p>"})],
        part_of_rows=[PartOf(target=project)],
        deadline_rows=[Deadline(day=timezone.localdate() + timedelta(days=60))],
    )
    make_translation(call, "fr", title="Appel")
    return CallPage.objects.get(pk=call.pk)


@pytest.fixture
def told(client, call):
    """Return all items that the API tells, from every address at which it tells some."""
    key = make_key(created_by=make_administrator())[1]
    wanted = {"item": str(call.translation_key), "locale": "en"}
    made = client.post(
        f"{ROOT}/preview-tokens",
        wanted,
        content_type="application/json",
        headers={"authorization": f"Bearer {key}"},
    )
    preview = made.json()["url"]

    def asking(**asked: str) -> list[dict]:
        one = f"{ROOT}/items/call/{call.translation_key}"
        answers = [
            client.get(one, asked),
            client.get(one, {**asked, "locale": "*"}),
            client.get(f"{ROOT}/resolve", {**asked, "url": call.url}),
            client.get(preview, asked),
        ]
        if "rich" not in asked:  # which lists, without bodies, do not know
            answers += [
                client.get(f"{ROOT}/items", {**asked, "locale": "*", "include": "part_of"}),
                client.get(f"{ROOT}/items", {**asked, "include": "part_of"}),
                client.get(f"{ROOT}/search", {**asked, "q": "call"}),
            ]
        export = ndjson(client.get(f"{ROOT}/export", asked))
        return list(items_in([*(each.json() for each in answers), *export]))

    return asking


def ndjson(response) -> list[Any]:
    """Return the lines of a streamed answer."""
    return [json.loads(line) for line in b"".join(response.streaming_content).splitlines()]


def items_in(part: Any):
    """Yield whatever is an item in an answer."""
    if isinstance(part, dict):
        if part.keys() >= OF_ITEMS:
            yield part
        for value in part.values():
            yield from items_in(value)
    elif isinstance(part, list):
        for value in part:
            yield from items_in(value)


def test_markdown_comes_to_who_asks_for_it_wherever_bodies_are_told(told):
    with_it = [each for each in told(rich="markdown") if each["type"] == "call"]
    without = [each for each in told() if each["type"] == "call" and "body" in each]

    # One alone, one in each of three languages, one at an address, a draft; and the export in three languages.
    assert len(with_it) == len(without) == 9
    for each, other in zip(with_it, without, strict=True):
        (text,), (plain,) = (
            [part["value"]["text"] for part in one["body"]] for one in (each, other)
        )
        assert plain.keys() == {"html", "text"}
        assert text == {**plain, "markdown": plain["text"].replace("cities", "**cities**")}
        Draft202012Validator(schema_of("call")).validate(each)


def test_lists_have_no_rich_texts_to_tell_in_markdown(call, ask):
    for path in ("/items", "/calendar"):
        problem = ask(path, rich="markdown", status=400)
        assert [each["parameter"] for each in problem["errors"]] == ["rich"]
    assert ask("/search", q="call", rich="markdown", status=400)["status"] == 400


def test_languages_in_which_an_item_is_not_are_told_to_who_asks(told):
    default = {"hreflang": "x-default", "status": "current"}
    current = [{"hreflang": tag, "status": "current"} for tag in ("en", "fr")]
    missing = {"hreflang": "de", "status": "missing"}
    expected = {
        "call": ([*current, default], [missing, *current, default]),
        "project": (
            [current[0], default],
            [missing, current[0], {"hreflang": "fr", "status": "missing"}, default],
        ),
    }

    for number, asked in enumerate(({}, {"alternates": "all"})):
        found = told(**asked)
        assert len(found) == 25
        for each in found:
            alternates = each["alternates"]
            assert [
                {"hreflang": other["hreflang"], "status": other["status"]} for other in alternates
            ] == expected[each["type"]][number]
            for other in alternates:
                assert other["locale"] == (
                    "en" if other["hreflang"] == "x-default" else other["hreflang"]
                )
                assert (other["url"] is None) == (other["status"] == "missing")


@pytest.fixture
def news(site) -> tuple[NewsPage, NewsPage]:
    """News in English and in French: nothing of it tells time but when it expires."""
    page = make_page(NewsPage, title="Squares")
    return page, make_translation(page, "fr", title="Les places")


def test_the_end_of_a_version_changes_what_is_told_in_other_languages(news, ask):
    page, french = news
    later, sooner = (timezone.now() + timedelta(hours=hours) for hours in (2, 1))
    NewsPage.objects.filter(pk=page.pk).update(expire_at=later)
    NewsPage.objects.filter(pk=french.pk).update(expire_at=sooner)

    (item,) = ask("/items", type="news", locale="*")["items"]

    ends = {tag: each["meta"]["next_change_at"] for tag, each in item["locales"].items()}
    assert ends == dict.fromkeys(("de", "en", "fr"), sooner.isoformat())


def test_all_ends_with_the_original_also_where_its_language_is_closed(news, ask, settings):
    page, _french = news
    settings.LANGUAGES = settings.WAGTAIL_CONTENT_LANGUAGES = [
        pair for pair in settings.LANGUAGES if pair[0] != "en"
    ]
    cache.clear()
    ends = timezone.now() + timedelta(hours=1)
    NewsPage.objects.filter(pk=page.pk).update(expire_at=ends)

    (item,) = ask("/items", type="news", locale="fr")["items"]

    assert [each["hreflang"] for each in item["alternates"]] == ["fr"]
    assert item["meta"]["next_change_at"] == ends.isoformat()


def test_every_item_says_what_it_is_made_of_and_until_when_that_is_right(told, call):
    of_call = [each for each in told() if each["type"] == "call"]
    french = call.get_translation(Locale.objects.get(language_code="fr"))
    for each in of_call:
        is_french = each["locale"]["served"] == "fr"
        assert each["slug"] == ("appel" if is_french else "call")
        version = french if is_french else call
        assert each["meta"]["revision"] == version.live_revision_id
        assert each["meta"]["next_change_at"] is not None
    assert {each["meta"]["revision"] for each in of_call} == {
        call.live_revision_id,
        french.live_revision_id,
    }
