"""Is everybody told of what was given to them, once, when they wish, in their own language?"""

from datetime import UTC, date, datetime, timedelta
from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from django_tasks import default_task_backend
from wagtail.users.models import UserProfile

from cms.languages.translation.messages import (
    announce,
    send_announcements,
    send_digests,
    send_late_announcements,
)
from cms.languages.translation.requests import request_translations
from cms.models import JobMessages, TranslationJob
from cms.testing.factories import make_user
from tests.shared import shared

Frequency = JobMessages.Frequency
MORNING = datetime(2030, 5, 2, 8, tzinfo=UTC)


@shared
def anna(site):
    """A translator whose admin is in German."""
    anna = make_user("anna", "Translators into German")
    UserProfile.objects.create(
        user=anna, preferred_language="de", current_time_zone="Europe/Helsinki"
    )
    return anna


@shared
def job(page, german, anna, user):
    """A job that was given to her."""
    (translation,) = request_translations(
        page,
        [german],
        assignee_id=anna.pk,
        requested_by=user,
        due_on=date(2030, 5, 1),
        note="Bitte kurz.",
    )
    return TranslationJob.objects.get(translation=translation)


def wish(user, frequency):
    JobMessages.objects.create(user=user, frequency=frequency)


def tell(job):
    send_announcements.call([job.pk])


def test_a_mail_at_once_in_the_language_of_its_reader(anna, job):
    tell(job)

    (message,) = mail.outbox
    assert message.to == ["anna@belfry.example"]
    assert message.subject == "Für Sie zu übersetzen: Streets (Deutsch)"
    assert "Bitte kurz." in message.body
    assert "1. Mai 2030" in message.body
    assert f"http://127.0.0.1:8000{reverse('desk:editor', args=[job.pk])}" in message.body


def test_a_mail_says_that_a_machine_wrote_it(anna, job, settings):
    settings.DEFAULT_FROM_EMAIL = "Belfry <office@belfry.example>"

    tell(job)

    written = mail.outbox[0].message()
    assert (written["Auto-Submitted"], written["From"]) == (
        "auto-generated",
        "Belfry <office@belfry.example>",
    )


def test_nobody_is_told_twice(anna, job):
    tell(job)
    tell(job)

    assert len(mail.outbox) == 1


def test_whoever_took_a_job_is_not_told_of_it(anna, page, german):
    (translation,) = request_translations(page, [german], assignee_id=anna.pk, requested_by=anna)

    send_announcements.call([translation.pk])

    assert mail.outbox == []


def test_whoever_wants_no_mail_gets_none(anna, job):
    wish(anna, Frequency.NEVER)

    tell(job)

    assert mail.outbox == []
    assert TranslationJob.objects.get().announced_at is not None


def test_a_title_cannot_break_the_subject(anna, job):
    job.translation.source.object_repr = "Streets\nBcc: everybody@example.org"
    job.translation.source.save()

    tell(job)

    assert mail.outbox[0].subject.startswith("Für Sie zu übersetzen: Streets Bcc:")


def test_announcing_waits_for_the_transaction_and_is_done_in_the_background(
    job, django_capture_on_commit_callbacks
):
    default_task_backend.clear()
    with django_capture_on_commit_callbacks(execute=True):
        announce([job.pk])
        assert default_task_backend.results == []

    (result,) = default_task_backend.results
    assert (result.task.func, result.args) == (send_announcements.func, [[job.pk]])
    assert mail.outbox == []


def test_what_could_not_be_sent_is_sent_later(anna, job):
    assert send_late_announcements() == 1
    assert send_late_announcements() == 0


@pytest.fixture
def refusing(monkeypatch):
    """A server of mails that refuses one address."""

    def send(self):
        if self.to == ["anna@belfry.example"]:
            raise SMTPRecipientsRefused({"anna@belfry.example": (550, b"No such mailbox")})
        mail.outbox.append(self)
        return 1

    monkeypatch.setattr(mail.EmailMessage, "send", lambda self, fail_silently=False: send(self))


@shared
def berta(page, french):
    """Somebody who comes after the translator, and was given something too."""
    berta = make_user("berta", "Translators into French")
    request_translations(page, [french], assignee_id=berta.pk, due_on=date(2030, 5, 2))
    return berta


def test_one_refused_address_does_not_stop_the_other_mails(job, berta, refusing):
    assert send_late_announcements() == 1

    assert [message.to for message in mail.outbox] == [["berta@belfry.example"]]
    told = {job.assignee.username: job.announced_at for job in TranslationJob.objects.all()}
    assert told["anna"] is None, "she is told when her address works again"
    assert told["berta"] is not None


