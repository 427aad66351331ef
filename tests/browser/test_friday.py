"""Does the newsletter's manager come from Thursday to Friday: from a new issue to one that is handed over?"""

import re
from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from home.demo.loader import MANAGER
from tests.browser.conftest import Demo
from tests.browser.test_translating import PASSWORD, PATIENCE, run

LABEL = "The issue of Friday"
TITLE = "Town walk by night"
LANGUAGES = ("de", "en", "es", "fr", "it", "pl")

ARCHIVE = """
from newsletter.models import IssueIndexPage
print("archive", IssueIndexPage.objects.get(source=None).pk)
"""
EVENT = """
from datetime import timedelta
from django.utils import timezone
from cms.content import index_of
from cms.models import Span
from cms.plugins.events.models import EventPage
index = index_of(EventPage)
event = EventPage(title={title!r}, summary="A walk through the town after dark.", locale=index.locale)
day = timezone.localdate() + timedelta(days=40)
event.span_rows = [Span(start=day, end=day)]
index.add_child(instance=event)
event.save_revision().publish()
print("made", event.pk)
"""

HAND_OVER = """
from newsletter.handover.work import work_off_due
print("handed over", work_off_due())
"""
MOVE = """
from datetime import date
from cms.models import ContentPage, Span
event = ContentPage.objects.get(pk=%s).specific
event.span_rows = [Span(start=date(2031, 5, 6), end=date(2031, 5, 6))]
event.save_revision().publish()
"""
FORGET = """
from wagtail.models import Page
for page in Page.objects.filter(pk__in=(%s, %s)):
    page.specific.delete()
"""


@pytest.fixture
def nora(new_context: Callable[..., BrowserContext]) -> Page:
    """The admin as the newsletter's manager sees it."""
    context = new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    page.goto("/admin/login/")
    page.locator("[name=username]").fill(MANAGER)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=password]").press("Enter")
    page.wait_for_url("**/admin/")
    return page


def made(words: str, said: str) -> str:
    """Return what a script has said after some words."""
    return re.search(rf"{words} (\S+)", said)[1]


def test_an_issue_comes_from_thursday_to_friday(
    nora: Page, demo: Demo, new_context: Callable[..., BrowserContext]
):
    event = made("made", run(demo, EVENT.format(title=TITLE)))

    # A new issue from the last one, with what is suggested.
    nora.goto(f"/admin/newsletter/{made('archive', run(demo, ARCHIVE))}/new-issue/")
    nora.get_by_label("Date").fill(
        timezone.localdate().isoformat()
    )  # another test may have made the next one
    nora.get_by_label("Label").fill(LABEL)
    # By the keyboard: the calendar of the field may still lie over the button.
    nora.get_by_role("button", name="Make the draft").press("Enter")
    nora.wait_for_url(re.compile(r"/admin/pages/\d+/edit/"))
    issue = re.search(r"/pages/(\d+)/", nora.url)[1]
    nora.goto(f"/admin/newsletter/{issue}/suggestions/")
    ahead = nora.locator("table", has=nora.locator("caption", has_text="Events"))
    ahead.get_by_label(TITLE).check()
    nora.get_by_role("button", name="Add what is ticked").click()
    expect(nora.locator(".messages")).to_contain_text("1 entry was added")

    # Thursday: two things are in the way, and there is no button to approve.
    nora.goto(f"/admin/newsletter/{issue}/readiness/")
    answer = nora.get_by_role("region", name="The verdict")
    expect(answer).to_contain_text("Not yet")
    blocking = nora.locator("tbody tr", has=nora.locator(".readiness-cell--blocking"))
    expect(blocking).to_have_count(2)
    expect(nora.get_by_role("button", name="Approve version 1")).to_have_count(0)
    blocking.first.get_by_role("link").click()

    # They are mended where the findings lead.
    nora.get_by_role("textbox", name="Subject").fill("What towns do after dark")
    nora.get_by_role("textbox", name="Preheader").fill("Twelve towns, three measures.")
    nora.get_by_role("button", name="Save draft").click()
    expect(nora.locator(".messages")).to_contain_text(LABEL, timeout=PATIENCE)
    nora.goto(f"/admin/newsletter/{issue}/readiness/")
    expect(answer).to_contain_text("Yes, in")

    # Somebody without an account says yes.
    nora.goto(f"/admin/newsletter/{issue}/reviews/")
    nora.get_by_label("For whom").fill("The president")
    nora.get_by_role("button", name="Make a link").click()
    address = nora.get_by_label("Address of the link for The president").input_value()
    president = new_context(locale="en-GB").new_page()
    president.goto(address)
    president.locator('input[value="yes"]').check()
    president.locator('[name="name"]').fill("Ada")
    president.locator(".review-form button").click()
    expect(president.get_by_role("status")).to_be_visible()
    nora.reload()
    expect(nora.locator("main")).to_contain_text("Said yes: 1.")

    # Approved, and locked.
    nora.goto(f"/admin/newsletter/{issue}/readiness/")
    nora.get_by_role("button", name="Approve version 1").click()
    expect(answer).to_contain_text("Version 1 was approved", timeout=PATIENCE)
    nora.goto(f"/admin/pages/{issue}/edit/")
    expect(nora.locator("main")).to_contain_text("This issue was approved and is locked.")

    # Handed over as files, not while anybody waits.
    nora.goto(f"/admin/newsletter/{issue}/readiness/")
    nora.get_by_role("link", name="Hand over").click()
    nora.get_by_role("checkbox", name="Files").check()
    nora.get_by_role("button", name="Hand over").click()
    folder = demo.folder / "handover" / "the-issue-of-friday" / "1"
    assert not folder.exists()
    assert made("handed over", run(demo, HAND_OVER)) == str(len(LANGUAGES))
    mails = {path.name: path.read_bytes() for path in folder.glob("*.eml")}
    assert sorted(mails) == [f"the-issue-of-friday.{tag}.eml" for tag in LANGUAGES]
    nora.reload()
    expect(nora.locator("main")).to_contain_text("6 of 6")

    # Saturday: an event is moved. Its page tells it, and the issue what was sent.
    reader = new_context(locale="en-GB").new_page()
    reader.goto("/en/newsletter/the-issue-of-friday/")
    before = reader.locator("main").inner_text()
    assert TITLE in before
    run(demo, MOVE % event)
    reader.reload()
    assert reader.locator("main").inner_text() == before
    assert "2031" not in before
    reader.get_by_role("article").get_by_role("link", name=TITLE, exact=True).first.click()
    expect(reader.locator("main")).to_contain_text("6 May 2031")
    reader.goto("/en/agenda/")
    if (pages := reader.locator(".pagination li a")).count():
        pages.last.click()  # it is far ahead
    expect(reader.locator("main")).to_contain_text("6 May")
    assert {path.name: path.read_bytes() for path in folder.glob("*.eml")} == mails
    run(demo, FORGET % (issue, event))
