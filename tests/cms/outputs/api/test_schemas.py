"""Do the schemas tell what the answers are, down to the last block?"""

import pytest
from jsonschema import Draft202012Validator

from cms.blocks import BodyBlock
from cms.items import Facts
from cms.outputs.api.schemas import DIALECT, facts_of, kinds_by_type, schema_of
from cms.plugins.news.models import NewsPage
from cms.testing.factories import make_document, make_page, make_picture

TYPES = ["call", "event", "news", "practice", "project"]


def test_every_installed_kind_has_a_schema():
    assert list(kinds_by_type()) == TYPES
    for name in TYPES:
        schema = schema_of(name)
        Draft202012Validator.check_schema(schema)
        assert schema["$schema"] == DIALECT
        assert schema["properties"]["type"] == {"const": name, "type": "string"}


def test_the_schema_of_a_kind_derives_from_its_facts():
    practice = kinds_by_type()["practice"]

    facts = schema_of("practice")["$defs"]["PracticeFacts"]

    assert issubclass(facts_of(practice), Facts)
    assert facts["required"] == ["links", "city", "problem", "approach", "results"]
    assert facts["properties"]["city"] == {"$ref": "#/$defs/Place"}
    assert facts["properties"]["problem"] == {"type": "string"}


def test_blocks_are_told_apart_by_their_type():
    schema = schema_of("news")

    body = schema["properties"]["body"]["items"]

    assert body["discriminator"] == {
        "mapping": {
            name: f"#/$defs/{''.join(part.title() for part in name.split('_'))}Block"
            for name in BodyBlock().child_blocks
        },
        "propertyName": "type",
    }
    for name in BodyBlock().child_blocks:
        block = schema["$defs"][body["discriminator"]["mapping"][name].rpartition("/")[2]]
        assert block["properties"]["type"] == {"const": name, "type": "string"}
        assert block["required"] == ["type", "id", "value"]
        assert block["additionalProperties"] is False


@pytest.mark.parametrize("name", list(BodyBlock().child_blocks))
def test_every_block_is_what_its_schema_says(site, ask, name):
    make_picture()
    make_document()
    block = BodyBlock().child_blocks[name]
    value = block.get_preview_value()
    if name == "related_pages":
        other = make_page(NewsPage, title="Other")
        value["pages"] = block.child_blocks["pages"].normalize([("page", other.pk)])
    page = make_page(NewsPage, body=[(name, value)])

    item = ask(f"/items/news/{page.translation_key}")

    assert [part["type"] for part in item["body"]] == [name]
    Draft202012Validator(schema_of("news")).validate(item)
