"""Can an editor say that translations stay valid, and see which do not?"""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from wagtail.models import PageLogEntry
from wagtail_localize.models import Translation

from cms.desk.changes import changes_of
from cms.languages.translation.fragments import Piece
from cms.languages.translation.states import State, cells
from cms.models import Link, TranslationJob
from cms.plugins.news.models import NewsPage
from cms.testing.factories import make_page, make_site, make_translation, make_user
from cms.testing.forms import edit_url, form_data
from tests.shared import shared


@shared
def page():
    """A page that is public in German and French."""
    make_site(("en", "de", "fr"), kinds=[NewsPage])
    page = make_page(NewsPage, title="Streets", summary="Streets for peple.")
    make_translation(page, "de", title="Straßen", words={"Streets for peple.": "Für Menschen."})
    make_translation(page, "fr", title="Rues", words={"Streets for peple.": "Pour les gens."})
    return NewsPage.objects.get(pk=page.pk)


@pytest.fixture
def publisher(page, client):
    user = make_user("petra", "Publishers")
    client.force_login(user)
    return user


def publish(client, page, *, button, **words):
    data = form_data(client, page) | words | {"action-publish": button}
    return client.post(edit_url(page), data, follow=True)


def states(page):
    found = cells([NewsPage.objects.get(pk=page.pk)])[page.translation_key]
    return {tag: cell.state for tag, cell in found.items() if tag != "en"}


def said(response):
    return [str(message) for message in response.context["messages"]]


def test_a_minor_edit_keeps_every_translation_and_is_logged(client, page, publisher):
    response = publish(client, page, button="minor", summary="Streets for people.")

    assert NewsPage.objects.get(pk=page.pk).summary == "Streets for people."
    assert states(page) == {"de": State.CURRENT, "fr": State.CURRENT}
    assert any("The translations stay valid." in message for message in said(response))
    assert PageLogEntry.objects.get(action="cms.translations_kept").user == publisher


def test_another_edit_tells_which_languages_are_outdated(client, page, publisher):
    response = publish(client, page, button="action-publish", summary="Squares for people.")

    assert states(page) == {"de": State.OUTDATED, "fr": State.OUTDATED}
    (message,) = (message for message in said(response) if "Outdated" in message)
    assert "French and German" in message
    assert reverse("desk:changes", args=[page.pk]) in message
    german = page.get_translations().get(locale__language_code="de")
    assert german.specific.summary == "Für Menschen."


def test_a_trivial_edit_is_proposed_as_minor(client, page, publisher):
    response = publish(client, page, button="action-publish", summary="Streets for Peple!")

    assert any("Do the translations stay valid" in message for message in said(response))
    (change,) = changes_of(page)
    assert change.is_trivial
    assert "checked" in client.get(reverse("desk:changes", args=[page.pk])).content.decode()


def test_what_has_changed_is_told_once_for_all_languages(client, page, publisher):
    publish(client, page, button="action-publish", summary="Streets for people.")

    (change,) = changes_of(page)

    assert change.languages == ["de", "fr"]
    assert not change.is_trivial
    assert change.pieces == (
        Piece("same", "Streets for "),
        Piece("removed", "peple"),
        Piece("added", "people"),
        Piece("same", "."),
    )


def test_what_is_ticked_stays_valid(client, page, publisher):
    publish(client, page, button="action-publish", title="Roads", summary="Streets for people.")
    title, summary = changes_of(page)

    client.post(reverse("desk:changes", args=[page.pk]), {"sentence": [summary.key, "x", "٣"]})

    assert [change.key for change in changes_of(page)] == [title.key]


def test_only_who_may_publish_the_source_keeps_translations(client, page, publisher):
    publish(client, page, button="action-publish", summary="Streets for people.")
    (change,) = changes_of(page)
    address = reverse("desk:changes", args=[page.pk])

    for group in ("Editors", "Coordinators", "Newsletter managers", "Translators into German"):
        client.force_login(make_user(group.replace(" ", "-"), group))
        assert client.post(address, {"sentence": change.key}).status_code == 302
        assert client.get(address).status_code == 302

    assert states(page) == {"de": State.OUTDATED, "fr": State.OUTDATED}


