"""How does an issue look in every language, as it would go out now, and as it was approved?"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from cms import names
from newsletter.approval.decisions import Choice, plans
from newsletter.approval.freezing import current
from newsletter.blocks import Audience
from newsletter.frozen.showing import as_shown
from newsletter.frozen.withdrawal import withdrawn
from newsletter.models import FrozenEdition, FrozenItem
from newsletter.models.approvals import has_hidden_words
from newsletter.readiness.approved import once_approved
from newsletter.readiness.mails import TOO_LARGE
from newsletter.rendering import render_for

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from newsletter.approval.decisions import Plan
    from newsletter.frozen.showing import ShownEdition
    from newsletter.models import IssuePage
    from newsletter.rendering import Edition, Rendered


HEAD = re.compile(r"<head>.*?</head>", re.DOTALL)

BOTH = re.compile(r'(color-schemes?" content="|color-schemes?:)light dark')
"""Where a mail says that it has colours for either ground."""


class Form(models.TextChoices):
    """How an edition can be looked at."""

    WEB = "web", _("web")
    MAIL = "mail", _("mail, light")
    DARK = "dark", _("mail, dark")
    NARROW = "narrow", _("mail, 320 px wide")
    TEXT = "text", _("text")
    PRINT = "print", _("print")


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenEdition:
    """The edition that some readers get, or would get: one row of the matrix."""

    plan: Plan
    audience: str
    written_in: str
    """BCP 47 tag of the edition."""
    subject: str
    preheader: str
    words_language: str
    """BCP 47 tag of subject and preheader."""
    mail_size: int
    """Bytes of the HTML part."""
    entries: int
    fallbacks: int
    """How many of the entries are in another language than the edition."""
    stored: Rendered | FrozenEdition
    """What it is made of."""

    @property
    def language(self) -> str:
        """BCP 47 tag of the readers."""
        return self.plan.language

    @property
    def name(self) -> str:
        """The language of the readers by its own name."""
        return names.autonym(self.language)

    @property
    def audience_label(self) -> str:
        """For whom it is, in words."""
        return str(Audience(self.audience).label)

    @property
    def version(self) -> int:
        """The version in which it was approved; 0 for what is not."""
        return self.stored.approval.version if isinstance(self.stored, FrozenEdition) else 0

    @property
    def approved_at(self) -> datetime | None:
        """When it was approved."""
        return self.stored.approved_at if isinstance(self.stored, FrozenEdition) else None

    @property
    def is_held(self) -> bool:
        """Whether it stays here for now."""
        return not self.version and self.plan.choice == Choice.HOLD

    @property
    def is_left_out(self) -> bool:
        """Whether its readers get another edition, or none."""
        return not self.version and self.plan.choice == Choice.DROP

    @property
    def is_instead(self) -> bool:
        """Whether its readers get it in place of one in their own language."""
        return self.written_in != self.language

    @property
    def is_redacted(self) -> bool:
        """Whether its mail is not kept any longer, because an item was removed for good."""
        return isinstance(self.stored, FrozenEdition) and self.stored.redacted_at is not None

    @property
    def is_hidden(self) -> bool:
        """Whether it was approved in words of the issue that are not for everybody any more."""
        return isinstance(self.stored, FrozenEdition) and vars(self.stored)["is_hidden"]

    @property
    def is_large(self) -> bool:
        """Whether its mail is larger than it should be."""
        return self.mail_size > TOO_LARGE

    @property
    def percent(self) -> int:
        """How much of the largest size its mail takes, at most 100."""
        return min(100, round(100 * self.mail_size / TOO_LARGE))

    @property
    def mail_html(self) -> str:
        """The HTML part."""
        return self.stored.mail_html

    @property
    def mail_text(self) -> str:
        """The text part."""
        return self.stored.mail_text


def seen(issue: IssuePage, languages: Collection[str] | None = None) -> list[SeenEdition]:
    """Return what the readers of every language get, by language and audience; the database is read once for all.

    What is approved is shown as it was frozen; what is not, as it would be frozen now: from the newest draft, whatever
    the state of the issue. A language that is held back, or left out without another in its place, is shown in its own.

    Args:
        issue: the source.
        languages: BCP 47 tags of the readers; all open languages by default.
    """
    planned = {
        tag: plan for tag, plan in plans(issue).items() if languages is None or tag in languages
    }
    found = [_as_approved(edition, planned) for edition in _frozen(issue, planned)]
    approved = {edition.language for edition in found}
    drafts = {tag: plan.written_in or tag for tag, plan in planned.items() if tag not in approved}
    if drafts:
        found += [_as_drafted(rendered, planned) for rendered in _rendered(issue, drafts)]
    return sorted(found, key=lambda edition: (edition.language, edition.audience))


def edition_on_web(edition: SeenEdition) -> Edition | ShownEdition:
    """Return what the web shows of an edition. One query for what is approved."""
    if isinstance(edition.stored, FrozenEdition):
        return as_shown(edition.stored, edition.language)
    return edition.stored.edition


def mail_in_scheme(html: str, scheme: str) -> str:
    """Return a mail as it looks in one colour scheme, whatever that of the screen is.

    Nothing is imitated: the condition of the mail's own rules is met, or cannot be. Only its head is changed.

    Args:
        html: the HTML part.
        scheme: "light" or "dark".
    """
    condition = "all" if scheme == "dark" else "not all"

    def forced(match: re.Match[str]) -> str:
        head = match.group().replace("(prefers-color-scheme:dark)", condition)
        return BOTH.sub(rf"\g<1>{scheme}", head)

    return HEAD.sub(forced, html, count=1)


def _frozen(issue: IssuePage, languages: Collection[str]) -> list[FrozenEdition]:
    """Return the approved editions of some languages, with the numbers of their items. Two queries."""
    approval = current(issue)
    if approval is None:
        return []
    elsewhere = ~models.Q(items__language=models.F("written_in"))
    editions = FrozenEdition.objects.filter(approval=approval, language__in=languages)
    return list(
        editions.select_related("approval").annotate(
            entries=models.Count("items"),
            fallbacks=models.Count("items", filter=elsewhere),
            is_hidden=has_hidden_words(),
        )
    )


def shows_withdrawn(edition: SeenEdition) -> bool:
    """Return whether the mail of an approved edition has what not everybody may see any more. Three queries at most.

    Its bytes are kept as they went out: nothing can be taken out of them, as it is on the web.
    """
    stored = edition.stored
    if not isinstance(stored, FrozenEdition):
        return False
    return bool(withdrawn(stored, FrozenItem.objects.filter(edition=stored)))


def _rendered(issue: IssuePage, languages: dict[str, str]):
    """Yield the editions of the newest draft, with the translations that its approval would make public."""
    draft = issue.get_latest_revision_as_object()
    base = issue.get_site().root_url
    yield from render_for(draft, languages, base=base, versions=once_approved(draft))


def _as_approved(edition: FrozenEdition, planned: dict[str, Plan]) -> SeenEdition:
    annotated = vars(edition)
    return SeenEdition(
        plan=planned[edition.language],
        audience=edition.audience,
        written_in=edition.written_in,
        subject=edition.subject,
        preheader=edition.preheader,
        words_language=edition.words_language,
        mail_size=edition.mail_size,
        entries=annotated["entries"],
        fallbacks=annotated["fallbacks"],
        stored=edition,
    )


def _as_drafted(rendered: Rendered, planned: dict[str, Plan]) -> SeenEdition:
    languages = {item["key"]: item["language"] for item in rendered.items}
    return SeenEdition(
        plan=planned[rendered.readers],
        audience=rendered.audience,
        written_in=rendered.language,
        subject=rendered.subject,
        preheader=rendered.preheader,
        words_language=rendered.edition.words_language,
        mail_size=len(rendered.mail_html.encode()),
        entries=len(languages),
        fallbacks=sum(language != rendered.language for language in languages.values()),
        stored=rendered,
    )
