"""Does a translation go public when it was to, never earlier, and never unread where a second reader is required?"""

from datetime import UTC, datetime

import pytest
from wagtail_localize.models import StringTranslation

from cms.languages.translation.overrides import facts, replace
from cms.languages.translation.publication import IncompleteTranslationError, publish
from cms.languages.translation.requests import request_translation, request_translations
from cms.languages.translation.review import (
    OtherVersionError,
    SameReaderError,
    WrongStageError,
    approve,
    finish,
    release_on_time,
    released_with,
    send_back,
    version,
)
from cms.languages.translation.segments import fill, segments
from cms.models import Link, TranslationJob, TranslationRules
from cms.plugins.news.models import NewsPage
from cms.testing.factories import make_administrator, make_page, make_user
from tests.shared import shared

Release, Stage = TranslationJob.Release, TranslationJob.Stage
NOON = datetime(2030, 5, 1, 12, tzinfo=UTC)


def complete(translation):
    fill(translation, {"Streets": "Straßen", "Streets for people.": "Straßen für Menschen."})


def seen(translation) -> dict[str, str]:
    """Return the version that a reader has before them now."""
    return version(segments(translation), facts(translation))


def stage(translation):
    return TranslationJob.objects.get(translation=translation).stage


def is_public(page, locale):
    translated = page.get_translation_or_none(locale)
    return translated is not None and translated.live


@shared
def reviewed(german):
    TranslationRules.objects.create(locale=german, requires_review=True)


def test_an_incomplete_translation_is_not_finished(translation, user):
    fill(translation, {"Streets": "Straßen"})

    with pytest.raises(IncompleteTranslationError):
        finish(translation, user)

    assert stage(translation) == Stage.OPEN


def test_a_finished_translation_is_a_draft_until_somebody_publishes_it(page, translation, user):
    complete(translation)

    assert finish(translation, user) == Stage.READY

    draft = page.get_translation(translation.target_locale)
    assert not draft.live
    assert draft.get_latest_revision_as_object().title == "Straßen"


def test_a_second_reader_approves(translation, reviewed, user):
    complete(translation)

    assert finish(translation, user) == Stage.REVIEW
    assert approve(translation, make_administrator("reader"), seen=seen(translation)) == Stage.READY


def test_nobody_approves_what_they_have_finished(translation, reviewed, user):
    complete(translation)
    finish(translation, user)

    with pytest.raises(SameReaderError):
        approve(translation, user, seen=seen(translation))

    assert stage(translation) == Stage.REVIEW


def test_nobody_approves_words_that_they_have_not_read(translation, reviewed, user):
    complete(translation)
    finish(translation, user)
    read = seen(translation)
    fill(translation, {"Streets": "Gassen"})

    with pytest.raises(OtherVersionError):
        approve(translation, make_administrator("reader"), seen=read)

    assert stage(translation) == Stage.REVIEW


def test_a_fact_is_part_of_what_was_read(site, german, reviewed, user):
    link = Link(title="More", url="https://example.org/en/")
    page = make_page(NewsPage, title="Streets", summary="Streets for people.", link_rows=[link])
    translation = request_translation(page, german)
    fill(translation, {"Streets": "S", "Streets for people.": "S.", "More": "Mehr"})
    read = seen(translation)
    (fact,) = (fact for fact in facts(translation) if fact.field_path == "link_rows.url")
    replace(translation, fact.context, "https://example.org/de/", seen=None, user=user)
    finish(translation, user)
    reader = make_administrator("reader")

    with pytest.raises(OtherVersionError):
        approve(translation, reader, seen=read)

    assert approve(translation, reader, seen=seen(translation)) == Stage.READY


def test_a_reader_sends_back_with_a_note(translation, reviewed, user):
    TranslationJob.objects.update(note="For Friday.")
    complete(translation)
    finish(translation, user)

    send_back(translation, "Which streets?")

    job = TranslationJob.objects.get(translation=translation)
    assert (job.stage, job.note) == (Stage.OPEN, "For Friday.\n\nWhich streets?")


def test_as_soon_as_it_is_ready(page, german, user):
    translation = request_translations(
        page, [german], release=Release.WHEN_READY, released_by=user
    )[0]
    complete(translation)

    assert finish(translation, user) == Stage.PUBLISHED
    assert is_public(page, german)


def test_not_unread_even_if_it_was_to_go_public_when_ready(page, german, reviewed, user):
    (translation,) = request_translations(
        page, [german], release=Release.WHEN_READY, released_by=user
    )
    complete(translation)

    assert finish(translation, user) == Stage.REVIEW
    assert not is_public(page, german)


def test_languages_go_public_together(page, german, french, user):
    both = request_translations(page, [german, french], release=Release.TOGETHER, released_by=user)
    for translation in both:
        complete(translation)

    assert finish(both[0], user) == Stage.READY
    assert not is_public(page, german)
    assert finish(both[1], user) == Stage.PUBLISHED

    assert is_public(page, german)
    assert is_public(page, french)
    assert {stage(translation) for translation in both} == {Stage.PUBLISHED}