def test_translations_have_no_changes_of_their_own(client, page, publisher):
    german = page.get_translations().get(locale__language_code="de")

    assert client.get(reverse("desk:changes", args=[german.pk])).status_code == 404


def test_the_button_stands_where_there_are_translations(client, page, publisher):
    other = make_page(NewsPage, title="Nobody has asked for it")

    def has_button(page):
        content = client.get(edit_url(page)).content.decode()
        return 'value="minor"' in content

    assert has_button(page)
    assert not has_button(other)


def test_a_minor_edit_leaves_outdated_what_was_outdated_before(client, page, publisher):
    publish(client, page, button="action-publish", summary="Entry is 50 euros.")

    publish(client, NewsPage.objects.get(pk=page.pk), button="minor", title="Streets!")

    assert states(page) == {"de": State.OUTDATED, "fr": State.OUTDATED}
    (change,) = changes_of(page)
    assert change.pieces[-1].text != "!"


def test_a_minor_edit_leaves_finished_what_was_finished(client, page, publisher):
    jobs = TranslationJob.objects.filter(translation__target_locale__language_code="de")
    jobs.update(stage=TranslationJob.Stage.REVIEW)

    publish(client, page, button="minor", summary="Streets for people.")

    assert jobs.get().stage == TranslationJob.Stage.REVIEW


class TestWhatTheDeskShows:
    """What has changed, as a fragment for the cell of a language."""

    @pytest.fixture
    def address(self, page):
        """Where it is shown for German, after a change."""
        page.summary = "Squares for people."
        page.link_rows = [Link(title="Plan", url="https://example.org/")]
        page.save_revision().publish()
        record = Translation.objects.get(target_locale__language_code="de")
        return reverse("desk:changed", args=[record.pk])

    def test_old_and_new_words_with_the_difference_and_what_it_costs(
        self, client, address, publisher
    ):
        response = client.get(address)

        content = " ".join(response.content.decode().split())
        assert content == (
            "<ul> <li><del>Streets</del><ins>Squares</ins> for <del>peple</del><ins>people</ins>."
            " </li><li><ins>Plan</ins> </li> </ul>"
            ' <p class="desk-meta">4 words to translate</p>'
        )

    def test_what_is_up_to_date_says_so(self, client, page, publisher):
        record = Translation.objects.get(target_locale__language_code="de")

        content = client.get(reverse("desk:changed", args=[record.pk])).content.decode()

        assert content.strip() == "<p>The translation is of the words as they are now.</p>"

    @pytest.mark.parametrize(
        ("group", "is_shown"),
        [
            ("Translators into German", True),
            ("Coordinators", True),
            ("Translators into French", False),
        ],
    )
    def test_it_is_shown_to_who_translates_or_coordinates(self, client, address, group, is_shown):
        client.force_login(make_user("somebody", group))

        response = client.get(address)

        assert ("Squares" in response.content.decode()) is is_shown

    def test_nobody_reads_a_draft_in_it(self, client, address, page):
        """Who coordinates without seeing the original sees nothing of it here either."""
        page.unpublish()
        user = make_user("nina", "Translators into French")
        user.user_permissions.add(Permission.objects.get(codename="submit_translation"))
        client.force_login(user)
        Translation.objects.filter(target_locale__language_code="fr").update(enabled=False)

        assert client.get(address).status_code == 302

    @pytest.mark.parametrize("count", [1, 3])
    def test_it_costs_the_same_whatever_has_changed(
        self, client, page, publisher, count, django_assert_num_queries
    ):
        rows = [Link(title=f"Link {number}", url="https://e.org/") for number in range(count)]
        page.link_rows = rows
        page.save_revision().publish()
        record = Translation.objects.get(target_locale__language_code="de")
        address = reverse("desk:changed", args=[record.pk])
        client.get(address)

        with django_assert_num_queries(11):
            client.get(address)
