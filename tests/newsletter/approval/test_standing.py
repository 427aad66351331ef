"""Does everybody get the same answer to what is to go out?"""

from cms.plugins.news.models import NewsPage
from cms.testing.factories import make_page
from newsletter.approval.decisions import decide
from newsletter.approval.freezing import current, freeze
from newsletter.approval.standing import standing
from newsletter.readiness.verdict import readiness
from tests.newsletter.conftest import entries, entry, make_issue


def outlooks(issue) -> dict[str, str]:
    return dict(standing(issue, readiness(issue), current(issue)).outlooks)


def test_an_issue_waits_for_what_is_to_go_out_and_for_nothing_else(user):
    issue = make_issue(entries(entry(make_page(NewsPage, title="A"), when_missing="hold")))

    assert standing(issue, readiness(issue), None).obstacles == ["de", "fr"]
    assert outlooks(issue) == {"de": "blocked", "en": "ready", "fr": "blocked"}

    decide(issue, "de", "hold", user=user)
    decide(issue, "fr", "drop", user=user)

    assert standing(issue, readiness(issue), None).obstacles == []
    assert outlooks(issue) == {"de": "held back", "en": "ready", "fr": "left out"}


def test_what_is_approved_is_told_until_nothing_is_left(user):
    issue = make_issue(entries(entry(make_page(NewsPage, title="A"))))
    decide(issue, "de", "hold", user=user)
    freeze(issue, user=user)

    assert outlooks(issue) == {"de": "held back", "en": "approved", "fr": "approved"}
    assert standing(issue, readiness(issue), current(issue)).is_done

    decide(issue, "de", "send", user=user)

    assert outlooks(issue)["de"] == "ready"
    assert not standing(issue, readiness(issue), current(issue)).is_done


def test_it_costs_a_query_more_once_something_is_approved(user, django_assert_num_queries):
    issue = make_issue()
    found, approval = readiness(issue), current(issue)

    with django_assert_num_queries(2):
        standing(issue, found, approval)

    approval = freeze(issue, user=user)
    with django_assert_num_queries(3):
        standing(issue, found, approval)
