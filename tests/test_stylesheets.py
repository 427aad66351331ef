"""Do our style sheets speak of start and end? Left and right are elsewhere where one reads from right to left."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SHEETS = sorted(
    path for app in ("cms", "newsletter", "home") for path in (ROOT / app).glob("static/**/*.css")
)

EXCEPTIONS: dict[str, str] = {}
"""Declarations that have no direction all the same, as "sheet: property: value", each with its reason."""

COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
DECLARATION = re.compile(r"(?<=[{;])\s*([\w-]+)\s*:\s*([^;{}]+)")
PART = re.compile(r"(?:[^\s(]|\([^()]*(?:\([^()]*\)[^()]*)*\))+")

NAMES_A_SIDE = re.compile(r"(^|-)(left|right)(-|$)")
HAS_SIDES = {
    "padding",
    "margin",
    "inset",
    "border-width",
    "border-style",
    "border-color",
    "scroll-margin",
    "scroll-padding",
}
"""Of which four values are top, right, bottom and left."""
STANDS_ON_A_SIDE = {
    "text-align",
    "float",
    "clear",
    "caption-side",
    "justify-content",
    "justify-items",
    "justify-self",
}


def is_physical(name: str, value: str) -> bool:
    """Return whether a declaration means the left or the right side of the screen."""
    parts = PART.findall(value.removesuffix("!important"))
    if name in HAS_SIDES:
        return len(parts) == 4 and parts[1] != parts[3]
    if name == "border-radius":
        corners = [*parts, *parts, *parts, *parts][:4] if len(parts) in (1, 2) else parts
        return "/" not in value and not (corners[0] == corners[1] and corners[2:3] == corners[3:4])
    if name in STANDS_ON_A_SIDE:
        return bool({"left", "right"} & set(parts))
    return NAMES_A_SIDE.search(name) is not None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("margin-left", "1rem"),
        ("left", "0"),
        ("border-right-color", "red"),
        ("border-top-left-radius", "3px"),
        ("text-align", "left"),
        ("float", "right"),
        ("padding", "0 2rem 0 1rem"),
        ("padding", "0 calc(1rem + (2 * 3px)) 0 1rem"),
        ("border-radius", "3px 0 0 3px"),
        ("border-radius", "3px 0"),
    ],
)
def test_a_side_is_noticed(name, value):
    assert is_physical(name, value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("margin-inline-start", "1rem"),
        ("padding", "1rem"),
        ("padding", "1rem 2rem"),
        ("padding", "1rem 2rem 3rem"),
        ("padding", "0 calc(1rem + 2px) 1px calc(1rem + 2px)"),
        ("border-radius", "3px"),
        ("border-radius", "3px 3px 0 0"),
        ("text-align", "start"),
        ("inset-block-start", "0"),
    ],
)
def test_what_has_no_side_passes(name, value):
    assert not is_physical(name, value)


def test_style_sheets_name_no_side():
    found = {
        f"{sheet.relative_to(ROOT)}: {name}: {value.strip()}"
        for sheet in SHEETS
        for name, value in DECLARATION.findall(COMMENT.sub("", sheet.read_text()))
        if is_physical(name, value.strip())
    }

    assert len(SHEETS) > 10
    assert found == set(EXCEPTIONS)
