"""Do the docs name everything that has a name on the command line, in the environment and in settings?"""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import get_commands, load_command_class

from cms.models import capabilities
from newsletter.readiness.addresses import Flaw

ROOT = Path(__file__).resolve().parents[2]
OWN = ("cms", "newsletter", "home")
REFERENCE = "docs/reference/commands-and-settings.md"


@pytest.fixture(scope="module")
def reference() -> str:
    """Read the page that names everything."""
    return (ROOT / REFERENCE).read_text(encoding="utf-8")


def unnamed(names: set[str], page: str) -> set[str]:
    """Return the names that a page does not have between back quotes, alone or before a space."""
    named = set(re.findall(r"`([^`]+)`", page))
    words = {word.strip("\"'") for name in named for word in name.split()}
    return names - named - words


def sources(*patterns: str) -> str:
    """Return the text of all modules that match."""
    found = (path for pattern in patterns for path in sorted(ROOT.glob(pattern)))
    return "\n".join(path.read_text(encoding="utf-8") for path in found)


def own_commands() -> dict[str, str]:
    """Return the management commands of the project's own apps, each with its app."""
    own = {config.name for config in apps.get_app_configs() if config.name.split(".")[0] in OWN}
    return {name: app for name, app in get_commands().items() if app in own}


def test_every_command_and_option_is_named(reference):
    commands = own_commands()
    assert commands, "no commands were found at all"
    assert unnamed(set(commands), reference) == set()
    for name, app in commands.items():
        command = load_command_class(app, name)
        parser = command.create_parser("manage.py", name)
        inherited = {"--help", "--version", *(f"--{option}" for option in command_options())}
        options = {
            option
            for action in parser._actions
            for option in action.option_strings
            if option.startswith("--") and option not in inherited
        }
        assert unnamed(options, reference) == set(), name


def command_options() -> set[str]:
    """Return the options that every Django command has."""
    common = "verbosity settings pythonpath traceback no-color force-color skip-checks"
    return set(common.split())


def test_every_variable_of_the_environment_is_named(reference):
    settings_files = sources("home/settings/*.py")
    read = set(re.findall(r'environment\(\s*"([A-Z_]+)"', settings_files))
    tests = set(re.findall(r"\b(BELFRY_[A-Z_]+)", sources("tests/**/conftest.py")))

    assert {"DATABASE_URL", "SECRET_KEY"} <= read
    assert unnamed({*read, *tests, "DJANGO_SETTINGS_MODULE"}, reference) == set()


def test_settings_read_the_environment_through_one_door():
    modules = sources("cms/**/*.py", "newsletter/**/*.py", "home/settings/*.py")

    assert re.findall(r"os\.(?:environ(?!\.get\(name\))|getenv)\S*", modules) == []


def test_every_variable_of_make_is_named(reference):
    makefile = (ROOT / "Makefile").read_text()

    names = set(re.findall(r"^([A-Z]+) \?=", makefile, re.MULTILINE))
    assert unnamed({*names, "ARGS"}, reference) == set()


def test_every_system_check_is_named(reference):
    checks = set(re.findall(r'id="((?:cms|newsletter|home)\.[EWI]\d+)"', sources("*/**/*.py")))

    assert checks
    assert unnamed(checks, reference) == set()


def test_every_capability_is_named(reference):
    names = {
        name
        for name, value in vars(capabilities).items()
        if isinstance(value, type) and value.__module__ == capabilities.__name__
        if getattr(getattr(value, "_meta", None), "abstract", False)
    }

    assert {"Dated", "Deadlined", "Initiative", "Funded"} <= names
    assert unnamed(names, reference) == set()


def test_every_middleware_and_context_processor_is_named(reference):
    [engine] = settings.TEMPLATES
    used = [*settings.MIDDLEWARE, *engine["OPTIONS"]["context_processors"]]
    own = {name for name in used if name.split(".")[0] in OWN}

    assert own
    assert unnamed(own, reference) == set()


def test_the_readme_leads_to_the_reference():
    assert REFERENCE in (ROOT / "README.md").read_text(encoding="utf-8")


def test_every_link_between_the_docs_leads_somewhere():
    broken = []
    for page in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]:
        text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
        for target in re.findall(r"\]\(([^)#\s]+)", text):
            if "://" not in target and not (page.parent / target).exists():
                broken.append(f"{page.relative_to(ROOT)}: {target}")
    assert broken == []


def test_every_code_of_a_finding_on_an_issue_is_named(reference):
    begin = "subject|preheader|line|page|section|no|editorial|entry|issue|promotion|statement|disclaimer|link|picture|mail"
    found = set(re.findall(rf'"((?:{begin})-[a-z-]+)"', sources("newsletter/readiness/*.py")))
    pretended = {f"link-{flaw.value}" for flaw in Flaw}

    assert {"page-deleted", "link-dead", "mail-too-large"} <= found
    assert unnamed(found | pretended, reference) == set()
