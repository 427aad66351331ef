"""Can an issue go out, and in which languages? The one computation, for every screen, command and mail."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from cms.characters import unsafe_in
from newsletter.blocks import Outlet
from newsletter.readiness import mails, pictures, publication, statements, structure
from newsletter.readiness.approved import once_approved
from newsletter.readiness.destinations import Destinations, lost, places
from newsletter.readiness.draft import Draft
from newsletter.readiness.findings import Finding, Readiness, Verdict, Weight
from newsletter.readiness.words import Words
from newsletter.rendering import render_for
from newsletter.selection import promotion_versions

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from cms.models import Promotion
    from newsletter.models import IssuePage
    from newsletter.rendering import Rendered


@dataclass(frozen=True, slots=True)
class _Look:
    """An edition as it is rendered, and what is in it."""

    rendered: Rendered
    mail: mails.Contents
    web: mails.Contents


def readiness(
    issue: IssuePage, *, base: str = "", languages: tuple[str, ...] | None = None
) -> Readiness:
    """Return everything that stands between an issue and its readers, in each language.

    Every edition is rendered once, in the words in which it will be approved. The number of queries does not depend on that
    of entries and languages.

    Args:
        issue: the source, with what was saved last.
        base: scheme and host of every address; by default those of the issue's site.
        languages: BCP 47 tags of the readers; None for every open language.
    """
    draft = Draft(issue, languages)
    base = base or issue.get_site().root_url
    looks: dict[str, list[_Look]] = {tag: [] for tag in draft.languages}
    versions = once_approved(issue, draft.released)
    same = {tag: tag for tag in draft.languages}
    for rendered in render_for(issue, same, base=base, versions=versions):
        look = _Look(rendered, mails.read(rendered.mail_html), mails.read(rendered.web))
        looks[rendered.readers].append(look)
    destinations = _destinations(draft, looks, base)
    found = tuple(_gathered(_findings(draft, looks, destinations), draft.languages))
    return Readiness(
        verdicts={
            tag: Verdict(
                language=tag,
                findings=tuple(
                    finding
                    for finding in found
                    if not finding.languages or tag in finding.languages
                ),
                mail_size=max((look.mail.size for look in looks[tag]), default=0),
            )
            for tag in draft.languages
        },
        findings=found,
        outside=destinations.outside,
    )


def _findings(
    draft: Draft, looks: dict[str, list[_Look]], destinations: Destinations
) -> Iterator[Finding]:
    """Yield all findings: what the issue says of itself, its sections, their words, links and pictures, and the mails."""
    promotions = promotion_versions(draft.promotions)
    yield from publication.findings(draft)
    yield from _inbox(draft)
    yield from _lines(draft, looks)
    yield from _sections(draft, looks, promotions)
    yield from Words(draft, promotions).findings()
    yield from statements.findings(
        {
            tag: [
                funding
                for look in several
                for edition in (look.rendered.edition, look.rendered.mail)
                for funding in edition.funding
            ]
            for tag, several in looks.items()
        }
    )
    yield from lost(draft, promotions)
    yield from destinations.findings(places(draft, promotions), draft.url)
    yield from pictures.findings(draft, promotions.values())
    for tag, several in looks.items():
        for look in several:
            yield from mails.findings(look.mail, language=tag, url=draft.url)


def _sections(
    draft: Draft, looks: dict[str, list[_Look]], promotions: Mapping[int, Sequence[Promotion]]
) -> Iterator[Finding]:
    """Yield what is wrong with the sections: as they were saved, and then as readers of each language get them."""
    found = [*structure.findings(draft), *structure.deleted(draft, promotions)]
    yield from found
    shown = {
        tag: {
            Outlet.WEB: {
                section.id for each in several for section in each.rendered.edition.sections
            },
            Outlet.MAIL: {
                section.id for each in several for section in each.rendered.mail.sections
            },
        }
        for tag, several in looks.items()
    }
    told = {each.url for each in found if each.code in ("section-empty", "promotion-deleted")}
    yield from structure.vanished(draft, shown, told)


def _inbox(draft: Draft) -> Iterator[Finding]:
    """Yield what is missing in the reader's inbox; a draft can be saved without."""
    missing = {
        "subject": ("subject-missing", _("The issue has no subject yet.")),
        "preheader": ("preheader-missing", _("The issue has no preheader yet.")),
    }
    for name, (code, message) in missing.items():
        if not getattr(draft.issue, name).strip():
            yield Finding(code=code, message=message, url=draft.url, weight=Weight.BLOCKING)


def _lines(draft: Draft, looks: dict[str, list[_Look]]) -> Iterator[Finding]:
    """Yield the languages in which a header of the mail holds what must not stand there, however it came to be stored."""
    for tag, several in looks.items():
        for rendered in (look.rendered for look in several):
            found = unsafe_in(rendered.label + rendered.subject + rendered.preheader)
            if found:
                message = _(
                    "Label, subject or preheader hold characters that must not stand in one line (%(codes)s)."
                )
                yield Finding(
                    code="line-unsafe",
                    message=message % {"codes": ", ".join(found)},
                    url=draft.url,
                    weight=Weight.BLOCKING,
                    languages=(tag,),
                )


def _destinations(draft: Draft, looks: dict[str, list[_Look]], base: str) -> Destinations:
    shown: dict[str, list[mails.ShownLink]] = defaultdict(list)
    granted: set[str] = set()
    for tag, several in looks.items():
        for look in several:
            shown[tag] += [*look.mail.links, *look.web.links]
            granted |= {link.url for link in look.rendered.edition.languages}
    return Destinations(shown, base=base, granted=granted)


def _gathered(findings: Iterable[Finding], languages: tuple[str, ...]) -> list[Finding]:
    """Return each finding once, with all the languages that it concerns, in the order in which they were made."""
    concerned: dict[Finding, set[str]] = {}
    for finding in findings:
        concerned.setdefault(replace(finding, languages=()), set()).update(
            finding.languages or languages
        )
    return [
        replace(finding, languages=() if tags == set(languages) else tuple(sorted(tags)))
        for finding, tags in concerned.items()
    ]
