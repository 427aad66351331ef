"""Does a translator's hour go well? By keyboard alone, seen by everybody, and without losing a word."""

import re
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Error, Page, expect

from home.demo.loader import PASSWORD, USER
from tests.browser.conftest import Demo
from tests.browser.test_accessibility import NARROW, WIDE, faults, readable, set_state

PATIENCE = (
    20_000  # milliseconds: the first saved sentence makes the page of which the preview is one
)

MAKE = """
from django.contrib.auth import get_user_model
from wagtail.models import Locale
from cms.languages.translation.requests import request_translation
from cms.languages.translation.segments import segments, write
from cms.plugins.news.models import NewsPage
from cms.content import index_of
from wagtail_localize.models import StringTranslation
index = index_of(NewsPage)
text = "<p>Cars leave the <b>old</b> centre.</p><p>Trees &amp; benches come.</p>"
page = NewsPage(
    title={title!r},
    summary="Streets for people.",
    locale=index.locale,
    body=[("paragraph", {{"text": text}}), ("contact", {{"name": "Ada", "role": "", "email": "ada@belfry.example", "phone": ""}})],
)
index.add_child(instance=page)
page.save_revision().publish()
page.refresh_from_db()
record = request_translation(page, Locale.objects.get(language_code="pl"))
StringTranslation.objects.filter(context__object=page.translation_key).delete()  # what the memory proposes
user = get_user_model().objects.first()
summary = segments(record)[1]
write(record, summary.place, "Ulice dla ludzi.", seen=None, user=user)
page.summary = "Streets for all people."
page.save_revision().publish()
cars = next(part for part in segments(record) if "Cars" in part.source)
StringTranslation.objects.create(
    translation_of_id=cars.string, context_id=cars.context, locale=record.target_locale,
    data="Auta opuszczają <b>stare</b> centrum.", translation_type="machine", tool_name="memory",
)
user, is_new = get_user_model().objects.get_or_create(username="zofia", defaults={{"is_superuser": True, "is_staff": True}})
user.set_password({password!r})
user.save()
print("made", record.pk, page.pk)
"""

CHANGE = """
from cms.plugins.news.models import NewsPage
page = NewsPage.objects.get(pk={page})
page.title = "Squares for everybody"
page.save_revision().publish()
print("changed")
"""

DELETE = """
from cms.plugins.news.models import NewsPage
NewsPage.objects.get(pk={page}).delete()
"""

TRANSLATE = """
from wagtail_localize.models import Translation
from cms.languages.translation.segments import fill, segments
record = Translation.objects.get(pk={translation})
fill(record, {{part.source: part.source for part in segments(record)}} | {words!r})
"""


@dataclass(frozen=True)
class Made:
    """A page that was asked for in Polish: nothing, a changed sentence, a proposed one, and a missing one."""

    translation: int
    page: int

    @property
    def address(self) -> str:
        """Where it is translated."""
        return f"/admin/translations/{self.translation}/"


def run(demo: Demo, code: str) -> str:
    """Run code as somebody else would change the demo, while a browser looks at it."""
    command, variables = demo.manage("shell", "--verbosity", "0", "--command", code)
    done = subprocess.run(command, env=variables, check=True, capture_output=True, text=True)  # noqa: S603
    return done.stdout


@pytest.fixture
def made(demo: Demo, demo_server: str, request: pytest.FixtureRequest) -> Made:
    """Make the page of a test."""
    said = run(demo, MAKE.format(title=f"Streets {request.node.name}", password=PASSWORD))
    translation, page = re.search(r"made (\d+) (\d+)", said).groups()
    return Made(int(translation), int(page))


@pytest.fixture
def sign_in(
    new_context: Callable[..., BrowserContext], outside_requests: list[str]
) -> Iterator[Callable[..., Page]]:
    """Return a function that signs somebody in, in a browser of their own."""

    def open_page(user: str = USER, **options: object) -> Page:
        wide = {"viewport": {"width": 1280, "height": 900}, "reduced_motion": "reduce"}
        page = new_context(**{**wide, **options}).new_page()
        enter(page, user)
        return page

    yield open_page
    assert outside_requests == []


def enter(page: Page, user: str) -> None:
    page.goto("/admin/login/")
    page.get_by_label("Username").fill(user)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/admin/")


def row(page: Page, words: str):
    """Return the sentence with some words of the source."""
    return page.locator("[data-row]").filter(has=page.locator(f"[id^=source-]:has-text('{words}')"))


def words(page: Page, source: str):
    return row(page, source).locator("textarea[name=words]")


def said(page: Page, source: str):
    return row(page, source).locator("[data-said]")


def preview(page: Page):
    return page.frame_locator("iframe[title=Preview]:not(.is-coming)").last


