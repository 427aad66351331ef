"""Is it always known in which version a page was first written?"""

import pytest
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import ProtectedError
from django.db.models.signals import post_delete, post_save, pre_delete
from django.test import TestCase
from django.urls import reverse
from wagtail.models import Locale, Page, PageViewRestriction

from cms import receivers
from cms.languages.readings import Reading
from cms.languages.translation.publication import save_draft
from cms.languages.translation.requests import request_translation
from cms.languages.translation.segments import fill
from cms.models import ContentPage, IndexPage
from cms.plugins.events.models import EventPage
from cms.plugins.news.models import NewsPage
from cms.testing.factories import (
    make_administrator,
    make_index,
    make_page,
    make_site,
    make_translation,
)
from cms.testing.forms import add_url, as_new, form_data
from tests.shared import shared


@shared
def site():
    return make_site()


@shared
def page(site):
    return make_page(NewsPage, title="First written here")


def locale(language):
    return Locale.objects.get(language_code=language)


def sound():
    """Return whether treebeard finds nothing wrong with the tree."""
    return not any(Page.find_problems())


# The source is recorded on every path


def test_page_that_is_added_is_its_own_source(page):
    assert (page.source, page.is_translation) == (None, False)


def test_page_that_is_written_first_in_another_language_is_a_source(site):
    page = make_page(NewsPage, title="Écrite en français", language="fr")
    translated = make_translation(page, "en", title="Written in French")

    assert (page.source, translated.source) == (None, page.contentpage_ptr)
    assert translated.url == "/en/news/written-in-french/"


def test_page_made_in_the_admin_is_a_source(page, client):
    client.force_login(make_administrator())
    data = as_new(form_data(client, page)) | {"title": "Made here", "slug": "made-here"}

    client.post(add_url(NewsPage, page.get_parent()), data)

    assert NewsPage.objects.get(slug="made-here").source is None


def test_copy_of_a_page_is_a_source_of_its_own(page):
    make_translation(page, "fr")

    copy = NewsPage.objects.get(pk=page.pk).copy(update_attrs={"slug": "copy"})

    assert (copy.source, copy.translation_key == page.translation_key) == (None, False)


def test_copy_of_a_translation_is_a_source_of_its_own(page):
    translated = make_translation(page, "fr")

    copy = translated.copy(update_attrs={"slug": "copy"})

    assert copy.source is None


def test_copied_draft_of_a_translation_is_a_source_of_its_own_when_it_is_published(page, client):
    client.force_login(make_administrator())
    translated = make_translation(page, "fr", title="Traduite")
    data = {
        "new_title": "La copie",
        "new_slug": "la-copie",
        "new_parent_page": translated.get_parent().pk,
    }  # "publish copies" is not ticked

    client.post(reverse("wagtailadmin_pages:copy", args=[translated.pk]), data)
    copy = NewsPage.objects.get(slug="la-copie")
    assert copy.live is False
    copy.get_latest_revision().publish()

    copy = NewsPage.objects.get(pk=copy.pk)
    assert (copy.live, copy.source) == (True, None)
    client.logout()
    assert client.get(copy.url).status_code == 200


def test_copy_in_the_admin_is_a_source_of_its_own(page, client):
    client.force_login(make_administrator())
    data = {
        "new_title": "The copy",
        "new_slug": "the-copy",
        "new_parent_page": page.get_parent().pk,
    }

    client.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), data)

    assert NewsPage.objects.get(slug="the-copy").source is None


def test_copy_for_translation_has_its_source(page):
    copy = page.copy_for_translation(locale("fr"))

    assert copy.source == page.contentpage_ptr


def test_translation_over_wagtail_localize_has_its_source(page):
    translated = make_translation(page, "fr")

    assert translated.source == page.contentpage_ptr


def test_translation_that_translators_begin_has_its_source(page):
    save_draft(request_translation(page, locale("fr")))

    assert page.get_translation(locale("fr")).specific.source == page.contentpage_ptr


def test_translation_of_a_translation_has_the_first_version_as_its_source(page):
    french = make_translation(page, "fr")
    german = french.copy_for_translation(locale("de"))

    assert german.source == page.contentpage_ptr


