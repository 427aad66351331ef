"""How is an issue approved, so that what went out stays as it was?"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone
from wagtail.log_actions import log

from cms.items import as_json
from newsletter.approval.decisions import plans
from newsletter.approval.instead import in_place_of
from newsletter.frozen import pictures
from newsletter.frozen.withdrawal import anchors
from newsletter.models import Approval, FrozenEdition, FrozenItem, IssuePage
from newsletter.readiness.verdict import readiness
from newsletter.rendering import render_for

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.contrib.auth.models import AbstractUser

    from newsletter.readiness.findings import Finding
    from newsletter.rendering import Edition, Rendered

APPROVED = "newsletter.approved"
REOPENED = "newsletter.reopened"
"""The actions in Wagtail's log, of the issue."""

HASHED = (
    "language",
    "written_in",
    "audience",
    "label",
    "subject",
    "preheader",
    "words_language",
    "url",
    "head",
    "web",
    "mail_html",
    "mail_text",
)
HASHED_OF_ITEMS = ("key", "title", "summary", "language", "anchor", "card")
"""What of an edition, and of each of its items, is in the hash."""


class NotReadyError(Exception):
    """Raised when an issue cannot be approved: names the languages in which something stands in the way."""

    def __init__(self, languages: list[str], findings: tuple[Finding, ...] = ()) -> None:
        """Keep the BCP 47 tags, and what was found; no language: nothing is to go out."""
        super().__init__(", ".join(languages))
        self.languages = languages
        self.findings = findings


def current(issue: IssuePage) -> Approval | None:
    """Return the approval that holds, or None. One query.

    Args:
        issue: the source.
    """
    return Approval.objects.filter(issue=issue, reopened_at=None).first()


def next_version(issue: IssuePage) -> int:
    """Return the version that the next approval of an issue makes. One query."""
    last = Approval.objects.filter(issue=issue).aggregate(last=Max("version"))["last"]
    return (last or 0) + 1


def due(issue: IssuePage, approval: Approval | None) -> dict[str, str]:
    """Return which editions are to go out and are not frozen yet: the language in which each is written, by its readers'.

    Args:
        issue: the source.
        approval: the one that holds.
    """
    frozen = set(
        FrozenEdition.objects.filter(approval=approval).values_list("language", flat=True)
        if approval
        else ()
    )
    return {
        tag: plan.written_in
        for tag, plan in plans(issue).items()
        if plan.written_in and tag not in frozen
    }


def require_ready(issue: IssuePage, wanted: Mapping[str, str]) -> None:
    """Refuse to freeze editions in whose way something stands.

    Args:
        issue: with what was saved last.
        wanted: as ``due`` returns it.

    Raises:
        NotReadyError: if it does, or if there is nothing to freeze.
    """
    if not wanted:
        raise NotReadyError([])
    found = readiness(issue, languages=tuple(sorted(set(wanted.values()))))
    if blocked := found.blocked():
        raise NotReadyError(blocked, tuple(each for each in found.findings if each.is_blocking))


@transaction.atomic
def freeze(issue: IssuePage, *, user: AbstractUser | None) -> Approval:
    """Freeze every edition that is to go out and is not frozen yet; noted in Wagtail's log.

    The first time it makes a version of the issue. A language that was held back then, and is to go out now, is added
    to the same version: the issue has been locked since. Its pages may have changed: where it is left out, its readers
    get what the others got.

    Args:
        issue: the source.
        user: who approves; whether they may is for the caller to ask.

    Raises:
        NotReadyError: if something stands in the way in a language that is to go out, or none is to.
        LostPictureError: if the file of a picture cannot be read.
    """
    IssuePage.objects.select_for_update(of=("self",)).get(pk=issue.pk)
    draft = issue.get_latest_revision_as_object()
    approval = current(issue)
    wanted = due(issue, approval)
    require_ready(draft, wanted)
    kept = _by_language(approval) if approval else {}
    if approval is None:
        approval = Approval.objects.create(
            issue=issue, version=next_version(issue), approved_by=user
        )
    base = issue.get_site().root_url
    anew = {tag: written_in for tag, written_in in wanted.items() if written_in not in kept}
    for rendered in render_for(draft, anew, base=base):
        _store(approval, rendered, base=base, user=user)
    for tag in wanted.keys() - anew.keys():
        for edition in kept[wanted[tag]]:
            _store_again(edition, tag, user=user)
    data = {"version": approval.version, "languages": list(wanted)}
    log(issue, APPROVED, user=user, data=data)
    return approval


