"""What is to become of an issue in each language?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from wagtail.log_actions import log

from cms.languages.chains import open_languages
from newsletter.models import FrozenEdition, IssuePage, LanguageDecision

if TYPE_CHECKING:
    from datetime import datetime

    from django.contrib.auth.models import AbstractUser

DECIDED = "newsletter.decided"
"""The action in Wagtail's log, of the issue."""

Choice = LanguageDecision.Choice


class FrozenLanguageError(Exception):
    """Raised when somebody decides about a language whose edition is approved already; names it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What the readers of one language get."""

    language: str
    """BCP 47 tag of the readers."""
    choice: LanguageDecision.Choice
    written_in: str
    """BCP 47 tag of the edition that they get; empty while it is held back."""
    note: str = ""
    decided_by: str = ""
    """Who decided it; empty where nobody had to."""
    decided_at: datetime | None = None

    @property
    def is_instead(self) -> bool:
        """Whether its readers get the edition of another language."""
        return self.written_in not in ("", self.language)


def plans(issue: IssuePage) -> dict[str, Plan]:
    """Return what is to become of an issue in each open language, by BCP 47 tag, in their order. One query.

    Without a decision it goes out. Readers of a language that is left out get the edition of the first language of
    their chain that goes out, or of the one in which the issue was first written; where there is none, they wait.

    Args:
        issue: the source.
    """
    languages = open_languages()
    taken = {
        decision.language: decision
        for decision in LanguageDecision.objects.filter(issue=issue).select_related("decided_by")
    }
    choices = {
        tag: Choice(taken[tag].choice) if tag in taken else Choice.SEND
        for tag in sorted(languages.tags)
    }
    source = languages.by_locale.get(issue.locale_id, "")
    found = {}
    for tag, choice in choices.items():
        written_in = ""
        if choice == Choice.SEND:
            written_in = tag
        elif choice == Choice.DROP:
            others = (*languages.chain(tag)[1:], source)
            written_in = next((step for step in others if choices.get(step) == Choice.SEND), "")
        decision = taken.get(tag)
        found[tag] = Plan(
            language=tag,
            choice=choice,
            written_in=written_in,
            note=decision.note if decision else "",
            decided_by=_name(decision),
            decided_at=decision.decided_at if decision else None,
        )
    return found


def decide(
    issue: IssuePage, language: str, choice: str, *, user: AbstractUser, note: str = ""
) -> None:
    """Take a decision about one language, and note in Wagtail's log who did.

    Args:
        issue: the source.
        language: BCP 47 tag of an open language.
        choice: one of ``Choice``.
        user: whether they may is for the caller to ask.
        note: why, for the colleagues.

    Raises:
        ValueError: if there is no such language or choice.
        FrozenLanguageError: if its edition is approved; the issue must be opened again first.
    """
    if language not in open_languages().tags or choice not in Choice.values:
        raise ValueError(language, choice)
    with transaction.atomic():
        # An approval at the same moment waits, or is waited for.
        IssuePage.objects.select_for_update(of=("self",)).get(pk=issue.pk)
        if FrozenEdition.objects.filter(
            approval__issue=issue, approval__reopened_at=None, language=language
        ).exists():
            raise FrozenLanguageError(language)
        LanguageDecision.objects.update_or_create(
            issue=issue,
            language=language,
            defaults={"choice": choice, "note": note, "decided_by": user},
        )
        data = {"language": language, "choice": choice, "note": note}
        log(issue, DECIDED, user=user, data=data)


def _name(decision: LanguageDecision | None) -> str:
    if decision is None or decision.decided_by is None:
        return ""
    return decision.decided_by.get_full_name() or decision.decided_by.get_username()
