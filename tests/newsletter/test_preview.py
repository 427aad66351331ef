"""Does an editor see, in every form and language, what is not saved yet?"""

import pytest
from django.urls import reverse
from django.utils import translation
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield
from wagtail_localize.models import Translation

from cms.languages.translation.sharing import address_of, share
from cms.plugins.news.models import NewsPage
from cms.testing.factories import make_administrator, make_page, make_translation
from newsletter.models import IssueIndexPage, IssuePage

from .conftest import ISSUE_DAY, editorial, entries, entry, make_issue, words_of

pytestmark = pytest.mark.usefixtures("site")

FORMS = ("web", "mail", "text")
LANGUAGES = ("de", "en", "fr")


def preview(issue: IssuePage, mode: str):
    """Return the answer of the preview panel."""
    return issue.make_preview_request(preview_mode=mode)


def test_there_is_a_preview_for_every_form_in_every_language():
    issue = make_issue()

    modes = [mode for mode, _name in issue.preview_modes]
    assert sorted(modes) == sorted(f"{form}.{tag}" for tag in LANGUAGES for form in FORMS)
    assert issue.default_preview_mode == "web.en"


def test_what_is_not_saved_is_seen_in_the_language_of_the_mode():
    page = make_page(NewsPage, title="Saved page")
    issue = make_issue(entries(entry(page)))
    issue.title = "Unsaved label"
    issue.sections = [
        editorial("<p>Unsaved & “new”.</p>"),
        entries(entry(page, headline="Unsaved headline"), heading="Unsaved heading"),
    ]
    days = {"en": "3 June 2019", "fr": "3 juin 2019", "de": "3. Juni 2019"}
    parts = ("Unsaved label", "Unsaved & “new”.", "Unsaved heading", "Unsaved headline")

    with translation.override("en"):  # the editor's own language
        previews = {
            (form, tag): preview(issue, f"{form}.{tag}") for form in FORMS for tag in LANGUAGES
        }

    for (form, tag), response in previews.items():
        assert response.status_code == 200
        words = words_of(response.content.decode()).replace("\u00a0", " ")
        missing = [part for part in (*parts, days[tag]) if part not in words]
        assert (form, tag, missing) == (form, tag, [])


def test_a_draft_of_a_translation_is_seen_in_its_language_and_not_in_others():
    issue = make_issue(editorial("<p>We write.</p>"))
    french = make_translation(issue, "fr", title="Juin 2019")
    french.title = "Étiquette provisoire"

    words = {tag: words_of(preview(french, f"mail.{tag}").content.decode()) for tag in ("fr", "de")}

    assert "Étiquette provisoire" in words["fr"]
    assert "June 2019" in words["de"]
    assert "Étiquette provisoire" not in words["de"]


def test_an_unknown_mode_is_not_found():
    issue = make_issue()

    for mode in ("web.it", "pdf.en", "../../secret.en", "mail", "."):
        assert preview(issue, mode).status_code == 404


def test_the_panel_shows_what_stands_in_the_form(client):
    client.force_login(make_administrator())
    page = make_page(NewsPage, title="Saved page")
    archive = IssueIndexPage.objects.get(locale__language_code="en")
    issue = make_issue(entries(entry(page)))
    addresses = [
        reverse("wagtailadmin_pages:preview_on_edit", args=[issue.pk]),
        reverse("wagtailadmin_pages:preview_on_add", args=["newsletter", "issuepage", archive.pk]),
    ]

    for address in addresses:
        assert client.post(address, form(page)).json() == {"is_valid": True, "is_available": True}
        for mode in ("web.en", "mail.fr", "text.de"):
            words = words_of(client.get(address, {"mode": mode}).content.decode())
            for part in ("Typed label", "Typed text", "Typed heading", "Saved page"):
                assert part in words


def form(page: Page) -> dict:
    """Return what a browser sends of an issue that is being written; new blocks have no identity yet."""
    entry = {"page": page.pk, "outlet": "everywhere", "when_missing": "fall_back"}
    words = {"headline": "", "teaser": "", "link_text": ""}
    return nested_form_data(
        {
            "title": "Typed label",
            "slug": "typed",
            "number": 55,
            "date": ISSUE_DAY.isoformat(),
            "subject": "Typed subject",
            "preheader": "Typed preheader",
            "picture": "",
            "sections": streamfield(
                [
                    (
                        "editorial",
                        {
                            "salutation": "",
                            "text": {"text": rich_text("<p>Typed text</p>")},
                            "sign_off": "",
                        },
                    ),
                    (
                        "entries",
                        {
                            "heading": "Typed heading",
                            "kind": "",
                            "entries": streamfield([("entry", {**entry, **words})]),
                        },
                    ),
                    (
                        "entries",
                        {
                            "heading": "",
                            "kind": "",
                            "entries": streamfield([("entry", {**entry, **words})]),
                        },
                    ),
                ]
            ),
            "comments": inline_formset([]),
        }
    )


def test_a_draft_of_an_issue_is_shown_by_a_link_with_what_everybody_may_read(client):
    public, hidden = make_page(NewsPage, title="Public"), make_page(NewsPage, title="Hidden")
    issue = make_issue(editorial("<p>We write.</p>"), entries(entry(public), entry(hidden)))
    french = make_translation(issue, "fr", title="Juin 2019", publish=False)
    hidden.unpublish()
    record = Translation.objects.get(target_locale=french.locale)
    link = share(record, user=make_administrator(), for_whom="Mairie de Lyon", days=1)

    answer = client.get(address_of(link))

    words = words_of(answer.content.decode())
    assert (answer.status_code, answer.headers["Content-Language"]) == (200, "fr")
    assert "Juin 2019" in words
    assert "Public" in words
    assert "Hidden" not in words
    assert answer.context["share_link"] == link
