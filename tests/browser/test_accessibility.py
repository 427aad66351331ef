"""Can everybody use the front? The rules of axe on every kind of page, in every state of the screen."""

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, expect

PAGES = {
    "home": "/",
    "news index": "/news/",
    "agenda index": "/agenda/",
    "projects index": "/projects/",
    "calls index": "/calls/",
    "practices index": "/practices/",
    "filtered listing": "/agenda/?state=closed&year=2019",
    "empty listing": "/calls/?state=upcoming&year=2019&country=PL",
    "news": "/news/asking-residents/",
    "event": "/agenda/local-dimension-of-european-security-policies/",
    "event with sessions": "/agenda/course-on-local-safety-audits/",
    "call": "/calls/rights-equality-and-citizenship/",
    "project": "/projects/bridge/",
    "practice": "/practices/policite/",
    "plain page": "/about-us/",
    "archive": "/newsletter/",
    "archive of a year": "/newsletter/?year=2019",
    "archive, nothing found": "/newsletter/?q=no+such+word",
    "search": "/_search/",
    "search, found": "/_search/?q=security&country=FR",
    "search, nothing found": "/_search/?q=securty+xylophone",
    "issue": "/newsletter/june-2019/",
    "fallback": "/agenda/identifying-vulnerabilities-in-public-spaces/",
    "sign-in": "/_util/login/",
    "not found": "/no-such-page/",
}
"""Kinds of page, and where one of the kind stands: an English path leads to the same page in any language."""

WIDE, NARROW = 1280, 320
STATES = [(scheme, width) for scheme in ("light", "dark") for width in (WIDE, NARROW)]

RULES = {
    "resultTypes": ["violations"],
    "preload": False,  # it reads every style sheet again, for one rule that this site cannot break
    "rules": {"target-size": {"enabled": True}},  # WCAG 2.2, which axe does not ask for by itself
}

TOUCHED = (
    "button, summary, select, input, .button, .pagination a, .pagination b, .languages :is(a, b)"
)
"""What fingers aim at, outside running text."""


def set_state(page: Page, scheme: str, width: int) -> None:
    """Give a page that is open a colour scheme and a width; without motion, so that colours stand at once."""
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.set_viewport_size({"width": width, "height": 900})


def faults(page: Page, rules: dict = RULES) -> list[str]:
    """Return what axe finds on a page as it stands, one line for each element, and how far it scrolls sideways."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    violations = page.evaluate(
        "rules => axe.run(document, rules).then(results => results.violations)", rules
    )
    found = [
        f"{violation['id']} at {' '.join(map(str, node['target']))}: {node['html'][:120]}"
        for violation in violations
        for node in violation["nodes"]
    ]
    if pixels := sideways(page):
        found.append(f"scrolls {pixels} px sideways")
    return found


def sideways(page: Page) -> int:
    """Return by how many pixels a page is wider than its window."""
    return page.evaluate(
        "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )


def readable(found: list[str]) -> str:
    """Return findings as a list, one on each line."""
    return "\n".join(["", *found])


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("address", PAGES.values(), ids=PAGES)
def test_axe_finds_nothing(page: Page, address: str, language: str):
    answer = page.goto(f"/{language}{address}")
    assert answer.status == (404 if address == PAGES["not found"] else 200)

    found = []
    for scheme, width in STATES:
        set_state(page, scheme, width)
        found += [f"{scheme}, {width} px: {fault}" for fault in faults(page)]
    assert not found, readable(found)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("panel", ["menu", "language"])
def test_axe_finds_nothing_in_an_open_panel(page: Page, panel: str, language: str, scheme: str):
    set_state(page, scheme, NARROW)
    page.goto(f"/{language}/")
    page.locator(f".{panel}-disclosure summary").click()
    expect(page.locator(f".{panel}-disclosure .disclosure-panel a").first).to_be_visible()

    found = faults(page)
    assert not found, readable(found)


@pytest.mark.parametrize("language", ["fr", "pl"])
def test_no_page_scrolls_sideways_on_a_narrow_screen(page: Page, language: str):
    set_state(page, "light", NARROW)
    found = []
    for name, address in PAGES.items():
        page.goto(f"/{language}{address}", wait_until="domcontentloaded")
        if pixels := sideways(page):
            found.append(f"{name}: {pixels} px")
    assert not found, readable(found)


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize(
    "name", ["home", "event with sessions", "call", "filtered listing", "issue"]
)
def test_no_page_scrolls_sideways_from_right_to_left(page: Page, name: str, width: int):
    set_state(page, "light", width)
    page.goto(f"/en{PAGES[name]}")
    page.evaluate("() => { document.documentElement.dir = 'rtl' }")
    assert sideways(page) == 0


@pytest.mark.parametrize("name", ["home", "filtered listing", "issue", "sign-in"])
def test_what_is_touched_is_44_pixels_high(page: Page, name: str):
    set_state(page, "light", NARROW)
    page.goto(f"/en{PAGES[name]}")
    found = page.eval_on_selector_all(
        TOUCHED,
        """elements => elements
            .filter(element => element.checkVisibility({visibilityProperty: true}))
            .filter(element => element.type !== "hidden")
            .map(element => [element.getBoundingClientRect().height, element.outerHTML])
            .filter(([height]) => height < 43.9)
            .map(([height, html]) => `${height} px: ${html.slice(0, 120)}`)""",
    )
    assert not found, readable(found)
