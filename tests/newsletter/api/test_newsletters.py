"""Does the API show an issue as readers of the archive see it, and never more?"""

from datetime import date
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from jsonschema import Draft202012Validator
from wagtail.models import PageViewRestriction

from cms.outputs.api.urls import delivery
from cms.plugins.news.models import NewsPage
from cms.testing.factories import make_page, make_picture, make_translation
from newsletter.approval.decisions import decide
from newsletter.approval.freezing import freeze
from newsletter.frozen.redaction import redact
from newsletter.models import IssuePage
from tests.newsletter.conftest import editorial, entries, entry, make_issue, words_of

pytestmark = pytest.mark.usefixtures("site")

ROOT = "/api/delivery/v1/newsletters"
FORMS = ("web", "email", "text")


def ask(client, issue=None, *, status: int = 200, **parameters):
    """Return what the API answers of an issue, or of all."""
    address = f"{ROOT}/{issue.translation_key}" if issue else ROOT
    response = client.get(address, parameters)
    assert response.status_code == status, response.content
    return response.json()


def restrict(page) -> None:
    """Let only those see a page who have signed in."""
    PageViewRestriction.objects.create(page=page, restriction_type="login")


def titles(found: dict) -> list[str]:
    """Return what the items of an edition are called."""
    return [item["title"] for item in found["items"]]


def test_an_edition_is_as_it_was_approved(client, user, site):
    root = site.home.get_site().root_url
    news = make_page(NewsPage, title="A report", picture=make_picture("Night", credit="A. K."))
    issue = make_issue(
        editorial("<p>Welcome.</p>"),
        entries(entry(news), heading="News"),
        picture=make_picture("Towers"),
    )
    approval = freeze(issue, user=user)
    NewsPage.objects.filter(pk=news.pk).update(title="Another title")
    IssuePage.objects.filter(pk=issue.pk).update(subject="Behind its back", sections="[]")

    found = ask(client, issue)

    edition = approval.editions.get(language="en")
    assert (found["id"], found["form"]) == (str(issue.translation_key), "web")
    assert (found["label"], found["number"], found["date"]) == ("June 2019", 54, "2019-06-03")
    assert found["subject"] == "Security where it is lived"
    assert found["locale"] == {
        "requested": "en",
        "served": "en",
        "direction": "ltr",
        "match": "exact",
        "words": "en",
    }
    assert found["url"] == "http://testserver/en/newsletter/june-2019/"
    assert found["approved_at"] == edition.approved_at.isoformat()
    assert [each["locale"] for each in found["alternates"]] == ["de", "en", "fr"]
    [item] = found["items"]
    assert (item["id"], item["type"]) == (str(news.translation_key), "news")
    assert (item["title"], item["language"]) == ("A report", "en")
    assert f'id="{item["anchor"]}"' in found["html"]
    assert [line["heading"] for line in found["contents"]][-1] == "News"
    assert "Welcome." in words_of(found["html"])
    assert "<!--" not in found["html"]
    assert '="/' not in found["html"]
    for size in (found["picture"]["lead"], item["picture"]["card"]):
        assert "/media/newsletter/" in size["url"]
        assert size["url"].startswith(("http://testserver/", root))
    assert ask(client, issue, form="email")["html"] == edition.mail_html
    assert ask(client, issue, form="text")["text"] == edition.mail_text


@pytest.mark.parametrize("form", FORMS)
def test_every_form_is_what_the_document_says(client, user, form):
    issue = make_issue(entries(entry(make_page(NewsPage, picture=make_picture()))))
    freeze(issue, user=user)
    document = delivery.get_openapi_schema()
    shapes = {"web": "WebEdition", "email": "MailEdition", "text": "TextEdition"}

    for path, shape, found in (
        (f"{ROOT}/{{issue}}", shapes[form], ask(client, issue, form=form)),
        (ROOT, "IssueList", ask(client)),
    ):
        assert document["paths"][path]["get"]["tags"] == ["newsletters"]
        rule = {"$ref": f"#/components/schemas/{shape}", "components": document["components"]}
        Draft202012Validator(rule).validate(found)


