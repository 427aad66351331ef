"""Are changes told although transactions end in another order than they began?"""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from cms.models import Change


def test_what_was_committed_is_before_the_horizon(db):
    if connection.vendor == "postgresql":
        pytest.skip("a test's own transaction is never finished there; the next test commits")
    change = Change.objects.create(key=None)
    change.refresh_from_db()

    assert change.transaction < Change.objects.horizon()


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_transaction_that_is_late_holds_back_what_began_after_it():
    if connection.vendor != "postgresql":
        pytest.skip("only one transaction at a time writes on SQLite")
    other = connection.copy()
    try:
        other.set_autocommit(False)
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_current_xact_id()")
        change = Change.objects.create(key=None)
        change.refresh_from_db()

        assert change.transaction >= Change.objects.horizon()
        other.commit()
        assert change.transaction < Change.objects.horizon()
    finally:
        other.close()


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_transaction_of_another_database_holds_nothing_back():
    if connection.vendor != "postgresql":
        pytest.skip("a database of SQLite has a file of its own")
    other = connection.copy()
    other.settings_dict = {**other.settings_dict, "NAME": "postgres"}
    try:
        other.set_autocommit(False)
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_current_xact_id()::text::bigint")
            [number] = cursor.fetchone()
        change = Change.objects.create(key=None)
        change.refresh_from_db()

        assert number < change.transaction < Change.objects.horizon()
    finally:
        other.close()


def test_old_changes_are_forgotten(db):
    Change.objects.create(at=timezone.now() - timedelta(days=91))
    kept = Change.objects.create(at=timezone.now() - timedelta(days=89))
    before = Change.objects.count()

    assert Change.objects.forget_old() == 1
    assert Change.objects.count() == before - 1
    assert Change.objects.filter(pk=kept.pk).exists()


def test_the_newest_stays_so_that_what_follows_is_numbered_from_it(db):
    Change.objects.all().delete()
    old = Change.objects.create(at=timezone.now() - timedelta(days=91))

    assert Change.objects.forget_old() == 0
    assert Change.objects.get() == old
