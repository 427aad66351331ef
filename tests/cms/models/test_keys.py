"""Does a key open what it was made for, for its time, and nothing else?"""

from datetime import timedelta

import pytest
from django.utils import timezone

from cms.models import ApiKey
from cms.testing.factories import make_key

State = ApiKey.State


@pytest.mark.django_db
def test_a_key_is_found_by_its_hash_in_one_query(django_assert_num_queries):
    make_key()
    row, key = make_key()

    with django_assert_num_queries(1) as queries:
        assert ApiKey.objects.sent(key) == row
    assert key not in queries[0]["sql"]


@pytest.mark.django_db
def test_two_keys_have_nothing_in_common():
    (one, first), (other, second) = make_key(), make_key()

    assert first.startswith("belfry_")
    assert len(first) == len("belfry_") + 43  # 256 bits in base 64
    assert first[7:] != second[7:]
    assert one.hash != other.hash


@pytest.mark.django_db
@pytest.mark.parametrize("alter", [str.upper, lambda key: key[:-1], lambda key: f"{key}a"])
def test_what_only_resembles_a_key_is_none(alter):
    _row, key = make_key()

    assert ApiKey.objects.sent(alter(key)) is None


@pytest.mark.django_db
def test_a_key_ends_with_its_time_and_when_it_is_revoked():
    _row, expired = make_key(expires_at=timezone.now())
    row, key = make_key()
    states = [row.state(), row.state(row.expires_at - timedelta(seconds=1))]
    states.append(row.state(row.expires_at))

    assert ApiKey.objects.sent(expired) is None
    assert ApiKey.objects.sent(key) == row
    assert row.revoke()
    row.refresh_from_db()
    revoked_at = row.revoked_at
    assert not row.revoke()

    row.refresh_from_db()
    assert ApiKey.objects.sent(key) is None
    assert [*states, row.state()] == [State.WORKS, State.WORKS, State.EXPIRED, State.REVOKED]
    assert row.revoked_at == revoked_at


@pytest.mark.parametrize(
    ("fields", "shown"),
    [
        ({}, True),
        ({"languages": ["fr", "de"], "kinds": ["news", "call"]}, True),
        ({"languages": ["de"]}, False),
        ({"kinds": ["call"]}, False),
        ({"scopes": ["another"]}, False),
    ],
)
def test_what_a_key_shows_can_be_limited(fields, shown):
    key = ApiKey(**{"scopes": ["preview"], **fields})

    assert key.shows("news", "fr") is shown


@pytest.mark.parametrize(
    ("limits", "kinds", "told"),
    [
        ([], [], True),
        ([], ["news"], True),
        (["news", "call"], ["call"], True),
        (["news", "call"], ["call", "event"], False),
        (["news"], [], False),
    ],
)
def test_of_which_kinds_a_webhook_is_told_can_be_limited(limits, kinds, told):
    assert ApiKey(kinds=limits).tells_of(kinds) is told
