"""How do stored words look to the people who read and type them?

wagtail-localize stores fragments of HTML. Where the field has no markup, its fragment is escaped text, in which line
breaks are tags: people see and type the text. Where it has markup, they see its tags, but no escaping that nothing
needs.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.utils.html import escape, format_html
from django.utils.safestring import mark_safe
from wagtail_localize.strings import StringValue

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
BARE_AMPERSAND = re.compile(r"&(?!#[0-9]+;|#[xX][0-9a-fA-F]+;|[a-zA-Z][a-zA-Z0-9]*;)")
BARE_BRACKET = re.compile(r"<(?![a-zA-Z/])")


def typed(words: str, *, is_rich: bool) -> str:
    """Return stored words as a person types them.

    Args:
        words: the stored fragment.
        is_rich: whether the field has markup.
    """
    if not is_rich:
        return StringValue(words).render_text()
    plain = words.replace("&amp;", "&")
    return plain if stored(plain, is_rich=True) == words else words


def stored(text: str, *, is_rich: bool, source: str = "") -> str:
    """Return what a person has typed as it is stored.

    Args:
        text: what was typed.
        is_rich: whether the field has markup.
        source: the source's words as they are stored: without a line break there, there is none in the translation,
            since many a field has a single line.
    """
    lines = [line.strip() for line in text.strip().splitlines()]
    if not is_rich:
        return StringValue.from_plaintext(("\n" if "<br" in source else " ").join(lines)).data
    return BARE_BRACKET.sub("&lt;", BARE_AMPERSAND.sub("&amp;", " ".join(lines)))


def readable(words: str, *, is_rich: bool) -> SafeString:
    """Return stored words as HTML to read: tags can be told from the text, which has no escaping any more."""
    if not is_rich:
        return mark_safe(escape(typed(words, is_rich=False)).replace("\n", "<br>"))  # noqa: S308 -- escaped
    parts, end = [], 0
    for tag in TAG.finditer(words):
        parts.append(_text(words[end : tag.start()]))
        parts.append(format_html('<code class="desk-tag" translate="no">{}</code>', tag[0]))
        end = tag.end()
    return mark_safe("".join([*parts, _text(words[end:])]))  # noqa: S308 -- each part is escaped


def _text(words: str) -> SafeString:
    return escape(StringValue(words).render_text())
