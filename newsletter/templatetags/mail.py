"""How do the parts of a mail write a value? HTML and text side by side, so that both say the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext, override

from cms import dates, names, words
from cms.items import DatedFacts, DeadlinedFacts, direction
from cms.words import active_language, interface_language
from newsletter import mail, text

if TYPE_CHECKING:
    from cms.items import Deadline, Item, Reference, Rendition
    from newsletter.rendering import Edition

register = template.Library()


# Both parts


@register.filter
def deadlines(item: Item) -> tuple[Deadline, ...]:
    """Return the deadlines of an item; none for what has no such thing."""
    return item.facts.deadlines if isinstance(item.facts, DeadlinedFacts) else ()


@register.filter
def when_where_words(item: Item) -> str:
    """Return when and where something takes place, or that it is not known yet; nothing for what has no date."""
    facts = item.facts
    if not isinstance(facts, DatedFacts):
        return ""
    language = active_language()
    when = dates.format_spans(facts.spans, language) or gettext("Date to be confirmed")
    return words.joined([when, words.where(facts, language)])


@register.filter
def instead_words(edition: Edition) -> str:
    """Return, in the language of its readers, that they read an edition in another one."""
    with override(edition.readers):
        return gettext(
            "This issue is not available %(requested)s. You are reading it %(written)s."
        ) % {
            "requested": words.in_language(edition.readers),
            "written": words.in_language(edition.language),
        }


# The HTML part


@register.filter
def mail_lang(value) -> SafeString:
    """Return the attributes of words in another language than those around them; as short as they can be."""
    around = interface_language()
    if value.language in ("", around):
        return SafeString()
    turned = direction(value.language)
    turn = f' dir="{turned}"' if turned != direction(around) else ""
    return format_html(' lang="{}"{}', value.language, SafeString(turn))


@register.filter
def mail_link_words(entry) -> SafeString:
    """Return the words of an entry's link, in which the title of a page in another language is marked."""
    phrase, title = escape(entry.link_text), escape(entry.item.title)
    marks = mail_lang(entry.item)
    marked = phrase.replace(title, f"<span{marks}>{title}</span>", 1) if marks else phrase
    return mark_safe(marked)  # noqa: S308 -- both are escaped


@register.simple_tag
def side_of_start() -> str:
    """Return on which side the lines begin: many mail programs know no logical properties."""
    return "right" if direction(interface_language()) == "rtl" else "left"


@register.simple_tag
def side_of_end() -> str:
    """Return on which side the lines end."""
    return "left" if direction(interface_language()) == "rtl" else "right"


@register.filter
def kicker(item: Item) -> SafeString:
    """Return what an item is and what it is part of: "Seminar, part of PRoTECT"."""
    return mark_safe(_kicker(item, escape, _kept))  # noqa: S308 -- each part is escaped


def _kept(reference: Reference) -> str:
    if not reference.proper_name:
        return escape(reference.title)
    return format_html('<bdi translate="no">{}</bdi>', reference.title)


def _kicker(item: Item, written, name) -> str:
    label = written(capfirst(item.label))
    if not item.part_of:
        return label
    projects = names.format_list(map(name, item.part_of), active_language())
    return written(gettext("%(label)s, part of %(projects)s")) % {
        "label": label,
        "projects": projects,
    }


@register.filter
def mail_badge(item: Item) -> SafeString:
    """Return, after a space, the badge of an item that needs one."""
    badge = _badge(item)
    return format_html(" {}", _badge_html(badge.state, badge.words)) if badge else SafeString()


@register.filter
def deadline_badge(deadline: Deadline) -> SafeString:
    """Return the state of one deadline with the days that are left."""
    return _badge_html(deadline.state, _deadline_words(deadline))


def _badge_html(state: str, said: str) -> SafeString:
    name = mail.TINT_OF.get(state, "quiet")
    return format_html('<b class="{}">{}</b>', name, said)


def _badge(item: Item) -> words.Badge | None:
    """Return what has become of an item, or where it stands; none where each of its deadlines says so itself."""
    facts = item.facts
    return None if isinstance(facts, DeadlinedFacts) and facts.deadlines else words.badge(facts)


def _deadline_words(deadline: Deadline) -> str:
    return words.state_with_days(deadline.state, deadline.days_left)


@register.filter
def band_links(links) -> list[SafeString]:
    """Return a link for each other language, by its own name, for the dark band."""
    return [
        format_html(
            '<a href="{0}" lang="{1}" hreflang="{1}" style="{3}">{2}</a>',
            link.url,
            link.language,
            link.name,
            mail.STYLES["band_link"],
        )
        for link in links
        if not link.current
    ]


@register.filter
def height_at(rendition: Rendition, width: int) -> int:
    """Return the height in pixels of a picture that is shown at a width."""
    return max(1, round(rendition.height * width / max(1, rendition.width)))


@register.filter
def editorial(html: str) -> str:
    """Return a text as the editorial shows it."""
    return mail.in_editorial_letter(html)


# The text part


@register.filter
def kicker_text(item: Item) -> str:
    """Return what an item is and what it is part of."""
    return _kicker(item, str, lambda reference: reference.title)


@register.filter
def badge_text(item: Item) -> str:
    """Return, after a space, the badge of an item that needs one."""
    badge = _badge(item)
    return f" [{badge.words}]" if badge else ""


@register.filter
def deadline_words(deadline: Deadline) -> str:
    """Return the state of one deadline with the days that are left."""
    return _deadline_words(deadline)


@register.filter
def places_text(item: Item) -> str:
    """Return places as the agenda has them: "Brasov (RO)"."""
    facts = item.facts
    if not isinstance(facts, DatedFacts):
        return ""
    places = [words.place_short(place) for place in facts.places]
    online = [gettext("Online")] if facts.online and not places else []
    return names.format_list([*places, *online], active_language())


@register.filter
def underlined(heading, character: str = "-") -> str:
    """Return a heading with a line below it."""
    return text.underlined(str(heading), character)
