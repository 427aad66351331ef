"""Do the tools of others have nothing to say against the document, and do they make a client of it that knows every block?

They are fetched by ``.ci/api-checks``.
"""

import json
import shutil
import subprocess
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from tests.conftest import go_without

TOOLS = settings.BASE_DIR / "var" / "api-checks" / "node_modules" / ".bin"
CLIENT = Path(__file__).with_name("client.ts")
COMMITTED = settings.BASE_DIR / "docs" / "reference" / "openapi.json"


def run(tool: str, *arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Return what one of the tools that are fetched says in a folder, or skip with the reason."""
    if not shutil.which("node"):
        go_without("no Node.js is installed, which runs the checkers of the API's document")
    if not (TOOLS / tool).exists():
        go_without(f"{tool} is missing (.ci/api-checks fetches it)")
    return subprocess.run(  # noqa: S603
        [str(TOOLS / tool), *arguments],
        cwd=folder, check=False, capture_output=True, text=True, timeout=120,
    )  # fmt: skip


@pytest.fixture
def document() -> dict[str, Any]:
    """The document in the docs, which is that of the kinds that are installed here."""
    return json.loads(COMMITTED.read_text(encoding="utf-8"))


@pytest.fixture
def warnings(tmp_path: Path) -> Callable[[dict[str, Any]], set[str]]:
    """What Spectral says of a document, by the codes of its rules for OpenAPI."""

    def warnings_of(document: dict[str, Any]) -> set[str]:
        (tmp_path / "openapi.json").write_text(json.dumps(document), encoding="utf-8")
        (tmp_path / "rules.json").write_text('{"extends": ["spectral:oas"]}', encoding="utf-8")
        arguments = ("lint", "openapi.json", "--ruleset", "rules.json")
        report = ("--format", "json", "--output", "report.json", "--fail-severity", "hint")
        said = run("spectral", *arguments, *report, folder=tmp_path)
        assert said.returncode in {0, 1}, said.stderr
        found = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
        assert bool(found) == bool(said.returncode)
        return {each["code"] for each in found}

    return warnings_of


@pytest.fixture
def compiled(tmp_path: Path) -> Callable[[dict[str, Any]], str]:
    """What TypeScript says of the client, with the types that are made of a document."""

    def compiling(document: dict[str, Any]) -> str:
        (tmp_path / "openapi.json").write_text(json.dumps(document), encoding="utf-8")
        made = run("openapi-typescript", "openapi.json", "-o", "api.ts", folder=tmp_path)
        assert made.returncode == 0, made.stderr
        shutil.copy(CLIENT, tmp_path)
        said = run(
            "tsc", "--strict", "--noEmit", "--target", "es2022", CLIENT.name, folder=tmp_path
        )
        assert bool(said.stdout) == bool(said.returncode)
        return said.stdout

    return compiling


def test_spectral_has_nothing_to_say(document, warnings):
    assert warnings(document) == set()


def test_spectral_would_have_something_to_say(document, warnings):
    del document["servers"]
    document["paths"]["/api/delivery/v1/items"]["get"]["tags"] = ["nothing"]

    assert warnings(document) == {"oas3-api-servers", "operation-tag-defined"}


def test_a_client_that_knows_every_kind_and_every_block_compiles(document, compiled):
    assert compiled(document) == ""


def test_a_client_that_does_not_know_a_block_does_not_compile(document, compiled):
    schemas = document["components"]["schemas"]
    schemas["MapBlock"] = deepcopy(schemas["HeadingBlock"])
    schemas["MapBlock"]["properties"]["type"]["const"] = "map"
    for name in ("call", "event", "news", "practice", "project"):
        blocks = schemas[f"{name.title()}Item"]["properties"]["body"]["items"]
        blocks["oneOf"].append({"$ref": "#/components/schemas/MapBlock"})
        blocks["discriminator"]["mapping"]["map"] = "#/components/schemas/MapBlock"

    (mistake,) = [line for line in compiled(document).splitlines() if not line.startswith(" ")]

    assert "is not assignable to type 'never'" in mistake


def test_a_client_that_does_not_know_a_kind_does_not_compile(document, compiled):
    schemas = document["components"]["schemas"]
    schemas["SurveyItem"] = deepcopy(schemas["NewsItem"])
    schemas["SurveyItem"]["properties"]["type"]["const"] = "survey"
    path = document["paths"]["/api/delivery/v1/items/{type}/{key}"]
    answer = path["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    kinds = answer["anyOf"][0]
    kinds["oneOf"].append({"$ref": "#/components/schemas/SurveyItem"})
    kinds["discriminator"]["mapping"]["survey"] = "#/components/schemas/SurveyItem"

    (mistake,) = [line for line in compiled(document).splitlines() if not line.startswith(" ")]

    assert "is not assignable to type 'never'" in mistake
