"""Do readers of a translation get their own address, and does nobody's choice overwrite another's?"""

import pytest
from wagtail_localize.models import SegmentOverride

from cms.languages.translation.overrides import FactChangedMeanwhileError, facts, replace
from cms.languages.translation.requests import request_translation
from cms.models import Link, TranslationJob
from cms.plugins.news.models import NewsPage
from cms.testing.factories import make_page
from tests.shared import shared

THEIRS, OURS = "https://example.org/en/", "https://example.org/de/"


@shared
def translation(site, german):
    """A page with a link, as it was asked for in German."""
    page = make_page(NewsPage, title="Links", link_rows=[Link(title="More", url=THEIRS)])
    return request_translation(page, german)


def test_a_fact_is_replaced_and_follows_the_source_again(translation, user):
    (fact,) = facts(translation)
    replace(translation, fact.context, OURS, seen=None, user=user)

    (own,) = facts(translation)
    assert (own.field_path, own.source, own.own) == ("link_rows.url", THEIRS, OURS)
    assert own.written_by == "administrator"

    replace(translation, fact.context, None, seen=own.written_at, user=user)

    assert facts(translation)[0].own is None


def test_what_another_has_chosen_meanwhile_stays(translation, user):
    (fact,) = facts(translation)
    replace(translation, fact.context, OURS, seen=None, user=user)

    with pytest.raises(FactChangedMeanwhileError) as raised:
        replace(translation, fact.context, None, seen=None, user=user)

    assert raised.value.theirs.data == OURS
    assert SegmentOverride.objects.get().data == OURS


def test_a_fact_that_the_source_has_not_is_refused(translation, user):
    with pytest.raises(LookupError):
        replace(translation, 0, OURS, seen=None, user=user)


def test_replacing_a_fact_reopens_what_was_finished(translation, user):
    TranslationJob.objects.filter(translation=translation).update(stage="ready")

    replace(translation, facts(translation)[0].context, OURS, seen=None, user=user)

    assert TranslationJob.objects.get().stage == "open"
