"""Issues of the newsletter as they were approved: the archive, and each edition in its forms."""

from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING, Annotated, Any, Literal
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from ninja import Path, Query
from pydantic import Field

from cms.items import Picture, as_json, direction
from cms.languages.versions import media
from cms.outputs.api.cursors import Place, after, place_of
from cms.outputs.api.document import Answer
from cms.outputs.api.parameters import Asked, InLanguage, Listed, reading_for
from cms.outputs.api.problems import Problem
from cms.outputs.api.router import get, reply
from cms.outputs.api.schemas import kinds_by_type
from cms.outputs.api.shapes import Page
from newsletter.api.shapes import (
    EditionItem,
    EditionLocale,
    Issue,
    IssueAlternate,
    IssueList,
    MailEdition,
    TextEdition,
    WebEdition,
)
from newsletter.archive import approved_issues, cards
from newsletter.frozen.pictures import picture_of
from newsletter.frozen.showing import as_shown
from newsletter.frozen.withdrawal import public_among, version_of, withdrawn
from newsletter.models import FrozenEdition, FrozenItem

if TYPE_CHECKING:
    from cms.languages.readings import Reading
    from newsletter.archive import IssueCard

ORDER = "-day"
"""The name of the one order that the archive has, in its cursors."""
MARKS = re.compile(r"<!--.*?-->", re.DOTALL)
"""What tells the parts of an edition apart, for us only."""
FROM_ROOT = re.compile(r'(?<==")/(?!/)')
"""The beginning of an address of this site, in an attribute."""

Key = Annotated[UUID, Path(description="`id` of the issue.")]


class IssuesAsked(InLanguage, Listed):
    """Which part of the archive, in which language."""


class EditionAsked(InLanguage):
    """Which edition of an issue, in which form."""

    form: Literal["web", "email", "text"] = Field(
        "web",
        description="`web`: the sections in HTML, and the items one by one; `email`: the mail in HTML; `text`: its text part.",
    )


def one_edition() -> Any:
    """Return the type of an edition in one of its forms."""
    return Annotated[WebEdition | MailEdition | TextEdition, Field(discriminator="form")]


@get("/newsletters", "newsletters", Answer(lambda: IssueList))
def newsletters(request: HttpRequest, asked: Query[IssuesAsked]) -> HttpResponse:
    """The approved issues of the newsletter, the newest first, in the language asked for or what stands in for it."""
    reading = reading_for(Asked(locale=asked.locale), request)
    issues = approved_issues().order_by(ORDER, "-pk")
    if asked.cursor:
        issues = after(issues, place_of(asked.cursor, ORDER), ORDER, "-pk")
    rows = list(issues.values_list("day", "pk", "translation_key")[: asked.limit + 1])
    shown = rows[: asked.limit]
    goes_on = len(rows) > len(shown)
    page = Page(
        limit=asked.limit,
        next=Place(shown[-1][:1], shown[-1][1]).cursor(ORDER) if goes_on else None,
        count=None,
    )
    found = [_issue(card, reading) for card in _cards([key for _day, _pk, key in shown], reading)]
    return reply(
        as_json(IssueList(items=tuple(found), page=page)), *(one.locale.served for one in found)
    )


@get("/newsletters/{issue}", "newsletter", Answer(one_edition, problems=(400, 404, 410, 500)))
def newsletter(request: HttpRequest, issue: Key, asked: Query[EditionAsked]) -> HttpResponse:
    """One edition of an issue, as its readers got it. The key of the issue is the same for every language.

    What is public no longer is left out of the web's form. A mail cannot be taken apart: it is only given while everybody may
    see all that it names.
    """
    reading = reading_for(Asked(locale=asked.locale), request)
    found = _cards(list(approved_issues(issue).values_list("translation_key", flat=True)), reading)
    if not found:
        raise Http404
    edition = FrozenEdition.objects.select_related("approval").get(pk=found[0].edition)
    whole = _issue(found[0], reading)
    head = {field.name: getattr(whole, field.name) for field in dataclasses.fields(Issue)}
    answer = FORMS[asked.form](edition, reading, head)
    return reply(as_json(answer), whole.locale.served, *_languages(answer))


