"""Does an editor who makes a mistake get a message beside the field, and lose nothing?"""

from datetime import date, time

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import TestCase

from cms.models import ContentPage, Deadline, Link, PartOf, Promotion, Session, Span, kinds_with
from cms.plugins.events.models import EventPage
from cms.plugins.news.models import NewsPage
from cms.plugins.projects.models import ProjectPage
from cms.testing.factories import (
    make_administrator,
    make_city,
    make_document,
    make_page,
    make_picture,
    make_site,
    make_translation,
)
from cms.testing.forms import data_in, edit_url, errors, form_data, message_beside, row


class EventFormTest(TestCase):
    """The form of an event is sent with one mistake."""

    @classmethod
    def setUpTestData(cls):
        cls.site = make_site(("en",))
        cls.administrator = make_administrator()
        cls.city = make_city("Augsburg", "DE")
        cls.page = make_page(EventPage, title="The colloquium")
        client = cls.client_class()
        client.force_login(cls.administrator)
        cls.data = form_data(client, cls.page)

    def send(self, **mistake):
        self.client.force_login(self.administrator)
        return self.client.post(edit_url(self.page), self.data | mistake)

    def assert_refused(self, field, message, **mistake):
        """Assert that one message stands beside one field, and that everything is still in the form."""
        response = self.send(**mistake)

        assert errors(response) == {field: [message]}
        assert message_beside(response, field) == message
        sent = self.data | mistake
        shown = data_in(response)
        kept = {name: shown.get(name) for name in shown if name in sent}
        assert kept == {name: sent[name] for name in kept}
        assert {name for name, value in mistake.items() if value} <= set(kept)

    def test_span_that_ends_before_it_starts_is_refused(self):
        span = row("span_rows", start="2019-06-26", end="2019-06-25", zone="Europe/Brussels")

        self.assert_refused("span_rows-0-end", "The last day lies before the first day.", **span)

    def test_span_without_a_last_day_lasts_one_day(self):
        self.send(**row("span_rows", start="2019-06-25", zone="Europe/Brussels"))

        assert list(Span.objects.values_list("start", "end")) == [
            (date(2019, 6, 25), date(2019, 6, 25))
        ]

    def test_span_that_ends_at_an_earlier_time_of_the_same_day_is_refused(self):
        times = {"start_time": "17:00", "end_time": "09:00", "zone": "Europe/Brussels"}
        span = row("span_rows", start="2019-06-25", end="2019-06-25", **times)

        self.assert_refused("span_rows-0-end_time", "The end lies before the beginning.", **span)

    def test_span_with_an_end_but_no_beginning_is_refused(self):
        span = row(
            "span_rows",
            start="2019-06-25",
            end="2019-06-25",
            end_time="09:00",
            zone="Europe/Brussels",
        )

        self.assert_refused(
            "span_rows-0-start_time", "Give the time of the beginning too, or neither.", **span
        )

    def test_day_that_does_not_exist_is_refused(self):
        span = row("span_rows", start="2019-02-29", zone="Europe/Brussels")

        self.assert_refused("span_rows-0-start", "Enter a valid date.", **span)

    def test_unknown_zone_is_refused_with_an_example(self):
        span = row("span_rows", start="2019-06-25", zone="Europe/Bruxelles")
        message = "‘Europe/Bruxelles’ is not a known time zone. Choose one such as Europe/Brussels."

        response = self.send(**span)

        assert errors(response) == {"span_rows-0-zone": [message]}
        assert message_beside(response, "span_rows-0-zone") == message

    def test_session_that_ends_before_it_begins_is_refused(self):
        times = {
            "day": "2019-06-25",
            "start_time": "14:00",
            "end_time": "13:30",
            "zone": "Europe/Brussels",
        }
        session = row("session_rows", title="Opening", **times)

        self.assert_refused(
            "session_rows-0-end_time", "The end lies before the beginning.", **session
        )

    def test_replaced_event_needs_the_page_that_replaces_it(self):
        self.assert_refused(
            "replaced_by", "Choose the page that replaces this one.", status="replaced"
        )

    def test_event_is_part_of_projects_only(self):
        news = make_page(NewsPage, title="No project")
        part = row("part_of_rows", target=str(news.pk))

        message = "Choose a project: ‘No project’ is none."

        response = self.send(**part)

        assert errors(response) == {"part_of_rows-0-target": [message]}
        assert message_beside(response, "part_of_rows-0-target") == message

    def test_event_is_part_of_a_project(self):
        project = make_page(ProjectPage, acronym="PRoTECT")

        self.send(**row("part_of_rows", target=str(project.pk)))

        assert [part.target for part in PartOf.objects.all()] == [project.contentpage_ptr]

    def test_link_without_an_address_or_a_document_is_refused(self):
        link = row("link_rows", title="Programme of the day", sort="website")

        self.assert_refused("link_rows-0-url", "Give either an address or a document.", **link)

    def test_link_with_an_address_and_a_document_is_refused(self):
        where = {"url": "https://elsewhere.example", "document": str(make_document().pk)}
        link = row("link_rows", title="Programme of the day", sort="website", **where)

        self.assert_refused("link_rows-0-url", "Give either an address or a document.", **link)

    def test_decorative_picture_has_no_alternative_text(self):
        picture = {
            "picture": str(make_picture().pk),
            "picture_is_decorative": "on",
            "picture_alt_text": "A square",
        }
        message = "A decorative picture has no alternative text. Untick one or empty the other."

        self.assert_refused("picture_alt_text", message, **picture)

    def test_picture_without_a_word_is_refused(self):
        picture = {"picture": str(make_picture(alternative_text="").pk)}
        message = "Say what the picture tells, for those who do not see it, or tick below that it is decorative."

        self.assert_refused("picture_alt_text", message, **picture)

    def test_picture_is_told_here_or_by_itself_or_is_decorative(self):
        silent = {"picture": str(make_picture(alternative_text="").pk)}
        told = {"picture": str(make_picture(alternative_text="A square").pk)}

        answers = [
            self.send(**told),
            self.send(**silent, picture_alt_text="A square"),
            self.send(**silent, picture_is_decorative="on"),
        ]

        assert [errors(answer) for answer in answers] == [{}, {}, {}]

    def test_line_of_the_agenda_needs_a_website(self):
        message = "Give the website to which readers are sent."

        self.assert_refused("website", message, agenda_only="on")
        assert errors(self.send(agenda_only="on", website="https://event.example")) == {}

    def test_country_by_its_wrong_code_is_refused_with_the_right_one(self):
        message = "‘UK’ is not an ISO country code. Did you mean GB?"

        response = self.send(countries=["FR", "UK"])

        assert errors(response) == {"countries": [message]}
        assert message_beside(response, "countries") == message

    def test_unknown_language_is_refused(self):
        response = self.send(working_languages=["en", "xx"])

        assert set(errors(response)) == {"working_languages"}
        assert message_beside(response, "working_languages") != ""

    def test_several_mistakes_are_told_at_once(self):
        span = row("span_rows", start="2019-06-26", end="2019-06-25", zone="Europe/Brussels")

        response = self.send(title="", status="replaced", **span)

        assert set(errors(response)) == {"title", "replaced_by", "span_rows-0-end"}


