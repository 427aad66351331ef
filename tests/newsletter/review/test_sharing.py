"""Does a link show an issue to whom its maker may show it, for its time, and take answers, so many and no more?"""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, Permission
from django.utils import timezone
from django.utils.translation import override
from wagtail.log_actions import registry
from wagtail.models import GroupPagePermission, PageLogEntry

from cms.models.sharing import KEPT, LinkEndedError, UnknownLinkError
from cms.testing.factories import make_user
from newsletter.models import IssuePage, ReviewAnswer, ReviewLink
from newsletter.review.sharing import (
    MOST_ANSWERS,
    Refusal,
    TooManyAnswersError,
    address_of,
    answer,
    follow,
    links_of,
    revoke,
    share,
    states,
)
from tests.newsletter.conftest import make_issue
from tests.shared import shared

State = ReviewLink.State

STATE_QUERIES = 3
"""Links, answers, and what their maker may do; whatever the number of links that one person has made."""

pytestmark = pytest.mark.usefixtures("site")


@shared
def issue(site) -> IssuePage:
    """A draft."""
    return make_issue(publish=False)


@shared
def nora(issue):
    """Somebody who may edit the issue, and nothing else."""
    user = make_user("nora")
    group = Group.objects.create(name="Editors of one issue")
    permission = Permission.objects.get(codename="change_page")
    GroupPagePermission.objects.create(group=group, page=issue, permission=permission)
    user.groups.add(group)
    return user


@shared
def link(issue, nora) -> ReviewLink:
    """A link that works for two weeks."""
    return share(issue, user=nora, for_whom="The board", days=14)


def state(link, **at) -> ReviewLink.State | Refusal:
    """Return the state of a link, read anew."""
    (link,) = links_of(link.issue).filter(pk=link.pk)
    return states([link], link.issue, **at)[link.pk]


def test_a_link_leads_to_its_issue(link, issue):
    assert follow(link.token) == link
    assert follow(link.token).issue == issue


def test_what_the_database_holds_opens_nothing(link):
    with pytest.raises(UnknownLinkError):
        follow(link.key)


def test_a_link_works_until_its_instant_and_not_at_it(link):
    end = link.expires_at

    assert end - link.created_at == pytest.approx(timedelta(days=14), abs=timedelta(seconds=5))
    assert state(link, at=end - timedelta(microseconds=1)) == State.WORKS
    assert state(link, at=end) == State.EXPIRED


def test_an_expired_link_shows_nothing(link):
    ReviewLink.objects.update(expires_at=timezone.now())

    with pytest.raises(LinkEndedError):
        follow(link.token)


def test_a_revoked_link_shows_nothing_and_others_stay(link, issue, nora):
    second = share(issue, user=nora, for_whom="Lyon", days=1)

    revoke(link, user=nora)

    assert state(link) == State.REVOKED
    assert follow(second.token) == second
    with pytest.raises(LinkEndedError):
        follow(link.token)


def test_it_is_revoked_once(link, nora):
    revoke(link, user=nora)
    first = ReviewLink.objects.get().revoked_at

    revoke(ReviewLink.objects.get(), user=make_user("zofia"))

    assert ReviewLink.objects.get().revoked_at == first
    assert PageLogEntry.objects.filter(action="newsletter.review_revoked").count() == 1


@pytest.mark.parametrize(
    "leave",
    [
        lambda user: user.groups.clear(),
        lambda user: user.delete(),
        lambda user: type(user).objects.filter(pk=user.pk).update(is_active=False),
    ],
)
def test_a_link_ends_when_its_maker_may_no_longer_edit_the_issue(link, nora, leave):
    assert follow(link.token) == link

    leave(nora)

    assert state(link) == Refusal.ORPHANED
    with pytest.raises(LinkEndedError):
        follow(link.token)


def test_a_link_ends_with_its_issue(link, issue):
    issue.delete()

    assert not ReviewLink.objects.exists()
    with pytest.raises(LinkEndedError):
        follow(link.token)


def test_the_address_has_the_host_of_the_site_and_no_language(link):
    assert address_of(link) == f"http://testserver/_review/{link.token}/"


def test_rights_are_asked_once_for_each_maker(link, issue, nora, django_assert_num_queries):
    with django_assert_num_queries(STATE_QUERIES):
        states(list(links_of(issue)), issue)

    for number in range(2):
        share(issue, user=nora, for_whom=f"Lyon {number}", days=1)
    with django_assert_num_queries(STATE_QUERIES):
        states(list(links_of(issue)), issue)


def test_an_answer_is_kept_and_noted_without_its_comment(link, issue):
    given = answer(link, name="Ada", says="no", language="de", comment="Seite 2 fehlt.")

    assert list(link.answers.all()) == [given]
    [noted] = PageLogEntry.objects.filter(action="newsletter.review_answered")
    assert noted.page_id == issue.pk
    assert noted.user is None
    assert noted.data == {
        "answer": given.pk,
        "says": "no",
        "language": "de",
        "for_whom": "The board",
    }


def test_a_link_takes_so_many_answers_and_no_more(link):
    ReviewAnswer.objects.bulk_create(
        ReviewAnswer(link=link, name="Ada", says="yes") for _ in range(MOST_ANSWERS - 1)
    )
    answer(link, name="The last", says="yes")

    with pytest.raises(TooManyAnswersError):
        answer(link, name="One too many", says="no")

    assert link.answers.count() == MOST_ANSWERS
    assert not link.answers.filter(name="One too many").exists()


def test_all_of_it_stands_in_the_history_without_the_address(link, nora):
    answer(link, name="Ada", says="yes")
    answer(link, name="Bo", says="no", language="de")
    answer(link, name="Cy", says="comment", language="fr", comment="Hm.")
    revoke(link, user=nora)

    entries = PageLogEntry.objects.filter(action__startswith="newsletter.review").order_by("pk")
    with override("en"):
        told = [registry.get_formatter(entry).format_message(entry) for entry in entries]
    assert told == [
        "Shown by a link, for The board",
        "Ada said yes to all languages (link for The board)",
        "Bo said no to German (link for The board)",
        "Cy commented on French (link for The board)",
        "Revoked the link for The board",
    ]
    assert not any(link.key in str(entry.data) for entry in entries)


def test_old_links_are_forgotten_with_their_answers_and_still_say_that_they_have_ended(
    link, issue, nora
):
    answer(link, name="Ada", says="yes")
    second = share(issue, user=nora, for_whom="Lyon", days=1)
    ReviewLink.objects.filter(pk=link.pk).update(expires_at=timezone.now() - KEPT)
    ReviewLink.objects.filter(pk=second.pk).update(
        expires_at=timezone.now() - KEPT + timedelta(minutes=1)
    )

    assert ReviewLink.objects.forget_old() == 1
    assert list(ReviewLink.objects.all()) == [second]
    assert not ReviewAnswer.objects.exists()
    with pytest.raises(LinkEndedError):
        follow(link.token)
