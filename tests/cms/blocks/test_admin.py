"""Do editors and translators get along with every block in their own forms?"""

import pytest
from django.urls import reverse
from wagtail.models import Locale, Site

from cms.blocks import BodyBlock
from cms.languages.translation.publication import save_draft
from cms.languages.translation.requests import request_translation
from cms.models import ContentPage
from cms.plugins.news.models import NewsPage
from tests.cms.blocks.conftest import raw_samples

WORDLESS: set[str] = set()
"""Blocks in which there is nothing to translate."""

BLOCKS = sorted(BodyBlock().child_blocks)


@pytest.fixture
def content_page(body):
    """A page whose body holds every block."""
    parent = Site.objects.get(is_default_site=True).root_page
    page = NewsPage(title="A page", slug="a-page-of-blocks", summary="Words.", locale=parent.locale)
    page.body = raw_samples()
    return parent.add_child(instance=page)


def test_preview_opens_for_every_block(admin_client, picture, document):
    stream = ContentPage._meta.get_field("body").stream_block
    address = reverse("wagtailadmin_block_preview")

    for name in BLOCKS:
        response = admin_client.get(address, {"id": stream.child_blocks[name].definition_prefix})

        assert response.status_code == 200
        main = response.content.decode().partition('<div class="page-width prose">')[2]
        assert main.partition("</div>")[0].strip()


def test_editing_form_opens_with_every_block(admin_client, content_page):
    response = admin_client.get(reverse("wagtailadmin_pages:edit", args=[content_page.pk]))

    assert response.status_code == 200
    assert "A market square with people at long tables" in response.content.decode()


def test_translators_are_offered_the_words_of_every_block(admin_client, content_page):
    french, _created = Locale.objects.get_or_create(language_code="fr")
    content_page.get_parent().copy_for_translation(french)
    translation = request_translation(content_page, french)
    draft = save_draft(translation).as_object()

    response = admin_client.get(reverse("desk:editor", args=[translation.pk]))

    offered = {
        row.segment.path.split(".")[1]
        for group in response.context["groups"]
        for row in group.rows
        if row.segment.path.startswith("body.")
    }
    wordless = {part.id for part in content_page.body if part.id not in offered}
    assert {part.block_type for part in content_page.body if part.id in wordless} == WORDLESS
    assert [block.id for block in draft.body] == [block.id for block in content_page.body]


# Wagtail parses each compared value as HTML, and the parser wonders at plain addresses.
@pytest.mark.filterwarnings("ignore::bs4.MarkupResemblesLocatorWarning")
def test_two_versions_can_be_compared(admin_client, content_page):
    first = content_page.save_revision()
    raw = raw_samples()
    for part in raw:
        if part["type"] == "related_pages":
            part["value"]["pages"][0]["value"] = content_page.pk
    content_page.body = raw
    second = content_page.save_revision()

    response = admin_client.get(
        reverse("wagtailadmin_pages:revisions_compare", args=[content_page.pk, first.pk, second.pk])
    )

    assert response.status_code == 200
