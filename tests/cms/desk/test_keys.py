"""Can administrators make and revoke keys for the API, and nobody else?"""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from cms.models import ApiKey
from cms.models.keys import hash_of
from cms.testing.factories import make_administrator, make_key, make_site, make_user
from tests.shared import shared

KEYS = "/admin/api_keys/"
NEW = f"{KEYS}new/"
QUERIES = 7
"""Of the list, whatever the number of keys."""


@shared
def user():
    """An administrator of a site in two languages."""
    make_site(("en", "fr"))
    return make_administrator()


@pytest.fixture
def administrator(client, user):
    """That administrator, signed in."""
    client.force_login(user)
    return user


def page(answer):
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def rows(client) -> list[list[str]]:
    """Return the words of each line of the list."""
    return [
        [" ".join(cell.get_text().split()) for cell in line.find_all("td")]
        for line in page(client.get(KEYS)).select("table tbody tr")
    ]


def test_a_key_is_shown_once_and_only_its_hash_is_kept(administrator, client):
    made = client.post(
        NEW,
        {
            "name": "The city's front",
            "scopes": ["preview"],
            "days": "90",
            "languages": ["fr"],
            "kinds": ["news"],
        },
    )

    key = page(made).find("input", id="key")["value"]
    row = ApiKey.objects.get()
    assert (row.hash, row.prefix) == (hash_of(key), key[:13])
    assert len(key) == len("belfry_") + 43  # 256 bits in base 64
    assert (row.scopes, row.languages, row.kinds) == (["preview"], ["fr"], ["news"])
    assert row.created_by == administrator
    assert timedelta(days=89) < row.expires_at - timezone.now() < timedelta(days=91)
    assert "no-store" in made["Cache-Control"]
    assert key not in client.get(KEYS).content.decode()
    entry = ModelLogEntry.objects.get()
    assert (entry.action, entry.label, entry.user) == (
        "wagtail.create",
        "The city's front",
        administrator,
    )
    assert key not in str(entry.data)


def test_a_key_has_to_allow_something(administrator, client):
    answer = client.post(NEW, {"name": "The city's front", "days": "90"})

    assert answer.status_code == 200
    assert ApiKey.objects.count() == 0


def test_the_list_tells_which_work(administrator, client):
    make_key(name="Works", languages=["fr"], kinds=["news"])
    make_key(name="Has expired", expires_at=timezone.now())
    make_key(name="Is revoked")[0].revoke()

    assert {cells[0]: cells[2:5] for cells in rows(client)} == {
        "Works Revoke": ["preview", "fr, news", "Works"],
        "Has expired": ["preview", "", "Expired"],
        "Is revoked": ["preview", "", "Revoked"],
    }


def test_to_revoke_is_asked_first(administrator, client):
    row, key = make_key()
    revoke = reverse("api_keys:revoke", args=[row.pk])

    asked = page(client.get(revoke))
    assert row.prefix in asked.get_text()
    assert ApiKey.objects.sent(key) == row

    done = client.post(revoke)

    assert (done.status_code, done["Location"]) == (302, KEYS)
    assert ApiKey.objects.sent(key) is None
    assert ApiKey.objects.get().state() == ApiKey.State.REVOKED
    client.post(revoke)
    assert [entry.action for entry in ModelLogEntry.objects.all()] == ["cms.api_key_revoked"]


@pytest.mark.parametrize("number", [1, 12])
def test_the_list_costs_the_same_whatever_there_is(
    administrator, client, django_assert_num_queries, number
):
    for position in range(number):
        make_key(name=f"Key {position}", created_by=administrator)
    client.get(KEYS)

    with django_assert_num_queries(QUERIES):
        client.get(KEYS)


@pytest.mark.parametrize("role", ["Editors", "Coordinators", "Publishers", "Newsletter managers"])
def test_nobody_else_sees_makes_or_revokes_any(client, db, role):
    make_site(("en", "fr"))
    row, _key = make_key()
    client.force_login(make_user("ada", role))

    answers = [
        client.get(KEYS),
        client.get(f"{KEYS}results/"),
        client.get(NEW),
        client.post(NEW, {"name": "Mine", "scopes": ["preview"], "days": "30"}),
        client.get(reverse("api_keys:revoke", args=[row.pk])),
        client.post(reverse("api_keys:revoke", args=[row.pk])),
    ]

    assert [answer.status_code for answer in answers] == [302] * 6
    assert {answer["Location"] for answer in answers} == {"/admin/"}
    assert list(ApiKey.objects.good()) == [row]
    assert "API keys" not in client.get("/admin/").content.decode()
