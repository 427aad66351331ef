"""Can an editor of an issue make, copy and revoke links to it, and read what was answered, and nobody else?"""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from bs4 import BeautifulSoup
from django.contrib.messages import get_messages
from django.urls import reverse
from wagtail.models import PageLogEntry

from cms.testing.factories import make_user
from newsletter.models import ReviewAnswer, ReviewLink
from newsletter.review.sharing import address_of, answer, share
from tests.newsletter.conftest import make_issue
from tests.newsletter.views.conftest import make_editor
from tests.shared import shared

QUERIES = 22
"""Of the screen, whatever the number of links that one person has made, and of answers."""


@pytest.fixture
def signed_in(client, nora):
    """Nora's browser."""
    client.force_login(nora)
    return client


@shared
def link(guarded, nora):
    return share(guarded, user=nora, for_whom="The board", days=14)


def screen(guarded) -> str:
    return reverse("newsletter_admin:reviews", args=[guarded.pk])


def revoking(guarded, link) -> str:
    return reverse("newsletter_admin:revoke_review", args=[guarded.pk, link.pk])


def shown(client, guarded) -> BeautifulSoup:
    """Return the screen as a tree of tags."""
    answered = client.get(screen(guarded))
    assert answered.status_code == 200
    return BeautifulSoup(answered.content, "html.parser")


def words(tag) -> str:
    return " ".join(tag.get_text().split())


def said(answered) -> list[str]:
    return [str(message).strip() for message in get_messages(answered.wsgi_request)]


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("nobody", 302),
        ("bystander", 302),
        ("translator", 302),
        ("editor", 200),
        ("administrator", 200),
    ],
)
def test_only_those_who_may_edit_the_issue_show_it(client, guarded, link_of, people, who, status):
    if people[who]:
        client.force_login(people[who])

    looked = client.get(screen(guarded)).status_code
    client.post(screen(guarded), {"for_whom": "Lyon", "days": 7})
    client.post(revoking(guarded, link_of))

    may = status == 200
    assert looked == status
    assert ReviewLink.objects.count() == (2 if may else 1)
    assert (ReviewLink.objects.get(pk=link_of.pk).revoked_at is not None) == may


@shared
def link_of(guarded):
    """A link that somebody else has made."""
    return share(guarded, user=make_user("zofia"), for_whom="The board", days=14)


def test_a_link_is_made_noted_and_told(signed_in, guarded, nora):
    answered = signed_in.post(screen(guarded), {"for_whom": "Lyon", "days": 7})

    link = ReviewLink.objects.get()
    assert (answered.status_code, answered.headers["Location"]) == (302, screen(guarded))
    assert said(answered) == ["The link is made. Copy its address below, and send it."]
    assert (link.for_whom, link.created_by, link.issue) == ("Lyon", nora, guarded)
    assert (link.expires_at - link.created_at).total_seconds() == pytest.approx(7 * 86_400, abs=5)
    assert PageLogEntry.objects.filter(action="newsletter.review_shared").count() == 1


@pytest.mark.parametrize(
    "given", [{"for_whom": ""}, {"for_whom": "x" * 201}, {"days": "365"}, {"days": ""}]
)
def test_a_form_that_is_not_filled_in_makes_nothing(signed_in, guarded, given):
    answered = signed_in.post(screen(guarded), {"for_whom": "Lyon", "days": 7, **given})

    assert answered.status_code == 200
    assert answered.context["form"].errors
    assert not ReviewLink.objects.exists()


def test_a_link_is_listed_with_all_that_one_has_to_know(signed_in, guarded, link):
    zone = ZoneInfo("Europe/Brussels")
    ReviewLink.objects.update(
        created_at=datetime(2099, 3, 1, 9, tzinfo=zone),
        expires_at=datetime(2099, 3, 15, 9, tzinfo=zone),
    )

    (line,) = shown(signed_in, guarded).select(".desk-shared > li")

    assert words(line.h3) == "The board"
    assert [words(each) for each in line.find_all("p")] == [
        "made by nora, Sunday 1 March 2099, 09:00 Brussels time",
        "works until Sunday 15 March 2099, 09:00 Brussels time",
        "Nobody has answered yet.",
    ]
    assert line.find("input", type="text")["value"] == address_of(link)


def test_answers_are_read_as_they_were_typed(signed_in, guarded, link):
    answer(link, name="Ada <b>Müller</b>", says="no", language="de", comment="One\n<script>two")
    answer(link, name="Jean", says="yes")
    ReviewAnswer.objects.update(
        created_at=datetime(2099, 3, 1, 9, tzinfo=ZoneInfo("Europe/Brussels"))
    )

    tree = shown(signed_in, guarded)

    assert "Said yes: 1. Said no: 1." in words(tree.main)
    moment = "Sunday 1 March 2099, 09:00 Brussels time"
    assert [words(each) for each in tree.select(".reviews__answers > li")] == [
        f"Yes, it can go out like this Jean about all languages, {moment}",
        "No, something has to change Ada <b>Müller</b> about the edition in German,"
        f" {moment} One<script>two",
    ]
    assert [each.name for each in tree.select(".reviews__answers blockquote *")] == ["p", "br"]


def test_a_link_is_revoked_by_whoever_may_edit_the_issue(client, guarded, link):
    client.force_login(make_editor(guarded, "berta"))

    answered = client.post(revoking(guarded, link))

    assert (answered.status_code, answered.headers["Location"]) == (302, screen(guarded))
    assert said(answered) == ["Revoked: the link for ‘The board’ works no more."]
    (line,) = shown(client, guarded).select(".desk-shared > li")
    assert words(line.find_all("p")[-1]) == "Revoked"
    assert line.find("input", type="text") is None


def test_a_link_is_revoked_by_a_post_alone(signed_in, guarded, link):
    assert signed_in.get(revoking(guarded, link)).status_code == 405
    assert ReviewLink.objects.get().revoked_at is None


def test_a_link_of_another_issue_is_not_found(client, admin_user, guarded, link):
    other = make_issue(slug="other")
    client.force_login(admin_user)

    assert client.post(revoking(other, link)).status_code == 404
    assert ReviewLink.objects.get().revoked_at is None


def test_the_issue_leads_there(signed_in, guarded):
    html = signed_in.get(reverse("wagtailadmin_pages:edit", args=[guarded.pk])).content.decode()

    assert screen(guarded) in html


def test_the_screen_costs_the_same_whatever_it_lists(
    signed_in, guarded, nora, django_assert_num_queries
):
    for number in (1, 2):
        for _ in range(number):
            link = share(guarded, user=nora, for_whom="Lyon", days=1)
            for _answer in range(number):
                answer(link, name="Ada", says="yes")
        signed_in.get(screen(guarded))
        with django_assert_num_queries(QUERIES):
            assert len(shown(signed_in, guarded).select(".desk-shared > li")) == 2 * number - 1
