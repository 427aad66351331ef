"""Does an address of a draft show just that draft, for its time, and nothing else that is not public?"""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from jsonschema import Draft202012Validator
from wagtail.models import Locale, PageLogEntry

from cms.languages.translation.publication import save_draft
from cms.languages.translation.requests import request_translation
from cms.languages.translation.segments import fill
from cms.models import PartOf, PreviewToken
from cms.plugins.news.models import NewsPage
from cms.plugins.projects.models import ProjectPage
from cms.testing.factories import make_administrator, make_key, make_page, make_translation
from tests.cms.outputs.api.conftest import ROOT
from tests.shared import shared

QUERIES = 14
"""Of an answer, whatever the words of the draft name. Wagtail asks once more for each row of a revision."""


@pytest.fixture
def key(site) -> str:
    """A key that shows drafts, made by an administrator."""
    return make_key(created_by=make_administrator())[1]


@shared
def page(site) -> NewsPage:
    """A page that is public, with a draft that is newer."""
    page = make_page(NewsPage, title="Squares")
    page.title = "Squares at night"
    page.save_revision()
    return NewsPage.objects.get(pk=page.pk)


def sent(key: str) -> dict[str, str]:
    """Return the headers with which a key is sent."""
    return {"authorization": f"Bearer {key}"}


def post(client: Client, key: str, page: NewsPage | None, status: int = 201, **wanted) -> dict:
    """Ask for an address of a draft, by default in English; fail if the status is another one."""
    wanted = {"item": str(page.translation_key) if page else None, "locale": "en", **wanted}
    response = client.post(
        f"{ROOT}/preview-tokens", wanted, content_type="application/json", headers=sent(key)
    )
    assert response.status_code == status, response.content
    return response.json()


def shown(client: Client, address: dict, status: int = 200) -> dict:
    """Return what an address shows; fail if the status is another one."""
    response = client.get(address["url"])
    assert response.status_code == status, response.content
    return response.json()


def code(problem: dict) -> str:
    """Return the sort of a problem."""
    return problem["type"].rpartition("/")[2]


def test_an_address_shows_the_latest_draft_to_whoever_has_it(client, key, page):
    address = post(client, key, page)
    first = shown(client, address)["title"]
    page.title = "Squares at dawn"
    page.save_revision()

    assert address["url"] == f"http://testserver{ROOT}/preview/{address['token']}"
    assert (first, shown(client, address)["title"]) == ("Squares at night", "Squares at dawn")
    public = client.get(f"{ROOT}/items/news/{page.translation_key}").json()
    assert (public["title"], public["meta"]["draft"]) == ("Squares", False)


def test_a_draft_has_the_shape_of_an_item(client, key, page):
    draft = shown(client, post(client, key, page))
    public = client.get(f"{ROOT}/items/news/{page.translation_key}").json()
    schema = client.get(f"{ROOT}/schema/news").json()

    assert list(Draft202012Validator(schema).iter_errors(draft)) == []
    instants = ("published_at", "updated_at")  # a revision keeps milliseconds
    own = {name: draft[name] for name in ("read_more", "locale", "meta", *instants)}
    assert draft == {**public, "title": "Squares at night"} | own
    assert draft["meta"] == {
        "draft": True,
        "revision": page.latest_revision_id,
        "next_change_at": None,
    }
    assert public["meta"] == {
        "draft": False,
        "revision": page.live_revision_id,
        "next_change_at": None,
    }
    assert page.live_revision_id < page.latest_revision_id
    assert draft["locale"]["served"] == public["locale"]["served"]


def test_no_cache_and_no_search_engine_keeps_a_draft(client, key, page):
    response = client.get(post(client, key, page)["url"])

    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert response["Referrer-Policy"] == "no-referrer"
    assert response["Content-Language"] == "en"


def test_a_page_that_was_never_public_is_shown(client, key, site):
    page = make_page(NewsPage, title="Not yet", publish=False)

    draft = shown(client, post(client, key, page))

    assert (draft["title"], draft["alternates"]) == ("Not yet", [])
    assert client.get(f"{ROOT}/items/news/{page.translation_key}").status_code == 404


