"""Is a project told with its acronym, its partners and its money?"""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.test import TestCase

from cms.items import Money, State
from cms.languages.readings import Reading
from cms.models import PartOf
from cms.plugins.news.models import NewsPage
from cms.plugins.projects.models import Partner, ProjectPage, ProjectPartner
from cms.testing.contract import ContentTypeContract
from cms.testing.factories import (
    make_administrator,
    make_page,
    make_programme,
    make_site,
    make_translation,
)
from cms.testing.forms import edit_url, errors, form_data, message_beside
from tests.shared import shared


class ProjectContract(ContentTypeContract, TestCase):
    model = ProjectPage
    changed = {
        "acronym": "BRIDGES",
        "grant_number": "815356",
        "budget_amount": Decimal("1000000.00"),
        "eu_share_amount": Decimal("900000.00"),
        "partners_count": 9,
        "website": "https://bridges.example",
        "programme": lambda: make_programme("Internal Security Fund", en="Paid by the fund."),
        "partner_rows": [ProjectPartner(name="City of Liège", country="BE")],
    }


@shared
def site():
    return make_site(kinds=[ProjectPage])


def item_of(page, language="en", **reading):
    (item,) = Reading(language, **reading).items([page.pk])
    return item


def test_acronym_keeps_its_capitals_and_is_never_translated(site, client):
    project = make_page(ProjectPage, title="Public resilience", acronym="PRoTECT")
    translated = make_translation(project, "fr", title="Résilience publique")
    part = make_page(NewsPage, part_of_rows=[PartOf(target=project)])

    (reference,) = item_of(part, "fr").part_of
    html = client.get(translated.url).content.decode()

    assert item_of(project, "fr").facts.acronym == "PRoTECT"
    assert (reference.title, reference.proper_name) == ("PRoTECT", True)
    assert '<bdi translate="no">PRoTECT</bdi>' in html


@pytest.mark.parametrize(
    ("at", "state"),
    [
        (datetime(2018, 10, 31, 22, 59, tzinfo=UTC), State.UPCOMING),
        (datetime(2018, 10, 31, 23, tzinfo=UTC), State.OPEN),
        (datetime(2020, 10, 31, 22, 59, tzinfo=UTC), State.OPEN),
        (datetime(2020, 10, 31, 23, tzinfo=UTC), State.CLOSED),
    ],
)
def test_state_follows_from_the_period_by_the_sites_clocks(site, at, state):
    project = make_page(ProjectPage, starts_on=date(2018, 11, 1), ends_on=date(2020, 10, 31))

    assert item_of(project, at=at).facts.state == state


def test_coordinator_comes_first_among_the_partners(site):
    rows = [
        ProjectPartner(name="City of Brașov", country="RO"),
        ProjectPartner(
            name="The network", role="coordinator", country="FR", website="https://network.example"
        ),
    ]
    facts = item_of(make_page(ProjectPage, partner_rows=rows)).facts

    assert facts.partners == (
        Partner(
            name="The network", role="coordinator", country="FR", website="https://network.example"
        ),
        Partner(name="City of Brașov", role="partner", country="RO"),
    )
    assert facts.partners_count == 0


def test_number_of_partners_is_told_where_they_are_not_all_named(site):
    facts = item_of(make_page(ProjectPage, partners_count=9)).facts

    assert (facts.partners, facts.partners_count) == ((), 9)


def test_money_is_amount_and_currency(site):
    project = make_page(
        ProjectPage,
        budget_amount=Decimal("1000000"),
        eu_share_amount=Decimal("0"),
        budget_currency="PLN",
    )

    facts = item_of(project).facts

    assert facts.budget == Money(amount=Decimal("1000000"), currency="PLN")
    assert facts.eu_share == Money(amount=Decimal("0"), currency="PLN")


def test_share_equal_to_the_budget_is_accepted(site):
    project = make_page(
        ProjectPage, budget_amount=Decimal("900000"), eu_share_amount=Decimal("900000")
    )

    assert item_of(project).facts.eu_share.amount == Decimal("900000")


def test_share_larger_than_the_budget_is_refused_beside_the_field(site, client):
    client.force_login(make_administrator())
    project = make_page(ProjectPage, budget_amount=Decimal("900000"))
    data = form_data(client, project) | {"eu_share_amount": "900000.01"}

    response = client.post(edit_url(project), data)

    assert errors(response) == {"eu_share_amount": ["The share is larger than the budget."]}
    assert message_beside(response, "eu_share_amount") == "The share is larger than the budget."


def test_negative_share_is_refused(site):
    with pytest.raises(ValidationError) as refusal:
        make_page(ProjectPage, eu_share_amount=Decimal("-1"))

    assert set(refusal.value.message_dict) == {"eu_share_amount"}


def test_programme_is_told_in_the_readers_language_on_the_project_and_its_parts(site):
    programme = make_programme(
        "Internal Security Fund",
        en="{project} is funded (grant {grant}).",
        fr="{project} est financé ({grant}).",
    )
    project = make_page(ProjectPage, acronym="PRoTECT", programme=programme, grant_number="815356")
    make_translation(project, "fr")
    part = make_page(NewsPage, part_of_rows=[PartOf(target=project)])

    statements = {page: item_of(page, "fr").funding[0].statement for page in (project, part)}

    assert statements == dict.fromkeys((project, part), "PRoTECT est financé (815356).")
