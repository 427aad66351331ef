"""Is every place of a form found, and none made up?"""

import pytest
from django import forms

from cms.desk.places import form_field, label
from cms.plugins.news.models import NewsPage


@pytest.mark.parametrize("path", ["body.block_of_yesterday", "body", "field_of_yesterday"])
def test_a_place_that_is_no_more_has_no_field(path):
    assert form_field(NewsPage, path) is None
    assert label(NewsPage, path) == ""


def test_a_field_of_a_row_is_asked_with_its_own_form_field():
    assert isinstance(form_field(NewsPage, "link_rows.url"), forms.URLField)
