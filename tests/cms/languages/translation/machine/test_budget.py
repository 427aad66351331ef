"""Is a budget never overdrawn?"""

from datetime import date

import pytest

from cms.languages.translation.machine.budget import give_back, left, take
from cms.models import MachineUse

pytestmark = pytest.mark.django_db


@pytest.fixture
def month(monkeypatch):
    """Set the month that it is."""

    def turn(first):
        monkeypatch.setattr(
            "cms.languages.translation.machine.budget.this_month", lambda: date.fromisoformat(first)
        )

    return turn


def test_without_a_budget_nothing_is_left(german, french):
    assert left([german.pk, french.pk]) == {german.pk: 0, french.pk: 0}
    assert take(german.pk, 1) is None


def test_what_is_taken_is_not_left(german, budget):
    assert take(german.pk, 4_000) is not None
    assert left([german.pk]) == {german.pk: 6_000}
    assert take(german.pk, 6_001) is None
    assert take(german.pk, 6_000) is not None
    assert left([german.pk]) == {german.pk: 0}


def test_what_was_not_used_is_given_back(german, budget):
    taken = take(german.pk, 4_000)

    give_back(taken, 1_500)

    assert left([german.pk]) == {german.pk: 7_500}


def test_it_is_given_back_to_the_month_from_which_it_was_taken(german, budget, month):
    month("2026-11-01")
    taken = take(german.pk, 4_000)
    month("2026-12-01")
    take(german.pk, 3_000)

    give_back(taken, 4_000)

    assert set(MachineUse.objects.values_list("month", "characters")) == {
        (date(2026, 11, 1), 0),
        (date(2026, 12, 1), 3_000),
    }


def test_a_new_month_has_the_whole_budget(german, budget, month):
    month("2026-11-01")
    take(german.pk, 10_000)
    month("2026-12-01")

    assert left([german.pk]) == {german.pk: 10_000}
    assert take(german.pk, 1) is not None
    assert set(MachineUse.objects.values_list("month", "characters")) == {
        (date(2026, 11, 1), 10_000),
        (date(2026, 12, 1), 1),
    }


def test_a_budget_that_was_lowered_is_used_up_and_no_less(german, budget):
    take(german.pk, 5_000)
    budget.machine_budget = 1_000
    budget.save()

    assert left([german.pk]) == {german.pk: 0}


def test_a_budget_is_asked_in_two_queries(german, french, budget, django_assert_num_queries):
    with django_assert_num_queries(2):
        left([german.pk])
    with django_assert_num_queries(2):
        left([german.pk, french.pk])
