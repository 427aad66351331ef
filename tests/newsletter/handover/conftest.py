"""What do the tests of hand-overs share? Approved issues, and a service that can be told to fail."""

from collections.abc import Callable, Collection, Iterator
from datetime import UTC, datetime

import pytest

from cms.models import ContentPage
from cms.plugins.news.models import NewsPage
from cms.testing.factories import MadeSite, make_page
from newsletter.backends.base import Campaign, CampaignBackend, Capabilities, Receipt, alone
from newsletter.models import Approval, FrozenEdition, FrozenItem, Handover, HandoverEvent
from tests.newsletter.conftest import entries, entry, make_issue, make_newsletter_site
from tests.shared import shared

NOON = datetime(2019, 6, 3, 10, 0, tzinfo=UTC)


class Service(CampaignBackend):
    """A service that keeps campaigns by their key, and does first whatever a test has put into ``script``."""

    title = "Service"
    capabilities = Capabilities(sends_tests=True)

    campaigns: dict[str, Campaign] = {}
    calls: list[tuple[str, str]] = []
    """Key and reference of each call."""
    tests: list[tuple[Campaign, list[str]]] = []
    problems: list[str] = []
    script: list[Callable[[Campaign], None] | Exception] = []
    """What happens at the next calls, before anything is kept."""
    number = ""
    """What it calls the next campaign, where the test wants it called something."""

    def check(self, readers: Collection[tuple[str, str]]) -> list[str]:
        """Say what the test wants said."""
        return [problem for problem in self.problems if readers]

    def hand_over(
        self, campaign: Campaign, reference: str = "", *, hold: Callable[[], None] = alone
    ) -> Receipt:
        """Keep a campaign; one that is there is kept once."""
        self.calls.append((campaign.key, reference))
        if self.script:
            step = self.script.pop(0)
            if isinstance(step, Exception):
                raise step
            step(campaign)
        was_there = campaign.key in self.campaigns
        self.campaigns[campaign.key] = campaign
        return Receipt(
            reference=self.number or f"number {len(self.campaigns)}",
            address="https://service.example/1",
            was_there=was_there,
        )

    def status(self, reference: str) -> str:
        """Return nothing."""
        return ""

    def send_test(self, campaign: Campaign, addresses: list[str]) -> None:
        """Note to whom a test went."""
        self.tests.append((campaign, addresses))


@pytest.fixture
def service(settings) -> Iterator[type[Service]]:
    """A service in the setting, beside the files and mail of the site."""
    settings.NEWSLETTER_BACKENDS = {
        **settings.NEWSLETTER_BACKENDS,
        "service": {"BACKEND": f"{__name__}.Service"},
    }
    kept = (Service.campaigns, Service.calls, Service.tests, Service.problems, Service.script)
    yield Service
    for one in kept:
        one.clear()


@shared
def languages() -> tuple[str, ...]:
    """The open languages: one, as each costs time, and what is approved already asks for none."""
    return ("en",)


@shared
def site(languages) -> MadeSite:
    """An empty site with an archive of the newsletter."""
    return make_newsletter_site(*languages)


@shared
def pages(site) -> list[NewsPage]:
    """Two pages of news."""
    return [make_page(NewsPage, title=title) for title in ("Squares", "Bridges")]


@shared
def approval(pages) -> Approval:
    """An issue with both, approved in English, French and German."""
    return approve(
        make_issue(entries(*(entry(page) for page in pages))), "en", "fr", "de", pages=pages
    )


def approve(issue, *languages: str, pages: list[ContentPage] = (), version: int = 1) -> Approval:
    """Return an approval of an issue, with an edition in each language that holds some pages."""
    made = Approval.objects.create(issue=issue, version=version)
    for language in languages:
        freeze(made, language, pages)
    return made


def freeze(
    approval: Approval, language: str, pages: list[ContentPage] = (), **values: object
) -> FrozenEdition:
    """Return an approved edition that holds some pages."""
    edition = FrozenEdition.objects.create(
        **{
            "approval": approval,
            "language": language,
            "written_in": language,
            "label": "June 2019",
            "subject": f"Security where it is lived ({language})",
            "preheader": "Colloquium in Augsburg.",
            "words_language": language,
            "url": f"https://belfry.example/{language}/newsletter/june-2019/",
            "head": {},
            "web": "<p>Web</p>",
            "mail_html": f"<!doctype html>\n<p lang='{language}'>Mail</p>\n",
            "mail_text": "Mail\n",
            "mail_size": 30,
            "hash": f"{language:*<64}",
            **values,
        }
    )
    FrozenItem.objects.bulk_create(
        FrozenItem(
            edition=edition,
            position=position,
            key=page.translation_key,
            title=page.title,
            summary="",
            language=language,
            card={
                "key": str(page.translation_key),
                "title": page.title,
                "language": page.locale.language_code,
                "part_of": [],
            },
        )
        for position, page in enumerate(pages)
    )
    return edition


def log_of(handover: Handover) -> list[str]:
    """Return what happened to a hand-over, in order."""
    return list(handover.events.values_list("sort", flat=True))


def said_of(handover: Handover) -> str:
    """Return what the log said last."""
    return HandoverEvent.objects.filter(handover=handover).last().detail
