"""What can somebody have done to a page, or a promotion, in several languages, and if not, why not?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.actions.copy_for_translation import ParentNotTranslatedError
from wagtail.models import Locale
from wagtail_localize.models import Translation

from cms.languages.translation import rights
from cms.languages.translation.jobs import TakenError, assign, reopen, take
from cms.languages.translation.machine.proposals import (
    BudgetError,
    NoMachineError,
    NotPublicError,
    SilentMachineError,
    UnusableAnswerError,
    propose,
)
from cms.languages.translation.publication import IncompleteTranslationError, publish
from cms.languages.translation.requests import mark_as_not_needed, request_translations
from cms.languages.translation.review import requires_review
from cms.languages.translation.states import Cell, State, cells
from cms.models import TranslationJob

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from django.contrib.auth.models import AbstractUser
    from wagtail.models import Page

    from cms.models import Promotion

Stage = TranslationJob.Stage


class Action(models.TextChoices):
    """What can be done to a translation without opening it."""

    REQUEST = "request", _("Request a translation")
    TAKE = "take", _("Take it myself")
    ASSIGN = "assign", _("Give it to somebody")
    PUBLISH = "publish", _("Publish")
    NOT_NEEDED = "not_needed", _("Mark as not needed")
    REOPEN = "reopen", _("Work on it again")
    PROPOSE = "propose", _("Have a machine propose words")

    @property
    def takes_long(self) -> bool:
        """Whether it waits for others, and must not be done while somebody waits, or within a transaction."""
        return self == Action.PROPOSE


class Refusal(models.TextChoices):
    """Why something was not done."""

    RIGHT = "right", _("you may not do that")
    GONE = "gone", _("it is no longer there, or you may not see it")
    ORIGINAL = "original", _("it was first written in this language")
    ASKED = "asked", _("it was asked for already")
    TAKEN = "taken", _("somebody else has it")
    NOTHING = "nothing", _("there is nothing to do")
    UNASKED = "unasked", _("nobody has asked for it")
    NOT_A_TRANSLATOR = "not_a_translator", _("the person may not translate into this language")
    WORDS = "words", _("words are missing")
    REVIEW = "review", _("it waits for a second reader")
    SOURCE = "source", _("the original is not public")
    PARENT = "parent", _("the page above has no version in this language")
    PUBLIC = "public", _("it is public")
    NO_MACHINE = "no_machine", _("there is no machine for these two languages")
    NOT_PUBLIC = "not_public", _("what is not public is not given to a machine")
    BUDGET = "budget", _("the month’s budget of this language is not enough")
    UNUSABLE = "unusable", _("nothing of what the machine has answered could be used")
    SILENT = "silent", _("the machine has not answered, or not all; what it has answered is kept")
    FAILED = "failed", _("something went wrong; the reason stands in the log")


DONE = {
    Action.REQUEST: pgettext_lazy("translations", "requested"),
    Action.TAKE: pgettext_lazy("translations", "taken"),
    Action.ASSIGN: pgettext_lazy("translations", "given"),
    Action.PUBLISH: pgettext_lazy("translations", "published"),
    Action.NOT_NEEDED: pgettext_lazy("translations", "marked as not needed"),
    Action.REOPEN: pgettext_lazy("translations", "reopened"),
    Action.PROPOSE: pgettext_lazy("translations", "proposed by a machine"),
}
"""What was done, said of any number of translations."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """To whom, until when, and what they should know; empty where nothing is wished."""

    assignee: int | None = None
    """Primary key of a person."""
    due_on: date | None = None
    note: str = ""

    @property
    def for_jobs(self) -> dict:
        """The wishes as ``request_translations`` takes them."""
        wishes = {"assignee_id": self.assignee, "due_on": self.due_on, "note": self.note}
        return {name: value for name, value in wishes.items() if value}

    def as_json(self) -> dict:
        """Return what a database keeps."""
        return {
            "assignee": self.assignee,
            "due_on": self.due_on.isoformat() if self.due_on else None,
            "note": self.note,
        }

    @classmethod
    def from_json(cls, data: dict) -> Wishes:
        """Return the wishes that ``as_json`` has written."""
        due_on = date.fromisoformat(data["due_on"]) if data["due_on"] else None
        return cls(assignee=data["assignee"], due_on=due_on, note=data["note"])


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scene:
    """One source, and who wants what of it."""

    source: Page | Promotion
    user: AbstractUser
    wishes: Wishes
    cells: dict[str, Cell]
    locales: dict[str, Locale]

    def translation(self, tag: str) -> Translation:
        """Return the record of a language that was asked for."""
        translation = Translation.objects.select_related("source__locale", "target_locale")
        return translation.get(pk=self.cells[tag].translation)


def act(
    action: Action,
    source: Page | Promotion,
    tags: Iterable[str],
    *,
    user: AbstractUser,
    wishes: Wishes | None = None,
) -> dict[str, Refusal | None]:
    """Do one thing to a page, or a promotion, in several languages, where the user may and where it makes sense.

    What takes long (``Action.takes_long``) is not to be done within a transaction.

    The language of the source is passed over in silence: who ticks a whole row means the others.

    Args:
        action: what is to be done.
        source: the version in which it was first written (``sources.find``).
        tags: BCP 47 tags of open languages.
        user: on whose behalf; asked for rights anew, so that a job in the background has no more than its user.
        wishes: for requesting and assigning.

    Returns:
        By language, why it was not done; None where it was.
    """
    tags = [tag for tag in tags if tag != source.locale.language_code]
    if not rights.may_see(user, source):
        return dict.fromkeys(tags, Refusal.GONE)
    scene = _Scene(
        source=source,
        user=user,
        wishes=wishes or Wishes(),
        cells=cells([source], tags)[source.translation_key],
        locales={
            locale.language_code: locale for locale in Locale.objects.filter(language_code__in=tags)
        },
    )
    found = {tag: _RULES[action](scene, tag) for tag in tags if tag in scene.cells}
    allowed = [tag for tag, refusal in found.items() if refusal is None]
    if action in _AT_ONCE and allowed:
        _AT_ONCE[action](scene, allowed)
    elif action in _ONE_BY_ONE:
        found |= {tag: _attempt(_ONE_BY_ONE[action], scene, tag) for tag in allowed}
    elif action == Action.PROPOSE:
        found |= {tag: _propose(scene, tag) for tag in allowed}
    return found


def _attempt(deed: Callable[[_Scene, str], None], scene: _Scene, tag: str) -> Refusal | None:
    """Do something to one translation; what cannot be known before is told afterwards."""
    try:
        with transaction.atomic():
            deed(scene, tag)
    except TakenError:
        return Refusal.TAKEN
    except IncompleteTranslationError:
        return Refusal.WORDS
    except ParentNotTranslatedError:
        return Refusal.PARENT
    return None


# Whether something may be done, and makes sense


def _whether_to_request(scene: _Scene, tag: str) -> Refusal | None:
    cell = scene.cells[tag]
    if not rights.may_coordinate(scene.user):
        return Refusal.RIGHT
    if cell.translation is None or cell.state == State.NOT_NEEDED:
        return None
    return Refusal.ASKED


def _whether_to_take(scene: _Scene, tag: str) -> Refusal | None:
    cell = scene.cells[tag]
    if not scene.user.has_perm(rights.right(tag)):
        return Refusal.RIGHT
    if cell.state in (State.CURRENT, State.NOT_NEEDED):
        return Refusal.NOTHING
    return None


def _whether_to_assign(scene: _Scene, tag: str) -> Refusal | None:
    if not rights.may_coordinate(scene.user):
        return Refusal.RIGHT
    person = scene.wishes.assignee
    if person and not rights.translators_into(tag).filter(pk=person).exists():
        return Refusal.NOT_A_TRANSLATOR
    return None


def _whether_to_publish(scene: _Scene, tag: str) -> Refusal | None:
    cell = scene.cells[tag]
    if not rights.may_publish_in(scene.user, scene.source, scene.locales[tag]):
        return Refusal.RIGHT
    if cell.translation is None:
        return Refusal.UNASKED
    if not getattr(scene.source, "live", True):
        return Refusal.SOURCE
    if cell.words_left:
        return Refusal.WORDS
    if cell.state == State.CURRENT:
        return Refusal.NOTHING
    if cell.state != State.READY and requires_review(scene.locales[tag].pk):
        return Refusal.REVIEW
    return None


def _whether_not_needed(scene: _Scene, tag: str) -> Refusal | None:
    if not rights.may_coordinate(scene.user):
        return Refusal.RIGHT
    return Refusal.PUBLIC if scene.cells[tag].is_live else None


def _whether_to_reopen(scene: _Scene, tag: str) -> Refusal | None:
    cell = scene.cells[tag]
    if not rights.may_coordinate(scene.user):
        return Refusal.RIGHT
    if cell.translation is None:
        return Refusal.UNASKED
    is_open = cell.job is not None and cell.job.stage == Stage.OPEN
    return Refusal.NOTHING if is_open else None


def _whether_to_propose(scene: _Scene, tag: str) -> Refusal | None:
    cell = scene.cells[tag]
    if cell.translation is None or cell.state == State.NOT_NEEDED:
        return Refusal.UNASKED
    if not (
        rights.may_coordinate(scene.user)
        or rights.may_translate(scene.user, scene.translation(tag))
    ):
        return Refusal.RIGHT
    return None if cell.words_left else Refusal.NOTHING


_RULES: dict[Action, Callable[[_Scene, str], Refusal | None]] = {
    Action.REQUEST: _whether_to_request,
    Action.TAKE: _whether_to_take,
    Action.ASSIGN: _whether_to_assign,
    Action.PUBLISH: _whether_to_publish,
    Action.NOT_NEEDED: _whether_not_needed,
    Action.REOPEN: _whether_to_reopen,
    Action.PROPOSE: _whether_to_propose,
}


# The deeds


def _request(scene: _Scene, tags: list[str]) -> None:
    request_translations(
        scene.source,
        [scene.locales[tag] for tag in tags],
        requested_by=scene.user,
        **scene.wishes.for_jobs,
    )


def _assign(scene: _Scene, tags: list[str]) -> None:
    assign(scene.source, [scene.locales[tag] for tag in tags], **scene.wishes.for_jobs)


def _mark_as_not_needed(scene: _Scene, tags: list[str]) -> None:
    mark_as_not_needed(scene.source, [scene.locales[tag] for tag in tags])


def _reopen(scene: _Scene, tags: list[str]) -> None:
    keys = (scene.cells[tag].translation for tag in tags)
    reopen([key for key in keys if key is not None])


def _propose(scene: _Scene, tag: str) -> Refusal | None:
    try:
        count = propose(scene.translation(tag))
    except NoMachineError:
        return Refusal.NO_MACHINE
    except NotPublicError:
        return Refusal.NOT_PUBLIC
    except BudgetError:
        return Refusal.BUDGET
    except UnusableAnswerError:
        return Refusal.UNUSABLE
    except SilentMachineError:
        return Refusal.SILENT
    return None if count else Refusal.NOTHING


def _take(scene: _Scene, tag: str) -> None:
    take(scene.source, scene.locales[tag], scene.user)


def _publish(scene: _Scene, tag: str) -> None:
    publish(scene.translation(tag), scene.user)


_AT_ONCE: dict[Action, Callable[[_Scene, list[str]], None]] = {
    Action.REQUEST: _request,
    Action.ASSIGN: _assign,
    Action.NOT_NEEDED: _mark_as_not_needed,
    Action.REOPEN: _reopen,
}
"""What takes a source once, whatever the number of languages."""

_ONE_BY_ONE: dict[Action, Callable[[_Scene, str], None]] = {
    Action.TAKE: _take,
    Action.PUBLISH: _publish,
}
