"""What becomes of a page's versions when one of them is unpublished, deleted, moved or restricted?"""

import html
import json
import re

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.test import TestCase
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import GroupPagePermission, Locale, Page, PageViewRestriction
from wagtail_localize.models import (
    StringTranslation,
    TranslatableObject,
    Translation,
    TranslationSource,
)

from cms.content import published
from cms.languages.lifecycle import consequences, follow
from cms.languages.translation.checking import check
from cms.languages.translation.publication import publish
from cms.languages.translation.requests import request_translation
from cms.languages.translation.segments import fill
from cms.models import ContentPage, IndexPage, Promotion
from cms.plugins.events.models import EventPage
from cms.plugins.news.models import NewsPage
from cms.testing.factories import (
    make_administrator,
    make_index,
    make_page,
    make_site,
    make_translation,
)
from tests.shared import shared

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_is_left_behind(db):
    """Whatever a test of this module does to a page: the languages are in order at its end."""
    yield
    assert check() == []


@shared
def site():
    return make_site(("en", "fr", "de"), kinds=[NewsPage])


@shared
def page(site):
    return make_page(NewsPage, title="Streets", slug="streets")


@shared
def french(page):
    return make_translation(page, "fr", title="Les rues")


@shared
def german(page):
    return make_translation(page, "de", title="Straßen")


@shared
def elsewhere(site):
    """Another index page, in every language."""
    index = make_index(title="Everything", slug="everything")
    for language, slug in (("fr", "tout"), ("de", "alles")):
        version = index.get_translation(locale(language))
        version.slug = slug
        version.save()
    return index


@pytest.fixture
def admin(client):
    client.force_login(make_administrator())
    return client


def locale(language):
    return Locale.objects.get(language_code=language)


def url_paths(page):
    """Return where the versions of a page stand, by language."""
    versions = Page.objects.filter(translation_key=page.translation_key)
    return dict(versions.values_list("locale__language_code", "url_path"))


def told(response) -> list[str]:
    """Return what a page that asks "Really?" tells about the other versions."""
    body = response.content.decode()
    if response["Content-Type"] == "application/json":
        body = json.loads(body)["html"]
    block = re.search(r'help-warning">(.*?)</div>', body, re.DOTALL)
    return [html.unescape(words) for words in re.findall(r"<p>(.*?)</p>", block[1])]


def told_in_messages(response) -> list[str]:
    return [str(message).strip() for message in response.context["messages"]]


# Unpublish


def test_translations_of_an_unpublished_source_are_read_no_more_and_come_back_with_it(
    page, french, client
):
    page.unpublish()
    assert list(published(ContentPage.objects.filter(translation_key=page.translation_key))) == []
    assert client.get("/fr/actualites/les-rues/").status_code == 404

    NewsPage.objects.get(pk=page.pk).get_latest_revision().publish()

    assert client.get("/fr/actualites/les-rues/").status_code == 200


def test_readers_of_an_unpublished_translation_get_the_page_in_another_language(
    page, french, client
):
    french.unpublish()

    assert client.get("/fr/news/streets/")["Content-Language"] == "fr, en"


def test_unpublishing_a_source_tells_which_versions_are_read_no_more(admin, page, french, german):
    make_translation(make_page(NewsPage, title="Another"), "fr")

    response = admin.get(reverse("wagtailadmin_pages:unpublish", args=[page.pk]))

    assert told(response)[-1:] == [
        "Readers do not get its other versions any more either: French and German. They are kept as they are, and come"
        " back when this page is published again."
    ]


def test_unpublishing_a_source_does_not_count_drafts(page):
    make_translation(page, "fr", publish=False)

    assert consequences(page, "unpublish") == []


def test_unpublishing_a_translation_tells_what_its_readers_get(admin, french):
    response = admin.get(reverse("wagtailadmin_pages:unpublish", args=[french.pk]))

    assert told(response) == [
        "Its readers get the page in English instead, with a notice.",
        "Its words are kept, and so are the other versions.",
    ]


def test_unpublishing_a_translation_whose_source_is_not_public_takes_nothing_from_readers(
    page, french
):
    page.unpublish()

    assert consequences(french, "unpublish") == [
        "Its words are kept, and so are the other versions."
    ]


@pytest.mark.parametrize("action", ["unpublish", "delete", "move"])
def test_many_at_once_are_told_too(admin, page, french, action):
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])

    response = admin.get(url, {"id": [page.pk], "next": "/admin/"})

    [sentence] = consequences(page, action)
    assert "French" in sentence
    assert sentence in told(response)


# Delete


