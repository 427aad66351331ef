"""Does a piece of news come safely through the hands of everybody who has a part in it?

An editor writes, translators translate the draft, a second person reads it, two languages go public together, and what
the editor changes afterwards leaves readers with whole pages.
"""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from home.demo.people import PEOPLE
from tests.browser.conftest import Demo
from tests.browser.test_editing import open_new, publish
from tests.browser.test_translating import PASSWORD, PATIENCE, row, run

TITLE = "PACTESUR cities meet on school streets"
EARLIER = "From next month, towns can apply for barriers, planters and a person in a yellow vest: all that closes a street to cars for half an hour in the morning."
SUMMARY = EARLIER.replace("in the morning", "in the evening")
"""Much like a sentence of the demonstration, which was translated into German."""

ASK_FOR_REVIEW = """
from wagtail.models import Locale
from cms.models import TranslationRules
german = Locale.objects.get(language_code="de")
TranslationRules.objects.update_or_create(locale=german, defaults={"requires_review": %s})
"""

TRANSLATE_INTO_FRENCH = """
from django.contrib.auth import get_user_model
from wagtail_localize.models import Translation
from cms.languages.translation.review import finish
from cms.languages.translation.segments import fill
record = Translation.objects.get(source__object_repr=%r, target_locale__language_code="fr")
claire = get_user_model().objects.get(username="claire")
fill(record, {%r: "Les villes de PACTESUR parlent des rues scolaires", %r: "Dès le mois prochain."}, claire)
print("stage", finish(record, claire))
"""


@pytest.fixture
def at_work(new_context: Callable[..., BrowserContext], demo: Demo) -> Callable[[str], Page]:
    """Return a function that opens the admin for a person of the demonstration."""

    def sign_in(user: str) -> Page:
        page = new_context(
            viewport={"width": 1280, "height": 900}, reduced_motion="reduce"
        ).new_page()
        page.goto("/admin/login/")
        page.locator("[name=username]").fill(user)
        page.locator("[name=password]").fill(PASSWORD)
        page.locator("[name=password]").press("Enter")
        page.wait_for_url("**/admin/")
        return page

    assert {"paul", "anna", "carla", "claire"} <= {person.user for person in PEOPLE}
    run(demo, ASK_FOR_REVIEW % True)
    yield sign_in
    run(demo, ASK_FOR_REVIEW % False)


def cell(page: Page, title: str, language: str):
    """Return a cell of the table, in the order of the languages: de en es fr it pl."""
    place = ["de", "en", "es", "fr", "it", "pl"].index(language)
    return page.locator("tbody tr", has_text=title).locator("td").nth(place)


def state(page: Page, title: str, language: str):
    page.goto("/admin/translations/")
    return cell(page, title, language).locator(".desk-state")


