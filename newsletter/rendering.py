"""What does an issue look like in one language, at one time? Pure: it sends and stores nothing."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString

from cms import names
from cms.content import published
from cms.front import chrome_in
from cms.items import as_json, direction
from cms.languages.addresses import address, home_address
from cms.languages.readings import Reading
from cms.languages.versions import Versions
from newsletter.assembly import Assembly
from newsletter.blocks import Audience, Outlet
from newsletter.mail import FILLER, HEAD, STYLES
from newsletter.models import IssuePage
from newsletter.selection import Selection, as_of
from newsletter.text import wrap

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from datetime import date, datetime
    from uuid import UUID

    from cms.front import Chrome
    from cms.items import Funding, Item, Picture
    from newsletter.assembly import Readers
    from newsletter.sections import Section

SOFT_HYPHEN = "\u00ad"
FRIEZE = "fill-1600x420|format-png"
FRIEZE_IN_MAIL = "fill-1200x316|format-png"


@dataclass(frozen=True, slots=True)
class EditionLink:
    """The same issue in one of the open languages."""

    language: str
    name: str
    """The language by its own name."""
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class ContentsLine:
    """A line of the table of contents."""

    id: str
    heading: str
    language: str
    """BCP 47 tag of the heading."""
    count: int
    """How many things the section holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionHead:
    """What stands around the sections of an edition, and for whom it is."""

    label: str
    number: int | None
    date: date
    subject: str
    preheader: str
    language: str
    """BCP 47 tag of the edition, and of all that is printed around words."""
    readers: str
    """BCP 47 tag of the language of its readers: another one where their own edition was left out."""
    words_language: str
    """BCP 47 tag of label, subject and preheader."""
    url: str
    languages: tuple[EditionLink, ...]
    picture: Picture | None
    """The strip above the issue."""

    @property
    def is_fallback(self) -> bool:
        """Whether label, subject and preheader are in another language than the edition."""
        return self.words_language != self.language

    @property
    def is_instead(self) -> bool:
        """Whether its readers get it in place of one in their own language, which they are told."""
        return self.readers != self.language


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition(EditionHead):
    """An issue in one language, for one outlet, before a form is given to it."""

    audience: str
    home_url: str
    base: str
    sections: tuple[Section, ...]
    chrome: Chrome | None = None
    """What the site says of itself, for mails; a page has it already."""

    @property
    def direction(self) -> str:
        """The direction in which the reader's language is written."""
        return direction(self.language)

    @property
    def contents(self) -> tuple[ContentsLine, ...]:
        """The sections that have a heading, in order."""
        return tuple(
            ContentsLine(section.id, section.heading, section.language, section.count)
            for section in self.sections
            if section.heading
        )

    @property
    def web(self) -> str:
        """The sections as the web shows them, without the site around them."""
        return web_html(self)

    @property
    def items(self) -> list[Item]:
        """The items of all sections, in order; one that stands in several sections is there as often."""
        return [item for section in self.sections for item in section.items]

    @property
    def pictured_small(self) -> list[Item]:
        """The items whose pictures stand small beside their words on the web: all entries but the lead."""
        return [
            entry.item
            for section in self.sections
            if section.sort == "entries"
            for entry in section.entries
            if not entry.is_lead
        ]

    @property
    def funding(self) -> tuple[Funding, ...]:
        """Whatever funds any of the items, each once."""
        return tuple(dict.fromkeys(funding for item in self.items for funding in item.funding))


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """An edition in all its forms: what is looked at, approved and sent."""

    key: str
    """The issue's own, the same in every language."""
    label: str
    number: int | None
    date: str
    """ISO 8601."""
    language: str
    readers: str
    audience: str
    subject: str
    preheader: str
    url: str
    mail_html: str
    mail_text: str
    web: str
    items: list[dict]
    """What stands in the mail, in order, then what stands on the web only; each once."""
    hash: str
    """SHA-256 of everything above: two renderings that differ in nothing have the same."""
    edition: Edition
    """What the web shows, before a form is given to it; not a part of the hash."""
    mail: Edition
    """What the mail shows, likewise."""

    def as_json(self) -> dict[str, Any]:
        """Return the edition for programs: what it is, and its items in order."""
        forms = {"mail_html", "mail_text", "web", "items", "hash", "edition", "mail"}
        head = {f.name: getattr(self, f.name) for f in fields(self) if f.name not in forms}
        return {**head, "hash": self.hash, "items": self.items}


