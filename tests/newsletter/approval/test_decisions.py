"""What becomes of an issue in each language?"""

import pytest
from wagtail.models import Locale, PageLogEntry

from cms.models import FallbackChain, FallbackLink
from newsletter.approval.decisions import DECIDED, Choice, decide, plans
from newsletter.history import DecidedFormatter
from newsletter.models import LanguageDecision


def written_in(issue) -> dict[str, str]:
    """Return in which language each language's readers read the issue."""
    return {tag: plan.written_in for tag, plan in plans(issue).items()}


def chain(reader: str, *fallbacks: str) -> None:
    """Say which languages stand in for one."""
    locale = Locale.objects.get(language_code=reader)
    found = FallbackChain.objects.create(locale=locale)
    for order, tag in enumerate(fallbacks):
        link = Locale.objects.get(language_code=tag)
        FallbackLink.objects.create(chain=found, locale=link, sort_order=order)


def test_without_a_decision_it_goes_out(issue):
    assert written_in(issue) == {"de": "de", "en": "en", "fr": "fr"}


def test_what_is_held_back_goes_to_nobody(issue, user):
    decide(issue, "fr", "hold", user=user)

    assert written_in(issue) == {"de": "de", "en": "en", "fr": ""}


def test_readers_of_what_is_left_out_get_the_first_of_their_chain(issue, user):
    chain("fr", "de")
    decide(issue, "fr", "drop", user=user)

    plan = plans(issue)["fr"]

    assert (plan.written_in, plan.is_instead) == ("de", True)


def test_what_is_held_back_stands_in_for_nothing(issue, user):
    chain("fr", "de")
    decide(issue, "fr", "drop", user=user)
    decide(issue, "de", "hold", user=user)

    assert written_in(issue) == {"de": "", "en": "en", "fr": "en"}


def test_nothing_stands_in_where_nothing_goes_out(issue, user):
    for tag, choice in (("de", "hold"), ("en", "hold"), ("fr", "drop")):
        decide(issue, tag, choice, user=user)

    assert written_in(issue) == {"de": "", "en": "", "fr": ""}


def test_a_decision_is_logged_with_who_when_and_why(issue, user):
    decide(issue, "fr", "hold", user=user, note="Claire is ill.")
    decide(issue, "fr", "send", user=user)

    first, second = PageLogEntry.objects.filter(action=DECIDED).order_by("pk")
    plan = plans(issue)["fr"]
    assert (first.user, first.data["choice"], second.data["choice"]) == (user, "hold", "send")
    told = [DecidedFormatter().format_message(one) for one in (first, second)]
    assert told == ["Held back: French. Claire is ill.", "Goes out: French."]
    assert (plan.choice, plan.note, plan.decided_by) == (Choice.SEND, "", user.get_username())
    assert plan.decided_at == LanguageDecision.objects.get().decided_at


@pytest.mark.parametrize(("language", "choice"), [("xx", "send"), ("fr", "burn"), ("", "hold")])
def test_what_cannot_be_decided_is_refused(issue, user, language, choice):
    with pytest.raises(ValueError, match=r"send|burn|hold"):
        decide(issue, language, choice, user=user)

    assert not LanguageDecision.objects.exists()


def test_all_languages_cost_one_query(issue, user, django_assert_num_queries):
    decide(issue, "de", "drop", user=user)
    decide(issue, "fr", "hold", user=user)

    with django_assert_num_queries(1):
        plans(issue)