def test_an_hour_by_keyboard(sign_in: Callable[..., Page], made: Made):
    page = sign_in()
    page.goto(made.address)
    expect(page.locator("#desk-progress")).to_contain_text("0 of 5 confirmed")

    page.keyboard.press("Tab")
    page.keyboard.press("F8")
    expect(words(page, "Streets")).not_to_have_count(0)
    title = page.locator("textarea[name=words]").first
    page.locator("[data-next]").focus()
    page.keyboard.press("Enter")
    expect(title).to_be_focused()
    page.keyboard.type("Ulice & place")
    page.keyboard.press("Tab")
    expect(page.locator("[data-said]").first).to_have_text("Saved")
    expect(preview(page).locator("h1")).to_have_text("Ulice & place", timeout=PATIENCE)

    page.keyboard.press("F8")
    expect(words(page, "for all people")).to_be_focused()
    expect(row(page, "for all people").locator(".desk-earlier ins")).to_have_text("all")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # use what was there
    expect(words(page, "for all people")).to_have_value("Ulice dla ludzi.")
    page.keyboard.press("Control+Enter")

    expect(words(page, "Cars")).to_be_focused()
    expect(row(page, "Cars")).to_have_attribute("data-state", "proposed")
    page.keyboard.press("Control+Enter")
    expect(row(page, "Cars")).to_have_attribute("data-state", "confirmed")

    expect(words(page, "Trees")).to_be_focused()
    page.keyboard.press("F2")
    expect(words(page, "Trees")).to_have_value("Trees & benches come.")
    page.keyboard.press("Control+A")
    page.keyboard.type("Będą drzewa i ławki.", delay=20)
    expect(preview(page).locator("main")).to_contain_text("Będą drzewa", timeout=PATIENCE)
    expect(said(page, "Trees")).to_have_text("Not saved yet")
    page.keyboard.press("Control+Enter")
    expect(words(page, "Ada")).to_be_focused()
    page.keyboard.type("Ada")
    page.keyboard.press("Control+Enter")

    finish = page.get_by_role("button", name="Finish")
    expect(finish).to_be_focused()
    expect(page.locator("#desk-progress")).to_contain_text("5 of 5 confirmed")
    page.keyboard.press("Enter")
    expect(page.locator(".messages")).to_contain_text("Finished. It is ready to be published.")
    expect(words(page, "Trees")).to_have_value("Będą drzewa i ławki.")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_the_editor(sign_in: Callable[..., Page], made: Made, scheme: str):
    page = sign_in(color_scheme=scheme)
    page.goto(made.address)
    words(page, "Cars").press("Control+Enter")
    expect(row(page, "Cars")).to_have_attribute("data-state", "confirmed")
    expect(preview(page).locator("h1")).to_be_visible(timeout=PATIENCE)
    page.get_by_text("Keyboard", exact=True).click()

    found = []
    for width in (WIDE, NARROW):
        set_state(page, scheme, width)
        found += [f"{width} px: {fault}" for fault in faults(page)]
    assert not found, readable(found)


def test_two_translators_lose_nothing(sign_in: Callable[..., Page], made: Made):
    mine, theirs = sign_in(), sign_in("zofia")
    for page in (mine, theirs):
        page.goto(made.address)
    words(theirs, "Trees").fill("Drzewa Zofii.")
    words(theirs, "Trees").press("Control+Enter")
    expect(said(theirs, "Trees")).to_have_text("Saved")

    words(mine, "Trees").fill("Moje drzewa.")
    words(mine, "Trees").press("Tab")

    expect(said(mine, "Trees")).to_have_text("Not saved: zofia has written this meanwhile.")
    choice = row(mine, "Trees").get_by_role("group", name="Two versions")
    expect(choice).to_contain_text("Drzewa Zofii.")
    expect(words(mine, "Trees")).to_have_value("Moje drzewa.")
    assert not readable(faults(mine)).strip()
    choice.get_by_role("button", name="Keep mine").click()
    expect(said(mine, "Trees")).to_have_text("Saved")

    words(theirs, "Trees").fill("Drzewa.")
    words(theirs, "Trees").press("Tab")
    choice = row(theirs, "Trees").get_by_role("group", name="Two versions")
    choice.get_by_role("button", name="Take the other").click()
    expect(words(theirs, "Trees")).to_have_value("Moje drzewa.")
    theirs.reload()
    expect(words(theirs, "Trees")).to_have_value("Moje drzewa.")
    expect(theirs.locator(".desk-choice")).to_have_count(0)


