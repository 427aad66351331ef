"""Does a translation go its way from the translator to its readers, and past nobody who has to agree?"""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from cms.desk.finishing import version_of
from cms.desk.rows import groups
from cms.languages.translation.changes import take_words
from cms.languages.translation.review import finish
from cms.languages.translation.segments import erase, fill, write
from cms.models import TranslationJob, TranslationRules
from cms.testing.factories import make_user
from tests.shared import shared
from tests.translator import put_proposals

from .test_editor import TRANSLATED

NEW_PARAGRAPH = {"type": "paragraph", "value": {"text": "<p>Bicycles too.</p>"}, "id": "6f1b"}


@shared
def complete(translation):
    """The translation with all its words."""
    fill(translation, TRANSLATED)
    return translation


@shared
def reviewed(german):
    """German is read by a second person."""
    TranslationRules.objects.update_or_create(locale=german, defaults={"requires_review": True})


def read(translation):
    """Return the version that stands on the screen now, as its form has it."""
    return version_of(groups(translation))


def act(client, translation, action, **more):
    return client.post(
        reverse("desk:act", args=[translation.pk]),
        {"action": action, "version": read(translation), **more},
        HTTP_X_REQUESTED_WITH="XMLHttpRequest",
    )


def said(answer):
    return [str(message).strip() for message in get_messages(answer.wsgi_request)]


def stage(translation):
    return TranslationJob.objects.get(translation=translation).stage


def test_a_finished_translation_is_ready(signed_in, complete):
    answer = act(signed_in, complete, "finish")

    assert stage(complete) == "ready"
    assert said(answer) == ["Finished. It is ready to be published."]


def test_an_incomplete_one_leads_to_its_first_gap(signed_in, translation, row):
    fill(translation, {key: TRANSLATED[key] for key in list(TRANSLATED)[:2]})

    answer = act(signed_in, translation, "finish")

    assert stage(translation) == "open"
    assert answer.headers["Location"].endswith(f"#words-{row('Cars').key}")


def test_a_second_person_reads_and_approves(
    signed_in, client, complete, reviewed, translator, site
):
    answer = act(signed_in, complete, "finish")
    assert said(answer) == ["Finished. A second person reads it now."]

    own = act(signed_in, complete, "approve")
    assert said(own)[-1] == "You have finished it yourself: somebody else has to read it."
    assert stage(complete) == "review"

    client.force_login(make_user("bruno", "Translators into German"))
    act(client, complete, "approve")
    assert stage(complete) == "ready"


def test_nothing_is_approved_that_is_not_finished(signed_in, complete, reviewed):
    answer = act(signed_in, complete, "approve")

    assert stage(complete) == "open"
    assert said(answer) == ["It was changed meanwhile, and has to be finished first."]


def test_it_is_sent_back_with_a_note(signed_in, complete, reviewed):
    act(signed_in, complete, "finish")

    assert said(act(signed_in, complete, "send_back"))[-1] == (
        "Say in a note what should be changed."
    )
    act(signed_in, complete, "send_back", note="Please say du.")

    assert stage(complete) == "open"
    assert TranslationJob.objects.get(translation=complete).note == "Please say du."


def test_a_translator_does_not_publish(signed_in, complete, page, german):
    answer = act(signed_in, complete, "publish")

    assert answer.status_code == 403
    assert not page.has_translation(german)


def test_a_publisher_publishes(client, complete, publisher, page, german):
    client.force_login(publisher)

    answer = act(client, complete, "publish")

    assert page.get_translation(german).live
    assert stage(complete) == "published"
    assert said(answer) == ["Published."]


def test_nobody_publishes_past_the_second_reader(
    client, complete, publisher, reviewed, page, german
):
    client.force_login(publisher)

    answer = act(client, complete, "publish")
    gaps = client.get(reverse("desk:publish_with_gaps", args=[complete.pk]))

    assert not page.has_translation(german)
    assert "a second person reads every translation" in said(answer)[0]
    assert gaps.status_code == 302


def test_gaps_are_listed_before_they_are_published(client, translation, publisher, page, german):
    fill(translation, {key: TRANSLATED[key] for key in list(TRANSLATED)[:3]})
    client.force_login(publisher)
    address = reverse("desk:publish_with_gaps", args=[translation.pk])

    listed = client.get(address)
    assert [gap.source for gap in listed.context["gaps"]] == ["Trees &amp; benches come."]
    assert not page.has_translation(german)

    assert listed.context["choices"] == ["source"]
    assert client.post(address, {"allow": "machine"}).status_code == 400
    assert client.post(address).status_code == 400
    assert stage(translation) == "open"

    client.post(address, {"allow": "source", "version": listed.context["version"]})
    assert stage(translation) == "published"
    published = page.get_translation(german).specific
    assert (published.untranslated_blocks, published.is_by_machine) == ([page.body[0].id], False)


@shared
def proposed(translation):
    """The translation with a title of a person's, and all else of a machine's."""
    fill(translation, {"Streets &amp; squares": TRANSLATED["Streets &amp; squares"]})
    put_proposals(translation, TRANSLATED)
    return translation