def test_the_archive_has_what_was_approved_the_newest_first(client, user):
    page = make_page(NewsPage)
    for month in (4, 5, 6):
        label = f"Issue {month}"
        made = make_issue(
            entries(entry(page)), title=label, slug=f"{month}", date=date(2019, month, 3)
        )
        freeze(made, user=user)
    make_issue(entries(entry(page)), title="Not approved", slug="not-approved")
    make_issue(entries(entry(page)), title="Draft", slug="draft", publish=False)

    first = ask(client, limit=2)
    second = ask(client, limit=2, cursor=first["page"]["next"])

    labels = [[issue["label"] for issue in page["items"]] for page in (first, second)]
    assert labels == [["Issue 6", "Issue 5"], ["Issue 4"]]
    assert second["page"] == {"limit": 2, "next": None, "count": None}
    assert first["items"][0].keys() < ask(client, made).keys()
    whole = ask(client, made)
    assert first["items"][0] == {name: whole[name] for name in first["items"][0]}


def test_who_is_held_back_gets_what_stands_in_and_is_told(client, user):
    news = make_page(NewsPage, title="A report")
    make_translation(news, "fr", title="Un rapport")
    issue = make_issue(entries(entry(news)))
    decide(issue, "de", "hold", user=user)
    freeze(issue, user=user)

    french, german = ask(client, issue, locale="fr"), ask(client, issue, locale="de")
    [row] = ask(client, locale="de")["items"]

    assert (french["locale"]["served"], french["locale"]["match"]) == ("fr", "exact")
    assert titles(french) == ["Un rapport"]
    assert french["locale"]["words"] == "en"
    assert german["locale"] | {"words": ""} == {
        "requested": "de",
        "served": "en",
        "direction": "ltr",
        "match": "fallback",
        "words": "",
    }
    assert titles(german) == ["A report"]
    assert row["locale"] == german["locale"]
    assert [each["locale"] for each in german["alternates"]] == ["en", "fr"]


@pytest.mark.parametrize("way", ["unpublished", "restricted"])
def test_what_is_public_no_longer_is_gone_from_every_form(client, user, way):
    stays, goes = (make_page(NewsPage, title=title) for title in ("Stays", "Quetzalcoatlus"))
    issue = make_issue(entries(entry(stays), entry(goes)))
    freeze(issue, user=user)
    assert "Quetzalcoatlus" in str([ask(client, issue, form=form) for form in FORMS])

    goes.unpublish() if way == "unpublished" else restrict(goes)

    found = ask(client, issue)
    assert titles(found) == ["Stays"]
    assert "Quetzalcoatlus" not in str(found)
    for form in ("email", "text"):
        assert ask(client, issue, form=form, status=410)["title"] == "Gone"


def test_a_notice_is_in_the_language_that_was_asked_for(client, user):
    stays, goes = (make_page(NewsPage, title=title) for title in ("Stays", "Goes"))
    issue = make_issue(entries(entry(stays), entry(goes)))
    freeze(issue, user=user)
    goes.unpublish()
    address = f"{ROOT}/{issue.translation_key}?locale=de"

    first, second = (
        client.get(address, headers={"Accept-Language": tag}).json()["html"] for tag in ("fr", "pl")
    )

    assert first == second
    assert "nicht mehr öffentlich" in first


def test_what_was_removed_for_good_is_gone_too(client, user):
    stays, goes = (make_page(NewsPage, title=title) for title in ("Stays", "Quetzalcoatlus"))
    issue = make_issue(entries(entry(stays), entry(goes)))
    freeze(issue, user=user)

    redact(issue, goes.translation_key, user=user, reason="asked for")

    found = ask(client, issue)
    assert titles(found) == ["Stays"]
    assert "Quetzalcoatlus" not in str(found)
    assert found["updated_at"] > found["approved_at"]
    assert ask(client, issue, form="email", status=410)["title"] == "Gone"


