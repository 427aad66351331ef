"""Is a page of a kind hidden from everybody who must not see it?"""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from cms.content import agenda, open_calls, published
from cms.languages.readings import Reading
from cms.models import Dated, Deadlined, RelatedPage
from cms.testing.factories import make_translation
from cms.testing.samples import FIRST, SECOND, Samples


class PublicityPromises(Samples):
    """Drafts, expired and restricted pages, and the translations of all these, never leave the house."""

    def test_hidden_pages_are_on_no_list(self):
        """Beside one public page, in two languages: every list shows that one and none of the hidden."""
        public = self.make("Public page")
        translated = make_translation(public, SECOND, title="Page publique")
        asked = [public.pk, *(page.pk for page in self.hidden.values())]
        index = self.index.get_translation(self.locale(SECOND))
        sources = self.model.objects.filter(source=None)

        lists = {
            "listing": self.client.get(self.index.url).context["listing"].items,
            "items": Reading(FIRST).items(asked),
            "published()": published(sources),
            "agenda()": agenda(date(2100, 1, 1)) if issubclass(self.model, Dated) else [public],
            "open_calls()": open_calls() if issubclass(self.model, Deadlined) else [public],
            "listing of translations": self.client.get(index.url).context["listing"].items,
            "items of translations": Reading(SECOND).items(asked),
            "published() translations": published(self.model.objects.exclude(source=None)),
        }
        titles_in_api = {
            "API": self.titles_in_api(FIRST),
            "API of translations": self.titles_in_api(SECOND),
        }

        for name, found in lists.items():
            with self.subTest(list=name):
                expected = translated if "translations" in name else public
                titles = [page.title for page in found]
                self.assertEqual(titles, [expected.title], "The list shows what is not public.")
        self.assertEqual(
            titles_in_api,
            {"API": [public.title], "API of translations": [translated.title]},
            "The API shows what is not public.",
        )

    def titles_in_api(self, language: str) -> list[str]:
        """Return the titles of the kind's items in the API."""
        asked = {"locale": language, "type": self.model.type_name()}
        items = self.client.get(reverse("delivery:items"), asked).json()["items"]
        return [item["title"] for item in items]

    def test_hidden_pages_have_no_address(self):
        """A draft is not there; a page for some asks who is reading, also in its translation."""
        for name, page in self.hidden.items():
            for version in page.get_translations(inclusive=True):
                with self.subTest(page=name, language=version.locale.language_code):
                    status = self.client.get(version.url).status_code

                    expected = 302 if "restricted" in name else 404
                    self.assertEqual(status, expected, "A reader gets what is not public.")

    def test_hidden_pages_are_not_named_elsewhere(self):
        """A page that names hidden ones names only the public one."""
        public = self.make("Public page")
        rows = [RelatedPage(target=page) for page in (public, *self.hidden.values())]
        host = self.make("Host page", related_rows=rows)

        related = self.client.get(host.url).context["related"]

        urls = [reference.url for reference in related]
        self.assertEqual(urls, [public.url], "A page that is not public is named.")
