"""Does somebody without an account read a draft, as long as they may?"""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from home.demo.loader import USER
from tests.browser.conftest import Demo
from tests.browser.test_accessibility import STATES, faults, readable, set_state
from tests.browser.test_translating import enter, run

MAKE = """
from wagtail.models import Locale
from cms.content import index_of
from cms.languages.translation.publication import save_draft
from cms.languages.translation.requests import request_translation
from cms.languages.translation.segments import fill
from cms.plugins.news.models import NewsPage
index = index_of(NewsPage)
page = NewsPage(title={title!r}, summary="Streets for people.", locale=index.locale)
index.add_child(instance=page)
page.save_revision().publish()
record = request_translation(page, Locale.objects.get(language_code="fr"))
fill(record, {{{title!r}: "Les rues"}})
save_draft(record)
print("made", record.pk)
"""


@pytest.fixture
def editor(page: Page, demo: Demo, demo_server: str, request: pytest.FixtureRequest) -> Page:
    """Open the editor of a draft in French."""
    said = run(demo, MAKE.format(title=f"Shared {request.node.name}"))
    (translation,) = re.search(r"made (\d+)", said).groups()
    page.set_viewport_size({"width": 1280, "height": 900})
    enter(page, USER)
    page.goto(f"/admin/translations/{translation}/")
    return page


def all_faults(page: Page) -> list[str]:
    """Return what axe finds, in the light and in the dark, wide and narrow."""
    found = []
    for scheme, width in STATES:
        set_state(page, scheme, width)
        found += [f"{scheme}, {width} px: {fault}" for fault in faults(page)]
    return found


def test_a_draft_is_shown_until_its_link_is_revoked(
    editor: Page, new_context: Callable[..., BrowserContext]
):
    editor.context.grant_permissions(["clipboard-read", "clipboard-write"])
    editor.get_by_role("link", name="Share a draft").click()
    editor.get_by_label("For whom").fill("Mairie de Lyon")
    editor.get_by_label("It works for").select_option("a week")
    editor.get_by_role("button", name="Make a link").click()
    expect(editor.locator(".messages")).to_contain_text("The link is made.")
    editor.get_by_role("button", name="Copy").click()
    expect(editor.get_by_text("Copied.")).to_be_visible()
    address = editor.evaluate("() => navigator.clipboard.readText()")
    assert re.search(r"/fr/_shared/[\w:-]{66}/$", address)
    editor.reload()  # without the message, whose colours take their time to appear
    found = all_faults(editor)

    reader = new_context(locale="fr-FR").new_page()
    reader.goto(address)
    expect(reader.get_by_role("heading", level=1)).to_have_text("Les rues")
    expect(reader.get_by_role("complementary").first).to_be_visible()
    expect(reader.locator("html")).to_have_attribute("lang", "fr")
    assert reader.context.cookies() == []
    found += all_faults(reader)

    set_state(editor, "light", 1280)
    editor.get_by_role("button", name="Revoke").click()
    expect(editor.locator(".messages")).to_contain_text("the link for ‘Mairie de Lyon’ works no")
    answer = reader.goto(address)
    assert answer.status == 410
    expect(reader.get_by_text("Les rues")).to_have_count(0)
    found += all_faults(reader)
    assert not found, readable(found)
