"""Does the desk find what an issue shows?"""

from datetime import date, timedelta

from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale

from cms.dates import site_day
from cms.languages.translation.requests import request_translation
from cms.models import Promotion, Span
from cms.plugins.events.models import EventPage
from cms.plugins.news.models import NewsPage
from cms.testing.factories import make_administrator, make_page, make_translation, make_user
from newsletter.approval.decisions import decide
from newsletter.approval.freezing import current, freeze, reopen
from newsletter.translating import DAYS, for_the_issue, in_preparation, keys_of
from tests.shared import shared

from .conftest import agenda, block, entries, entry, make_issue

TODAY = date(2019, 6, 3)


@shared
def coming(site):
    """An issue of tomorrow that shows a page in French, a promotion, and what takes place."""
    tomorrow = site_day(timezone.now()) + timedelta(days=1)
    news = make_page(NewsPage, title="Chosen")
    make_page(NewsPage, title="Not chosen")
    make_page(EventPage, title="Gathered", span_rows=[Span(start=tomorrow, end=tomorrow)])
    french = make_translation(news, "fr")
    promotion = Promotion.objects.create(
        title="Join", text="It helps.", button="How", url="https://a.example/", locale=news.locale
    )
    return make_issue(
        entries(entry(french)),
        agenda(),
        block("promotion", promotion=promotion.pk),
        title="Coming",
        date=tomorrow,
        publish=False,
    )


def shown_on_the_desk(user, **query) -> list[str]:
    browser = Client()
    browser.force_login(user)
    response = browser.get(reverse("desk:desk"), query)
    return sorted(row.source.title for row in response.context["rows"])


def test_the_desk_is_narrowed_to_what_an_issue_shows_and_to_itself(coming):
    coordinator = make_user("claire", "Coordinators")

    assert shown_on_the_desk(coordinator, issue=coming.pk) == [
        "Chosen",
        "Coming",
        "Gathered",
        "Join",
    ]
    assert "Not chosen" in shown_on_the_desk(coordinator)


def test_what_was_saved_last_counts(coming):
    coming.sections = []
    coming.save_revision()

    assert shown_on_the_desk(make_user("claire", "Coordinators"), issue=coming.pk) == ["Coming"]


def test_a_translator_is_offered_the_issues_that_they_may_see(coming):
    anna = make_user("anna", "Translators into German")

    [unasked] = for_the_issue(anna)
    request_translation(coming, Locale.objects.get(language_code="de"))
    [asked] = for_the_issue(anna)

    assert (unasked.choices, asked.choices) == ([], [(str(coming.pk), "Coming")])


def test_issues_in_preparation_are_recent_and_not_approved_in_every_language(site):
    def issue(slug: str, days: int, *, publish: bool = False):
        return make_issue(slug=slug, date=TODAY + timedelta(days=days), publish=publish)

    later, next_one = issue("later", 30), issue("next", 1)
    old, too_old = issue("old", -DAYS), issue("too-old", -DAYS - 1)
    public = issue("public", 2, publish=True)
    changed = issue("changed", 3, publish=True)
    changed.save_revision()
    approved, reopened = issue("approved", 4), issue("reopened", 5)
    held, left_out = issue("held", 6), issue("left-out", 7)
    user = make_administrator()
    decide(held, "de", "hold", user=user)
    for tag in ("de", "fr"):
        decide(left_out, tag, "drop", user=user)
    for each in (approved, reopened, held, left_out):
        freeze(each, user=user)
    reopen(current(reopened), user=user)

    found = list(in_preparation(TODAY))

    assert found == [old, next_one, public, changed, reopened, held, later]
    assert not {too_old, approved, left_out} & set(found)


def test_a_language_that_is_left_out_while_no_other_is_approved_is_not_to_come(site):
    issue = make_issue(date=TODAY)
    user = make_administrator()
    decide(issue, "de", "hold", user=user)
    freeze(issue, user=user)
    assert list(in_preparation(TODAY)) == [issue]

    decide(issue, "de", "drop", user=user)

    assert list(in_preparation(TODAY)) == []


def test_the_keys_of_an_issue_are_those_of_sources_and_translations_alike(coming):
    assert len(keys_of(coming)) == 4
    assert NewsPage.objects.get(title="Chosen").translation_key in keys_of(coming)
