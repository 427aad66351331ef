"""Which words of an issue, and of what it shows, do readers of a language not get in it?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.admin.utils import quote
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms import names
from cms.languages.chains import open_languages
from cms.languages.translation.fragments import count_words
from cms.languages.translation.states import State, cells
from cms.models import ContentPage, Promotion
from cms.words import active_language
from newsletter.blocks import WhenMissing
from newsletter.readiness.approved import new_words
from newsletter.readiness.findings import Finding, Weight

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from uuid import UUID

    from django.contrib.auth.models import AbstractUser
    from django.utils.functional import Promise

    from cms.languages.translation.states import Cell
    from newsletter.models import IssuePage
    from newsletter.readiness.draft import Draft

FINE = (State.SOURCE, State.CURRENT, State.NOT_NEEDED)
"""The states of which nobody has to be told."""

WAITING = (State.REVIEW, State.READY)
"""The states in which every word is there, and not public."""

PUBLIC = {State.OUTDATED: "outdated", State.GAPS: "gaps", State.MACHINE: "machine"}
"""What can be wrong with a translation that is public."""

ISSUE = {
    "missing": gettext_lazy(
        "The issue’s own words are not translated; readers get them in another language."
    ),
    "waiting": gettext_lazy("The issue’s own words are translated, and wait to be published."),
    "outdated": gettext_lazy("The issue’s own words have changed since they were translated."),
    "gaps": gettext_lazy("The issue’s own words are public with gaps."),
    "machine": gettext_lazy("Nobody has confirmed what a machine made of the issue’s own words."),
}
ENTRY = {
    "missing": gettext_lazy(
        "‘%(section)s’: ‘%(page)s’ has no public translation; readers get it in another language."
    ),
    "waiting": gettext_lazy(
        "‘%(section)s’: ‘%(page)s’ is translated, and waits to be published; readers get it in another language."
    ),
    "outdated": gettext_lazy(
        "‘%(section)s’: ‘%(page)s’ has changed since it was translated; readers get the earlier words."
    ),
    "gaps": gettext_lazy("‘%(section)s’: ‘%(page)s’ is public with gaps."),
    "machine": gettext_lazy(
        "‘%(section)s’: ‘%(page)s’ has words of a machine that nobody has confirmed."
    ),
}
HELD = gettext_lazy(
    "‘%(section)s’: ‘%(page)s’ has no public translation, and holds the issue back in this language."
)
DROPPED = gettext_lazy(
    "‘%(section)s’: ‘%(page)s’ has no public translation, and is left out in this language."
)
PROMOTION = {
    "missing": gettext_lazy(
        "The promotion ‘%(promotion)s’ is not translated; readers get it in another language."
    ),
    "waiting": gettext_lazy(
        "The promotion ‘%(promotion)s’ is translated, and waits to be published."
    ),
    "outdated": gettext_lazy("The promotion ‘%(promotion)s’ has changed since it was translated."),
    "gaps": gettext_lazy("The promotion ‘%(promotion)s’ is public with gaps."),
    "machine": gettext_lazy(
        "Nobody has confirmed what a machine made of the promotion ‘%(promotion)s’."
    ),
}


class Words:
    """How far everything that an issue shows is translated: read once, in three queries.

    Args:
        draft: the issue.
        promotions: all versions of each that the issue shows, as ``promotion_versions`` returns them.
    """

    def __init__(self, draft: Draft, promotions: Mapping[int, Sequence[Promotion]]) -> None:
        """Count."""
        self.draft = draft
        self.promotions = {
            pk: min(versions, key=lambda version: version.pk) for pk, versions in promotions.items()
        }
        self.pages = [page.source or page for pk, page in draft.pages.items() if pk in draft.public]
        self.cells = cells([draft.issue, *self.pages, *self.promotions.values()], draft.languages)

    def findings(self) -> Iterator[Finding]:
        """Yield one finding for each thing and language, the issue's own words first, then in the order of its sections."""
        yield from self._of_issue()
        for section in self.draft.sections:
            for entry in section.value.get("entries") or ():
                yield from self._of_entry(section, entry)
            if section.block_type == "promotion":
                yield from self._of_promotion(section)

    def _of_issue(self) -> Iterator[Finding]:
        yield from self._of_changed_issue()
        for cell in self._cells(self.draft.issue.translation_key):
            if cell.state in FINE or self._is_released(cell):
                continue
            sort = _sort(cell)
            yield Finding(
                code=f"issue-{sort}",
                message=str(ISSUE[sort]),
                **_remaining(cell, self.draft.issue),
            )

    def _of_changed_issue(self) -> Iterator[Finding]:
        """Yield what is new in a draft since its words were given to translators: they hear of it when it is published.

        One query for a draft that was never public, else none.
        """
        issue = self.draft.issue
        if issue.first_published_at is not None:
            return
        new = new_words(issue)
        own = open_languages().by_locale.get(issue.locale_id, "")
        others = tuple(tag for tag in self.draft.languages if tag != own)
        if new and others:
            yield Finding(
                code="issue-changed",
                message=_(
                    "The issue’s own words have changed since translators were given them: ask for them again."
                ),
                url=reverse("desk:request", args=[issue.pk]),
                languages=others,
                words_left=count_words(new),
                key=str(issue.translation_key),
            )

    def _of_entry(self, section, entry) -> Iterator[Finding]:
        """Yield what an entry's own rule makes of its page in each language."""
        pk = entry.value["page"]
        page = self.draft.pages.get(pk)
        if page is None or pk not in self.draft.public:
            return  # told whatever the language
        for cell in self._cells(page.translation_key):
            is_missing = cell.language not in self.draft.versions[page.translation_key]
            found = _judge(cell, entry.value["when_missing"], is_missing=is_missing)
            if found is None:
                continue
            sort, message = found
            yield self.draft.finding(
                f"entry-{sort}",
                section,
                str(message),
                page,
                weight=Weight.BLOCKING if sort == "held" else Weight.WARNING,
                words={"page": page.title},
                **_remaining(cell, page.source or page),
            )

    def _of_promotion(self, section) -> Iterator[Finding]:
        promotion = self.promotions.get(section.value["promotion"])
        if promotion is None:
            return
        for cell in self._cells(promotion.translation_key):
            if cell.state in FINE:
                continue
            sort = _sort(cell)
            yield Finding(
                code=f"promotion-{sort}",
                message=PROMOTION[sort] % {"promotion": promotion.title},
                subject=promotion.title,
                **_remaining(cell, promotion),
            )

    def _is_released(self, cell: Cell) -> bool:
        """Return whether a translation of the issue is published as soon as the issue is."""
        return open_languages().locales[cell.language] in self.draft.released

    def _cells(self, key: UUID) -> Iterable[Cell]:
        return self.cells.get(key, {}).values()


