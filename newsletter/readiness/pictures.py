"""Do pictures tell those who do not see them what they show, and everybody who made them?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from newsletter.readiness.findings import Finding, Weight

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cms.models import ContentPage, Picture, Promotion
    from newsletter.readiness.draft import Draft


def findings(draft: Draft, promotions: Iterable[Sequence[Promotion]]) -> Iterator[Finding]:
    """Yield what is not said of the pictures of an issue, each once for all languages.

    The strip above an issue is decorative, as its form says, and so is the picture of a promotion; of a page and of a text the
    editors decide it.

    Args:
        draft: the issue.
        promotions: all versions of each that the issue shows.
    """
    told: set[int] = set()
    for picture in _decorative(draft, promotions):
        yield from _credit(picture, told)
    for section in draft.sections:
        for entry in section.value.get("entries") or ():
            page = draft.pages.get(entry.value["page"])
            if page is not None and page.pk in draft.public:
                yield from _of_page(draft, section, page.original, told)
        if section.block_type == "text":
            yield from _of_text(draft, section, told)


def _decorative(draft: Draft, promotions: Iterable[Sequence[Promotion]]) -> Iterator[Picture]:
    if draft.issue.picture:
        yield draft.issue.picture
    for versions in promotions:
        if versions[0].picture:
            yield versions[0].picture


def _of_page(draft: Draft, section, page: ContentPage, told: set[int]) -> Iterator[Finding]:
    picture = page.picture
    if picture is None:
        return
    own = page.picture_alt_text.strip() or picture.alternative_text.strip()
    if not own and not page.picture_is_decorative:
        message = _(
            "‘%(section)s’: nothing says what the picture of ‘%(page)s’ shows, for those who do not see it."
        )
        yield draft.finding(
            "picture-alt",
            section,
            message,
            page,
            weight=Weight.BLOCKING,
            words={"page": page.title},
        )
    yield from _credit(picture, told)


def _of_text(draft: Draft, section, told: set[int]) -> Iterator[Finding]:
    for block in section.value["body"]:
        if block.block_type != "figure" or block.value["picture"] is None:
            continue
        picture, value = block.value["picture"], block.value
        if not value["alternative_text"].strip() and not value["is_decorative"]:
            message = _(
                "‘%(section)s’: nothing says what the picture ‘%(picture)s’ shows, for those who do not see it."
            )
            yield draft.finding(
                "picture-alt",
                section,
                message,
                block,
                weight=Weight.BLOCKING,
                words={"picture": picture.title},
                subject=picture.title,
            )
        yield from _credit(picture, told)


def _credit(picture: Picture, told: set[int]) -> Iterator[Finding]:
    """Tell once that nobody is named who made a picture."""
    if picture.credit.strip() or picture.pk in told:
        return
    told.add(picture.pk)
    yield Finding(
        code="picture-credit",
        message=_("Nobody is named who made the picture ‘%(picture)s’.")
        % {"picture": picture.title},
        url=reverse("wagtailimages:edit", args=[picture.pk]),
        subject=picture.title,
    )