def test_nobody_publishes_words_that_they_have_not_read(
    sign_in: Callable[..., Page], demo: Demo, made: Made
):
    """What was saved on the page itself was read there; what another has written meanwhile was not."""
    run(demo, TRANSLATE.format(translation=made.translation, words={}))
    page = sign_in()
    page.goto(made.address)
    words(page, "all people").fill("Ulice dla ludzi.")
    words(page, "Trees").focus()
    expect(said(page, "all people")).to_have_text("Saved", timeout=PATIENCE)
    others = {"Trees &amp; benches come.": "Drzewa &amp; ławki."}
    run(demo, TRANSLATE.format(translation=made.translation, words=others))

    page.get_by_role("button", name="Publish", exact=True).click()

    expect(page.locator(".messages")).to_contain_text(
        "words have changed since you opened this page"
    )
    expect(words(page, "Trees")).to_have_value("Drzewa & ławki.")
    for sentence in ("Trees", "all people"):
        words(page, sentence).fill("Inaczej.")
        page.keyboard.press("Tab")
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.locator(".messages")).to_contain_text("Published.", timeout=PATIENCE)


def test_an_expired_sign_in_loses_nothing(sign_in: Callable[..., Page], made: Made):
    page = sign_in()
    page.goto(made.address)
    session = [cookie for cookie in page.context.cookies() if cookie["name"] != "sessionid"]
    page.context.clear_cookies()
    page.context.add_cookies(session)

    words(page, "Trees").fill("Drzewa i ławki.")
    words(page, "Trees").press("Tab")

    banner = page.get_by_role("alert")
    expect(banner).to_contain_text("you have been signed out")
    expect(said(page, "Trees")).to_have_text("Not saved yet")
    assert not readable(faults(page)).strip()

    with page.context.expect_page() as opened:
        banner.get_by_role("link", name="Sign in in a new tab").click()
    enter(opened.value, USER)  # which also makes a new token against forged requests
    banner.get_by_role("button", name="Try again").click()

    expect(said(page, "Trees")).to_have_text("Saved")
    expect(banner).to_be_hidden()
    page.reload()
    expect(words(page, "Trees")).to_have_value("Drzewa i ławki.")


def test_words_that_were_never_saved_are_offered_again(sign_in: Callable[..., Page], made: Made):
    page = sign_in()
    page.goto(made.address)
    page.route("**/words/", lambda route: route.abort())
    words(page, "Trees").fill("Drzewa i ławki.")
    words(page, "Trees").press("Tab")
    expect(page.get_by_role("alert")).to_contain_text("the server does not answer")
    page.unroute("**/words/")

    page.reload()
    kept = row(page, "Trees").get_by_role("group", name="Kept in this browser")
    expect(kept).to_contain_text("Drzewa i ławki.")
    kept.get_by_role("button", name="Use it").click()
    words(page, "Trees").press("Tab")

    expect(said(page, "Trees")).to_have_text("Saved")
    page.reload()
    expect(words(page, "Trees")).to_have_value("Drzewa i ławki.")
    expect(page.locator(".desk-choice")).to_have_count(0)


def test_a_source_that_changes_in_mid_work_loses_nothing(
    sign_in: Callable[..., Page], demo: Demo, made: Made
):
    page = sign_in()
    page.goto(made.address)
    title = page.locator("textarea[name=words]").first
    title.fill("Ulice")
    page.locator("[data-said]").first.wait_for(state="attached")
    run(demo, CHANGE.format(page=made.page))

    title.press("Tab")
    status = page.locator("[data-said]").first
    expect(status).to_contain_text("The source of this sentence has changed meanwhile.")
    expect(title).to_have_value("Ulice")
    page.get_by_role("link", name="Show the new source").click()

    changed = page.locator("[data-row]").first
    expect(changed.locator("[id^=source-]")).to_have_text("Squares for everybody")
    expect(changed.locator("[data-offered]")).to_have_text("Ulice")
    changed.get_by_role("button", name="Use it").click()
    expect(changed.locator("textarea")).to_have_value("Ulice")


def test_a_source_that_is_deleted_in_mid_work_is_told_and_the_words_can_be_copied(
    sign_in: Callable[..., Page], demo: Demo, made: Made
):
    page = sign_in()
    page.goto(made.address)
    run(demo, DELETE.format(page=made.page))
    with page.expect_response("**/words/") as answer:
        words(page, "Trees").fill("Drzewa i ławki.")
        words(page, "Trees").press("Tab")

    assert answer.value.status == 404
    expect(page.get_by_role("alert")).to_contain_text("the original was deleted meanwhile")
    expect(said(page, "Trees")).to_have_text("Not saved yet")
    expect(words(page, "Trees")).to_have_value("Drzewa i ławki.")
    expect(words(page, "Trees")).to_be_editable()
    assert not readable(faults(page)).strip()

    page.on("dialog", lambda dialog: dialog.dismiss())  # who leaves is asked, and stays
    with pytest.raises(Error, match="ERR_ABORTED"):
        page.goto("/admin/")
    expect(words(page, "Trees")).to_have_value("Drzewa i ławki.")


