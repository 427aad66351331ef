"""What do the tests of the desk share? A page with several sentences, asked for in German, and people."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import AbstractUser, Group, Permission
from django.test import Client
from wagtail.models import Locale

from cms.desk.rows import groups
from cms.languages.translation.requests import request_translation
from cms.models import Promotion
from cms.plugins.news.models import NewsPage
from cms.roles import set_up
from cms.testing.factories import MadeSite, make_page, make_site, make_user
from tests.shared import shared


@shared
def site():
    """A site in English, German and French, with news, and its groups."""
    made = make_site(("en", "de", "fr"), kinds=[NewsPage])
    set_up()
    return made


@shared
def page(site):
    """A public page with a title, a summary, and two paragraphs with markup."""
    text = "<p>Cars leave the <b>old</b> centre.</p><p>Trees &amp; benches come.</p>"
    return make_page(
        NewsPage,
        title="Streets & squares",
        summary="Streets for people.",
        body=[("paragraph", {"text": text})],
    )


JOIN = {
    "Join us": "Rejoignez-nous",
    "Cities learn from each other.": "Les villes apprennent.",
    "How": "Comment",
}
"""The words of a promotion, in French."""


@shared
def promotion(site):
    """A promotion of eight words."""
    title, text, button = JOIN
    return Promotion.objects.create(
        title=title, text=text, button=button, url="https://e.example/", locale=site.home.locale
    )


@shared
def german(site):
    return Locale.objects.get(language_code="de")


@shared
def french(site):
    return Locale.objects.get(language_code="fr")


@shared
def translation(page, german):
    """The page as it was asked for in German."""
    return request_translation(page, german)


@shared
def translator(site):
    """Somebody who may translate into German, and nothing else."""
    return make_user("anna", "Translators into German")


@shared
def publisher(site):
    return make_user("paula", "Publishers")


@pytest.fixture
def signed_in(client, translator):
    """The client of the translator."""
    client.force_login(translator)
    return client


@pytest.fixture
def row(translation):
    """Return a function that finds a sentence by words of its source."""

    def find(words):
        rows = [row for group in groups(translation) for row in group.rows]
        return next(row for row in rows if words in row.segment.source)

    return find


@pytest.fixture
def member(site: MadeSite, django_user_model) -> Callable[..., AbstractUser]:
    """Return a function that makes a member of groups: ``member("Coordinators")``."""

    def make(*groups: str, name: str = "") -> AbstractUser:
        user = django_user_model.objects.create_user(
            name or "-".join(groups).lower().replace(" ", "-"), password="password"
        )
        user.groups.set(Group.objects.filter(name__in=groups))
        assert user.groups.count() == len(groups)
        return user

    return make


@pytest.fixture
def coordinator(member) -> AbstractUser:
    return member("Coordinators")


@pytest.fixture
def french_translator(member) -> AbstractUser:
    return member("Translators into French")


@pytest.fixture
def stranger(member) -> AbstractUser:
    """Somebody who may enter the admin, and do nothing there."""
    user = member(name="stranger")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    return user


@pytest.fixture
def at_work(db: None) -> Callable[[AbstractUser], Client]:
    """Return a function that opens a browser in which somebody is at work."""

    def open_browser(user: AbstractUser) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return open_browser
