"""Does a reader find what they are served, by the rules of its language, and nothing else?"""

from django.db import connection

from cms.languages.readings import Reading
from cms.plugins.events.models import EventPage
from cms.plugins.news.models import NewsPage
from cms.search.finding import Search
from cms.testing.factories import MadeSite, make_page, make_site, make_translation
from tests.shared import shared


@shared
def site() -> MadeSite:
    """A site in five languages; Polish is one for which PostgreSQL has no stemmer."""
    return make_site(("en", "fr", "de", "pl", "it"), kinds=[NewsPage, EventPage])


def found(question: str, language: str = "en", **chosen: str) -> list[str]:
    """Return the titles of what a reader finds, as they are served, the best first."""
    reading = Reading(language)
    pages = Search(question, reading, chosen).pages(0, 20)
    return [item.title for item in reading.items(pages)]


def test_every_language_is_searched_by_its_own_rules(site):
    page = make_page(NewsPage, title="Cities at night", summary="Safety for everybody.")
    make_translation(page, "fr", title="Villes et sécurité")
    make_translation(page, "de", title="Sicherheit in der Stadt")

    assert found("securite", "fr") == ["Villes et sécurité"]
    assert found("Sécurité", "fr") == ["Villes et sécurité"]
    assert found("securite", "de") == []
    assert found("Sicherheit", "fr") == []
    assert found("Stadt", "de") == ["Sicherheit in der Stadt"]
    if connection.vendor == "postgresql":
        assert found("Städten", "de") == ["Sicherheit in der Stadt"]
        assert found("city", "en") == ["Cities at night"]