def test_a_piece_of_news_reaches_its_readers(at_work: Callable[[str], Page], demo: Demo):
    # An editor writes news in English, and asks for German and French while it is a draft.
    paul = at_work("paul")
    open_new(paul, "/en/news/", "News")
    paul.get_by_role("textbox", name="Title").fill(TITLE)
    paul.get_by_role("textbox", name="Summary").fill(SUMMARY)
    expect(paul.locator("#id_slug")).to_have_value(re.compile("pactesur"))
    paul.get_by_role("button", name="Save draft").click()
    expect(paul).to_have_url(re.compile(r"/admin/pages/\d+/edit/"), timeout=PATIENCE)
    source = re.search(r"/pages/(\d+)/", paul.url).group(1)
    paul.goto(f"/admin/translations/request/page/{source}/")
    for language in ("de", "fr"):
        paul.locator(f"input[name=languages][value={language}]").check()
    paul.locator("input[name=release][value=together]").check()
    paul.get_by_role("button", name="Request", exact=True).click()
    expect(state(paul, TITLE, "de")).to_contain_text("queued")

    # The German translator finds it, and may not touch French.
    anna = at_work("anna")
    anna.goto("/admin/translations/")
    assert anna.locator("[data-desk] thead abbr").all_inner_texts() == ["DE"]
    anna.locator("tbody tr", has_text=TITLE).get_by_role("link").last.click()
    anna.wait_for_url(re.compile(r"/admin/translations/\d+/$"))
    german = int(re.search(r"/(\d+)/$", anna.url).group(1))
    assert anna.goto(f"/admin/translations/{german + 1}/").url.endswith("/admin/")

    # She gets a near match, and a warning about a protected name.
    anna.goto(f"/admin/translations/{german}/")
    near = row(anna, "From next month").locator(".desk-hints__near").first
    expect(near.locator("ins")).to_contain_text("evening")
    near.locator("[data-use-offered]").click()
    summary = row(anna, "From next month").locator("textarea[name=words]")
    summary.fill(summary.input_value().replace("morgens", "abends"))
    summary.press("ControlOrMeta+Enter")
    expect(row(anna, "From next month").locator("[data-state-box]")).to_contain_text(
        "bestätigt", timeout=PATIENCE
    )
    title = row(anna, TITLE).locator("textarea[name=words]")
    title.fill("Städte sprechen über Schulstraßen")
    title.press("ControlOrMeta+Enter")
    expect(row(anna, TITLE).locator("[data-said]")).to_contain_text("PACTESUR")
    title.fill("PACTESUR-Städte sprechen über Schulstraßen")
    title.press("ControlOrMeta+Enter")
    expect(anna.locator("#desk-progress")).to_contain_text("2 von 2")
    anna.reload()
    anna.locator("[data-finish]").click()
    expect(state(paul, TITLE, "de")).to_contain_text("waiting for review")

    # French is ready; a second person approves German; both wait for the original.
    assert "ready" in run(demo, TRANSLATE_INTO_FRENCH % (TITLE, TITLE, SUMMARY))
    carla = at_work("carla")
    carla.goto(f"/admin/translations/{german}/")
    carla.get_by_role("button", name="Approve").click()
    expect(state(paul, TITLE, "de")).to_contain_text("ready")
    assert paul.goto("/de/news/pactesur-stadte-sprechen-uber-schulstrassen/").status == 404

    # The original is published, and both languages with it.
    paul.goto(f"/admin/pages/{source}/edit/")
    publish(paul)
    expect(state(paul, TITLE, "de")).to_contain_text("translated")
    expect(cell(paul, TITLE, "fr").locator(".desk-state")).to_contain_text("translated")
    reader = paul.context.new_page()
    reader.goto("/en/news/pactesur-cities-meet-on-school-streets/")
    for language, words in (("de", "PACTESUR-Städte"), ("fr", "Les villes de PACTESUR")):
        version = reader.locator(f"link[rel=alternate][hreflang={language}]").get_attribute("href")
        page = paul.context.new_page()
        page.goto(version)
        expect(page.locator("h1")).to_contain_text(words)
        page.close()
    address = reader.locator("link[rel=alternate][hreflang=de]").get_attribute("href")

    # A typing error is mended as a minor edit.
    paul.goto(f"/admin/pages/{source}/edit/")
    paul.get_by_role("textbox", name="Title").fill(f"{TITLE}!")
    paul.get_by_role("button", name="More actions").click()
    paul.get_by_role("button", name="Publish minor edit").click()
    expect(paul.locator(".messages")).to_contain_text("The translations stay valid.")
    expect(state(paul, TITLE, "de")).to_contain_text("translated")

    # Other words make German outdated; it stays whole.
    paul.goto(f"/admin/pages/{source}/edit/")
    paul.get_by_role("textbox", name="Summary").fill("The meeting is about something else.")
    publish(paul)
    expect(paul.locator(".messages")).to_contain_text("Outdated from now on")
    expect(state(paul, TITLE, "de")).to_contain_text("outdated")
    reader.goto(address)
    expect(reader.locator(".lede")).to_contain_text("abends")
    expect(reader.locator("main")).not_to_contain_text("something else")
