"""Does a new issue take over what stands, and nothing of what was chosen?"""

from datetime import date

import pytest
from django.urls import reverse
from wagtail.models import Locale

from cms.testing.factories import make_index
from newsletter.models import IssuePage
from newsletter.succession import first_working_day, label_for, moved, propose, succeed
from tests.newsletter.admin.conftest import block, entry, line, said

TODAY = date(2019, 6, 20)


@pytest.fixture
def june(make_issue, news, event):
    return make_issue(
        "June 2019",
        date(2019, 6, 3),
        block(
            "editorial",
            salutation="Dear members,",
            text={"text": "<p>We write.</p>"},
            sign_off="Us",
        ),
        block("entries", heading="", entries=[entry(event.pk)]),
        block("entries", heading="Looking back", entries=[entry(news.pk, headline="Own words")]),
        block(
            "agenda",
            heading="Dates",
            start=None,
            end="2019-09-30",
            countries=["FR"],
            undated=True,
            lines=[line(event.pk, words="Own words")],
        ),
        block("calls", heading="", lines=[line(news.pk, is_hidden=True)]),
        block("text", heading="Imprint", body=[block("paragraph", text="<p>Printed here.</p>")]),
        number=54,
    )


def test_new_issue_keeps_sections_in_order_with_their_standing_words(archive, june):
    issue = succeed(june, archive, number=55, day=date(2019, 7, 1), label="July 2019")

    assert [section.block_type for section in issue.sections] == [
        "editorial",
        "entries",
        "entries",
        "agenda",
        "calls",
        "text",
    ]
    editorial, _events, looking_back, agenda, _calls, text = issue.sections
    assert editorial.value["salutation"] == "Dear members,"
    assert editorial.value["text"]["text"].source == "<p>We write.</p>"
    assert editorial.value["sign_off"] == "Us"
    assert looking_back.value["heading"] == "Looking back"
    assert (agenda.value["heading"], list(agenda.value["countries"])) == ("Dates", ["FR"])
    assert text.value["body"][0].value["text"].source == "<p>Printed here.</p>"


def test_new_issue_has_no_entries_and_no_decisions_about_lines(archive, june):
    issue = succeed(june, archive, number=55, day=date(2019, 7, 1), label="July 2019")

    entries = [section for section in issue.sections if section.block_type == "entries"]
    assert [len(section.value["entries"]) for section in entries] == [0, 0]
    gathered = [section for section in issue.sections if section.block_type in ("agenda", "calls")]
    assert [len(section.value["lines"]) for section in gathered] == [0, 0]


def test_emptied_section_remembers_the_kind_that_it_collects(archive, june):
    issue = succeed(june, archive, number=55, day=date(2019, 7, 1), label="July 2019")

    kinds = [section.value["kind"] for section in issue.sections if section.block_type == "entries"]
    assert kinds == ["events.eventpage", "news.newspage"]


def test_new_issue_moves_the_days_of_its_agenda(archive, june):
    issue = succeed(june, archive, number=55, day=date(2019, 7, 1), label="July 2019")

    assert issue.sections[3].value["start"] is None
    assert issue.sections[3].value["end"] == date(2019, 10, 31)


def test_agenda_that_began_on_the_day_of_the_issue_still_does(archive, make_issue):
    last = make_issue(
        "June 2019", date(2019, 6, 3), block("agenda", start="2019-06-03", end=None, lines=[])
    )

    issue = succeed(last, archive, number=55, day=date(2019, 7, 1), label="July 2019")

    assert issue.sections[0].value["start"] == date(2019, 7, 1)


def test_new_issue_is_a_draft_of_its_own_identity(archive, june):
    issue = succeed(june, archive, number=55, day=date(2019, 7, 1), label="July 2019")

    stored = IssuePage.objects.get(pk=issue.pk)
    assert (stored.title, stored.number, stored.date, stored.live) == (
        "July 2019",
        55,
        date(2019, 7, 1),
        False,
    )
    assert (stored.subject, stored.preheader, stored.slug) == ("", "", "july-2019")
    assert stored.translation_key != june.translation_key
    draft = stored.get_latest_revision_as_object()
    assert len(draft.sections) == 6
    assert not {section.id for section in draft.sections} & {
        section.id for section in june.sections
    }


