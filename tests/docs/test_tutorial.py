"""Does the tutorial do what it says?

Its blocks of code become an app in a temporary folder; its commands run there, on a copy of the migrated database.
"""

import re
import shutil
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest
from django.conf import settings

TUTORIAL = settings.BASE_DIR / "docs" / "tutorial" / "write-a-plugin.md"
FILES = re.compile(r'^```\w+ title="([^"]+)"\n(.*?)^```$', re.DOTALL | re.MULTILINE)
COMMANDS = re.compile(r"^\$ python (manage\.py .+)$", re.MULTILINE)


def blocks():
    """Return the code of the tutorial by the name of the file in which it belongs."""
    return dict(FILES.findall(TUTORIAL.read_text()))


@pytest.fixture(scope="module")
def project(migrated_file, tmp_path_factory) -> Path:
    """Lay the tutorial's files in a folder, with settings of their own and a migrated database."""
    folder = tmp_path_factory.mktemp("tutorial")
    files = blocks()
    addition = files.pop("settings")
    for name, code in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(code)
    (folder / "tours" / "__init__.py").touch()
    for database in ("db.sqlite3", "test.sqlite3"):
        shutil.copy(migrated_file, folder / database)
    (folder / "tutorial_settings.py").write_text(
        dedent(f"""
            from home.settings.test import *

            DATABASES["default"]["NAME"] = "{folder}/db.sqlite3"
            DATABASES["default"]["TEST"] = {{"NAME": "{folder}/test.sqlite3"}}
            MEDIA_ROOT = "{folder}/media"
        """)
        + addition
    )
    return folder


def run(project, command):
    return subprocess.run(  # noqa: S603
        [sys.executable, str(settings.BASE_DIR / "manage.py"), *command.split()[1:]],
        cwd=project,
        env={"PYTHONPATH": str(project), "DJANGO_SETTINGS_MODULE": "tutorial_settings"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_commands_of_the_tutorial_succeed(project):
    commands = COMMANDS.findall(TUTORIAL.read_text())
    # A command that stands twice runs once, where it stands last: the tests, when all of them are written.
    last = list(reversed(dict.fromkeys(reversed(commands))))

    for command in last:
        result = run(project, command)
        assert result.returncode == 0, f"{command}\n{result.stdout}\n{result.stderr}"

    assert last == [
        "manage.py makemigrations tours",
        "manage.py migrate",
        "manage.py test tours --keepdb",
    ]
    assert re.search(r"^Ran \d\d tests in .*\n\nOK", result.stderr, re.MULTILINE)
