"""Is it clear who does a translation, and until when?"""

from datetime import date, timedelta

import pytest
from wagtail.models import Locale
from wagtail_localize.models import Translation

from cms.languages.translation.jobs import TakenError, assign, is_overdue, overdue, take
from cms.languages.translation.publication import publish
from cms.languages.translation.requests import request_translation, request_translations
from cms.models import TranslationJob
from cms.plugins.news.models import NewsPage
from cms.testing.factories import make_page, make_site, make_translation
from tests.shared import shared

pytestmark = pytest.mark.django_db

TODAY = date(2026, 5, 3)
Stage = TranslationJob.Stage


@shared
def page():
    make_site(("en", "fr"), kinds=[NewsPage])
    return make_page(NewsPage, title="Title")


@shared
def french(page):
    return Locale.objects.get(language_code="fr")


@pytest.fixture
def people(django_user_model):
    return [django_user_model.objects.create_user(name) for name in ("anne", "bea")]


@pytest.mark.parametrize("stage", Stage.values)
@pytest.mark.parametrize("due_on", [None, TODAY - timedelta(days=1), TODAY, TODAY + timedelta(1)])
def test_a_job_is_overdue_after_its_last_day_while_people_are_at_work(page, french, stage, due_on):
    request_translation(page, french)
    TranslationJob.objects.update(stage=stage, due_on=due_on)

    expected = stage in ("open", "review") and due_on is not None and due_on < TODAY

    assert is_overdue(TranslationJob.objects.get(), TODAY) is expected
    assert TranslationJob.objects.filter(overdue(TODAY)).exists() is expected
    assert Translation.objects.filter(overdue(TODAY, "job__")).exists() is expected


def test_of_two_who_take_it_one_gets_it(page, french, people):
    anne, bea = people

    take(page, french, anne)
    with pytest.raises(TakenError):
        take(page, french, bea)
    take(page, french, anne)

    job = TranslationJob.objects.get()
    assert (job.assignee, job.requested_by) == (anne, anne)


def test_who_takes_it_does_not_count_as_who_asked_for_it(page, french, people):
    anne, bea = people
    request_translations(page, [french], requested_by=anne, note="For the mayor.")

    take(page, french, bea)

    job = TranslationJob.objects.get()
    assert (job.assignee, job.requested_by, job.note) == (bea, anne, "For the mayor.")


def test_a_person_who_gets_it_anew_is_to_be_told_anew(page, french, people):
    anne, bea = people
    assign(page, [french], assignee_id=anne.pk)
    TranslationJob.objects.update(announced_at="2026-05-03T12:00:00Z")

    assign(page, [french], assignee_id=anne.pk, note="Soon.")
    assert TranslationJob.objects.get().announced_at is not None
    assign(page, [french], assignee_id=bea.pk)
    assert TranslationJob.objects.get().announced_at is None


def test_what_was_published_is_open_for_whom_it_is_given_to_and_has_no_day_left(
    page, french, people
):
    make_translation(page, "fr")
    assign(page, [french], assignee_id=people[0].pk, due_on=TODAY)
    assert TranslationJob.objects.get().stage == Stage.OPEN

    publish(Translation.objects.get())

    job = TranslationJob.objects.get()
    assert (job.stage, job.due_on, job.assignee) == (Stage.PUBLISHED, None, people[0])
