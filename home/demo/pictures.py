"""Which pictures and documents does the demonstration bring? All are made by code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.files.base import ContentFile

from cms.models import DocumentFile, Picture
from cms.models.media import CARD, LEAD, MAIL
from home.demo import drawings
from home.demo.drawings import COAST, WINTER
from home.demo.sheets import Drawing
from newsletter.rendering import FRIEZE, FRIEZE_IN_MAIL

if TYPE_CHECKING:
    from collections.abc import Iterable

    from home.demo.sheets import Sheet

CREDIT, LICENCE = "Belfry", "CC BY 4.0"
EMBLEM_SIZE = "max-288x192|format-png"
IN_BODY = ("width-1200", "width-1072")
FOCUS = 200
"""Width and height of what must stay in a crop, in pixels."""

COUNTS = {"arcade": "partners", "bell": "deadlines", "skyline": "towers", "frieze": "towers"}
"""What a drawing counts, by the name of its function."""

MORE_DRAWINGS = {
    "promotion": Drawing("skyline", COAST, 3),
    "plan-of-a-square": Drawing("town_plan", WINTER),
}
"""Drawings that belong to no page of their own."""

DOCUMENTS = {
    "guide": (
        "Asking residents: the guide",
        "asking-residents.pdf",
        (
            "Asking residents",
            "",
            "A document of the Belfry demonstration. The guide itself was never written;",
            "this page stands here so that you see how a document is offered:",
            "with its language, its format and its size.",
            "",
            "One rule from it all the same: ask nothing that you will not act upon.",
        ),
    ),
    "course-programme": (
        "Programme of the course on local safety audits",
        "course-on-local-safety-audits.pdf",
        (
            "A course on local safety audits: programme",
            "",
            "Day 1   13.30   What an audit is, and what it is not",
            "        20.00   A walk after dark: practising with a checklist",
            "Day 2   09.00   From findings to a council decision",
            "Online  10.00   Ten days later: what went wrong at home",
        ),
    ),
}
"""Title, name of the file and lines of each document."""


def draw(key: str, drawing: Drawing) -> bytes:
    """Return a drawing as a PNG file."""
    function = getattr(drawings, drawing.name)
    counted = {COUNTS[drawing.name]: drawing.count} if drawing.count else {}
    return function(key, palette=drawing.palette, **counted)


def drawings_for(sheets: Iterable[Sheet]) -> dict[str, Drawing]:
    """Return all drawings by key: those of pages and those besides."""
    return {
        **{sheet.key: sheet.drawing for sheet in sheets if sheet.drawing},
        **MORE_DRAWINGS,
    }


def save_picture(key: str, png: bytes) -> Picture:
    """Store a drawing; its middle of attention is where every drawing has it."""
    picture = Picture(
        title=key.replace("-", " ").capitalize(),
        file=ContentFile(png, name=f"demo-{key}.png"),
        credit=CREDIT,
        licence=LICENCE,
        focal_point_width=FOCUS,
        focal_point_height=FOCUS,
    )
    across, down = drawings.FOCAL_POINT
    picture.focal_point_x = round(picture.width * across)
    picture.focal_point_y = round(picture.height * down)
    picture.save()
    return picture


def save_emblem() -> Picture:
    """Store the emblem of the European Union."""
    png = drawings.eu_emblem()
    return Picture.objects.create(
        title="Emblem of the European Union",
        file=ContentFile(png, name="demo-eu-emblem.png"),
        alternative_text="Emblem of the European Union",
    )


def save_document(key: str) -> DocumentFile:
    """Store a document."""
    title, name, lines = DOCUMENTS[key]
    content = pdf(title, lines)
    document = DocumentFile(
        title=title, file=ContentFile(content, name=f"demo-{name}"), language="en"
    )
    document.file_size = len(content)
    document.save()
    return document


def sizes(drawing: Drawing) -> tuple[str, ...]:
    """Return the sizes in which a drawing is shown, so that no reader waits for them."""
    if drawing.name == "frieze":
        return (CARD, FRIEZE, FRIEZE_IN_MAIL)
    return (CARD, LEAD, MAIL)


def pdf(title: str, lines: tuple[str, ...]) -> bytes:
    """Return a PDF of one page, with a title and a language, written by hand: no library is worth it."""
    text = " ".join(f"({_escaped(line)}) Tj T*" for line in lines)
    stream = f"BT /F1 12 Tf 18 TL 72 760 Td {text} ET".encode("cp1252")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R /Lang (en-GB) /ViewerPreferences << /DisplayDocTitle true >> >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Title (%s) >>" % _escaped(title).encode("cp1252"),
    ]
    written, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    return (
        written
        + b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R /Info 6 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (
            count,
            table,
            count,
            len(written),
        )
    )


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
