"""What do blocks refuse, and do they say so beside the field?"""

import pytest
from django.utils import translation
from wagtail.blocks.struct_block import StructBlockValidationError

from cms.blocks import (
    CallToActionBlock,
    ContactBlock,
    DocumentBlock,
    FigureBlock,
    QuoteBlock,
    TableBlock,
    VideoBlock,
)
from tests.cms.blocks.conftest import Reader, page


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def errors(block, raw: dict) -> dict[str, str]:
    """Return the messages beside the fields of a block."""
    try:
        block.clean(block.to_python(raw))
    except StructBlockValidationError as error:
        return {name: messages(inner) for name, inner in error.block_errors.items()}
    return {}


def messages(error):
    if isinstance(error, StructBlockValidationError):
        return {name: messages(inner) for name, inner in error.block_errors.items()}
    return " ".join(error.messages)


# Figures


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ({}, "Say what the picture shows, or tick below that it is decorative."),
        (
            {"alternative_text": "A square", "is_decorative": True},
            "A decorative picture has no alternative text. Untick one or empty the other.",
        ),
    ],
)
def test_figure_needs_either_alternative_text_or_declaration(picture, words, message):
    assert errors(FigureBlock(), {"picture": picture.pk, **words}) == {"alternative_text": message}


@pytest.mark.parametrize("words", [{"alternative_text": "A square"}, {"is_decorative": True}])
def test_figure_accepts_one_of_both(picture, words):
    assert errors(FigureBlock(), {"picture": picture.pk, **words}) == {}


def test_figure_can_be_a_draft_without_alternative_text(picture):
    block = FigureBlock()
    value = block.to_python({"picture": picture.pk})

    assert block.clean_deferred(value)["picture"] == picture


def test_figure_prints_its_credit_in_page_and_mail(picture):
    block = FigureBlock()
    value = block.to_python({"picture": picture.pk, "is_decorative": True})

    assert "Anna Kowalska, CC BY 4.0" in block.render(value)
    assert "Anna Kowalska, CC BY 4.0" in block.render_mail(value)
    assert 'alt=""' in block.render(value)
    assert block.as_text(value) == ""


# Calls to action


def test_call_to_action_leads_to_one_place(db):
    block = CallToActionBlock()

    assert list(errors(block, {"button": "Register"})) == ["page"]
    assert errors(block, {"button": "Register", "address": "https://city.example/"}) == {}


def test_call_to_action_says_where_it_leads():
    block = CallToActionBlock()
    value = block.to_python({"button": "Register", "page": 3})
    context = {"reading": Reader(pages={3: page(3, "Le séminaire", "fr")})}

    html = block.render(value, context)

    assert '<span lang="fr" dir="ltr">Le séminaire</span>' in html
    assert "In French" in html
    assert block.as_text(value, context) == "Register (Le séminaire, in French): /fr/pages/3/"


def test_call_to_action_to_what_is_not_public_prints_nothing():
    block = CallToActionBlock()
    value = block.to_python({"button": "Register", "page": 3})

    assert block.render(value, {"reading": Reader()}) == ""
    assert block.as_text(value, {"reading": Reader()}) == ""


# Documents and videos


def test_document_prints_format_language_and_size(document):
    block = DocumentBlock()
    value = block.to_python({"document": document.pk})

    html = block.render(value, {"reading": Reader()})

    assert '<span lang="de" dir="ltr">Leitfaden</span> <span>(PDF, German, 100' in html
    assert block.as_text(value, {"reading": Reader()}).startswith("Leitfaden (PDF, German, 100")


def test_document_title_of_the_page_is_in_the_language_of_the_page(document):
    block = DocumentBlock()
    value = block.to_python({"document": document.pk, "title": "Guide"})

    assert "<span>Guide</span>" in block.render(value, {"reading": Reader()})


def test_video_asks_no_other_site(picture):
    block = VideoBlock()
    value = block.to_python(
        {
            "title": "A square",
            "address": "https://www.video.example/1",
            "poster": picture.pk,
            "duration": "2:05",
        }
    )

    html = block.render(value, {"reading": Reader()})

    assert html.count("https://") == 1
    assert (
        '<a href="https://www.video.example/1">A square <span>(video.example, 2:05)</span></a>'
        in html
    )
    assert "<iframe" not in html


@pytest.mark.parametrize("duration", ["2 min", "2:65", "205", "2:5"])
def test_video_duration_is_minutes_and_seconds(duration):
    raw = {"title": "A square", "address": "https://video.example/", "duration": duration}

    assert errors(VideoBlock(), raw) == {
        "duration": "Write minutes and seconds, such as 2:05, or hours, such as 1:02:05."
    }


# Contacts and quotations


@pytest.mark.parametrize("phone", ["02 123 45 67", "+32", "call me"])
def test_contact_phone_names_its_country(phone):
    assert errors(ContactBlock(), {"name": "Office", "phone": phone}) == {
        "phone": "Write the number with its country, such as +32 2 123 45 67."
    }


def test_quotation_that_keeps_its_language_says_so():
    block = QuoteBlock()
    value = block.to_python({"text": "La rue est à tous.", "person": "Anna", "language": "fr"})

    html = block.render(value, {"reading": Reader()})

    assert '<blockquote lang="fr" dir="ltr">' in html
    assert '<span class="label">In French</span>' in html


# Tables


def rows(*cells: dict) -> list[dict]:
    return [{"type": "row", "id": str(number), "value": row} for number, row in enumerate(cells)]


def test_table_wants_a_heading_for_each_column_in_use():
    raw = {
        "caption": "Members",
        "headings": {"b": "Cities"},
        "rows": rows({"a": "France", "b": "61", "c": "3"}),
    }
    message = "Give this column a heading: readers who hear the table need it."

    assert errors(TableBlock(), {**raw, "has_row_headings": True}) == {"headings": {"c": message}}
    assert errors(TableBlock(), {**raw, "has_row_headings": False}) == {
        "headings": {"a": message, "c": message}
    }


def test_table_is_as_wide_as_its_widest_row():
    block = TableBlock()
    value = block.to_python(
        {
            "caption": "Members",
            "headings": {"b": "Cities"},
            "rows": rows({"a": "France"}, {"c": "3"}),
        }
    )

    data = block.get_api_representation(value)

    assert data["headings"] == ["", "Cities", ""]
    assert data["rows"] == [["France", "", ""], ["", "", "3"]]
    assert block.as_text(value) == "Members\n | Cities | \nFrance |  | \n |  | 3"


def test_table_without_an_empty_heading_element():
    block = TableBlock()
    value = block.to_python(
        {"caption": "Members", "headings": {"b": "Cities"}, "rows": rows({"a": "France"})}
    )

    html = block.render(value)

    assert '<th scope="col">Cities</th>' in html
    assert '<th scope="row">France</th>' in html
    assert '<th scope="col"></th>' not in html
