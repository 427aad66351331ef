"""Is what leaves the house what was approved?"""

import io
import zipfile
from datetime import timedelta

import pytest
from wagtail.models import Locale, Site

from newsletter.backends.file import FileBackend
from newsletter.backends.message import as_bytes
from newsletter.handover.campaigns import (
    archive_name,
    archive_of,
    campaign_of,
    campaigns_of,
    drafts_of,
    handover_key,
    key_of,
)
from newsletter.models import FrozenEdition, IssueIndexPage, Sender
from newsletter.rendering import render_all
from tests.newsletter.backends.bars import contents, hold_the_bars
from tests.newsletter.conftest import make_issue, make_large_issue
from tests.newsletter.handover.conftest import approve, freeze
from tests.shared import shared


@shared
def languages() -> tuple[str, ...]:
    """Three: what readers find in theirs is looked at here."""
    return ("en", "fr", "de")


def editions(approval) -> list[FrozenEdition]:
    """Return the editions, by language."""
    return list(approval.editions.order_by("language", "audience"))


def test_a_campaign_is_the_edition_as_it_was_approved(approval):
    german = approval.editions.get(language="de")

    one = campaign_of(german)

    assert (one.issue, one.label, one.version) == ("june-2019", "June 2019", 1)
    assert (one.readers, one.language, one.audience) == ("de", "de", "everyone")
    assert (one.subject, one.preheader) == (german.subject, german.preheader)
    assert (one.html, one.text, one.hash) == (german.mail_html, german.mail_text, german.hash)
    assert one.date == german.approved_at
    assert one.url == german.url
    assert one.archive_url == f"{Site.objects.get().root_url}/de/newsletter/"
    assert [item["title"] for item in one.items] == ["Squares", "Bridges"]
    assert one.key == key_of(german)


def test_readers_of_another_language_find_the_archive_in_their_own(approval):
    instead = freeze(approval, "fr-BE", written_in="en")

    one = campaign_of(instead)

    assert (one.readers, one.language) == ("fr-BE", "en")
    assert one.archive_url.endswith("/lettre-dinformation/")


def test_without_an_archive_the_site_itself_is_named(approval):
    IssueIndexPage.objects.update(live=False)

    assert campaign_of(approval.editions.first()).archive_url == f"{Site.objects.get().root_url}/"


class TestSender:
    """Who sends is set in the admin, and known also where nothing is."""

    def sender(self, approval) -> tuple[str, str, str]:
        """Return who sends."""
        one = campaign_of(approval.editions.first())
        return one.sender_name, one.sender_address, one.reply_to

    def test_nothing_is_set(self, approval, settings):
        settings.DEFAULT_FROM_EMAIL = "Belfry <noreply@belfry.example>"

        assert self.sender(approval) == (
            "Test",
            "noreply@belfry.example",
            "noreply@belfry.example",
        )
        assert Sender.objects.count() == 0

    def test_everything_is_set(self, approval):
        site = Site.objects.get()
        Sender.objects.create(
            site=site, name="Forum", address="news@x.example", reply_to="office@x.example"
        )

        assert self.sender(approval) == ("Forum", "news@x.example", "office@x.example")

    def test_answers_go_to_the_sender_where_nothing_else_is_set(self, approval):
        site = Site.objects.get()
        site.site_name = "The Forum"
        site.save()
        Sender.objects.create(site=site, address="news@x.example")

        assert self.sender(approval) == ("The Forum", "news@x.example", "news@x.example")


def test_the_key_changes_with_whatever_changes(approval):
    english = approval.editions.get(language="en")
    keys = {key_of(edition) for edition in editions(approval)}
    keys.add(key_of(freeze(approval, "en", audience="members", hash=english.hash)))
    another = make_issue(slug="july-2019")
    keys.add(key_of(freeze(approve(another), "en", hash=english.hash)))
    english.hash = "f" * 64
    keys.add(key_of(english))

    assert len(keys) == 6
    assert handover_key("file", english) != handover_key("service", english)


