"""What do readers see of an issue that has been approved?"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, TypeVar

from django.db.models import OuterRef, Subquery
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import escape, strip_tags
from django.utils.safestring import SafeString
from wagtail.models import Page

from cms.content import is_public, published
from cms.items import Funding, Picture, Rendition
from cms.languages.chains import open_languages
from cms.languages.readings import Reading
from newsletter.blocks import Audience
from newsletter.models import Approval, FrozenEdition, FrozenItem
from newsletter.rendering import ContentsLine, EditionLink, edition_links, versions_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator
    from uuid import UUID

    from django.db.models import QuerySet

    from newsletter.models import IssuePage

T = TypeVar("T")

VERSION = r"[0-9a-f-]{36} [A-Za-z0-9-]+"
"""A page in the words of one of its versions: translation key and BCP 47 tag."""
ITEM = re.compile(rf"<!--item (?P<version>{VERSION})-->.*?<!--/item-->", re.DOTALL)
"""An item among the sections as the web shows them."""
NAMED = re.compile(
    rf"<!--named (?P<versions>{VERSION}(?:,{VERSION})*)\|(?P<otherwise>.*?)-->(?P<words>.*?)<!--/named-->",
    re.DOTALL,
)
"""Words that name other pages, and what stands there where one of them is not public."""
LINK = re.compile(
    rf"<!--link (?P<version>{VERSION})--><a [^>]*>(?P<words>.*?)</a>.*?<!--/link-->", re.DOTALL
)
"""A link to a page in a text of the issue's own."""
FOOT = re.compile(r"<!--foot-->.*?<!--/foot-->", re.DOTALL)
"""What the items have in common at the end: whose their pictures are, and who pays for them."""
ANCHOR = re.compile(r'id="(?P<anchor>section-[^"]+)"[^<]*<!--item (?P<key>[0-9a-f-]{36}) ')
"""The address of an item inside its edition."""
REFERENCE = {"key", "title", "language"}
"""What a card tells of every page that it names (``cms.items.Reference``)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownEdition:
    """An approved edition as the web shows it today: what a template sees of a ``rendering.Edition``."""

    label: str
    number: int | None
    date: date
    subject: str
    preheader: str
    language: str
    """BCP 47 tag of the edition."""
    readers: str
    """BCP 47 tag of the reader's language."""
    words_language: str
    """BCP 47 tag of label, subject and preheader."""
    url: str
    contents: tuple[ContentsLine, ...]
    languages: tuple[EditionLink, ...]
    picture: Picture | None
    web: SafeString
    """The sections, with a notice in place of what is public no longer."""
    version: int
    approved_at: datetime
    own: frozenset[str]
    """BCP 47 tags of the languages that have an edition of their own."""

    @property
    def is_fallback(self) -> bool:
        """Whether label, subject and preheader are in another language than the edition."""
        return self.words_language != self.language

    @property
    def is_instead(self) -> bool:
        """Whether its readers get it in place of one in their own language, which they are told."""
        return self.readers != self.language


def shown(
    issue: IssuePage, language: str, versions: Iterable[IssuePage] | None = None
) -> ShownEdition | None:
    """Return what readers of a language see of an issue, or None before it is approved. Four queries.

    Readers whose edition is not frozen (it is held back, or their language was opened later) get that of the first
    language of their chain that is, else that of the issue's own, else any.

    Args:
        issue: any version of it.
        language: BCP 47 tag of the readers.
        versions: the public versions of the issue, where the caller has them; else they cost another query.
    """
    found = list(in_force(issue).values_list("pk", "language", "written_in"))
    if not found:
        return None
    by_language = {readers: pk for pk, readers, _written in found}
    edition = FrozenEdition.objects.select_related("approval").get(
        pk=of_readers(by_language, language, issue.original.locale_id)
    )
    own = frozenset(written for _pk, readers, written in found if readers == written)
    links = edition_links(versions_of(issue, versions), Reading(language))
    return as_shown(edition, language, own=own, links=links)


