"""What does every block of a body owe to those who show it?"""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, Any

from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from wagtail.blocks import StreamBlock, StructBlock
from wagtail.documents import get_document_model
from wagtail.models import Page

from cms.blocks.rich_text import LETTER, RichWords, keys_of
from cms.blocks.surroundings import PreviewReading, Surroundings
from cms.items import direction
from cms.words import in_language

if TYPE_CHECKING:
    from wagtail.blocks import StreamValue, StructValue

SANS = "font-family:'Segoe UI',Roboto,Helvetica,Arial,sans-serif"
SERIF = "font-family:Georgia,'Times New Roman',serif"
MAIL_STYLES = {
    name: SafeString(style)
    for name, style in {
        "heading": f"margin:24px 0 8px;{SERIF};font-size:24px;line-height:30px;font-weight:bold;color:#1c221f",
        "subheading": f"margin:18px 0 6px;{SERIF};font-size:21px;line-height:27px;font-weight:bold;color:#1c221f",
        "text": f"margin:0 0 12px;{LETTER}",
        "strong": f"margin:0 0 4px;{LETTER};font-weight:bold",
        "small": f"margin:6px 0 12px;{SANS};font-size:16px;line-height:24px;color:#4d544f",
        "quote": f"margin:0 0 8px;{SERIF};font-size:19px;line-height:29px;color:#1c221f",
        "cell": f"padding:8px 12px 8px 0;border-bottom:1px solid #d3d0c2;{SANS};font-size:16px;line-height:24px;color:#1c221f",
        "head": f"padding:8px 12px 8px 0;border-bottom:2px solid #1c221f;{SANS};font-size:16px;line-height:22px;color:#4d544f",
        "link": "color:#1c5549;text-decoration:underline",
        "picture": "display:block;max-width:100%;height:auto;border:0;border-radius:3px",
        "button": f"display:inline-block;padding:13px 22px;{SANS};font-size:16px;line-height:20px;font-weight:bold;color:#ffffff;text-decoration:none",
    }.items()
}
"""The styles of a mail, which has no style sheet: ``style="{{ styles.text }}"``."""


