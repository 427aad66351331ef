"""Does an edition stay where it is when not everybody may read any more what it shows, names or leads to?"""

import pytest
from django.utils import timezone
from wagtail.models import PageViewRestriction

from cms.models import PartOf, Promotion
from cms.plugins.events.models import EventPage
from cms.plugins.news.models import NewsPage
from cms.plugins.projects.models import ProjectPage
from cms.testing.factories import make_administrator, make_page, make_translation
from newsletter.approval.freezing import freeze, reopen
from newsletter.handover.obstacles import obstacle, obstacle_to_files
from newsletter.models import FrozenEdition, Handover, IssuePage
from tests.newsletter.conftest import block, editorial, entries, entry, make_issue
from tests.shared import shared


@shared
def languages() -> tuple[str, ...]:
    """The open languages."""
    return ("en", "de")


def approved(*sections: dict) -> dict[str, Handover]:
    """Return a hand-over of each edition of an issue that was approved, by language and audience."""
    return handovers_of(make_issue(*sections))


def handovers_of(issue: IssuePage) -> dict[str, Handover]:
    """Approve an issue; return a hand-over of each edition, by language and audience."""
    editions = freeze(issue, user=None).editions
    return {
        f"{edition.language} {edition.audience}": Handover(
            edition=edition, starts_at=timezone.now()
        )
        for edition in editions.select_related("approval")
    }


IN_GERMAN = (
    "The version of the issue from which this edition has its words, or a page above it, is private: German. Make it"
    " public, or open the issue again and approve it anew."
)


def restrict(page) -> None:
    """Close a page to everybody who has not signed in."""
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


def stopped_by(title: str) -> str:
    """Return what is said of one page."""
    return (
        f"This page of the edition is not public any more: ‘{title}’. Publish it again, or open the issue again and"
        " approve it without."
    )


@pytest.mark.parametrize("outlet", ["mail", "web"])
def test_a_page_that_stands_in_one_form_only_was_made_private(site, outlet):
    news = make_page(NewsPage, title="Squares")
    issue = approved(entries(entry(make_page(NewsPage)), entry(news, outlet=outlet)))
    assert obstacle(issue["en everyone"]) == ""

    restrict(news)

    assert obstacle(issue["en everyone"]) == stopped_by("Squares")


def test_a_page_for_members_stops_their_edition_alone(site):
    news = make_page(NewsPage, title="Squares")
    issue = approved(entries(entry(make_page(NewsPage)), entry(news, audience="members")))

    restrict(news)

    assert obstacle(issue["en everyone"]) == ""
    assert obstacle(issue["en members"]) == stopped_by("Squares")


def test_a_translation_that_was_unpublished_stops_its_language_alone(site):
    news = make_page(NewsPage, title="Squares")
    translation = make_translation(news, "de", title="Plätze")
    issue = approved(entries(entry(news)))
    assert obstacle(issue["de everyone"]) == ""

    translation.unpublish()

    assert obstacle(issue["en everyone"]) == ""
    assert obstacle(issue["de everyone"]) == stopped_by("Plätze")


def test_a_project_that_is_named_was_made_private(site):
    project = make_page(ProjectPage, title="A project", acronym="PRO")
    event = make_page(EventPage, title="Seminar", part_of_rows=[PartOf(target=project)])
    issue = approved(entries(entry(event)))
    assert obstacle(issue["en everyone"]) == ""

    restrict(project)

    assert obstacle(issue["en everyone"]) == stopped_by("PRO")


def test_what_replaces_an_event_was_made_private(site):
    successor = make_page(NewsPage, title="The new date")
    event = make_page(EventPage, title="Seminar", status="replaced", replaced_by=successor)
    issue = approved(entries(entry(event)))
    assert obstacle(issue["en everyone"]) == ""

    restrict(successor)

    assert obstacle(issue["en everyone"]) == stopped_by("The new date")


def test_a_page_to_which_the_editorial_leads_was_made_private(site):
    news = make_page(NewsPage, title="Squares")
    link = f'<a linktype="page" id="{news.pk}">what we <b>found</b></a>'
    issue = approved(editorial(f"<p>Read {link}.</p>"), entries(entry(make_page(NewsPage))))
    assert obstacle(issue["en everyone"]) == ""

    restrict(news)

    assert obstacle(issue["en everyone"]) == stopped_by("what we found")


