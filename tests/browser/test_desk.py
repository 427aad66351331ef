"""Can everybody work at the translators' desk? With a mouse, with keys alone, on a small screen, in the dark."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from home.demo.loader import PASSWORD, USER
from tests.browser.test_accessibility import faults, readable, set_state

DESK = "/admin/translations/"
STATES = [(scheme, width) for scheme in ("light", "dark") for width in (1280, 400)]


@pytest.fixture(scope="module")
def signed_in() -> dict:
    """Keep who has signed in: once for all tests."""
    return {}


@pytest.fixture
def desk(
    new_context: Callable[..., BrowserContext], signed_in: dict, outside_requests: list[str]
) -> Iterator[Page]:
    """Sign the demo's administrator in."""
    size = {"width": 1280, "height": 900}
    page = new_context(reduced_motion="reduce", viewport=size, **signed_in).new_page()
    if not signed_in:
        page.goto("/admin/login/")
        page.get_by_label("Username").fill(USER)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url("**/admin/")
        signed_in["storage_state"] = page.context.storage_state()
    yield page
    assert outside_requests == []


def open_desk(page: Page, query: str = "") -> None:
    page.goto(f"{DESK}{query}")
    expect(page.locator("main")).to_be_visible()


def make_news(page: Page, title: str) -> str:
    """Publish a piece of news by the admin, and return its key."""
    page.goto("/admin/pages/search/?q=News")
    row = page.locator("tr").filter(has=page.locator("a[href$='/en/news/']"))
    row.locator("a[href$='/edit/']").first.click()
    page.wait_for_url("**/edit/")
    index = re.search(r"/pages/(\d+)/edit/", page.url)[1]
    page.goto(f"/admin/pages/add/news/newspage/{index}/")
    page.get_by_role("textbox", name="Title").fill(title)
    page.get_by_role("textbox", name="Summary").fill("After a year it strikes every hour.")
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("button", name="Publish").click()
    expect(page.locator(".messages")).to_contain_text(title)
    open_desk(page, f"?search={title}")
    return page.locator("input[name=rows]").get_attribute("value")


def cell(page: Page, key: str, tag: str):
    return page.locator("td").filter(has=page.locator(f"input[value='{key}.{tag}']"))


@pytest.mark.parametrize(("scheme", "width"), STATES)
@pytest.mark.parametrize("screen", ["desk", "nothing", "refused", "request", "home"])
def test_axe_finds_nothing(desk: Page, screen: str, scheme: str, width: int):
    set_state(desk, scheme, width)
    if screen == "request":
        open_desk(desk, "?kind=news.newspage")
        address = desk.locator("a[href*='/request/page/']").first.get_attribute("href")
    else:
        address = {
            "desk": DESK,
            "nothing": f"{DESK}?search=there+is+no+such+page",
            "refused": f"{DESK}?state=missing&columns=zz",
            "home": "/admin/",
        }[screen]
    desk.goto(address)
    expect(desk.locator("main")).to_be_visible()
    found = faults(desk)

    assert found == [], readable(found)


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 320)])
def test_what_changed_is_read_in_its_cell_by_keys_alone(desk: Page, scheme: str, width: int):
    set_state(desk, scheme, width)
    open_desk(desk, "?state=outdated&language=it")
    closed = desk.locator("[data-changed]").first
    summary = closed.locator("summary")

    summary.focus()
    desk.keyboard.press("Enter")

    expect(closed.locator("ins").first).to_be_visible()
    expect(closed).to_contain_text("to translate")
    expect(summary).to_be_focused()
    found = faults(desk)
    assert found == [], readable(found)
    desk.keyboard.press("Enter")
    expect(closed.locator("ins").first).to_be_hidden()


