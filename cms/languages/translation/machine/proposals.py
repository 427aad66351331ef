"""Which sentences does a machine get, and what becomes of its words?

Only sentences without any words; nothing that is not public, unless the office allows it; no more than the budget of
the month. What it answers is a proposal with its name on it.
"""

from __future__ import annotations

import logging
from collections import defaultdict, deque
from dataclasses import dataclass
from decimal import ROUND_UP, Decimal, InvalidOperation
from time import monotonic
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import Exists, F, OuterRef
from wagtail.models import Page
from wagtail_localize.machine_translators import get_machine_translator
from wagtail_localize.models import StringTranslation, Translation, TranslationSource
from wagtail_localize.strings import StringValue

from cms.content import is_public
from cms.items import Money
from cms.languages.translation.glossary import vocabulary
from cms.languages.translation.machine import budget
from cms.languages.translation.machine.protection import protect, unprotect
from cms.languages.translation.machine.services import ServiceError, TooLargeError, limits
from cms.languages.translation.markup import problems

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from uuid import UUID

    from django.db.models import QuerySet
    from wagtail_localize.machine_translators.base import BaseMachineTranslator

    from cms.languages.translation.glossary import Vocabulary

logger = logging.getLogger(__name__)

LONGEST = 600
"""Seconds after which nothing more is sent for one translation; a single request takes two minutes at most."""


class MachineError(Exception):
    """Raised when a machine does not translate something."""


class NoMachineError(MachineError):
    """Raised when there is none, or none for this pair of languages."""


class NotPublicError(MachineError):
    """Raised when something is not public, and must not leave the house."""


class BudgetError(MachineError):
    """Raised when the budget of the month does not suffice for all of it. Nothing is sent."""


class UnusableAnswerError(MachineError):
    """Raised when nothing of what a machine has answered can be kept."""


