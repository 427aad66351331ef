"""Does nobody come past the desk?"""

import pytest
from django.urls import reverse
from wagtail_localize.models import Translation

from cms.languages.translation.publication import save_draft
from cms.testing.factories import make_translation


def test_wagtails_form_of_a_translation_leads_to_the_editor(client, page, german, publisher):
    target = make_translation(page, "de", title="Straßen")
    record = Translation.objects.get(source__object=page.translation_key, target_locale=german)
    client.force_login(publisher)

    answer = client.get(reverse("wagtailadmin_pages:edit", args=[target.pk]))

    assert answer.headers["Location"] == reverse("desk:editor", args=[record.pk])


def test_nothing_is_posted_to_wagtails_form_of_a_translation(client, page, publisher):
    target = make_translation(page, "de", title="Straßen")
    client.force_login(publisher)

    client.post(
        reverse("wagtailadmin_pages:edit", args=[target.pk]),
        {"title": "Past the gate", "action-publish": "1", "localize-restart-translation": "1"},
    )

    assert page.get_translation(target.locale).title == "Streets & squares (de)"


def test_wagtails_form_of_a_source_stays(client, page, translation, publisher):
    client.force_login(publisher)

    assert client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 200


@pytest.mark.parametrize("below", [True, False])
def test_a_draft_with_gaps_is_not_published_among_many(
    client, translation, page, german, publisher, below
):
    save_draft(translation)
    draft = page.get_translation(german)
    chosen = draft.get_parent() if below else draft
    client.force_login(publisher)
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])

    answer = client.post(
        f"{address}?id={chosen.pk}&next=/admin/", {"include_descendants": "on"} if below else {}
    )

    draft.refresh_from_db()
    assert draft.live is False
    assert answer.headers["Location"] == reverse(
        "wagtailadmin_explore", args=[chosen.get_parent().pk]
    )


def test_sources_are_published_among_many(client, page, publisher):
    page.unpublish()
    client.force_login(publisher)
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])

    client.post(f"{address}?id={page.pk}&next=/admin/", {})

    page.refresh_from_db()
    assert page.live is True
