"""What does a reader meet? Languages, keyboard, pages without a script, and paper."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

LANGUAGES = ("de", "en", "es", "fr", "it", "pl")

HOME = "/"
EVENT = "/agenda/course-on-local-safety-audits/"
LISTING = "/calls/?state=open"
ISSUE = "/newsletter/june-2019/"
WRITTEN_IN_FRENCH = "/news/drugs-and-harm-reduction-what-a-city-can-do/"  # and not in Polish
NOT_IN_GERMAN = "/agenda/identifying-vulnerabilities-in-public-spaces/"
NO_PAGE = "/no-such-page/"


def path_of(page: Page) -> str:
    """Return the address of a page without its host."""
    return re.sub(r"^https?://[^/]+", "", page.url)


def addresses(page: Page, links: str) -> list[str]:
    """Return where links lead that stay on the site, without the places inside a page."""
    found = page.eval_on_selector_all(
        links, "links => links.map(link => link.getAttribute('href').split('#')[0])"
    )
    return [address for address in dict.fromkeys(found) if address.startswith("/")]


def focused(page: Page) -> dict:
    """Return what has the focus: its tag, whether it is in sight, and whether it looks different for it."""
    return page.evaluate(
        """() => {
            const element = document.activeElement;
            const looks = () => {
                const style = getComputedStyle(element);
                return [style.backgroundColor, style.boxShadow, style.outlineStyle].join();
            };
            const box = element.getBoundingClientRect();
            const withFocus = looks();
            element.blur();
            const differs = looks() !== withFocus;
            element.focus();
            return {
                tag: element.tagName,
                html: element.outerHTML.slice(0, 120),
                differs,
                isInSight: box.width > 1 && box.bottom > 0 && box.top < innerHeight,
            };
        }"""
    )


# Languages


@pytest.mark.parametrize("address", [HOME, LISTING, EVENT, ISSUE, NOT_IN_GERMAN])
def test_the_language_switcher_stays_on_the_same_content(page: Page, address: str):
    page.goto(f"/en{address}")
    start = path_of(page)

    links = page.locator(".masthead .languages a")
    assert links.evaluate_all("links => links.map(link => link.hreflang).sort()") == [
        language for language in LANGUAGES if language != "en"
    ]
    for switch in addresses(page, ".masthead .languages a"):
        answer = page.goto(switch)
        assert answer.status == 200
        assert path_of(page) == switch, "the switcher leads there without a detour"
        assert page.get_attribute("html", "lang") == switch.split("/")[1]
        back = page.get_attribute(".masthead .languages a[hreflang=en]", "href")
        assert back == start


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_link_is_dead(page: Page, language: str):
    visited = set()
    for address in (HOME, LISTING, EVENT, NOT_IN_GERMAN, ISSUE, NO_PAGE):
        page.goto(f"/{language}{address}", wait_until="domcontentloaded")
        assert page.locator(".masthead a").count() > len(LANGUAGES)
        visited |= set(addresses(page, "a[href]"))

    answers = {
        address: page.request.get(address, max_redirects=0).status for address in sorted(visited)
    }
    assert {address: status for address, status in answers.items() if status != 200} == {}


@pytest.mark.parametrize(
    ("wanted", "language"), [("de-AT", "de"), ("pl", "pl"), ("fr-BE", "fr"), ("is-IS", "en")]
)
def test_the_front_door_opens_in_the_language_of_the_reader(
    new_context: Callable[..., BrowserContext], wanted: str, language: str
):
    page = new_context(locale=wanted).new_page()
    page.goto("/")
    assert path_of(page) == f"/{language}/"
    assert page.get_attribute("html", "lang") == language


def test_a_page_that_is_not_translated_says_so(page: Page):
    answer = page.goto(f"/de{NOT_IN_GERMAN}")
    assert answer.status == 200
    assert path_of(page) == f"/de{NOT_IN_GERMAN}"
    assert page.get_attribute("html", "lang") == "de"

    notice = page.get_by_role("note")
    expect(notice).to_contain_text("auf Deutsch")
    expect(notice).to_contain_text("auf Englisch")
    assert page.get_attribute("h1", "lang") == "en"
    assert page.get_attribute("link[rel=canonical]", "href").endswith(f"/en{NOT_IN_GERMAN}")

    offered = addresses(page, "[role=note] a")
    assert offered, "the notice offers the languages into which the page is translated"
    for address in offered:
        page.goto(address)
        assert path_of(page) == address
        expect(page.get_by_role("note")).to_have_count(0)


def test_a_page_may_have_been_written_in_any_language(page: Page):
    page.goto(f"/fr{WRITTEN_IN_FRENCH}")
    expect(page.get_by_role("note")).to_have_count(0)
    assert page.get_attribute("h1", "lang") is None

    page.goto(f"/pl{WRITTEN_IN_FRENCH}")
    assert page.get_attribute("h1", "lang") == "en", "which comes before the source in the chain"
    expect(page.get_by_role("note").get_by_role("link", name="français")).to_be_visible()


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_is_lost_is_told_so_in_their_language(page: Page, language: str):
    answer = page.goto(f"/{language}{NO_PAGE}")
    assert answer.status == 404
    assert page.get_attribute("html", "lang") == language
    expect(page.locator("h1")).to_have_count(1)
    assert page.locator(".menu a").count() > 4


# Keyboard


def test_the_first_stop_of_the_keyboard_skips_the_masthead(page: Page):
    page.goto(f"/en{ISSUE}")
    page.keyboard.press("Tab")
    skip = page.locator(".skip-link")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()

    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.closest('main') !== null")


@pytest.mark.parametrize("address", [HOME, LISTING])
def test_every_stop_of_the_keyboard_is_seen(page: Page, address: str):
    page.goto(f"/en{address}")
    stops = page.locator(
        ":is(a[href], button, select, summary, input:not([type=hidden])):visible"
    ).count()
    for _ in range(stops):
        page.keyboard.press("Tab")
        stop = focused(page)
        assert stop["isInSight"], stop["html"]
        assert stop["differs"], stop["html"]
    assert page.evaluate("() => document.activeElement.closest('footer') !== null")


@pytest.mark.parametrize("panel", ["menu", "language"])
def test_escape_closes_a_panel(new_context: Callable[..., BrowserContext], panel: str):
    page = new_context(viewport={"width": 320, "height": 640}).new_page()
    page.goto("/en/")
    summary = page.locator(f".{panel}-disclosure summary")
    links = page.locator(f".{panel}-disclosure .disclosure-panel a")
    expect(links.first).to_be_hidden()

    summary.focus()
    page.keyboard.press("Enter")
    expect(links.first).to_be_visible()
    page.keyboard.press("Tab")
    expect(links.first).to_be_focused()
    page.keyboard.press("Escape")
    expect(links.first).to_be_hidden()
    expect(summary).to_be_focused()


# Without a script


def test_menu_and_languages_open_without_a_script(new_context: Callable[..., BrowserContext]):
    page = new_context(java_script_enabled=False, viewport={"width": 320, "height": 640}).new_page()
    page.goto("/en/")
    menu = page.locator(".menu-disclosure .disclosure-panel")
    languages = page.locator(".language-disclosure .disclosure-panel")

    page.locator(".menu-disclosure summary").click()
    expect(menu).to_be_visible()
    page.locator(".language-disclosure summary").click()
    expect(languages).to_be_visible()
    expect(menu).to_be_hidden()
    page.locator(".language-disclosure a[hreflang=fr]").click()
    assert path_of(page) == "/fr/"


def test_filters_work_without_a_script(new_context: Callable[..., BrowserContext]):
    page = new_context(java_script_enabled=False).new_page()
    page.goto("/en/agenda/")
    page.get_by_label("State").select_option("closed")
    page.get_by_label("Year").select_option("2019")
    page.get_by_role("button", name="Show results").click()
    assert "year=2019" in page.url
    held = page.locator(".results > li").count()
    assert held > 1

    page.get_by_label("Country").select_option("DE")
    page.get_by_role("button", name="Show results").click()
    assert 0 < page.locator(".results > li").count() < held
    page.get_by_role("link", name="Clear all filters").click()
    expect(page.locator(".filter-tag")).to_have_count(0)


def test_nothing_that_needs_a_script_is_offered_without_one(
    new_context: Callable[..., BrowserContext],
):
    page = new_context(java_script_enabled=False).new_page()
    page.goto(f"/en{ISSUE}")
    # One that sends a form needs none.
    expect(page.locator("button:not(form [type=submit]):visible")).to_have_count(0)


# Paper


def test_the_print_button_prints(page: Page):
    page.goto(f"/en{ISSUE}")
    page.evaluate("() => { window.print = () => { document.body.dataset.printed = 'yes' } }")
    page.get_by_role("button", name="Print this issue").click()
    assert page.get_attribute("body", "data-printed") == "yes"


@pytest.mark.parametrize("language", ["en", "de"])
def test_an_issue_prints_on_a_few_sheets_of_a4(page: Page, language: str):
    page.goto(f"/{language}{ISSUE}")
    pdf = page.pdf(prefer_css_page_size=True)
    assert 3 <= len(re.findall(rb"/Type\s*/Page\b", pdf)) <= 6
    width, height = re.search(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf).groups()
    assert (round(float(width)), round(float(height))) == (595, 842)  # A4 in points


def test_paper_has_addresses_instead_of_navigation(page: Page):
    page.goto(f"/en{ISSUE}")
    page.emulate_media(media="print")
    for navigation in page.locator("nav, button, summary, .skip-link, .item-link").all():
        expect(navigation).to_be_hidden()
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator(".entry").first).to_be_visible()

    printed = page.locator(".read-more a:not(.item-link)").evaluate_all(
        "links => links.map(link => getComputedStyle(link, '::after').content)"
    )
    assert printed
    assert [text for text in printed if not re.search(r"\((\\?.)*\w\.\w", text)] == []
