"""What do the checkers of others say of a mail: the Nu HTML checker, and what Can I email knows of mail programs?

Both are fetched by ``.ci/mail-checks``.
"""

import json
import re
import shutil
import subprocess
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from bs4 import BeautifulSoup
from django.conf import settings

from tests.conftest import go_without

FOLDER = settings.BASE_DIR / "var" / "mail-checks"

PROGRAMS = ("apple-mail", "gmail", "outlook", "yahoo")
"""The families of mail programs that are asked for, on every platform that was tested."""

NESTED = re.compile(r"(@[^{]+)\{((?:[^{}]*\{[^{}]*\})*)[^{}]*\}")
RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
NAME = re.compile(r"<\w+>|:[a-z-]+|[a-z-]+(?::[a-z]+)?")


def fetched(name: str) -> Path:
    """Return one of the files that are fetched, or skip with the reason."""
    path = FOLDER / name
    if not path.exists():
        go_without(f"{name} is missing (.ci/mail-checks fetches it)")
    return path


def nu_messages(mails: Mapping[str, str], folder: Path) -> dict[str, list[str]]:
    """Return what the Nu HTML checker says of mails, by their names; Java is started once for all of them."""
    java = shutil.which("java") or go_without(
        "no Java is installed, which runs the Nu HTML checker"
    )
    jar = fetched("vnu.jar")
    for name, html in mails.items():
        (folder / f"{name}.html").write_text(html, encoding="utf-8")
    options = ("--format", "json", "--stdout", "--exit-zero-always", "--asciiquotes")
    checked = subprocess.run(  # noqa: S603
        [java, "-jar", str(jar), *options, *(f"{name}.html" for name in mails)],
        cwd=folder, check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    said: dict[str, list[str]] = {name: [] for name in mails}
    for message in json.loads(checked.stdout)["messages"]:
        said[Path(message["url"]).stem].append(message["message"])
    return said


@dataclass(frozen=True)
class Style:
    """One declaration, for one element or for what a selector names."""

    where: str
    """The element and its first class, as a selector."""
    name: str
    value: str


@dataclass(frozen=True)
class Mail:
    """What a mail is made of, as mail programs read it."""

    html: str

    @cached_property
    def tree(self) -> BeautifulSoup:
        """The document."""
        return BeautifulSoup(self.html, "html5lib")

    @cached_property
    def sheet(self) -> str:
        """The style sheet in the head."""
        return self.tree.style.string if self.tree.style else ""

    @property
    def conditions(self) -> set[str]:
        """The conditions of the style sheet under which rules apply, and its attribute selectors and pseudo-classes."""
        conditions = {condition.strip() for condition, _rules in NESTED.findall(self.sheet)}
        found = {"@media" for condition in conditions if condition.startswith("@media")}
        found |= {re.sub(r"\((.*?):.*\)", r"(\1)", condition) for condition in conditions}
        for selectors, _declarations in RULE.findall(NESTED.sub(r"\2", self.sheet)):
            found |= {"[]"} if "[" in selectors else set()
            found |= set(re.findall(r":[a-z-]+", selectors))
        return found

    @property
    def styles(self) -> Iterator[Style]:
        """Every declaration in an element, and every one of the style sheet without a condition."""
        for element in self.tree.select("[style]"):
            yield from declared(element, element["style"])
        for selectors, declarations in RULE.findall(NESTED.sub("", self.sheet)):
            for selector in selectors.strip().split(","):
                if not re.search(r"\[|:(?!root)", selector):
                    for element in self.tree.select(selector):
                        yield from declared(element, declarations)

    @property
    def parts(self) -> set[str]:
        """Every element and attribute, and what else has a name of its own."""
        found = set()
        for element in self.tree.find_all(True):
            found |= {f"<{element.name}>", *(f"[{name}]" for name in element.attrs)}
        return found


def declared(element, declarations: str) -> Iterator[Style]:
    """Yield each declaration of an element."""
    where = ".".join([element.name, *element.get("class", [])[:1]])
    for declaration in filter(str.strip, declarations.split(";")):
        name, _colon, value = declaration.partition(":")
        yield Style(where, name.strip(), value.strip())


class CanIEmail:
    """What the programs know, by the names of properties, values, elements, attributes and conditions."""

    def __init__(self) -> None:
        """Read what was fetched."""
        data = json.loads(fetched("caniemail.json").read_text(encoding="utf-8"))["data"]
        self.features: dict[str, list[dict]] = defaultdict(list)
        for feature in data:
            for name in names_of(feature):
                self.features[name].append(feature)

    def about(self, name: str) -> list[dict]:
        """Return what is known by a name: of ``border-top`` what is known of ``border``."""
        while name not in self.features and "-" in name and name[0] not in "<[@:":
            name = name.rpartition("-")[0]
        return self.features.get(name, [])

    def about_style(self, style: Style) -> list[dict]:
        """Return what is known of a property, and of its value."""
        return [*self.about(style.name), *self.features.get(f"{style.name}:{style.value}", [])]

    def features_of(self, mail: Mail) -> dict[str, dict]:
        """Return all that a mail uses and of which something is known, by its title."""
        found = [self.about(name) for name in {*mail.parts, *mail.conditions}]
        found += [self.about_style(style) for style in set(mail.styles)]
        return {feature["title"].strip(): feature for group in found for feature in group}

    def unsupported(self, mail: Mail) -> set[str]:
        """Return the titles of what a mail uses and one of the programs does not know."""
        return {
            title for title, feature in self.features_of(mail).items() if "n" in support(feature)
        }

    def unknown(self, mail: Mail) -> set[str]:
        """Return the properties of a mail of which nothing is known."""
        return {style.name for style in mail.styles if not self.about_style(style)}

    def partial(self, mail: Mail) -> set[Style]:
        """Return the styles of a mail which all of the programs know, but one of them in part only."""
        return {
            style
            for style in mail.styles
            if "a" in (known := set().union(*map(support, self.about_style(style))))
            and "n" not in known
        }


def names_of(feature: dict) -> set[str]:
    """Return the names by which a feature is looked up.

    A title is for people: "padding-inline-start & padding-inline-end", "<h1> to <h6> elements", "role attribute".
    """
    title = feature["title"].strip()
    if title == "<h1> to <h6> elements":
        return {f"<h{level}>" for level in range(1, 7)}
    if title == "Attribute selector":
        return {"[]"}
    if title.startswith("@"):
        return set(title.split(", "))
    if title.endswith((" attribute", " attributes")):
        return {f"[{name}]" for name in title.split()}
    if title.endswith((" logical properties", " longhand properties", " selector", "()")):
        return set()
    return {name.strip("-") for name in NAME.findall(title)}


def support(feature: dict) -> set[str]:
    """Return how the newest versions of the programs know a feature: "y", "a" for in part, "n", "u" for unknown."""
    return {
        list(versions.values())[-1][0]
        for program in PROGRAMS
        for versions in feature["stats"].get(program, {}).values()
        if versions
    }
