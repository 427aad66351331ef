"""Can everybody work at the pages about an issue? With keys alone, on a small screen, in the dark."""

import re
import subprocess
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from home.demo.loader import PASSWORD, USER
from tests.browser.conftest import Demo
from tests.browser.test_accessibility import STATES, faults, readable, set_state
from tests.browser.test_translating import run

FORGET = "from newsletter.models import IssuePage; IssuePage.objects.get(pk=%s).delete()"
SCREENS = ("readiness", "trial", "redact", "hand-over", "reopen")


@pytest.fixture
def office(
    new_context: Callable[..., BrowserContext], outside_requests: list[str]
) -> Iterator[Page]:
    """Sign the demo's administrator in."""
    size = {"width": 1280, "height": 900}
    page = new_context(reduced_motion="reduce", viewport=size).new_page()
    page.goto("/admin/login/")
    page.get_by_label("Username").fill(USER)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/admin/")
    yield page
    assert outside_requests == []


def make_issue(page: Page) -> str:
    """Make an issue from that of the demo, older than all others, and return its key."""
    page.goto("/admin/pages/search/?q=June+2019")
    page.locator("main a[href$='/edit/']").filter(has_text="June 2019").first.click()
    page.wait_for_url("**/edit/")
    page.goto(f"/admin/newsletter/{key_in(page.url)}/new-issue/")
    page.get_by_label("Number").fill("1")
    page.get_by_label("Date").fill("2001-01-01")
    page.get_by_label("Label").fill("January 2001")
    page.keyboard.press("Enter")  # the calendar lies over the button
    page.wait_for_url("**/edit/")
    return key_in(page.url)


def key_in(address: str) -> str:
    return re.search(r"/pages/(\d+)/edit/", address)[1]


def look_at(page: Page, key: str) -> None:
    """Fail where axe finds something on one of the screens of an issue, in a state of the browser's window."""
    found = []
    for screen in SCREENS:
        page.goto(f"/admin/newsletter/{key}/{screen}/")
        expect(page.locator("main")).to_be_visible()
        for decide in page.locator(".readiness-decide summary").all()[:1]:
            decide.click()
        for scheme, width in STATES:
            set_state(page, scheme, width)
            found += [f"{screen}, {scheme}, {width} px: {fault}" for fault in faults(page)]
        set_state(page, "light", 1280)
    assert found == [], readable(found)


def test_an_issue_on_its_way_out_is_for_everybody(office: Page, demo: Demo):
    key = make_issue(office)
    look_at(office, key)

    # What is in the way leads to where it is mended, and what is saved there leads back.
    office.goto(f"/admin/newsletter/{key}/readiness/")
    answer = office.locator(".readiness-answer__words")
    expect(answer).to_contain_text("Not yet: something stands in the way")
    office.get_by_role("link", name="The issue has no subject yet.").click()
    office.get_by_role("textbox", name="Subject").fill("Security where it is lived")
    office.get_by_role("textbox", name="Preheader").fill("Two calls close in June.")
    office.get_by_role("button", name="Save draft").click()
    office.locator(".messages").get_by_role("link", name="Ready to go out?").click()
    expect(answer).to_contain_text("Yes, in German, English, Spanish, French, Italian and Polish.")

    # Decide, by keys alone.
    polish = office.locator("#language-pl")
    polish.locator("summary").focus()
    office.keyboard.press("Enter")
    polish.get_by_label("hold back for now").check()
    reason = polish.get_by_label("Reason")
    assert reason.evaluate("it => it.offsetWidth <= it.form.clientWidth")  # not over the next cell
    reason.fill("Piotr is on leave")
    office.keyboard.press("Enter")
    expect(office.locator(".messages")).to_contain_text("Polish is held back for now")
    expect(polish).to_contain_text("Piotr is on leave")

    # Approve.
    office.get_by_role("button", name="Approve version 1").click()
    expect(office.locator(".messages")).to_contain_text("Version 1 is approved")
    expect(office.locator("#language-fr")).to_contain_text("approved, version 1")
    expect(polish).to_contain_text("not approved")
    look_at(office, key)

    # Hand over; the page tells by itself when it is done.
    office.goto(f"/admin/newsletter/{key}/hand-over/")
    office.get_by_role("button", name="Hand over").click()
    told = office.locator("[data-handovers] [role=status]")
    expect(told).to_contain_text(re.compile(r"\b0 of 5\b"))
    command, variables = demo.manage("belfry_periodic")
    subprocess.run(command, env=variables, check=True, capture_output=True)  # noqa: S603
    expect(told).to_contain_text(re.compile(r"\b5 of 5\b"))
    look_at(office, key)
    run(demo, FORGET % key)
