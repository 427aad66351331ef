"""Of which sections is an issue made?

StreamBlocks throughout, so that the identity of every section and entry survives translation; pages are chosen once,
in the editor's language, and resolved by the reading.
"""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock

from cms.blocks import BodyBlock, ByKey, PageReferenceBlock, ParagraphBlock
from cms.fields import EuropeanCountries
from cms.models.index import kind_choices


class Outlet(models.TextChoices):
    """Where an entry appears."""

    EVERYWHERE = "everywhere", _("on the web and in the mail")
    WEB = "web", _("on the web only")
    MAIL = "mail", _("in the mail only")


class Audience(models.TextChoices):
    """For whom an entry is, and for whom an edition: that for members has the entries for everyone too."""

    EVERYONE = "everyone", _("everyone")
    MEMBERS = "members", _("members only")


class WhenMissing(models.TextChoices):
    """What becomes of an entry in a language into which its page is not translated."""

    FALL_BACK = "fall_back", _("show it in another language, labelled")
    DROP = "drop", _("leave it out")
    HOLD = "hold", _("hold the issue back in this language")


class SnippetReferenceBlock(ByKey, SnippetChooserBlock):
    """A snippet that every language shares, by its primary key."""


class EditorialBlock(blocks.StructBlock):
    """A word from the editors."""

    salutation = blocks.CharBlock(label=_("Salutation"), max_length=120, required=False, default="")
    text = ParagraphBlock(label=_("Text"))
    sign_off = blocks.CharBlock(label=_("Sign-off"), max_length=120, required=False, default="")

    class Meta:
        icon = "openquote"
        label = _("Editorial")


class EntryBlock(blocks.StructBlock):
    """One selected page."""

    page = PageReferenceBlock(page_type="cms.ContentPage", label=_("Page"))
    headline = blocks.CharBlock(
        label=_("Own headline"),
        max_length=200,
        required=False,
        default="",
        help_text=_("Left empty, the page’s title is used."),
    )
    teaser = blocks.TextBlock(
        label=_("Own teaser"),
        max_length=600,
        required=False,
        default="",
        help_text=_("Left empty, the page’s summary is used."),
    )
    link_text = blocks.CharBlock(
        label=_("Text of the link"),
        max_length=120,
        required=False,
        default="",
        help_text=_(
            "Says where it leads without its surroundings. Left empty, the page’s title is used."
        ),
    )
    outlet = blocks.ChoiceBlock(
        label=_("Appears"), choices=Outlet.choices, default=Outlet.EVERYWHERE
    )
    audience = blocks.ChoiceBlock(
        label=_("For"),
        choices=Audience.choices,
        default=Audience.EVERYONE,
        help_text=_("What is for members only stands in their mail, and not on the web."),
    )
    when_missing = blocks.ChoiceBlock(
        label=_("Without a translation"), choices=WhenMissing.choices, default=WhenMissing.FALL_BACK
    )

    class Meta:
        icon = "doc-full"
        label = _("Entry")
        label_format = "{page} {headline}"

    def clean(self, value):
        """Refuse an entry for members that would stand on the web only: nobody would see it."""
        value = super().clean(value)
        if value["audience"] == Audience.MEMBERS and value["outlet"] == Outlet.WEB:
            message = _("What is for members only appears in the mail only, or in both.")
            raise blocks.StructBlockValidationError(
                block_errors={"outlet": ValidationError(message)}
            )
        return value


class EntryStream(blocks.StreamBlock):
    """Entries in the order in which they are read."""

    entry = EntryBlock()


class EntriesBlock(blocks.StructBlock):
    """Selected pages under a heading."""

    kind = blocks.ChoiceBlock(
        label=_("Kind"),
        choices=kind_choices,
        required=False,
        default="",
        help_text=_(
            "What stands in this section; suggestions of this kind are added here. Left empty, the kind of the first entry."
        ),
    )
    heading = blocks.CharBlock(
        label=_("Heading"),
        max_length=80,
        required=False,
        default="",
        help_text=_("Left empty, the name of the kind is used."),
    )
    entries = EntryStream(label=_("Entries"), required=False)

    class Meta:
        icon = "list-ul"
        label = _("Entries")


