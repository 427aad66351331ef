"""Are editors told where something is used before they delete or unpublish it?"""

from datetime import date
from uuid import uuid4

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from wagtail.models import GroupPagePermission, Page

from cms.models import City, PartOf, Place, Promotion, RelatedPage, Span
from cms.plugins.events.models import EventPage
from cms.plugins.news.models import NewsPage
from cms.plugins.projects.models import ProjectPage
from cms.testing.factories import (
    make_administrator,
    make_city,
    make_document,
    make_page,
    make_picture,
    make_site,
    make_translation,
)
from cms.usage import first_written_below, obstacles, usage
from newsletter.models import IssueIndexPage, IssuePage
from tests.shared import shared


@pytest.fixture(autouse=True)
def reference_index(settings):
    """Let Wagtail keep its index of references, which the other tests do without."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}


@shared
def site():
    return make_site(("en", "fr"), kinds=[NewsPage])


@pytest.fixture
def user(db):
    return make_administrator()


@pytest.fixture
def admin(client, user):
    client.force_login(user)
    return client


@pytest.fixture
def news(site):
    return make_page(NewsPage, title="A thing happened")


@pytest.fixture
def issue(site):
    """Return a function that puts a page into a draft of an issue."""

    def make(page) -> IssuePage:
        archive = site.home.add_child(
            instance=IssueIndexPage(title="Newsletter", slug="newsletter")
        )
        value = {"page": page.pk, "outlet": "everywhere", "when_missing": "fall_back"}
        entries = [{"type": "entry", "value": value, "id": str(uuid4())}]
        sections = [{"type": "entries", "value": {"heading": "", "entries": entries}}]
        return archive.add_child(
            instance=IssuePage(
                title="June 2019", date=date(2019, 6, 3), sections=sections, live=False
            )
        )

    return make


def places(instance, user) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(place.name, place.kind, place.where) for place in usage(instance, user).places]


def body(response) -> str:
    return " ".join(response.content.decode().split())


def edit_url(page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def asked(admin, name: str, *args) -> str:
    return body(admin.get(reverse(name, args=args)))


# What is seen


def test_what_nothing_uses_has_no_places(news, user):
    assert usage(news, user).count == 0


def test_entry_of_an_issue_is_seen(news, issue, user):
    issue(news)

    assert places(news, user) == [("June 2019", "Issue", ("Sections → Entries",))]


def test_rows_and_chosen_pages_of_other_pages_are_seen(news, user):
    project = make_page(ProjectPage, title="Protect", acronym="PRoTECT")
    part = make_page(NewsPage, title="Part", part_of_rows=[PartOf(target=project)])
    related = make_page(NewsPage, title="Related", related_rows=[RelatedPage(target=part)])
    value = {"text": "", "button": "Read it", "page": related.pk, "address": ""}
    make_page(NewsPage, title="Body", body=[{"type": "call_to_action", "value": value}])
    make_page(EventPage, title="Replaced", status="replaced", replaced_by=news)

    assert places(project, user) == [("Part", "News", ("Part of → Project",))]
    assert places(part, user) == [("Related", "News", ("Related page → Page",))]
    assert places(related, user) == [("Body", "News", ("Body → Call to action",))]
    assert places(news, user) == [("Replaced", "Event", ("Replaced by",))]


def test_promotions_pictures_documents_and_cities_are_seen(site, news, user):
    Promotion.objects.create(
        title="Join us", text="Do.", button="How", page=news, locale=site.home.locale
    )
    picture, document, city = make_picture(), make_document(), make_city("Augsburg", "DE")
    news.picture = picture
    news.body = [
        {"type": "document", "value": {"document": document.pk, "title": "", "description": ""}}
    ]
    news.save_revision().publish()
    make_page(
        EventPage,
        title="The Colloquium",
        span_rows=[Span(start=date(2019, 6, 25), end=date(2019, 6, 25))],
        place_rows=[Place(city=city)],
    )

    assert places(news, user) == [("Join us", "promotion", ("Page",))]
    assert places(picture, user) == [("A thing happened", "News", ("Picture",))]
    assert places(document, user) == [("A thing happened", "News", ("Body → Document",))]
    assert places(city, user) == [("The Colloquium", "Event", ("Place → City",))]
    assert [place.is_protecting for place in usage(city, user).places] == [True]


def test_source_stands_for_its_versions_and_is_not_used_by_them(news, issue, user):
    translated = make_translation(news, "fr")
    assert usage(news, user).count == 0

    issue(translated)

    assert [name for name, _kind, _where in places(news, user)] == ["June 2019"]


def test_place_that_the_editor_may_not_edit_is_not_named(news, issue, django_user_model):
    issue(news)
    other = django_user_model.objects.create_user("other", password="password")

    [place] = usage(news, other).places

    assert (place.name, place.edit_url) == ("", "")


# What is told before it happens


@pytest.mark.parametrize("name", ["wagtailadmin_pages:delete", "wagtailadmin_pages:unpublish"])
def test_deleting_and_unpublishing_a_page_name_the_places_with_links(admin, news, issue, name):
    where = issue(news)

    page = asked(admin, name, news.pk)

    assert "It is used in one place" in page
    assert f'<a href="{edit_url(where)}">June 2019</a>' in page
    assert "Sections → Entries" in page


@pytest.mark.parametrize("name", ["wagtailadmin_pages:delete", "wagtailadmin_pages:unpublish"])
def test_nothing_is_told_where_nothing_is_used(admin, news, name):
    assert "It is not used anywhere else." in asked(admin, name, news.pk)


@pytest.mark.parametrize("action", ["delete", "unpublish"])
def test_many_at_once_are_told_too(admin, news, issue, action):
    where = issue(news)

    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
    page = body(admin.get(url, {"id": [news.pk], "next": "/admin/"}))

    assert f'<a href="{edit_url(where)}">June 2019</a>' in page


def test_city_that_is_used_cannot_be_deleted(admin, site):
    city = make_city("Augsburg", "DE")
    event = make_page(EventPage, title="The Colloquium", place_rows=[Place(city=city)])
    url = reverse("wagtailsnippets_cms_city:delete", args=[city.pk])

    page = body(admin.get(url))
    admin.post(url)

    assert f'<a href="{edit_url(event)}">The Colloquium</a>' in page
    assert "it cannot be deleted as long as it is used here" in page
    assert City.objects.filter(pk=city.pk).exists()


def test_picture_tells_where_it_is_used(admin, news):
    news.picture = make_picture()
    news.save_revision().publish()

    assert f'<a href="{edit_url(news)}">A thing happened</a>' in asked(
        admin, "wagtailimages:delete", news.picture.pk
    )


def test_draft_that_is_edited_is_seen_once_it_is_saved(admin, news, issue):
    where = issue(news)
    where.sections = []
    where.save()

    assert "It is not used anywhere else." in asked(admin, "wagtailadmin_pages:unpublish", news.pk)


# What is refused


@pytest.fixture
def promoted(site, news):
    """Return a translation that a promotion leads to."""
    translated = make_translation(news, "fr")
    Promotion.objects.create(
        title="Join us", text="Do.", button="How", page=translated, locale=site.home.locale
    )
    return translated


@pytest.mark.parametrize("below", [True, False])
def test_page_is_not_deleted_while_its_translation_is_needed(admin, user, news, promoted, below):
    page = news.get_parent() if below else news
    assert [place.name for place in obstacles([page], user)] == ["Join us"]

    response = admin.post(
        reverse("wagtailadmin_pages:delete", args=[page.pk]),
        {"confirm_site_name": "Belfry"},
        follow=True,
    )

    assert [str(message).strip() for message in response.context["messages"]] == [
        "Nothing was deleted. It is needed by: Join us (promotion)"
    ]
    assert Page.objects.filter(pk__in=[news.pk, promoted.pk]).count() == 2


def test_many_pages_are_not_deleted_while_one_is_needed(admin, news, promoted):
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])

    admin.post(f"{url}?id={news.pk}&next=/admin/")

    assert Page.objects.filter(pk__in=[news.pk, promoted.pk]).count() == 2


@pytest.fixture
def french(site, news):
    """Return a page that was first written below the French version of the index."""
    return make_page(NewsPage, title="Une ville écoute", language="fr")


@pytest.mark.parametrize("level", ["index", "home"])
def test_what_was_first_written_below_a_translation_is_not_deleted(
    admin, user, news, french, level
):
    index = news.get_parent()
    page = index if level == "index" else index.get_parent()
    make_translation(french, "en")
    assert [place.name for place in obstacles([page], user)] == ["Une ville écoute"]

    response = admin.post(
        reverse("wagtailadmin_pages:delete", args=[page.pk]),
        {"confirm_site_name": "Belfry"},
        follow=True,
    )

    assert [str(message).strip() for message in response.context["messages"]] == [
        "Nothing was deleted. It is needed by: Une ville écoute (News)"
    ]
    assert Page.objects.filter(pk__in=[page.pk, french.pk]).count() == 2


def test_editor_is_told_what_was_first_written_below_a_translation(admin, user, news, french):
    index = news.get_parent().specific
    assert places(index, user) == [("Une ville écoute", "News", ("below its version in French",))]

    page = asked(admin, "wagtailadmin_pages:delete", index.pk)

    assert f'<a href="{edit_url(french)}">Une ville écoute</a>' in page
    assert "it cannot be deleted as long as it is used here" in page


def test_page_that_is_not_needed_is_deleted(admin, news):
    translated = make_translation(news, "fr")

    admin.post(reverse("wagtailadmin_pages:delete", args=[news.pk]))

    assert not Page.objects.filter(pk__in=[news.pk, translated.pk]).exists()


def test_page_with_subpages_is_deleted_in_every_language(admin, news):
    translated = make_translation(news, "fr")
    index = news.get_parent()

    admin.post(
        reverse("wagtailadmin_pages:delete", args=[index.pk]), {"confirm_site_name": "Belfry"}
    )

    assert not Page.objects.filter(pk__in=[index.pk, news.pk, translated.pk]).exists()
    assert not Page.objects.filter(translation_key=index.translation_key).exists()
    assert Page.find_problems() == ([], [], [], [], [])


def test_translation_is_deleted_alone(admin, news):
    translated = make_translation(news, "fr")

    admin.post(reverse("wagtailadmin_pages:delete", args=[translated.pk]))

    assert list(Page.objects.filter(translation_key=news.translation_key)) == [
        Page.objects.get(pk=news.pk)
    ]


def test_who_may_not_delete_learns_nothing(client, news, promoted, django_user_model):
    group = Group.objects.create(name="adders")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    GroupPagePermission.objects.create(
        group=group,
        page=news.get_parent(),
        permission=Permission.objects.get(
            content_type__app_label="wagtailcore", codename="add_page"
        ),
    )
    user = django_user_model.objects.create_user("adder", password="password")
    user.groups.add(group)
    client.force_login(user)

    response = client.post(reverse("wagtailadmin_pages:delete", args=[news.pk]), follow=True)

    assert "Join us" not in response.content.decode()
    assert Page.objects.filter(pk=news.pk).exists()


@pytest.mark.django_db
def test_a_tree_of_any_size_can_be_asked_about():
    # One condition for each page is more than SQLite takes from a thousand on.
    pages = [Page(path=f"000100010001{number:04d}", depth=4) for number in range(1, 1500)]

    assert list(first_written_below([Page(path="000100010001", depth=3), *pages])) == []