def test_source_survives_revisions(page):
    translated = make_translation(page, "fr")

    translated.save_revision().publish()

    assert NewsPage.objects.get(pk=translated.pk).source == page.contentpage_ptr


def test_index_pages_of_an_opened_language_have_their_source(site):
    index = make_index(NewsPage)

    assert {page.source for page in IndexPage.objects.exclude(pk=index.pk)} == {index}


# The slug


def test_slug_comes_from_the_translated_title(page):
    assert make_translation(page, "fr", title="D’abord écrite ici").slug == "dabord-ecrite-ici"


def test_slug_is_kept_when_the_title_changes_later(page):
    make_translation(page, "fr", title="Premier titre")

    translated = make_translation(page, "fr", title="Second titre")

    assert (translated.title, translated.slug) == ("Second titre", "premier-titre")


def test_slug_of_a_draft_follows_its_title(page):
    record = request_translation(page, locale("fr"))
    slugs = []
    for title in ("Premier titre", "Second titre"):
        fill(record, {page.title: title})
        slugs.append(save_draft(record).as_object().slug)

    assert slugs == ["premier-titre", "second-titre"]


def test_slug_of_the_source_does_not_follow_to_the_translation(page):
    translated = make_translation(page, "fr", title="Titre")
    page.slug = "elsewhere"
    page.save_revision().publish()

    make_translation(page, "fr", title="Titre")

    assert NewsPage.objects.get(pk=translated.pk).slug == "titre"


def test_slug_that_is_taken_gets_a_number(site):
    first, second = make_page(NewsPage, title="First"), make_page(NewsPage, title="Second")

    slugs = [make_translation(page, "fr", title="Titre").slug for page in (first, second)]

    assert slugs == ["titre", "titre-1"]


def test_slug_of_a_title_in_another_script_is_readable(page):
    assert make_translation(page, "de", title="Безопасност").slug == "bezopasnost"


# The end of a source


def test_deleting_a_source_deletes_its_translations(page):
    make_translation(page, "fr")
    make_translation(page, "de", publish=False)
    other = make_page(NewsPage, title="Another")

    NewsPage.objects.get(pk=page.pk).delete()

    assert list(NewsPage.objects.all()) == [other]
    assert sound()


def test_deleting_a_translation_leaves_its_source(page):
    translated = make_translation(page, "fr")

    translated.delete()

    assert list(NewsPage.objects.all()) == [page]
    assert sound()


def test_deleting_an_index_deletes_the_translations_of_what_lies_below(page):
    make_translation(page, "fr")
    make_translation(make_page(NewsPage, title="Second"), "de")

    page.get_parent().specific.delete()

    assert (ContentPage.objects.count(), IndexPage.objects.count()) == (0, 0)
    assert sound()


def test_deleting_an_index_never_takes_what_was_first_written_below_its_translation(page):
    french = make_page(NewsPage, title="Écrite en français", language="fr")
    make_translation(french, "en", title="Written in French")
    make_translation(page, "fr")
    before = list(Page.objects.order_by("path"))

    with pytest.raises(ProtectedError) as refusal, transaction.atomic():
        page.get_parent().specific.delete()

    assert refusal.value.protected_objects == {french.page_ptr}
    assert list(Page.objects.order_by("path")) == before
    assert sound()


def test_deleting_other_things_costs_no_more_than_without_translations():
    ours = {receivers.delete_translations, receivers.forget_chrome, receivers.forget_names}
    listening = [
        listener
        for signal in (pre_delete, post_delete, post_save)
        for listener in signal._live_receivers(Session)[0]
    ]

    assert ours & set(listening) == set()


def test_deleting_in_the_admin_leaves_the_tree_sound(page, client):
    make_translation(page, "fr")
    client.force_login(make_administrator())

    client.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))

    assert NewsPage.objects.count() == 0
    assert sound()


def test_deleting_several_in_the_admin_leaves_the_tree_sound(site, client):
    pages = [make_page(NewsPage, title=f"Page {number}") for number in (1, 2)]
    for page in pages:
        make_translation(page, "fr")
    client.force_login(make_administrator())
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])

    client.post(url + "?" + "&".join(f"id={page.pk}" for page in pages), {"next": "/admin/"})

    assert NewsPage.objects.count() == 0
    assert sound()


