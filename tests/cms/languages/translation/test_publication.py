"""Does nothing go public before it is complete?"""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import override
from wagtail.actions.copy_for_translation import ParentNotTranslatedError
from wagtail.models import Locale
from wagtail_localize.models import StringTranslation

from cms.front import gaps_of
from cms.items import as_json
from cms.languages.readings import Reading
from cms.languages.translation.publication import (
    Allowance,
    IncompleteTranslationError,
    publish,
    save_draft,
)
from cms.languages.translation.requests import request_translation
from cms.languages.translation.segments import fill
from cms.models import Promotion
from cms.plugins.news.models import NewsPage
from cms.testing.factories import make_page, make_site, make_translation
from tests.shared import shared
from tests.translator import put_proposals

pytestmark = pytest.mark.django_db


@shared
def french():
    """A site in two languages; its second."""
    make_site(("en", "fr"), kinds=[NewsPage])
    return Locale.objects.get(language_code="fr")


def test_nothing_incomplete_is_published(french):
    page = make_page(NewsPage, title="Title", summary="Summary.")
    record = request_translation(page, french)

    missing = fill(record, {"Title": "Titre"})

    assert missing == ["Summary."]
    with pytest.raises(IncompleteTranslationError):
        publish(record)
    assert not page.has_translation(french)


def test_words_for_which_nobody_vouches_are_a_gap(french):
    body = [("paragraph", {"text": "<p>One paragraph.</p>"})]
    page = make_page(NewsPage, title="Title", summary="Summary.", body=body)
    record = request_translation(page, french)
    fill(record, {"Title": "Titre", "Summary.": "Résumé.", "One paragraph.": "Un paragraphe."})
    StringTranslation.objects.filter(data="Un paragraphe.").update(translation_type="machine")

    publish(record, allow=Allowance.SOURCE)

    translated = page.get_translation(french).specific
    assert "One paragraph." in translated.body[0].value["text"].source
    assert translated.untranslated_blocks == [page.body[0].id]


def test_a_draft_leaves_the_public_version_as_it_is(french):
    page = make_page(NewsPage, title="Title", summary="Summary.")
    translated = make_translation(page, "fr", title="Titre", words={"Summary.": "Résumé."})
    page.title = "Another title"
    page.save_revision().publish()
    record = request_translation(page, french)

    revision = save_draft(record)

    translated.refresh_from_db()
    assert translated.live is True
    assert translated.title == "Titre"
    assert revision.as_object().title == "Another title"
    assert revision.as_object().summary == "Résumé."


def test_a_draft_of_a_new_translation_is_not_public(french, client):
    page = make_page(NewsPage, title="Title", slug="title")
    record = request_translation(page, french)
    fill(record, {"Title": "Titre"})

    save_draft(record)

    assert page.get_translation(french).live is False
    assert client.get("/fr/news/title/")["Content-Language"] == "fr, en"


def test_the_slug_comes_from_the_translated_title_and_then_stays(french):
    page = make_page(NewsPage, title="Streets", slug="streets")
    translated = make_translation(page, "fr", title="Les rues où l’on vit")
    assert translated.slug == "les-rues-ou-lon-vit"

    page.title = "Streets and squares"
    page.save_revision().publish()
    translated = make_translation(page, "fr", title="Les rues et les places")

    assert translated.title == "Les rues et les places"
    assert translated.slug == "les-rues-ou-lon-vit"


def test_when_a_page_comes_and_goes_is_a_matter_of_its_source(french):
    day = timezone.now() + timedelta(days=30)
    page = make_page(NewsPage, title="Title", summary="Summary.", expire_at=day)
    record = request_translation(page, french)
    fill(record, {"Title": "Titre", "Summary.": "Résumé."})
    publish(record)
    translated = page.get_translation(french)
    assert (translated.live, translated.go_live_at, translated.expire_at) == (True, None, None)

    # Somebody has given the translation days of its own, on Wagtail's own form.
    translated.go_live_at, translated.expire_at = day, day + timedelta(days=1)
    translated.save_revision().publish()
    assert page.get_translation(french).scheduled_revision is not None
    publish(record)

    translated = page.get_translation(french)
    latest = translated.get_latest_revision_as_object()
    assert (translated.live, translated.go_live_at, translated.expire_at) == (True, None, None)
    assert (latest.go_live_at, latest.expire_at, translated.scheduled_revision) == (None,) * 3


def test_no_translation_is_made_below_a_missing_parent(french):
    page = make_page(NewsPage, title="Title")
    page.get_parent().get_translation(french).delete()
    record = request_translation(page, french)

    with pytest.raises(ParentNotTranslatedError):
        save_draft(record)


