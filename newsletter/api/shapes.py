"""What does the API tell of an approved issue? Frozen values, from which its schema derives.

The facts of an item are not among them: what was approved years ago keeps the form that it had, and no schema of today tells it.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from cms.items import Picture
from cms.outputs.api.shapes import Page
from newsletter.rendering import ContentsLine


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionLocale:
    """In which language an edition is, and how that came about."""

    requested: str
    """BCP 47 tag."""
    served: str
    """BCP 47 tag of the edition. Another one stands in where the edition of a language was left out or is held back."""
    direction: Literal["ltr", "rtl"]
    match: Literal["exact", "fallback"]
    words: str
    """BCP 47 tag of label, subject and preheader, which an edition may have in another language than all else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueAlternate:
    """The same issue in a language that has an edition of its own."""

    locale: str
    """BCP 47 tag."""
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """An issue of the newsletter as it was approved, without what is in it."""

    id: UUID
    """The same for every language."""
    url: str
    locale: EditionLocale
    alternates: tuple[IssueAlternate, ...]
    label: str
    """What it is called: "June 2019"."""
    number: int | None
    date: datetime.date
    """The day of the issue, as of which states and days left are told."""
    subject: str
    preheader: str
    """One sentence that names the best of the issue."""
    picture: Picture | None
    """The strip above it."""
    approved_at: datetime.datetime
    updated_at: datetime.datetime
    """When it was approved, or an item was removed for good since."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueList:
    """A page of the archive, the newest issue first."""

    items: tuple[Issue, ...]
    page: Page


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionItem:
    """An item in the words in which an edition shows it, whatever became of its page since."""

    id: UUID
    """That of `/items/{type}/{key}`, where it is as it is today."""
    type: str
    language: str
    """BCP 47 tag of title and summary."""
    direction: Literal["ltr", "rtl"]
    label: str
    """The words above the title, in the language of the edition."""
    title: str
    summary: str
    url: str
    anchor: str
    """The `id` of its element in the HTML."""
    picture: Picture | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WebEdition(Issue):
    """An edition as the web shows it today: what is public no longer is left out."""

    form: Literal["web"]
    contents: tuple[ContentsLine, ...]
    """The sections that have a heading, in order; their `id` is that of an element in the HTML."""
    items: tuple[EditionItem, ...]
    """In order, each once."""
    html: str
    """The sections, with a notice in place of what is public no longer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MailEdition(Issue):
    """An edition as a mail, in HTML."""

    form: Literal["email"]
    html: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TextEdition(Issue):
    """An edition as the text part of a mail."""

    form: Literal["text"]
    text: str
