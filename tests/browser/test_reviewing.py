"""Does somebody without an account read an issue on a telephone, and say no?"""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from home.demo.loader import USER
from tests.browser.conftest import Demo
from tests.browser.test_accessibility import NARROW, faults, readable, set_state
from tests.browser.test_sharing import all_faults
from tests.browser.test_translating import enter, run

MAKE = """
from datetime import date
from newsletter.models import IssueIndexPage, IssuePage
from wagtail.models import Page
archive = IssueIndexPage.objects.get(source=None)
last = IssuePage.objects.filter(source=None).order_by("-date").first()
issue = IssuePage(title="For review", slug="for-review", date=date(2019, 6, 3), subject="Seen before", live=False,
    preheader="One sentence.", sections=last.sections, locale=last.locale)
Page.objects.get(pk=archive.pk).add_child(instance=issue)
issue.save_revision()
print("made", issue.pk)
"""


@pytest.fixture
def issue(demo: Demo, demo_server: str) -> str:
    """A draft of its own, with what stands in the newest issue; its primary key."""
    return re.search(r"made (\d+)", run(demo, MAKE)).group(1)


def test_an_issue_is_shown_and_refused(
    page: Page, issue: str, new_context: Callable[..., BrowserContext]
):
    page.set_viewport_size({"width": 1280, "height": 900})
    enter(page, USER)
    page.goto(f"/admin/newsletter/{issue}/editions/")
    found = all_faults(page)
    page.goto(f"/admin/newsletter/{issue}/editions/de/everyone/dark/")
    mail = page.frame_locator("iframe").locator("body")
    expect(mail).to_have_css("background-color", "rgb(14, 19, 17)")
    found += all_faults(page)
    page.goto(f"/admin/newsletter/{issue}/reviews/")
    page.get_by_label("For whom").fill("The board")
    page.get_by_role("button", name="Make a link").click()
    expect(page.locator(".messages")).to_contain_text("The link is made.")
    address = page.get_by_label("Address of the link for The board").input_value()

    context = new_context(
        locale="de-DE", viewport={"width": NARROW, "height": 700}, java_script_enabled=False
    )
    phone = context.new_page()
    phone.goto(address)
    expect(phone.locator("html")).to_have_attribute("lang", "de")
    expect(phone.get_by_role("heading", level=1)).to_have_text("For review")
    phone.locator('a[href$="/de/everyone/mail/"]').click()
    expect(phone.frame_locator("iframe").locator("h1")).to_have_text("For review")
    phone.locator('input[value="no"]').check()
    phone.locator('[name="name"]').fill("Ada")
    phone.locator('[name="comment"]').fill("Der dritte Titel stimmt nicht.")
    phone.locator(".review-form button").click()
    expect(phone.get_by_role("status")).to_be_visible()

    reader = new_context(locale="de-DE").new_page()
    for path in ("", "de/everyone/mail/", "de/everyone/web/", "de/everyone/text/"):
        reader.goto(address + path)
        found += all_faults(reader)
    reader.locator(".review-form button").click()
    expect(reader.get_by_role("alert")).to_be_visible()
    set_state(reader, "dark", NARROW)
    found += faults(reader)

    set_state(page, "light", 1280)
    page.reload()
    told = page.locator(".reviews__answers")
    expect(told).to_contain_text("No, something has to change")
    expect(told).to_contain_text("Ada about the edition in German")
    expect(told).to_contain_text("Der dritte Titel stimmt nicht.")
    found += all_faults(page)
    assert not found, readable(found)
