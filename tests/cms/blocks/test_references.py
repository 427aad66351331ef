"""Are all pages found that a body names?"""

import pytest
from wagtail.models import Page

from cms.blocks import BodyBlock, PageReferenceBlock, RelatedPagesBlock
from tests.cms.blocks.conftest import Reader, page


def link(pk: int) -> str:
    return f'<p>See <b><a linktype="page" id="{pk}">this</a></b>.</p>'


def body():
    return BodyBlock().to_python(
        [
            {"type": "paragraph", "id": "1", "value": {"text": link(3) + link(4)}},
            {
                "type": "accordion",
                "id": "2",
                "value": {
                    "panels": [
                        {"type": "panel", "id": "21", "value": {"title": "x", "text": link(5)}}
                    ]
                },
            },
            {"type": "call_to_action", "id": "3", "value": {"button": "x", "page": 6}},
            {
                "type": "related_pages",
                "id": "4",
                "value": {"pages": [{"type": "page", "id": str(pk), "value": pk} for pk in (7, 3)]},
            },
            {
                "type": "paragraph",
                "id": "5",
                "value": {"text": '<p><a href="https://x.example/">x</a></p>'},
            },
        ]
    )


def test_body_names_pages_of_choosers_and_nested_rich_text():
    assert BodyBlock().references(body()) == {3, 4, 5, 6, 7}


def test_body_asks_the_database_for_no_page(django_assert_num_queries, db):
    reader = Reader(pages={pk: page(pk) for pk in range(3, 8)})
    stream = body()

    with django_assert_num_queries(0):
        BodyBlock().references(stream)
        html = str(stream.render_as_block({"reading": reader}))

    assert [pk for pk in range(3, 8) if f"/en/pages/{pk}/" not in html] == []


def test_related_pages_leave_out_what_is_not_public():
    block = RelatedPagesBlock()
    value = block.to_python(
        {
            "heading": "Read more",
            "pages": [
                {"type": "page", "id": "1", "value": 1},
                {"type": "page", "id": "2", "value": 2},
            ],
        }
    )
    reader = Reader(pages={2: page(2, "PRoTECT", "fr", proper_name=True)})

    html = block.render(value, {"reading": reader})

    assert html.count("<li>") == 1
    assert '<span lang="fr" dir="ltr" translate="no">PRoTECT</span>' in html
    assert block.as_text(value, {"reading": reader}) == (
        "Read more\n- PRoTECT (in French): /fr/pages/2/"
    )
    assert block.get_api_representation(value, {"reading": reader})["pages"] == [
        {"url": "/fr/pages/2/", "title": "PRoTECT", "language": "fr"}
    ]


def test_related_pages_without_a_public_page_print_nothing():
    block = RelatedPagesBlock()
    value = block.to_python(
        {"heading": "Read more", "pages": [{"type": "page", "id": "1", "value": 1}]}
    )

    assert block.render(value, {"reading": Reader()}) == ""
    assert block.render_mail(value, {"reading": Reader()}) == ""
    assert block.as_text(value, {"reading": Reader()}) == ""
    assert block.get_api_representation(value, {"reading": Reader()}) is None


@pytest.fixture
def root(db):
    return Page.objects.first() or Page.add_root(title="Root", slug="root")


def test_page_reference_goes_through_the_editors_form_as_its_key(root):
    block = PageReferenceBlock()
    child = root.add_child(title="Seminar", slug="a-seminar")

    value = block.value_from_datadict({"page": str(child.pk)}, {}, "page")

    assert value == child.pk
    assert block.clean(value) == child.pk
    assert block.normalize(child) == child.pk
    assert block.get_form_state(value)["adminTitle"] == "Seminar"
    assert block.render_basic(value) == "Seminar"
    assert block.get_prep_value(value) == child.pk


def test_page_reference_may_be_empty_or_gone(db):
    block = PageReferenceBlock(required=False)

    assert block.value_from_datadict({}, {}, "page") is None
    assert block.clean(None) is None
    assert block.get_form_state(None) is None
    assert block.get_form_state(999) is None
    assert list(block.extract_references(None)) == []
    assert block.render_basic(999) == ""