def test_the_same_bytes_in_a_later_version_have_the_same_key(approval):
    english = approval.editions.get(language="en")
    Approval = type(approval)
    Approval.objects.filter(pk=approval.pk).update(reopened_at=english.approved_at)
    second = approve(approval.issue, "en", version=2)

    anew = second.editions.get()
    assert key_of(anew) == key_of(english)
    assert campaign_of(anew).known_since == english.approved_at


def test_since_when_a_key_is_known_is_that_of_the_same_bytes_for_the_same_readers(approval):
    early, again = approval.approved_at - timedelta(days=30), approval.approved_at
    first = approval.editions.get(language="en")
    type(approval).objects.filter(pk=approval.pk).update(reopened_at=again)
    FrozenEdition.objects.update(approved_at=early)
    second = approve(approval.issue, "fr", version=2)
    changed = freeze(second, "en", hash="f" * 64)
    members = freeze(second, "en", audience="members", hash=first.hash)
    elsewhere = approve(make_issue(slug="july-2019"), "fr").editions.get()

    found = {one.key: one.known_since for one in campaigns_of(second.editions.all())}

    assert found == {
        key_of(second.editions.get(language="fr")): early,
        key_of(changed): changed.approved_at,
        key_of(members): members.approved_at,
    }
    assert campaign_of(elsewhere).known_since == elsewhere.approved_at


@pytest.mark.parametrize("languages", [("en",), ("en", "fr", "de")])
def test_many_cost_as_many_queries_as_one(approval, languages, django_assert_num_queries):
    Site.clear_site_root_paths_cache()
    wanted = FrozenEdition.objects.filter(approval=approval, language__in=languages)
    campaigns_of(wanted)

    with django_assert_num_queries(6):
        assert len(campaigns_of(wanted)) == len(languages)


def test_no_editions_are_no_campaigns(approval):
    assert campaigns_of(FrozenEdition.objects.none()) == []


def test_drafts_are_the_issue_as_it_is_now(site):
    issue = make_issue()
    rendered = {
        one.language: one
        for one in render_all(issue, ("en", "fr"), base=Site.objects.get().root_url)
    }

    drafts = list(drafts_of(issue, {"en": "en", "fr": "fr"}))

    assert [(one.readers, one.version, one.html) for one in drafts] == [
        (tag, 0, rendered[tag].mail_html) for tag in ("en", "fr")
    ]
    assert drafts[1].archive_url == f"{Site.objects.get().root_url}/fr/lettre-dinformation/"


def test_the_mail_of_a_real_issue_holds_the_bars(site):
    issue = make_large_issue(8)

    for draft in drafts_of(issue, {"en": "en", "fr": "fr"}):
        mail = hold_the_bars(as_bytes(draft))

        assert contents(mail) == [draft.text, draft.html]
        assert [part["Content-Language"] for part in mail.walk()] == [draft.language] * 3


class TestArchive:
    """The admin offers the files that the backend writes."""

    def test_it_holds_what_the_backend_writes(self, approval, tmp_path):
        freeze(approval, "en", audience="members", hash="e" * 64)
        backend = FileBackend("file", {"FOLDER": tmp_path / "handover"})
        for edition in editions(approval):
            backend.hand_over(campaign_of(edition))

        made = archive_of(approval)

        assert archive_name(approval) == "june-2019.1.zip"
        with zipfile.ZipFile(io.BytesIO(made)) as opened:
            held = {name: opened.read(name) for name in opened.namelist()}
        root = tmp_path / "handover"
        assert held == {
            str(path.relative_to(root)): path.read_bytes()
            for path in root.rglob("*")
            if path.is_file()
        }
        assert len(held) == 16

    def test_what_was_removed_for_good_is_not_in_it(self, approval):
        approval.editions.filter(language="fr").update(redacted_at=approval.approved_at)

        with zipfile.ZipFile(io.BytesIO(archive_of(approval))) as opened:
            assert not [name for name in opened.namelist() if ".fr." in name]
            assert len(opened.namelist()) == 8


def test_a_language_that_was_closed_since_is_still_understood(approval):
    Locale.objects.filter(language_code="xx").delete()

    assert campaign_of(freeze(approval, "xx")).readers == "xx"