def _judge(cell: Cell, rule: str, *, is_missing: bool) -> tuple[str, str | Promise] | None:
    """Return what is to be told of an entry in one language: what sort of thing, and the sentence; None for nothing.

    Args:
        cell: how far its page is translated.
        rule: of the entry, a WhenMissing.
        is_missing: whether no version in this language is public, for whatever reason.
    """
    if is_missing and rule == WhenMissing.HOLD:
        return "held", HELD
    if is_missing and rule == WhenMissing.DROP:
        return "dropped", DROPPED
    if is_missing and cell.state == State.CURRENT:  # restricted by itself, or expired
        return "missing", ENTRY["missing"]
    if cell.state in FINE:
        return None
    sort = _sort(cell)
    return sort, ENTRY[sort]


def _sort(cell: Cell) -> str:
    """Return what is wrong with a translation that is not as it should be."""
    if cell.state in WAITING:
        return "outdated" if cell.is_live else "waiting"
    return PUBLIC.get(cell.state, "missing")


def _remaining(cell: Cell, source: ContentPage | IssuePage | Promotion) -> dict[str, Any]:
    """Return what is left to do in one language, by whom and where, as a finding has it."""
    return {
        "languages": (cell.language,),
        "words_left": cell.words_left,
        "is_unasked": cell.is_unasked,
        "key": str(source.translation_key),
        "assignee": _name(cell.job.assignee) if cell.job and cell.job.assignee else "",
        "url": _url(cell, source),
    }


def _url(cell: Cell, source: ContentPage | IssuePage | Promotion) -> str:
    """Return where translators work at it, or where it is asked for."""
    if cell.translation:
        return reverse("desk:editor", args=[cell.translation])
    if isinstance(source, Promotion):
        meta = source._meta
        return reverse(
            "desk:request_snippet", args=[meta.app_label, meta.model_name, quote(source.pk)]
        )
    return reverse("desk:request", args=[source.pk])


def _name(person: AbstractUser) -> str:
    return person.get_full_name() or person.get_username()


def held(draft: Draft) -> Iterator[Finding]:
    """Yield one finding for each entry that holds the issue back, with all the languages in which it does.

    What editors are told beside the form; cheap. One query, or none.
    """
    language = active_language()
    for section, entry in draft.chosen:
        page = draft.pages.get(entry.value["page"])
        is_held = entry.value.get("when_missing") == WhenMissing.HOLD
        if page is None or page.pk not in draft.public or not is_held:
            continue
        lacking = set(draft.languages) - draft.versions[page.translation_key]
        if lacking:
            message = _(
                "‘%(section)s’: ‘%(page)s’ is not translated into %(languages)s. It holds the issue back there."
            )
            called = (names.language_name(tag, language) for tag in lacking)
            listed = names.format_list(sorted(called, key=names.sort_key(language)), language)
            yield draft.finding(
                "entry-held",
                section,
                message,
                page,
                weight=Weight.BLOCKING,
                words={"page": page.title, "languages": listed},
                languages=tuple(sorted(lacking)),
            )
