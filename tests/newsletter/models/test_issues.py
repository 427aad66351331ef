"""Is an issue refused what a mail cannot carry, where it is edited?"""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.models import Locale
from wagtail.test.utils.form_data import nested_form_data, streamfield

from cms.languages.translation.publication import save_draft
from cms.languages.translation.requests import request_translation
from cms.languages.translation.segments import fill
from cms.testing.factories import make_administrator
from newsletter.models import IssuePage, Sender
from newsletter.readiness.verdict import readiness
from tests.newsletter.conftest import make_issue
from tests.shared import shared

UNSAFE = ["a\nBcc: b@c.example", "a\r", "a\0b", "a\u202eb", "\u2066a", "a\ud800"]


@shared
def issue(site) -> IssuePage:
    return make_issue(publish=False)


@pytest.mark.parametrize("words", UNSAFE)
@pytest.mark.parametrize("name", ["title", "subject", "preheader"])
def test_label_subject_and_preheader_are_one_safe_line(issue, name, words):
    issue.full_clean()
    setattr(issue, name, words)

    with pytest.raises(ValidationError) as refused:
        issue.full_clean()

    assert list(refused.value.message_dict) == [name]


@pytest.mark.parametrize("words", UNSAFE)
def test_the_name_of_the_sender_is_one_safe_line(words):
    with pytest.raises(ValidationError) as refused:
        Sender(name=words).full_clean(exclude=["site"])

    assert list(refused.value.message_dict) == ["name"]


@pytest.mark.parametrize("name", ["title", "subject", "preheader"])
def test_a_draft_is_refused_beside_the_field(issue, client, name):
    client.force_login(make_administrator())
    form = nested_form_data(
        {
            "title": issue.title,
            "slug": issue.slug,
            "number": "54",
            "date": str(issue.date),
            "subject": issue.subject,
            "preheader": issue.preheader,
            "picture": "",
            "sections": streamfield([]),
            "seo_title": "",
            "search_description": "",
            "comments-TOTAL_FORMS": "0",
            "comments-INITIAL_FORMS": "0",
            "comments-MIN_NUM_FORMS": "0",
            "comments-MAX_NUM_FORMS": "",
            name: "Good \u202enews",
        }
    )

    response = client.post(reverse("wagtailadmin_pages:edit", args=[issue.pk]), form)

    assert list(response.context["form"].errors) == [name]
    assert "U+202E" in response.context["form"].errors[name][0]
    assert "\u202e" not in str(
        IssuePage.objects.get(pk=issue.pk).get_latest_revision().content[name]
    )


@pytest.mark.parametrize("name", ["title", "subject", "preheader"])
def test_what_was_stored_by_another_way_blocks_the_issue(issue, name):
    setattr(issue, name, "Good \u202enews")

    found = readiness(issue, languages=("en",))

    assert [(f.code, f.weight) for f in found.findings] == [("line-unsafe", "blocking")]


def test_a_translation_that_came_by_a_file_is_refused_before_it_is_a_draft(issue):
    record = request_translation(issue, Locale.objects.get(language_code="de"))
    fill(record, {issue.subject: "Gute \u202eNachrichten"})

    with pytest.raises(ValidationError) as refused:
        save_draft(record)

    assert list(refused.value.message_dict) == ["subject"]