def test_taking_over_leaves_the_old_issue_alone(archive, june):
    before = june.sections.get_prep_value()

    succeed(june, archive, number=55, day=date(2019, 7, 1), label="July 2019")

    assert IssuePage.objects.get(pk=june.pk).sections.get_prep_value() == before


@pytest.mark.parametrize(
    ("day", "first"),
    [
        (date(2019, 6, 15), date(2019, 6, 3)),
        (date(2019, 5, 1), date(2019, 5, 2)),
        (date(2021, 1, 20), date(2021, 1, 4)),
        (date(2019, 7, 31), date(2019, 7, 1)),
    ],
)
def test_first_working_day_is_no_weekend_and_no_common_holiday(day, first):
    assert first_working_day(day) == first


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2019, 6, 3), 1, date(2019, 7, 3)),
        (date(2019, 11, 30), 3, date(2020, 2, 29)),
        (date(2019, 1, 30), 1, date(2019, 2, 28)),
        (date(2019, 12, 31), 12, date(2020, 12, 31)),
    ],
)
def test_moved_day_stays_in_its_month(day, months, later):
    assert moved(day, months) == later


def test_proposal_is_the_first_working_day_of_the_next_month(archive, june):
    proposal = propose(archive, TODAY)

    assert (proposal.number, proposal.date, proposal.label) == (55, date(2019, 7, 1), "July 2019")


def test_proposal_keeps_the_distance_of_the_last_two_issues(archive, june, make_issue):
    make_issue("April 2019", date(2019, 4, 1), number=53)

    assert propose(archive, TODAY).date == date(2019, 8, 1)


def test_proposal_is_never_in_the_past(archive, june):
    assert propose(archive, date(2020, 2, 14)).date == date(2020, 3, 2)


def test_proposal_without_numbers_gives_none(archive, make_issue):
    make_issue("June 2019", date(2019, 6, 3))

    assert propose(archive, TODAY).number is None


def test_label_is_in_the_language_of_the_archive(archive):
    archive.locale = Locale.objects.get(language_code="fr")

    assert label_for(date(2019, 8, 1), archive) == "Août 2019"


# The view


def new_issue_url(page) -> str:
    return reverse("newsletter_admin:new_issue", args=[page.pk])


def test_form_is_filled_in_and_makes_nothing(admin, archive, june):
    response = admin.get(new_issue_url(archive))

    assert response.status_code == 200
    initial = response.context["form"].initial
    assert initial == {
        "number": 55,
        "date": initial["date"],
        "label": label_for(initial["date"], archive),
    }
    assert "June 2019" in response.content.decode()
    assert IssuePage.objects.count() == 1


def test_new_issue_opens_in_the_editor(admin, archive, june):
    response = admin.post(
        new_issue_url(archive),
        {"number": "55", "date": "2019-07-01", "label": "Summer 2019"},
        follow=True,
    )

    issue = IssuePage.objects.get(title="Summer 2019")
    assert response.redirect_chain == [(reverse("wagtailadmin_pages:edit", args=[issue.pk]), 302)]
    assert len(said(response)) == 1
    assert "June 2019" in said(response)[0]
    assert issue.owner.username == "administrator"


@pytest.mark.parametrize("label", ["", "as proposed"])
def test_label_follows_the_date_unless_it_was_written(admin, archive, june, label):
    label = label and propose(archive).label

    admin.post(new_issue_url(archive), {"number": "55", "date": "2019-09-02", "label": label})

    assert IssuePage.objects.get(number=55).title == "September 2019"


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"number": "54", "date": "2019-07-01", "label": "X"}, "number"),
        ({"number": "-1", "date": "2019-07-01", "label": "X"}, "number"),
        ({"number": "9" * 30, "date": "2019-07-01", "label": "X"}, "number"),
        ({"number": "", "date": "soon", "label": "X"}, "date"),
        ({"number": "", "date": "2019-07-01", "label": "X" * 256}, "label"),
        ({"number": "", "date": "2019-07-01", "label": "a\x00b"}, "label"),
    ],
)
def test_bad_input_is_told_beside_its_field(admin, archive, june, data, field):
    response = admin.post(new_issue_url(archive), data)

    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]
    assert IssuePage.objects.count() == 1


