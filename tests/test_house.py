"""Does the house stand as it was drawn: its top level, its folders, its settings?"""

import ast
import os
import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from django.utils.translation import check_for_language, get_language_info

ROOT = Path(__file__).resolve().parents[1]

TOP_LEVEL = {
    *("cms", "home", "newsletter", "locale", "templates", "tests", "docs"),
    *("manage.py", "pyproject.toml", "constraints.txt", "Makefile", "README.md", "LICENSE"),
    *(".ci", ".editorconfig", ".gitattributes", ".gitignore"),
}
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "home.settings.production",
    "SECRET_KEY": "0123456789-ABCDEFGHIJKLMNOPQRSTUVWXYZ-abcdefghijklmnopqrstuvwxyz",
    "ALLOWED_HOSTS": "network.example, www.network.example",
    "DATABASE_URL": "postgres://belfry:secret@database.example/belfry",
}


@pytest.fixture(scope="module")
def tracked() -> list[Path]:
    """List the files that belong to the repository, committed or about to be."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listing = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603
    if listing.returncode:
        pytest.skip("not a git checkout")
    names = sorted(set(filter(None, listing.stdout.split("\0"))))
    return [Path(name) for name in names if (ROOT / name).is_file()]


def run_manage(*arguments: str, **variables: str) -> subprocess.CompletedProcess:
    """Run manage.py with no more of the environment than it is given."""
    ours = {"DJANGO_ALLOW_ASYNC_UNSAFE", "REDIS_URL", *PRODUCTION}
    inherited = {name: value for name, value in os.environ.items() if name not in ours}
    return subprocess.run(  # noqa: S603
        [sys.executable, str(ROOT / "manage.py"), *arguments],
        cwd=ROOT, env={**inherited, **variables}, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_top_level_holds_exactly_the_permitted_names(tracked):
    assert {path.parts[0] for path in tracked} == TOP_LEVEL


def test_every_folder_of_code_is_a_package(tracked):
    folders = {path.parent for path in tracked if path.suffix == ".py"} - {Path(), Path(".ci")}

    assert [
        str(folder) for folder in sorted(folders) if not (ROOT / folder / "__init__.py").exists()
    ] == []


def test_templates_and_catalogues_are_no_packages(tracked):
    shadows = [path for path in tracked if {"templates", "locale"} & set(path.parts[:-1])]

    assert [str(path) for path in shadows if path.suffix == ".py"] == []


def test_no_file_names_a_package_registry_or_a_folder_of_one_machine(tracked):
    hosts = "|".join(("py" + "pi", "python" + "hosted", "npm" + "js"))
    foreign = re.compile(rf"\b({hosts})\.(org|com)\b|(?<![\w.:/-])/(opt|root|work|Users)/\w")
    texts = [path for path in tracked if path.suffix not in {".png", ".jpg", ".woff2", ".ttf"}]

    assert [
        f"{path}: {found.group()}"
        for path in texts
        if (found := foreign.search((ROOT / path).read_text(encoding="utf-8", errors="replace")))
    ] == []


def test_packages_that_are_shipped_declare_what_they_import(tracked):
    """What comes along with something else today may stay away tomorrow.

    Migrations apart: what they name beside our own stands in Wagtail's tables.
    """
    ours = {"cms", "newsletter"}
    imported = set()
    for path in tracked:
        if path.suffix == ".py" and path.parts[0] in ours and "migrations" not in path.parts:
            for node in ast.walk(ast.parse((ROOT / path).read_text())):
                if isinstance(node, ast.Import):
                    imported |= {alias.name.split(".")[0] for alias in node.names}
                elif isinstance(node, ast.ImportFrom) and not node.level:
                    imported.add(node.module.split(".")[0])
    providers = packages_distributions()
    needed = {normalised(providers[name][0]) for name in imported - ours - sys.stdlib_module_names}
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]

    assert needed - {normalised(re.split("[<>=]", line)[0]) for line in declared} == set()


def normalised(distribution: str) -> str:
    """Return the name of a distribution as the package index compares it."""
    return re.sub("[-_.]+", "-", distribution).lower()


def test_constraints_pin_exactly_and_name_no_place():
    lines = (ROOT / "constraints.txt").read_text().splitlines()

    assert [line for line in lines if not re.fullmatch(r"[\w.-]+==[\w.+!]+", line)] == []


@pytest.mark.parametrize("missing", ["SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL"])
def test_production_refuses_to_start_without_a_variable(missing):
    variables = {name: value for name, value in PRODUCTION.items() if name != missing}

    result = run_manage("check", **variables)

    assert result.returncode != 0
    assert result.stderr.splitlines()[-1].endswith(f"Production needs these variables: {missing}.")


def test_production_passes_the_deployment_check_without_a_warning():
    result = run_manage("check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)

    assert (result.returncode, result.stdout.strip()) == (
        0,
        "System check identified no issues (0 silenced).",
    ), result.stderr


def test_development_needs_no_variable():
    result = run_manage("check", "--fail-level", "WARNING")

    assert result.returncode == 0, result.stderr


def test_every_language_of_the_union_is_one_that_django_accepts(settings):
    codes = [code for code, _ in settings.LANGUAGES]

    assert len(codes) == 24
    assert [code for code in codes if not check_for_language(code)] == []
    assert [code for code in codes if get_language_info(code)["code"] != code] == []
