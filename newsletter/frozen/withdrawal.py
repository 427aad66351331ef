"""What of an approved edition is public no longer, and what stands in its place?"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import escape, strip_tags
from django.utils.safestring import SafeString
from wagtail.models import Page

from cms.content import is_public, published
from cms.items import Funding
from cms.languages.chains import open_languages
from newsletter.frozen.pictures import picture_of
from newsletter.models import FrozenItem

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from django.db.models import QuerySet

    from cms.items import Picture
    from newsletter.models import FrozenEdition

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
