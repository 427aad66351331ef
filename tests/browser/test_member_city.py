"""Can a front of another make show what the site has? The example of docs/examples, on an origin of its own."""

import json
import shutil
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from django.conf import settings
from playwright.sync_api import Page, Route, expect

from .test_accessibility import STATES, faults, readable, set_state

EXAMPLE = settings.BASE_DIR / "docs" / "examples" / "member-city"
API = "/api/delivery/v1"


class Quiet(SimpleHTTPRequestHandler):
    """A server that says nothing of what it is asked."""

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""


@pytest.fixture
def city(page: Page, demo_server: str, tmp_path: Path) -> Iterator[str]:
    """Serve the example from another origin, which the browser may ask too, and return its address."""
    folder = shutil.copytree(EXAMPLE, tmp_path / "city")
    html = (folder / "index.html").read_text(encoding="utf-8")
    assert html.count("http://127.0.0.1:8000") == 1
    (folder / "index.html").write_text(
        html.replace("http://127.0.0.1:8000", demo_server), encoding="utf-8"
    )
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/"
    page.context.route(f"{address}**", lambda route: route.continue_())
    yield address
    server.shutdown()
    server.server_close()


def altered(page: Page, path: str, change: Callable[[dict], None]) -> None:
    """Change what the API answers at a path, before the page reads it."""

    def answer(route: Route) -> None:
        response = route.fetch()
        told = response.json()
        change(told)
        route.fulfill(response=response, body=json.dumps(told))

    page.context.route(f"**{API}/{path}?*", answer)


def lines(page: Page, section: str) -> list[str]:
    """Return what the items of a section say, each as one line."""
    expect(page.locator(f"#{section} li").first).to_be_visible()
    return [" ".join(text.split()) for text in page.locator(f"#{section} li").all_inner_texts()]


def test_another_origin_shows_the_agenda_and_the_calls_of_its_country(page: Page, city: str):
    page.goto(city)

    [event] = lines(page, "agenda")
    first, second = lines(page, "calls")
    assert "Avant d’acheter des caméras" in event
    assert "heure d’Europe centrale" in event
    assert "Courtrai (Belgique) et en ligne" in event
    assert event.endswith("Chez nous")
    assert first.startswith("Jusqu’au ")
    assert "17:00 (heure d’Europe centrale) Bourses d’échange" in first
    assert "12:00 (heure d’Europe centrale) De la lumière là où l’on marche" in second
    assert page.locator("[role=status]").all_inner_texts() == ["", ""]


def test_only_the_api_may_be_read_from_there(page: Page, city: str, demo_server: str):
    page.goto(city)

    read = "url => fetch(url).then(response => response.status, () => 'refused')"
    assert page.evaluate(read, f"{demo_server}{API}/locales") == 200
    assert page.evaluate(read, f"{demo_server}/en/") == "refused"


def test_axe_finds_nothing(page: Page, city: str):
    page.goto(city)
    lines(page, "agenda")
    lines(page, "calls")

    found = []
    for scheme, width in STATES:
        set_state(page, scheme, width)
        found += [f"{scheme}, {width} px: {fault}" for fault in faults(page)]
    assert not found, readable(found)


def test_what_is_cancelled_and_what_is_in_another_language_says_so(page: Page, city: str):
    def change(told: dict) -> None:
        [item] = told["items"]
        item["facts"]["status"] = "cancelled"
        item["locale"] |= {"served": "en", "match": "fallback"}
        item["title"] = "<img src=x onerror=alert(1)>"

    altered(page, "calendar", change)
    page.goto(city)

    [event] = lines(page, "agenda")
    assert "<img src=x onerror=alert(1)> Annulé" in event
    assert event.endswith("Chez nous Langue : anglais")
    assert [
        page.locator(f"#agenda {name}").get_attribute("lang") for name in ("a", ".summary")
    ] == [
        "en",
        "en",
    ]


def test_the_list_goes_on(page: Page, city: str):
    page.context.route(
        f"**{API}/items?*",
        lambda route: route.continue_(url=route.request.url.replace("limit=5", "limit=1")),
    )
    page.goto(city)
    [first] = lines(page, "calls")

    page.get_by_role("button", name="Afficher la suite des appels").click()

    expect(page.locator("#calls li")).to_have_count(2)
    assert lines(page, "calls")[0] == first
    expect(page.locator("#calls li").nth(1).get_by_role("link")).to_be_focused()
    expect(page.get_by_role("button")).to_have_count(0)


def test_calls_for_other_countries_are_not_shown(page: Page, city: str):
    def change(told: dict) -> None:
        told["items"][0]["facts"]["eligible_countries"] = ["FR"]
        told["items"][1]["facts"]["eligible_countries"] = ["FR", "BE"]

    altered(page, "items", change)
    page.goto(city)

    [call] = lines(page, "calls")
    assert "De la lumière là où l’on marche" in call


def test_it_says_so_when_there_is_nothing_and_when_something_is_wrong(page: Page, city: str):
    altered(page, "calendar", lambda told: told.update(items=[]))
    page.context.route(f"**{API}/items?*", lambda route: route.fulfill(status=503, json={}))
    page.goto(city)

    expect(page.locator("#agenda [role=status]")).to_have_text("Rien n’est prévu pour le moment.")
    expect(page.locator("#calls [role=status]")).to_have_text(
        "Les appels ne sont pas disponibles pour le moment. Merci de réessayer plus tard."
    )
