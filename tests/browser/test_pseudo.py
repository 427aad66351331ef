"""What does the interface look like in a language with longer words, and from right to left?

The demo is served in two invented languages (``tests.browser.pseudo``) into which nobody has translated a page: the
interface speaks them, the pages are in English. So a page shows at once what is cut off, what was never marked for
translation, whose language nobody says, and what counts on being read from left to right.
"""

import json
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import Demo, free_port, served
from tests.browser.legible import Known, illegible
from tests.browser.pseudo import ACCENTED, ARABIC, write_catalogue
from tests.browser.test_accessibility import NARROW, PAGES, WIDE, readable, set_state, sideways
from tests.browser.test_mail_accessibility import by_language, rendered
from tests.browser.test_translating import MAKE, PASSWORD, run
from tests.newsletter.checkers import nu_messages
from tests.newsletter.test_mail_validity import FOR_OLD_OUTLOOK, unlike

LANGUAGES = (ACCENTED, ARABIC)

OPEN = """
import json
from datetime import date, timedelta
from django.contrib.auth import get_user_model
from wagtail.models import Page, Site
from wagtail.users.models import UserProfile
from cms.languages.opening import open_language
from cms.models import City, Programme, Promotion, Topic, TranslationBatch, TranslationJob
from cms.plugins.projects.models import ProjectPage
from newsletter.approval.freezing import freeze
from newsletter.models import IssuePage
Site.objects.update(port={port})
job = TranslationJob.objects.get(translation={translation})
job.assignee, job.due_on, job.note = get_user_model().objects.first(), date.today() - timedelta(days=3), "For the mayor."
job.save()
batches = {{}}
key = str(Page.objects.get(pk={page}).translation_key)
for tag in {tags}:
    open_language(tag)
    person = get_user_model().objects.create_superuser(tag, tag + "@belfry.example", {password!r})
    UserProfile.objects.create(user=person, preferred_language=tag)
    batch = TranslationBatch.objects.create(
        action="publish", wishes={{}}, requested_by=person, done=1, succeeded=1,
        cells=[[key, ["de", "pl"]], [key, ["fr"]]], refusals=[[key, "pl", "words"]],
    )
    batches[tag] = batch.pk
names = set()
for model in (City, Topic, Programme):
    names |= set(model.objects.values_list("name", flat=True))
names |= set(ProjectPage.objects.values_list("acronym", flat=True))
for person in get_user_model().objects.all():
    names |= {{person.username, person.get_full_name() or person.username}}
# Their readers get editions of their own of what was approved before.
freeze(IssuePage.objects.get(source=None), user=get_user_model().objects.first())
titles = set(Page.objects.values_list("title", flat=True))
titles |= set(Promotion.objects.values_list("title", flat=True))
issue = IssuePage.objects.get(source=None)
print(json.dumps([batches, issue.pk, issue.get_parent().pk, sorted(names), sorted(titles)]))
"""

UNLISTED_NAMES = ("Belfry", "European Commission", "Anna Keller")
"""Names in the demonstration of what is in no table."""

SHOWN = (
    *("home", "filtered listing", "calls index", "event with sessions", "call", "project"),
    *("news", "practice", "issue", "archive", "not found"),
)
"""The pages for readers that are looked at, of those that are looked at for accessibility."""

SCREENS = (
    *("entrance", "desk", "request", "editor", "share", "gaps", "changes", "batch"),
    *("new issue", "suggestions"),
)
"""Our own screens in the admin."""

OURS = "main .nice-padding, #translations-section"
"""What of them is ours: Wagtail makes what stands around it."""

STOCK = ".chooser, .w-panel__toggle"
"""What in them is Wagtail's."""


@dataclass(frozen=True)
class InventedDemo(Demo):
    """A demo whose interface also speaks the invented languages."""

    catalogues: Path

    def manage(self, *arguments: str) -> tuple[list[str], dict[str, str]]:
        """Return a management command and its environment, with the invented catalogues."""
        command, variables = super().manage(*arguments)
        return command, {
            **variables,
            "DJANGO_SETTINGS_MODULE": "tests.browser.settings",
            "INVENTED_CATALOGUES": str(self.catalogues),
        }


@dataclass(frozen=True)
class Prepared:
    """What was made to be looked at."""

    known: Known
    translation: int
    page: int
    issue: int
    archive: int
    batches: dict[str, int]

    def address(self, screen: str, language: str) -> str:
        """Return where a screen is, for who works in a language."""
        return {
            "entrance": "/admin/",
            "desk": "/admin/translations/",
            "request": f"/admin/translations/request/page/{self.page}/",
            "editor": f"/admin/translations/{self.translation}/",
            "share": f"/admin/translations/{self.translation}/share/",
            "gaps": f"/admin/translations/{self.translation}/publish-with-gaps/",
            "changes": f"/admin/translations/changes/{self.page}/",
            "batch": f"/admin/translations/batch/{self.batches[language]}/",
            "new issue": f"/admin/newsletter/{self.archive}/new-issue/",
            "suggestions": f"/admin/newsletter/{self.issue}/suggestions/",
        }[screen]