def in_force(issue: IssuePage) -> QuerySet[FrozenEdition]:
    """Return the editions for everyone of the newest version of an issue that was approved: what readers see.

    One that was opened again is still read in that version, until the next is approved.

    Args:
        issue: any version of it.
    """
    return in_force_among([issue.translation_key])


def in_force_among(keys: Collection[UUID] | QuerySet) -> QuerySet[FrozenEdition]:
    """Return the editions that readers see of the issues with some translation keys."""
    versions = Approval.objects.filter(issue=OuterRef("approval__issue")).order_by("-version")
    return FrozenEdition.objects.filter(
        approval__issue__translation_key__in=keys,
        approval__issue__source=None,
        approval=Subquery(versions.values("pk")[:1]),
        audience=Audience.EVERYONE,
    )


def of_readers(by_language: dict[str, T], language: str, source_locale: int) -> T:
    """Return what readers of a language get of what is there by language: theirs, of their chain, the source's, any.

    Args:
        by_language: at least one edition, by the BCP 47 tag of its readers.
        language: BCP 47 tag of the readers.
        source_locale: primary key of the locale in which the issue was first written.
    """
    languages = open_languages()
    source = languages.by_locale.get(source_locale, "")
    steps = (*languages.chain(language), source, *sorted(by_language))
    return by_language[next(step for step in steps if step in by_language)]


def as_shown(
    edition: FrozenEdition,
    language: str,
    *,
    own: frozenset[str] = frozenset(),
    links: Iterable[EditionLink] = (),
) -> ShownEdition:
    """Return an approved edition as the web shows it to readers of a language. Two queries, and another if something is gone.

    Args:
        edition: with its approval.
        language: BCP 47 tag of the readers.
        own: BCP 47 tags of the languages that have an edition of their own.
        links: to the issue in every language; readers are led to what was written for somebody, and to their own page.
    """
    head = edition.head
    return ShownEdition(
        label=edition.label,
        number=head["number"],
        date=date.fromisoformat(head["date"]),
        subject=edition.subject,
        preheader=edition.preheader,
        language=edition.written_in,
        readers=language,
        words_language=edition.words_language,
        url=edition.url,
        contents=tuple(ContentsLine(**line) for line in head["contents"]),
        languages=tuple(link for link in links if link.current or link.language in own),
        picture=picture_of(head["picture"]),
        web=without_withdrawn(edition),
        version=edition.approval.version,
        approved_at=edition.approved_at,
        own=own,
    )


def without_withdrawn(edition: FrozenEdition) -> SafeString:
    """Return the sections of an edition with a notice in place of every item that is not public now.

    Nor is a page named by another item then, nor in what the items have in common. Two queries, and another if
    something is gone.
    """
    items = list(FrozenItem.objects.filter(edition=edition))
    gone = withdrawn(edition, items)
    if not gone:
        return SafeString(edition.web)
    notice = render_to_string("newsletter/includes/withdrawn.html")
    return SafeString(
        without(
            edition,
            items,
            is_kept=lambda version: version not in gone,
            in_its_place=lambda: notice,
        )
    )


def named_in(edition: FrozenEdition, items: Iterable[FrozenItem]) -> dict[str, str]:
    """Return the versions of pages that an edition shows, names or leads to, each with what it is called there.

    In all of its forms: the mail has the same texts, and the items, also those that the web does not show, have a card,
    whose facts are in the files for programs.

    Args:
        edition: with the sections as the web shows them.
        items: of the edition.
    """
    named = {match["version"]: "" for match in ITEM.finditer(edition.web)}
    for match in NAMED.finditer(edition.web):
        named |= dict.fromkeys(match["versions"].split(","), _plain(match["words"]))
    named |= {match["version"]: _plain(match["words"]) for match in LINK.finditer(edition.web)}
    for item in items:
        named |= {version_of(page): page["title"] for page in _pages_in(item.card)}
    return named | {version_of(item.card): item.title for item in items}


def withdrawn(edition: FrozenEdition, items: Iterable[FrozenItem]) -> dict[str, str]:
    """Return which of the versions that an edition names not everybody may see any more, as ``named_in`` does.

    One query, and another where there may be a page that is no content.
    """
    named = named_in(edition, items)
    public = public_among(named.keys())
    return {version: title for version, title in named.items() if version not in public}


