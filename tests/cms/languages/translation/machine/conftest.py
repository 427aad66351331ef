"""What do the tests of machines share? A service on this machine, and a budget for German."""

from collections.abc import Iterator

import pytest
from wagtail.models import Locale

from cms.models import TranslationRules
from tests.shared import shared
from tests.translator import Service, serving


@pytest.fixture
def service(settings) -> Iterator[Service]:
    """The site's DeepL."""
    with serving() as running:
        settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR = running.deepl
        yield running


@shared
def budget(german: Locale) -> TranslationRules:
    """Ten thousand characters a month for German."""
    rules, _created = TranslationRules.objects.update_or_create(
        locale=german, defaults={"machine_budget": 10_000}
    )
    return rules
