"""What does an index page list, and what can be created below it?"""

from datetime import date, timedelta

import pytest
from wagtail.models import Locale

from cms.models import IndexPage, Span
from cms.plugins.events.models import EventPage
from cms.plugins.news.models import NewsPage
from cms.testing.factories import make_index, make_page, make_site
from tests.shared import shared

pytestmark = pytest.mark.django_db


@shared
def index():
    """An index of news, made in two languages."""
    make_site(("en", "fr"))
    return make_index(NewsPage, title="Notes", slug="notes")


def french(index) -> IndexPage:
    return index.get_translation(Locale.objects.get(language_code="fr"))


def shown(client, path: str) -> list[str]:
    """Return the titles that a reader finds on an index page."""
    return [item.title for item in client.get(path).context["listing"].items]


def test_source_says_for_every_language_what_is_listed_and_how(index, client):
    make_page(NewsPage, title="It happened")
    for title, days in (("Later", 20), ("Sooner", 10)):
        day = date.today() + timedelta(days)  # noqa: DTZ011 -- far enough from midnight
        make_page(EventPage, title=title, span_rows=[Span(start=day, end=day)])
    assert shown(client, "/fr/notes/") == ["It happened"]

    index.kind, index.is_agenda = EventPage._meta.label_lower, True
    index.save_revision().publish()

    assert shown(client, "/en/notes/") == shown(client, "/fr/notes/") == ["Sooner", "Later"]


def test_source_says_for_every_language_what_can_be_created(index):
    IndexPage.objects.filter(pk=index.pk).update(kind=EventPage._meta.label_lower)

    assert EventPage.can_create_at(french(index))
    assert not NewsPage.can_create_at(french(index))


def test_index_costs_the_same_in_every_language(index, client, django_assert_num_queries):
    make_page(NewsPage)
    for path in ("/en/notes/", "/fr/notes/"):
        client.get(path)
        with django_assert_num_queries(6):
            client.get(path)


def test_kind_that_is_installed_no_more_lists_nothing(index, client):
    make_page(NewsPage)

    IndexPage.objects.update(kind="gone.gonepage")

    assert shown(client, "/en/notes/") == []
    assert not NewsPage.can_create_at(IndexPage.objects.get(pk=index.pk))
