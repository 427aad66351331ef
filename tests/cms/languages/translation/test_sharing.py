"""Does a link open what its maker may open, for its time, and nothing else?"""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, Permission
from django.utils import timezone
from wagtail.log_actions import registry
from wagtail.models import GroupPagePermission, PageLogEntry, PageViewRestriction

from cms.languages.translation.publication import save_draft
from cms.languages.translation.requests import mark_as_not_needed, request_translation
from cms.languages.translation.segments import fill
from cms.languages.translation.sharing import (
    Refusal,
    address_of,
    follow,
    links_of,
    revoke,
    share,
    states,
)
from cms.models import ShareLink
from cms.models.sharing import KEPT, LinkEndedError, UnknownLinkError
from cms.plugins.news.models import NewsPage
from cms.testing.factories import make_page, make_user
from tests.shared import shared

State = ShareLink.State

STATE_QUERIES = 8
"""Of links that one person has made: who may translate is asked once."""


@shared
def translation(page, german):
    """The page as it was asked for in German, of which a title has been translated."""
    record = request_translation(page, german)
    fill(record, {"Streets": "Straßen"})
    save_draft(record)
    return record


@shared
def anna(site):
    return make_user("anna", "Translators into German")


@shared
def link(translation, anna):
    return share(translation, user=anna, for_whom="The mayor’s office", days=14)


def restrict(page):
    """Show a page only to people who are signed in."""
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


def state(link, translation, **at):
    (link,) = links_of(translation).filter(pk=link.pk)
    return states([link], translation, **at)[link.pk]


def test_a_link_shows_the_words_as_they_are_when_it_is_followed(link, translation):
    opened = follow(link.token, "de")

    fill(translation, {"Streets for people.": "Straßen für Menschen."})
    later = follow(link.token, "de")

    assert (opened.page.title, opened.page.summary) == ("Straßen", "Streets for people.")
    assert (later.page.title, later.page.summary) == ("Straßen", "Straßen für Menschen.")
    assert (opened.link, opened.is_public) == (link, False)


def test_a_link_leads_to_its_own_translation(link, french, page, anna):
    other = request_translation(page, french)
    fill(other, {"Streets": "Les rues"})
    save_draft(other)
    user = make_user("fred", "Translators into French")
    second = share(other, user=user, for_whom="Lyon", days=1)

    assert follow(second.token, "fr").page.title == "Les rues"
    assert [one.pk for one in links_of(other)] == [second.pk]
    with pytest.raises(UnknownLinkError):
        follow(second.token, "de")


def test_what_the_database_holds_opens_nothing(link):
    with pytest.raises(UnknownLinkError):
        follow(link.key, "de")


def test_a_link_works_until_its_instant_and_not_at_it(link, translation):
    end = link.expires_at

    assert end - link.created_at == pytest.approx(timedelta(days=14), abs=timedelta(seconds=5))
    assert state(link, translation, at=end - timedelta(microseconds=1)) == State.WORKS
    assert state(link, translation, at=end) == State.EXPIRED


def test_an_expired_link_shows_nothing(link):
    ShareLink.objects.update(expires_at=timezone.now())

    with pytest.raises(LinkEndedError):
        follow(link.token, "de")


def test_a_revoked_link_shows_nothing_and_others_stay(link, translation, anna):
    second = share(translation, user=anna, for_whom="Lyon", days=1)

    revoke(link, user=anna)

    assert state(link, translation) == State.REVOKED
    assert follow(second.token, "de").page.title == "Straßen"
    with pytest.raises(LinkEndedError):
        follow(link.token, "de")


def test_it_is_revoked_once(link, anna):
    revoke(link, user=anna)
    first = ShareLink.objects.get().revoked_at

    revoke(ShareLink.objects.get(), user=make_user("zofia"))

    assert ShareLink.objects.get().revoked_at == first
    assert PageLogEntry.objects.filter(action="cms.draft_link_revoked").count() == 1


def test_a_link_ends_when_its_maker_may_no_longer_translate(link, translation, anna):
    anna.groups.clear()

    assert state(link, translation) == Refusal.ORPHANED
    with pytest.raises(LinkEndedError):
        follow(link.token, "de")


@pytest.mark.parametrize("leave", [lambda user: user.delete(), lambda user: deactivate(user)])
def test_a_link_ends_when_its_maker_has_left(link, translation, anna, leave):
    leave(anna)

    assert state(link, translation) == Refusal.ORPHANED
    with pytest.raises(LinkEndedError):
        follow(link.token, "de")


