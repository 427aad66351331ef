"""What do all tests share? A migrated database of their own (tests/migrated.py), and English.

A test that commits (`django_db(transaction=True)`) empties every table at its end, also of what
migrations put there: give it `serialized_rollback=True`.
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import pytest
from django.conf import settings
from django.db import connection
from django.utils import translation
from pytest_django import DjangoDbBlocker
from pytest_django.plugin import blocking_manager_key

from tests.migrated import alone, drop_copy, take_copy


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
    yield
    with django_db_blocker.unblock():
        drop_copy()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Iterator[None]:
    """Put back what migrations had made, after a test that commits: at its end Django empties every table."""
    try:
        return (yield)
    finally:
        marker = item.get_closest_marker("django_db")
        if marker and marker.kwargs.get("transaction"):
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


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the tests of a class in one process: what they share is made once."""
    for item in items:
        if getattr(item, "cls", None) is not None:
            item.add_marker(pytest.mark.xdist_group(f"{item.path.name}::{item.cls.__name__}"))
