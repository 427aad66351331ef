"""Are the words of an issue those that its approval will publish?"""

from wagtail.models import Locale

from cms.languages.translation.requests import request_translations
from cms.languages.translation.review import finish
from cms.languages.translation.segments import fill, segments
from cms.testing.factories import make_administrator, make_translation
from newsletter.readiness.approved import new_words, once_approved
from newsletter.readiness.verdict import readiness
from tests.newsletter.conftest import editorial


def ready(issue, words: str, **wishes):
    user = make_administrator()
    german = Locale.objects.get(language_code="de")
    [record] = request_translations(
        issue, [german], **{"release": "when_ready", "released_by": user, **wishes}
    )
    fill(record, {segment.source: words for segment in segments(record)})
    finish(record, user)


def subjects(issue) -> list[str]:
    return [version.subject for version in once_approved(issue)]


def test_what_is_live_stays_and_what_is_ready_comes_with_its_newest_draft(june):
    issue = june(editorial("<p>We write.</p>"))
    make_translation(issue, "fr", words={issue.subject: "En public"})
    make_translation(issue, "de", words={issue.subject: "Bisher"}, publish=False)
    issue.unpublish()
    assert subjects(issue) == ["En public"]

    ready(issue, "Demnächst")

    assert sorted(subjects(issue)) == ["Demnächst", "En public"]
    assert not issue.get_translation(Locale.objects.get(language_code="de")).live


def test_words_that_nobody_was_given_keep_what_is_ready_from_going_public(june):
    issue = june(publish=False)
    assert new_words(issue) == []  # it was given to nobody
    ready(issue, "Demnächst")
    assert subjects(issue) == ["Demnächst"]

    issue.subject = "Other words"

    assert new_words(issue) == ["Other words"]
    assert subjects(issue) == []


def test_the_verdict_is_on_the_words_that_will_be_approved(june):
    issue = june(publish=False)
    ready(issue, "Demnächst")
    assert readiness(issue).blocked() == []
    german = issue.get_translation(Locale.objects.get(language_code="de"))
    german.subject = "Nobody may\u202esend this"
    german.save_revision(clean=False)

    assert readiness(issue).blocked() == ["de"]
