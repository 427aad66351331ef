"""What does a cell of the desk show: how far, by whom, until when, and what can be done about it?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cms import dates, names
from cms.desk.filters import name_of
from cms.languages.chains import open_languages
from cms.languages.translation import rights
from cms.languages.translation.actions import Action
from cms.languages.translation.jobs import is_overdue
from cms.languages.translation.states import Cell, State, cells
from cms.words import active_language

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from django.contrib.auth.models import AbstractUser

    from cms.languages.translation.sources import Source

ICONS = {
    State.SOURCE: "thumbtack",
    State.CURRENT: "check",
    State.GAPS: "minus",
    State.MACHINE: "cogs",
    State.OUTDATED: "history",
    State.READY: "circle-check",
    State.REVIEW: "view",
    State.STARTED: "draft",
    State.QUEUED: "time",
    State.MISSING: "radio-empty",
    State.NOT_NEEDED: "no-view",
}
"""A state is told by words and by a shape; its colour only repeats it (WCAG 1.4.1)."""

WITHOUT_PROGRESS = {State.SOURCE, State.CURRENT, State.MISSING, State.NOT_NEEDED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Square:
    """A cell as it is shown."""

    cell: Cell
    key: str
    icon: str
    name: str
    """Everything that the cell shows, in words: the name of its tick box."""
    translator: str = ""
    initials: str = ""
    due: str = ""
    overdue: bool = False
    fallback: str = ""
    """BCP 47 tag of what readers get instead; empty where they get their own, or where nobody reads it yet."""
    words: str = ""
    """How much is done, and how many words are left."""
    editor: str = ""
    """Where the user translates it."""
    editor_label: str = ""
    """What the link says, with title and language, for who hears one after the other."""
    changed: str = ""
    """Where the desk reads what has changed in the source; empty for what is not outdated."""
    changed_label: str = ""
    direct: str = ""
    """The one thing that the user would do to it: an ``Action``."""
    direct_words: str = ""
    direct_label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A page, or a promotion, with its cells."""

    source: Source
    language: str
    """BCP 47 tag in which it was first written."""
    kind: str
    request_url: str
    squares: list[Square]


def rows(sources: Iterable[Source], columns: list[str], user: AbstractUser) -> list[Row]:
    """Return sources with their cells in some languages. Three queries, and those of the sources."""
    sources = list(sources)
    found = cells(sources, columns)
    view = _View(user, columns)
    return [
        Row(
            source=source,
            language=view.languages.by_locale[source.locale_id],
            kind=_kind(source),
            request_url=_request_url(source) if view.coordinates else "",
            squares=[view.square(source, found[source.translation_key][tag]) for tag in columns],
        )
        for source in sources
    ]


def _kind(source: Source) -> str:
    model = source.model
    return str(capfirst(model._meta.verbose_name)) if model else ""


def _request_url(source: Source) -> str:
    if source.is_page:
        return reverse("desk:request", args=[source.id])
    return reverse("desk:request_snippet", args=["cms", "promotion", source.id])


class _View:
    """What is the same for all cells of a screen: who looks, when, and in which language."""

    def __init__(self, user: AbstractUser, columns: list[str]) -> None:
        self.user = user
        self.reader = active_language()
        self.today = dates.site_day(timezone.now())
        self.languages = open_languages()
        self.coordinates = rights.may_coordinate(user)
        self.own = {tag for tag in columns if user.has_perm(rights.right(tag))}
        self.names = {
            tag: names.language_name(tag, self.reader) for tag in self.languages.by_locale.values()
        }

    def square(self, source: Source, cell: Cell) -> Square:
        job = cell.job
        assignee = job.assignee if job else None
        due_on = job.due_on if job else None
        translator = name_of(assignee) if assignee else ""
        direct = self._direct(cell)
        editor = self._editor(cell)
        changed = self._changed(cell)
        shown = {
            "translator": translator,
            "due": self._day(due_on),
            "overdue": job is not None and is_overdue(job, self.today),
            "fallback": cell.shown if source.live and cell.shown != cell.language else "",
            "words": progress_words(cell),
        }
        return Square(
            **shown,
            cell=cell,
            key=f"{source.translation_key}.{cell.language}",
            icon=ICONS[cell.state],
            name=self._name(source, cell, **shown),
            initials=initials(translator),
            editor=editor,
            editor_label=self._label(_("Open"), source, cell) if editor else "",
            changed=changed,
            changed_label=self._label(_("What changed"), source, cell) if changed else "",
            direct=direct,
            direct_words=str(DIRECT[direct]) if direct else "",
            direct_label=self._label(DIRECT[direct], source, cell) if direct else "",
        )

    def _label(self, words: str, source: Source, cell: Cell) -> str:
        return _("%(action)s: %(title)s, %(language)s") % {
            "action": words,
            "title": source.title,
            "language": self.names[cell.language],
        }

    def _day(self, day: date | None) -> str:
        return dates.format_day(day, self.reader, year=day.year != self.today.year) if day else ""

    def _editor(self, cell: Cell) -> str:
        if cell.translation is None or cell.language not in self.own:
            return ""
        return reverse("desk:editor", args=[cell.translation])

    def _changed(self, cell: Cell) -> str:
        is_open = self.coordinates or cell.language in self.own
        if cell.translation is None or cell.state != State.OUTDATED or not is_open:
            return ""
        return reverse("desk:changed", args=[cell.translation])

    def _direct(self, cell: Cell) -> str:
        """Return what the user would do to a cell next, if anything."""
        is_free = cell.job is None or cell.job.assignee_id is None
        if cell.state in (State.QUEUED, State.STARTED, State.OUTDATED) and is_free:
            return Action.TAKE if cell.language in self.own else ""
        if cell.state != State.MISSING:
            return ""
        if self.coordinates:
            return Action.REQUEST
        return Action.TAKE if cell.language in self.own else ""

    def _name(self, source: Source, cell: Cell, **shown) -> str:
        """Return the facts of a cell as one line, for who hears them one after the other."""
        words = _("%(title)s, %(language)s: %(state)s") % {
            "title": source.title,
            "language": self.names[cell.language],
            "state": cell.state.label,
        }
        facts = [
            words,
            shown["words"],
            shown["translator"],
            shown["due"] and _("wanted by %(day)s") % {"day": shown["due"]},
            shown["overdue"] and _("overdue"),
            shown["fallback"]
            and _("readers get: %(language)s") % {"language": self.names[shown["fallback"]]},
        ]
        return ", ".join(filter(None, facts))


DIRECT = {
    Action.TAKE: gettext_lazy("Take"),
    Action.REQUEST: gettext_lazy("Request"),
}


def progress_words(cell: Cell) -> str:
    """Return how far a translation is: "50 %, 4 words left"; nothing where nobody is at work."""
    if cell.translation is None or cell.state in WITHOUT_PROGRESS:
        return ""
    words = ngettext("%(count)s word left", "%(count)s words left", cell.words_left)
    left = words % {"count": cell.words_left}
    return _("%(percent)s %%, %(left)s") % {"percent": cell.percent, "left": left}


def initials(name: str) -> str:
    """Return the first letters of the first and the last word of a name."""
    words = name.split()
    return (words[0][0] + words[-1][0] if len(words) > 1 else name[:2]).upper()
