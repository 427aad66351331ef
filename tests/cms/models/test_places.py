"""Are places named rightly, and refused where they are not?"""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from cms.models import City
from cms.testing.factories import make_administrator, make_city, make_topic
from cms.testing.forms import message_beside


@pytest.fixture
def send_city(client, db):
    """Send the form for a new city."""
    client.force_login(make_administrator())

    def send(**fields):
        names = inline_formset([{"language": "fr", "name": "Augsbourg", "id": ""}])
        return client.post(
            reverse(City.snippet_viewset.get_url_name("add")),
            nested_form_data({**fields, "names": names}),
        )

    return send


@pytest.mark.parametrize(("wrong", "right"), [("UK", "GB"), ("EL", "GR"), ("SP", "ES")])
def test_city_in_a_country_by_its_wrong_code_is_refused_with_the_right_one(send_city, wrong, right):
    response = send_city(name="Augsburg", country=wrong)

    assert response.context["form"].errors == {
        "country": [f"‘{wrong}’ is not an ISO country code. Did you mean {right}?"]
    }
    assert (
        message_beside(response, "country")
        == f"‘{wrong}’ is not an ISO country code. Did you mean {right}?"
    )
    assert City.objects.count() == 0


def test_city_is_saved_with_its_names(send_city):
    send_city(name="Augsburg", country="DE")

    city = City.objects.get()
    assert {language: city.name_in(language) for language in ("de", "fr", "fr-BE", "pl")} == {
        "de": "Augsburg",
        "fr": "Augsbourg",
        "fr-BE": "Augsbourg",
        "pl": "Augsburg",
    }


def test_kosovo_is_a_country(db):
    City(name="Prishtinë", country="XK").full_clean()


def test_country_code_without_a_country_is_refused(db):
    with pytest.raises(ValidationError) as refusal:
        City(name="Nowhere", country="QQ").full_clean()

    assert set(refusal.value.message_dict) == {"country"}


def test_city_stands_once_in_its_country(db):
    make_city("Valencia", "ES")

    with pytest.raises(ValidationError):
        City(name="Valencia", country="ES").full_clean()
    City(name="Valencia", country="VE").full_clean()


def test_topic_is_named_in_english_where_it_has_no_other_name(db):
    topic = make_topic("Young people", fr="Jeunesse")

    assert [topic.name_in(language) for language in ("fr", "de")] == ["Jeunesse", "Young people"]