def test_a_page_to_which_a_promotion_leads_was_made_private(site):
    news = make_page(NewsPage, title="Squares")
    promotion = Promotion.objects.create(
        title="Join us", text="We meet.", button="Become a member", page=news
    )
    issue = approved(block("promotion", promotion=promotion.pk))
    assert obstacle(issue["en everyone"]) == ""

    restrict(news)

    assert obstacle(issue["en everyone"]) == stopped_by("Become a member")


def test_an_issue_that_was_made_private_is_told_from_one_that_was_unpublished(site):
    handover = approved(entries(entry(make_page(NewsPage))))["en everyone"]
    issue = IssuePage.objects.get()

    for private in (issue, issue.get_parent()):
        restrict(private)
        assert obstacle(handover) == (
            "The issue, or a page above it, is private, so that ‘view online’ would lead nowhere. Make it public."
        )
        PageViewRestriction.objects.all().delete()

    issue.unpublish()
    assert obstacle(handover) == (
        "The issue is not public, so that ‘view online’ would lead nowhere. Publish it."
    )


def test_a_version_of_the_issue_that_was_made_private_stops_what_has_its_words_alone(site):
    issue = make_issue(
        entries(entry(make_page(NewsPage)), entry(make_page(NewsPage), audience="members"))
    )
    german = make_translation(issue, "de", title="Juni 2019")
    handovers = handovers_of(issue)
    assert {name: obstacle(each) for name, each in handovers.items()} == dict.fromkeys(
        ("de everyone", "de members", "en everyone", "en members"), ""
    )

    for private in (german, german.get_parent()):
        restrict(private)
        assert {name: obstacle(each) for name, each in handovers.items()} == {
            "de everyone": IN_GERMAN,
            "de members": IN_GERMAN,
            "en everyone": "",
            "en members": "",
        }
        PageViewRestriction.objects.all().delete()


def test_no_file_leaves_of_an_issue_with_words_that_are_private(site):
    issue = make_issue(entries(entry(make_page(NewsPage))))
    german = make_translation(issue, "de", title="Juni 2019")
    approval = handovers_of(issue)["de everyone"].edition.approval
    assert obstacle_to_files(approval) == ""

    restrict(german)

    assert obstacle_to_files(approval) == IN_GERMAN


def test_what_is_approved_anew_has_no_words_that_are_private(site):
    issue = make_issue(entries(entry(make_page(NewsPage))))
    german = make_translation(issue, "de", title="Juni 2019")
    approval = handovers_of(issue)["de everyone"].edition.approval
    restrict(german)

    reopen(approval, user=make_administrator("anna"))

    anew = handovers_of(issue)["de everyone"]
    assert (anew.edition.label, obstacle(anew)) == ("June 2019", "")


def test_no_file_leaves_of_an_issue_that_names_what_is_private_in_any_language(site):
    news, other = (make_page(NewsPage, title=title) for title in ("Squares", "Bridges"))
    make_translation(news, "de", title="Plätze")
    approval = next(iter(approved(entries(entry(news), entry(other))).values())).edition.approval
    assert obstacle_to_files(approval) == ""

    restrict(news)

    assert obstacle_to_files(approval) == (
        "These pages of the edition are not public any more: ‘Plätze’ and ‘Squares’. Publish them again, or open the"
        " issue again and approve it without."
    )


def test_an_edition_from_which_something_was_removed_keeps_no_other_from_being_a_file(site):
    news = make_page(NewsPage, title="Squares")
    edition = approved(entries(entry(news)))["en everyone"].edition
    FrozenEdition.objects.filter(approval=edition.approval).update(redacted_at=timezone.now())

    restrict(news)

    assert obstacle_to_files(edition.approval) == ""


@pytest.mark.parametrize("count", [1, 3])
def test_the_cost_is_the_same_with_any_number_of_items(site, count, django_assert_num_queries):
    pages = [make_page(NewsPage) for _number in range(count)]
    handover = approved(entries(*map(entry, pages)))["en everyone"]

    with django_assert_num_queries(4):
        assert obstacle(handover) == ""