def test_one_refused_address_does_not_stop_the_other_daily_mails(job, anna, berta, refusing):
    wish(anna, Frequency.DAILY)
    wish(berta, Frequency.DAILY)

    assert send_digests(at=MORNING) == 1

    assert [message.to for message in mail.outbox] == [["berta@belfry.example"]]
    days = dict(JobMessages.objects.values_list("user__username", "digest_on"))
    assert days == {"anna": None, "berta": date(2030, 5, 2)}


class TestDigest:
    """One mail a day."""

    @pytest.fixture(autouse=True)
    def daily(self, anna):
        wish(anna, Frequency.DAILY)

    def test_nothing_is_sent_at_once(self, job):
        tell(job)
        assert mail.outbox == []
        assert TranslationJob.objects.get().announced_at is None

    def test_new_and_overdue_jobs_stand_in_one_mail(self, job, page, french, anna):
        request_translations(page, [french], assignee_id=anna.pk)

        assert send_digests(at=MORNING) == 1

        (message,) = mail.outbox
        assert message.subject == "2 Übersetzungen warten auf Sie"
        assert "Überfällig: gewünscht bis 1. Mai 2030" in message.body
        assert message.body.index("Deutsch") < message.body.index("Französisch")

    def test_only_once_a_day_and_only_in_the_morning_of_its_reader(self, job):
        before_seven_in_helsinki = datetime(2030, 5, 2, 3, 59, tzinfo=UTC)

        assert send_digests(at=before_seven_in_helsinki) == 0
        assert send_digests(at=before_seven_in_helsinki + timedelta(minutes=1)) == 1
        assert send_digests(at=MORNING + timedelta(hours=8)) == 0

    def test_what_is_overdue_is_told_every_day(self, job):
        assert send_digests(at=MORNING) == 1
        assert send_digests(at=MORNING + timedelta(days=1)) == 1

    def test_what_is_overdue_is_told_to_who_asked_for_it(self, job, page, french, anna, user):
        wish(user, Frequency.DAILY)
        anna.first_name, anna.last_name = "Anna", "Amsel"
        anna.save()
        TranslationJob.objects.update(stage=TranslationJob.Stage.REVIEW)
        request_translations(page, [french], requested_by=user, due_on=date(2030, 5, 3))

        assert send_digests(at=MORNING) == 1

        (message,) = mail.outbox
        assert (message.to, message.subject) == (
            [user.email],
            "One translation that you asked for is overdue",
        )
        assert [line for line in message.body.splitlines() if line] == [
            "You asked others for these, and they are overdue:",
            "Streets (German)",
            "Overdue: wanted by 1 May 2030",
            "Given to Anna Amsel",
            "Bitte kurz.",
            f"http://127.0.0.1:8000{reverse('desk:desk')}?overdue=on",
            f"All translations: http://127.0.0.1:8000{reverse('desk:desk')}",
        ]
        assert TranslationJob.objects.filter(announced_at=None).count() == 2, "she was not told"

    def test_who_asked_and_has_it_reads_of_it_once(self, job, anna):
        TranslationJob.objects.update(requested_by=anna)

        assert send_digests(at=MORNING) == 1

        assert mail.outbox[0].body.count("Streets") == 1

    @pytest.mark.parametrize("stage", ["ready", "published", "not_needed"])
    def test_what_is_done_is_overdue_for_nobody(self, job, user, stage):
        wish(user, Frequency.DAILY)
        TranslationJob.objects.update(stage=stage)

        assert send_digests(at=MORNING) == 0

    def test_no_news_is_no_mail(self, job):
        TranslationJob.objects.update(due_on=None, announced_at=timezone.now())

        assert send_digests(at=MORNING) == 0


def test_a_translator_chooses_in_their_account(client, anna):
    client.force_login(anna)
    account = reverse("wagtailadmin_account")

    assert "job_messages-frequency" in client.get(account).content.decode()
    client.post(
        account,
        {
            "name_email-first_name": "Anna",
            "name_email-last_name": "Amsel",
            "name_email-email": anna.email,
            "locale-preferred_language": "de",
            "locale-current_time_zone": "Europe/Helsinki",
            "theme-theme": "system",
            "theme-contrast": "system",
            "theme-density": "default",
            "theme-keyboard_shortcuts": "on",
            "job_messages-frequency": "daily",
        },
    )

    assert JobMessages.objects.get().frequency == Frequency.DAILY
