"""Does a kind have the meaning that its capabilities give it?"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.utils.text import capfirst

from cms.content import agenda, open_calls, with_state
from cms.items import State
from cms.languages.readings import Reading
from cms.listings import gathered_by
from cms.models import ContentPage, Dated, Deadline, Deadlined, Funded, Initiative, PartOf
from cms.testing.factories import make_programme
from cms.testing.samples import FIRST, Samples

if TYPE_CHECKING:
    from collections.abc import Callable

BRUSSELS = ZoneInfo("Europe/Brussels")
STATES = {
    datetime(2100, 2, 1, tzinfo=BRUSSELS): State.UPCOMING,
    datetime(2100, 4, 1, tzinfo=BRUSSELS): State.OPEN,
    datetime(2100, 5, 25, tzinfo=BRUSSELS): State.CLOSING_SOON,
    datetime(2100, 6, 1, 17, tzinfo=BRUSSELS): State.PARTLY_OPEN,
    datetime(2100, 9, 1, 17, tzinfo=BRUSSELS): State.CLOSED,
}
"""What becomes of a page that opens on 1 March and has topics that close on 1 June and 1 September, at 17:00."""


def promise_of(capability: type) -> Callable:
    """Mark a promise that only kinds with a capability make."""

    def mark(test: Callable) -> Callable:
        test.capability = capability
        return test

    return mark


class CapabilityPromises(Samples):
    """What takes place is in the agenda, what closes has a state, what gathers gathers, what is funded says so."""

    def __init_subclass__(cls, **kwargs):
        """Take away the promises that the kind does not make, so that they are not even skipped."""
        super().__init_subclass__(**kwargs)
        for name, test in vars(CapabilityPromises).items():
            capability = getattr(test, "capability", None)
            if capability and not issubclass(getattr(cls, "model", capability), capability):
                setattr(cls, name, None)

    @promise_of(Dated)
    def test_dated_kind_is_in_the_agenda(self):
        """By its days, and without any as long as they are to be confirmed."""
        dated, undated = self.make("Dated page"), self.make("Undated page", span_rows=[])
        past = self.make("Past page", **self.rows(2019))

        found = {
            "from 2100": list(agenda(date(2100, 1, 1))),
            "in 2019": list(agenda(date(2019, 1, 1), date(2019, 12, 31), undated=False)),
        }

        expected = {"from 2100": of_core(dated, undated), "in 2019": of_core(past)}
        self.assertEqual(
            found,
            expected,
            "The agenda does not show the kind by its dates: Dated comes before ContentPage.",
        )
        self.assertEqual(
            self.item(undated).facts.spans, (), "Without dates, the facts must have no spans."
        )

    @promise_of(Deadlined)
    def test_deadlined_kind_has_the_right_state_at_every_time(self):
        """The state follows from opening day, deadlines and time, and lists agree with it."""
        rows = [
            Deadline(title="First topic", day=date(2100, 6, 1)),
            Deadline(title="Second topic", day=date(2100, 9, 1)),
        ]
        page = self.make(opens_on=date(2100, 3, 1), deadline_rows=rows)

        states = {at: self.item(page, at=at).facts.state for at in STATES}
        open_at = {at for at in STATES if page.contentpage_ptr in open_calls(at=at)}
        closed_at = {
            at
            for at in STATES
            if page.contentpage_ptr in with_state(ContentPage.objects.all(), "closed", at=at)
        }

        self.assertEqual(
            states, STATES, "facts() must begin with **self.shared_facts(words, reading)."
        )
        not_open = {State.UPCOMING, State.CLOSED}
        self.assertEqual(
            open_at,
            {at for at, state in STATES.items() if state not in not_open},
            "open_calls() differs.",
        )
        self.assertEqual(
            closed_at,
            {at for at, state in STATES.items() if state is State.CLOSED},
            "with_state() differs.",
        )

    @promise_of(Deadlined)
    def test_deadlined_kind_without_deadline_stays_open(self):
        """No deadline is a state of its own, and is found among what is open."""
        page = self.make(deadline_rows=[])

        self.assertEqual(self.item(page).facts.state, State.WITHOUT_DEADLINE)
        self.assertEqual(
            list(open_calls()), of_core(page), "open_calls() must include what has no deadline."
        )

    @promise_of(Initiative)
    def test_initiative_gathers_what_is_part_of_it(self):
        """Public parts, by kind; each names the initiative by its acronym, capitals as they are."""
        initiative = self.make("The whole")
        part = self.make("The part", part_of_rows=[PartOf(target=initiative)])
        self.make("The hidden part", publish=False, part_of_rows=[PartOf(target=initiative)])

        groups = gathered_by(initiative, Reading(FIRST))

        titles = {group.heading: [item.title for item in group.items] for group in groups}
        kinds = str(capfirst(self.model._meta.verbose_name_plural))
        self.assertEqual(
            titles, {kinds: ["The part"]}, "The page of the whole does not gather its public parts."
        )
        names = [(reference.title, reference.proper_name) for reference in self.item(part).part_of]
        self.assertEqual(
            names, [("PRoTECT", True)], "The part does not name the whole by its acronym."
        )

    @promise_of(Funded)
    def test_funded_kind_prints_the_words_of_its_programme(self):
        """Acronym and grant number stand in the programme's own sentence."""
        programme = make_programme(
            "Internal Security Fund", en="Grant {grant} is paid by the fund."
        )
        page = self.make(programme=programme, grant_number="815356")

        (funding,) = self.item(page).funding

        self.assertEqual(
            funding.statement, "Grant 815356 is paid by the fund.", "The statement is not printed."
        )


def of_core(*pages: ContentPage) -> list[ContentPage]:
    """Return pages as the core's queries do, without the columns of their kind."""
    return [page.contentpage_ptr for page in pages]
