"""Is every change written down, with all that it concerns, and nothing that no reader sees?"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.db import transaction
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale, Page, PageViewRestriction
from wagtail.signals import page_published
from wagtail_localize.models import StringTranslation, Translation

from cms.journal.writing import named_by_facts, note_other, note_page
from cms.languages.translation.exchange.comparison import imported
from cms.languages.translation.requests import request_translations
from cms.models import (
    Change,
    City,
    CityName,
    ContentPage,
    DocumentFile,
    IndexPage,
    Link,
    PageTopic,
    PartOf,
    Picture,
    Place,
    Programme,
    Topic,
)
from cms.models.changes import COMMON
from cms.plugins.events.models import EventPage
from cms.plugins.news.models import NewsPage
from cms.plugins.projects.models import ProjectPage
from cms.testing.factories import (
    make_city,
    make_document,
    make_page,
    make_picture,
    make_programme,
    make_site,
    make_topic,
    make_translation,
)
from tests.shared import shared


@pytest.fixture(autouse=True)
def reference_index(settings) -> None:
    """Let Wagtail keep its index of references, as a worker does."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}


@shared
def site():
    return make_site(("en", "fr"), kinds=[NewsPage, EventPage, ProjectPage])


@contextmanager
def noted() -> Iterator[Callable[[], set[tuple]]]:
    """Return what was written down inside the block."""
    newest = Change.objects.order_by("-pk").first()
    yield lambda: set(
        Change.objects.filter(pk__gt=newest.pk if newest else 0).values_list("key", "type")
    )


def of(*pages: ContentPage) -> set[tuple]:
    """Return the keys of pages with their kinds."""
    return {(page.translation_key, page.type_name()) for page in pages}


def test_a_publication(site):
    page = make_page(NewsPage)
    with noted() as changes:
        page.save_revision().publish()
        assert changes() == of(page)


def test_a_draft_is_nobody_s_business(site):
    page = make_page(NewsPage)
    with noted() as changes:
        page.title = "Better"
        page.save_revision()
        make_page(NewsPage, publish=False)
        assert changes() == set()


@pytest.mark.parametrize("do", [lambda page: page.unpublish(), lambda page: page.delete()])
def test_what_goes(site, do):
    page = make_page(NewsPage)
    with noted() as changes:
        do(page)
        assert changes() == of(page) | {(COMMON, "")}


def test_a_translation_is_a_change_of_the_item(site):
    page = make_page(NewsPage)
    with noted() as changes:
        french = make_translation(page, "fr")
        assert changes() == of(page)
    with noted() as changes:
        french.unpublish()
        assert changes() == of(page) | {(COMMON, "")}


def test_what_names_it_changes_with_it(site):
    project = make_page(ProjectPage)
    part = make_page(EventPage, part_of_rows=[PartOf(target=project)])
    link = f'<p>See <a linktype="page" id="{project.pk}">this</a>.</p>'
    text = make_page(NewsPage, body=[("paragraph", {"text": link})])
    make_page(NewsPage, title="Alone")
    with noted() as changes:
        project.title = "Called otherwise"
        project.save_revision().publish()
        assert changes() == of(project, part, text)


def test_what_named_it_changes_when_it_is_deleted(site):
    project = make_page(ProjectPage)
    part = make_page(EventPage, part_of_rows=[PartOf(target=project)])
    with noted() as changes:
        project.delete()
        assert changes() == of(project, part) | {(COMMON, "")}


def test_all_that_is_below_has_another_address(site):
    page = make_page(NewsPage)
    make_page(EventPage)
    index = site.indexes[NewsPage]
    with noted() as changes:
        index.slug = "latest"
        index.save_revision().publish()
        assert changes() == of(page) | {(index.translation_key, "")}


def test_a_text_that_leads_to_a_page_that_is_no_item(site):
    index = site.indexes[EventPage]
    link = f'<p>See <a linktype="page" id="{index.pk}">all of them</a>.</p>'
    text = make_page(NewsPage, body=[("paragraph", {"text": link})])
    make_page(NewsPage, title="Alone")
    with noted() as changes:
        index.slug = "agenda"
        index.save_revision().publish()
        assert changes() == of(text) | {(index.translation_key, "")}


def test_a_page_that_was_moved(site):
    page = make_page(NewsPage, title="Bells")
    with noted() as changes:
        page.move(Page.objects.get(pk=site.home.pk), pos="last-child")
        assert changes() == of(page)


def test_a_restriction_above(site):
    page = make_page(NewsPage)
    make_page(EventPage)
    index = site.indexes[NewsPage]
    with noted() as changes:
        restriction = PageViewRestriction.objects.create(
            page=index, restriction_type=PageViewRestriction.LOGIN
        )
        assert changes() == of(page) | {(index.translation_key, ""), (COMMON, "")}
    with noted() as changes:
        restriction.delete()
        assert changes() == of(page) | {(index.translation_key, ""), (COMMON, "")}


def test_a_picture_where_it_is_used(site):
    picture = make_picture()
    page = make_page(NewsPage, picture=picture)
    make_page(NewsPage, title="Without")
    with noted() as changes:
        picture.alternative_text = "A bell"
        picture.save()
        assert changes() == of(page)


