"""Who is told of a translation that was given to them, when, and in which language?"""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, cast
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django_tasks import task
from wagtail.admin.mail import send_mail
from wagtail.users.models import UserProfile

from cms.models import JobMessages, TranslationJob

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.contrib.auth.models import AbstractUser
    from django.db.models import QuerySet

logger = logging.getLogger(__name__)

Frequency, Stage = JobMessages.Frequency, TranslationJob.Stage

MORNING = 7
"""The hour, by the clock of its reader, before which no daily mail is sent."""


@dataclass(frozen=True, slots=True)
class Line:
    """One translation in a mail."""

    title: str
    language: str
    """BCP 47 tag of the language into which it is translated."""
    url: str
    due_on: date | None
    is_overdue: bool
    note: str
    asked_by: str
    given_to: str = ""
    """Who has it, for whoever asked for it."""


def announce(translations: Iterable[int]) -> None:
    """Tell people, once this transaction is committed, of translations that were given to them.

    Who wants one mail a day gets it from ``belfry_periodic``.

    Args:
        translations: primary keys; those of which nobody is to be told, or has been already, are left out.
    """
    keys = list(translations)
    if keys:
        transaction.on_commit(lambda: send_announcements.enqueue(keys))


@task()
def send_announcements(translations: list[int]) -> None:
    """Send a mail to everybody who wants one at once. Repeated, it tells nobody twice.

    Args:
        translations: primary keys.
    """
    _tell(_unannounced().filter(translation__in=translations))


def send_late_announcements() -> int:
    """Send the mails that could not be sent when they were due: the server of mails was away.

    Returns:
        The number of mails.
    """
    return _tell(_unannounced())


def send_digests(*, at: datetime | None = None) -> int:
    """Send the daily mails that are due: to whom something new was given, or has something overdue, or asked for it.

    Args:
        at: the aware instant of the question; now by default.

    Returns:
        The number of mails.
    """
    at = at or timezone.now()
    sent = 0
    wishes = JobMessages.objects.filter(frequency=Frequency.DAILY, user__is_active=True)
    for wish in wishes.select_related("user__wagtail_userprofile"):
        local = at.astimezone(_zone(wish.user))
        if wish.digest_on == local.date() or local.hour < MORNING:
            continue
        mine = _open().filter(assignee=wish.user)
        jobs = list(mine.filter(announced_at=None) | mine.filter(due_on__lt=local.date()))
        asked = list(_late(wish.user, local.date()))
        if jobs or asked:
            try:
                sent += _send(wish.user, jobs, asked=asked, template="digest", today=local.date())
            except OSError:
                logger.exception("%s could not be sent a daily mail", wish.user)
                continue
            _note_as_told(jobs)
        JobMessages.objects.filter(pk=wish.pk).update(digest_on=local.date())
    return sent


def _tell(jobs: Iterable[TranslationJob]) -> int:
    sent = 0
    for user, mine in _by_person(jobs).items():
        frequency = wish_of(user).frequency
        if frequency == Frequency.AT_ONCE:
            try:
                sent += _send(user, mine, template="job")
            except OSError:  # of one person, or of all: whoever can be told is told
                logger.exception("%s could not be told of translations", user)
                continue
        if frequency != Frequency.DAILY:
            _note_as_told(mine)
    return sent


def _open() -> QuerySet[TranslationJob]:
    """Return the jobs that somebody has to do, the most urgent first."""
    return _wanted().filter(stage=Stage.OPEN)


def _late(asker: AbstractUser, today: date) -> QuerySet[TranslationJob]:
    """Return what somebody has asked others for and is overdue, the most urgent first."""
    return (
        _wanted()
        .filter(requested_by=asker, stage__in=TranslationJob.UNFINISHED, due_on__lt=today)
        .exclude(assignee=asker)
    )


def _wanted() -> QuerySet[TranslationJob]:
    return (
        TranslationJob.objects.filter(translation__enabled=True)
        .select_related(
            "translation__source",
            "translation__target_locale",
            "assignee__wagtail_userprofile",
            "requested_by",
        )
        .order_by(F("due_on").asc(nulls_last=True), "translation")
    )


