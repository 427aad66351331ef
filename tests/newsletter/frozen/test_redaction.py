"""Is an item taken out of what was approved, for good?"""

import json

import pytest
from django.core import serializers
from django.core.files.storage import default_storage
from wagtail.models import PageLogEntry

from cms.models import PartOf
from cms.plugins.events.models import EventPage
from cms.plugins.news.models import NewsPage
from cms.plugins.projects.models import ProjectPage
from cms.testing.factories import make_page, make_picture, make_programme
from newsletter.approval.freezing import freeze, reopen
from newsletter.frozen.pictures import KEPT
from newsletter.frozen.redaction import REDACTED, kept_items, redact
from newsletter.models import FrozenEdition, FrozenItem
from tests.newsletter.conftest import entries, entry, make_issue

pytestmark = pytest.mark.usefixtures("site")


def kept() -> str:
    """Return all that is kept of any edition."""
    return "".join(
        serializers.serialize("json", model.objects.all()) for model in (FrozenEdition, FrozenItem)
    )


def test_an_item_is_removed_from_all_versions_in_all_languages(client, user):
    news = make_page(
        NewsPage,
        title="Canary",
        summary="Canary",
        slug="canary",
        picture=make_picture("Canary", credit="Canary"),
    )
    other = make_page(NewsPage, title="Stays")
    issue = make_issue(entries(entry(other), entry(news, headline="Canary")))
    reopen(freeze(issue, user=user), user=user)
    freeze(issue, user=user)
    hashes = list(FrozenEdition.objects.values_list("hash", flat=True))
    assert "canary" in kept().lower()

    redacted = redact(issue, news.translation_key, user=user, reason="A family asked for it.")

    assert redacted == 6
    assert "canary" not in kept().lower()
    assert str(news.translation_key) not in kept()
    assert list(FrozenEdition.objects.values_list("hash", flat=True)) == hashes
    assert [bool(one.redacted_at) for one in FrozenEdition.objects.all()] == [True] * 6
    # The page itself is still public, and yet it is gone from the issue.
    page = client.get("/en/newsletter/june-2019/").content.decode()
    assert "canary" not in page.lower()
    assert page.count('<p class="withdrawn"') == 1
    assert "Stays" in page


def test_it_is_logged_without_the_words(user):
    news = make_page(NewsPage, title="Canary")
    issue = make_issue(entries(entry(news)))
    freeze(issue, user=user)

    redact(issue, news.translation_key, user=user, reason="A family asked for it.")

    [logged] = PageLogEntry.objects.filter(action=REDACTED)
    assert logged.user == user
    assert logged.data == {"key": str(news.translation_key), "reason": "A family asked for it."}
    assert "Canary" not in json.dumps(logged.data)
    assert "A family asked for it." in logged.message


def test_other_items_name_it_no_longer(user):
    programme = make_programme("Fund", en="{project} is funded by the Fund.")
    project = make_page(
        ProjectPage, title="Canary", acronym="CANARY", slug="canary", programme=programme
    )
    event = make_page(EventPage, title="Seminar", part_of_rows=[PartOf(target=project)])
    issue = make_issue(entries(entry(event)))
    freeze(issue, user=user)
    assert "CANARY" in kept()

    assert redact(issue, project.translation_key, user=user, reason="It never was.") == 3

    assert "canary" not in kept().lower()
    assert FrozenItem.objects.count() == 3


def test_what_is_in_the_mail_only_is_listed_and_removed(user):
    news = make_page(NewsPage, title="Canary")
    issue = make_issue(entries(entry(make_page(NewsPage)), entry(news, outlet="mail")))
    freeze(issue, user=user)
    assert kept_items(issue)[news.translation_key] == "Canary"
    assert "Canary" in FrozenEdition.objects.get(language="en").mail_text

    assert redact(issue, news.translation_key, user=user, reason="Asked for.") == 3

    assert "canary" not in kept().lower()
    assert news.translation_key not in kept_items(issue)


def test_what_an_item_was_replaced_by_is_forgotten(user):
    successor = make_page(NewsPage, title="Canary", slug="canary")
    event = make_page(EventPage, title="Seminar", status="replaced", replaced_by=successor)
    issue = make_issue(entries(entry(event)))
    freeze(issue, user=user)
    assert "Canary" in kept()

    assert redact(issue, successor.translation_key, user=user, reason="Asked for.") == 3

    assert "canary" not in kept().lower()


def test_what_is_in_no_edition_is_not_logged(user):
    issue = make_issue(entries(entry(make_page(NewsPage))))
    freeze(issue, user=user)

    assert redact(issue, make_page(NewsPage).translation_key, user=user, reason="") == 0

    assert not PageLogEntry.objects.filter(action=REDACTED).exists()
    assert not FrozenEdition.objects.exclude(redacted_at=None).exists()


def test_its_pictures_go_too_where_nothing_else_shows_them(
    issue, news, user, django_capture_on_commit_callbacks
):
    approval = freeze(issue, user=user)
    card = json.dumps(approval.editions.get(language="en").items.get().card)
    around = set(KEPT.findall(json.dumps(approval.editions.get(language="en").head)))
    own = set(KEPT.findall(card)) - around
    assert own
    assert around
    assert all(default_storage.exists(name) for name in own | around)

    with django_capture_on_commit_callbacks(execute=True):
        redact(issue, news.translation_key, user=user, reason="Asked for")

    assert [name for name in own if default_storage.exists(name)] == []
    assert [name for name in around if not default_storage.exists(name)] == []