def test_an_address_is_replaced_for_the_readers_of_a_language(
    sign_in: Callable[..., Page], made: Made
):
    page = sign_in()
    page.goto(made.address)
    fact = page.locator("[data-fact]").filter(has_text="ada@belfry.example")
    fact.get_by_label("For readers in Polish").fill("ola@belfry.example")
    page.keyboard.press("Tab")

    expect(fact.locator("[data-said]")).to_have_text("Saved")
    page.reload()
    expect(fact.get_by_label("For readers in Polish")).to_have_value("ola@belfry.example")


def download(page: Page, made: Made, form: str) -> str:
    """Take the words along from the editor, and return what is in the file."""
    page.goto(made.address)
    page.get_by_text("Files", exact=True).click()
    with page.expect_download() as started:
        page.get_by_role("link", name=f"Download as {form}").click()
    return Path(started.value.path()).read_text(encoding="utf-8")


def send(page: Page, made: Made, file: str, name: str = "streets.po") -> None:
    """Send a file back from the editor, to see what it would change."""
    page.goto(made.address)
    page.get_by_text("Files", exact=True).click()
    page.get_by_role("link", name="Upload a file").click()
    page.get_by_label("File").set_input_files(
        {"name": name, "mimeType": "text/plain", "buffer": file.encode()}
    )
    page.get_by_role("button", name="See what it would change").click()


def of_everything(file: str) -> str:
    """Return a PO file with something of every kind: taken, replaced, unsure, refused and warned about."""
    return (
        file.replace(
            'msgid "Trees &amp; benches come."\nmsgstr ""',
            'msgid "Trees &amp; benches come."\nmsgstr "Będą drzewa i ławki."',
        )
        .replace("Auta opuszczają <b>stare</b> centrum.", "Auta opuszczają stare centrum.")
        .replace(
            'msgid "Streets for all people."\nmsgstr ""',
            'msgid "Streets for all people."\nmsgstr "Ulice dla wszystkich."',
        )
    )


def test_words_go_out_in_a_file_and_come_back(sign_in: Callable[..., Page], made: Made):
    page = sign_in()
    file = download(page, made, "PO")

    send(page, made, of_everything(file))

    line = page.locator(".desk-line").filter(has_text="Trees")
    expect(line).to_contain_text("new")
    expect(line).to_contain_text("Będą drzewa i ławki.")
    expect(page.locator(".desk-line--refused")).to_contain_text("“<b>” of the source is missing.")
    page.get_by_role("button", name="Take these words").click()
    expect(page.locator(".messages")).to_contain_text("2 texts were taken.")
    expect(words(page, "Trees")).to_have_value("Będą drzewa i ławki.")
    expect(row(page, "Trees")).to_have_attribute("data-state", "confirmed")
    expect(words(page, "Cars")).to_have_value("Auta opuszczają <b>stare</b> centrum.")


def test_a_file_that_changes_nothing_offers_nothing(sign_in: Callable[..., Page], made: Made):
    page = sign_in()

    send(page, made, download(page, made, "XLIFF"), "streets.xlf")

    expect(page.locator("main")).to_contain_text("There is nothing to take from it.")
    expect(page.get_by_role("button", name="Take these words")).to_have_count(0)


def test_a_wrong_file_is_told_beside_the_field(sign_in: Callable[..., Page], made: Made):
    page = sign_in()

    send(page, made, "Dear translator")

    expect(page.locator(".w-field__errors")).to_contain_text("This is no PO file, or a broken one.")
    field = page.get_by_label("File")
    expect(field).to_have_accessible_description(re.compile("This is no PO file"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_the_screens_for_files(
    sign_in: Callable[..., Page], made: Made, scheme: str
):
    page = sign_in(color_scheme=scheme)
    file = download(page, made, "PO")
    screens = {
        ".desk-files ul": lambda: page.get_by_text("Files", exact=True).click(),
        "form[enctype]": lambda: page.goto("/admin/translations/files/"),
        ".w-field__errors .error-message": lambda: send(page, made, "Dear translator"),
        ".desk-line--refused": lambda: send(page, made, of_everything(file)),
    }

    found = []
    for shown, open_screen in screens.items():
        page.goto(made.address)
        open_screen()
        expect(page.locator(shown)).to_be_visible()
        for width in (WIDE, NARROW):
            set_state(page, scheme, width)
            found += [f"{shown}, {width} px: {fault}" for fault in faults(page)]
    assert not found, readable(found)