def test_deleting_a_restricted_source_leaves_the_tree_sound(page):
    make_translation(page, "fr")
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)

    NewsPage.objects.get(pk=page.pk).delete()

    assert (NewsPage.objects.count(), PageViewRestriction.objects.count()) == (0, 0)
    assert sound()


def test_deleting_a_language_leaves_the_tree_sound(page):
    make_translation(page, "fr")
    french = locale("fr")
    for home in Page.objects.filter(locale=french, depth=2):
        home.specific.delete()

    french.delete()

    assert list(NewsPage.objects.all()) == [page]
    assert sound()


def test_page_that_replaced_a_deleted_one_stays(site):
    successor = make_page(EventPage, title="New date")
    page = make_page(EventPage, title="Old date", status="replaced", replaced_by=successor)

    page.delete()

    assert list(EventPage.objects.all()) == [successor]


# Who may see it


class RestrictionTest(TestCase):
    """A restriction of the source holds for every version."""

    @classmethod
    def setUpTestData(cls):
        make_site()
        cls.page = make_page(NewsPage, title="For members")
        cls.translated = make_translation(cls.page, "fr", title="Pour les membres")

    def restrict(self, page):
        return PageViewRestriction.objects.create(
            page=page, restriction_type=PageViewRestriction.LOGIN
        )

    def statuses(self):
        """Return what a reader without a login gets of the source, the translation, and the fallback in German."""
        urls = (self.page.url, self.translated.url, f"/de/news/{self.page.slug}/")
        return [self.client.get(url).status_code for url in urls]

    def test_everybody_reads_what_is_not_restricted(self):
        assert self.statuses() == [200, 200, 200]

    def test_restriction_of_the_source_holds_for_its_translation(self):
        self.restrict(self.page)

        assert self.statuses() == [302, 302, 302]

    def test_restriction_of_an_ancestor_of_the_source_holds_for_the_translation(self):
        self.restrict(self.page.get_parent())

        assert self.statuses() == [302, 302, 302]

    def test_restriction_of_the_translation_leaves_the_source_open(self):
        self.restrict(self.translated)

        assert self.statuses() == [200, 302, 200]

    def test_restriction_of_the_index_in_another_language_leaves_the_source_open(self):
        self.restrict(self.translated.get_parent())

        assert self.statuses() == [200, 302, 200]

    def test_password_of_the_source_is_asked_for_its_translation(self):
        PageViewRestriction.objects.create(
            page=self.page, restriction_type=PageViewRestriction.PASSWORD, password="beffroi"
        )

        response = self.client.get(self.translated.url)

        self.assertContains(response, 'name="password"')
        self.assertNotContains(response, self.translated.summary)

    def test_reader_with_a_login_reads_what_is_restricted(self):
        self.restrict(self.page)
        self.client.force_login(make_administrator())

        assert self.statuses() == [200, 200, 200]

    def test_restriction_of_the_source_is_read_and_never_copied(self):
        restriction = self.restrict(self.page)
        make_translation(self.page, "de", title="Für Mitglieder")
        make_translation(self.page, "fr", title="Pour les membres")
        assert list(PageViewRestriction.objects.all()) == [restriction]
        assert self.statuses() == [302, 302, 302]

        restriction.delete()

        assert self.statuses()[:2] == [200, 200]

    def test_lifting_the_restriction_of_the_source_leaves_that_of_a_translation(self):
        self.restrict(self.translated)

        self.restrict(self.page).delete()

        assert self.statuses() == [200, 302, 200]

    def test_translating_again_leaves_the_restriction_of_the_translation(self):
        own = self.restrict(self.translated)

        make_translation(self.page, "fr", title="Pour les membres encore")

        assert list(PageViewRestriction.objects.all()) == [own]

    def test_lifting_the_restriction_of_a_translation_leaves_that_of_the_source(self):
        self.restrict(self.page)
        self.restrict(self.translated).delete()

        assert self.statuses() == [302, 302, 302]

    def test_restricted_page_is_in_no_list(self):
        self.restrict(self.page)

        found = {
            language: Reading(language).items([self.page.pk]) for language in ("en", "fr", "de")
        }

        assert found == {"en": [], "fr": [], "de": []}