@transaction.atomic
def reopen(approval: Approval, *, user: AbstractUser) -> None:
    """Let people work at an approved issue again; its next approval makes a new version. Noted in Wagtail's log.

    Until then readers go on seeing this version. One that has been opened stays as it is.
    """
    still = Approval.objects.filter(pk=approval.pk, reopened_at=None)
    if still.update(reopened_at=timezone.now(), reopened_by=user):
        log(approval.issue, REOPENED, user=user, data={"version": approval.version})


def hash_of(edition: FrozenEdition, items: Iterable[FrozenItem] | None = None) -> str:
    """Return the SHA-256 of an edition as it is kept, in hexadecimal: of JSON with sorted keys, in UTF-8. One query.

    Two approvals of the same words and pictures have the same. The name of a picture that is kept says what is in it, so
    another picture makes another hash, also where it has taken the place of the first.

    Args:
        edition: with what is kept of it; after an item was removed for good that is another thing than was hashed.
        items: its items in order, where the caller has them.
    """
    if items is None:
        items = FrozenItem.objects.filter(edition=edition)
    parts = {
        **{name: getattr(edition, name) for name in HASHED},
        "items": [{name: getattr(item, name) for name in HASHED_OF_ITEMS} for item in items],
    }
    return hashlib.sha256(json.dumps(parts, sort_keys=True, default=str).encode()).hexdigest()


def _store(approval: Approval, rendered: Rendered, *, base: str, user: AbstractUser | None) -> None:
    head, items = json.dumps(_head(rendered.edition)), json.dumps(rendered.items)
    kept = pictures.keep((rendered.web, rendered.mail_html, head, items), base)

    def own(text: str) -> str:
        return pictures.moved(text, kept)

    edition = FrozenEdition(
        approval=approval,
        language=rendered.readers,
        written_in=rendered.language,
        audience=rendered.audience,
        label=rendered.label,
        subject=rendered.subject,
        preheader=rendered.preheader,
        words_language=rendered.edition.words_language,
        url=rendered.url,
        head=json.loads(_from_site(own(head), base)),
        web=_from_site(own(rendered.web), base),
        mail_html=(mail := own(rendered.mail_html)),
        mail_text=rendered.mail_text,
        mail_size=len(mail.encode()),
        approved_by=user,
    )
    _save(edition, _items(edition, json.loads(own(items)), _words(rendered)))


def _by_language(approval: Approval) -> dict[str, list[FrozenEdition]]:
    """Return the editions of a version that are in the language of their readers. One query."""
    found: dict[str, list[FrozenEdition]] = {}
    for edition in FrozenEdition.objects.filter(approval=approval, written_in=F("language")):
        found.setdefault(edition.language, []).append(edition)
    return found


def _store_again(edition: FrozenEdition, readers: str, *, user: AbstractUser | None) -> None:
    """Keep an edition for the readers of another language, too."""
    other = in_place_of(edition, readers)
    other.approved_by = user
    rows = list(FrozenItem.objects.filter(edition=edition))
    for row in rows:
        row.pk, row.edition = None, other
    _save(other, rows)


def _save(edition: FrozenEdition, items: list[FrozenItem]) -> None:
    edition.hash = hash_of(edition, items)
    edition.save()
    FrozenItem.objects.bulk_create(items)


def _words(rendered: Rendered) -> dict[str, dict[str, str]]:
    """Return the words in which the issue shows its entries, by translation key: an editor may have reworded them.

    Where an entry for the web and one for the mail have other words for a page, those of the web: they are found there.
    """
    sections = (*rendered.edition.sections, *rendered.mail.sections)
    entries = [entry for section in reversed(sections) for entry in section.entries]
    return {
        str(entry.item.key): as_json(
            {"title": entry.headline, "summary": entry.teaser, "language": entry.language}
        )
        for entry in entries
    }


def _items(
    edition: FrozenEdition, cards: list[dict], words: dict[str, dict[str, str]]
) -> list[FrozenItem]:
    """Return a row for each item, in the words of the issue."""
    places = anchors(edition.web)
    return [
        FrozenItem(
            edition=edition,
            position=position,
            key=card["key"],
            anchor=places.get(card["key"], ""),
            card=card,
            **words.get(
                card["key"], {name: card[name] for name in ("title", "summary", "language")}
            ),
        )
        for position, card in enumerate(cards)
    ]


def _head(edition: Edition) -> dict:
    """Return what the web shows around the sections."""
    return as_json(
        {
            "number": edition.number,
            "date": edition.date,
            "picture": edition.picture,
            "contents": edition.contents,
        }
    )


def _from_site(text: str, base: str) -> str:
    """Return a text with the addresses of this site as its own pages have them: from the root."""
    # In attributes and strings of JSON: what people wrote stays as they wrote it.
    return text.replace(f'"{base}/', '"/')
