"""Can everybody read the mail? The rules of axe on the demo's issue in every language, as a mail program shows it."""

import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Demo
from tests.browser.test_accessibility import NARROW, RULES, faults, readable, set_state
from tests.newsletter.checkers import CanIEmail, Mail, nu_messages
from tests.newsletter.test_mail_validity import DONE_WITHOUT, FOR_OLD_OUTLOOK, unlike
from tests.newsletter.test_text import untidy

LANGUAGES = ("de", "en", "es", "fr", "it", "pl")
TELEPHONE = 360
"""Pixels of a small one. Margins that suit 320 stand in the head, which a few programs on telephones drop."""
STATES = [(scheme, width) for scheme in ("light", "dark") for width in (600, NARROW)]

# A mail stands inside a page of the program, whose landmarks surround it.
RULES_FOR_MAIL = {
    **RULES,
    "rules": {
        **RULES["rules"],
        "region": {"enabled": False},
        "landmark-one-main": {"enabled": False},
    },
}

SMALL = """() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found = [];
    while (walker.nextNode()) {
        const element = walker.currentNode.parentElement;
        if (!walker.currentNode.data.trim() || !element.checkVisibility()) continue;
        const size = parseFloat(getComputedStyle(element).fontSize);
        if (size < 16) found.push(`${size} px: ${walker.currentNode.data.trim()}`);
    }
    return found;
}"""
"""Words of less than 16 pixels."""


@pytest.fixture(scope="module")
def folder(demo: Demo, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Render the demo's issue in every form and language."""
    return rendered(demo, tmp_path_factory.mktemp("june"))


@pytest.fixture(scope="module")
def mails(folder: Path) -> dict[str, str]:
    """The HTML parts of the mail, by language."""
    return by_language(folder, "mail.html")


def rendered(demo: Demo, folder: Path) -> Path:
    """Write a demo's issue into a folder, in every form and language."""
    command, variables = demo.manage("render_issue", "june-2019", "--all", "--output", str(folder))
    subprocess.run(command, env=variables, check=True, capture_output=True)  # noqa: S603
    return folder


def by_language(folder: Path, ending: str) -> dict[str, str]:
    """Return one form of an issue, by language."""
    return {
        file.name.split(".")[1]: file.read_text(encoding="utf-8")
        for file in sorted(folder.glob(f"june-2019.??.{ending}"))
    }


def test_there_is_a_mail_in_every_language(mails: dict[str, str]):
    assert tuple(mails) == LANGUAGES


def test_the_text_parts_are_tidy(folder: Path):
    texts = by_language(folder, "txt")

    assert {language: untidy(text) for language, text in texts.items()} == {
        language: [] for language in LANGUAGES
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing_in_a_mail(page: Page, mails: dict[str, str], language: str):
    page.set_content(mails[language])

    found = []
    for scheme, width in STATES:
        set_state(page, scheme, width)
        found += [f"{scheme}, {width} px: {fault}" for fault in faults(page, RULES_FOR_MAIL)]
        found += [f"{width} px wide: {words}" for words in page.evaluate(SMALL)]
    assert not found, readable(found)


def test_faint_and_small_words_of_a_mail_are_found(page: Page, mails: dict[str, str]):
    faint = '<h1 style="font-size:15px;color:#333333"'
    page.set_content(mails["en"].replace("<h1", faint, 1))
    set_state(page, "light", 600)

    [fault] = faults(page, RULES_FOR_MAIL)
    assert fault.startswith("color-contrast at h1")
    assert page.evaluate(SMALL) == ["15 px: June 2019"]


def test_a_mail_turns_dark(page: Page, mails: dict[str, str]):
    page.set_content(mails["en"])

    grounds = []
    for scheme in ("light", "dark"):
        set_state(page, scheme, NARROW)
        grounds.append(
            page.locator(".sheet").evaluate("sheet => getComputedStyle(sheet).backgroundColor")
        )
    assert grounds == ["rgb(253, 252, 248)", "rgb(20, 26, 24)"]


def test_a_mail_without_its_head_is_legible_too(page: Page, mails: dict[str, str]):
    head, body = mails["de"].split("<style>")
    page.set_content(head + body.partition("</style>")[2])

    found = []
    for width in (600, TELEPHONE):
        set_state(page, "light", width)
        found += [f"{width} px: {fault}" for fault in faults(page, RULES_FOR_MAIL)]
    assert not found, readable(found)


def test_the_mails_of_the_demo_are_valid(mails: dict[str, str], tmp_path: Path):
    said = nu_messages(mails, tmp_path)

    assert [one for messages in said.values() for one in unlike(messages, FOR_OLD_OUTLOOK)] == []


def test_the_mails_of_the_demo_count_on_nothing_that_programs_do_not_know(mails: dict[str, str]):
    can_i_email = CanIEmail()
    missing = {title for html in mails.values() for title in can_i_email.unsupported(Mail(html))}

    assert missing - set(DONE_WITHOUT) == set()
