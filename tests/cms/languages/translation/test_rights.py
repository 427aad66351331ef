"""May everybody do what their groups say, and nothing else?"""

from wagtail.models import GroupPagePermission, Page, PageViewRestriction

from cms.languages.translation.publication import save_draft
from cms.languages.translation.requests import mark_as_not_needed, request_translation
from cms.languages.translation.rights import (
    languages_of,
    make_rights,
    may_publish,
    may_request,
    may_see,
    may_translate,
    rights,
    translators_into,
)
from cms.plugins.news.models import NewsPage
from cms.testing.factories import make_page, make_user
from tests.shared import shared


@shared
def translator(site):
    """Somebody who translates into German."""
    return make_user("anna", "Translators into German")


@shared
def draft(site):
    return make_page(NewsPage, title="Not public", publish=False)


def restrict(page):
    PageViewRestriction.objects.create(page=page, restriction_type="login")


def test_each_language_has_its_right_once(site):
    make_rights()

    codenames = sorted(rights().values_list("codename", flat=True))
    assert codenames == ["translate_into_de", "translate_into_en", "translate_into_fr"]


def test_a_translator_translates_into_the_languages_of_their_groups(
    translator, page, german, french
):
    assert languages_of(translator) == ["de"]
    assert may_translate(translator, request_translation(page, german))
    assert not may_translate(translator, request_translation(page, french))


def test_a_translator_publishes_only_where_wagtail_lets_them(translator, translation, german):
    assert not may_publish(translator, translation)
    home = Page.objects.get(depth=2, locale=german)
    GroupPagePermission.objects.create(
        group=translator.groups.get(), page=home, permission_type="publish"
    )
    GroupPagePermission.objects.create(
        group=translator.groups.get(), page=home, permission_type="add"
    )

    assert may_publish(type(translator).objects.get(pk=translator.pk), translation)


def test_a_draft_is_seen_by_those_who_were_asked_to_translate_it(translator, draft, german, french):
    request_translation(draft, french)
    assert not may_see(translator, draft)

    request_translation(draft, german)

    assert may_see(translator, draft)


def test_a_restricted_page_is_seen_by_those_who_were_asked(translator, page, german):
    assert may_see(translator, page)
    restrict(page)
    assert not may_see(translator, page)

    request_translation(page, german)

    assert may_see(translator, page)


def test_who_edits_a_translation_but_may_not_see_its_source_does_not_translate_it(
    site, draft, german, french
):
    user = make_user("ines")
    group = user.groups.create(name="German tree")
    home = Page.objects.get(depth=2, locale=german)
    GroupPagePermission.objects.create(group=group, page=home, permission_type="change")
    translation = request_translation(draft, german)
    save_draft(translation)

    assert not may_translate(user, translation)
    draft.get_latest_revision().publish()
    assert may_translate(user, translation)


def test_translations_are_asked_for_by_the_office_and_not_by_translators(translator, page, draft):
    editor = make_user("eva", "Editors")

    assert may_request(editor, page)
    assert may_request(editor, draft)
    assert not may_request(translator, page)


def test_who_coordinates_but_may_not_see_a_draft_does_not_ask_for_it(site, draft):
    outsider = make_user("nina", "Newsletter managers")

    assert not may_request(outsider, draft)
    draft.get_latest_revision().publish()
    assert may_request(outsider, draft)


def test_publishers_publish_in_every_language_and_coordinators_in_none(translation):
    assert may_publish(make_user("petra", "Publishers"), translation)
    assert not may_publish(make_user("carl", "Coordinators"), translation)


def test_translators_into_a_language_are_people_of_its_groups(translator, site):
    make_user("fred", "Translators into French")
    retired = make_user("rita", "Translators into German")
    retired.is_active = False
    retired.save()

    assert [user.username for user in translators_into("de")] == ["anna"]


def test_what_is_not_needed_shows_a_draft_to_nobody(translator, draft, german):
    mark_as_not_needed(draft, [german])

    assert not may_see(translator, draft)