class SilentMachineError(MachineError):
    """Raised when the service has not translated all. What it has translated is kept."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """What it takes to have some translations proposed by a machine."""

    translations: int
    sentences: int
    characters: int
    """Of the words that are sent, marks included: a service bills no more."""


def machine() -> BaseMachineTranslator | None:
    """Return the service that the site has chosen (``WAGTAILLOCALIZE_MACHINE_TRANSLATOR``), or None."""
    return get_machine_translator()


def price_of(characters: int) -> Money | None:
    """Return what so many characters cost, by the option PRICE ("20 EUR" for a million); None where that is no price."""
    amount, _space, currency = str(_options().get("PRICE", "")).partition(" ")
    try:
        price = Decimal(amount.replace(",", ".")) * characters / 1_000_000
    except InvalidOperation:
        return None
    return Money(
        amount=price.quantize(Decimal("0.01"), rounding=ROUND_UP), currency=currency.strip()
    )


def _options() -> dict[str, Any]:
    chosen = getattr(settings, "WAGTAILLOCALIZE_MACHINE_TRANSLATOR", None) or {}
    return chosen.get("OPTIONS", {})


def withheld(keys: Collection[UUID]) -> set[UUID]:
    """Return which content must not be sent to a machine: pages that are not public. One query.

    The option UNPUBLISHED allows all; that is for a service of the office's own.

    Args:
        keys: translation keys of sources.
    """
    if _options().get("UNPUBLISHED"):
        return set()
    # A translation of a public page may well be a draft; what counts is the version that is sent.
    sources = TranslationSource.objects.filter(
        object_id=OuterRef("translation_key"), locale=OuterRef("locale")
    )
    secret = Page.objects.filter(~is_public(), Exists(sources), translation_key__in=keys)
    return set(secret.values_list("translation_key", flat=True))


def estimate(wanted: Collection[tuple[UUID, int]]) -> dict[int, Estimate]:
    """Return what it takes to have some content translated, by the primary key of the language. One query.

    What nobody has asked for, and what must not be sent, is for the caller to leave out.

    Args:
        wanted: translation keys of sources, each with the primary key of a Locale.
    """
    asked = set(wanted)
    blanks = _blanks(
        Translation.objects.filter(
            source__object_id__in={key for key, _locale in asked},
            target_locale__in={locale for _key, locale in asked},
            enabled=True,
        )
    )
    sentences: dict[int, set[tuple[UUID, str]]] = defaultdict(set)
    for key, locale, words in blanks.values_list("source__object_id", "target_locale", "words"):
        if (key, locale) in asked:
            sentences[locale].add((key, words))
    return {
        locale: Estimate(
            len({key for key, _words in found}),
            len(found),
            sum(len(words) for _key, words in found),
        )
        for locale, found in sentences.items()
    }


def _blanks(translations: QuerySet[Translation]) -> QuerySet[Translation]:
    """Return translations joined with those of their segments for which there are no words at all.

    Each row has ``string``, ``context`` and ``words``, the words of the source.
    """
    written = StringTranslation.objects.filter(
        translation_of=OuterRef("string"),
        context=OuterRef("context"),
        locale=OuterRef("target_locale"),
    )
    return translations.annotate(
        string=F("source__stringsegment__string"),
        context=F("source__stringsegment__context"),
        words=F("source__stringsegment__string__data"),
        order=F("source__stringsegment__order"),
    ).filter(~Exists(written), string__isnull=False)


def propose(translation: Translation) -> int:
    """Have a machine propose words for every sentence of a translation that has none.

    Not to be called within a transaction: the service takes its time. Each batch that it answers is stored at once.
    An answer whose markup is not that of the source is not stored; the sentence stays as missing as it was.

    Args:
        translation: the record.

    Returns:
        For how many sentences words were proposed.

    Raises:
        NoMachineError: if no service translates from the one language into the other.
        NotPublicError: if the source is not public, and the option UNPUBLISHED does not allow it.
        BudgetError: if the budget of the month is not enough.
        UnusableAnswerError: if no answer has the markup of its sentence, or none was sent since each is too large.
        SilentMachineError: if the service has not answered all.
    """
    service = machine()
    source, target = translation.source.locale, translation.target_locale
    if service is None or not service.can_translate(source, target):
        raise NoMachineError
    if withheld([translation.source.object_id]):
        raise NotPublicError
    blanks = _blanks(Translation.objects.filter(pk=translation.pk)).order_by("order")
    wanted = list(dict.fromkeys(blanks.values_list("words", flat=True)))
    if not wanted:
        return 0
    if budget.left([target.pk])[target.pk] < _characters(wanted):
        raise BudgetError
    stored = _Errand(service, translation).run(wanted)
    if not stored:
        raise UnusableAnswerError
    return stored


class _Errand:
    """What is sent for one translation, batch by batch."""

    def __init__(self, service: BaseMachineTranslator, translation: Translation) -> None:
        self.service, self.translation = service, translation
        self.source, self.target = translation.source.locale, translation.target_locale
        self.known: Vocabulary = vocabulary(self.source.language_code, self.target.language_code)
        self.tag = getattr(service, "protects_with", "")

    def run(self, wanted: list[str]) -> int:
        """Send all, batch by batch, and keep what comes back; return for how many segments there are words now."""
        stored = 0
        batches = deque(_batches(wanted, *limits(self.service)))
        deadline = monotonic() + LONGEST
        try:
            while batches:
                if monotonic() > deadline:
                    raise ServiceError("it takes too long")
                batch = batches.popleft()
                try:
                    answered = self._paid(batch)
                except TooLargeError:
                    # A single sentence that it does not take is left to a person.
                    batches.extendleft(reversed(_halves(batch)))
                else:
                    stored += self._store(answered)
        except ServiceError as error:
            logger.warning(
                "%s has not translated %s into %s: %s",
                self.service.display_name,
                self.translation.source.object_id,
                self.target.language_code,
                error,
            )
            raise SilentMachineError(str(error)) from error
        return stored

    def _paid(self, batch: list[str]) -> dict[str, str]:
        """Ask, for characters of the budget; those for which nobody can want money are given back.

        Raises:
            BudgetError: if somebody else has used what was left.
            ServiceError: if the service has not translated the batch.
        """
        taken = budget.take(self.target.pk, _characters(batch))
        if taken is None:
            raise BudgetError
        try:
            return self._ask(batch)
        except ServiceError as error:
            if not error.was_sent:
                budget.give_back(taken, _characters(batch))
            raise

    def _ask(self, batch: list[str]) -> dict[str, str]:
        """Return translations by the words of the source."""
        sent = {
            words: StringValue(protect(words, self.known, self.tag) if self.tag else words)
            for words in batch
        }
        answer = self.service.translate(self.source, self.target, list(sent.values()))
        return {
            words: unprotect(answer[value].data, self.tag) if self.tag else answer[value].data
            for words, value in sent.items()
        }

    def _store(self, answered: dict[str, str]) -> int:
        """Keep words as proposals, for whichever segments still have none; return for how many there are some now."""
        sound = {
            words: answer
            for words, answer in answered.items()
            if answer.strip() and not problems(words, answer)
        }
        blanks = _blanks(Translation.objects.filter(pk=self.translation.pk))
        rows = {
            (string, context): StringTranslation(
                translation_of_id=string,
                context_id=context,
                locale=self.target,
                data=sound[words],
                translation_type=StringTranslation.TRANSLATION_TYPE_MACHINE,
                tool_name=self.service.display_name,
            )
            for string, context, words in blanks.values_list("string", "context", "words")
            if words in sound
        }
        StringTranslation.objects.bulk_create(rows.values(), ignore_conflicts=True)
        return len(rows)


def _characters(batch: Iterable[str]) -> int:
    return sum(map(len, batch))


def _halves(batch: list[str]) -> list[list[str]]:
    """Return a batch in two parts; nothing of a single sentence."""
    middle = len(batch) // 2
    return [batch[:middle], batch[middle:]] if middle else []


def _batches(wanted: Iterable[str], texts: int, size: int) -> Iterator[list[str]]:
    """Yield sentences in batches of so many texts and bytes at most; one that is larger alone goes alone."""
    batch: list[str] = []
    weight = 0
    for words in wanted:
        own = len(words.encode())
        if batch and (len(batch) == texts or weight + own > size):
            yield batch
            batch, weight = [], 0
        batch.append(words)
        weight += own
    if batch:
        yield batch
