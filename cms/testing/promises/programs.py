"""Can programs read a page of a kind?"""

from __future__ import annotations

from django.urls import reverse
from django.utils import translation
from pydantic import TypeAdapter

from cms.models import Dated
from cms.outputs.api.schemas import article_of
from cms.testing.factories import make_translation
from cms.testing.samples import FIRST, SECOND, THIRD, Samples


class ProgramPromises(Samples):
    """A kind is in the delivery API, in every language, as its schema says, and in whatever else goes out to programs."""

    def test_item_is_in_the_api_as_its_schema_says(self):
        """The item of each language is what the JSON Schema of the kind describes, and says which language it is in."""
        page = self.make()
        make_translation(page, SECOND, title="Le début")
        name = self.model.type_name()
        shape = TypeAdapter(article_of(name))

        for language, served, title in (
            (FIRST, FIRST, page.title),
            (SECOND, SECOND, "Le début"),
            (THIRD, FIRST, page.title),
        ):
            with self.subTest(language=language):
                response = self.client.get(
                    reverse("delivery:item", args=(name, page.translation_key)),
                    {"locale": language},
                )

                self.assertEqual(response.status_code, 200, "The API does not have the page.")
                shape.validate_json(response.content)
                item = response.json()
                self.assertEqual(
                    (item["title"], item["locale"]["requested"], item["locale"]["served"]),
                    (title, language, served),
                    "The API gives another version than readers get, or another language for it.",
                )

    def test_list_of_the_api_costs_the_same_for_one_page_and_for_three(self):
        """The API asks the database once for all items, never once for each."""
        url = f"{reverse('delivery:items')}?type={self.model.type_name()}"
        self.make("First page")
        for_one = self.queries(url)
        self.make("Second page")
        self.make("Third page")

        self.assert_same_cost(for_one, self.queries(url), "The API asks once for each item")

    def test_it_is_in_feeds_calendars_the_sitemap_and_copies_and_nothing_hidden_is(self):
        """Beside one public page, translated, whatever goes out as a file names that one and none of the hidden."""
        public = self.make("Public page")
        translated = make_translation(public, SECOND, title="Page publique")
        name = self.model.type_name()
        files = {
            "feed": (f"{self.second('content_atom')}?kind={name}&text=full", "Page publique"),
            "sitemap": (reverse("sitemap_section", args=["pages"]), f"/{translated.slug}/"),
            "export": (f"{reverse('delivery:export')}?types={name}", str(public.translation_key)),
        }
        if issubclass(self.model, Dated):
            files["calendar"] = (self.second("agenda_calendar"), "Page publique")

        for outlet, (url, mark) in files.items():
            with self.subTest(outlet=outlet):
                told = b"".join(self.client.get(url)).decode()

                self.assertIn(mark, told, "What is public is not told.")
                for way, page in self.hidden.items():
                    marks = (page.title, f"/{page.slug}/", str(page.translation_key))
                    found = [each for each in marks if each in told]
                    self.assertEqual(found, [], f"What is hidden ({way}) is told.")

    def second(self, name: str) -> str:
        """Return the address of something that there is once in each language, in the second one."""
        with translation.override(SECOND):
            return reverse(name)