def test_a_page_is_requested_by_a_tick_and_taken_by_a_button(desk: Page):
    key = make_news(desk, "The clock of the belfry")
    german = cell(desk, key, "de")
    expect(german).to_contain_text("missing")
    expect(german).to_contain_text("readers get: en")

    german.get_by_role("checkbox").check()
    expect(desk.locator("[data-desk-count]")).to_have_text("cells ticked: 1")
    desk.get_by_label("With what is ticked", exact=True).select_option("request")
    desk.get_by_role("button", name="Do it").click()

    expect(desk.locator(".messages")).to_contain_text("1 requested")
    open_desk(desk, "?search=The clock of the belfry")
    expect(german).to_contain_text("queued")
    german.get_by_role("button", name="Take: The clock of the belfry, German").click()
    expect(desk.locator(".messages")).to_contain_text("1 taken")
    expect(cell(desk, key, "de").locator("abbr")).to_have_attribute("title", USER)


def test_a_row_is_ticked_at_once_and_unticked_in_part(desk: Page):
    key = make_news(desk, "A whole row")
    desk.locator("input[name=rows]").check()
    cells = desk.locator("input[name=cells]")
    count = cells.count()

    expect(desk.locator("[data-desk-count]")).to_have_text(f"cells ticked: {count}")
    cell(desk, key, "fr").get_by_role("checkbox").uncheck()
    expect(desk.locator("input[name=rows]")).not_to_be_checked()
    expect(desk.locator("[data-desk-count]")).to_have_text(f"cells ticked: {count - 1}")

    desk.get_by_role("button", name="Do it").click()
    expect(desk.locator(".messages")).to_contain_text(f"{count - 1} requested")
    open_desk(desk, "?search=A whole row")
    expect(cell(desk, key, "fr")).to_contain_text("missing")


def test_everything_is_done_by_keys_alone(desk: Page):
    key = make_news(desk, "By keys alone")
    box = cell(desk, key, "fr").get_by_role("checkbox")
    box.focus()
    desk.keyboard.press("Space")
    expect(box).to_be_checked()
    assert desk.evaluate("() => getComputedStyle(document.activeElement).outlineStyle") != "none"
    for _key in range(40):
        desk.keyboard.press("Tab")
        if desk.evaluate("() => document.activeElement.textContent.trim()") == "Do it":
            break
    desk.keyboard.press("Enter")

    expect(desk.locator(".messages")).to_contain_text("1 requested")


def test_head_and_titles_stay_while_the_table_scrolls(desk: Page):
    desk.set_viewport_size({"width": 400, "height": 900})
    open_desk(desk)
    expect(desk.get_by_role("region", name="Content by languages")).to_have_attribute(
        "tabindex", "0"
    )

    above, beside = desk.evaluate(
        """() => {
            const frame = document.querySelector(".desk-scroll");
            frame.scrollTo({ left: 300, top: 400, behavior: "instant" });
            const [box, head, title] = [frame, ...document.querySelectorAll(
                "thead th:nth-child(2), tbody tr:nth-child(3) th"
            )].map((element) => element.getBoundingClientRect());
            return [head.y - box.y, title.x - box.x];
        }"""
    )

    assert (round(above), round(beside)) == (1, 1)  # inside the frame's border


def test_a_page_is_asked_for_with_a_day_and_a_note(desk: Page):
    key = make_news(desk, "Asked for by form")
    address = desk.locator("a[href*='/request/page/']").get_attribute("href")
    pk = re.search(r"/page/(\d+)/", address)[1]
    desk.goto(f"/admin/pages/{pk}/edit/")
    expect(desk.locator("main")).to_be_visible()
    desk.get_by_role("button", name="Actions", exact=True).first.click()
    desk.get_by_role("link", name="Translations", exact=True).last.click()
    desk.wait_for_url(f"**{address}")
    desk.get_by_label("Polish", exact=True).check()
    desk.get_by_label("Wanted by").fill("2030-05-03")
    desk.keyboard.press("Escape")
    desk.get_by_label("Note").fill("For the mayor.")
    desk.get_by_role("button", name="Request", exact=True).click()

    expect(desk.locator(".messages")).to_contain_text("was requested in 1 language")
    open_desk(desk, "?search=Asked for by form")
    expect(cell(desk, key, "pl")).to_contain_text("by 3 May 2030")
