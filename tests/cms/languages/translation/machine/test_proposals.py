"""Does a machine get what it may, and no more; and do its words stay proposals?"""

from decimal import Decimal

import pytest
from django.utils import timezone
from wagtail.models import PageViewRestriction
from wagtail_localize.models import StringTranslation

from cms.items import Money
from cms.languages.translation.machine import proposals
from cms.languages.translation.machine.budget import left
from cms.languages.translation.machine.proposals import (
    BudgetError,
    Estimate,
    NoMachineError,
    NotPublicError,
    SilentMachineError,
    UnusableAnswerError,
    estimate,
    price_of,
    propose,
    withheld,
)
from cms.languages.translation.publication import IncompleteTranslationError, publish
from cms.languages.translation.requests import request_translation
from cms.languages.translation.segments import fill, segments
from cms.models import Promotion
from cms.plugins.news.models import NewsPage
from cms.testing.factories import make_page, make_term

pytestmark = pytest.mark.django_db


def words(translation):
    """Return the words of each segment, and where those come from that nobody has confirmed."""
    return [(segment.words, segment.origin) for segment in segments(translation)]


def sentences(*texts):
    return [("paragraph", {"text": "".join(f"<p>{text}</p>" for text in texts)})]


def allow(settings, **options):
    chosen = settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR
    settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR = {
        **chosen,
        "OPTIONS": {**chosen["OPTIONS"], **options},
    }


def test_words_are_proposed_for_every_sentence_that_has_none(service, budget, translation, german):
    assert propose(translation) == 2

    assert words(translation) == [("STREETS", "DeepL"), ("STREETS FOR PEOPLE.", "DeepL")]
    assert left([german.pk]) == {german.pk: 10_000 - len("StreetsStreets for people.")}
    with pytest.raises(IncompleteTranslationError):
        publish(translation)


def test_words_of_people_and_of_the_memory_are_left(service, budget, translation, german, user):
    fill(translation, {"Streets": "Straßen"}, user)
    again = make_page(NewsPage, title="Streets", slug="again", summary="Another.")
    other = request_translation(again, german)

    assert propose(translation) == 1
    assert propose(other) == 1

    assert words(translation) == [("Straßen", ""), ("STREETS FOR PEOPLE.", "DeepL")]
    assert words(other) == [("Straßen", "memory"), ("ANOTHER.", "DeepL")]
    assert [asked["text"] for asked in service.asked] == [["Streets for people."], ["Another."]]


def test_it_asks_for_nothing_where_nothing_is_left(service, budget, translation):
    propose(translation)

    assert propose(translation) == 0
    assert len(service.asked) == 1


def test_without_a_service_nothing_is_proposed(budget, translation, settings):
    assert settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR is None  # off, unless somebody asks for it

    with pytest.raises(NoMachineError):
        propose(translation)


class TestWhatIsNotPublic:
    """Drafts and restricted pages do not leave the house."""

    @pytest.fixture
    def draft(self, site, german):
        page = make_page(NewsPage, title="Secret", publish=False)
        return request_translation(page, german)

    @pytest.fixture
    def restricted(self, page, translation):
        PageViewRestriction.objects.create(page=page, restriction_type="login")
        return translation

    @pytest.fixture
    def below(self, page, translation):
        """A page below one that is restricted."""
        PageViewRestriction.objects.create(page=page.get_parent(), restriction_type="login")
        return translation

    @pytest.fixture
    def expired(self, page, translation):
        type(page).objects.filter(pk=page.pk).update(expire_at=timezone.now())
        return translation

    @pytest.mark.parametrize("what", ["draft", "restricted", "below", "expired"])
    def test_it_is_withheld_unless_the_office_allows_it(
        self, what, request, service, budget, settings
    ):
        secret = request.getfixturevalue(what)

        assert withheld([secret.source.object_id]) == {secret.source.object_id}
        with pytest.raises(NotPublicError):
            propose(secret)
        assert service.asked == []

        allow(settings, UNPUBLISHED=True)
        assert withheld([secret.source.object_id]) == set()
        assert propose(secret) > 0

    def test_a_public_page_with_a_draft_in_another_language_is_not(
        self, service, translation, page, german
    ):
        from cms.languages.translation.publication import save_draft  # noqa: PLC0415 -- one test's

        save_draft(translation)

        assert page.get_translation(german).live is False
        assert withheld([page.translation_key]) == set()

    def test_a_promotion_is_for_everybody(self, service, budget, site, german):
        promotion = Promotion.objects.create(
            title="Join", text="Join us.", button="How", url="https://example.org/",
            locale=site.home.locale,
        )  # fmt: skip

        assert propose(request_translation(promotion, german)) == 3


class TestBudget:
    """Nothing is sent beyond the budget; what was not used is given back."""

    def test_nothing_is_sent_where_it_is_not_enough_for_all(self, service, budget, translation):
        budget.machine_budget = 10
        budget.save()

        with pytest.raises(BudgetError):
            propose(translation)
        assert service.asked == []
        assert left([budget.locale_id]) == {budget.locale_id: 10}

    def test_a_refusal_costs_nothing(self, service, budget, translation, caplog):
        service.fails = [403]

        with pytest.raises(SilentMachineError):
            propose(translation)

        assert left([budget.locale_id]) == {budget.locale_id: 10_000}
        assert "it refuses the key (HTTP 403)" in caplog.text

    def test_a_service_that_was_too_slow_may_want_to_be_paid(self, service, budget, translation):
        service.fails = ["slow"]

        with pytest.raises(SilentMachineError):
            propose(translation)

        assert left([budget.locale_id]) == {budget.locale_id: 10_000 - 26}
        assert words(translation) == [("", ""), ("", "")]


