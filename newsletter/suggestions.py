"""What could stand in an issue that does not yet?

What was published since the last issue and is in no earlier one; what is ahead; what one can apply for.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import uuid4

from django.utils.text import capfirst
from wagtail.blocks import StreamValue

from cms.content import agenda, content_types, kinds_of, open_calls, since, sources
from cms.languages.translation.states import State, cells
from cms.languages.versions import of_kind, with_kinds
from cms.models import ContentPage
from newsletter.blocks import Outlet, WhenMissing, chosen_pages
from newsletter.models import IssuePage
from newsletter.selection import as_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime
    from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A page that could stand in the issue, and why."""

    page: ContentPage
    """The source, as an instance of its kind."""
    is_new: bool
    """Whether it was published since the last issue."""
    first_day: date | None
    """When it takes place, if it is ahead."""
    deadline: datetime | None
    """When it closes next, if one can apply."""
    earlier: str
    """The label of the newest earlier issue in which it stood."""
    versions: tuple[tuple[str, State], ...]
    """How far it is in each open language, in the order of the languages of all suggestions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The suggestions of one kind."""

    kind: str
    heading: str
    suggestions: tuple[Suggestion, ...]


def suggestions(issue: IssuePage) -> list[Group]:
    """Return what could be added to an issue, by kind: first what is ahead by date, then what is new.

    What the issue already has is left out. The number of queries is the same whatever the number of suggestions.

    Args:
        issue: as it is being prepared; its date decides what is ahead, open, and since when something is new.
    """
    earlier = _earlier(issue)
    ahead = dict(agenda(issue.date).values_list("pk", "first_day"))
    closing = dict(open_calls(at=as_of(issue)).values_list("pk", "next_deadline"))
    recent = since(as_of(earlier[0])) if earlier else sources().order_by("-first_published_at")
    new = list(recent.values_list("pk", flat=True))
    found = {
        page.pk: of_kind(page)
        for page in with_kinds(ContentPage.objects.filter(pk__in={*ahead, *closing, *new}))
    }

    labels, taken = _labels(earlier), _keys(chosen_pages(issue.sections))
    label_by_key = {key: labels[pk] for pk, key in _keys(labels).items()}
    offered = [
        page
        for pk in dict.fromkeys([*ahead, *closing, *new])
        if (page := found[pk]).translation_key not in taken.values()
        and (pk in ahead or pk in closing or page.translation_key not in label_by_key)
    ]
    states = cells(offered)
    is_new = set(new)
    by_kind: dict[str, list[Suggestion]] = {}
    for page in offered:
        by_kind.setdefault(page._meta.label_lower, []).append(
            Suggestion(
                page=page,
                is_new=page.pk in is_new,
                first_day=ahead.get(page.pk),
                deadline=closing.get(page.pk),
                earlier=label_by_key.get(page.translation_key, ""),
                versions=tuple(
                    (tag, cell.state) for tag, cell in states[page.translation_key].items()
                ),
            )
        )
    return [
        Group(
            kind=kind._meta.label_lower,
            heading=str(capfirst(kind._meta.verbose_name_plural)),
            suggestions=tuple(by_kind[kind._meta.label_lower]),
        )
        for kind in content_types()
        if kind._meta.label_lower in by_kind
    ]


def add(issue: IssuePage, pages: Iterable[ContentPage]) -> None:
    """Put pages into an issue as entries, without saving it.

    Each goes to the end of the section of its kind; where there is none, a new one comes after the last section of
    entries, or after the editorial.
    """
    sections = issue.sections.get_prep_value()
    kinds = kinds_of(chosen_pages(issue.sections))
    for page in pages:
        kind = page._meta.label_lower
        section = next((section for section in sections if _kind(section, kinds) == kind), None)
        if section is None:
            section = _block("entries", {"kind": kind, "heading": "", "entries": []})
            sections.insert(_place(sections), section)
        section["value"]["entries"].append(
            _block(
                "entry",
                {
                    "page": page.pk,
                    "outlet": Outlet.EVERYWHERE.value,
                    "when_missing": WhenMissing.FALL_BACK.value,
                },
            )
        )
    issue.sections = StreamValue(issue.sections.stream_block, sections, is_lazy=True)


def _earlier(issue: IssuePage) -> list[IssuePage]:
    """Return the issues before this one, drafts too, the newest first. One query."""
    siblings = IssuePage.objects.sibling_of(issue, inclusive=False)
    return list(siblings.filter(source=None, date__lte=issue.date).order_by("-date", "-number"))


def _labels(issues: list[IssuePage]) -> dict[int, str]:
    """Return the label of the newest issue in which each page stood, by primary key."""
    labels: dict[int, str] = {}
    for issue in issues:
        for page in chosen_pages(issue.sections):
            labels.setdefault(page, issue.title)
    return labels


def _keys(pages: Iterable[int]) -> dict[int, UUID]:
    """Return the translation keys of pages: an editor may have chosen any version of them. One query."""
    return dict(ContentPage.objects.filter(pk__in=list(pages)).values_list("pk", "translation_key"))


def _kind(section: dict, kinds: dict[int, str]) -> str:
    """Return the kind that a stored section collects; empty if it is no section of entries or takes any."""
    if section["type"] != "entries":
        return ""
    value = section["value"]
    return value.get("kind") or next(
        (kinds.get(entry["value"]["page"], "") for entry in value["entries"]), ""
    )


def _place(sections: list[dict]) -> int:
    """Return where a new section of entries belongs."""
    for sort in ("entries", "editorial"):
        for place in range(len(sections), 0, -1):
            if sections[place - 1]["type"] == sort:
                return place
    return 0


def _block(sort: str, value: dict) -> dict:
    return {"type": sort, "value": value, "id": str(uuid4())}
