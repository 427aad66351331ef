"""Do those decide about a language who approve the issue, and nobody else?"""

import pytest
from django.urls import reverse
from wagtail.models import PageLogEntry

from cms.testing.factories import make_user
from newsletter.approval.decisions import DECIDED, decide
from newsletter.approval.freezing import freeze
from newsletter.models import LanguageDecision
from tests.newsletter.views.conftest import said, url


def decided() -> list[tuple[str, str, str]]:
    """Return all decisions: language, choice and reason."""
    return list(LanguageDecision.objects.values_list("language", "choice", "note"))


def test_a_decision_is_kept_with_who_took_it_and_logged(at_work, issue):
    answer = {"choice": "hold", "note": "Emma is on leave"}

    response = at_work("manager").post(url("decide", issue, "de"), answer, follow=True)

    assert response.redirect_chain == [(url("readiness", issue), 302)]
    assert said(response) == ["Decided: German is held back for now."]
    assert decided() == [("de", "hold", "Emma is on leave")]
    assert LanguageDecision.objects.get().decided_by.username == "manager"
    [logged] = PageLogEntry.objects.filter(action=DECIDED)
    assert (logged.user.username, logged.data["choice"]) == ("manager", "hold")


def test_another_decision_takes_the_place_of_the_first(at_work, issue):
    for choice in ("hold", "drop", "send"):
        at_work("manager").post(url("decide", issue, "de"), {"choice": choice})

    assert decided() == [("de", "send", "")]
    assert PageLogEntry.objects.filter(action=DECIDED).count() == 3


def test_what_is_approved_is_not_decided_otherwise(at_work, issue):
    freeze(issue, user=make_user("boss"))

    response = at_work("manager").post(url("decide", issue, "de"), {"choice": "drop"}, follow=True)

    assert said(response) == [
        "German is approved already. Open the issue again to decide otherwise."
    ]
    assert decided() == []


def test_what_was_held_back_is_decided_after_the_approval(at_work, issue):
    somebody = make_user("boss")
    decide(issue, "de", "hold", user=somebody)
    freeze(issue, user=somebody)

    at_work("manager").post(url("decide", issue, "de"), {"choice": "send"})

    assert decided() == [("de", "send", "")]


@pytest.mark.parametrize(
    "answer",
    [{}, {"choice": "burn"}, {"choice": "hold", "note": "x" * 301}, {"choice": "hold\x00"}],
)
def test_an_answer_that_is_none_decides_nothing(at_work, issue, answer):
    response = at_work("manager").post(url("decide", issue, "de"), answer, follow=True)

    assert decided() == []
    assert ["Nothing was decided" in message for message in said(response)] == [True]


def test_a_language_that_is_not_open_is_not_found(at_work, issue):
    response = at_work("manager").post(url("decide", issue, "zz"), {"choice": "hold"})

    assert response.status_code == 404


@pytest.mark.parametrize("role", ["editor", "coordinator", "publisher", "translator"])
def test_who_does_not_approve_does_not_decide(at_work, issue, role):
    response = at_work(role).post(url("decide", issue, "de"), {"choice": "hold"})

    assert (response.status_code, response.url) == (302, reverse("wagtailadmin_home"))
    assert decided() == []


def test_a_visitor_is_sent_to_the_login(at_work, issue):
    response = at_work("visitor").post(url("decide", issue, "de"), {"choice": "hold"})

    assert response.url.startswith(reverse("wagtailadmin_login"))
    assert decided() == []


def test_looking_decides_nothing(at_work, issue):
    assert at_work("manager").get(url("decide", issue, "de")).status_code == 405


def test_a_form_from_elsewhere_decides_nothing(at_work, issue):
    manager = at_work("manager", enforce_csrf_checks=True)

    assert manager.post(url("decide", issue, "de"), {"choice": "hold"}).status_code == 403
    assert decided() == []
