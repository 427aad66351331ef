"""Can a translator make, copy and revoke links to a draft, and nobody else?"""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from bs4 import BeautifulSoup
from django.contrib.messages import get_messages
from django.urls import reverse
from wagtail.models import PageLogEntry, PageViewRestriction
from wagtail.users.models import UserProfile

from cms.languages.translation.publication import save_draft
from cms.languages.translation.requests import request_translation
from cms.languages.translation.segments import fill
from cms.languages.translation.sharing import address_of, share
from cms.models import Promotion, ShareLink
from cms.testing.factories import make_administrator, make_user
from tests.shared import shared

QUERIES = 27
"""Of the screen, whatever the number of links that one person has made."""


@shared
def draft(translation):
    """The translation with a translated title, saved."""
    fill(translation, {"Streets &amp; squares": "Straßen &amp; Plätze"})
    save_draft(translation)
    return translation


@shared
def link(draft, translator):
    return share(draft, user=translator, for_whom="The mayor’s office", days=14)


def screen(translation):
    return reverse("desk:share", args=[translation.pk])


def shown(client, translation):
    """Return the screen as a tree of tags."""
    answer = client.get(screen(translation))
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def make(client, translation, **given):
    return client.post(screen(translation), {"for_whom": "Lyon", "days": 7, **given})


def said(answer):
    return [str(message).strip() for message in get_messages(answer.wsgi_request)]


def lines(page):
    """Return what the list says of each link, and its address."""
    return [
        (
            line.find("h3").get_text(strip=True),
            [" ".join(words.get_text().split()) for words in line.find_all("p")],
            getattr(line.find("input", type="text"), "attrs", {}).get("value", ""),
        )
        for line in page.select(".desk-shared > li")
    ]


def test_the_editor_leads_there(signed_in, draft):
    answer = signed_in.get(reverse("desk:editor", args=[draft.pk]))

    tree = BeautifulSoup(answer.content, "html.parser")
    (entry,) = tree.select(f'a[href="{screen(draft)}"]')
    assert entry.get_text(strip=True) == "Share a draft"


def test_a_link_is_made_noted_and_told(signed_in, draft, translator, german):
    answer = make(signed_in, draft)

    link = ShareLink.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (302, screen(draft))
    assert said(answer) == ["The link is made. Copy its address below, and send it."]
    assert (link.for_whom, link.created_by, link.locale) == ("Lyon", translator, german)
    assert (link.expires_at - link.created_at).total_seconds() == pytest.approx(7 * 86_400, abs=5)
    assert PageLogEntry.objects.filter(action="cms.draft_shared").count() == 1


def test_two_weeks_are_proposed(signed_in, draft):
    (chosen,) = shown(signed_in, draft).select("select[name=days] option[selected]")

    assert (chosen["value"], chosen.get_text()) == ("14", "two weeks")


@pytest.mark.parametrize(
    "given", [{"for_whom": ""}, {"for_whom": "x" * 201}, {"days": "365"}, {"days": ""}]
)
def test_a_form_that_is_not_filled_in_makes_nothing(signed_in, draft, given):
    answer = make(signed_in, draft, **given)

    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert not ShareLink.objects.exists()


def test_links_are_listed_with_all_that_one_has_to_know(signed_in, draft, link):
    zone = ZoneInfo("Europe/Brussels")
    ShareLink.objects.update(
        created_at=datetime(2099, 3, 1, 9, tzinfo=zone),
        expires_at=datetime(2099, 3, 15, 9, tzinfo=zone),
    )

    assert lines(shown(signed_in, draft)) == [
        (
            "The mayor’s office",
            [
                "made by anna, Sunday 1 March 2099, 09:00 Brussels time",
                "works until Sunday 15 March 2099, 09:00 Brussels time",
            ],
            address_of(link),
        )
    ]


def test_times_are_told_by_the_clock_of_the_editor(signed_in, draft, link, translator):
    profile = UserProfile.get_for_user(translator)
    profile.current_time_zone = "Europe/Helsinki"
    profile.save()
    ShareLink.objects.update(
        expires_at=datetime(2099, 3, 15, 9, tzinfo=ZoneInfo("Europe/Brussels"))
    )

    assert (
        "works until Sunday 15 March 2099, 10:00 Helsinki time"
        in lines(shown(signed_in, draft))[0][1]
    )


