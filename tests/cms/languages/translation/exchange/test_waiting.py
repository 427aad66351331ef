"""How long does a file wait that came back, until somebody takes its words?"""

from datetime import timedelta

import pytest
from django.utils import timezone

from cms.languages.translation.exchange.waiting import MOST, forget_old_files, keep
from cms.models import ReceivedFile
from cms.testing.factories import make_user

pytestmark = pytest.mark.django_db


def test_a_file_is_kept_as_it_came():
    user = make_user("anna")

    kept = keep(b"\0\xff\r\n", "x" * 300, user=user)

    [row] = ReceivedFile.objects.all()
    assert (row, bytes(row.data), row.name, row.received_from, row.translation) == (
        *(kept, b"\0\xff\r\n", "x" * 255),
        *(user, None),
    )


def test_of_one_person_only_the_newest_are_kept():
    anna, berta = make_user("anna"), make_user("berta")
    keep(b"", "of berta", user=berta)

    for number in range(MOST + 2):
        keep(b"", f"{number}", user=anna)

    names = ReceivedFile.objects.order_by("pk").values_list("name", flat=True)
    assert list(names) == ["of berta", *(f"{number}" for number in range(2, MOST + 2))]


def test_what_nobody_takes_is_forgotten_after_a_day():
    user = make_user("anna")
    old, young = keep(b"", "old", user=user), keep(b"", "young", user=user)
    for row, hours in ((old, 25), (young, 23)):
        then = timezone.now() - timedelta(hours=hours)
        ReceivedFile.objects.filter(pk=row.pk).update(received_at=then)

    assert forget_old_files() == 1
    assert ReceivedFile.objects.get() == young
    assert forget_old_files() == 0


def test_what_is_forgotten_is_not_read(django_assert_max_num_queries):
    keep(b"words", "old", user=make_user("anna"))
    ReceivedFile.objects.update(received_at=timezone.now() - timedelta(days=2))

    with django_assert_max_num_queries(4) as queries:
        forget_old_files()

    assert not any('"data"' in query["sql"] for query in queries.captured_queries)
