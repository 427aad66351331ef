"""Does a preview show what is typed, and store nothing?"""

from wagtail_localize.models import StringTranslation

from cms.languages.translation.previews import preview
from cms.languages.translation.publication import save_draft
from cms.languages.translation.segments import segments, write


def test_a_preview_has_what_is_saved_and_what_is_being_typed(translation, user):
    title, summary = segments(translation)
    write(translation, title.place, "Straßen", seen=None, user=user)
    save_draft(translation)

    page = preview(translation, {summary.place: "Straßen f&amp;r"})

    assert (page.title, page.summary) == ("Straßen", "Straßen f&r")
    assert list(StringTranslation.objects.values_list("data", flat=True)) == ["Straßen"]


def test_words_that_are_being_deleted_fall_back_to_the_source(translation, user):
    title, _summary = segments(translation)
    write(translation, title.place, "Straßen", seen=None, user=user)
    save_draft(translation)

    assert preview(translation, {title.place: ""}).title == "Streets"
    assert preview(translation).title == "Straßen"


def test_broken_markup_is_left_out_while_it_is_typed(translation):
    title, _summary = segments(translation)
    save_draft(translation)

    assert preview(translation, {title.place: '<a id="a9">x</a>'}).title == "Streets"
