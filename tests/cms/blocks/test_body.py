"""Does every block of a body own all its renderings, and are they safe?"""

import json

import html5lib
import pytest
from django.utils import translation
from wagtail.blocks import CharBlock, RichTextBlock, StreamBlock, StructBlock, TextBlock

from cms.blocks import BodyBlock, BodyPart
from cms.blocks.surroundings import Surroundings
from tests.cms.blocks.conftest import Reader, page, raw_samples

BLOCKS = sorted(BodyBlock().child_blocks)
PAYLOAD = "\"'><script>alert(1)</script><img src=x onerror=alert(1)><a href=javascript:alert(1)>"


def reader(**kwargs) -> Reader:
    return Reader(pages={1: page(1), 2: page(2, "Le séminaire", "fr")}, **kwargs)


def elements(html: str):
    """Return all elements of a fragment, which has to be valid."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False, strict=False)
    fragment = parser.parseFragment(html)
    errors = [error for _position, error, _details in parser.errors]
    assert errors == []
    return [element for element in fragment.iter() if isinstance(element.tag, str)]


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize("name", BLOCKS)
def test_every_block_renders_its_sample_in_every_way(name, body):
    child = next(child for child in body if child.block_type == name)
    context = {"reading": reader()}

    web = child.block.render(child.value, context)
    mail = child.block.render_mail(child.value, context)
    text = child.block.as_text(child.value, context)
    data = child.block.get_api_representation(child.value, context)

    assert elements(web)
    assert elements(mail)
    assert text == text.strip()
    assert text
    assert data == json.loads(json.dumps(data))
    words = [word for word in text.split() if word.isalpha()]
    for html in (web, mail):
        found = elements(html)
        shown = [*found[0].itertext(), *(value for each in found for value in each.attrib.values())]
        assert [word for word in words if word not in " ".join(shown)] == []


@pytest.mark.parametrize("name", BLOCKS)
def test_every_block_helps_its_editor(name):
    block = BodyBlock().child_blocks[name]

    assert isinstance(block, BodyPart)
    assert block.is_previewable
    assert block.get_description().endswith(".")
    assert block.meta.group
    assert block.meta.icon != "placeholder"


@pytest.mark.parametrize("name", BLOCKS)
def test_every_block_lives_with_the_deletion_of_what_it_names(name, body, picture, document):
    picture.delete()
    document.delete()
    fresh = BodyBlock().to_python(body.get_prep_value())
    child = next(child for child in fresh if child.block_type == name)
    context = {"reading": Reader()}

    html = child.block.render(child.value, context) + child.block.render_mail(child.value, context)

    assert not [each for each in elements(html) if each.get("href") == "#" or each.get("src") == ""]
    assert "None" not in html + child.block.as_text(child.value, context)


@pytest.mark.parametrize("name", BLOCKS)
def test_every_block_prints_nothing_when_it_is_empty(name, db):
    block = BodyBlock().child_blocks[name]
    empty = block.to_python({})

    html = block.render(empty) + block.render_mail(empty)

    assert "None" not in html + block.as_text(empty)
    assert block.references(empty) == set()


def test_body_renders_all_its_parts(body):
    block, context = BodyBlock(), {"reading": reader()}

    web, mail, text = (
        body.render_as_block(context),
        block.render_mail(body, context),
        block.as_text(body, context),
    )
    data = block.as_json(body, context)

    for child in body:
        assert child.block.render(child.value, context) in web
        assert child.block.render_mail(child.value, context) in mail
        assert child.block.as_text(child.value, context) in text
    assert [part["type"] for part in data] == [child.block_type for child in body]
    assert [part["id"] for part in data] == [child.id for child in body]


def test_body_leaves_out_of_json_what_the_reader_does_not_get(body):
    data = BodyBlock().as_json(body, {"reading": Reader()})

    shown = {part["type"] for part in data}
    assert set(BLOCKS) - shown == {"related_pages"}


def test_body_is_rendered_without_a_reading(body):
    assert "The square on the day" in str(body)


def test_body_mail_uses_absolute_addresses(body):
    context = {"reading": reader(base="https://network.example")}

    mail = BodyBlock().render_mail(body, context)

    sources = [each.get("src") for each in elements(mail) if each.tag == "img"]
    assert sources
    assert [source for source in sources if not source.startswith("https://network.example/")] == []


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("/media/guide.pdf", "https://network.example/media/guide.pdf"),
        ("https://files.example/guide.pdf", "https://files.example/guide.pdf"),
    ],
)
def test_address_that_a_storage_gives_in_full_stays_as_it_is(url, expected):
    surroundings = Surroundings.of({"reading": reader(base="https://network.example")}, list)

    assert surroundings.absolute(url) == expected


def test_body_asks_a_constant_number_of_queries(body, document, django_assert_num_queries):
    link = f'<p><a linktype="document" id="{document.pk}">guide</a></p>'
    raw = [
        {"type": "paragraph", "id": str(number), "value": {"text": link}} for number in range(20)
    ]
    block, context = BodyBlock(), {"reading": reader()}
    stream = block.to_python(raw)
    block.render_mail(stream, context)

    with django_assert_num_queries(1):
        web = str(stream.render_as_block(context))

    assert web.count("PDF") == 20


def poisoned(block, value):
    """Return a stored value with the payload in every place where words or addresses can stand."""
    if isinstance(block, StructBlock):
        return {
            name: poisoned(child, value.get(name)) for name, child in block.child_blocks.items()
        }
    if isinstance(block, StreamBlock):
        return [
            {**child, "value": poisoned(block.child_blocks[child["type"]], child["value"])}
            for child in value
        ]
    if isinstance(block, RichTextBlock):
        return f'<p onclick="alert(1)">{PAYLOAD}zq</a></p><a href="java&#115;cript:alert(1)">zq</a>'
    if isinstance(block, CharBlock | TextBlock) or isinstance(value, str):
        return f"javascript:{PAYLOAD}" if str(value).startswith("http") else f"zq {PAYLOAD}"
    return value


def html_in(data):
    """Yield all HTML inside JSON."""
    if isinstance(data, dict):
        yield from (value for key, value in data.items() if key == "html")
        data = list(data.values())
    for part in data if isinstance(data, list) else ():
        yield from html_in(part)


@pytest.mark.parametrize("name", BLOCKS)
def test_every_block_escapes_what_is_written_in_it(name, body, picture):
    picture.credit = PAYLOAD
    picture.save()
    block = BodyBlock().child_blocks[name]
    raw = next(part for part in raw_samples() if part["type"] == name)
    value = block.to_python(poisoned(block, raw["value"]))
    context = {
        "reading": Reader(pages={pk: page(pk, PAYLOAD) for pk in (1, 2)}),
        "language": "de",
    }

    data = block.get_api_representation(value, context)

    expanded = "".join(html_in(data))
    for html in (block.render(value, context), block.render_mail(value, context), expanded):
        found = elements(html) if html else []
        assert [each.tag for each in found if each.tag in ("script", "iframe", "style")] == []
        assert [key for each in found for key in each.attrib if key.startswith("on")] == []
        addresses = [each.get("href") or each.get("src") or "" for each in found]
        assert [each for each in addresses if each.lower().startswith("java")] == []
        assert [each.get("src") for each in found if each.get("src") == "x"] == []


def test_pictures_are_found_in_the_size_that_was_made(body):
    figure = next(child for child in body if child.block_type == "figure")

    html = figure.block.render(figure.value, {"reading": reader()})

    image = next(each for each in elements(html) if each.tag == "img")
    assert (image.get("width"), image.get("height")) == ("1200", "675")


def test_previews_show_pages_that_need_not_exist(db):
    block = BodyBlock().child_blocks["related_pages"]
    value = block.get_preview_value()

    context = block.get_preview_context(value, {})

    assert "A page of this site" in block.render(value, context)
