"""Who is told what is left to do for an issue, and when?"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django_tasks import task
from wagtail.permission_policies.pages import PagePermissionPolicy

from cms.dates import site_day
from cms.languages.translation.messages import language_of, person_with, send_to, url_of, wish_of
from cms.languages.translation.sources import find
from cms.languages.translation.states import cells
from cms.models import JobMessages, TranslationJob
from newsletter.approval.freezing import current
from newsletter.approval.standing import Outlook, standing
from newsletter.models import IssuePage, Reminder
from newsletter.readiness import links
from newsletter.readiness.verdict import readiness
from newsletter.translating import in_preparation, keys_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from django.contrib.auth.models import AbstractUser

    from newsletter.readiness.findings import Finding, Readiness, Verdict

logger = logging.getLogger(__name__)

MORNING, AFTERNOON = 7, 16
"""The hours, by the clock of the site, before which nobody is reminded: on the day of the issue, and on the day before."""

SHOWN = 3
"""How many findings of a language a reminder names."""


# Translators


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What one translator still has to do for an issue."""

    title: str
    language: str
    """BCP 47 tag of the language into which it is translated."""
    words_left: int
    url: str
    due_on: date | None


def ask_assignees(issue: IssuePage, user: AbstractUser) -> int:
    """Have a mail sent to everybody who still has words of an issue to translate: its own, and those of all that it shows.

    Not to those who want no mails about translations, nor to whoever asks. A worker sends them, once this transaction is
    committed; where there is none they are sent within the request, as those about single translations are there.

    Args:
        issue: the source, with what was saved last.
        user: who asks.

    Returns:
        The number of mails.
    """
    people = _asked(issue, user)
    if people:
        transaction.on_commit(lambda: send_requests.enqueue(issue.pk, user.pk))
    return len(people)


@task()
def send_requests(issue: int, user: int) -> None:
    """Send these mails; the arguments are the primary keys of those of ``ask_assignees``."""
    draft = IssuePage.objects.get(pk=issue).get_latest_revision_as_object()
    asker = person_with(user)
    if asker is None:
        return
    for person, tasks in _asked(draft, asker).items():
        context = {
            "issue": draft,
            "tasks": tasks,
            "asked_by": asker.get_full_name() or asker.get_username(),
        }
        _send(person, "newsletter/admin/mail/ask", context)


def _asked(issue: IssuePage, user: AbstractUser) -> dict[AbstractUser, list[Task]]:
    """Return what is left of an issue, by the people who are asked for it."""
    return {
        person: tasks
        for person, tasks in _tasks(issue).items()
        if person != user
        and person.email
        and wish_of(person).frequency != JobMessages.Frequency.NEVER
    }


def _tasks(issue: IssuePage) -> dict[AbstractUser, list[Task]]:
    """Return what is left of an issue, by person, the most urgent first. A constant number of queries."""
    sources = find(keys_of(issue))
    tasks: dict[AbstractUser, list[Task]] = {}
    for key, by_language in cells(sources.values()).items():
        for tag, cell in by_language.items():
            job = cell.job
            if job is None or not cell.words_left or job.stage != TranslationJob.Stage.OPEN:
                continue
            if job.assignee is None or not job.assignee.is_active:
                continue
            task = Task(
                title=str(sources[key]),
                language=tag,
                words_left=cell.words_left,
                url=url_of("desk:editor", job.pk),
                due_on=job.due_on,
            )
            tasks.setdefault(job.assignee, []).append(task)
    for several in tasks.values():
        several.sort(key=lambda task: (task.due_on is None, task.due_on, task.title, task.language))
    return tasks


# Those who may publish


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What a reminder says of one language."""

    verdict: Verdict
    outlook: Outlook
    findings: tuple[Finding, ...]
    """The first of those that are in the way."""

    @property
    def is_open(self) -> bool:
        """Whether there is anything left to do for it."""
        return self.outlook not in (Outlook.APPROVED, Outlook.LEFT_OUT)

    @property
    def more(self) -> int:
        """How many others are in the way."""
        blocking = sum(finding.is_blocking for finding in self.verdict.findings)
        return blocking - len(self.findings)


def send_reminders(at: datetime | None = None) -> int:
    """Tell those who may publish it how an issue stands that is due and is not approved in all its languages: once a day.

    In the afternoon before the day of the issue, and in the morning of the day itself.

    Args:
        at: the aware instant of the question; now by default.

    Returns:
        The number of mails.
    """
    at = at or timezone.now()
    return sum(_remind(issue, site_day(at)) for issue in _due(at))


def _due(at: datetime) -> list[IssuePage]:
    today = site_day(at)
    hour = at.astimezone(timezone.get_default_timezone()).hour
    days = [
        day
        for day, begins in ((today, MORNING), (today + timedelta(days=1), AFTERNOON))
        if hour >= begins
    ]
    told = Reminder.objects.filter(sent_on=today).values("issue")
    return list(in_preparation(today).filter(date__in=days).exclude(pk__in=told))


def _remind(issue: IssuePage, today: date) -> int:
    """Tell of one issue. Whoever notes the day first sends; where nobody could be told, it is tried again."""
    reminder, is_first = Reminder.objects.get_or_create(issue=issue, sent_on=today)
    if not is_first:
        return 0
    draft = issue.get_latest_revision_as_object()
    people = _publishers(issue)
    found = _in_languages(draft, {language_of(person) for person in people})
    sent = sum(
        _send(person, "newsletter/admin/mail/reminder", _context(draft, found[language_of(person)]))
        for person in people
    )
    if people and not sent:
        reminder.delete()
    links.ask_later({url for verdicts in found.values() for url in verdicts.outside})
    return sent


def _in_languages(draft: IssuePage, languages: Iterable[str]) -> dict[str, Readiness]:
    """Return the verdict on an issue in the words of several languages of the admin."""
    found = {}
    for language in languages:
        with translation.override(language):
            found[language] = readiness(draft)
    return found


def _context(draft: IssuePage, found: Readiness) -> dict:
    approval = current(draft)
    now = standing(draft, found, approval)
    lines = [
        Line(
            verdict=verdict,
            outlook=now.outlooks[tag],
            findings=tuple(finding for finding in verdict.findings if finding.is_blocking)[:SHOWN],
        )
        for tag, verdict in found.verdicts.items()
    ]
    return {
        "issue": draft,
        "lines": lines,
        "approval": approval,
        "blocked": now.obstacles,
        "url": url_of("newsletter_admin:readiness", draft.pk),
        "admin": settings.WAGTAILADMIN_BASE_URL.rstrip("/"),
    }


def _publishers(issue: IssuePage) -> list[AbstractUser]:
    """Return the people who may publish an issue; administrators, who may do everything, only where there is nobody else."""
    people = PagePermissionPolicy().users_with_permission_for_instance("publish", issue)
    active = [person for person in people if person.is_active and person.email]
    return [person for person in active if not person.is_superuser] or active


def _send(person: AbstractUser, template: str, context: dict) -> int:
    try:
        return send_to(person, template, context)
    except OSError:  # of one person, or of all: whoever can be told is told
        logger.exception("%s could not be told of an issue", person)
        return 0