def plain(value: Any) -> Any:
    """Return a part of a block as JSON-ready dicts, lists, numbers and strings.

    Soft hyphens stay in HTML, where they divide long words, and nowhere else.
    """
    if hasattr(value, "as_json"):
        return plain(value.as_json())
    if isinstance(value, dict):
        return {key: plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [plain(part) for part in value]
    if isinstance(value, SafeString):
        return str.__str__(value) + ""
    if isinstance(value, str | Promise):
        return str(value).replace("\N{SOFT HYPHEN}", "")
    return value


class BodyPart(StructBlock):
    """A block of a body, which owns all its renderings.

    A subclass declares its fields, names ``template`` in its Meta (the mail's template stands beside it in ``mail/``),
    and says two things:

    - ``resolve``: what of the stored value a reader gets, references resolved, as the TypedDict that its annotation names:
      the schema of the API derives from it. Every rendering prints this and nothing else, so they cannot contradict each
      other.
    - ``write_text``: that as plain text.

    The templates get ``part`` (what ``resolve`` returned) and ``surroundings``; mail templates also ``styles``. A
    context needs ``reading`` (who reads) and may hold ``language`` (BCP 47 tag of the body's words, where
    ``served.language`` does not tell it) and ``documents``. The active language is the reader's.
    """

    class Meta:
        preview_template = "cms/blocks/preview.html"

    def resolve(self, value: StructValue, surroundings: Surroundings) -> dict[str, Any] | None:
        """Return what a reader gets, or None when there is nothing to show.

        Values are plain, or have ``as_json`` (rich words, destinations, illustrations).
        """
        raise NotImplementedError

    def write_text(self, part: dict[str, Any]) -> str:
        """Return what ``resolve`` returned as plain text; a link as "text: address"."""
        raise NotImplementedError

    def words(self, value: Any, surroundings: Surroundings) -> RichWords:
        """Return the value of a rich text field as it is printed."""
        return RichWords(value.source, surroundings)

    def references(self, value: StructValue) -> set[int]:
        """Return the primary keys of the pages that the block names, in choosers and in rich text."""
        return keys_of(Page, self.extract_references(value))

    def surroundings(self, value: StructValue, context: dict[str, Any] | None) -> Surroundings:
        """Return where the block stands."""
        return Surroundings.of(
            context or {}, lambda: keys_of(get_document_model(), self.extract_references(value))
        )

    def get_context(self, value, parent_context=None):
        """Add what the templates print."""
        context = super().get_context(value, parent_context=parent_context)
        surroundings = self.surroundings(value, context)
        context.update(surroundings=surroundings, part=self.resolve(value, surroundings))
        return context

    def _print(self, template: str, value: StructValue, context: dict[str, Any]) -> SafeString:
        context = self.get_context(value, parent_context=context)
        return SafeString() if context["part"] is None else render_to_string(template, context)

    def render(self, value, context=None) -> SafeString:
        """Return the block as a page shows it."""
        return self._print(self.get_template(value, context=context), value, dict(context or {}))

    def render_mail(self, value: StructValue, context: dict[str, Any] | None = None) -> SafeString:
        """Return the block as a mail shows it: HTML with styles in the elements, for a table's cell."""
        folder, name = posixpath.split(self.get_template(value, context=context))
        template = posixpath.join(folder, "mail", name)
        return self._print(template, value, {**(context or {}), "styles": MAIL_STYLES})

    def as_text(self, value: StructValue, context: dict[str, Any] | None = None) -> str:
        """Return the block as plain text, for the text of a mail and for descriptions."""
        part = self.resolve(value, self.surroundings(value, context))
        return "" if part is None else self.write_text(part).replace("\N{SOFT HYPHEN}", "").strip()

    def get_api_representation(self, value, context=None) -> dict[str, Any] | None:
        """Return the block as JSON-ready values; rich text as "html" and "text"."""
        return plain(self.resolve(value, self.surroundings(value, context)))

    def get_preview_value(self):
        """Return the sample that editors see, with the defaults of the fields that it does not name."""
        defaults = {name: block.get_default() for name, block in self.child_blocks.items()}
        return self.normalize({**defaults, **self._evaluate_callable(self.meta.preview_value)})

    def get_preview_context(self, value, parent_context=None):
        """Add a reading in which every page exists."""
        return {**super().get_preview_context(value, parent_context), "reading": PreviewReading()}


class BodyStream(StreamBlock):
    """A stream of body parts; it asks each of them, and knows none of them.

    The documents that its links name are fetched in one query for the whole stream.
    """

    def references(self, stream: StreamValue) -> set[int]:
        """Return the primary keys of the pages that any part names."""
        return keys_of(Page, self.extract_references(stream))

    def _within(self, stream: StreamValue, context: dict[str, Any] | None) -> dict[str, Any]:
        surroundings = Surroundings.of(
            context or {}, lambda: keys_of(get_document_model(), self.extract_references(stream))
        )
        return {**(context or {}), "documents": surroundings.documents}

    def _parts(self, stream: StreamValue, context: dict[str, Any] | None):
        """Return each part with its context; one that is still untranslated is in another language (``gaps``)."""
        context = self._within(stream, context)
        gaps, language = context.get("gaps") or (frozenset(), "")
        for child in stream:
            is_gap = child.id in gaps
            yield child, {**context, "language": language} if is_gap else context, is_gap

    def render_basic(self, value, context=None) -> SafeString:
        """Return the stream as a page shows it, with a wrapper around parts that are in another language."""
        return format_html_join(
            "\n",
            "{}",
            (
                (_marked(child.render(within), within) if is_gap else child.render(within),)
                for child, within, is_gap in self._parts(value, context)
            ),
        )

    def render_mail(self, stream: StreamValue, context: dict[str, Any] | None = None) -> SafeString:
        """Return the stream as a mail shows it."""
        parts = (
            (child.block.render_mail(child.value, within), within, is_gap)
            for child, within, is_gap in self._parts(stream, context)
        )
        return format_html_join(
            "\n",
            "{}",
            (
                (_marked(part, within) if is_gap else part,)
                for part, within, is_gap in parts
                if part
            ),
        )

    def as_text(self, stream: StreamValue, context: dict[str, Any] | None = None) -> str:
        """Return the stream as plain text, an empty line between its parts."""
        parts = (
            (child.block.as_text(child.value, within), within, is_gap)
            for child, within, is_gap in self._parts(stream, context)
        )
        return "\n\n".join(
            f"[{in_language(within['language'])}] {part}" if is_gap else part
            for part, within, is_gap in parts
            if part
        )

    def as_json(
        self, stream: StreamValue, context: dict[str, Any] | None = None
    ) -> list[dict[str, Any]]:
        """Return the parts that the reader gets, each with "type", "id" and "value".

        One that is in another language than the rest has its "language".
        """
        return [
            part
            for part in self.get_api_representation(stream, context)
            if part["value"] is not None
        ]

    def get_api_representation(self, value, context=None):
        """Return all parts; the value of one that this reader does not get is None."""
        return [
            {
                "type": child.block.name,
                "value": child.block.get_api_representation(child.value, context=within),
                "id": child.id,
                **({"language": within["language"]} if is_gap else {}),
            }
            for child, within, is_gap in self._parts(value, context)
        ]


def _marked(html: SafeString, context: dict[str, Any]) -> SafeString:
    """Return a part in its own language, which is told in words too."""
    language = context["language"]
    label = "" if language == context["reading"].language else capfirst(in_language(language))
    return format_html(
        '<div class="gap">{}<div lang="{}" dir="{}">{}</div></div>',
        format_html('<p class="label">{}</p>', label) if label else "",
        language,
        direction(language),
        html,
    )
