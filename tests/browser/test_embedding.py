"""Does a browser show our frames on the sites that are listed, and nowhere else?"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Page, expect

from .conftest import Demo
from .test_accessibility import STATES, faults, readable, set_state
from .test_member_city import Quiet

SNIPPET = '<title>Our city</title><iframe src="{}/_embed/{}/?country=BE&amp;language=fr" title="Agenda"></iframe>'


@pytest.fixture
def city(page: Page, demo_server: str, tmp_path: Path) -> Iterator[str]:
    """Serve a page of another origin with frames of ours, and return its origin."""
    for name in ("agenda", "calls"):
        html = SNIPPET.format(demo_server, name)
        (tmp_path / f"{name}.html").write_text(html, encoding="utf-8")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(tmp_path)))
    Thread(target=server.serve_forever, daemon=True).start()
    origin = f"http://127.0.0.1:{server.server_port}"
    page.context.route(f"{origin}/**", lambda route: route.continue_())
    yield origin
    server.shutdown()
    server.server_close()


@pytest.fixture
def listed(demo: Demo, city: str) -> Iterator[str]:
    """List that origin as an administrator would, for the length of a test, and return it."""

    def list_hosts(hosts: str) -> None:
        with closing(sqlite3.connect(demo.database)) as database, database:
            database.execute("UPDATE cms_brand SET embedding_hosts = ?", [hosts])
            assert database.execute("SELECT changes()").fetchone() == (1,)

    list_hosts(city)
    yield city
    list_hosts("")


@pytest.mark.parametrize(
    ("name", "words"),
    [("agenda", "Avant d’acheter des caméras"), ("calls", "Bourses d’échange")],
)
def test_a_site_that_is_listed_shows_the_frame(page: Page, listed: str, name: str, words: str):
    page.goto(f"{listed}/{name}.html")

    frame = page.frame_locator("iframe")
    expect(frame.get_by_role("heading", level=1)).to_contain_text("Belgique")
    expect(frame.get_by_role("main")).to_contain_text(words)


def test_a_link_opens_the_site_itself(page: Page, listed: str, demo_server: str):
    page.goto(f"{listed}/agenda.html")

    page.frame_locator("iframe").locator("h2 a").first.click()

    page.wait_for_url(f"{demo_server}/fr/agenda/**")


def test_a_site_that_is_not_listed_shows_nothing(page: Page, city: str):
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(f"{city}/agenda.html")

    [frame] = page.main_frame.child_frames
    assert frame.url.startswith("chrome-error://")
    assert any("frame-ancestors 'self'" in text for text in said)
    assert "caméras" not in frame.content()


@pytest.mark.parametrize("query", ["language=de", "language=fr&country=BE", "country=XX"])
@pytest.mark.parametrize("name", ["agenda", "calls"])
def test_axe_finds_nothing(page: Page, name: str, query: str):
    answer = page.goto(f"/_embed/{name}/?{query}")
    assert answer.status == (400 if query == "country=XX" else 200)

    found = []
    for scheme, width in STATES:
        set_state(page, scheme, width)
        found += [f"{scheme}, {width} px: {fault}" for fault in faults(page)]
    assert not found, readable(found)
