"""Is somebody told what a machine costs before it begins, and does it then do what it was asked?"""

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageViewRestriction
from wagtail_localize.models import StringTranslation

from cms.desk.machine import Line, offer
from cms.languages.translation.actions import Action
from cms.languages.translation.machine import services
from cms.languages.translation.requests import request_translation
from cms.languages.translation.tasks import (
    LEASE,
    go_on,
    go_on_with_interrupted,
    prepare,
    step,
    work_off,
)
from cms.models import TranslationBatch, TranslationRules
from cms.plugins.news.models import NewsPage
from cms.testing.factories import make_page, make_user
from tests.shared import shared
from tests.translator import serving

from .screen import cell


@pytest.fixture
def service(settings):
    """The site's DeepL, on this machine, with its price."""
    with serving() as running:
        chosen = running.deepl
        chosen["OPTIONS"]["PRICE"] = "20 EUR"
        settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR = chosen
        yield running


@shared
def budget(german):
    """A thousand characters a month for German."""
    TranslationRules.objects.update_or_create(locale=german, defaults={"machine_budget": 1_000})


def said(answer):
    return [str(message).strip() for message in get_messages(answer.wsgi_request)]


def propose(client, translation):
    return client.post(reverse("desk:propose", args=[translation.pk]))


def test_a_translator_sees_what_it_costs_lets_it_begin_and_gets_words(
    signed_in, service, budget, translation, page
):
    editor = reverse("desk:editor", args=[translation.pk])
    assert "Have DeepL propose words …" in signed_in.get(editor).content.decode()

    led = propose(signed_in, translation)
    batch = TranslationBatch.objects.get()
    address = reverse("desk:batch", args=[batch.pk])
    assert led.url == address
    context = signed_in.get(address).context
    assert context["offer"].lines == [
        Line(
            language="German",
            translations="1",
            sentences="4",
            characters="98",
            left="1,000",
            price="€0.01",
            is_enough=True,
        )
    ]
    assert context["editor_url"] == editor
    assert service.asked == []

    assert said(signed_in.post(address)) == ["It has begun."]
    work_off.call(batch.pk)

    context = signed_in.get(address).context
    assert (context["offer"], context["done"]) == (None, "1 proposed by a machine")
    assert StringTranslation.objects.filter(tool_name="DeepL").count() == 4
    rows = [row for group in signed_in.get(editor).context["groups"] for row in group.rows]
    assert {(row.state, row.origin) for row in rows} == {("proposed", "by DeepL")}
    assert "propose words" not in signed_in.get(editor).content.decode()


def test_no_machine_is_offered_where_there_is_none(signed_in, translation):
    editor = reverse("desk:editor", args=[translation.pk])

    assert "propose words" not in signed_in.get(editor).content.decode()
    assert propose(signed_in, translation).status_code == 404
    actions = signed_in.get(reverse("desk:desk")).context["action_form"].fields["action"].choices
    assert "propose" not in dict(actions)


def test_many_are_proposed_from_the_desk(client, service, budget, translation, page, french):
    coordinator = make_user("carla", "Coordinators")
    client.force_login(coordinator)
    request_translation(page, french)
    hidden = make_page(NewsPage, title="Hidden", slug="hidden")
    PageViewRestriction.objects.create(page=hidden, restriction_type="login")
    request_translation(hidden, translation.target_locale)
    unasked = make_page(NewsPage, title="Unasked", slug="unasked")

    led = client.post(
        reverse("desk:desk"),
        {
            "action": "propose",
            "cells": [cell(page, "de"), cell(page, "fr"), cell(hidden, "de"), cell(unasked, "de")],
        },
    )
    batch = TranslationBatch.objects.get()
    assert led.url == reverse("desk:batch", args=[batch.pk])
    offered = client.get(led.url).context["offer"]
    assert [(line.language, line.is_enough) for line in offered.lines] == [
        ("French", False),
        ("German", True),
    ]
    assert offered.withheld == 1

    client.post(led.url)
    work_off.call(batch.pk)

    batch.refresh_from_db()
    assert (batch.done, batch.succeeded) == (4, 1)
    assert batch.refusals == [
        [str(page.translation_key), "fr", "budget"],
        [str(hidden.translation_key), "de", "not_public"],
        [str(unasked.translation_key), "de", "unasked"],
    ]
    assert len(service.asked) == 1


def test_a_translator_has_a_machine_propose_into_their_language_alone(
    service, budget, translation, page, french, translator
):
    request_translation(page, french)
    batch = prepare(
        Action.PROPOSE,
        [(page.translation_key, ["fr"]), (page.translation_key, ["de"])],
        user=translator,
    )
    go_on(batch)

    work_off.call(batch.pk)

    batch.refresh_from_db()
    assert batch.refusals == [[str(page.translation_key), "fr", "right"]]
    assert batch.succeeded == 1


