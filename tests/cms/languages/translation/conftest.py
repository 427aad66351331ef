"""What do the tests of translation share? A site in three languages, and somebody."""

from wagtail.models import Locale

from cms.languages.translation.requests import request_translation
from cms.plugins.news.models import NewsPage
from cms.testing.factories import make_administrator, make_page, make_site
from tests.shared import shared


@shared
def site():
    """A site in English, German and French, with news."""
    return make_site(("en", "de", "fr"), kinds=[NewsPage])


@shared
def page(site):
    """A public page with two segments."""
    return make_page(NewsPage, title="Streets", summary="Streets for people.")


@shared
def german(site):
    return Locale.objects.get(language_code="de")


@shared
def french(site):
    return Locale.objects.get(language_code="fr")


@shared
def user():
    return make_administrator()


@shared
def translation(page, german):
    """The page as it was asked for in German."""
    return request_translation(page, german)