def test_words_of_a_machine_are_published_where_a_publisher_says_so(
    client, proposed, publisher, page, german
):
    client.force_login(publisher)
    address = reverse("desk:publish_with_gaps", args=[proposed.pk])

    listed = client.get(address)
    assert listed.context["choices"] == ["machine"]  # the summary has no confirmed words
    assert client.post(address, {"allow": "source"}).status_code == 400

    posted = {"allow": "machine", "version": listed.context["version"]}
    answer = client.post(address, posted, follow=True)
    assert said(answer) == [
        "Published. Readers are told that nobody has checked the machine’s words."
    ]
    published = page.get_translation(german).specific
    assert (published.live, published.is_by_machine, published.untranslated_blocks) == (
        *(True, True),
        [],
    )


def test_a_translator_does_not_publish_with_gaps(signed_in, translation):
    address = reverse("desk:publish_with_gaps", args=[translation.pk])

    for method in (signed_in.get, signed_in.post):
        assert method(address, HTTP_X_REQUESTED_WITH="XMLHttpRequest").status_code == 403
    assert stage(translation) == "open"


def test_an_unknown_action_is_refused(signed_in, translation):
    assert act(signed_in, translation, "delete").status_code == 400


def test_a_page_without_its_title_is_not_published_with_gaps(client, translation, publisher):
    client.force_login(publisher)
    address = reverse("desk:publish_with_gaps", args=[translation.pk])

    posted = {"version": read(translation)}
    for response in (client.get(address, follow=True), client.post(address, posted, follow=True)):
        (message,) = response.context["messages"]
        assert str(message).startswith("Not published: title, summary")

    assert not translation.source.get_source_instance().get_translations().exists()


class TestWordsThatChangeWhileSomebodyReads:
    """Whoever approves or publishes does so to what they have read."""

    OTHER = "Not done: words have changed since you opened this page. It is shown as it is now; read it again."

    @pytest.fixture
    def reader(self, site):
        return make_user("bruno", "Translators into German")

    def change(self, translation, row, user, words="Straßen für alle."):
        segment = row("for people").segment
        write(translation, segment.place, words, seen=segment.written_at, user=user)

    def test_they_are_not_approved_although_finished_anew(
        self, client, complete, reviewed, translator, reader, row
    ):
        finish(complete, translator)
        client.force_login(reader)
        screen = client.get(reverse("desk:editor", args=[complete.pk]))
        self.change(complete, row, translator)
        finish(complete, translator)

        answer = act(client, complete, "approve", version=screen.context["version"])

        assert (said(answer), stage(complete)) == ([self.OTHER], "review")
        screen = client.get(reverse("desk:editor", args=[complete.pk]))
        act(client, complete, "approve", version=screen.context["version"])
        assert stage(complete) == "ready"

    def test_they_are_not_published(self, client, complete, publisher, translator, row, page):
        client.force_login(publisher)
        seen = read(complete)
        self.change(complete, row, translator)

        answer = act(client, complete, "publish", version=seen)

        assert (said(answer), page.get_translations().exists()) == ([self.OTHER], False)
        act(client, complete, "publish")
        assert stage(complete) == "published"

    def test_nor_with_gaps(self, client, translation, publisher, translator, row, page):
        fill(translation, {key: TRANSLATED[key] for key in list(TRANSLATED)[:3]})
        client.force_login(publisher)
        address = reverse("desk:publish_with_gaps", args=[translation.pk])
        seen = client.get(address).context["version"]
        self.change(translation, row, translator)

        answer = client.post(address, {"allow": "source", "version": seen}, follow=True)

        assert [str(message).strip() for message in answer.context["messages"]] == [self.OTHER]
        assert not page.get_translations().exists()
        client.post(address, {"allow": "source", "version": answer.context["version"]})
        assert stage(translation) == "published"

    def test_nor_with_a_gap_that_the_original_has_got_since(
        self, client, translation, publisher, page
    ):
        fill(translation, {key: TRANSLATED[key] for key in list(TRANSLATED)[:3]})
        client.force_login(publisher)
        address = reverse("desk:publish_with_gaps", args=[translation.pk])
        seen = client.get(address).context["version"]
        page.body = [*page.body.get_prep_value(), NEW_PARAGRAPH]
        page.save_revision().publish()
        take_words(page)

        answer = client.post(address, {"allow": "source", "version": seen}, follow=True)

        assert [str(message).strip() for message in answer.context["messages"]] == [self.OTHER]
        assert len(answer.context["gaps"]) == 2
        assert not page.get_translations().exists()

    def test_words_that_are_taken_away_are_a_change(self, client, translation, publisher, row):
        fill(translation, {key: TRANSLATED[key] for key in list(TRANSLATED)[:3]})
        fill(translation, {"Trees &amp; benches come.": "Bäume."})
        client.force_login(publisher)
        seen = read(translation)
        segment = row("Trees").segment
        erase(translation, segment.place, seen=segment.written_at)

        answer = client.post(
            reverse("desk:publish_with_gaps", args=[translation.pk]),
            {"allow": "source", "version": seen},
        )

        assert (said(answer), stage(translation)) == ([self.OTHER], "open")

    @pytest.mark.parametrize("version", ["", "{}", "[]", "1", "{", '{"1-2": 3}'])
    def test_a_form_that_tells_no_version_is_refused(self, client, complete, publisher, version):
        client.force_login(publisher)

        answer = act(client, complete, "publish", version=version)

        assert (said(answer), stage(complete)) == ([self.OTHER], "open")
