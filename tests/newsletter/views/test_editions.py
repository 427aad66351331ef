"""Does an editor see what the readers of each language get, and nobody else?"""

import re

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from cms.plugins.news.models import NewsPage
from cms.testing.factories import make_administrator, make_page, make_translation
from newsletter.approval.decisions import decide
from newsletter.approval.freezing import freeze
from newsletter.frozen.redaction import redact
from newsletter.models import FrozenEdition
from newsletter.readiness.mails import TOO_LARGE
from tests.newsletter.conftest import entries, entry, make_issue, make_large_issue, words_of
from tests.newsletter.views.conftest import CANARY

FORMS = ["web", "mail", "dark", "narrow", "text", "print"]

QUERIES = 29
"""Of the matrix of a draft, whatever the size of the issue."""


@pytest.fixture
def admin(client, site):
    """The browser of an administrator."""
    client.force_login(make_administrator("root"))
    return client


def matrix(guarded) -> str:
    return reverse("newsletter_admin:editions", args=[guarded.pk])


def cell(
    guarded, form: str, language: str = "de", audience: str = "everyone", name: str = "edition"
):
    return reverse(f"newsletter_admin:{name}", args=[guarded.pk, language, audience, form])


def content(guarded, *cell_of: str) -> str:
    return cell(guarded, *cell_of, name="edition_content")


def rows(client, guarded) -> list[list[str]]:
    """Return what the matrix says in each row but its last cell."""
    tree = BeautifulSoup(client.get(matrix(guarded)).content, "html.parser")
    return [
        [" ".join(field.get_text().split()) for field in row.find_all(["th", "td"])[:-1]]
        for row in tree.select(".editions__table tbody tr")
    ]


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("nobody", 302),
        ("bystander", 302),
        ("translator", 302),
        ("editor", 200),
        ("administrator", 200),
    ],
)
def test_only_those_who_may_edit_the_issue_see_its_editions(client, guarded, people, who, status):
    if people[who]:
        client.force_login(people[who])

    addresses = [matrix(guarded), cell(guarded, "mail"), content(guarded, "mail")]

    assert [client.get(address).status_code for address in addresses] == [status] * 3


def test_the_matrix_tells_what_becomes_of_every_edition(admin, guarded):
    user = make_administrator()
    decide(guarded, "de", "hold", user=user, note="Two pages to come.")
    decide(guarded, "fr", "drop", user=user)

    told = rows(admin, guarded)

    assert [[row[0], row[2]] for row in told] == [
        ["German", "held back Two pages to come."],
        ["English", "going out"],
        ["French", "left out its readers get it in English"],
    ]
    assert {row[1] for row in told} == {"Security where it is lived"}
    assert [row[4] for row in told] == ["1 1 in another language", "1", "1"]
    assert all(re.fullmatch(r"\d+\skB of 90\skB", row[3]) for row in told)


def test_what_is_approved_is_told_with_its_version(admin, issue):
    freeze(issue, user=make_administrator())
    FrozenEdition.objects.filter(language="en").update(mail_size=TOO_LARGE + 1000)

    told = rows(admin, issue)

    assert {row[2] for row in told} == {"approved, version 1"}
    assert told[1][3] == "91 kB of 90 kB too large: some mail programs cut it off"
    shown = words_of(admin.get(cell(issue, "mail")).content.decode())
    assert "You see version 1 as it was approved, " in shown


def test_audiences_are_told_where_they_differ(admin, site):
    first, second = make_page(NewsPage, title="One"), make_page(NewsPage, title="Two")
    guarded = make_issue(
        entries(entry(first), entry(second, audience="members", when_missing="drop"))
    )

    assert [row[:2] for row in rows(admin, guarded)] == [
        ["German", "everyone"],
        ["English", "everyone"],
        ["English", "members only"],
        ["French", "everyone"],
    ]
    assert "Two" in words_of(admin.get(content(guarded, "mail", "en", "members")).content.decode())
    assert admin.get(content(guarded, "web", "en", "members")).status_code == 404


@pytest.mark.parametrize("form", FORMS)
def test_every_cell_leads_to_the_edition_in_a_frame(admin, guarded, form):
    tree = BeautifulSoup(admin.get(matrix(guarded)).content, "html.parser")
    links = [link["href"] for link in tree.select(".editions__links a")]
    assert cell(guarded, form) in links

    shown = BeautifulSoup(admin.get(cell(guarded, form)).content, "html.parser")

    (frame,) = shown.select("iframe")
    assert frame["src"] == content(guarded, form)
    assert "allow-scripts" not in frame["sandbox"]
    assert frame["title"].startswith("The edition for readers of German: ")
    (current,) = shown.select("a[aria-current=page]")
    assert current["href"] == cell(guarded, form)