def edition(
    issue: IssuePage,
    language: str,
    *,
    outlet: str,
    at: datetime | None = None,
    base: str = "",
    rows: Collection[str] | None = None,
    versions: Iterable[IssuePage] | None = None,
) -> Edition:
    """Return an issue in one language.

    Args:
        issue: any version of the issue; previews give one that is not saved.
        language: BCP 47 tag of the readers.
        outlet: Outlet.WEB or Outlet.MAIL: some entries appear in one of them only.
        at: the aware instant as of which states are told; by default the issue's own day.
        base: scheme and host before every address; empty for pages of the site itself.
        rows: the child rows of pages that are read, such as ``SHOWN_ROWS``; None reads all.
        versions: the public versions of the issue, where the caller has them.
    """
    found = _editions(
        issue,
        {language: language},
        ((outlet, Audience.EVERYONE),),
        at=at,
        base=base,
        rows=rows,
        versions=versions,
    )
    return next(found)[0]


def editions(
    issue: IssuePage,
    languages: Iterable[str],
    *,
    outlet: str,
    at: datetime | None = None,
    base: str = "",
) -> Iterator[Edition]:
    """Yield an issue in several languages; the database is read once for all of them."""
    same = {language: language for language in languages}
    for [one] in _editions(issue, same, ((outlet, Audience.EVERYONE),), at=at, base=base):
        yield one


def render(issue: IssuePage, language: str, *, base: str, at: datetime | None = None) -> Rendered:
    """Return an issue in one language in all its forms, for what leaves the site.

    Args:
        issue: any version of the issue.
        language: BCP 47 tag of the readers.
        base: scheme and host before every address, such as "https://belfry.example".
        at: the aware instant as of which states are told; by default the issue's own day.
    """
    return next(render_all(issue, (language,), base=base, at=at))


def render_all(
    issue: IssuePage, languages: Iterable[str], *, base: str, at: datetime | None = None
) -> Iterator[Rendered]:
    """Yield an issue in several languages in all its forms, for everyone; the database is read once for all of them."""
    same = {language: language for language in languages}
    yield from render_for(issue, same, (Audience.EVERYONE,), base=base, at=at)


def render_for(
    issue: IssuePage,
    languages: Mapping[str, str],
    audiences: Iterable[str] = Audience.values,
    *,
    base: str,
    at: datetime | None = None,
    versions: Iterable[IssuePage] | None = None,
) -> Iterator[Rendered]:
    """Yield every edition that somebody gets, in all its forms; the database is read once for all of them.

    Audiences that get the same entries share one edition, that for everyone.

    Args:
        issue: any version of the issue.
        languages: by the BCP 47 tag of the readers, that of the edition which they get.
        audiences: for whom; that for everyone is first.
        base: scheme and host before every address, such as "https://belfry.example".
        at: the aware instant as of which states are told; by default the issue's own day.
        versions: the other versions of the issue whose words are read; by default those that are public.
    """
    wanted = list(audiences)
    readers = [(Outlet.WEB, Audience.EVERYONE), *((Outlet.MAIL, audience) for audience in wanted)]
    for web, *mails in _editions(
        issue, languages, tuple(readers), at=at, base=base, versions=versions
    ):
        known: list[list[UUID]] = []
        for mail in mails:
            if (keys := [item.key for item in mail.items]) not in known:
                known.append(keys)
                yield _rendered(issue, mail, web)


def _rendered(issue: IssuePage, mail: Edition, web: Edition) -> Rendered:
    parts = {
        "key": str(issue.translation_key),
        "label": mail.label.replace(SOFT_HYPHEN, ""),
        "number": mail.number,
        "date": mail.date.isoformat(),
        "language": mail.language,
        "readers": mail.readers,
        "audience": str(mail.audience),
        "subject": mail.subject,
        "preheader": mail.preheader,
        "url": mail.url,
        "mail_html": mail_html(mail),
        "mail_text": mail_text(mail),
        "web": web_html(web),
        "items": as_json(_items_of(mail, web)),
    }
    digest = hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()
    return Rendered(**parts, hash=digest, edition=web, mail=mail)


