"""Can readers find and read a page of a kind?"""

from __future__ import annotations

from cms.testing.forms import soup_of
from cms.testing.samples import FIRST, Samples


class ReadingPromises(Samples):
    """A kind has a page, and a place in a listing."""

    def test_page_is_read(self):
        """The page has one heading, says its language and its address, and shows title and summary."""
        page = self.make()

        response = self.client.get(page.url)

        self.assertEqual(response.status_code, 200, "The page cannot be read.")
        soup = soup_of(response)
        self.assertEqual(len(soup.find_all("h1")), 1, "A page has one h1.")
        self.assertEqual(soup.html["lang"], FIRST, "The page does not say its language.")
        canonical = [link["href"] for link in soup.find_all("link", rel="canonical")]
        self.assertEqual(canonical, [page.full_url], "The page does not say its address.")
        for words in (page.title, page.summary, self.topic.name):
            self.assertIn(
                words,
                self.text_of(response),
                "The page does not show its title, its summary or its topic.",
            )

    def test_page_costs_the_same_whatever_is_published_beside_it(self):
        """No query of a page depends on how much else there is."""
        page = self.make()
        alone = self.queries(page.url)
        self.make("Second page")
        self.make("Third page")

        self.assert_same_cost(
            alone, self.queries(page.url), "The page asks once for each other page"
        )

    def test_listing_shows_the_pages_of_the_kind(self):
        """The index page lists every public page by its title."""
        titles = {"First page", "Second page", "Third page"}
        for title in titles:
            self.make(title)

        listing = self.client.get(self.index.url).context["listing"]

        self.assertEqual(
            {item.title for item in listing.items},
            titles,
            "The listing lacks a page, or has one too many.",
        )

    def test_listing_costs_the_same_for_one_page_and_for_three(self):
        """A listing asks the database once for all pages, never once for each."""
        self.make("First page")
        for_one = self.queries(self.index.url)
        self.make("Second page")
        self.make("Third page")

        self.assert_same_cost(
            for_one,
            self.queries(self.index.url),
            "The listing asks once for each page: are all child rows of the facts in rows?",
        )
