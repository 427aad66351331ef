"""Of which fields are the blocks of a body made?"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import (
    CharBlock,
    ChoiceBlock,
    PageChooserBlock,
    RegexBlock,
    RichTextBlock,
    TextBlock,
    URLBlock,
)
from wagtail_localize.segments import OverridableSegmentValue

from cms.blocks.rich_text import FEATURES
from cms.fields import language_choices


class LineBlock(CharBlock):
    """One line of words. Empty is "", never None, so that nothing prints "None" and translation finds a text."""

    class Meta:
        default = ""


class LinesBlock(TextBlock):
    """Words that may run over several lines."""

    class Meta:
        default = ""


class WordsBlock(RichTextBlock):
    """Rich text with the few buttons that every way out can show."""

    def __init__(self, **kwargs):
        """Limit the editor's buttons."""
        kwargs.setdefault("features", FEATURES)
        super().__init__(**kwargs)


class LanguageBlock(ChoiceBlock):
    """The language of something, by its own name. A fact: it is not offered to translators."""

    def __init__(self, **kwargs):
        """Offer the site's languages and those of its countries."""
        kwargs.setdefault("required", False)
        kwargs.setdefault("search_index", False)
        super().__init__(choices=language_choices, **kwargs)

    class Meta:
        default = ""


class AddressBlock(URLBlock):
    """An address outside the site, for which a translator can give the one that their readers need."""

    class Meta:
        default = ""

    def get_translatable_segments(self, value):
        """Offer the address, not as a text."""
        return [OverridableSegmentValue("", value)]

    def restore_translated_segments(self, value, segments):
        """Return the address that the translator gave."""
        return segments[0].data


class PhoneBlock(RegexBlock):
    """A telephone number with its country. A fact: it is not offered to translators."""

    def __init__(self, **kwargs):
        """Fix what a number looks like, and how it is asked for."""
        message = _("Write the number with its country, such as +32 2 123 45 67.")
        pattern = r"^\+[0-9][0-9 ().-]{4,28}[0-9]$"
        super().__init__(pattern, error_messages={"invalid": message}, **kwargs)

    class Meta:
        default = ""


class DurationBlock(RegexBlock):
    """How long something lasts, as minutes and seconds. A fact: it is not offered to translators."""

    def __init__(self, **kwargs):
        """Fix what a duration looks like, and how it is asked for."""
        message = _("Write minutes and seconds, such as 2:05, or hours, such as 1:02:05.")
        pattern = r"^[0-9]{1,3}(:[0-5][0-9]){1,2}$"
        super().__init__(pattern, error_messages={"invalid": message}, **kwargs)

    class Meta:
        default = ""


class ByKey:
    """A chooser's block whose value is the primary key of what an editor chooses once, in their own language.

    What is chosen is never fetched: the reading tells which version of it a reader gets. It is a fact, which follows
    the source: translators are not offered another one.
    """

    def get_translatable_segments(self, value):
        """Offer nothing."""
        return []

    def restore_translated_segments(self, value, segments):
        """Keep what the source has chosen, whatever an older translation holds."""
        return value

    def normalize(self, value):
        """Return the key of what may be an instance."""
        return getattr(value, "pk", value)

    def to_python(self, value):
        """Return the stored key."""
        return value

    def bulk_to_python(self, values):
        """Return the stored keys."""
        return list(values)

    def get_prep_value(self, value):
        """Return the key to store."""
        return self.normalize(value)

    def value_from_form(self, value):
        """Return the key of what the form gives: an instance when it was checked, the text of its key before."""
        key = str(self.normalize(value))
        return int(key) if key.isdecimal() else None

    def extract_references(self, value):
        """Name what was chosen, for "used in" and for ``references``."""
        if value is not None:
            yield self.model_class, str(value), "", ""

    def render_basic(self, value, context=None):
        """Return the title: Wagtail asks for it when it compares two versions of a text."""
        found = self.model_class.objects.filter(pk=value).first()
        return found.title if found else ""


class PageReferenceBlock(ByKey, PageChooserBlock):
    """A page, by its primary key."""
