"""Does the contract catch a kind that changes with time without saying when?"""

from dataclasses import replace
from datetime import date
from unittest.mock import patch

import pytest
from django.test import TestCase

from cms.dates import site_day
from cms.plugins.events.models import EventPage
from cms.testing.promises.moments import MomentPromises

CLOSES_ON = date(2100, 6, 1)
FACTS = EventPage.facts


def days_left(event, words, reading):
    """Return facts of an event that tell in a text of their own how many days are left to register."""
    days = max(0, (CLOSES_ON - site_day(reading.at)).days)
    told = FACTS(event, words, reading)
    return replace(told, registration_deadline=None, contact_name=str(days))


class MomentsOfEvents(MomentPromises, TestCase):
    """The promises are kept by events, which close beside their days, and broken by events that do not say so."""

    model = EventPage
    changed = {"registration_day": CLOSES_ON}

    def refusal(self) -> str:
        """Return what the promise says of an event."""
        with pytest.raises(AssertionError) as caught:
            self.test_facts_change_by_themselves_only_when_that_is_known()
        return str(caught.value)

    def test_a_deadline_of_which_no_moment_is_named_is_caught(self):
        with patch.object(EventPage, "moments", {}):
            refusal = self.refusal()

        # When it closes: at five in the afternoon, in Brussels.
        assert (
            "'2100-06-01 16:59:59+02:00 to 2100-06-01 17:00:01+02:00': ['registration_deadline']"
        ) in refusal
        # When a day less is left.
        assert (
            "'2100-05-31 23:59:59+02:00 to 2100-06-01 00:00:01+02:00': ['registration_deadline']"
        ) in refusal
        assert 'moments = {"closes_at": "zone"}' in refusal

    def test_a_time_that_is_left_is_caught_where_no_fact_is_a_deadline(self):
        with patch.object(EventPage, "facts", days_left):
            self.test_facts_change_by_themselves_only_when_that_is_known()
            with patch.object(EventPage, "moments", {}):
                refusal = self.refusal()

        assert "['contact_name']" in refusal

    def test_a_deadline_that_the_page_of_the_proof_lacks_is_asked_for(self):
        self.changed_fields = {}

        with pytest.raises(AssertionError) as caught:
            self.test_page_for_the_proof_has_every_deadline_of_its_facts()

        assert "'registration_deadline'" in str(caught.value)
        assert "say in changed when it closes" in str(caught.value)