def words_of(page) -> set[str]:
    """Return what translators wrote for a page."""
    rows = StringTranslation.objects.filter(context__object_id=page.translation_key)
    return set(rows.values_list("data", flat=True))


def test_words_of_a_deleted_translation_are_offered_when_it_is_asked_for_again(page, french):
    before = words_of(page)
    french.delete()
    assert words_of(page) == before

    record = request_translation(page, locale("fr"))
    publish(record)

    assert record.enabled is True
    assert page.get_translation(locale("fr")).title == "Les rues"


def test_words_of_a_deleted_translation_are_found_when_it_is_asked_for_again(admin, page, french):
    admin.post(reverse("wagtailadmin_pages:delete", args=[french.pk]))

    publish(request_translation(page, locale("fr")))

    assert page.get_translation(locale("fr")).title == "Les rues"


def test_words_of_what_lies_below_a_deleted_index_in_one_language_are_kept(page, french):
    before = words_of(page)

    Page.objects.get(pk=french.get_parent().pk).specific.delete()

    assert words_of(page) == before
    make_translation(IndexPage.objects.get(pk=page.get_parent().pk), "fr")


@pytest.mark.parametrize("way", ["delete", "parent", "admin"])
def test_nothing_is_left_of_a_deleted_source(admin, page, french, german, way):
    if way == "delete":
        page.delete()
    elif way == "parent":
        page.get_parent().specific.delete()
    else:
        admin.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))

    assert not Page.objects.filter(translation_key=page.translation_key).exists()
    assert words_of(page) == set()
    assert not TranslatableObject.objects.filter(pk=page.translation_key).exists()
    assert not Translation.objects.filter(source__object_id=page.translation_key).exists()


def test_nothing_is_left_of_a_promotion_that_is_deleted_in_every_language(site):
    promotion = Promotion.objects.create(
        title="Join", text="Do.", button="How", locale=site.home.locale
    )
    record = request_translation(promotion, locale("fr"))
    fill(record, {"Join": "Adhérez", "Do.": "Faites.", "How": "Comment"})
    publish(record)
    french = promotion.get_translation(locale("fr"))

    french.delete()
    assert words_of(promotion) == {"Adhérez", "Faites.", "Comment"}
    promotion.delete()

    assert words_of(promotion) == set()
    assert not TranslationSource.objects.filter(object_id=promotion.translation_key).exists()


def test_deleting_a_source_tells_which_versions_go_with_it(admin, page, french, german):
    response = admin.get(reverse("wagtailadmin_pages:delete", args=[page.pk]))

    assert told_in_messages(response) == [
        "Its other versions are deleted with it, and all that was translated: French and German."
    ]


def test_deleting_an_index_tells_how_many_versions_lie_below(site, page, french, german):
    make_page(NewsPage, title="Écrite en français", language="fr")

    told = consequences(page.get_parent(), "delete")

    assert told == [
        "Its other versions are deleted with it, and all that was translated: French and German.",
        "With the pages below it go 2 versions of them in other languages.",
    ]


def test_deleting_a_translation_tells_what_readers_get_and_what_is_kept(admin, french, german):
    response = admin.get(reverse("wagtailadmin_pages:delete", args=[french.pk]))

    assert told_in_messages(response) == [
        "Its readers get the page in English instead, with a notice.",
        "The other versions stay. What was translated is kept: whoever asks for this translation again finds it.",
    ]


def test_deleting_is_told_with_as_many_queries_however_much_lies_below(
    page, french, django_assert_num_queries
):
    index = NewsPage.objects.get(pk=page.pk).get_parent()
    consequences(index, "delete")
    with django_assert_num_queries(7):
        consequences(index, "delete")
    for number in range(3):
        make_translation(make_page(NewsPage, title=f"Page {number}"), "fr")
    with django_assert_num_queries(7):
        consequences(index, "delete")


# Move


def test_translations_move_below_the_versions_of_the_new_parent(page, french, german, elsewhere):
    page.move(elsewhere, pos="last-child")

    assert url_paths(page) == {
        "en": "/home/everything/streets/",
        "fr": "/home-fr/tout/les-rues/",
        "de": "/home-de/alles/strassen/",
    }


@pytest.mark.parametrize("way", ["one", "many"])
def test_page_that_is_moved_in_the_admin_takes_its_translations_along(
    admin, page, french, elsewhere, way
):
    if way == "one":
        admin.post(reverse("wagtailadmin_pages:move_confirm", args=[page.pk, elsewhere.pk]))
    else:
        url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "move"])
        admin.post(f"{url}?id={page.pk}&next=/admin/", {"chooser": elsewhere.pk})

    assert url_paths(page) == {
        "en": "/home/everything/streets/",
        "fr": "/home-fr/tout/les-rues/",
    }


