"""How does a test drive a real browser? Against the demo, served by a process of its own.

All tests of this folder run in one process of the suite, on one copy of the demo: a test that
changes something makes its own page to change.
"""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page, Route, sync_playwright

from tests.conftest import go_without

HERE = Path(__file__).parent
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what lies in this folder, and keep it together."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))


@dataclass(frozen=True)
class Demo:
    """The demo, loaded into a folder of its own, for one address."""

    folder: Path
    address: str

    def manage(self, *arguments: str) -> tuple[list[str], dict[str, str]]:
        """Return a management command and its environment, for the demo's database."""
        variables = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": settings.SETTINGS_MODULE,
            "DATABASE_URL": f"sqlite:///{self.database}",
            "MEDIA_ROOT": str(self.folder / "media"),
            "HANDOVER_FOLDER": str(self.folder / "handover"),
        }
        return [sys.executable, str(settings.BASE_DIR / "manage.py"), *arguments], variables

    @property
    def database(self) -> Path:
        """The file of the database."""
        return self.folder / "demo.sqlite3"

    @property
    def untouched(self) -> Path:
        """A copy of that file as it was when the demo was loaded."""
        return self.folder / "untouched.sqlite3"

    def load(self) -> str:
        """Load the demo, and return what the command says."""
        command, variables = self.manage("load_demo", "--address", self.address)
        loaded = subprocess.run(command, env=variables, check=True, capture_output=True)  # noqa: S603
        return loaded.stdout.decode()


@pytest.fixture(scope="session")
def demo(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """Load the demo. Mails name the site by its whole address, so the demo is made for the one it will have."""
    demo = Demo(tmp_path_factory.mktemp("demo"), f"127.0.0.1:{free_port()}")
    shutil.copy(migrated_file, demo.database)
    demo.load()
    shutil.copy(demo.database, demo.untouched)
    return demo


@pytest.fixture(scope="session")
def demo_server(demo: Demo) -> Iterator[str]:
    """Serve the demo, and return its address."""
    with served(demo) as address:
        yield address


@contextmanager
def served(demo: Demo) -> Iterator[str]:
    """Run a server of a demo, and tell its address."""
    command, variables = demo.manage("runserver", "--noreload", demo.address)
    said = demo.folder / "server.log"
    with said.open("w") as log:
        server = subprocess.Popen(command, env=variables, stdout=log, stderr=log)  # noqa: S603
    try:
        wait_until_it_answers(f"http://{demo.address}/admin/login/", server, said)
        yield f"http://{demo.address}"
    finally:
        server.terminate()
        server.wait(timeout=20)


def free_port() -> int:
    """Return a port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until_it_answers(url: str, server: subprocess.Popen, log: Path) -> None:
    """Return when the server answers; say what it said when it does not."""
    for _ in range(300):
        if server.poll() is not None:
            break
        try:
            urllib.request.urlopen(url, timeout=5).close()  # noqa: S310 -- our own address
        except urllib.error.HTTPError as answer:
            answer.close()
            return
        except OSError:
            time.sleep(0.2)
        else:
            return
    pytest.fail(f"The demo's server does not answer:\n{log.read_text()}")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Start the installed Chromium; without one, skip with the reason, or fail where it is due."""
    path = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    if path is None:
        go_without(f"no Chromium is installed (looked for {', '.join(CHROMIUM_NAMES)})")
    # Playwright runs an event loop in this thread, in which Django would refuse every query of
    # the tests that follow in the same process.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path,
            args=["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"],
        )
        yield browser
        browser.close()


@pytest.fixture
def outside_requests() -> list[str]:
    """Collect the addresses outside the demo that a page asked for; none is ever reached."""
    return []


@pytest.fixture
def new_context(
    chromium: Browser, demo_server: str, outside_requests: list[str]
) -> Iterator[Callable[..., BrowserContext]]:
    """Return a function that opens a browser's context, with Playwright's own options."""
    contexts = []

    def stay_inside(route: Route) -> None:
        if route.request.url.startswith((demo_server, "data:", "blob:")):
            route.continue_()
        else:
            outside_requests.append(route.request.url)
            route.abort()

    def open_context(**options: object) -> BrowserContext:
        context = chromium.new_context(**{"base_url": demo_server, "locale": "en-GB", **options})
        context.set_default_timeout(20_000)
        context.route("**/*", stay_inside)
        contexts.append(context)
        return context

    yield open_context
    for context in contexts:
        context.close()


@pytest.fixture
def page(new_context: Callable[..., BrowserContext], outside_requests: list[str]) -> Iterator[Page]:
    """Open a page of a fresh context, and hold that it asks no outside host for anything."""
    yield new_context().new_page()
    assert outside_requests == []