def _cards(keys: list[UUID], reading: Reading) -> list[IssueCard]:
    """Return approved issues."""
    return [card for card in cards(keys, reading) if card.edition]


def _issue(card: IssueCard, reading: Reading) -> Issue:
    return Issue(
        id=card.key,
        url=card.url,
        locale=EditionLocale(
            requested=reading.language,
            served=card.edition_language,
            direction=direction(card.edition_language),
            match="exact" if card.edition_language == reading.language else "fallback",
            words=card.language,
        ),
        alternates=tuple(
            IssueAlternate(locale=link.language, url=link.url)
            for link in card.languages
            if link.language in card.own
        ),
        label=card.label,
        number=card.number,
        date=card.date,
        subject=card.title,
        preheader=card.lede,
        picture=_with_base(card.picture, reading.base),
        approved_at=card.published_at,
        updated_at=card.updated_at,
    )


def _on_web(edition: FrozenEdition, reading: Reading, head: dict[str, Any]) -> WebEdition:
    """Return an edition as the web shows it, with whole addresses."""
    rows = list(FrozenItem.objects.filter(edition=edition).exclude(anchor=""))
    public = public_among({version_of(row.card) for row in rows})
    with translation.override(reading.language):  # of the notices in place of what is gone
        shown = as_shown(edition, reading.language)
    html = MARKS.sub("", str(shown.web))
    return WebEdition(
        **head,
        form="web",
        contents=shown.contents,
        items=tuple(_item(row, reading.base) for row in rows if version_of(row.card) in public),
        html=FROM_ROOT.sub(f"{reading.base}/", html),
    )


def _item(row: FrozenItem, base: str) -> EditionItem:
    names = {kind._meta.label_lower: name for name, kind in kinds_by_type().items()}
    card = row.card
    return EditionItem(
        id=row.key,
        type=names.get(card["kind"], card["kind"]),
        language=row.language,
        direction=direction(row.language),
        label=card["label"],
        title=row.title,
        summary=row.summary,
        url=card["url"],
        anchor=row.anchor,
        picture=_with_base(picture_of(card["picture"]), base),
    )


def _as_mail(edition: FrozenEdition, _reading: Reading, head: dict[str, Any]) -> MailEdition:
    return MailEdition(**head, form="email", html=_whole(edition).mail_html)


def _as_text(edition: FrozenEdition, _reading: Reading, head: dict[str, Any]) -> TextEdition:
    return TextEdition(**head, form="text", text=_whole(edition).mail_text)


FORMS = {"web": _on_web, "email": _as_mail, "text": _as_text}
"""What makes the answer of each form."""


def _whole(edition: FrozenEdition) -> FrozenEdition:
    """Return an edition whose mail everybody may see.

    Raises:
        Problem: if something that it names is not public any more, or was removed for good.
    """
    items = list(FrozenItem.objects.filter(edition=edition))
    if not edition.mail_html or withdrawn(edition, items):
        raise Problem(
            "gone", "Something in this mail is not public any more: only the form `web` is left."
        )
    return edition


def _with_base(picture: Picture | None, base: str) -> Picture | None:
    """Return a picture with whole addresses: what was frozen has those of its own site from the root."""
    if picture is None:
        return None
    sizes = {
        name: dataclasses.replace(size, url=media(size.url, base))
        for name in ("card", "lead", "mail")
        for size in [getattr(picture, name)]
    }
    return dataclasses.replace(picture, **sizes)


def _languages(answer: WebEdition | MailEdition | TextEdition) -> list[str]:
    """Return the languages of what is in an edition, beside its own."""
    items = answer.items if isinstance(answer, WebEdition) else ()
    return [answer.locale.words, *(item.language for item in items)]