@pytest.mark.parametrize("form", FORMS)
def test_a_form_is_a_document_of_its_own_that_this_site_alone_may_frame(admin, guarded, form):
    answer = admin.get(content(guarded, form))

    html = answer.content.decode()
    assert (answer.status_code, answer.headers["X-Frame-Options"]) == (200, "SAMEORIGIN")
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["Content-Language"] == "de"
    assert html.count("<html") == 1
    assert "A report" in html
    assert CANARY not in html


def test_a_mail_is_shown_in_the_colours_that_are_asked_for(admin, guarded):
    light, dark, narrow = (
        admin.get(content(guarded, form)).content.decode() for form in ("mail", "dark", "narrow")
    )

    assert '<meta name="color-scheme" content="light">' in light
    assert '<meta name="color-scheme" content="dark">' in dark
    assert narrow == light


def test_a_mail_can_do_nothing_in_the_browser(admin, guarded):
    policy = admin.get(content(guarded, "mail")).headers["Content-Security-Policy"]

    assert policy.startswith("default-src 'none'; ")
    assert "script-src" not in policy


def test_print_is_the_page_with_its_print_styles_on_the_screen(admin, guarded):
    web, printed = (admin.get(content(guarded, form)).content.decode() for form in ("web", "print"))

    assert 'media="all"' not in web
    assert web.replace('media="print"', 'media="all"', 1) == printed
    assert re.search(r'print\.[\w.]*css" media="all"', printed)


def test_the_page_names_itself_in_the_language_of_the_edition(admin, site):
    guarded = make_issue(entries())
    make_translation(guarded, "fr", title="Juin 2019")

    named = {
        language: BeautifulSoup(
            admin.get(content(guarded, "web", language)).content, "html.parser"
        ).select(".breadcrumbs [aria-current]")[0]
        for language in ("de", "fr")
    }

    assert {tag: words_of(str(name)) for tag, name in named.items()} == {
        "de": "June 2019",
        "fr": "Juin 2019",
    }


def test_a_page_that_is_approved_is_shown_as_it_was_frozen(admin, site):
    news = make_page(NewsPage, title="A report")
    guarded = make_issue(entries(entry(news)))
    freeze(guarded, user=make_administrator())
    news.title = "Another report"
    news.save_revision().publish()

    shown = {form: admin.get(content(guarded, form)).content.decode() for form in FORMS}

    assert [form for form, html in shown.items() if "Another report" in html] == []
    assert [form for form, html in shown.items() if "A report" in html] == FORMS


def test_the_mail_of_a_redacted_edition_is_not_offered(admin, site):
    news = make_page(NewsPage, title="A report")
    guarded = make_issue(entries(entry(news)))
    freeze(guarded, user=make_administrator())
    redact(guarded, news.translation_key, user=make_administrator("boss"), reason="Asked for.")

    statuses = {form: admin.get(content(guarded, form)).status_code for form in FORMS}

    assert statuses == {
        "web": 200, "mail": 404, "dark": 404, "narrow": 404, "text": 404, "print": 200,
    }  # fmt: skip


@pytest.mark.parametrize(
    "named",
    [("pdf",), ("mail", "pl"), ("mail", "xx"), ("mail", "de", "members"), ("mail", "de", "nobody")],
)
def test_what_is_not_there_is_not_found(admin, guarded, named):
    assert admin.get(cell(guarded, *named)).status_code == 404
    assert admin.get(content(guarded, *named)).status_code == 404


def test_the_translation_of_an_issue_has_no_editions_of_its_own(admin, site):
    guarded = make_issue(entries())
    french = make_translation(guarded, "fr", title="Juin 2019")

    assert admin.get(matrix(french)).status_code == 404


def test_the_issue_leads_there(admin, guarded):
    html = admin.get(reverse("wagtailadmin_pages:edit", args=[guarded.pk])).content.decode()

    assert matrix(guarded) in html


def test_the_matrix_costs_the_same_whatever_the_size_of_the_issue(
    admin, site, django_assert_num_queries
):
    for size in (4, 12):
        guarded = make_large_issue(size, slug=f"large-{size}", publish=False)
        admin.get(matrix(guarded))
        with django_assert_num_queries(QUERIES):
            assert len(rows(admin, guarded)) == 3