def deactivate(user):
    user.is_active = False
    user.save()


def test_a_link_ends_when_nobody_wants_the_translation_any_more(link, translation, page, german):
    mark_as_not_needed(page, [german])

    assert state(link, translation) == Refusal.STOPPED
    with pytest.raises(LinkEndedError):
        follow(link.token, "de")


def test_a_link_ends_with_the_translated_page(link, page, german):
    page.get_translation(german).delete()

    with pytest.raises(LinkEndedError):
        follow(link.token, "de")


def test_a_link_ends_with_its_source(link, page):
    page.delete()

    assert not ShareLink.objects.exists()
    with pytest.raises(LinkEndedError):
        follow(link.token, "de")


def test_the_translation_of_a_draft_can_be_shown(site, german, anna):
    source = make_page(NewsPage, title="Streets", summary="For people.", publish=False)
    record = request_translation(source, german)
    fill(record, {"Streets": "Straßen"})
    save_draft(record)

    link = share(record, user=anna, for_whom="Lyon", days=1)

    assert follow(link.token, "de").page.title == "Straßen"


class TestRestricted:
    """A link opens a page that is not for everybody to no more than its maker."""

    def test_a_translator_who_was_asked_may_show_it(self, page, translation, anna):
        restrict(page)

        link = share(translation, user=anna, for_whom="A member", days=1)

        assert follow(link.token, "de").page.title == "Straßen"

    def test_the_link_of_somebody_who_may_not_see_the_source_ends(
        self, page, translation, german, link, anna
    ):
        restrict(page)
        assert state(link, translation) == State.WORKS

        # Somebody who may edit the German pages, and is not asked to translate: the source is closed to them.
        anna.groups.set([])
        anna.groups.add(editors_of(page.get_translation(german)))

        assert state(link, translation) == Refusal.ORPHANED
        with pytest.raises(LinkEndedError):
            follow(link.token, "de")

    def test_an_editor_of_the_translation_may_show_what_everybody_may_read(
        self, page, translation, german, link, anna
    ):
        anna.groups.set([])
        anna.groups.add(editors_of(page.get_translation(german)))

        assert state(link, translation) == State.WORKS


def editors_of(page):
    """Return a group that may edit one page."""
    group = Group.objects.create(name="Editors of one page")
    GroupPagePermission.objects.create(
        group=group, page=page, permission=Permission.objects.get(codename="change_page")
    )
    return group


def test_making_and_revoking_stand_in_the_history_without_the_address(link, page, german, anna):
    revoke(link, user=anna)

    entries = PageLogEntry.objects.filter(action__startswith="cms.draft").order_by("pk")
    target = page.get_translation(german)
    told = [registry.get_formatter(entry).format_message(entry) for entry in entries]
    assert told == [
        "Shared the draft by a link, for The mayor’s office",
        "Revoked the link to the draft for The mayor’s office",
    ]
    assert {(entry.page_id, entry.user) for entry in entries} == {(target.pk, anna)}
    assert {entry.content_type.model_class() for entry in entries} == {NewsPage}
    assert not any(link.key in str(entry.data) for entry in entries)


def test_the_address_has_the_language_of_the_draft_and_the_host_of_the_site(link):
    assert address_of(link) == f"http://testserver/de/_shared/{link.token}/"


def test_the_newest_link_is_listed_first(link, translation, anna):
    second = share(translation, user=anna, for_whom="Lyon", days=1)

    assert list(links_of(translation)) == [second, link]


def test_old_links_are_forgotten_and_still_say_that_they_have_ended(link, translation, anna):
    second = share(translation, user=anna, for_whom="Lyon", days=1)
    ShareLink.objects.filter(pk=link.pk).update(expires_at=timezone.now() - KEPT)
    ShareLink.objects.filter(pk=second.pk).update(
        expires_at=timezone.now() - KEPT + timedelta(minutes=1)
    )

    assert ShareLink.objects.forget_old() == 1
    assert list(ShareLink.objects.all()) == [second]
    with pytest.raises(LinkEndedError):
        follow(link.token, "de")


def test_states_ask_for_the_rights_of_each_maker_once(
    translation, link, anna, django_assert_num_queries
):
    with django_assert_num_queries(STATE_QUERIES):
        states(list(links_of(translation)), translation)

    for number in range(2):
        share(translation, user=anna, for_whom=f"Lyon {number}", days=1)
    with django_assert_num_queries(STATE_QUERIES):
        states(list(links_of(translation)), translation)
