"""Will an issue be on the site for everybody from its approval on?"""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from newsletter.models import IssuePage
from newsletter.readiness.draft import Draft
from newsletter.readiness.publication import findings
from newsletter.readiness.verdict import readiness
from tests.newsletter.conftest import editorial, entries, entry


def found(issue: IssuePage) -> list[tuple[str, str, str]]:
    """Return code, weight and address of each finding."""
    return [(each.code, each.weight, each.url) for each in findings(Draft(issue))]


def edit(page) -> str:
    """Return where a page is edited."""
    return f"/admin/pages/{page.pk}/edit/"


def test_a_time_of_publication_that_is_to_come_blocks_every_language(june, news):
    goes_live = timezone.now() + timedelta(days=2)
    issue = june(entries(entry(news)), publish=False, go_live_at=goes_live)

    draft = IssuePage.objects.get(pk=issue.pk).get_latest_revision_as_object()

    assert found(draft) == [("issue-timed", "blocking", edit(issue))]
    assert readiness(draft).blocked() == ["de", "en", "fr"]


def test_a_time_of_publication_that_has_passed_is_no_matter(june):
    issue = june(editorial("<p>Welcome.</p>"), go_live_at=timezone.now() - timedelta(hours=1))

    assert found(issue) == []


def test_a_time_at_which_it_leaves_the_site_blocks(june):
    issue = june(editorial("<p>Welcome.</p>"), expire_at=timezone.now() + timedelta(days=30))

    assert found(issue) == [("issue-expiring", "blocking", edit(issue))]


@pytest.mark.parametrize("above", [0, 1, 2])
def test_an_issue_that_is_private_by_itself_or_by_a_page_above_it_is_blocked(june, news, above):
    issue = june(entries(entry(news)), publish=False)
    private = [issue, *issue.get_ancestors().reverse()][above]
    PageViewRestriction.objects.create(
        page=Page.objects.get(pk=private.pk), restriction_type=PageViewRestriction.LOGIN
    )

    assert found(issue) == [("issue-restricted", "blocking", edit(private))]
    assert readiness(issue).blocked() == ["de", "en", "fr"]


def test_what_is_private_beside_an_issue_is_no_matter(june, news):
    PageViewRestriction.objects.create(page=news, restriction_type=PageViewRestriction.LOGIN)

    assert found(june(editorial("<p>Welcome.</p>"), publish=False)) == []
