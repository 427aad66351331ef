"""Can the demo be loaded again? It needs no browser, but the demo that is loaded for the browser."""

import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from .conftest import Demo


def dump(database: Path) -> list[str]:
    """Return all that a database holds."""
    with closing(sqlite3.connect(database)) as connection:
        return list(connection.iterdump())


def test_loading_it_again_changes_nothing(demo: Demo, tmp_path: Path):
    again = Demo(tmp_path, demo.address)
    with (
        closing(sqlite3.connect(demo.database)) as loaded,
        closing(sqlite3.connect(again.database)) as copy,
    ):
        loaded.backup(copy)
    shutil.copytree(demo.folder / "media", tmp_path / "media")
    before = dump(again.database)

    said = again.load()

    assert "nothing was changed" in said
    assert dump(again.database) == before


def test_its_languages_are_in_order(demo: Demo):
    command, variables = demo.manage("check_languages")

    said = subprocess.run(command, env=variables, check=False, capture_output=True, text=True)  # noqa: S603

    assert (said.returncode, said.stderr) == (0, "")
    assert said.stdout.startswith("Nothing is wrong")