class LineBlock(blocks.StructBlock):
    """What the editors decide about one line of the agenda."""

    page = PageReferenceBlock(page_type="cms.ContentPage", label=_("Page"))
    words = blocks.CharBlock(
        label=_("Own words"),
        max_length=200,
        required=False,
        default="",
        help_text=_("Left empty, the page’s title is used."),
    )
    is_pinned = blocks.BooleanBlock(
        label=_("Pin"),
        required=False,
        help_text=_("Show the line even if it lies outside the days above."),
    )
    is_hidden = blocks.BooleanBlock(
        label=_("Hide"), required=False, help_text=_("Do not show the line.")
    )

    class Meta:
        icon = "date"
        label = _("Line")
        label_format = "{page} {words}"

    def clean(self, value):
        """Refuse a line that is both pinned and hidden."""
        value = super().clean(value)
        if value["is_pinned"] and value["is_hidden"]:
            message = _("A line is either pinned or hidden.")
            raise blocks.StructBlockValidationError(
                block_errors={"is_hidden": ValidationError(message)}
            )
        return value


class LineStream(blocks.StreamBlock):
    """Lines about which the editors decide."""

    line = LineBlock()


class AgendaBlock(blocks.StructBlock):
    """What takes place, gathered by itself."""

    heading = blocks.CharBlock(
        label=_("Heading"),
        max_length=80,
        required=False,
        default="",
        help_text=_("Left empty: Agenda."),
    )
    start = blocks.DateBlock(
        label=_("First day"), required=False, help_text=_("Left empty, from the date of the issue.")
    )
    end = blocks.DateBlock(
        label=_("Last day"), required=False, help_text=_("Left empty, without end.")
    )
    countries = blocks.MultipleChoiceBlock(
        label=_("Countries"),
        required=False,
        choices=lambda: list(EuropeanCountries()),
        help_text=_("Left empty, all."),
    )
    undated = blocks.BooleanBlock(
        label=_("Also what has no date yet"), required=False, default=True
    )
    lines = LineStream(
        label=_("Single lines"),
        required=False,
        help_text=_(
            "Everything between the two days is shown. Here single lines are hidden, pinned or reworded."
        ),
    )

    class Meta:
        icon = "calendar-alt"
        label = _("Agenda")
        help_text = _(
            "It fills itself with what takes place between the two days. Something missing? Add it from the actions at "
            "the top of this issue: once published, it stands here."
        )

    def clean(self, value):
        """Refuse an end before the start."""
        value = super().clean(value)
        if value["start"] and value["end"] and value["end"] < value["start"]:
            message = _("The last day lies before the first day.")
            raise blocks.StructBlockValidationError(block_errors={"end": ValidationError(message)})
        return value


class CallsBlock(blocks.StructBlock):
    """The calls that are open, gathered by themselves."""

    heading = blocks.CharBlock(
        label=_("Heading"),
        max_length=80,
        required=False,
        default="",
        help_text=_("Left empty: Calls for proposals."),
    )
    lines = LineStream(label=_("Single calls"), required=False)

    class Meta:
        icon = "time"
        label = _("Open calls")


class PromotionBlock(blocks.StructBlock):
    """A promotion that is shown again."""

    promotion = SnippetReferenceBlock("cms.Promotion", label=_("Promotion"))

    class Meta:
        icon = "pick"
        label = _("Promotion")


class TextBlock(blocks.StructBlock):
    """Words of this issue only."""

    heading = blocks.CharBlock(label=_("Heading"), max_length=80, required=False, default="")
    body = BodyBlock(label=_("Text"))

    class Meta:
        icon = "pilcrow"
        label = _("Text")


def is_shown(value, outlet: str, audience: str) -> bool:
    """Return whether an entry stands in an outlet for an audience: the one rule for both.

    The web shows everybody the same.

    Args:
        value: of the entry. One that was stored before there were audiences is for everyone.
        outlet: Outlet.WEB or Outlet.MAIL.
        audience: of the edition.
    """
    if value["outlet"] not in (Outlet.EVERYWHERE, outlet):
        return False
    if (value.get("audience") or Audience.EVERYONE) == Audience.EVERYONE:
        return True
    return audience == Audience.MEMBERS and outlet == Outlet.MAIL


def chosen_pages(sections) -> list[int]:
    """Return the primary keys of the pages that are chosen as entries, in order. Reads what is stored, converts nothing."""
    return [
        entry["value"]["page"]
        for section in sections.raw_data
        if section["type"] == "entries"
        for entry in section["value"].get("entries") or ()
        if entry["value"].get("page")
    ]


class SectionsBlock(blocks.StreamBlock):
    """The sections of an issue, in the order in which they are read."""

    editorial = EditorialBlock()
    entries = EntriesBlock()
    agenda = AgendaBlock()
    calls = CallsBlock()
    promotion = PromotionBlock()
    text = TextBlock()