def without(
    edition: FrozenEdition,
    items: Iterable[FrozenItem],
    *,
    is_kept: Callable[[str], bool],
    in_its_place: Callable[[], str],
) -> str:
    """Return the sections of an edition without some of its items, and without their names.

    Args:
        edition: with the sections.
        items: of the edition.
        is_kept: tells whether a page stays in the words of a version, given as in a mark.
        in_its_place: returns what stands where an item stood.
    """
    web = ITEM.sub(
        lambda match: match.group() if is_kept(match["version"]) else in_its_place(), edition.web
    )
    web = NAMED.sub(
        lambda match: (
            match.group() if all(map(is_kept, match["versions"].split(","))) else match["otherwise"]
        ),
        web,
    )
    web = LINK.sub(
        lambda match: match.group() if is_kept(match["version"]) else match["words"], web
    )
    cards = [item.card for item in items if item.anchor and is_kept(version_of(item.card))]
    return FOOT.sub(lambda match: _foot(match.group(), cards, edition.written_in, is_kept), web)


def anchors(web: str) -> dict[str, str]:
    """Return where in an edition each of its items stands first, by translation key."""
    found: dict[str, str] = {}
    for match in ANCHOR.finditer(web):
        found.setdefault(match["key"], match["anchor"])
    return found


def version_of(card: dict) -> str:
    """Return which page a card shows, or names, in the words of which version, as it is written in a mark."""
    return f"{card['key']} {card['language']}"


def public_among(versions: Collection[str]) -> set[str]:
    """Return the versions of pages, among some, that everybody may see now.

    One query, and another where there may be a page that is no content. A translation that was taken back takes its
    words along, although the page is still read in other languages.
    """
    public = _tags(published(), versions)
    if missing := set(versions) - public:
        public |= _tags(Page.objects.filter(is_public()), missing)
    return public & set(versions)


def _tags(pages: QuerySet, versions: Collection[str]) -> set[str]:
    """Return the versions of some pages, as they are written in marks. One query."""
    tags = open_languages().by_locale
    keys = {version.partition(" ")[0] for version in versions}
    found = pages.filter(translation_key__in=keys).order_by()
    return {
        f"{key} {tags.get(locale, '')}"
        for key, locale in found.values_list("translation_key", "locale")
    }


def picture_of(value: dict | None) -> Picture | None:
    """Return a picture as it was frozen."""
    if not value:
        return None
    return Picture(
        alt=value["alt"],
        credit=value["credit"],
        card=Rendition(**value["card"]),
        lead=Rendition(**value["lead"]),
        mail=Rendition(**value["mail"]),
    )


def _pages_in(value: object) -> Iterator[dict]:
    """Yield whatever names a page in a card: the card itself, what it is part of, and what its facts name, of any kind."""
    if isinstance(value, dict):
        if value.keys() >= REFERENCE:
            yield value
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from _pages_in(part)


def _plain(words: str) -> str:
    """Return the words of some HTML, in one line."""
    return " ".join(html.unescape(strip_tags(words)).split())


@dataclass(frozen=True, slots=True)
class _Pictured:
    picture: Picture | None


def _foot(before: str, cards: list[dict], language: str, is_kept: Callable[[str], bool]) -> str:
    """Return the end of an edition for fewer items: of what stood there, whatever is still owed to somebody."""
    pictures = [picture_of(card["picture"]) for card in cards]
    owed = [
        _Pictured(picture)
        for picture in pictures
        if picture and picture.credit and escape(picture.credit) in before
    ]
    funding = dict.fromkeys(one for card in cards for one in _funding(card, is_kept))
    with translation.override(language):
        return render_to_string(
            "newsletter/includes/foot.html", {"pictured": owed, "fundings": list(funding)}
        )


def _funding(card: dict, is_kept: Callable[[str], bool]) -> list[Funding]:
    """Return who pays for an item, but not through what is public no longer."""
    gone = {part["title"] for part in card["part_of"] if not is_kept(version_of(part))}
    return [Funding(**one) for one in card["funding"] if one["subject"] not in gone]
