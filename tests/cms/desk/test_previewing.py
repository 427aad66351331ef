"""Can the page be looked at while it is translated, by whoever translates it?"""

from django.urls import reverse
from wagtail_localize.models import StringTranslation

from cms.languages.translation.publication import save_draft
from cms.languages.translation.segments import write
from cms.testing.factories import make_user


def address(translation):
    return reverse("desk:preview", args=[translation.pk])


def test_there_is_nothing_to_see_before_the_first_sentence(signed_in, translation):
    assert signed_in.get(address(translation)).status_code == 404


def test_the_page_is_shown_in_its_language_with_what_is_saved(
    signed_in, translation, row, translator
):
    write(translation, row("people").segment.place, "Für Menschen.", seen=None, user=translator)
    save_draft(translation)

    answer = signed_in.get(address(translation))

    assert '<html lang="de"' in answer.content.decode()
    assert "Für Menschen." in answer.content.decode()


def test_what_is_being_typed_is_shown_and_not_stored(signed_in, translation, row):
    save_draft(translation)

    answer = signed_in.post(
        address(translation), {"place": row("people").token, "words": "R & D für Menschen"}
    )

    assert "R &amp; D für Menschen" in answer.content.decode()
    assert not StringTranslation.objects.exists()


def test_a_mode_that_the_page_has_not_is_not_found(signed_in, translation):
    save_draft(translation)

    assert signed_in.get(address(translation), {"mode": "../secret"}).status_code == 404


def test_nobody_looks_who_may_not(client, translation):
    save_draft(translation)
    client.force_login(make_user("fred", "Translators into French"))

    answer = client.get(address(translation), HTTP_X_REQUESTED_WITH="XMLHttpRequest")

    assert answer.status_code == 403
