"""Do those remove an item for good who publish the issue, with a reason that is logged?"""

import pytest
from django.urls import reverse
from wagtail.models import PageLogEntry

from cms.plugins.events.models import EventPage
from cms.plugins.news.models import NewsPage
from cms.testing.factories import make_page, make_translation, make_user
from newsletter.approval.freezing import freeze
from newsletter.frozen.redaction import REDACTED
from newsletter.handover.orders import begin
from newsletter.handover.work import attempt
from newsletter.models import FrozenEdition, FrozenItem, Handover, IssuePage
from tests.newsletter.conftest import agenda, entries, entry, line, make_issue
from tests.newsletter.views.conftest import said, soup, texts, url
from tests.shared import shared


@shared
def other(site) -> NewsPage:
    """Another piece of news."""
    return make_page(NewsPage, title="Names of the injured")


@shared
def approved(news, other) -> IssuePage:
    """An issue with two items that was approved."""
    make_translation(other, "fr", title="Noms des blessés")
    issue = make_issue(entries(entry(news), entry(other)))
    freeze(issue, user=make_user("boss"))
    return issue


def answer(page: NewsPage, reason: str = "They asked for it") -> dict[str, str]:
    return {"key": str(page.translation_key), "reason": reason}


def kept() -> set[str]:
    return set(FrozenItem.objects.values_list("title", flat=True))


@pytest.mark.parametrize("role", ["manager", "publisher"])
def test_every_item_is_offered_once_in_the_language_of_the_issue(at_work, approved, role):
    page = soup(at_work(role).get(url("redact", approved)))

    assert texts(page.select("input[name=key] + *, label:has(input[name=key])")) == [
        "A report",
        "Names of the injured",
    ]


def test_what_is_chosen_is_removed_from_every_edition_and_logged(at_work, approved, other):
    response = at_work("manager").post(url("redact", approved), answer(other), follow=True)

    assert said(response) == [
        "The item was removed from 3 editions. Their mails are not kept any longer."
    ]
    assert kept() == {"A report"}
    assert {each.mail_html for each in FrozenEdition.objects.all()} == {""}
    [logged] = PageLogEntry.objects.filter(action=REDACTED)
    assert (logged.user.username, logged.data["reason"]) == ("manager", "They asked for it")


def test_what_keeps_it_is_listed(at_work, news, other, settings, tmp_path):
    settings.NEWSLETTER_BACKENDS = {
        "file": {
            "BACKEND": "newsletter.backends.file.FileBackend",
            "OPTIONS": {"FOLDER": tmp_path / "handover"},
        }
    }
    own = entry(other, headline="Anna M. was hurt", teaser="Anna M. is well again.")
    dated = make_page(EventPage, title="A meeting")
    said_of_it = line(dated, words="Anna M. speaks")
    issue = make_issue(entries(entry(news), own), agenda(said_of_it))
    done, _waits = begin(
        freeze(issue, user=make_user("boss")), "file", languages=["de", "fr"], user=None
    )
    attempt(done.pk)
    Handover.objects.filter(pk=done.pk).update(address="https://lists.example/campaigns/1")
    manager = at_work("manager")
    manager.post(url("redact", issue), answer(other))

    page = soup(manager.get(url("redact", issue)))

    [left] = page.select("[data-arrived] li")
    assert texts([left])[0].startswith("German, Files , of version 1 delete the draft there")
    assert left.a["href"] == "https://lists.example/campaigns/1"
    edit = reverse("wagtailadmin_pages:edit", args=[issue.pk])
    assert [(link.get_text(), link["href"]) for link in page.select("[data-own-words] a")] == [
        ("Anna M. was hurt", f"{edit}#block-{own['id']}-section"),
        ("Anna M. is well again.", f"{edit}#block-{own['id']}-section"),
        ("Anna M. speaks", f"{edit}#block-{said_of_it['id']}-section"),
    ]


def test_where_nothing_keeps_it_nothing_is_listed(at_work, approved):
    page = soup(at_work("manager").get(url("redact", approved)))

    assert page.select("[data-arrived], [data-own-words]") == []


def test_a_reason_is_needed(at_work, approved, other):
    page = soup(at_work("manager").post(url("redact", approved), answer(other, reason="")))

    assert "This field is required." in page.get_text()
    assert "Names of the injured" in kept()


@pytest.mark.parametrize("key", ["", "x", "\x00", "00000000-0000-0000-0000-000000000000"])
def test_what_is_not_in_the_issue_is_not_removed(at_work, approved, key):
    before = kept()

    response = at_work("manager").post(url("redact", approved), {"key": key, "reason": "Why not"})

    assert soup(response).select(".error-message, .w-field__errors") != []
    assert kept() == before


def test_what_was_never_approved_has_nothing_to_remove(at_work, issue):
    page = soup(at_work("manager").get(url("redact", issue)))

    assert "Nothing of this issue was approved" in page.get_text()
    assert page.select("input[name=key]") == []


@pytest.mark.parametrize("role", ["editor", "coordinator", "translator"])
def test_who_may_not_publish_is_refused(at_work, approved, other, role):
    for response in (
        at_work(role).get(url("redact", approved)),
        at_work(role).post(url("redact", approved), answer(other)),
    ):
        assert (response.status_code, response.url) == (302, reverse("wagtailadmin_home"))
    assert "Names of the injured" in kept()


def test_a_visitor_is_sent_to_the_login(at_work, approved, other):
    response = at_work("visitor").post(url("redact", approved), answer(other))

    assert response.url.startswith(reverse("wagtailadmin_login"))
    assert "Names of the injured" in kept()


def test_a_form_from_elsewhere_removes_nothing(at_work, approved, other):
    manager = at_work("manager", enforce_csrf_checks=True)

    assert manager.post(url("redact", approved), answer(other)).status_code == 403
    assert "Names of the injured" in kept()
