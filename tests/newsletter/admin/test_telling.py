"""Are editors told what to look at, without being kept from saving?"""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from cms.plugins.news.models import NewsPage
from cms.testing.factories import make_page
from newsletter.models import IssuePage, LinkCheck
from tests.newsletter.admin.conftest import block, entry, said


def news_section(*entries: dict) -> dict:
    return block("entries", heading="News", entries=list(entries))


@pytest.fixture
def june(make_issue):
    """Return an issue of June with the sections that are given."""
    return lambda *sections: make_issue("June 2019", date(2019, 6, 3), *sections)


def form_of(issue, *sections: tuple[str, dict], **fields) -> dict:
    return nested_form_data(
        {
            "title": issue.title,
            "slug": issue.slug,
            "number": "",
            "date": str(issue.date),
            "subject": "What cities do",
            "preheader": "The best of it.",
            "picture": "",
            "sections": streamfield(sections),
            "seo_title": "",
            "search_description": "",
            "comments-TOTAL_FORMS": "0",
            "comments-INITIAL_FORMS": "0",
            "comments-MIN_NUM_FORMS": "0",
            "comments-MAX_NUM_FORMS": "",
            **fields,
        }
    )


def empty_section() -> tuple[str, dict]:
    return ("entries", {"kind": "", "heading": "News", "entries": streamfield([])})


def section_with(page) -> tuple[str, dict]:
    words = {
        "headline": "",
        "teaser": "",
        "link_text": "",
        "outlet": "everywhere",
        "when_missing": "fall_back",
    }
    return (
        "entries",
        {
            "kind": "",
            "heading": "News",
            "entries": streamfield([("entry", {"page": str(page.pk), **words})]),
        },
    )


def test_saving_tells_the_findings_once(admin, june):
    issue = june()
    edit = reverse("wagtailadmin_pages:edit", args=[issue.pk])

    response = admin.post(edit, form_of(issue, empty_section()), follow=True)

    assert response.redirect_chain == [(edit, 302)]
    assert ["has no entries yet" in message for message in said(response)] == [False, True]
    assert len(IssuePage.objects.get(pk=issue.pk).get_latest_revision_as_object().sections) == 1


def test_publishing_tells_the_findings_too(admin, june, archive):
    issue = june()
    edit = reverse("wagtailadmin_pages:edit", args=[issue.pk])

    response = admin.post(
        edit, form_of(issue, empty_section(), **{"action-publish": "1"}), follow=True
    )

    assert response.redirect_chain == [(reverse("wagtailadmin_explore", args=[archive.pk]), 302)]
    assert ["has no entries yet" in message for message in said(response)] == [False, True]


def test_saving_tells_that_a_time_of_publication_is_in_the_way(admin, june):
    issue = june()
    edit = reverse("wagtailadmin_pages:edit", args=[issue.pk])
    in_two_days = timezone.localtime(timezone.now() + timedelta(days=2))

    response = admin.post(
        edit, form_of(issue, go_live_at=f"{in_two_days:%Y-%m-%d %H:%M}"), follow=True
    )

    assert ["Take it out: the hand-over has its own time." in each for each in said(response)] == [
        False,
        True,
    ]


def test_new_issue_tells_the_findings(admin, archive, news):
    news.unpublish()
    create = reverse("wagtailadmin_pages:add", args=["newsletter", "issuepage", archive.pk])
    fields = {"title": "June 2019", "slug": "june-2019", "date": date(2019, 6, 3)}

    response = admin.post(
        create, form_of(type("Form", (), fields), section_with(news)), follow=True
    )

    assert any("‘A thing happened’ is not published" in message for message in said(response))


def test_saving_by_itself_says_nothing(admin, june):
    issue = june()
    edit = reverse("wagtailadmin_pages:edit", args=[issue.pk])

    saved = admin.post(
        edit, form_of(issue, empty_section()), headers={"accept": "application/json"}
    )

    assert saved.json()["success"] is True
    assert said(admin.get(reverse("wagtailadmin_home"))) == []


def test_opening_tells_what_has_gone_and_nothing_about_sections(admin, june, news):
    issue = june(news_section(entry(news.pk)), news_section())
    edit = reverse("wagtailadmin_pages:edit", args=[issue.pk])
    assert said(admin.get(edit)) == []

    news.unpublish()

    [message] = said(admin.get(edit))
    assert "‘A thing happened’ is not published" in message
    assert "has no entries" not in message


def test_titles_cannot_carry_markup_into_the_message(admin, june):
    page = make_page(NewsPage, title="<script>alert(1)</script>")
    issue = june(news_section(entry(page.pk)))
    page.unpublish()

    [message] = said(admin.get(reverse("wagtailadmin_pages:edit", args=[issue.pk])))

    assert "<script>" not in message
    assert "&lt;script&gt;" in message


def test_saving_has_outside_addresses_asked_and_saving_by_itself_does_not(admin, june):
    issue = june()
    edit = reverse("wagtailadmin_pages:edit", args=[issue.pk])
    text = '<p><a href="https://a.example/">The report</a></p>'
    section = ("editorial", {"salutation": "", "sign_off": "", "text": {"text": rich_text(text)}})

    admin.post(edit, form_of(issue, section), headers={"accept": "application/json"})
    assert not LinkCheck.objects.exists()

    admin.post(edit, form_of(issue, section))
    assert [check.url for check in LinkCheck.objects.all()] == ["https://a.example/"]