def test_old_addresses_lead_to_the_new_ones_in_every_language(page, french, elsewhere, client):
    with TestCase.captureOnCommitCallbacks(execute=True):
        page.move(elsewhere, pos="last-child")

    for old, new in (
        ("/en/news/streets/", "/en/everything/streets/"),
        ("/fr/actualites/les-rues/", "/fr/tout/les-rues/"),
    ):
        response = client.get(old)
        assert (response.status_code, response["Location"]) == (301, new)


def test_slug_that_is_taken_at_the_new_place_gets_a_number_and_its_old_address_stays_good(
    page, french, elsewhere
):
    taken = make_page(NewsPage, elsewhere, title="Roads", slug="roads")
    make_translation(taken, "fr", title="Les rues")
    elsewhere.refresh_from_db()

    page.move(elsewhere, pos="last-child")

    assert url_paths(page)["fr"] == "/home-fr/tout/les-rues-1/"
    assert Redirect.objects.get(old_path="/fr/actualites/les-rues").redirect_page_id == french.pk
    NewsPage.objects.get(pk=french.pk).get_latest_revision().publish()
    assert url_paths(page)["fr"] == "/home-fr/tout/les-rues-1/"


def test_version_stays_where_the_new_parent_has_none(page, french, german, elsewhere):
    elsewhere.get_translation(locale("de")).delete()

    page.move(elsewhere, pos="last-child")

    assert url_paths(page) == {
        "en": "/home/everything/streets/",
        "fr": "/home-fr/tout/les-rues/",
        "de": "/home-de/aktuelles/strassen/",
    }


def test_what_lies_below_moves_along(site, page, french, elsewhere):
    part = make_index(title="Part", slug="part")
    Page.objects.get(pk=page.get_parent().pk).move(part, pos="last-child")

    assert url_paths(page) == {
        "en": "/home/part/news/streets/",
        "fr": "/home-fr/part/actualites/les-rues/",
    }


def test_translation_moves_alone(page, french, elsewhere):
    french.move(elsewhere.get_translation(locale("fr")), pos="last-child")

    assert url_paths(page) == {"en": "/home/news/streets/", "fr": "/home-fr/tout/les-rues/"}


def test_version_is_never_moved_below_itself(page, french, elsewhere):
    """Somebody has turned the tree of one language upside down."""
    part = make_index(title="Part", slug="part")
    elsewhere.get_translation(locale("fr")).move(
        part.get_translation(locale("fr")), pos="last-child"
    )

    Page.objects.get(pk=part.pk).move(elsewhere, pos="last-child")

    assert url_paths(part)["fr"] == "/home-fr/part/"


def test_order_among_neighbours_is_that_of_each_language(site, page, french):
    other = make_page(NewsPage, title="Another", slug="another")
    make_translation(other, "fr", title="Une autre")

    Page.objects.get(pk=page.pk).move(other, pos="right")

    assert [page.slug for page in french.get_parent().get_children()] == ["les-rues", "une-autre"]


def test_following_costs_no_query_where_nothing_was_translated(
    page, elsewhere, django_assert_num_queries
):
    with django_assert_num_queries(4):  # both ends of the transaction among them
        follow(page, elsewhere)


def test_moving_a_source_tells_where_its_versions_go(admin, page, french, german, elsewhere):
    elsewhere.get_translation(locale("de")).delete()

    response = admin.get(reverse("wagtailadmin_pages:move_confirm", args=[page.pk, elsewhere.pk]))

    assert told_in_messages(response) == [
        "Its other versions move with it, each below the version of “Everything” in its language: French.",
        "“Everything” has no version in some languages. There the page stays where it is: German.",
    ]


def test_moving_a_translation_tells_that_it_moves_alone(admin, french, elsewhere):
    url = reverse(
        "wagtailadmin_pages:move_confirm",
        args=[french.pk, elsewhere.get_translation(locale("fr")).pk],
    )

    assert told_in_messages(admin.get(url)) == [
        "Only this version moves. It moves again when the version in which the page was first written is moved."
    ]


def test_nothing_is_told_of_a_page_that_stays_below_the_same_parent(page, french):
    assert consequences(page, "move", destination=page.get_parent()) == []