class TestGaps:
    """A publisher decides that a page is read although parts of its body are not translated."""

    @pytest.fixture
    def page(self, french):
        body = [
            ("paragraph", {"text": "<p>One town. <b>Two</b></p><p>Second paragraph.</p>"}),
            ("paragraph", {"text": "<p>Last one.</p>"}),
        ]
        return make_page(NewsPage, title="Title", slug="title", summary="Summary.", body=body)

    @pytest.fixture
    def record(self, page, french):
        record = request_translation(page, french)
        fill(
            record,
            {"Title": "Titre", "Summary.": "Résumé.", "Last one.": "Le dernier."}
            | {"One town. <b>Two</b>": "Une ville. <b>Deux</b>"},
        )
        return record

    def test_nothing_is_published_with_gaps_by_itself(self, page, record, french):
        with pytest.raises(IncompleteTranslationError):
            publish(record)

        assert not page.has_translation(french)

    def test_a_block_with_a_gap_is_wholly_in_the_language_of_the_source(self, page, record, french):
        publish(record, allow=Allowance.SOURCE)

        translated = page.get_translation(french).specific
        texts = [block.value["text"].source for block in translated.body]
        assert [BeautifulSoup(text, "html.parser").get_text() for text in texts] == [
            "One town. TwoSecond paragraph.",
            "Le dernier.",
        ]
        assert translated.untranslated_blocks == [page.body[0].id]

    def test_readers_are_told_the_language_of_a_gap(self, page, record, client):
        publish(record, allow=Allowance.SOURCE)

        soup = BeautifulSoup(client.get("/fr/actualites/titre/").content, "html.parser")

        (gap,) = soup.select(".gap")
        assert gap.select_one(".label").get_text() == "En anglais"
        assert gap.select_one("[lang=en]").get_text(" ", strip=True).startswith("One town.")
        assert "Le dernier." not in gap.get_text()

    def test_every_form_of_the_body_tells_the_language(self, page, record, french):
        publish(record, allow=Allowance.SOURCE)
        translated = page.get_translation(french).specific
        stream = translated.body.stream_block
        context = {"reading": Reading("fr"), "language": "fr", "gaps": gaps_of(translated)}

        with override("fr"):
            text = stream.as_text(translated.body, context)
            mail = stream.render_mail(translated.body, context)
            data = stream.as_json(translated.body, context)

        assert text.startswith("[en anglais] One town.")
        assert 'lang="en"' in mail
        assert [part.get("language", "") for part in data] == ["en", ""]

    def test_when_the_gap_is_filled_it_is_gone(self, page, record, french):
        publish(record, allow=Allowance.SOURCE)
        fill(record, {"Second paragraph.": "Deuxième paragraphe."})

        publish(record)

        translated = page.get_translation(french).specific
        assert translated.untranslated_blocks == []
        assert "Deuxième paragraphe." in translated.body[0].value["text"].source

    def test_a_page_without_its_title_is_not_translated(self, page, french):
        record = request_translation(page, french)
        fill(record, {"Summary.": "Résumé.", "Last one.": "Le dernier."})

        with pytest.raises(IncompleteTranslationError):
            publish(record, allow=Allowance.SOURCE)


class TestWordsOfAMachine:
    """A publisher may show them, and readers are told."""

    WORDS = {"Title": "Titre", "Summary.": "Résumé.", "One paragraph.": "Un paragraphe."}

    @pytest.fixture
    def page(self, french):
        body = [("paragraph", {"text": "<p>One paragraph.</p>"})]
        return make_page(NewsPage, title="Title", summary="Summary.", body=body)

    @pytest.fixture
    def record(self, page, french):
        """The page in French, all of it proposed by a machine."""
        record = request_translation(page, french)
        put_proposals(record, self.WORDS)
        return record

    def test_they_are_not_published_by_themselves(self, page, record, french):
        for allow in (Allowance.NOTHING, Allowance.SOURCE):
            with pytest.raises(IncompleteTranslationError):
                publish(record, allow=allow)

        assert not page.has_translation(french)

    def test_they_are_published_where_a_publisher_says_so(self, page, record, french):
        publish(record, allow=Allowance.MACHINE)

        translated = page.get_translation(french).specific
        assert (translated.title, translated.summary) == ("Titre", "Résumé.")
        assert "Un paragraphe." in translated.body[0].value["text"].source
        assert (translated.is_by_machine, translated.untranslated_blocks) == (True, [])

    def test_where_a_machine_has_none_a_block_stays_in_the_words_of_the_source(self, page, french):
        record = request_translation(page, french)
        put_proposals(record, {"Title": "Titre", "Summary.": "Résumé."})

        publish(record, allow=Allowance.MACHINE)

        translated = page.get_translation(french).specific
        assert (translated.is_by_machine, translated.untranslated_blocks) == (
            *(True,),
            [page.body[0].id],
        )

    def test_a_line_of_which_a_file_was_unsure_is_not_shown(self, page, french):
        record = request_translation(page, french)
        put_proposals(record, self.WORDS, tool="file")

        with pytest.raises(IncompleteTranslationError):
            publish(record, allow=Allowance.MACHINE)

    def test_what_is_no_content_page_has_nowhere_to_tell_it(self, page, french):
        promotion = Promotion.objects.create(
            title="Title", text="Summary.", button="One paragraph.", url="https://example.org/",
            locale=page.locale,
        )  # fmt: skip
        record = request_translation(promotion, french)
        put_proposals(record, self.WORDS)

        with pytest.raises(IncompleteTranslationError):
            publish(record, allow=Allowance.MACHINE)

    def test_readers_of_the_page_are_told(self, page, record, client):
        publish(record, allow=Allowance.MACHINE)

        soup = BeautifulSoup(client.get("/fr/actualites/titre/").content, "html.parser")

        (notice,) = soup.select(".notice")
        assert notice.strong.get_text() == "Cette page a été traduite par une machine."
        assert (notice.a["hreflang"], notice.a["href"]) == ("en", page.full_url)

    def test_readers_of_a_card_are_told_in_every_form(self, page, record):
        publish(record, allow=Allowance.MACHINE)

        (item,) = Reading("fr").items([page.pk])

        assert item.is_by_machine
        assert as_json(item)["is_by_machine"] is True
        card = render_to_string("cms/includes/card.html", {"item": item})
        assert "Machine translation" in card
        (original,) = Reading("en").items([page.pk])
        assert "Machine translation" not in render_to_string(
            "cms/includes/card.html", {"item": original}
        )

    def test_what_is_confirmed_and_published_again_is_a_persons(self, page, record, french):
        publish(record, allow=Allowance.MACHINE)
        fill(record, self.WORDS)

        publish(record)

        assert page.get_translation(french).specific.is_by_machine is False
