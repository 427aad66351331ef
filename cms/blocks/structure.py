"""Which blocks arrange what they hold: tables and accordions."""

from __future__ import annotations

from typing import TypedDict

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import BooleanBlock, StreamBlock, StructBlock
from wagtail.blocks.struct_block import StructBlockValidationError

from cms.blocks.leaves import LineBlock, WordsBlock
from cms.blocks.rendering import BodyPart
from cms.blocks.rich_text import RichWords

STRUCTURE = _("Structure")
COLUMNS = ("a", "b", "c", "d", "e", "f")
"""As in a spreadsheet. More than six fit neither a telephone nor a mail."""


class CellsBlock(StructBlock):
    """The cells of one row, or the headings of the columns."""

    a = LineBlock(required=False, max_length=300, label=_("Column A"))
    b = LineBlock(required=False, max_length=300, label=_("Column B"))
    c = LineBlock(required=False, max_length=300, label=_("Column C"))
    d = LineBlock(required=False, max_length=300, label=_("Column D"))
    e = LineBlock(required=False, max_length=300, label=_("Column E"))
    f = LineBlock(required=False, max_length=300, label=_("Column F"))

    class Meta:
        icon = "table"
        label = _("Row")
        form_classname = "struct-block table-cells"


class TablePart(TypedDict):
    """A small table, each of whose rows is as long as the widest."""

    caption: str
    headings: list[str]
    """Of the columns; none where no column has one."""
    rows: list[list[str]]
    has_row_headings: bool
    """Whether the first cell of each row says what the rest is about."""


class TableBlock(BodyPart):
    """A small table of words and figures, whose every cell can be translated."""

    caption = LineBlock(
        max_length=200,
        label=_("Caption"),
        help_text=_("Say what the table shows, for readers who jump to it."),
    )
    headings = CellsBlock(
        label=_("Headings of the columns"),
        help_text=_("Fill as many columns as the table has, beginning with A."),
    )
    rows = StreamBlock([("row", CellsBlock())], label=_("Rows"))
    has_row_headings = BooleanBlock(
        required=False,
        default=True,
        label=_("Column A names the rows"),
        help_text=_("Tick this when the first cell says what the rest of its row is about."),
    )

    class Meta:
        icon = "table"
        label = _("Table")
        group = STRUCTURE
        template = "cms/blocks/table.html"
        description = _("A small table of up to six columns, with a caption and headings.")
        preview_value = {
            "caption": _("Members by country"),
            "headings": {"a": _("Country"), "b": _("Cities"), "c": _("Regions")},
            "rows": [
                ("row", {"a": _("France"), "b": "61", "c": "3"}),
                ("row", {"a": _("Poland"), "b": "9", "c": ""}),
            ],
            "has_row_headings": True,
        }

    def get_preview_value(self):
        """Fill the cells that the sample leaves out."""
        value = super().get_preview_value()
        for cells in (value["headings"], *(row.value for row in value["rows"])):
            cells.update({column: cells.get(column, "") for column in COLUMNS})
        return value

    def clean(self, value):
        """Require a heading for each column that holds anything."""
        value = super().clean(value)
        used = [name for name in COLUMNS if any(row.value[name] for row in value["rows"])]
        # The corner above the names of the rows may be empty.
        optional = {"a"} if value["has_row_headings"] else set()
        message = _("Give this column a heading: readers who hear the table need it.")
        errors = {
            name: ValidationError(message, code="heading")
            for name in used
            if not value["headings"][name] and name not in optional
        }
        if errors and not self.is_deferred_validation:
            raise StructBlockValidationError({"headings": StructBlockValidationError(errors)})
        return value

    def resolve(self, value, surroundings) -> TablePart | None:
        """Return headings and rows, as wide as the widest of them."""
        lines = [value["headings"], *(row.value for row in value["rows"])]
        width = max(
            (index for line in lines for index, name in enumerate(COLUMNS, 1) if line[name]),
            default=0,
        )
        if not width:
            return None
        headings, *rows = ([line[name] for name in COLUMNS[:width]] for line in lines)
        has_row_headings = bool(value["has_row_headings"])
        return {
            "caption": value["caption"],
            "headings": headings if any(headings) else [],
            "rows": rows,
            "has_row_headings": has_row_headings,
        }

    def write_text(self, part):
        """Return caption, headings and rows, one line each."""
        lines = [part["headings"], *part["rows"]] if part["headings"] else part["rows"]
        written = (" | ".join(str(cell) for cell in line) for line in lines)
        return "\n".join([str(part["caption"]), *written])


class PanelBlock(StructBlock):
    """One passage that opens and closes."""

    title = LineBlock(max_length=200, label=_("Title"))
    text = WordsBlock(label=_("Text"))

    class Meta:
        icon = "collapse-down"
        label = _("Passage")


class Panel(TypedDict):
    """One passage that opens and closes."""

    title: str
    text: RichWords


class AccordionPart(TypedDict):
    """Passages that open and close."""

    panels: list[Panel]


class AccordionBlock(BodyPart):
    """Passages that open and close: questions and answers, details for a few."""

    panels = StreamBlock([("panel", PanelBlock())], label=_("Passages"))

    class Meta:
        icon = "list-ul"
        label = _("Passages to open")
        group = STRUCTURE
        template = "cms/blocks/accordion.html"
        description = _(
            "Titles that open on a passage, such as questions and answers. Mails and print show all of it."
        )
        preview_value = {
            "panels": [
                (
                    "panel",
                    {
                        "title": _("Who can take part?"),
                        "text": "<p>Every city and region of the network.</p>",
                    },
                ),
                (
                    "panel",
                    {"title": _("What does it cost?"), "text": "<p>Nothing but the journey.</p>"},
                ),
            ]
        }

    def resolve(self, value, surroundings) -> AccordionPart | None:
        """Return the passages in their order."""
        panels = [
            {"title": panel.value["title"], "text": self.words(panel.value["text"], surroundings)}
            for panel in value["panels"]
        ]
        return {"panels": panels} if panels else None

    def write_text(self, part):
        """Return titles and passages, all open."""
        return "\n\n".join(f"{panel['title']}\n{panel['text'].text}" for panel in part["panels"])
