"""What do all tests share? A migrated database of their own (tests/migrated.py), what several of them begin with
(tests/shared.py), and English.

A test that commits (`django_db(transaction=True)`) empties every table at its end, also of what
migrations put there: give it `serialized_rollback=True`.
"""

import gc
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import TransactionTestCase
from django.utils import translation
from pytest_django import DjangoDbBlocker
from pytest_django.plugin import blocking_manager_key

from tests.migrated import alone, drop_copy, take_copy
from tests.shared import Step, copy_files, keep_layers, lay, steps_of

pytest_plugins = ["tests.hosts"]


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[None]:
    """Give this process its own copy of the migrated template."""
    # With its number: two runs at once must not share a copy.
    process = f"{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_{os.getpid()}"
    with django_db_blocker.unblock():
        take_copy(process)
        # Django asks SQLite once for each connection, when JSON is first built; no test should count that.
        assert connection.features.supports_json_field
    yield
    with django_db_blocker.unblock():
        keep_layers([])
        drop_copy()


def pytest_collection_finish() -> None:
    """Let Python look for garbage more seldom, and not among what stays: it took 6 % of the time of all tests."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@pytest.hookimpl(tryfirst=True)  # before any fixture, that of a class or a module too
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Take away what an earlier test shared and this one does not ask for."""
    with item.config.stash[blocking_manager_key].unblock():
        keep_layers(steps_of(item))


@pytest.fixture
def layers(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> None:
    """Make what this test shares with others, and give it files and a cache of its own."""
    if steps := steps_of(request.node):
        with django_db_blocker.unblock():
            lay(steps)
        # A database that is rolled back tells no cache.
        cache.clear()
        media = request.getfixturevalue("tmp_path")
        copy_files(media)
        request.getfixturevalue("settings").MEDIA_ROOT = media


@pytest.fixture
def _django_db_helper(
    request: pytest.FixtureRequest, layers: None, _django_db_helper: None
) -> None:
    """Begin the transaction of a test, in which all that asks for the database runs, on top of its layers."""
    if not uses_database(request.node):
        pytest.fail("asks for the database while it runs only: mark it with django_db")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """Put back what migrations had made, after a test that commits: at its end Django empties every table.

    After the last test of a process the database is gone.
    """
    try:
        return (yield)
    finally:
        marker = item.get_closest_marker("django_db")
        if nextitem and marker and marker.kwargs.get("transaction"):
            with item.config.stash[blocking_manager_key].unblock():
                kept = connection._test_serialized_contents
                connection.creation.deserialize_db_from_string(kept)
                connection.close()


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Begin every test in English: a request leaves its language behind."""
    with translation.override("en"):
        yield


@pytest.fixture(scope="session")
def migrated_file(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy the migrated SQLite template, for whoever copies it again: it stays as it is."""
    if connection.vendor != "sqlite":
        pytest.skip("runs once, on SQLite")
    copy = tmp_path_factory.mktemp("database") / "migrated.sqlite3"
    with alone():
        shutil.copy(settings.DATABASES["default"]["TEST"]["NAME"], copy)
    return copy


def go_without(reason: str) -> NoReturn:
    """Skip a test whose tools are missing, and say which; fail where nothing may be skipped."""
    if os.environ.get("BELFRY_REQUIRE_TOOLS") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


def uses_database(item: pytest.Item) -> bool:
    """Return whether a test says that it asks for the database; pytest-django lets no other touch it."""
    kind = getattr(item, "cls", None)
    return (
        "django_db_setup" in item.fixturenames
        or item.get_closest_marker("django_db") is not None
        or (kind is not None and issubclass(kind, TransactionTestCase))
    )


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep the tests of a file in one process, those that share the same in a row: it is made once.

    What never touches the database comes out the same on any, and runs on SQLite only.
    """
    if connection.vendor != "sqlite":
        config.hook.pytest_deselected(items=[item for item in items if not uses_database(item)])
        items[:] = filter(uses_database, items)
    files: dict[Path, int] = {}
    layers: dict[Step, int] = {}

    def place(item: pytest.Item) -> tuple[int, list[int]]:
        steps = [layers.setdefault(step, len(layers)) for step in steps_of(item)]
        return files.setdefault(item.path, len(files)), steps

    items.sort(key=place)
    for item in items:
        # Some folders keep all their files together.
        if item.get_closest_marker("xdist_group") is None:
            item.add_marker(pytest.mark.xdist_group(str(item.path)))
