"""Does whoever asks again learn what has changed meanwhile, and when they have to read everything anew?"""

from datetime import timedelta

from django.utils import timezone

from cms.journal.reading import Mark, changed_between, generation, generation_of
from cms.journal.writing import note_all
from cms.models import Change
from cms.models.changes import KEPT_FOR
from cms.plugins.news.models import NewsPage
from cms.testing.factories import make_page, make_site
from tests.shared import shared


@shared
def page() -> NewsPage:
    """A page that is public."""
    make_site(("en",), kinds=[NewsPage])
    return make_page(NewsPage)


def later() -> Mark:
    """Return the mark of who has read all that this test has written: its transaction does not end."""
    return Mark(Change.objects.latest("pk").transaction + 1, timezone.now())


def test_nothing_has_changed_since_now(page):
    mark = later()

    assert changed_between(mark, mark) == {}


def test_what_was_published_since_has_changed(page):
    Change.objects.all().delete()
    mark = Mark(0, timezone.now())

    page.save_revision().publish()

    assert changed_between(mark, later()) == {page.translation_key: "news"}


def test_what_has_expired_since_has_changed(page):
    soon = timezone.now() + timedelta(minutes=1)
    NewsPage.objects.filter(pk=page.pk).update(expire_at=soon)
    mark = later()

    following = Mark(mark.transaction, soon)

    assert changed_between(mark, following) == {page.translation_key: "news"}


def test_all_may_have_changed(page):
    mark = Mark(0, timezone.now())
    note_all()

    assert changed_between(mark, later()) is None


def test_nobody_knows_what_has_changed_since_long_ago(page):
    following = later()

    old = Mark(following.transaction, following.at - KEPT_FOR)
    assert changed_between(old, following) == {}
    older = Mark(following.transaction, old.at - timedelta(seconds=1))
    assert changed_between(older, following) is None


def test_nobody_knows_what_has_changed_since_the_database_was_put_back(page):
    following = later()
    mark = Mark(following.transaction + 1, following.at)

    assert changed_between(mark, following) is None


def test_a_page_has_another_generation_whenever_it_is_published(page):
    before = generation_of(page.translation_key)

    page.save_revision()
    assert generation_of(page.translation_key) == before
    page.save_revision().publish()
    assert generation_of(page.translation_key) != before


def test_and_when_what_began_earlier_is_written_down_later(page):
    early = Change.objects.create(key=page.translation_key)
    number = early.pk
    early.delete()
    Change.objects.create(key=page.translation_key)
    before = generation_of(page.translation_key)

    Change.objects.create(pk=number, key=page.translation_key)

    assert generation_of(page.translation_key) != before


def test_a_list_tells_the_same_generations(page):
    unchanged = make_page(NewsPage)
    Change.objects.filter(key=unchanged.translation_key).delete()
    pages = NewsPage.objects.annotate(generation=generation()).order_by("pk")

    assert list(pages.values_list("generation", flat=True)) == [
        generation_of(page.translation_key),
        0,
    ]