def test_one_revision_is_shown_as_it_was(client, key, page):
    number = page.latest_revision_id
    page.title = "Squares at dawn"
    page.save_revision()

    draft = shown(client, post(client, key, page, revision=number))

    assert (draft["title"], draft["meta"]["revision"]) == ("Squares at night", number)


def test_a_revision_of_another_page_is_refused(client, key, page):
    other = make_page(NewsPage, title="Another")

    problem = post(client, key, page, 400, revision=other.latest_revision_id)

    assert [each["parameter"] for each in problem["errors"]] == ["revision"]


def test_a_translation_is_shown_with_the_words_that_are_saved(client, key, site):
    page = make_page(NewsPage, title="Squares", publish=False)
    record = request_translation(page, Locale.objects.get(language_code="fr"))
    fill(record, {"Squares": "Les places"})
    save_draft(record)
    address = post(client, key, page, locale="fr")

    draft = shown(client, address)
    fill(record, {"Squares": "Les grandes places"})

    assert draft["title"] == "Les places"
    assert draft["locale"]["served"] == draft["locale"]["requested"] == "fr"
    assert (draft["locale"]["match"], draft["locale"]["status"]) == ("exact", "partial")
    # Its words are no revision yet.
    assert (draft["meta"]["draft"], draft["meta"]["revision"]) == (True, None)
    assert shown(client, address)["title"] == "Les grandes places"


def test_a_language_without_a_version_is_told(client, key, page):
    assert code(post(client, key, page, 404, locale="de")) == "translation-missing"
    assert code(post(client, key, page, 400, locale="pl")) == "unknown-locale"


def test_what_a_draft_names_is_told_only_where_it_is_public(client, key, site):
    hidden = make_page(ProjectPage, title="Quetzalcoatlus", publish=False)
    open_one = make_page(ProjectPage, title="Open")
    page = make_page(
        NewsPage,
        title="Squares",
        publish=False,
        body=[("paragraph", {"text": f'<p><a linktype="page" id="{hidden.pk}">there</a></p>'})],
        part_of_rows=[PartOf(target=hidden), PartOf(target=open_one)],
    )

    draft = shown(client, post(client, key, page))

    assert [each["title"] for each in draft["part_of"]] == ["Open"]
    assert "uetzalcoatlus" not in str(draft)
    assert "there" in str(draft["body"])


def test_a_token_opens_no_other_draft(client, key, page):
    other = make_page(NewsPage, title="Another", publish=False)
    address = post(client, key, page)
    signed = post(client, key, other)["token"].split(":")

    forged = f"{address['token'].split(':')[0]}:{signed[1]}"

    assert code(shown(client, {"url": f"{ROOT}/preview/{forged}"}, 404)) == "not-found"
    assert code(shown(client, {"url": f"{ROOT}/preview/nothing"}, 404)) == "not-found"


def end_of_time(row: PreviewToken, key: str, client: Client) -> None:
    """Let the time of an address be over."""
    PreviewToken.objects.filter(pk=row.pk).update(expires_at=timezone.now())


def delete(row: PreviewToken, key: str, client: Client) -> None:
    """End it through the API."""
    response = client.delete(f"{ROOT}/preview-tokens/{row.pk}", headers=sent(key))
    assert (response.status_code, response.content) == (204, b"")


def revoke_key(row: PreviewToken, key: str, client: Client) -> None:
    """End the key with which it was made."""
    row.api_key.revoke()


def key_expires(row: PreviewToken, key: str, client: Client) -> None:
    """Let the time of that key be over."""
    type(row.api_key).objects.update(expires_at=timezone.now())


def limit_key(row: PreviewToken, key: str, client: Client) -> None:
    """Let that key show something else."""
    type(row.api_key).objects.update(languages=["fr"])


def delete_page(row: PreviewToken, key: str, client: Client) -> None:
    """Delete what it shows."""
    row.page.delete()


def forget(row: PreviewToken, key: str, client: Client) -> None:
    """Delete its row, as is done a month after its time."""
    row.delete()


@pytest.mark.parametrize(
    "ending", [end_of_time, delete, revoke_key, key_expires, limit_key, delete_page, forget]
)
def test_an_address_ends(client, key, page, ending):
    address = post(client, key, page)
    row = PreviewToken.objects.get(pk=address["id"])
    shown(client, address)

    ending(row, key, client)

    assert code(shown(client, address, 410)) == "preview-ended"


