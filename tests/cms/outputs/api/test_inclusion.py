"""Are the paths to other items found in the types of the facts, wherever a reference stands?"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import uuid4

import pytest

from cms.items import Facts, Reference
from cms.outputs.api import inclusion
from cms.outputs.api.inclusion import named, path_of, steps
from cms.outputs.api.problems import Problem
from cms.outputs.api.shapes import Card


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """A part of a journey, which may have parts."""

    hosts: tuple[Reference, ...] = ()
    parts: tuple[Leg, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class JourneyFacts(Facts):
    """What a plugin might know of a journey."""

    guide: Reference | None = None
    legs: tuple[Leg, ...] = ()


class Journey:
    """A kind, as far as its facts are concerned."""

    def facts(self, words, reading) -> JourneyFacts:
        """Return nothing: only the type is asked for."""


@pytest.fixture
def journeys(monkeypatch):
    """Let journeys be the only installed kind."""
    monkeypatch.setattr(inclusion, "kinds_by_type", lambda: {"journey": Journey})
    steps.cache_clear()
    yield
    steps.cache_clear()


def named_by(**fields) -> Card:
    """Return a card of which only some fields matter."""
    return Card(**{name: fields.get(name) for name in Card.__dataclass_fields__})


def reference() -> Reference:
    """Return a reference to an item."""
    return Reference(key=uuid4(), title="Ghent", url="/en/ghent/", language="en")


def test_the_steps_of_the_installed_kinds():
    assert steps() == (("facts", "replaced_by"), ("part_of",))


def test_a_kind_brings_its_own_steps(journeys):
    assert steps() == (("facts", "guide"), ("facts", "legs", "hosts"), ("part_of",))
    assert path_of("facts.legs.hosts.part_of") == (("facts", "legs", "hosts"), ("part_of",))
    with pytest.raises(Problem) as refused:
        path_of("facts.legs.parts.hosts")
    assert refused.value.errors[0].allowed == ("facts.guide", "facts.legs.hosts", "part_of")


def test_what_a_card_names_is_found_in_its_facts(journeys):
    guide, one, two = (reference() for _each in range(3))
    facts = JourneyFacts(guide=guide, legs=(Leg(hosts=(one, two)), Leg(hosts=(one,)), Leg()))
    found = [named_by(facts=facts), named_by(facts=Facts()), named_by(facts=facts, part_of=(two,))]

    assert named(found, ("facts", "legs", "hosts")) == [one.key, two.key]
    assert named(found, ("facts", "guide")) == [guide.key]
    assert named(found, ("part_of",)) == [two.key]
    assert named(found[1:2], ("facts", "guide")) == []