def test_what_facts_name_before_the_index_knows_it(site, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    picture, document = make_picture(), make_document()
    page = make_page(NewsPage, picture=picture)
    linked = make_page(NewsPage, link_rows=[Link(title="Rules", document=document)])
    with noted() as changes:
        picture.credit = "Anna"
        picture.save()
        assert changes() == of(page)
    with noted() as changes:
        document.save()
        assert changes() == of(linked)


def test_the_emblem_of_who_pays(site):
    emblem = make_picture()
    programme = make_programme("Internal Security Fund")
    programme.emblem = emblem
    programme.save()
    project = make_page(ProjectPage, programme=programme)
    part = make_page(EventPage, part_of_rows=[PartOf(target=project)])
    with noted() as changes:
        emblem.save()
        assert changes() == of(project, part) | {(COMMON, "")}


def test_all_that_facts_can_name_is_followed():
    """A plugin's own models among them: the city of the sample plugin is one of these."""
    assert named_by_facts() == {City, DocumentFile, Picture, Programme, Topic}


def test_official_names_where_they_are_told(site):
    topic, city = make_topic("Youth"), make_city("Gdańsk", "PL")
    page = make_page(NewsPage, topic_rows=[PageTopic(topic=topic)])
    event = make_page(EventPage, place_rows=[Place(city=city)])
    with noted() as changes:
        topic.save()
        assert changes() == of(page) | {(COMMON, "")}
    with noted() as changes:
        city.save()
        assert changes() == of(event) | {(COMMON, "")}
    with noted() as changes:
        CityName.objects.create(city=city, name="Danzig", language="fr")
        assert changes() == {(COMMON, "")}


def test_who_pays_is_told_by_all_that_is_part_of_it(site):
    programme = make_programme("Internal Security Fund")
    project = make_page(ProjectPage, programme=programme)
    part = make_page(EventPage, part_of_rows=[PartOf(target=project)])
    with noted() as changes:
        programme.save()
        assert changes() == of(project, part) | {(COMMON, "")}


def test_a_language_that_is_opened_changes_everything(site):
    with noted() as changes:
        Locale.objects.create(language_code="pl")
        assert (None, "") in changes()


def test_it_is_written_down_last_what_follows_from_a_publication():
    """A webhook would ask before translators have been told, and a copy keep what is outdated as current."""
    called = [receiver() for _key, receiver, *_ in page_published.receivers]
    named = [
        each.__name__ for each in called if each is not None and each.__module__ == "cms.receivers"
    ]

    assert named.index("tell_translators") < named.index("note_followed")


def test_a_redirect_that_is_mended(site):
    with noted() as changes:
        Redirect.objects.create(old_path="/old", redirect_link="/en/")
        assert len(changes()) == 1


def test_a_draft_of_what_is_no_item_is_nobody_s_business(site):
    with noted() as changes:
        home = Page.objects.get(pk=site.home.pk)
        home.add_child(instance=IndexPage(title="Not yet", locale=home.locale, live=False))
        assert changes() == set()


def test_what_is_no_item(site):
    with noted() as changes:
        note_other(site.home.translation_key)
        assert changes() == {(site.home.translation_key, "")}


def test_a_change_that_is_taken_back_is_not_written_down(site):
    page = make_page(NewsPage)
    before = Change.objects.count()

    with transaction.atomic():
        page.unpublish()
        assert Change.objects.count() > before
        transaction.set_rollback(True)

    assert Change.objects.count() == before


@pytest.mark.parametrize("number", [1, 5])
def test_it_costs_the_same_whatever_names_it(site, django_assert_num_queries, number):
    project = make_page(ProjectPage)
    for position in range(number):
        make_page(EventPage, title=f"Part {position}", part_of_rows=[PartOf(target=project)])

    with django_assert_num_queries(4):
        note_page(project)


def test_words_that_are_confirmed_for_a_public_translation(site):
    page = make_page(NewsPage, title="Before")
    french = make_translation(page, "fr")
    words = StringTranslation.objects.filter(context__object=page.translation_key).first()
    with noted() as changes:
        words.save()
        assert changes() == of(page)
        changes_before = Change.objects.count()
        words.delete()
        assert Change.objects.count() == changes_before + 1

    french.unpublish()
    words = StringTranslation.objects.filter(context__object=page.translation_key).first()
    with noted() as changes:
        words.save()
        assert changes() == set()


def test_a_public_translation_that_is_given_up_and_asked_for_again(site):
    page = make_page(NewsPage)
    make_translation(page, "fr")
    translation = Translation.objects.get(source__object_id=page.translation_key)
    with noted() as changes:
        translation.enabled = False
        translation.save(update_fields=["enabled"])
        assert changes() == of(page)
    with noted() as changes:
        request_translations(page, [translation.target_locale])
        assert changes() == of(page)
    assert Translation.objects.get(pk=translation.pk).enabled


def test_words_of_a_file_for_a_public_translation(site):
    page = make_page(NewsPage, title="Before")
    make_translation(page, "fr")
    translation = Translation.objects.get(source__object_id=page.translation_key)
    with noted() as changes:
        imported.send(sender=Translation, translation=translation)
        assert changes() == of(page)