def _unannounced() -> QuerySet[TranslationJob]:
    """Return the jobs of which their translators have not been told; nobody is told of what they took themselves."""
    return (
        _open()
        .filter(announced_at=None, assignee__is_active=True)
        .exclude(assignee=F("requested_by"))
    )


def _by_person(jobs: Iterable[TranslationJob]) -> dict[AbstractUser, list[TranslationJob]]:
    found: dict[AbstractUser, list[TranslationJob]] = {}
    for job in jobs:
        if job.assignee:
            found.setdefault(job.assignee, []).append(job)
    return found


def wish_of(user: AbstractUser) -> JobMessages:
    """Return how somebody wants to be told."""
    return JobMessages.objects.filter(user=user).first() or JobMessages(user=user)


def _note_as_told(jobs: Iterable[TranslationJob]) -> None:
    TranslationJob.objects.filter(pk__in=[job.pk for job in jobs]).update(
        announced_at=timezone.now()
    )


def _send(
    user: AbstractUser,
    jobs: list[TranslationJob],
    *,
    template: str,
    asked: Iterable[TranslationJob] = (),
    today: date | None = None,
) -> int:
    """Send a mail about translations; return how many were sent."""
    today = today or timezone.now().astimezone(_zone(user)).date()
    context = {
        "lines": [_line(job, today) for job in jobs],
        "asked": [_asked_line(job, today) for job in asked],
        "desk": url_of("desk:desk"),
    }
    return send_to(user, f"cms/desk/mail/{template}", context)


def send_to(user: AbstractUser, template: str, context: dict[str, Any]) -> int:
    """Send a mail in its reader's own language of the admin; return how many were sent: one, or none without address.

    It goes the way of Wagtail's own mails, and says as they do that a machine wrote it (RFC 3834): no holiday notice answers.

    Args:
        user: who gets it.
        template: path of the text without its ending; that of the subject ends in "_subject.txt".
        context: of both.
    """
    if not user.email:
        return 0
    with translation.override(language_of(user)):
        subject = render_to_string(f"{template}_subject.txt", context)
        text = render_to_string(f"{template}.txt", context)
    return send_mail(" ".join(subject.split()), text, [user.email])


def person_with(pk: int) -> AbstractUser | None:
    """Return somebody who may still sign in; None for whoever has left since a task was ordered for them."""
    people = cast(
        "QuerySet[AbstractUser]", get_user_model()._default_manager.filter(is_active=True)
    )
    return people.filter(pk=pk).first()


def language_of(user: AbstractUser) -> str:
    """Return the language of the admin that somebody has chosen."""
    return _profile(user).get_preferred_language()


def _asked_line(job: TranslationJob, today: date) -> Line:
    """Return a translation as whoever asked for it wants to read of it: who has it, and where the desk shows it."""
    return replace(
        _line(job, today),
        url=f"{url_of('desk:desk')}?overdue=on",
        asked_by="",
        given_to=_name(job.assignee),
    )


def _line(job: TranslationJob, today: date) -> Line:
    return Line(
        title=job.translation.source.object_repr,
        language=job.translation.target_locale.language_code,
        url=url_of("desk:editor", job.translation_id),
        due_on=job.due_on,
        is_overdue=job.due_on is not None and job.due_on < today,
        note=job.note,
        asked_by=_name(job.requested_by),
    )


def _name(person: AbstractUser | None) -> str:
    return (person.get_full_name() or person.get_username()) if person else ""


def url_of(name: str, *arguments: int) -> str:
    """Return the address of a page of the admin, as it stands in a mail."""
    return settings.WAGTAILADMIN_BASE_URL.rstrip("/") + reverse(name, args=arguments)


def _profile(user: AbstractUser) -> UserProfile:
    return UserProfile.objects.filter(user=user).first() or UserProfile(user=user)


def _zone(user: AbstractUser) -> ZoneInfo:
    return ZoneInfo(_profile(user).get_current_time_zone())