def test_it_works_for_as_long_as_was_asked(client, key, page):
    before = timezone.now()
    addresses = [post(client, key, page), post(client, key, page, expires_in=86400)]
    spans = [
        row.expires_at - before for row in PreviewToken.objects.order_by("pk").only("expires_at")
    ]

    assert len(addresses) == 2
    for span, hours in zip(spans, (1, 24), strict=True):
        assert timedelta(0) <= span - timedelta(hours=hours) < timedelta(minutes=1)
    for seconds in (86401, 59, -1, "for ever"):
        problem = post(client, key, page, 400, expires_in=seconds)
        assert [each["parameter"] for each in problem["errors"]] == ["expires_in"]


def test_nothing_in_the_question_is_ignored(client, key, page):
    problem = post(client, key, page, 400, days=7)

    assert [each["parameter"] for each in problem["errors"]] == ["days"]
    assert PreviewToken.objects.count() == 0


@pytest.mark.parametrize("number", ["x", 0, 1.5])
def test_what_is_no_revision_is_told_by_its_name(client, key, page, number):
    problem = post(client, key, page, 400, revision=number)

    assert {each["parameter"] for each in problem["errors"]} == {"revision"}


def test_no_item_is_told(client, key, page):
    assert code(post(client, key, None, 404, item=str(uuid4()))) == "not-found"


@pytest.mark.parametrize("limits", [{"languages": ["fr"]}, {"kinds": ["event"]}])
def test_the_limits_of_a_key_hold(client, page, limits):
    _row, limited = make_key(**limits)
    make_translation(page, "fr")

    assert code(post(client, limited, page, 403)) == "forbidden-scope"
    if "languages" in limits:
        post(client, limited, page, locale="fr")


def test_without_a_key_with_the_scope_nothing_is_made_and_nothing_ends(client, key, page):
    address = post(client, key, page)
    own = f"{ROOT}/preview-tokens/{address['id']}"
    _row, other = make_key("another")
    body = {"item": str(page.translation_key), "locale": "en"}

    for headers, status, sort in (({}, 401, "key-required"), (sent(other), 403, "forbidden-scope")):
        for response in (
            client.post(
                f"{ROOT}/preview-tokens", body, content_type="application/json", headers=headers
            ),
            client.delete(own, headers=headers),
        ):
            assert (response.status_code, code(response.json())) == (status, sort)
    assert PreviewToken.objects.count() == 1
    shown(client, address)


def test_a_key_ends_only_what_it_has_made(client, key, page):
    address = post(client, key, page)
    _row, other = make_key()

    response = client.delete(f"{ROOT}/preview-tokens/{address['id']}", headers=sent(other))

    assert response.status_code == 404
    shown(client, address)


def test_a_signed_in_administrator_needs_a_key_too(client, page):
    client.force_login(make_administrator())

    response = client.post(
        f"{ROOT}/preview-tokens",
        {"item": str(page.translation_key), "locale": "en"},
        content_type="application/json",
    )

    assert (response.status_code, code(response.json())) == (401, "key-required")


def test_the_log_of_the_page_tells_for_whom_but_never_the_address(client, key, page):
    address = post(client, key, page)

    entry = PageLogEntry.objects.get(action="cms.draft_shared")
    assert (entry.page_id, entry.data["for_whom"]) == (page.pk, "The front of Gdańsk")
    assert address["token"] not in str(entry.data)


@pytest.mark.parametrize("number", [1, 6])
def test_a_draft_costs_the_same_whatever_it_names(
    client, key, site, number, django_assert_num_queries
):
    projects = [make_page(ProjectPage, title=f"Project {each}") for each in range(number)]
    links = "".join(f'<a linktype="page" id="{each.pk}">there</a> ' for each in projects)
    body = [("paragraph", {"text": f"<p>{links}</p>"})]
    page = make_page(NewsPage, title="Squares", publish=False, body=body)
    address = post(client, key, page)
    shown(client, address)

    with django_assert_num_queries(QUERIES):
        client.get(address["url"])