def test_any_translator_of_the_page_revokes_a_link(client, draft, link, site):
    client.force_login(make_user("berta", "Translators into German"))

    answer = client.post(reverse("desk:revoke_link", args=[draft.pk, link.pk]))

    assert (answer.status_code, answer.headers["Location"]) == (302, screen(draft))
    assert said(answer) == ["Revoked: the link for ‘The mayor’s office’ works no more."]
    assert ShareLink.objects.get().revoked_at
    assert PageLogEntry.objects.filter(action="cms.draft_link_revoked").count() == 1
    ((_name, told, address),) = lines(shown(client, draft))
    assert (told[-1], address) == ("Revoked", "")


def test_a_link_is_revoked_by_a_post_alone(signed_in, draft, link):
    answer = signed_in.get(reverse("desk:revoke_link", args=[draft.pk, link.pk]))

    assert answer.status_code == 405
    assert ShareLink.objects.get().revoked_at is None


def test_a_link_of_another_translation_is_not_found(signed_in, page, draft, french, site):
    other = request_translation(page, french)
    save_draft(other)
    link = share(other, user=make_user("fred", "Translators into French"), for_whom="x", days=1)

    answer = signed_in.post(reverse("desk:revoke_link", args=[draft.pk, link.pk]))

    assert answer.status_code == 404
    assert ShareLink.objects.get().revoked_at is None
    assert lines(shown(signed_in, draft)) == []


def test_before_the_first_sentence_there_is_nothing_to_show(signed_in, translation):
    words = shown(signed_in, translation).get_text()
    make(signed_in, translation)

    assert "There is nothing to show yet: translate a first sentence." in words
    assert not ShareLink.objects.exists()


def test_a_promotion_has_no_page_to_show(signed_in, page, german):
    promotion = Promotion.objects.create(
        title="Join", text="Join us.", button="How", url="https://e.org/", locale=page.locale
    )

    answer = signed_in.get(screen(request_translation(promotion, german)))

    assert answer.status_code == 404


def test_the_screen_says_that_a_page_is_not_for_everybody(signed_in, page, draft):
    warning = "This page is not for everybody"
    assert warning not in shown(signed_in, draft).get_text()

    PageViewRestriction.objects.create(page=page, restriction_type="login")

    assert warning in shown(signed_in, draft).get_text()


def test_nobody_shows_a_restricted_page_who_may_not_see_it(
    client, page, draft, link, french_translator
):
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    client.force_login(french_translator)

    for answer in (
        client.get(screen(draft), HTTP_X_REQUESTED_WITH="XMLHttpRequest"),
        client.post(screen(draft), {"for_whom": "Lyon", "days": 7}, HTTP_X_REQUESTED_WITH="XMLHttpRequest"),
        client.post(
            reverse("desk:revoke_link", args=[draft.pk, link.pk]),
            HTTP_X_REQUESTED_WITH="XMLHttpRequest",
        ),
    ):  # fmt: skip
        assert answer.status_code == 403
    assert list(ShareLink.objects.filter(revoked_at=None)) == [link]


def test_the_link_of_somebody_who_has_left_is_told(signed_in, draft, site):
    berta = make_user("berta", "Translators into German")
    share(draft, user=berta, for_whom="Lyon", days=1)
    berta.delete()

    ((_name, told, address),) = lines(shown(signed_in, draft))

    assert told[-1].startswith("Does not work: whoever made it may no longer translate")
    assert address == ""


@pytest.mark.parametrize("count", [1, 3])
def test_the_screen_costs_the_same_whatever_it_lists(
    signed_in, draft, translator, count, django_assert_num_queries
):
    for number in range(count):
        share(draft, user=translator, for_whom=f"Lyon {number}", days=1)
    signed_in.get(screen(draft))

    with django_assert_num_queries(QUERIES):
        assert len(lines(shown(signed_in, draft))) == count


def test_the_history_of_the_page_tells_it(client, draft, link, page, german):
    client.force_login(make_administrator())

    answer = client.get(
        reverse("wagtailadmin_pages:history", args=[page.get_translation(german).pk])
    )

    assert "Shared the draft by a link, for The mayor’s office" in answer.content.decode()