class TestBatches:
    """No more is sent than the service takes."""

    @pytest.fixture
    def long(self, site, german):
        """A page of 120 sentences, its title and summary among them."""
        body = sentences(*(f"Sentence {number}." for number in range(118)))
        page = make_page(NewsPage, title="Long", summary="Very long.", body=body)
        return request_translation(page, german)

    def test_a_page_is_sent_fifty_sentences_at_a_time(self, service, budget, long):
        assert propose(long) == 120

        assert [len(asked["text"]) for asked in service.asked] == [50, 50, 20]
        assert words(long)[-1] == ("SENTENCE 117.", "DeepL")

    def test_what_was_answered_before_a_failure_is_kept(self, service, budget, long, german):
        real = service.answer
        service.answer = lambda *asked: real(*asked) if len(service.asked) < 1 else (456, b"")

        with pytest.raises(SilentMachineError):
            propose(long)

        stored = StringTranslation.objects.filter(locale=german)
        assert stored.count() == 50
        used = sum(len(row.translation_of.data) for row in stored)
        assert left([german.pk]) == {german.pk: 10_000 - used}

        service.answer = real
        assert propose(long) == 70

    def test_a_kill_costs_no_more_than_what_was_sent(self, service, budget, long, german):
        real = service.answer
        first = []

        def answer(*asked):
            first.append(asked)
            return real(*asked)

        service.answer = answer
        with pytest.MonkeyPatch.context() as patched:
            store = proposals._Errand._store

            def stored_until_killed(errand, answered):
                store(errand, answered)
                raise KeyboardInterrupt

            patched.setattr(proposals._Errand, "_store", stored_until_killed)
            with pytest.raises(KeyboardInterrupt):
                propose(long)

        stored = StringTranslation.objects.filter(locale=german)
        used = sum(len(row.translation_of.data) for row in stored)
        assert (len(first), stored.count()) == (1, 50)
        assert left([german.pk]) == {german.pk: 10_000 - used}
        assert propose(long) == 70

    def test_after_ten_minutes_nothing_more_is_sent(self, service, budget, long, monkeypatch):
        clock = iter([0, 1, 601])
        monkeypatch.setattr(proposals, "monotonic", lambda: next(clock))

        with pytest.raises(SilentMachineError, match="too long"):
            propose(long)

        assert len(service.asked) == 1

    def test_what_is_too_large_is_halved(self, service, budget, long):
        service.fails = [413]

        assert propose(long) == 120
        assert [len(asked["text"]) for asked in service.asked] == [50, 25, 25, 50, 20]

    def test_a_sentence_that_is_too_large_alone_is_left_to_a_person(
        self, service, budget, site, german, settings
    ):
        settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR = service.libretranslate
        body = sentences("x" * 2_100, "Short.")
        page = make_page(NewsPage, title="Long", summary="Sum.", body=body)
        translation = request_translation(page, german)

        assert propose(translation) == 3

        assert [origin for _words, origin in words(translation)] == [
            *("LibreTranslate", "LibreTranslate"),
            *("", "LibreTranslate"),
        ]


class TestMarksAndTerms:
    """A machine's words are held to the rules of a person's."""

    @pytest.fixture
    def marked(self, site, german):
        make_term("PRoTECT")
        body = sentences("PRoTECT <b>helps</b> cities.")
        page = make_page(NewsPage, title="A project", summary="Sum.", body=body)
        return request_translation(page, german)

    @pytest.mark.parametrize("kind", ["deepl", "libretranslate"])
    def test_a_protected_term_stays_as_it_is(self, service, budget, marked, settings, kind):
        settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR = getattr(service, kind)

        propose(marked)

        assert words(marked)[-1][0] == "PRoTECT <b>HELPS</b> CITIES."

    def test_an_answer_with_other_marks_is_not_kept(self, service, budget, marked):
        service.translate = lambda text: text.replace("<b>", "<i>").replace("</b>", "</i>")

        assert propose(marked) == 2

        assert words(marked)[-1] == ("", "")

    def test_an_answer_of_which_nothing_can_be_kept_is_told(self, service, budget, marked):
        service.translate = lambda _text: " "

        with pytest.raises(UnusableAnswerError):
            propose(marked)

        assert {origin for _words, origin in words(marked)} == {""}


class TestEstimate:
    """What it takes is said before."""

    def test_each_language_is_counted(
        self, site, translation, page, german, french, django_assert_num_queries
    ):
        in_french = request_translation(page, french)
        fill(in_french, {"Streets": "Rues"})
        key = page.translation_key

        with django_assert_num_queries(1):
            found = estimate({(key, german.pk), (key, french.pk)})

        assert found == {
            german.pk: Estimate(translations=1, sentences=2, characters=26),
            french.pk: Estimate(translations=1, sentences=1, characters=19),
        }
        assert set(estimate({(key, german.pk)})) == {german.pk}

    def test_it_is_what_is_taken_from_the_budget(self, service, budget, translation, page, german):
        found = estimate({(page.translation_key, german.pk)})

        propose(translation)

        assert left([german.pk]) == {german.pk: 10_000 - found[german.pk].characters}

    def test_a_price_is_told_where_the_office_has_told_it(self, service, settings):
        assert price_of(1_000_000) is None

        allow(settings, PRICE="20 EUR")

        assert price_of(1_000_000) == Money(amount=Decimal("20.00"), currency="EUR")
        assert price_of(1) == Money(amount=Decimal("0.01"), currency="EUR")

    @pytest.mark.parametrize(("price", "known"), [("20,50 EUR", True), ("cheap EUR", False)])
    def test_a_price_may_have_a_comma_and_must_be_a_number(self, service, settings, price, known):
        allow(settings, PRICE=price)

        assert price_of(1_000_000) == (
            Money(amount=Decimal("20.50"), currency="EUR") if known else None
        )