def test_who_may_not_move_a_page_learns_nothing(client, page, french, elsewhere, django_user_model):
    group = Group.objects.create(name="adders")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    GroupPagePermission.objects.create(
        group=group,
        page=page.get_parent(),
        permission=Permission.objects.get(
            content_type__app_label="wagtailcore", codename="add_page"
        ),
    )
    user = django_user_model.objects.create_user("adder", password="password")
    user.groups.add(group)
    client.force_login(user)

    response = client.get(reverse("wagtailadmin_pages:move_confirm", args=[page.pk, elsewhere.pk]))

    assert "French" not in response.content.decode()


# Restrict


def test_privacy_of_a_source_tells_for_whom_it_holds(admin, page, french):
    response = admin.get(reverse("wagtailadmin_pages:set_privacy", args=[page.pk]))

    assert told(response) == [
        "This holds for every version of the page: also for French, and for those still to come."
    ]


def test_privacy_of_a_page_that_is_not_translated_tells_it_too(admin, page):
    response = admin.get(reverse("wagtailadmin_pages:set_privacy", args=[page.pk]))

    assert told(response) == [
        "This holds for every version of the page, also for those still to come."
    ]


def test_privacy_of_a_translation_tells_that_it_holds_for_it_alone(admin, french):
    response = admin.get(reverse("wagtailadmin_pages:set_privacy", args=[french.pk]))

    assert told(response) == [
        "This holds for this version only. To restrict all of them, open the version in which the page was first"
        " written: “Streets”."
    ]


@pytest.mark.parametrize("name", ["page", "collection"])
def test_privacy_is_still_set(admin, page, name):
    target = page if name == "page" else page.get_first_root_node()
    url = (
        reverse("wagtailadmin_pages:set_privacy", args=[page.pk])
        if name == "page"
        else reverse("wagtailadmin_collections:set_privacy", args=[1])
    )
    if name == "collection":
        form = json.loads(admin.get(url).content)["html"]
        assert 'name="restriction_type"' in form
        assert "help-warning" not in form
        return

    admin.post(url, {"restriction_type": "login"})

    assert PageViewRestriction.objects.get().page_id == target.pk


# What leads to aliases or to pages in the tree of another language


def test_language_cannot_be_filled_from_another(admin, site):
    url = reverse("wagtaillocales:edit", args=[locale("fr").pk])

    form = admin.get(url).content.decode()

    assert "Synchronise content" not in form
    admin.post(
        url,
        {
            "language_code": "fr",
            "component-wagtail_localize_localesynchronization-enabled": "on",
            "component-wagtail_localize_localesynchronization-sync_from": site.home.locale_id,
        },
    )
    assert not Page.objects.filter(alias_of__isnull=False).exists()


def test_translation_cannot_be_turned_into_an_alias(admin, page, french):
    Translation.objects.update(
        enabled=False
    )  # then the form is Wagtail's own, with a menu of actions
    form = admin.get(reverse("wagtailadmin_pages:edit", args=[french.pk])).content.decode()
    assert "localize-convert-to-alias" not in form

    admin.post(reverse("wagtail_localize:convert_to_alias", args=[french.pk]))

    french.refresh_from_db()
    assert (french.alias_of, french.title) == (None, "Les rues")


def test_page_is_not_copied_as_an_alias_nor_into_the_tree_of_another_language(admin, page, french):
    url = reverse("wagtailadmin_pages:copy", args=[page.pk])
    data = {"new_title": "Copy", "new_slug": "copy", "alias": "on"}
    assert 'name="alias"' not in admin.get(url).content.decode()

    refused = admin.post(url, {**data, "new_parent_page": french.get_parent().pk})
    admin.post(url, {**data, "new_parent_page": page.get_parent().pk})

    assert refused.context["form"].errors["new_parent_page"] == [
        "This is the tree of another language. To make the page readable there, translate it."
    ]
    [copy] = NewsPage.objects.filter(slug="copy")
    assert (copy.alias_of, copy.get_parent()) == (None, page.get_parent())


# All of it, one after the other


def test_a_long_life_leaves_the_languages_in_order(page, french, german, elsewhere, capsys):
    own = make_page(NewsPage, title="Écrite en français", language="fr")
    make_translation(own, "en", title="Written in French")
    event = make_page(EventPage, title="Meeting")
    make_translation(event, "de", title="Treffen")

    page.move(elsewhere, pos="last-child")
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    make_translation(page, "fr", title="Encore les rues")
    Page.objects.get(pk=german.pk).specific.delete()
    make_translation(page, "de", title="Wieder Straßen")
    Page.objects.get(pk=page.pk).specific.unpublish()
    assert check() == []
    Page.objects.get(pk=page.get_parent().pk).specific.delete()
    event.delete()
    make_index(EventPage)

    call_command("check_languages")

    assert "Nothing is wrong" in capsys.readouterr().out
