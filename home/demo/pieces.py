"""Of which blocks are the bodies of the demonstration made? One function for each."""

from __future__ import annotations

from home.demo.sheets import Piece, To

COLUMNS = "abcdef"


def block(sort: str, **value: object) -> Piece:
    """Return a block of a sort."""
    return {"type": sort, "value": value}


def rich(*parts: str) -> str:
    """Return paragraphs as rich text; a part that is markup already stays as it is."""
    return "".join(
        part if part.startswith(("<p", "<ul", "<ol")) else f"<p>{part}</p>" for part in parts
    )


def bullets(*lines: str) -> str:
    """Return a list for rich text."""
    return "<ul>" + "".join(f"<li>{line}</li>" for line in lines) + "</ul>"


def steps(*lines: str) -> str:
    """Return a numbered list for rich text."""
    return "<ol>" + "".join(f"<li>{line}</li>" for line in lines) + "</ol>"


def to_page(key: str, words: str) -> str:
    """Return a link to a page of the demonstration for rich text."""
    return f'<a linktype="page" id="{key}">{words}</a>'


def heading(text: str, level: int = 2) -> Piece:
    """Return a heading."""
    return block("heading", text=text, level=str(level))


def paragraph(*parts: str) -> Piece:
    """Return paragraphs."""
    return block("paragraph", text=rich(*parts))


def quote(text: str, person: str, role: str, language: str = "") -> Piece:
    """Return a quotation; with a language it keeps it in every translation."""
    return block("quote", text=text, person=person, role=role, language=language)


def key_facts(*facts: tuple[str, str]) -> Piece:
    """Return facts at a glance."""
    return block(
        "key_facts",
        facts=tuple(block("fact", term=term, detail=detail) for term, detail in facts),
    )


def figure(picture: str, alt: str, caption: str) -> Piece:
    """Return a picture that was drawn for the demonstration."""
    return block(
        "figure",
        picture=To("picture", picture),
        alternative_text=alt,
        is_decorative=not alt,
        caption=caption,
    )


def document(key: str, title: str) -> Piece:
    """Return a document to fetch."""
    return block("document", document=To("document", key), title=title)


def video(title: str, address: str, poster: str, duration: str, language: str) -> Piece:
    """Return a still picture and a link to a video."""
    return block(
        "video",
        title=title,
        address=address,
        poster=To("picture", poster),
        duration=duration,
        language=language,
    )


def table(caption: str, headings: tuple[str, ...], *rows: tuple[str, ...]) -> Piece:
    """Return a table whose first column names the rows."""
    return block(
        "table",
        caption=caption,
        headings=_cells(headings),
        rows=tuple({"type": "row", "value": _cells(row)} for row in rows),
        has_row_headings=True,
    )


def _cells(words: tuple[str, ...]) -> dict[str, str]:
    return dict(zip(COLUMNS, [*words, *[""] * (len(COLUMNS) - len(words))], strict=True))


def accordion(*panels: tuple[str, str]) -> Piece:
    """Return passages that open and close: titles and rich text."""
    return block(
        "accordion",
        panels=tuple(block("panel", title=title, text=rich(text)) for title, text in panels),
    )


def call_to_action(text: str, button: str, page: str = "", address: str = "") -> Piece:
    """Return a button that leads to a page of the demonstration or to an address."""
    return block(
        "call_to_action",
        text=text,
        button=button,
        page=To("page", page) if page else None,
        address=address,
    )


def contact(name: str, role: str, email: str, phone: str = "") -> Piece:
    """Return whom readers can ask."""
    return block("contact", name=name, role=role, email=email, phone=phone)


def related(title: str, *pages: str) -> Piece:
    """Return pages to read next."""
    return block(
        "related_pages",
        heading=title,
        pages=tuple({"type": "page", "value": To("page", key)} for key in pages),
    )