def test_a_language_that_is_not_needed_holds_nobody_up(page, german, french, user):
    both = request_translations(page, [german, french], release=Release.TOGETHER, released_by=user)
    TranslationJob.objects.filter(translation=both[1]).update(stage=Stage.NOT_NEEDED)
    complete(both[0])

    assert finish(both[0], user) == Stage.PUBLISHED


def test_what_will_go_public_with_its_source_is_told_before(site, german, french, user):
    page = make_page(NewsPage, title="Streets", summary="Streets for people.", publish=False)
    both = request_translations(page, [german, french], release=Release.TOGETHER, released_by=user)
    for translation in both:
        complete(translation)

    finish(both[0], user)
    assert released_with(page) == frozenset()
    finish(both[1], user)

    assert released_with(page) == {german.pk, french.pk}
    assert not is_public(page, german)
    page.save_revision().publish()
    assert is_public(page, german)
    assert is_public(page, french)


@pytest.mark.parametrize("obstacle", ["by hand", "not yet", "nobody", "inactive", "may not", "gap"])
def test_what_will_not_go_public_with_its_source_is_told_too(site, german, user, obstacle):
    page = make_page(NewsPage, title="Streets", summary="Streets for people.", publish=False)
    by = make_user("anna") if obstacle == "may not" else user
    wishes = {
        "by hand": {"release": Release.BY_HAND},
        "not yet": {"release": Release.AT, "release_at": NOON},
        "nobody": {"released_by": None},
    }.get(obstacle, {})
    [translation] = request_translations(
        page, [german], **{"release": Release.WHEN_READY, "released_by": by, **wishes}
    )
    complete(translation)
    finish(translation, user)
    if obstacle == "inactive":
        type(user).objects.update(is_active=False)
    if obstacle == "gap":
        StringTranslation.objects.first().delete()

    assert released_with(page) == frozenset()
    page.save_revision().publish()
    assert not is_public(page, german)


def test_never_before_the_source(site, german, user):
    page = make_page(NewsPage, title="Streets", summary="Streets for people.", publish=False)
    (translation,) = request_translations(
        page, [german], release=Release.WHEN_READY, released_by=user
    )
    complete(translation)
    assert finish(translation, user) == Stage.READY
    assert not is_public(page, german)

    page.get_latest_revision().publish()

    assert is_public(page, german)
    assert stage(translation) == Stage.PUBLISHED


def test_at_a_set_time(page, german, user):
    (translation,) = request_translations(
        page, [german], release=Release.AT, release_at=NOON, released_by=user
    )
    complete(translation)
    finish(translation, user)

    assert release_on_time(at=NOON.replace(hour=11)) == []
    assert not is_public(page, german)
    assert release_on_time(at=NOON) == [translation]
    assert is_public(page, german)


def test_what_was_not_ready_at_its_time_goes_public_when_it_is(page, german, user):
    (translation,) = request_translations(
        page, [german], release=Release.AT, release_at=NOON.replace(year=2019), released_by=user
    )
    assert release_on_time(at=NOON) == []
    complete(translation)

    assert finish(translation, user) == Stage.PUBLISHED


def test_what_nobody_has_released_waits(page, german, user):
    translation = request_translation(page, german)
    complete(translation)
    finish(translation, user)

    assert release_on_time(at=NOON) == []
    assert not is_public(page, german)


def test_whoever_may_publish_no_more_releases_nothing_and_holds_nobody_up(
    page, german, french, user
):
    gone = make_administrator("gone")
    (first,) = request_translations(page, [german], release=Release.WHEN_READY, released_by=gone)
    (second,) = request_translations(page, [french], release=Release.WHEN_READY, released_by=user)
    gone.is_superuser = False
    gone.save()
    for translation in (first, second):
        complete(translation)

    assert finish(first, user) == Stage.READY
    assert finish(second, user) == Stage.PUBLISHED
    assert not is_public(page, german)


def test_what_is_finished_is_not_finished_by_another(translation, reviewed, user):
    complete(translation)
    finish(translation, user)

    with pytest.raises(WrongStageError):
        finish(translation, make_administrator("other"))

    assert TranslationJob.objects.get(translation=translation).finished_by == user


def test_asking_for_another_language_reopens_what_has_not_seen_new_words(
    page, translation, french, user
):
    complete(translation)
    finish(translation, user)
    page.title = "Squares"
    page.save()

    request_translation(page, french)

    assert stage(translation) == Stage.OPEN


def test_a_translation_that_is_unpublished_can_be_finished_again(page, translation, user):
    complete(translation)
    finish(translation, user)
    publish(translation, user)

    page.get_translation(translation.target_locale).unpublish()

    assert stage(translation) == Stage.OPEN
    assert finish(translation, user) == Stage.READY


def test_a_language_that_is_reviewed_is_not_published_by_stock_callers(page, translation, reviewed):
    complete(translation)

    translation.save_target()

    assert not is_public(page, translation.target_locale)
