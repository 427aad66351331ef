"""Is a page of a kind right in every language?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import override
from wagtail_localize.models import StringSegment

from cms.items import as_json
from cms.models import Link
from cms.testing.factories import make_translation
from cms.testing.forms import soup_of
from cms.testing.samples import ADDRESS, FIRST, SECOND, THIRD, Samples
from cms.words import interface_language

if TYPE_CHECKING:
    from wagtail.models import Page

    from cms.models import ContentPage

MARK = f" ({SECOND})"
"""What ``make_translation`` writes behind every text."""


class LanguagePromises(Samples):
    """Words come from the version that is served, facts from the source."""

    def test_words_of_the_kind_are_offered_to_translators(self):
        """Every text that an author has declared stands in the translators' editor."""
        page = self.make()
        make_translation(page, SECOND)

        offered = set(texts_of(page))

        self.assertLessEqual(
            {page.title, page.summary, *self.words.values()}, offered, "A text is not offered."
        )

    def test_translated_words_are_what_readers_get(self):
        """Every word that was translated is read in the translation, and none of the source is left."""
        page = self.make()
        make_translation(page, SECOND)

        item = self.json_of(self.item(page, SECOND))
        shown = self.text_of(self.client.get(page.get_translation(self.locale(SECOND)).url))

        for text in texts_of(page):
            with self.subTest(text=text):
                self.assertTrue(text + MARK in item + shown, f"Readers do not get ‘{text + MARK}’.")
                left = item.replace(text + MARK, "")
                self.assertFalse(
                    f'"{text}"' in left,
                    f"Facts give ‘{text}’ to readers of a translation. Write words instead of self in facts(), or, "
                    "where no translator should touch it, name the field as KeptField.",
                )

    def test_topics_have_their_official_names(self):
        """In the language of the reader, whatever the language of the words."""
        page = self.make()

        topics = {language: self.item(page, language).topics for language in (FIRST, SECOND)}

        self.assertEqual(
            topics,
            {FIRST: ("Prevention",), SECOND: ("Prévention",)},
            "Readers are not told the topics: does the kind leave the core's rows out?",
        )

    def test_facts_of_a_translation_are_those_of_the_source(self):
        """Also after the source has changed: nobody needs to touch the translation."""
        page = self.make()
        make_translation(page, SECOND)
        before = self.facts(page, SECOND)
        self.assertEqual(
            before, self.facts(page, FIRST), "The facts differ before anything has changed."
        )

        page = self.model.objects.get(pk=page.pk)
        for name, value in {"countries": ["PL"], **self.rows(2101), **self.changed_fields}.items():
            setattr(page, name, value)
        self.correct_link(page)
        page.save_revision().publish()

        after = self.facts(page, SECOND)
        self.assertEqual(
            after,
            self.facts(page, FIRST),
            "The translation keeps an old fact: write self, not words.",
        )
        self.assertNotEqual(
            after, before, "The source has changed, and readers get what was there before."
        )

    def test_facts_that_are_taken_back_are_gone_from_translations(self):
        """A copy in a translation does not outlive what the source no longer says."""
        page = self.make(**self.changed_fields)
        make_translation(page, SECOND)

        page = self.model.objects.get(pk=page.pk)
        for name in self.changed_fields:
            setattr(page, name, self.plain(name))
        page.save_revision().publish()

        self.assertEqual(
            self.facts(page, SECOND),
            self.facts(page, FIRST),
            "The translation keeps an old fact: write self, not words, or name the field as OverridableFact.",
        )

    def test_address_of_a_translation_is_the_one_its_translator_has_recorded(self):
        """Only for the readers of the translation, and also after the source has changed."""
        page = self.make()
        own = "https://belfry.example/texte"
        make_translation(page, SECOND, overrides={ADDRESS: own})
        self.correct_link(page)
        page.save_revision().publish()

        addresses = {
            language: [link.url for link in self.item(page, language).facts.links]
            for language in (FIRST, SECOND)
        }

        self.assertEqual(
            addresses,
            {FIRST: [f"{ADDRESS}-corrected"], SECOND: [own]},
            "The override is lost: does the kind copy child rows or facts in a way of its own?",
        )

    def test_page_without_a_translation_is_read_in_its_own_language(self):
        """Under the reader's language's address, with a notice, marked, and pointing to the source."""
        page = self.make()
        url = self.item(page, THIRD).url

        response = self.client.get(url)

        soup = soup_of(response)
        self.assertEqual(response.status_code, 200, "The page cannot be read in this language.")
        self.assertEqual(url[:4], f"/{THIRD}/", "The address is not in the reader’s language.")
        with override(THIRD):
            expected = interface_language()
        self.assertEqual(soup.html["lang"], expected, "The page does not tell the language around.")
        self.assertEqual(
            response["Content-Language"], f"{THIRD}, {FIRST}", "A language is not told."
        )
        titles = soup.main.find_all(string=lambda text: page.title in text)
        marks = {title.find_parent(lang=True)["lang"] for title in titles}
        self.assertEqual(marks, {FIRST}, "The words are not marked with lang.")
        self.assertIsNotNone(
            soup.find(class_="notice"), "No notice says in which language this is."
        )
        self.assertEqual(
            soup.find("link", rel="canonical")["href"],
            page.full_url,
            "Canonical must be the source.",
        )
        self.assertEqual(
            soup.find_all("link", hreflang=True), [], "A fallback is no translation: no hreflang."
        )

    def test_address_of_the_source_leads_to_the_translation(self):
        """Who follows a link to another language's address reads their own language."""
        page = self.make()
        fallback = self.item(page, SECOND).url
        translated = make_translation(page, SECOND, title="Das Erste zuerst")

        self.assertRedirects(self.client.get(fallback), translated.url)

    def correct_link(self, page: ContentPage) -> None:
        """Change all that a link knows but its words; it stays the same link."""
        [link] = page.link_rows.all()
        link.url, link.sort, link.members_only = f"{ADDRESS}-corrected", Link.Sort.VIDEO, True
        page.link_rows = [link]

    def plain(self, name: str) -> object:
        """Return the value of a field, or the rows of a relation, on a page of which nobody has written more."""
        field = self.model._meta.get_field(name)
        return [] if field.one_to_many else self.fields.get(name, field.get_default())

    def facts(self, page: Page, language: str) -> dict:
        """Return what of an item does not depend on the language: the marks of translated words are taken off."""
        item = self.item(page, language)
        return without_mark({"facts": as_json(item.facts), "countries": as_json(item.countries)})


def texts_of(page: Page) -> list[str]:
    """Return what translators are offered of a page."""
    segments = StringSegment.objects.filter(source__object_id=page.translation_key)
    return list(segments.values_list("string__data", flat=True))


def without_mark(value):
    """Return a JSON value without the marks of translated words."""
    if isinstance(value, dict):
        return {name: without_mark(part) for name, part in value.items()}
    if isinstance(value, list):
        return [without_mark(part) for part in value]
    return value.removesuffix(MARK) if isinstance(value, str) else value
