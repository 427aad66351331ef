"""What is handed over of an issue, as plain values that a backend needs no database for?"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from email.utils import parseaddr
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Min
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.content import published
from cms.languages.readings import Reading
from newsletter.backends import file
from newsletter.backends.base import BackendError, Campaign
from newsletter.blocks import Audience
from newsletter.models import FrozenEdition, FrozenItem, IssueIndexPage, Sender
from newsletter.readiness.approved import once_approved
from newsletter.rendering import render_for

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from django.db.models import QuerySet

    from newsletter.models import Approval, IssuePage


@dataclass(frozen=True, slots=True)
class Frame:
    """What all campaigns of an issue have in common."""

    issue: IssuePage
    archives: list[IssueIndexPage]
    """The public versions of the page that lists all issues."""
    base: str
    """Scheme and host of the site."""
    sender: dict[str, str]

    def archive_url(self, language: str) -> str:
        """Return where readers of a language find all issues; the home page where there is no such place."""
        reading = Reading(language, base=self.base)
        served = reading.choose(self.archives)
        return reading.address(served.words) if served else self.base + "/"


def campaign_of(edition: FrozenEdition) -> Campaign:
    """Return an approved edition, ready to leave.

    Raises:
        BackendError: if its mail is not kept any longer: something was removed for good, perhaps just now.
    """
    for one in campaigns_of(FrozenEdition.objects.filter(pk=edition.pk, redacted_at=None)):
        return one
    raise BackendError(_("An item was removed from this edition for good. Approve the issue anew."))


def campaigns_of(editions: QuerySet[FrozenEdition]) -> list[Campaign]:
    """Return approved editions of one issue, ready to leave. As many queries for many as for one."""
    found = list(editions.select_related("approval__issue").defer("web"))
    if not found:
        return []
    cards: dict[int, list[dict]] = {}
    for edition, card in FrozenItem.objects.filter(edition__in=found).values_list(
        "edition", "card"
    ):
        cards.setdefault(edition, []).append(card)
    frame = _frame(found[0].approval.issue)
    known = _known_since(frame.issue)
    return [
        _approved(
            edition,
            cards.get(edition.pk, []),
            frame,
            known_since=known[edition.language, edition.audience, edition.hash],
        )
        for edition in found
    ]


def drafts_of(issue: IssuePage, languages: Mapping[str, str]) -> Iterator[Campaign]:
    """Yield an issue as it would leave if it was approved now; for tests.

    Args:
        issue: the source.
        languages: by the BCP 47 tag of the readers, that of the edition which they get.
    """
    frame = _frame(issue)
    now = timezone.now()
    for rendered in render_for(issue, languages, base=frame.base, versions=once_approved(issue)):
        yield Campaign(
            key=_digest(rendered.key, rendered.readers, rendered.audience, rendered.hash),
            issue=issue.slug,
            label=rendered.label,
            date=now,
            known_since=now,
            readers=rendered.readers,
            language=rendered.language,
            audience=rendered.audience,
            version=0,
            subject=rendered.subject,
            preheader=rendered.preheader,
            html=rendered.mail_html,
            text=rendered.mail_text,
            url=rendered.url,
            archive_url=frame.archive_url(rendered.readers),
            items=tuple(rendered.items),
            hash=rendered.hash,
            **frame.sender,
        )


def archive_of(approval: Approval) -> bytes:
    """Return a ZIP archive of the files of all editions of an approved issue: those that the file backend writes.

    Raises:
        BackendError: if no safe names or headers can be made of one.
    """
    return file.archive(
        campaigns_of(FrozenEdition.objects.filter(approval=approval, redacted_at=None))
    )


def archive_name(approval: Approval) -> str:
    """Return what that archive is called: "june-2019.1.zip"."""
    return f"{approval.issue.slug}.{approval.version}.zip"


def key_of(edition: FrozenEdition) -> str:
    """Return the key of a campaign: the same for the same edition of the same issue, for the same readers."""
    issue = str(edition.approval.issue.translation_key)
    return _digest(issue, edition.language, edition.audience, edition.hash)


def handover_key(backend: str, edition: FrozenEdition) -> str:
    """Return the key of a hand-over: the same thing goes to the same backend once."""
    return _digest(backend, key_of(edition))


def _digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _known_since(issue: IssuePage) -> dict[tuple[str, str, str], datetime]:
    """Return when each edition of an issue was first approved: what is approved anew may be the same. One query."""
    versions = FrozenEdition.objects.filter(approval__issue=issue)
    rows = versions.order_by().values("language", "audience", "hash")
    return {
        (row["language"], row["audience"], row["hash"]): row["first"]
        for row in rows.annotate(first=Min("approved_at"))
    }


def _approved(
    edition: FrozenEdition, items: list[dict], frame: Frame, *, known_since: datetime
) -> Campaign:
    approval = edition.approval
    return Campaign(
        key=key_of(edition),
        issue=frame.issue.slug,
        label=edition.label,
        date=edition.approved_at,
        known_since=known_since,
        readers=edition.language,
        language=edition.written_in,
        audience=Audience(edition.audience).value,
        version=approval.version,
        subject=edition.subject,
        preheader=edition.preheader,
        html=edition.mail_html,
        text=edition.mail_text,
        url=edition.url,
        archive_url=frame.archive_url(edition.language),
        items=tuple(items),
        hash=edition.hash,
        **frame.sender,
    )


def _frame(issue: IssuePage) -> Frame:
    """Return what the campaigns of an issue share. A few queries."""
    site = issue.get_site()
    archive = IssueIndexPage.objects.parent_of(issue).values("translation_key")
    same = IssueIndexPage.objects.filter(translation_key__in=archive)
    return Frame(
        issue=issue,
        archives=list(published(same)),
        base=site.root_url,
        sender=_sender(site),
    )


def _sender(site) -> dict[str, str]:
    """Return who sends the newsletter of a site; what nobody has set is that of the site."""
    sender = Sender.objects.filter(site=site).first() or Sender(site=site)
    _name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    address = sender.address or address
    return {
        "sender_name": sender.name or site.site_name or settings.WAGTAIL_SITE_NAME,
        "sender_address": address,
        "reply_to": sender.reply_to or address,
    }
