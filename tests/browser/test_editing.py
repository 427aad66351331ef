"""Does the work of an editor go well? A piece of news, a mistake, and a look at an issue in another language."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, FrameLocator, Page, expect

from home.demo.loader import PASSWORD, USER

PATIENCE = 20_000  # milliseconds: a preview waits for a pause in typing, then renders a whole issue


@pytest.fixture
def editor(
    new_context: Callable[..., BrowserContext], outside_requests: list[str]
) -> Iterator[Page]:
    """Sign the demo's administrator in; the admin asks outside hosts for as little as the front does."""
    page = new_context(reduced_motion="reduce", viewport={"width": 1280, "height": 900}).new_page()
    page.goto("/admin/login/")
    page.get_by_label("Username").fill(USER)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/admin/")
    expect(page.locator("main")).to_be_visible()
    yield page
    assert outside_requests == []


def open_edited(editor: Page, address: str, words: str) -> str:
    """Open the form of a page, found by words of its title and its address; return its key."""
    editor.goto(f"/admin/pages/search/?q={words}")
    row = editor.locator("tr").filter(has=editor.locator(f"a[href$='{address}']"))
    row.locator("a[href$='/edit/']").first.click()
    editor.wait_for_url("**/edit/")
    expect(editor.locator("main")).to_be_visible()
    return re.search(r"/pages/(\d+)/edit/", editor.url)[1]


def open_new(editor: Page, address: str, words: str) -> None:
    """Open the form of a new page below an index page that takes pages of one kind."""
    index = open_edited(editor, address, words)
    editor.goto(f"/admin/pages/{index}/add_subpage/")
    expect(editor.get_by_role("textbox", name="Summary")).to_be_visible()


def publish(editor: Page) -> None:
    """Choose what stands behind the arrow of the save button."""
    editor.get_by_role("button", name="More actions").click()
    editor.get_by_role("button", name="Publish", exact=True).click()


def previewed(editor: Page) -> FrameLocator:
    """Open the preview beside the form, and return it."""
    if not editor.locator(".w-preview").is_visible():
        editor.get_by_role("button", name="Toggle preview").click()
    # While the newest frame is loading, the one before it is still there.
    return editor.frame_locator("iframe[title=Preview]").last


def test_news_is_published_with_a_title_and_a_summary(editor: Page):
    open_new(editor, "/en/news/", "News")
    editor.get_by_role("textbox", name="Title").fill("The tower clock runs again")
    editor.get_by_role("textbox", name="Summary").fill("After a year it strikes every hour.")
    expect(previewed(editor).locator("h1")).to_have_text(
        "The tower clock runs again", timeout=PATIENCE
    )
    publish(editor)

    message = editor.locator(".messages")
    expect(message).to_contain_text("The tower clock runs again")
    editor.goto("/en/news/the-tower-clock-runs-again/")
    expect(editor.locator("h1")).to_have_text("The tower clock runs again")
    editor.goto("/de/news/the-tower-clock-runs-again/")
    expect(editor.get_by_role("note")).to_contain_text("auf Englisch")


def test_a_mistake_is_told_beside_its_field_and_nothing_is_lost(editor: Page):
    open_new(editor, "/en/agenda/", "Agenda")
    editor.get_by_role("textbox", name="Title").fill("A meeting that ends before it starts")
    editor.get_by_role("textbox", name="Summary").fill("It cannot be published like this.")
    editor.get_by_role("button", name="Add date").click()
    editor.locator("[name=span_rows-0-start]").fill("2030-05-04")
    last_day = editor.locator("[name=span_rows-0-end]")
    last_day.fill("2030-05-02")
    last_day.press("Tab")
    publish(editor)

    error = "The last day lies before the first day."
    expect(last_day).to_have_attribute("aria-invalid", "true")
    described_by = last_day.get_attribute("aria-describedby").split()
    assert any(error in editor.locator(f"#{key}").inner_text() for key in described_by)
    expect(editor.locator("[name=span_rows-0-start]")).to_have_value("2030-05-04")
    expect(last_day).to_have_value("2030-05-02")
    expect(editor.get_by_role("textbox", name="Summary")).to_have_value(
        "It cannot be published like this."
    )


def test_a_new_issue_is_looked_at_in_another_language_before_it_is_saved(editor: Page):
    archive = open_edited(editor, "/en/newsletter/", "Newsletter")
    editor.goto(f"/admin/newsletter/{archive}/new-issue/")
    editor.get_by_label("Label").fill("An issue to look at")
    editor.get_by_role("button", name="Make the draft").click()
    editor.wait_for_url("**/edit/")
    expect(editor.get_by_role("textbox", name="Title")).to_have_value("An issue to look at")

    key = re.search(r"/pages/(\d+)/edit/", editor.url)[1]

    expect(previewed(editor).locator(".editorial")).to_be_visible(timeout=PATIENCE)
    salutation = editor.locator("[name=sections-0-value-salutation]")
    salutation.clear()
    # As one types: what is put in at once while Wagtail still loads a preview waits for the next key.
    salutation.press_sequentially("Dear reader of the preview,", delay=60)
    expect(previewed(editor).locator(".editorial")).to_contain_text(
        "of the preview", timeout=PATIENCE
    )
    for mode, language in (("web.pl", "pl"), ("mail.de", "de"), ("text.fr", "fr")):
        editor.goto(f"/admin/pages/{key}/edit/preview/?mode={mode}")
        assert editor.get_attribute("html", "lang") == language
        expect(editor.locator("body")).to_contain_text("of the preview")

    assert editor.request.get("/en/newsletter/an-issue-to-look-at/").status == 404