def test_a_machine_that_does_not_answer_is_told(service, budget, translation, page, translator):
    service.fails = [429] * 5
    batch = prepare(Action.PROPOSE, [(page.translation_key, ["de"])], user=translator)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("time.sleep", lambda _seconds: None)
        work_off.call(batch.pk)

    batch.refresh_from_db()
    assert service.statuses == [429] * 5
    assert batch.refusals == [[str(page.translation_key), "de", "silent"]]


class TestLease:
    """Nobody sends the same words twice."""

    @pytest.fixture
    def batch(self, service, budget, translation, page, translator):
        return prepare(Action.PROPOSE, [(page.translation_key, ["de"])], user=translator)

    def test_two_workers_do_not_work_at_one_page(self, batch, service):
        inner = []
        ask = services._ask

        def ask_while_another_comes(*arguments, **options):
            inner.append(step(batch.pk))
            return ask(*arguments, **options)

        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(services, "_ask", ask_while_another_comes)
            assert step(batch.pk) is False  # nothing is left after it

        assert inner == [False]
        assert len(service.asked) == 1
        batch.refresh_from_db()
        assert (batch.done, batch.succeeded, batch.held_until) == (1, 1, None)

    def test_after_a_kill_it_goes_on_when_the_lease_has_ended(self, batch, service, monkeypatch):
        def killed(*_arguments, **_wishes):
            raise KeyboardInterrupt

        with pytest.MonkeyPatch.context() as patched:
            patched.setattr("cms.languages.translation.tasks.act", killed)
            with pytest.raises(KeyboardInterrupt):
                step(batch.pk)
        assert step(batch.pk) is False
        assert service.asked == []

        later = timezone.now() + LEASE + timedelta(seconds=1)
        monkeypatch.setattr("cms.languages.translation.tasks.timezone.now", lambda: later)
        step(batch.pk)

        batch.refresh_from_db()
        assert (batch.done, batch.succeeded, len(service.asked)) == (1, 1, 1)

    def test_what_was_killed_goes_on_by_itself_when_the_lease_has_ended(
        self, batch, service, signed_in, monkeypatch
    ):
        TranslationBatch.objects.update(waits=False, held_until=timezone.now() + LEASE)
        address = reverse("desk:batch", args=[batch.pk])

        assert go_on_with_interrupted() == 0
        assert said(signed_in.post(address)) == [
            "Somebody is at work on it. If they were interrupted, it goes on by itself."
        ]

        TranslationBatch.objects.update(held_until=timezone.now())
        asked = []
        monkeypatch.setattr(
            "cms.languages.translation.tasks.transaction.on_commit", lambda do: asked.append(do)
        )
        assert (go_on_with_interrupted(), len(asked)) == (1, 1)

    def test_a_fault_does_not_keep_the_lease(self, batch, service, monkeypatch):
        def broken(*_arguments, **_wishes):
            raise RuntimeError("it broke")

        monkeypatch.setattr("cms.languages.translation.tasks._do_next", broken)
        with pytest.raises(RuntimeError):
            step(batch.pk)

        batch.refresh_from_db()
        assert batch.held_until is None


def test_nothing_is_told_of_what_the_person_may_not_see(
    service, budget, site, german, french, translator
):
    secret = make_page(NewsPage, title="Secret", publish=False)
    request_translation(secret, french)
    batch = prepare(Action.PROPOSE, [(secret.translation_key, ["fr"])], user=translator)

    told = offer(batch)

    assert (told.lines, told.withheld) == ([], 0)


def test_what_was_looked_at_and_not_begun_is_forgotten(signed_in, service, translation):
    propose(signed_in, translation)
    first = TranslationBatch.objects.get()

    propose(signed_in, translation)

    assert TranslationBatch.objects.get().pk != first.pk


def test_what_it_costs_is_asked_in_as_many_queries_for_many_pages(
    service, budget, translation, page, german, french, translator, django_assert_num_queries
):
    batch = prepare(Action.PROPOSE, [(page.translation_key, ["de"])], user=translator)
    offer(batch)
    with django_assert_num_queries(6):
        assert len(offer(batch).lines) == 1
    pages = [make_page(NewsPage, title=f"Page {number}") for number in range(5)]
    for each in pages:
        request_translation(each, german)
        request_translation(each, french)
    batch = prepare(
        Action.PROPOSE,
        [(each.translation_key, [tag]) for each in pages for tag in ("de", "fr")],
        user=translator,
    )
    with django_assert_num_queries(6):
        assert len(offer(batch).lines) == 2
