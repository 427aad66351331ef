"""Who says that a translation is finished, and when does what is ready go public?"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from wagtail.models import DraftStateMixin, Page
from wagtail_localize.models import Translation, TranslationSource

from cms.languages.translation.overrides import facts
from cms.languages.translation.publication import (
    IncompleteTranslationError,
    publish,
    requires_review,
    save_draft,
)
from cms.languages.translation.rights import may_publish
from cms.languages.translation.segments import incomplete, segments, unconfirmed
from cms.models import TranslationJob

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime
    from uuid import UUID

    from django.db.models import QuerySet

    from cms.languages.translation.overrides import Fact
    from cms.languages.translation.segments import Segment

logger = logging.getLogger(__name__)

Release, Stage = TranslationJob.Release, TranslationJob.Stage


class WrongStageError(Exception):
    """Raised when something is finished, or approved, that does not wait for it (any more)."""


class SameReaderError(Exception):
    """Raised when somebody is to review what they have finished themselves."""


class OtherVersionError(Exception):
    """Raised when a translation is no longer as somebody has read it who approves or publishes it."""


def version(sentences: Iterable[Segment], replaced: Iterable[Fact]) -> dict[str, str]:
    """Return what tells a version of a translation from every other: when each of its parts was written.

    Args:
        sentences: its segments.
        replaced: its facts; those that follow the source are left out.

    Returns:
        Moments as ISO 8601, by context and string of a segment ("12-34"; empty where it has no words), and by context of a
        fact ("12").
    """
    of_segments = {
        f"{segment.context}-{segment.string}": segment.written_at for segment in sentences
    }
    of_facts = {str(fact.context): fact.written_at for fact in replaced if fact.written_at}
    return {
        key: moment.isoformat() if moment else ""
        for key, moment in (of_segments | of_facts).items()
    }


def hold_version(translation: Translation, seen: Mapping[str, str]) -> None:
    """Let nobody write into a translation until the transaction ends, if it is as somebody has read it.

    Args:
        translation: the record.
        seen: the version that was read, as ``version`` has it.

    Raises:
        OtherVersionError: if something was written, taken away or changed in the source since.
    """
    Translation.objects.select_for_update().get(pk=translation.pk)
    TranslationSource.objects.select_for_update().get(pk=translation.source_id)
    if version(segments(translation), facts(translation)) != seen:
        raise OtherVersionError


@transaction.atomic
def finish(translation: Translation, user) -> TranslationJob.Stage:
    """Say that a translation is finished; it then waits for its reviewer, or is ready.

    Returns:
        The stage that it has reached: PUBLISHED, if it was to go public as soon as it is ready.

    Raises:
        WrongStageError: if it is finished already, or not needed.
        IncompleteTranslationError: if there are segments for which nobody vouches.
        ParentNotTranslatedError: if the page above has no version in this language.
    """
    _hold(translation, Stage.OPEN)
    if unconfirmed(translation).exists():
        raise IncompleteTranslationError
    if issubclass(translation.source.specific_content_type.model_class(), DraftStateMixin):
        save_draft(translation, user)
    waits = requires_review(translation.target_locale_id)
    return _reach(translation, Stage.REVIEW if waits else Stage.READY, finished_by=user)


@transaction.atomic
def approve(translation: Translation, user, *, seen: Mapping[str, str]) -> TranslationJob.Stage:
    """Approve a finished translation, as its second reader.

    Args:
        translation: the record.
        user: the reader.
        seen: the version that they have read, as ``version`` has it.

    Raises:
        OtherVersionError: if it is another now, also if it was finished anew.
        WrongStageError: if it does not wait for a reader.
        SameReaderError: if the reader has finished it.
        IncompleteTranslationError: if words have gone missing since.
    """
    hold_version(translation, seen)
    if _hold(translation, Stage.REVIEW).finished_by_id == user.pk:
        raise SameReaderError
    if unconfirmed(translation).exists():
        raise IncompleteTranslationError
    return _reach(translation, Stage.READY)


def send_back(translation: Translation, note: str) -> None:
    """Return a finished translation to its translator, with a note that says why, below what was noted before."""
    for job in TranslationJob.objects.filter(translation=translation):
        job.stage = Stage.OPEN
        job.note = "\n\n".join(filter(None, [job.note, note]))
        job.save(update_fields=["stage", "note", "changed_at"])


def reopen_version(page: Page) -> None:
    """Note that a translated page is public no more; it does not go public again by itself."""
    TranslationJob.objects.filter(
        translation__source__object_id=page.translation_key,
        translation__target_locale=page.locale_id,
        stage=Stage.PUBLISHED,
    ).update(stage=Stage.OPEN, release=Release.BY_HAND)


def release(keys: Iterable[UUID], *, at: datetime | None = None) -> list[Translation]:
    """Publish what is ready and was to go public by itself, of some content; never before its source.

    Languages that go public together wait for one another. Those with a set time wait for it; one that is not ready
    then goes public as soon as it is.

    Args:
        keys: translation keys.
        at: the aware instant of the question; now by default.

    Returns:
        The translations that were published.
    """
    at = at or timezone.now()
    by_source: dict[int, list[TranslationJob]] = {}
    for job in _waiting(keys).select_related("translation__source", "translation__target_locale"):
        by_source.setdefault(job.translation.source_id, []).append(job)
    published = []
    for waiting in by_source.values():
        if not _is_public(waiting[0].translation):
            continue
        due = [job for job in _due(waiting, at) if _release(job)]
        published += [job.translation for job in due]
    return published


def released_with(source: Page) -> frozenset[int]:
    """Return into which languages a page goes public as soon as it does itself, with the words that it has: primary keys.

    What is ready, complete and released by somebody who may. Nothing is published. The number of queries does not depend
    on that of languages, but for several people who released them.

    Args:
        source: the page in the version in which it was first written.
    """
    due = _due(
        list(_waiting([source.translation_key]).annotate(lacks_words=_lacks_words())),
        timezone.now(),
    )
    jobs = {job.translation.target_locale_id: job for job in due if not vars(job)["lacks_words"]}
    if not jobs:
        return frozenset()
    people = {job.released_by_id: job.released_by for job in jobs.values()}
    targets = Page.objects.filter(translation_key=source.translation_key, locale__in=jobs)
    return frozenset(
        target.locale_id
        for target in targets
        if (user := people[jobs[target.locale_id].released_by_id]) is not None
        and user.is_active
        and target.permissions_for_user(user).can_publish()
    )


def _lacks_words() -> Exists:
    """Return the condition that the translation of a job has words missing."""
    translations = Translation.objects.filter(incomplete(), pk=OuterRef("translation"))
    return Exists(translations)


def _waiting(keys: Iterable[UUID]) -> QuerySet[TranslationJob]:
    """Return the jobs of some content that go public by themselves, with whoever released them."""
    return (
        TranslationJob.objects.filter(
            ~Q(release=Release.BY_HAND),
            translation__source__object_id__in=list(keys),
            translation__enabled=True,
        )
        .exclude(stage__in=[Stage.PUBLISHED, Stage.NOT_NEEDED])
        .select_related("translation", "released_by")
    )


def _release(job: TranslationJob) -> bool:
    """Publish one translation on behalf of whoever released it; one that cannot be must not hold up the others."""
    user = job.released_by
    if user is None or not user.is_active or not may_publish(user, job.translation):
        return False  # stays ready, for somebody who may
    try:
        publish(job.translation, user)
    except IncompleteTranslationError:
        TranslationJob.objects.filter(pk=job.pk).update(stage=Stage.OPEN)
    except Exception:  # whatever a page's own rules refuse
        logger.exception("%s was not released", job)
    else:
        return True
    return False


def release_on_time(*, at: datetime | None = None) -> list[Translation]:
    """Publish what is ready and whose time has come."""
    at = at or timezone.now()
    due = TranslationJob.objects.filter(
        release=Release.AT, release_at__lte=at, stage=Stage.READY
    ).values_list("translation__source__object_id", flat=True)
    return release(due, at=at)


def _hold(translation: Translation, stage: TranslationJob.Stage) -> TranslationJob:
    """Return the job of a translation in a stage, and keep others from it until the transaction ends.

    Raises:
        WrongStageError: if it is in another stage.
    """
    TranslationJob.objects.get_or_create(translation=translation)
    job = TranslationJob.objects.select_for_update().get(translation=translation)
    if job.stage != stage:
        raise WrongStageError
    return job


def _due(jobs: list[TranslationJob], at: datetime) -> list[TranslationJob]:
    """Return the jobs of one source that may go public now."""
    together = [job for job in jobs if job.release == Release.TOGETHER]
    are_all_ready = all(job.stage == Stage.READY for job in together)
    return [
        job
        for job in jobs
        if job.stage == Stage.READY
        and (
            job.release == Release.WHEN_READY
            or (job.release == Release.TOGETHER and are_all_ready)
            or (job.release == Release.AT and job.release_at is not None and job.release_at <= at)
        )
    ]


def _is_public(translation: Translation) -> bool:
    """Return whether the source is public as far as its own publication goes."""
    return getattr(translation.source.get_source_instance(), "live", True)


def _reach(
    translation: Translation, stage: TranslationJob.Stage, **changes
) -> TranslationJob.Stage:
    """Note a stage, and publish what was waiting for it."""
    TranslationJob.objects.update_or_create(
        translation=translation, defaults={"stage": stage, **changes}
    )
    released = release([translation.source.object_id]) if stage == Stage.READY else []
    return Stage.PUBLISHED if translation in released else stage
