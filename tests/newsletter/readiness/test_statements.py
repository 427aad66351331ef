"""Are the words that programmes prescribe there in the reader's language?"""

from django.urls import reverse

from cms.models import Programme, ProgrammeWording
from cms.plugins.projects.models import ProjectPage
from cms.testing.factories import make_page, make_programme
from newsletter.readiness.verdict import readiness
from tests.newsletter.conftest import entries, entry
from tests.shared import shared


@shared
def programme(site) -> Programme:
    return make_programme("Security Fund", en="{project} is funded.", fr="{project} est financé.")


def issue_with(june, programme, **fields):
    fields = {"acronym": "BRIDGE", **fields}
    project = make_page(ProjectPage, title="Bridge", programme=programme, **fields)
    return june(entries(entry(project)), publish=False)


def told(issue) -> list[tuple]:
    return [
        (finding.code, finding.weight, finding.languages)
        for finding in readiness(issue).findings
        if finding.code.startswith(("statement", "disclaimer"))
    ]


def test_a_statement_that_a_language_lacks_is_told_there(june, programme):
    issue = issue_with(june, programme)

    assert told(issue) == [("statement-missing", "warning", ("de",))]
    found = {finding.code: finding for finding in readiness(issue).findings}
    assert found["statement-missing"].url == reverse(
        "wagtailsnippets_cms_programme:edit", args=[programme.pk]
    )
    assert "‘Security Fund’" in found["statement-missing"].message


def test_a_programme_without_any_wording_is_told_in_all_languages(june, site):
    programme = make_programme("Security Fund")

    assert told(issue_with(june, programme)) == [("statement-missing", "warning", ())]


def test_a_disclaimer_that_other_languages_have_is_told_where_it_lacks(june, programme):
    ProgrammeWording.objects.filter(language="en").update(disclaimer="Views are the author's.")

    assert told(issue_with(june, programme)) == [
        ("statement-missing", "warning", ("de",)),
        ("disclaimer-missing", "warning", ("fr",)),
    ]


def test_a_programme_without_disclaimers_lacks_none(june, programme):
    ProgrammeWording.objects.create(
        programme=programme, language="de", name="Fonds", statement="{project} wird gefördert."
    )

    assert told(issue_with(june, programme)) == []
