"""Does a compiled query tell what the query would tell that Django writes anew?"""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier
from time import sleep
from unittest.mock import patch
from uuid import UUID

import pytest
from django.db.models import AutoField, DateTimeField, F, QuerySet, UUIDField
from django.db.models.sql.compiler import SQLCompiler

from cms.compiled import Given, GivenList, OneOf, Values, compiled
from cms.models import ContentPage
from cms.plugins.news.models import NewsPage
from cms.testing.factories import make_page, make_site

BEFORE, NOW, AFTER = (datetime(2026, 5, day, tzinfo=UTC) for day in (3, 4, 5))


@pytest.fixture
def pages(db) -> list[ContentPage]:
    make_site(("en", "fr"), kinds=[NewsPage])
    return [
        make_page(NewsPage, title=title, first_published_at=at)
        for title, at in (("Bells", BEFORE), ("Towers", NOW), ("Ropes", AFTER))
    ]


@compiled
def by_pk() -> QuerySet:
    """Return pages by their primary keys."""
    return ContentPage.objects.filter(OneOf(F("pk"), GivenList("pages", AutoField()))).order_by(
        "title"
    )


@compiled
def keys_until() -> QuerySet:
    """Return keys and instants of what was published until an instant."""
    until = Given("until", DateTimeField())
    pages = ContentPage.objects.filter(first_published_at__lte=until).order_by("pk")
    return pages.values_list("translation_key", "first_published_at")


@compiled
def titles_by_key() -> QuerySet:
    """Return titles by translation keys, once each from two queries that are united."""
    keys = GivenList("keys", UUIDField())
    asked = ContentPage.objects.order_by().filter(OneOf(F("translation_key"), keys))
    titles = asked.values_list("title")
    return titles.union(titles.filter(live=True))


def test_the_rows_are_those_of_the_values_that_are_given(pages):
    bells, towers, ropes = pages

    assert by_pk(pages=[towers.pk, bells.pk]) == [
        ContentPage.objects.get(pk=bells.pk),
        ContentPage.objects.get(pk=towers.pk),
    ]
    assert [page.title for page in by_pk(pages=[ropes.pk])] == ["Ropes"]
    assert by_pk(pages=[]) == []


def test_a_row_has_all_that_the_query_asks_for(pages, django_assert_num_queries):
    [page] = by_pk(pages=[pages[0].pk])

    with django_assert_num_queries(0):
        assert (page.title, page.translation_key) == ("Bells", pages[0].translation_key)


def test_instants_go_in_and_come_out_as_instants(pages):
    assert keys_until(until=NOW) == [
        (pages[0].translation_key, BEFORE),
        (pages[1].translation_key, NOW),
    ]


def test_keys_in_queries_that_are_united(pages):
    asked = [pages[1].translation_key, UUID(int=0), pages[2].translation_key]

    assert sorted(titles_by_key(keys=asked)) == [("Ropes",), ("Towers",)]


def test_it_is_written_once(pages, django_assert_num_queries):
    by_pk(pages=[1])

    with patch.object(SQLCompiler, "as_sql") as write, django_assert_num_queries(2):
        assert len(by_pk(pages=[page.pk for page in pages])) == 3
        assert len(by_pk(pages=[pages[0].pk])) == 1
    assert not write.called


def test_two_threads_do_not_write_a_query_at_the_same_time():
    writing: list[SQLCompiler] = []
    most: list[int] = []
    ready = Barrier(2)

    @compiled
    def titles() -> QuerySet:
        return ContentPage.objects.values_list("title")

    def as_sql(compiler: SQLCompiler) -> None:
        writing.append(compiler)
        sleep(0.05)
        most.append(len(writing))
        writing.remove(compiler)
        raise RuntimeError

    def ask(_number: int) -> str:
        ready.wait(10)
        with pytest.raises(RuntimeError):
            titles()
        return "asked"

    with patch.object(SQLCompiler, "as_sql", as_sql), ThreadPoolExecutor(2) as threads:
        assert list(threads.map(ask, range(2))) == ["asked", "asked"]

    # The SQL of both would be spoilt.
    assert most == [1, 1]


def test_each_shape_of_a_query_is_written_once(pages):
    asked: list[tuple] = []

    @compiled
    def titles(order: str, most: int) -> QuerySet:
        asked.append((order, most))
        until = Given("until", DateTimeField())
        found = ContentPage.objects.filter(first_published_at__lte=until).order_by(order)
        return found.values_list("title", flat=True)[:most]

    assert titles("title", 2, until=AFTER) == ["Bells", "Ropes"]
    assert titles("title", 2, until=NOW) == ["Bells", "Towers"]
    assert titles("-title", 1, until=AFTER) == ["Towers"]
    assert asked == [("title", 2), ("-title", 1)]


def test_a_query_that_finds_nothing_whatever_is_given_is_not_asked(
    pages, django_assert_num_queries
):
    @compiled
    def nothing() -> QuerySet:
        return ContentPage.objects.filter(pk__in=[]).values_list("title")

    with django_assert_num_queries(0):
        assert nothing() == []


def test_a_value_that_is_missing_is_named(pages):
    with pytest.raises(KeyError, match="pages"):
        by_pk()


def test_a_query_that_is_not_compiled_takes_thousands_of_values_as_one(pages):
    bells, towers, _ropes = pages
    keys = [*range(-40_000, 0), towers.pk, bells.pk]

    found = ContentPage.objects.filter(OneOf(F("pk"), Values(keys, AutoField())))

    assert set(found.values_list("pk", flat=True)) == {bells.pk, towers.pk}
    assert list(ContentPage.objects.filter(OneOf(F("pk"), Values([], AutoField())))) == []
