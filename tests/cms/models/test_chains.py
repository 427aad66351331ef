"""Are chains of languages refused that lead nowhere?"""

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import Locale

from cms.models import FallbackChain, FallbackLink
from cms.testing.factories import make_site


def test_language_cannot_stand_in_for_itself(db):
    make_site(("en", "fr"))
    french = Locale.objects.get(language_code="fr")
    chain = FallbackChain.objects.create(locale=french)

    with pytest.raises(ValidationError) as refusal:
        FallbackLink(chain=chain, locale=french).full_clean()

    assert refusal.value.message_dict == {"locale": ["A language cannot stand in for itself."]}


def test_language_has_one_chain(db):
    make_site(("en", "fr"))
    french = Locale.objects.get(language_code="fr")
    FallbackChain.objects.create(locale=french)

    with pytest.raises(ValidationError) as refusal:
        FallbackChain(locale=french).full_clean()

    assert set(refusal.value.message_dict) == {"locale"}