def _items_of(*editions: Edition) -> list[Item]:
    """Return every item that stands in any of some editions, in order, each once."""
    once: dict[UUID, Item] = {}
    for one in editions:
        for item in one.items:
            once.setdefault(item.key, item)
    return list(once.values())


def mail_html(edition: Edition) -> str:
    """Return the HTML part of the mail."""
    html = _render(
        "newsletter/mail/edition.html",
        edition,
        styles=STYLES,
        head=HEAD,
        filler=FILLER,
    )
    # The indentation of the templates would be a tenth of what is sent to everybody.
    return SafeString(re.sub(r"\n\s*", "\n", html))


def mail_text(edition: Edition) -> str:
    """Return the text part of the mail, in lines of at most 72 columns but for addresses."""
    text = _render("newsletter/mail/edition.txt", edition)
    return wrap(text.replace(SOFT_HYPHEN, ""))


def web_html(edition: Edition) -> str:
    """Return the sections as the web shows them, without the site around them."""
    return _render("newsletter/edition.html", edition)


def _render(template: str, edition: Edition, **context: Any) -> str:
    with translation.override(edition.language):
        return render_to_string(template, {"edition": edition, **context})


def _editions(
    issue: IssuePage,
    languages: Mapping[str, str],
    readers: tuple[Readers, ...],
    *,
    at: datetime | None,
    base: str,
    rows: Collection[str] | None = None,
    versions: Iterable[IssuePage] | None = None,
) -> Iterator[list[Edition]]:
    """Yield an issue in each language, for several outlets and audiences at once."""
    if not languages:
        return
    versions = versions_of(issue, versions)
    source = next(version for version in versions if version.source_id is None)
    selection = Selection(source, at or as_of(source))
    shared = Versions(*languages.values())
    links = edition_links(versions, Reading(next(iter(languages.values())), base=base))
    for tag, language in languages.items():
        reading = Reading(language, at=selection.at, base=base, versions=shared)
        served = reading.choose(versions)
        if served is None:  # never: the source is among the versions
            continue
        whole = Edition(
            label=served.words.title,
            number=source.number,
            date=source.date,
            subject=served.words.subject.replace(SOFT_HYPHEN, ""),
            preheader=served.words.preheader.replace(SOFT_HYPHEN, ""),
            language=language,
            readers=tag,
            audience=Audience.EVERYONE,
            words_language=served.language,
            url=reading.base + address(served.words, tag),
            home_url=reading.base + home_address(language),
            base=reading.base,
            sections=(),
            languages=tuple(replace(link, current=link.language == tag) for link in links),
            picture=reading.picture(source.picture, lead=FRIEZE, mail=FRIEZE_IN_MAIL)
            if source.picture
            else None,
        )
        assembly = Assembly(served, reading, selection, rows=rows)
        yield [
            replace(
                whole,
                audience=audience,
                sections=assembly.sections(outlet, audience),
                chrome=chrome_in(reading) if outlet == Outlet.MAIL else None,
            )
            for outlet, audience in readers
        ]


def versions_of(issue: IssuePage, known: Iterable[IssuePage] | None = None) -> list[IssuePage]:
    """Return the public versions of an issue, with ``issue`` itself as it is. One query where they are not known."""
    if known is None:
        same = IssuePage.objects.filter(translation_key=issue.translation_key)
        known = published(same).select_related(*IssuePage.read_with)
    versions = {version.pk: version for version in known}
    versions[issue.pk] = issue
    if issue.source_id and issue.source_id not in versions:
        versions[issue.source_id] = issue.source
    return list(versions.values())


def edition_links(versions: list[IssuePage], reading: Reading) -> tuple[EditionLink, ...]:
    """Return the issue in every open language: each is an edition, whatever was translated."""
    languages = reading.languages
    found = {languages.by_locale.get(version.locale_id): version for version in versions}
    source = next(version for version in versions if version.source_id is None)
    links = []
    for tag in sorted(languages.tags, key=lambda tag: names.autonym(tag).casefold()):
        words = next((found[step] for step in languages.chain(tag) if step in found), source)
        url = reading.base + address(words, tag)
        links.append(EditionLink(tag, names.autonym(tag), url, tag == reading.language))
    return tuple(links)