def test_an_older_issue_can_be_taken_over(admin, archive, june, make_issue):
    may = make_issue(
        "May 2019", date(2019, 5, 6), block("text", heading="Only in May", body=[]), number=53
    )

    admin.post(new_issue_url(may), {"number": "55", "date": "2019-07-01", "label": ""})

    assert [section.value["heading"] for section in IssuePage.objects.get(number=55).sections] == [
        "Only in May"
    ]


def test_draft_of_the_last_issue_is_taken_over(admin, archive, june):
    june.sections = [block("text", heading="Only in the draft", body=[])]
    june.save_revision()

    admin.post(new_issue_url(archive), {"number": "55", "date": "2019-07-01", "label": ""})

    assert [section.value["heading"] for section in IssuePage.objects.get(number=55).sections] == [
        "Only in the draft"
    ]


def test_who_may_add_but_not_edit_takes_over_what_is_public(login, archive, june):
    june.sections = [block("text", heading="Only in the draft", body=[])]
    june.save_revision()
    editor = login(archive, "add")

    response = editor.post(
        new_issue_url(archive), {"number": "55", "date": "2019-07-01", "label": ""}
    )

    assert response.status_code == 302
    assert len(IssuePage.objects.get(number=55).sections) == 6


def test_who_may_add_but_not_edit_takes_over_no_draft_of_others(login, archive, make_issue):
    secret = make_issue(
        "June 2019", date(2019, 6, 3), block("text", heading="Secret", body=[]), publish=False
    )
    editor = login(archive, "add")

    for page in (archive, secret):
        assert editor.get(new_issue_url(page)).status_code == 302
    assert IssuePage.objects.count() == 1


@pytest.mark.parametrize("permissions", [(), ("change",)])
def test_who_may_not_add_is_refused(login, archive, june, permissions):
    other = login(archive, *permissions)

    for response in (
        other.get(new_issue_url(archive)),
        other.post(new_issue_url(archive), {"date": "2019-07-01"}),
    ):
        assert response.status_code == 302
        assert response.url == reverse("wagtailadmin_home")
    assert IssuePage.objects.count() == 1


def test_who_may_add_elsewhere_only_is_refused(login, site, archive, june):
    other = login(make_index(), "add", "change", "publish")

    assert other.post(new_issue_url(archive), {"date": "2019-07-01"}).url == reverse(
        "wagtailadmin_home"
    )
    assert IssuePage.objects.count() == 1


def test_visitor_is_sent_to_the_login(client, archive, june):
    assert client.get(new_issue_url(archive)).url.startswith(reverse("wagtailadmin_login"))


def test_other_pages_make_no_issue(admin, site, news):
    for page in (site.home, news):
        assert admin.get(new_issue_url(page), follow=True).status_code == 404


def test_archive_and_issue_offer_the_action(admin, archive, june):
    for name, page in (("wagtailadmin_explore", archive), ("wagtailadmin_pages:edit", archive)):
        assert new_issue_url(archive) in admin.get(reverse(name, args=[page.pk])).content.decode()
    assert (
        new_issue_url(june)
        in admin.get(reverse("wagtailadmin_pages:edit", args=[june.pk])).content.decode()
    )


def test_action_is_not_offered_to_who_may_not_add(login, archive, june):
    editor = login(archive, "change")

    page = editor.get(reverse("wagtailadmin_pages:edit", args=[june.pk])).content.decode()

    assert "new-issue" not in page
    assert reverse("newsletter_admin:suggestions", args=[june.pk]) in page


def test_empty_archive_offers_no_last_issue(admin, archive):
    assert (
        "new-issue"
        not in admin.get(reverse("wagtailadmin_explore", args=[archive.pk])).content.decode()
    )
    assert admin.get(new_issue_url(archive)).status_code == 302
