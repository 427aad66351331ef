"""Is all that comes with time done, whatever happens to a part of it?"""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.utils import timezone
from wagtail import hooks
from wagtail.models import Locale
from wagtail_localize.models import Translation

from cms.languages.translation.exchange.waiting import keep
from cms.languages.translation.requests import request_translations
from cms.languages.translation.review import finish
from cms.languages.translation.segments import fill
from cms.languages.translation.sharing import share
from cms.management.commands import belfry_periodic
from cms.models import JobMessages, ReceivedFile, ShareLink, TranslationJob
from cms.plugins.news.models import NewsPage
from cms.testing.factories import make_administrator, make_page, make_site, make_user
from tests.shared import shared


@shared
def waiting():
    """A page that goes public in German at a set time that has come, and a translator who wants a daily mail."""
    make_site(("en", "de"), kinds=[NewsPage])
    page = make_page(NewsPage, title="Streets", summary="For people.")
    anna = make_user("anna", "Translators into German")
    JobMessages.objects.create(user=anna, frequency=JobMessages.Frequency.DAILY)
    user = make_administrator()
    (translation,) = request_translations(
        page,
        [Locale.objects.get(language_code="de")],
        release=TranslationJob.Release.AT,
        release_at=timezone.now() + timedelta(hours=1),
        released_by=user,
    )
    fill(translation, {"Streets": "Straßen", "For people.": "Für Menschen."})
    finish(translation, user)
    TranslationJob.objects.update(release_at=timezone.now() - timedelta(minutes=1))
    return page


def german(page):
    return page.get_translations().get(locale__language_code="de")


def test_what_is_due_is_done_and_told(waiting, capsys):
    assert not german(waiting).live

    call_command("belfry_periodic")

    assert german(waiting).live
    assert capsys.readouterr().out == "translations released at their time: 1\n"


def test_repeated_it_does_nothing(waiting, capsys):
    call_command("belfry_periodic")
    capsys.readouterr()

    call_command("belfry_periodic")

    assert capsys.readouterr().out == ""
    assert mail.outbox == []


def test_a_page_that_is_scheduled_goes_public(waiting):
    draft = make_page(NewsPage, title="Later", publish=False)
    draft.go_live_at = timezone.now() - timedelta(minutes=1)
    draft.save_revision(approved_go_live_at=draft.go_live_at)

    call_command("belfry_periodic")

    assert NewsPage.objects.get(pk=draft.pk).live


def test_links_to_drafts_are_forgotten_a_month_after_their_time(waiting, capsys):
    user = make_administrator("claire")
    record = Translation.objects.get()
    kept, old = (share(record, user=user, for_whom=name, days=1) for name in ("Lyon", "Nice"))
    ShareLink.objects.filter(pk=old.pk).update(expires_at=timezone.now() - timedelta(days=31))

    call_command("belfry_periodic")

    assert list(ShareLink.objects.all()) == [kept]
    assert "links to drafts forgotten: 1\n" in capsys.readouterr().out


def test_a_file_that_nobody_has_taken_is_forgotten(db, capsys):
    keep(b"words", "bells.po", user=make_administrator())
    ReceivedFile.objects.update(received_at=timezone.now() - timedelta(days=2))

    call_command("belfry_periodic")

    assert capsys.readouterr().out == "translation files that nobody has taken: 1\n"
    assert not ReceivedFile.objects.exists()


def test_a_step_that_fails_keeps_no_other_from_its_work(waiting, capsys, monkeypatch, caplog):
    def fail():
        raise OSError("The server of mails is away.")

    monkeypatch.setattr(belfry_periodic, "send_late_announcements", fail)

    with pytest.raises(CommandError, match="mails about translations"):
        call_command("belfry_periodic")

    assert german(waiting).live
    assert "The server of mails is away." in caplog.text


def test_other_applications_add_steps_that_come_last(waiting, capsys):
    seen = []

    def step():
        seen.append(german(waiting).live)
        return 3

    with hooks.register_temporarily(belfry_periodic.HOOK, lambda: [("bells rung", step)]):
        call_command("belfry_periodic")

    assert seen == [True]
    assert capsys.readouterr().out.splitlines()[-1] == "bells rung: 3"


def test_an_added_step_that_fails_is_told_by_its_words(waiting, caplog):
    def fail():
        raise OSError("The rope is torn.")

    with (
        hooks.register_temporarily(belfry_periodic.HOOK, lambda: [("bells rung", fail)]),
        pytest.raises(CommandError, match="Failed: bells rung"),
    ):
        call_command("belfry_periodic")

    assert german(waiting).live
    assert "The rope is torn." in caplog.text
