"""Are the sections of an issue in order, and the pages that it names?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.models import ContentPage, kinds_with
from newsletter.assembly import anchor
from newsletter.blocks import Outlet
from newsletter.models import IssuePage
from newsletter.readiness.draft import own_words
from newsletter.readiness.findings import Finding, Weight
from newsletter.selection import as_of, gathered

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from uuid import UUID

    from cms.models import Promotion
    from newsletter.readiness.draft import Draft

GATHERED = {"agenda": "Dated", "calls": "Deadlined"}
"""The sections that gather their lines, and the capability that a page needs to be one."""

EVERYWHERE = gettext_lazy("‘%(section)s’ has nothing to show; readers will not see it.")
VANISHED = {
    (Outlet.WEB,): gettext_lazy(
        "‘%(section)s’ has nothing to show on the web; it stands in the mail alone."
    ),
    (Outlet.MAIL,): gettext_lazy(
        "‘%(section)s’ has nothing to show in the mail; it stands on the web alone."
    ),
}
"""What is said of a section by where it is not."""


def findings(draft: Draft) -> Iterator[Finding]:
    """Yield what should be looked at in an issue, whatever the language, in the order of its sections.

    Two queries, and one for each gathered section without a pinned line.
    """
    repeated = _repeated(draft.issue)
    for section in draft.sections:
        if section.block_type == "editorial" and section.id in repeated:
            message = _("‘%(section)s’ still has the text of the issue before.")
            yield draft.finding("editorial-repeated", section, message, section)
        elif section.block_type == "entries":
            yield from _entries(draft, section)
        elif section.block_type in GATHERED:
            yield from _gathered(draft, section)


def _entries(draft: Draft, section) -> Iterator[Finding]:
    if not section.value["entries"]:
        message = _("‘%(section)s’ has no entries yet; readers will not see it.")
        yield draft.finding("section-empty", section, message, section)
    for entry in section.value["entries"]:
        yield from _page(draft, section, entry, Weight.BLOCKING) or _past(draft, section, entry)
    yield from _twice(draft, section)


def _gathered(draft: Draft, section) -> Iterator[Finding]:
    lines = section.value["lines"]
    pinned = [line for line in lines if line.value["is_pinned"]]
    if not pinned and not gathered(draft.issue, section, as_of(draft.issue)).exists():
        message = _("‘%(section)s’ finds nothing to show; readers will not see it.")
        yield draft.finding("section-empty", section, message, section)
    for line in lines:
        # A line that was only to be reworded or hidden leaves no gap that anybody planned.
        weight = Weight.BLOCKING if line.value["is_pinned"] else Weight.WARNING
        yield from _page(draft, section, line, weight) or _capability(draft, section, line)
    for line in pinned:
        yield from _past(draft, section, line)


def deleted(draft: Draft, promotions: Mapping[int, Sequence[Promotion]]) -> Iterator[Finding]:
    """Yield the sections whose promotion is gone: they would vanish without a word.

    Args:
        draft: the issue.
        promotions: all versions of each that is there, as ``promotion_versions`` returns them.
    """
    for section in draft.sections:
        if section.block_type != "promotion":
            continue
        if (pk := section.value["promotion"]) and pk not in promotions:
            message = _(
                "‘%(section)s’: the promotion was deleted. Remove the section, or choose another one."
            )
            yield draft.finding(
                "promotion-deleted", section, message, section, weight=Weight.BLOCKING
            )


def vanished(
    draft: Draft, shown: Mapping[str, Mapping[Outlet, set[str]]], told: Collection[str]
) -> Iterator[Finding]:
    """Yield the sections that some readers do not see, since nothing in them is for them.

    Args:
        draft: the issue.
        shown: the identities of the sections that editions have, by the BCP 47 tag of the readers and the outlet.
        told: where findings lead that say it of a section already, whatever the language.
    """
    for place, section in enumerate(draft.sections):
        if draft.url_of(section) in told:
            continue
        identity = anchor(section, place)
        for tag, by_outlet in shown.items():
            lacking = tuple(outlet for outlet, there in by_outlet.items() if identity not in there)
            if lacking:
                message = VANISHED.get(lacking, EVERYWHERE)
                yield draft.finding(
                    "section-empty", section, str(message), section, languages=(tag,)
                )


# What can be wrong with one page


def _page(draft: Draft, section, block, weight: Weight) -> list[Finding]:
    """Tell that the page of an entry or a line cannot be read by everybody: it would vanish without a word."""
    pk = block.value["page"]
    page = draft.pages.get(pk)
    if pk is None or pk in draft.public:
        return []
    if page is None:
        message = _(
            "‘%(section)s’: the page of ‘%(words)s’ was deleted. Remove it, or choose another page."
        )
        words = {"words": own_words(block)}
        return [draft.finding("page-deleted", section, message, block, weight=weight, words=words)]
    known = vars(page)
    if known["own_restriction"] or known["source_restriction"]:
        code = "page-restricted"
        message = _("‘%(section)s’: only some readers may see ‘%(page)s’, so it is left out.")
    else:
        code = "page-unpublished"
        message = _("‘%(section)s’: ‘%(page)s’ is not published, so it is left out.")
    return [draft.finding(code, section, message, page, weight=weight, words={"page": page.title})]


def _twice(draft: Draft, section) -> Iterator[Finding]:
    """Tell that a page stands twice in a section, on the web or in the mail. In two sections it may have its reasons."""
    shown: set[tuple[UUID, Outlet]] = set()
    for entry in section.value["entries"]:
        page = draft.pages.get(entry.value["page"])
        if page is None:
            continue
        places = {
            (page.translation_key, outlet)
            for outlet in (Outlet.WEB, Outlet.MAIL)
            if entry.value["outlet"] in (Outlet.EVERYWHERE, outlet)
        }
        if places & shown:
            message = _("‘%(section)s’: ‘%(page)s’ stands there twice.")
            yield draft.finding("page-twice", section, message, entry, words={"page": page.title})
        shown |= places


def _past(draft: Draft, section, block) -> list[Finding]:
    """Tell that something takes place before the date of the issue, or closes before that day is over."""
    page = draft.pages.get(block.value["page"])
    if page is None or (page.source_id or page.pk) not in draft.past:
        return []
    if _can(page, "Dated"):
        message = _("‘%(section)s’: ‘%(page)s’ takes place before the date of the issue.")
    elif _can(page, "Deadlined"):
        message = _("‘%(section)s’: ‘%(page)s’ closes before the day of the issue is over.")
    else:
        return []
    return [draft.finding("past", section, message, page, words={"page": page.title})]


def _capability(draft: Draft, section, line) -> list[Finding]:
    """Tell that a page can be no line of the section."""
    page = draft.pages.get(line.value["page"])
    if page is None or _can(page, GATHERED[section.block_type]):
        return []
    if section.block_type == "agenda":
        message = _("‘%(section)s’: ‘%(page)s’ has no date and cannot stand in an agenda.")
    else:
        message = _("‘%(section)s’: ‘%(page)s’ is nothing that one can apply for.")
    return [draft.finding("no-line", section, message, line, words={"page": page.title})]


def _repeated(issue: IssuePage) -> set[str]:
    """Return the identities of the editorials whose text stood in the issue before."""
    before = (
        IssuePage.objects.sibling_of(issue, inclusive=False)
        .filter(source=None, date__lt=issue.date)
        .order_by("-date", "-number")
        .first()
    )
    texts = [] if before is None else [text for _block, text in _editorials(before)]
    return {block for block, text in _editorials(issue) if text in texts}


def _editorials(issue: IssuePage) -> Iterator[tuple[str, str]]:
    """Yield the identity and the text of each editorial that has one."""
    for section in issue.sections:
        if section.block_type == "editorial" and (text := section.value["text"]["text"]):
            yield section.id, text.source


def _can(page: ContentPage, capability: str) -> bool:
    return page.content_type.model_class() in kinds_with(capability)