@pytest.fixture(scope="module")
def demo(demo: Demo, tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """Copy the demo as it was loaded, for an address of its own."""
    folder = tmp_path_factory.mktemp("invented")
    invented = InventedDemo(folder, f"127.0.0.1:{free_port()}", folder / "catalogues")
    for language in LANGUAGES:
        write_catalogue(invented.catalogues, language)
    shutil.copytree(demo.folder / "media", folder / "media")
    shutil.copy(demo.untouched, invented.database)
    return invented


@pytest.fixture(scope="module")
def prepared(demo: Demo) -> Prepared:
    """Open the invented languages, and make what there is to look at."""
    said = run(demo, MAKE.format(title="Streets", password=PASSWORD))
    translation, page = map(int, re.search(r"made (\d+) (\d+)", said).groups())
    port = int(demo.address.rpartition(":")[2])
    said = run(
        demo,
        OPEN.format(
            port=port, translation=translation, page=page, tags=LANGUAGES, password=PASSWORD
        ),
    )
    batches, issue, archive, names, titles = json.loads(said.splitlines()[-1])
    known = Known((*names, *UNLISTED_NAMES), tuple(titles))
    return Prepared(known, translation, page, issue, archive, batches)


@pytest.fixture(scope="module")
def demo_server(demo: Demo, prepared: Prepared) -> Iterator[str]:
    """Serve this demo in the place of the other."""
    with served(demo) as address:
        yield address


@pytest.fixture(scope="module")
def signed_in() -> dict[str, dict]:
    """Keep who has signed in: once for all tests."""
    return {}


@pytest.fixture
def at_work(
    new_context: Callable[..., BrowserContext],
    signed_in: dict[str, dict],
    outside_requests: list[str],
) -> Iterator[Callable[[str], Page]]:
    """Return a function that opens the admin for somebody who works in a language."""

    def sign_in(language: str) -> Page:
        page = new_context(reduced_motion="reduce", **signed_in.get(language, {})).new_page()
        set_state(page, "light", WIDE)
        if language not in signed_in:
            page.goto("/admin/login/")
            page.locator("[name=username]").fill(language)
            page.locator("[name=password]").fill(PASSWORD)
            page.locator("[name=password]").press("Enter")
            page.wait_for_url("**/admin/")
            signed_in[language] = {"storage_state": page.context.storage_state()}
        return page

    yield sign_in
    assert outside_requests == []


SETTLED = """async () => {
    for (const _frame of [1, 2]) await new Promise(requestAnimationFrame);
    await Promise.all(document.getAnimations().map((animation) => animation.finished));
}"""
"""When what follows the width of the window has come to rest: the admin's sidebar moves."""


def faults(page: Page, known: Known, **place: str) -> list[str]:
    """Return what is wrong with a page as it stands, on a wide and on a narrow screen."""
    found = []
    for width in (WIDE, NARROW):
        set_state(page, "light", width)
        page.evaluate(SETTLED)
        if pixels := sideways(page):
            found.append(f"{width} px: scrolls {pixels} px sideways")
        found += [f"{width} px: {fault}" for fault in illegible(page, known, **place)]
    return found


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", SHOWN)
def test_readers_can_read_everything(page: Page, prepared: Prepared, name: str, language: str):
    page.goto(f"/{language}{PAGES[name]}")
    assert page.get_attribute("html", "lang") == language
    assert page.get_attribute("html", "dir") == ("rtl" if language == ARABIC else "ltr")

    found = faults(page, prepared.known)
    assert not found, readable(found)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", SCREENS)
def test_editors_can_read_everything(
    at_work: Callable[[str], Page], prepared: Prepared, name: str, language: str
):
    page = at_work(language)
    page.goto(prepared.address(name, language))
    expect(page.locator(OURS).last).to_be_visible()
    assert page.get_attribute("html", "lang") == language
    assert page.get_attribute("html", "dir") == ("rtl" if language == ARABIC else "ltr")

    found = faults(page, prepared.known, root=OURS, stock=STOCK)
    assert not found, readable(found)


# Mirrored: what comes first is at the left, or at the right

PAIRS = {
    "home": [
        (".masthead .brand", ".masthead .languages"),
        (".brand-mark", ".brand-name"),
        (".menu li:nth-child(1)", ".menu li:nth-child(2)"),
        (".agenda-date", ".agenda-title"),
    ],
    "filtered listing": [
        (".breadcrumbs li:nth-child(1)", ".breadcrumbs li:nth-child(2)"),
        (".filter:nth-child(1)", ".filter:nth-child(2)"),
        (".results .thumbnail", ".results .result-words"),
    ],
    "issue": [
        (".contents", ".issue-section"),
        (".contents li:nth-child(1) a > :first-child", ".contents-count"),
        (".entry:not(.entry-lead) .thumbnail", ".entry:not(.entry-lead) .entry-words"),
    ],
    "mail": [
        ("td.ink [translate=no]", "td.ink2 .lk"),
        (".day", ".what"),
        ("img[width='66']", "img[width='66'] >> xpath=../following-sibling::td"),
    ],
    "desk": [
        ("thead .desk-table__page", "thead th:nth-child(2)"),
        (".desk-state input", ".desk-state .icon"),
    ],
    "editor": [
        (".desk-row__source", ".desk-row__target"),
        (".desk-segments", ".desk-preview"),
        (".desk-progress", ".desk-actions"),
    ],
    "request": [("tbody th", "tbody td")],
    "changes": [(".changes__label input", ".changes__words")],
    "suggestions": [(".suggestions__pick", ".suggestions__title")],
}
"""What stands beside what: of each two elements, that at which one begins to read."""


def swapped(page: Page, name: str) -> list[tuple[str, str]]:
    """Return the pairs of which the second stands where the first belongs, or both stand in the same place."""
    is_mirrored = page.get_attribute("html", "dir") == "rtl"
    found = []
    for pair in PAIRS[name]:
        boxes = [page.locator(part).locator("visible=true").first.bounding_box() for part in pair]
        left, right = reversed(boxes) if is_mirrored else boxes
        if left["x"] + left["width"] > right["x"] + 1:
            found.append(pair)
    return found


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", [name for name in PAIRS if name in PAGES])
def test_pages_are_mirrored(page: Page, name: str, language: str):
    set_state(page, "light", WIDE)
    page.goto(f"/{language}{PAGES[name]}")
    assert swapped(page, name) == []


@pytest.fixture(scope="module")
def mails(
    demo: Demo, prepared: Prepared, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, str]:
    """Render the issue as a mail in the invented languages."""
    return by_language(rendered(demo, tmp_path_factory.mktemp("june")), "mail.html")


@pytest.mark.parametrize("language", LANGUAGES)
def test_mails_can_be_read_and_are_mirrored(
    page: Page, prepared: Prepared, mails: dict[str, str], language: str
):
    page.set_content(mails[language])
    assert page.get_attribute("html", "dir") == ("rtl" if language == ARABIC else "ltr")

    found = faults(page, prepared.known)
    set_state(page, "light", WIDE)
    assert not found, readable(found)
    assert swapped(page, "mail") == []


def test_mirrored_mails_are_valid(mails: dict[str, str], tmp_path: Path):
    said = nu_messages({language: mails[language] for language in LANGUAGES}, tmp_path)

    assert [one for messages in said.values() for one in unlike(messages, FOR_OLD_OUTLOOK)] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", [name for name in PAIRS if name in SCREENS])
def test_screens_are_mirrored(
    at_work: Callable[[str], Page], prepared: Prepared, name: str, language: str
):
    page = at_work(language)
    page.goto(prepared.address(name, language))
    expect(page.locator(PAIRS[name][-1][-1]).locator("visible=true").first).to_be_visible()
    assert swapped(page, name) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("name", "width", "lines"),
    [
        ("issue", WIDE, ".contents li"),
        ("home", NARROW, ".menu-disclosure li"),
        ("home", WIDE, ".footer nav li"),
    ],
)
def test_titles_in_a_list_begin_where_its_lines_begin(
    page: Page, name: str, width: int, lines: str, language: str
):
    set_state(page, "light", width)
    page.goto(f"/{language}{PAGES[name]}")
    if "disclosure" in lines:
        page.locator(".menu-disclosure summary").click()
    edges = page.locator(lines).evaluate_all(
        """(lines, isMirrored) => lines.map((line) => {
            const title = document.createRange();
            title.selectNodeContents(line.querySelector("a :first-child") ?? line.querySelector("a"));
            const [own, whole] = [title, line].map((part) => part.getBoundingClientRect());
            return Math.round(isMirrored ? whole.right - own.right : own.left - whole.left);
        })""",
        language == ARABIC,
    )
    assert edges
    assert set(edges) == {0}


@pytest.mark.parametrize(
    ("language", "wider", "narrower"),
    [(ACCENTED, "ArrowLeft", "ArrowRight"), (ARABIC, "ArrowRight", "ArrowLeft")],
)
def test_the_keys_move_the_edge_of_the_preview_as_they_point(
    at_work: Callable[[str], Page], prepared: Prepared, language: str, wider: str, narrower: str
):
    page = at_work(language)
    page.goto(prepared.address("editor", language))
    preview, edge = page.locator(".desk-preview"), page.locator("[data-splitter]")
    expect(edge).to_be_visible()
    before = preview.bounding_box()["width"]

    edge.press(wider)
    assert preview.bounding_box()["width"] > before
    edge.press(narrower)
    assert round(preview.bounding_box()["width"]) == round(before)
