"""Do the checks say what a plugin author has forgotten, and how to mend it?"""

from dataclasses import dataclass

import pytest
from django.db import models
from django.test.utils import isolate_apps
from wagtail.models.pages import PAGE_MODEL_CLASSES

from cms import checks
from cms.fields import ZoneField
from cms.items import Facts
from cms.models import ContentPage, Dated, Deadlined
from cms.plugins.events.models import EventPage


@pytest.fixture(autouse=True)
def forgotten_kinds():
    """Forget the kinds that a test declares: Wagtail keeps page models in a list of its own."""
    before = list(PAGE_MODEL_CLASSES)
    yield
    PAGE_MODEL_CLASSES[:] = before


def found():
    return [(error.id, error.obj, error.hint) for error in checks.check_kinds(None)]


@isolate_apps("cms")
def test_capability_after_content_page_is_an_error_that_shows_the_right_order():
    class TourPage(ContentPage, Dated):
        class Meta:
            app_label = "cms"

    assert found() == [("cms.E001", TourPage, "Write class TourPage(Dated, ContentPage).")]


@isolate_apps("cms")
def test_every_capability_that_comes_too_late_is_told():
    class TourPage(ContentPage, Dated, Deadlined):
        class Meta:
            app_label = "cms"

    assert [error.msg for error in checks.check_kinds(None)] == [
        "cms.TourPage has Dated after ContentPage in its bases.",
        "cms.TourPage has Deadlined after ContentPage in its bases.",
    ]


@isolate_apps("cms")
def test_facts_without_their_dataclass_are_an_error_that_shows_the_annotation():
    class TourPage(ContentPage):
        class Meta:
            app_label = "cms"

        def facts(self, words, reading):
            return Facts(**self.shared_facts(words, reading))

    assert found() == [
        (
            *("cms.E002", TourPage),
            "Annotate it: def facts(self, words, reading) -> MyFacts, with a frozen dataclass derived from Facts.",
        )
    ]


@isolate_apps("cms")
def test_facts_that_are_no_dataclass_are_an_error():
    class TourPage(ContentPage):
        class Meta:
            app_label = "cms"

        def facts(self, words, reading) -> dict:
            return {}

    assert [error.id for error in checks.check_kinds(None)] == ["cms.E002"]


@isolate_apps("cms")
def test_kind_without_facts_of_its_own_is_in_order():
    class TourPage(Dated, ContentPage):
        class Meta:
            app_label = "cms"

    assert found() == []


@isolate_apps("cms")
def test_facts_may_be_annotated_with_the_class_itself():
    @dataclass(frozen=True)
    class TourFacts(Facts):
        guide: str = ""

    class TourPage(ContentPage):
        class Meta:
            app_label = "cms"

        def facts(self, words, reading) -> TourFacts:
            return TourFacts(**self.shared_facts(words, reading))

    assert found() == []


def test_installed_kinds_are_in_order():
    assert found() == []


@isolate_apps("cms")
def test_two_kinds_of_one_name_are_an_error_that_shows_how_to_give_another():
    class NewsPage(ContentPage):
        class Meta:
            app_label = "cms"

        def facts(self, words, reading) -> Facts:
            return Facts(**self.shared_facts(words, reading))

    hint = 'Give one another name: @classmethod def type_name(cls): return "my_news".'
    assert [(each.id, each.hint) for each in checks.check_kinds(None)] == [("cms.E003", hint)] * 2
    assert checks.check_kinds(None)[0].msg == (
        "cms.NewsPage and news.NewsPage are both called 'news' in the delivery API."
    )


@pytest.mark.parametrize(
    ("moments", "says"),
    [
        ({}, []),
        ({"closes_at": "zone"}, []),
        ({"go_live_at": "zone"}, []),  # inherited
        ({"closes": "zone"}, ["'closes', which is no column that has an instant"]),
        ({"closes_on": "zone"}, ["'closes_on', which is no column that has an instant"]),
        ({"deadline_rows": "zone"}, ["'deadline_rows', which is no column that has an instant"]),
        (
            {"replaced_by__expire_at": "zone"},
            ["'replaced_by__expire_at', which is no column that has an instant"],
        ),
        ({"closes_at": "nowhere"}, ["'nowhere', which is no column that always has a zone"]),
        ({"closes_at": "clock"}, ["'clock', which is no column that always has a zone"]),
        ({"closes_at": "blank_zone"}, ["'blank_zone', which is no column that always has a zone"]),
        ({"closes_at": "null_zone"}, ["'null_zone', which is no column that always has a zone"]),
        (
            {"closes_at": "zone", "zone": "closes_at"},
            [
                "'zone', which is no column that has an instant",
                "'closes_at', which is no column that always has a zone",
            ],
        ),
    ],
)
@isolate_apps("cms")
def test_moments_that_are_no_columns_of_their_sort_are_an_error_that_shows_how_to_name_them(
    moments, says
):
    named = moments

    class TourPage(ContentPage):
        closes_at = models.DateTimeField(null=True)
        closes_on = models.DateField(null=True)
        zone = ZoneField(default="Europe/Brussels")
        blank_zone = ZoneField(blank=True)
        null_zone = ZoneField(null=True)
        clock = models.CharField(max_length=64)

        moments = named

        class Meta:
            app_label = "cms"

    errors = checks.check_kinds(None)

    assert [error.msg for error in errors] == [
        f"cms.TourPage.moments names {each}." for each in says
    ]
    assert {(error.id, error.obj) for error in errors} <= {("cms.E004", TourPage)}
    for error in errors:
        assert error.hint.startswith(
            'Write moments = {"closes_at": "zone"}: the name of a DateTimeField'
        )


@isolate_apps("cms")
def test_moments_of_a_parent_are_in_order():
    class TourPage(EventPage):
        class Meta:
            app_label = "cms"

    assert TourPage.moments == {"registration_closes_at": "registration_zone"}
    assert found() == []