class ProjectFormTest(TestCase):
    """The form of a project is sent with one mistake."""

    def test_project_that_ends_before_it_starts_is_refused(self):
        make_site(("en",))
        self.client.force_login(make_administrator())
        page = make_page(ProjectPage)
        data = form_data(self.client, page) | {"starts_on": "2019-06-26", "ends_on": "2019-06-25"}

        response = self.client.post(edit_url(page), data)

        assert errors(response) == {"ends_on": ["The end lies before the start."]}
        assert message_beside(response, "ends_on") == "The end lies before the start."


# Without a form (an import, an API) the same rules hold


@pytest.mark.parametrize(
    ("instance", "field"),
    [
        (Span(start=date(2019, 6, 26), end=date(2019, 6, 25)), "end"),
        (Span(start=date(2019, 6, 26), end=date(2019, 6, 26), zone="Europe/Bruxelles"), "zone"),
        (
            Session(title="Opening", day=date(2019, 6, 26), start_time=time(9), end_time=time(8)),
            "end_time",
        ),
        (Deadline(day=date(2019, 6, 26), zone="CET+1"), "zone"),
        (Link(title="Somewhere"), "url"),
        (Link(title="Somewhere", url="javascript:alert(1)"), "url"),
    ],
)
def test_row_is_refused_at_its_field(db, instance, field):
    excluded = {"page", "locale", "translation_key"}

    with pytest.raises(ValidationError) as refusal:
        instance.full_clean(exclude=excluded)

    assert set(refusal.value.message_dict) == {field}


def test_database_refuses_a_span_that_ends_before_it_starts(db):
    make_site(("en",))
    page = make_page(EventPage)

    with pytest.raises(IntegrityError, match="span_ends_after_start"), transaction.atomic():
        Span.objects.create(page=page, start=date(2019, 6, 26), end=date(2019, 6, 25))


def test_database_refuses_a_period_that_ends_before_it_starts(db):
    make_site(("en",))
    page = make_page(ProjectPage, starts_on=date(2019, 6, 25))

    with pytest.raises(IntegrityError, match="content_page_ends_after_start"), transaction.atomic():
        ContentPage.objects.filter(pk=page.pk).update(ends_on=date(2019, 6, 24))


def test_kinds_with_a_capability_are_found_by_its_name():
    assert (EventPage in kinds_with("Dated"), NewsPage in kinds_with("Dated")) == (True, False)


def test_link_of_a_translation_needs_no_address_of_its_own(db):
    make_site(("en", "fr"))
    page = make_page(EventPage, link_rows=[Link(title="Text", url="https://event.example")])
    translated = make_translation(page, "fr")

    [link] = translated.link_rows.all()
    link.full_clean()

    assert (link.url, link.document) == ("", None)
    link.url, link.document = "https://event.example/fr", make_document()
    with pytest.raises(ValidationError, match="either an address or a document"):
        link.full_clean()


def test_translation_of_a_line_of_the_agenda_can_be_saved_without_its_own_website(db):
    make_site(("en", "fr"))
    page = make_page(EventPage, agenda_only=True, website="https://event.example")
    translated = make_translation(page, "fr")

    translated.save_revision().publish()

    assert EventPage.objects.get(pk=translated.pk).website == ""


def test_promotion_leads_somewhere_and_its_translation_where_the_source_does(db):
    site = make_site(("en", "fr"))
    promotion = Promotion(title="Join us", text="Do.", button="How", locale=site.home.locale)

    with pytest.raises(ValidationError) as refusal:
        promotion.full_clean()
    assert refusal.value.message_dict == {
        "page": ["Choose a page or give an address: the button has to lead somewhere."]
    }

    promotion.url = "https://belfry.example"
    promotion.full_clean()
    promotion.save()
    translated = promotion.copy_for_translation(site.home_in("fr").locale)
    translated.url = ""
    translated.full_clean()
    translated.save()