@pytest.mark.parametrize("way", ["unpublished", "restricted", "archive"])
def test_an_issue_that_is_not_for_everybody_is_not_there(client, user, way):
    issue = make_issue(entries(entry(make_page(NewsPage))))
    freeze(issue, user=user)
    assert len(ask(client)["items"]) == 1

    if way == "unpublished":
        issue.unpublish()
    else:
        restrict(issue if way == "restricted" else issue.get_parent())

    assert ask(client)["items"] == []
    for form in FORMS:
        assert ask(client, issue, form=form, status=404)["title"] == "Not found"


def test_what_was_never_approved_is_not_there(client):
    issue = make_issue(entries(entry(make_page(NewsPage))))

    assert ask(client)["items"] == []
    assert ask(client, issue, status=404)["title"] == "Not found"
    assert client.get(f"{ROOT}/{uuid4()}").status_code == 404


@pytest.mark.parametrize(
    ("parameter", "value"), [("form", "pdf"), ("locale", "xx"), ("fallback", "none")]
)
def test_what_it_does_not_know_is_refused(client, user, parameter, value):
    issue = make_issue(entries(entry(make_page(NewsPage))))
    freeze(issue, user=user)

    [mistake] = ask(client, issue, status=400, **{parameter: value})["errors"]

    assert mistake["parameter"] == parameter


def test_a_longer_archive_costs_no_more_queries(client, user):
    page = make_page(NewsPage)

    def queries() -> int:
        ask(client, locale="fr")
        with CaptureQueriesContext(connection) as made:
            ask(client, locale="fr")
        return len(made)

    def add(month: int) -> None:
        issue = make_issue(entries(entry(page)), slug=f"{month}", date=date(2019, month, 3))
        freeze(issue, user=user)

    add(1)
    one = queries()
    add(2)
    add(3)

    assert queries() == one <= 6


def test_words_of_a_version_that_is_not_for_everybody_are_not_told(client, user):
    issue = make_issue(entries(entry(make_page(NewsPage))))
    french = make_translation(issue, "fr", words={issue.subject: "Quetzalcoatlus"})
    freeze(issue, user=user)
    assert ask(client, issue, locale="fr")["subject"] == "Quetzalcoatlus"

    restrict(french)

    for answer in (ask(client, locale="fr")["items"][0], ask(client, issue, locale="fr")):
        assert answer["subject"] == issue.subject
        assert (answer["locale"]["served"], answer["locale"]["match"]) == ("en", "fallback")
        assert [each["locale"] for each in answer["alternates"]] == ["de", "en"]
    for form in FORMS:
        assert "Quetzalcoatlus" not in str(ask(client, issue, locale="fr", form=form))


def test_an_issue_of_which_all_words_are_not_for_everybody_is_not_there(client, user):
    make_issue(slug="may-2019", date=date(2019, 5, 6), number=53)
    freeze(IssuePage.objects.get(slug="may-2019"), user=user)
    issue = make_issue(entries(entry(make_page(NewsPage))))
    french = make_translation(issue, "fr")
    for language in ("en", "de"):
        decide(issue, language, "hold", user=user)
    freeze(issue, user=user)
    assert [each["number"] for each in ask(client, limit=1)["items"]] == [54]

    restrict(french)

    assert [each["number"] for each in ask(client, limit=1)["items"]] == [53]
    for form in FORMS:
        assert ask(client, issue, form=form, status=404)["title"] == "Not found"


def test_an_answer_says_its_languages(client, user):
    issue = make_issue(entries(entry(make_page(NewsPage))))
    freeze(issue, user=user)

    response = client.get(f"{ROOT}/{issue.translation_key}", {"locale": "fr"})

    assert response["Content-Language"] == "fr, en"
